"""Elementary functions on values: exact where the result is obviously rational, balls otherwise.

Real arguments: the result contains the function at every point of the ball *where it is defined*
(``strict`` turns a ball that leaves the domain into NaN instead); a ball wholly outside the domain is an error.
Complex arguments with ``analytic``: NaN unless the function is analytic on the whole ball.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_less,
    certainly_less_equal,
    certainly_negative,
    certainly_nonnegative,
    certainly_positive,
    contains_zero,
    is_finite,
    lower,
    upper,
)
from ntksym.balls.values import (
    ONE,
    ZERO,
    Value,
    complex_ball,
    complex_not_a_number,
    domain_error,
    monotone,
    not_a_number,
    real_ball,
)
from ntksym.errors import UndecidedError


@dataclass(frozen=True, slots=True)
class Mode:
    """How functions answer: ``analytic`` and ``strict`` as described in the module.

    ``hull``: an undecided integer part is the hull of the possible ones (under an integral), not an error.
    """

    analytic: bool = False
    strict: bool = False
    hull: bool = False


Domain = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Elementary:
    """One elementary function of one argument.

    Parameters
    ----------
    name
        As SymPy prints it.
    real, complex
        The function on real and on complex balls.
    special
        Exact values at exact rationals.
    monotone
        Whether it is monotone on its real domain.
    domain
        Real closed domain, None for an infinite end.
    cut
        Whether a complex ball meets a branch cut (None: none, or the function finds it itself).
    """

    name: str
    real: Callable[[arb], arb]
    complex: Callable[[acb, bool], acb]
    special: dict[int, int]
    monotone: bool = False
    domain: Domain = (None, None)
    cut: Callable[[acb], bool] | None = None

    def __call__(self, x: Value, mode: Mode) -> Value:
        """The function at a value."""
        if isinstance(x, acb):
            if mode.analytic and self.cut is not None and self.cut(x):
                return complex_not_a_number()
            return self.complex(x, mode.analytic)
        if isinstance(x, Fraction):
            if x.denominator == 1 and x.numerator in self.special:
                return Fraction(self.special[x.numerator])
            self._check(x, x)
            return self.real(ball(x))
        if not is_finite(x):
            return x
        if self.domain != (None, None):
            clipped = self._clip(x, mode.strict)
            if clipped is not None:
                return clipped
        return monotone(self.real, x) if self.monotone else self.real(x)

    def _check(self, lo: Fraction, hi: Fraction) -> None:
        least, most = self.domain
        if (least is not None and hi < least) or (most is not None and lo > most):
            raise domain_error(f"{self.name}({lo})", f"{self.name} is real only on {self._interval()}")

    def _interval(self) -> str:
        least, most = self.domain
        return f"[{least}, {'oo)' if most is None else f'{most}]'}"

    def _clip(self, x: arb, strict: bool) -> arb | None:
        """On a ball that meets the end of the domain, the hull over the part inside (monotone functions)."""
        least, most = self.domain
        inside_low = least is None or certainly_less_equal(ball(least), x)
        inside_high = most is None or certainly_less_equal(x, ball(most))
        if inside_low and inside_high:
            return None
        self._check(lower(x), upper(x))
        if strict:
            return not_a_number()
        lo = x.lower() if inside_low or least is None else ball(least)
        hi = x.upper() if inside_high or most is None else ball(most)
        return self.real(lo).union(self.real(hi))


def _cut_outside_unit(z: acb) -> bool:
    """Whether the ball may meet (-oo, -1] or [1, oo)."""
    real = z.real
    return contains_zero(z.imag) and not (certainly_less(real, arb(1)) and certainly_less(arb(-1), real))


def _cut_imaginary(z: acb) -> bool:
    """Whether the ball may meet i[1, oo) or -i[1, oo)."""
    imag = z.imag
    return contains_zero(z.real) and not (certainly_less(imag, arb(1)) and certainly_less(arb(-1), imag))


def _cut_below_one(z: acb) -> bool:
    """Whether the ball may meet (-oo, 1]."""
    return contains_zero(z.imag) and not certainly_less(arb(1), z.real)


def cut_nonpositive(z: acb) -> bool:
    """Whether the ball may meet (-oo, 0]."""
    return contains_zero(z.imag) and not certainly_positive(z.real)


_ZERO: dict[int, int] = {0: 0}

ELEMENTARY: dict[type, Elementary] = {
    sympy.exp: Elementary("exp", arb.exp, lambda z, a: z.exp(), {0: 1}, monotone=True),
    sympy.log: Elementary("log", arb.log, lambda z, a: z.log(analytic=a), {1: 0}),
    sympy.sin: Elementary("sin", arb.sin, lambda z, a: z.sin(), _ZERO),
    sympy.cos: Elementary("cos", arb.cos, lambda z, a: z.cos(), {0: 1}),
    sympy.tan: Elementary("tan", arb.tan, lambda z, a: z.tan(), _ZERO),
    sympy.cot: Elementary("cot", arb.cot, lambda z, a: z.cot(), {}),
    sympy.sec: Elementary("sec", arb.sec, lambda z, a: z.sec(), {0: 1}),
    sympy.csc: Elementary("csc", arb.csc, lambda z, a: z.csc(), {}),
    sympy.asin: Elementary(
        "asin", arb.asin, lambda z, a: z.asin(), _ZERO, True, (Fraction(-1), ONE), _cut_outside_unit
    ),
    sympy.acos: Elementary(
        "acos", arb.acos, lambda z, a: z.acos(), {1: 0}, True, (Fraction(-1), ONE), _cut_outside_unit
    ),
    sympy.atan: Elementary("atan", arb.atan, lambda z, a: z.atan(), _ZERO, True, cut=_cut_imaginary),
    sympy.sinh: Elementary("sinh", arb.sinh, lambda z, a: z.sinh(), _ZERO, True),
    sympy.cosh: Elementary("cosh", arb.cosh, lambda z, a: z.cosh(), {0: 1}),
    sympy.tanh: Elementary("tanh", arb.tanh, lambda z, a: z.tanh(), _ZERO, True),
    sympy.asinh: Elementary("asinh", arb.asinh, lambda z, a: z.asinh(), _ZERO, True, cut=_cut_imaginary),
    sympy.acosh: Elementary("acosh", arb.acosh, lambda z, a: z.acosh(), {1: 0}, True, (ONE, None), _cut_below_one),
    sympy.atanh: Elementary("atanh", arb.atanh, lambda z, a: z.atanh(), _ZERO, cut=_cut_outside_unit),
    sympy.erf: Elementary("erf", arb.erf, lambda z, a: z.erf(), _ZERO, True),
    sympy.erfc: Elementary("erfc", arb.erfc, lambda z, a: z.erfc(), {0: 1}, True),
}


def elementary(cls: type, x: Value, mode: Mode) -> Value:
    """One of the functions of :data:`ELEMENTARY` at a value, with its open ends of the domain checked."""
    if not isinstance(x, acb):
        real = real_ball(x)
        if cls is sympy.log and (certainly_negative(real) or (isinstance(x, Fraction) and x == 0)):
            raise domain_error("log", "the argument is not positive")
        if cls is sympy.atanh and certainly_less_equal(arb(1), abs(real)):
            raise domain_error("atanh", "atanh is real only on (-1, 1)")
        if cls in (sympy.cot, sympy.csc) and isinstance(x, Fraction) and x == 0:
            raise domain_error(f"{cls.__name__}(0)", "a pole")
    return ELEMENTARY[cls](x, mode)


def absolute(x: Value, mode: Mode) -> Value:
    """|x|; on complex balls the analytic continuation sqrt(x^2) of the real function."""
    if isinstance(x, acb):
        return x.real_abs(analytic=mode.analytic)
    return abs(x) if isinstance(x, arb) else Fraction(abs(x))


def sign(x: Value, mode: Mode) -> Value:
    """The sign; the hull of the possible signs if undecided."""
    if isinstance(x, acb):
        return x.real_sgn(analytic=mode.analytic)
    if isinstance(x, Fraction):
        return Fraction((x > 0) - (x < 0))
    if certainly_positive(x):
        return ONE
    if certainly_negative(x):
        return -ONE
    return x.sgn()


def extremum(values: list[Value], mode: Mode, *, largest: bool) -> Value:
    """The largest or the smallest value."""
    result = values[0]
    for v in values[1:]:
        if isinstance(result, Fraction) and isinstance(v, Fraction):
            result = max(result, v) if largest else min(result, v)
        elif isinstance(result, acb) or isinstance(v, acb):
            x, y = complex_ball(result), complex_ball(v)
            result = x.real_max(y, analytic=mode.analytic) if largest else x.real_min(y, analytic=mode.analytic)
        else:
            x_, y_ = real_ball(result), real_ball(v)
            result = x_.max(y_) if largest else x_.min(y_)
    return result


def floor(x: Value, mode: Mode) -> Value:
    """The integer part; raises :class:`UndecidedError` if the ball meets two integer parts."""
    if isinstance(x, acb):
        return x.real_floor(analytic=mode.analytic)
    if isinstance(x, Fraction):
        return Fraction(x.numerator // x.denominator)
    if is_finite(x):
        lo, hi = lower(x) // 1, upper(x) // 1
        if lo == hi:
            return Fraction(lo)
        if mode.hull:
            return ball(Fraction(lo)).union(ball(Fraction(hi)))
    raise UndecidedError(f"floor: the ball {x.str(10)} does not decide the integer part")


def atan2(y: Value, x: Value) -> Value | None:
    """The angle of the point (x, y); None for complex balls, where it is not supported."""
    if isinstance(x, acb) or isinstance(y, acb):
        return None
    if isinstance(y, Fraction) and y == 0:
        if isinstance(x, Fraction) and x == 0:
            raise domain_error("atan2(0, 0)", "the angle of the origin is not defined")
        if certainly_positive(real_ball(x)):
            return ZERO
    return arb.atan2(real_ball(y), real_ball(x))


__all__ = [
    "ELEMENTARY",
    "Elementary",
    "Mode",
    "absolute",
    "atan2",
    "certainly_nonnegative",
    "cut_nonpositive",
    "elementary",
    "extremum",
    "floor",
    "sign",
]
