"""The expansion of the eigenvalues: every claim is certified (or cited, as listed), and no slip in it is."""

from dataclasses import replace
from functools import partial

import pytest
import sympy
from books import opened
from sympy import Interval

from ntksym.claims import Domain, legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("tail_expansion")
CITED = frozenset({"moments_in_every_dimension", "tail_expansion"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


d, h, j, m, n, r, x = (getattr(book, name) for name in "dhjmnrx")


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "powers above one below one": ("powers_below_one", None, {x: Interval.Lopen(0, 2)}),
    "powers reversed": ("powers_above_one", Le((1 + x) ** n, 1), {}),
    "sum, last term": ("geometric_sum", Eq(_left("geometric_sum"), 1 - x**n), {}),
    "sum beyond 1": ("geometric_sum_bound", None, {x: Interval.open(0, 2)}),
    "sum halved": ("geometric_sum_bound", Le(_left("geometric_sum_bound"), 1 / (2 * (1 - x))), {}),
    "cauchy tail, power": (
        "cauchy_tail_at_one",
        Eq(_left("cauchy_tail_at_one"), r ** (-2 * m) * (2 - 2 ** (-n))),
        {},
    ),
    "variable": (
        "moment_variable_on_the_circle",
        Eq(_left("moment_variable_on_the_circle"), book.cos(book.pi * h) ** 2),
        {},
    ),
    "moment, factor": (
        "moment_on_the_circle",
        Eq(_left("moment_on_the_circle"), 2 * CLAIMS["moment_on_the_circle"].statement.rhs),
        {},
    ),
    "moment, degree": (
        "moment_on_the_circle",
        Eq(_left("moment_on_the_circle"), book.root_size(book.Integer(2), m + 2 + j, m)),
        {},
    ),
    "moment step, sign": (
        "moment_dimension_step",
        Eq(
            _left("moment_dimension_step"),
            d / (2 * book.beyond + d) * (book.root_size(d, book.beyond, m) + book.root_size(d, book.beyond + 2, m)),
        ),
        {},
    ),
    "remote error without the hypothesis": ("remote_error_falls_faster", None, {x: Interval(0, 2)}),
    "remote error reversed": ("remote_error_falls_faster", Ge(*CLAIMS["remote_error_falls_faster"].statement.args), {}),
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


SLIPS_OF_THE_DATA = {
    "c_0^- turned": lambda plus, minus: (plus, (-minus[0], *minus[1:])),
    "c_1^+ dropped": lambda plus, minus: ((plus[0], 0, *plus[2:]), minus),
    "all c^+ a millionth larger": lambda plus, minus: (tuple(c * (1 + c**0 / 10**6) for c in plus), minus),
}


@pytest.mark.parametrize("name", SLIPS_OF_THE_DATA)
def test_wrong_coefficients_leave_the_remainder(name, monkeypatch):
    """The remainder is small enough to see a wrong coefficient of the jump."""
    whole = book.jumps
    monkeypatch.setattr(book, "jumps", lambda *a: SLIPS_OF_THE_DATA[name](*whole(*a)))
    with book.mp.workdps(40):
        assert book._quotient(3, 2, 21) > 1


def test_the_bound_is_not_far_from_the_error():
    """At k_0 the error is more than a tenth of the bound: a bound ten times smaller would be false."""
    with book.mp.workdps(40):
        assert book._quotient(3, 2, 20) > book.mp.mpf(1) / 10


def test_the_hypothesis_is_checked(monkeypatch):
    """Too small a degree k_0 for the number of terms is refused."""
    monkeypatch.setattr(book, "FIRST", 6)
    with pytest.raises(ValueError, match="hypothesis"):
        book._quotient(4, 5, 20)
