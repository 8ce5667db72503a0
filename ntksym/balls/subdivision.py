"""Proof of f > 0 on a box: bisection into boxes on each of which balls decide the sign.

Each box is tried by the natural extension and, where f is differentiable on it, by monotonicity and by the
mean-value form.  The boxes of a proof tile the domain exactly: their ends are rational.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy import Expr, Symbol

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_negative,
    certainly_nonnegative,
    certainly_positive,
    hull,
    is_finite,
    precision,
)
from ntksym.balls.elementary import ELEMENTARY
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.evaluator import UnsupportedExpression
from ntksym.balls.values import Value, real_ball
from ntksym.errors import InputError, UndecidedError

Interval = tuple[Fraction, Fraction]
Box = Mapping[Symbol, Interval]

MAX_BOXES = 20_000
_SMOOTH = (sympy.Add, sympy.Mul, sympy.Pow, Symbol, sympy.Number, sympy.NumberSymbol)


@dataclass(frozen=True)
class Proved:
    """f > 0 (f >= 0 if not strict) on the whole box; ``boxes`` tile it."""

    boxes: tuple[dict[Symbol, Interval], ...]
    holds: bool = True

    def __str__(self) -> str:
        return f"proved on {len(self.boxes)} boxes that tile the domain"


@dataclass(frozen=True)
class Counterexample:
    """A rational point of the box where the value certainly violates the inequality."""

    point: dict[Symbol, Fraction]
    value: Enclosure
    holds: bool = False

    def __str__(self) -> str:
        where = ", ".join(f"{s}={x}" for s, x in self.point.items())
        return f"false at {where}: the value lies in {self.value.format(5)}"


@dataclass(frozen=True)
class Undecided:
    """Neither; with the smallest box that stayed undecided and f on it, if finite."""

    smallest: dict[Symbol, Interval]
    value: Enclosure | None
    tried: int
    holds: None = None

    def __str__(self) -> str:
        where = ", ".join(f"{s} in {Enclosure.around(*ends)}" for s, ends in self.smallest.items())
        value = "not finite" if self.value is None else f"in {self.value.format(3)}"
        return f"undecided after {self.tried} boxes; smallest box {where}, where the value is {value}"


Proof = Proved


def prove_positive(
    f: Expr, box: Box, *, strict: bool = True, max_boxes: int = MAX_BOXES, bits: int = 128
) -> Proved | Counterexample | Undecided:
    """Prove f > 0 (f >= 0 if not strict) at every point of a box where f is defined.

    Parameters
    ----------
    f
        A SymPy expression in the symbols of the box.
    box
        A rational interval for each symbol.
    max_boxes
        How many boxes may be tried.
    bits
        Precision of the balls.

    Examples
    --------
    >>> t = Symbol("t")
    >>> print(prove_positive(t**2 - t + sympy.Rational(1, 3), {t: (Fraction(0), Fraction(1))}))
    proved on 4 boxes that tile the domain
    >>> print(prove_positive(t**2 - t + sympy.Rational(1, 5), {t: (Fraction(0), Fraction(1))}))
    false at t=1/2: the value lies in [-0.050001, -0.049999]
    """
    start = {s: (Fraction(lo), Fraction(hi)) for s, (lo, hi) in box.items()}
    for s, (lo, hi) in start.items():
        if lo > hi:
            raise InputError(f"{s}", f"the interval [{lo}, {hi}] is empty", "give the lower end first")
    missing = f.free_symbols - set(start)
    if missing:
        raise InputError(", ".join(sorted(map(str, missing))), "no interval is given", "give one for every symbol")
    with precision(bits):
        return _bisect(_Tester(f, start, strict), start, max_boxes)


def _bisect(test: _Tester, start: dict[Symbol, Interval], max_boxes: int) -> Proved | Counterexample | Undecided:
    for pick in (0, 1):
        found = test.violation({s: ends[pick] for s, ends in start.items()})
        if found is not None:
            return found
    queue: deque[tuple[str, dict[Symbol, Interval]]] = deque([("", start)])
    proved: list[tuple[str, dict[Symbol, Interval]]] = []
    tried = 0
    while queue and tried < max_boxes:
        path, box = queue.popleft()
        tried += 1
        if test.proves(box):
            proved.append((path, box))
            continue
        found = test.violation({s: (lo + hi) / 2 for s, (lo, hi) in box.items()})
        if found is not None:
            return found
        side = _widest(box, start)
        if side is None:  # a single point that balls at this precision do not decide
            return Undecided(box, test.value(box), tried)
        lo, hi = box[side]
        middle = (lo + hi) / 2
        queue.append((path + "0", {**box, side: (lo, middle)}))
        queue.append((path + "1", {**box, side: (middle, hi)}))
    if queue:
        smallest = max(queue, key=lambda item: len(item[0]))[1]
        return Undecided(smallest, test.value(smallest), tried)
    return Proved(tuple(box for _, box in sorted(proved, key=lambda item: item[0])))


def _widest(box: dict[Symbol, Interval], start: dict[Symbol, Interval]) -> Symbol | None:
    best, width = None, Fraction(0)
    for s, (lo, hi) in box.items():
        if hi > lo and (hi - lo) / (start[s][1] - start[s][0]) > width:
            best, width = s, (hi - lo) / (start[s][1] - start[s][0])
    return best


class _Tester:
    """The sign tests of one function."""

    def __init__(self, f: Expr, start: dict[Symbol, Interval], strict: bool) -> None:
        self.f, self.strict = f, strict
        allowed = (*_SMOOTH, *ELEMENTARY)
        smooth = all(isinstance(node, allowed) for node in sympy.preorder_traversal(f))
        self.slopes = {s: sympy.diff(f, s) for s in start if s in f.free_symbols} if smooth else {}

    def _at(self, f: Expr, box: Mapping[Symbol, Interval], *, strict: bool = False) -> Value | None:
        """F over a box; None where balls say nothing."""
        from ntksym.balls.compiler import evaluate

        env = {s: lo if lo == hi else hull(lo, hi) for s, (lo, hi) in box.items()}
        try:
            value = evaluate(f, env, strict=strict)
        except UndecidedError:
            return None
        except UnsupportedExpression:
            raise
        except InputError:  # outside the domain of definition
            return None
        if isinstance(value, acb) or (isinstance(value, arb) and not is_finite(value)):
            return None
        return value

    def _good(self, value: Value | None) -> bool:
        if value is None or isinstance(value, acb):
            return False
        x = real_ball(value)
        return certainly_positive(x) if self.strict else certainly_nonnegative(x)

    def value(self, box: Mapping[Symbol, Interval]) -> Enclosure | None:
        """The enclosure over a box by the natural extension."""
        value = self._at(self.f, box)
        return None if value is None or isinstance(value, acb) else Enclosure.of_ball(real_ball(value))

    def violation(self, point: dict[Symbol, Fraction]) -> Counterexample | None:
        """The point as a counterexample, if it certainly is one."""
        value = self._at(self.f, {s: (x, x) for s, x in point.items()})
        if value is None or isinstance(value, acb):
            return None
        zero = self.strict and isinstance(value, Fraction) and value == 0
        if zero or certainly_negative(real_ball(value)):
            return Counterexample(point, Enclosure.of_ball(real_ball(value)))
        return None

    def proves(self, box: dict[Symbol, Interval]) -> bool:
        """Whether f > 0 on the whole box is certain."""
        if self._good(self._at(self.f, box)):
            return True
        # differentiable on the box: all its functions are, and none leaves its domain or is infinite there
        if not self.slopes or self._at(self.f, box, strict=True) is None:
            return False
        slopes: dict[Symbol, arb] = {}
        for s, slope in self.slopes.items():
            value = self._at(slope, box, strict=True)
            if value is None or isinstance(value, acb):
                return False
            slopes[s] = real_ball(value)
        face = dict(box)
        for s, slope in slopes.items():
            lo, hi = box[s]
            if certainly_nonnegative(slope):
                face[s] = (lo, lo)
            elif certainly_nonnegative(-slope):
                face[s] = (hi, hi)
        if face != box and self._good(self._at(self.f, face)):
            return True
        return self._good(self._mean_value(face, slopes))

    def _mean_value(self, box: dict[Symbol, Interval], slopes: dict[Symbol, arb]) -> Value | None:
        middle = {s: (lo + hi) / 2 for s, (lo, hi) in box.items()}
        value = self._at(self.f, {s: (x, x) for s, x in middle.items()})
        if value is None or isinstance(value, acb):
            return None
        total = real_ball(value)
        for s, slope in slopes.items():
            lo, hi = box[s]
            total = total + slope * arb(0, ball((hi - lo) / 2).upper())
        return total
