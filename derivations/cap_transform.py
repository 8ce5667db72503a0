"""Spherical caps: their measure, their zonal transform, and those of the cones (t - cos b)_+.

Definition.  chi_{b,k} = w_0(d) * integral over (0, b) of P_k(cos u) sin(u)^(d-2) du is the eigenvalue of the indicator
of the cap {t >= cos b}; A(b) = chi_{b,0} is its measure.  The angle is b = pi s.
"""

import mpmath as mp
from half_line_transforms import MOMENT as HALF_LINE
from half_line_transforms import d, k, moment, u
from legendre_polynomials import _legendre, degree, degree_one, degree_zero, from_above, lowered
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Function,
    Ge,
    Integral,
    Interval,
    Lambda,
    Range,
    Rational,
    Symbol,
    cos,
    oo,
    pi,
    sin,
)

from ntksym.claims import (
    Antiderivative,
    Derivation,
    FirstValues,
    Identity,
    PositiveIntegrand,
    UnderIntegral,
)
from ntksym.formulas.caps import cap_measure_circle, cap_measure_sphere, cap_transform, cone_transform
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)

s = Symbol("s", nonnegative=True)  # the angle is b = pi s
v = Symbol("v", real=True)
w = Symbol("w", real=True)
c = Symbol("c", real=True)
b = pi * s
DIMENSIONS = {d: Range(2, oo)}
ANGLES = {s: Interval.open(0, 1)}
FROM_ONE = {**DIMENSIONS, k: Range(1, oo), **ANGLES}
FROM_TWO = {**DIMENSIONS, k: Range(2, oo), **ANGLES}
up_to_b = (u, 0, b)

cap, cone, norm = Function("chi"), Function("g"), Function("g_norm")
CAP = {cap: Lambda((d, k, s), density_constant(d) * Integral(LegendreP(d, k, cos(u)) * sin(u) ** (d - 2), up_to_b))}
CONE = {
    cone: Lambda(
        (d, k, s),
        density_constant(d) * Integral((cos(u) - cos(b)) * LegendreP(d, k, cos(u)) * sin(u) ** (d - 2), up_to_b),
    )
}
NORM = {
    norm: Lambda((d, s), density_constant(d) * Integral((cos(u) - cos(b)) ** 2 * sin(u) ** (d - 2), up_to_b)),
}


def _mean(f, d, k, s):
    """The definition: quadrature over the cap, divided by the total mass."""
    knots = mp.linspace(0, mp.pi * s, 3 + k // 4)
    value = mp.quad(lambda v: f(mp.cos(v)) * _legendre(d, k, mp.cos(v)) * mp.sin(v) ** (d - 2), knots)
    return value / mp.quad(lambda v: mp.sin(v) ** (d - 2), [0, mp.pi / 2, mp.pi])


def _cap(d, k, s):
    return _mean(lambda t: 1, d, k, s)


def _cone(d, k, s):
    edge = mp.cospi(s)
    return _mean(lambda t: t - edge, d, k, s)


def _at(instance, **values):
    return instance.at({cosine: cos(u), **values})


ZERO, ONE = degree_zero.at({cosine: cos(u)}), degree_one.at({cosine: cos(u)})
TWO = degree(d, 2, cos(u))

# --- measure -------------------------------------------------------------------------------------

measure = Derivation(
    "The measure of a cap",
    source="Li 2011, Concise formulas for the area and volume of a hyperspherical cap",
    intro="A(b) = chi_{b,0} with b = pi s.",
)

measure_circle = measure.claim(
    "cap_measure_circle",
    Eq(cap(2, 0, s), cap_measure_circle(b), evaluate=False),
    ANGLES,
    because="an arc of length 2b",
    proof=Antiderivative(of=u, using=[degree_zero.at({d: 2, cosine: cos(u)})], ends=[]),
    where=CAP,
    numeric=lambda s: _cap(2, 0, s),
)

measure_sphere = measure.claim(
    "cap_measure_sphere",
    Eq(cap(3, 0, s), cap_measure_sphere(b), evaluate=False),
    ANGLES,
    because="Archimedes: the area of a cap is proportional to its height",
    proof=Antiderivative(of=-cos(u), using=[degree_zero.at({d: 3, cosine: cos(u)})], ends=[]),
    where=CAP,
    numeric=lambda s: _cap(3, 0, s),
)

measure_recurrence = measure.claim(
    "cap_measure_two_dimensions_up",
    Eq(
        cap(d + 2, 0, s) - cap(d, 0, s),
        -density_constant(d) / (d - 1) * cos(b) * sin(b) ** (d - 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **ANGLES},
    because="the integrand is the derivative of -w_0/(d-1) cos sin^(d-1), as w_0(d+2) = d/(d-1) w_0(d)",
    proof=Antiderivative(
        of=-density_constant(d) / (d - 1) * cos(u) * sin(u) ** (d - 1),
        using=[ZERO, degree_zero.at({d: d + 2, cosine: cos(u)})],
        ends=[],
    ),
    where=CAP,
    numeric=lambda d, s: _cap(d + 2, 0, s) - _cap(d, 0, s),
)

measure_sign = measure.claim(
    "cap_measure_ge_zero",
    Ge(cap(d, 0, s), 0, evaluate=False),
    {**DIMENSIONS, **ANGLES},
    because="the integrand is >= 0",
    proof=PositiveIntegrand([ZERO]),
    where=CAP,
    numeric=lambda d, s: _cap(d, 0, s),
)

# --- the transform -------------------------------------------------------------------------------

transform = Derivation(
    "The zonal transform of a cap",
    source="Rodrigues' formula, DLMF 18.5.5 and 18.9.19",
    intro="(d-1) sin^(d-2) P_k is the derivative of sin^(d-1) P_{k-1}^[d+2], all at cos u.",
)

cap_degree_one = transform.claim(
    "cap_transform_degree_one",
    Eq(cap(d, 1, s), density_constant(d) * sin(b) ** (d - 1) / (d - 1), evaluate=False),
    {**DIMENSIONS, **ANGLES},
    because="P_1 = t, and cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(of=sin(u) ** (d - 1) / (d - 1), using=[ONE], ends=[]),
    where=CAP,
    numeric=lambda d, s: _cap(d, 1, s),
)

cap_from_two = transform.claim(
    "cap_transform_from_degree_two",
    Eq(cap(d, k, s), cap_transform(d, k, b), evaluate=False),
    FROM_TWO,
    because="differentiate sin^(d-1) P_{k-1}^[d+2], and use both relations between dimensions d and d + 2",
    proof=Antiderivative(
        of=sin(u) ** (d - 1) * LegendreP(d + 2, k - 1, cos(u)) / (d - 1),
        using=[from_above.at({cosine: cos(u)}), lowered.at({d: d + 2, k: k - 1, cosine: cos(u)})],
        ends=[],
    ),
    where=CAP,
    numeric=_cap,
)

cap_closed_form = transform.claim(
    "cap_transform_closed_form",
    Eq(cap(d, k, s), cap_transform(d, k, b), evaluate=False),
    FROM_ONE,
    because="degree 1, and all from degree 2 on",
    proof=FirstValues(
        k,
        1,
        base=[cap_degree_one, degree_zero.at({d: d + 2, cosine: cos(b)})],
        then=Identity([cap_from_two]),
    ),
    where=CAP,
    numeric=_cap,
)

hemisphere_cap = transform.claim(
    "hemisphere_is_the_cap_of_a_quarter_turn",
    Eq(cap(d, k, HALF), moment(0, d, k), evaluate=False),
    {**DIMENSIONS, k: Range(0, oo)},
    because="b = pi/2: both are the same integral",
    proof=UnderIntegral(),
    where={**CAP, **HALF_LINE},
    numeric=lambda d, k: _cap(d, k, HALF),
)

hemisphere_legendre = transform.claim(
    "hemisphere_as_legendre_value",
    Eq(moment(0, d, k), density_constant(d) / (d - 1) * LegendreP(d + 2, k - 1, 0), evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="the closed form at b = pi/2",
    proof=Identity(
        [hemisphere_cap.at(solve_for=moment(0, d, k)), cap_closed_form.at({s: HALF})],
    ),
    where={**CAP, **HALF_LINE},
    numeric=lambda d, k: _cap(d, k, HALF),
)

# --- cones ---------------------------------------------------------------------------------------

cones = Derivation(
    "The zonal transform of the cone (t - cos b)_+",
    source="Rodrigues' formula twice, DLMF 18.5.5 and 18.9.19",
    intro="The cone replaces the cap where a kernel's eigenvalues decay faster by k^-2.",
)

cone_degree_zero = cones.claim(
    "cone_transform_degree_zero",
    Eq(
        cone(d, 0, s) + cos(b) * cap(d, 0, s),
        density_constant(d) * sin(b) ** (d - 1) / (d - 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **ANGLES},
    because="split t - cos b: the first part integrates to sin^(d-1)/(d-1)",
    proof=Antiderivative(of=density_constant(d) * sin(u) ** (d - 1) / (d - 1), using=[ZERO], ends=[]),
    where={**CAP, **CONE},
    numeric=lambda d, s: _cone(d, 0, s) + mp.cospi(s) * _cap(d, 0, s),
)

cone_degree_one = cones.claim(
    "cone_transform_degree_one",
    Eq(
        d * cone(d, 1, s) - cap(d, 0, s),
        -density_constant(d) * cos(b) * sin(b) ** (d - 1) / (d - 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **ANGLES},
    because="d cos^2 - 1 is (d-1) P_2, and P_2 and P_1 times sin^(d-2) have known antiderivatives",
    proof=Antiderivative(
        of=density_constant(d) * sin(u) ** (d - 1) * (cos(u) - d / (d - 1) * cos(b)),
        using=[ZERO, ONE],
        ends=[],
    ),
    where={**CAP, **CONE},
    numeric=lambda d, s: d * _cone(d, 1, s) - _cap(d, 0, s),
)

cone_degree_two = cones.claim(
    "cone_transform_degree_two",
    Eq(cone(d, 2, s), density_constant(d) * sin(b) ** (d + 1) / ((d - 1) * (d + 1)), evaluate=False),
    {**DIMENSIONS, **ANGLES},
    because="twice by parts, with P_2 written out",
    proof=Antiderivative(
        of=(cos(u) - cos(b)) * sin(u) ** (d - 1) * cos(u) / (d - 1) + sin(u) ** (d + 1) / ((d - 1) * (d + 1)),
        using=[ZERO, ONE, TWO],
        ends=[],
    ),
    where=CONE,
    numeric=lambda d, s: _cone(d, 2, s),
)

cone_from_three = cones.claim(
    "cone_transform_from_degree_three",
    Eq(cone(d, k, s), cone_transform(d, k, b), evaluate=False),
    {**DIMENSIONS, k: Range(3, oo), **ANGLES},
    because="twice by parts: the cap's antiderivative, then the same two dimensions up",
    proof=Antiderivative(
        of=(cos(u) - cos(b)) * sin(u) ** (d - 1) * LegendreP(d + 2, k - 1, cos(u)) / (d - 1)
        + sin(u) ** (d + 1) * LegendreP(d + 4, k - 2, cos(u)) / ((d - 1) * (d + 1)),
        using=[
            from_above.at({cosine: cos(u)}),
            lowered.at({d: d + 2, k: k - 1, cosine: cos(u)}),
            from_above.at({d: d + 2, k: k - 1, cosine: cos(u)}),
            lowered.at({d: d + 4, k: k - 2, cosine: cos(u)}),
        ],
        ends=[],
    ),
    where=CONE,
    numeric=_cone,
)

cone_closed_form = cones.claim(
    "cone_transform_closed_form",
    Eq(cone(d, k, s), cone_transform(d, k, b), evaluate=False),
    FROM_TWO,
    because="degree 2, and all from degree 3 on",
    proof=FirstValues(
        k,
        1,
        base=[cone_degree_two, degree_zero.at({d: d + 4, cosine: cos(b)})],
        then=Identity([cone_from_three]),
    ),
    where=CONE,
    numeric=_cone,
)

cone_norm = cones.claim(
    "cone_squared_norm",
    Eq(
        norm(d, s) - (1 / d + cos(b) ** 2) * cap(d, 0, s),
        -(d + 1) / (d * (d - 1)) * density_constant(d) * cos(b) * sin(b) ** (d - 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **ANGLES},
    because="expand the square; cos^2 sin^(d-2) and cos sin^(d-2) by parts",
    proof=Antiderivative(
        of=density_constant(d) * sin(u) ** (d - 1) * (cos(u) / d - 2 * cos(b) / (d - 1)),
        using=[ZERO],
        ends=[],
    ),
    where={**CAP, **NORM},
    numeric=lambda d, s: (
        _mean(lambda t: (t - mp.cospi(s)) ** 2, d, 0, s) - (mp.mpf(1) / d + mp.cospi(s) ** 2) * _cap(d, 0, s)
    ),
)
