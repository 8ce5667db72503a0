r"""Labels that are polynomials: y^T H^-1 y without an eigenvalue.

Let f = sum a_m t^m be the profile of the kernel, a_m >= 0, and y_i = alpha (beta . x_i)^p on unit vectors.  As
a_p (t_ij^p) is below H in the order of positive semidefinite matrices, and y = alpha (beta^(x p) . x_i^(x p)),

    y^T H^-1 y <= alpha^2 |beta|^(2p)/a_p               whenever a_p > 0 (H_infinity: p = 1 or p even).          (A)

The square root of the form is a norm: for sums of such labels, sqrt(y^T H^-1 y) <= sum |alpha_j|
|beta_j|^p_j/sqrt(a_p_j).

On S^(d-1) the supremum over all data sets is the squared norm of x -> alpha (beta . x)^p in the kernel's space,

    alpha^2 |beta|^(2p) sum_k N(d,k) m_{p,k}^2/mu_k,      k <= p of p's parity,                                     (N)

with m_{p,k}, mu_k the Funk-Hecke eigenvalues of t^p and f: the function is sum_k m_{p,k} N(d,k) P_k(beta . x), and
P_k(beta . x) N(d,k) mu_k is the k-th part of f(beta . x), whose squared norm is mu_k N(d,k).  Infinite if an m_{p,k} is
not 0 where mu_k is.

SOURCE: Arora, Du, Hu, Li and Wang (arXiv 1901.08584), Theorem 6.1 and Corollary 6.2, who have 3 p |alpha| |beta|^p for
H_infinity; the constants here: ntksym's notes on the slides, 1.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ntksym.balls.arb import arb, ball, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError
from ntksym.formulas.harmonics import dimension
from ntksym.kernels.dot_product import HALF, DotKernel
from ntksym.kernels.power_series import coefficients
from ntksym.spectra import two_layer
from ntksym.spectra.funk_hecke import eigenvalue, moments

BITS = 160
LARGEST_POWER = 512
KERNELS = ("tkappa0", "ntk", "sigma")


def _check(kernel: DotKernel, p: int) -> None:
    if kernel.family not in KERNELS or kernel.delta != HALF:
        raise InputError(
            f"kernel={kernel}", "no power series at hand", "give h-infinity, tkappa0, ntk or sigma of a ReLU"
        )
    if not 1 <= p <= LARGEST_POWER:
        raise InputError(f"p={p}", f"a power from 1 to {LARGEST_POWER} is needed", "give one")


def _odd_and_absent(kernel: DotKernel, p: int) -> bool:
    two_layers = kernel.family == "tkappa0" or (kernel.family, kernel.L) in (("ntk", 2), ("sigma", 1))
    return (two_layers and p % 2 == 1 and p >= 3) or ((kernel.family, kernel.L) in (("ntk", 1), ("sigma", 0)) and p > 1)


def series_coefficient(kernel: DotKernel, p: int) -> Enclosure:
    """a_p of the kernel's profile; exactly 0 where the parity says so.

    Examples
    --------
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> [str(series_coefficient(parse_kernel("h-infinity", 2), p)) for p in (1, 3)]
    ['0.25', '0']
    """
    _check(kernel, p)
    if _odd_and_absent(kernel, p):
        return Enclosure(Fraction(0), Fraction(0))
    with precision(BITS):
        if kernel.family != "tkappa0":
            return Enclosure.of_ball(ball(kernel.scale) * coefficients(kernel.family, kernel.L, p + 1, BITS + 4 * p)[p])
        if p == 1:
            return Enclosure.around(kernel.scale / 2)
        j, share = p // 2 - 1, Fraction(1)  # binom(2j, j)/4^j
        for i in range(1, j + 1):
            share *= Fraction(2 * i - 1, 2 * i)
        return Enclosure.of_ball(ball(kernel.scale * share / (2 * j + 1)) / arb.pi())


def aligned_bound(kernel: DotKernel, terms: Sequence[tuple[int, Fraction, Fraction]]) -> Fraction | None:
    """An upper bound of sqrt(y^T H^-1 y) for y_i = sum of alpha (beta . x_i)^p over ``terms`` (p, |alpha|, |beta|).

    For every data set of unit vectors with H positive definite.  None where some a_p is 0: no bound exists then.

    Examples
    --------
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> slides = parse_kernel("h-infinity", 2)
    >>> aligned_bound(slides, [(1, Fraction(1), Fraction(1))]), aligned_bound(slides, [(3, Fraction(1), Fraction(1))])
    (Fraction(2, 1), None)
    """
    total = Fraction(0)
    for p, alpha, beta in terms:
        a = series_coefficient(kernel, p)
        if a.lo <= 0:
            return None
        with precision(BITS):
            total += abs(alpha) * abs(beta) ** p * Enclosure.of_ball(1 / a.ball.sqrt()).hi
    return total


def _eigenvalue(kernel: DotKernel, d: int, k: int) -> Enclosure:
    if kernel.family == "tkappa0":
        with precision(BITS):
            return Enclosure.of_ball(ball(kernel.scale) * two_layer.eigenvalue_ball("tkappa0", d, k))
    found = eigenvalue(kernel.family, d, k, kernel.L, digits=30)[0]
    with precision(BITS):
        return Enclosure.of_ball(ball(kernel.scale) * found.ball)


def _exact_norm2(kernel: DotKernel, d: int, p: int) -> Fraction | None:
    """(N) as a fraction, for t kappa_0 where every eigenvalue is rational: d odd, or p = 1."""
    if kernel.family != "tkappa0" or (d % 2 == 0 and p > 1):
        return None
    total, share = Fraction(0), Fraction(1)  # share: m_{k,k}
    for k in range(p + 1):
        share *= Fraction(k, 2 * k + d - 2) if k else 1
        if k % 2 == p % 2:
            m = share
            for q in range(k, p, 2):
                m *= Fraction((q + 2) * (q + 1), (q + 2 - k) * (q + k + d))
            mu = kernel.scale * two_layer.exact("tkappa0", d, k)[0]
            total += int(dimension(d, k)) * m * m / mu
    return total


def function_norm2(kernel: DotKernel, d: int, p: int) -> Enclosure | None:
    """(N) for alpha = |beta| = 1; None if it is infinite.

    Examples
    --------
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> slides = parse_kernel("h-infinity", 2)
    >>> print(function_norm2(slides, 7, 1), function_norm2(slides, 7, 3))
    4 None
    """
    _check(kernel, p)
    if d < 2:
        raise InputError(f"d={d}", "the sphere S^(d-1) needs d >= 2", "give such a d")
    exact = None if _odd_and_absent(kernel, p) else _exact_norm2(kernel, d, p)
    if exact is not None:
        return Enclosure.around(exact, bits=BITS)
    with precision(BITS):
        total = arb(0)
        for k in range(p % 2, p + 1, 2):
            if _odd_and_absent(kernel, k):
                return None
            mu = _eigenvalue(kernel, d, k)
            m = moments(d, k, p + 1)[(p - k) // 2]
            total = total + int(dimension(d, k)) * m * m / mu.ball
        return Enclosure.of_ball(total)
