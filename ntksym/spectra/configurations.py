r"""Upper constants: a certified Rayleigh quotient on an explicit configuration of the wanted separation.

For a kernel K, a dimension and an angle, c = inf lambda_min(K(x_i . x_j)) over all finite sets of unit vectors with
that separation is at most v'Kv/v'v for any one such set and any v (Ritz); a set that is separated by more serves too.
The candidates (:mod:`ntksym.spectra.candidates`) are ranked in floats; the best one whose separation is proved exactly
gives the constant, by balls.

SOURCE: our note on minorants, section 3; Horn and Johnson, Theorem 4.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.enclosure import Enclosure
from ntksym.balls.matrices import Floats
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.refine import refine
from ntksym.spectra.candidates import Candidate, ranked
from ntksym.spectra.exact_sets import ExactSet, exact_sets
from ntksym.spectra.orbits import Configuration
from ntksym.spectra.two_point import Problem

LEAST_ANGLE = 1e-12
WEIGHT_BITS = 30
FAMILIES: dict[str, DotKernel] = {
    "kappa0": DotKernel("slope", 1),
    "tkappa0": DotKernel("tkappa0", 1),
    "kappa1": DotKernel("sigma", 1),
}


@dataclass(frozen=True, eq=False)
class ConfigurationUpper:
    """inf lambda_min <= v'Kv/v'v, for a configuration whose separation is proved.

    Parameters
    ----------
    problem
        The kernel, the dimension and the separation.
    configuration, weights, alternating
        The set, of this or a smaller dimension, and v on its orbits.
    quotient
        An enclosure of v'Kv/v'v; its upper end is the constant.
    """

    problem: Problem
    configuration: Configuration | ExactSet
    weights: tuple[int, ...]
    alternating: bool
    quotient: Enclosure

    @property
    def d(self) -> int:
        """The dimension that holds the set; a larger one holds it too."""
        return self.configuration.points.d if isinstance(self.configuration, Configuration) else self.configuration.d

    @property
    def hi(self) -> Fraction:
        """The certified upper constant."""
        return self.quotient.hi


def dot_kernel(problem: Problem) -> DotKernel:
    """The problem's kernel as one between rows of data."""
    return FAMILIES[problem.kernel] if problem.kernel in FAMILIES else DotKernel("ntk", problem.L)


def configuration_upper(problem: Problem, digits: int = 10) -> ConfigurationUpper:
    """The best certified upper constant that the configurations give.

    Parameters
    ----------
    problem
        Kernel, dimension and separation; for any number of points.
    digits
        The relative width of the enclosure of the Rayleigh quotient is at most 10^-digits.

    Raises
    ------
    InputError
        If the problem is about a given number of points.
    UndecidedError
        If no candidate's separation could be proved.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> found = configuration_upper(Problem("kappa0", 2, 2, ExactReal.parse("0.35")))
    >>> found.configuration.name, f"{float(found.hi):.4f}"
    ('arc of 8 points', '0.0579')
    """
    if problem.n is not None:
        raise InputError(f"n={problem.n}", "configurations bound the infimum over all numbers of points", "leave n out")
    if float(problem.angle.ball.mid()) < LEAST_ANGLE:
        raise InputError(
            f"angle={str(problem.angle)[:40]}",
            f"sets are compared in floating point down to {LEAST_ANGLE}",
            "give a larger angle, or see flat-limit",
        )
    exact = min(exact_sets(problem), key=lambda row: row[1], default=None)
    for found in ranked(problem):
        if exact is not None and exact[1] <= found.value:
            break
        try:
            return certified(problem, found, digits)
        except UndecidedError:
            continue
    if exact is not None:
        return certified_exact(problem, exact[0], exact[2], digits)
    raise UndecidedError(f"no configuration of d={problem.d} is certainly separated by {problem.angle}")


def certified(problem: Problem, found: Candidate, digits: int = 10) -> ConfigurationUpper:
    """The Rayleigh quotient of a vector, rounded to integers, on a set whose separation is proved here.

    Raises
    ------
    UndecidedError
        If the separation is not certain, or the quotient is not resolved.
    """
    configuration = found.make()
    if configuration.points.d > problem.d or not configuration.separated(problem.angle, problem.sided):
        raise UndecidedError(f"{configuration.name}: the separation by {problem.angle} in R^{problem.d} is not certain")
    weights, kernel = _integers(found.vector), dot_kernel(problem)
    quotient = refine(
        lambda: configuration.quotient(weights, kernel, found.alternating), digits, what=configuration.name
    )
    return _non_negative(ConfigurationUpper(problem, configuration, weights, found.alternating, quotient))


def certified_exact(problem: Problem, points: ExactSet, vector: Floats, digits: int = 10) -> ConfigurationUpper:
    """The Rayleigh quotient of a vector, rounded to integers, on a set with exact coordinates."""
    if points.d > problem.d or not points.separated(problem.angle, problem.sided):
        raise UndecidedError(f"{points.name}: the separation by {problem.angle} in R^{problem.d} is not certain")
    weights = _integers(vector)
    try:
        quotient = refine(lambda: points.quotient(weights, problem), digits, what=points.name)
    except UndecidedError:  # a quotient of 0 has no relative digits; that of a vector close to this one has
        weights = (weights[0] + 1, *weights[1:])
        quotient = refine(lambda: points.quotient(weights, problem), digits, what=points.name)
    return _non_negative(ConfigurationUpper(problem, points, weights, False, quotient))


def _integers(vector: Floats) -> tuple[int, ...]:
    top = Fraction(float(np.abs(vector).max()))
    return tuple(round(Fraction(float(w)) / top * 2**WEIGHT_BITS) for w in vector)


def _non_negative(found: ConfigurationUpper) -> ConfigurationUpper:
    if found.quotient.lo < 0:
        name, quotient = found.configuration.name, found.quotient
        raise ArithmeticError(f"{name}: a positive semidefinite matrix has the quotient {quotient}")
    return found
