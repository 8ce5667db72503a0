"""The half-line transforms mu_k[t_+^a]: hemisphere (a = 0), ReLU (a = 1), every power, dimension and degree.

Definition.  With w_0(d) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)), so that w_0 sin(u)^(d-2) is the density of the angle u
between a fixed and a uniform point of the sphere,

    M(a, d, k) = w_0(d) * integral over (0, pi/2) of cos(u)^a P_k(cos u) sin(u)^(d-2) du = mu_k[t_+^a].

for every real a > -1.  The chain: Wallis' integrals of a real power give degrees 0 and 1; the recurrence of P_k gives
all others, for all powers at once.
"""

import mpmath as mp
from legendre_polynomials import _legendre, degree_one, degree_zero, three_term
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Function,
    Gt,
    Integral,
    Interval,
    Lambda,
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
    Identity,
    Induction,
    Linear,
    Positive,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP, density_constant
from ntksym.formulas.transforms import (
    power_transform,
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
    """The integral of sin^a f(sin, cos) over (0, pi/2); for a < 0 less f(0, 1) sin^a cos, whose integral is known."""
    start = f(mp.mpf(0), mp.mpf(1)) if a < 0 else 0

    def at(v):
        c, s = mp.cos_sin(v)
        return s**a * (f(s, c) - start * c)

    return mp.quad(at, knots) + start / (a + 1)


def _wallis(a, d):
    return _quarter(a, lambda s, c: c ** (d - 2), [0, mp.pi / 4, mp.pi / 2])


def _moment(a, d, k):
    """The definition: quadrature over the angle, with w_0 as one over the integral of sin^(d-2) over (0, pi)."""
    integral = _quarter(a, lambda s, c: _legendre(d, k, s) * c ** (d - 2), mp.linspace(0, mp.pi / 2, 3 + k // 6))
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
