"""Legendre polynomials of dimension 3 in sines: the coefficients of P_k(cos r) over (0, pi), all of them.

Definition.  s(k, n) is the integral of P_k(cos r) sin(nr) over (0, pi).  It is 0 for n <= k and for even n - k, and
Gamma(j+1/2) Gamma(k+1+j)/(Gamma(k+3/2+j) Gamma(j+1)) for n = k + 1 + 2j (Heine's series).
"""

from fractions import Fraction
from math import comb

import mpmath as mp
from legendre_polynomials import degree_one, degree_zero, from_above, lowered, three_term
from legendre_polynomials import t as cosine
from sympy import Eq, Function, Integer, Integral, Lambda, Range, Rational, Symbol, cos, gamma, oo, pi, sin

from ntksym.claims import Antiderivative, Derivation, Induction, UnderIntegral
from ntksym.formulas.harmonics import LegendreP

HALF = Rational(1, 2)
d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
j = Symbol("j", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
r = Symbol("r", real=True)
DEGREES, INDICES, COUNTS = {k: Range(0, oo)}, {j: Range(0, oo)}, {n: Range(0, oo)}

sine = Function("s")
SINE = {sine: Lambda((k, n), Integral(LegendreP(3, k, cos(r)) * sin(n * r), (r, 0, pi)))}
at_angle = {d: Integer(3), cosine: cos(r)}


def _sine(k, n):
    """Exactly: P_k(cos u) as a cosine polynomial (Laplace), each term integrated against sin(nu)."""
    total = Fraction(0)
    for i in range(k + 1):
        m = k - 2 * i
        if (m + n) % 2:
            weight = Fraction(comb(2 * i, i) * comb(2 * k - 2 * i, k - i), 4**k)
            total += weight * Fraction(2 * n, n * n - m * m)
    return mp.mpf(total.numerator) / total.denominator


sines = Derivation(
    "Legendre polynomials in sines",
    source="Heine; Whittaker and Watson 1927, 15.34 (Neumann); by recurrence here",
    intro="s(k, n) is the integral of P_k(cos r) sin(nr) over (0, pi), in dimension 3.",
)

sine_recurrence = sines.claim(
    "sine_coefficient_recurrence",
    Eq(
        (k + 2) * sine(k + 2, n + 1),
        (2 * k + 3) * HALF * (sine(k + 1, n + 2) + sine(k + 1, n)) - (k + 1) * sine(k, n + 1),
        evaluate=False,
    ),
    {**DEGREES, **COUNTS},
    because="the three-term recurrence, and 2 cos r sin(nr) = sin((n+1)r) + sin((n-1)r)",
    proof=UnderIntegral([three_term.at({**at_angle, k: k + 1}, solve_for=LegendreP(3, k + 2, cos(r)))]),
    where=SINE,
    numeric=lambda k, n: (k + 2) * _sine(k + 2, n + 1),
)

odd_sines = sines.claim(
    "sine_coefficient_of_one",
    Eq(sine(0, 2 * j + 1), 2 / (2 * j + 1), evaluate=False),
    INDICES,
    because="the integral of an odd sine over a half turn",
    proof=Antiderivative(of=-cos((2 * j + 1) * r) / (2 * j + 1), using=[degree_zero.at(at_angle)], ends=[]),
    where=SINE,
    numeric=lambda j: _sine(0, 2 * j + 1),
)

even_sines = sines.claim(
    "sine_coefficient_of_one_vanishes",
    Eq(sine(0, 2 * j + 2), 0, evaluate=False),
    INDICES,
    because="the integral of an even sine over a half turn",
    proof=Antiderivative(of=-cos((2 * j + 2) * r) / (2 * j + 2), using=[degree_zero.at(at_angle)], ends=[]),
    where=SINE,
    numeric=lambda j: _sine(0, 2 * j + 2),
)

cosine_even = sines.claim(
    "sine_coefficient_of_cosine",
    Eq(sine(1, 2 * j + 2), 1 / (2 * j + 1) + 1 / (2 * j + 3), evaluate=False),
    INDICES,
    because="2 cos r sin(nr) = sin((n+1)r) + sin((n-1)r)",
    proof=Antiderivative(
        of=-cos((2 * j + 1) * r) / (2 * (2 * j + 1)) - cos((2 * j + 3) * r) / (2 * (2 * j + 3)),
        using=[degree_one.at(at_angle)],
        ends=[],
    ),
    where=SINE,
    numeric=lambda j: _sine(1, 2 * j + 2),
)

cosine_odd = sines.claim(
    "sine_coefficient_of_cosine_vanishes",
    Eq(sine(1, 2 * j + 3), 0, evaluate=False),
    INDICES,
    because="the integral of even sines over a half turn",
    proof=Antiderivative(
        of=-cos((2 * j + 2) * r) / (2 * (2 * j + 2)) - cos((2 * j + 4) * r) / (2 * (2 * j + 4)),
        using=[degree_one.at(at_angle)],
        ends=[],
    ),
    where=SINE,
    numeric=lambda j: _sine(1, 2 * j + 3),
)

neumann_ratio = gamma(j + HALF) * gamma(k + 1 + j) / (gamma(k + 3 * HALF + j) * gamma(j + 1))

sine_closed = sines.claim(
    "sine_coefficient_closed_form",
    Eq(sine(k, k + 1 + 2 * j), neumann_ratio, evaluate=False),
    {**DEGREES, **INDICES},
    because="both sides have these first values and obey the recurrence, for all j at once",
    proof=Induction(
        k,
        recurrence=[sine_recurrence.at({n: k + 2 + 2 * j}, solve_for=sine(k + 2, k + 3 + 2 * j))],
        order=2,
        base=[odd_sines, cosine_even],
        also=[{j: j + 1}, {k: k + 1, j: j + 1}],
    ),
    where=SINE,
    numeric=lambda k, j: _sine(k, k + 1 + 2 * j),
)

sine_other_parity = sines.claim(
    "sine_coefficient_of_the_other_parity",
    Eq(sine(k, k + 2 + 2 * j), 0, evaluate=False),
    {**DEGREES, **INDICES},
    because="the same recurrence, with first values 0",
    proof=Induction(
        k,
        recurrence=[sine_recurrence.at({n: k + 3 + 2 * j}, solve_for=sine(k + 2, k + 4 + 2 * j))],
        order=2,
        base=[even_sines, cosine_odd],
        also=[{j: j + 1}, {k: k + 1, j: j + 1}],
    ),
    where=SINE,
    numeric=lambda k, j: _sine(k, k + 2 + 2 * j),
)

no_sine = sines.claim(
    "sine_coefficient_at_zero",
    Eq(sine(k, 0), 0, evaluate=False),
    DEGREES,
    because="sin 0 = 0",
    proof=UnderIntegral(),
    where=SINE,
    numeric=lambda k: _sine(k, 0),
)

first_sine = sines.claim(
    "sine_coefficient_at_one",
    Eq(sine(k + 2, 1), 0, evaluate=False),
    DEGREES,
    because="2 sin P_k is the derivative of sin^2 P_{k-1} of dimension 5",
    proof=Antiderivative(
        of=sin(r) ** 2 * LegendreP(5, k + 1, cos(r)) / 2,
        using=[
            from_above.at({d: Integer(3), k: k + 2, cosine: cos(r)}),
            lowered.at({d: Integer(5), k: k + 1, cosine: cos(r)}),
        ],
        ends=[],
    ),
    where=SINE,
    numeric=lambda k: _sine(k + 2, 1),
    source="orthogonality of P_k to the constants",
)


def _below(slug, gap, because):
    return sines.claim(
        slug,
        Eq(sine(n + gap + 2 * j, n), 0, evaluate=False),
        {**COUNTS, **INDICES},
        because=because,
        proof=Induction(
            n,
            recurrence=[sine_recurrence.at({k: n + gap + 1 + 2 * j}, solve_for=sine(n + gap + 2 + 2 * j, n + 2))],
            order=2,
            base=[no_sine.at({k: gap + 2 * j}), first_sine.at({k: gap - 1 + 2 * j})],
            also=[{j: j + 1}, {n: n + 1, j: j + 1}],
        ),
        where=SINE,
        numeric=lambda n, j: _sine(n + gap + 2 * j, n),
    )


low_sines = _below(
    "sine_coefficient_below_the_degree", 1, "sin(nr)/sin r is a polynomial of lower degree in cos r; by recurrence in n"
)
low_sines_of_parity = _below("sine_coefficient_below_the_degree_of_its_parity", 2, "the same for even k - n >= 2")

first_diagonal = sines.claim(
    "sine_coefficient_of_cosine_at_one",
    Eq(sine(1, 1), 0, evaluate=False),
    {},
    because="cos r sin r has mean 0 over a half turn",
    proof=Antiderivative(of=sin(r) ** 2 / 2, using=[degree_one.at(at_angle)], ends=[]),
    where=SINE,
    numeric=lambda: _sine(1, 1),
)

diagonal = sines.claim(
    "sine_coefficient_at_the_degree",
    Eq(sine(k + 1, k + 1), 0, evaluate=False),
    DEGREES,
    because="the recurrence again; so only n = k + 1, k + 3, ... are left",
    proof=Induction(
        k,
        recurrence=[
            sine_recurrence.at({k: k + 1, n: k + 2}, solve_for=sine(k + 3, k + 3)),
            sine_other_parity.at({k: k + 2, j: 0}),
            sine_other_parity.at({k: k + 1, j: 0}),
        ],
        order=2,
        base=[
            first_diagonal,
            sine_recurrence.at({k: 0, n: 1}, solve_for=sine(2, 2)),
            cosine_odd.at({j: 0}),
            even_sines.at({j: 0}),
        ],
    ),
    where=SINE,
    numeric=lambda k: _sine(k + 1, k + 1),
)
