"""Power series of kappa_0, kappa_1, Theta_2: every claim is certified, and no slip in it is."""

import importlib.util
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sympy
from sympy import Interval, Range, Rational, Sum, oo, pi, sqrt

from ntksym.claims import Domain, SumOfSeries, TailBound, legs

Eq, Ge, Le = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Le"))

FOLDER = Path(__file__).resolve().parents[2] / "derivations"
sys.path.insert(0, str(FOLDER))
spec = importlib.util.spec_from_file_location("derivation_under_test_power_series", FOLDER / "power_series.py")
book = importlib.util.module_from_spec(spec)
spec.loader.exec_module(book)
CLAIMS = {c.slug: c for x in (book.binomials, book.series) for c in x.claims}


@pytest.fixture(autouse=True)
def _quick_sympy(monkeypatch):
    """SymPy's agreement is not what is tested here."""
    monkeypatch.setattr(legs, "SYMBOLIC_SECONDS", 1.0)


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.numeric.decided > 0
    assert verdict.rigorous.decided or CLAIMS[slug].statement.lhs.has(oo)  # balls add finite sums only


p, n, J, t = book.p, book.n, book.J, book.t
b, half, TAIL = book.central, Rational(1, 2), book.TAIL
k0, k1, c2 = book.kappa_zero_odd(p), book.kappa_one_even(p), book.ntk_two_even(p)


def _sum(term):
    return Sum(term, (p, 0, oo))


SLIPS = {
    "binomial factor": ("central_binomial_as_gammas", Eq(book.binomial(2 * p, p) / 2**p, b(p)), {}),
    "ratio index": ("central_binomial_ratio", Eq((2 * p + 1) * b(p + 1), (2 * p + 1) * b(p)), {}),
    "lower bound with p": ("central_binomial_squared_ge", Ge(b(p) ** 2, 1 / (pi * p)), {p: Range(1, oo)}),
    "upper bound with p + 1/2": ("central_binomial_squared_le", Le(b(p) ** 2, 1 / (pi * (p + half))), {}),
    "upper bound from 0": ("central_binomial_le", None, {p: Range(0, oo)}),
    "without pi": ("central_binomial_ge", Ge(b(p), 1 / sqrt(p + half)), {}),
    "telescope index": (
        "central_binomial_sum_telescopes",
        Eq(Sum(b(p) / (2 * p + 2), (p, J, J + n)), b(J) - b(J + n)),
        {},
    ),
    "kappa_0 parity": ("kappa_zero_power_series", Eq(_sum(k0 * t ** (2 * p)) + half, book.kappa_zero(t)), {}),
    "kappa_0 sign": ("kappa_zero_power_series", Eq(_sum(-k0 * t ** (2 * p + 1)) + half, book.kappa_zero(t)), {}),
    "kappa_0 constant": ("kappa_zero_power_series", Eq(_sum(k0 * t ** (2 * p + 1)), book.kappa_zero(t)), {}),
    "kappa_0 beyond 1": ("kappa_zero_power_series", None, {t: Interval(-2, 1)}),
    "kappa_1 linear term": (
        "kappa_one_power_series",
        Eq(_sum(k1 * t ** (2 * p + 2)) + 1 / pi + t, book.kappa_one(t)),
        {},
    ),
    "kappa_1 factor": (
        "kappa_one_power_series",
        Eq(_sum(2 * k1 * t ** (2 * p + 2)) + 1 / pi + t / 2, book.kappa_one(t)),
        {},
    ),
    "Theta_2 dropped part": (
        "theta_two_power_series",
        Eq(_sum(k1 * t ** (2 * p + 2)) + 1 / pi + t, CLAIMS["theta_two_power_series"].statement.rhs),
        {},
    ),
    "Theta_2 index": (
        "theta_two_power_series",
        Eq(_sum(c2.subs(p, p + 1) * t ** (2 * p + 2)) + 1 / pi + t, CLAIMS["theta_two_power_series"].statement.rhs),
        {},
    ),
    "coefficient": (
        "theta_two_coefficient_from_binomials",
        Eq(CLAIMS["theta_two_coefficient_from_binomials"].statement.lhs, c2 * (2 * p + 1) / (2 * p + 3)),
        {},
    ),
    "total": ("theta_two_coefficients_sum_to_two", Eq(_sum(c2), 2 - 1 / pi), {}),
    "tail lower, doubled": ("theta_two_tail_ge", Ge(TAIL, 2 * b(J) / pi), {}),
    "tail lower, that of the upper": ("theta_two_tail_ge", Ge(TAIL, b(J) / pi * (1 + 2 / (2 * J + 1))), {}),
    "tail lower, constant added": ("theta_two_tail_ge", Ge(TAIL, b(J) / pi + Rational(1, 100)), {}),
    "tail upper, that of the lower": ("theta_two_tail_le", Le(TAIL, b(J) / pi), {}),
    "tail shifted": ("theta_two_tail_le", Le(TAIL, b(J + 1) / pi * (1 + 2 / (2 * J + 3))), {}),
    "tail one term more": ("theta_two_tail_le", Le(TAIL + c2.subs(p, J), b(J) / pi * (1 + 2 / (2 * J + 1))), {}),
    "power without the half": ("theta_two_tail_ge_power", Ge(TAIL, 1 / (pi * sqrt(pi * J))), {J: Range(1, oo)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    slip = replace(claim, statement=statement, domain=Domain({**claim.domain.sets, **widened}), control=None)
    assert not slip.proof.prove(slip).proved


def test_a_lower_bound_of_a_tail_must_tend_to_zero():
    shifted = replace(CLAIMS["theta_two_tail_ge"], statement=Ge(TAIL, b(J) / pi + Rational(1, 100)), control=None)
    for vanishes in (None, (book.central_squared_high.at({p: J}), 1, 1 / J)):
        assert not TailBound(of=book.total, on=J, vanishes=vanishes).prove(shifted).proved


def test_series_are_added_with_the_right_weights():
    claim = CLAIMS["theta_two_power_series"]
    for weights in ((1, 1), (t, 1), (1, 2 * t), (1, -t), (1, 1 / t)):
        assert (
            not SumOfSeries([(book.kappa_one_series, weights[0]), (book.kappa_zero_series, weights[1])])
            .prove(claim)
            .proved
        )
