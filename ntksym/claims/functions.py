"""Normal forms of functions: Gamma at its smallest shift, sines, cosines and arccosines, sums with their last terms.

Each function here takes the normal form that is being built and the function's arguments.  SOURCE: Gamma(z+1) =
z Gamma(z), DLMF 5.5.1; sin^2 + cos^2 = 1 and addition, DLMF 4.21.2; cos(n x) from cos x and sin x, DLMF 4.21.34.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy as sp

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.fraction_field import Fractional, NoNormalForm, Obligation
from ntksym.claims.polynomials import ONE
from ntksym.claims.substitution import substitute

if TYPE_CHECKING:
    from ntksym.claims.normal_form import NormalForm


def gamma(normal: NormalForm, z: sp.Expr) -> Fractional:
    """Gamma(z) as a multiple of Gamma at the smallest shift of z."""
    parts = normal.linear_parts(z)
    shift = next((c for c, _, m in parts if m == 1), Fraction(0))
    if all(m == 1 for _, _, m in parts):
        return _gamma_number(normal, shift)
    normal.require("no pole", z)
    n = shift.numerator // shift.denominator - normal.lift
    base = sp.expand(z - n)
    value = normal.atom(f"gamma[{normal.canonical(base)}]", sp.gamma(base))
    for j in range(abs(n)):
        factor = normal(base + j) if n > 0 else normal.inverse(normal(base - 1 - j))
        value = normal.multiply(value, factor)
    return value


def reciprocal_gamma(normal: NormalForm, z: sp.Expr) -> Fractional:
    """1/Gamma(z): entire, so that only 0 in a denominator of a shift needs care."""
    parts = normal.linear_parts(z)
    if all(m == 1 for _, _, m in parts):
        number = sum((c for c, _, _ in parts), Fraction(0))
        if number <= 0 and number.denominator == 1:
            return Fractional({})
        return normal.inverse(_gamma_number(normal, number))
    normal.require("pole or no pole", z)
    if z in normal.poles:
        return Fractional({})
    before = list(normal.obligations)
    value = normal.inverse(gamma(normal, z))
    normal.obligations = [o for o in normal.obligations if o in before or o != Obligation("no pole", z)]
    return value


def _gamma_number(normal: NormalForm, z: Fraction) -> Fractional:
    if z.denominator > 2:
        normal.require("positive", sp.Rational(z.numerator, z.denominator))
        return normal.atom(f"gamma({z})", sp.gamma(sp.Rational(z.numerator, z.denominator)))
    if z <= 0 and z.denominator == 1:
        raise NoNormalForm(f"Gamma has a pole at {z}")
    value, start = (Fractional(ONE), Fraction(1)) if z.denominator == 1 else (normal(sp.sqrt(sp.pi)), Fraction(1, 2))
    while start < z:
        value, start = normal.multiply(value, Fractional(P.constant(start))), start + 1
    while start > z:
        start -= 1
        value = normal.multiply(value, Fractional(P.constant(1 / start)))
    return value


def _factorial(normal: NormalForm, n: sp.Expr) -> Fractional:
    return gamma(normal, n + 1)


def _binomial(normal: NormalForm, n: sp.Expr, k: sp.Expr) -> Fractional:
    below = normal.multiply(reciprocal_gamma(normal, k + 1), reciprocal_gamma(normal, n - k + 1))
    return normal.multiply(gamma(normal, n + 1), below)


def _beta(normal: NormalForm, a: sp.Expr, b: sp.Expr) -> Fractional:
    return normal.multiply(normal.multiply(gamma(normal, a), gamma(normal, b)), normal.inverse(gamma(normal, a + b)))


def _rising(normal: NormalForm, a: sp.Expr, n: sp.Expr) -> Fractional:
    return normal.multiply(gamma(normal, a + n), normal.inverse(gamma(normal, a)))


def _cos_sin(normal: NormalForm, e: sp.Expr) -> tuple[Fractional, Fractional]:
    """The pair (cos e, sin e) in cosines and sines of the monomials of e (DLMF 4.21.2, 4.21.34)."""
    cos, sin = Fractional(ONE), Fractional({})
    for c, x, m in normal.linear_parts(e):
        if m == sp.pi or (m == 1 and c == 0):
            c1, s1 = _cos_sin_pi(normal, c)
        else:
            c1, s1 = _cos_sin_monomial(normal, c, x, m)
        cos, sin = (
            normal.add(normal.multiply(cos, c1), normal.scaled(normal.multiply(sin, s1), -1)),
            normal.add(normal.multiply(sin, c1), normal.multiply(cos, s1)),
        )
    return cos, sin


def _cos_sin_pi(normal: NormalForm, c: Fraction) -> tuple[Fractional, Fractional]:
    quarter = 2 * c
    if quarter.denominator != 1:
        value = sp.pi * sp.Rational(c.numerator, c.denominator)
        return normal(sp.cos(value, evaluate=True)), normal(sp.sin(value, evaluate=True))
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[int(quarter) % 4]
    return Fractional(P.constant(cos)), Fractional(P.constant(sin))


def _cos_sin_monomial(normal: NormalForm, c: Fraction, x: Fractional, m: sp.Expr) -> tuple[Fractional, Fractional]:
    unit = sp.expand(m / c.denominator)
    if isinstance(unit, sp.acos):  # its sine is a root, and not negative
        return _multiple_angle(normal, int(c), normal(unit.args[0]), normal(sp.sqrt(1 - unit.args[0] ** 2)))
    name = f"{normal.show(x.num)}/{c.denominator}"
    gc, gs = normal.generator(f"cos({name})", sp.cos(unit)), normal.generator(f"sin({name})", sp.sin(unit))
    # cos^2 = 1 - sin^2 keeps sqrt(1 - cos^2) a visible square
    normal.relations[gc] = (2, P.add(ONE, P.power(P.generator(gs), 2), -1))
    return _multiple_angle(normal, c.numerator, Fractional(P.generator(gc)), Fractional(P.generator(gs)))


def _multiple_angle(normal: NormalForm, n: int, cos1: Fractional, sin1: Fractional) -> tuple[Fractional, Fractional]:
    cos, sin = Fractional(ONE), Fractional({})
    for _ in range(abs(n)):
        cos, sin = (
            normal.add(normal.multiply(cos, cos1), normal.scaled(normal.multiply(sin, sin1), -1)),
            normal.add(normal.multiply(sin, cos1), normal.multiply(cos, sin1)),
        )
    return cos, sin if n > 0 else normal.scaled(sin, -1)


def _cos(normal: NormalForm, e: sp.Expr) -> Fractional:
    return _cos_sin(normal, e)[0]


def _sin(normal: NormalForm, e: sp.Expr) -> Fractional:
    return _cos_sin(normal, e)[1]


def _acos(normal: NormalForm, e: sp.Expr) -> Fractional:
    x = normal(e)
    normal.require("at most one in modulus", e)
    if not x.den and len(x.num) == 1:
        ((monomial, c),) = x.num.items()
        inner = normal.expressions[monomial[0][0]] if len(monomial) == 1 and monomial[0][1] == 1 else None
        if c == 1 and isinstance(inner, sp.cos):
            normal.require("nonnegative", inner.args[0])
            normal.require("nonnegative", sp.pi - inner.args[0])
            return normal(inner.args[0])
    if (twice := _half_angle(normal, x)) is not None:
        return twice
    if x.num and x.num[min(x.num, key=lambda m: normal.show({m: Fraction(1)}))] < 0:
        return normal.add(normal(sp.pi), normal.scaled(_acos(normal, -e), -1))
    special = {"0": sp.pi / 2, "1": sp.Integer(0), "1*1": sp.Integer(0)}.get(normal.show(x.num)) if not x.den else None
    return normal(special) if special is not None else normal.atom(f"acos({normal.canonical(e)})", sp.acos(e))


def _half_angle(normal: NormalForm, x: Fractional) -> Fractional | None:
    """acos(1 - 2 sin(h)^2) = 2h and acos(2 sin(h)^2 - 1) = pi - 2h for 0 <= h <= pi/2; None if x is neither."""
    if x.den or len(x.num) != 2 or abs(one := x.num.get((), Fraction(0))) != 1:
        return None
    ((monomial, c),) = ((m, c) for m, c in x.num.items() if m)
    if c != -2 * one or len(monomial) != 1 or monomial[0][1] != 2:
        return None
    sine = normal.expressions[monomial[0][0]]
    if not isinstance(sine, sp.sin):
        return None
    h = sine.args[0]
    normal.require("nonnegative", h)
    normal.require("nonnegative", sp.pi / 2 - h)
    return normal(2 * h if one > 0 else sp.pi - 2 * h)


def _asin(normal: NormalForm, e: sp.Expr) -> Fractional:
    return normal.add(normal(sp.pi / 2), normal.scaled(_acos(normal, e), -1))


def _abs(normal: NormalForm, e: sp.Expr) -> Fractional:
    normal.require("nonnegative", e)
    return normal(e)


def _sum(normal: NormalForm, summand: sp.Expr, *limits: sp.Expr) -> Fractional:
    """A sum with its last terms split off: the upper end loses its integer shift (an empty sum is 0)."""
    whole = sp.Sum(summand, *limits)
    if len(limits) != 1 or len(limits[0]) != 3:
        return normal.opaque(whole)
    i, a, b = limits[0]
    try:
        shift = next((c for c, _, m in normal.linear_parts(b) if m == 1), Fraction(0))
    except NoNormalForm:
        return normal.opaque(whole)
    if (count := sp.expand(b - a + 1)).is_Integer:
        shift = Fraction(int(count))
        if not 0 <= shift <= 200:
            raise NoNormalForm(f"{whole} has too many terms, or its ends are reversed")
    if shift.denominator != 1:
        return normal.opaque(whole)
    end = sp.expand(b - int(shift))
    for integer in (a, end):
        normal.require("integer", integer)
    total = Fractional({}) if sp.expand(end - a) == -1 else None
    if total is None:
        normal.require("nonnegative", sp.expand((end if shift >= 0 else b) - a + 1))
        total = normal.opaque(sp.Sum(summand, (i, a, end)))
    for j in range(1, int(shift) + 1):
        total = normal.add(total, normal(substitute(summand, {i: end + j})))
    for j in range(int(shift), 0):
        total = normal.add(total, normal.scaled(normal(substitute(summand, {i: end + j + 1})), -1))
    return total


HANDLERS: dict[type, Callable[..., Fractional]] = {
    sp.gamma: gamma,
    sp.factorial: _factorial,
    sp.binomial: _binomial,
    sp.beta: _beta,
    sp.RisingFactorial: _rising,
    sp.cos: _cos,
    sp.sin: _sin,
    sp.acos: _acos,
    sp.asin: _asin,
    sp.Abs: _abs,
    sp.Sum: _sum,
}
