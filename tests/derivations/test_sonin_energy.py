"""Sonin's energy: every claim is certified (or cited from a textbook, as listed), and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Ge, Gt, Interval, Le, Range, factorial, gamma, oo, pi, sin

from ntksym.claims import Domain, legs

book, CLAIMS = opened("sonin_energy", "cap_majorants")
CITED = frozenset()


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


a, c, d, k, m, n, s, u = book.a, book.c, book.d, book.k, book.m, book.n, book.s, book.u
C, P, q, wave, energy, there = book.GegenbauerC, book.LegendreP, book.q, book.wave, book.energy, book.there
at_one = gamma(m + a) / (gamma(a) * factorial(m))


def eq(left, right):
    return Eq(left, right, evaluate=False)


def le(left, right):
    return Le(left, right, evaluate=False)


SLIPS = {
    "value at 0, sign": ("gegenbauer_even_at_zero", eq(C(2 * m, a, 0), at_one), {}),
    "value at 0, odd": ("gegenbauer_odd_at_zero", eq(C(2 * m, a, 0), 0), {}),
    "legendre, d for d - 1": (
        "legendre_even_at_zero",
        eq(P(d, 2 * m, 0), (-1) ** m * gamma(m + book.HALF) * gamma(d / 2) / (book.sqrt(pi) * gamma(m + d / 2))),
        {},
    ),
    "wave equation, sign": ("sonin_wave_equation", eq(there(book.diff(wave, u, 2)), there(q * wave)), {}),
    "wave equation, a for a - 1": (
        "sonin_wave_equation",
        eq(there(book.diff(wave, u, 2)), there(-((n + a) ** 2 - a**2 / sin(u) ** 2) * wave)),
        {},
    ),
    "energy, factor 2": (
        "sonin_energy_derivative",
        eq(there(book.diff(energy, u)), there(2 * book.diff(q, u) * wave**2)),
        {},
    ),
    "stiffness below a = 1": ("sonin_stiffness_increases", None, {a: Interval.open(0, oo)}),
    "stiffness beyond the equator": ("sonin_stiffness_increases", None, {s: Interval.open(0, 1)}),
    "stiffness, strict": ("sonin_stiffness_increases", Gt(there(book.diff(q, u)), 0, evaluate=False), {}),
    "energy below a = 1": ("sonin_energy_below_equator", None, {a: Interval.open(0, oo)}),
    "energy beyond the equator": ("sonin_energy_below_equator", None, {s: Interval.open(0, 1)}),
    "energy turned round": ("sonin_energy_below_equator", Ge(there(energy), book.at_equator, evaluate=False), {}),
    "equator, even for odd": (
        "sonin_equator_energy_even",
        eq(book.at_equator.subs(n, 2 * m + 1), ((2 * m + a) ** 2 - a * (a - 1)) * at_one**2),
        {},
    ),
    "equator, factor": (
        "sonin_equator_energy_odd",
        eq(book.at_equator.subs(n, 2 * m + 1), (gamma(m + 1 + a) / (gamma(a) * factorial(m))) ** 2),
        {},
    ),
    "bound, without the stiffness": (
        "gegenbauer_bound_even",
        le(there(wave.subs(n, 2 * m) ** 2), at_one**2 / 2),
        {},
    ),
    "bound, half": (
        "gegenbauer_bound_odd",
        le(
            there((q * wave**2).subs(n, 2 * m + 1)),
            2 * (gamma(m + 1 + a) / (gamma(a) * factorial(m))) ** 2,
        ),
        {},
    ),
    "cap, sharper than the hemisphere": (
        "cap_majorant_odd",
        le(
            book.stiffness(2 * m + 1) * book.cap_eigenvalue(2 * m + 1) ** 2,
            book.hemisphere_odd(d, m) ** 2 * book.sine**d * book.stiffness(2 * m + 1, 1),
        ),
        {},
    ),
    "cap, in dimension 1": ("cap_majorant_even", None, {d: Range(1, oo)}),
    "tail beyond sine 1": ("hemisphere_tail_increases", None, {book.S: Interval.Lopen(0, 2)}),
    "even tail, strict": (
        "even_tail_above_one",
        Gt(book.even_tail(c**2 + book.z, c**2 + book.beta), 1, evaluate=False),
        {},
    ),
    "even ratio, d for d - 1": (
        "even_gamma_ratio_step",
        eq(
            book.even_gamma_ratio(k + 2) / book.even_gamma_ratio(k),
            (4 * k**2 - 1)
            * (2 * k + d + 2) ** 2
            * (k + d) ** 2
            / ((4 * (k + d) ** 2 - 1) * (2 * k + d - 2) ** 2 * (k + 1) ** 2),
        ),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    domain = Domain({**claim.domain.sets, **widened})
    slip = replace(claim, statement=statement, domain=domain, control=None, numeric=None)
    assert not slip.proof.prove(slip).proved
    assert legs.judge(slip).status in ("refuted", "undecided")
