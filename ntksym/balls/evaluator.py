"""The evaluator: walks an expression tree once, remembering every subexpression's value.

See :mod:`ntksym.balls.compiler` for the functions to call.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import sympy
from sympy import Basic, Symbol

from ntksym.balls.arb import acb, arb
from ntksym.balls.conditions import decide
from ntksym.balls.elementary import ELEMENTARY, Mode, elementary
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.balls.tables import CONSTANTS, FUNCTIONS, SUPPORTED, Handler, Unsuitable, Walker
from ntksym.balls.values import (
    ZERO,
    Value,
    add,
    as_integer,
    complex_not_a_number,
    domain_error,
    general_power,
    hull_of,
    integer_power,
    multiply,
    rational_power,
)
from ntksym.errors import InputError

Given: TypeAlias = int | Fraction | ExactReal | Enclosure | arb | acb
Environment: TypeAlias = Mapping[Symbol, Given]


class UnsupportedExpression(InputError):  # noqa: N818
    """An expression that has no rigorous evaluation here; the line names the subexpression and its type."""

    def __init__(self, expr: object, why: str = "") -> None:
        text = str(expr)
        text = text if len(text) <= 80 else text[:77] + "..."
        kind = type(expr).__name__ if isinstance(expr, Basic) else "condition"
        super().__init__(
            f"{text} ({kind})", why or "no rigorous evaluation for this type", f"supported are {SUPPORTED}"
        )


_registered: dict[type, Handler] = {}


def register(cls: type, handler: Handler) -> None:
    """Let expressions of a SymPy function class be evaluated by ``handler(*values)``.

    Parameters
    ----------
    cls
        The subclass of ``sympy.Function``.
    handler
        Gets the evaluated arguments, each Fraction, arb or acb; returns a value that contains the
        function's.  For a complex ball it must return a non-finite acb unless analytic on the ball.

    Examples
    --------
    >>> class Cube(sympy.Function): ...
    >>> register(Cube, lambda x: integer_power(x, 3))
    >>> Evaluator({Symbol("x"): Fraction(2)}, Mode())(Cube(Symbol("x")))
    Fraction(8, 1)
    """
    _registered[cls] = handler


def given_value(symbol: Symbol, x: object) -> Value:
    """The value of a symbol as the evaluator uses it, at the current precision."""
    if isinstance(x, arb | acb | Fraction):
        return x
    if isinstance(x, int) and not isinstance(x, bool):
        return Fraction(x)
    if isinstance(x, Enclosure):
        return x.lo if x.exact else x.ball
    if isinstance(x, ExactReal):
        return x.ball if x.times_pi and x.coefficient else x.coefficient
    if isinstance(x, sympy.Rational):
        return Fraction(int(x.p), int(x.q))
    raise InputError(
        f"{symbol}={x!r}",
        f"a {type(x).__name__} is not an exact number",
        "give an int, a Fraction, an ExactReal or an Enclosure",
    )


class Evaluator(Walker):
    """Walks one expression at the current precision, remembering the value of every subexpression."""

    def __init__(self, env: Mapping[Symbol, Value], mode: Mode, parent: Evaluator | None = None) -> None:
        self.env, self.mode, self.parent = env, mode, parent
        self.bound = frozenset(env) if parent else frozenset()
        self.memo: dict[Basic, Value] = {}
        self.free: dict[Basic, frozenset[Basic]] = parent.free if parent else {}

    def with_bound(self, env: Mapping[Symbol, Value], mode: Mode | None = None) -> Evaluator:
        """An evaluator in which some symbols have new values; all else is looked up here."""
        changed = mode is not None and mode != self.mode
        if changed:  # nothing may be shared between analytic and plain evaluation
            return Evaluator({**self.all_values(), **env}, mode or self.mode)
        return Evaluator(env, self.mode, self)

    def all_values(self) -> dict[Symbol, Value]:
        """Every symbol's value, inner ones first."""
        outer = self.parent.all_values() if self.parent else {}
        return {**outer, **self.env}

    def _free(self, expr: Basic) -> frozenset[Basic]:
        found = self.free.get(expr)
        if found is None:
            found = self.free[expr] = frozenset(expr.free_symbols)
        return found

    def __call__(self, expr: Basic) -> Value:
        """The value of a subexpression."""
        if isinstance(expr, sympy.Rational):
            return Fraction(int(expr.p), int(expr.q))
        if self.parent is not None and not (self._free(expr) & self.bound):
            return self.parent(expr)
        value = self.memo.get(expr)
        if value is None:
            value = self.memo[expr] = self._walk(expr)
        return value

    def _walk(self, expr: Basic) -> Value:
        if isinstance(expr, Symbol):
            return self._symbol(expr)
        if isinstance(expr, sympy.Add):
            total: Value = ZERO
            for arg in expr.args:
                total = add(total, self(arg))
            return total
        if isinstance(expr, sympy.Mul):
            product: Value = Fraction(1)
            for arg in expr.args:
                product = multiply(product, self(arg))
            return product
        if isinstance(expr, sympy.Pow):
            return self._power(expr, *expr.args)
        if type(expr) in ELEMENTARY:
            return elementary(type(expr), self(expr.args[0]), self.mode)
        if type(expr) in CONSTANTS:
            return CONSTANTS[type(expr)]()
        if isinstance(expr, sympy.Piecewise):
            return self._piecewise(expr)
        for cls in type(expr).__mro__:
            if cls in _registered:
                return _registered[cls](*(self(arg) for arg in expr.args))
            if cls in FUNCTIONS:
                try:
                    return FUNCTIONS[cls](self, expr)
                except Unsuitable as why:
                    raise UnsupportedExpression(expr, str(why)) from None
        raise UnsupportedExpression(expr)

    def _symbol(self, symbol: Symbol) -> Value:
        if symbol in self.env:
            return self.env[symbol]
        if self.parent is not None:
            return self.parent(symbol)
        twins = [s for s in self.env if s.name == symbol.name]
        why = "the symbol has no value"
        if twins:
            why += " (another symbol of this name but with other assumptions has one)"
        raise InputError(f"{symbol}", why, "give every free symbol a value")

    def _power(self, expr: Basic, base: Basic, exponent: Basic) -> Value:
        e = self(exponent)
        if base is sympy.E:
            return elementary(sympy.exp, e, self.mode)
        b = self(base)
        n = as_integer(e)
        if n is not None:
            return integer_power(b, n, expr)
        flags = {"analytic": self.mode.analytic, "strict": self.mode.strict}
        if isinstance(e, Fraction) and e.denominator < 1 << 16 and abs(e.numerator) < 1 << 24:
            return rational_power(b, e, expr, **flags)
        return general_power(b, e, expr, **flags)

    def _piecewise(self, expr: Basic) -> Value:
        possible: list[Value] = []
        covered = False
        for pair in expr.args:
            branch, condition = pair.args
            truth = decide(condition, self)
            if isinstance(truth, str):
                raise UnsupportedExpression(truth, "not a condition that can be decided")
            if truth is False:
                continue
            possible.append(self(branch))
            covered = truth is True
            if covered:
                break
        if not possible:
            raise domain_error(str(expr)[:80], "no condition of the Piecewise holds")
        if len(possible) == 1 and (covered or not (self.mode.analytic or self.mode.strict)):
            return possible[0]
        if self.mode.analytic:
            return complex_not_a_number()
        return hull_of(possible) if covered or not self.mode.strict else arb.nan()
