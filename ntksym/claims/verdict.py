"""Verdict: what the three legs said of a claim, as plain data that crosses processes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

HOLDS, REFUTED, UNDECIDED, NOT_APPLICABLE = "holds", "refuted", "undecided", "not applicable"


@dataclass(frozen=True)
class LegResult:
    """One leg's answer.

    Parameters
    ----------
    status
        ``holds``, ``refuted``, ``undecided`` or ``not applicable``.
    decided
        How many instances the leg truly decided (for a proof over the whole domain: those it tried besides).
    detail
        What was shown, or what was tried.
    point, lhs, rhs
        Where it was refuted, with both enclosures.
    """

    status: str
    decided: int
    detail: str
    point: str = ""
    lhs: str = ""
    rhs: str = ""


@dataclass(frozen=True)
class Verdict:
    """The three legs' answers on one claim, and what follows.

    ``certified``: the rigorous leg holds, no leg refutes, and every claim it uses is certified.
    """

    slug: str
    statement: str
    latex: str
    domain: str
    source: str
    derivation: str
    step: int
    because: str
    proof: str
    symbolic: LegResult
    numeric: LegResult
    rigorous: LegResult
    control: LegResult
    uses: tuple[str, ...]
    seconds: float
    cited: bool = False
    broken_use: str = ""

    @property
    def refuted(self) -> bool:
        """Whether any leg refutes the claim."""
        return any(leg.status == REFUTED for leg in (self.symbolic, self.numeric, self.rigorous))

    @property
    def controlled(self) -> bool:
        """Whether the deliberately wrong neighbour was refuted, as it must be."""
        return self.control.status == REFUTED

    @property
    def certified(self) -> bool:
        """Whether the claim holds at every point of its domain."""
        return self.rigorous.status == HOLDS and not self.refuted and self.controlled and not self.broken_use

    @property
    def status(self) -> str:
        """One word for the ledger."""
        if self.refuted:
            return "refuted"
        if self.certified:
            return "certified"
        if self.cited and self.controlled:
            return "cited"
        return "undecided"

    def failure(self) -> str:
        """Why the claim is not certified: the leg, the point, both enclosures, the step that broke."""
        where = f"{self.slug} (step {self.step} of {self.derivation!r})"
        for name in ("rigorous", "numeric", "symbolic"):
            leg: LegResult = getattr(self, name)
            if leg.status == REFUTED:
                return f"{where}: refuted by the {name} leg at {leg.point}: left {leg.lhs}, right {leg.rhs}"
        if self.broken_use:
            return f"{where}: it uses {self.broken_use}, which is not certified"
        if not self.controlled:
            return f"{where}: its negative control was not refuted ({self.control.detail})"
        return f"{where}: {self.rigorous.detail}"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td>{leg.status}</td><td>{leg.decided or ''}</td><td>{escape(leg.detail)}"
            + (f"<br>at {escape(leg.point)}: left {leg.lhs}, right {leg.rhs}" if leg.point else "")
            + "</td></tr>"
            for name, leg in (
                ("symbolic", self.symbolic),
                ("numeric", self.numeric),
                ("rigorous", self.rigorous),
                ("wrong neighbour", self.control),
            )
        )
        return (
            f"<code>{self.slug}</code>: <b>{self.status}</b><br>$\\displaystyle {self.latex}$<br>{escape(self.because)}"
            f"<table><tr><th>leg</th><th>says</th><th>decided</th><th>why</th></tr>{rows}</table>"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data: strings, numbers, lists."""
        return {**asdict(self), "certified": self.certified, "status": self.status}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Verdict:
        """The inverse of :meth:`as_dict`."""
        fields = {k: v for k, v in data.items() if k not in ("certified", "status")}
        for leg in ("symbolic", "numeric", "rigorous", "control"):
            fields[leg] = LegResult(**fields[leg])
        fields["uses"] = tuple(fields["uses"])
        return cls(**fields)
