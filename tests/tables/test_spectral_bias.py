"""Spectral bias: limits by two routes, exponents, what depth changes; figures of the limiting law."""

from fractions import Fraction

import pytest

from ntksym.balls.arb import precision
from ntksym.errors import InputError
from ntksym.tables import build
from ntksym.tables.limiting_law_plots import plot_condition, plot_distances, plot_phases
from ntksym.tables.plots import decay_limit
from ntksym.tables.spectral_bias import dampings, eigenvalue, exponent, limit_constant
from ntksym.tables.spectral_bias_plot import plot_spectral_bias


@pytest.mark.parametrize("L", [2, 3, 4, 6])
@pytest.mark.parametrize("d", [2, 3, 10])
def test_the_limit_has_two_formulas(d: int, L: int) -> None:
    """The product Pi_L in closed form against the jumps of the endpoint expansion."""
    for parity in (0, 1):
        assert limit_constant(d, L, parity).overlaps(decay_limit(d, L, parity))


def test_dampings_decrease_and_start_at_one() -> None:
    """Pi_2 = 1, Pi_3 = 1/2, and each layer multiplies by kappa_0 of a cosine below 1."""
    with precision(80):
        values = [float(dampings(L)) for L in range(2, 7)]
    assert values[:2] == [1, 0.5] and values == sorted(values, reverse=True)
    assert values[4] == pytest.approx(0.14159529248021455)


@pytest.mark.parametrize("L", [2, 3])
def test_depth_does_not_change_the_exponent(L: int) -> None:
    """At k = 400 the local exponent is within 0.01 of d = 3, for each depth and parity where mu_k > 0."""
    for k in (400, 401):
        local = exponent(3, L, k, 8)
        assert (local is None) == (L == 2 and k % 2 == 1)
        if local is not None:
            assert abs(local.mid - 3) < Fraction(1, 100)


def test_depth_raises_high_frequencies() -> None:
    """The share mu_k/Theta_L(1) = mu_k/L grows with L at k = 60, and its limit C/L does."""
    shares = [eigenvalue(3, L, 60, 10).mid / L for L in (2, 3, 4)]
    limits = [limit_constant(3, L, 0).mid / L for L in (2, 3, 4)]
    assert shares == sorted(shares) and limits == sorted(limits)


def test_the_tables_print_certain_digits() -> None:
    """Known entries: mu_2 of Theta_2 on S^2 is 5/64; C_+(3, 2) = 1/pi; odd k of depth 2 have no exponent."""
    spectrum = build("spectrum", dims="3", depths="2", degrees="2:3", digits=6)
    assert spectrum.texts() == [
        ["3", "2", "2", "5", "0.078125", "0.625", "3.90689"],
        ["3", "2", "3", "7", "0", "0", "-"],
    ]
    bias = build("spectral-bias", dims="3", depths="2", digits=6)
    assert [row[3] for row in bias.texts()] == ["0.318309", "0"]
    with pytest.raises(InputError):
        build("spectral-bias", dims="3", depths="1")


def test_figures_have_the_same_bytes_on_every_run(tmp_path) -> None:
    """F1, F6, F7 and F8 with light parameters, drawn twice."""
    figures = {
        "F1": lambda: plot_spectral_bias(3, (2, 3), 12),
        "F6": lambda: plot_phases("gelu", 7),
        "F7": lambda: plot_distances(("erf",), dims=(5, 8), seeds=1),
        "F8": lambda: plot_condition("relu", "1", 8, ("1/4", "1/2")),
    }
    for name, make in figures.items():
        first, second = (make().save(tmp_path / f"{name}{i}.png", dpi=60).read_bytes() for i in (1, 2))
        assert first == second
