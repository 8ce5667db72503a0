import pytest

from ntksym.balls.arb import precision
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra import funk_hecke
from ntksym.spectra.funk_hecke import by_power_series, eigenvalue, moments
from ntksym.spectra.gauss_legendre import table


@pytest.mark.parametrize(
    ("case", "route"),
    [
        (("ntk", 3, 4, 2, 30), "closed-form"),
        (("ntk", 4, 1, 1, 30), "closed-form"),
        (("sigma", 5, 6, 1, 30), "closed-form"),
        (("ntk", 3, 6, 3, 30), "gauss-legendre"),
        (("ntk", 3, 200, 3, 30), "tail"),
        (("ntk", 100, 6, 3, 30), "power-series"),
    ],
)
def test_route_and_accuracy(case, route):
    """Each kind of parameters has its route, and every route keeps its promise."""
    x, method = eigenvalue(*case)
    assert method == route and x.relative_width() * 10 ** case[-1] <= 1


@pytest.mark.parametrize(("kernel", "d", "k", "L"), [("ntk", 64, 3, 3), ("sigma", 80, 4, 2), ("ntk", 48, 0, 6)])
def test_power_series_meets_quadrature(kernel, d, k, L):
    """The positive series with its tail and Gauss-Legendre enclose the same number."""
    sharp = table(kernel, [L], [d], [k], 40)[L, d, k]
    series = by_power_series(kernel, d, k, L, 600, 500)
    assert Enclosure.of_ball(series).overlaps(sharp)
    assert Enclosure.of_ball(by_power_series(kernel, d, k, L, 60, 500)).contains(sharp)


def test_dropping_the_series_tail_is_caught():
    """Negative control: the partial sum alone lies below the value."""
    with precision(400):
        short = by_power_series("ntk", 20, 2, 3, 30, 400)
        sharp = table("ntk", [3], [20], [2], 40).rows[3, 20][2]
        assert short.contains(sharp) and not short.lower().overlaps(sharp)


def test_moments_of_powers(definition):
    """mu_k[t^m] from the ratio recurrence is the integral of t^m P_k."""
    with precision(200):
        for d, k in ((2, 1), (3, 2), (7, 3)):
            for i, x in enumerate(moments(d, k, k + 6)):
                m = k + 2 * i
                reference = definition.integral(lambda t, m=m: t**m, d, k)
                assert definition.near(Enclosure.of_ball(x), reference, 30)


def test_large_parameters():
    """D = 1000, k = 1000; depth 64 to 50 digits; 200 digits; a million degrees: all to the digits asked."""
    for case in (("ntk", 1000, 1000, 3, 20), ("ntk", 3, 5, 64, 50), ("ntk", 3, 5, 3, 200), ("sigma", 3, 10**6, 2, 30)):
        x, _ = eigenvalue(*case)
        assert x.lo > 0 and x.relative_width() * 10 ** case[-1] <= 1


def test_routes_agree_where_they_overlap():
    """The tail at k = 120 contains what quadrature and what the series give."""
    for d in (3, 50):
        by_tail, method = eigenvalue("ntk", d, 120, 3, 15)
        assert method == "tail"
        assert by_tail.overlaps(table("ntk", [3], [d], [120], 30)[3, d, 120])


def test_zeros_and_refusals():
    """Odd degrees of Theta_2 vanish exactly; nonsense is refused; a too short series is undecided."""
    assert eigenvalue("ntk", 9, 7, 2)[0].hi == 0 and eigenvalue("sigma", 9, 7, 1)[0].hi == 0
    assert eigenvalue("ntk", 9, 2, 1)[0].hi == 0
    for bad in (("ntk", 1, 0, 2), ("ntk", 3, -1, 2), ("ntk", 3, 0, 0), ("relu", 3, 0, 2)):
        with pytest.raises(InputError):
            eigenvalue(*bad)
    with pytest.raises(InputError):
        funk_hecke.two_layer_eigenvalue("sigma", 3, 0)
    with pytest.raises(UndecidedError):
        by_power_series("ntk", 3, 50, 3, 60, 200)
