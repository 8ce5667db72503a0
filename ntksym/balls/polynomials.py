"""Orthogonal polynomials by their three-term recurrences, on exact rationals and on balls.

On a real ball the polynomial is evaluated at the exact midpoint with guard bits, and the radius is
multiplied by a proven bound of the derivative: the plain recurrence on a ball loses a factor per degree.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    bits,
    certainly_less_equal,
    fmpq,
    is_finite,
    precision,
    zero_to,
)
from ntksym.balls.values import EXACT_BITS, ONE, Value, add, bit_size, multiply, rational, real_ball
from ntksym.errors import InputError

Coefficients = Callable[[int], tuple[Fraction, Fraction, Fraction]]
"""The map k -> (a, b, c) with P_{k+1}(t) = (a t + b) P_k(t) - c P_{k-1}(t)."""

Rows = tuple[tuple[fmpq, fmpq], ...]
"""The pairs (a, -c) for k = 1, 2, ..., where b = 0 and P_1(t) = t."""


def legendre_in_dimension(d: int | Value, k: int | Value, t: int | Value) -> Value:
    """P_k of dimension d (P_k(1) = 1): (k+d-2) P_{k+1} = (2k+d-2) t P_k - k P_{k-1}.

    Parameters
    ----------
    d
        Dimension, exact, >= 2 (d = 2: Chebyshev, d = 3: Legendre).
    k
        Degree, >= 0.
    t
        Where: an exact rational stays exact; a real ball uses |P_k'| <= P_k'(max(1, |t|)).

    Examples
    --------
    >>> legendre_in_dimension(3, 2, Fraction(1, 2)), legendre_in_dimension(5, 7, Fraction(1))
    (Fraction(-1, 8), Fraction(1, 1))
    """
    if not isinstance(d, int | Fraction) or d < 2:
        raise InputError(f"d={d}", "the polynomials P_k of dimension d need an exact d >= 2", "give d >= 2")
    if not isinstance(k, int | Fraction) or k != int(k):
        raise InputError(f"k={k}", "a degree is an exact integer", "give an integer k >= 0")
    return _in_dimension(Fraction(d), int(k), Fraction(t) if isinstance(t, int) else t)


def _in_dimension(d: Fraction, k: int, t: Value) -> Value:
    _check_degree(k)

    def derivative_bound(size: arb) -> arb:
        # P_k' is P_k'(1) times P_{k-1} of dimension d+2, at most 1 on [-1, 1] and increasing beyond 1
        slope = ball(Fraction(k) * (k + d - 2) / (d - 1))
        if certainly_less_equal(size, arb(1)):
            return slope
        factor = _in_dimension(d + 2, k - 1, size)
        assert not isinstance(factor, acb)
        return slope * real_ball(factor)

    if isinstance(t, Fraction) and abs(t) == 1:
        return t**k
    steps = _steps_in_dimension(d, k)
    return _evaluate(steps.__getitem__, k, t, derivative_bound, ONE, _rows_in_dimension(d, k))


@lru_cache(maxsize=256)  # an integrand asks for the same degree at each point
def _steps_in_dimension(d: Fraction, k: int) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
    first = (ONE, Fraction(0), ONE)
    return first, *(((2 * j + d - 2) / (j + d - 2), Fraction(0), Fraction(j) / (j + d - 2)) for j in range(1, k))


@lru_cache(maxsize=256)
def _rows_in_dimension(d: Fraction, k: int) -> Rows:
    return tuple((rational(a), rational(-c)) for a, _, c in _steps_in_dimension(d, k)[1:])


def legendre(n: int, t: Value) -> Value:
    """The Legendre polynomial, P_n of dimension 3."""
    return legendre_in_dimension(3, n, t)


def chebyshevt(n: int, t: Value) -> Value:
    """The Chebyshev polynomial T_n, P_n of dimension 2."""
    return legendre_in_dimension(2, abs(n), t)


def chebyshevu(n: int, t: Value) -> Value:
    """The Chebyshev polynomial U_n, Gegenbauer with a = 1."""
    return gegenbauer(n, ONE, t)


def gegenbauer(n: int, a: Fraction, t: Value) -> Value:
    """The Gegenbauer polynomial: n C_n = 2(n+a-1) t C_{n-1} - (n+2a-2) C_{n-2}.

    Examples
    --------
    >>> gegenbauer(2, Fraction(1, 2), Fraction(1, 2))
    Fraction(-1, 8)
    """
    _check_degree(n)

    def step(j: int) -> tuple[Fraction, Fraction, Fraction]:
        return 2 * (j + a) / (j + 1), Fraction(0), (j + 2 * a - 1) / (j + 1)

    def derivative_bound(size: arb) -> arb:
        # C_n' = 2a C_{n-1} with a+1; for a > 0 that is largest in modulus at the largest |t| >= 1
        largest = size.max(arb(1)).upper()
        value = gegenbauer(n - 1, a + 1, largest)
        assert not isinstance(value, acb)
        return real_ball(value) * ball(2 * a)

    return _evaluate(step, n, t, derivative_bound if a > 0 else None)


def hermite(n: int, t: Value) -> Value:
    """The physicists' Hermite polynomial: H_{n+1} = 2 t H_n - 2 n H_{n-1}."""
    _check_degree(n)
    return _evaluate(lambda j: (Fraction(2), Fraction(0), Fraction(2 * j)), n, t, None)


def hermite_prob(n: int, t: Value) -> Value:
    """The probabilists' Hermite polynomial: He_{n+1} = t He_n - n He_{n-1}.

    Examples
    --------
    >>> hermite_prob(4, Fraction(0))
    Fraction(3, 1)
    """
    _check_degree(n)
    return _evaluate(lambda j: (ONE, Fraction(0), Fraction(j)), n, t, None)


def laguerre(n: int, a: Fraction, t: Value) -> Value:
    """The Laguerre polynomial: (n+1) L_{n+1} = (2n+1+a-t) L_n - (n+a) L_{n-1}."""
    _check_degree(n)
    return _evaluate(lambda j: (Fraction(-1, j + 1), (2 * j + 1 + a) / (j + 1), (j + a) / (j + 1)), n, t, None)


def _check_degree(n: int) -> None:
    if n < 0:
        raise InputError(f"degree {n}", "orthogonal polynomials need a degree >= 0", "give an integer >= 0")


def _recurrence(step: Coefficients, n: int, t: Value, rows: Rows | None = None) -> Value:
    if rows is not None and not isinstance(t, Fraction):
        return _on_ball(rows, t)
    before: Value = Fraction(0)
    value: Value = ONE
    for j in range(n):
        a, b, c = step(j)
        factor = add(multiply(a, t), b)
        tail = multiply(-c, before) if j else Fraction(0)
        before, value = value, add(multiply(factor, value), tail)
    return value


def _on_ball(rows: Rows, t: arb | acb) -> arb | acb:
    """The recurrence that starts 1, t on a ball, its coefficients being flint's."""
    before, value = t, t
    for j, (a, minus_c) in enumerate(rows):
        before, value = value, t * a * value + (before * minus_c if j else minus_c)
    return value


def _evaluate(
    step: Coefficients,
    n: int,
    t: Value,
    derivative_bound: Callable[[arb], arb] | None,
    sup: Fraction | None = None,
    rows: Rows | None = None,
) -> Value:
    """P_n(t) for the recurrence; ``sup`` bounds |P_n| on [-1, 1] if given."""
    if n == 0:
        return ONE if isinstance(t, Fraction) or is_finite(t) else t
    if isinstance(t, Fraction):
        if n * (bit_size(t) + 2) <= EXACT_BITS:
            return _recurrence(step, n, t)
        with precision(bits() + 2 * n + 64):
            value = _recurrence(step, n, ball(t), rows)
        return _round(value)
    if not is_finite(t):
        return t
    with precision(bits() + 2 * n + 64):
        if isinstance(t, acb) or derivative_bound is None or t.is_exact():
            value = _recurrence(step, n, t, rows)
        else:
            size = t.abs_upper()
            error = derivative_bound(size) * t.rad()
            if sup is not None and certainly_less_equal(size, arb(1)) and not certainly_less_equal(error, ball(sup)):
                return zero_to(sup)
            value = _recurrence(step, n, t.mid(), rows)
            assert isinstance(value, arb)
            value = value + arb(0, error.abs_upper()) if is_finite(error) else arb.nan()
    return _round(value)


def _round(x: Value) -> Value:
    """The value rounded outwards to the current precision."""
    return x if isinstance(x, Fraction) else +x
