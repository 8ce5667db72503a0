"""Three lines: the bound is met by the worst ones, and no set lies below it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ntksym
from ntksym.balls.arb import arb, lower, precision, upper
from ntksym.balls.exact import ExactReal
from ntksym.checker.intervals import Interval
from ntksym.checker.two_point_inequality import kernel_range as checker_range
from ntksym.errors import UndecidedError
from ntksym.spectra import few_lines as few_lines_module
from ntksym.spectra import interior_point, simplex
from ntksym.spectra.configurations import configuration_upper
from ntksym.spectra.few_lines import applies, few_lines, proved
from ntksym.spectra.two_point import Problem, certify
from ntksym.spectra.two_point_inequality import kernel_range, kernel_series
from ntksym.spectra.two_point_search import _Programme, find, kernel_floats, programme

CASES = [("kappa0", 2, "0.8", None), ("ntk", 2, "0.8", None), ("ntk", 8, "0.9", None), ("ntk", 3, "0.3", 3)]


def problem(kernel, L, angle, n=None, d=2):
    return Problem(kernel, d, L, ExactReal.parse(angle), "projective", n)


@pytest.mark.parametrize("case", CASES)
def test_the_bound_is_within_one_in_a_thousand_of_random_sets_and_below_all(case):
    asked = problem(*case)
    proof, bound = find(asked)
    rng, alpha = np.random.default_rng(3), float(asked.angle.ball.mid())
    least = np.inf
    for i in range(800):
        s = rng.dirichlet([0.2, 0.2, 0.2]) if i % 2 else np.eye(3)[i // 2 % 3]
        turns = np.cumsum([0, *(alpha + (np.pi - 3 * alpha) * s)[:2]])
        signs = np.sign(rng.standard_normal(3))
        x = signs[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
        gram = kernel_floats(asked, np.arccos(np.clip(x @ x.T, -1, 1)))
        np.fill_diagonal(gram, asked.at_one)
        least = min(least, np.linalg.eigvalsh(gram)[0])
    assert float(bound) <= least <= float(bound) * 1.001
    assert proof.bound == bound


def test_it_closes_the_gap_that_two_point_arguments_leave():
    asked = problem("kappa0", 2, "0.8")
    assert configuration_upper(asked).hi <= find(asked)[1] * Fraction(1001, 1000)
    assert programme(asked)[1] * Fraction(11, 10) < configuration_upper(asked).hi


SPACE = [("kappa0", 2, "1.3", None, 3), ("ntk", 8, "pi/3", 3, 5), ("tkappa0", 2, "1.1", 3, 4)]


@pytest.mark.parametrize("case", SPACE)
def test_in_space_the_bound_is_that_of_the_worst_signs_and_below_all_sets(case):
    """Gram matrices of random signs at the smallest separation come to it, and random ones are above."""
    asked = problem(*case)
    proof, bound = find(asked)
    assert isinstance(proof, few_lines_module.FewLines)
    rng, least = np.random.default_rng(5), np.inf
    c = np.cos(float(asked.angle.ball.mid()))
    for i in range(400):
        t = np.eye(3)
        t[np.triu_indices(3, 1)] = c * (rng.uniform(-1, 1, 3) if i % 2 else rng.choice([-1, 1], 3))
        t = np.maximum(t, t.T) + np.minimum(t, t.T)
        np.fill_diagonal(t, 1)
        assert np.linalg.eigvalsh(t)[0] > -1e-12  # three vectors of R^3 have these inner products
        gram = kernel_floats(asked, np.arccos(t))
        np.fill_diagonal(gram, asked.at_one)
        least = min(least, np.linalg.eigvalsh(gram)[0])
    assert float(bound) <= least <= float(bound) * (1 + 2e-6)
    assert bound > programme(asked)[1]


def test_it_is_for_three_lines_only_and_in_space_from_a_third_of_pi_on():
    assert applies(problem("ntk", 2, "0.8")) and applies(problem("ntk", 2, "1.3", d=3))
    assert not any(applies(problem("ntk", 2, a)) for a in ("0.7", "1.3"))
    assert not applies(replace(problem("ntk", 2, "0.8"), sided="one"))
    assert not applies(problem("ntk", 2, "1.3", d=4)) and not applies(problem("ntk", 2, "1.047", 3, d=4))
    assert applies(problem("ntk", 2, "pi/3", 3, d=4)) and applies(problem("ntk", 2, "1.048", 3, d=4))


@pytest.mark.parametrize(("d", "L", "angle"), [(2, 12, "1"), (3, 2, "1.3")])
def test_it_has_a_certificate(d, L, angle):
    value = ntksym.constant("two-point", kernel="ntk", d=d, L=L, angle=angle)
    assert "cover" in value.method and ntksym.certificate(value).check().status == "VALID"


@pytest.mark.parametrize("case", [("kappa0", 2, "1.3", None, 3), ("ntk", 3, "pi/3", 3, 3)])
def test_in_space_nothing_is_proved_above_the_bound_or_outside_the_ends(case, monkeypatch):
    asked = problem(*case)
    bound = find(asked)[1]
    assert proved(asked, bound) and not proved(asked, bound * Fraction(1000002, 1000000))
    true = few_lines_module.kernel_range
    monkeypatch.setattr(few_lines_module, "kernel_range", lambda asked, u: true(asked, u) * (2 if 1.5 in u else 1))
    assert not proved(asked, bound)


def test_no_bound_is_proved_from_a_wrong_guess(monkeypatch):
    asked = problem("kappa0", 2, "0.8")
    monkeypatch.setattr(few_lines_module, "MAX_CELLS", 500)
    assert proved(asked, find(asked)[1]) and not proved(asked, find(asked)[1] * Fraction(1001, 1000))
    with pytest.raises(UndecidedError):
        few_lines(asked, lambda u: kernel_floats(asked, u) - 0.02)


@pytest.mark.parametrize("case", [("kappa0", 2, "0.8", None, 3), ("ntk", 3, "0.4", None, 5)])
def test_both_methods_find_the_same_value_of_the_programme(case):
    search = _Programme(problem(*case), 31)
    phi, eta, gain, cost = search._parts()
    h = np.full(len(phi), -1e-6)
    x, y, *_ = interior_point.maximise(phi, eta, gain, cost, h)
    a, b = simplex.maximise(phi, eta, gain, cost, h)
    assert gain @ x - cost @ y == pytest.approx(gain @ a - cost @ b, rel=1e-5)
    assert max(np.max(eta @ y + s * (phi @ x)) for s in (1, -1)) <= 0


def test_a_programme_that_skips_grid_points_finds_no_certificate():
    """Without the nodes of one peak the witness is false there, and the balls see it."""
    search = _Programme(problem("ntk", 3, "0.8", d=3), 31)
    assert certify(search.lowered(search.solve(1e-5), 1e-3)) > 0
    search.nodes = search.nodes[np.abs(search.nodes - 1.2) > 0.12]
    search.__dict__.pop("slope", None)
    with pytest.raises(UndecidedError, match=r"near the angle 1\.[0-3]"):
        certify(search.solve(1e-5))


@settings(max_examples=30, deadline=None)
@given(
    kernel=st.sampled_from([("kappa0", 2), ("tkappa0", 2), ("kappa1", 2), ("ntk", 2), ("ntk", 3), ("ntk", 24)]),
    ends=st.tuples(st.floats(0.02, 3.1), st.floats(0.0, 1.0)),
    share=st.floats(0, 1),
)
def test_both_enclosures_of_the_kernel_on_an_interval_hold_all_its_values(kernel, ends, share):
    """In the producer by balls of order 4, in the checker by intervals of order 6; short intervals have short ones."""
    asked = problem(*kernel, "0.8")
    low, high = ends[0], min(ends[0] + ends[1] ** 3, 3.14)
    with precision(224):
        found = kernel_range(asked, arb(low).union(arb(high)))
        value = kernel_series(asked, arb(low + share * (high - low)), 1)[0]
    theirs = checker_range(asked.kernel, asked.L, Interval.between(Fraction(low), Fraction(high), 256))
    for a, b in ((lower(found), upper(found)), (theirs.lower(), theirs.upper())):
        assert a <= upper(value) and lower(value) <= b
        if high - low < 1e-3:
            assert b - a < 40 * asked.at_one * Fraction(high - low) + Fraction(1, 10**9)
