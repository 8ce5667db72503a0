"""The three legs that judge a claim.  They share no formula code: SymPy, mpmath, balls with exact arithmetic."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import mpmath
import sympy as sp
from sympy.core.function import UndefinedFunction

from ntksym.claims.claim import Claim
from ntksym.claims.defined import undefined_part, unproved_series
from ntksym.claims.domain import Point
from ntksym.claims.instances import InstanceResult, at_point, compare, show_point
from ntksym.claims.mutation import neighbour
from ntksym.claims.numeric import numeric_sides
from ntksym.claims.timing import TimeUp, cpu_limit
from ntksym.claims.verdict import HOLDS, NOT_APPLICABLE, REFUTED, UNDECIDED, LegResult, Verdict

DIGITS = 60
SAMPLES = 12
SEED = 20_240_607
SYMBOLIC_SECONDS = 0.2  # of computing, for each of SymPy's two attempts
INSTANCE_SECONDS = 8.0  # of computing, for one instance of the other legs
ENOUGH_SECONDS = 0.6  # of computing: after so long, ENOUGH decided instances will do, or as many if none is decided
ENOUGH = 3
NOISE = 1e-5  # a difference beyond which no cancellation is suspected
PATIENCE = 2  # instances that run out of time, after which no more are tried


# --- symbolic ------------------------------------------------------------------------------------


def symbolic_leg(claim: Claim) -> LegResult:
    """Reduce lhs - rhs with SymPy: in general, else at small instances.  Agreement, not proof."""
    if not isinstance(claim.statement, sp.Equality):
        return LegResult(NOT_APPLICABLE, 0, "SymPy is asked about equations only")
    difference = claim.definite(claim.statement.lhs - claim.statement.rhs)
    detail = "SymPy does not reduce the difference to 0"
    try:
        with cpu_limit(SYMBOLIC_SECONDS):
            for method in () if _unknown_degree(difference) else (sp.gammasimp, sp.simplify):
                if method(difference.doit() if method is sp.simplify else difference) == 0:
                    return LegResult(HOLDS, 1, f"SymPy's {method.__name__} gives 0")
    except TimeUp:
        detail = "SymPy ran out of time"
    except Exception as error:  # SymPy raises many kinds; none of them is a verdict
        detail = f"SymPy: {type(error).__name__}"
    return _symbolic_instances(claim, detail)


def _unknown_degree(e: sp.Expr) -> bool:
    """Whether SymPy would be asked for an integral or sum over polynomials of symbolic degree, which it cannot do."""
    inside = [f for whole in e.atoms(sp.Integral, sp.Sum) for f in whole.function.atoms(sp.Function)]
    return any(
        getattr(f, "polynomial_in_last_argument", False) and any(a.free_symbols for a in f.args[:-1]) for f in inside
    )


def _symbolic_instances(claim: Claim, general: str) -> LegResult:
    decided = 0
    try:
        with cpu_limit(SYMBOLIC_SECONDS):
            for point in claim.domain.samples(6, SEED):
                lhs, rhs = at_point(claim, claim.statement, point)
                left = sp.simplify((lhs - rhs).doit())
                if left == 0:
                    decided += 1
                elif left.is_Rational:  # SymPy finds another number, not only a form it cannot reduce
                    shown = str(sp.simplify(lhs.doit()))
                    return LegResult(REFUTED, decided + 1, "SymPy disagrees", show_point(point), shown, str(rhs))
    except TimeUp:
        pass
    except Exception:  # SymPy raises many kinds; an instance that fails decides nothing
        pass
    if decided:
        return LegResult(HOLDS, decided, f"SymPy gives 0 at {decided} instances; in general: {general}")
    return LegResult(UNDECIDED, 0, general)


# --- numeric -------------------------------------------------------------------------------------


def numeric_leg(claim: Claim, statement: sp.Rel | None = None, samples: int = 5) -> LegResult:
    """Evaluate the definition with mpmath to 60 digits at chosen and random points."""
    statement = claim.statement if statement is None else statement
    decided, tried, late = 0, 0, 0
    last = "no instance could be evaluated"
    started = time.process_time()
    with mpmath.workdps(DIGITS):
        for point in claim.domain.samples(samples, SEED + 1):
            tried += 1
            if decided >= ENOUGH and time.process_time() - started > ENOUGH_SECONDS:
                break
            try:
                with cpu_limit(INSTANCE_SECONDS):
                    left, right = numeric_sides(claim, statement, point)
            except TimeUp:
                last = f"mpmath ran out of time at {show_point(point)}"
                late += 1
                if late == PATIENCE:
                    break
                continue
            except Exception as error:  # mpmath raises many kinds; none of them is a verdict
                last = f"mpmath at {show_point(point)}: {type(error).__name__}: {error}"
                continue
            verdict = _numeric_decision(statement, left, right)
            if verdict == REFUTED and (abs(left - right) > NOISE or _still_disagrees(claim, statement, point)):
                return LegResult(
                    REFUTED,
                    decided + 1,
                    "mpmath disagrees",
                    show_point(point),
                    mpmath.nstr(left, 30),
                    mpmath.nstr(right, 30),
                )
            decided += verdict == HOLDS
    if decided:
        return LegResult(HOLDS, decided, f"mpmath agrees to {DIGITS - 10} digits at {decided} of {tried} points")
    return LegResult(UNDECIDED, 0, last)


def _still_disagrees(claim: Claim, statement: sp.Rel, point: Point) -> bool:
    """Whether twice the digits disagree too, or cannot be had: where large terms cancel, some digits are noise."""
    try:
        with cpu_limit(INSTANCE_SECONDS), mpmath.workdps(2 * DIGITS):
            return _numeric_decision(statement, *numeric_sides(claim, statement, point)) == REFUTED
    except (TimeUp, Exception):
        return True


def _numeric_decision(statement: sp.Rel, left: Any, right: Any) -> str:
    if not (mpmath.isfinite(left) and mpmath.isfinite(right)):
        return UNDECIDED
    if abs(mpmath.im(left)) > mpmath.mpf(10) ** (-DIGITS // 2) or abs(mpmath.im(right)) > mpmath.mpf(10) ** (
        -DIGITS // 2
    ):
        return UNDECIDED
    left, right = mpmath.re(left), mpmath.re(right)
    scale = max(abs(left), abs(right), mpmath.mpf(10) ** (-DIGITS // 2))
    gap = (left - right) / scale
    agree, differ = mpmath.mpf(10) ** (10 - DIGITS), mpmath.mpf(10) ** (-DIGITS // 3)
    if isinstance(statement, sp.Equality):
        return HOLDS if abs(gap) <= agree else REFUTED if abs(gap) > differ else UNDECIDED
    if isinstance(statement, sp.GreaterThan | sp.StrictGreaterThan):
        gap = -gap
    return HOLDS if gap <= agree else REFUTED if gap > differ else UNDECIDED


# --- rigorous ------------------------------------------------------------------------------------


def _ball_instances(claim: Claim, statement: sp.Rel, samples: int) -> tuple[int, InstanceResult | None, str]:
    decided, late, last = 0, 0, ""
    started = time.process_time()
    for tried, point in enumerate(claim.domain.samples(samples, SEED + 2)):
        settled = decided >= ENOUGH or (tried >= ENOUGH and not decided)
        if settled and time.process_time() - started > ENOUGH_SECONDS:
            break
        try:
            with cpu_limit(INSTANCE_SECONDS):
                found = compare(claim, statement, point)
        except TimeUp:
            last = f"balls ran out of time at {show_point(point)}"
            late += 1
            if late == PATIENCE:
                break
            continue
        if found.status == "refuted":
            return decided, found, last
        decided += found.status == "holds"
        if found.status not in ("holds",):
            last = f"at {found.point}: {found.detail}"
        if found.status == "undefined":
            return decided, replace(found, status="undefined"), last
    return decided, None, last


def rigorous_leg(claim: Claim) -> tuple[LegResult, tuple[Claim, ...]]:
    """Try to refute instances with balls, then prove the claim on its whole domain."""
    decided, bad, last = _ball_instances(claim, claim.statement, SAMPLES)
    if bad is not None and bad.status == "refuted":
        return LegResult(REFUTED, decided + 1, bad.detail, bad.point, bad.lhs, bad.rhs), ()
    if bad is not None:
        return LegResult(UNDECIDED, decided, f"at {bad.point}: {bad.detail}"), ()
    if why := undefined_part(claim):
        return LegResult(UNDECIDED, decided, f"could not show that the statement is defined everywhere: {why}"), ()
    if why := unproved_series(claim):
        return LegResult(UNDECIDED, decided, why), ()
    try:
        outcome = claim.proof.prove(claim)
    except Exception as error:  # whatever a proof raises, it has proved nothing
        return LegResult(UNDECIDED, decided, f"the proof raised {type(error).__name__}: {error}"), ()
    if why := _other_meaning([claim, *outcome.uses]):
        return LegResult(UNDECIDED, decided, why), ()
    balls = (
        f"balls agree at {decided} points" if decided else f"no ball instance ({last})" if last else "no ball instance"
    )
    status = HOLDS if outcome.proved else UNDECIDED
    return LegResult(status, decided, f"{outcome.detail}; {balls}"), outcome.uses


def _other_meaning(claims: list[Claim]) -> str:
    """Empty if no function has two definitions among the first claim and those it uses; else which one has."""
    meaning: dict[Any, tuple[str, Any]] = {}
    for i, claim in enumerate(claims):
        todo = [claim.statement]
        seen: set[Any] = set()
        while todo:
            for function in {g.func for g in todo.pop().atoms(sp.Function)} - seen:
                seen.add(function)
                definition = claim.where.get(function)
                if definition is not None:
                    todo.append(definition.expr)
                elif i or not isinstance(function, UndefinedFunction):
                    continue  # used for an arbitrary function, it serves any
                slug, known = meaning.setdefault(function, (claim.slug, definition))
                if known != definition:
                    return f"{claim.slug} and {slug} define {function} differently"
    return ""


_rigorous: dict[int, tuple[Claim, tuple[LegResult, tuple[Claim, ...]]]] = {}


_others: dict[int, tuple[Claim, LegResult, LegResult, LegResult]] = {}


def _other_legs(claim: Claim) -> tuple[LegResult, LegResult, LegResult]:
    """The symbolic leg, the numeric leg and the control, found once in each process."""
    if id(claim) not in _others:
        _others[id(claim)] = (claim, symbolic_leg(claim), numeric_leg(claim), control_leg(claim))
    return _others[id(claim)][1:]


def _refuted_beside_the_proof(claim: Claim) -> bool:
    """Whether another leg refutes the claim, or its wrong neighbour is not refuted."""
    symbolic, numeric, control = _other_legs(claim)
    return REFUTED in (symbolic.status, numeric.status) or control.status != REFUTED


def _judged_once(claim: Claim) -> tuple[LegResult, tuple[Claim, ...]]:
    """The rigorous leg's answer, found once in each process (the claim is kept, so that its id stays its own)."""
    if id(claim) not in _rigorous:
        _rigorous[id(claim)] = (claim, rigorous_leg(claim))
    return _rigorous[id(claim)][1]


def broken_use(
    uses: tuple[Claim, ...],
    above: tuple[Claim, ...] = (),
    *,
    every_leg: bool = False,
    standing: Mapping[str, Claim] | None = None,
) -> str:
    """The first claim, used directly or indirectly, that does not stand; empty if all do.

    A claim stands if it is proved, or cited and not refuted; none may rest on itself.  With ``every_leg`` no other
    leg may refute it, and its wrong neighbour must be refuted.  Those that a ledger has found ``standing``, by slug,
    are not judged again.
    """
    for used in uses:
        if any(used is claim for claim in above):
            return used.slug
        if (standing or {}).get(used.slug) is used or (id(used), every_leg) in _standing:
            continue
        result, deeper = _judged_once(used)
        if result.status != HOLDS and not (used.proof.cited and result.status != REFUTED):
            return used.slug
        if every_leg and _refuted_beside_the_proof(used):
            return used.slug
        if below := broken_use(deeper, (*above, used), every_leg=every_leg, standing=standing):
            return below
        if not standing:
            _standing[id(used), every_leg] = used
    return ""


_standing: dict[tuple[int, bool], Claim] = {}  # what broken_use has found to stand, with all that it uses


def control_leg(claim: Claim) -> LegResult:
    """Refute the deliberately wrong neighbour, with balls or else with mpmath."""
    wrong = claim.control if claim.control is not None else neighbour(claim.statement)
    _, bad, last = _ball_instances(claim, wrong, SAMPLES)
    if bad is not None and bad.status == "refuted":
        return LegResult(REFUTED, 1, f"{wrong}: {bad.detail}", bad.point, bad.lhs, bad.rhs)
    numeric = numeric_leg(claim, wrong)
    if numeric.status == REFUTED:
        return replace(numeric, detail=f"{wrong}: {numeric.detail}")
    return LegResult(UNDECIDED, 0, f"the wrong neighbour {wrong} was not refuted: {numeric.detail} {last}")


def judge(
    claim: Claim,
    *,
    alone: bool = True,
    held: Mapping[str, Claim] | None = None,
    standing: Mapping[str, Claim] | None = None,
) -> Verdict:
    """Run the three legs and the negative control.

    ``alone``: the claims that it uses are judged by all legs too.  Those that are ``held``, by slug, are not judged
    here: the ledger that holds them judges each of them once, and breaks what rests on one that does not stand.
    Nor are those that such a ledger has found ``standing``.
    """
    started = time.monotonic()
    symbolic, numeric, control = _other_legs(claim)
    rigorous, uses = _judged_once(claim)
    elsewhere = tuple(used for used in uses if (held or {}).get(used.slug) is not used)
    return Verdict(
        slug=claim.slug,
        statement=str(claim.statement),
        latex=claim.latex(),
        domain=str(claim.domain),
        source=claim.source,
        derivation=claim.derivation,
        step=claim.step,
        because=claim.because,
        proof=claim.proof.describe(),
        symbolic=symbolic,
        numeric=numeric,
        rigorous=rigorous,
        control=control,
        uses=tuple(dict.fromkeys(used.slug for used in uses)),
        seconds=round(time.monotonic() - started, 3),
        cited=claim.proof.cited,
        broken_use=broken_use(elsewhere, (claim,), every_leg=alone, standing=standing),
    )


__all__ = ["Point", "control_leg", "judge", "numeric_leg", "rigorous_leg", "symbolic_leg"]
