"""The moments of the dispersion kernel, which are the eigenvalues of (1-t)^(m+1/2), in every dimension.

Definition.  I_m is 1/pi times the integral of s^(m+1/2) E_k over tau > 0, with s = cosh tau - 1 and k > m.

With s = (1-y^2)/y^2, 0 < y < 1, and t = cos 2u the kernel is a multiple of the half-angle transform of 1/(1 - y^2 t).
By parts it becomes an integral of a positive function over u, and Tonelli's theorem allows to integrate over y first.
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
from half_line_transforms import WALLIS, u, wallis, wallis_closed_form
from half_line_transforms import a as power
from half_line_transforms import d as wallis_d
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
    asin,
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
    Tonelli,
    UnderIntegral,
)
from ntksym.formulas.endpoint import decay_ratio, root_modulus, root_ratio
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)
c = Symbol("c", positive=True)
j = Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
v = Symbol("v", nonnegative=True)
x = Symbol("x", nonnegative=True)
y = Symbol("y", positive=True)
ROOTS = {m: Range(0, oo)}
LATER = {**ROOTS, j: Range(0, oo)}  # k = m + 1 + j runs over all degrees beyond m
INSIDE, GAPS = {y: Interval.open(0, 1)}, {c: Interval.open(0, oo)}
beyond = m + 1 + j

stieltjes, half_angle, turned = Function("I_m"), Function("H"), Function("X")
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
MOMENT = {
    stieltjes: Lambda(
        (d, j, m),
        2 / pi * Integral((1 - y**2) ** (m + HALF) * y ** (-2 * m - 2) * half_angle(d, beyond, 1, y), (y, 0, 1)),
    )
}


def root_size(d, k, m):
    """|C| G(k) a_m(k), the modulus of the eigenvalue of (1-t)^(m+1/2)."""
    return root_modulus(d) * decay_ratio(d, k) * root_ratio(d, k, m)


def dispersion(d, k, z):
    """E_k(z): e^(-kz) on the circle, sinh z Q_k(cosh z) on the sphere, and two dimensions up by the difference."""
    if d == 2:
        return mp.exp(-k * z)
    if d == 3:
        y = mp.exp(-2 * z)
        series = mp.hyp2f1(mp.mpf(1) / 2, k + 1, k + mp.mpf(3) / 2, y)
        return mp.sqrt(mp.pi) * mp.gamma(k + 1) / mp.gamma(k + mp.mpf(3) / 2) * mp.exp(-k * z) * (1 - y) / 2 * series
    return mp.mpf(d - 2) / (2 * k + d - 2) * (dispersion(d - 2, k, z) - dispersion(d - 2, k + 2, z))


def _moment(d, j, m):
    """The mean of s^(m+1/2) with the kernel, s = cosh z - 1, over all z > 0, at k = m + 1 + j."""
    if d > 2:
        raise ValueError("measured on the circle; in other dimensions the kernel itself is")
    with mp.workdps(mp.mp.dps + 10):
        f = lambda z: (2 * mp.sinh(z / 2) ** 2) ** (m + mp.mpf(1) / 2) * dispersion(d, m + 1 + j, z)  # noqa: E731
        return mp.quad(f, [0, 2, 8, mp.inf]) / mp.pi


def _transform(d, k, n, x):
    """mu_k[(1 - x t)^(-n)] by its hypergeometric series."""
    half = mp.mpf(1) / 2
    size = mp.rf(n, k) / (2**k * mp.rf(d * half, k)) * x**k
    return size * mp.hyp2f1((n + k) * half, (n + k + 1) * half, k + d * half, x**2)


def _resolvent(d, k, n, y):
    return (1 + y) ** (-n) * _transform(d, k, n, y / (1 + y))


moments = Derivation(
    "The moments of the dispersion kernel",
    source="derived here; (11) of the note on certified tails",
    intro="I_m = (1/pi) times the integral of s^(m+1/2) E_k over tau > 0, s = cosh tau - 1 = (1-y^2)/y^2, is "
    "|C| G(k) a_m(k) for k > m; H is the half-angle transform of (1 - y^2 t)^(-n).",
)

falling = sqrt(b**2 - 1) / sqrt(b**2 + 1)  # y, for b = coth(tau/2)

variable = moments.claim(
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

by_parts = moments.claim(
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

resolvent_turned = moments.claim(
    "resolvent_with_a_rational_range",
    Eq(resolvent(d, k, n, steep), (1 - y**2) ** n * turned(d, k, n, y), evaluate=False),
    {**DIMENSIONS, **DEGREES, **EXPONENTS, **INSIDE},
    because="r = 2 pi x, and 1 + (1-t)/s = (1 - y^2 t)/(1 - y^2)",
    proof=ChangeOfVariables(2 * pi * x),
    where={**RESOLVENT, **TURNED},
    numeric=lambda d, k, n, y: _resolvent(d, k, n, y**2 / (1 - y**2)),
)

half_turned = moments.claim(
    "half_angle_transform_with_a_rational_range",
    Eq(half_angle(d, k, n, y), turned(d, k, n, y), evaluate=False),
    {**DIMENSIONS, **DEGREES, **EXPONENTS, **INSIDE},
    because="u = pi x, sin 2u = 2 sin u cos u and cos 2u = 1 - 2 sin(u)^2",
    proof=ChangeOfVariables(pi * x),
    where={**HALF_ANGLE, **TURNED},
    numeric=lambda d, k, n, y: _transform(d, k, n, y**2),
)

size_by_parts = gamma(k + 1) * gamma(d / 2) / (2**k * gamma(d / 2 + k))

half_by_parts = moments.claim(
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

half_positive = moments.claim(
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

half_mean = moments.claim(
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

# --- integration over y first --------------------------------------------------------------------

across_turned = moments.claim(
    "moment_across_in_a_new_variable",
    Eq(
        Integral((1 - y**2) ** (m + HALF) * y ** (2 * j) * (1 - y**2 + c * y**2) ** (-m - j - 2), (y, 0, 1)),
        c ** (-j - HALF) * Integral((1 - v**2) ** (m + HALF) * v ** (2 * j), (v, 0, 1)),
        evaluate=False,
    ),
    {**LATER, **GAPS},
    because="y = v/sqrt(v^2 + c (1-v^2)) makes 1 - y^2 + c y^2 into c/(v^2 + c (1-v^2))",
    proof=ChangeOfVariables(v / sqrt(v**2 + c * (1 - v**2))),
)

across_wallis = moments.claim(
    "moment_across_as_wallis_integral",
    Eq(
        wallis(2 * m + 2, 2 * j + 2),
        Integral((1 - v**2) ** (m + HALF) * v ** (2 * j), (v, 0, 1)),
        evaluate=False,
    ),
    LATER,
    because="v = sin u",
    proof=ChangeOfVariables(asin(v)),
    where=WALLIS,
)

across = moments.claim(
    "moment_across",
    Eq(
        Integral((1 - y**2) ** (m + HALF) * y ** (2 * j) * (1 - y**2 + c * y**2) ** (-m - j - 2), (y, 0, 1)),
        c ** (-j - HALF) * gamma(m + 3 * HALF) * gamma(j + HALF) / (2 * gamma(m + j + 2)),
        evaluate=False,
    ),
    {**LATER, **GAPS},
    because="a Beta integral",
    proof=Linear(
        [
            (across_turned, 1),
            (across_wallis, -(c ** (-j - HALF))),
            (wallis_closed_form.at({power: 2 * m + 2, wallis_d: 2 * j + 2}), c ** (-j - HALF)),
        ]
    ),
    where=WALLIS,
)

above = d + 2 * beyond
size_above = 2 / pi * size_by_parts.subs(k, beyond) * density_constant(above) * 2 ** (above - 1)
both_constants = size_above * 2 ** (-j - HALF) * gamma(m + 3 * HALF) * gamma(j + HALF) / (2 * gamma(m + j + 2))

swapped = moments.claim(
    "moment_with_the_other_order",
    Eq(
        stieltjes(d, j, m),
        both_constants * wallis(d + 2 * m + 2 * j, d + 2 * m + 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **LATER},
    because="Tonelli's theorem: 1 - y^2 + 2 y^2 sin(u)^2 is the sum with c = 2 sin(u)^2",
    proof=Tonelli(
        inner=size_above
        * (1 - y**2) ** (m + HALF)
        * y ** (2 * j)
        * Integral(
            (1 - y**2 + 2 * y**2 * sin(u) ** 2) ** (-beyond - 1) * (sin(u) * cos(u)) ** (above - 2), (u, 0, pi / 2)
        ),
        across=(
            across.at({c: 2 * sin(u) ** 2}),
            size_above * (sin(u) * cos(u)) ** (above - 2),
        ),
        using=[half_by_parts.at({k: beyond}), half_mean.at({d: above, n: beyond + 1})],
    ),
    where={**MOMENT, **HALF_ANGLE, **WALLIS, **RESOLVENT, **TURNED},
    numeric=_moment,
)

all_moments = moments.claim(
    "moments_in_every_dimension",
    Eq(stieltjes(d, j, m), root_size(d, beyond, m), evaluate=False),
    {**DIMENSIONS, **LATER},
    because="Wallis' integral again; Gamma functions cancel",
    proof=Linear(
        [(swapped, 1), (wallis_closed_form.at({power: d + 2 * m + 2 * j, wallis_d: d + 2 * m + 1}), both_constants)]
    ),
    where={**MOMENT, **HALF_ANGLE, **WALLIS, **RESOLVENT, **TURNED},
    numeric=_moment,
)
