r"""Exact Funk-Hecke eigenvalues of the two-layer kernels: kappa_0, t kappa_0, kappa_1 and Theta_2.

The hemisphere 1[t > 0] and the ReLU have the transforms (k odd, resp. k even >= 2)

    |h_k| = Gamma(d/2) Gamma(k/2) / (2 pi Gamma((k+d)/2)),
    |r_k| = Gamma(d/2) Gamma((k-1)/2) / (4 pi Gamma((k+d+1)/2)),

h_0 = 1/2, r_0 = |h_1|, r_1 = 1/(2d), and 0 otherwise.  Then kappa_0 = 2 E[h h], kappa_1 = 2d E[r r] give
mu_k(kappa_0) = 2 h_k^2, mu_k(kappa_1) = 2d r_k^2, and for even k >= 2
mu_k(t kappa_0) = 2 r_k^2 (k(k+d-2)+1), mu_k(Theta_2) = 2 r_k^2 (k(k+d-2)+d+1).

Every value is a rational number times pi^(-2) (d even) or a rational number (d odd).

SOURCE: Karhadkar et al. (arXiv 2405.14630), section 2 of our notes; Rodrigues' formula.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import arb, ball, fmpq, power

TWO_LAYER = ("kappa0", "tkappa0", "kappa1", "ntk")


@lru_cache(maxsize=4096)
def _h1_rational(d: int) -> Fraction:
    """h_1 = Gamma(d/2)/(2 sqrt(pi) Gamma((d+1)/2)), times pi if d is even."""
    h, start = Fraction(1, 4) if d % 2 else Fraction(1), 3 if d % 2 else 2
    for e in range(start, d, 2):
        h = h * Fraction(e, e + 1)
    return h


def _factor(kernel: str, d: int, k: int) -> int | None:
    """mu_k / (2 r_k^2) for even k >= 2 (None for kappa_0, which is odd but for k = 0)."""
    middle = k * (k + d - 2)
    return {"kappa1": d, "tkappa0": middle + 1, "ntk": middle + d + 1}.get(kernel)


def is_zero(kernel: str, k: int) -> bool:
    """Whether the eigenvalue is exactly 0 by parity.

    Examples
    --------
    >>> is_zero("kappa0", 2), is_zero("ntk", 3), is_zero("ntk", 1)
    (True, True, False)
    """
    return (k >= 2 and k % 2 == 0) if kernel == "kappa0" else (k >= 3 and k % 2 == 1)


def exact(kernel: str, d: int, k: int) -> tuple[Fraction, int]:
    """(q, j) with mu_k = q * pi^j exactly, j in {0, -2}.

    Examples
    --------
    >>> exact("ntk", 3, 0), exact("ntk", 2, 2), exact("ntk", 5, 7)
    ((Fraction(1, 2), 0), (Fraction(14, 9), -2), (Fraction(0, 1), 0))
    """
    if is_zero(kernel, k):
        return Fraction(0), 0
    pi_power, h1 = (0 if d % 2 else -2), _h1_rational(d)
    if kernel == "kappa0":
        if k == 0:
            return Fraction(1, 2), 0
        h = h1
        for j in range(1, k, 2):
            h = h * Fraction(j, j + d)
        return 2 * h * h, pi_power
    if k == 0:
        return {"kappa1": 2 * d, "tkappa0": 2, "ntk": 2 * (d + 1)}[kernel] * h1 * h1, pi_power
    if k == 1:
        return (Fraction(1, d) if kernel == "ntk" else Fraction(1, 2 * d)), 0
    r = h1 / (d + 1)
    for j in range(2, k, 2):
        r = r * Fraction(j - 1, j + d + 1)
    factor = _factor(kernel, d, k)
    assert factor is not None
    return 2 * r * r * factor, pi_power


def eigenvalue_ball(kernel: str, d: int, k: int) -> arb:
    """The same value as a ball by Gamma functions: for any k, however large.

    Examples
    --------
    >>> print(eigenvalue_ball("ntk", 3, 0).str(10, radius=False))
    0.5000000000
    """
    if k <= 1 or is_zero(kernel, k):
        q, j = exact(kernel, d, k)
        return ball(q) / power(arb.pi(), -j)
    shift = 0 if kernel == "kappa0" else 1
    ratio = arb.gamma_fmpq(fmpq(d, 2)) * _gamma_ratio(k - shift, k + d + shift) / (2 * arb.pi())
    factor = _factor(kernel, d, k)
    return 2 * ratio * ratio if factor is None else ratio * ratio * factor / 2


def _gamma_ratio(top: int, bottom: int) -> arb:
    """Gamma(top/2)/Gamma(bottom/2) for positive integers."""
    difference = bottom - top
    if difference % 2 == 0 and 0 <= difference <= 2000:
        return 1 / arb.rising_fmpq_ui(fmpq(top, 2), difference // 2)
    return ((ball(Fraction(top, 2))).lgamma() - ball(Fraction(bottom, 2)).lgamma()).exp()


def sequence(kernel: str, d: int, k_max: int) -> list[arb]:
    """mu_0..mu_{k_max} as balls by one recurrence in k (a few roundings per step).

    Examples
    --------
    >>> [x.str(5, radius=False) for x in sequence("ntk", 3, 3)]
    ['0.50000', '0.33333', '0.078125', '0']
    """
    pi_square = arb(1) if d % 2 else arb.pi() * arb.pi()
    values = [arb(0)] * (k_max + 1)
    for k in range(min(k_max, 1) + 1):
        q, j = exact(kernel, d, k)
        values[k] = ball(q) / power(arb.pi(), -j)
    first, shift = (1, 0) if kernel == "kappa0" else (2, 1)
    h1 = ball(_h1_rational(d))
    start = h1 if kernel == "kappa0" else h1 / (d + 1)
    square = 2 * start * start / pi_square
    for k in range(first, k_max + 1, 2):
        factor = _factor(kernel, d, k)
        values[k] = square if factor is None else square * factor
        step = ball(k - shift) / (k + d + shift)
        square = square * (step * step)
    return values
