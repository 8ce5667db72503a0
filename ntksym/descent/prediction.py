"""What kernel regression predicts for a data set and its labels: residual curve, eigenvalues, generalization term."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.enclosure import Enclosure
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import Dataset
from ntksym.descent.eigencurve import eigencurve
from ntksym.descent.generalization import bounded_form, eigenvalue_route, leading_term, mean_diagonal, solved_form
from ntksym.descent.labels import Labels
from ntksym.descent.powering import power_curve
from ntksym.descent.spectrum import Spectrum, spectrum
from ntksym.descent.training import Training, check_step_size, safe_step
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.gram import gram
from ntksym.spectra.smallest import SmallestEigenvalue, lambda_min
from ntksym.workers import alone

BALL_ROWS = 48
Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Prediction:
    """Certified facts about gradient descent in the kernel regime.

    ``curve`` encloses |(I - eta H)^k y| at each of ``steps``; ``form`` encloses y^T H^-1 y (None where H is not
    certainly positive definite).
    """

    training: Training
    steps: tuple[int, ...]
    curve: tuple[Enclosure, ...]
    spectrum: Spectrum
    smallest: SmallestEigenvalue
    form: Enclosure | None
    method: str

    @property
    def largest(self) -> tuple[Fraction, Fraction]:
        """Certified bounds of lambda_max(H)."""
        return self.spectrum.largest

    @property
    def leading_term(self) -> Enclosure | None:
        """sqrt(2 y^T H^-1 y/n), the first term of the generalization bound (9)."""
        return None if self.form is None else leading_term(self.form, self.training.data.n)

    @property
    def eigenvalue_route(self) -> tuple[Fraction, Fraction] | None:
        """Lower bounds of what (9) becomes by |y|^2/lambda_min(H): for these data, and for all with this trace."""
        if self.smallest.hi <= 0:
            return None
        mean = mean_diagonal(self.training.data, self.training.kernel)
        return eigenvalue_route(self.training.labels, mean, (self.smallest.lo, self.smallest.hi))


def predict(
    data: Dataset,
    labels: Labels,
    kernel: DotKernel,
    steps: Sequence[int],
    eta: Fraction | None = None,
    *,
    progress: Progress | None = None,
) -> Prediction:
    """Certify the dynamics of gradient descent for a data set, its labels and a kernel.

    Parameters
    ----------
    data, labels, kernel
        H_ij = K(x_i, x_j), and y.
    steps
        The numbers of steps k, ascending.
    eta
        The step size; default: the largest power of two that is at most 1/lambda_max.
    progress
        Called with each stage and the fraction done.

    Raises
    ------
    InputError
        If eta is not certainly in (0, 2/lambda_max).

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> X = dataset([[1, 0], [0, 1]])
    >>> found = predict(X, labels([1, -1], X), parse_kernel("h-infinity", 2), [0, 4], Fraction(1))
    >>> round(float(found.curve[1].mid), 6)  # sqrt(2)/16
    0.088388
    """
    tell = progress or (lambda stage, done: None)
    with alone():  # the same bytes for any number of threads
        tell("kernel matrix", 0.0)
        matrix = gram(data, kernel)
        tell("eigenpairs", 0.3)
        found = spectrum(matrix)
        if eta is not None:
            check_step_size(eta, found.largest)
        training = Training(data, labels, kernel, safe_step(found.largest[1]) if eta is None else eta)
        tell("smallest eigenvalue", 0.5)
        smallest = lambda_min(data, kernel)
        tell("residual curve", 0.7)
        curve, method = _curve(training, steps, found, smallest)
        tell("generalization", 0.9)
        form = _form(training, matrix, found, smallest)
        return Prediction(training, tuple(steps), tuple(curve), found, smallest, form, method)


def _curve(
    training: Training, steps: Sequence[int], found: Spectrum, smallest: SmallestEigenvalue
) -> tuple[list[Enclosure], str]:
    if training.data.n <= BALL_ROWS:
        try:
            return power_curve(training, steps), "binary powering in balls"
        except UndecidedError:
            pass
    curve = eigencurve(training, steps, found, (smallest.lo, smallest.hi))
    return curve, "float64 eigenpairs with proven residuals"


def _form(
    training: Training, matrix: VerifiedMatrix, found: Spectrum, smallest: SmallestEigenvalue
) -> Enclosure | None:
    if smallest.lo <= 0:
        return None
    try:
        if training.data.n <= BALL_ROWS:
            return solved_form(training.data, training.labels, training.kernel)
        return bounded_form(training.labels, matrix, found, smallest.lo)
    except UndecidedError:
        return None
