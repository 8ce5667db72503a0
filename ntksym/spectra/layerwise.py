r"""The layerwise lower bound of a deep kernel, from the constants of kappa_0 and kappa_1 alone: all data, every L.

*Composition.*  Let A be positive semidefinite with unit diagonal and A >= s I.  For f with power-series coefficients
c_j >= 0, f(A) >= (f(1) - f(1 - s)) I, entry by entry: A = s I + (1-s) A' with A' >= 0 of unit diagonal, and by Schur's
product theorem the j-th Hadamard power of A is at least (1 - (1-s)^j) I.  Likewise, if A >= a I and B >= b I, their
Hadamard product is at least (1 - (1-a)(1-b)) I.

*Layers.*  With s_0 = 0, b_0 and s_1 the constants of kappa_0 and kappa_1 at this separation, and for l >= 1
s_{l+1} = 1 - kappa_1(1 - s_l), b_l = 1 - kappa_0(1 - s_l) = arccos(1 - s_l)/pi,

    lambda_min(Theta_L(x_i . x_j)) >= sum_{l=0}^{L-1} (1 - (1 - s_l) prod_{k=l}^{L-2} (1 - b_k)),

because Theta_L = sum_l Sigma_l prod_{k=l}^{L-2} kappa_0(Sigma_k) with Hadamard products.  As b_l ~ 3/l, the bound grows
like 3L/4 for fixed data, which is the true rate.

SOURCE: our notes on Karhadkar et al. (arXiv 2405.14630), Theorem D; Schur's product theorem: Horn and Johnson, 7.5.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ntksym.balls.arb import arb, ball, certainly_less, lower, precision
from ntksym.errors import InputError
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point import Witness
from ntksym.spectra.two_point_search import find

BITS = 192


def layers_from(first_gate: Fraction, first_sigma: Fraction, depths: Sequence[int]) -> dict[int, Fraction]:
    """The bound for each depth from b_0 and s_1, both in [0, 1].

    Examples
    --------
    >>> found = layers_from(Fraction(1, 10), Fraction(1, 50), [2, 3])
    >>> found[2], found[3] > found[2]
    (Fraction(3, 25), True)
    """
    if not (0 <= first_gate <= 1 and 0 <= first_sigma <= 1):
        raise InputError("layerwise bound", "b_0 and s_1 must lie in [0, 1]", "give lower bounds of lambda_min")
    found: dict[int, Fraction] = {}
    if 2 in depths:
        found[2] = first_gate + first_sigma
    with precision(BITS + 4 * max(depths)):  # near 1 arccos loses digits in each layer
        rest = [1 - ball(first_gate), 1 - ball(first_sigma)]  # (1 - s_l) prod_{l <= k <= L-2} (1 - b_k), all l
        cosine = 1 - ball(first_sigma)
        for L in range(3, max(depths) + 1):
            if not certainly_less(cosine, arb(1)):
                cosine = arb(1)  # 0 is a lower bound too
            angle = cosine.acos()
            gate = angle / arb.pi()
            cosine = (angle.sin() + (arb.pi() - angle) * cosine) / arb.pi()
            rest = [x * (1 - gate) for x in rest] + [cosine]
            if L in depths:
                found[L] = max(lower(L - sum(rest, arb(0))), Fraction(0))
    return found


def starts(problem: Problem) -> tuple[Witness | FewLines, Witness | FewLines]:
    """The two-point witnesses of kappa_0 and kappa_1 at the problem's dimension and separation."""
    gate, sigma = (find(replace(problem, kernel=kernel, L=2)) for kernel in ("kappa0", "kappa1"))
    return gate[0], sigma[0]


def layerwise(problem: Problem, depths: Sequence[int]) -> dict[int, Fraction]:
    """Lower bounds of lambda_min(Theta_L) for all data with the problem's separation of lines, for each L >= 2.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> found = layerwise(Problem("ntk", 3, 2, ExactReal.parse("0.8")), [2, 16])
    >>> Fraction(12, 100) < found[2] < Fraction(13, 100), 4 < found[16] < 5
    (True, True)
    """
    if problem.sided != "projective":
        raise InputError("sided=one", "kappa_1 is singular on antipodes", "use sided=projective")
    gate, sigma = (max(witness.bound, Fraction(0)) for witness in starts(problem))
    return layers_from(gate, sigma, depths)
