"""Tables and plots of sharp constants; the document of the two-point theorem."""

import re
import shutil
import subprocess
from fractions import Fraction

import pytest
from sympy import latex

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError
from ntksym.report.derived import derivations
from ntksym.report.proof import document
from ntksym.spectra.layerwise import layers_from, layerwise
from ntksym.spectra.separation import Problem
from ntksym.tables import build
from ntksym.tables.sharp import layerwise_lower, two_point_lower, two_point_top, upper_constant


def problem(kernel, d, L, angle):
    return Problem(kernel, d, L, ExactReal.parse(angle))


def test_each_row_is_ordered_and_its_ratio_is_that_of_its_ends():
    """Every lower constant is at most the upper one; the ratio is rounded up."""
    table = build("constants", dims="2,3", depths="2,3", angles="0.8,1.3", kernel="ntk", digits=4)
    for row in table.texts():
        cap, layer, pair, top, ratio = map(float, [*row[3:6], *row[7:]])
        assert max(cap, layer, pair) <= top <= ratio * max(cap, layer, pair) * (1 + 1e-3)
        assert pair >= max(cap, layer) * 0.999 and ratio < 1.2
    assert "some such set has at most the upper one" in table.caption


@pytest.mark.parametrize(
    ("kernel", "d", "L", "angle", "target"),
    [
        ("kappa0", 2, 2, "0.3", 1.1), ("kappa0", 3, 2, "0.3", 1.1), ("ntk", 3, 2, "0.8", 1.1),
        ("kappa0", 3, 2, "1.3", 1.3), ("ntk", 2, 2, "0.8", 1.45), ("kappa0", 5, 2, "0.3", 1.2),
        ("ntk", 10, 2, "1.3", 1.4), ("ntk", 3, 8, "0.8", 1.1),
    ],
)  # fmt: skip
def test_the_sides_are_close(kernel, d, L, angle, target):
    asked = problem(kernel, d, L, angle)
    assert 1 <= upper_constant(asked) / two_point_lower(asked) <= target


def test_the_programme_is_within_a_thousandth_of_what_its_dual_allows():
    asked = problem("ntk", 3, 3, "0.8")
    assert 1 <= two_point_top(asked) / two_point_lower(asked) < Fraction(1001, 1000)


def test_counting_the_lines_beats_every_argument_that_does_not():
    asked = problem("kappa0", 3, 2, "1.3")
    assert two_point_lower(asked) > two_point_top(asked) * Fraction(11, 10)


def test_upper_constants_fall_with_the_dimension():
    found = [upper_constant(problem("kappa0", d, 2, "0.8")) for d in (2, 3, 4)]
    assert found == sorted(found, reverse=True)


def test_constants_grow_linearly_with_depth():
    """L = 16, 32, 64 at the angle 4/5 in R^3: both sides divided by L rise towards 3/4 and stay below it."""
    asked = [problem("ntk", 3, L, "0.8") for L in (16, 32, 64)]
    lows = [two_point_lower(x) / x.L for x in asked]
    tops = [upper_constant(x) / x.L for x in asked]
    assert lows == sorted(lows) and tops == sorted(tops)
    assert Fraction(1, 2) < lows[0] and tops[-1] < Fraction(3, 4)
    slow = [layerwise_lower(x) / x.L for x in asked]
    assert slow == sorted(slow) and all(s < low for s, low in zip(slow, lows, strict=True))


def test_the_layerwise_bound_is_that_of_the_equal_layers():
    """For A = (1-s) J + s I each layer is exact: the bound is the smallest eigenvalue there."""
    found = layers_from(Fraction(1, 2), Fraction(1, 2), [2, 3])
    gate = 1 / 3  # arccos(1/2)/pi
    after = (3**0.5 / 2 + (3.141592653589793 - 1.0471975511965976) / 2) / 3.141592653589793
    assert found[2] == 1
    assert float(found[3]) == pytest.approx(3 - 2 * 0.5 * (1 - gate) - after)
    with pytest.raises(InputError):
        layers_from(Fraction(2), Fraction(0), [2])
    with pytest.raises(InputError):
        layerwise(Problem("ntk", 3, 3, ExactReal.parse("0.8"), "one"), [3])


def test_condition_numbers_in_a_table():
    table = build("conditioning", points="2,4", depths="3,100", angles="0.8", digits=4)
    for n, L, _, low, high, limit in table.texts():
        assert float(low) >= 1 and float(limit) == pytest.approx(1 + int(n) / 3, rel=1e-3)
        assert high != "none" or int(L) == 3
        assert high == "none" or float(low) < float(high)


@pytest.mark.parametrize(("against", "dims", "depths"), [("angle", "2", "2"), ("d", "2,3", "2"), ("L", "2", "2,3")])
def test_a_band_is_drawn_between_the_two_sides(against, dims, depths):
    figure = ntksym.plot_constants(dims, depths, ["0.8", "1.3"] if against == "angle" else ["0.8"], against=against)
    axes = figure.axes[0]
    low, high = (line.get_ydata() for line in axes.lines)
    assert len(low) == 2 and all(a < b for a, b in zip(low, high, strict=True))
    assert len(axes.collections) == 1


def test_bad_plots_are_refused():
    for bad in ({"against": "n"}, {"angles": []}, {"dims": "2:20", "angles": ["0.8"]}):
        with pytest.raises(InputError):
            ntksym.plot_constants(**bad)


CASES = [
    {"kernel": "ntk", "d": 3, "L": 2, "angle": "1.3"},
    {"kernel": "ntk", "d": 3, "L": 3, "angle": "pi/4", "sided": "one"},
    {"kernel": "tkappa0", "d": 2, "angle": "0.3"},
    {"kernel": "kappa1", "d": 4, "angle": "1", "n": 5},
]


@pytest.mark.parametrize("given", CASES)
def test_the_document_states_the_certified_constant(given):
    value = ntksym.constant("two-point", digits=12, **given)
    text = document(value)
    assert not re.search("@[a-zA-Z]+@", text)
    printed = Fraction(re.search(r"\\ge\\ ([0-9.E-]+) \.", text)[1])
    assert value.enclosure.lo * (1 - Fraction(1, 10**6)) < printed <= value.enclosure.lo
    assert ntksym.certificate(value)["digest"][-20:] in text


@pytest.mark.parametrize("given", CASES[1:3])
def test_the_documents_theorem_and_proof_are_the_derivations(given):
    """Its hypotheses are those of the derivation, and its steps, in order, the statements of certified claims."""
    text = document(ntksym.constant("two-point", **given))
    chain = derivations("quadratic_forms", "two_point_theorem")
    claims = {latex(c.statement, inv_trig_style="full"): c.slug for d in chain for c in d.claims}
    printed = [claims[shown] for shown in re.findall(r"\\textbf\{\d+\.\}.*\\fit\{(.*)\}$", text, flags=re.M)]
    assert printed == [slug for slug in claims.values() if slug in printed]
    assert {"form_of_a_sum_of_kernels", "square_of_a_sum", "two_point_pairs", "two_point_bound"} < set(printed)
    assert ("zonal_form_on_the_circle" in printed) == (given["d"] == 2) != ("(see Schoenberg" in text)
    assert ("lines_apart_by_an_angle" in printed) == ("sided" not in given)
    theorem = text[text.index("begin{theorem}") : text.index("end{theorem}")]
    assert all(formula in theorem for d in chain for formula in d.assumed())
    assert f"in step {printed.index('two_point_bound') + 1}." in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("given", CASES[:2])
def test_the_document_compiles(given, tmp_path):
    (tmp_path / "a.tex").write_text(document(ntksym.constant("two-point", **given)))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode == 0, made.stdout[-2000:]
    assert (tmp_path / "a.pdf").exists() and "Overfull" not in made.stdout


def test_there_is_no_document_of_nothing():
    with pytest.raises(InputError):
        document(ntksym.constant("cap-minorant", kernel="kappa0", d=3, angle="0.8"))
    with pytest.raises(InputError, match="0"):
        document(ntksym.constant("two-point", kernel="ntk", d=3, L=2, angle="0.8", sided="one"))
