"""Rigorous quadrature: adaptive Gauss-Legendre with error bounds from complex balls, through Arb.

The integrand is a function of a ball and a flag.  With the flag set it must return a non-finite ball unless
it is analytic on the whole ball: this is what makes the error bounds theorems.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_equal_to_zero,
    contains_zero,
    is_finite,
    precision,
)
from ntksym.balls.arb import (
    bits as working_bits,
)
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.values import Value, complex_ball, complex_not_a_number
from ntksym.errors import UndecidedError

Integrand = Callable[[Value, bool], Value]
"""f(z, analytic): z is an arb on the path (flag False) or an acb around it (flag True)."""

EVALUATIONS = 20_000
"""Integrand evaluations per integral before Arb settles for a wide result, unless said otherwise."""

ATTEMPTS = 2
"""Precisions at which an integral may be non-finite before it is given up: bits seldom cure a singularity."""


def integrate_once(
    f: Integrand, a: Fraction | arb, b: Fraction | arb, *, goal: int | None = None, evaluations: int = EVALUATIONS
) -> acb:
    """The integral of f over [a, b] at the current precision, one attempt; possibly non-finite or wide.

    Parameters
    ----------
    f
        The integrand.
    a, b
        Real ends; at an inexact end the piece inside the ball is enclosed as width times values.
    goal
        Relative accuracy aimed at, in bits (default: the precision).
    evaluations
        Of the integrand, before Arb settles for a wide result.
    """
    failures: list[BaseException] = []

    def function(z: acb, analytic: bool) -> acb:
        if failures:
            return complex_not_a_number()
        try:
            if not analytic and certainly_equal_to_zero(z.imag):
                return complex_ball(f(z.real, False))
            return complex_ball(f(z, True))
        except UndecidedError:  # a smaller ball may decide: let Arb bisect
            return complex_not_a_number()
        except BaseException as error:  # flint must not see it: it would go on with the exception pending
            failures.append(error)
            return complex_not_a_number()

    low, high = (ball(end) if isinstance(end, Fraction) else end for end in (a, b))
    start, end = low.mid(), high.mid()
    beside = complex_ball(Fraction(0))
    for piece, sign in ((low, 1), (high, -1)):
        if not piece.is_exact():
            # the integral from the true end to the midpoint is (midpoint - end) times a mean value of f
            beside = beside + complex_ball(f(piece, False)) * (piece.mid() - piece) * sign
    if not is_finite(beside):
        return beside
    tolerance = arb((1, -(working_bits() if goal is None else goal)))
    total = acb.integral(
        function, start, end, rel_tol=tolerance, abs_tol=arb((1, -2 * working_bits())), eval_limit=evaluations
    )
    if failures:
        raise failures[0]
    return total + beside


def integrate(
    f: Integrand,
    a: Fraction | arb | Callable[[], arb],
    b: Fraction | arb | Callable[[], arb],
    digits: int = 30,
    *,
    max_bits: int = 4096,
) -> Enclosure:
    """The enclosure of the real integral of f over [a, b] to ``digits`` significant digits.

    Parameters
    ----------
    f
        The integrand, see :data:`Integrand`.
    a, b
        Real ends; a function such as ``arb.pi`` is called at each precision.
    digits
        Relative width 10^-digits; absolute width if the value may be 0.

    Raises
    ------
    UndecidedError
        If the precision cap does not suffice, or the integral is not finite or not real.

    Examples
    --------
    >>> print(integrate(lambda z, analytic: z * z, Fraction(0), Fraction(1), 10).format(8))
    [0.33333333, 0.33333334]
    """
    goal = Fraction(1, 10**digits)
    bits = digits * 10 // 3 + 48
    best: Enclosure | None = None
    infinite = 0
    while bits <= max_bits and infinite < ATTEMPTS:
        with precision(bits):
            ends = [end() if callable(end) else end for end in (a, b)]
            value = integrate_once(f, ends[0], ends[1])
            infinite += not is_finite(value)
            if is_finite(value):
                best = Enclosure.of_ball(real_part(value))
                relative = best.relative_width()
                small = best.width <= goal if relative is None else relative <= goal
                if small:
                    return best
        bits *= 2
    bits //= 2
    reached = "the result is not finite" if best is None else f"the enclosure reached is {best}"
    raise UndecidedError(f"integral: {reached} at {bits} bits (a singularity inside or at an end of the range?)")


def real_part(value: acb) -> arb:
    """The real part of a value that must be real; an error if the imaginary part excludes 0."""
    if is_finite(value) and not contains_zero(value.imag):
        raise UndecidedError(f"integral: the imaginary part {value.imag.str(5)} excludes 0; the integrand is not real")
    return value.real
