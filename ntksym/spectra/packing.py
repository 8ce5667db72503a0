r"""The trace bound: an upper constant from a packing that exists, without its points.

A set of lines separated by alpha to which none can be added has n >= 1/q members, q = 2 A(alpha) the share of the
sphere within alpha of one line: the members' neighbourhoods cover.  Let N be the number of harmonics of degrees j <= k
with mu_j > 0.  On the vectors z of R^n, n - N dimensions at least, with sum_i z_i Y(x_i) = 0 for all of them, z'Kz has
the kernel K minus its degrees up to k, whose trace is n T, T = K(1) - sum_{j <= k} N_j mu_j.  So

    inf lambda_min(K) <= n T/(n - N) <= T/(1 - q N)    for every k with q N < 1.

SOURCE: our notes on Karhadkar et al. (arXiv 2405.14630), 4D, for every kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

from ntksym.balls.arb import arb, ball, certainly_less, certainly_positive, precision, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.refine import refine
from ntksym.spectra import two_layer
from ntksym.spectra.cap import measure_ball
from ntksym.spectra.cap_minorant import spectrum_of
from ntksym.spectra.separation import Problem

MOST_K = 1024
START_BITS = 192


@dataclass(frozen=True, slots=True)
class TraceUpper:
    """The value T/(1 - q N) and the degree k that gives it."""

    value: Enclosure
    k: int


def harmonics(d: int, j: int) -> int:
    """The dimension of the harmonics of degree j.

    Examples
    --------
    >>> [harmonics(3, j) for j in range(4)], harmonics(2, 5)
    ([1, 3, 5, 7], 2)
    """
    return comb(j + d - 1, d - 1) - (comb(j + d - 3, d - 1) if j >= 2 else 0)


def trace_upper(problem: Problem, k: int | None = None, digits: int = 10) -> TraceUpper:
    """The trace bound from the degrees up to k, or from the best k.

    Raises
    ------
    InputError
        If the separation is not of lines, the number of points is given, or q N >= 1 for this k.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> found = trace_upper(Problem("kappa0", 50, 2, ExactReal.parse("0.1")))
    >>> found.k, f"{float(found.value.hi):.5f}"
    (161, '0.00983')
    """
    if problem.sided != "projective" or problem.n is not None:
        raise InputError("trace bound", "it is for lines, any number of them", "leave sided and n out")
    if k is not None:
        return TraceUpper(_refined(problem, k, digits), k)
    with precision(START_BITS + 2 * problem.d):
        values = [upper(x) for x in _values(problem)]
    best = min(range(len(values)), key=values.__getitem__)
    return TraceUpper(_refined(problem, best, digits), best)


def _refined(problem: Problem, k: int, digits: int) -> Enclosure:
    return refine(lambda: _at(problem, k, digits), digits, START_BITS + 2 * problem.d, what=f"trace bound k={k}")


def _at(problem: Problem, k: int, digits: int) -> arb:
    share = 2 * measure_ball(problem.d, problem.angle)
    T, N = ball(problem.at_one), 0
    for j, mu in enumerate(_spectrum(problem, k + 1, digits)):
        if not mu.is_zero():
            N += harmonics(problem.d, j)
            T = T - harmonics(problem.d, j) * mu
    room = 1 - share * N
    if not certainly_positive(room):
        raise InputError(
            f"k={k}", "there are more harmonics than lines that must fit", "give a smaller k or leave it out"
        )
    return T / room


def _values(problem: Problem) -> list[arb]:
    """T/(1 - q N) for k = 0, 1, ... as long as q N < 1."""
    share, found = 2 * measure_ball(problem.d, problem.angle), list[arb]()
    T, N, size = ball(problem.at_one), 0, 16
    spectrum = _spectrum(problem, size, 10)
    for j in range(MOST_K):
        if j == size:
            size *= 2
            spectrum = _spectrum(problem, size, 10)
        if not spectrum[j].is_zero():
            N += harmonics(problem.d, j)
            T = T - harmonics(problem.d, j) * spectrum[j]
        if not certainly_less(share * N, arb(1)):
            break
        found.append(T / (1 - share * N))
    if not found:
        raise UndecidedError(f"trace bound: no more lines than constants certainly fit at {problem.angle}")
    return found


def _spectrum(problem: Problem, count: int, digits: int) -> list[arb]:
    """mu_0, ..., mu_{count-1}; zeros are exact."""
    if problem.kernel == "ntk" and problem.L > 2:
        return spectrum_of("ntk", problem.d, problem.L, digits + 8).head(count)
    return two_layer.sequence(problem.kernel, problem.d, count - 1)
