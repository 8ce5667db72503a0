"""What the theorems of this package share: the paper, the kernels they are stated for, the separation."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ntksym.kernels.dot_product import HALF
from ntksym.theorems.facts import Facts
from ntksym.theorems.theorem import NotApplicable

PAPER = "Karhadkar, Murray and Montufar, arXiv 2405.14630"
ANGLE_BITS = 40


class Shallow(NamedTuple):
    """A two-layer kernel f = factor * g + h, g named as in ``spectra.two_layer`` and h positive semidefinite.

    h is zero in the odd degrees (g = kappa_0) or in the even ones (other g), so that there mu_k(f) = factor mu_k(g);
    in powers of t it holds t^0 and t^1 alone.
    """

    name: str
    factor: Fraction


def shallow(facts: Facts) -> Shallow:
    r"""The two-layer kernel that is judged: kappa_0, t kappa_0, kappa_1 or Theta_2, in any scale and for any Delta.

    With rho' = (1 - 2 Delta) + 2 Delta kappa_0 and rho = (1 - 2 Delta) t + 2 Delta kappa_1 the factor is
    scale * 2 Delta.  The rest: rho' - 2 Delta kappa_0 = 1 - 2 Delta, of which 2 Delta/2 more is kappa_0's own constant,
    so the even part of rho' is 1 - Delta >= 0; in the same way the odd parts of rho and t rho' are (1 - Delta) t.

    Raises
    ------
    NotApplicable
        For any other kernel, and for Delta = 0, where the kernel is linear.
    """
    kernel = facts.kernel
    name = {("slope", 1): "kappa0", ("sigma", 1): "kappa1", ("ntk", 2): "ntk"}.get((kernel.family, kernel.L))
    if kernel.family == "tkappa0":
        name = "tkappa0"
    if name is None:
        raise NotApplicable(f"stated for one hidden layer, not for {kernel}")
    if kernel.delta == 0:
        raise NotApplicable("Delta = 0: a linear activation")
    return Shallow(name, kernel.scale * 2 * kernel.delta)


def relu(facts: Facts) -> None:
    """Refuse every (a,b)-ReLU but the ReLU."""
    if facts.kernel.delta != HALF:
        raise NotApplicable(f"stated for the ReLU (Delta = 1/2), not for Delta = {facts.kernel.delta}")


def rounded_down(x: Fraction, bits: int = ANGLE_BITS) -> Fraction:
    """The largest number with ``bits`` significant bits that is not above x > 0.

    Examples
    --------
    >>> rounded_down(Fraction(1, 3), 4)
    Fraction(5, 16)
    """
    shift = bits - x.numerator.bit_length() + x.denominator.bit_length()
    return Fraction(int(x * Fraction(2) ** shift)) / Fraction(2) ** shift


def line_angle(facts: Facts) -> Fraction:
    """A short lower bound of alpha, the smallest angle between two of the data's lines."""
    i, j = facts.closest_lines
    if facts.angle.lo <= 0:
        raise NotApplicable(f"rows {i} and {j} are parallel (or too close to tell): alpha = 0")
    return rounded_down(facts.angle.lo)


def point_angle(facts: Facts) -> Fraction:
    """A short lower bound of theta', the smallest angle between two of the data's directions."""
    i, j = facts.closest_points
    if facts.point_angle.lo <= 0:
        raise NotApplicable(f"rows {i} and {j} have the same direction (or are too close to tell): theta' = 0")
    return rounded_down(facts.point_angle.lo)
