"""The product formula of Legendre polynomials: a mean over the points at one angle is a product.

Definition.  In polar coordinates about x, a point z at the angle v has <y, z> = cos v cos w + sin v sin w cos u, if w
is the angle of x and y and u the azimuth of z against y, whose density is w_0(d-1) sin(u)^(d-3).
"""

from kernel_eigenvalues import SINES, sines, sines_closed_form
from legendre_polynomials import d, degree, degree_one, degree_zero, k, lowered, t, three_term
from spherical_harmonics import circle as legendre_circle
from sympy import Eq, Function, Integral, Interval, Lambda, Range, Symbol, cos, oo, pi, sin

from ntksym.claims import Antiderivative, Definition, Derivation, Identity, Induction, UnderIntegral
from ntksym.formulas.harmonics import LegendreP, density_constant

u = Symbol("u", real=True)
v = Symbol("v", real=True)
w = Symbol("w", real=True)

FROM_THREE = {d: Range(3, oo)}
DEGREES = {k: Range(0, oo)}
FROM_ONE = {k: Range(1, oo)}
ANGLES = {v: Interval(-oo, oo), w: Interval(-oo, oo)}
half_turn = (u, 0, pi)

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
