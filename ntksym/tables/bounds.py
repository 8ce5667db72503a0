"""What is certain about a data set's smallest NTK eigenvalue, and what every theorem guarantees, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ntksym.balls.enclosure import round_decimal
from ntksym.certificates.format import Certificate
from ntksym.certificates.matrix import matrix_certificates
from ntksym.data import Dataset, dataset
from ntksym.errors import InputError
from ntksym.kernels.dot_product import HALF, DotKernel, parse_kernel
from ntksym.spectra.smallest import SmallestEigenvalue
from ntksym.tables.table import Table
from ntksym.theorems.facts import Setting
from ntksym.theorems.judgement import Judgement, Progress, judge, theorems
from ntksym.theorems.theorem import Bound

if TYPE_CHECKING:
    from ntksym.tables.style import Plot

DIGITS = 16  # of a bound in JSON, rounded outwards


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
        """Write them as ``lower.cert.json`` and ``upper.cert.json``; ``ntksym check FOLDER`` re-checks them.

        A side without a certificate removes the file that an earlier data set left there.
        """
        folder.mkdir(parents=True, exist_ok=True)
        lower, upper = (folder / f"{name}.cert.json" for name in ("lower", "upper"))
        below, above = self.certificates()
        if below is None:
            lower.unlink(missing_ok=True)
            return [above.write(upper)]
        return [below.write(lower), above.write(upper)]

    def table(self, digits: int = 5, *, merged: bool = True) -> Table:
        """The certified eigenvalue, lower and upper bounds (the best first), and what does not apply.

        ``merged``: theorems that do not apply for one reason share a row.
        """
        from ntksym.tables.bounds_table import bounds_table

        return bounds_table(self, digits, merged=merged)

    @property
    def papers(self) -> dict[str, str]:
        """Which paper each family of names is from."""
        found: dict[str, str] = {}
        for bound in self.bounds:
            found.setdefault(bound.theorem.name.partition("-")[0], bound.theorem.paper)
        return found

    def plot(self) -> Plot:
        """The bounds on a logarithmic axis, with the certified eigenvalue as a line."""
        from ntksym.tables.bounds_plot import plot_bounds

        return plot_bounds(self)

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()

    def _repr_latex_(self) -> str:
        return self.table()._repr_latex_()


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
        Names of theorems, or of their papers (``"nguyen"``); default all.
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
    chosen_theorems = None if only is None else _named(only)
    points = X if isinstance(X, Dataset) else dataset(X, name)
    chosen = kernel if isinstance(kernel, DotKernel) else parse_kernel(kernel, depth, delta)
    return BoundsReport(judge(points, chosen, Setting(distribution, failure), only=chosen_theorems, progress=progress))


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


def _down(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=False)


def _up(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=True)


def _named(only: Iterable[str]) -> list[str]:
    """The theorems that are named, or whose paper is."""
    known = [t.name for t in theorems()]
    found: list[str] = []
    for name in [only] if isinstance(only, str) else only:
        matches = [k for k in known if k == name or k.partition("-")[0] == name]
        if not matches:
            near = get_close_matches(name, known, 3, 0.4) or sorted({k.partition("-")[0] for k in known})
            raise InputError(f"only={name[:40]}", "no such theorem", f"give a name or a paper, e.g. {', '.join(near)}")
        found += matches
    return found
