"""Population law, edges and densities: against the definition, against closed forms, and against each other."""

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from ntksym.balls.arb import acb, arb, ball, certainly_less, lower, precision, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.laws.activation import activation
from ntksym.laws.cumulative import curve
from ntksym.laws.density import density_at, solve
from ntksym.laws.edges import Edges, edges
from ntksym.laws.floating import FloatPopulation
from ntksym.laws.law import Law
from ntksym.laws.population import Population

RATIOS = [("1/4", "1/2"), ("1/10", "1"), ("2", "1")]


def law(name: str, gamma1: str, gamma2: str) -> Law:
    return Law(activation(name), Fraction(gamma1), Fraction(gamma2))


@lru_cache(maxsize=32)
def edges_of(name: str, gamma1: str, gamma2: str, digits: int = 12) -> Edges:
    return edges(law(name, gamma1, gamma2), digits)


@pytest.mark.parametrize("gamma", [0.4, 1.0, 2.5])
def test_the_transform_is_that_of_the_mixture(gamma: float) -> None:
    """The integral of 1/(t - zeta) by scipy, for (gamma/2) pi * pi + (1 - gamma) pi + (gamma/2) delta_0."""
    a2, b2, zeta = 0.7, 0.2, -0.3
    low, high = (1 - gamma**0.5) ** 2, (1 + gamma**0.5) ** 2
    atom = max(0.0, 1 - 1 / gamma)

    def over(f) -> float:
        def part(theta: float) -> float:
            s = (low + high) / 2 + (high - low) / 2 * np.cos(theta)
            return f(s) * ((high - low) / 2 * np.sin(theta)) ** 2 / (2 * np.pi * gamma * s)

        return quad(part, 0, np.pi, limit=200)[0] + atom * f(0.0)

    def f(s: float) -> float:
        return 1 / (b2 + a2 * s - zeta)

    expected = gamma / 2 * over(lambda s: over(lambda t: f(s + t))) + (1 - gamma) * over(f) + gamma / 2 * f(0.0)
    found = FloatPopulation(a2, b2, gamma)(np.array([zeta + 0j]))[0][0].real
    assert found == pytest.approx(expected, rel=1e-7)


@settings(max_examples=12)
@given(
    st.fractions(Fraction(1, 50), 30, max_denominator=60),
    st.fractions(-3, 3, max_denominator=40),
    st.fractions(Fraction(1, 8), 2, max_denominator=40),
)
def test_balls_contain_the_floating_transform(gamma: Fraction, x: Fraction, height: Fraction) -> None:
    """Two routes, adaptive ball quadrature and the midpoint rule, agree off the real line."""
    with precision(90):
        found = Population(ball(Fraction(1, 6)), ball(Fraction(1, 11)), gamma).transform(acb(ball(x), ball(height)), 2)
    seeds = FloatPopulation(1 / 6, 1 / 11, float(gamma))(np.array([complex(float(x), float(height))]))
    for value, seed in zip(found, seeds, strict=True):
        assert abs(complex(float(value.real), float(value.imag)) - seed[0]) < 1e-9 * abs(seed[0])


@pytest.mark.parametrize("gamma1", ["1/4", "1/2", "1", "7/3", "40"])
def test_an_odd_activation_has_marchenko_pastur_edges(gamma1: str) -> None:
    """With a = 0 the edges are b^2 (1 -+ sqrt(gamma_1))^2, with an atom 1 - 1/gamma_1 at 0."""
    found = edges_of("erf", gamma1, "3/2", 20)
    with precision(120):
        b2 = activation("erf").hermite().b_squared
        root = ball(Fraction(gamma1)).sqrt()
        for edge, sign in ((found.left, -1), (found.right, 1)):
            assert edge.at.ball.overlaps(b2 * (1 + sign * root) * (1 + sign * root))
    assert found.atom == max(Fraction(0), 1 - 1 / Fraction(gamma1))


@pytest.mark.parametrize("name", ["relu", "relu2"])
@pytest.mark.parametrize(("gamma1", "gamma2"), RATIOS)
def test_the_left_edge_lies_between_those_of_its_bounds(name: str, gamma1: str, gamma2: str) -> None:
    """b^2 (1 - sqrt(gamma_1))^2 <= left edge, and for gamma_1 < 1 it is <= (a^2 + b^2)(1 - sqrt(gamma_1))^2."""
    found = edges_of(name, gamma1, gamma2)
    with precision(120):
        data = activation(name).hermite()
        square = (1 - ball(Fraction(gamma1)).sqrt()) * (1 - ball(Fraction(gamma1)).sqrt())
        assert certainly_less(data.b_squared * square, found.left.at.ball)
        if Fraction(gamma1) < 1:
            assert certainly_less(found.left.at.ball, (data.b_squared + data.a_squared) * square)


def test_values_known_from_our_notes() -> None:
    """ReLU: edges at (5/8, 3/2), thresholds of the gap for three gamma_2, the gap at (1/2, 9)."""
    found = edges_of("relu", "5/8", "3/2")
    assert abs(float(found.left.at.mid) - 0.005783) < 1e-6
    assert found.right.kind == "soft" and abs(float(found.right.at.mid) - 1.4792) < 1e-4
    for gamma2, threshold in (("1/4", 7.15), ("4", 0.384), ("9", 0.121)):
        (gap,) = edges_of("relu", "1/20", gamma2, 8).gaps
        assert float(gap.threshold.mid) == pytest.approx(threshold, rel=5e-3)
    (gap,) = edges_of("relu", "1/2", "9").gaps
    assert gap.low is not None and gap.high is not None
    assert (round(float(gap.low.at.mid), 4), round(float(gap.high.at.mid), 4)) == (0.2428, 0.6124)
    assert gap.above == Fraction(1, 9)


def test_a_small_gamma_2_opens_a_second_hole() -> None:
    """For gamma_2 < 17 - 12 sqrt 2 supp H splits into an atom and two bands, and K can have three bands."""
    found = edges_of("relu", "30", "1/100", 10)
    assert len(found.bands()) == 3
    assert [gap.above for gap in found.gaps] == [Fraction(199, 6000), Fraction(1, 6000)]
    assert len(edges_of("relu", "30", "1/10", 10).gaps) == 1


def test_more_digits_refine_the_same_edges() -> None:
    """The enclosures at 25 and at 30 digits are nested or overlap, and are as narrow as they say."""
    few, many = edges_of("gelu", "1/4", "1/2", 25), edges_of("gelu", "1/4", "1/2", 30)
    pairs = [
        (few.left.at, many.left.at),
        (few.right.at, many.right.at),
        (few.gaps[0].threshold, many.gaps[0].threshold),
    ]
    for wide, narrow in pairs:
        assert wide.overlaps(narrow)
        assert wide.relative_width() < Fraction(1, 10**24)
    assert many.left.at.relative_width() <= Fraction(1, 10**30)


def test_a_point_left_of_the_support_bounds_the_left_edge() -> None:
    """z(zeta) <= left edge for every zeta < b^2, and z(zeta) >= right edge right of supp H."""
    found = edges_of("relu", "1/4", "1/2")
    with precision(100):
        made = law("relu", "1/4", "1/2").at_precision()
        for zeta in (Fraction(-1), Fraction(-1, 10), Fraction(1, 20)):
            assert lower(made.value(acb(ball(zeta))).real) < found.left.at.hi
        for zeta in (Fraction(11, 10), Fraction(2)):
            assert upper(made.value(acb(ball(zeta))).real) > found.right.at.lo


@pytest.mark.parametrize("x", [Fraction(1, 20), Fraction(1, 4), Fraction(2, 5)])
def test_the_density_of_an_odd_activation_is_marchenko_pastur(x: Fraction) -> None:
    """sqrt((x - x_-)(x_+ - x))/(2 pi gamma_1 b^2 x), certified on both sides."""
    made = law("erf", "1/2", "1")
    value = density_at(made, x, 20)
    with precision(140):
        b2, root = activation("erf").hermite().b_squared, ball(made.gamma1).sqrt()
        ends = (ball(x) - b2 * (1 - root) * (1 - root)) * (b2 * (1 + root) * (1 + root) - ball(x))
        expected = ends.max(arb(0)).sqrt() / (2 * arb.pi() * ball(made.gamma1 * x) * b2)
        assert value.ball.overlaps(expected)


@pytest.mark.parametrize(
    ("name", "gamma1", "gamma2"), [("relu", "5/8", "3/2"), ("x^2/2", "5/8", "3/2"), ("gelu", "1/2", "9")]
)
def test_the_density_has_the_mass_that_the_atom_leaves(name: str, gamma1: str, gamma2: str) -> None:
    """The floating density integrates to 1 - atom and to the exact mass of a band; certified values agree with it."""
    made, found = law(name, gamma1, gamma2), edges_of(name, gamma1, gamma2)
    bands = [(float(a.at.mid), float(b.at.mid)) for a, b in found.bands()]
    drawn = curve(made.floats(), bands, float(found.atom), 200)
    assert drawn.total == pytest.approx(1, abs=1e-6)
    if len(bands) == 2:
        assert 1 - np.interp(bands[1][0], drawn.ends, drawn.mass) == pytest.approx(float(found.gaps[0].above), abs=1e-6)
    x = Fraction(float(drawn.x[120])).limit_denominator(1000)
    value = density_at(made, x, 12, found)
    assert float(value.mid) == pytest.approx(float(made.floats().density(np.array([float(x)]))[0]), rel=1e-9)


@pytest.mark.parametrize(("kind", "power"), [("root", Fraction(1, 2)), ("soft", 2)])
def test_the_density_starts_like_a_power_of_the_distance_from_an_edge(kind: str, power: Fraction) -> None:
    """At distances 2 s and s = 10^-8 from an edge the densities have the quotient 2^(1/2), or 4 at a soft edge."""
    made, found = law("relu", "5/8", "3/2"), edges_of("relu", "5/8", "3/2", 16)
    edge, sign = (found.left, 1) if kind == "root" else (found.right, -1)
    assert edge.kind == kind
    near, far = (density_at(made, edge.at.mid + sign * s * Fraction(1, 10**8), 5, found) for s in (1, 2))
    assert float(far.mid / near.mid) == pytest.approx(2 ** float(power), rel=1e-4)
    assert far.relative_width() <= Fraction(1, 10**5)


@pytest.mark.parametrize("gamma2", ["17/10", "101/100"])
def test_the_threshold_of_a_gap_has_the_digits_asked_for(gamma2: str) -> None:
    """Its least value lies inside the hole of H, close to the hole's end, or closer to it than any digits."""
    (gap,) = edges_of("gelu", "1/20", gamma2, 10).gaps
    assert gap.low is None and gap.threshold.relative_width() <= Fraction(1, 10**10)
    (hole,) = law("gelu", "1/20", gamma2).floats().H.holes()
    floats = law("gelu", "1/20", gamma2).floats()
    places = [hole[1] - (hole[1] - hole[0]) / 2**j for j in range(1, 20)]
    least = min(Fraction(floats.gamma - floats.slope(t)) for t in places)
    assert gap.threshold.lo <= least * Fraction(1000001, 1000000)


def test_outside_the_bands_the_density_is_zero_and_at_an_edge_it_is_undecided() -> None:
    """Left of the left edge, in the gap, right of the right edge: an exact 0."""
    made, found = law("relu", "1/2", "9"), edges_of("relu", "1/2", "9")
    for x in (Fraction(1, 1000), Fraction(2, 5), Fraction(4)):
        assert density_at(made, x, 10, found) == Enclosure.around(0)
    marchenko_pastur = law("erf", "1/2", "1")
    with pytest.raises(UndecidedError):
        density_at(marchenko_pastur, edges(marchenko_pastur, 60).left.at.mid, 10)


def test_a_wrong_slope_or_equation_is_not_accepted_by_the_newton_test() -> None:
    """The solution of the equation at x is no solution at 2 x, nor for another gamma_1."""
    made = law("relu", "5/8", "3/2")
    start = complex(made.floats().invert(np.array([0.25]))[0])
    with precision(110):
        balls, seed = made.at_precision(), acb(arb(start.real), arb(start.imag))
        right = solve(balls, Fraction(1, 4), seed)
        other = solve(replace(balls, gamma1=Fraction(3, 4)), Fraction(1, 4), seed)
        twice = solve(balls, Fraction(1, 2), seed)
    assert right is not None
    for wrong in (other, twice):
        assert wrong is None or not wrong.overlaps(right)


@pytest.mark.parametrize(("gamma1", "gamma2"), [("0", "1"), ("-1", "1"), ("1", "0"), ("10001", "1"), ("1", "1/10001")])
def test_ratios_out_of_range_are_refused(gamma1: str, gamma2: str) -> None:
    """A gamma <= 0 is no limit of ratios."""
    with pytest.raises(InputError):
        law("relu", gamma1, gamma2)
