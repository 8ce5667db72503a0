"""Certified Gaussian moments E f(g) of expressions: rigorous quadrature on [-R, R] and a proven tail.

The line is cut where an absolute value or a sign has its kink, if the argument is a polynomial there; on each piece
the signs are numbers and the integrand is analytic.  Kinks elsewhere are left to the quadrature's bisection.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import sympy as sp

from ntksym.balls.arb import (
    arb,
    ball,
    certainly_less,
    certainly_negative,
    certainly_positive,
    hull,
    is_finite,
    lower,
    precision,
    upper,
    zero_to,
)
from ntksym.balls.compiler import enclose
from ntksym.balls.elementary import Mode
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.evaluator import Evaluator
from ntksym.balls.quadrature import Integrand, integrate_once, real_part
from ntksym.balls.values import Value, multiply
from ntksym.errors import InputError
from ntksym.laws.functions import X
from ntksym.laws.growth import Growth, growth

FARTHEST = 200  # R
JUMP_BITS = 64
DENSITY = sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi)


@lru_cache(maxsize=256)
def gaussian_moment(f: sp.Expr, bits: int) -> Enclosure:
    """E f(g) with an absolute error of about 2^-bits times the size of f, g standard normal.

    Parameters
    ----------
    f
        An expression in :data:`ntksym.laws.functions.X`, real on the line.

    Raises
    ------
    InputError
        If the moment cannot be shown to be finite.

    Examples
    --------
    >>> print(gaussian_moment(sp.Abs(X), 40).format(10))  # sqrt(2/pi)
    [0.7978845608, 0.7978845609]
    """
    with precision(bits + 32):
        R, tail = _reach(growth(f), bits, str(f))
        return Enclosure.of_ball(zero_to(tail) + _piece(f, Fraction(-R), Fraction(R), bits))


def _reach(g: Growth, bits: int, name: str) -> tuple[int, arb]:
    """The least integer R >= 2 beyond which the tail is below 2^-bits, and the tail's bound."""
    if 2 * g.square >= 1:
        raise InputError(
            name, "its Gaussian moment is not finite, or not seen to be", "use an activation that grows less"
        )
    for R in range(2, FARTHEST):
        tail = g.gaussian_tail(Fraction(R))
        if tail is not None and is_finite(tail) and certainly_less(tail, arb((1, -bits))):
            return R, tail
    raise InputError(name, f"its Gaussian tail is not small at {FARTHEST}", "use an activation that grows less")


Place = Fraction | arb


def _signed(f: sp.Expr) -> dict[sp.Expr, sp.Poly]:
    """The absolute values and signs in f whose arguments are polynomials with rational coefficients."""
    found = {}
    for e in f.atoms(sp.Abs, sp.sign):
        u = e.args[0]
        if u.is_polynomial(X) and all(c.is_Rational for c in sp.Poly(u, X).all_coeffs()):
            found[e] = sp.Poly(u, X, domain="QQ")
    return found


def kinks(f: sp.Expr, a: Place, b: Place, bits: int) -> list[Place] | None:
    """Where these arguments vanish inside (a, b), ascending; irrational places as balls, isolated by Sturm's theorem.

    None if a place cannot be told from an inexact end.

    Examples
    --------
    >>> kinks(sp.Abs(X**3 - X) + sp.sign(2 * X - 1), Fraction(-9), Fraction(9), 60)
    [Fraction(-1, 1), Fraction(0, 1), Fraction(1, 2), Fraction(1, 1)]
    """
    found: list[Place] = []
    factors = {g.monic() for u in _signed(f).values() for g, _ in u.factor_list()[1]}
    for g in factors:
        if g.degree() == 1:
            root = -g.nth(0)
            found.append(Fraction(int(root.p), int(root.q)))
        else:
            for (low, high), _ in g.intervals(eps=sp.Rational(1, 2 ** (bits + 8))):
                found.append(hull(*(Fraction(int(end.p), int(end.q)) for end in (low, high))))
    inside = []
    for place in found:
        sides = [_order(a, place), _order(place, b)]
        if 0 in sides:
            return None
        if sides == [1, 1]:
            inside.append(place)
    return sorted(inside, key=_middle)


def _order(x: Place, y: Place) -> int:
    """1 if x < y, -1 if not, 0 if that is not decided."""
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return 1 if x < y else -1
    gap = ball(y) - ball(x)
    return 1 if certainly_positive(gap) else -1 if certainly_negative(gap) else 0


def _middle(x: Place) -> Fraction:
    return x if isinstance(x, Fraction) else (lower(x) + upper(x)) / 2


def _between(f: sp.Expr, a: Place, b: Place) -> sp.Expr:
    """The expression f with the signs that it has between neighbouring kinks."""
    middle = (_middle(a) + _middle(b)) / 2
    fixed = {}
    for e, u in _signed(f).items():
        value = u.eval(sp.Rational(middle.numerator, middle.denominator))
        fixed[e] = sp.sign(value) * e.args[0] if isinstance(e, sp.Abs) else sp.sign(value)
    return f.xreplace(fixed)


def jumps(f: sp.Expr) -> list[Fraction]:
    """The kinks, or close to irrational ones, at which f is certain to jump.

    Examples
    --------
    >>> jumps(sp.sign(X - 2) + sp.Abs(X)), jumps(X * sp.sign(X))
    ([Fraction(2, 1)], [])
    """
    ends = Fraction(-FARTHEST), Fraction(FARTHEST)
    found = []
    with precision(JUMP_BITS + 32):
        cuts = kinks(f, *ends, JUMP_BITS) or []
        for left, at, right in zip([ends[0], *cuts], cuts, [*cuts[1:], ends[1]], strict=False):
            gap = _between(f, at, right) - _between(f, left, at)
            where = {X: at} if isinstance(at, Fraction) else {X: Enclosure.of_ball(at)}
            if not enclose(gap, where, digits=10 if isinstance(at, Fraction) else None).contains(0):
                found.append(_middle(at))
    return found


def _piece(f: sp.Expr, a: Place, b: Place, bits: int) -> arb:
    """The integral of f times the density over [a, b], cut where its kinks are."""
    places = kinks(f, a, b, bits) if _signed(f) else None
    if places is None:
        return _smooth(f, a, b, bits)
    total = arb(0)
    for low, high in pairwise([a, *places, b]):
        total = total + _piece(_between(f, low, high), low, high, bits)
    return total


def _smooth(f: sp.Expr, a: Place, b: Place, bits: int) -> arb:
    if f == 0:
        return arb(0)
    value = integrate_once(_integrand(f), a, b, goal=bits)
    if not is_finite(value):
        where = f"[{float(_middle(a)):.6g}, {float(_middle(b)):.6g}]"
        raise InputError(str(f), f"its integral over {where} is not seen to be finite", "has it a pole there?")
    return real_part(value)


def _integrand(f: sp.Expr) -> Integrand:
    def function(z: Value, analytic: bool) -> Value:
        walk = Evaluator({X: z}, Mode(analytic=analytic, strict=True))
        return multiply(walk(f), walk(DENSITY))

    return function
