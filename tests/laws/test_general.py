"""Several values of D^2: the transform in balls, its branches, and what is certified with it."""

import os
from fractions import Fraction

import numpy as np
import pytest

from ntksym.balls.arb import acb, arb, ball, precision
from ntksym.errors import UndecidedError
from ntksym.laws import general_balls
from ntksym.laws.activation import activation
from ntksym.laws.density import density_at
from ntksym.laws.edges import edges
from ntksym.laws.general import Atoms, GeneralPopulation
from ntksym.laws.general_balls import BallGeneralPopulation
from ntksym.laws.general_certified import GeneralLaw, general_density, general_edges
from ntksym.laws.law import Law
from ntksym.laws.population import Population

TWO = Atoms.parse("1:1/2,4:1/2")
A2, B2, GAMMA = Fraction(1, 6), Fraction(1, 11), Fraction(3, 2)


def general(nu: Atoms) -> BallGeneralPopulation:
    return BallGeneralPopulation(ball(A2), ball(B2), GAMMA, nu)


@pytest.mark.parametrize("zeta", [(-2, 0), (9, 0), (Fraction(1, 2), Fraction(1, 2))])
def test_with_one_atom_the_transform_is_the_special_one(zeta) -> None:
    """Left and right of supp H, and above it; D^2 = 3 scales H."""
    with precision(45):
        z = acb(*(ball(Fraction(x)) for x in zeta))
        found = general(Atoms.parse("3")).transform(z)
        known = Population(3 * ball(A2), 3 * ball(B2), GAMMA).transform(z, 1)[0]
        assert found.overlaps(known) and abs(found - known).upper() < 1e-8 * abs(known).lower()


def test_with_two_atoms_it_is_the_floating_one_and_symmetric() -> None:
    """Two routes; on the real line the half contour of ntksym.laws.general_balls is used."""
    floats = GeneralPopulation(float(A2), float(B2), float(GAMMA), TWO)
    with precision(45):
        for x, y in ((-1, 0), (1, 1)):
            found = general(TWO).transform(acb(arb(x), arb(y)))
            value = floats.one(complex(x, y))
            assert abs(complex(float(found.real), float(found.imag)) - value) < 1e-9 * abs(value)


def test_inside_the_support_of_h_there_is_no_value() -> None:
    """There the spectrum meets its reflection; a point is certainly right of supp H from some point on."""
    with precision(60):
        H = general(TWO)
        with pytest.raises(UndecidedError):
            H.transform(acb(arb(2)))
        top = 4 * (ball(B2) + 2 * ball(A2) * (1 + ball(GAMMA).sqrt()) ** 2)  # that of the larger atom alone
        assert H.right_of_support(top)
        assert not H.right_of_support(arb(2)) and not H.right_of_support(arb(-1))


def test_a_branch_is_not_settled_by_a_half_plane_that_meets_the_spectrum(monkeypatch) -> None:
    """With tau below Im(u Delta), or eta not beyond the half-plane's bound, there is no transform."""
    support = BallGeneralPopulation._support
    with precision(45):
        monkeypatch.setattr(
            BallGeneralPopulation, "_support", lambda self, u, d: (support(self, u, d)[0], 0.5 * np.max((u * d).imag))
        )
        with pytest.raises(UndecidedError):
            general(TWO).transform(acb(arb(1), arb(1)))


def test_a_polygon_goes_once_round_zero() -> None:
    """Not clockwise, not twice, not beside it."""
    square = np.array([1 - 1j, 1 + 1j, -1 + 1j, -1 - 1j])
    assert general_balls._goes_round(square)
    for wrong in (square[::-1], np.concatenate([square, square]), square + 3):
        assert not general_balls._goes_round(wrong)


def test_a_density_with_one_atom_is_the_special_one() -> None:
    """Certified by both routes; beyond an edge it is an exact 0."""
    sigma = activation("relu")
    made = GeneralLaw(sigma, Fraction(1, 10), Fraction(1, 2), Atoms.parse("1"))
    value = general_density(made, Fraction(1, 4), 3, (None, None))
    assert value.overlaps(density_at(Law(sigma, Fraction(1, 10), Fraction(1, 2)), Fraction(1, 4), 8))
    assert value.relative_width() <= Fraction(1, 1000)


def test_for_an_odd_activation_the_edges_are_those_of_two_marchenko_pastur_populations() -> None:
    """For a = 0, H = b^2 nu: one atom gives b^2 (1 -+ sqrt(gamma_1))^2, two lie between those of 1 and of 4."""
    made = GeneralLaw(activation("erf"), Fraction(1, 4), Fraction(1), Atoms.parse("1"))
    with precision(120):
        b2 = activation("erf").hermite().b_squared
        for edge, factor in zip(general_edges(made, 10), (Fraction(1, 4), Fraction(9, 4)), strict=True):
            assert edge.ball.overlaps(b2 * ball(factor)) and edge.relative_width() < Fraction(1, 10**9)
    left, right = general_edges(GeneralLaw(activation("erf"), Fraction(1, 4), Fraction(1), TWO), 8)
    assert left.lo > Fraction(float(b2)) / 4 and right.hi < Fraction(float(b2)) * 9
    assert general_density(made, Fraction(3), 4, (left, right)).exact


@pytest.mark.skipif("NTKSYM_SWEEP" not in os.environ, reason="a minute: NTKSYM_SWEEP=1")
def test_edges_and_densities_at_the_most_digits() -> None:
    """One atom against the special route, for two laws; both edges of a law of two atoms."""
    sigma = activation("relu")
    for gamma1, gamma2 in (("1/10", "1/2"), ("1/4", "3/2")):
        special = edges(Law(sigma, Fraction(gamma1), Fraction(gamma2)), 20)
        left, right = general_edges(GeneralLaw(sigma, Fraction(gamma1), Fraction(gamma2), Atoms.parse("1")), 12)
        assert left.contains(special.left.at) and left.relative_width() < Fraction(1, 10**10)
        assert right is None or right.contains(special.right.at)
    left, right = general_edges(GeneralLaw(sigma, Fraction(1, 10), Fraction(1, 2), TWO), 12)
    assert left.relative_width() < Fraction(1, 10**10) and right.relative_width() < Fraction(1, 10**10)
