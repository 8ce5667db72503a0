"""Bounds that hold on the whole line, read off an expression's structure: parity, range, growth.

A growth is |f(x)| <= A |x|^k exp(c |x| + q x^2) for all real |x| >= 1.  It turns a Gaussian moment over the line
into one over [-R, R] and a proven tail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from ntksym.balls.arb import arb, ball, lower, precision, upper
from ntksym.balls.compiler import enclose
from ntksym.errors import InputError, UndecidedError
from ntksym.laws.functions import X

Bounds = tuple[Fraction | None, Fraction | None]
BITS = 64
_ODD = (sp.sin, sp.sinh, sp.tanh, sp.atan, sp.asinh, sp.erf, sp.sign)
_BOUNDED: dict[type, Bounds] = {f: (Fraction(-1), Fraction(1)) for f in (sp.sin, sp.cos, sp.tanh, sp.erf, sp.sign)} | {
    sp.atan: (Fraction(-2), Fraction(2)),
    sp.cosh: (Fraction(1), None),
    sp.Abs: (Fraction(0), None),
}


def parity(f: sp.Expr) -> int | None:
    """1 if f is even in x, -1 if it is odd, None if that is not plain; 0 is even.

    Examples
    --------
    >>> parity(1 - sp.tanh(X) ** 2), parity(X * sp.exp(-(X**2))), parity(sp.exp(X))
    (1, -1, None)
    """
    if X not in f.free_symbols:
        return 1
    if f == X:
        return -1
    parts = [parity(part) for part in f.args]
    if isinstance(f, sp.Add):
        return parts[0] if len(set(parts)) == 1 else None
    if None in parts:
        return None
    if isinstance(f, sp.Mul):
        return -1 if parts.count(-1) % 2 else 1
    if isinstance(f, sp.Pow):
        if parts[0] == 1:
            return 1 if parts[1] == 1 else None
        return (-1 if f.exp % 2 else 1) if f.exp.is_Integer else None
    inner = parts[0]
    if inner == 1 or isinstance(f, sp.cos | sp.cosh | sp.Abs):
        return 1
    return -1 if isinstance(f, _ODD) else None


def bounds(f: sp.Expr) -> Bounds:
    """Rational bounds of f over the whole line, None where the structure gives none.

    Examples
    --------
    >>> bounds(1 / (1 + X**2)), bounds(X**2 + 1), bounds(X)
    ((Fraction(0, 1), Fraction(1, 1)), (Fraction(1, 1), None), (None, None))
    """
    if X not in f.free_symbols:
        return _constant(f)
    if isinstance(f, sp.Add):
        lows, highs = zip(*(bounds(part) for part in f.args), strict=True)
        return _total(lows), _total(highs)
    if isinstance(f, sp.Mul):
        return _product([bounds(part) for part in f.args])
    if isinstance(f, sp.Pow):
        return _power_bounds(f)
    if isinstance(f, sp.exp):
        low, high = bounds(f.args[0])
        return Fraction(0) if low is None else _exp(low)[0], None if high is None else _exp(high)[1]
    return _BOUNDED.get(type(f), (None, None))


def _constant(f: sp.Expr) -> Bounds:
    try:
        found = enclose(f, digits=15)
    except UndecidedError:
        return None, None
    return found.lo, found.hi


def _total(ends: tuple[Fraction | None, ...]) -> Fraction | None:
    total = Fraction(0)
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def _product(factors: list[Bounds]) -> Bounds:
    low, high = factors[0]
    for least, most in factors[1:]:
        if low is not None and high is not None and least is not None and most is not None:
            ends = [low * least, low * most, high * least, high * most]
            low, high = min(ends), max(ends)
        elif _sign((low, high)) and _sign((least, most)):
            s, t = _sign((low, high)), _sign((least, most))
            (a, b), (c, d) = _times((low, high), s), _times((least, most), t)
            size: Bounds = ((a or Fraction(0)) * (c or Fraction(0)), b * d if b is not None and d is not None else None)
            low, high = _times(size, s * t)
        else:
            return None, None
    return low, high


def _sign(x: Bounds) -> int:
    return 1 if x[0] is not None and x[0] >= 0 else -1 if x[1] is not None and x[1] <= 0 else 0


def _times(x: Bounds, sign: int) -> Bounds:
    return x if sign > 0 else (None if x[1] is None else -x[1], None if x[0] is None else -x[0])


def _power_bounds(f: sp.Expr) -> Bounds:
    low, high = bounds(f.base)
    e = f.exp
    if not e.is_Rational:
        return None, None
    if e < 0:
        least, most = bounds(f.base**-e)
        if least is not None and least > 0:
            return Fraction(0) if most is None else 1 / most, 1 / least
        if most is not None and most < 0:
            return 1 / most, Fraction(0) if least is None else 1 / least
        return None, None
    if not e.is_Integer:
        rounded = -(-int(e.p) // int(e.q))  # min(1, y)^ceil(e) <= y^e <= max(1, y)^ceil(e)
        least = min(Fraction(1), max(Fraction(0), low or Fraction(0))) ** rounded
        return least, None if high is None else max(Fraction(1), high) ** rounded
    n = int(e)
    if n % 2:
        return None if low is None else low**n, None if high is None else high**n
    size = None if low is None or high is None else max(abs(low), abs(high))
    nearest = max(low or Fraction(0), -(high or Fraction(0)), Fraction(0))
    return nearest**n, None if size is None else size**n


def _exp(x: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of exp x, for |x| not beyond all measure."""
    if abs(x) > 10_000:
        raise InputError("exp", f"an argument beyond {10_000}", "use smaller constants")
    with precision(BITS):
        value = ball(x).exp()
        return lower(value), upper(value)


@dataclass(frozen=True)
class Growth:
    """|f(x)| <= size |x|^power exp(rate |x| + square x^2) for |x| >= 1; power, rate >= 0."""

    size: Fraction
    power: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    square: Fraction = Fraction(0)

    def times(self, other: Growth) -> Growth:
        """The growth of a product."""
        return Growth(
            self.size * other.size, self.power + other.power, self.rate + other.rate, self.square + other.square
        )

    def plus(self, other: Growth) -> Growth:
        """The growth of a sum."""
        return Growth(
            self.size + other.size,
            max(self.power, other.power),
            max(self.rate, other.rate),
            max(self.square, other.square),
        )

    def gaussian_tail(self, R: Fraction) -> arb | None:
        """A bound of the integral of |f| p over |x| >= R >= 1, p the normal density; None if R is too small.

        h = x^k exp(c x - s x^2), s = 1/2 - q, has (log h)' = k/x + c - 2 s x, which decreases; where it is
        -D < 0 at R, the integral beyond R is at most h(R)/D.
        """
        s = Fraction(1, 2) - self.square
        decay = 2 * s * R - self.power / R - self.rate
        if s <= 0 or decay <= 0:
            return None
        k = -(-self.power.numerator // self.power.denominator)  # R >= 1, so that R^k may round up
        return 2 * ball(self.size * R**k / decay) * ball(self.rate * R - s * R * R).exp() / (2 * arb.pi()).sqrt()


def growth(f: sp.Expr) -> Growth:
    """A growth bound of f.

    Raises
    ------
    InputError
        If the structure gives none: the moments cannot be shown to be finite.

    Examples
    --------
    >>> growth(X * sp.tanh(X) + 3)
    Growth(size=Fraction(4, 1), power=Fraction(1, 1), rate=Fraction(0, 1), square=Fraction(0, 1))
    >>> growth(sp.exp(-(X**2) + X)).square
    Fraction(-1, 1)
    """
    low, high = bounds(f)
    if low is not None and high is not None:
        return Growth(max(abs(low), abs(high)))
    if f == X:
        return Growth(Fraction(1), Fraction(1))
    if isinstance(f, sp.Add):
        return _fold(f, Growth.plus)
    if isinstance(f, sp.Mul):
        return _fold(f, Growth.times)
    if isinstance(f, sp.Pow) and f.exp.is_Rational and f.exp > 0:
        return _power_growth(growth(f.base), Fraction(int(f.exp.p), int(f.exp.q)))
    if isinstance(f, sp.exp | sp.cosh | sp.sinh):
        return _exponential(f.args[0], signed=isinstance(f, sp.exp))
    if isinstance(f, sp.Abs | sp.asinh):  # |asinh u| <= |u|
        return growth(f.args[0])
    if isinstance(f, sp.log):
        return _logarithm(f.args[0])
    raise InputError(str(f), "how fast it grows could not be bounded", "use functions that are bounded on the line")


def _fold(f: sp.Expr, join: Callable[[Growth, Growth], Growth]) -> Growth:
    first, *rest = (growth(part) for part in f.args)
    for part in rest:
        first = join(first, part)
    return first


def _power_growth(g: Growth, e: Fraction) -> Growth:
    size = max(Fraction(1), g.size) ** -(-e.numerator // e.denominator)
    return Growth(size, g.power * e, g.rate * e, g.square * e)


def _exponential(u: sp.Expr, *, signed: bool) -> Growth:
    """Of exp(u), or of cosh(u) and sinh(u) <= exp|u|."""
    if signed and u.is_polynomial(X) and sp.degree(u, X) <= 2:
        two, one, zero = (_constant(sp.Poly(u, X).coeff_monomial(X**k)) for k in (2, 1, 0))
        if two[1] is not None and zero[1] is not None and one[0] is not None and one[1] is not None:
            return Growth(_exp(zero[1])[1], rate=max(abs(one[0]), abs(one[1])), square=two[1])
    g = growth(u)
    if g.rate == 0 and g.square == 0 and g.power <= 1:
        return Growth(Fraction(1), rate=g.size)
    if g.rate == 0 and g.square == 0 and g.power <= 2:
        return Growth(Fraction(1), square=g.size)
    raise InputError(f"exp({u})", "it grows faster than exp(c x^2)", "its Gaussian moments are not finite or unproven")


def _logarithm(u: sp.Expr) -> Growth:
    """|log u| <= max(u, 1/m) - 1 for u >= m > 0, as log u <= u - 1 and log(1/u) <= 1/u - 1."""
    low, _ = bounds(u)
    if low is None or low <= 0:
        raise InputError(f"log({u})", "the argument is not seen to stay away from 0", "write e.g. log(1 + x^2)")
    return growth(u).plus(Growth(1 / low))
