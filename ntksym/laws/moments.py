"""Certified Gaussian moments E f(g) of expressions: rigorous quadrature on [-R, R] and a proven tail.

The line is cut where an absolute value or a sign has its kink, if the argument is affine; on each piece the
signs are numbers and the integrand is analytic.  Kinks elsewhere are left to the quadrature's bisection.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import sympy as sp

from ntksym.balls.arb import arb, certainly_less, is_finite, precision, zero_to
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
        total = zero_to(tail)
        cuts = [Fraction(-R), *_kinks(f, R), Fraction(R)]
        for a, b in pairwise(cuts):
            total = total + _piece(f, a, b, bits)
        return Enclosure.of_ball(total)


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


def _kinks(f: sp.Expr, R: int) -> list[Fraction]:
    """Where the affine arguments of |.| and sign vanish, inside (-R, R)."""
    found = set()
    for e in f.atoms(sp.Abs, sp.sign):
        line = _affine(e.args[0])
        if line is not None and line[0] != 0 and abs(line[1] / line[0]) < R:
            found.add(-line[1] / line[0])
    return sorted(found)


def _affine(u: sp.Expr) -> tuple[Fraction, Fraction] | None:
    """(s, c) with u = s x + c, both rational."""
    slope = sp.diff(u, X)
    start = u.subs(X, 0)
    if not (slope.is_Rational and start.is_Rational) or sp.expand(u - slope * X - start) != 0:
        return None
    return Fraction(int(slope.p), int(slope.q)), Fraction(int(start.p), int(start.q))


def _between(f: sp.Expr, middle: Fraction) -> sp.Expr:
    """The expression f with the signs that its affine kinks have at a point."""
    fixed = {}
    for e in f.atoms(sp.Abs, sp.sign):
        line = _affine(e.args[0])
        if line is not None:
            sign = 1 if line[0] * middle + line[1] > 0 else -1
            fixed[e] = sign * e.args[0] if isinstance(e, sp.Abs) else sp.Integer(sign)
    return f.xreplace(fixed)


def jumps(f: sp.Expr) -> list[Fraction]:
    """The affine kinks at which f is certain to jump.

    Examples
    --------
    >>> jumps(sp.sign(X - 2) + sp.Abs(X)), jumps(X * sp.sign(X))
    ([Fraction(2, 1)], [])
    """
    found = []
    cuts = _kinks(f, FARTHEST)
    for left, at, right in zip([Fraction(-FARTHEST), *cuts], cuts, [*cuts[1:], Fraction(FARTHEST)], strict=False):
        sides = (_between(f, (left + at) / 2), _between(f, (at + right) / 2))
        gap = (sides[1] - sides[0]).subs(X, sp.Rational(at.numerator, at.denominator))
        if not enclose(gap, digits=10).contains(0):
            found.append(at)
    return found


def _piece(f: sp.Expr, a: Fraction, b: Fraction, bits: int) -> arb:
    """The integral of f times the density over [a, b], with the signs that f's kinks have there."""
    smooth = _between(f, (a + b) / 2)
    if smooth == 0:
        return arb(0)
    value = integrate_once(_integrand(smooth), a, b, goal=bits)
    if not is_finite(value):
        raise InputError(str(f), f"its integral over [{a}, {b}] is not seen to be finite", "has it a pole there?")
    return real_part(value)


def _integrand(f: sp.Expr) -> Integrand:
    def function(z: Value, analytic: bool) -> Value:
        walk = Evaluator({X: z}, Mode(analytic=analytic, strict=True))
        return multiply(walk(f), walk(DENSITY))

    return function
