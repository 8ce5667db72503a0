r"""Theorem D: deep networks, layer by layer.

Theta_L(R) = sum_{l<L} Sigma_l o slope_l o ... o slope_{L-2} (Hadamard products, slope_k = rho'(Sigma_k(R))), all
positive semidefinite with unit diagonal.  If such A, B have lambda_min >= a, b in [0, 1], then A = aI + A' and
B = bI + B' with A', B' >= 0 give lambda_min(A o B) >= 1 - (1 - a)(1 - b).  So, with lower bounds s_l, b_k of the
smallest eigenvalues of Sigma_l(R) and slope_k,

    lambda_min(Theta_L(R)) >= sum_{l<L} [1 - (1 - s_l) prod_{l<=k<=L-2} (1 - b_k)],    s_0 = 0.                   (D)

*Certified layers*: s_l, b_k from verified eigenvalues of the layers' matrices; *rows*: from (B2).  *A priori*:
|Sigma_k(t_ij)| <= rho_k, rho_0 = rho, rho_{k+1} = rho(rho_k) (coefficients >= 0), so that (B1) bounds
lambda_min(rho'(Sigma_k)) at rho_k, or the composed kernel at rho, and lambda_min(Sigma_l) likewise; b_0 also by
theorem C.  *Without antipodes*: for the ReLU kappa_1(-1) = 0, so 0 <= Sigma_1(t_ij) <= kappa_1(max t_ij): dropping
k = 0, (D) needs x_i != x_j only.

(8.0) A single term: kappa_0(Sigma_j) has the constant p_j = mu_0(kappa_0(Sigma_j)) in it, so that
lambda_min(Theta_L) >= prod_{1<=j<=L-2} p_j lambda_min(t kappa_0), theorem C for the rest.

SOURCE: Karhadkar et al., the deep theorem (no L and delta^4 there); ntksym's notes (8.0), Theorem D, re-derived.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ntksym.balls.arb import arb, lower, precision, upper
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.caps import minorant
from ntksym.theorems.karhadkar.powers import data_bound, exact_pair, series, uniform_bound
from ntksym.theorems.karhadkar.source import PAPER, line_angle, relu, rounded_down
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

MOMENTS = 512


def depth(facts: Facts) -> int:
    """L of Theta_L, L >= 2."""
    if facts.kernel.family != "ntk" or facts.kernel.L < 2:
        raise NotApplicable("stated for Theta_L, L >= 2")
    return facts.kernel.L


def combine(features: Sequence[Fraction], slopes: Sequence[Fraction]) -> Fraction:
    """(D) from s_0, ..., s_{L-1} and b_0, ..., b_{L-2}: lower bounds, of which those below 0 count as 0.

    Examples
    --------
    >>> combine([0, Fraction(1, 2)], [Fraction(1, 4)])  # L = 2: b_0 + s_1
    Fraction(3, 4)
    """
    total, product = Fraction(0), Fraction(1)
    for level in range(len(features) - 1, -1, -1):
        if level < len(slopes):
            product *= 1 - _share(slopes[level])
        total += 1 - (1 - _share(features[level])) * product
    return total


def _share(value: Fraction) -> Fraction:
    return min(max(Fraction(value), Fraction(0)), Fraction(1))


def _by_layers(facts: Facts, bound: Callable[[DotKernel], Fraction]) -> Found:
    """(D) from one bound for every layer's kernel."""
    L, delta = depth(facts), facts.kernel.delta
    features = [Fraction(0), *(bound(DotKernel("sigma", level, delta)) for level in range(1, L))]
    slopes = [bound(DotKernel("slope", level + 1, delta)) for level in range(L - 1)]
    return Found(lower=facts.kernel.scale * _positive(combine(features, slopes)))


def _certified(facts: Facts) -> Found:
    """Layers in float64; only if none of them is certainly positive definite there, at a higher precision.

    A layer that float64 cannot decide has lambda_min of the order of the rounding errors: beside others it is nothing.
    """

    def exact(kernel: DotKernel) -> Fraction:
        try:
            return _short(facts.smallest(kernel).lo)
        except UndecidedError:
            return Fraction(0)

    try:
        return _by_layers(facts, lambda kernel: _short(facts.floor(kernel)))
    except NotApplicable:
        return _by_layers(facts, exact)


def _rows(facts: Facts) -> Found:
    def bound(kernel: DotKernel) -> Fraction:
        try:
            return _short(data_bound(facts, kernel).lower or Fraction(0))
        except NotApplicable:
            return Fraction(0)

    return _by_layers(facts, bound)


def _short(bound: Fraction) -> Fraction:
    return rounded_down(bound, 64) if bound > 0 else Fraction(0)


def _a_priori(facts: Facts) -> Found:
    """(D) from n, rho, d and alpha alone."""
    L, kernel = depth(facts), facts.kernel
    alpha = line_angle(facts)
    if facts.rho.hi >= 1:
        raise NotApplicable("rho = 1 at the working precision")
    features, slopes, rho = [Fraction(0)], [], facts.rho.hi
    for level in range(L - 1):
        slopes.append(_layer(facts, "slope", level, rho))
        features.append(_layer(facts, "sigma", level, rho))
        rho = _next(kernel.delta, rho)
    if kernel.delta > 0:
        caps = 2 * kernel.delta * rounded_down(minorant("kappa0", facts.d, 2, alpha).constant.lo, 64)
        slopes[0] = max(slopes[0], caps)
    return Found(lower=kernel.scale * _positive(combine(features, slopes)))


def _layer(facts: Facts, family: str, level: int, rho: Fraction) -> Fraction:
    """A bound for rho'(Sigma_level) ("slope") or Sigma_{level+1}, by (B1) at rho_level, or composed at rho."""
    one = uniform_bound(DotKernel(family, 1, facts.kernel.delta), facts.n, rho)[0]
    whole = uniform_bound(DotKernel(family, level + 1, facts.kernel.delta), facts.n, facts.rho.hi)[0] if level else one
    return _short(max(one, whole))


def _next(delta: Fraction, rho: Fraction) -> Fraction:
    with precision(BITS):
        return min(upper(DotKernel("sigma", 1, delta).ball_at(exact_pair(rho))), Fraction(1))


def _positive(bound: Fraction) -> Fraction:
    if bound <= 0:
        raise NotApplicable("no layer has a positive bound: too many points too close")
    return bound


def _antipodes(facts: Facts) -> Found:
    """(D) from n and the largest cosine, without the factors k = 0."""
    L = depth(facts)
    relu(facts)
    if L < 3:
        raise NotApplicable("one hidden layer: antipodal rows make Theta_2 singular")
    i, j = facts.closest_points
    with precision(BITS):
        rho = upper(1 - facts.pair(i, j).first_gap(facts.kernel.delta))
    if rho >= 1:
        raise NotApplicable(f"rows {i} and {j} have the same direction (or are too close to tell)")
    features, slopes = [Fraction(0), Fraction(0)], [Fraction(0)]
    for _ in range(1, L - 1):
        for bounds, family in ((slopes, "slope"), (features, "sigma")):
            bounds.append(_short(uniform_bound(DotKernel(family, 1), facts.n, rho)[0]))
        rho = _next(facts.kernel.delta, rho)
    return Found(lower=facts.kernel.scale * _positive(combine(features, slopes)))


def constant_part(d: int, level: int) -> Fraction:
    """A lower bound of p_j = mu_0(kappa_0(Sigma_j)), the mean of kappa_0(Sigma_j(<u, x>)) over the sphere of R^d.

    A partial sum of sum_m a_m E t^m, with a_m >= 0 and E t^(m+2) = E t^m (m+1)/(m+d).

    Examples
    --------
    >>> 0.63337 < constant_part(3, 1) < 0.63338
    True
    """
    with precision(BITS):
        total, moment = arb(0), arb(1)
        for m, a in enumerate(series(DotKernel("slope", level + 1), MOMENTS)[:MOMENTS:2]):
            total += a * moment
            moment = moment * (2 * m + 1) / (2 * m + d)
        return lower(total)


def _domination(facts: Facts) -> Found:
    L = depth(facts)
    relu(facts)
    if L < 3:
        raise NotApplicable("Theta_2 is its own first term: see theorem C")
    product = Fraction(1)
    for level in range(1, L - 1):
        product *= rounded_down(constant_part(facts.d, level), 64)
    found = minorant("tkappa0", facts.d, 2, line_angle(facts))
    bound = product * rounded_down(found.constant.lo, 64)
    return Found(lower=facts.kernel.scale * bound, proof={"p_L": f"{float(product):.6g}"})


THEOREMS = (
    Theorem(
        name="karhadkar-deep",
        source=f"{PAPER}, deep Theorem (lower bound), constants in ntksym (8.0)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\Theta_L(R)) \ge \prod_{j=1}^{L-2} \mu_0(\kappa_0(\Sigma_j))\, \lambda_{\min}(t\kappa_0)"
        ),
        hypotheses=("Theta_L of the ReLU, L >= 3", "no two rows are parallel"),
        why="One term of the recursion, of which the constants of the later slopes are kept; theorem C for t kappa_0.",
        bound=_domination,
    ),
    Theorem(
        name="karhadkar-D",
        source=f"{PAPER}, deep Theorem (lower bound), by layers; derived in ntksym (Theorem D)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\Theta_L(R)) \ge \sum_{l<L} \Bigl[1 - (1-s_l) \prod_{k=l}^{L-2} (1-b_k)\Bigr], "
            r"\ b_k, s_l \text{ by B1 and C}"
        ),
        hypotheses=("Theta_L, L >= 2", "no two rows are parallel"),
        why="Schur products of matrices of unit diagonal: the gaps 1 - lambda_min multiply.",
        bound=_a_priori,
    ),
    Theorem(
        name="karhadkar-D-points",
        source=f"{PAPER}, deep Theorem without antipodes; derived in ntksym (Theorem D)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\Theta_L(R)) \ge \sum_{l<L} \Bigl[1 - (1-s_l) \prod_{k=\max(l,1)}^{L-2} (1-b_k)\Bigr], "
            r"\ b_k, s_l \text{ by B1 at } \kappa_1(\max t_{ij})"
        ),
        hypotheses=("Theta_L of the ReLU, L >= 3", "no two rows have the same direction"),
        why="After one hidden layer no cosine is negative: antipodes are at a right angle there.",
        bound=_antipodes,
    ),
    Theorem(
        name="karhadkar-D-rows",
        source=f"{PAPER}, deep Theorem (lower bound), by layers; derived in ntksym (Theorem D)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\Theta_L(R)) \ge \sum_{l<L} \Bigl[1 - (1-s_l) \prod_{k=l}^{L-2} (1-b_k)\Bigr], "
            r"\ b_k, s_l \text{ by B2}"
        ),
        hypotheses=("Theta_L, L >= 2", "some layer's row sums are small enough"),
        why="As D, with Gershgorin's circles of every layer's matrix.",
        bound=_rows,
    ),
    Theorem(
        name="karhadkar-D-layers",
        source=f"{PAPER}, deep Theorem (lower bound), by layers; derived in ntksym (Theorem D)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\Theta_L(R)) \ge \sum_{l<L} \Bigl[1 - (1-s_l) \prod_{k=l}^{L-2} (1-b_k)\Bigr], "
            r"\ b_k, s_l \text{ certified for the data}"
        ),
        hypotheses=("Theta_L, L >= 2", "some layer's matrix is certainly positive definite"),
        why="As D, with verified smallest eigenvalues of every layer's matrix.",
        bound=_certified,
        largest=2000,
    ),
)
