"""Eigenvalues of kappa_0 and kappa_1 for every degree: squares of the transforms of step and ReLU."""

from half_line_transforms import MOMENT as HALF_LINE
from half_line_transforms import a, d, k, moment, p, transform_of_dimension_above, u
from hemisphere_transforms import (
    hemisphere_even_degrees,
    hemisphere_mean,
    hemisphere_recurrence,
    relu_from_hemisphere,
    relu_mean_is_hemisphere,
)
from kernel_eigenvalues import (
    DIMENSIONS,
    EVERY,
    FROM_ONE,
    FROM_TWO,
    ONE,
    ZERO,
    _one,
    _zero,
    one,
    s,
    share,
    wedge,
    zero,
    zero_cubic,
    zero_linear,
    zero_mean,
    zero_quadratic,
)
from legendre_polynomials import degree, degree_one, degree_zero, from_above, lowered, three_term
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Interval,
    cos,
    pi,
    sin,
)

from ntksym.claims import (
    Antiderivative,
    Derivation,
    FirstValues,
    Identity,
    Induction,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.harmonics import LegendreP, density_constant

# --- kappa_0 and kappa_1, every degree -----------------------------------------------------------

kernels = Derivation(
    "Eigenvalues of kappa_0 and kappa_1 in every dimension and degree",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemma on transforms; proved without convolution",
    intro="h_k = M(0, d, k) and r_k = M(1, d, k) are the half-line transforms.",
)

zero_at_angle = kernels.claim(
    "kappa_zero_at_the_angle",
    Eq(kappa_zero(cos(pi * s)), 1 - s, evaluate=False),
    {s: Interval(0, 1)},
    because="arccos(cos u) = u at u = pi s",
    proof=Identity(),
)

one_at_angle = kernels.claim(
    "kappa_one_at_the_angle",
    Eq(kappa_one(cos(pi * s)), sin(pi * s) / pi + (1 - s) * cos(pi * s), evaluate=False),
    {s: Interval(0, 1)},
    because="arccos(cos u) = u and sqrt(1 - cos(u)^2) = sin u at u = pi s",
    proof=Identity(),
)


def _lower_derivative(index):
    """P_{index-1} of dimension d + 4 in those of dimension d + 2, where sin u is not 0."""
    return lowered.at({d: d + 2, k: index, cosine: cos(u)}, solve_for=LegendreP(d + 4, index - 1, cos(u)))


zero_step = kernels.claim(
    "kappa_zero_step_of_two_degrees",
    Eq((k + d) ** 2 * zero(d, k + 2) - k**2 * zero(d, k), 0, evaluate=False),
    FROM_TWO,
    because="by parts twice: sin^(d-2) P_k and then sin^(d-1) P_{k-1}^[d+2] are derivatives, and 1 - u/pi is linear",
    proof=Antiderivative(
        of=density_constant(d)
        / (d - 1)
        * (
            share
            * sin(u) ** (d - 1)
            * ((k + d) ** 2 * LegendreP(d + 2, k + 1, cos(u)) - k**2 * LegendreP(d + 2, k - 1, cos(u)))
            + (2 * k + d) / pi * sin(u) ** d * LegendreP(d + 2, k, cos(u))
        ),
        using=[
            degree(d + 2, k + 1, cos(u)),
            three_term.at({d: d + 2, k: k - 1, cosine: cos(u)}, solve_for=LegendreP(d + 2, k - 2, cos(u))),
            from_above.at({cosine: cos(u)}),
            from_above.at({k: k + 2, cosine: cos(u)}),
            _lower_derivative(k + 1),
            _lower_derivative(k),
            _lower_derivative(k - 1),
        ],
        ends=[],
    ),
    where=ZERO,
)

zero_from_two = kernels.claim(
    "kappa_zero_from_degree_two",
    Eq(zero(d, k), 2 * moment(0, d, k) ** 2, evaluate=False),
    FROM_TWO,
    because="degrees 2 and 3, and the same step: h_{k+2} = -k/(k+d) h_k",
    proof=Induction(
        k,
        recurrence=[
            zero_step.at(solve_for=zero(d, k + 2)),
            hemisphere_recurrence.at(solve_for=moment(0, d, k + 2)),
        ],
        order=2,
        base=[
            zero_quadratic,
            hemisphere_even_degrees.at({p: 1}),
            zero_linear,
            zero_cubic.at(solve_for=zero(d, 3)),
            hemisphere_recurrence.at({k: 1}, solve_for=moment(0, d, 3)),
        ],
    ),
    where={**ZERO, **HALF_LINE},
    numeric=_zero,
)

zero_square = kernels.claim(
    "kappa_zero_eigenvalues_are_squares",
    Eq(zero(d, k), 2 * moment(0, d, k) ** 2, evaluate=False),
    EVERY,
    because="degrees 0 and 1, and all from degree 2 on",
    proof=FirstValues(k, 2, base=[zero_mean, hemisphere_mean, zero_linear], then=Identity([zero_from_two])),
    where={**ZERO, **HALF_LINE},
    numeric=_zero,
)

one_linear_by_parts = kernels.claim(
    "kappa_one_degree_one_by_parts",
    Eq(d * one(d, 1) - zero(d + 2, 0), 0, evaluate=False),
    DIMENSIONS,
    because="kappa_1' = kappa_0, and cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(
        of=d * density_constant(d) / (d - 1) * wedge * sin(u) ** (d - 1),
        using=[degree_one.at({cosine: cos(u)}), degree_zero.at({d: d + 2, cosine: cos(u)})],
        ends=[],
    ),
    where={**ZERO, **ONE},
)

one_by_parts = kernels.claim(
    "kappa_one_by_parts",
    Eq(d * one(d, k) - zero(d + 2, k - 1), 0, evaluate=False),
    FROM_TWO,
    because="kappa_1' = kappa_0, and (d-1) sin^(d-2) P_k is the derivative of sin^(d-1) P_{k-1}^[d+2]",
    proof=Antiderivative(
        of=d * density_constant(d) / (d - 1) * wedge * sin(u) ** (d - 1) * LegendreP(d + 2, k - 1, cos(u)),
        using=[from_above.at({cosine: cos(u)}), lowered.at({d: d + 2, k: k - 1, cosine: cos(u)})],
        ends=[],
    ),
    where={**ZERO, **ONE},
)

one_from_zero = kernels.claim(
    "kappa_one_from_kappa_zero_above",
    Eq(one(d, k), zero(d + 2, k - 1) / d, evaluate=False),
    FROM_ONE,
    because="mu_k[f] in dimension d is mu_{k-1}[f']/d in dimension d + 2",
    proof=FirstValues(
        k,
        1,
        base=[one_linear_by_parts.at(solve_for=one(d, 1))],
        then=Identity([one_by_parts.at(solve_for=one(d, k))]),
    ),
    where={**ZERO, **ONE},
    numeric=_one,
)

one_mean_by_parts = kernels.claim(
    "kappa_one_degree_zero_by_parts",
    Eq(one(d, 0) - d * zero(d, 1), 0, evaluate=False),
    DIMENSIONS,
    because="the integrand is the derivative of -(1 - u/pi) sin^(d-1)",
    proof=Antiderivative(
        of=-density_constant(d) * share * sin(u) ** (d - 1),
        using=[degree_one.at({cosine: cos(u)}), degree_zero.at({cosine: cos(u)})],
        ends=[],
    ),
    where={**ZERO, **ONE},
)

one_square = kernels.claim(
    "kappa_one_eigenvalues_are_squares",
    Eq(one(d, k), 2 * d * moment(1, d, k) ** 2, evaluate=False),
    EVERY,
    because="d r_k = h_{k-1} of dimension d + 2",
    proof=FirstValues(
        k,
        1,
        base=[one_mean_by_parts.at(solve_for=one(d, 0)), zero_linear, relu_mean_is_hemisphere],
        then=Identity(
            [
                one_from_zero,
                zero_square.at({d: d + 2, k: k - 1}),
                relu_from_hemisphere,
                transform_of_dimension_above.at({a: 0, k: k - 1}, solve_for=moment(0, d + 2, k - 1)),
            ]
        ),
    ),
    where={**ZERO, **ONE, **HALF_LINE},
    numeric=_one,
)
