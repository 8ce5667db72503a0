"""SymPy integrals over finite ranges, with t = cos u where that removes branch points at t = -1 and 1."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import sympy
from sympy import Basic, Dummy, Expr, Symbol

from ntksym.balls.arb import acb, arb, certainly_less_equal
from ntksym.balls.elementary import Mode, elementary
from ntksym.balls.quadrature import integrate_once, real_part
from ntksym.balls.tables import Unsuitable, Walker
from ntksym.balls.values import ONE, ZERO, Value, add, complex_ball, multiply, real_ball

__all__ = ["cosine_form", "integral"]


def integral(walk: Walker, expr: Basic) -> Value:
    """The value of a SymPy Integral, by rigorous quadrature at the current precision."""
    integrand, *limits = expr.args
    for limit in limits:
        if len(limit.args) != 3:
            raise Unsuitable("an integral needs a lower and an upper end")
        if any(end.has(sympy.oo, -sympy.oo, sympy.zoo) for end in limit.args[1:]):
            raise Unsuitable("an infinite range; substitute to a finite one or give a closed form")
    inner = integrand if len(limits) == 1 else expr.func(integrand, *limits[:-1])
    symbol, low, high = limits[-1].args
    a, b = walk(low), walk(high)
    if isinstance(a, Fraction) and a == b:
        return ZERO
    if isinstance(a, acb) or isinstance(b, acb) or any(isinstance(v, acb) for v in walk.all_values().values()):
        return _complex_integral(walk, inner, symbol, a, b)
    if _inside_unit(a) and _inside_unit(b):
        smooth, u = _smooth(inner, symbol)
        if smooth is not None:
            inner, symbol = smooth, u
            a, b = (_angle(end) for end in (b, a))
    base = {flag: walk.with_bound({}, Mode(flag, walk.mode.strict, hull=not flag)) for flag in (False, True)}

    def f(z: Value, analytic: bool) -> Value:
        return base[analytic].with_bound({symbol: z})(inner)

    return real_part(integrate_once(f, a, b))


def _complex_integral(walk: Walker, inner: Basic, symbol: Symbol, a: Value, b: Value) -> Value:
    """The integral as a function of complex parameters: over the segment [0, 1], everything analytic."""
    base = walk.with_bound({}, Mode(analytic=True, strict=walk.mode.strict))
    step = add(b, multiply(Fraction(-1), a))

    def f(s: Value, analytic: bool) -> Value:
        point = complex_ball(add(a, multiply(s, step)))
        return multiply(base.with_bound({symbol: point})(inner), step)

    return integrate_once(f, ZERO, ONE)


@lru_cache(maxsize=256)
def _smooth(inner: Expr, symbol: Symbol) -> tuple[Expr | None, Symbol]:
    """The cosine form in a variable of its own, found once: an inner integral is met at each point of the outer one."""
    u = Dummy("u")
    return cosine_form(inner, symbol, u), u


def _inside_unit(x: Fraction | arb) -> bool:
    return certainly_less_equal(arb(-1), real_ball(x)) and certainly_less_equal(real_ball(x), arb(1))


def _angle(t: Fraction | arb) -> Fraction | arb:
    value = elementary(sympy.acos, t, Mode())
    assert not isinstance(value, acb)
    return value


def cosine_form(f: Expr, t: Symbol, u: Symbol) -> Expr | None:
    """The product f(cos u) sin u with acos(cos u) = u and (1 - cos(u)^2)^p = sin(u)^(2p), for 0 <= u <= pi.

    None if f has none of these branch points, or where the substitution is not plainly valid.

    Examples
    --------
    >>> t, u = sympy.symbols("t u")
    >>> cosine_form(sympy.sqrt(1 - t**2) * sympy.acos(t), t, u)
    u*sin(u)**2
    >>> cosine_form(t**2, t, u) is None
    True
    """
    found = False
    sine = sympy.sin(u)
    powers = {
        1 - t**2: (sympy.S.One, sine, 2),
        1 - t: (sympy.S(2), sympy.sin(u / 2), 2),
        1 + t: (sympy.S(2), sympy.cos(u / 2), 2),
    }

    def rebuild(expr: Basic) -> Basic:
        nonlocal found
        if expr == t:
            return sympy.cos(u)
        if t not in expr.free_symbols:
            return expr
        if expr == sympy.acos(t):
            found = True
            return u
        if expr == sympy.asin(t):
            found = True
            return sympy.pi / 2 - u
        if isinstance(expr, sympy.Pow) and expr.base in powers and t not in expr.exp.free_symbols:
            constant, base, factor = powers[expr.base]
            if not expr.exp.is_integer:
                found = True
                # sin(u), sin(u/2) and cos(u/2) are >= 0 on [0, pi], so that the powers multiply
                return constant**expr.exp * base ** (factor * expr.exp)
        return expr.func(*(rebuild(arg) for arg in expr.args))

    bound = {s for node in sympy.preorder_traversal(f) for s in getattr(node, "bound_symbols", ())}
    if t in bound or u in f.free_symbols or f.has(sympy.Derivative, sympy.Subs):
        return None
    changed = rebuild(f)
    if not found:
        return None
    terms = changed.args if isinstance(changed, sympy.Add) else (changed,)
    return sympy.Add(*(_times_sine(term, u) for term in terms))


def _times_sine(term: Expr, u: Symbol) -> Expr:
    """The term times sin(u), with the factor merged into a power of sin(u), or of sin(u/2) and cos(u/2)."""
    sine, half_sine, half_cosine = sympy.sin(u), sympy.sin(u / 2), sympy.cos(u / 2)
    exponents: dict[Expr, Expr] = {}
    rest = []
    for factor in sympy.Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if base in (sine, half_sine, half_cosine):
            exponents[base] = exponents.get(base, sympy.S.Zero) + exponent
        else:
            rest.append(factor)
    if sine in exponents or not exponents:
        new = [sine]
    else:
        new = [half_sine, half_cosine]
        rest.append(sympy.S(2))
    for base in new:
        exponents[base] = exponents.get(base, sympy.S.Zero) + 1
    return sympy.Mul(*rest, *(base ** sympy.expand(exponent) for base, exponent in exponents.items()))
