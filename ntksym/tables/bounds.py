"""What is certain about a data set's smallest NTK eigenvalue, and what every theorem guarantees, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.certificates.format import Certificate
from ntksym.certificates.matrix import matrix_certificates
from ntksym.data import Dataset, dataset
from ntksym.errors import InputError
from ntksym.kernels.dot_product import HALF, DotKernel, parse_kernel
from ntksym.spectra.smallest import SmallestEigenvalue
from ntksym.tables.table import Cell, Entry, Table
from ntksym.theorems.facts import Setting
from ntksym.theorems.judgement import Judgement, Progress, judge
from ntksym.theorems.theorem import Bound

if TYPE_CHECKING:
    from ntksym.tables.style import Plot

DIGITS = 16  # of a bound in JSON, rounded outwards
NONE = "-"
LAST = "whose, or why not"
ORIGINS = {"paper": "the paper's", "repaired": "the paper's, repaired", "derived": "derived here"}


@dataclass(frozen=True)
class BoundsReport:
    """lambda_min of a data set's kernel matrix, certified on both sides, beside the bound of every theorem.

    Shows as a table in Jupyter; ``as_json`` is what ``ntksym bounds --json`` prints.
    """

    judgement: Judgement

    @property
    def lambda_min(self) -> SmallestEigenvalue:
        """The certified smallest eigenvalue."""
        return self.judgement.truth

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """One entry a theorem."""
        return self.judgement.bounds

    @property
    def best_lower(self) -> Bound | None:
        """The theorem with the largest lower bound."""
        return self.judgement.best_lower

    @property
    def best_upper(self) -> Bound | None:
        """The theorem with the smallest upper bound."""
        return self.judgement.best_upper

    def as_json(self) -> dict[str, Any]:
        """Plain data; numbers are decimal strings, lower ends rounded down, upper ends up."""
        data, kernel, truth = self.judgement.data, self.judgement.kernel, self.lambda_min
        return {
            "n": data.n,
            "d": data.d,
            "depth": kernel.L,
            "kernel": str(kernel),
            "lambda_min": {"lo": _down(truth.lo), "hi": _up(truth.hi)},
            "method": truth.method,
            "structural": truth.structural,
            "assumptions": list(truth.assumptions),
            "theorems": [_row(bound) for bound in self.bounds],
            "best": {
                "lower": self.best_lower.theorem.name if self.best_lower else None,
                "upper": self.best_upper.theorem.name if self.best_upper else None,
            },
            "data": {"name": data.name, "sha256": data.digest, "notes": list(data.notes)},
        }

    def certificates(self) -> tuple[Certificate | None, Certificate]:
        """Certificates of both sides of lambda_min (the lower one is None where the bound is 0)."""
        found = self.lambda_min
        return matrix_certificates(self.judgement.data, self.judgement.kernel, found.lo, found.hi)

    def write_certificates(self, folder: Path) -> list[Path]:
        """Write them as ``lower.cert.json`` and ``upper.cert.json``; ``ntksym check FOLDER`` re-checks them."""
        folder.mkdir(parents=True, exist_ok=True)
        lower, upper = self.certificates()
        named = {"lower": lower, "upper": upper}
        return [c.write(folder / f"{name}.cert.json") for name, c in named.items() if c is not None]

    def table(self, digits: int = 5) -> Table:
        """The rows as a table: lower bound, its share of the truth, upper bound, its multiple of the truth, source."""
        data, kernel, truth = self.judgement.data, self.judgement.kernel, self.lambda_min
        rows: list[tuple[Entry, ...]] = [
            ("certified", _cell(truth.lo, "lower"), "", _cell(truth.hi, "upper"), "", truth.structural or truth.method)
        ]
        for bound in sorted(self.bounds, key=_rank):
            rows.append(
                (
                    bound.theorem.name,
                    _cell(bound.lower, "lower"),
                    _share(bound.lower, truth.hi, up=False),
                    _cell(bound.upper, "upper"),
                    _share(bound.upper, truth.lo, up=True),
                    ORIGINS[bound.theorem.origin] if bound.applies else f"does not apply: {bound.why}",
                )
            )
        return Table(
            name="bounds",
            title=f"Bounds of the smallest eigenvalue of {data.name} (n = {data.n}, d = {data.d}), kernel {kernel}",
            columns=("theorem", "lower", "of truth", "upper", "times truth", LAST),
            rows=tuple(rows),
            digits=digits,
            notes=(
                "A lower bound's share of the certified eigenvalue is rounded down, an upper bound's multiple up.",
                *(f"{data.name}: {text}." for text in data.notes),
                *(f"Assumed: {text}." for text in truth.assumptions),
                *self.sources,
            ),
        )

    @property
    def sources(self) -> list[str]:
        """Which paper each family of names is from."""
        found: dict[str, str] = {}
        for bound in self.bounds:
            found.setdefault(bound.theorem.name.partition("-")[0], bound.theorem.paper)
        return [f"{name}: {paper}." for name, paper in found.items()]

    def plot(self) -> Plot:
        """The bounds on a logarithmic axis, with the certified eigenvalue as a line."""
        from ntksym.tables.bounds_plot import plot_bounds

        return plot_bounds(self)

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def bounds(
    X: Any,
    depth: int = 2,
    kernel: str | DotKernel = "ntk",
    *,
    delta: Fraction = HALF,
    distribution: str | None = None,
    failure: Fraction = Fraction(1, 100),
    only: Iterable[str] | None = None,
    name: str = "X",
    progress: Progress | None = None,
) -> BoundsReport:
    """Certified lambda_min of a data set's limiting NTK beside what every theorem guarantees for it.

    Parameters
    ----------
    X
        Shape (n, d): an array-like or a :class:`~ntksym.data.Dataset`; each float64 is taken as an exact number.
    depth
        L: the number of layers (2: one hidden layer).
    kernel
        ``"ntk"``, ``"sigma"``, a convention's name (``ntksym.kernels.dot_product.CONVENTIONS``) or a ``DotKernel``.
    delta
        Delta = b^2/(a^2 + b^2) of the (a,b)-ReLU; 1/2 is the ReLU.
    distribution, failure
        For probabilistic theorems: ``"sphere"`` or ``"gaussian"`` if the rows were drawn i.i.d. so, and the
        failure probability granted.
    only
        Names of theorems; default all.
    progress
        Called with a stage and the fraction done.

    Raises
    ------
    InputError
        If an input is not usable.

    Examples
    --------
    >>> report = bounds([[1, 0], [0, 1]], depth=2)
    >>> print(report.lambda_min.lo <= report.lambda_min.hi)
    True
    """
    if isinstance(depth, bool) or not isinstance(depth, int):
        raise InputError(f"depth={depth}", "a depth is an integer", "give L >= 1")
    if distribution not in (None, "sphere", "gaussian"):
        raise InputError(f"distribution={distribution}", "no such law", "give sphere or gaussian, or leave it out")
    if not 0 < failure < 1:
        raise InputError(f"failure={failure}", "a failure probability lies in (0, 1)", "give e.g. 1/100")
    points = X if isinstance(X, Dataset) else dataset(X, name)
    chosen = kernel if isinstance(kernel, DotKernel) else parse_kernel(kernel, depth, delta)
    return BoundsReport(judge(points, chosen, Setting(distribution, failure), only=only, progress=progress))


def _row(bound: Bound) -> dict[str, Any]:
    return {
        "name": bound.theorem.name,
        "source": bound.theorem.source,
        "origin": bound.theorem.origin,
        "applies": bound.applies,
        "why": bound.why,
        "lower": None if bound.lower is None else _down(bound.lower),
        "upper": None if bound.upper is None else _up(bound.upper),
        "probability": None if bound.probability is None else _down(bound.probability),
        "proof": dict(bound.proof),
    }


def _rank(bound: Bound) -> tuple[int, Fraction]:
    """Lower bounds first, the best on top; then upper bounds, the best on top; then what does not apply."""
    if bound.lower is not None:
        return 0, -bound.lower
    return (1, bound.upper) if bound.upper is not None else (2, Fraction(0))


def _down(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=False)


def _up(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=True)


def _cell(x: Fraction | None, side: str) -> Entry:
    return NONE if x is None else Cell(Enclosure.around(x), side)


def _share(x: Fraction | None, truth: Fraction, *, up: bool) -> str:
    if x is None or truth <= 0:
        return NONE
    return f"{float(round_decimal(x / truth, 3, up=up)):.3g}"
