"""The dispersion kernel: the Funk-Hecke transform of sinh z/(cosh z - t), which turns jumps into eigenvalues.

Definition.  E_k(z) = mu_k[sinh z/(cosh z - t)], with b = coth(z/2), so that e^(-z) = (b-1)/(b+1).  It is known on the
circle, steps from d to d + 2, and is positive for real z in every dimension.  kernel_on_ellipse.py bounds it for
complex z, tail_expansion.py turns it into eigenvalues.
"""

import mpmath as mp
from legendre_polynomials import _legendre, degree_one, degree_zero, from_above, lowered
from legendre_polynomials import t as cosine
from spherical_harmonics import dimension_above
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
    acos,
    cos,
    oo,
    pi,
    sin,
)

from ntksym.claims import (
    Antiderivative,
    ByInduction,
    Combination,
    Derivation,
    Induction,
    PositiveIntegrand,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)

# --- the dispersion kernel -----------------------------------------------------------------------

b = Symbol("b", positive=True)
d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
r = Symbol("r", real=True)
PARAMETER = {b: Interval.open(1, oo)}
sum_, difference = b**2 + 1, b**2 - 1
DIMENSIONS, DEGREES = {d: Range(2, oo)}, {k: Range(0, oo)}
poisson = 2 * b / (sum_ - difference * cos(r))
circle, sphere = Function("E"), Function("F")
CIRCLE = {circle: Lambda((k, b), Integral(poisson * cos(k * r), (r, 0, pi)) / pi)}
SPHERE = {
    sphere: Lambda(
        (d, k, b),
        density_constant(d) * Integral(poisson * LegendreP(d, k, cos(r)) * sin(r) ** (d - 2), (r, 0, pi)),
    )
}


def _poisson(b, r):
    """The kernel sinh z/(cosh z - cos r) at coth(z/2) = b."""
    z = mp.log((b + 1) / (b - 1))
    return mp.sinh(z) / (mp.cosh(z) - mp.cos(r))


def _circle(k, b):
    """The periodic integrand's mean by the trapezoidal rule, whose error falls geometrically."""
    count = int(mp.mp.prec / mp.log((b + 1) / (b - 1), 2)) + k + 8
    angles = [2 * mp.pi * i / count for i in range(count)]
    return mp.fsum(_poisson(b, r) * mp.cos(k * r) for r in angles) / count


def _combined(k, b):
    """The left side of the recurrence, with spare digits for a value that is 0."""
    with mp.workdps(2 * mp.mp.dps):
        z = mp.log((b + 1) / (b - 1))
        scale = b**2 - 1
        return scale * (mp.cosh(z) * _circle(k + 1, b) - (_circle(k + 2, b) + _circle(k, b)) / 2)


kernel = Derivation(
    "The dispersion kernel",
    source="derived here; Lemma 1 of the note on certified tails",
    intro="sinh z/(cosh z - t) with b = coth(z/2), so that e^(-z) = (b-1)/(b+1); E is its transform on the circle.",
)

kernel_zero = kernel.claim(
    "dispersion_circle_degree_zero",
    Eq(circle(0, b), 1, evaluate=False),
    PARAMETER,
    because="the antiderivative is the angle of the image of e^(iu) under a Moebius map of the disc",
    proof=Antiderivative(
        of=acos((sum_ * cos(r) - difference) / (sum_ - difference * cos(r))),
    ),
    where=CIRCLE,
    numeric=lambda b: _circle(0, b),
)

kernel_one = kernel.claim(
    "dispersion_circle_degree_one",
    Eq(sum_ * circle(0, b) - difference * circle(1, b), 2 * b, evaluate=False),
    PARAMETER,
    because="the integrand is the constant 2b/pi",
    proof=Antiderivative(of=2 * b * r / pi),
    where=CIRCLE,
    numeric=lambda b: (b**2 + 1) * _circle(0, b) - (b**2 - 1) * _circle(1, b),
)

kernel_recurrence = kernel.claim(
    "dispersion_circle_recurrence",
    Eq(
        sum_ * circle(k + 1, b) - difference / 2 * (circle(k + 2, b) + circle(k, b)),
        0,
        evaluate=False,
    ),
    {**DEGREES, **PARAMETER},
    because="2 cos u cos(ku) = cos((k+1)u) + cos((k-1)u), and cos((k+1)u) has mean 0",
    proof=Antiderivative(of=2 * b * sin((k + 1) * r) / ((k + 1) * pi)),
    where=CIRCLE,
    numeric=_combined,
)

kernel_circle = kernel.claim(
    "dispersion_circle_closed_form",
    Eq(circle(k, b), ((b - 1) / (b + 1)) ** k, evaluate=False),
    {**DEGREES, **PARAMETER},
    because="E_k = e^(-kz) has these first values and obeys the recurrence",
    proof=Induction(
        k,
        recurrence=[kernel_recurrence.at(solve_for=circle(k + 2, b))],
        order=2,
        base=[kernel_zero, kernel_one.at(solve_for=circle(1, b))],
    ),
    where=CIRCLE,
    numeric=_circle,
)

kernel_dimension = kernel.claim(
    "dispersion_dimension_step",
    Eq(sphere(d + 2, k, b), d / (2 * k + d) * (sphere(d, k, b) - sphere(d, k + 2, b)), evaluate=False),
    {**DIMENSIONS, **DEGREES, **PARAMETER},
    because="(1-t^2) P_k^[d+2] in terms of P_k^[d] and P_{k+2}^[d], under the integral",
    proof=UnderIntegral([dimension_above.at({cosine: cos(r)}, solve_for=LegendreP(d + 2, k, cos(r)))]),
    where=SPHERE,
    source="DLMF 18.9.8",
)


# --- it is positive ------------------------------------------------------------------------------

n = Symbol("n", integer=True, positive=True)
y = Symbol("y", positive=True)
EXPONENTS, BEYOND = {n: Range(1, oo)}, {y: Interval.open(0, oo)}
resolvent = Function("K")
RESOLVENT = {
    resolvent: Lambda(
        (d, k, n, y),
        density_constant(d)
        * Integral((1 + y * (1 - cos(r))) ** (-n) * LegendreP(d, k, cos(r)) * sin(r) ** (d - 2), (r, 0, pi)),
    )
}


def _zonal(f, d, k):
    ends = mp.linspace(0, mp.pi, 4 + k // 4)
    whole = mp.quad(lambda x: mp.sin(x) ** (d - 2), [0, mp.pi / 2, mp.pi])
    return mp.quad(lambda x: f(mp.cos(x)) * _legendre(d, k, mp.cos(x)) * mp.sin(x) ** (d - 2), ends) / whole


def _resolvent(d, k, n, y):
    with mp.workdps(mp.mp.dps + 2 * k):
        return _zonal(lambda t: (1 + y * (1 - t)) ** (-n), d, k)


positive = Derivation(
    "The dispersion kernel is positive",
    source="Rodrigues' formula, DLMF 18.5.5, as k integrations by parts",
    intro="K(d, k, n, y) = mu_k[(1 + y (1-t))^(-n)] with y > 0: one by parts takes k down, d up by 2 and n up by 1.",
)

resolvent_mean = positive.claim(
    "resolvent_mean_nonnegative",
    Ge(resolvent(d, 0, n, y), 0, evaluate=False),
    {**DIMENSIONS, **EXPONENTS, **BEYOND},
    because="the integrand is positive",
    proof=PositiveIntegrand([degree_zero.at({cosine: cos(r)})]),
    where=RESOLVENT,
    numeric=lambda d, n, y: _resolvent(d, 0, n, y),
)

resolvent_linear = positive.claim(
    "resolvent_by_parts_degree_one",
    Eq(d * resolvent(d, 1, n, y) - n * y * resolvent(d + 2, 0, n + 1, y), 0, evaluate=False),
    {**DIMENSIONS, **EXPONENTS, **BEYOND},
    because="cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(
        of=d * density_constant(d) / (d - 1) * (1 + y * (1 - cos(r))) ** (-n) * sin(r) ** (d - 1),
        using=[degree_one.at({cosine: cos(r)}), degree_zero.at({d: d + 2, cosine: cos(r)})],
        ends=[],
    ),
    where=RESOLVENT,
)

resolvent_by_parts = positive.claim(
    "resolvent_by_parts",
    Eq(d * resolvent(d, k, n, y) - n * y * resolvent(d + 2, k - 1, n + 1, y), 0, evaluate=False),
    {**DIMENSIONS, k: Range(2, oo), **EXPONENTS, **BEYOND},
    because="(d-1) sin^(d-2) P_k is the derivative of sin^(d-1) P_{k-1} of dimension d + 2",
    proof=Antiderivative(
        of=d
        * density_constant(d)
        / (d - 1)
        * (1 + y * (1 - cos(r))) ** (-n)
        * sin(r) ** (d - 1)
        * LegendreP(d + 2, k - 1, cos(r)),
        using=[from_above.at({cosine: cos(r)}), lowered.at({d: d + 2, k: k - 1, cosine: cos(r)})],
        ends=[],
    ),
    where=RESOLVENT,
)

resolvent_positive = positive.claim(
    "resolvent_nonnegative",
    Ge(resolvent(d, k, n, y), 0, evaluate=False),
    {**DIMENSIONS, k: Range(1, oo), **EXPONENTS, **BEYOND},
    because="k times by parts leads to degree 0, in dimension d + 2k",
    proof=ByInduction(
        k,
        base=Combination(
            [(resolvent_mean.at({d: d + 2, n: n + 1}), n * y / d)],
            using=[resolvent_linear.at(solve_for=resolvent(d, 1, n, y))],
        ),
        step=lambda known: Combination(
            [(known.at({d: d + 2, n: n + 1}), n * y / d)],
            using=[resolvent_by_parts.at({k: k + 1}, solve_for=resolvent(d, k + 1, n, y))],
        ),
    ),
    where=RESOLVENT,
    numeric=_resolvent,
)

dispersion_resolvent = positive.claim(
    "dispersion_is_a_resolvent",
    Eq(sphere(d, k, b), b * resolvent(d, k, 1, difference / 2), evaluate=False),
    {**DIMENSIONS, **DEGREES, **PARAMETER},
    because="sinh z = b/y and cosh z = 1 + 1/y with y = (b^2-1)/2",
    proof=UnderIntegral(),
    where={**SPHERE, **RESOLVENT},
    numeric=lambda d, k, b: _resolvent(d, k, 1, (b**2 - 1) / 2) * b,
)

dispersion_positive = positive.claim(
    "dispersion_kernel_nonnegative",
    Ge(sphere(d, k, b), 0, evaluate=False),
    {**DIMENSIONS, k: Range(1, oo), **PARAMETER},
    because="a positive multiple of K: a bound of the jump bounds what it contributes, for all k and d at once",
    proof=Combination([(resolvent_positive.at({n: 1, y: difference / 2}), b)], using=[dispersion_resolvent]),
    where={**SPHERE, **RESOLVENT},
    numeric=lambda d, k, b: _zonal(lambda t: 2 * b / (b**2 + 1 - (b**2 - 1) * t), d, k),
)
