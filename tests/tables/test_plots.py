"""Plots: they show the certified numbers, and their files have the same bytes on every run."""

import sys
from fractions import Fraction
from subprocess import run

import pytest

import ntksym
from ntksym.errors import InputError
from ntksym.tables import plots


@pytest.fixture(scope="module")
def spectrum():
    return ntksym.plot_spectrum(d=3, depths="2:3", degrees="1:9")


def points(axes):
    """The (x, y) of every curve drawn with markers only."""
    return [list(zip(*line.get_data(), strict=True)) for line in axes.lines if line.get_linestyle() == "None"]


def test_spectrum_shows_the_eigenvalues_that_are_not_zero_in_order_of_depth_and_parity(spectrum):
    shown = points(spectrum.axes[0])
    assert [[int(k) for k, _ in curve] for curve in shown] == [[2, 4, 6, 8], [1], [2, 4, 6, 8], [1, 3, 5, 7, 9]]
    for L, curve in zip((2, 2, 3, 3), shown, strict=True):
        for k, height in curve:
            value = ntksym.constant("funk-hecke", kernel="ntk", d=3, k=int(k), L=L, digits=8).enclosure
            assert height == pytest.approx(float(value.mid), rel=1e-5)


def test_every_quotient_lies_in_the_bar_of_its_depth(spectrum):
    for axes, parity in zip(spectrum.axes[1:], ("even", "odd"), strict=True):
        bars = [line.get_ydata() for line in axes.lines if line.get_linewidth() > 3]
        for L, (low, high), curve in zip((2, 3), bars, points(axes), strict=True):
            assert low == float(ntksym.constant("decay.low", d=3, L=L, parity=parity, digits=6).enclosure.lo)
            assert all(low * (1 - 1e-6) <= height <= high * (1 + 1e-6) for _, height in curve)


@pytest.mark.parametrize(("L", "parity"), [(2, 0), (2, 1), (3, 0), (3, 1), (5, 0), (5, 1)])
def test_quotients_of_large_degree_are_near_the_limit(L, parity):
    k = 100_000 + parity
    value = ntksym.constant("funk-hecke", kernel="ntk", d=4, k=k, L=L, digits=12).enclosure
    quotient = value.mid / plots.growth(4, k).mid
    assert abs(quotient - plots.decay_limit(4, L, parity).mid) < Fraction(1, 10**6)


def test_minorant_band_lies_between_the_certified_bounds():
    figure = ntksym.plot_minorant(dims="3", depths="2", angles=["pi/4", "0.1"])
    lower, upper = (list(line.get_ydata()) for line in figure.axes[0].lines)
    assert list(figure.axes[0].lines[0].get_xdata()) == pytest.approx([0.1, 0.7853981634])
    assert lower[0] == float(
        ntksym.constant("cap-minorant", kernel="ntk", d=3, L=2, angle="0.1", digits=6).enclosure.lo
    )
    assert all(a < b for a, b in zip(lower, upper, strict=True))


def test_minorant_of_a_kernel_without_depth_has_one_panel():
    figure = ntksym.plot_minorant(dims="3", angles=["0.5"], kernel="kappa0")
    assert [axes.get_title(loc="left") for axes in figure.axes] == [r"$K = \kappa_0$"]


def test_power_series_shows_coefficients_and_tails():
    figure = ntksym.plot_power_series(depths="3", terms=6)
    even, odd = points(figure.axes[0])
    assert ([m for m, _ in even], [m for m, _ in odd]) == ([2, 4, 6], [1, 3, 5])
    (tails,) = points(figure.axes[1])
    assert tails[0][1] == pytest.approx(float(ntksym.constant("power-series.tail", L=3, r=1).enclosure.mid))
    assert tails[0][1] - tails[1][1] == pytest.approx(odd[0][1])


@pytest.mark.parametrize("form", ["png", "pdf", "svg"])
def test_files_have_the_same_bytes_on_every_run(tmp_path, spectrum, form):
    again = ntksym.plot_spectrum(d=3, depths="2:3", degrees="1:9")
    first, second = spectrum.save(tmp_path / f"a.{form}"), again.save(tmp_path / f"b.{form}")
    assert first.read_bytes() == second.read_bytes()
    assert not any(word in first.read_bytes() for word in (b"CreationDate", b"dc:date", b"matplotlib.org"))


def test_shows_itself_in_jupyter_once_and_as_a_picture(spectrum):
    assert spectrum._repr_png_().startswith(b"\x89PNG")
    assert spectrum._repr_png_() == spectrum._repr_png_()
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: ntksym.plot_spectrum(degrees="0"), "logarithmic"),
        (lambda: ntksym.plot_spectrum(depths="2:20"), "at most 7"),
        (lambda: ntksym.plot_minorant(angles=[]), "give angles"),
        (lambda: ntksym.plot_minorant(kernel="rbf"), "kernel"),
        (lambda: ntksym.plot_power_series(terms=1), "terms"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_remedy(make, why):
    with pytest.raises(InputError, match=why):
        make()


def test_an_unknown_suffix_is_refused(tmp_path, spectrum):
    with pytest.raises(InputError, match="no such picture format"):
        spectrum.save(tmp_path / "a.jpg")


def test_matplotlib_is_not_loaded_before_a_plot_is_asked_for():
    code = "import sys, ntksym; ntksym.table('hermite', degrees='1'); sys.exit('matplotlib' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
