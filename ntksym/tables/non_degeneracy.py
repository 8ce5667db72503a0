"""Explicit (lambda_0, delta, n)-non-degeneracy of uniform directions: largest cosine, lambda_0, width."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ntksym.balls.arb import ball, lower, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.descent.width import simple_width
from ntksym.errors import InputError
from ntksym.kernels.dot_product import CONVENTIONS, DotKernel
from ntksym.tables.table import Cell, Entry, Table
from ntksym.theorems.karhadkar.powers import exact_pair, uniform_bound
from ntksym.theorems.slides import correlation_bound
from ntksym.theorems.sphere import elementary_cosine, largest_cosine, levy_cosine

SLIDES = CONVENTIONS["h-infinity"][0]
NONE = "-"
BITS = 192


def rational_failure(text: str) -> Fraction:
    """A failure probability in (0, 1) from text, exactly."""
    try:
        found = Fraction(text if len(text) < 60 else "")
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found < 1:
        raise InputError(f"--failure {text[:40]}", "a failure probability lies in (0, 1)", "give e.g. 1/10")
    return found


def _cell(x: Fraction, side: str) -> Cell:
    return Cell(Enclosure.around(x), side)


def gershgorin(kernel: DotKernel, n: int, rho: Fraction) -> Fraction:
    """A lower bound of f(1) - (n-1) f(rho), the slides' bound: negative but for n rho below about 2.

    Examples
    --------
    >>> -2.73 < gershgorin(SLIDES, 10, elementary_cosine(10, 10, Fraction(1, 10))) < -2.72
    True
    """
    with precision(BITS):
        return lower(ball(kernel.at_one) - (n - 1) * kernel.ball_at(exact_pair(rho)))


def _row(n: int, d: int, failure: Fraction, kernel: DotKernel) -> tuple[Entry, ...]:
    exact, plain, levy = (f(n, d, failure) for f in (largest_cosine, elementary_cosine, levy_cosine))
    found, r = uniform_bound(kernel, n, plain) if plain < 1 else (Fraction(0), 0)
    closed = correlation_bound(kernel, n, plain) if plain < 1 else Fraction(0)
    best = max(found, closed)
    width: Entry = NONE
    if kernel == SLIDES and best > 0:
        width = _cell(Fraction(simple_width(n, best, Fraction(1), failure)), "upper")
    return (
        n,
        d,
        str(failure),
        *(_cell(x, "upper") for x in (exact, plain, levy)),
        _cell(gershgorin(kernel, n, plain), "lower") if plain < 1 else NONE,
        _cell(found, "lower") if found > 0 else NONE,
        r if found > 0 else NONE,
        _cell(closed, "lower") if closed > 0 else NONE,
        width,
    )


def non_degeneracy(cases: Iterable[tuple[int, int, Fraction]], kernel: DotKernel = SLIDES, *, digits: int = 8) -> Table:
    """One row for each (n, d, delta).

    With probability at least 1 - delta, n independent uniform points of S^(d-1) have all |cosines| at most rho, and
    lambda_min(f(R)) at least lambda_0.

    Raises
    ------
    InputError
        If n or d is below 2, or delta not in (0, 1).

    Examples
    --------
    >>> print(non_degeneracy([(10, 10, Fraction(1, 10))], digits=5).texts()[0])
    ['10', '10', '1/10', '0.81538', '0.86182', '1.3573', '-2.7215', '0.029077', '15', '0.014045', '4.1045e14']
    """
    rows = []
    for n, d, failure in cases:
        if n < 2 or d < 2:
            raise InputError(f"n={n}, d={d}", "two points in dimension two at least", "give n, d >= 2")
        if not 0 < failure < 1:
            raise InputError(f"delta={failure}", "a failure probability lies in (0, 1)", "give e.g. 1/10")
        rows.append(_row(n, d, Fraction(failure), kernel))
    return Table(
        name="non-degeneracy",
        title=f"Uniform points of S^(d-1) are (lambda_0, delta, n)-non-degenerate, kernel {kernel}",
        columns=(
            "n",
            "d",
            "delta",
            "rho exact",
            "rho plain",
            "2 sqrt(log(n/delta)/d)",
            "Gershgorin",
            "lambda_0",
            "from t^r",
            "closed form",
            "width",
        ),
        rows=tuple(rows),
        digits=digits,
        notes=(
            "rho exact: the union bound's root; rho plain: sqrt(1 - (delta/binom(n,2))^(2/(d-1))), which all columns "
            "to the right use.",
            "Gershgorin: f(1) - (n-1) f(rho). lambda_0: the powers from t^r on. Closed form: of every n, d, delta.",
            "Width: 2934 n^4/(lambda_0^4 delta) with the better of the two, kappa = 1; given the data: "
            "both hold with probability at least 1 - 2 delta.",
        ),
    )
