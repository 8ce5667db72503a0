"""Errata of the slides "Neural Tangent Kernel: High-Dimensional Probability Analysis" (5 February 2025).

H is the first layer's limiting Gram matrix for unit vectors, H_ij = f(t_ij) with f(t) = t (pi - arccos t)/(2 pi).
"""

from nguyen import subgaussian
from sympy import Eq, Ge, Integral, Interval, Le, Range, Rational, Symbol, oo, pi, sqrt
from two_layer_kernel import opposite

from ntksym.claims import (
    Antiderivative,
    Combination,
    Errata,
    EveryCase,
    EveryConstant,
    InductiveInequality,
    Positive,
)
from ntksym.formulas.arccos import t_kappa_zero
from ntksym.formulas.ntk_series import ThetaCoefficient

HALF = Rational(1, 2)

slides = Errata(
    "Slides on the neural tangent kernel",
    source="Slides: Neural Tangent Kernel, High-Dimensional Probability Analysis (Sharif University, 5 February 2025)",
    intro="Read: the text of the slides. What they cite was compared with its papers only where this is said.",
)


def f(t):
    """The kernel of H."""
    return t_kappa_zero(t) / 2


v = Symbol("v", real=True)
share = Integral(1, (v, -pi / 2, pi / 2)) / (2 * pi)

slides.erratum(
    "diagonal_of_the_gram_matrix",
    number="Our Results, first slide",
    slip="the diagonal of H, which is P(w.x >= 0) for a unit vector x, is said to be 1",
    as_written=Eq(share, 1, evaluate=False),
    domain={},
    at={},
    corrected=slides.claim(
        "diagonal_is_one_half",
        Eq(share, HALF, evaluate=False),
        {},
        because="half of the circle; the next slide uses 1/2",
        proof=Antiderivative(of=v),
    ),
)

t = Symbol("t", real=True)
h = Symbol("h", nonnegative=True)  # the off-diagonal entry
first, second = Symbol("y_1", real=True), Symbol("y_2", real=True)
squares = first**2 + second**2
LABELS = {first: Interval(-1, 1), second: Interval(-1, 1)}

slides.erratum(
    "quadratic_form_of_the_labels",
    number="Closer Look, first slide",
    slip="y^T H y <= |H^(-1)| |y| = lambda_min(H) |y|: the inverse, the square of |y| and a reciprocal are lost. For "
    "two points with 0 <= f(t) < 1/2 the matrix has the eigenvalues 1/2 + f(t) and 1/2 - f(t)",
    as_written=Le(squares / 2 + 2 * f(t) * first * second, (HALF - f(t)) * sqrt(squares), evaluate=False),
    domain={t: Interval.Ropen(0, 1), **LABELS},
    at={t: 0, first: 1, second: 1},
    corrected=slides.claim(
        "quadratic_form_of_the_inverse",
        Le((squares / 2 - 2 * h * first * second) / (Rational(1, 4) - h**2), squares / (HALF - h), evaluate=False),
        {h: Interval.Ropen(0, HALF), **LABELS},
        because="y^T H^(-1) y <= |y|^2/lambda_min(H): the difference is h (y_1+y_2)^2/(1/4 - h^2); here h = f(t)",
        proof=Combination([], squares=[(h / (Rational(1, 4) - h**2), first + second)]),
    ),
)

low = Symbol("lambda", positive=True)

slides.erratum(
    "bound_by_the_smallest_eigenvalue",
    number="Closer Look, first slide",
    slip="lambda_min(H) and |y| are to make the bound (9) small. With |y_i| = 1 it becomes sqrt(2/lambda_min), which "
    "is to be below 1, the largest value of the loss",
    as_written=Le(sqrt(2 / low), 1, evaluate=False),
    domain={low: Interval.Lopen(0, HALF)},
    at={low: Rational(1, 4)},
    corrected=slides.claim(
        "that_bound_is_at_least_two",
        Ge(2 / low, 4, evaluate=False),
        {low: Interval.Lopen(0, HALF)},
        because="lambda_min(H) <= trace(H)/n = 1/2, so that the bound is at least 2, for every data set",
        proof=Positive(),
    ),
    note="y^T H^(-1) y itself must be bounded. Squares are taken in the corrected claim.",
)

entry, bound = Symbol("H_12", real=True), Symbol("b", nonnegative=True)

slides.erratum(
    "gershgorin_without_the_modulus",
    number="Our Results, first slide",
    slip="H_ij <= f(rho) is offered for Gershgorin's theorem, whose radius is the sum of the |H_ij|: for two points "
    "with H_12 <= b it needs |H_12| <= b, which does not follow",
    as_written=Le(abs(entry), bound, evaluate=False),
    domain={entry: Interval(-HALF, HALF), bound: Interval(0, HALF)},
    hypotheses=[Le(entry, bound, evaluate=False)],
    at={entry: -Rational(1, 4), bound: 0},
    corrected=opposite,
    note="|H_ij| <= f(rho) is true nevertheless: f(-t) <= 0 <= f(t) and f(t) + f(-t) >= 0 for t in [0, 1], where f "
    "grows.",
)

C = Symbol("C", positive=True)
delta = Symbol("delta", positive=True)
unlikely = Symbol("x", positive=True)  # log(1/delta)
neurons = Symbol("m", integer=True, positive=True)
k = Symbol("k", integer=True, positive=True)

slides.erratum(
    "width_without_the_failure_probability",
    number="Analysis of Convergence, first slide",
    slip="a width of the order n^6/lambda_0^4 is said to suffice for convergence, with no word on the failure "
    "probability delta. One point has lambda_0 = 1/2, so that C n^6/lambda_0^4 = 16 C neurons would do; with "
    "probability 2^(-16 C) > exp(-16 C) none of them is active at the point, and nothing is ever learnt: so "
    "x = log(1/delta) <= 16 C",
    as_written=Le(unlikely, 16 * C, evaluate=False),
    domain={C: Interval.open(0, oo), unlikely: Interval.open(0, oo)},
    at={C: 1, unlikely: 17},
    every_constant=EveryConstant(C, {C: k, unlikely: 17 * k}, {k: Range(1, oo)}, fails=Positive()),
    corrected=slides.claim(
        "dead_networks_are_rare_enough",
        Le(2 ** (-neurons), 1 / neurons, evaluate=False),
        {neurons: Range(1, oo)},
        because="with 1/delta neurons or more the event has probability at most delta",
        proof=InductiveInequality(neurons, factor=neurons / (neurons + 1)),
    ),
    note="ntksym.descent.width proves 2934 n^4/(kappa^2 lambda_0^4 delta) for gradient flow, and 9272 for steps up to "
    "1/n. Du et al. and Arora et al. have n^6/(lambda_0^4 kappa^2 delta^3), as far as we remember; c^2 copies of each "
    "neuron at scale kappa/c train alike, so that width and kappa matter through m kappa^2.",
)

eps = Symbol("epsilon", positive=True)

slides.erratum(
    "scale_of_the_weights_without_the_accuracy",
    number="Analysis of Convergence, equation (8)",
    slip="kappa is of the order epsilon_0 delta/sqrt(n), where epsilon_0 is not defined; if it is not epsilon but, "
    "say, 1, then (8) fails at k = 0 for one point with the label 0: as m grows, u(0) tends to N(0, kappa^2/2), whose "
    "density is below 1/kappa, and |u(0)| <= epsilon must have at least the probability 1 - delta for kappa = C delta",
    as_written=Ge(2 * eps / (C * delta), 1 - delta, evaluate=False),
    domain={C: Interval.open(0, oo), eps: Interval.open(0, 1), delta: Interval.open(0, 1)},
    at={C: 1, eps: Rational(1, 20), delta: HALF},
    every_constant=EveryConstant(C, {C: 1 / k, eps: 1 / (20 * k), delta: HALF}, {k: Range(1, oo)}, fails=Positive()),
    corrected=slides.claim(
        "start_is_within_the_accuracy",
        Le((eps * delta) ** 2 / (2 * eps**2), delta, evaluate=False),
        {eps: Interval.open(0, 1), delta: Interval.open(0, 1)},
        because="Chebyshev with E u(0)^2 = kappa^2/2, exact at any width, and kappa = epsilon delta: epsilon is meant",
        proof=Positive(),
    ),
)

d = Symbol("d", integer=True, positive=True)

slides.erratum(
    "inner_products_of_isotropic_vectors",
    number="Our Results, third slide",
    slip="for isotropic sub-Gaussian vectors the largest inner product is at most C sqrt(log(n/delta)/d) max |X_i|; "
    "if isotropic means unit covariance this is too small by sqrt(d). Vectors of signs have |X_i|^2 = d and E <X, "
    "Y>^2 = d; the tails for n = 2 and all delta integrate to C^2 (1 + log 2) < 2 C^2",
    as_written=Le(d, 2 * C, evaluate=False),
    domain={d: Range(1, oo), C: Interval.open(0, oo)},
    at={d: 6400, C: 100},
    every_constant=EveryConstant(C, {d: 3 * k, C: k}, {k: Range(1, oo)}, fails=Positive()),
    corrected=subgaussian,
    note="C stands for C^2. With 2 K sqrt(log(n/delta)) max |X_i| the statement is true; for signs K = 1, by the "
    "corrected claim for a single sign.",
)

m = Symbol("m", integer=True, positive=True)
L = Symbol("L", integer=True, positive=True)

slides.erratum(
    "depth_lowers_high_degrees",
    number="Modern Perspective",
    slip="depth is said to induce spectral bias, a decay of the eigenvalues: read for the share c_(L,m)/L of the "
    "degree m in Theta_L, of which L is the total, it would fall with L at high degrees",
    as_written=Le(ThetaCoefficient(L + 1, m) / (L + 1), ThetaCoefficient(L, m) / L, evaluate=False),
    domain={L: Range(2, oo), m: Range(10, oo)},
    at={L: 2, m: 20},
    corrected=slides.claim(
        "depth_raises_high_degrees",
        Ge(ThetaCoefficient(L + 1, m) / (L + 1), ThetaCoefficient(L, m) / L, evaluate=False),
        {L: Range(2, 6), m: Range(12, 16)},
        because="each case by balls; the exponent of the decay does not depend on depth, and its constant grows with "
        "it",
        proof=EveryCase(),
    ),
    note="leading_decay_constant has the constants of the eigenvalues themselves, with L(L-1)/2 in front.",
)

slides.remark(
    "Analysis of Convergence, equations (1) and (2)",
    "the formula for H is given without the assumption of unit vectors",
    "for other vectors the cosine stands in f, and the norms in front; the assumption comes later",
)
slides.remark(
    "References",
    "[3] to [6] have wrong authors",
    "Arora et al. 2019 (exact computation; fine-grained analysis), Bowman and Montufar 2022, Zandieh et al. 2021",
)
