r"""Arc-cosine kernels and the NTK recursion in balls, at one exact point or at an angle.

With t = cos(theta), theta_1 = theta and cos(theta_{j+1}) = kappa_1(cos theta_j):

    Sigma_l = cos(theta_{l+1}),    Theta_1 = cos(theta_1),
    Theta_{l+1} = Theta_l (1 - theta_l/pi) + cos(theta_{l+1}).

The recursion runs in the gap g = 1 - cos(theta), because kappa_1(cos theta) = cos(theta) + D/pi with
D = sin(theta) - theta cos(theta): so g' = g - D/pi and theta = 2 asin(sqrt(g/2)) stay accurate at t = 1.

SOURCE: Cho and Saul (2009) for kappa_0, kappa_1; Jacot, Gabriel and Hongler (2018) for the recursion;
the normalisation is Bietti and Bach's (kappa_0(1) = kappa_1(1) = 1, Theta_L(1) = L).
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.arb import arb, ball, certainly_less
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError
from ntksym.kernels.refine import bits_for, refine

KERNELS = ("kappa0", "kappa1", "sigma", "ntk")


def layers(theta: arb, depth: int) -> tuple[list[arb], list[arb]]:
    """Sigma_0..Sigma_{depth-1} and Theta_1..Theta_depth at t = cos(theta), 0 < theta <= pi.

    Examples
    --------
    >>> sigma, ntk = layers(arb.pi() / 2, 3)
    >>> print(ntk[1].str(10, radius=False))  # Theta_2(0) = 1/pi
    0.3183098862
    """
    half = (theta / 2).sin()
    sine, cosine = theta.sin_cos()
    return _recurse(theta, sine, cosine, 2 * half * half, depth)


def _recurse(theta: arb, sine: arb, cosine: arb, gap: arb, depth: int) -> tuple[list[arb], list[arb]]:
    """The recursion, with the mean value theorem from the second layer on.

    d(gap')/d(gap) = kappa_0 lies in [0, 1], so gap' is its value at the midpoint give or take the
    radius: no growth over the layers; d(theta)/d(gap) = 1/sin(theta).  A midpoint outside [0, 2] gives NaN,
    never a number.
    """
    pi = arb.pi()
    sigma, ntk = [cosine], [cosine]
    for layer in range(1, depth):
        centre, spread, middle = gap, arb(0), theta
        if layer > 1:
            centre, spread = gap.mid(), arb(0, gap.rad())
            middle, sine = 2 * (centre / 2).sqrt().asin(), (centre * (2 - centre)).sqrt()
            theta = middle + spread / (gap * (2 - gap)).sqrt()
        gap = centre - (sine - middle * (1 - centre)) / pi + spread
        cosine = 1 - gap
        ntk.append(ntk[-1] * (1 - theta / pi) + cosine)
        sigma.append(cosine)
    return sigma, ntk


def _at(kernel: str, t: ExactReal, L: int) -> arb:
    """The kernel at an exact t strictly inside (-1, 1), or at t = -1 where the value is not 0."""
    x, pi = t.ball, arb.pi()
    inside = Fraction(-1) != t.coefficient or t.times_pi
    sine = ((1 - x) * (1 + x)).sqrt() if inside else arb(0)
    if t.coefficient < 0:
        eta = 2 * ((1 + x) / 2).sqrt().asin() if inside else arb(0)
        theta = pi - eta
    else:
        theta = 2 * ((1 - x) / 2).sqrt().asin()
        eta = pi - theta
    if kernel == "kappa0":
        return eta / pi
    if kernel == "kappa1":
        return (sine + eta * x) / pi
    sigma, ntk = _recurse(theta, sine, x, 1 - x, L + 1 if kernel == "sigma" else L)
    return sigma[-1] if kernel == "sigma" else ntk[-1]


def _check_depth(kernel: str, L: int) -> None:
    if kernel not in KERNELS:
        raise InputError(f"kernel={kernel}", "unknown kernel", f"choose one of {', '.join(KERNELS)}")
    least = 0 if kernel == "sigma" else 1
    if least > L:
        raise InputError(f"L={L}", f"the kernel {kernel} needs L >= {least}", f"give an integer >= {least}")


def exact_value(kernel: str, t: ExactReal, L: int) -> Fraction | None:
    """The value where it is rational for a reason: the ends, and the kernels that are t itself.

    Examples
    --------
    >>> exact_value("ntk", ExactReal.parse(1), 5), exact_value("ntk", ExactReal.parse(-1), 2)
    (Fraction(5, 1), Fraction(0, 1))
    """
    if t.times_pi and t.coefficient != 0:
        return None
    c = t.coefficient
    if (kernel, L) in (("sigma", 0), ("ntk", 1)):
        return c
    if c == 1:
        return Fraction(L if kernel == "ntk" else 1)
    if c == -1 and (kernel in ("kappa0", "kappa1") or (kernel, L) in (("sigma", 1), ("ntk", 2))):
        return Fraction(0)
    if c == 0 and kernel == "kappa0":
        return Fraction(1, 2)
    return None


def value(kernel: str, t: object, L: int = 2, digits: int = 30) -> Enclosure:
    """Enclose kappa_0, kappa_1, Sigma_L or Theta_L at an exact t, with relative width <= 10^-digits.

    Parameters
    ----------
    kernel
        ``"kappa0"``, ``"kappa1"`` (L is not used), ``"sigma"`` (Sigma_L, L >= 0),
        ``"ntk"`` (Theta_L, L >= 1).
    t
        Exact number in [-1, 1]: int, Fraction, ExactReal, or text such as ``"0.3"`` or ``"pi/7"``.

    Examples
    --------
    >>> print(value("ntk", 1, 5), value("kappa0", "1/2", digits=5).format(5))
    5 [0.66666, 0.66667]
    """
    _check_depth(kernel, L)
    point = ExactReal.parse(t, "t")
    modulus = abs(point.coefficient)
    if not (certainly_less(abs(point.ball), arb(1)) if point.times_pi else modulus <= 1):
        raise InputError(f"t={point}", "a correlation lies in [-1, 1]", "give |t| <= 1")
    bits_for(digits)
    known = exact_value(kernel, point, L)
    if known is not None:
        return Enclosure.around(known, bits=bits_for(digits) + 8)
    return refine(lambda: _at(kernel, point, L), digits, what=f"{kernel} at t={point}, L={L}")


def at_one(kernel: str, L: int) -> int:
    """K(1): L for Theta_L, 1 for the others."""
    return L if kernel == "ntk" else 1


def two_point_upper(kernel: str, L: int, angle: ExactReal) -> arb:
    """K(1) - K(cos angle), 0 < angle <= pi/2: the smaller eigenvalue of two unit points at that angle.

    By interlacing it bounds the smallest eigenvalue of every data set that contains such a pair.
    ``"tkappa0"`` is t kappa_0(t).
    """
    theta, pi = angle.ball, arb.pi()
    if kernel == "kappa0":
        return theta / pi
    sine, cosine = theta.sin_cos()
    if kernel == "tkappa0":
        return 1 - cosine * (1 - theta / pi)
    if kernel == "kappa1":
        return 1 - (sine + (pi - theta) * cosine) / pi
    sigma, ntk = layers(theta, L + 1)
    return ball(at_one(kernel, L)) - (sigma[L] if kernel == "sigma" else ntk[L - 1])
