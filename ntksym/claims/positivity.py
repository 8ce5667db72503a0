"""Exact signs over a whole domain: substitute each range by (0, oo) and look at the coefficients.

A polynomial all of whose coefficients are >= 0 is >= 0 wherever its variables are.  A variable on [a, oo) becomes
a + y, one on [a, b] becomes (a + b y)/(1 + y) with y >= 0 (y = oo is b), pi lies between 3 and 22/7, and a root, a
Gamma function of a positive number, an arccosine are themselves >= 0.  The test is sufficient, not
necessary: "cannot tell" is a possible answer, a wrong sign is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.domain import Domain, Range
from ntksym.claims.normal_form import Fractional, NoNormalForm, NormalForm, Obligation
from ntksym.claims.polynomials import Poly


@dataclass(frozen=True)
class Sign:
    """A proved sign: value -1, 0 or 1; ``strict`` if the expression is nowhere 0."""

    value: int
    strict: bool

    def __mul__(self, other: Sign) -> Sign:
        return Sign(self.value * other.value, self.strict and other.strict)


_PI = Range(integer=False, low=Fraction(3), high=Fraction(22, 7), open_low=True, open_high=True)
_MAX_SHIFT = 64


def sign(expression: sp.Expr, domain: Domain) -> Sign | None:
    """The sign of an expression at every point of the domain, or None if this test cannot tell.

    Examples
    --------
    >>> k = sp.Symbol("k")
    >>> sign(k**2 - k + 1, Domain({k: sp.Range(1, sp.oo)}))
    Sign(value=1, strict=True)
    """
    try:
        if visible := _visible_sign(expression, domain):
            return visible
        normal = NormalForm()
        x = normal(expression)
        found = sign_of_form(normal, x, domain)
        if found is None or not all(discharged(o, domain) for o in normal.obligations):
            return None
        return found
    except (NoNormalForm, P.TooLarge, RecursionError):
        return None


def _visible_sign(e: sp.Expr, domain: Domain) -> Sign | None:
    """The sign of a product in which Gamma functions of positive numbers and powers of positive bases are seen as such.

    The normal form writes Gamma(k+1) as k Gamma(k), and so loses its sign at k = 0.
    """
    if not isinstance(e, sp.Basic) or not e.has(sp.gamma, sp.factorial):
        return None
    if isinstance(e, sp.gamma | sp.factorial):
        positive = sign(e.args[0] + (1 if isinstance(e, sp.factorial) else 0), domain)
        return positive if positive == Sign(1, True) else None
    if e.is_Pow and not e.exp.has(sp.gamma, sp.factorial):
        base = sign(e.base, domain)
        return base if base == Sign(1, True) and not NormalForm()(e.exp).den else None
    if not e.is_Mul:
        return None
    total = Sign(1, True)
    for factor in e.args:
        found = sign(factor, domain)
        if found is None:
            return None
        total = total * found
    return total


def sign_of_form(normal: NormalForm, x: Fractional, domain: Domain) -> Sign | None:
    """The sign of a normal form; its obligations are the caller's business."""
    total = _polynomial_sign(normal, x.num, domain)
    for p, e in x.den.values():
        factor = _polynomial_sign(normal, p, domain)
        if total is None or factor is None or not factor.strict:
            return None
        if e % 2:
            total = total * factor
    return total


def _polynomial_sign(normal: NormalForm, p: Poly, domain: Domain) -> Sign | None:
    direct = _coefficient_sign(normal, p, domain)
    if direct is None and (waves := _waves(normal, p, domain)):
        direct = _coefficient_sign(normal, p, Domain({**domain.sets, **waves}))
    used = {g for m in p for g, _ in m}
    if direct is not None or len(used) != 1:
        return direct
    (g,) = used
    symbol = normal.expressions[g]
    if (
        symbol not in domain
        or not domain[symbol].integer
        or domain[symbol].low is None
        or domain[symbol].high is not None
    ):
        return direct
    return _shifted_sign(p, g, int(domain[symbol].low or 0))


def _waves(normal: NormalForm, p: Poly, domain: Domain) -> dict[sp.Expr, sp.Set]:
    """The ranges of the sines and cosines in p: [-1, 1], or its part that is not negative, where that is known."""
    ranges: dict[sp.Expr, sp.Set] = {}
    for g in {g for m in p for g, _ in m}:
        expression = normal.expressions[g]
        if isinstance(expression, sp.sin | sp.cos) and expression not in domain:
            known = _generator_sign(expression, domain)
            ranges[expression] = sp.Interval(0 if known else -1, 1, left_open=known == "positive")
    return ranges


def _value(p: Poly, at: int) -> Fraction:
    return sum((c * Fraction(at) ** (m[0][1] if m else 0) for m, c in p.items()), Fraction(0))


def _shifted_sign(p: Poly, g: int, low: int) -> Sign | None:
    """One integer variable: finitely many points exactly, then coefficients after a larger shift."""
    head: list[Fraction] = []
    for shift in range(low, low + _MAX_SHIFT):
        moved = P.substitute(p, g, P.add(P.constant(shift), P.generator(g)), P.ONE)
        for s in (1, -1):
            if all(s * c > 0 for c in moved.values()) and all(s * v >= 0 for v in head):
                strict = all(head) and () in moved
                return Sign(s, strict)
        head.append(_value(p, shift))
    return None


def _coefficient_sign(normal: NormalForm, p: Poly, domain: Domain) -> Sign | None:
    if not p:
        return Sign(0, False)
    positive: set[int] = set()  # generators nowhere 0
    nonnegative: set[int] = set()
    closed_ends: list[tuple[int, int]] = []  # (generator, degree) whose value at y = oo belongs to the domain
    used = {g for m in p for g, _ in m}
    if any(isinstance(normal.expressions[g], sp.acos) for g in used):
        used.add(normal.pi)
    # arccosines first: they bring in pi
    for g in sorted(used, key=lambda g: (not isinstance(normal.expressions[g], sp.acos), g)):
        if not any(h == g for m in p for h, _ in m):
            continue
        expression = normal.expressions[g]
        range_ = _PI if expression is sp.pi else domain.get(expression)
        if range_ is None and isinstance(expression, sp.acos):  # arccos = pi y/(1+y), 0 <= y <= oo
            degree = max(e for m in p for h, e in m if h == g)
            y, pi = P.generator(g), P.generator(normal.pi)
            p = P.substitute(p, g, P.multiply(pi, y), P.add(P.ONE, y))
            (positive if sign(1 - expression.args[0], domain) == Sign(1, True) else nonnegative).add(g)
            if sign(1 + expression.args[0], domain) != Sign(1, True):  # else arccos < pi
                closed_ends.append((g, degree))
            continue
        if range_ is None:
            known = _generator_sign(expression, domain)
            (positive if known == "positive" else nonnegative if known == "nonnegative" else set()).add(g)
            continue
        if range_.low is None and range_.high is None:
            continue
        degree = max(e for m in p for h, e in m if h == g)
        p = _onto_half_line(p, g, range_)
        (positive if range_.open_low or (range_.low is None and range_.open_high) else nonnegative).add(g)
        if range_.low is not None and range_.high is not None and not range_.open_high:
            closed_ends.append((g, degree))
    return _read_coefficients(p, positive, nonnegative, closed_ends)


def _onto_half_line(p: Poly, g: int, r: Range) -> Poly:
    y = P.generator(g)
    if r.low is None:
        return P.substitute(p, g, P.add(P.constant(r.high or 0), y, -1), P.ONE)
    if r.high is None:
        return P.substitute(p, g, P.add(P.constant(r.low), y), P.ONE)
    scaled = {m: c * r.high for m, c in y.items()} if r.high else {}
    return P.substitute(p, g, P.add(P.constant(r.low), scaled), P.add(P.ONE, y))


def _read_coefficients(
    p: Poly, positive: set[int], nonnegative: set[int], closed_ends: list[tuple[int, int]]
) -> Sign | None:
    signs = {1 if c > 0 else -1 for c in p.values()}
    known = all(e % 2 == 0 or g in positive or g in nonnegative for m in p for g, e in m)
    if not known or len(signs) != 1:
        return None
    strict = all(
        any(all(h in positive or (h, e) in top for h, e in m) and all((h, e) in m for h, e in top) for m in p)
        for top in _faces(closed_ends)
    )
    return Sign(signs.pop(), strict)


def _faces(ends: list[tuple[int, int]]) -> Iterable[tuple[tuple[int, int], ...]]:
    """All subsets of the closed ends at which the sign must be strict."""
    faces: list[tuple[tuple[int, int], ...]] = [()]
    for end in ends:
        faces += [(*face, end) for face in faces if end[1]]
    return faces


def _generator_sign(expression: sp.Expr, domain: Domain) -> str:
    """What is known of a generator that is not a variable: 'positive', 'nonnegative' or ''."""
    inner: sp.Expr
    if isinstance(expression, sp.gamma):
        found = sign(expression.args[0], domain)
        return "positive" if found == Sign(1, True) else ""
    if isinstance(expression, sp.exp) or expression is sp.E:
        return "positive"
    if isinstance(expression, sp.Pow):
        if expression.base is sp.S.NegativeOne:
            return ""
        found = sign(expression.base, domain)
        return "positive" if found == Sign(1, True) else "nonnegative" if found and found.value >= 0 else ""
    if isinstance(expression, sp.acos):
        return "nonnegative"
    if isinstance(expression, sp.sin | sp.cos):
        inner = expression.args[0]
        sides = (inner, sp.pi - inner) if isinstance(expression, sp.sin) else (sp.pi / 2 - inner, sp.pi / 2 + inner)
        found_sides = [sign(side, domain) for side in sides]
        if all(s == Sign(1, True) for s in found_sides):
            return "positive"
        return "nonnegative" if all(s is not None and s.value >= 0 for s in found_sides) else ""
    return ""


def discharged(obligation: Obligation, domain: Domain) -> bool:
    """Whether the condition under which a step of a normal form is valid holds on the whole domain."""
    e = obligation.expression
    if obligation.kind == "integer":
        return _integer_valued(e, domain)
    if obligation.kind == "at most one in modulus":
        if isinstance(e, sp.sin | sp.cos) or isinstance(-e, sp.sin | sp.cos):
            return True
        return all((s := sign(side, domain)) is not None and s.value >= 0 for side in (1 - e, 1 + e))
    if obligation.kind == "no pole":
        return _half_integer(e, domain) or sign(e, domain) == Sign(1, True)
    if obligation.kind == "pole or no pole":
        return at_pole(e, domain) or _half_integer(e, domain) or sign(e, domain) == Sign(1, True)
    found = sign(e, domain)
    if found is None:
        return False
    return {
        "nonzero": found.strict,
        "positive": found.strict and found.value > 0,
        "nonnegative": found.value >= 0,
    }[obligation.kind]


def discharged_by_rules(normal: NormalForm, obligation: Obligation, domain: Domain) -> bool:
    """Whether a condition on a sign holds by the equations that the normal form uses."""
    e, kind = obligation.expression, obligation.kind
    sides = [1 - e, 1 + e] if kind == "at most one in modulus" else [e]
    if kind not in ("at most one in modulus", "nonnegative", "positive", "nonzero"):
        return False
    for side in sides:
        found = sign_of_form(normal, normal(side), domain)
        if found is None or (kind in ("positive", "nonzero") and not found.strict):
            return False
        if kind != "nonzero" and found.value < 0:
            return False
    return True


def at_pole(z: sp.Expr, domain: Domain) -> bool:
    """Whether z is one of 0, -1, -2, ... at every point of the domain."""
    found = sign(z, domain)
    return found is not None and found.value <= 0 and _integer_valued(sp.expand(z), domain)


def _half_integer(z: sp.Expr, domain: Domain) -> bool:
    return _integer_valued(sp.expand(z - sp.Rational(1, 2)), domain)


def _integer_valued(e: sp.Expr, domain: Domain) -> bool:
    """Whether e is a polynomial with integer coefficients in integer variables."""
    if not e.free_symbols:
        return bool(e.is_Integer)
    normal = NormalForm()
    x = normal(e)
    integers = all(s.is_Symbol and s in domain and domain[s].integer for s in normal.expressions)
    return integers and not x.den and all(c.denominator == 1 for c in x.num.values())
