"""The only module that touches python-flint: balls, precision, and comparisons that say "unknown".

Everything else imports balls from here.  The stub ``arb.pyi`` beside this file gives the ball types
*without* ``<``, ``<=``, ``>``, ``>=``, ``bool()`` and ``max``/``min``: python-flint answers ``False`` to an undecided
comparison, so mypy refuses every such operator on a ball and the named predicates below are the
only way to compare.  Balls never leave a process: convert to :class:`~ntksym.balls.enclosure.Enclosure`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import flint
from flint import acb, acb_mat, arb, arb_mat, arb_poly, arb_series, fmpq, fmpq_mpoly_ctx, fmpq_poly, fmpz, fmpz_mat

__all__ = [
    "acb",
    "acb_mat",
    "arb",
    "arb_mat",
    "arb_poly",
    "arb_series",
    "ball",
    "bits",
    "certainly_equal_to_zero",
    "certainly_less",
    "certainly_less_equal",
    "certainly_negative",
    "certainly_nonnegative",
    "certainly_positive",
    "contains_zero",
    "fmpq",
    "fmpq_mpoly_ctx",
    "fmpq_poly",
    "fmpz",
    "fmpz_mat",
    "hull",
    "is_finite",
    "library_versions",
    "lower",
    "power",
    "precision",
    "relative_bits",
    "series_length",
    "upper",
    "zero_to",
]


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Set the working precision, in bits, of every ball operation inside the ``with`` block.

    Examples
    --------
    >>> with precision(200):
    ...     bits()
    200
    """
    if bits < 2:
        raise ValueError(f"precision needs at least 2 bits, got {bits}")
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


@contextmanager
def series_length(n: int) -> Iterator[None]:
    """Set the truncation order of every power series made inside the ``with`` block."""
    before = flint.ctx.cap
    flint.ctx.cap = n
    try:
        yield
    finally:
        flint.ctx.cap = before


def bits() -> int:
    """The current working precision in bits."""
    return int(flint.ctx.prec)


def ball(value: int | Fraction | arb) -> arb:
    """The ball around an exact number, one rounding wide at most."""
    if isinstance(value, arb | int):  # asked for first: Fraction is an abstract class, and slow to ask for
        return arb(value)
    return arb(fmpq(value.numerator, value.denominator)) if isinstance(value, Fraction) else arb(value)


def hull(lo: Fraction, hi: Fraction) -> arb:
    """The smallest ball, up to rounding, that contains the interval [lo, hi]."""
    if lo > hi:
        raise ValueError(f"empty interval: {lo} > {hi}")
    return ball(lo) if lo == hi else ball(lo).union(ball(hi))


def zero_to(radius: int | Fraction | arb) -> arb:
    """The ball [-radius, radius]; a ball-valued radius counts with its upper end."""
    size = ball(radius)
    if not size.is_finite():
        raise ArithmeticError("the radius is not finite")
    return arb(0, size.abs_upper())


def is_finite(x: arb | acb) -> bool:
    """Whether the ball says anything at all (neither end infinite, not NaN)."""
    return bool(x.is_finite())


LARGEST_EXPONENT = 1 << 26  # of an end that is written out: FLINT's exponents have no bound, memory has


def _dyadic(x: arb) -> Fraction:
    man, exp = (int(part) for part in x.man_exp())
    if abs(exp) > LARGEST_EXPONENT:
        raise ArithmeticError(f"an end of the ball is about 2^{exp}: too long to write out")
    return Fraction(man << exp) if exp >= 0 else Fraction(man, 1 << -exp)


def lower(x: arb) -> Fraction:
    """The exact lower end of a finite ball; raises :class:`ArithmeticError` if it has none, or one beyond 2^(2^26)."""
    if not x.is_finite():
        raise ArithmeticError("the ball is not finite: no lower end")
    return _dyadic(x.mid()) - _dyadic(x.rad())


def upper(x: arb) -> Fraction:
    """The exact upper end of a finite ball; raises :class:`ArithmeticError` if it has none, or one beyond 2^(2^26)."""
    if not x.is_finite():
        raise ArithmeticError("the ball is not finite: no upper end")
    return _dyadic(x.mid()) + _dyadic(x.rad())


def certainly_positive(x: arb) -> bool:
    """Whether every point of the ball is > 0 (a NaN or infinite ball: no)."""
    return bool(x.is_finite() and x > 0)


def certainly_negative(x: arb) -> bool:
    """Whether every point of the ball is < 0 (a NaN or infinite ball: no)."""
    return bool(x.is_finite() and x < 0)


def certainly_nonnegative(x: arb) -> bool:
    """Whether every point of the ball is >= 0 (a NaN or infinite ball: no)."""
    return bool(x.is_finite() and x >= 0)


def certainly_less(x: arb, y: arb) -> bool:
    """Whether every point of x lies strictly below every point of y."""
    return bool(x.is_finite() and y.is_finite() and x < y)


def certainly_less_equal(x: arb, y: arb) -> bool:
    """Whether no point of x lies above any point of y."""
    return bool(x.is_finite() and y.is_finite() and x <= y)


def certainly_equal_to_zero(x: arb) -> bool:
    """Whether the ball is the exact point 0."""
    return bool(x.is_zero())


def contains_zero(x: arb | acb) -> bool:
    """Whether 0 lies in the ball; a NaN ball contains everything."""
    return not x.is_finite() or bool(x.contains(0))


def power(x: arb, n: int) -> arb:
    """x^n for an integer n by repeated multiplication (flint's ``arb(0,1)**2`` is NaN)."""
    if n < 0:
        return 1 / power(x, -n)
    result, base = arb(1), x
    while n:
        if n & 1:
            result = result * base
        base, n = base * base, n >> 1
    return result


def relative_bits(x: arb) -> int:
    """How many bits of x are certain: floor(-log2(radius/|midpoint|)); 0 if x may be 0."""
    if certainly_equal_to_zero(x) or x.is_exact():
        return 1 << 30
    if contains_zero(x):
        return 0
    ratio = _dyadic(x.rad()) / abs(_dyadic(x.mid()))
    return max(0, ratio.denominator.bit_length() - ratio.numerator.bit_length() - 1)


def library_versions() -> dict[str, str]:
    """Versions of the ball library, for a certificate's provenance."""
    return {"python-flint": str(flint.__version__), "FLINT": str(flint.__FLINT_VERSION__)}
