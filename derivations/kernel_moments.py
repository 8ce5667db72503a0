"""The moments of the dispersion kernel, which are the eigenvalues of (1-t)^(m+1/2), in every dimension.

Definition.  I_m is 1/pi times the integral of s^(m+1/2) E_k over tau > 0, with s = cosh tau - 1 and k > m.

In the variables of half_angle_kernel.py it is an iterated integral of a positive function, over u and over y;
Tonelli's theorem allows to integrate over y first.
"""

import mpmath as mp
from dispersion_kernel import DIMENSIONS, RESOLVENT, d, k, n
from half_angle_kernel import HALF_ANGLE, TURNED, half_angle, half_by_parts, half_mean, size_by_parts, y
from half_line_transforms import WALLIS, u, wallis, wallis_closed_form
from half_line_transforms import a as power
from half_line_transforms import d as wallis_d
from sympy import Eq, Function, Integral, Interval, Lambda, Range, Rational, Symbol, asin, cos, gamma, oo, pi, sin, sqrt

from ntksym.claims import ChangeOfVariables, Derivation, Linear, Tonelli
from ntksym.formulas.endpoint import decay_ratio, root_modulus, root_ratio
from ntksym.formulas.harmonics import density_constant

HALF = Rational(1, 2)
c = Symbol("c", positive=True)
j = Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
v = Symbol("v", nonnegative=True)
ROOTS, GAPS = {m: Range(0, oo)}, {c: Interval.open(0, oo)}
LATER = {**ROOTS, j: Range(0, oo)}  # k = m + 1 + j runs over all degrees beyond m
beyond = m + 1 + j

stieltjes = Function("I_m")
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


moments = Derivation(
    "The moments of the dispersion kernel",
    source="derived here; (11) of the note on certified tails",
    intro="I_m = (1/pi) times the integral of s^(m+1/2) E_k over tau > 0, s = cosh tau - 1 = (1-y^2)/y^2, is "
    "|C| G(k) a_m(k) for k > m; H is the half-angle transform of (1 - y^2 t)^(-n).",
)

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
