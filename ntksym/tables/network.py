"""What is certain about a given network on given data: its empirical NTK, feature matrices, Lipschitz constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.balls.rounding import root_up
from ntksym.data import Dataset, dataset
from ntksym.kernels.floating_point import ASSUMPTIONS, CHOLESKY
from ntksym.networks.kernel import Certified
from ntksym.networks.lipschitz import Lipschitz, lipschitz
from ntksym.networks.named_arrays import from_arrays
from ntksym.networks.network import Network, network
from ntksym.networks.passes import Progress
from ntksym.spectra.smallest import SmallestEigenvalue
from ntksym.tables.table import Cell, Entry, Table

DIGITS = 16


@dataclass(frozen=True)
class NetworkReport:
    """Certified numbers of a network on data; shows as a table in Jupyter."""

    network: Network
    data: Dataset
    lambda_min: SmallestEigenvalue
    features: tuple[SmallestEigenvalue, ...]
    lipschitz: tuple[Lipschitz, ...]
    exact_rows: int

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the float64 proofs among these rest on."""
        found = [text for part in (self.lambda_min, *self.features) for text in part.assumptions]
        if any(constant.method != "enumeration" for constant in self.lipschitz):
            found += [*ASSUMPTIONS, CHOLESKY]
        return tuple(dict.fromkeys(found))

    def table(self, digits: int = 6) -> Table:
        """One line a quantity: lower end, upper end, how it was proved."""
        rows: list[tuple[Entry, ...]] = [_row("lambda_min(J J^T)", self.lambda_min)]
        for k, found in enumerate(self.features):
            rows.append(_row(f"sigma_min(F_{k})", found, root=True))
        for constant in self.lipschitz:
            low, high = _cell(constant.low, "lower"), _cell(constant.high, "upper")
            exact = constant.method == "enumeration"
            how = "enumeration of the activation regions" if exact else f"below: sampling; above: {constant.method}"
            rows.append((f"Lipschitz constant of g_{constant.layer}", low, high, how))
        return Table(
            name="network",
            title=f"{self.network.name} on {self.data.name} (n = {self.data.n}, d = {self.data.d})",
            columns=("quantity", "lower", "upper", "how"),
            rows=tuple(rows),
            digits=digits,
            notes=(
                "J: derivatives of the output by all weights and biases, each standing as it does in the forward pass; "
                "F_k: outputs of layer k; g_k: what layer k's activation is applied to.",
                *(
                    [f"{self.exact_rows} rows were redone in integers to find activation signs."]
                    * bool(self.exact_rows)
                ),
                *(f"Assumed: {text}." for text in self.assumptions),
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data; lower ends rounded down, upper ends up."""
        return {
            "network": {"name": self.network.name, "widths": list(self.network.widths), "d": self.network.d},
            "n": self.data.n,
            "lambda_min": _json(self.lambda_min),
            "features": [
                {"layer": k, "lambda_min": _json(found)} | _ends(_root(found)) for k, found in enumerate(self.features)
            ],
            "lipschitz": [
                {"layer": e.layer, "method": e.method, "samples": e.samples} | _ends((e.low, e.high))
                for e in self.lipschitz
            ],
            "exact_rows": self.exact_rows,
            "assumptions": list(self.assumptions),
        }

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def network_report(
    weights: Network | Mapping[str, Any] | Sequence[Any],
    X: Any,
    *,
    samples: int = 8,
    progress: Progress | None = None,
) -> NetworkReport:
    """Certify a network on data.

    Parameters
    ----------
    weights
        A :class:`~ntksym.networks.network.Network`, a list W_1..W_L of matrices (inputs, outputs), or named arrays such
        as ``model.state_dict()``.
    X
        The inputs, shape (n, d).
    samples
        At how many rows, and at as many random points, Lipschitz constants are bounded from below; 0: none are given.
    progress
        Called with each stage and the fraction done.

    Raises
    ------
    InputError
        If weights or data are not usable.

    Examples
    --------
    >>> report = network_report([[[1.0, -1.0], [1.0, 2.0]], [1.0, 1.0]], [[1, 0], [0, 1]])
    >>> f"{float(report.lambda_min.lo):.9f} {float(report.lambda_min.hi):.9f}"
    '1.807417596 1.807417596'
    """
    if isinstance(weights, Network):
        net = weights
    else:
        net = from_arrays(weights) if isinstance(weights, Mapping) else network(weights)
    data = dataset(X)
    done = Certified(net, data, progress)
    features = tuple(done.features(k) for k in range(net.depth))
    constants = tuple(lipschitz(net, k, data, samples=samples) for k in range(1, net.depth + 1)) if samples else ()
    return NetworkReport(net, data, done.ntk(), features, constants, done.passes.exact)


def _root(found: SmallestEigenvalue) -> tuple[Fraction, Fraction]:
    above = root_up(found.lo)
    return (found.lo / above if above else Fraction(0)), root_up(found.hi)


def _cell(x: Fraction, side: str) -> Cell:
    return Cell(Enclosure.around(x), side)


def _row(name: str, found: SmallestEigenvalue, *, root: bool = False) -> tuple[Entry, ...]:
    lo, hi = _root(found) if root else (found.lo, found.hi)
    return name, _cell(lo, "lower"), _cell(hi, "upper"), found.structural or found.method


def _ends(ends: tuple[Fraction, Fraction]) -> dict[str, str]:
    return {"lo": round_decimal(ends[0], DIGITS, up=False), "hi": round_decimal(ends[1], DIGITS, up=True)}


def _json(found: SmallestEigenvalue) -> dict[str, Any]:
    return {**_ends((found.lo, found.hi)), "method": found.method, "structural": found.structural}
