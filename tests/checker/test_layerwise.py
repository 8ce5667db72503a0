"""The checker's layerwise bound: the sum over the layers, below the truth, and slips refuted."""

from fractions import Fraction

import numpy as np
import pytest
from checker_samples import layerwise_row, two_point_row, verdict
from hypothesis import given
from hypothesis import strategies as st

from ntksym.certificates import build
from ntksym.checker import layerwise
from ntksym.spectra.layerwise import layers_from

unit = st.fractions(0, 1, max_denominator=1000)


@given(unit, unit, st.integers(2, 20))
def test_the_layers_are_those_of_ball_arithmetic(gate, sigma, L):
    """Fixed-point intervals and balls give the same bound; it never exceeds L, and increases in both constants."""
    found = layerwise.layers(gate, sigma, L)
    assert abs(found - layers_from(gate, sigma, [L])[L]) < Fraction(1, 10**20)
    assert found <= L
    assert layerwise.layers(gate / 2, sigma / 2, L) <= found + Fraction(1, 2**100)


def test_the_bound_is_below_the_smallest_eigenvalue_of_data():
    """Random lines of R^3 at least .8 apart, and three orthogonal ones."""
    _, bound, _, _ = layerwise_row(3, 4, "4/5")
    number, _, exponent = bound.partition("*2^")
    low = int(number) * 2.0 ** int(exponent)
    rng = np.random.default_rng(4)
    for start in (np.zeros((0, 3)), np.eye(3)):
        lines = list(start)
        for x in rng.standard_normal((400, 3)):
            x /= np.linalg.norm(x)
            if all(abs(x @ y) < np.cos(0.81) for y in lines):
                lines.append(x)
        sigma = theta = np.clip(np.array(lines) @ np.array(lines).T, -1, 1)
        for _ in range(3):
            angle = np.arccos(np.clip(sigma, -1, 1))
            gate, sigma = 1 - angle / np.pi, (np.sin(angle) + (np.pi - angle) * np.cos(angle)) / np.pi
            theta = sigma + theta * gate
        assert 0 < low < np.linalg.eigvalsh(theta)[0] < 4


@pytest.mark.parametrize(
    "slip", ["gate of another kernel", "witnesses exchanged", "another angle", "another dimension"]
)
def test_witnesses_of_something_else_are_rejected(slip):
    """A bound that the true witnesses give is not proved by those of other kernels, angles or dimensions."""
    parameters, bound, gate, sigma = layerwise_row(3, 4, "4/5")
    if slip == "gate of another kernel":
        gate = two_point_row("tkappa0", 3, "4/5")[2]
    elif slip == "witnesses exchanged":
        gate, sigma = sigma, gate
    elif slip == "another angle":
        gate = two_point_row("kappa0", 3, "9/10")[2]
    else:
        sigma = two_point_row("kappa1", 2, "4/5")[2]
    assert verdict(build.layerwise([(parameters, bound, gate, sigma)])).status in ("INVALID", "UNDECIDED")
    assert verdict(build.layerwise([layerwise_row(3, 4, "4/5")])).ok
