"""Certified edges and densities to 25 digits, and the fast floating path."""

from fractions import Fraction

import numpy as np
import pytest

from ntksym.laws.activation import activation
from ntksym.laws.density import density_at
from ntksym.laws.edges import edges
from ntksym.laws.law import Law


def law(name: str) -> Law:
    return Law(activation(name), Fraction(5, 8), Fraction(3, 2))


@pytest.mark.benchmark(group="limiting law")
@pytest.mark.parametrize("name", ["relu", "gelu", "erf"])
def test_edges_to_25_digits(benchmark, name):
    found = benchmark.pedantic(lambda: edges(law(name), 25), rounds=3)
    assert found.left.at.relative_width() <= Fraction(1, 10**25)


@pytest.mark.benchmark(group="limiting law")
def test_a_density_to_25_digits(benchmark):
    made = law("relu")
    known = edges(made, 25)
    found = benchmark.pedantic(lambda: density_at(made, Fraction(1, 4), 25, known), rounds=3)
    assert found.relative_width() <= Fraction(1, 10**25)


@pytest.mark.benchmark(group="limiting law")
def test_four_hundred_densities_in_floating_point(benchmark):
    made = law("relu").floats()
    x = np.linspace(0.01, 1.4, 400)
    found = benchmark.pedantic(lambda: made.density(x), rounds=3)
    assert np.all(found > 0)
