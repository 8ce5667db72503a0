"""The expansion of the eigenvalues: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Interval

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("tail_expansion")
CITED = frozenset({"expansion_error_in_three_parts"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


m, n, r, x = (getattr(book, name) for name in "mnrx")


def _left(slug):
    return CLAIMS[slug].statement.lhs


def _without(weight):
    """Theorem (T) with one error left out of its bound."""
    return Le(_left("tail_expansion"), CLAIMS["tail_expansion"].statement.rhs.subs(weight, 0))


SLIPS = {
    "powers above one below one": ("powers_below_one", None, {x: Interval.Lopen(0, 2)}),
    "powers reversed": ("powers_above_one", Le((1 + x) ** n, 1), {}),
    "sum, last term": ("finite_geometric_sum", Eq(_left("finite_geometric_sum"), 1 - x**n), {}),
    "sum beyond 1": ("finite_geometric_sum_bound", None, {x: Interval.open(0, 2)}),
    "sum halved": ("finite_geometric_sum_bound", Le(_left("finite_geometric_sum_bound"), 1 / (2 * (1 - x))), {}),
    "cauchy tail, power": (
        "cauchy_tail_at_one",
        Eq(_left("cauchy_tail_at_one"), r ** (-2 * m) * (2 - 2 ** (-n))),
        {},
    ),
    "remote error without the hypothesis": ("remote_error_falls_faster", None, {x: Interval(0, 2)}),
    "remote error reversed": ("remote_error_falls_faster", Ge(*CLAIMS["remote_error_falls_faster"].statement.args), {}),
    "quotient reversed": (
        "ratio_quotient_largest_at_first_degree",
        Ge(*CLAIMS["ratio_quotient_largest_at_first_degree"].statement.args),
        {},
    ),
    "remote error beyond the hypothesis": ("remote_error_largest_at_first_degree", None, {x: Interval(0, 2)}),
    "a share above 1": ("error_of_the_completed_terms", None, {book.far: Interval(-1, 2)}),
    "an ellipse's share above 1": ("error_of_the_ellipse", None, {book.remote: Interval(-1, 2)}),
    "a negative weight": ("tail_expansion", None, {book.B: Interval(-1, sympy.oo)}),
    "theorem without the jump's tail": ("tail_expansion", _without(book.B), {}),
    "theorem without the completed terms": ("tail_expansion", _without(book.A), {}),
    "theorem without the ellipse": ("tail_expansion", _without(book.F), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


SLIPS_OF_THE_DATA = {
    "c_0^- turned": lambda plus, minus: (plus, (-minus[0], *minus[1:])),
    "c_1^+ dropped": lambda plus, minus: ((plus[0], 0, *plus[2:]), minus),
    "all c^+ a hundred-thousandth larger": lambda plus, minus: (tuple(c * (1 + c**0 / 10**5) for c in plus), minus),
}


@pytest.mark.parametrize("name", SLIPS_OF_THE_DATA)
def test_wrong_coefficients_leave_the_remainder(name, monkeypatch):
    """The remainder is small enough to see a wrong coefficient of the jump."""
    whole = book.jumps
    monkeypatch.setattr(book, "jumps", lambda *a: SLIPS_OF_THE_DATA[name](*whole(*a)))
    with book.mp.workdps(40):
        assert book._quotient(3, 2, 41) > 1


def test_the_bound_is_not_far_from_the_error():
    """At k_0 the error is more than half of the bound: a bound half as large would be false."""
    with book.mp.workdps(40):
        assert book._quotient(3, 2, 40) > book.mp.mpf(1) / 2


def test_the_hypothesis_is_checked(monkeypatch):
    """Too small a degree k_0 for the number of terms is refused."""
    monkeypatch.setattr(book, "FIRST", 6)
    with pytest.raises(ValueError, match="hypothesis"):
        book._quotient(4, 5, 40)
