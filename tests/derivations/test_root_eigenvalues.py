"""The eigenvalues of (1-t)^(m+1/2): every claim is certified, and no slip in it is."""

from dataclasses import replace
from functools import partial

import pytest
import sympy
from books import opened
from sympy import Range, Rational, oo

from ntksym.claims import Domain, legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("root_eigenvalues")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.numeric.decided > 0
    assert verdict.rigorous.decided > 0


d, k, m, j, n, u = (getattr(book, name) for name in "dkmjnu")
root, half, far = book.root, Rational(1, 2), book.far


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "root transform sign": ("root_transform_closed_form", Eq(root(d, k, m), -book.root_eigenvalue(d, k, m)), {}),
    "root transform index": ("root_transform_closed_form", Eq(root(d, k, m), book.root_eigenvalue(d, k + 1, m)), {}),
    "root transform from d = 1": ("root_transform_closed_form", None, {d: Range(1, oo)}),
    "root parity": (
        "root_eigenvalue_sign_and_size",
        Eq(_left("root_eigenvalue_sign_and_size"), -CLAIMS["root_eigenvalue_sign_and_size"].statement.rhs),
        {},
    ),
    "ratio one more": (
        "root_ratio_next",
        Eq(_left("root_ratio_next"), (d / 2 + m) * (m + 3 * half) * book.root_ratio(d, k, m)),
        {},
    ),
    "ratio positive from k = m": ("root_ratio_positive", Gt(book.root_ratio(d, m + j, m), 0), {}),
    "ratio strictly decreasing at m = 0": (
        "root_ratio_decreases_in_degree",
        Lt(*CLAIMS["root_ratio_decreases_in_degree"].statement.args),
        {},
    ),
    "quotient increasing": (
        "root_ratio_quotient_decreases",
        Ge(*CLAIMS["root_ratio_quotient_decreases"].statement.args),
        {},
    ),
    "limit constant": (
        "leading_decay_constant",
        Eq(_left("leading_decay_constant"), 2 * book.leading_constant(d, book.W)),
        {},
    ),
    "cap step": ("cap_quotient_step", Eq(_left("cap_quotient_step"), book.cap_quotient(k) * (1 - 1 / k**2)), {}),
    "cap increases": ("cap_quotient_decreases", Gt(*CLAIMS["cap_quotient_decreases"].statement.args), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    try:
        slip = replace(claim, statement=statement, domain=Domain({**claim.domain.sets, **widened}), control=None)
    except ValueError:  # a wider domain may be refused at once
        assert widened
        return
    assert not slip.proof.prove(slip).proved
