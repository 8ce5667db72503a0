"""Exact values q * sqrt(n) * pi^(j/2), the class in which the closed forms of eigenvalues live.

The numbers sqrt(n) * pi^(j/2), n squarefree, are linearly independent over the rationals (pi is
transcendental): equality and zero are decided exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt

from sympy import Basic

from ntksym.balls.arb import arb, ball, power
from ntksym.balls.evaluator import Environment

__all__ = ["ExactValue", "exact", "squarefree_part"]

_TRIAL = 10_000


def squarefree_part(n: int) -> tuple[int, int] | None:
    """The pair (s, m) with n = s^2 m and m squarefree; None if that needs too hard a factorisation.

    Examples
    --------
    >>> squarefree_part(72)
    (6, 2)
    """
    if n <= 0:
        return None
    root, free, rest, p = 1, 1, n, 2
    while p < _TRIAL and p * p <= rest:
        while rest % (p * p) == 0:
            rest //= p * p
            root *= p
        if rest % p == 0:
            rest //= p
            free *= p
        p += 1 if p == 2 else 2
    if p * p <= rest:
        if isqrt(rest) ** 2 == rest:
            return root * isqrt(rest), free
        if rest >= _TRIAL**3:  # three or more large primes are possible: a hidden square cannot be excluded
            return None
    return root, free * rest


@dataclass(frozen=True, slots=True)
class ExactValue:
    """The number coefficient * sqrt(radicand) * pi^(half_power / 2).

    Parameters
    ----------
    coefficient
        A rational.
    radicand
        A squarefree positive integer.
    half_power
        Twice the exponent of pi.

    Examples
    --------
    >>> x = ExactValue(Fraction(5, 64), 2, -2)
    >>> print(x, x * x, x / x)
    5*sqrt(2)/(64*pi) 25/(2048*pi**2) 1
    >>> x.sign, x.square, x.j
    (1, Fraction(25, 2048), -2)
    """

    coefficient: Fraction
    radicand: int = 1
    half_power: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "coefficient", Fraction(self.coefficient))
        if not self.coefficient:
            object.__setattr__(self, "radicand", 1)
            object.__setattr__(self, "half_power", 0)
        if self.radicand != 1 and squarefree_part(self.radicand) != (1, self.radicand):
            raise ValueError(f"radicand {self.radicand} is not a squarefree positive integer")

    @property
    def sign(self) -> int:
        """The sign: -1, 0 or 1."""
        return (self.coefficient > 0) - (self.coefficient < 0)

    @property
    def square(self) -> Fraction:
        """The rational q with value = sign * sqrt(q) * pi^(j/2)."""
        return self.coefficient**2 * self.radicand

    @property
    def j(self) -> int:
        """Twice the exponent of pi."""
        return self.half_power

    @property
    def rational(self) -> Fraction | None:
        """The value, if it is rational."""
        return self.coefficient if self.radicand == 1 and self.half_power == 0 else None

    @property
    def ball(self) -> arb:
        """A ball around the value at the current precision."""
        result = ball(self.coefficient)
        if self.radicand != 1:
            result = result * arb(self.radicand).sqrt()
        if self.half_power:
            result = result * power(arb.pi().sqrt() if self.half_power % 2 else arb.pi(), self._pi_exponent())
        return result

    def _pi_exponent(self) -> int:
        return self.half_power if self.half_power % 2 else self.half_power // 2

    def same_class(self, other: ExactValue) -> bool:
        """Whether the sum with the other stays in the class."""
        mine, theirs = (self.radicand, self.half_power), (other.radicand, other.half_power)
        return mine == theirs or not self.coefficient or not other.coefficient

    def __neg__(self) -> ExactValue:
        return ExactValue(-self.coefficient, self.radicand, self.half_power)

    def __abs__(self) -> ExactValue:
        return ExactValue(abs(self.coefficient), self.radicand, self.half_power)

    def __add__(self, other: ExactValue | int | Fraction) -> ExactValue:
        y = _lift(other)
        if not self.same_class(y):
            raise ValueError(f"{self} + {y} has no closed form with one square root and one power of pi")
        shape = self if self.coefficient else y
        return ExactValue(self.coefficient + y.coefficient, shape.radicand, shape.half_power)

    def __sub__(self, other: ExactValue | int | Fraction) -> ExactValue:
        return self + (-_lift(other))

    def __mul__(self, other: ExactValue | int | Fraction) -> ExactValue:
        y = _lift(other)
        common = gcd(self.radicand, y.radicand)
        radicand = (self.radicand // common) * (y.radicand // common)
        return ExactValue(self.coefficient * y.coefficient * common, radicand, self.half_power + y.half_power)

    __radd__ = __add__
    __rmul__ = __mul__

    def __truediv__(self, other: ExactValue | int | Fraction) -> ExactValue:
        y = _lift(other)
        if not y.coefficient:
            raise ZeroDivisionError(f"{self} / 0")
        return self * ExactValue(1 / (y.coefficient * y.radicand), y.radicand, -y.half_power)

    def __pow__(self, n: int) -> ExactValue:
        if n < 0:
            return ExactValue(Fraction(1)) / self**-n
        odd = self.radicand if n % 2 else 1
        return ExactValue(self.coefficient**n * self.radicand ** (n // 2), odd, self.half_power * n)

    def sqrt(self) -> ExactValue | None:
        """The square root, if it is in the class.

        Examples
        --------
        >>> print(ExactValue(Fraction(8, 9), 1, 2).sqrt())
        2*sqrt(2)*sqrt(pi)/3
        """
        if self.coefficient < 0 or self.radicand != 1 or self.half_power % 2:
            return None
        p, q = self.coefficient.numerator, self.coefficient.denominator
        if not p:
            return self
        parts = squarefree_part(p * q)
        return None if parts is None else ExactValue(Fraction(parts[0], q), parts[1], self.half_power // 2)

    def __str__(self) -> str:
        p, q = self.coefficient.numerator, self.coefficient.denominator
        above = [f"sqrt({self.radicand})"] if self.radicand != 1 else []
        below = [str(q)] if q != 1 else []
        if self.half_power:
            (above if self.half_power > 0 else below).append(_pi_power(abs(self.half_power)))
        head = "*".join(([str(abs(p))] if abs(p) != 1 or not above else []) + above)
        tail = f"/({'*'.join(below)})" if len(below) > 1 else f"/{below[0]}" if below else ""
        return f"{'-' if p < 0 else ''}{head}{tail}"

    def _repr_latex_(self) -> str:
        p, q = self.coefficient.numerator, self.coefficient.denominator
        root = rf"\sqrt{{{self.radicand}}}" if self.radicand != 1 else ""
        exponent = str(Fraction(abs(self.half_power), 2))
        pi_power = "" if not self.half_power else r"\pi" if exponent == "1" else rf"\pi^{{{exponent}}}"
        above = root + (pi_power if self.half_power > 0 else "")
        below = ("" if q == 1 else str(q)) + (pi_power if self.half_power < 0 else "")
        top = (str(abs(p)) if abs(p) != 1 or not above else "") + above
        body = rf"\frac{{{top}}}{{{below}}}" if below else top
        return f"${'-' if p < 0 else ''}{body}$"


def _pi_power(half_power: int) -> str:
    if half_power % 2:
        return "sqrt(pi)" if half_power == 1 else f"pi**({half_power}/2)"
    return "pi" if half_power == 2 else f"pi**{half_power // 2}"


def _lift(x: ExactValue | int | Fraction) -> ExactValue:
    return x if isinstance(x, ExactValue) else ExactValue(Fraction(x))


def exact(expr: Basic, env: Environment | None = None) -> ExactValue | None:
    """The exact value of a SymPy expression; None if it is not of the form, or not seen to be.

    Examples
    --------
    >>> import sympy
    >>> d = sympy.Symbol("d")
    >>> print(exact(sympy.gamma(d / 2) / (2 * sympy.sqrt(sympy.pi) * sympy.gamma((d + 1) / 2)), {d: 4}))
    2/(3*pi)
    """
    from ntksym.balls.exact_walk import combination

    terms = combination(expr, env or {})
    if terms is None or len(terms) > 1:
        return None
    for (radicand, half_power), coefficient in terms.items():
        return ExactValue(coefficient, radicand, half_power)
    return ExactValue(Fraction(0))
