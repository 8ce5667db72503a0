"""Hermite data of the derivative phi of an activation: a_0 = E phi(g), a = E g phi(g), E phi(g)^2 (g standard normal).

The limiting law of the NTK depends on the activation through a^2 and b^2 = E phi^2 - a_0^2 - a^2 alone.

SOURCE: derivations/limiting_law.py for those of the ReLU and its square, derivations/activation_moments.py for those of
erf and the GELU; certified quadrature agrees (tests/laws/test_activation.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True)
class HermiteForms:
    """Closed forms of a_0, a and E phi^2.

    Examples
    --------
    >>> relu().b_squared
    1/4 - 1/(2*pi)
    """

    mean: sp.Expr
    slope: sp.Expr
    square: sp.Expr

    @property
    def b_squared(self) -> sp.Expr:
        """What is left of E phi^2 beyond the Hermite degrees 0 and 1."""
        return sp.expand(self.square - self.mean**2 - self.slope**2)


def relu() -> HermiteForms:
    """Phi = 1[u > 0]."""
    return leaky(sp.Integer(0))


def leaky(s: sp.Expr) -> HermiteForms:
    """Phi = 1[u > 0] + s 1[u < 0], a leaky ReLU with slope s on the negative half-line.

    Examples
    --------
    >>> sp.factor(leaky(sp.Symbol("s")).b_squared)
    (-2 + pi)*(s - 1)**2/(4*pi)
    """
    return HermiteForms((1 + s) / 2, (1 - s) / sp.sqrt(2 * sp.pi), (1 + s**2) / 2)


def relu_squared() -> HermiteForms:
    """Phi = 2 max(u, 0), the derivative of max(u, 0)^2.

    Examples
    --------
    >>> relu_squared().b_squared
    1 - 2/pi
    """
    return HermiteForms(sp.sqrt(2 / sp.pi), sp.Integer(1), sp.Integer(2))


def gelu() -> HermiteForms:
    """Phi = P(u) + u p(u), P the normal distribution function and p its density.

    E P^2 = 1/3, E g P p = 1/(4 pi sqrt 3), E (g p)^2 = 1/(6 pi sqrt 3).
    """
    square = sp.Rational(1, 3) + 2 / (3 * sp.pi * sp.sqrt(3))
    return HermiteForms(sp.Rational(1, 2), 3 / (4 * sp.sqrt(sp.pi)), square)


def error_function() -> HermiteForms:
    """Phi = 2 exp(-u^2)/sqrt(pi), the derivative of erf u."""
    return HermiteForms(2 / sp.sqrt(3 * sp.pi), sp.Integer(0), 4 / (sp.pi * sp.sqrt(5)))


def polynomial(phi: sp.Poly) -> HermiteForms:
    """Phi a polynomial: E g^k = (k-1)!! for even k and 0 for odd k.

    Examples
    --------
    >>> u = sp.Symbol("u")
    >>> polynomial(sp.Poly(u + (u**2 - 1), u))
    HermiteForms(mean=0, slope=1, square=3)
    """

    def mean(p: sp.Poly) -> sp.Expr:
        terms = ((int(k), c) for (k,), c in p.terms())
        return sp.Add(*(c * sp.factorial2(k - 1) for k, c in terms if k % 2 == 0))

    u = sp.Poly(phi.gen, phi.gen)
    return HermiteForms(mean(phi), mean(phi * u), mean(phi * phi))
