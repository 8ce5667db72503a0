"""How wide is wide enough: what every finite-width theorem guarantees for a data set, beside the certified limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.data import Dataset, dataset
from ntksym.errors import InputError
from ntksym.networks.given_layers import GivenLayers
from ntksym.networks.guarantees import guarantees, sufficient_width
from ntksym.networks.lipschitz_law import lipschitz_law
from ntksym.networks.network import Network
from ntksym.networks.wide_data import Guarantee, WideData
from ntksym.spectra.smallest import SmallestEigenvalue
from ntksym.tables.table import Cell, Entry, Table

DIGITS = 16
NONE = "-"


@dataclass(frozen=True)
class WidthsReport:
    """Guarantees for hidden widths, widths that keep a share, and the certified limit; shows as a table in Jupyter."""

    facts: WideData
    hidden: tuple[int, ...]
    failure: Fraction
    share: Fraction | None
    limit: SmallestEigenvalue
    guarantees: tuple[Guarantee, ...]
    sufficient: dict[str, int | None]
    lipschitz: Fraction | None
    below: str = ""

    @property
    def data(self) -> Dataset:
        """The inputs."""
        return self.facts.data

    def table(self, digits: int = 5) -> Table:
        """One line a theorem."""
        limit = self.limit
        first = (
            "limit",
            _cell(limit.lo, "lower"),
            _cell(limit.hi, "upper"),
            "",
            NONE,
            limit.structural or limit.method,
        )
        rows: list[tuple[Entry, ...]] = [first]
        for g in self.guarantees:
            lower, upper = (
                NONE if v is None else _cell(v, side) for v, side in ((g.lower, "lower"), (g.upper, "upper"))
            )
            kept = (
                NONE
                if g.lower is None or not limit.hi
                else f"{float(round_decimal(g.lower / limit.hi, 3, up=False)):.3g}"
            )
            enough = self.sufficient.get(g.name)
            width = NONE if g.name not in self.sufficient else "none found" if enough is None else f"{enough:,}"
            rows.append((g.name, lower, upper, kept, width, g.source if g.applies else f"says nothing: {g.why}"))
        wanted = (
            ""
            if self.share is None
            else f"Enough: the width of every hidden layer that keeps the share {self.share} of the limit. "
        )
        what = f"Random layers on top of {self.below}" if self.below else "Random networks"
        return Table(
            name="widths",
            title=(
                f"{what} on {self.data.name} (n = {self.data.n}, d = {self.data.d}), hidden widths "
                f"{', '.join(map(str, self.hidden))}: lambda_min(K) with probability 1 - {self.failure} each"
            ),
            columns=("theorem", "lower", "upper", "of limit", "enough", "source"),
            rows=tuple(rows),
            digits=digits,
            notes=(
                f"K: the empirical NTK times prod 2/n_l. {wanted}ReLU, no biases, N(0, 1) weights.",
                *(
                    ["prod and probability: over the random layers; limit: of their weights' part, as they widen."]
                    * bool(self.below)
                ),
                *(
                    []
                    if self.lipschitz is None
                    else [
                        "With the same probability the network's Lipschitz constant "
                        f"is at most {round_decimal(self.lipschitz, 5, up=True)}."
                    ]
                ),
                *(f"Assumed: {text}." for text in limit.assumptions),
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data; lower ends rounded down, upper ends up."""
        return {
            "n": self.data.n,
            "d": self.data.d,
            "hidden": list(self.hidden),
            "failure": str(self.failure),
            "share": None if self.share is None else str(self.share),
            "limit": {"lo": _down(self.limit.lo), "hi": _up(self.limit.hi)},
            "theorems": [
                {
                    "name": g.name,
                    "source": g.source,
                    "applies": g.applies,
                    "why": g.why,
                    "lower": None if g.lower is None else _down(g.lower),
                    "upper": None if g.upper is None else _up(g.upper),
                    "probability": None if g.probability is None else str(g.probability),
                    "enough": self.sufficient.get(g.name),
                }
                for g in self.guarantees
            ],
            "lipschitz": None if self.lipschitz is None else _up(self.lipschitz),
            "below": self.below or None,
        }

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def widths(
    X: Any,
    hidden: Sequence[int],
    *,
    failure: Fraction = Fraction(1, 100),
    share: Fraction | None = None,
    below: Network | None = None,
    layers: int | None = None,
) -> WidthsReport:
    """What the hidden widths of a random ReLU network guarantee for its NTK on a data set.

    Parameters
    ----------
    X
        The inputs, shape (n, d).
    hidden
        n_1..n_{L-1}.
    failure
        The probability over the weights that a bound may fail.
    share
        Also find, for each theorem, the width of all hidden layers that keeps this share of the limit's eigenvalue.

    below, layers
        A given network whose first ``layers`` layers (default: all but two) lie below the random ones.

    Raises
    ------
    InputError
        If an input is not usable.

    Examples
    --------
    >>> report = widths([[1, 0], [0, 1]], [4000])
    >>> bool(report.limit.lo > report.guarantees[-2].lower > 0)
    True
    """
    data = dataset(X)
    if share is not None and not 0 < share < 1:
        raise InputError(f"share={share}", "a share of the limit lies in (0, 1)", "give e.g. 1/2")
    facts = WideData(data) if below is None else GivenLayers(below, data, layers)
    shape = tuple(int(n) for n in hidden)
    found = guarantees(facts, shape, failure)
    one_width = ("diagonal", "FW-2, given outputs")
    names = [g.name for g in found if g.upper is None and g.name not in one_width] if share is not None else []
    enough = {
        name: sufficient_width(facts, name, share, depth=len(shape) + 1, failure=failure)
        for name in names
        if share is not None
    }
    lipschitz = None if facts.layers else lipschitz_law((data.d, *shape, 1), failure)
    where = f"layers 1 to {facts.layers} of {below.name}" if below is not None and facts.layers else ""
    return WidthsReport(
        facts, shape, failure, share, facts.limit(len(shape) + 1), tuple(found), enough, lipschitz, where
    )


def _cell(x: Fraction, side: str) -> Cell:
    return Cell(Enclosure.around(x), side)


def _down(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=False)


def _up(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=True)
