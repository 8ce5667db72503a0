"""From a SymPy expression to its value: exact where possible, a ball that contains it otherwise.

The formula that is verified is the formula that is evaluated: the expression tree is walked, nothing is
typed a second time and no text is evaluated.  Real semantics: every subexpression must be real; a ball that
leaves a function's domain stands for the points where the function is defined (``strict``: it gives NaN).
"""

from __future__ import annotations

from fractions import Fraction

import sympy
from sympy import Basic, Expr

from ntksym.balls.arb import acb, contains_zero, precision
from ntksym.balls.elementary import Mode
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.evaluator import (
    Environment,
    Evaluator,
    Given,
    UnsupportedExpression,
    given_value,
    register,
)
from ntksym.balls.exactvalue import exact
from ntksym.balls.polynomials import legendre_in_dimension
from ntksym.balls.quadrature import ATTEMPTS
from ntksym.balls.values import ZERO, Value, finite
from ntksym.errors import InputError, UndecidedError

__all__ = [
    "Environment",
    "Given",
    "UnsupportedExpression",
    "Value",
    "enclose",
    "evaluate",
    "legendre_in_dimension",
    "register",
]

MAX_BITS = 1 << 14
"""Precision at which :func:`enclose` gives up; it also does when two doublings narrow nothing."""

MAX_BITS_QUADRATURE = 1 << 11
"""The same for expressions with integrals."""


def evaluate(
    expr: Expr | Fraction | int, env: Environment | None = None, *, analytic: bool = False, strict: bool = False
) -> Value:
    """The value of an expression at the current precision.

    Parameters
    ----------
    expr
        A SymPy expression.
    env
        A value for every free symbol.
    analytic
        For complex balls: non-finite unless every function met is analytic on the whole ball.
    strict
        NaN, instead of the values where defined, if a ball leaves the domain of a subexpression.

    Returns
    -------
    Fraction, arb or acb
        The exact value, or a ball that contains it (at every point of the balls in ``env``).

    Raises
    ------
    UnsupportedExpression
        If a subexpression has no rigorous evaluation.
    InputError
        If a symbol has no value, or a subexpression is undefined everywhere on its argument.
    UndecidedError
        If a decision such as ``floor`` needs a narrower ball.

    Examples
    --------
    >>> t = sympy.Symbol("t")
    >>> evaluate((1 + t**2) / 3, {t: Fraction(1, 2)})
    Fraction(5, 12)
    >>> evaluate(1 - sympy.acos(t) / sympy.pi, {t: 0}).str(10, radius=False)
    '0.5000000000'
    """
    expr = _expression(expr)
    values = {symbol: given_value(symbol, x) for symbol, x in (env or {}).items()}
    return Evaluator(values, Mode(analytic=analytic, strict=strict))(expr)


def enclose(
    expr: Expr | Fraction | int, env: Environment | None = None, digits: int | None = 30, *, max_bits: int = MAX_BITS
) -> Enclosure:
    """The enclosure of an expression's value, to ``digits`` significant digits.

    The precision doubles until the relative width is at most 10^-digits.  A value that may be 0 is the
    exact 0 if exact evaluation says so; else, at ``max_bits``, an absolute width of 10^-digits is accepted.

    Parameters
    ----------
    digits
        None: one evaluation at 64 bits, of whatever width (for wide enclosures in ``env``).

    Raises
    ------
    UndecidedError
        With the width reached, if ``max_bits`` do not suffice.

    Examples
    --------
    >>> print(enclose(sympy.pi, digits=10).format(10))
    [3.141592653, 3.141592654]
    >>> print(enclose(sympy.sqrt(sympy.Symbol("x")), {sympy.Symbol("x"): Fraction(9, 4)}))
    1.5
    """
    expr = _expression(expr)
    if digits is None:
        with precision(64):
            return _enclosure(evaluate(expr, env), 64)
    goal = Fraction(1, 10**digits)
    bits = max(64, digits * 10 // 3 + 32)
    best: Enclosure | None = None
    why = "the ball is not finite"
    zero_checked = False
    stuck = infinite = 0
    integrals = expr.has(sympy.Integral)
    if integrals:
        max_bits = min(max_bits, MAX_BITS_QUADRATURE)
    while True:
        with precision(bits):
            try:
                value = evaluate(expr, env)
                if finite(value):
                    before, best = best, _enclosure(value, bits)
                    stuck = stuck + 1 if before is not None and 2 * best.width > before.width else 0
            except UndecidedError as error:
                why = str(error)
        if best is not None:
            relative = best.relative_width()
            if relative is not None and relative <= goal:
                return best
            if relative is None and not zero_checked:
                zero_checked = True
                if _is_zero(expr, env):
                    return Enclosure(ZERO, ZERO)
        infinite += best is None
        if 2 * bits > max_bits or stuck == 2 or (integrals and infinite == ATTEMPTS):
            break
        bits *= 2
    if best is None:
        raise UndecidedError(f"{str(expr)[:80]}: no enclosure with {bits} bits: {why}")
    if best.relative_width() is None and best.width <= goal:
        return best
    raise UndecidedError(f"{str(expr)[:80]}: the enclosure {best} is wider than {digits} digits at {bits} bits")


def _expression(expr: object) -> Basic:
    """A SymPy expression from one or from an exact number; text is refused, for it would be evaluated."""
    if isinstance(expr, Basic):
        return expr
    if isinstance(expr, int | Fraction):
        return sympy.Rational(expr.numerator, expr.denominator)
    raise UnsupportedExpression(expr, f"not a SymPy expression but a {type(expr).__name__}")


def _enclosure(value: Value, bits: int) -> Enclosure:
    if isinstance(value, acb):
        if not contains_zero(value.imag):
            raise UndecidedError("the value is not real")
        value = value.real
    if isinstance(value, Fraction):
        return Enclosure.around(value, bits=bits)
    return Enclosure.of_ball(value)


def _is_zero(expr: Basic, env: Environment | None) -> bool:
    try:
        value = exact(expr, env)
    except InputError:
        return False
    return value is not None and value.sign == 0
