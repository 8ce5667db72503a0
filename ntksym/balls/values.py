"""Arithmetic on the three kinds of value an expression can have: exact rational, real ball, complex ball.

A rational stays an exact :class:`~fractions.Fraction` until it grows beyond :data:`EXACT_BITS`; then it
becomes a ball, which is always allowed, for a ball only has to contain the number.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_equal_to_zero,
    certainly_less,
    certainly_negative,
    certainly_nonnegative,
    certainly_positive,
    contains_zero,
    fmpq,
    is_finite,
    power,
)
from ntksym.errors import InputError

Value: TypeAlias = Fraction | arb | acb

BALLS = (arb, acb)  # asked for first where it is done often: Fraction is an abstract class, and slow to ask for

EXACT_BITS = 4096
"""Numerators and denominators beyond this many bits become balls."""

ONE = Fraction(1)
ZERO = Fraction(0)


def domain_error(what: object, why: str) -> InputError:
    """The error for an expression that is not defined where it is evaluated (written out only here: text is slow)."""
    return InputError(str(what), why, "evaluate it where every subexpression is defined")


def rational(x: Fraction) -> fmpq:
    """A Fraction as flint's exact rational."""
    return fmpq(x.numerator, x.denominator)


def real_ball(x: Fraction | arb) -> arb:
    """A real value as a ball at the current precision."""
    return ball(x) if isinstance(x, Fraction) else x


def complex_ball(x: Value) -> acb:
    """Any value as a complex ball at the current precision."""
    return x if isinstance(x, acb) else acb(real_ball(x))


def not_a_number() -> arb:
    """The ball that says nothing."""
    return arb.nan()


def complex_not_a_number() -> acb:
    """The complex ball that says nothing."""
    return acb(arb.nan(), arb.nan())


def bit_size(x: Fraction) -> int:
    """Bits of the larger of numerator and denominator."""
    return max(x.numerator.bit_length(), x.denominator.bit_length())


def settle(x: Value) -> Value:
    """The value itself, or a ball around it if it is an exact rational of more than EXACT_BITS bits."""
    if isinstance(x, Fraction) and bit_size(x) > EXACT_BITS:
        return ball(x)
    return x


def finite(x: Value) -> bool:
    """Whether the value says anything at all."""
    return isinstance(x, Fraction) or is_finite(x)


def is_exact_zero(x: Value) -> bool:
    """Whether the value is the exact number 0."""
    return x == 0 if isinstance(x, Fraction) else isinstance(x, arb) and certainly_equal_to_zero(x)


def as_integer(x: Value) -> int | None:
    """The integer that the value exactly is, else None."""
    return x.numerator if isinstance(x, Fraction) and x.denominator == 1 else None


def add(x: Value, y: Value) -> Value:
    """The sum x + y.

    Examples
    --------
    >>> add(Fraction(1, 3), Fraction(1, 6))
    Fraction(1, 2)
    """
    if not isinstance(x, BALLS):
        if not isinstance(y, BALLS):
            return settle(x + y)
        return y + rational(x) if x else y
    if not isinstance(y, BALLS):
        return x + rational(y) if y else x
    if isinstance(x, acb):
        return x + y
    return y + x if isinstance(y, acb) else x + y


def multiply(x: Value, y: Value) -> Value:
    """The product x * y; an exact 0 times a finite ball is an exact 0.

    Examples
    --------
    >>> multiply(Fraction(0), arb.pi())
    Fraction(0, 1)
    """
    if not isinstance(x, BALLS):
        if not isinstance(y, BALLS):
            return settle(x * y)
        x, y = y, x
    if not isinstance(y, BALLS):
        if not y and is_finite(x):
            return ZERO
        return x if y == 1 else x * rational(y)
    if isinstance(x, acb):
        return x * y
    return y * x if isinstance(y, acb) else x * y


def reciprocal(x: Value, name: object = "1/x") -> Value:
    """1/x; NaN for a ball that contains 0."""
    if isinstance(x, Fraction):
        if not x:
            raise domain_error(name, "division by zero")
        return 1 / x
    return 1 / x


def is_wide(x: arb) -> bool:
    """Whether a finite ball is so wide that evaluation at its two ends is tighter."""
    return is_finite(x) and not certainly_less(x.rad() * (1 << 20), abs(x.mid()))


def ends(x: arb) -> tuple[arb, arb]:
    """The ends of a finite ball as exact balls, rounded outwards."""
    return x.lower(), x.upper()


def monotone(f: Callable[[arb], arb], x: arb) -> arb:
    """The value f(x) for a monotone f: on a wide ball the hull of f at the two ends."""
    if x.is_exact() or not is_wide(x):
        return f(x)
    lo, hi = ends(x)
    return f(lo).union(f(hi))


def integer_power(x: Value, n: int, name: object = "x**n") -> Value:
    """The power x^n for an integer n (0^0 = 1); on wide real balls from the ends.

    Examples
    --------
    >>> integer_power(Fraction(-2, 3), 3), integer_power(Fraction(0), 0)
    (Fraction(-8, 27), Fraction(1, 1))
    >>> certainly_nonnegative(integer_power(arb(0, 1), 2).mid())
    True
    """
    if n == 0:
        return ONE if finite(x) else x
    if n < 0:
        return reciprocal(integer_power(x, -n, name), name)
    if isinstance(x, Fraction):
        if bit_size(x) * n <= EXACT_BITS or x in (0, 1, -1):
            return x**n
        return power(ball(x), n)
    if isinstance(x, acb):
        return complex_power(x, n)
    if not is_wide(x) or n == 1:
        return power(x, n)
    if n % 2 == 0:
        size = abs(x)
        high = power(size.upper(), n)
        return arb(0).union(high) if contains_zero(x) else power(x.abs_lower(), n).union(high)
    return monotone(lambda end: power(end, n), x)


def complex_power(x: acb, n: int) -> acb:
    """The power x^n for n >= 1 by repeated multiplication."""
    result, base = acb(1), x
    while n:
        if n & 1:
            result = result * base
        base, n = base * base, n >> 1
    return result


def exact_root(x: Fraction, q: int) -> Fraction | None:
    """The exact non-negative q-th root of a Fraction x >= 0 if it is rational.

    Examples
    --------
    >>> exact_root(Fraction(8, 27), 3), exact_root(Fraction(2), 2)
    (Fraction(2, 3), None)
    """
    top, bottom = _integer_root(x.numerator, q), _integer_root(x.denominator, q)
    if top**q == x.numerator and bottom**q == x.denominator:
        return Fraction(top, bottom)
    return None


def _integer_root(n: int, q: int) -> int:
    if q == 2 or n < 2:
        return isqrt(n)
    if q >= n.bit_length():
        return 1
    root = 1 << -(-n.bit_length() // q)
    while True:  # Newton from above decreases to the floor of the root
        better = ((q - 1) * root + n // root ** (q - 1)) // q
        if better >= root:
            return root
        root = better


def real_power(x: arb, f: Callable[[arb], arb], strict: bool) -> arb:
    """An increasing power f with f(0) = 0 of the part of the ball where x >= 0 (all of it, if strict)."""
    if certainly_nonnegative(x):
        if certainly_positive(x.lower()):
            return monotone(f, x)
    elif strict:
        return not_a_number()
    return arb(0).union(f(x.upper()))


def rational_power(x: Value, e: Fraction, name: object, *, analytic: bool, strict: bool) -> Value:
    """The power x^e for a rational e that is no integer: principal branch, real x >= 0 only."""
    if e < 0:
        return reciprocal(rational_power(x, -e, name, analytic=analytic, strict=strict), name)
    p, q = e.numerator, e.denominator
    if isinstance(x, acb):
        if q == 2:
            return complex_power(x.sqrt(analytic=analytic), p)
        return x.pow(acb(rational(e)), analytic=analytic)
    if isinstance(x, Fraction):
        if x < 0:
            raise domain_error(name, f"a fractional power of the negative number {x}")
        root = exact_root(x, q)
        if root is not None:
            return integer_power(root, p, name)
    elif not is_finite(x):
        return x
    elif certainly_negative(x):
        raise domain_error(name, "a fractional power of a negative number")
    return real_power(real_ball(x), lambda y: power(y.sqrt() if q == 2 else y.root(q), p), strict)


def general_power(x: Value, e: Value, name: object, *, analytic: bool, strict: bool) -> Value:
    """The power x^e = exp(e log x) for x > 0, and 0^e = 0 for e > 0."""
    if isinstance(x, acb) or isinstance(e, acb):
        base = complex_ball(x)
        return (complex_ball(e) * base.log(analytic=analytic)).exp()
    exponent, base_ball = real_ball(e), real_ball(x)
    if certainly_negative(base_ball):
        raise domain_error(name, "a real power of a negative number")
    if certainly_positive(base_ball) or not is_finite(base_ball):
        return (exponent * base_ball.log()).exp()
    if not certainly_positive(exponent):
        return not_a_number()
    if is_exact_zero(x):
        return ZERO
    if strict and not certainly_nonnegative(base_ball):
        return not_a_number()
    return arb(0).union((exponent * base_ball.upper().log()).exp())


def hull_of(values: list[Value]) -> Value:
    """The smallest value that contains all of them: the union of the branches that remain possible."""
    first = values[0]
    if all(isinstance(v, Fraction) and v == first for v in values):
        return first
    if any(isinstance(v, acb) for v in values):
        parts = [complex_ball(v) for v in values]
        real, imag = parts[0].real, parts[0].imag
        for z in parts[1:]:
            real, imag = real.union(z.real), imag.union(z.imag)
        return acb(real, imag)
    result = arb.nan()
    for i, v in enumerate(values):
        part = real_ball(v) if not isinstance(v, acb) else v.real
        result = result.union(part) if i else part
    return result
