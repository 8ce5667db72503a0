"""Activations: the Hermite data (a_0, a, b^2) of the derivative phi, exact or certified.

a_0 = E phi(g), a = E g phi(g), b^2 = E phi(g)^2 - a_0^2 - a^2 for a standard normal g.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from ntksym.balls.arb import arb, certainly_equal_to_zero, certainly_positive, contains_zero, precision
from ntksym.balls.arb import bits as working_bits
from ntksym.balls.compiler import evaluate
from ntksym.balls.values import real_ball
from ntksym.errors import InputError, UndecidedError
from ntksym.formulas import activations as forms
from ntksym.laws.functions import NAMES, X, read
from ntksym.laws.growth import parity
from ntksym.laws.moments import gaussian_moment, jumps

MOST_BITS = 700
STEP = (1 + sp.sign(X)) / 2
HIGHEST_DEGREE = 24


@dataclass(frozen=True)
class Hermite:
    """The three numbers as balls at the precision where they were asked for; an exact 0 is an exact ball."""

    mean: arb
    slope: arb
    b_squared: arb

    @property
    def a_squared(self) -> arb:
        """a^2, an exact 0 if a is."""
        return self.slope * self.slope


@dataclass(frozen=True)
class Activation:
    """An activation sigma with what the law needs of it.

    Parameters
    ----------
    name
        As the user gave it.
    sigma, phi
        Expressions in :data:`ntksym.laws.functions.X`; phi = sigma' almost everywhere.
    closed
        Closed forms, if they are known; otherwise the data come from certified quadrature.
    leak
        The negative slope of a leaky ReLU, None for others.
    """

    name: str
    sigma: sp.Expr
    phi: sp.Expr
    closed: forms.HermiteForms | None = None
    leak: Fraction | None = None

    @property
    def jumps(self) -> bool:
        """Whether phi is seen to jump: that puts it outside the hypotheses of the theorem.

        Examples
        --------
        >>> activation("relu").jumps, activation("relu2").jumps
        (True, False)
        """
        return bool(jumps(self.phi))

    @property
    def method(self) -> str:
        """How the Hermite data are found."""
        return "closed form" if self.closed else "certified quadrature and tail bound"

    def hermite(self) -> Hermite:
        """The data at the current precision (quadrature: accurate to a few bits less).

        Raises
        ------
        InputError
            If a moment is not finite, or cannot be shown to be.
        UndecidedError
            If a or b cannot be told from 0.
        """
        if self.closed is not None:
            mean, slope, b = (_ball(e) for e in (self.closed.mean, self.closed.slope, self.closed.b_squared))
        else:
            mean, slope, b = self._quadrature(working_bits())
        for name, value in (("a", slope), ("b^2", b)):
            if contains_zero(value) and not certainly_equal_to_zero(value):
                raise UndecidedError(
                    f"{self.name}: {name} = {value.str(5)} cannot be told from 0 at {working_bits()} bits"
                )
        if not (certainly_positive(b) or certainly_equal_to_zero(b)):
            raise UndecidedError(f"{self.name}: b^2 = {b.str(5)} came out negative")
        if certainly_equal_to_zero(b) and certainly_equal_to_zero(slope):
            raise InputError(self.name, "its derivative is constant: the matrix has no limiting law", "give another")
        return Hermite(mean, slope, b)

    def _quadrature(self, bits: int) -> tuple[arb, arb, arb]:
        if bits > MOST_BITS:
            raise UndecidedError(f"{self.name}: quadrature at {bits} bits; ask for fewer digits")
        side = parity(self.phi)
        mean = arb(0) if side == -1 else gaussian_moment(self.phi, bits).ball
        slope = arb(0) if side == 1 else gaussian_moment(X * self.phi, bits).ball
        square = gaussian_moment(self.phi**2, bits).ball
        return mean, slope, square - mean * mean - slope * slope

    def floats(self) -> tuple[float, float, float]:
        """(a_0, a, b^2) as floating-point numbers."""
        with precision(80):
            found = self.hermite()
            return float(found.mean), float(found.slope), float(found.b_squared)


def _ball(e: sp.Expr) -> arb:
    value = evaluate(e)
    assert isinstance(value, Fraction | arb)
    return real_ball(value)


def _leaky(name: str, slope: sp.Rational) -> Activation:
    negative = (1 - sp.sign(X)) / 2
    return Activation(name, STEP * X + slope * negative * X, STEP + slope * negative, forms.leaky(slope))


def _named() -> dict[str, Activation]:
    pairs = {"gelu": read("gelu(x)"), "tanh": read("tanh(x)"), "erf": read("erf(x)"), "relu2": read("relu(x)^2")}
    closed = {"gelu": forms.gelu(), "erf": forms.error_function(), "relu2": forms.relu_squared()}
    found = {name: Activation(name, *pair, closed.get(name)) for name, pair in pairs.items()}
    found["relu"] = _leaky("relu", sp.Integer(0))
    return found


NAMED = ("relu", "gelu", "tanh", "erf", "relu2", "leaky")


def activation(text: str, slope: Fraction = Fraction(1, 100)) -> Activation:
    """An activation by name, or from an expression in x.

    Parameters
    ----------
    text
        ``relu``, ``gelu``, ``tanh``, ``erf``, ``relu2`` (the square of the ReLU), ``leaky``, or an expression such as
        ``x*tanh(x)``.  Text is parsed by a small grammar with a whitelist of functions; it is never evaluated.
    slope
        The negative slope of ``leaky``.

    Raises
    ------
    InputError
        If the expression cannot be read, or phi is 0 or constant.

    Examples
    --------
    >>> activation("relu").closed.b_squared
    1/4 - 1/(2*pi)
    >>> activation("x^2/2").closed
    HermiteForms(mean=0, slope=1, square=1)
    """
    name = text.strip()
    if name == "leaky":
        if slope == 1:
            raise InputError("leaky with slope 1", "that is the identity: its derivative is constant", "give s != 1")
        made = _leaky(f"leaky (slope {slope})", sp.Rational(slope.numerator, slope.denominator))
        return replace(made, leak=slope)
    found = _named().get(name)
    if found is not None:
        return found
    if name.isidentifier() and name != "x":
        raise InputError(
            name, "an unknown activation", f"choose {', '.join(NAMED)}, or an expression of x with {NAMES}"
        )
    sigma, phi = read(name)
    if X not in phi.free_symbols:
        raise InputError(name, "its derivative is constant: the matrix has no limiting law", "give another")
    return Activation(name, sigma, phi, _polynomial(phi, name))


def _polynomial(phi: sp.Expr, name: str) -> forms.HermiteForms | None:
    if not phi.is_polynomial(X) or not all(n.is_Rational for n in phi.atoms(sp.Number, sp.NumberSymbol)):
        return None
    if _degree(phi) > HIGHEST_DEGREE:
        raise InputError(name, f"a polynomial of degree above {HIGHEST_DEGREE + 1}", "use a lower one")
    return forms.polynomial(sp.Poly(phi, X))


def _degree(f: sp.Expr) -> int:
    """A bound of the degree, without expanding."""
    if isinstance(f, sp.Add):
        return max(_degree(part) for part in f.args)
    if isinstance(f, sp.Mul):
        return sum(_degree(part) for part in f.args)
    if isinstance(f, sp.Pow):
        return _degree(f.base) * int(f.exp)
    return int(f == X)
