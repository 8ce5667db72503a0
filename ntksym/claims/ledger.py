"""The ledger: judge every claim, in this process or over any executor, and say what stands."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ntksym.claims.claim import Claim
from ntksym.claims.collect import collect, collect_file
from ntksym.claims.legs import judge
from ntksym.claims.timing import TimeUp, time_limit
from ntksym.claims.verdict import NOT_APPLICABLE, UNDECIDED, LegResult, Verdict
from ntksym.errors import InputError
from ntksym.workers import run

CLAIM_SECONDS = 120.0
ALONE = 3  # times as long if the claims that it uses are judged with it


@dataclass(frozen=True)
class Ledger:
    """All verdicts, in the order of the derivations."""

    verdicts: tuple[Verdict, ...]

    @property
    def ok(self) -> bool:
        """Whether every claim is certified, or cited from the literature with its control refuted."""
        return all(v.status in ("certified", "cited") for v in self.verdicts)

    def summary(self) -> dict[str, int]:
        """How many claims have each status."""
        counts = {"claims": len(self.verdicts), "certified": 0, "cited": 0, "undecided": 0, "refuted": 0}
        for v in self.verdicts:
            counts[v.status] += 1
        return counts

    def as_json(self) -> dict[str, Any]:
        """The JSON of ``ntksym verify --json``."""
        return {"claims": [claim_json(v) for v in self.verdicts], "summary": self.summary()}

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{v.slug}</code></td><td>$\\displaystyle {v.latex}$</td>"
            f"<td>{v.symbolic.status}</td><td>{v.numeric.status}</td><td>{v.rigorous.status}</td><td><b>{v.status}</b></td></tr>"
            for v in self.verdicts
        )
        head = (
            "<tr><th>claim</th><th>statement</th><th>symbolic</th><th>numeric</th><th>rigorous</th><th>status</th></tr>"
        )
        return f"<table>{head}{rows}</table>"


def claim_json(v: Verdict) -> dict[str, Any]:
    """One claim's entry in the JSON of ``ntksym verify``."""
    return {
        "slug": v.slug,
        "symbolic": v.symbolic.status,
        "numeric": v.numeric.status,
        "rigorous": v.rigorous.status,
        "certified": v.certified,
        "source": v.source,
        "status": v.status,
        "detail": "" if v.certified else v.failure(),
    }


def judge_named(path: str, slug: str, files: tuple[str, ...] = ()) -> dict[str, Any]:
    """Judge one claim of one file: the unit of work of an executor (plain data in and out).

    ``files``: those whose claims are all judged, for one ledger; without them the claim is judged alone.
    """
    claim = next(c for c in collect_file(Path(path)).claims if c.slug == slug)
    held = _held(files)
    seconds = CLAIM_SECONDS * (1 if files else ALONE)
    try:
        with time_limit(seconds):
            return judge(claim, alone=not files, held=held).as_dict()
    except TimeUp:
        return unfinished(claim, seconds).as_dict()


@lru_cache(maxsize=1)
def _held(files: tuple[str, ...]) -> dict[str, Claim]:
    return {claim.slug: claim for file in files for claim in collect_file(Path(file)).claims}


def unfinished(claim: Claim, seconds: float | None = None) -> Verdict:
    """The verdict on a claim that took too long."""
    seconds = CLAIM_SECONDS if seconds is None else seconds
    none = LegResult(NOT_APPLICABLE, 0, "not run")
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
        symbolic=none,
        numeric=none,
        rigorous=LegResult(UNDECIDED, 0, f"not finished in {seconds:.0f} s"),
        control=none,
        uses=(),
        seconds=seconds,
    )


def verify(
    paths: list[Path] | None = None,
    *,
    only: list[str] | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    known: dict[str, Verdict] | None = None,
    on_verdict: Callable[[Verdict], None] | None = None,
) -> Ledger:
    """Judge every claim of the given files and folders.

    Parameters
    ----------
    paths
        Files and folders; default: the shipped derivations.
    only
        Slugs of the claims to judge; default: all.
    jobs
        Number of worker processes, if no executor is given.
    executor
        Any ``concurrent.futures.Executor``; its tasks take and return plain data.
    known
        Verdicts from an earlier run that need not be found again, by slug.
    on_verdict
        Called after each verdict, for a progress bar.
    """
    collected = collect(paths or [])
    known = known or {}
    order = [claim.slug for c in collected for claim in c.claims]
    if only:
        if missing := sorted(set(only) - set(order)):
            raise InputError(
                f"--only {missing[0]}", "there is no such claim", "see `ntksym verify --json` for the slugs"
            )
        order = [slug for slug in order if slug in only]
    files = () if only else tuple(str(c.path) for c in collected)
    tasks = [
        (str(c.path), claim.slug, files)
        for c in collected
        for claim in c.claims
        if claim.slug in order and claim.slug not in known
    ]
    verdicts = dict(known)
    for _, data in run(judge_named, tasks, jobs=jobs, executor=executor):
        verdict = Verdict.from_dict(data)
        verdicts[verdict.slug] = verdict
        if on_verdict:
            on_verdict(verdict)
    return Ledger(tuple(_settle([verdicts[slug] for slug in order])))


def _settle(verdicts: list[Verdict]) -> list[Verdict]:
    """A claim that uses one that does not stand is not certified either; none stands that rests on itself.

    What stands is built up from the claims that use none of the ledger's, so that no circle is ever reached.
    """
    held = {v.slug for v in verdicts}
    waiting = {v.slug: v for v in verdicts if v.status in ("certified", "cited")}
    standing: set[str] = set()
    while ready := {slug for slug, v in waiting.items() if standing.issuperset(held.intersection(v.uses))}:
        standing |= ready
        waiting = {slug: v for slug, v in waiting.items() if slug not in ready}

    def settled(v: Verdict) -> Verdict:
        bad = next((u for u in v.uses if u in held and u not in standing), "")
        return replace(v, broken_use=v.broken_use or bad)

    return [settled(v) for v in verdicts]
