"""Power series of balls, and exact tails of functions with non-negative Taylor coefficients.

If f(t) = sum a_m t^m with all a_m >= 0 converges at rho, then the tail sum_{m >= r} a_m rho^m is exactly
f(rho) minus finitely many terms: no remainder estimate is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Basic, Expr, Symbol

from ntksym.balls.arb import (
    acb,
    arb,
    arb_series,
    ball,
    certainly_less,
    certainly_negative,
    certainly_positive,
    contains_zero,
    is_finite,
    power,
    precision,
    series_length,
)
from ntksym.balls.elementary import Mode
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.evaluator import Environment, Evaluator, UnsupportedExpression, given_value
from ntksym.balls.values import as_integer, real_ball
from ntksym.errors import InputError, UndecidedError

__all__ = ["PositiveSeries", "taylor"]

_SERIES: dict[type, Callable[[arb_series], arb_series]] = {
    sympy.exp: arb_series.exp,
    sympy.log: arb_series.log,
    sympy.sin: arb_series.sin,
    sympy.cos: arb_series.cos,
    sympy.asin: arb_series.asin,
    sympy.acos: arb_series.acos,
    sympy.atan: arb_series.atan,
}


# flint answers a singular constant term with wrong zeros or NaN: it is refused beforehand
_START: dict[type, tuple[str, Callable[[arb], bool]]] = {
    sympy.log: ("> 0", certainly_positive),
    sympy.asin: ("in (-1, 1)", lambda c: certainly_less(abs(c), arb(1))),
    sympy.acos: ("in (-1, 1)", lambda c: certainly_less(abs(c), arb(1))),
}
_POSITIVE = _START[sympy.log]
_NONZERO = ("not 0", lambda c: is_finite(c) and not contains_zero(c))


def _check_start(expr: Basic, constant: arb, needed: tuple[str, Callable[[arb], bool]] | None) -> None:
    if needed is not None and not needed[1](constant):
        raise InputError(
            str(expr)[:80],
            f"no power series here: the constant term {constant.str(5)} must be {needed[0]}",
            "expand at a point where the function is analytic",
        )


def taylor(f: Expr, t: Symbol, n: int, env: Environment | None = None, *, at: Fraction | int = 0) -> list[arb]:
    """Balls around the first n Taylor coefficients of f at a rational point, at the current precision.

    Examples
    --------
    >>> t = Symbol("t")
    >>> [c.str(5, radius=False) for c in taylor(1 / (1 - t), t, 3)]
    ['1.0000', '1.0000', '1.0000']
    """
    if n < 1:
        raise InputError(f"n={n}", "a truncation order is positive", "give n >= 1")
    values = {s: given_value(s, x) for s, x in (env or {}).items()}
    walk = Evaluator(values, Mode())
    with series_length(n):
        series = _walk(f, t, arb_series([ball(Fraction(at)), 1], prec=n), walk, {})
        if isinstance(series, arb):
            return [series, *(arb(0) for _ in range(n - 1))]
        if series.prec < n:
            raise UndecidedError(f"{str(f)[:60]}: only {series.prec} of {n} coefficients are known")
        found = series.coeffs()
    return found + [arb(0)] * (n - len(found))


def _walk(
    expr: Basic, t: Symbol, x: arb_series, walk: Evaluator, memo: dict[Basic, arb | arb_series]
) -> arb | arb_series:
    if expr == t:
        return x
    if t not in expr.free_symbols:
        value = walk(expr)
        if isinstance(value, acb):
            raise UnsupportedExpression(expr, "complex coefficients")
        return real_ball(value)
    if expr not in memo:
        memo[expr] = _combine(expr, t, x, walk, memo)
    return memo[expr]


def _combine(
    expr: Basic, t: Symbol, x: arb_series, walk: Evaluator, memo: dict[Basic, arb | arb_series]
) -> arb | arb_series:
    if isinstance(expr, sympy.Add | sympy.Mul):
        is_sum = isinstance(expr, sympy.Add)
        result = arb_series([0 if is_sum else 1], prec=x.prec)
        for arg in expr.args:
            part = _walk(arg, t, x, walk, memo)
            result = result + part if is_sum else result * part
        return result
    if isinstance(expr, sympy.Pow) and expr.base is not sympy.E:
        return _power(expr, t, x, walk, memo)
    if type(expr) in _SERIES:
        inner = _walk(expr.args[0], t, x, walk, memo)
        assert not isinstance(inner, arb)
        _check_start(expr, inner[0], _START.get(type(expr)))
        return _SERIES[type(expr)](inner)
    raise UnsupportedExpression(expr, "no power series for this type")


def _power(expr: Basic, t: Symbol, x: arb_series, walk: Evaluator, memo: dict[Basic, arb | arb_series]) -> arb_series:
    base = _walk(expr.base, t, x, walk, memo)
    if t in expr.exp.free_symbols:
        exponent = _walk(expr.exp, t, x, walk, memo)
        _check_start(expr, base if isinstance(base, arb) else base[0], _POSITIVE)
        logarithm = base.log()
        product = logarithm * exponent
        assert not isinstance(product, arb)
        return product.exp()
    assert not isinstance(base, arb)
    e = walk(expr.exp)
    n = as_integer(e)
    if n is not None:
        if n < 0:
            _check_start(expr, base[0], _NONZERO)
        result, factor, m = arb_series([1], prec=x.prec), base, abs(n)
        while m:
            if m & 1:
                result = result * factor
            factor, m = factor * factor, m >> 1
        return result if n >= 0 else 1 / result
    _check_start(expr, base[0], _POSITIVE)
    if isinstance(e, Fraction) and e.denominator == 2 and abs(e) < 1 << 12:
        root, result = base.sqrt(), arb_series([1], prec=x.prec)
        for _ in range(abs(e.numerator)):
            result = result * root
        return result if e > 0 else 1 / result
    if isinstance(e, acb):
        raise UnsupportedExpression(expr, "a complex exponent")
    return (base.log() * real_ball(e)).exp()


@dataclass(frozen=True)
class PositiveSeries:
    """A function with non-negative Taylor coefficients at 0 and a known value at rho.

    Non-negativity is a hypothesis of the caller's; it is refuted where a coefficient is certainly negative.

    Parameters
    ----------
    f, t
        The function as a SymPy expression in the symbol t.
    total
        f(rho) as a SymPy expression without t.
    rho
        A point of convergence, rational and > 0.

    Examples
    --------
    >>> t = Symbol("t")
    >>> kappa0 = PositiveSeries(1 - sympy.acos(t) / sympy.pi, t, total=sympy.Integer(1))
    >>> print(kappa0.tail(1, 10).format(4))
    [0.4999, 0.5001]
    """

    f: Expr
    t: Symbol
    total: Expr
    rho: Fraction = Fraction(1)

    def coefficients(self, n: int) -> list[arb]:
        """Balls around a_0 .. a_{n-1} at the current precision."""
        found = taylor(self.f, self.t, n)
        for m, a in enumerate(found):
            if certainly_negative(a):
                raise InputError(
                    f"coefficient {m} of {str(self.f)[:60]}", "it is negative", "the tail needs all coefficients >= 0"
                )
        return found

    def tail_ball(self, r: int) -> arb:
        """The tail sum_{m >= r} a_m rho^m at the current precision."""
        remainder = _real(self.total)
        for m, a in enumerate(self.coefficients(r) if r else []):
            remainder = remainder - a * power(ball(self.rho), m)
        return remainder

    def tail(self, r: int, digits: int = 30, *, max_bits: int = 8192) -> Enclosure:
        """The tail to ``digits`` significant digits, by doubling the precision.

        Raises
        ------
        UndecidedError
            With the width reached.
        """
        bits = 64 + digits * 10 // 3 + 2 * r
        enclosure: Enclosure | None = None
        while bits <= max_bits:
            with precision(bits):
                enclosure = Enclosure.of_ball(self.tail_ball(r))
            relative = enclosure.relative_width()
            if relative is not None and relative <= Fraction(1, 10**digits):
                return enclosure
            bits *= 2
        raise UndecidedError(f"tail from {r}: {enclosure} is wider than {digits} digits at {max_bits} bits")

    def bounds_at(self, point: Fraction, r: int) -> arb:
        """A ball around f(point) for 0 <= point <= rho from r terms: the rest is at most the tail (point/rho)^r."""
        if not 0 <= point <= self.rho:
            raise InputError(f"t={point}", f"outside [0, {self.rho}]", "give a point where the series has its tail")
        head = arb(0)
        for m, a in enumerate(self.coefficients(r) if r else []):
            head = head + a * power(ball(point), m)
        rest = self.tail_ball(r) * power(ball(point / self.rho), r)
        return head + arb(0).union(rest)


def _real(expr: Expr) -> arb:
    value = Evaluator({}, Mode())(expr)
    if isinstance(value, acb):
        raise UnsupportedExpression(expr, "a complex value")
    return real_ball(value)
