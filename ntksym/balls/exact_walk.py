"""The exact walk: SymPy expressions as rational combinations of sqrt(n) * pi^(j/2).

Sums of different classes are carried along, for they often cancel further up; a walk that meets anything
else gives None.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial

import sympy
from sympy import Basic, Symbol

from ntksym.balls.arb import precision
from ntksym.balls.conditions import decide
from ntksym.balls.elementary import Mode
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.evaluator import Evaluator, UnsupportedExpression
from ntksym.balls.exact import ExactReal
from ntksym.balls.exactvalue import ExactValue
from ntksym.balls.values import Value, domain_error
from ntksym.errors import InputError, UndecidedError

Terms = dict[tuple[int, int], Fraction]
"""The map (radicand, half_power) -> rational coefficient, none of them 0."""

_MAX_TERMS, _MAX_RANGE, _MAX_POWER = 64, 10_000, 4096
_TRIGONOMETRIC = (sympy.cos, sympy.sin, sympy.tan, sympy.acos, sympy.asin, sympy.atan, sympy.cot)


class _OutsideError(Exception):
    """The expression leaves the class."""


def combination(expr: Basic, env: Mapping[Symbol, object]) -> Terms | None:
    """The expression as a rational combination; None if it leaves the class.

    Examples
    --------
    >>> t = Symbol("t")
    >>> combination((1 + sympy.sqrt(t)) ** 2, {t: 8})
    {(1, 0): Fraction(9, 1), (2, 0): Fraction(4, 1)}
    """
    values: dict[Symbol, Terms] = {}
    for symbol, given in env.items():
        terms = _given(given)
        if terms is not None:
            values[symbol] = terms
    try:
        return _walk(expr, values)
    except (_OutsideError, UnsupportedExpression, UndecidedError):
        return None


def _given(x: object) -> Terms | None:
    if isinstance(x, ExactReal):
        return _terms(ExactValue(x.coefficient, 1, 2 if x.times_pi else 0))
    if isinstance(x, Enclosure):
        return _rational(x.lo) if x.exact else None
    if isinstance(x, sympy.Rational):
        return _rational(Fraction(int(x.p), int(x.q)))
    return _rational(Fraction(x)) if isinstance(x, int | Fraction) else None


def _terms(x: ExactValue) -> Terms:
    return {(x.radicand, x.half_power): x.coefficient} if x.coefficient else {}


def _rational(x: Fraction) -> Terms:
    return {(1, 0): x} if x else {}


def _single(terms: Terms) -> ExactValue:
    if len(terms) > 1:
        raise _OutsideError
    for (radicand, half_power), coefficient in terms.items():
        return ExactValue(coefficient, radicand, half_power)
    return ExactValue(Fraction(0))


def _as_rational(terms: Terms) -> Fraction:
    value = _single(terms).rational
    if value is None:
        raise _OutsideError
    return value


def _sum(x: Terms, y: Terms) -> Terms:
    result = dict(x)
    for key, c in y.items():
        result[key] = result.get(key, Fraction(0)) + c
        if not result[key]:
            del result[key]
    if len(result) > _MAX_TERMS:
        raise _OutsideError
    return result


def _product(x: Terms, y: Terms) -> Terms:
    result: Terms = {}
    for (r, j), c in x.items():
        for (s, k), e in y.items():
            result = _sum(result, _terms(ExactValue(c, r, j) * ExactValue(e, s, k)))
    return result


def _walk(expr: Basic, env: dict[Symbol, Terms]) -> Terms:
    if isinstance(expr, sympy.Rational):
        return _rational(Fraction(int(expr.p), int(expr.q)))
    if expr is sympy.pi:
        return {(1, 2): Fraction(1)}
    if isinstance(expr, Symbol):
        if expr not in env:
            raise _OutsideError
        return env[expr]
    if isinstance(expr, sympy.Add | sympy.Mul):
        total: Terms = {} if isinstance(expr, sympy.Add) else _rational(Fraction(1))
        for arg in expr.args:
            term = _walk(arg, env)
            total = _sum(total, term) if isinstance(expr, sympy.Add) else _product(total, term)
        return total
    if isinstance(expr, sympy.Pow):
        return _power(expr, _walk(expr.exp, env), env)
    if isinstance(expr, sympy.Piecewise):
        return _piecewise(expr, env)
    if isinstance(expr, sympy.Sum | sympy.Product):
        return _range(expr, env)
    return _function(expr, env)


def _power(expr: Basic, exponent: Terms, env: dict[Symbol, Terms]) -> Terms:
    e = _as_rational(exponent)
    if expr.base is sympy.E and not e:
        return _rational(Fraction(1))
    base = _walk(expr.base, env)
    if e.denominator > 2 or abs(e.numerator) > _MAX_POWER:
        raise _OutsideError
    n = e.numerator
    if len(base) > 1:
        if e.denominator == 2 or not 0 <= n <= 64:
            raise _OutsideError
        result = _rational(Fraction(1))
        for _ in range(n):
            result = _product(result, base)
        return result
    x: ExactValue | None = _single(base)
    if e.denominator == 2:
        assert x is not None
        if x.sign < 0:
            raise domain_error(str(expr)[:80], "a fractional power of a negative number")
        x = x.sqrt()
    if x is None:
        raise _OutsideError
    if n < 0 and not x.sign:
        raise domain_error(str(expr)[:80], "division by zero")
    return _terms(x**n)


def _piecewise(expr: Basic, env: dict[Symbol, Terms]) -> Terms:
    def value(arg: Basic) -> Value:
        x = _single(_walk(arg, env))
        return x.ball if x.rational is None else x.rational

    for pair in expr.args:
        with precision(256):
            truth = decide(pair.args[1], value)
        if truth is True:
            return _walk(pair.args[0], env)
        if truth is not False:
            raise _OutsideError
    raise domain_error(str(expr)[:80], "no condition of the Piecewise holds")


def _range(expr: Basic, env: dict[Symbol, Terms]) -> Terms:
    term, *limits = expr.args
    is_sum = isinstance(expr, sympy.Sum)
    if any(len(limit.args) != 3 for limit in limits):
        raise _OutsideError
    symbol, low, high = limits[-1].args
    a, b = (_as_rational(_walk(end, env)) for end in (low, high))
    if a.denominator != 1 or b.denominator != 1 or b < a - 1 or b - a > _MAX_RANGE:
        raise _OutsideError
    inner = term if len(limits) == 1 else expr.func(term, *limits[:-1])
    total: Terms = {} if is_sum else _rational(Fraction(1))
    for j in range(a.numerator, b.numerator + 1):
        value = _walk(inner, {**env, symbol: _rational(Fraction(j))})
        total = _sum(total, value) if is_sum else _product(total, value)
    return total


def gamma_exactly(x: Fraction) -> ExactValue | None:
    """Gamma at an integer or half-integer.

    Examples
    --------
    >>> print(gamma_exactly(Fraction(7, 2)), gamma_exactly(Fraction(-1, 2)))
    15*sqrt(pi)/8 -2*sqrt(pi)
    """
    if x.denominator == 1:
        if x <= 0:
            raise domain_error(f"gamma({x})", "a pole of Gamma")
        return ExactValue(Fraction(factorial(x.numerator - 1))) if x < _MAX_POWER else None
    if x.denominator != 2 or abs(x) > _MAX_POWER:
        return None
    n = (x - Fraction(1, 2)).numerator
    m = abs(n)
    ratio = Fraction(factorial(2 * m), (-4 if n < 0 else 4) ** m * factorial(m))
    return ExactValue(ratio if n >= 0 else 1 / ratio, 1, 1)


def _function(expr: Basic, env: dict[Symbol, Terms]) -> Terms:
    if isinstance(expr, sympy.Integral | sympy.Derivative | sympy.Subs) or not expr.args:
        raise _OutsideError
    leaves = [leaf for arg in expr.args for leaf in (arg.args if isinstance(arg, sympy.Tuple) else (arg,))]
    values = [_single(_walk(leaf, env)) for leaf in leaves]
    if isinstance(expr, sympy.Abs):
        return _terms(abs(values[0]))
    if isinstance(expr, sympy.sign):
        return _rational(Fraction(values[0].sign))
    if isinstance(expr, _TRIGONOMETRIC):
        return _angle(expr, values[0])
    rationals = [_as_rational(_terms(v)) for v in values]
    if isinstance(expr, sympy.gamma):
        return _gamma_quotient(rationals, [])
    if isinstance(expr, sympy.beta):
        a, b = rationals[0], rationals[-1]
        return _gamma_quotient([a, b], [a + b])
    if isinstance(expr, sympy.factorial):
        return _gamma_quotient([rationals[0] + 1], [])
    if isinstance(expr, sympy.binomial) and rationals[1].denominator != 1:
        n, k = rationals
        return _gamma_quotient([n + 1], [k + 1, n - k + 1])
    # all arguments are rational: the evaluator keeps an exactly rational value exact
    given = {symbol: terms for symbol, terms in env.items() if symbol in expr.free_symbols}
    result = Evaluator({s: _value(t) for s, t in given.items()}, Mode())(expr)
    if not isinstance(result, Fraction):
        raise _OutsideError
    return _rational(result)


def _value(terms: Terms) -> Value:
    x = _single(terms)
    return x.ball if x.rational is None else x.rational


def _gamma_quotient(above: list[Fraction], below: list[Fraction]) -> Terms:
    result = ExactValue(Fraction(1))
    for x in above:
        value = gamma_exactly(x)
        if value is None:
            raise _OutsideError
        result = result * value
    for x in below:
        if x.denominator == 1 and x <= 0:
            return {}
        value = gamma_exactly(x)
        if value is None:
            raise _OutsideError
        result = result / value
    return _terms(result)


def _angle(expr: Basic, x: ExactValue) -> Terms:
    """Trigonometric functions at rational multiples of pi, and their inverses, by SymPy's exact table."""
    root = sympy.sqrt(x.radicand) * sympy.sqrt(sympy.pi) ** x.half_power
    result = expr.func(sympy.Rational(x.coefficient.numerator, x.coefficient.denominator) * root)
    if result.has(*_TRIGONOMETRIC) or not result.is_number or not result.is_real:
        raise _OutsideError
    try:
        return _walk(result, {})
    except InputError as error:
        raise _OutsideError from error
