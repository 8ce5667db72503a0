"""The one idiom of the rigorous layer: double the precision until the ball is narrow enough, up to a cap."""

from __future__ import annotations

from collections.abc import Callable

from ntksym.balls.arb import arb, is_finite, precision, relative_bits
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError

MAX_BITS = 1 << 18


def bits_for(digits: int) -> int:
    """Bits n such that radius <= 2^-n |midpoint| implies relative width <= 10^-digits.

    The relative width is at most 2*2^-n/(1 - 2^-n), and 10 < 2^3.322.

    Examples
    --------
    >>> bits_for(30)
    102
    """
    if digits < 1:
        raise InputError(f"digits={digits}", "an enclosure needs at least one digit", "give an integer >= 1")
    return digits * 3322 // 1000 + 3


def refine(
    compute: Callable[[], arb], digits: int, start: int = 0, cap: int = MAX_BITS, what: str = "value"
) -> Enclosure:
    """Evaluate ``compute`` at growing precision until its ball has relative width <= 10^-digits.

    Parameters
    ----------
    compute
        Returns a ball around one fixed number, at the current precision.
    digits
        Relative width asked for.
    start, cap
        First and largest working precision in bits.
    what
        Names the number in the error message.

    Raises
    ------
    UndecidedError
        If the cap is reached; the message says how wide the last ball was.

    Examples
    --------
    >>> refine(arb.pi, 20).contains(3)
    False
    """
    need = bits_for(digits)
    bits, reached = max(start, need + 32), "no digits"
    while bits <= cap:
        with precision(bits):
            x = compute()
        if is_finite(x):
            got = relative_bits(x)
            if got >= need:
                return Enclosure.of_ball(x)
            reached = f"{got} relative bits"
        bits *= 2
    raise UndecidedError(f"{what}: {reached} at the cap of {cap} bits, {need} needed for {digits} digits")
