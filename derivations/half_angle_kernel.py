"""The dispersion kernel in half angles: a measure >= 0 on 0 < y < 1, by parts an integral of a positive function.

With s = cosh tau - 1 = (1-y^2)/y^2 and t = cos 2u the kernel E_k d tau is (2/y) H(d, k, 1, y) dy; H(d, k, n, y) is
the transform of (1 - y^2 t)^(-n), an integral over the half angle u.
"""

import mpmath as mp
from dispersion_kernel import BEYOND as POSITIVE
from dispersion_kernel import (
    DEGREES,
    DIMENSIONS,
    EXPONENTS,
    PARAMETER,
    RESOLVENT,
    b,
    d,
    k,
    n,
    resolvent,
    resolvent_by_parts,
    resolvent_linear,
    resolvent_positive,
)
from dispersion_kernel import y as steepness
from half_line_transforms import u
from legendre_polynomials import degree_zero
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
    diff,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    ByInduction,
    ChangeOfVariables,
    Combination,
    Derivation,
    Identity,
    Linear,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)
x = Symbol("x", nonnegative=True)
y = Symbol("y", positive=True)
INSIDE = {y: Interval.open(0, 1)}

half_angle, turned = Function("H"), Function("X")
HALF_ANGLE = {
    half_angle: Lambda(
        (d, k, n, y),
        density_constant(d)
        * Integral(
            2 ** (d - 1)
            * (1 - y**2 + 2 * y**2 * sin(u) ** 2) ** (-n)
            * LegendreP(d, k, 1 - 2 * sin(u) ** 2)
            * (sin(u) * cos(u)) ** (d - 2),
            (u, 0, pi / 2),
        ),
    )
}
TURNED = {
    turned: Lambda(
        (d, k, n, y),
        density_constant(d)
        * Integral(
            2
            * pi
            * (1 - y**2 * cos(2 * pi * x)) ** (-n)
            * LegendreP(d, k, cos(2 * pi * x))
            * sin(2 * pi * x) ** (d - 2),
            (x, 0, HALF),
        ),
    )
}


def _transform(d, k, n, x):
    """mu_k[(1 - x t)^(-n)] by its hypergeometric series."""
    half = mp.mpf(1) / 2
    size = mp.rf(n, k) / (2**k * mp.rf(d * half, k)) * x**k
    return size * mp.hyp2f1((n + k) * half, (n + k + 1) * half, k + d * half, x**2)


def _resolvent(d, k, n, y):
    return (1 + y) ** (-n) * _transform(d, k, n, y / (1 + y))


half = Derivation(
    "The dispersion kernel in half angles",
    source="derived here; Lemma 1 (3) of the note on certified tails",
    intro="H(d, k, n, y) is the transform of (1 - y^2 t)^(-n) with t = cos 2u, K that of dispersion_kernel.py.",
)

falling = sqrt(b**2 - 1) / sqrt(b**2 + 1)  # y, for b = coth(tau/2)

variable = half.claim(
    "moment_variable",
    Eq(
        -b * diff(log(b + 1) - log(b - 1), b),
        2 / (falling * (1 - falling**2)) * diff(falling, b),
        evaluate=False,
    ),
    PARAMETER,
    because="s = (1-y^2)/y^2 makes E_k d tau = b K(d, k, 1, 1/s) d tau into 2/(y (1-y^2)) K(d, k, 1, 1/s) dy",
    proof=Identity(),
)

by_parts = half.claim(
    "resolvent_by_parts_to_degree_zero",
    Eq(
        resolvent(d, k, n, steepness),
        steepness**k
        * gamma(n + k)
        * gamma(d / 2)
        / (gamma(n) * 2**k * gamma(d / 2 + k))
        * resolvent(d + 2 * k, 0, n + k, steepness),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo), **EXPONENTS, **POSITIVE},
    because="k times by parts lead to degree 0, in dimension d + 2k",
    proof=ByInduction(
        k,
        base=Linear([(resolvent_linear, 1 / d)]),
        step=lambda known: Linear(
            [(resolvent_by_parts.at({k: k + 1}), 1 / d), (known.at({d: d + 2, n: n + 1}), n * steepness / d)]
        ),
    ),
    where=RESOLVENT,
    numeric=_resolvent,
)

steep = y**2 / (1 - y**2)  # 1/s

resolvent_turned = half.claim(
    "resolvent_with_a_rational_range",
    Eq(resolvent(d, k, n, steep), (1 - y**2) ** n * turned(d, k, n, y), evaluate=False),
    {**DIMENSIONS, **DEGREES, **EXPONENTS, **INSIDE},
    because="r = 2 pi x, and 1 + (1-t)/s = (1 - y^2 t)/(1 - y^2)",
    proof=ChangeOfVariables(2 * pi * x),
    where={**RESOLVENT, **TURNED},
    numeric=lambda d, k, n, y: _resolvent(d, k, n, y**2 / (1 - y**2)),
)

half_turned = half.claim(
    "half_angle_transform_with_a_rational_range",
    Eq(half_angle(d, k, n, y), turned(d, k, n, y), evaluate=False),
    {**DIMENSIONS, **DEGREES, **EXPONENTS, **INSIDE},
    because="u = pi x, sin 2u = 2 sin u cos u and cos 2u = 1 - 2 sin(u)^2",
    proof=ChangeOfVariables(pi * x),
    where={**HALF_ANGLE, **TURNED},
    numeric=lambda d, k, n, y: _transform(d, k, n, y**2),
)

size_by_parts = gamma(k + 1) * gamma(d / 2) / (2**k * gamma(d / 2 + k))

half_by_parts = half.claim(
    "half_angle_transform_by_parts",
    Eq(
        half_angle(d, k, 1, y),
        size_by_parts * y ** (2 * k) * half_angle(d + 2 * k, 0, k + 1, y),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo), **INSIDE},
    because="the resolvent's step in half angles",
    proof=Linear(
        [
            (half_turned.at({n: 1}), 1),
            (resolvent_turned.at({n: 1}), -1 / (1 - y**2)),
            (by_parts.at({n: 1, steepness: steep}), 1 / (1 - y**2)),
            (resolvent_turned.at({d: d + 2 * k, k: 0, n: k + 1}), size_by_parts * steep**k / (1 - y**2)),
            (half_turned.at({d: d + 2 * k, k: 0, n: k + 1}), -size_by_parts * y ** (2 * k)),
        ]
    ),
    where={**RESOLVENT, **HALF_ANGLE, **TURNED},
    numeric=lambda d, k, y: _transform(d, k, 1, y**2),
)

half_positive = half.claim(
    "half_angle_transform_nonnegative",
    Ge(half_angle(d, k, 1, y), 0, evaluate=False),
    {**DIMENSIONS, k: Range(1, oo), **INSIDE},
    because="so is the resolvent's: the moments are those of a measure >= 0 on 0 < y < 1",
    proof=Combination(
        [(resolvent_positive.at({n: 1, steepness: steep}), 1 / (1 - y**2))],
        using=[half_turned.at({n: 1}), resolvent_turned.at({n: 1})],
    ),
    where={**RESOLVENT, **HALF_ANGLE, **TURNED},
    numeric=lambda d, k, y: _transform(d, k, 1, y**2),
)

half_mean = half.claim(
    "half_angle_transform_degree_zero",
    Eq(
        half_angle(d, 0, n, y),
        density_constant(d)
        * 2 ** (d - 1)
        * Integral((1 - y**2 + 2 * y**2 * sin(u) ** 2) ** (-n) * (sin(u) * cos(u)) ** (d - 2), (u, 0, pi / 2)),
        evaluate=False,
    ),
    {**DIMENSIONS, **EXPONENTS, **INSIDE},
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({cosine: 1 - 2 * sin(u) ** 2})]),
    where=HALF_ANGLE,
    numeric=lambda d, n, y: _transform(d, 0, n, y**2),
)
