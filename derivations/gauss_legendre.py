"""The Gauss-Legendre route: where Theta_L is analytic in the angle, and the error of the quadrature.

The angle is theta, t = cos(theta); v = sqrt(2) sin(theta/2) and w = sqrt(2) cos(theta/2) are the square-root
variables at both ends (endpoint_analysis.py).
"""

from functools import lru_cache

import mpmath as mp
from sympy import (
    Eq,
    Function,
    Integral,
    Interval,
    Le,
    Range,
    Rational,
    Sum,
    Symbol,
    cos,
    oo,
    pi,
    sin,
)

from ntksym.claims import Antiderivative, ByInduction, Cited, Combination, Derivation, Identity, Linear, Positive

HALF = Rational(1, 2)
s = Symbol("s", real=True)
h = pi * s

# --- the theta-plane -----------------------------------------------------------------------------

e = Symbol("e", positive=True)
g = Symbol("g", positive=True)
W = Symbol("W", real=True)
z = Symbol("z", real=True)
j = Symbol("j", integer=True, positive=True)
i = Symbol("i", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
n = Symbol("n", integer=True, positive=True)
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

# --- the error of the quadrature -----------------------------------------------------------------

x = Symbol("x", positive=True)
u = Symbol("u", real=True)
M = Symbol("M", nonnegative=True)
ELLIPSES = {x: Interval.open(1, oo)}
coefficient, error = Function("coefficient_quotient"), Function("quadrature_quotient")
POLE = 2  # measured for f(t) = 1/(2-t), analytic inside the ellipse of parameter rho < 2 + sqrt 3


def _largest(rho):
    """The largest modulus of f on the ellipse: at its right end."""
    return 1 / (POLE - (rho + 1 / rho) / 2)


def _coefficient(j, x):
    """|a_j| rho^j over 2 M, the Chebyshev coefficient by the trapezoidal rule."""
    nodes = 4 * mp.mp.dps + 2 * j
    angles = [mp.pi * (2 * a + 1) / nodes for a in range(nodes)]
    return abs(mp.fsum(mp.cos(j * u) / (POLE - mp.cos(u)) for u in angles)) * 2 / nodes * x**j / (2 * _largest(x))


@lru_cache(maxsize=32)
def _rule(count, digits):
    """Nodes and weights of Gauss and Legendre: Newton's method on P_count."""
    with mp.workdps(digits + 10):
        found = []
        for a in range(count):
            t = mp.cos(mp.pi * (a + mp.mpf(3) / 4) / (count + mp.mpf(1) / 2))
            for _ in range(12):
                before, now = mp.mpf(1), t
                for b in range(1, count):
                    before, now = now, ((2 * b + 1) * t * now - b * before) / (b + 1)
                slope = count * (t * now - before) / (t**2 - 1)
                t -= now / slope
            found.append((t, 2 / ((1 - t**2) * slope**2)))
        return tuple(found)


def _error(n, x):
    """The error of the rule with n nodes over the bound."""
    total = mp.fsum(w / (POLE - t) for t, w in _rule(n, mp.mp.dps))
    bound = mp.mpf(64) / 15 * _largest(x) * x ** (-2 * n) / (1 - 1 / x**2)
    return abs(total - mp.log(3)) / bound


def _evens(x, n, m):
    return mp.fsum(mp.mpf(x) ** (-2 * (n + i)) for i in range(m + 1))


quadrature = Derivation(
    "The error of Gauss-Legendre quadrature",
    source="Rabinowitz 1969; Trefethen 2013, Theorem 19.3",
    intro="f is analytic inside the ellipse with foci -1, 1 and half axes summing to rho > 1, and |f| <= M there.",
)

decay = quadrature.claim(
    "chebyshev_coefficients_decay",
    Le(coefficient(j, x), 1, evaluate=False),
    {j: Range(1, 25), x: Interval(Rational(5, 4), Rational(7, 2))},
    because="the coefficient of T_j is at most 2 M rho^(-j): pi i a_j is the integral of f((w+1/w)/2) w^(-j-1) over "
    "|w| = rho. Measured: the quotient of the two for f(t) = 1/(2-t)",
    proof=Cited("Cauchy's theorem in that annulus; Trefethen 2013, Theorem 8.1"),
    numeric=_coefficient,
)

quadrature_constant = quadrature.claim(
    "quadrature_constant_from_degree_four",
    Le(2 + 2 / (j**2 - 1), Rational(32, 15), evaluate=False),
    {j: Range(4, oo)},
    because="N >= 2 nodes integrate degrees below 4 exactly; 2 (2 + 2/(j^2-1)) <= 64/15 for the others",
    proof=Positive(),
)

even_sum = quadrature.claim(
    "even_geometric_sum",
    Eq(
        Sum(x ** (-2 * (n + i)), (i, 0, m)) * (1 - x ** (-2)),
        x ** (-2 * n) - x ** (-2 * (n + m + 1)),
        evaluate=False,
    ),
    {**ELLIPSES, n: Range(2, oo), m: Range(0, oo)},
    because="the even degrees 2n, 2n+2, ... beyond 2n-1; odd ones have integral and rule 0",
    proof=ByInduction(m, base=Identity(), step=lambda known: Linear([(known, 1)])),
    numeric=lambda x, n, m: _evens(x, n, m) * (1 - 1 / mp.mpf(x) ** 2),
)

even_bound = quadrature.claim(
    "even_geometric_sum_bound",
    Le(Sum(x ** (-2 * (n + i)), (i, 0, m)), x ** (-2 * n) / (1 - x ** (-2)), evaluate=False),
    {**ELLIPSES, n: Range(2, oo), m: Range(0, oo)},
    because="for all m, by the sum in closed form",
    proof=Positive([even_sum.at(solve_for=Sum(x ** (-2 * (n + i)), (i, 0, m)))]),
    numeric=_evens,
)

chebyshev_mean = quadrature.claim(
    "chebyshev_integral",
    Eq(Integral(cos(2 * n * u) * sin(u), (u, 0, pi)), -2 / (4 * n**2 - 1), evaluate=False),
    {n: Range(1, oo)},
    because="the integral of T_j over (-1, 1) for j = 2n, t = cos u; the rule, with weights > 0, gives at most 2",
    proof=Antiderivative(
        of=cos((2 * n - 1) * u) / (2 * (2 * n - 1)) - cos((2 * n + 1) * u) / (2 * (2 * n + 1)),
        ends=[],
    ),
)

errors = Sum((2 + 2 / ((2 * (n + i)) ** 2 - 1)) * x ** (-2 * (n + i)), (i, 0, m))

errors_bound = quadrature.claim(
    "chebyshev_errors_below_a_geometric_sum",
    Le(errors, Rational(32, 15) * Sum(x ** (-2 * (n + i)), (i, 0, m)), evaluate=False),
    {**ELLIPSES, n: Range(2, oo), m: Range(0, oo)},
    because="term by term: 2n >= 4",
    proof=ByInduction(m, base=Positive(), step=lambda known: Combination([(known, 1)])),
)

as_sum = quadrature.claim(
    "quadrature_error_as_chebyshev_sum",
    Le(error(n, x), 1, evaluate=False),
    {n: Range(2, 13), x: Interval(Rational(5, 4), Rational(7, 2))},
    because="the error is at most the sum over even j >= 2n of |a_j| (2 + 2/(j^2-1)), |a_j| <= 2 M rho^(-j). "
    "Measured: the error over the bound below for f(t) = 1/(2-t), with 2 to 12 nodes",
    proof=Cited("Gauss: exact below degree 2n, weights > 0; the Chebyshev series converges absolutely"),
    numeric=_error,
)

gauss_legendre = quadrature.claim(
    "gauss_legendre_error",
    Le(2 * M * errors, Rational(64, 15) * M * x ** (-2 * n) / (1 - x ** (-2)), evaluate=False),
    {**ELLIPSES, M: Interval(0, oo), n: Range(2, oo), m: Range(0, oo)},
    because="for every m, hence for the whole series: n nodes err by at most (64/15) M rho^(-2n)/(1 - rho^(-2))",
    proof=Combination([(errors_bound, 2 * M), (even_bound, Rational(64, 15) * M)]),
)
