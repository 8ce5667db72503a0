"""The flat limit's constants: every claim is certified, no slip in it is, and it gives the number that is computed."""

from dataclasses import replace

import pytest
from books import opened
from mpmath import mp, mpf
from sympy import Eq

from ntksym.claims import legs
from ntksym.spectra.flat_limit import flat_limit

book, CLAIMS = opened("flat_limit")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()


@pytest.mark.parametrize("slug", CLAIMS)
def test_half_the_right_side_is_refuted(slug):
    claim = CLAIMS[slug]
    wrong = replace(claim, statement=Eq(claim.statement.lhs, claim.statement.rhs / 2, evaluate=False))
    assert legs.judge(wrong).status == "refuted"


def test_the_closed_forms_are_the_computed_constants():
    with mp.workdps(30):

        def odd(s):
            return (1 - mpf(2) ** -s) * mp.zeta(s)

        s, beta = mpf(3) / 2, (mp.zeta(mpf(3) / 2, mpf(1) / 4) - mp.zeta(mpf(3) / 2, mpf(3) / 4)) / 8
        values = {
            3: ("flat_limit_in_dimension_three", odd(s), beta),
            5: ("flat_limit_in_dimension_five", odd(s), odd(s + 1)),
            9: ("flat_limit_in_dimension_nine", mp.zeta(s), odd(s + 3)),
        }
        for d, (slug, a, b) in values.items():
            right = CLAIMS[slug].statement.rhs.subs({book.a: 1, book.b: 1})
            found = flat_limit(d)
            assert abs(mpf(str(right.evalf(30))) * a * b - mpf(found.lo.numerator) / found.lo.denominator) < 1e-20
