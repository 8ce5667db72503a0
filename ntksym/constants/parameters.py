"""Parameters of constants: what they may be, and one clear line when they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError

MAX_DIGITS = 10_000
PI = Fraction("3.14159265358979323846"), Fraction("3.14159265358979323847")  # around pi; what lies between is refused


@dataclass(frozen=True)
class Parameter:
    """One parameter of a constant: its name, how to read it, and what it means."""

    name: str
    read: Callable[[str, Any], Any]
    meaning: str
    example: str


def _integer(name: str, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isascii() and text.lstrip("+-").isdigit()) or len(text) > 18:
        raise InputError(f"{name}={text[:40]}", "not an integer", f"give an integer, e.g. {name}=3")
    return int(text)


def integer(name: str, low: int, meaning: str, example: str, high: int = 10**9) -> Parameter:
    """An integer parameter with low <= value <= high."""

    def read(label: str, value: Any) -> int:
        n = _integer(label, value)
        if n < low:
            raise InputError(f"{label}={n}", f"{meaning} must be at least {low}", f"give an integer {label} >= {low}")
        if n > high:
            raise InputError(f"{label}={n}", f"{meaning} is beyond what is computed here", f"give {label} <= {high}")
        return n

    return Parameter(name, read, meaning, example)


def choice(name: str, options: tuple[str, ...], meaning: str) -> Parameter:
    """A parameter that is one of a few words."""

    def read(label: str, value: Any) -> str:
        if str(value) not in options:
            raise InputError(
                f"{label}={str(value)[:40]}", f"not a known {meaning}", f"choose one of {', '.join(options)}"
            )
        return str(value)

    return Parameter(name, read, meaning, options[-1])


def _largest(largest: Fraction) -> str:
    return {Fraction(1, 2): "pi/2", Fraction(1): "pi"}.get(largest, f"{largest}*pi")


def angle(largest: Fraction, meaning: str) -> Parameter:
    """An exact angle in (0, largest * pi]."""

    def read(label: str, value: Any) -> ExactReal:
        x = ExactReal.parse(value, label)
        in_pi = x.coefficient if x.times_pi else x.coefficient / PI[0]
        if x.coefficient <= 0 or in_pi > largest:
            raise InputError(
                f"{label}={x}", f"{meaning} lies in (0, {_largest(largest)}]", f"give e.g. {label}=0.3 or {label}=pi/7"
            )
        return x

    return Parameter("angle", read, meaning, "0.3")


def cosine(name: str) -> Parameter:
    """An exact number in [-1, 1]."""

    def read(label: str, value: Any) -> ExactReal:
        x = ExactReal.parse(value, label)
        low_pi, high_pi = PI if x.times_pi else (Fraction(1), Fraction(1))
        if abs(x.coefficient) * high_pi > 1 and not (x.times_pi and abs(x.coefficient) * low_pi <= 1):
            raise InputError(f"{label}={x}", "a cosine lies in [-1, 1]", f"give e.g. {label}=0.5 or {label}=-3/5")
        return x

    return Parameter(name, read, "the cosine of the angle between the two points", "1/2")


def rational(name: str, meaning: str, example: str) -> Parameter:
    """An exact rational number."""

    def read(label: str, value: Any) -> Fraction:
        x = ExactReal.parse(value, label)
        if x.times_pi:
            raise InputError(f"{label}={x}", "must be rational", f"give e.g. {label}={example}")
        return x.coefficient

    return Parameter(name, read, meaning, example)


def digits(value: Any) -> int:
    """Check the number of digits asked for."""
    n = _integer("digits", value)
    if not 1 <= n <= MAX_DIGITS:
        raise InputError(
            f"digits={n}", "not a usable number of significant digits", f"ask for between 1 and {MAX_DIGITS} digits"
        )
    return n


DIMENSION = integer("d", 2, "the dimension d of the sphere S^(d-1)", "3", high=100_000)
DEGREE = integer("k", 0, "the degree k", "5")
ORDER = integer("r", 0, "the order r", "4", high=100_000)
TERM = integer("m", 0, "the power m of t", "4", high=100_000)
DEPTH = integer("L", 1, "the depth L", "3", high=512)
