"""Certificates of claims: the checker accepts them, they say what the claims say, and false claims have none."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.certificates.claims import claim_certificate
from ntksym.certificates.expressions import NotExpressible, tree_of
from ntksym.certificates.format import Certificate
from ntksym.claims import Claim, Domain, Identity, Induction, Positive, Subdivision
from ntksym.claims.collect import collect
from ntksym.claims.mutation import draw
from ntksym.claims.proofs.base import instances_of
from ntksym.formulas.depth import HalfChord, Loss
from ntksym.formulas.harmonics import GegenbauerC, LegendreP
from ntksym.formulas.hermite import HermiteHe
from ntksym.formulas.ntk import Sigma, SigmaFamily, Slope, Theta, ThetaFamily

SEED = 7
EACH = 2  # mutants for each claim
HOUSE = (Sigma, Theta, Slope, SigmaFamily, ThetaFamily, HalfChord, Loss, LegendreP, GegenbauerC, HermiteHe)
x, y, n, k, t = sp.symbols("x y n k t", real=True)
M = sp.Function("M")
WHOLE = {n: sp.Range(0, sp.oo)}
UNIT = {t: sp.Interval(0, 1)}


@lru_cache(maxsize=1)
def shipped() -> dict[str, tuple[Claim, Certificate]]:
    """The claims that have a certificate of their own."""
    claims = [c for found in collect([]) for c in found.claims]
    return {c.slug: (c, made) for c in claims if (made := claim_certificate(c)) is not None}


def claim(statement: Any, domain: Any, proof: Any, **more: Any) -> Claim:
    """A claim made for a test."""
    return Claim("attempt", statement, Domain(domain), "test", "test", proof, **more)


def eq(left: Any, right: Any) -> sp.Eq:
    """An equation that SymPy leaves as written."""
    return sp.Eq(left, right, evaluate=False)


def test_many_of_the_shipped_claims_have_a_certificate() -> None:
    """Identities, inductions and inequalities; each is valid and names only claims that its proof uses."""
    found = shipped()
    assert len(found) >= 100
    assert {"kappa_one_reflection", "sigma_composed", "ntk_two_closed_form", "cap_quotient_decreases"} <= set(found)
    for slug, (claim, made) in found.items():
        assert made.check().ok, slug
        assert made["provenance"]["claim"] == slug
        used = [c for name in ("using", "recurrence", "base") for c in instances_of(getattr(claim.proof, name, ()))]
        assert set(made["provenance"]["given"]) <= {instance.claim.slug for instance in used}, slug


def back(tree: Any) -> Any:
    """A tree of the checker's language as a SymPy expression."""
    op, *rest = tree
    if op == "const":
        return sp.Rational(rest[0])
    if op in ("pi", "var"):
        return sp.Symbol(rest[0]) if rest else sp.pi
    a = [back(part) for part in rest if isinstance(part, list)]
    plain = {"add": sp.Add, "mul": sp.Mul, "power": sp.Pow, "sqrt": sp.sqrt, "gamma": sp.gamma}
    if op in plain or op in ("acos", "sin", "cos", "exp"):
        return plain.get(op, getattr(sp, op, None))(*a)
    if op == "fn":
        return sp.Function(rest[0])(*a)
    return {
        "pow": lambda: a[0] ** rest[1],
        "sub": lambda: a[0] - a[1],
        "div": lambda: a[0] / a[1],
        "neg": lambda: -a[0],
    }[op]()


def plain(e: Any) -> Any:
    """The same expression with plain symbols, plain functions, factorials as Gamma and arcsines as arccosines."""
    e = e.replace(sp.factorial, lambda z: sp.gamma(z + 1)).replace(sp.asin, lambda z: sp.pi / 2 - sp.acos(z))
    e = e.replace(
        lambda f: isinstance(f, AppliedUndef) or f.func in HOUSE,
        lambda f: sp.Function(type(f).__name__)(*f.args),
    )
    return e.xreplace({s: sp.Symbol(s.name) for s in e.free_symbols})


def test_the_statement_of_a_certificate_is_the_statement_of_its_claim() -> None:
    """Translated back, both sides are those of the claim (of an induction: at the first value and after the step)."""
    for slug, (claim, made) in shipped().items():
        parameters = [entry["parameters"] for entry in made["claim"]["entries"]]
        left, right = claim.statement.args
        if made["kind"] == "cover":
            assert sp.expand(back(parameters[0]["expression"]) - plain(left) + plain(right)) == 0, slug
            continue
        at = {}
        if isinstance(claim.proof, Induction):
            at = {claim.proof.on: claim.proof.on + claim.proof.order}
            assert len(parameters) == claim.proof.order + 1
        for side, tree in ((left, parameters[-1]["left"]), (right, parameters[-1]["right"])):
            assert sp.expand(back(tree) - plain(side.subs(at))) == 0, slug


def test_no_mutant_of_a_claim_has_a_certificate() -> None:
    """A statement with one slip in it is not certified."""
    for slug, (claim, _) in shipped().items():
        for mutant in draw(claim.statement, EACH, SEED + len(slug)):
            try:
                wrong = dataclasses.replace(claim, statement=mutant.statement, control=None)
            except ValueError:  # it leaves the claim's own domain: refused when it is made
                continue
            assert claim_certificate(wrong) is None, f"{slug}, {mutant.kind}: {mutant.statement}"


# --- inequalities proved by subdivision -----------------------------------------------------------


COVERED = [
    (sp.cos(t) > 1 - t**2 / 2 - sp.Rational(1, 50), UNIT),
    (sp.acos(t) <= sp.Rational(8, 5), UNIT),
    (sp.sqrt(1 - t**2) + t < sp.Rational(3, 2), UNIT),
    (t * y < sp.Rational(101, 100), {t: sp.Interval(-1, 1), y: sp.Interval(-1, 1)}),
    (Theta(3, t) < 3 * t + 1, {t: sp.Interval(0, sp.Rational(9, 10))}),
    (Sigma(2, t) >= t, {t: sp.Interval(-1, sp.Rational(9, 10))}),
]


@pytest.mark.parametrize(("statement", "domain"), COVERED, ids=lambda value: str(value)[:40])
def test_an_inequality_proved_by_subdivision_has_a_cover(statement: sp.Rel, domain: Any) -> None:
    """The checker's own intervals decide each leaf of a tree that tiles the domain; the proof in balls holds too."""
    made = claim_certificate(claim(statement, domain, Subdivision()))
    assert made is not None and made["kind"] == "cover" and made.check().ok
    assert claim(statement, domain, Subdivision()).proof.prove(claim(statement, domain, Subdivision())).proved


NOT_COVERED = [
    (sp.cos(t) > 1 - t**2 / 2 + sp.Rational(1, 50), UNIT),  # false
    (t**2 >= t**3, UNIT),  # true, and touched at both ends
    (1 / t > -1, UNIT),  # not defined at 0
    (sp.sqrt(t - sp.Rational(1, 2)) > -1, UNIT),  # not defined below 1/2
    (sp.exp(t) > sp.Rational(1, 2), UNIT),  # not in the checker's language
    (Theta(k, t) < 5, {**UNIT, k: sp.Interval(1, 2)}),
]


@pytest.mark.parametrize(("statement", "domain"), NOT_COVERED, ids=lambda value: str(value)[:40])
def test_what_intervals_cannot_show_has_no_cover(
    statement: sp.Rel, domain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """False, touched, undefined or inexpressible: no certificate."""
    monkeypatch.setattr("ntksym.certificates.claims.MAX_LEAVES", 300)
    assert claim_certificate(claim(statement, domain, Subdivision())) is None


def test_a_subdivision_sees_the_definitions() -> None:
    """Functions of ``where`` are written out before the domain is covered."""
    made = claim_certificate(claim(M(t) < 3, UNIT, Subdivision(), where={M: sp.Lambda(x, x**2 + 1)}))
    assert made is not None and "fn" not in str(made["claim"])


# --- algebra ---------------------------------------------------------------------------------------


def test_where_the_checker_calls_a_claim_undefined_there_is_no_certificate() -> None:
    """1/Gamma is 0 at a pole for the claims, and not defined for the checker."""
    statement = eq(1 / sp.gamma(n), n / sp.gamma(n + 1))
    assert claim_certificate(claim(statement, {n: sp.Range(1, sp.oo)}, Identity())) is not None
    assert claim_certificate(claim(statement, WHOLE, Identity())) is None


def test_what_is_divided_by_must_not_vanish_on_the_domain() -> None:
    """x/x = 1 + (x - x) has a certificate where x > 0, and none where x may be 0."""
    statement = eq(sp.Mul(x + 1, 1 / (x * (x + 1)), evaluate=False), 1 / x)
    assert claim_certificate(claim(statement, {x: sp.Interval.open(0, 1)}, Identity())) is not None
    assert claim_certificate(claim(statement, {x: sp.Interval(0, 1)}, Identity())) is None
    assert claim_certificate(claim(statement, {x: sp.Interval.open(-2, 1)}, Identity())) is None


def test_nothing_is_left_to_check_of_equal_sides() -> None:
    """A statement that SymPy has already evaluated to A = A gets no certificate."""
    assert claim_certificate(claim(eq(2 * n + 1, 2 * n + 1), WHOLE, Identity())) is None


def test_integrals_and_sums_have_no_certificate() -> None:
    """What the checker's language lacks is left to the proof."""
    for side in (sp.Integral(x, (x, 0, n)), sp.Sum(x, (x, 0, n)), sp.Derivative(M(n), n)):
        with pytest.raises(NotExpressible):
            tree_of(side)
        assert claim_certificate(claim(eq(side, side + n - n), WHOLE, Identity(), where={M: sp.Lambda(x, x)})) is None


def test_an_equation_that_is_solved_needs_a_slope_that_is_nowhere_zero() -> None:
    """From n M(n) = n N(n) follows M(n) = N(n) for n >= 1, not for n = 0."""
    N = sp.Function("N")
    where = {M: sp.Lambda(x, x), N: sp.Lambda(x, x)}
    for low, has in ((1, True), (0, False)):
        domain = {n: sp.Range(low, sp.oo)}
        known = claim(eq(n * M(n), n * N(n)), domain, Identity(), where=where)
        made = claim_certificate(claim(eq(M(n), N(n)), domain, Identity([known.at({}, solve_for=M(n))]), where=where))
        assert (made is not None) == has


def test_only_the_equations_that_are_needed_are_given() -> None:
    """Superfluous ones are left out of the certificate."""
    where = {M: sp.Lambda(x, x + 1)}
    used = claim(eq(M(n), n + 1), WHOLE, Identity(), where=where)
    made = claim_certificate(claim(eq(M(n) - n, 1), WHOLE, Identity([used, used.at({n: n + 1})]), where=where))
    assert made is not None
    assert len(made["claim"]["entries"][0]["parameters"]["given"]) == 1


def test_two_functions_of_one_name_are_not_mixed_up() -> None:
    """An undefined function called Sigma is not the house's."""
    other = sp.Function("Sigma")
    where = {other: sp.Lambda((x, y), x)}
    known = claim(eq(Sigma(n, t), t), {**WHOLE, **UNIT}, Identity())
    assert claim_certificate(claim(eq(other(n, t), t), {**WHOLE, **UNIT}, Identity([known]), where=where)) is None


def factorial_claim(value: Any, first: Any = 1, factor: Any = None) -> Claim:
    """An induction for M(n+1) = factor M(n), M(0) = first."""
    where = {M: sp.Lambda(x, sp.gamma(x + 1))}
    start = claim(eq(M(0), first), {}, Identity(), where=where)
    step = claim(eq(M(n + 1), (n + 1 if factor is None else factor) * M(n)), WHOLE, Identity(), where=where)
    return claim(eq(M(n), value), WHOLE, Induction(n, [step], base=[start]), where=where)


def test_an_induction_is_certified_by_its_first_value_and_its_step() -> None:
    """Both must hold; a wrong first value, a wrong step or a wrong formula leaves none."""
    made = claim_certificate(factorial_claim(sp.gamma(n + 1)))
    assert made is not None and len(made["claim"]["entries"]) == 2
    assert made["provenance"]["given"] == ["attempt"] or made["provenance"]["given"] == []
    assert claim_certificate(factorial_claim(sp.gamma(n + 1), first=2)) is None
    assert claim_certificate(factorial_claim(sp.gamma(n + 1), factor=n + 2)) is None
    assert claim_certificate(factorial_claim(sp.gamma(n + 2))) is None
    assert claim_certificate(factorial_claim(n + 1)) is None


def test_an_inequality_by_signs_has_a_cover_of_its_whole_domain() -> None:
    """Unbounded ranges become infinite sides of the box."""
    made = claim_certificate(claim(n**2 + 1 > n - 1, WHOLE, Positive()))
    assert made is None  # the coefficients do not show it without a shift
    made = claim_certificate(claim((n + 1) ** 2 > n + sp.Rational(1, 2), WHOLE, Positive()))
    assert made is not None and made["claim"]["entries"][0]["parameters"]["box"] == [["n", "0", "oo"]]
    assert claim_certificate(claim((n + 1) ** 2 > n + 1, WHOLE, Positive())) is None  # false at 0
