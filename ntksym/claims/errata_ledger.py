"""The ledger of errata: each statement as written with its counterexample, each corrected claim, and the remarks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ntksym.claims import ledger
from ntksym.claims.claim import Claim
from ntksym.claims.collect import collect_errata, collect_file
from ntksym.claims.erratum import Remark
from ntksym.claims.refutation import ErratumVerdict, judge_erratum, unjudged
from ntksym.claims.timing import TimeUp, time_limit
from ntksym.errors import InputError
from ntksym.workers import run


@dataclass(frozen=True)
class Paper:
    """One paper's part of the ledger."""

    title: str
    source: str
    intro: str
    file: str
    verdicts: tuple[ErratumVerdict, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class ErrataLedger:
    """All errata, paper by paper."""

    papers: tuple[Paper, ...]

    @property
    def verdicts(self) -> list[ErratumVerdict]:
        """All verdicts in order."""
        return [v for p in self.papers for v in p.verdicts]

    @property
    def ok(self) -> bool:
        """Whether every erratum stands."""
        return all(v.stands for v in self.verdicts)

    def summary(self) -> dict[str, int]:
        """How many errata there are, how many stand, how many statements are refuted, and how many remarks are made."""
        found = self.verdicts
        return {
            "errata": len(found),
            "stand": sum(v.stands for v in found),
            "refuted": sum(v.refuted for v in found),
            "corrected": sum(v.corrected.certified for v in found),
            "remarks": sum(len(p.remarks) for p in self.papers),
        }

    def as_json(self) -> dict[str, Any]:
        """The JSON of ``ntksym verify --errata --json``."""
        remarks = [
            {"source": f"{p.source}, {r.number}", "slip": r.slip, "instead": r.instead}
            for p in self.papers
            for r in p.remarks
        ]
        return {"errata": [v.as_json() for v in self.verdicts], "remarks": remarks, "summary": self.summary()}


Standing = tuple[tuple[str, str], ...]
"""(file, slug) of claims that a ledger has found to stand: they are not judged again."""


def judge_erratum_named(path: str, slug: str, standing: Standing = ()) -> dict[str, Any]:
    """Judge one erratum of one file: the unit of work of an executor (plain data in and out)."""
    erratum = next(e for e in collect_file(Path(path)).errata if e.slug == slug)
    known = _claims(standing)
    try:
        with time_limit(ledger.CLAIM_SECONDS):
            return judge_erratum(erratum, known).as_dict()
    except TimeUp:
        late = ledger.unfinished(erratum.corrected)
        return replace(unjudged(erratum, late), unmet=late.rigorous.detail).as_dict()


@lru_cache(maxsize=1)
def _claims(standing: Standing) -> dict[str, Claim]:
    found = dict.fromkeys(standing)
    files = dict.fromkeys(file for file, _ in standing)
    return {c.slug: c for file in files for c in collect_file(Path(file)).claims if (file, c.slug) in found}


def chosen(paths: list[Path], only: list[str] | None) -> list[str]:
    """The slugs of the errata that are meant; raises an InputError for one that is not there."""
    slugs = [e.slug for c in collect_errata(paths) for e in c.errata]
    if missing := sorted(set(only or []) - set(slugs)):
        raise InputError(f"--only {missing[0]}", "there is no such erratum", "see `ntksym verify --errata --json`")
    return [slug for slug in slugs if not only or slug in only]


def verify_errata(
    paths: list[Path] | None = None,
    *,
    only: list[str] | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    known: dict[str, ErratumVerdict] | None = None,
    on_verdict: Callable[[ErratumVerdict], None] | None = None,
    standing: Standing = (),
) -> ErrataLedger:
    """Judge every erratum of the given files and folders (default: the shipped ones).

    Parameters
    ----------
    paths, only, jobs, executor, known, on_verdict
        As in :func:`ntksym.claims.ledger.verify`.
    standing
        The claims that such a ledger has found to stand, with all that they use.
    """
    collected = collect_errata(paths or [])
    wanted = set(chosen(paths or [], only))
    verdicts = dict(known or {})
    open_ = [(str(c.path), e.slug) for c in collected for e in c.errata if e.slug in wanted and e.slug not in verdicts]
    tasks = [(path, slug, standing) for path, slug in open_]
    for _, data in run(judge_erratum_named, tasks, jobs=jobs, executor=executor):
        verdict = ErratumVerdict.from_dict(data)
        verdicts[verdict.slug] = verdict
        if on_verdict:
            on_verdict(verdict)
    papers = (
        Paper(
            p.title,
            p.source,
            p.intro,
            p.file,
            tuple(verdicts[e.slug] for e in p.errata if e.slug in wanted),
            () if only else tuple(p.remarks),
        )
        for c in collected
        for p in c.papers
    )
    return ErrataLedger(tuple(p for p in papers if p.verdicts))
