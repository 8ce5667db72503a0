"""The expansion of the eigenvalues: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import mpmath as mp
import pytest
import slit_domain
import sympy
from books import opened, stands, still_proved
from sympy import Interval

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("tail_expansion")
CITED = frozenset({"eigenvalue_by_jumps"})


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


# --- the theorem as a whole, measured ------------------------------------------------------------

FIRST, TERMS, FAR, MORE = 40, 3, 25, 40  # k_0, M, N, M' at which the theorem is measured


def _eigenvalue(L, d, k):
    """mu_k[Theta_L] by quadrature over the angle, P_k by its recurrence."""

    def inside(v):
        t = mp.cos(v)
        before, now = mp.mpf(1), t
        for a in range(1, k):
            before, now = now, ((2 * a + d - 2) * t * now - a * before) / (a + d - 2)
        return slit_domain.theta(L, t) * now * mp.sin(v) ** (d - 2)

    whole = mp.quad(lambda v: mp.sin(v) ** (d - 2), [0, mp.pi / 2, mp.pi])
    return mp.quad(inside, mp.linspace(0, mp.pi, 3 + k // 6)) / whole


def _ratios(d, k, count):
    """a_0(k), ..., a_count(k) by their products."""
    found = [mp.mpf(1)]
    for a in range(1, count + 1):
        found.append(
            found[-1] * (mp.mpf(d) / 2 + a - 1) * (2 * a + 1) / ((k - a - mp.mpf(1) / 2) * (k + a + d - mp.mpf(3) / 2))
        )
    return found


def _quotient(L, d, k):
    """The deviation from the first M terms over the theorem's bound."""
    plus, minus = slit_domain.jumps(L, MORE, mp.mp.dps)
    sizes = [abs(a) + abs(b) for a, b in zip(plus, minus, strict=True)]
    radius, s0, large = slit_domain.RADIUS[L], slit_domain.RADIUS[L] ** 2 / 2, slit_domain.chain(L)
    small = mp.exp(-mp.acosh(1 + s0))
    half = mp.mpf(1) / 2
    if not small <= (FIRST - TERMS - half) / (FIRST + TERMS + d - half):
        raise ValueError("the hypothesis on q fails")
    scale = 2 ** (d - 5 * half) * mp.gamma(mp.mpf(d) / 2) ** 2 / mp.pi
    first = _ratios(d, FIRST, FAR)

    def decay(k):
        return scale * mp.gamma(k - half) / mp.gamma(k + d - half)

    B = mp.fsum(sizes[a] * s0 ** (a - TERMS) for a in range(TERMS, MORE))
    B += 2 * large * radius ** (-2 * MORE - 1) * s0 ** (MORE - TERMS)
    B += (L + 2) * 2 ** (-MORE - half) * s0 ** (MORE - TERMS) / (1 - s0 / 2)
    size = small**FIRST * (
        1
        if d % 2 == 0
        else mp.coth(mp.acosh(1 + s0)) * mp.sqrt(mp.pi) * mp.gamma(FIRST + 1) / (2 * mp.gamma(FIRST + 3 * half))
    )
    for e in range(2 + d % 2, d, 2):
        size *= e * (1 + small**2) / (2 * FIRST + e)
    near = s0 ** (-FAR) * first[FAR] * mp.fsum(sizes[a] * s0**a for a in range(TERMS))
    eps = (near + max(large, L + 2) * size / decay(FIRST)) / first[TERMS]
    ratios = _ratios(d, k, TERMS)
    signs = [(-1) ** (a + 1) * (plus[a] + (-1) ** k * minus[a]) for a in range(TERMS)]
    value = _eigenvalue(L, d, k) / decay(k)
    return abs(value - mp.fsum(g * a for g, a in zip(signs, ratios, strict=False))) / ((B + eps) * ratios[TERMS])


@pytest.mark.parametrize(("L", "d", "k"), [(4, 3, 41)])
def test_the_theorem_holds_as_a_whole(L, d, k):
    """The deviation from the first terms is at most the bound."""
    with mp.workdps(40):
        assert _quotient(L, d, k) <= 1


SLIPS_OF_THE_DATA = {
    "c_0^- turned": lambda plus, minus: (plus, (-minus[0], *minus[1:])),
    "c_1^+ dropped": lambda plus, minus: ((plus[0], 0, *plus[2:]), minus),
    "all c^+ a hundred-thousandth larger": lambda plus, minus: (tuple(c * (1 + c**0 / 10**5) for c in plus), minus),
}


@pytest.mark.parametrize("name", SLIPS_OF_THE_DATA)
def test_wrong_coefficients_leave_the_remainder(name, monkeypatch):
    """The remainder is small enough to see a wrong coefficient of the jump."""
    whole = slit_domain.jumps
    monkeypatch.setattr(slit_domain, "jumps", lambda *a: SLIPS_OF_THE_DATA[name](*whole(*a)))
    with mp.workdps(40):
        assert _quotient(3, 2, 41) > 1


def test_the_bound_is_not_far_from_the_error():
    """At k_0 the error is more than half of the bound: a bound half as large would be false."""
    with mp.workdps(40):
        assert _quotient(3, 2, 40) > mp.mpf(1) / 2


def test_the_hypothesis_is_checked(monkeypatch):
    """Too small a degree k_0 for the number of terms is refused."""
    monkeypatch.setitem(globals(), "FIRST", 6)
    with pytest.raises(ValueError, match="hypothesis"):
        _quotient(4, 5, 40)
