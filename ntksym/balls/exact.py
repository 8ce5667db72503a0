"""Exact numbers that users type: decimals, fractions, and rational multiples of pi."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import arb, ball
from ntksym.errors import InputError

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?"
_RATIONAL = re.compile(rf"^\s*({_NUMBER})\s*(?:/\s*(\d+))?\s*$")
_PI_MULTIPLE = re.compile(rf"^\s*([+-])?\s*(?:({_NUMBER})\s*\*?\s*)?pi\s*(?:/\s*(\d+))?\s*$")


@dataclass(frozen=True, slots=True)
class ExactReal:
    """The exact number ``coefficient`` or, if ``times_pi``, ``coefficient * pi``.

    Examples
    --------
    >>> ExactReal.parse("pi/7")
    ExactReal(coefficient=Fraction(1, 7), times_pi=True)
    >>> str(ExactReal.parse("0.30"))
    '3/10'
    """

    coefficient: Fraction
    times_pi: bool = False

    @classmethod
    def parse(cls, value: object, name: str = "number") -> ExactReal:
        """Read a decimal, a fraction or a multiple of pi; text is matched, never evaluated.

        Raises
        ------
        InputError
            If the text is none of these (floats other than decimals as text are refused, for they
            are not what the user typed).
        """
        if isinstance(value, ExactReal):
            return value
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            return cls(Fraction(value))
        text = str(value)
        if isinstance(value, str) and len(text) <= 200:
            if match := _RATIONAL.match(text):
                denominator = int(match[2] or 1)
                if denominator:
                    return cls(Fraction(match[1]) / denominator)
            if match := _PI_MULTIPLE.match(text):
                denominator = int(match[3] or 1)
                if denominator:
                    sign = -1 if match[1] == "-" else 1
                    return cls(sign * Fraction(match[2] or 1) / denominator, times_pi=True)
        raise InputError(
            f"{name}={text[:60]}",
            "not an exact number",
            'write a decimal, a fraction or a multiple of pi as text, e.g. "0.3", "1/7" or "pi/7"',
        )

    @property
    def ball(self) -> arb:
        """A ball around the number at the current precision."""
        return ball(self.coefficient) * arb.pi() if self.times_pi else ball(self.coefficient)

    def __str__(self) -> str:
        p, q = self.coefficient.numerator, self.coefficient.denominator
        if not self.times_pi:
            return str(p) if q == 1 else f"{p}/{q}"
        head = {1: "pi", -1: "-pi"}.get(p, f"{p}*pi")
        return head if q == 1 else f"{head}/{q}"
