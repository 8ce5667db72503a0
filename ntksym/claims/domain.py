"""Domain: where a claim is said to hold, as SymPy sets, with sample points for the legs that try instances."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import sympy as sp

Point = dict[sp.Symbol, Fraction]


@dataclass(frozen=True)
class Range:
    """One variable's range: integers or reals between two exact ends (None: unbounded)."""

    integer: bool
    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None:
            single = self.low == self.high
            if self.low > self.high or (single and (self.open_low or self.open_high)):
                raise ValueError("a domain without points: a claim on it would say nothing")

    @classmethod
    def between(cls, a: Any, b: Any, *, integer: bool) -> Range:
        """What is known of a variable bound between a and b: whether it is an integer, and its sign."""
        up = a.is_extended_nonnegative and (integer or b.is_extended_nonnegative)  # an integral may run backwards
        down = b.is_extended_nonpositive and (integer or a.is_extended_nonpositive)
        low = Fraction(int(bool(integer and a.is_extended_positive))) if up else None
        high = Fraction(0) if down and not up else None
        return cls(integer, low, high, open_low=not integer, open_high=not integer)

    def contradicts(self, symbol: sp.Expr) -> str:
        """Why the assumptions on a symbol, or a function, say more than this range; empty if they do not."""
        known = dict.fromkeys(("commutative", "complex", "finite", "hermitian", "real"), True)
        known |= dict.fromkeys(("infinite", "imaginary", "antihermitian"), False)
        if self.integer:
            known |= dict.fromkeys(("integer", "rational", "algebraic"), True)
            known |= dict.fromkeys(("noninteger", "irrational", "transcendental"), False)
        above, below = self.low is not None and self.low >= 0, self.high is not None and self.high <= 0
        if above:
            known |= {"nonnegative": True, "negative": False}
        if below:
            known |= {"nonpositive": True, "positive": False, "prime": False, "composite": False}
        if (above and (self.low != 0 or self.open_low)) or (below and (self.high != 0 or self.open_high)):
            known |= {"nonzero": True, "zero": False, "positive": above, "negative": below}
            known |= {"nonnegative": above, "nonpositive": below}
        assumed = symbol.assumptions0 if symbol.is_Symbol else type(symbol).default_assumptions
        said = {name.removeprefix("extended_"): value for name, value in assumed.items()}
        more = sorted(name for name, value in said.items() if known.get(name) is not value)
        return f"{symbol} is declared {', '.join(more)}, and its domain is larger" if more else ""

    @classmethod
    def of(cls, set_: sp.Set) -> Range:
        """Read a SymPy ``Range`` (step 1), ``Interval`` or one of the number sets."""
        if set_ == sp.S.Naturals:
            return cls(True, Fraction(1), None)
        if set_ == sp.S.Naturals0:
            return cls(True, Fraction(0), None)
        if isinstance(set_, sp.Range) and set_.step == 1:
            low = None if set_.start == -sp.oo else Fraction(int(set_.start))
            return cls(True, low, None if set_.stop == sp.oo else Fraction(int(set_.stop)) - 1)
        if isinstance(set_, sp.Interval):
            return cls(False, _end(set_.start), _end(set_.end), bool(set_.left_open), bool(set_.right_open))
        if isinstance(set_, sp.FiniteSet) and len(set_) == 1:  # what SymPy makes of Interval(a, a)
            return cls(False, _end(set_.args[0]), _end(set_.args[0]))
        raise ValueError(f"a domain is made of Range(a, b), Interval(a, b) and Naturals, not {set_}")

    def holds(self, x: Fraction) -> bool:
        """Whether the exact number x lies in the range."""
        if self.integer and x.denominator != 1:
            return False
        above = self.low is None or (x > self.low if self.open_low else x >= self.low)
        below = self.high is None or (x < self.high if self.open_high else x <= self.high)
        return above and below

    def samples(self, count: int, rng: random.Random) -> list[Fraction]:
        """The ends that belong to the range, points near them, and random points."""
        low = self.low if self.low is not None else (self.high or Fraction(0)) - 12
        high = self.high if self.high is not None else low + 12
        if self.integer:
            near = [low, low + 1, low + 2, low + 3, high]
            drawn = [Fraction(rng.randint(int(low), int(high))) for _ in range(count)]
        else:
            width = high - low
            near = [low, high, low + width / 2, low + width / 2**20, high - width / 2**20]
            drawn = [low + width * Fraction(rng.randint(1, 2**16 - 1), 2**16) for _ in range(count)]
        seen: dict[Fraction, None] = {}
        for x in near + drawn:
            if self.holds(x):
                seen.setdefault(x)
        return list(seen)


REALS = Range(integer=False, low=None, high=None)  # where the values of an undefined function lie


def _end(x: Any) -> Fraction | None:
    if x in (sp.oo, -sp.oo):
        return None
    if not x.is_Rational:
        raise ValueError(f"the ends of a domain are rational numbers, not {x}; substitute, e.g. t = cos(u)")
    return Fraction(int(x.p), int(x.q))


class Domain(Mapping[sp.Symbol, Range]):
    """Variables with their ranges.

    Examples
    --------
    >>> k, t = sp.symbols("k t")
    >>> domain = Domain({k: sp.Range(0, sp.oo), t: sp.Interval.open(-1, 1)})
    >>> print(domain)
    k in {0, 1, 2, ...}, -1 < t < 1
    """

    def __init__(self, sets: Mapping[sp.Symbol, sp.Set]) -> None:
        self.sets = dict(sets)
        self._ranges = {symbol: Range.of(set_) for symbol, set_ in sets.items()}

    def __getitem__(self, symbol: sp.Symbol) -> Range:
        return self._ranges[symbol]

    def __iter__(self) -> Iterator[sp.Symbol]:
        return iter(self._ranges)

    def __len__(self) -> int:
        return len(self._ranges)

    @property
    def finite(self) -> bool:
        """Whether the domain consists of finitely many integer points."""
        return all(r.integer and r.low is not None and r.high is not None for r in self._ranges.values())

    @property
    def size(self) -> int | None:
        """The number of points of a finite domain."""
        if not self.finite:
            return None
        size = 1
        for r in self._ranges.values():
            size *= int(r.high or 0) - int(r.low or 0) + 1
        return size

    def points(self) -> Iterator[Point]:
        """Every point of a finite domain."""
        axes = [[Fraction(i) for i in range(int(r.low or 0), int(r.high or 0) + 1)] for r in self._ranges.values()]
        for values in product(*axes):
            yield dict(zip(self._ranges, values, strict=True))

    def samples(self, count: int, seed: int) -> list[Point]:
        """Chosen points (corners first) and random ones; for a small finite domain every point."""
        size = self.size
        if size is not None and size <= count:
            return list(self.points())
        rng = random.Random(seed)
        axes = {symbol: r.samples(count, rng) for symbol, r in self._ranges.items()}
        chosen: dict[tuple[Fraction, ...], None] = {}
        for i in range(8 * count):
            if len(chosen) >= count:
                break
            if i < min(len(axis) for axis in axes.values()) if axes else 0:
                chosen.setdefault(tuple(axis[i] for axis in axes.values()))
            chosen.setdefault(tuple(rng.choice(axis) for axis in axes.values()))
        return [dict(zip(self._ranges, values, strict=True)) for values in chosen]

    def _side(self, symbol: sp.Symbol) -> str:
        r = self[symbol]
        if r.integer:
            low, high = r.low or 0, r.high
            shown = f"{low}, {low + 1}, {low + 2}, ..." if high is None else f"{low}, ..., {high}"
            return f"{symbol} in {{{shown}}}"
        left = "" if r.low is None else f"{r.low} {'<' if r.open_low else '<='} "
        right = "" if r.high is None else f" {'<' if r.open_high else '<='} {r.high}"
        return f"{left}{symbol}{right}"

    def __str__(self) -> str:
        return ", ".join(self._side(symbol) for symbol in self) or "no variables"

    def latex(self) -> str:
        """The domain as LaTeX."""
        parts = []
        for symbol in self:
            name, r = sp.latex(symbol), self[symbol]
            if r.integer:
                bound = f"{name} \\ge {r.low}" if r.high is None else f"{r.low} \\le {name} \\le {r.high}"
            else:
                left = (
                    "" if r.low is None else f"{sp.latex(sp.Rational(r.low))} {'<' if r.open_low else chr(92) + 'le'} "
                )
                right = (
                    ""
                    if r.high is None
                    else f" {'<' if r.open_high else chr(92) + 'le'} {sp.latex(sp.Rational(r.high))}"
                )
                bound = f"{left}{name}{right}"
            parts.append(bound)
        return ",\\ ".join(parts)
