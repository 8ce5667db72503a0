"""The eigenvalues of (1-t)^(m+1/2), the building blocks of the tail, and the Gamma ratios between them."""

import mpmath as mp
from half_line_transforms import WALLIS, u, wallis, wallis_closed_form
from half_line_transforms import a as a_power
from legendre_polynomials import _legendre, degree_one, degree_zero, three_term
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Function,
    Gt,
    Integral,
    Interval,
    Lambda,
    Le,
    Lt,
    Range,
    Rational,
    Symbol,
    cos,
    gamma,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Derivation,
    Identity,
    Induction,
    Positive,
    SameRatio,
    UnderIntegral,
)
from ntksym.formulas.endpoint import (
    decay_ratio,
    leading_constant,
    root_eigenvalue,
    root_modulus,
    root_ratio,
)
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)
d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
W = Symbol("W", real=True)
DIMENSIONS, DEGREES = {d: Range(2, oo)}, {k: Range(0, oo)}

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
