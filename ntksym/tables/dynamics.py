"""Training dynamics of a data set and its labels: the certified prediction, real networks beside it, widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.certificates.format import Certificate
from ntksym.certificates.matrix import matrix_certificates
from ntksym.certificates.residual import residual_certificate
from ntksym.checker.residual import MAX_ROWS
from ntksym.data import Dataset, dataset
from ntksym.descent.labels import Labels
from ntksym.descent.labels import labels as read_labels
from ntksym.descent.prediction import Prediction, Progress, predict
from ntksym.descent.simulation import Run, simulate
from ntksym.descent.training import POINTS, step_grid
from ntksym.descent.width import Width, widths
from ntksym.errors import InputError
from ntksym.kernels.dot_product import CONVENTIONS, DotKernel, parse_kernel
from ntksym.tables.table import Cell, Entry, Table

if TYPE_CHECKING:
    from ntksym.tables.style import Plot

DIGITS = 16
SLIDES = CONVENTIONS["h-infinity"][0]


@dataclass(frozen=True, eq=False)
class DynamicsReport:
    """Certified |(I - eta H)^k y| for a data set, with what follows from it.

    Shows as a table in Jupyter; ``as_json`` is what ``ntksym dynamics --json`` prints.  ``runs`` are simulations (Monte
    Carlo, not certified); ``widths`` are for H_infinity only.
    """

    prediction: Prediction
    runs: tuple[Run, ...] = ()
    widths: tuple[Width, ...] = ()

    @property
    def name(self) -> str:
        """The data and labels."""
        training = self.prediction.training
        return f"{training.data.name}, {training.labels.name}"

    def as_json(self) -> dict[str, Any]:
        """Plain data; certified numbers are decimal strings, lower ends rounded down, upper ends up."""
        found, training = self.prediction, self.prediction.training
        data, route, term = training.data, found.eigenvalue_route, found.leading_term
        return {
            "n": data.n,
            "d": data.d,
            "kernel": str(training.kernel),
            "eta": str(training.eta),
            "largest_stable_eta": _down(2 / found.largest[1]),
            "lambda_min": {"lo": _down(found.smallest.lo), "hi": _up(found.smallest.hi)},
            "lambda_max": {"lo": _down(found.largest[0]), "hi": _up(found.largest[1])},
            "eigenvalues": [
                {"lo": _down(lo), "hi": _up(hi)} for lo, hi in map(found.spectrum.eigenvalue, range(data.n))
            ],
            "curve": [{"k": k, **_ends(x)} for k, x in zip(found.steps, found.curve, strict=True)],
            "method": found.method,
            "generalization": {
                "form": None if found.form is None else _ends(found.form),
                "term": None if term is None else _ends(term),
                "by_lambda_min": None if route is None else _down(route[0]),
                "by_any_lambda_min": None if route is None else _down(route[1]),
            },
            "widths": [
                {
                    "name": w.name,
                    "formula": w.formula,
                    "m": str(w.m.__ceil__()) if w.explicit else _up(w.m),
                    "explicit": w.explicit,
                    "source": w.source,
                }
                for w in self.widths
            ],
            "simulations": [
                {
                    "width": run.width,
                    "kappa": repr(run.kappa),
                    "seed": run.seed,
                    "residuals": [
                        {"k": k, "value": f"{v:.10g}"} for k, v in zip(run.steps, run.residuals.tolist(), strict=True)
                    ],
                }
                for run in self.runs
            ],
            "assumptions": list(found.smallest.assumptions),
            "data": {"name": data.name, "sha256": data.digest, "notes": list(data.notes)},
            "labels": training.labels.name,
        }

    def table(self, digits: int = 6, rows: int = 25) -> Table:
        """At most ``rows`` of the steps: the certified residual, and each simulated one."""
        found = self.prediction
        every = -(-len(found.steps) // rows)
        shown = sorted({*range(0, len(found.steps), every), len(found.steps) - 1})
        simulated = [dict(zip(run.steps, run.residuals.tolist(), strict=True)) for run in self.runs]
        body: list[tuple[Entry, ...]] = []
        for i in shown:
            k = found.steps[i]
            cells = [Cell(found.curve[i], "lower"), Cell(found.curve[i], "upper")]
            body.append((k, *cells, *(f"{run[k]:.4g}" for run in simulated)))
        return Table(
            name="dynamics",
            title=f"Residual of gradient descent on {self.name}, kernel {found.training.kernel}",
            columns=("k", "|(I - eta H)^k y| from", "to", *(run.label for run in self.runs)),
            rows=tuple(body),
            digits=digits,
            notes=self.notes,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know, one sentence each."""
        found, training = self.prediction, self.prediction.training
        route, term = found.eigenvalue_route, found.leading_term
        texts = [
            f"eta = {training.eta}; every 0 < eta < {_short(2 / found.largest[1])} is stable.",
            f"lambda_min in {_pair(found.smallest.lo, found.smallest.hi)}, lambda_max in {_pair(*found.largest)}.",
        ]
        if term is not None:
            texts.append(f"sqrt(2 y^T H^-1 y/n) in {_pair(term.lo, term.hi)}.")
        if route is not None:
            texts.append(
                f"By lambda_min alone it would be at least {_short(route[0])}, and at least {_short(route[1])} for any "
                "data of the same mean square norm."
            )
        texts += [f"Width for {w.name}: {_width(w)} ({w.source})." for w in self.widths]
        if self.runs:
            texts.append(f"Networks: Monte Carlo, seed {', '.join(sorted({str(r.seed) for r in self.runs}))}.")
        texts += [f"{training.data.name}: {text}." for text in training.data.notes]
        return (*texts, *(f"Assumed: {text}." for text in found.smallest.assumptions))

    def certificates(self, count: int = 6) -> dict[str, Certificate]:
        """Certificates by name: lambda_min from both sides; up to 128 points, the residual at a few steps.

        The checker recomputes each residual by powering in integers, without eigenvalues.
        """
        found, training = self.prediction, self.prediction.training
        low, high = matrix_certificates(training.data, training.kernel, found.smallest.lo, found.smallest.hi)
        named = {"lambda-min.upper": high} if low is None else {"lambda-min.lower": low, "lambda-min.upper": high}
        if training.data.n <= MAX_ROWS:
            every = max(1, (len(found.steps) - 1) // (count - 1))
            for k, x in list(zip(found.steps, found.curve, strict=True))[::-every]:
                named[f"residual-{k}"] = residual_certificate(training, k, x)
        return named

    def write_certificates(self, folder: Path, count: int = 6) -> list[Path]:
        """Write them into a folder, in place of those of an earlier call; ``ntksym check FOLDER`` re-checks them."""
        folder.mkdir(parents=True, exist_ok=True)
        written = [c.write(folder / f"{name}.cert.json") for name, c in self.certificates(count).items()]
        for pattern in ("lambda-min.*.cert.json", "residual-*.cert.json"):
            for stale in set(folder.glob(pattern)) - set(written):
                stale.unlink()
        return written

    def plot(self) -> Plot:
        """The certified curve, simulations beside it."""
        from ntksym.tables.dynamics_plot import plot_dynamics

        return plot_dynamics(self)

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def dynamics(
    X: Any,
    y: Any,
    eta: Fraction | int | None = None,
    steps: int = 1000,
    kernel: str | DotKernel = "h-infinity",
    depth: int = 2,
    *,
    points: int = POINTS,
    simulate_widths: Sequence[int] = (),
    kappas: Sequence[float] = (1.0,),
    seed: int = 0,
    failure: Fraction = Fraction(1, 10),
    accuracy: Fraction = Fraction(1, 10),
    progress: Progress | None = None,
) -> DynamicsReport:
    """Certified dynamics of gradient descent in the kernel regime, and networks of finite width beside it.

    Parameters
    ----------
    X, y
        n points and n labels: array-likes, or a :class:`~ntksym.data.Dataset` and labels.
    eta
        Step size, exact; default: the largest power of two that is at most 1/lambda_max.
    steps, points
        The last step k, and the number of steps at which the residual is enclosed.
    kernel, depth
        As for :func:`ntksym.bounds`; the default is the slides' H_infinity.
    simulate_widths, kappas, seed
        Networks to train, one for each width and scale of the weights; only for H_infinity.
    failure, accuracy
        Failure probability and epsilon in the widths.
    progress
        Called with a stage and the fraction done.

    Raises
    ------
    InputError
        If labels do not fit, or eta is not certainly in (0, 2/lambda_max), or steps are negative.

    Examples
    --------
    >>> report = dynamics([[1, 0], [0, 1]], [1, -1], eta=Fraction(1, 2), steps=10, points=3)
    >>> [row["k"] for row in report.as_json()["curve"]]
    [0, 1, 3, 10]
    """
    data = X if isinstance(X, Dataset) else dataset(X)
    known: Labels = read_labels(y, data)
    chosen = kernel if isinstance(kernel, DotKernel) else parse_kernel(kernel, depth)
    if simulate_widths and chosen != SLIDES:
        raise InputError(f"kernel={chosen}", "networks train the first layer only", "simulate with h-infinity")
    grid, exact = step_grid(steps, points), None if eta is None else Fraction(eta)
    found = predict(data, known, chosen, grid, exact, progress=progress)
    runs = tuple(
        simulate(data, known, float(found.training.eta), grid, width=m, kappa=kappa, seed=seed, progress=progress)
        for kappa in kappas
        for m in simulate_widths
    )
    asked: tuple[Width, ...] = ()
    if chosen == SLIDES and found.smallest.lo > 0:
        scale = Fraction(str(kappas[0])) if kappas else Fraction(1)
        asked = widths(data, known, found.smallest.lo, scale, failure, accuracy)
    return DynamicsReport(found, runs, asked)


def _width(width: Width) -> str:
    return f"m >= {round_decimal(width.m, 3, up=True)}" if width.explicit else f"a constant times {_short(width.m)}"


def _short(x: Fraction) -> str:
    return f"{float(round_decimal(x, 6, up=False)):.6g}"


def _pair(lo: Fraction, hi: Fraction) -> str:
    return f"[{round_decimal(lo, 6, up=False)}, {round_decimal(hi, 6, up=True)}]"


def _ends(x: Enclosure) -> dict[str, str]:
    return {"lo": _down(x.lo), "hi": _up(x.hi)}


def _down(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=False)


def _up(x: Fraction) -> str:
    return round_decimal(x, DIGITS, up=True)
