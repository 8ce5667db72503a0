r"""Where Theta_L and Sigma_L are analytic, and how large they are there: every L, no covering by balls.

Put v = sqrt2 sin(theta/2), w = sqrt2 cos(theta/2), so t = cos(theta) = 1 - v^2 = -1 + w^2.

*Right disc.* With D(v) = int_0^v 4x asin(x/sqrt2) dx = sin(u) - u cos(u) at u = 2 asin(v/sqrt2) one has
kappa_1(1 - v^2) = 1 - v'^2, v'^2 = v^2 - D(v)/pi. D has non-negative Taylor coefficients and |D(v)/(pi
v^2)| <= 1/2 for |v| <= sqrt2, so v' = v sqrt(1 - D(v)/(pi v^2)) is analytic there and |v'|^2 <= |v|^2 +
D(|v|)/pi. Hence, if the chain r_0 = r, r_{j+1}^2 = r_j^2 + D(r_j)/pi stays below sqrt2 up to r_{L-2}
(Theta_L) or r_{L-1} (Sigma_L), the kernel is analytic near |v| <= r with |Theta_L| <= F_L, F_1 = 1 + r^2,
F_l = F_{l-1} (1 + (2/pi) asin(r_{l-2}/sqrt2)) + 1 + r_{l-1}^2, and |Sigma_L| <= 1 + r_L^2.

*Left disc.* On |w| < sqrt2, |kappa_0(t)| <= 1 and |kappa_1(t)| = |D(w)|/pi < 1; kappa_0 and kappa_1 have
non-negative coefficients and value 1 at 1, so all later ones stay below 1: |Theta_L| <= L + 2 and |Sigma_L|
<= 1 (L >= 1).

*In the theta-plane* (theta = x + iy, |sin(theta/2)|^2 = (cosh y - cos x)/2) the kernel, as a function of
theta, is analytic on the union of {cosh y - cos x <= r^2, |x| < pi}, {cosh y + cos x < 2, 0 < x < 2 pi} and the strip
{0 <= x <= pi, |y| <= TAU} of :mod:`ntksym.spectra.strip`, and bounded by the largest of M_+, M_- and the bound
there; at each x the set of y is an interval about 0, so the branches agree.  :func:`ellipse_inside` proves, by
finitely many ball inequalities, that a Bernstein ellipse about [0, pi] lies in this union.

SOURCE: Lemma 2 of our note on certified tails, here transported to theta.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from ntksym.balls.arb import arb, ball, certainly_less, certainly_less_equal, power, precision, upper
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra import strip

CHECK_BITS = 128


@dataclass(frozen=True, slots=True)
class Domain:
    """A certified domain of analyticity of one kernel.

    Parameters
    ----------
    kernel, L
        ``"ntk"`` (Theta_L, L >= 2) or ``"sigma"`` (Sigma_L, L >= 1).
    r
        Dyadic radius: the kernel is analytic near |1 - t| <= r^2 (slit) and on |1 + t| < 2 (slit).
    M_plus, M_minus
        Bounds of its modulus on the two discs.
    rho
        Dyadic: the Bernstein ellipse of parameter rho about [0, pi] in theta lies in the domain.
    """

    kernel: str
    L: int
    r: Fraction
    M_plus: Fraction
    M_minus: int
    rho: Fraction

    @property
    def s0(self) -> Fraction:
        """Half of r^2, for tau0 only: cosh y <= 1 + s0, 0 <= x <= pi: cosh y - cos x <= r^2 or cosh y + cos x < 2."""
        return self.r * self.r / 2

    @property
    def tau0(self) -> arb:
        """The positive tau0 with cosh(tau0) = 1 + s0, at the current precision."""
        return ball(1 + self.s0).acosh()

    @property
    def M(self) -> Fraction:
        """The largest of the three bounds."""
        return max(self.M_plus, Fraction(self.M_minus), strip.bound(self.kernel, self.L))


def chain(r: Fraction, steps: int) -> list[arb]:
    """Upper bounds of r_0^2, ..., r_steps^2 (D increases); :class:`UndecidedError` unless r_{steps-1}^2 < 2.

    Examples
    --------
    >>> [x.str(5, radius=False) for x in chain(Fraction(1), 1)]
    ['1.0000', '1.3183']
    """
    squares = [ball(r * r)]
    for _ in range(steps):
        x = squares[-1]
        if not certainly_less(x, arb(2)):
            raise UndecidedError(f"r={r}: the chain of radii leaves the disc |v| < sqrt2")
        angle = 2 * (x / 2).sqrt().asin()
        squares.append(ball(upper(x + (angle.sin() - angle * angle.cos()) / arb.pi())))
    return squares


def _bound(kernel: str, L: int, r: Fraction) -> Fraction:
    """M_+ for the radius r, or :class:`UndecidedError` if r is too large for the chain."""
    squares = chain(r, L if kernel == "sigma" else L - 1)
    if kernel == "sigma":
        return upper(1 + squares[L])
    bound = 1 + squares[0]
    for layer in range(2, L + 1):
        turn = 2 * (squares[layer - 2] / 2).sqrt().asin() / arb.pi()
        bound = bound * (1 + turn) + 1 + squares[layer - 1]
    return upper(bound)


def _largest_radius(steps: int) -> float:
    """A float guess at the r for which the chain reaches 2 after ``steps`` steps."""
    low, high = 0.0, math.sqrt(2)
    for _ in range(40):
        r = (low + high) / 2
        x = r * r
        for _ in range(steps):
            if x >= 2:
                break
            u = 2 * math.asin(math.sqrt(x / 2))
            x += (math.sin(u) - u * math.cos(u)) / math.pi
        low, high = (r, high) if x < 2 else (low, r)
    return low


def ellipse_inside(rho: Fraction, r: Fraction, pieces: int = 64) -> bool:
    """Whether the closed ellipse of parameter rho about [0, pi] surely lies in the domain of radius r < sqrt2.

    The ellipse has centre pi/2 and semi-axes a, b = (pi/4)(rho +- 1/rho).  Between 0 and pi, b <= TAU is enough.  The
    part left of 0 is cut into strips: in each the height is at most that at the right end, the cosine at least that of
    the left end, as a < pi.  Right of pi, at x = pi + p, the height is that at -p, and cosh y + cos x = cosh y - cos(p)
    <= r^2 < 2 there.  False means "not proved".

    Examples
    --------
    >>> ellipse_inside(Fraction(3, 2), Fraction(1)), ellipse_inside(Fraction(3), Fraction(1))
    (True, False)
    """
    with precision(CHECK_BITS):
        half = arb.pi() / 2
        a, b = half / 2 * ball(rho + 1 / rho), half / 2 * ball(rho - 1 / rho)
        if not (certainly_less(a, 2 * half) and certainly_less_equal(b, ball(strip.TAU)) and r * r < 2):
            return False
        square, over = ball(r * r), a - half
        ends = [ball(Fraction(pieces - i, pieces) ** 2) for i in range(pieces + 1)]  # x = -over * end, end = 1 .. 0
        for left, right in pairwise(ends):
            height = b * (1 - power((half + over * right) / a, 2)).max(arb(0)).sqrt()
            if not certainly_less_equal(height.cosh() - (over * left).cos(), square):
                return False
        return True


@lru_cache(maxsize=256)
def domain(kernel: str, L: int) -> Domain:
    """The certified domain of Theta_L (``"ntk"``, L >= 2) or Sigma_L (``"sigma"``, L >= 1).

    Floats guess r and rho; balls prove them.

    Examples
    --------
    >>> found = domain("ntk", 3)
    >>> Fraction(119, 100) < found.r < Fraction(12, 10), found.rho > Fraction(19, 10)
    (True, True)
    """
    if kernel not in ("ntk", "sigma") or (1 if kernel == "sigma" else 2) > L:
        raise InputError(f"kernel={kernel}, L={L}", "no domain here", "ntk needs L >= 2, sigma L >= 1")
    grid = 1 << 24
    guess = _largest_radius(L - 1 if kernel == "sigma" else L - 2)
    r = Fraction(math.floor(guess * grid) - 1 - grid // 4096 // L, grid)
    with precision(CHECK_BITS):
        M_plus = _bound(kernel, L, r)
    coarse = 1 << 10
    low, high = coarse, 5 * coarse // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if ellipse_inside(Fraction(middle, coarse), r) else (low, middle)
    if low == coarse:
        raise UndecidedError(f"no Bernstein ellipse was proved for {kernel}, L={L}")
    return Domain(kernel, L, r, M_plus, L + 2 if kernel == "ntk" else 1, Fraction(low, coarse))
