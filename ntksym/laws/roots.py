"""A zero of a monotone function in balls: found in floating point, proved by two signs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ntksym.balls.arb import (
    arb,
    ball,
    bits,
    certainly_negative,
    certainly_positive,
    contains_zero,
    is_finite,
    lower,
    upper,
)
from ntksym.errors import UndecidedError

Function = Callable[[arb], arb]
STEPS = 12


def bracket(f: Function, seed: float | Fraction, low: arb | None, high: arb | None) -> arb:
    """A ball, inside (low, high), at whose two ends f is certain to have opposite signs.

    If f is continuous and monotone there, the ball holds its only zero.

    Parameters
    ----------
    f
        The function, on exact balls.
    seed
        A floating-point guess.
    low, high
        Ends between which the ball has to stay, None for an infinite end.

    Raises
    ------
    UndecidedError
        If no bracket is found near the seed.

    Examples
    --------
    >>> from ntksym.balls.arb import precision
    >>> with precision(100):
    ...     bracket(lambda t: t * t - 2, 1.4142, arb(1), arb(2)).str(20, radius=False)
    '1.4142135623730950488'
    """
    x = _secant(f, Fraction(seed), low, high)
    width = max(abs(x), Fraction(1, 1 << 40)) / Fraction(2) ** (2 * bits() // 3)
    for _ in range(STEPS):
        left, right = ball(x - width), ball(x + width)
        if (low is not None and not certainly_positive(left - low)) or (
            high is not None and not certainly_positive(high - right)
        ):
            break
        a, b = f(left), f(right)
        if (certainly_negative(a) and certainly_positive(b)) or (certainly_positive(a) and certainly_negative(b)):
            return left.union(right)
        width *= 64
    raise UndecidedError(f"no sign change was certain near {float(seed):.10g} at {bits()} bits")


def _secant(f: Function, x: Fraction, low: arb | None, high: arb | None) -> Fraction:
    """The seed improved by secant steps on midpoints, dyadic and short."""
    before = x + max(abs(x), Fraction(1, 1 << 40)) / (1 << 30)
    f_before, f_now = f(ball(before)), f(ball(x))
    for _ in range(STEPS):
        if not (is_finite(f_now) and is_finite(f_before)) or contains_zero(f_now) or contains_zero(f_now - f_before):
            break
        step = f_now * ball(x - before) / (f_now - f_before)
        before, f_before = x, f_now
        moved = ball(x) - step
        for end in (low, high):  # a step beyond an end goes half the way to it
            if end is not None and not certainly_positive((moved - end) * (ball(x) - end)):
                moved = (ball(x) + end) / 2
        x = lower(moved.mid())
        f_now = f(ball(x))
        if certainly_positive(abs(f_now) - abs(f_before)):  # no better: rounding has been reached
            return before
    return x


def middle(x: arb) -> Fraction:
    """The exact midpoint."""
    return (lower(x) + upper(x)) / 2
