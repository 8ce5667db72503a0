r"""Gradient descent on a real two-layer ReLU network: Monte Carlo, seeded, nothing here is certified.

u(x) = m^(-1/2) sum_r a_r relu(w_r . x) with fixed a_r = 1 or -1; the w_r are trained by steps eta of |y - u|^2/2.
*Antisymmetric start*: the neurons come in pairs (w, 1), (w, -1) with w ~ N(0, kappa^2 I), so that u(0) = 0 exactly.

c^2 copies of a network at scale kappa/c are the same function, and a step changes each w by 1/c of the change: with (m,
kappa) the training is that of (c^2 m, kappa/c) but for the draw of the weights.  So curves collapse on m kappa^2.

SOURCE: Arora, Du, Hu, Li and Wang (arXiv 1901.08584), section 3; ntksym's notes on the slides, 1.5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.data import Dataset
from ntksym.descent.labels import Labels
from ntksym.errors import InputError
from ntksym.workers import alone

MOST_WORK = 10**13  # multiplications of one simulation
Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Weights:
    """Start of a network: w of shape (m, d) and a of shape (m,)."""

    w: Floats
    a: Floats

    def copies(self, c: int) -> Weights:
        """c^2 copies of every neuron, with weights divided by c: the same function."""
        return Weights(np.repeat(self.w, c * c, axis=0) / c, np.repeat(self.a, c * c))


@dataclass(frozen=True, eq=False)
class Run:
    """|y - u(k)| of one network at some k."""

    width: int
    kappa: float
    seed: int
    steps: tuple[int, ...]
    residuals: Floats

    @property
    def label(self) -> str:
        """How a plot calls it."""
        return f"m = {self.width}, κ = {self.kappa:g}"


def antisymmetric(d: int, width: int, kappa: float, seed: int) -> Weights:
    """Pairs of neurons that cancel.

    Examples
    --------
    >>> start = antisymmetric(3, 4, 1.0, seed=0)
    >>> start.w.shape, start.a.tolist(), bool((start.w[0] == start.w[1]).all())
    ((4, 3), [1.0, -1.0, 1.0, -1.0], True)
    """
    if width < 2 or width % 2:
        raise InputError(f"width={width}", "neurons come in pairs", "give an even width of at least 2")
    if not 0 < kappa < np.inf:
        raise InputError(f"kappa={kappa}", "the scale of the weights is positive", "give e.g. 0.1")
    half = kappa * np.random.default_rng(seed).standard_normal((width // 2, d))
    return Weights(np.repeat(half, 2, axis=0), np.tile([1.0, -1.0], width // 2))


def descend(
    data: Dataset,
    labels: Labels,
    start: Weights,
    eta: float,
    steps: Sequence[int],
    progress: Progress | None = None,
) -> Floats:
    """|y - u(k)| at each k of ``steps`` (ascending) of gradient descent from a start.

    Raises
    ------
    InputError
        If the run would take more than 10^13 multiplications, or it diverges.
    """
    X, y, last = data.points, labels.values, max(steps)
    if 4 * X.size * start.a.size * last > MOST_WORK:
        why = f"{last} steps of width {start.a.size} on {data.n} points take too long"
        raise InputError("simulation", why, "give fewer steps or a smaller width")
    w, scale, wanted, found = start.w.copy(), start.a / np.sqrt(start.a.size), set(steps), []
    with alone(), np.errstate(over="ignore", invalid="ignore"):  # divergence is noticed below
        for k in range(last + 1):
            active = X @ w.T
            on = active > 0
            residual = y - np.maximum(active, 0) @ scale
            if k in wanted:
                size = float(np.linalg.norm(residual))
                if not np.isfinite(size):
                    raise InputError(f"eta={eta:g}", f"the network diverged by step {k}", "give a smaller step size")
                found.append(size)
                if progress is not None:
                    progress(f"network of width {start.a.size}", k / max(last, 1))
            if k < last:
                w += eta * scale[:, None] * ((on * residual[:, None]).T @ X)
    return np.array(found)


def simulate(
    data: Dataset,
    labels: Labels,
    eta: float,
    steps: Sequence[int],
    *,
    width: int,
    kappa: float = 1.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Run:
    """Train a network from an antisymmetric start.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> X = dataset([[1, 0], [0, 1]])
    >>> run = simulate(X, labels([1, -1], X), 0.5, [0, 1, 2], width=2000)
    >>> [round(float(v), 1) for v in run.residuals]  # H = I/2: 1.41 times 0.75^k
    [1.4, 1.1, 0.8]
    """
    chosen = tuple(sorted(set(steps)))
    start = antisymmetric(data.d, width, kappa, seed)
    return Run(width, kappa, seed, chosen, descend(data, labels, start, eta, chosen, progress))


def following_width(
    data: Dataset,
    labels: Labels,
    eta: float,
    steps: Sequence[int],
    prediction: Sequence[float],
    *,
    kappa: float = 1.0,
    tolerance: float = 0.05,
    seed: int = 0,
    largest: int = 2**20,
    progress: Progress | None = None,
) -> Run | None:
    """The first network of width 2, 4, 8, ... whose residual is within ``tolerance`` of a prediction at every step.

    Relative to the prediction; one draw for each width, so an experiment and not a threshold.  None if none of width up
    to ``largest`` does.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> X = dataset([[1, 0], [0, 1]])
    >>> truth = [2**0.5 * 0.75**k for k in range(4)]
    >>> following_width(X, labels([1, -1], X), 0.5, range(4), truth, tolerance=0.5).width
    4
    """
    chosen, truth, width = tuple(sorted(set(steps))), np.asarray(prediction), 2
    if truth.shape != (len(chosen),) or not np.all(truth > 0):
        raise InputError("prediction", "it is not one positive number for each step", "give the certified residuals")
    while width <= largest:
        run = simulate(data, labels, eta, chosen, width=width, kappa=kappa, seed=seed, progress=progress)
        if np.all(np.abs(run.residuals - truth) <= tolerance * truth):
            return run
        width *= 2
    return None
