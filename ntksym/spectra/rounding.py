"""Exact bounds of sums that float64 computed, beside :mod:`ntksym.balls.rounding`."""

from __future__ import annotations

import math
from fractions import Fraction

from ntksym.balls.rounding import gamma
from ntksym.errors import UndecidedError

UNDERFLOW = Fraction(1, 2**1000)
"""More than all underflow together: fewer than 2^60 operations err by at most 2^-1074 each, times at most 2^10."""


def exact(value: float) -> Fraction:
    """The fraction that a float64 is; :class:`UndecidedError` if it is infinite or not a number."""
    if not math.isfinite(value):
        raise UndecidedError("float64 overflowed: the matrix is too badly scaled for it")
    return Fraction(value)


def sum_above(value: float, terms: int) -> Fraction:
    """Above a sum of ``terms`` non-negative products, from its float64 value in any order of summation.

    Examples
    --------
    >>> sum_above(0.1 + 0.2 + 0.3, 3) > Fraction(0.1) + Fraction(0.2) + Fraction(0.3)
    True
    """
    return (exact(value) + UNDERFLOW) / (1 - gamma(terms))
