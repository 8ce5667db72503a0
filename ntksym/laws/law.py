"""The limiting law of K for nu = delta_1 in balls: z(zeta), and what is exact in it.

With m the Stieltjes transform of the limiting spectral law of the n x n matrix K and zeta = -1/(gamma_1 m),

    z(zeta) = zeta (gamma_1 - int t/(t - zeta) dH) = zeta (gamma_1 - 1 - zeta m_H(zeta)),
    z'(zeta) = gamma_1 - I(zeta),   I(zeta) = int t^2 (t - zeta)^-2 dH.

For z in the upper half-plane there is exactly one zeta there with z(zeta) = z (Silverstein 1995).  The complement
of supp(K) is the image of the real points off supp H where z' > 0 (Silverstein and Choi 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import acb, arb, ball, precision
from ntksym.errors import InputError
from ntksym.laws.activation import Activation, Hermite
from ntksym.laws.floating import FloatLaw, FloatPopulation
from ntksym.laws.population import End, Population

LEAST, MOST = Fraction(1, 1000), Fraction(1000)


@dataclass(frozen=True)
class Law:
    """The law of an activation at ratios gamma_1 = lim n/(dp), gamma_2 = lim p/d.

    Parameters
    ----------
    activation
        With its Hermite data.
    gamma1, gamma2
        Exact, between 1/1000 and 1000.
    scale
        The one value of D_k^2, 1 by default: H is scaled by it.

    Raises
    ------
    InputError
        If a ratio is out of range.
    """

    activation: Activation
    gamma1: Fraction
    gamma2: Fraction
    scale: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        for name, value in (("gamma1", self.gamma1), ("gamma2", self.gamma2)):
            if value <= 0:
                raise InputError(f"{name}={value}", "a limit of positive ratios", f"give {name} > 0, e.g. {name}=5/8")
            if not LEAST <= value <= MOST:
                raise InputError(f"{name}={value}", "too extreme to compute here", f"give {LEAST} <= {name} <= {MOST}")
        if self.scale <= 0:
            raise InputError(f"D^2={self.scale}", "it must be positive", "give e.g. 1")

    def at_precision(self) -> BallLaw:
        """The law in balls at the current precision."""
        data = self.activation.hermite()
        factor = ball(self.scale)
        H = Population(data.a_squared * factor, data.b_squared * factor, self.gamma2)
        return BallLaw(data, H, self.gamma1)

    def floats(self) -> FloatLaw:
        """The law in floating point."""
        with precision(80):
            made = self.at_precision()
            numbers = float(made.H.a2), float(made.H.b2), float(self.gamma2)
        return FloatLaw(FloatPopulation(*numbers), float(self.gamma1))

    def atom_at_zero(self) -> Fraction:
        """The mass of the law at 0, exactly.

        Examples
        --------
        >>> from ntksym.laws.activation import activation
        >>> Law(activation("x^2/2"), Fraction(5, 8), Fraction(3, 2)).atom_at_zero()
        Fraction(7, 15)
        """
        with precision(80):
            zero = self.at_precision().H.mass_at_zero
        return max(Fraction(0), 1 - (1 - zero) / self.gamma1)


@dataclass(frozen=True)
class BallLaw:
    """The law at one precision."""

    data: Hermite
    H: Population
    gamma1: Fraction

    def value(self, zeta: acb) -> acb:
        """Z at a complex ball."""
        return zeta * (ball(self.gamma1 - 1) - zeta * self.H.transform(zeta, 1)[0])

    def slope(self, zeta: acb) -> acb:
        """Z' at a complex ball."""
        return ball(self.gamma1) - self.energy(zeta)

    def energy(self, zeta: acb) -> acb:
        """I = int t^2 (t - zeta)^-2 dH = 1 + 2 zeta m + zeta^2 m'."""
        m, first = self.H.transform(zeta, 2)
        return 1 + 2 * zeta * m + zeta * zeta * first

    def at_end(self, end: End) -> tuple[arb, arb]:
        """(z, I) at a soft end of supp H."""
        assert end.at is not None
        t = end.at
        m, first = self.H.transform_at(end)
        return t * (ball(self.gamma1 - 1) - t * m), 1 + 2 * t * m + t * t * first
