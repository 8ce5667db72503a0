"""Funk-Hecke eigenvalues of kappa_0, kappa_1, t kappa_0 and of the two-layer NTK Theta_2 = t kappa_0 + kappa_1.

Definition.  mu_k[f] = w_0(d) * integral over (0, pi) of f(cos u) P_k(cos u) sin(u)^(d-2) du.  At the angle u,
kappa_0 is 1 - u/pi and kappa_1 is (sin u + (pi - u) cos u)/pi.

That the kernels are squares of the half-line transforms, mu_k[kappa_0] = 2 h_k^2 and mu_k[kappa_1] = 2 d r_k^2, is
usually read off from E[1(w.x > 0) 1(w.y > 0)] by convolution.  Here it is proved from the integrals alone: integration
by parts gives mu_k[kappa_0] a recurrence in k, which 2 h_k^2 satisfies too, and leads kappa_1 in dimension d
back to kappa_0 in dimension d + 2, as kappa_1' = kappa_0.
"""

import mpmath as mp
from half_line_transforms import MOMENT as HALF_LINE
from half_line_transforms import (
    a,
    d,
    hemisphere_even_degrees,
    hemisphere_from_relu,
    hemisphere_lower,
    hemisphere_mean,
    hemisphere_odd_degrees,
    hemisphere_recurrence,
    hemisphere_upper,
    k,
    lower_limit,
    moment,
    p,
    relu_even_degrees,
    relu_from_hemisphere,
    relu_linear,
    relu_mean,
    relu_mean_is_hemisphere,
    relu_odd_degrees,
    transform_of_dimension_above,
    u,
    upper_limit,
)
from legendre_polynomials import degree, degree_one, degree_zero, from_above, lowered, three_term
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Function,
    Ge,
    Gt,
    Integral,
    Interval,
    Lambda,
    Le,
    Range,
    Rational,
    Symbol,
    cos,
    gamma,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Combination,
    Derivation,
    FirstValues,
    Identity,
    Induction,
    Positive,
    UnderIntegral,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.harmonics import LegendreP, density_constant
from ntksym.formulas.transforms import hemisphere_odd, ntk_two_even, relu_even, relu_zero, t_kappa_zero_even

HALF = Rational(1, 2)
DIMENSIONS = {d: Range(2, oo)}
EVERY = {**DIMENSIONS, k: Range(0, oo)}
FROM_ONE = {**DIMENSIONS, k: Range(1, oo)}
FROM_TWO = {**DIMENSIONS, k: Range(2, oo)}
half_turn = (u, 0, pi)
s = Symbol("s", nonnegative=True)  # the angle is u = pi s

share = 1 - u / pi  # kappa_0 at the angle u
wedge = (sin(u) + (pi - u) * cos(u)) / pi  # kappa_1 at the angle u


def _eigenvalue(f):
    weight = f * LegendreP(d, k, cos(u)) * sin(u) ** (d - 2)
    return Lambda((d, k), density_constant(d) * Integral(weight, half_turn))


sines, skew = Function("V"), Function("S")
zero, one, mixed, ntk = Function("mu_0"), Function("mu_1"), Function("mu_t"), Function("mu_2")
SINES = {sines: Lambda(d, Integral(sin(u) ** (d - 2), half_turn))}
SKEW = {skew: Lambda(d, Integral(share * sin(u) ** (d - 2), half_turn))}
ZERO, ONE = {zero: _eigenvalue(share)}, {one: _eigenvalue(wedge)}
MIXED, NTK = {mixed: _eigenvalue(share * cos(u))}, {ntk: _eigenvalue(wedge + share * cos(u))}
ALL = {**ZERO, **ONE, **MIXED, **NTK, **HALF_LINE}


def _legendre(d, k, t):
    if d == 2:
        return mp.cos(k * mp.acos(t))
    with mp.workdps(mp.mp.dps + k):
        value = mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)
    return +value


def _mu(f, d, k):
    """The definition: quadrature over the angle, divided by the total mass."""
    knots = mp.linspace(0, mp.pi, 3 + k // 4)
    value = mp.quad(lambda v: f(v) * _legendre(d, k, mp.cos(v)) * mp.sin(v) ** (d - 2), knots)
    return value / mp.quad(lambda v: mp.sin(v) ** (d - 2), [0, mp.pi / 2, mp.pi])


def _zero(d, k):
    return _mu(lambda v: 1 - v / mp.pi, d, k)


def _one(d, k):
    return _mu(lambda v: (mp.sin(v) + (mp.pi - v) * mp.cos(v)) / mp.pi, d, k)


def _mixed(d, k):
    return _mu(lambda v: (1 - v / mp.pi) * mp.cos(v), d, k)


def _ntk(d, k):
    return _mu(lambda v: (mp.sin(v) + 2 * (mp.pi - v) * mp.cos(v)) / mp.pi, d, k)


def _vanishing(f, d, k):
    """The same with spare digits, for a value that is 0."""
    with mp.workdps(2 * mp.mp.dps):
        return f(d, k)


# --- low degrees ---------------------------------------------------------------------------------

low = Derivation(
    "Low degrees of kappa_0",
    source="DLMF 5.12.2; integration by parts",
    intro="V(d) and S(d) are the integrals of sin^(d-2) and (1 - u/pi) sin^(d-2) over half a turn.",
)

sines_circle = low.claim(
    "half_turn_circle",
    Eq(sines(2), pi, evaluate=False),
    {},
    because="the integrand is 1",
    proof=Antiderivative(of=u),
    where=SINES,
)

sines_sphere = low.claim(
    "half_turn_sphere",
    Eq(sines(3), 2, evaluate=False),
    {},
    because="the integral of the sine",
    proof=Antiderivative(of=-cos(u)),
    where=SINES,
)

sines_by_parts = low.claim(
    "half_turn_by_parts",
    Eq(d * sines(d + 2) - (d - 1) * sines(d), 0, evaluate=False),
    DIMENSIONS,
    because="the integrand is the derivative of -cos sin^(d-1), which vanishes at both ends",
    proof=Antiderivative(of=-cos(u) * sin(u) ** (d - 1)),
    where=SINES,
)

sines_closed_form = low.claim(
    "half_turn_closed_form",
    Eq(sines(d), sqrt(pi) * gamma((d - 1) / 2) / gamma(d / 2), evaluate=False),
    DIMENSIONS,
    because="dimensions 2 and 3, and the step from d to d + 2; so w_0 V(d) = 1",
    proof=Induction(
        d,
        recurrence=[sines_by_parts.at(solve_for=sines(d + 2))],
        order=2,
        base=[sines_circle, sines_sphere],
    ),
    where=SINES,
)

skew_circle = low.claim(
    "skew_circle",
    Eq(skew(2), pi / 2, evaluate=False),
    {},
    because="the integral of 1 - u/pi",
    proof=Antiderivative(of=u - u**2 / (2 * pi)),
    where=SKEW,
)

skew_sphere = low.claim(
    "skew_sphere",
    Eq(skew(3), 1, evaluate=False),
    {},
    because="integrate (1 - u/pi) sin u by parts",
    proof=Antiderivative(of=-share * cos(u) - sin(u) / pi),
    where=SKEW,
)

skew_by_parts = low.claim(
    "skew_by_parts",
    Eq(d * skew(d + 2) - (d - 1) * skew(d), 0, evaluate=False),
    DIMENSIONS,
    because="the integrand is the derivative of -(1-u/pi) cos sin^(d-1) - sin^d/(pi d), which vanishes at both ends",
    proof=Antiderivative(of=-share * cos(u) * sin(u) ** (d - 1) - sin(u) ** d / (pi * d)),
    where=SKEW,
)

skew_closed_form = low.claim(
    "skew_closed_form",
    Eq(skew(d), sqrt(pi) * gamma((d - 1) / 2) / (2 * gamma(d / 2)), evaluate=False),
    DIMENSIONS,
    because="dimensions 2 and 3, and the step from d to d + 2: half of V(d)",
    proof=Induction(
        d,
        recurrence=[skew_by_parts.at(solve_for=skew(d + 2))],
        order=2,
        base=[skew_circle, skew_sphere],
    ),
    where=SKEW,
)

zero_in_skew = low.claim(
    "kappa_zero_degree_zero_as_integral",
    Eq(zero(d, 0), density_constant(d) * skew(d), evaluate=False),
    DIMENSIONS,
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({cosine: cos(u)})]),
    where={**ZERO, **SKEW},
    numeric=lambda d: _zero(d, 0),
)

zero_mean = low.claim(
    "kappa_zero_degree_zero",
    Eq(zero(d, 0), HALF, evaluate=False),
    DIMENSIONS,
    because="kappa_0(t) + kappa_0(-t) = 1",
    proof=Identity([zero_in_skew, skew_closed_form]),
    where={**ZERO, **SKEW},
    numeric=lambda d: _zero(d, 0),
)

zero_linear_by_parts = low.claim(
    "kappa_zero_degree_one_by_parts",
    Eq((d - 1) * zero(d, 1) - density_constant(d) / pi * sines(d + 1), 0, evaluate=False),
    DIMENSIONS,
    because="P_1 = t, and cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(
        of=density_constant(d) * share * sin(u) ** (d - 1), using=[degree_one.at({cosine: cos(u)})], ends=[]
    ),
    where={**ZERO, **SINES},
)

zero_linear = low.claim(
    "kappa_zero_degree_one",
    Eq(zero(d, 1), 2 * moment(0, d, 1) ** 2, evaluate=False),
    DIMENSIONS,
    because="both sides are Gamma(d/2)^2/(2 pi Gamma((d+1)/2)^2)",
    proof=Identity(
        [
            zero_linear_by_parts.at(solve_for=zero(d, 1)),
            sines_closed_form.at({d: d + 1}),
            hemisphere_odd_degrees.at({p: 0}),
        ]
    ),
    where={**ZERO, **SINES, **HALF_LINE},
    numeric=lambda d: _zero(d, 1),
)

zero_quadratic = low.claim(
    "kappa_zero_degree_two_vanishes",
    Eq(zero(d, 2), 0, evaluate=False),
    DIMENSIONS,
    because="(d-1) P_2 sin^(d-2) is the derivative of cos sin^(d-1)",
    proof=Antiderivative(
        of=(share * cos(u) * sin(u) ** (d - 1) + sin(u) ** d / (pi * d)) / (d - 1),
        using=[degree_one.at({cosine: cos(u)}), degree_zero.at({cosine: cos(u)}), degree(d, 2, cos(u))],
        ends=[],
    ),
    where=ZERO,
    numeric=lambda d: _vanishing(_zero, d, 2),
)

zero_cubic = low.claim(
    "kappa_zero_degree_three",
    Eq((d + 1) ** 2 * zero(d, 3) - zero(d, 1), 0, evaluate=False),
    DIMENSIONS,
    because="as in the step below, with the polynomials of degree 1 and 3 written out",
    proof=Antiderivative(
        of=density_constant(d)
        / (d - 1)
        * (
            share * sin(u) ** (d - 1) * ((d + 1) * ((d + 2) * cos(u) ** 2 - 1) - 1)
            + (d + 2) / pi * sin(u) ** d * cos(u)
        ),
        using=[
            degree_one.at({cosine: cos(u)}),
            degree_zero.at({cosine: cos(u)}),
            degree(d, 2, cos(u)),
            degree(d, 3, cos(u)),
        ],
        ends=[],
    ),
    where=ZERO,
)

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

# --- t kappa_0 and Theta_2 -----------------------------------------------------------------------

two_layers = Derivation(
    "Eigenvalues of t kappa_0 and of the two-layer NTK in every dimension and degree",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630); Jacot et al. 2018 for the kernel",
    intro="Theta_2 = t kappa_0 + kappa_1; multiplication by t couples neighbouring degrees.",
)

mixed_recurrence = two_layers.claim(
    "t_kappa_zero_from_neighbours",
    Eq((2 * k + d - 2) * mixed(d, k), (k + d - 2) * zero(d, k + 1) + k * zero(d, k - 1), evaluate=False),
    FROM_ONE,
    because="the recurrence of P_k under the integral",
    proof=UnderIntegral([three_term.at({cosine: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    where={**ZERO, **MIXED},
    numeric=lambda d, k: (2 * k + d - 2) * _mixed(d, k),
)

mixed_mean = two_layers.claim(
    "t_kappa_zero_degree_zero",
    Eq(mixed(d, 0), zero(d, 1), evaluate=False),
    DIMENSIONS,
    because="t P_0 = P_1",
    proof=UnderIntegral([degree_zero.at({cosine: cos(u)}), degree_one.at({cosine: cos(u)})]),
    where={**ZERO, **MIXED},
    numeric=lambda d: _mixed(d, 0),
)

mixed_closed = two_layers.claim(
    "t_kappa_zero_closed_form",
    Eq(mixed(d, k), 2 * moment(1, d, k) ** 2 * (k * (k + d - 2) + 1), evaluate=False),
    EVERY,
    because="h_{k-1} = (k+d-1) r_k and h_{k+1} = -(k-1) r_k; one formula for every degree",
    proof=FirstValues(
        k,
        1,
        base=[mixed_mean, zero_linear, relu_mean_is_hemisphere],
        then=Identity(
            [
                relu_from_hemisphere.at(solve_for=moment(0, d, k - 1)),
                hemisphere_from_relu,
                zero_square.at({k: k + 1}),
                zero_square.at({k: k - 1}),
                mixed_recurrence.at(solve_for=mixed(d, k)),
            ]
        ),
    ),
    where={**ZERO, **MIXED, **HALF_LINE},
    numeric=_mixed,
)

ntk_sum = two_layers.claim(
    "ntk_two_is_a_sum",
    Eq(ntk(d, k), one(d, k) + mixed(d, k), evaluate=False),
    EVERY,
    because="Theta_2 = kappa_1 + t kappa_0",
    proof=UnderIntegral(),
    where={**ONE, **MIXED, **NTK},
    numeric=_ntk,
)

ntk_closed = two_layers.claim(
    "ntk_two_closed_form",
    Eq(ntk(d, k), 2 * moment(1, d, k) ** 2 * (k * (k + d - 2) + d + 1), evaluate=False),
    EVERY,
    because="add 2 d r_k^2; one formula for every degree",
    proof=Identity([ntk_sum, one_square, mixed_closed]),
    where=ALL,
    numeric=_ntk,
)

even_degrees = {**DIMENSIONS, p: Range(1, oo)}

ntk_mean = two_layers.claim(
    "ntk_two_degree_zero",
    Eq(ntk(d, 0), 2 * (d + 1) * relu_zero(d) ** 2, evaluate=False),
    DIMENSIONS,
    because="k = 0",
    proof=Identity([ntk_closed.at({k: 0}), relu_mean]),
    where=ALL,
    numeric=lambda d: _ntk(d, 0),
)

ntk_linear = two_layers.claim(
    "ntk_two_degree_one",
    Eq(ntk(d, 1), 1 / d, evaluate=False),
    DIMENSIONS,
    because="k = 1, with r_1 = 1/(2d)",
    proof=Identity([ntk_closed.at({k: 1}), relu_linear]),
    where=ALL,
    numeric=lambda d: _ntk(d, 1),
)

ntk_even = two_layers.claim(
    "ntk_two_even_degrees",
    Eq(ntk(d, 2 * p), ntk_two_even(d, 2 * p), evaluate=False),
    even_degrees,
    because="k = 2p, with the closed form of r_k",
    proof=Identity([ntk_closed.at({k: 2 * p}), relu_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)

ntk_odd = two_layers.claim(
    "ntk_two_odd_degrees_vanish",
    Eq(ntk(d, 2 * p + 1), 0, evaluate=False),
    even_degrees,
    because="r_k = 0 for odd k >= 3",
    proof=Identity([ntk_closed.at({k: 2 * p + 1}), relu_odd_degrees]),
    where=ALL,
    numeric=lambda d, p: _vanishing(_ntk, d, 2 * p + 1),
)

mixed_even = two_layers.claim(
    "t_kappa_zero_even_degrees",
    Eq(mixed(d, 2 * p), t_kappa_zero_even(d, 2 * p), evaluate=False),
    even_degrees,
    because="k = 2p, with the closed form of r_k",
    proof=Identity([mixed_closed.at({k: 2 * p}), relu_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _mixed(d, 2 * p),
)

zero_odd = two_layers.claim(
    "kappa_zero_odd_degrees",
    Eq(zero(d, 2 * p + 1), 2 * hemisphere_odd(d, p) ** 2, evaluate=False),
    {**DIMENSIONS, p: Range(0, oo)},
    because="k = 2p + 1, with the closed form of h_k",
    proof=Identity([zero_square.at({k: 2 * p + 1}), hemisphere_odd_degrees]),
    where=ALL,
    numeric=lambda d, p: _zero(d, 2 * p + 1),
)

zero_even = two_layers.claim(
    "kappa_zero_even_degrees_vanish",
    Eq(zero(d, 2 * p), 0, evaluate=False),
    even_degrees,
    because="h_k = 0 for even k >= 2",
    proof=Identity([zero_square.at({k: 2 * p}), hemisphere_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _vanishing(_zero, d, 2 * p),
)

one_even = two_layers.claim(
    "kappa_one_even_degrees",
    Eq(one(d, 2 * p), 2 * d * relu_even(d, p) ** 2, evaluate=False),
    even_degrees,
    because="k = 2p, with the closed form of r_k",
    proof=Identity([one_square.at({k: 2 * p}), relu_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _one(d, 2 * p),
)

ntk_circle = two_layers.claim(
    "ntk_two_on_the_circle",
    Eq(ntk(2, 2 * p), 2 * (4 * p**2 + 3) / (pi**2 * (4 * p**2 - 1) ** 2), evaluate=False),
    {p: Range(1, oo)},
    because="d = 2: 2 (k^2+3)/(pi^2 (k^2-1)^2)",
    proof=Identity([ntk_even.at({d: 2})]),
    where=ALL,
    numeric=lambda p: _ntk(2, 2 * p),
)

# --- signs and bounds ----------------------------------------------------------------------------

sizes = Derivation(
    "Signs and two-sided bounds of the eigenvalues",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), with explicit constants",
    intro="Both bounds are sharp as k grows.",
)

ntk_positive = sizes.claim(
    "ntk_two_even_degrees_positive",
    Gt(ntk(d, 2 * p), 0, evaluate=False),
    even_degrees,
    because="a square times a positive polynomial",
    proof=Positive([ntk_even]),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)

ntk_nonnegative = sizes.claim(
    "ntk_two_is_positive_definite",
    Ge(ntk(d, k), 0, evaluate=False),
    EVERY,
    because="a square times a positive polynomial (0 at odd k >= 3)",
    proof=Positive([ntk_closed]),
    where=ALL,
    numeric=_ntk,
)

zero_upper = sizes.claim(
    "kappa_zero_upper_bound",
    Le(zero(d, 2 * p + 1), 2 * upper_limit, evaluate=False),
    {**DIMENSIONS, p: Range(0, oo)},
    because="twice the bound of h_k^2",
    proof=Combination([(hemisphere_upper, 2)], using=[zero_square.at({k: 2 * p + 1})]),
    where=ALL,
    numeric=lambda d, p: _zero(d, 2 * p + 1),
)

zero_lower = sizes.claim(
    "kappa_zero_lower_bound",
    Ge(zero(d, 2 * p + 1), 2 * lower_limit, evaluate=False),
    {**DIMENSIONS, p: Range(0, oo)},
    because="twice the bound of h_k^2",
    proof=Combination([(hemisphere_lower, 2)], using=[zero_square.at({k: 2 * p + 1})]),
    where=ALL,
    numeric=lambda d, p: _zero(d, 2 * p + 1),
)

factor = 2 * (2 * p * (2 * p + d - 2) + d + 1) / (2 * p + d - 1) ** 2
ntk_as_hemisphere = [ntk_closed.at({k: 2 * p}), relu_from_hemisphere.at({k: 2 * p})]

ntk_upper = sizes.claim(
    "ntk_two_upper_bound",
    Le(ntk(d, 2 * p), factor * upper_limit.subs(p, p - 1), evaluate=False),
    even_degrees,
    because="r_k = h_{k-1}/(k+d-1), and the bound of h_{k-1}^2",
    proof=Combination([(hemisphere_upper.at({p: p - 1}), factor)], using=ntk_as_hemisphere),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)

ntk_lower = sizes.claim(
    "ntk_two_lower_bound",
    Ge(ntk(d, 2 * p), factor * lower_limit.subs(p, p - 1), evaluate=False),
    even_degrees,
    because="r_k = h_{k-1}/(k+d-1), and the bound of h_{k-1}^2",
    proof=Combination([(hemisphere_lower.at({p: p - 1}), factor)], using=ntk_as_hemisphere),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)
