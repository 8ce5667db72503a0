"""Enclosure: a closed interval with exact dyadic ends that provably contains a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from ntksym.balls import arb as _arb
from ntksym.errors import UndecidedError

Exact = int | Fraction


class Undecided:
    """The third truth value.  Using it as a condition raises :class:`UndecidedError`."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __bool__(self) -> bool:
        raise UndecidedError(self.why)

    def __repr__(self) -> str:
        return f"Undecided({self.why!r})"


def _is_dyadic(x: Fraction) -> bool:
    return x.denominator & (x.denominator - 1) == 0


def round_decimal(x: Exact, digits: int, *, up: bool) -> str:
    """The decimal with ``digits`` significant digits nearest to x on the stated side.

    Examples
    --------
    >>> round_decimal(Fraction(2, 3), 4, up=False), round_decimal(Fraction(2, 3), 4, up=True)
    ('0.6666', '0.6667')
    """
    x = Fraction(x)
    # Emin and Emax of the default context would turn 1e-2000000 into 0; both ends must stay true.
    context = Context(prec=digits, rounding=ROUND_CEILING if up else ROUND_FLOOR, Emin=-(10**15), Emax=10**15, traps=[])
    return str(context.divide(Decimal(x.numerator), Decimal(x.denominator)))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A closed interval [lo, hi] with exact dyadic ends that contains the number it stands for.

    Parameters
    ----------
    lo, hi
        Exact ends, ``lo <= hi``; each a dyadic rational (an integer over a power of two).

    Raises
    ------
    ValueError
        If ``lo > hi`` or an end is not dyadic.

    Examples
    --------
    >>> x = Enclosure(Fraction(1, 4), Fraction(3, 8))
    >>> x < 1
    True
    >>> x < Fraction(1, 3)
    Undecided('[0.25, 0.38] < 1/3')
    >>> print(x)
    [0.25, 0.38]
    """

    lo: Fraction
    hi: Fraction

    def __post_init__(self) -> None:
        for name in ("lo", "hi"):
            object.__setattr__(self, name, Fraction(getattr(self, name)))
            if not _is_dyadic(getattr(self, name)):
                raise ValueError(f"{name}={getattr(self, name)} is not dyadic; use Enclosure.around")
        if self.lo > self.hi:
            raise ValueError(f"empty enclosure: lo={self.lo} > hi={self.hi}")

    @classmethod
    def around(cls, lo: Exact, hi: Exact | None = None, bits: int = 64) -> Enclosure:
        """The enclosure of [lo, hi] with ends rounded outwards to ``bits`` significant bits.

        Examples
        --------
        >>> Enclosure.around(Fraction(1, 3), bits=8)
        Enclosure('[0.332, 0.334]')
        """
        low, high = Fraction(lo), Fraction(lo if hi is None else hi)
        return cls(_round_dyadic(low, bits, up=False), _round_dyadic(high, bits, up=True))

    @classmethod
    def of_ball(cls, x: _arb.arb) -> Enclosure:
        """The enclosure with a ball's exact ends; raises :class:`UndecidedError` if it is not finite."""
        if not _arb.is_finite(x):
            raise UndecidedError("the ball is not finite: it says nothing about the number")
        return cls(_arb.lower(x), _arb.upper(x))

    @property
    def ball(self) -> _arb.arb:
        """A ball that contains the enclosure, at the current precision."""
        return _arb.hull(self.lo, self.hi)

    @property
    def exact(self) -> bool:
        """Whether the enclosure is a single point."""
        return self.lo == self.hi

    @property
    def width(self) -> Fraction:
        """Hi - lo, exactly."""
        return self.hi - self.lo

    @property
    def mid(self) -> Fraction:
        """The midpoint, exactly."""
        return (self.lo + self.hi) / 2

    def relative_width(self) -> Fraction | None:
        """Width over the smallest modulus in the enclosure; None if it contains 0 and is not the point 0."""
        if self.exact:
            return Fraction(0)
        if self.lo <= 0 <= self.hi:
            return None
        return self.width / min(abs(self.lo), abs(self.hi))

    def contains(self, x: Exact | Enclosure) -> bool:
        """Whether a number, or every point of another enclosure, lies inside."""
        if isinstance(x, Enclosure):
            return self.lo <= x.lo and x.hi <= self.hi
        return self.lo <= x <= self.hi

    def overlaps(self, other: Enclosure) -> bool:
        """Whether the two enclosures share a point (they need not stand for the same number)."""
        return self.lo <= other.hi and other.lo <= self.hi

    def _compare(self, other: object, symbol: str) -> bool | Undecided:
        if isinstance(other, Enclosure):
            lo, hi = other.lo, other.hi
        elif isinstance(other, int | Fraction):
            lo = hi = Fraction(other)
        else:
            return NotImplemented  # type: ignore[no-any-return]
        if symbol in (">", ">="):
            yes, no = (self.lo > hi, self.hi <= lo) if symbol == ">" else (self.lo >= hi, self.hi < lo)
        else:
            yes, no = (self.hi < lo, self.lo >= hi) if symbol == "<" else (self.hi <= lo, self.lo > hi)
        if yes:
            return True
        return False if no else Undecided(f"{self} {symbol} {other}")

    def __lt__(self, other: object) -> bool | Undecided:
        return self._compare(other, "<")

    def __le__(self, other: object) -> bool | Undecided:
        return self._compare(other, "<=")

    def __gt__(self, other: object) -> bool | Undecided:
        return self._compare(other, ">")

    def __ge__(self, other: object) -> bool | Undecided:
        return self._compare(other, ">=")

    def decimals(self, digits: int = 20) -> tuple[str, str]:
        """The ends as decimal strings with ``digits`` significant digits, rounded outwards."""
        return round_decimal(self.lo, digits, up=False), round_decimal(self.hi, digits, up=True)

    def __str__(self) -> str:
        return self.format()

    def format(self, digits: int | None = None) -> str:
        """The enclosure as text: the digits both ends share and two more, rounded outwards.

        Examples
        --------
        >>> Enclosure.around(Fraction(355, 113), Fraction(22, 7)).format(5)
        '[3.1415, 3.1429]'
        """
        if self.exact and digits is None and self.lo.denominator.bit_length() <= 64:
            return _plain(self.lo)
        lo, hi = self.decimals(digits or self._display_digits())
        return f"[{lo}, {hi}]"

    def _display_digits(self) -> int:
        relative = self.relative_width()
        if relative is None:
            return 3
        if relative == 0:
            return 20
        common = (relative.denominator.bit_length() - relative.numerator.bit_length()) * 3 // 10
        return min(max(common, 1) + 1, 40)

    def __repr__(self) -> str:
        return f"Enclosure({self.format()!r})"

    def _repr_latex_(self) -> str:
        if self.exact and self.lo.denominator.bit_length() <= 64:
            return f"${_plain(self.lo)}$"
        lo, hi = (_latex_decimal(end) for end in self.decimals(self._display_digits()))
        return f"$\\left[{lo},\\ {hi}\\right]$"


def _plain(x: Fraction) -> str:
    """An exact dyadic in full decimal, as short as it is."""
    if x.denominator == 1:
        return str(x.numerator)
    places = x.denominator.bit_length() - 1
    return str(Decimal(x.numerator * 5**places).scaleb(-places, Context(prec=10**6)))


def _latex_decimal(text: str) -> str:
    mantissa, _, exponent = text.partition("E")
    return f"{mantissa} \\cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _round_dyadic(x: Fraction, bits: int, *, up: bool) -> Fraction:
    if _is_dyadic(x) and x.numerator.bit_length() <= bits:
        return x
    shift = bits - x.numerator.bit_length() + x.denominator.bit_length()
    scaled = x * Fraction(2) ** shift
    integer = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    return Fraction(integer) / Fraction(2) ** shift
