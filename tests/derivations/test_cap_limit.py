"""The cap minorant at small angles: the constants are certified, no slip in them is, and they are those computed."""

from dataclasses import replace

import pytest
from books import opened
from mpmath import mp, mpf
from sympy import Eq, Rational

from ntksym.claims import legs
from ntksym.spectra.cap_limit import front

book, CLAIMS = opened("cap_limit")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()


@pytest.mark.parametrize("slug", CLAIMS)
@pytest.mark.parametrize("factor", [2, Rational(1, 2)])
def test_a_factor_of_two_is_refuted(slug, factor):
    claim = CLAIMS[slug]
    wrong = replace(claim, statement=Eq(claim.statement.lhs, claim.statement.rhs * factor, evaluate=False))
    assert legs.judge(wrong).status == "refuted"


@pytest.mark.parametrize(
    ("slug", "kernel"), [("cap_limit_of_kappa_zero", "kappa0"), ("cap_limit_of_kappa_one", "kappa1")]
)
def test_the_formula_is_the_one_that_is_computed(slug, kernel):
    right = CLAIMS[slug].statement.rhs
    for d in (2, 3, 8):
        factor, n = front(kernel, d, 2)
        symbols = {str(v): v for v in right.free_symbols}
        value = right.subs({symbols["d"]: d, symbols["x"]: 3, symbols["s"]: 1})
        with mp.workdps(30):
            assert mpf(value.evalf(30)) == pytest.approx(mpf(factor.numerator) / factor.denominator / mp.pi / 3**n)
