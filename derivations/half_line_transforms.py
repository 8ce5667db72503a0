"""The half-line transforms mu_k[t_+^a]: hemisphere (a = 0), ReLU (a = 1), every power, dimension and degree.

Definition.  With w_0(d) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)), so that w_0 sin(u)^(d-2) is the density of the angle u
between a fixed and a uniform point of the sphere,

    M(a, d, k) = w_0(d) * integral over (0, pi/2) of cos(u)^a P_k(cos u) sin(u)^(d-2) du = mu_k[t_+^a].

for every real a > -1.  The chain: Wallis' integrals of a real power give degrees 0 and 1; the recurrence of P_k gives
all others, for all powers at once.
"""

import mpmath as mp
from legendre_polynomials import degree_one, degree_zero, three_term
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
    BohrMollerup,
    ByInduction,
    Combination,
    Derivation,
    FromLimit,
    GapInduction,
    Identity,
    Induction,
    InductiveInequality,
    Linear,
    Positive,
    PositiveIntegrand,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP, density_constant
from ntksym.formulas.transforms import (
    hemisphere_odd,
    power_transform,
    relu_even,
    relu_zero,
)

HALF = Rational(1, 2)

a = Symbol("a", real=True)
d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
p = Symbol("p", integer=True, nonnegative=True)
j = Symbol("j", integer=True, nonnegative=True)
u = Symbol("u", real=True)
x = Symbol("x", positive=True)

DIMENSIONS = {d: Range(2, oo)}
POWERS = {a: Interval.open(-1, oo)}
DEGREES = {k: Range(0, oo)}
FROM_ZERO = {p: Range(0, oo)}
FROM_ONE = {p: Range(1, oo)}

wallis = Function("W")
moment = Function("M")
quarter = (u, 0, pi / 2)
WALLIS = {wallis: Lambda((a, d), Integral(cos(u) ** a * sin(u) ** (d - 2), quarter))}
MOMENT = {
    moment: Lambda(
        (a, d, k),
        density_constant(d) * Integral(cos(u) ** a * LegendreP(d, k, cos(u)) * sin(u) ** (d - 2), quarter),
    )
}
BOTH = {**WALLIS, **MOMENT}


def _quarter(a, f, knots):
    """The integral of sin(v)^a f(v) over (0, pi/2); for a < 0 without f(0) sin(v)^a cos(v), whose integral is known."""
    start = f(mp.mpf(0)) if a < 0 else 0
    return mp.quad(lambda v: mp.sin(v) ** a * (f(v) - start * mp.cos(v)), knots) + start / (a + 1)


def _wallis(a, d):
    return _quarter(a, lambda v: mp.cos(v) ** (d - 2), [0, mp.pi / 4, mp.pi / 2])


def _legendre(d, k, t):
    if d == 2:
        return mp.cos(k * mp.acos(t))
    with mp.workdps(mp.mp.dps + k):
        value = mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)
    return +value


def _moment(a, d, k):
    """The definition: quadrature over the angle, with w_0 as one over the integral of sin^(d-2) over (0, pi)."""
    integral = _quarter(
        a,
        lambda v: _legendre(d, k, mp.sin(v)) * mp.cos(v) ** (d - 2),
        mp.linspace(0, mp.pi / 2, 3 + k // 6),
    )
    return integral / (2 * _wallis(0, d))


def _exactly(f):
    """The same with spare digits, for a value that is 0."""

    def evaluate(**values):
        with mp.workdps(3 * mp.mp.dps // 2):
            return f(**values)

    return evaluate


# --- Wallis' integrals ---------------------------------------------------------------------------

integrals = Derivation(
    "Wallis' integrals",
    source="DLMF 5.12.2",
    intro="W(a, d) is the integral of cos^a sin^(d-2) over a quarter turn.",
)

wallis_circle = integrals.claim(
    "wallis_circle",
    Eq(wallis(0, 2), pi / 2, evaluate=False),
    {},
    because="the integrand is 1",
    proof=Antiderivative(of=u),
    where=WALLIS,
)

wallis_sphere = integrals.claim(
    "wallis_sphere",
    Eq(wallis(0, 3), 1, evaluate=False),
    {},
    because="the integral of the sine over a quarter turn",
    proof=Antiderivative(of=-cos(u)),
    where=WALLIS,
)

wallis_one_cosine = integrals.claim(
    "wallis_one_cosine",
    Eq(wallis(1, d), 1 / (d - 1), evaluate=False),
    DIMENSIONS,
    because="cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(of=sin(u) ** (d - 1) / (d - 1)),
    where=WALLIS,
    numeric=lambda d: _wallis(1, d),
)

wallis_dimension_by_parts = integrals.claim(
    "wallis_dimension_by_parts",
    Eq(d * wallis(0, d + 2) - (d - 1) * wallis(0, d), 0, evaluate=False),
    DIMENSIONS,
    because="the integrand is the derivative of -cos sin^(d-1), which vanishes at both ends",
    proof=Antiderivative(of=-cos(u) * sin(u) ** (d - 1)),
    where=WALLIS,
    numeric=lambda d: d * _wallis(0, d + 2) - (d - 1) * _wallis(0, d),
)

wallis_power_by_parts = integrals.claim(
    "wallis_power_by_parts",
    Eq((a + d) * wallis(a + 2, d) - (a + 1) * wallis(a, d), 0, evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="the integrand is the derivative of cos^(a+1) sin^(d-1), which vanishes at both ends",
    proof=Antiderivative(of=cos(u) ** (a + 1) * sin(u) ** (d - 1)),
    where=WALLIS,
    numeric=lambda a, d: (a + d) * _wallis(a + 2, d) - (a + 1) * _wallis(a, d),
)

wallis_sines = integrals.claim(
    "wallis_sines",
    Eq(wallis(0, d), sqrt(pi) * gamma((d - 1) / 2) / (2 * gamma(d / 2)), evaluate=False),
    DIMENSIONS,
    because="dimensions 2 and 3, and the step from d to d + 2",
    proof=Induction(
        d,
        recurrence=[wallis_dimension_by_parts.at(solve_for=wallis(0, d + 2))],
        order=2,
        base=[wallis_circle, wallis_sphere],
    ),
    where=WALLIS,
    numeric=lambda d: _wallis(0, d),
)

gamma_from_wallis = integrals.claim(
    "gamma_from_wallis",
    Eq(2 * gamma(x + (d - 1) / 2) / gamma((d - 1) / 2) * wallis(2 * x - 1, d), gamma(x), evaluate=False),
    {x: Interval.open(0, oo), **DIMENSIONS},
    because="1 at x = 1; the step from power a to a + 2 is the factor x; in x an integral of powers is log-convex",
    proof=BohrMollerup(
        x,
        first=[wallis_one_cosine],
        step=[wallis_power_by_parts.at({a: 2 * x - 1}, solve_for=wallis(2 * x + 1, d))],
    ),
    where=WALLIS,
    source="Bohr and Mollerup 1922; DLMF 5.5(iv), 5.12.2",
    numeric=lambda x, d: 2 * mp.gamma(x + mp.mpf(d - 1) / 2) / mp.gamma(mp.mpf(d - 1) / 2) * _wallis(2 * x - 1, d),
)

gamma_duplication = integrals.claim(
    "gamma_duplication",
    Eq(2 ** (x - 1) / sqrt(pi) * gamma(x / 2) * gamma((x + 1) / 2), gamma(x), evaluate=False),
    {x: Interval.open(0, oo)},
    because="1 at x = 1, the factor x from x to x + 1, and products of log-convex functions are log-convex",
    proof=BohrMollerup(x),
    source="Legendre; DLMF 5.5.5",
)

wallis_closed_form = integrals.claim(
    "wallis_closed_form",
    Eq(wallis(a, d), gamma((a + 1) / 2) * gamma((d - 1) / 2) / (2 * gamma((a + d) / 2)), evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="the claim before last at x = (a+1)/2",
    proof=Identity([gamma_from_wallis.at({x: (a + 1) / 2}, solve_for=wallis(a, d))]),
    where=WALLIS,
    numeric=_wallis,
)

density_total = integrals.claim(
    "density_is_normalised",
    Eq(2 * density_constant(d) * wallis(0, d), 1, evaluate=False),
    DIMENSIONS,
    because="the density w_0 sin^(d-2) has mass 1/2 on each quarter turn",
    proof=Identity([wallis_sines]),
    where=WALLIS,
)

# --- every power, every degree -------------------------------------------------------------------

transforms = Derivation(
    "Funk-Hecke transforms of the powers t_+^a",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemmas 9 and 10, for every d >= 2",
    intro="M(a, d, k) = mu_k[t_+^a] as defined above; 1/Gamma is 0 at the poles of Gamma.",
)

EVERYWHERE = {**POWERS, **DIMENSIONS, **DEGREES}

moment_degree_zero = transforms.claim(
    "moment_degree_zero",
    Eq(moment(a, d, 0) - density_constant(d) * wallis(a, d), 0, evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({cosine: cos(u)})]),
    where=BOTH,
    numeric=_exactly(lambda a, d: _moment(a, d, 0) - _wallis(a, d) / (2 * _wallis(0, d))),
)

moment_degree_one = transforms.claim(
    "moment_degree_one",
    Eq(moment(a, d, 1), moment(a + 1, d, 0), evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="P_1 = t and P_0 = 1",
    proof=UnderIntegral([degree_zero.at({cosine: cos(u)}), degree_one.at({cosine: cos(u)})]),
    where=MOMENT,
    numeric=lambda a, d: _moment(a, d, 1),
)

moment_recurrence = transforms.claim(
    "moment_recurrence",
    Eq(
        (k + d - 2) * moment(a, d, k + 1) + k * moment(a, d, k - 1),
        (2 * k + d - 2) * moment(a + 1, d, k),
        evaluate=False,
    ),
    {**POWERS, **DIMENSIONS, k: Range(1, oo)},
    because="the recurrence of P_k under the integral: the extra factor t raises the power",
    proof=UnderIntegral([three_term.at({cosine: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    where=MOMENT,
    numeric=lambda a, d, k: (k + d - 2) * _moment(a, d, k + 1) + k * _moment(a, d, k - 1),
)

moment_power_step = transforms.claim(
    "moment_power_step",
    Eq((a + 1) * moment(a, d, 0), (a + d) * moment(a + 2, d, 0), evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="Wallis' recurrence, times w_0",
    proof=Identity(
        [
            wallis_power_by_parts.at(solve_for=wallis(a + 2, d)),
            moment_degree_zero.at(solve_for=moment(a, d, 0)),
            moment_degree_zero.at({a: a + 2}, solve_for=moment(a + 2, d, 0)),
        ]
    ),
    where=BOTH,
    numeric=lambda a, d: (a + 1) * _moment(a, d, 0),
)

moment_mean = transforms.claim(
    "moment_mean_closed_form",
    Eq(moment(a, d, 0), power_transform(a, d, 0), evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="Wallis' integral in closed form, times w_0, by the duplication formula for Gamma(a + 1)",
    proof=Linear(
        [(gamma_duplication.at({x: a + 1}), gamma(d / 2) / (2 ** (a + 1) * gamma(a / 2 + 1) * gamma((a + d) / 2)))],
        using=[moment_degree_zero.at(solve_for=moment(a, d, 0)), wallis_closed_form],
    ),
    where=BOTH,
    numeric=lambda a, d: _moment(a, d, 0),
)

moment_closed_form = transforms.claim(
    "half_line_transform_closed_form",
    Eq(moment(a, d, k), power_transform(a, d, k), evaluate=False),
    EVERYWHERE,
    because="degrees 0 and 1, and the recurrence in the degree, for all powers at once",
    proof=Induction(
        k,
        recurrence=[moment_recurrence.at({k: k + 1}, solve_for=moment(a, d, k + 2))],
        order=2,
        base=[moment_degree_one, moment_mean, moment_mean.at({a: a + 1})],
        also=[{a: a + 1, k: k + 1}],
    ),
    where=BOTH,
    numeric=_moment,
)

transform_step = transforms.claim(
    "transform_step_of_two_degrees",
    Eq((a + k + d) * moment(a, d, k + 2) - (a - k) * moment(a, d, k), 0, evaluate=False),
    EVERYWHERE,
    because="Gamma(z+1) = z Gamma(z) in the closed form",
    proof=Identity([moment_closed_form, moment_closed_form.at({k: k + 2})]),
    where=MOMENT,
    numeric=_exactly(lambda a, d, k: (a + k + d) * _moment(a, d, k + 2) - (a - k) * _moment(a, d, k)),
)

transform_of_next_power = transforms.claim(
    "transform_of_next_power",
    Eq((a + 1) * moment(a, d, k), (a + k + d) * moment(a + 1, d, k + 1), evaluate=False),
    EVERYWHERE,
    because="t_+^(a+1) has derivative (a+1) t_+^a",
    proof=Identity([moment_closed_form, moment_closed_form.at({a: a + 1, k: k + 1})]),
    where=MOMENT,
    numeric=lambda a, d, k: (a + 1) * _moment(a, d, k),
)

transform_of_dimension_above = transforms.claim(
    "transform_of_dimension_above",
    Eq((a + k + d) * moment(a, d + 2, k) - d * moment(a, d, k), 0, evaluate=False),
    EVERYWHERE,
    because="Gamma(z+1) = z Gamma(z) in the closed form",
    proof=Identity([moment_closed_form, moment_closed_form.at({d: d + 2})]),
    where=MOMENT,
    numeric=_exactly(lambda a, d, k: (a + k + d) * _moment(a, d + 2, k) - d * _moment(a, d, k)),
)

transform_vanishes = transforms.claim(
    "half_line_transform_vanishes",
    Eq(moment(p, d, p + 2 * j + 2), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ZERO, j: Range(0, oo)},
    because="1/Gamma(-j) = 0: t_+^p is half of t^p plus a function of the other parity, and t^p has degree p < k",
    proof=Identity([moment_closed_form.at({a: p, k: p + 2 * j + 2})]),
    where=MOMENT,
    numeric=_exactly(lambda d, p, j: _moment(p, d, p + 2 * j + 2)),
)

mean_sign = transforms.claim(
    "half_line_transform_mean_positive",
    Gt(moment(a, d, 0), 0, evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="every Gamma function in the closed form has a positive argument",
    proof=Positive([moment_mean]),
    where=MOMENT,
    numeric=lambda a, d: _moment(a, d, 0),
)

early_sign = transforms.claim(
    "half_line_transform_positive_to_degree_power_plus_two",
    Gt(moment(k - 2 + x, d, k), 0, evaluate=False),
    {**DIMENSIONS, k: Range(1, oo), x: Interval.open(0, oo)},
    because="a = k - 2 + x, so that k < a + 2: every Gamma function in the closed form has a positive argument",
    proof=Positive([moment_closed_form.at({a: k - 2 + x})]),
    where=MOMENT,
    numeric=lambda d, k, x: _moment(k - 2 + x, d, k),
)

late_signs = transforms.claim(
    "half_line_transform_signs_alternate",
    Gt((-1) ** p * moment(k - 2 + x, d, k + 2 * p), 0, evaluate=False),
    {**DIMENSIONS, k: Range(1, oo), x: Interval.open(0, 2), **FROM_ZERO},
    because="a = k - 2 + x < k: from here on two degrees more multiply by (a-k)/(a+k+d) < 0",
    proof=ByInduction(
        p,
        base=Combination([(early_sign, 1)]),
        step=lambda known: Combination(
            [(known, (2 - x + 2 * p) / (2 * k - 2 + x + 2 * p + d))],
            using=[
                transform_step.at({a: k - 2 + x, k: k + 2 * p}, solve_for=moment(k - 2 + x, d, k + 2 * p + 2)),
            ],
        ),
    ),
    where=MOMENT,
    numeric=lambda d, k, x, p: (-1) ** p * _moment(k - 2 + x, d, k + 2 * p),
)

# --- hemisphere and ReLU -------------------------------------------------------------------------

pair = Derivation(
    "Hemisphere and ReLU transforms, parity by parity",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemmas 9 and 10, for every d >= 2",
    intro="h_k = M(0, d, k) belongs to the step 1[t > 0], and r_k = M(1, d, k) to the ReLU max(t, 0).",
)

hemisphere_mean = pair.claim(
    "hemisphere_mean",
    Eq(moment(0, d, 0), HALF, evaluate=False),
    DIMENSIONS,
    because="half of the sphere",
    proof=Identity([moment_closed_form.at({a: 0, k: 0})]),
    where=MOMENT,
    numeric=lambda d: _moment(0, d, 0),
)

hemisphere_recurrence = pair.claim(
    "hemisphere_recurrence",
    Eq((k + d) * moment(0, d, k + 2), -k * moment(0, d, k), evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the step of two degrees at a = 0",
    proof=Identity([transform_step.at({a: 0}, solve_for=moment(0, d, k + 2))]),
    where=MOMENT,
    numeric=lambda d, k: (k + d) * _moment(0, d, k + 2),
)

hemisphere_odd_degrees = pair.claim(
    "hemisphere_odd_degrees",
    Eq(moment(0, d, 2 * p + 1), hemisphere_odd(d, p), evaluate=False),
    {**DIMENSIONS, **FROM_ZERO},
    because="degree 1, and the recurrence: the sign alternates",
    proof=Induction(
        p,
        recurrence=[hemisphere_recurrence.at({k: 2 * p + 1}, solve_for=moment(0, d, 2 * p + 3))],
        base=[moment_closed_form.at({a: 0, k: 1})],
    ),
    where=MOMENT,
    numeric=lambda d, p: _moment(0, d, 2 * p + 1),
)

hemisphere_even_degrees = pair.claim(
    "hemisphere_even_degrees_vanish",
    Eq(moment(0, d, 2 * p), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="1[t > 0] - 1/2 is odd; in the closed form, 1/Gamma(1-p) = 0",
    proof=Identity([moment_closed_form.at({a: 0, k: 2 * p})]),
    where=MOMENT,
    numeric=_exactly(lambda d, p: _moment(0, d, 2 * p)),
)

relu_recurrence = pair.claim(
    "relu_recurrence",
    Eq((k + d + 1) * moment(1, d, k + 2), -(k - 1) * moment(1, d, k), evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the step of two degrees at a = 1",
    proof=Identity([transform_step.at({a: 1}, solve_for=moment(1, d, k + 2))]),
    where=MOMENT,
    numeric=lambda d, k: (k + d + 1) * _moment(1, d, k + 2),
)

relu_from_hemisphere = pair.claim(
    "relu_from_hemisphere",
    Eq(moment(1, d, k), moment(0, d, k - 1) / (k + d - 1), evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="the next power at a = 0: true for every k >= 1, odd ones included",
    proof=Identity([transform_of_next_power.at({a: 0, k: k - 1}, solve_for=moment(1, d, k))]),
    where=MOMENT,
    numeric=lambda d, k: _moment(1, d, k),
)

hemisphere_from_relu = pair.claim(
    "hemisphere_from_relu",
    Eq(moment(0, d, k + 1), -(k - 1) * moment(1, d, k), evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="the recurrence of h at k - 1, and r_k = h_{k-1}/(k+d-1)",
    proof=Identity(
        [relu_from_hemisphere, hemisphere_recurrence.at({k: k - 1}, solve_for=moment(0, d, k + 1))],
    ),
    where=MOMENT,
    numeric=lambda d, k: _moment(0, d, k + 1),
)

relu_mean = pair.claim(
    "relu_mean",
    Eq(moment(1, d, 0), relu_zero(d), evaluate=False),
    DIMENSIONS,
    because="the closed form at a = 1, k = 0",
    proof=Identity([moment_closed_form.at({a: 1, k: 0})]),
    where=MOMENT,
    numeric=lambda d: _moment(1, d, 0),
)

relu_mean_is_hemisphere = pair.claim(
    "relu_mean_is_hemisphere_degree_one",
    Eq(moment(0, d, 1), moment(1, d, 0), evaluate=False),
    DIMENSIONS,
    because="t 1[t > 0] = max(t, 0)",
    proof=Identity([moment_degree_one.at({a: 0})]),
    where=MOMENT,
    numeric=lambda d: _moment(0, d, 1),
)

relu_linear = pair.claim(
    "relu_degree_one",
    Eq(moment(1, d, 1), 1 / (2 * d), evaluate=False),
    DIMENSIONS,
    because="half of E[t^2] = 1/d",
    proof=Identity([relu_from_hemisphere.at({k: 1}), hemisphere_mean]),
    where=MOMENT,
    numeric=lambda d: _moment(1, d, 1),
)

relu_even_degrees = pair.claim(
    "relu_even_degrees",
    Eq(moment(1, d, 2 * p), relu_even(d, p), evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="r_k = h_{k-1}/(k+d-1)",
    proof=Identity([relu_from_hemisphere.at({k: 2 * p}), hemisphere_odd_degrees.at({p: p - 1})]),
    where=MOMENT,
    numeric=lambda d, p: _moment(1, d, 2 * p),
)

relu_odd_degrees = pair.claim(
    "relu_odd_degrees_vanish",
    Eq(moment(1, d, 2 * p + 1), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="max(t, 0) - t/2 is even",
    proof=Identity([relu_from_hemisphere.at({k: 2 * p + 1}), hemisphere_even_degrees]),
    where=MOMENT,
    numeric=_exactly(lambda d, p: _moment(1, d, 2 * p + 1)),
)

hemisphere_circle = pair.claim(
    "hemisphere_on_the_circle",
    Eq(moment(0, 2, 2 * p + 1), (-1) ** p / (pi * (2 * p + 1)), evaluate=False),
    FROM_ZERO,
    because="d = 2: Fourier coefficients of a half circle's indicator, sin(pi k/2)/(pi k)",
    proof=Identity([hemisphere_odd_degrees.at({d: 2})]),
    where=MOMENT,
    numeric=lambda p: _moment(0, 2, 2 * p + 1),
)

relu_circle = pair.claim(
    "relu_on_the_circle",
    Eq(moment(1, 2, 2 * p), (-1) ** (p + 1) / (pi * (4 * p**2 - 1)), evaluate=False),
    FROM_ONE,
    because="d = 2: Fourier coefficients of the half-wave rectified cosine (its mean is 1/pi)",
    proof=Identity([relu_even_degrees.at({d: 2})]),
    where=MOMENT,
    numeric=lambda p: _moment(1, 2, 2 * p),
)

# --- signs and bounds ----------------------------------------------------------------------------

bounds = Derivation(
    "Signs, monotonicity and two-sided bounds of the hemisphere transform",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemma 9, with explicit constants",
    intro="All bounds are for h_k^2, since mu_k[kappa_0] = 2 h_k^2; k = 2p + 1 is odd, and p >= 0 arbitrary.",
)

odd = 2 * p + 1
ODD = {**DIMENSIONS, **FROM_ZERO}


def _square(d, p):
    return _moment(0, d, 2 * p + 1) ** 2


hemisphere_signs = bounds.claim(
    "hemisphere_signs_alternate",
    Gt((-1) ** p * moment(0, d, odd), 0, evaluate=False),
    ODD,
    because="all other factors of the closed form are positive",
    proof=Positive([hemisphere_odd_degrees]),
    where=MOMENT,
    numeric=lambda d, p: (-1) ** p * _moment(0, d, 2 * p + 1),
)

relu_signs = bounds.claim(
    "relu_signs_alternate",
    Gt((-1) ** (p + 1) * moment(1, d, 2 * p), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="all other factors of the closed form are positive",
    proof=Positive([relu_even_degrees]),
    where=MOMENT,
    numeric=lambda d, p: (-1) ** (p + 1) * _moment(1, d, 2 * p),
)

hemisphere_decreases = bounds.claim(
    "hemisphere_squares_decrease",
    Gt(moment(0, d, odd) ** 2, moment(0, d, odd + 2) ** 2, evaluate=False),
    ODD,
    because="|h_{k+2}|/|h_k| = k/(k+d) < 1",
    proof=Positive([hemisphere_odd_degrees, hemisphere_odd_degrees.at({p: p + 1})]),
    where=MOMENT,
    numeric=_square,
)

n = Symbol("n", integer=True, positive=True)
c = Symbol("c", positive=True)

bernoulli = bounds.claim(
    "bernoulli_squared",
    Ge((x + c) ** n * x**2, x**n * (x + n * c / 2) ** 2, evaluate=False),
    {n: Range(2, oo), x: Interval.open(0, oo), c: Interval.open(0, oo)},
    because="this is (1+c/x)^n >= (1+nc/(2x))^2, Bernoulli's inequality with exponent n/2 >= 1",
    proof=InductiveInequality(n, factor=x + c),
    source="Bernoulli's inequality",
)

steeper = bounds.claim(
    "odd_power_beats_middle_power",
    Ge((x + d) ** 2 * (x + d / 2 - 1) ** d, x**2 * (x + d / 2 + 1) ** d, evaluate=False),
    {**DIMENSIONS, x: Interval.open(0, oo)},
    because="artanh(c/m) >= c artanh(1/m) for c = d/2, m = x + c; here by induction on d at fixed m",
    proof=GapInduction(
        d,
        hypothesis=[({x: x + HALF}, x**2 * (x + d / 2 + 3 * HALF) / (x + HALF) ** 2)],
    ),
)

wallis_decreases = bounds.claim(
    "wallis_decreases_in_power",
    Le(wallis(a + 1, d), wallis(a, d), evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="cos^(a+1) <= cos^a on a quarter turn",
    proof=PositiveIntegrand(),
    where=WALLIS,
    numeric=lambda a, d: _wallis(a + 1, d),
)

gamma_below = bounds.claim(
    "gamma_quotient_from_below",
    Le(gamma(p + 1) ** 2, (p + HALF) * gamma(p + HALF) ** 2, evaluate=False),
    FROM_ZERO,
    because="W(2p+1, 2) <= W(2p, 2)",
    proof=Combination(
        [(wallis_decreases.at({a: 2 * p, d: 2}), 2 * (p + HALF) * gamma(p + HALF) * gamma(p + 1) / sqrt(pi))],
        using=[wallis_closed_form.at({a: 2 * p, d: 2}), wallis_closed_form.at({a: 2 * p + 1, d: 2})],
    ),
    source="DLMF 5.6.4",
)

gamma_above = bounds.claim(
    "gamma_quotient_from_above",
    Ge(gamma(p + 1) ** 2, p * gamma(p + HALF) ** 2, evaluate=False),
    FROM_ONE,
    because="W(2p, 2) <= W(2p-1, 2)",
    proof=Combination(
        [(wallis_decreases.at({a: 2 * p - 1, d: 2}), 2 * p * gamma(p + HALF) * gamma(p + 1) / sqrt(pi))],
        using=[wallis_closed_form.at({a: 2 * p, d: 2}), wallis_closed_form.at({a: 2 * p - 1, d: 2})],
    ),
    source="DLMF 5.6.4",
)

gamma_sharp = bounds.claim(
    "gamma_quotient_sharp",
    Ge((p + 3 * HALF / 2) ** 3 * gamma(p + HALF) ** 2, gamma(p + 2) ** 2, evaluate=False),
    FROM_ZERO,
    because="the quotient of the two sides decreases in p, and tends to 1",
    proof=FromLimit(
        p,
        floor=(p + 3 * HALF / 2) ** 3 / ((p + 1) ** 2 * (p + HALF)),
        known=(gamma_below, (p + 3 * HALF / 2) ** 3 / (p + HALF)),
    ),
)

upper_limit = (gamma(d / 2) / (2 * pi)) ** 2 * (2 / odd) ** d
lower_limit = (gamma(d / 2) / (2 * pi)) ** 2 * (2 / (odd + d / 2 - 1)) ** d

hemisphere_upper = bounds.claim(
    "hemisphere_upper_bound",
    Le(moment(0, d, odd) ** 2, upper_limit, evaluate=False),
    ODD,
    because="true in dimensions 2 and 3; from d to d + 2 the left side gains (d/(k+d))^2, the right side (d/k)^2",
    proof=GapInduction(
        d,
        order=2,
        hypothesis=[({}, (d / (odd + d)) ** 2)],
        first=[
            Positive([hemisphere_odd_degrees.at({d: 2})]),
            Combination(
                [(gamma_above.at({p: p + 1}), 1 / (16 * pi * (p + HALF) ** 2 * (p + 1) * gamma(p + 2) ** 2))],
                using=[hemisphere_odd_degrees.at({d: 3})],
            ),
        ],
        using=[hemisphere_odd_degrees, hemisphere_odd_degrees.at({d: d + 2})],
    ),
    where=MOMENT,
    numeric=_square,
    source="Karhadkar, Murray, Montufar 2024, Lemma 9; sharp as k grows",
)

hemisphere_lower = bounds.claim(
    "hemisphere_lower_bound",
    Ge(moment(0, d, odd) ** 2, lower_limit, evaluate=False),
    ODD,
    because="true in dimensions 2 and 3; from d to d + 2 it is Bernoulli's inequality",
    proof=GapInduction(
        d,
        order=2,
        hypothesis=[({}, (d / (odd + d)) ** 2)],
        first=[
            Positive([hemisphere_odd_degrees.at({d: 2})]),
            Combination(
                [(gamma_sharp, 1 / (16 * pi * (p + 3 * HALF / 2) ** 3 * gamma(p + 2) ** 2))],
                using=[hemisphere_odd_degrees.at({d: 3})],
            ),
        ],
        using=[hemisphere_odd_degrees, hemisphere_odd_degrees.at({d: d + 2})],
        known=[
            (
                bernoulli.at({n: d + 2, x: odd + d / 2 - 1, c: 1}),
                (gamma(d / 2) * d / (2 * pi)) ** 2
                * 2**d
                / ((odd + d) ** 2 * (odd + d / 2 - 1) ** (d + 2) * (odd + d / 2) ** (d + 2)),
            )
        ],
    ),
    where=MOMENT,
    numeric=_square,
    source="Karhadkar, Murray, Montufar 2024, Lemma 9; sharp as k grows",
)

first_square = moment(0, d, 1) ** 2

hemisphere_lower_from_first = bounds.claim(
    "hemisphere_lower_bound_from_degree_one",
    Ge(moment(0, d, odd) ** 2, first_square / odd**d, evaluate=False),
    ODD,
    because="equality at k = 1; a step multiplies by (k/(k+d))^2 >= (k/(k+2))^d, Bernoulli's inequality",
    proof=GapInduction(
        p,
        hypothesis=[({}, (odd / (odd + d)) ** 2)],
        known=[(bernoulli.at({n: d, x: odd, c: 2}), first_square / ((odd + d) ** 2 * odd**d * (odd + 2) ** d))],
        using=[hemisphere_recurrence.at({k: odd}, solve_for=moment(0, d, odd + 2))],
    ),
    where=MOMENT,
    numeric=_square,
)

hemisphere_upper_from_first = bounds.claim(
    "hemisphere_upper_bound_from_degree_one",
    Le(moment(0, d, odd) ** 2, first_square * ((d / 2) / (odd + d / 2 - 1)) ** d, evaluate=False),
    ODD,
    because="equality at k = 1; a step multiplies by (k/(k+d))^2 <= ((k+lambda)/(k+2+lambda))^d, lambda = d/2 - 1",
    proof=GapInduction(
        p,
        hypothesis=[({}, (odd / (odd + d)) ** 2)],
        known=[
            (
                steeper.at({x: odd}),
                first_square * (d / 2) ** d / ((odd + d) ** 2 * (odd + d / 2 - 1) ** d * (odd + d / 2 + 1) ** d),
            )
        ],
        using=[hemisphere_recurrence.at({k: odd}, solve_for=moment(0, d, odd + 2))],
    ),
    where=MOMENT,
    numeric=_square,
)
