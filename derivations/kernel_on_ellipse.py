"""The dispersion kernel on an ellipse: |E_k(tau + ip)| <= S_k in every dimension.

z = tau + ip with q = e^(-tau) < 1: cosh z runs over the ellipse with foci -1 and 1 through cosh tau.  On the circle
|E_k| = q^k.  On the sphere sin(r)/(cosh z - cos r) is 2 sum over n of e^(-nz) sin(nr), and the coefficients of P_k in
these sines (legendre_in_sines.py) give a series below a geometric one.  From d to d + 2 the kernel's own step leads.
"""

import mpmath as mp
from dispersion_kernel import DEGREES, DIMENSIONS, HALF, SPHERE, b, d, k, sphere
from legendre_in_sines import COUNTS, INDICES, j, n, neumann_ratio
from sympy import Eq, Function, Interval, Lambda, Le, Sum, Symbol, cos, gamma, hyper, pi, sin, sqrt

from ntksym.claims import ByInduction, Cited, Combination, Derivation, Positive

q = Symbol("q", positive=True)
h = Symbol("h", real=True)
INSIDE = {q: Interval.open(0, 1)}
cosh_, sinh_ = (q + 1 / q) / 2, (1 / q - q) / 2


def size(d, k):
    """S_k (1+q^2) in even dimensions, S_k (1-q^2) sqrt(1+q^2) in odd ones, where |E_k| <= S_k on the ellipse."""
    return (1 + q**2) ** (d / 2) * q**k * gamma(d / 2) * gamma(k + 1) / gamma(k + d / 2)


def _kernel(d, k, z):
    """E_k(z) for complex z by its definition, away from the cut."""
    if mp.re(z) < mp.mpf(1) / 4:
        raise ValueError("too close to the cut to be measured")
    whole = mp.quad(lambda u: mp.sin(u) ** (d - 2), [0, mp.pi / 2, mp.pi])

    def inside(u):
        t = mp.cos(u)
        before, now = mp.mpf(1), t
        for a in range(1, k):
            before, now = now, ((2 * a + d - 2) * t * now - a * before) / (a + d - 2)
        return (now if k else mp.mpf(1)) * mp.sin(u) ** (d - 2) / (mp.cosh(z) - t)

    return mp.sinh(z) * mp.quad(inside, mp.linspace(0, mp.pi, 3 + k // 8), method="gauss-legendre") / whole


def _modulus(d, k, q, h):
    return abs(_kernel(d, k, -mp.log(q) + mp.mpc(0, mp.pi * h)))


ellipse = Derivation(
    "The dispersion kernel on an ellipse",
    source="derived here; Lemma 1 (4) of the note on certified tails",
    intro="modulus_E(d, k, q, h) is the modulus of E_k(tau + ip) in dimension d, with q = e^(-tau) and p = pi h.",
)

sinh_modulus = ellipse.claim(
    "sinh_modulus_below_cosh",
    Le(sinh_**2 * cos(pi * h) ** 2 + cosh_**2 * sin(pi * h) ** 2, cosh_**2, evaluate=False),
    {**INSIDE, h: Interval(0, 2)},
    because="|sinh(tau + ip)|^2 = cosh(tau)^2 - cos(p)^2",
    proof=Combination([], squares=[(1, cos(pi * h))]),
)

neumann = ellipse.claim(
    "neumann_series",
    Eq(
        sphere(3, k, b),
        2
        * b
        / (b**2 - 1)
        * sqrt(pi)
        * gamma(k + 1)
        / gamma(k + 3 * HALF)
        * ((b - 1) / (b + 1)) ** (k + 1)
        * hyper((HALF, k + 1), (k + 3 * HALF,), ((b - 1) / (b + 1)) ** 2),
        evaluate=False,
    ),
    {**DEGREES, b: Interval.open(1, 5)},
    because="term by term: sinh z times the sum over j of s(k, k+1+2j) e^(-(k+1+2j)z), the other coefficients being 0",
    proof=Cited(
        "Fubini's theorem: sin(r)/(cosh z - cos r) = 2 sum of e^(-nz) sin(nr) converges absolutely for Re z > 0"
    ),
    where=SPHERE,
    numeric=lambda k, b: _kernel(3, k, mp.log((b + 1) / (b - 1))),
)

neumann_share = neumann_ratio * gamma(k + 3 * HALF) / (sqrt(pi) * gamma(k + 1))  # g_j

neumann_bound = ellipse.claim(
    "neumann_coefficients_at_most_one",
    Le(neumann_share, 1, evaluate=False),
    {**DEGREES, **INDICES},
    because="g_0 = 1, g_{j+1}/g_j = (j+1/2)(k+j+1)/((k+j+3/2)(j+1)) < 1: |Q_k| is below a geometric series",
    proof=ByInduction(
        j,
        base=Positive(),
        step=lambda known: Combination([(known, (j + HALF) * (k + 1 + j) / ((k + 3 * HALF + j) * (j + 1)))]),
    ),
)

turn = Function("c")

neumann_sums = ellipse.claim(
    "neumann_partial_sums_on_the_ellipse",
    Le(
        (1 - q**2) * Sum(neumann_share * q ** (2 * j) * cos(turn(j)), (j, 0, n)),
        1 - q ** (2 * n + 2),
        evaluate=False,
    ),
    {**DEGREES, **COUNTS, **INSIDE},
    because="the real part of each partial sum of Neumann's series, turned by any angle, is below a geometric sum: "
    "with z = tau + ip, c(j) = 2jp + c, so |g_0 + g_1 e^(-2z) + ...| <= 1/(1-q^2)",
    proof=ByInduction(
        n,
        base=Combination([(neumann_bound.at({j: 0}), 1 - q**2)]),
        step=lambda known: Combination([(known, 1), (neumann_bound.at({j: n + 1}), q ** (2 * n + 2) * (1 - q**2))]),
    ),
    example={turn: Lambda(j, 2 * j)},
)

size_falls = ellipse.claim(
    "ellipse_size_falls_in_degree",
    Le(size(d, k + 1), q * size(d, k), evaluate=False),
    {**DIMENSIONS, **DEGREES, **INSIDE},
    because="S_{k+1}/S_k = q (k+1)/(k+d/2)",
    proof=Positive(),
)

size_step = ellipse.claim(
    "ellipse_size_dimension_step",
    Le(d / (2 * k + d) * (size(d, k) + size(d, k + 2)), size(d + 2, k), evaluate=False),
    {**DIMENSIONS, **DEGREES, **INSIDE},
    because="E_k of dimension d + 2 is d/(2k+d) (E_k - E_{k+2}), and S_{k+2} <= q^2 S_k",
    proof=Positive(),
)

modulus = Function("modulus_E")
AROUND = {q: Interval.open(0, 1), h: Interval(0, 2)}

modulus_circle = ellipse.claim(
    "modulus_on_the_circle",
    Eq(modulus(2, k, q, h), q**k, evaluate=False),
    {**DEGREES, **AROUND},
    because="E_k(z) = e^(-kz) for real z > 0 by dispersion_circle_closed_form, hence where both sides are analytic",
    proof=Cited("the identity theorem (Rudin 1987, Theorem 10.18), for Re z > 0"),
    numeric=lambda k, q, h: _modulus(2, k, q, h),
)

modulus_sphere = ellipse.claim(
    "modulus_on_the_sphere",
    Le(
        modulus(3, k, q, h),
        cosh_ * sqrt(pi) * gamma(k + 1) / gamma(k + 3 * HALF) * q ** (k + 1) / (1 - q**2),
        evaluate=False,
    ),
    {**DEGREES, **AROUND},
    because="|sinh z| <= cosh tau; Neumann's series is at most its first coefficient times q^(k+1) (1 + q^2 + ...)",
    proof=Cited("a limit: neumann_partial_sums_on_the_ellipse for every n, sinh_modulus_below_cosh, neumann_series"),
    numeric=lambda k, q, h: _modulus(3, k, q, h),
)

modulus_step = ellipse.claim(
    "modulus_dimension_step",
    Le(
        modulus(d + 2, k, q, h) - d / (2 * k + d) * (modulus(d, k, q, h) + modulus(d, k + 2, q, h)),
        0,
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **AROUND},
    because="dispersion_dimension_step for complex z, where both sides are analytic",
    proof=Cited("the identity theorem (Rudin 1987, Theorem 10.18), and triangle_inequality"),
    numeric=lambda d, k, q, h: (
        _modulus(d + 2, k, q, h) - mp.mpf(d) / (2 * k + d) * (_modulus(d, k, q, h) + _modulus(d, k + 2, q, h))
    ),
)


def _bound(name, first, start, factor):
    """|E_k| <= S_k in the dimensions first, first + 2, ..., where S_k = size/factor."""
    dimension = 2 * n + first
    weight = dimension / (2 * k + dimension)
    return ellipse.claim(
        f"dispersion_kernel_on_the_ellipse_{name}",
        Le(modulus(dimension, k, q, h), size(dimension, k) / factor, evaluate=False),
        {**COUNTS, **DEGREES, **AROUND},
        because="from one dimension to two more: |E_k| + |E_{k+2}| is at most S_k + S_{k+2}, which the new S_k exceeds",
        proof=ByInduction(
            n,
            base=start,
            step=lambda known: Combination(
                [
                    (modulus_step.at({d: dimension}), 1),
                    (known, weight),
                    (known.at({k: k + 2}), weight),
                    (size_step.at({d: dimension}), 1 / factor),
                ]
            ),
        ),
        numeric=lambda n, k, q, h: _modulus(2 * n + first, k, q, h),
    )


even_bound = _bound("in_even_dimensions", 2, Positive([modulus_circle]), 1 + q**2)
odd_bound = _bound("in_odd_dimensions", 3, Combination([(modulus_sphere, 1)]), (1 - q**2) * sqrt(1 + q**2))
