"""The verdict on an erratum: the statement refuted within its own hypotheses, the corrected claim certified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.erratum import Erratum
from ntksym.claims.instances import compare, show_point
from ntksym.claims.legs import broken_use, judge, numeric_leg, rigorous_leg
from ntksym.claims.proofs.base import in_domain
from ntksym.claims.verdict import HOLDS, REFUTED, LegResult, Verdict


@dataclass(frozen=True)
class ErratumVerdict:
    """What was found of one erratum, as plain data that crosses processes.

    Parameters
    ----------
    statement, latex, domain, hypotheses
        The statement as written, and where it is said to hold.
    point
        The counterexample.
    unmet
        Why the counterexample does not satisfy the paper's hypotheses; empty if it does.
    refutation
        The rigorous leg at the counterexample, with both enclosures.
    numeric
        The numeric leg there.
    corrected
        The verdict on the corrected claim.
    every_constant
        For a hidden constant: empty if no value of it works, else why that is not certified; None if there is none.
    """

    slug: str
    paper: str
    title: str
    number: str
    slip: str
    note: str
    statement: str
    latex: str
    domain: str
    hypotheses: tuple[str, ...]
    point: str
    unmet: str
    refutation: LegResult
    numeric: LegResult
    corrected: Verdict
    every_constant: str | None = None

    @property
    def refuted(self) -> bool:
        """Whether the statement is false at a point that satisfies its hypotheses: two disjoint enclosures."""
        return (
            not self.unmet
            and self.refutation.status == REFUTED
            and self.numeric.status != HOLDS
            and not self.every_constant
        )

    @property
    def stands(self) -> bool:
        """Whether the statement is refuted and the corrected claim certified."""
        return self.refuted and self.corrected.certified

    def failure(self) -> str:
        """Why the erratum does not stand."""
        if self.unmet:
            return f"{self.slug}: the counterexample does not count: {self.unmet}"
        if self.refutation.status != REFUTED:
            return f"{self.slug}: at {self.point} the statement is not refuted: {self.refutation.detail}"
        if self.numeric.status == HOLDS:
            return f"{self.slug}: balls refute the statement at {self.point}, mpmath does not"
        if self.every_constant:
            return f"{self.slug}: not refuted for every constant: {self.every_constant}"
        return f"{self.slug}: the corrected claim is not certified: {self.corrected.failure()}"

    def as_dict(self) -> dict[str, Any]:
        """Plain data: strings, numbers, lists."""
        return {**asdict(self), "corrected": self.corrected.as_dict()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ErratumVerdict:
        """The inverse of :meth:`as_dict`."""
        legs = {name: LegResult(**data[name]) for name in ("refutation", "numeric")}
        whole = {"corrected": Verdict.from_dict(data["corrected"]), "hypotheses": tuple(data["hypotheses"])}
        return cls(**{**data, **legs, **whole})

    def as_json(self) -> dict[str, Any]:
        """The entry of ``ntksym verify --errata --json``."""
        from ntksym.claims.ledger import claim_json

        return {
            "slug": self.slug,
            "source": f"{self.paper}, {self.number}",
            "as_written": {
                "refuted": self.refuted,
                "statement": self.statement,
                "domain": self.domain,
                "hypotheses": list(self.hypotheses),
                "point": self.point,
                "left": self.refutation.lhs,
                "right": self.refutation.rhs,
                "every_constant": None if self.every_constant is None else not self.every_constant,
            },
            "corrected": claim_json(self.corrected),
            "stands": self.stands,
            "detail": "" if self.stands else self.failure(),
        }


def unmet_hypothesis(erratum: Erratum) -> str:
    """Why the counterexample does not satisfy the hypotheses of the statement; empty if it certainly does."""
    if why := erratum.outside():
        return why
    for relation in erratum.hypotheses:
        found = compare(erratum.as_written, relation, erratum.point, exact=True)
        if found.status != "holds":
            return f"{relation} is {found.status} at {found.point}: {found.detail}"
    return ""


def _stands(claim: Claim, standing: Mapping[str, Claim]) -> str:
    """Empty if the claim is proved, with all that it uses; else why not."""
    result, uses = rigorous_leg(claim)
    if result.status != HOLDS:
        return f"{claim.slug}: {result.detail}"
    broken = broken_use(uses, (claim,), standing=standing)
    return f"{claim.slug} uses {broken}" if broken else ""


def constant_remains(erratum: Erratum, standing: Mapping[str, Claim]) -> str | None:
    """Why some value of the hidden constant may work; empty if none does, None if there is no hidden constant."""
    if erratum.every_constant is None:
        return None
    try:
        claims = erratum.family()
    except ValueError as error:
        return str(error)
    every, as_written = erratum.every_constant, erratum.as_written
    why = every.misses(as_written.statement, erratum.hypotheses)
    if why := why or in_domain(as_written.at(every.values), Domain(every.along)):
        return why
    return next((why for claim in claims if (why := _stands(claim, standing))), "")


def unjudged(erratum: Erratum, corrected: Verdict) -> ErratumVerdict:
    """The verdict before the statement is looked at."""
    none = LegResult("undecided", 0, "not tried")
    return ErratumVerdict(
        slug=erratum.slug,
        paper=erratum.paper,
        title=erratum.as_written.derivation,
        number=erratum.number,
        slip=erratum.slip,
        note=erratum.note,
        statement=str(erratum.as_written.statement),
        latex=erratum.as_written.latex(),
        domain=str(erratum.as_written.domain),
        hypotheses=tuple(str(h) for h in erratum.hypotheses),
        point=show_point(erratum.point),
        unmet="",
        refutation=none,
        numeric=none,
        corrected=corrected,
    )


def judge_erratum(erratum: Erratum, standing: Mapping[str, Claim] | None = None) -> ErratumVerdict:
    """Refute the statement at the counterexample, and judge the corrected claim.

    ``standing``: claims, by slug, that a ledger has found to stand, and that need not be judged again.
    """
    standing = standing or {}
    verdict = unjudged(erratum, judge(erratum.corrected, standing=standing))
    if unmet := unmet_hypothesis(erratum):
        return replace(verdict, unmet=unmet)
    at_the_point = erratum.at_the_point()
    refutation, _ = rigorous_leg(at_the_point)
    return replace(
        verdict,
        refutation=refutation,
        numeric=numeric_leg(at_the_point),
        every_constant=constant_remains(erratum, standing),
    )


__all__ = ["ErratumVerdict", "judge_erratum", "unjudged", "unmet_hypothesis"]
