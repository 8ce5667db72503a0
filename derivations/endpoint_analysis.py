"""What happens at t = 1 and t = -1: the square-root variables, the dispersion kernel, the Gamma ratios of the tail.

With t = 1 - v^2 at one end and t = -1 + w^2 at the other every kernel is a power series in v or w; its odd
part is the jump over the cut, and the jump decides how the eigenvalues decay.  We write v = sqrt(2) y, or
w = sqrt(2) y, with 0 <= y <= 1, so that the angle from the end is 2 arcsin(y), and

    D(y) = sin(2 arcsin y) - 2 arcsin(y) cos(2 arcsin y).
"""

import mpmath as mp
from half_line_transforms import WALLIS, u, wallis, wallis_closed_form
from half_line_transforms import a as a_power
from legendre_polynomials import degree_one, degree_zero, three_term
from legendre_polynomials import t as cosine
from ntk_recursion import (
    sigma_above,
    sigma_opposite,
    slope_next,
    theta_high,
    theta_next,
    theta_nonnegative,
    theta_one,
    within,
)
from spherical_harmonics import dimension_above
from sympy import (
    Eq,
    Function,
    Ge,
    Gt,
    Integral,
    Interval,
    Lambda,
    Le,
    Lt,
    Range,
    Rational,
    Symbol,
    acos,
    asin,
    cos,
    gamma,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    ByInduction,
    Combination,
    Derivation,
    EqualDerivative,
    Identity,
    Induction,
    Linear,
    Monotone,
    MonotoneImage,
    Positive,
    SameRatio,
    UnderIntegral,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.endpoint import (
    decay_ratio,
    leading_constant,
    root_at_minus_one,
    root_at_one,
    root_eigenvalue,
    root_modulus,
    root_ratio,
)
from ntksym.formulas.harmonics import LegendreP, density_constant
from ntksym.formulas.ntk import Sigma, Theta

HALF = Rational(1, 2)
y = Symbol("y", real=True)
t = Symbol("t", real=True)
x = Symbol("x", real=True)
s = Symbol("s", real=True)
h = pi * s
UNIT = {y: Interval(0, 1)}


def _theta(L, t):
    layer = total = t
    for _ in range(L - 1):
        angle = mp.acos(layer)
        layer = (mp.sin(angle) + (mp.pi - angle) * layer) / mp.pi
        total = layer + total * (1 - angle / mp.pi)
    return total


def _kappa_one(t):
    return (mp.sqrt(1 - t**2) + t * (mp.pi - mp.acos(t))) / mp.pi


# --- the square-root variables -------------------------------------------------------------------

theta = 2 * asin(y)
bulge = sin(theta) - theta * cos(theta)

ends = Derivation(
    "Square-root variables at both ends",
    source="derived here; Lemma 2 of the note on certified tails",
    intro="v = sqrt(2) y at t = 1, w = sqrt(2) y at t = -1.",
)

angle_at_one = ends.claim(
    "angle_from_one",
    Eq(acos(1 - 2 * y**2), theta, evaluate=False),
    UNIT,
    because="both are 0 at y = 0, with derivative 2/sqrt(1 - y^2)",
    proof=EqualDerivative(y, start=0),
    source="DLMF 4.24",
)

gap_at_one = ends.claim(
    "gap_after_one_layer",
    Eq(1 - kappa_one(1 - 2 * y**2), 2 * y**2 - bulge / pi, evaluate=False),
    UNIT,
    because="1 - kappa_1(1 - v^2) = v^2 - D/pi: one layer takes D/pi off the gap",
    proof=Linear([(angle_at_one, (1 - 2 * y**2) / pi)]),
    numeric=lambda y: 1 - _kappa_one(1 - 2 * y**2),
)

step_at_minus_one = ends.claim(
    "step_kernel_from_minus_one",
    Eq(kappa_zero(2 * y**2 - 1), theta / pi, evaluate=False),
    UNIT,
    because="kappa_0(-1 + w^2) = eta/pi with eta = 2 arcsin(w/sqrt 2)",
    proof=EqualDerivative(y, start=0),
    numeric=lambda y: 1 - mp.acos(2 * y**2 - 1) / mp.pi,
)

relu_at_minus_one = ends.claim(
    "relu_kernel_from_minus_one",
    Eq(kappa_one(2 * y**2 - 1), bulge / pi, evaluate=False),
    UNIT,
    because="kappa_1(-1 + w^2) = D(w)/pi",
    proof=Linear([(angle_at_one, (2 * y**2 - 1) / pi)]),
    numeric=lambda y: _kappa_one(2 * y**2 - 1),
)

bulge_algebraic = ends.claim(
    "bulge_in_the_root_variable",
    Eq(bulge, 2 * y * sqrt(1 - y**2) - theta * (1 - 2 * y**2), evaluate=False),
    UNIT,
    because="double angles",
    proof=Identity(),
)

bulge_integral = ends.claim(
    "bulge_as_integral",
    Eq(Integral(4 * x * asin(x / sqrt(2)), (x, 0, sqrt(2) * y)), bulge, evaluate=False),
    UNIT,
    because="d/dt of sqrt(1-t^2) - t arccos t is -arccos t; so D has Taylor coefficients >= 0, as arcsin has",
    proof=Antiderivative(
        of=2 * x / sqrt(2) * sqrt(1 - x**2 / 2) - 2 * asin(x / sqrt(2)) * (1 - x**2),
    ),
    numeric=lambda y: mp.quad(lambda x: 4 * x * mp.asin(x / mp.sqrt(2)), [0, mp.sqrt(2) * y]),
)

bulge_end = ends.claim(
    "bulge_at_the_far_end",
    Eq(Integral(4 * x * asin(x / sqrt(2)), (x, 0, sqrt(2))) / 2, pi / 2, evaluate=False),
    {},
    because="E(sqrt 2) = D(sqrt 2)/2 = pi/2, so |E/pi| <= 1/2 on the disc |v| <= sqrt 2",
    proof=Antiderivative(of=2 * x / sqrt(2) * sqrt(1 - x**2 / 2) - 2 * asin(x / sqrt(2)) * (1 - x**2)),
)

chord_right = ends.claim(
    "kappa_one_below_chord_right",
    Le(kappa_one(t), (1 + t) / 2, evaluate=False),
    {t: Interval(0, 1)},
    because="equality at 1, and kappa_1' = kappa_0 >= 1/2 for t >= 0, as kappa_0(0) = 1/2 and kappa_0 increases",
    proof=Monotone(t, start=1, derivative=Monotone(t, start=0, derivative=Positive())),
)

chord_left = ends.claim(
    "kappa_one_below_chord_left",
    Le(kappa_one(t), (1 + t) / 2, evaluate=False),
    {t: Interval(-1, 0)},
    because="equality at -1, and kappa_1' = kappa_0 <= 1/2 for t <= 0; so D(w) <= pi w^2/2, the bound |E| <= pi/2",
    proof=Monotone(t, start=-1, derivative=Monotone(t, start=0, derivative=Positive())),
)

# --- the leading square root at both ends --------------------------------------------------------

L = Symbol("L", integer=True, positive=True)
l = Symbol("l", integer=True, nonnegative=True)
DEPTHS = {L: Range(1, oo)}
ACUTE = {s: Interval(0, HALF)}


def _root_coefficient(L, end):
    """(Theta_L(end -+ v^2) - Theta_L(end))/v at v = 10^-70."""
    with mp.workdps(320):
        v = mp.mpf(10) ** -70
        return (_theta(L, end - end * v**2) - _theta(L, mp.mpf(end))) / v


leading = Derivation(
    "The leading square roots",
    source="Bietti and Bach 2021 (arXiv 2009.14397), Theorem 1; constants derived here",
    intro="c_plus(L) and c_minus(L) are the coefficients of v in Theta_L(1 - v^2) and of w in Theta_L(-1 + w^2).",
)

cosine_low = leading.claim(
    "cosine_above_parabola",
    Ge(cos(h), 1 - h**2 / 2, evaluate=False),
    ACUTE,
    because="equal at 0, and sin(h) <= h",
    proof=Monotone(s, start=0, derivative=Monotone(s, start=0, derivative=Positive())),
    source="DLMF 4.18",
)

angles = leading.claim(
    "layers_contract_angles",
    Le(acos(Sigma(l, t)), acos(t), evaluate=False),
    {l: Range(0, oo), t: Interval(-1, 1)},
    because="Sigma_l >= t, and arccos decreases",
    proof=MonotoneImage(of=sigma_above, using=within(l)),
)

theta_edge = leading.claim(
    "theta_near_one_from_below",
    Ge(Theta(L, cos(h)), L - L * (L - 1) / 2 * s - L * h**2 / 2, evaluate=False),
    {**DEPTHS, **ACUTE},
    because="a layer multiplies by kappa_0 >= 1 - u/pi, a loss of at most L u/pi, and adds Sigma_L >= cos u; u = pi s",
    proof=ByInduction(
        L,
        base=Combination([(cosine_low, 1)], using=[theta_one.at({t: cos(h)})]),
        step=lambda known: Combination(
            [
                (known, 1),
                (sigma_above.at({l: L, t: cos(h)}), 1),
                (cosine_low, 1),
                (angles.at({l: L - 1, t: cos(h)}), Theta(L, cos(h)) / pi),
                (theta_high.at({t: cos(h)}), s),
            ],
            using=[
                theta_nonnegative.at({t: cos(h)}),
                *within(L - 1, cos(h)),
                theta_next.at({t: cos(h)}),
            ],
        ),
    ),
)

plus_step = leading.claim(
    "leading_root_at_one",
    Eq(root_at_one(L + 1), root_at_one(L) - sqrt(2) / pi * L, evaluate=False),
    DEPTHS,
    because="kappa_0(1 - v^2) = 1 - sqrt(2) v/pi + ..., Sigma_L = 1 + O(v^2): each layer adds -sqrt(2)/pi Theta_L(1)",
    proof=Identity(),
    numeric=lambda L: _root_coefficient(L + 1, 1),
)

minus_step = leading.claim(
    "leading_root_at_minus_one",
    Eq(
        root_at_minus_one(L + 1),
        kappa_zero(Sigma(L - 1, -1)) * root_at_minus_one(L),
        evaluate=False,
    ),
    {L: Range(2, oo)},
    because="the root is born in layer 2 and multiplied by kappa_0(Sigma_j(-1)) later; Sigma_{j+1}(-1) = Sigma_j(0)",
    proof=Identity(
        [*within(L - 2, 0), *within(L - 1, -1), slope_next.at({l: L - 2, t: 0}), sigma_opposite.at({l: L - 2})]
    ),
    numeric=lambda L: _root_coefficient(L + 1, -1),
)

# --- the theta-plane -----------------------------------------------------------------------------

e = Symbol("e", positive=True)
g = Symbol("g", positive=True)
W = Symbol("W", real=True)
z = Symbol("z", real=True)
j = Symbol("j", integer=True, positive=True)
n = Symbol("n", integer=True, nonnegative=True)
PLANE = {s: Interval(-1, 1), e: Interval.open(0, oo)}
real_cosh, real_sinh = (e + 1 / e) / 2, (e - 1 / e) / 2
double_cosh = (e**2 + 1 / e**2) / 2

plane = Derivation(
    "The domain of the Gauss-Legendre route in the theta-plane",
    source="derived here; Trefethen 2013, Theorem 19.3, for the quadrature bound",
    intro="theta = 2 (h + i log e); v = sqrt(2) sin(theta/2) and w = sqrt(2) cos(theta/2).",
)

modulus_at_one = plane.claim(
    "root_modulus_at_one",
    Eq(2 * (sin(h) ** 2 * real_cosh**2 + cos(h) ** 2 * real_sinh**2), double_cosh - cos(2 * h), evaluate=False),
    PLANE,
    because="|v|^2 = cosh(Im theta) - cos(Re theta); sin(h + ib) = sin h cosh b + i cos h sinh b",
    proof=Identity(),
    numeric=lambda s, e: 2 * abs(mp.sin(mp.pi * s + 1j * mp.log(e))) ** 2,
)

modulus_at_minus_one = plane.claim(
    "root_modulus_at_minus_one",
    Eq(2 * (cos(h) ** 2 * real_cosh**2 + sin(h) ** 2 * real_sinh**2), double_cosh + cos(2 * h), evaluate=False),
    PLANE,
    because="|w|^2 = cosh(Im theta) + cos(Re theta); cos(h + ib) = cos h cosh b - i sin h sinh b",
    proof=Identity(),
    numeric=lambda s, e: 2 * abs(mp.cos(mp.pi * s + 1j * mp.log(e))) ** 2,
)

union = plane.claim(
    "two_discs_cover_the_strip",
    Le(2 * (1 + g * z) - W, 2 * g, evaluate=False),
    {g: Interval.open(0, oo), z: Interval(0, 1), W: Interval(2, oo)},
    because="|v|^2 = 2 cosh - |w|^2: where |w|^2 >= 2 and cosh <= cosh(tau_0) = 1 + g, |v|^2 <= 2g = rho",
    proof=Positive(),
)

cosine_modulus = plane.claim(
    "cosine_modulus_below_cosh",
    Eq(real_cosh**2 - (cos(h) ** 2 * real_cosh**2 + sin(h) ** 2 * real_sinh**2), sin(h) ** 2, evaluate=False),
    PLANE,
    because="|cos(a + ib)|^2 = cosh(b)^2 - sin(a)^2, so |cos(k theta)| <= cosh(k Im theta)",
    proof=Identity(),
    numeric=lambda s, e: mp.cosh(mp.log(e)) ** 2 - abs(mp.cos(mp.pi * s + 1j * mp.log(e))) ** 2,
)

quadrature_constant = plane.claim(
    "quadrature_constant_from_degree_four",
    Le(2 + 2 / (j**2 - 1), Rational(32, 15), evaluate=False),
    {j: Range(4, oo)},
    because="N >= 2 nodes integrate degrees below 4 exactly; 2 (2 + 2/(j^2-1)) <= 64/15 for the others",
    proof=Positive(),
    source="Rabinowitz 1969; Trefethen 2013, Theorem 19.3",
)

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

# --- the eigenvalues of (1-t)^(m+1/2) ------------------------------------------------------------

m = Symbol("m", integer=True, nonnegative=True)
ROOTS = {m: Range(0, oo)}
root = Function("R")
ROOT = {
    root: Lambda(
        (d, k, m),
        density_constant(d)
        * Integral(
            2 ** (m + d - HALF) * sin(u) ** (2 * m + d - 1) * cos(u) ** (d - 2) * LegendreP(d, k, 1 - 2 * sin(u) ** 2),
            (u, 0, pi / 2),
        ),
    )
}


def _legendre(d, k, t):
    if d == 2:
        return mp.cos(k * mp.acos(t))
    with mp.workdps(mp.mp.dps + k):
        value = mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)
    return +value


def _root(d, k, m):
    """The definition with t = cos(2u), so that 1 - t = 2 sin(u)^2; w_0 as one over the integral of sin^(d-2)."""
    with mp.workdps(mp.mp.dps + 10):
        points = mp.linspace(0, mp.pi / 2, 3 + k // 6)
        inside = mp.quad(
            lambda v: (
                (2 * mp.sin(v) ** 2) ** (m + mp.mpf(1) / 2)
                * _legendre(d, k, mp.cos(2 * v))
                * 2
                * mp.sin(2 * v) ** (d - 2)
            ),
            points,
        )
        return inside / mp.quad(lambda v: mp.sin(v) ** (d - 2), [0, mp.pi / 2, mp.pi])


roots = Derivation(
    "The eigenvalues of (1-t)^(m+1/2)",
    source="derived here; equation (2.4) of the note on the integral operator",
    intro="R(d, k, m) = mu_k[(1-t)^(m+1/2)], with t = cos(2u) = 1 - 2 sin(u)^2.",
)

root_zero = roots.claim(
    "root_transform_degree_zero",
    Eq(root(d, 0, m), density_constant(d) * 2 ** (m + d - HALF) * wallis(d - 2, 2 * m + d + 1), evaluate=False),
    {**DIMENSIONS, **ROOTS},
    because="a Wallis integral with cos^(d-2) sin^(2m+d-1)",
    proof=UnderIntegral([degree_zero.at({cosine: 1 - 2 * sin(u) ** 2})]),
    where={**ROOT, **WALLIS},
    numeric=lambda d, m: _root(d, 0, m),
)

root_mean = roots.claim(
    "root_transform_mean",
    Eq(root(d, 0, m), root_eigenvalue(d, 0, m), evaluate=False),
    {**DIMENSIONS, **ROOTS},
    because="Wallis' integrals in closed form",
    proof=Identity([root_zero, wallis_closed_form.at({a_power: d - 2, d: 2 * m + d + 1})]),
    where={**ROOT, **WALLIS},
    numeric=lambda d, m: _root(d, 0, m),
)

root_one = roots.claim(
    "root_transform_degree_one",
    Eq(root(d, 1, m), root(d, 0, m) - root(d, 0, m + 1), evaluate=False),
    {**DIMENSIONS, **ROOTS},
    because="t = 1 - (1 - t)",
    proof=UnderIntegral([degree_zero.at({cosine: 1 - 2 * sin(u) ** 2}), degree_one.at({cosine: 1 - 2 * sin(u) ** 2})]),
    where=ROOT,
    numeric=lambda d, m: _root(d, 1, m),
)

root_recurrence = roots.claim(
    "root_transform_recurrence",
    Eq(
        (k + d - 1) * root(d, k + 2, m),
        (2 * k + d) * (root(d, k + 1, m) - root(d, k + 1, m + 1)) - (k + 1) * root(d, k, m),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **ROOTS},
    because="the three-term recurrence, with t = 1 - (1 - t)",
    proof=UnderIntegral(
        [three_term.at({k: k + 1, cosine: 1 - 2 * sin(u) ** 2}, solve_for=LegendreP(d, k + 2, 1 - 2 * sin(u) ** 2))]
    ),
    where=ROOT,
    numeric=lambda d, k, m: (k + d - 1) * _root(d, k + 2, m),
)

root_closed = roots.claim(
    "root_transform_closed_form",
    Eq(root(d, k, m), root_eigenvalue(d, k, m), evaluate=False),
    {**DIMENSIONS, **DEGREES, **ROOTS},
    because="degrees 0 and 1, and the recurrence for all exponents at once",
    proof=Induction(
        k,
        recurrence=[root_recurrence.at(solve_for=root(d, k + 2, m))],
        order=2,
        base=[root_mean, root_mean.at({m: m + 1}), root_one],
        also=[{k: k + 1, m: m + 1}],
    ),
    where={**ROOT, **WALLIS},
    numeric=_root,
)

# --- the Gamma ratios of the tail ----------------------------------------------------------------

j = Symbol("j", integer=True, nonnegative=True)
far = m + 1 + j
FAR = {**DIMENSIONS, **ROOTS, j: Range(0, oo)}

ratios = Derivation(
    "Gamma ratios of the tail",
    source="derived here; section 1 of the note on certified tails",
    intro="k = m + 1 + j runs over all degrees beyond m; a_m(k) = |mu_k[(1-t)^(m+1/2)]|/(|C| G(k)).",
)

ratio_first = ratios.claim(
    "root_ratio_first",
    Eq(root_ratio(d, k, 0), 1, evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="a_0 = 1",
    proof=Identity(),
)

ratio_next = ratios.claim(
    "root_ratio_next",
    Eq(
        (k - m - 3 * HALF) * (k + m + d - HALF) * root_ratio(d, k, m + 1),
        2 * (d / 2 + m) * (m + 3 * HALF) * root_ratio(d, k, m),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **ROOTS},
    because="x^2 - beta^2 = (k-m-3/2)(k+m+d-1/2) for x = k + (d-2)/2, beta = m + 1 + (d-1)/2",
    proof=Identity(),
)

ratio_factor = ratios.claim(
    "root_ratio_denominator",
    Eq(
        (k + (d - 2) / 2) ** 2 - (m + 1 + (d - 1) / 2) ** 2,
        (k - m - 3 * HALF) * (k + m + d - HALF),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **ROOTS},
    because="difference of two squares",
    proof=Identity(),
)

root_sign = ratios.claim(
    "root_eigenvalue_sign_and_size",
    Eq(
        root_eigenvalue(d, far, m),
        (-1) ** (m + 1) * root_modulus(d) * decay_ratio(d, far) * root_ratio(d, far, m),
        evaluate=False,
    ),
    FAR,
    because="1/Gamma(-m-1/2) = (-1)^(m+1) Gamma(m+3/2)/pi",
    proof=SameRatio(m),
    source="DLMF 5.5.3",
)

ratio_positive = ratios.claim(
    "root_ratio_positive",
    Gt(root_ratio(d, far, m), 0, evaluate=False),
    FAR,
    because="every Gamma function has a positive argument for k > m",
    proof=Positive(),
)

ratio_decreases = ratios.claim(
    "root_ratio_decreases_in_degree",
    Le(root_ratio(d, far + 1, m), root_ratio(d, far, m), evaluate=False),
    FAR,
    because="a_m(k+1)/a_m(k) = (k-m-1/2)(k+d-1/2)/((k-1/2)(k+m+d-1/2)) <= 1",
    proof=Positive(),
)

beyond = m + n + 1 + j

quotient_decreases = ratios.claim(
    "root_ratio_quotient_decreases",
    Le(
        root_ratio(d, beyond + 1, m + n) * root_ratio(d, beyond, m),
        root_ratio(d, beyond, m + n) * root_ratio(d, beyond + 1, m),
        evaluate=False,
    ),
    {**FAR, n: Range(0, oo)},
    because="a_N/a_M decreases in k for N >= M: the factors x^2 - beta_i^2 with M < i <= N increase",
    proof=Positive(),
)

root_step = ratios.claim(
    "root_eigenvalue_ratio_in_degree",
    Eq((k + m + d - HALF) * root_eigenvalue(d, k + 1, m), (k - m - HALF) * root_eigenvalue(d, k, m), evaluate=False),
    {**DIMENSIONS, **DEGREES, **ROOTS},
    because="Gamma(z+1) = z Gamma(z)",
    proof=Identity(),
)

root_step_increases = ratios.claim(
    "root_eigenvalue_ratio_increases",
    Gt(
        (k + 1 - m - HALF) / (k + 1 + m + d - HALF),
        (k - m - HALF) / (k + m + d - HALF),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **ROOTS},
    because="1 - (2m+d)/(k+m+d-1/2) increases in k; so one check at k_0 serves all k >= k_0",
    proof=Positive(),
)

limit_constant = ratios.claim(
    "leading_decay_constant",
    Eq(root_modulus(d) * (sqrt(2) / pi * W), leading_constant(d, W), evaluate=False),
    {**DIMENSIONS, W: Interval(0, oo)},
    because="|C(d,1/2)| gamma_0 with gamma_0 = (sqrt(2)/pi) (L(L-1)/2 +- Pi_L), whose bracket is W",
    proof=Identity(),
)


def cap_quotient(k):
    """g(k) = G(k) (Gamma((k+d)/2)/Gamma(k/2))^2."""
    return decay_ratio(d, k) * (gamma((k + d) / 2) / gamma(k / 2)) ** 2


cap_step = ratios.claim(
    "cap_quotient_step",
    Eq(
        cap_quotient(k + 2) * (1 - 1 / (4 * (k + d) ** 2)),
        cap_quotient(k) * (1 - 1 / (4 * k**2)),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo)},
    because="Gamma(z+1) = z Gamma(z), two steps in G and one in each other factor",
    proof=Identity(),
)

cap_decreases = ratios.claim(
    "cap_quotient_decreases",
    Lt(cap_quotient(k + 2), cap_quotient(k), evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="1 - 1/(4k^2) < 1 - 1/(4(k+d)^2)",
    proof=Positive(),
)
