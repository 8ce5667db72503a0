"""Seeded mutants of every claim: none may be certified.

Each claim's statement is changed by one slip (sign, factor 2, dropped term, shifted index, d for d - 1, parity, a
relation turned round), or its domain is widened past where it holds.  A mutant is killed when the balls or mpmath
refute it, or when no proof goes through.
"""

from __future__ import annotations

import dataclasses
import os
import random
from functools import lru_cache

import pytest
import sympy as sp

from ntksym.claims import Claim, legs
from ntksym.claims.collect import collect
from ntksym.claims.domain import Domain
from ntksym.claims.legs import numeric_leg, rigorous_leg
from ntksym.claims.mutation import draw, slips
from ntksym.claims.timing import TimeUp, cpu_limit

SEED = 2024
EACH = int(os.environ.get("NTKSYM_MUTANTS", "2"))  # for each claim
# Mutants that are true statements, each with the reason.
STILL_TRUE: dict[tuple[str, str], str] = {
    ("addition_formula_circle_diagonal", "index shift in k"): "N(2, k) = 2 for every k >= 1",
}


@pytest.fixture
def few_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proofs are what is tested: what no instance refutes, a proof has to stop."""
    monkeypatch.setattr(legs, "ENOUGH_SECONDS", 0.1)
    monkeypatch.setattr(legs, "ENOUGH", 2)
    monkeypatch.setattr(legs, "INSTANCE_SECONDS", 1.0)


@lru_cache(maxsize=1)
def _claims() -> dict[str, Claim]:
    return {c.slug: c for found in collect([]) for c in found.claims if not c.proof.cited}


def _slugs() -> list[str]:
    return sorted(_claims())


def _proof_goes_through(claim: Claim) -> bool:
    """Whether the rigorous leg would certify the claim (a statement that cannot even be made is not)."""
    return rigorous_leg(claim)[0].status == "holds"


@pytest.mark.usefixtures("few_instances")
@pytest.mark.parametrize("slug", _slugs())
def test_no_mutant_of_a_claim_is_certified(slug: str) -> None:
    """The rigorous leg does not prove a statement with one slip in it."""
    claim = _claims()[slug]
    drawn = draw(claim.statement, EACH, SEED + len(slug))
    assert drawn, f"{slug} has no mutant"
    for mutant in drawn:
        if (slug, mutant.kind) in STILL_TRUE:
            continue
        try:
            wrong = dataclasses.replace(claim, statement=mutant.statement, control=None)
        except ValueError:  # it leaves the claim's own domain: refused when it is made
            continue
        assert not _proof_goes_through(wrong), f"{mutant.kind}: {mutant.statement}"


def test_there_are_many_mutants_of_every_kind() -> None:
    """At least 60 mutants are tried, of every fourth claim alone, with slips of at least six kinds."""
    kinds = [m.kind for slug in _slugs()[::4] for m in draw(_claims()[slug].statement, EACH, SEED + len(slug))]
    assert len(kinds) >= 60
    assert len({k.split(" in ")[0] for k in kinds}) >= 6


def _inequalities() -> list[str]:
    """Every eighth inequality, or all of them in a sweep."""
    found = [slug for slug in _slugs() if not isinstance(_claims()[slug].statement, sp.Equality)]
    return found if os.environ.get("NTKSYM_SWEEP") else found[:: max(1, len(found) // 16)]


@pytest.mark.parametrize("slug", _inequalities())
def test_no_slip_in_an_inequality_is_proved_and_refuted(slug: str) -> None:
    """If a proof goes through for an inequality with a slip (it may be weaker), no instance of it is refuted."""
    claim = _claims()[slug]
    pool = slips(claim.statement)
    for mutant in random.Random(SEED).sample(pool, min(EACH + 1, len(pool))):
        try:
            wrong = dataclasses.replace(claim, statement=mutant.statement, control=None)
            with cpu_limit(20):
                proved = wrong.proof.prove(wrong).proved
        except (ValueError, TimeUp):
            continue
        if proved:
            measured = claim.numeric is None or mutant.statement.lhs == claim.statement.lhs
            assert rigorous_leg(wrong)[0].status != "refuted", mutant
            assert not measured or numeric_leg(wrong).status != "refuted", mutant


def _widened(claim: Claim) -> Claim | None:
    """The claim with one range moved down past its start, where symbols allow it."""
    for symbol, set_ in random.Random(SEED).sample(list(claim.domain.sets.items()), len(claim.domain.sets)):
        low = claim.domain[symbol].low
        if low is None or low == 0 or symbol.is_positive or symbol.is_nonnegative:
            continue
        wider = sp.Range(int(low) - 3, sp.oo) if claim.domain[symbol].integer else sp.Interval(set_.start - 2, set_.end)
        try:
            return dataclasses.replace(claim, domain=Domain({**claim.domain.sets, symbol: wider}), control=None)
        except ValueError:
            continue
    return None


@pytest.mark.parametrize(
    "slug", ["kappa_one_ge_identity", "kappa_zero_reflection", "kappa_one_le_one", "rho_delta_closed_form"]
)
def test_a_domain_widened_past_the_cosines_is_not_certified(slug: str) -> None:
    """sqrt(1 - t^2) and arccos t are real on [-1, 1] only."""
    wider = _widened(_claims()[slug])
    assert wider is not None
    assert not _proof_goes_through(wider)
