"""Legendre polynomials are orthogonal on the sphere, and the norm of P_k is 1/N_k.

Definition.  With w_0(d) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)), the mean over the sphere of a zonal function f(<x, y>)
is w_0(d) * integral over (0, pi) of f(cos u) sin(u)^(d-2) du; the inner product of P_k and P_l is the mean of P_k P_l.
"""

import mpmath as mp
from kernel_eigenvalues import SINES, sines, sines_closed_form
from legendre_polynomials import _legendre, d, degree_one, degree_zero, from_above, k, lowered, t, three_term
from product_formula import DEGREES, FROM_ONE, half_turn, u
from sympy import Eq, Function, Integral, Lambda, Range, Symbol, cos, oo, sin

from ntksym.claims import Antiderivative, Derivation, FirstValues, Identity, Induction, UnderIntegral
from ntksym.formulas.harmonics import LegendreP, density_constant, dimension_positive

j = Symbol("j", integer=True, nonnegative=True)
l = Symbol("l", integer=True, nonnegative=True)

DIMENSIONS = {d: Range(2, oo)}


def _zonal(g, d, k):
    """mu_k[g] by quadrature, with w_0 as one over the integral of sin^(d-2)."""
    ends = mp.linspace(0, mp.pi, 5 + k // 4)

    def at(x):
        c, s = mp.cos_sin(x)
        return g(c) * _legendre(d, k, c) * s ** (d - 2)

    return mp.quad(at, ends) / mp.quad(lambda x: mp.sin(x) ** (d - 2), ends)


def _exactly(g):
    """The same with spare digits, for a value that is 0."""

    def evaluate(**values):
        with mp.workdps(3 * mp.mp.dps // 2):
            return g(**values)

    return evaluate


inner, shifted = Function("I"), Function("J")


def _pair(g):
    return Lambda(
        (d, k, l),
        density_constant(d)
        * Integral(g * LegendreP(d, k, cos(u)) * LegendreP(d, l, cos(u)) * sin(u) ** (d - 2), half_turn),
    )


INNER, SHIFTED = {inner: _pair(1)}, {shifted: _pair(cos(u))}
PAIRS = {**INNER, **SHIFTED}
SECOND = {l: Range(0, oo)}


def _inner(d, k, l, g=lambda x: 1):
    return _zonal(lambda x: g(x) * _legendre(d, l, x), d, k)


norms = Derivation(
    "Orthogonality and norms",
    source="DLMF 18.2.1, 18.3; Mueller 1966, Lemmas 9 and 10",
    intro="I(d, k, l) is the mean of P_k P_l, and J(d, k, l) that of t P_k P_l.",
)

inner_recurrence = norms.claim(
    "legendre_inner_product_recurrence",
    Eq(
        (k + d - 2) * inner(d, k + 1, l),
        (2 * k + d - 2) * shifted(d, k, l) - k * inner(d, k - 1, l),
        evaluate=False,
    ),
    {**DIMENSIONS, **FROM_ONE, **SECOND},
    because="the recurrence of P_k under the integral",
    proof=UnderIntegral([three_term.at({t: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    where=PAIRS,
    numeric=lambda d, k, l: (k + d - 2) * _inner(d, k + 1, l),
)

shifted_recurrence = norms.claim(
    "legendre_inner_product_times_t",
    Eq(
        (2 * l + d - 2) * shifted(d, k, l),
        (l + d - 2) * inner(d, k, l + 1) + l * inner(d, k, l - 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, l: Range(1, oo)},
    because="the recurrence of P_l under the integral",
    proof=UnderIntegral([three_term.at({k: l, t: cos(u)}, solve_for=LegendreP(d, l + 1, cos(u)))]),
    where=PAIRS,
    numeric=lambda d, k, l: (2 * l + d - 2) * _inner(d, k, l, lambda x: x),
)

shifted_zero = norms.claim(
    "legendre_inner_product_degree_one",
    Eq(inner(d, 1, l), shifted(d, 0, l), evaluate=False),
    {**DIMENSIONS, **SECOND},
    because="P_1 = t P_0",
    proof=UnderIntegral([degree_zero.at({t: cos(u)}), degree_one.at({t: cos(u)})]),
    where=PAIRS,
    numeric=lambda d, l: _inner(d, 1, l),
)

mass = norms.claim(
    "legendre_inner_product_degree_zero",
    Eq(inner(d, 0, 0), density_constant(d) * sines(d), evaluate=False),
    DIMENSIONS,
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({t: cos(u)})]),
    where={**INNER, **SINES},
    numeric=lambda d: _inner(d, 0, 0),
)

mean_of_linear = norms.claim(
    "legendre_degree_one_has_mean_zero",
    Eq(inner(d, 0, 1), 0, evaluate=False),
    DIMENSIONS,
    because="cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(
        of=sin(u) ** (d - 1) / (d - 1),
        using=[degree_zero.at({t: cos(u)}), degree_one.at({t: cos(u)})],
        ends=[],
    ),
    where=INNER,
    numeric=_exactly(lambda d: _inner(d, 0, 1)),
)

mean_vanishes = norms.claim(
    "legendre_has_mean_zero",
    Eq(inner(d, 0, l), 0, evaluate=False),
    {**DIMENSIONS, l: Range(1, oo)},
    because="(d-1) P_l sin^(d-2) is the derivative of sin^(d-1) P_{l-1} of dimension d + 2",
    proof=FirstValues(
        l,
        1,
        base=[mean_of_linear],
        then=Antiderivative(
            of=sin(u) ** (d - 1) * LegendreP(d + 2, l - 1, cos(u)) / (d - 1),
            using=[
                degree_zero.at({t: cos(u)}),
                from_above.at({k: l, t: cos(u)}),
                lowered.at({d: d + 2, k: l - 1, t: cos(u)}),
            ],
            ends=[],
        ),
    ),
    where=INNER,
    numeric=_exactly(lambda d, l: _inner(d, 0, l)),
)

orthogonal = norms.claim(
    "legendre_orthogonality",
    Eq(inner(d, k, k + 1 + j), 0, evaluate=False),
    {**DIMENSIONS, **DEGREES, j: Range(0, oo)},
    because="P_0 and P_1 are orthogonal to all higher degrees, and the recurrence leads from k and k + 1 to k + 2",
    proof=Induction(
        k,
        recurrence=[
            shifted_recurrence.at({k: k + 1, l: k + 3 + j}, solve_for=shifted(d, k + 1, k + 3 + j)),
            inner_recurrence.at({k: k + 1, l: k + 3 + j}, solve_for=inner(d, k + 2, k + 3 + j)),
        ],
        order=2,
        base=[
            *(mean_vanishes.at({l: j + i}) for i in (1, 3)),
            shifted_recurrence.at({k: 0, l: j + 2}, solve_for=shifted(d, 0, j + 2)),
            shifted_zero.at({l: j + 2}),
        ],
        also=[{k: k + 1, j: j + 2}, {j: j + 2}],
    ),
    where=PAIRS,
    source="DLMF 18.2.1",
    numeric=_exactly(lambda d, k, j: _inner(d, k, k + 1 + j)),
)

norm_linear = norms.claim(
    "legendre_norm_degree_one",
    Eq(inner(d, 1, 1), 1 / d, evaluate=False),
    DIMENSIONS,
    because="E[t^2] = 1/d",
    proof=Identity(
        [
            sines_closed_form,
            mass,
            mean_vanishes.at({l: 2}),
            shifted_recurrence.at({k: 0, l: 1}, solve_for=shifted(d, 0, 1)),
            shifted_zero.at({l: 1}),
        ]
    ),
    where={**PAIRS, **SINES},
    numeric=lambda d: _inner(d, 1, 1),
)

norm_step = norms.claim(
    "legendre_norm_step",
    Eq(
        (k + d - 2) * (2 * k + d) * inner(d, k + 1, k + 1),
        (k + 1) * (2 * k + d - 2) * inner(d, k, k),
        evaluate=False,
    ),
    {**DIMENSIONS, **FROM_ONE},
    because="the mean of t P_k P_{k+1} by the recurrence of P_k and by that of P_{k+1}",
    proof=Identity(
        [
            orthogonal.at({j: 1}),
            orthogonal.at({k: k - 1, j: 1}),
            shifted_recurrence.at({l: k + 1}, solve_for=shifted(d, k, k + 1)),
            inner_recurrence.at({l: k + 1}, solve_for=inner(d, k + 1, k + 1)),
        ]
    ),
    where=PAIRS,
    numeric=lambda d, k: (k + d - 2) * (2 * k + d) * _inner(d, k + 1, k + 1),
)

norm = norms.claim(
    "legendre_norm",
    Eq(inner(d, k, k), 1 / dimension_positive(d, k), evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="degree 1, and both sides have the same step",
    proof=Induction(
        k,
        recurrence=[norm_step.at(solve_for=inner(d, k + 1, k + 1))],
        base=[norm_linear],
    ),
    where=PAIRS,
    source="DLMF 18.3; Mueller 1966, Lemma 10",
    numeric=lambda d, k: _inner(d, k, k),
)
