"""Exact numbers to float64 with the direction stated, and Higham's gamma_k: the scalars of an error analysis.

An analysis adds, multiplies and compares exact fractions (or balls); only its last number becomes a float, upwards.

SOURCE: Higham, Accuracy and Stability of Numerical Algorithms, Lemma 3.1 (gamma_k).
"""

from __future__ import annotations

import math
from fractions import Fraction

from ntksym.balls.arb import arb, lower, upper
from ntksym.errors import UndecidedError

UNIT = Fraction(1, 2**53)
"""The unit roundoff u of float64: fl(x) = x (1 + e) with |e| <= u, or |fl(x) - x| <= TINY below the normal range."""

TINY = Fraction(1, 2**1075)
"""Half the smallest positive float64."""


def gamma(k: int) -> Fraction:
    """The bound k u/(1 - k u) of |(1 + e_1)^s_1 ... (1 + e_k)^s_k - 1|, all |e_i| <= u, signs s_i.

    Examples
    --------
    >>> gamma(1) > UNIT, gamma(0)
    (True, Fraction(0, 1))
    """
    if not 0 <= k * UNIT < 1:
        raise UndecidedError(f"{k} roundings: no bound of their product")
    return k * UNIT / (1 - k * UNIT)


def up(x: Fraction | int | arb) -> float:
    """The smallest float64 that is at least x (at least the upper end of a ball).

    Raises
    ------
    UndecidedError
        If x is beyond the largest float64, or a ball without an upper end.

    Examples
    --------
    >>> Fraction(up(Fraction(1, 3))) > Fraction(1, 3), up(1)
    (True, 1.0)
    """
    try:
        exact = upper(x) if isinstance(x, arb) else Fraction(x)
        value = float(exact)
    except (ArithmeticError, OverflowError) as error:
        raise UndecidedError("a bound is not finite in float64") from error
    return value if Fraction(value) >= exact else math.nextafter(value, math.inf)


def down(x: Fraction | int | arb) -> float:
    """The largest float64 that is at most x (at most the lower end of a ball).

    Examples
    --------
    >>> Fraction(down(Fraction(1, 3))) < Fraction(1, 3)
    True
    """
    return 0 - up(-lower(x) if isinstance(x, arb) else -Fraction(x))


def root_up(x: Fraction | int) -> Fraction:
    """A fraction s >= sqrt(x) >= 0, at most 2^-60 too large relatively.

    Examples
    --------
    >>> root_up(Fraction(9, 4)) ** 2 >= Fraction(9, 4), root_up(0)
    (True, Fraction(0, 1))
    """
    exact = Fraction(x)
    if exact <= 0:
        if exact < 0:
            raise ValueError(f"sqrt({exact}) is not real")
        return Fraction(0)
    shift = max(0, 130 + exact.denominator.bit_length() - exact.numerator.bit_length())
    shift += shift % 2
    scaled = -((-exact.numerator << shift) // exact.denominator)
    return Fraction(math.isqrt(scaled) + 1, 1 << (shift // 2))
