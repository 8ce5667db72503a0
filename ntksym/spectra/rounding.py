"""Exact bounds of float64 rounding errors, as fractions."""

from __future__ import annotations

import math
from fractions import Fraction

from ntksym.errors import UndecidedError

UNIT = Fraction(1, 2**53)
TINY = Fraction(1, 2**1000)
"""More than all underflow together: fewer than 2^60 operations err by at most 2^-1074 each, times at most 2^10."""


def gamma(k: int) -> Fraction:
    """gamma_k = k u/(1 - k u): |prod (1 + d_i)^(+-1) - 1| <= gamma_k for k factors with |d_i| <= u = 2^-53.

    SOURCE: Higham, Accuracy and Stability of Numerical Algorithms, Lemma 3.1.

    Examples
    --------
    >>> 3 * UNIT < gamma(3) < 4 * UNIT
    True
    """
    error = k * UNIT
    if 2 * error >= 1:
        raise ValueError(f"gamma_{k} needs k u < 1/2")
    return error / (1 - error)


def exact(value: float) -> Fraction:
    """The fraction that a float64 is; :class:`UndecidedError` if it is infinite or not a number."""
    if not math.isfinite(value):
        raise UndecidedError("float64 overflowed: the matrix is too badly scaled for it")
    return Fraction(value)


def sum_above(value: float, terms: int) -> Fraction:
    """Above a sum of ``terms`` non-negative products, from its float64 value in any order of summation."""
    return (exact(value) + TINY) / (1 - gamma(terms))


def root_above(square: Fraction) -> Fraction:
    """Above the square root of a non-negative fraction, by a few units in the 15th digit.

    Examples
    --------
    >>> 0 < root_above(Fraction(2)) ** 2 - 2 < Fraction(1, 10**11)
    True
    """
    if square < TINY:
        return root_above(TINY)
    root = exact(math.sqrt(square)) * (1 + 4 * UNIT) + TINY
    if root * root < square:
        raise ArithmeticError("math.sqrt is not within three units in the last place")
    return root
