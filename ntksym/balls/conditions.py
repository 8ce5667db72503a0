"""Three-valued conditions: True, False, or None where the balls do not decide."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sympy import ITE, And, Basic, Eq, Ge, Gt, Le, Lt, Ne, Not, Or
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from ntksym.balls.arb import acb, certainly_less, certainly_less_equal
from ntksym.balls.values import Value, real_ball

Truth = bool | None


def less(x: Value, y: Value) -> Truth:
    """Whether x < y; complex balls by their real parts (on the real axis the same)."""
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x < y
    a = x.real if isinstance(x, acb) else real_ball(x)
    b = y.real if isinstance(y, acb) else real_ball(y)
    if certainly_less(a, b):
        return True
    return False if certainly_less_equal(b, a) else None


def equal(x: Value, y: Value) -> Truth:
    """Whether x = y: True only for exact rationals, False only for disjoint balls."""
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x == y
    if less(x, y) is True or less(y, x) is True:
        return False
    return None


def negation(x: Truth) -> Truth:
    """Not x in three values."""
    return None if x is None else not x


def decide(condition: Basic, evaluate: Callable[[Basic], Value]) -> Truth | str:
    """The truth of a SymPy condition; a text names a condition that is not supported.

    Examples
    --------
    >>> from sympy import Symbol
    >>> x = Symbol("x")
    >>> decide((x > 1) | (x < 0), lambda e: Fraction(1, 2) if e == x else Fraction(str(e)))
    False
    """
    if isinstance(condition, BooleanTrue | BooleanFalse):
        return bool(condition)
    if isinstance(condition, Lt | Gt | Le | Ge | Eq | Ne):
        x, y = (evaluate(arg) for arg in condition.args)
        if isinstance(condition, Lt):
            return less(x, y)
        if isinstance(condition, Gt):
            return less(y, x)
        if isinstance(condition, Le):
            return negation(less(y, x))
        if isinstance(condition, Ge):
            return negation(less(x, y))
        return equal(x, y) if isinstance(condition, Eq) else negation(equal(x, y))
    if isinstance(condition, And | Or):
        stop = isinstance(condition, Or)
        undecided = False
        for arg in condition.args:
            truth = decide(arg, evaluate)
            if isinstance(truth, str) or truth is stop:
                return truth
            undecided = undecided or truth is None
        return None if undecided else not stop
    if isinstance(condition, Not):
        truth = decide(condition.args[0], evaluate)
        return truth if isinstance(truth, str) else negation(truth)
    if isinstance(condition, ITE):
        test, *branches = (decide(arg, evaluate) for arg in condition.args)
        if isinstance(test, str):
            return test
        if test is not None:
            return branches[0 if test else 1]
        return branches[0] if branches[0] == branches[1] else None
    return f"{condition} ({type(condition).__name__})"
