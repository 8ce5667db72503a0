r"""Gradient descent on half the squared error in the kernel regime: y - u(k) = (I - eta H)^k (y - u(0)), u(0) = 0.

H is the kernel matrix of the data, positive semidefinite.  The residual falls for every y exactly if 0 < eta <
2/lambda_max.

SOURCE: Du, Zhai, Poczos and Singh (arXiv 1810.02054); Arora, Du, Hu, Li and Wang (arXiv 1901.08584), Theorem 4.1; the
slides' equation (8).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ntksym.data import Dataset
from ntksym.descent.labels import Labels
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel

LARGEST_STEP = 10**9
POINTS = 60


@dataclass(frozen=True)
class Training:
    """A regression in the kernel regime.

    Parameters
    ----------
    data, labels, kernel
        The points, one label each, and the kernel: H_ij = K(x_i, x_j).
    eta
        The step size, exact and positive.
    """

    data: Dataset
    labels: Labels
    kernel: DotKernel
    eta: Fraction

    def __post_init__(self) -> None:
        if self.eta <= 0:
            raise InputError(f"eta={self.eta}", "a step size is positive", "give 0 < eta < 2/lambda_max")
        if self.labels.values.shape != (self.data.n,):
            why = f"{self.labels.values.size} labels for {self.data.n} points"
            raise InputError(self.labels.name, why, "give one label for each row, in the same order")


def check_step_size(eta: Fraction, largest: tuple[Fraction, Fraction]) -> None:
    """Refuse an eta that is not certainly below 2/lambda_max, lambda_max in the given interval.

    Examples
    --------
    >>> check_step_size(Fraction(1), (Fraction(1), Fraction(3, 2)))
    >>> check_step_size(Fraction(3), (Fraction(1), Fraction(3, 2)))
    Traceback (most recent call last):
    ntksym.errors.InputError: eta=3: too large: it diverges from 2/lambda_max = 1.33333 on; give eta < 1.33333
    """
    low, high = largest
    if eta * high < 2:
        return
    safe = float(2 / high)
    why = "too large: it diverges from" if eta * low >= 2 else "too close to"
    tail = "on" if eta * low >= 2 else "to tell"
    raise InputError(f"eta={eta}", f"{why} 2/lambda_max = {safe:.6g} {tail}", f"give eta < {safe:.6g}")


def safe_step(largest: Fraction) -> Fraction:
    """The largest power of two that is at most 1/lambda_max.

    Examples
    --------
    >>> safe_step(Fraction(5, 2))
    Fraction(1, 4)
    """
    step = Fraction(1)
    while step * largest > 1:
        step /= 2
    while 2 * step * largest <= 1:
        step *= 2
    return step


def step_grid(steps: int, count: int = POINTS) -> tuple[int, ...]:
    """0, 1 and numbers of steps up to ``steps``, evenly spaced in the logarithm, rounded.

    Examples
    --------
    >>> step_grid(1000, 4)
    (0, 1, 10, 100, 1000)
    """
    if steps < 0:
        raise InputError(f"steps={steps}", "a number of steps is at least 0", "give one")
    if steps > LARGEST_STEP:
        raise InputError(f"steps={steps}", f"more than {LARGEST_STEP} steps", "give fewer")
    if count < 2:
        raise InputError(f"points={count}", "a curve has at least two points", "give more")
    if steps < 2:
        return tuple(range(steps + 1))
    inner = {round(steps ** (j / (count - 1))) for j in range(count)}
    return tuple(sorted({0, 1, steps} | inner))
