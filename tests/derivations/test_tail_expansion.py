"""The expansion of the eigenvalues: every claim is certified (or cited, as listed), and no slip in it is."""

from fractions import Fraction
from functools import partial

import mpmath as mp
import pytest
import slit_domain
import strip
import sympy
from books import opened, stands, still_proved
from sympy import Interval

from ntksym.balls.arb import precision
from ntksym.spectra.tails import Tail

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("tail_expansion", "jump_rest")
CITED = frozenset({"eigenvalue_by_jumps"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


W, i, m, n, r, x = (getattr(book, name) for name in "Wimnrx")


def _left(slug):
    return CLAIMS[slug].statement.lhs


def _right(slug):
    return CLAIMS[slug].statement.rhs


def _second_case(jump, terms):
    """The rest between s_1 and s_0, with the size of the jump or of its first terms left out."""
    constant = jump * W * r ** (-2 * book.last - 1) + terms * book.first_sizes
    return Le(_left("rest_beyond_the_first_disc"), constant * book.power(book.last))


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
        Eq(_left("cauchy_tail_at_one"), r ** (-2 * m) * (1 - x ** (n + 1))),
        {},
    ),
    "cauchy tail, last term": (
        "cauchy_tail_at_one",
        Eq(_left("cauchy_tail_at_one"), r ** (-2 * m - 1) * (1 - x**n)),
        {},
    ),
    "second case, inside the disc": ("terms_beyond_the_first_disc", None, {x: Interval(-1, sympy.oo)}),
    "second case, terms reversed": (
        "terms_beyond_the_first_disc",
        Ge(*CLAIMS["terms_beyond_the_first_disc"].statement.args),
        {},
    ),
    "second case, one power less": (
        "terms_beyond_the_first_disc",
        Le(_left("terms_beyond_the_first_disc"), r ** (-2 * i - 2) * book.power(n + i)),
        {},
    ),
    "second case, the jump inside the disc": ("jump_beyond_the_first_disc", None, {x: Interval(-1, sympy.oo)}),
    "second case, half the jump": (
        "jump_beyond_the_first_disc",
        Le(_left("jump_beyond_the_first_disc"), _right("jump_beyond_the_first_disc") / 2),
        {},
    ),
    "second case without the jump": ("rest_beyond_the_first_disc", _second_case(0, 1), {}),
    "second case without the terms": ("rest_beyond_the_first_disc", _second_case(1, 0), {}),
    "second case, a negative bound": ("rest_beyond_the_first_disc", None, {W: Interval(-1, sympy.oo)}),
    "second case, a term with an exponent too small": (
        "first_terms_beyond_the_first_disc",
        Le(_left("first_terms_beyond_the_first_disc"), book.first_sizes * book.power(book.last - 1)),
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


def _scale(d, k):
    """|C| G(k)."""
    half = mp.mpf(1) / 2
    scale = 2 ** (d - 5 * half) * mp.gamma(mp.mpf(d) / 2) ** 2 / mp.pi
    return scale * mp.gamma(k - half) / mp.gamma(k + d - half)


def _wall(L):
    return strip.largest() * mp.fsum(mp.sqrt(1 + (mp.mpf(13) / 10 / mp.pi) ** 2) ** a for a in range(L))


def _bound(sizes, d, start, terms, far, radius, high, low, wall):
    """B + eps as the theorem says, with M = terms, N = far, M' = len(sizes) and r^2 = radius."""
    s0, half, more = mp.mpf(31) / 32, mp.mpf(1) / 2, len(sizes)
    s1 = min(s0, radius * 15 / 16)
    small = mp.exp(-mp.acosh(1 + s0))
    if not small <= (start - terms - half) / (start + terms + d - half):
        raise ValueError("the hypothesis on q fails")
    B = mp.fsum(sizes[a] * s1 ** (a - terms) for a in range(terms, more))
    B += high * radius ** (-more - half) * s1 ** (more - terms) / (1 - s1 / radius)
    B += low * 2 ** (-more - half) * s1 ** (more - terms) / (1 - s1 / 2)
    if s1 < s0:
        B += mp.fsum(sizes[a] * s1 ** (a - terms) for a in range(terms)) + 2 * wall * s1 ** (-terms - half)
    size = small**start * (
        1
        if d % 2 == 0
        else mp.coth(mp.acosh(1 + s0)) * mp.sqrt(mp.pi) * mp.gamma(start + 1) / (2 * mp.gamma(start + 3 * half))
    )
    for e in range(2 + d % 2, d, 2):
        size *= e * (1 + small**2) / (2 * start + e)
    first = _ratios(d, start, far)
    near = s0 ** (-far) * first[far] * mp.fsum(sizes[a] * s0**a for a in range(terms))
    return B + (near + wall * size / _scale(d, start)) / first[terms]


def _quotient(L, d, k):
    """The deviation from the first M terms over the theorem's bound."""
    plus, minus = slit_domain.jumps(L, MORE, mp.mp.dps)
    sizes = [abs(a) + abs(b) for a, b in zip(plus, minus, strict=True)]
    bound = _bound(sizes, d, FIRST, TERMS, FAR, slit_domain.RADIUS[L] ** 2, slit_domain.chain(L), L + 2, _wall(L))
    ratios = _ratios(d, k, TERMS)
    signs = [(-1) ** (a + 1) * (plus[a] + (-1) ** k * minus[a]) for a in range(TERMS)]
    value = _eigenvalue(L, d, k) / _scale(d, k)
    return abs(value - mp.fsum(g * a for g, a in zip(signs, ratios, strict=False))) / (bound * ratios[TERMS])


@pytest.mark.parametrize(("L", "d", "k0"), [(2, 3, 40), (5, 4, 60)])
def test_the_tails_evaluate_this_bound(L, d, k0):
    """The module's error is (B + eps) a_M(k_0), rounded upwards: for s_1 = s_0 (L = 2), and with the second case."""
    with precision(150):
        tail = Tail(L, d, k0, max_terms=8)
    assert (tail.s1 < tail.s0) == (L > 2)
    with mp.workdps(40):
        sizes = [
            abs(mp.mpf(p.str(40, radius=False))) + abs(mp.mpf(q.str(40, radius=False)))
            for p, q in zip(tail.plus, tail.minus, strict=True)
        ]
        where = tail.domain
        radius, high, low = (
            mp.mpf(f.numerator) / f.denominator for f in map(Fraction, (where.r**2, where.M_plus, where.M_minus))
        )
        bound = _bound(sizes, d, k0, tail.M, tail.N, radius, high, low, _wall(L))
        derived, found = bound * _ratios(d, k0, tail.M)[-1], mp.mpf(tail.error.numerator) / tail.error.denominator
        assert abs(found / derived - 1) < mp.mpf(10) ** -15


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
        assert _quotient(2, 2, 41) > 1


def test_the_bound_is_not_far_from_the_error():
    """At k_0 the error is more than half of the bound for L = 2: a bound half as large would be false."""
    with mp.workdps(40):
        assert _quotient(2, 2, 40) > mp.mpf(1) / 2


def test_the_hypothesis_is_checked(monkeypatch):
    """Too small a degree k_0 for the number of terms is refused."""
    monkeypatch.setitem(globals(), "FIRST", 6)
    with pytest.raises(ValueError, match="hypothesis"):
        _quotient(4, 5, 40)
