"""Which SymPy types are evaluated how: constants, special functions, sums, products and integrals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy
from sympy import Basic, Symbol

from ntksym.balls import elementary as el
from ntksym.balls import polynomials as poly
from ntksym.balls import special as sp
from ntksym.balls.arb import acb, arb
from ntksym.balls.values import ONE, ZERO, Value, add, as_integer, multiply

MAX_TERMS = 1_000_000
"""Longest finite sum or product."""

SUPPORTED = (
    "rational arithmetic, powers, pi, E, EulerGamma, Catalan, elementary functions, gamma and its relatives, "
    "erf, besselj, zeta, hyper, orthogonal polynomials, Abs, sign, Max, Min, floor, Mod, Piecewise, "
    "finite Sum and Product, Integral over a finite range, and classes given to register()"
)


class Unsuitable(Exception):  # noqa: N818
    """Why a handler cannot evaluate an expression; becomes UnsupportedExpression."""


class Walker(ABC):
    """What a handler may ask of the evaluator."""

    mode: el.Mode

    @abstractmethod
    def __call__(self, expr: Basic) -> Value:
        """The value of a subexpression."""

    @abstractmethod
    def with_bound(self, env: Mapping[Symbol, Value], mode: el.Mode | None = None) -> Walker:
        """An evaluator in which some symbols have new values."""

    @abstractmethod
    def all_values(self) -> dict[Symbol, Value]:
        """Every symbol's value."""


Handler = Callable[..., Value]
ExpressionHandler = Callable[[Walker, Basic], Value]

CONSTANTS: dict[type, Callable[[], Value]] = {
    type(sympy.pi): arb.pi,
    type(sympy.E): arb.const_e,
    type(sympy.EulerGamma): arb.const_euler,
    type(sympy.Catalan): arb.const_catalan,
    type(sympy.GoldenRatio): lambda: (1 + arb(5).sqrt()) / 2,
}


def _plain(f: Callable[..., Value | None]) -> ExpressionHandler:
    def handler(walk: Walker, expr: Basic) -> Value:
        value = f(*(walk(arg) for arg in expr.args))
        if value is None:
            raise Unsuitable("not for arguments of this kind")
        return value

    return handler


def _moded(f: Callable[..., Value]) -> ExpressionHandler:
    return lambda walk, expr: f(*(walk(arg) for arg in expr.args), walk.mode)


def _listed(f: Callable[..., Value], **options: bool) -> ExpressionHandler:
    return lambda walk, expr: f([walk(arg) for arg in expr.args], walk.mode, **options)


def _integer(walk: Walker, expr: Basic) -> int:
    n = as_integer(walk(expr))
    if n is None:
        raise Unsuitable(f"{expr} is not an exact integer here")
    return n


def _exact(walk: Walker, expr: Basic) -> Fraction:
    x = walk(expr)
    if not isinstance(x, Fraction):
        raise Unsuitable(f"{expr} is not an exact rational here")
    return x


def _degree_first(f: Callable[[int, Value], Value]) -> ExpressionHandler:
    return lambda walk, expr: f(_integer(walk, expr.args[0]), walk(expr.args[1]))


def _with_parameter(f: Callable[[int, Fraction, Value], Value]) -> ExpressionHandler:
    return lambda walk, expr: f(_integer(walk, expr.args[0]), _exact(walk, expr.args[1]), walk(expr.args[2]))


def _hyper(walk: Walker, expr: Basic) -> Value:
    a, b, z = expr.args
    return sp.hypergeometric([walk(v) for v in a.args], [walk(v) for v in b.args], walk(z), walk.mode)


def _beta(walk: Walker, expr: Basic) -> Value:
    values = [walk(arg) for arg in expr.args]
    return sp.beta(values[0], values[-1])


def _real_part(walk: Walker, expr: Basic) -> Value:
    """The real part of a value that is real on the real axis: itself, also when continued analytically.

    SymPy writes |exp(t)| as exp(re(t)) if t is not declared real.
    """
    x = walk(expr.args[0])
    return acb(x.real) if isinstance(x, acb) and not walk.mode.analytic else x


def _ceiling(walk: Walker, expr: Basic) -> Value:
    return multiply(-ONE, el.floor(multiply(-ONE, walk(expr.args[0])), walk.mode))


def _mod(walk: Walker, expr: Basic) -> Value:
    x, m = (_exact(walk, arg) for arg in expr.args)
    if m == 0:
        raise Unsuitable("modulus 0")
    return x - m * (x // m)


def _kronecker(walk: Walker, expr: Basic) -> Value:
    x, y = (_exact(walk, arg) for arg in expr.args[:2])
    return ONE if x == y else ZERO


def _harmonic(walk: Walker, expr: Basic) -> Value:
    if len(expr.args) > 1 and _exact(walk, expr.args[1]) != 1:
        raise Unsuitable("only harmonic numbers of order 1")
    return sp.harmonic(walk(expr.args[0]))


def _polygamma(walk: Walker, expr: Basic) -> Value:
    if _exact(walk, expr.args[0]) != 0:
        raise Unsuitable("only polygamma of order 0, the digamma function")
    return sp.digamma(walk(expr.args[1]))


def _over_range(combine: Callable[[Value, Value], Value], start: Value) -> ExpressionHandler:
    def handler(walk: Walker, expr: Basic) -> Value:
        term, *limits = expr.args

        def run(inner: Walker, remaining: list[Basic]) -> Value:
            if not remaining:
                return inner(term)
            if len(remaining[-1].args) != 3:
                raise Unsuitable("a range needs a lower and an upper end")
            symbol, a, b = remaining[-1].args
            if a.is_infinite or b.is_infinite:
                raise Unsuitable("an infinite range; give a closed form or a tail bound")
            first, last = _integer(inner, a), _integer(inner, b)
            if last < first - 1:
                raise Unsuitable(f"the range {first}..{last} is read in two ways (empty, or negated)")
            if last - first >= MAX_TERMS:
                raise Unsuitable(f"more than {MAX_TERMS} terms")
            total = start
            for j in range(first, last + 1):
                total = combine(total, run(inner.with_bound({symbol: Fraction(j)}), remaining[:-1]))
            return total

        return run(walk, list(limits))

    return handler


def _integral(walk: Walker, expr: Basic) -> Value:
    from ntksym.balls.integrals import integral

    return integral(walk, expr)


def _derivative(walk: Walker, expr: Basic) -> Value:
    done = expr.doit(deep=False)
    if isinstance(done, sympy.Derivative):
        raise Unsuitable("SymPy knows no derivative of it")
    return walk(done)


def _substitution(walk: Walker, expr: Basic) -> Value:
    inner, variables, points = expr.args
    env = {v: walk(p) for v, p in zip(variables.args, points.args, strict=True)}
    return walk.with_bound(env)(inner)


FUNCTIONS: dict[type, ExpressionHandler] = {
    sympy.Abs: _moded(el.absolute),
    sympy.re: _real_part,
    sympy.conjugate: _real_part,
    sympy.sign: _moded(el.sign),
    sympy.Max: _listed(el.extremum, largest=True),
    sympy.Min: _listed(el.extremum, largest=False),
    sympy.floor: _moded(el.floor),
    sympy.ceiling: _ceiling,
    sympy.Mod: _mod,
    sympy.atan2: _plain(el.atan2),
    sympy.gamma: _plain(sp.gamma),
    sympy.loggamma: _moded(sp.loggamma),
    sympy.digamma: _plain(sp.digamma),
    sympy.polygamma: _polygamma,
    sympy.beta: _beta,
    sympy.factorial: _plain(sp.factorial_value),
    sympy.factorial2: _plain(sp.factorial2),
    sympy.binomial: _plain(sp.binomial),
    sympy.RisingFactorial: _plain(sp.rising),
    sympy.FallingFactorial: _plain(sp.falling),
    sympy.harmonic: _harmonic,
    sympy.zeta: _plain(sp.zeta),
    sympy.besselj: _moded(sp.besselj),
    sympy.hyper: _hyper,
    sympy.KroneckerDelta: _kronecker,
    sympy.legendre: _degree_first(poly.legendre),
    sympy.chebyshevt: _degree_first(poly.chebyshevt),
    sympy.chebyshevu: _degree_first(poly.chebyshevu),
    sympy.hermite: _degree_first(poly.hermite),
    sympy.hermite_prob: _degree_first(poly.hermite_prob),
    sympy.laguerre: _degree_first(lambda n, x: poly.laguerre(n, ZERO, x)),
    sympy.assoc_laguerre: _with_parameter(poly.laguerre),
    sympy.gegenbauer: _with_parameter(poly.gegenbauer),
    sympy.Sum: _over_range(add, ZERO),
    sympy.Product: _over_range(multiply, ONE),
    sympy.Integral: _integral,
    sympy.Derivative: _derivative,
    sympy.Subs: _substitution,
}

__all__ = ["CONSTANTS", "FUNCTIONS", "SUPPORTED", "Handler", "Unsuitable", "Walker"]
