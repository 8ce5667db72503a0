"""Zonal functions: the product formula, the Funk-Hecke formula, orthogonality and norms, multiplication by t.

Definition.  For a zonal function f(<x, y>) on S^{d-1}, with w_0(d) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)),

    mu_k[f] = w_0(d) * integral over (0, pi) of f(cos u) P_k(cos u) sin(u)^(d-2) du.

In polar coordinates about x, a point z at the angle v has <y, z> = cos v cos w + sin v sin w cos u, if w is the angle
of x and y and u the azimuth of z against y, whose density is w_0(d-1) sin(u)^(d-3).
"""

import mpmath as mp
from kernel_eigenvalues import SINES, sines, sines_closed_form
from legendre_polynomials import d, degree, degree_one, degree_zero, from_above, k, lowered, t, three_term
from spherical_harmonics import circle as legendre_circle
from sympy import Eq, Function, Integral, Interval, Lambda, Range, Symbol, cos, exp, oo, pi, sin

from ntksym.claims import (
    Antiderivative,
    Definition,
    Derivation,
    FirstValues,
    Identity,
    Induction,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP, density_constant, dimension_positive

j = Symbol("j", integer=True, nonnegative=True)
l = Symbol("l", integer=True, nonnegative=True)
s = Symbol("s", positive=True)
u = Symbol("u", real=True)
v = Symbol("v", real=True)
w = Symbol("w", real=True)
y = Symbol("y", real=True)
f = Function("f")

DIMENSIONS = {d: Range(2, oo)}
FROM_THREE = {d: Range(3, oo)}
DEGREES = {k: Range(0, oo)}
FROM_ONE = {k: Range(1, oo)}
ANGLES = {v: Interval(-oo, oo), w: Interval(-oo, oo)}
half_turn = (u, 0, pi)


def _legendre(d, k, t):
    """P_k by its hypergeometric series (DLMF 18.5.9)."""
    if d == 2:
        return mp.cos(k * mp.acos(t))
    with mp.workdps(mp.mp.dps + k):
        value = mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)
    return +value


def _zonal(g, d, k):
    """mu_k[g] by quadrature, with w_0 as one over the integral of sin^(d-2)."""
    ends = mp.linspace(0, mp.pi, 5 + k // 4)
    integral = mp.quad(lambda x: g(mp.cos(x)) * _legendre(d, k, mp.cos(x)) * mp.sin(x) ** (d - 2), ends)
    return integral / mp.quad(lambda x: mp.sin(x) ** (d - 2), ends)


def _exactly(g):
    """The same with spare digits, for a value that is 0."""

    def evaluate(**values):
        with mp.workdps(3 * mp.mp.dps // 2):
            return g(**values)

    return evaluate


# --- the product formula -------------------------------------------------------------------------

azimuth = cos(v) * cos(w) + sin(v) * sin(w) * cos(u)
mean, tilt = Function("A"), Function("B")


def _over_circle(g):
    return density_constant(d - 1) * Integral(g * sin(u) ** (d - 3), half_turn)


MEAN = {mean: Lambda((d, k, v, w), _over_circle(LegendreP(d, k, azimuth)))}
TILT = {tilt: Lambda((d, k, v, w), _over_circle(LegendreP(d, k, azimuth) * cos(u)))}

product = Derivation(
    "The product formula",
    source="DLMF 18.17.6 (Gegenbauer); Mueller 1966, Lemma 4; by induction here",
    intro="A is the mean of P_k(<y, z>) over the points z at the angle v from x, B that of P_k(<y, z>) cos u.",
)

product_circle = product.claim(
    "legendre_product_formula_circle",
    Eq(
        (LegendreP(2, k, cos(v + w)) + LegendreP(2, k, cos(v - w))) / 2,
        LegendreP(2, k, cos(v)) * LegendreP(2, k, cos(w)),
        evaluate=False,
    ),
    {**DEGREES, **ANGLES},
    because="on the circle there are two points at the angle v from x: cos(k(v+w)) + cos(k(v-w)) = 2 cos(kv) cos(kw)",
    proof=Identity([legendre_circle.at({u: angle}) for angle in (v + w, v - w, v, w)]),
)

mean_zero_integral = product.claim(
    "azimuthal_mean_degree_zero_as_integral",
    Eq(mean(d, 0, v, w), density_constant(d - 1) * sines(d - 1), evaluate=False),
    {**FROM_THREE, **ANGLES},
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({t: azimuth})]),
    where={**MEAN, **SINES},
)

mean_zero = product.claim(
    "azimuthal_mean_degree_zero",
    Eq(mean(d, 0, v, w), 1, evaluate=False),
    {**FROM_THREE, **ANGLES},
    because="the density of the azimuth has mass 1",
    proof=Identity([mean_zero_integral, sines_closed_form.at({d: d - 1})]),
    where={**MEAN, **SINES},
)

mean_one = product.claim(
    "azimuthal_mean_degree_one",
    Eq(mean(d, 1, v, w) - cos(v) * cos(w) * mean(d, 0, v, w), 0, evaluate=False),
    {**FROM_THREE, **ANGLES},
    because="P_1 = t, and cos sin^(d-3) is the derivative of sin^(d-2)/(d-2)",
    proof=Antiderivative(
        of=density_constant(d - 1) / (d - 2) * sin(v) * sin(w) * sin(u) ** (d - 2),
        using=[degree_zero.at({t: azimuth}), degree_one.at({t: azimuth})],
        ends=[],
    ),
    where=MEAN,
)

tilt_by_parts = product.claim(
    "azimuthal_mean_by_parts",
    Eq(
        tilt(d, k, v, w) - k * (k + d - 2) / (d - 1) ** 2 * sin(v) * sin(w) * mean(d + 2, k - 1, v, w),
        0,
        evaluate=False,
    ),
    {**FROM_THREE, **FROM_ONE, **ANGLES},
    because="the integrand is the derivative of sin^(d-2) P_k/(d-2), as P_k' is P_{k-1} of dimension d + 2",
    proof=Antiderivative(of=density_constant(d - 1) / (d - 2) * sin(u) ** (d - 2) * LegendreP(d, k, azimuth), ends=[]),
    where={**MEAN, **TILT},
)

mean_recurrence = product.claim(
    "azimuthal_mean_recurrence",
    Eq(
        (k + d - 2) * mean(d, k + 1, v, w),
        (2 * k + d - 2) * (cos(v) * cos(w) * mean(d, k, v, w) + sin(v) * sin(w) * tilt(d, k, v, w))
        - k * mean(d, k - 1, v, w),
        evaluate=False,
    ),
    {**FROM_THREE, **FROM_ONE, **ANGLES},
    because="the recurrence of P_k under the integral",
    proof=UnderIntegral([three_term.at({t: azimuth}, solve_for=LegendreP(d, k + 1, azimuth))]),
    where={**MEAN, **TILT},
)

mean_product = product.claim(
    "azimuthal_mean_is_a_product",
    Eq(mean(d, k, v, w), LegendreP(d, k, cos(v)) * LegendreP(d, k, cos(w)), evaluate=False),
    {**FROM_THREE, **DEGREES, **ANGLES},
    because="degrees 0 and 1, and the recurrence, for all dimensions at once: B leads to dimension d + 2",
    proof=Induction(
        k,
        recurrence=[
            tilt_by_parts.at({k: k + 1}, solve_for=tilt(d, k + 1, v, w)),
            mean_recurrence.at({k: k + 1}, solve_for=mean(d, k + 2, v, w)),
            *(c for x in (v, w) for c in (lowered.at({k: k + 1, t: cos(x)}), degree(d, k + 2, cos(x)))),
        ],
        order=2,
        base=[
            mean_zero,
            mean_one.at(solve_for=mean(d, 1, v, w)),
            *(c.at({t: cos(x)}) for x in (v, w) for c in (degree_zero, degree_one)),
        ],
        also=[{d: d + 2}],
    ),
    where={**MEAN, **TILT, **SINES},
)

mean_written = product.claim(
    "azimuthal_mean_written_out",
    Eq(mean(d, k, v, w), _over_circle(LegendreP(d, k, azimuth)), evaluate=False),
    {**FROM_THREE, **DEGREES, **ANGLES},
    because="the definition of A",
    proof=Definition(),
    where=MEAN,
)

product_formula = product.claim(
    "legendre_product_formula",
    Eq(
        _over_circle(LegendreP(d, k, azimuth)),
        LegendreP(d, k, cos(v)) * LegendreP(d, k, cos(w)),
        evaluate=False,
    ),
    {**FROM_THREE, **DEGREES, **ANGLES},
    because="the mean of P_k(<y, z>) over the points z at the angle v from x, in full",
    proof=Identity(
        [mean_written.at(solve_for=Integral(LegendreP(d, k, azimuth) * sin(u) ** (d - 3), half_turn)), mean_product]
    ),
    where={**MEAN, **TILT, **SINES},
)

# --- orthogonality and norms ---------------------------------------------------------------------

inner, shifted = Function("I"), Function("J")


def _pair(g):
    return Lambda(
        (d, k, l),
        density_constant(d)
        * Integral(g * LegendreP(d, k, cos(u)) * LegendreP(d, l, cos(u)) * sin(u) ** (d - 2), half_turn),
    )


INNER, SHIFTED = {inner: _pair(1)}, {shifted: _pair(cos(u))}
PAIRS = {**INNER, **SHIFTED}
SECOND = {l: Range(0, oo)}


def _inner(d, k, l, g=lambda x: 1):
    return _zonal(lambda x: g(x) * _legendre(d, l, x), d, k)


norms = Derivation(
    "Orthogonality and norms",
    source="DLMF 18.2.1, 18.3; Mueller 1966, Lemmas 9 and 10",
    intro="I(d, k, l) is the mean of P_k P_l, and J(d, k, l) that of t P_k P_l.",
)

inner_recurrence = norms.claim(
    "legendre_inner_product_recurrence",
    Eq(
        (k + d - 2) * inner(d, k + 1, l),
        (2 * k + d - 2) * shifted(d, k, l) - k * inner(d, k - 1, l),
        evaluate=False,
    ),
    {**DIMENSIONS, **FROM_ONE, **SECOND},
    because="the recurrence of P_k under the integral",
    proof=UnderIntegral([three_term.at({t: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    where=PAIRS,
    numeric=lambda d, k, l: (k + d - 2) * _inner(d, k + 1, l),
)

shifted_recurrence = norms.claim(
    "legendre_inner_product_times_t",
    Eq(
        (2 * l + d - 2) * shifted(d, k, l),
        (l + d - 2) * inner(d, k, l + 1) + l * inner(d, k, l - 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, l: Range(1, oo)},
    because="the recurrence of P_l under the integral",
    proof=UnderIntegral([three_term.at({k: l, t: cos(u)}, solve_for=LegendreP(d, l + 1, cos(u)))]),
    where=PAIRS,
    numeric=lambda d, k, l: (2 * l + d - 2) * _inner(d, k, l, lambda x: x),
)

shifted_zero = norms.claim(
    "legendre_inner_product_degree_one",
    Eq(inner(d, 1, l), shifted(d, 0, l), evaluate=False),
    {**DIMENSIONS, **SECOND},
    because="P_1 = t P_0",
    proof=UnderIntegral([degree_zero.at({t: cos(u)}), degree_one.at({t: cos(u)})]),
    where=PAIRS,
    numeric=lambda d, l: _inner(d, 1, l),
)

mass = norms.claim(
    "legendre_inner_product_degree_zero",
    Eq(inner(d, 0, 0), density_constant(d) * sines(d), evaluate=False),
    DIMENSIONS,
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({t: cos(u)})]),
    where={**INNER, **SINES},
    numeric=lambda d: _inner(d, 0, 0),
)

mean_of_linear = norms.claim(
    "legendre_degree_one_has_mean_zero",
    Eq(inner(d, 0, 1), 0, evaluate=False),
    DIMENSIONS,
    because="cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(
        of=sin(u) ** (d - 1) / (d - 1),
        using=[degree_zero.at({t: cos(u)}), degree_one.at({t: cos(u)})],
        ends=[],
    ),
    where=INNER,
    numeric=_exactly(lambda d: _inner(d, 0, 1)),
)

mean_vanishes = norms.claim(
    "legendre_has_mean_zero",
    Eq(inner(d, 0, l), 0, evaluate=False),
    {**DIMENSIONS, l: Range(1, oo)},
    because="(d-1) P_l sin^(d-2) is the derivative of sin^(d-1) P_{l-1} of dimension d + 2",
    proof=FirstValues(
        l,
        1,
        base=[mean_of_linear],
        then=Antiderivative(
            of=sin(u) ** (d - 1) * LegendreP(d + 2, l - 1, cos(u)) / (d - 1),
            using=[
                degree_zero.at({t: cos(u)}),
                from_above.at({k: l, t: cos(u)}),
                lowered.at({d: d + 2, k: l - 1, t: cos(u)}),
            ],
            ends=[],
        ),
    ),
    where=INNER,
    numeric=_exactly(lambda d, l: _inner(d, 0, l)),
)

orthogonal = norms.claim(
    "legendre_orthogonality",
    Eq(inner(d, k, k + 1 + j), 0, evaluate=False),
    {**DIMENSIONS, **DEGREES, j: Range(0, oo)},
    because="P_0 and P_1 are orthogonal to all higher degrees, and the recurrence leads from k and k + 1 to k + 2",
    proof=Induction(
        k,
        recurrence=[
            shifted_recurrence.at({k: k + 1, l: k + 3 + j}, solve_for=shifted(d, k + 1, k + 3 + j)),
            inner_recurrence.at({k: k + 1, l: k + 3 + j}, solve_for=inner(d, k + 2, k + 3 + j)),
        ],
        order=2,
        base=[
            *(mean_vanishes.at({l: j + i}) for i in (1, 3)),
            shifted_recurrence.at({k: 0, l: j + 2}, solve_for=shifted(d, 0, j + 2)),
            shifted_zero.at({l: j + 2}),
        ],
        also=[{k: k + 1, j: j + 2}, {j: j + 2}],
    ),
    where=PAIRS,
    source="DLMF 18.2.1",
    numeric=_exactly(lambda d, k, j: _inner(d, k, k + 1 + j)),
)

norm_linear = norms.claim(
    "legendre_norm_degree_one",
    Eq(inner(d, 1, 1), 1 / d, evaluate=False),
    DIMENSIONS,
    because="E[t^2] = 1/d",
    proof=Identity(
        [
            sines_closed_form,
            mass,
            mean_vanishes.at({l: 2}),
            shifted_recurrence.at({k: 0, l: 1}, solve_for=shifted(d, 0, 1)),
            shifted_zero.at({l: 1}),
        ]
    ),
    where={**PAIRS, **SINES},
    numeric=lambda d: _inner(d, 1, 1),
)

norm_step = norms.claim(
    "legendre_norm_step",
    Eq(
        (k + d - 2) * (2 * k + d) * inner(d, k + 1, k + 1),
        (k + 1) * (2 * k + d - 2) * inner(d, k, k),
        evaluate=False,
    ),
    {**DIMENSIONS, **FROM_ONE},
    because="the mean of t P_k P_{k+1} by the recurrence of P_k and by that of P_{k+1}",
    proof=Identity(
        [
            orthogonal.at({j: 1}),
            orthogonal.at({k: k - 1, j: 1}),
            shifted_recurrence.at({l: k + 1}, solve_for=shifted(d, k, k + 1)),
            inner_recurrence.at({l: k + 1}, solve_for=inner(d, k + 1, k + 1)),
        ]
    ),
    where=PAIRS,
    numeric=lambda d, k: (k + d - 2) * (2 * k + d) * _inner(d, k + 1, k + 1),
)

norm = norms.claim(
    "legendre_norm",
    Eq(inner(d, k, k), 1 / dimension_positive(d, k), evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="degree 1, and both sides have the same step",
    proof=Induction(
        k,
        recurrence=[norm_step.at(solve_for=inner(d, k + 1, k + 1))],
        base=[norm_linear],
    ),
    where=PAIRS,
    source="DLMF 18.3; Mueller 1966, Lemma 10",
    numeric=lambda d, k: _inner(d, k, k),
)

# --- Funk and Hecke ------------------------------------------------------------------------------

zonal = Derivation(
    "Funk-Hecke eigenvalues of a continuous zonal function f",
    source="Mueller 1966, Theorem 6",
    intro="The integrals of f(<x, z>) P_k(<y, z>) over all z, or over a cap about x, are multiples of P_k(<x, y>).",
)


def eigenvalue(g, d, k):
    """The Funk-Hecke eigenvalue of the zonal function g(t)."""
    inside = g.subs(t, cos(u)) * LegendreP(d, k, cos(u)) * sin(u) ** (d - 2)
    return density_constant(d) * Integral(inside, half_turn)


EXAMPLE = {f: Lambda(y, exp(y))}
to_angle = (v, 0, pi * s)


def _over_cap(g, d, s):
    """w_0(d) times the integral over (0, pi s) of g(v) sin(v)^(d-2)."""
    whole = mp.quad(lambda x: mp.sin(x) ** (d - 2), [0, mp.pi])
    return mp.quad(lambda x: g(x) * mp.sin(x) ** (d - 2), [0, mp.pi * s], method="gauss-legendre") / whole


def _cap_mean(d, k, w, s):
    """exp(<x, z>) P_k(<y, z>) over the cap of angle pi s about x, the azimuth inside."""

    def around(v):
        middle, swing = mp.cos(v) * mp.cos(w), mp.sin(v) * mp.sin(w)
        return _over_cap(lambda x: _legendre(d, k, middle + swing * mp.cos(x)), d - 1, 1)

    return _over_cap(lambda v: mp.exp(mp.cos(v)) * around(v), d, s)


funk_hecke = zonal.claim(
    "funk_hecke_formula",
    Eq(
        density_constant(d)
        * Integral(f(cos(v)) * _over_circle(LegendreP(d, k, azimuth)) * sin(v) ** (d - 2), to_angle),
        LegendreP(d, k, cos(w))
        * density_constant(d)
        * Integral(f(cos(v)) * LegendreP(d, k, cos(v)) * sin(v) ** (d - 2), to_angle),
        evaluate=False,
    ),
    {**FROM_THREE, **DEGREES, w: Interval(-oo, oo), s: Interval.Lopen(0, 1)},
    because="the product formula, integrated; s = 1 is the whole sphere, f = 1 a cap, f = N_k P_k reproduces P_k",
    proof=UnderIntegral(
        [product_formula.at(solve_for=Integral(LegendreP(d, k, azimuth) * sin(u) ** (d - 3), half_turn))]
    ),
    example=EXAMPLE,
    numeric=_cap_mean,
)

times_t = zonal.claim(
    "multiplication_by_t",
    Eq(
        (2 * k + d - 2) * eigenvalue(t * f(t), d, k),
        k * eigenvalue(f(t), d, k - 1) + (k + d - 2) * eigenvalue(f(t), d, k + 1),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo)},
    because="t P_k by the three-term recurrence",
    proof=UnderIntegral([three_term.at({t: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    numeric=lambda d, k: (2 * k + d - 2) * _zonal(lambda x: x * mp.exp(x), d, k),
    example=EXAMPLE,
)

times_t_zero = zonal.claim(
    "multiplication_by_t_degree_zero",
    Eq(eigenvalue(t * f(t), d, 0), eigenvalue(f(t), d, 1), evaluate=False),
    DIMENSIONS,
    because="t P_0 = P_1",
    proof=UnderIntegral([degree_zero.at({t: cos(u)}), degree_one.at({t: cos(u)})]),
    numeric=lambda d: _zonal(lambda x: x * mp.exp(x), d, 0),
    example=EXAMPLE,
)

dimension_step = zonal.claim(
    "eigenvalue_dimension_step",
    Eq(
        eigenvalue(f(t), d + 2, k),
        d / (2 * k + d) * (eigenvalue(f(t), d, k) - eigenvalue(f(t), d, k + 2)),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES},
    because="sin^2 P_k of dimension d + 2 by the identity above, and w_0(d+2) = d/(d-1) w_0(d)",
    proof=UnderIntegral([lowered.at({k: k + 1, t: cos(u)}), degree(d, k + 2, cos(u))]),
    numeric=lambda d, k: _zonal(mp.exp, d + 2, k),
    example=EXAMPLE,
)
