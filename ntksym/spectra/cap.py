r"""Spherical caps: their measure, their zonal transform, and those of the cone (t - cos b)_+.

With c_d = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)) and s = sin b, for the indicator of {t >= cos b},

    chi_{b,0} = A(b) = c_d int_0^b sin^(d-2),  chi_{b,k} = c_d s^(d-1) P^{(d+2)}_{k-1}(cos b)/(d-1)  (k >= 1),

and for g = (t - cos b)_+,  g_k = c_d s^(d+1) P^{(d+4)}_{k-2}(cos b)/((d-1)(d+1))  (k >= 2): Rodrigues' formula,
once and twice by parts.

*P_k without loss.*  With c = k/(k+D-2) <= 1 the recurrence is x' = (1+c) t x - c y for (y, x) = (P_{k-1}, P_k), and
Q(x, y) = x^2 - 2 t x y + y^2 does not grow along it: Q(x', x) = c^2 (t x - y)^2 + (1-t^2) x^2 <= Q(x, y).
So let numbers v_k obey it up to errors delta_k, at a fixed m in (-1, 1) near t; as |P_k(t)| <= 1, the change of t
counts as a further 2|t-m| in each step.  The error e_k = v_k - P_k has sqrt(Q) at most the sum of all of
these, and Q >= (1-m^2) e_k^2: |e_k| is at most the sum over sqrt(1-m^2) (balls in the recurrence: times 2^(1.3k)).

SOURCE: Karhadkar et al. (arXiv 2405.14630), (C1) and (C8) of our notes, re-derived.
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.arb import arb, ball, certainly_less, certainly_positive, fmpq, power, zero_to
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError
from ntksym.kernels.refine import bits_for, refine
from ntksym.spectra import two_layer


def density(d: int) -> arb:
    """c_d = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2))."""
    return arb.gamma_fmpq(fmpq(d, 2)) / (arb.pi().sqrt() * arb.gamma_fmpq(fmpq(d - 1, 2)))


def legendre(dimension: int, t: arb, count: int) -> list[arb]:
    """P_0(t), ..., P_{count-1}(t), -1 < t < 1, in a dimension D >= 2, all to about the same absolute error.

    By (k+D-2) P_{k+1} = (2k+D-2) t P_k - k P_{k-1}, from midpoint to midpoint, with the sum of all errors beside.

    Examples
    --------
    >>> [x.str(6, radius=False) for x in legendre(3, arb(1) / 2, 3)]
    ['1.00000', '0.500000', '-0.125000']
    >>> legendre(5, ball(Fraction(1, 3)), 2000)[1999].rad() < 1e-9
    True
    """
    middle, change = t.mid(), 2 * t.rad()
    root = (1 - middle * middle).sqrt()
    if not certainly_positive(root):
        return [arb(1), t, *[zero_to(1)] * count][:count]  # |P_k| <= 1 is all that this precision shows
    before, now, errors = arb(1), middle, change
    values = [arb(1), t]
    for k in range(1, count - 1):
        found = ((2 * k + dimension - 2) * middle * now - k * before) / (k + dimension - 2)
        before, now = now, found.mid()
        errors = errors + (change + found.rad())
        values.append(now + zero_to(errors / root))
    return values[:count]


def measure_ball(d: int, angle: ExactReal) -> arb:
    """A(b) for 0 < b <= pi, at the current precision, by hypergeometric series away from their ends."""
    if angle.times_pi and angle.coefficient in (Fraction(1, 2), Fraction(1)):
        return ball(angle.coefficient)
    sine, cosine = angle.ball.sin_cos()
    square = sine * sine
    if certainly_positive(cosine) and certainly_less(square, ball(Fraction(9, 10))):
        series = square.hypgeom_2f1(fmpq(1, 2), fmpq(d - 1, 2), fmpq(d + 1, 2))
        return density(d) * power(sine, d - 1) / (d - 1) * series
    beyond = (cosine * cosine).hypgeom_2f1(fmpq(1, 2), fmpq(3 - d, 2), fmpq(3, 2))
    if certainly_less(square, ball(Fraction(9, 10))) and not certainly_positive(cosine):
        series = square.hypgeom_2f1(fmpq(1, 2), fmpq(d - 1, 2), fmpq(d + 1, 2))
        return 1 - density(d) * power(sine, d - 1) / (d - 1) * series
    return ball(Fraction(1, 2)) - density(d) * cosine * beyond


def transforms(d: int, angle: ExactReal, count: int) -> list[arb]:
    """chi_{b,0}, ..., chi_{b,count-1} at the current precision, 0 < b < pi."""
    sine, cosine = angle.ball.sin_cos()
    front = density(d) * power(sine, d - 1) / (d - 1)
    return [measure_ball(d, angle)] + [front * p for p in legendre(d + 2, cosine, max(count - 1, 0))]


def cone_transforms(d: int, angle: ExactReal, count: int) -> tuple[list[arb], arb]:
    """The transforms g_0, NaN, g_2, ... of (t - cos b)_+ below ``count``, and its square norm; 0 < b < pi/2.

    The entry of degree 1 is not computed (it is set to NaN).
    """
    sine, cosine = angle.ball.sin_cos()
    c, edge = density(d), power(sine, d - 1)
    lower_moment = measure_ball(d, angle) / c
    upper_moment = (lower_moment * (d - 1) - edge * cosine) / d
    first = c * (edge / (d - 1) - cosine * lower_moment)
    norm = c * (lower_moment - upper_moment - 2 * cosine * edge / (d - 1) + cosine * cosine * lower_moment)
    front = c * power(sine, d + 1) / ((d - 1) * (d + 1))
    rest = [front * p for p in legendre(d + 4, cosine, max(count - 2, 0))]
    return [first, arb.nan(), *rest], norm


def parse_angle(angle: object, largest: Fraction, name: str = "angle") -> ExactReal:
    """An exact angle in (0, largest*pi], or :class:`InputError`.

    Examples
    --------
    >>> str(parse_angle("pi/3", Fraction(1, 2)))
    'pi/3'
    """
    exact = ExactReal.parse(angle, name)
    top = ExactReal(largest, times_pi=True)
    fits = exact.coefficient <= largest if exact.times_pi else certainly_less(exact.ball, top.ball)
    if not (exact.coefficient > 0 and fits):
        raise InputError(f"{name}={exact}", f"outside (0, {top}]", f"give an angle above 0 and at most {top}")
    return exact


def measure(d: int, angle: object, digits: int = 30) -> Enclosure:
    """Enclose the measure A(b) of the cap of angle b on S^(d-1), 0 < b <= pi.

    Examples
    --------
    >>> print(measure(3, "pi/2"), measure(3, "pi/3", 5).format(6))
    0.5 [0.249999, 0.250001]
    """
    _check_dimension(d)
    exact = parse_angle(angle, Fraction(1))
    return refine(lambda: measure_ball(d, exact), digits, what=f"cap measure, d={d}, angle={exact}")


def _check_dimension(d: int, k: int = 0) -> None:
    if d < 2:
        raise InputError(f"d={d}", "the sphere S^(d-1) needs d >= 2", "give an integer d >= 2")
    if k < 0:
        raise InputError(f"k={k}", "a degree is not negative", "give an integer k >= 0")


def transform(d: int, k: int, angle: object, digits: int = 30) -> Enclosure:
    """Enclose chi_{b,k}, the eigenvalue of degree k of 1[t >= cos b], 0 < b <= pi.

    Exact zeros: the hemisphere at even k >= 2, the whole sphere at k >= 1, and d = 2 where kb is a multiple
    of pi (there chi = sin(kb)/(k pi)).

    Examples
    --------
    >>> print(transform(5, 4, "pi/2"), transform(2, 6, "pi/3"))
    0 0
    """
    _check_dimension(d, k)
    exact = parse_angle(angle, Fraction(1))
    if k == 0:
        return measure(d, exact, digits)
    if exact.times_pi:
        c = exact.coefficient
        half_turn = c == Fraction(1, 2) and k % 2 == 0
        if c == 1 or half_turn or (d == 2 and (k * c).denominator == 1):
            return Enclosure.around(0)
    start = bits_for(digits) + 64 + d * (k + d).bit_length() // 2
    what = f"cap transform, d={d}, k={k}, angle={exact}"
    return refine(lambda: transforms(d, exact, k + 1)[k], digits, start, what=what)


def hemisphere(d: int, k: int, digits: int = 30) -> Enclosure:
    """Enclose h_k, the eigenvalue of degree k of 1[t > 0] (sign (-1)^((k-1)/2) for odd k).

    Examples
    --------
    >>> print(hemisphere(3, 0), hemisphere(3, 3, 5).format(6), hemisphere(3, 4))
    0.5 [-0.0625001, -0.0624999] 0
    """
    _check_dimension(d, k)
    if k % 2 == 0:
        return Enclosure.around(Fraction(1, 2) if k == 0 else 0)
    sign = -1 if (k - 1) // 2 % 2 else 1
    start = bits_for(digits) + 64 + 2 * (k + d).bit_length()
    return refine(lambda: sign * (two_layer.eigenvalue_ball("kappa0", d, k) / 2).sqrt(), digits, start)
