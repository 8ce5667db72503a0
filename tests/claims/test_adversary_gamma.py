"""Attempts to prove false statements by the theorem of Bohr and Mollerup, and about integrals singular at an end."""

import pytest
import sympy as sp
from sympy import Function, Integral, Interval, Lambda, Range, Rational, Symbol, cos, gamma, oo, pi, sin, sqrt

from ntksym.claims import Antiderivative, BohrMollerup, Cited, PositiveIntegrand, UnderIntegral
from ntksym.claims.legs import rigorous_leg

x = Symbol("x", positive=True)
a, u, y = sp.symbols("a u y", real=True)
n = Symbol("n", integer=True)
POSITIVE = {x: Interval.open(0, oo)}
quarter = (u, 0, pi / 2)
W = Function("W")
WALLIS = {W: Lambda(a, Integral(cos(u) ** a, quarter))}
duplication = 2 ** (x - 1) / sqrt(pi) * gamma(x / 2) * gamma((x + 1) / 2)

# --- Bohr and Mollerup ---------------------------------------------------------------------------


def test_the_duplication_and_triplication_formulas_hold(proved, eq):
    """Products of Gamma functions of x/n with the right constant are Gamma."""
    assert proved(eq(duplication, gamma(x)), POSITIVE, BohrMollerup(x))
    assert proved(eq(gamma(x), gamma(x)), POSITIVE, BohrMollerup(x))


WRONG = {
    "factor 2": 2 * duplication,
    "power of 2": 2**x / sqrt(pi) * gamma(x / 2) * gamma((x + 1) / 2),
    "base 4": 4 ** (x - 1) / sqrt(pi) * gamma(x / 2) * gamma((x + 1) / 2),
    "shift": 2 ** (x - 1) / sqrt(pi) * gamma(x / 2) * gamma(x / 2 + 1),
    "sign": -duplication,
    "periodic factor": duplication * (2 + cos(2 * pi * x)) / 3,
    "periodic exponent": duplication * 2 ** sin(2 * pi * x),
    "quadratic exponent": duplication * 2 ** (x * (x - 1) * sin(pi * x)),
    "a Gamma below": gamma(x) ** 2 / duplication,
    "a square of another": duplication**2 / gamma(x),
    "a sum": duplication / 2 + duplication * cos(2 * pi * x) / 2,
    "zero": sp.Integer(0),
}


@pytest.mark.parametrize("name", WRONG)
def test_no_other_function_is_gamma(name, proved, eq):
    """A periodic factor satisfies the functional equation; only convexity refuses it."""
    assert not proved(eq(WRONG[name], gamma(x)), POSITIVE, BohrMollerup(x))


def test_the_range_is_all_positive_numbers(proved, eq):
    """On a part of them, or beyond, the theorem says nothing."""
    for range_ in (Interval.open(0, 1), Interval.open(1, oo), Interval(0, oo), Interval(-oo, oo), Range(1, oo)):
        z = Symbol("z", real=True)
        said = eq(duplication.subs(x, z), gamma(z))
        assert not proved(said, {z: range_}, BohrMollerup(z))


def test_a_quotient_that_is_no_gamma_and_the_wrong_side(proved, eq):
    """It proves f(x) = Gamma(x) and nothing else."""
    assert not proved(eq(gamma(x), duplication), POSITIVE, BohrMollerup(x))
    assert not proved(eq(duplication, gamma(x + 1)), POSITIVE, BohrMollerup(x))
    assert not proved(sp.Ge(duplication, gamma(x), evaluate=False), POSITIVE, BohrMollerup(x))


def test_another_functions_value_decides_nothing(proved, eq):
    """The two cited equations must hold, and be about f."""
    g = Function("g")
    value = eq(g(x), gamma(x))
    assert not proved(value, POSITIVE, BohrMollerup(x))
    assert not proved(value, POSITIVE, BohrMollerup(x), where={g: Lambda(x, Integral(sp.cos(u) ** x, quarter))})


def _step(make, eq, said):
    return make(said, {a: Interval.open(-1, oo)}, Cited("for the test"), where=WALLIS)


def test_wallis_integral_and_its_slips(make, eq):
    """The integral of cos^(2x-1) is Gamma(x) sqrt(pi)/(2 Gamma(x + 1/2)), and nothing near it."""
    one = make(eq(W(1), 1), {}, Antiderivative(of=sin(u)), where=WALLIS)
    parts = _step(make, eq, eq((a + 2) * W(a + 2) - (a + 1) * W(a), 0))

    def attempt(f, first=one, recurrence=parts):
        proof = BohrMollerup(x, first=[first], step=[recurrence.at({a: 2 * x - 1}, solve_for=W(2 * x + 1))])
        try:
            claim = make(eq(f, gamma(x)), POSITIVE, proof, where=WALLIS)
        except ValueError:
            return False
        return rigorous_leg(claim)[0].status == "holds"

    right = 2 * gamma(x + Rational(1, 2)) / sqrt(pi) * W(2 * x - 1)
    assert attempt(right)
    assert not attempt(2 * right)
    assert not attempt(gamma(x + Rational(1, 2)) / sqrt(pi) * W(2 * x - 1))
    assert not attempt(2 * gamma(x + 1) / sqrt(pi) * W(2 * x - 1))
    assert not attempt(2 * gamma(x + Rational(1, 2)) / sqrt(pi) * W(2 * x))
    assert not attempt(2 * gamma(x + Rational(1, 2)) / sqrt(pi) * W(2 * x - 2))  # diverges for x <= 1/2
    assert not attempt(right * (2 + cos(2 * pi * x)) / 3)


@pytest.mark.parametrize(
    "inside",
    [
        (cos(u) - Rational(1, 2)) ** (2 * x),
        -(cos(u) ** (2 * x)),
        (cos(u) - Rational(1, 2)) * cos(u) ** (2 * x),
        cos(u) ** (2 * x * sin(pi * x)),
        cos(u) ** (x**2),
        cos(u) ** (2 * x) * (2 + cos(2 * pi * x)),
        cos(u * x) ** 2,
        cos(u) ** (2 * x - 3),
    ],
)
def test_only_integrals_of_positive_powers_are_log_convex(inside, make, eq):
    """A base or weight that changes sign, a curved exponent, a second x: no."""
    g = Function("g")
    proof = BohrMollerup(x)
    claim = make(eq(g(x), gamma(x)), POSITIVE, proof, where={g: Lambda(x, Integral(inside, quarter))})
    found = proof.prove(claim)
    assert not found.proved
    assert "convex" in found.detail


def test_backward_ranges_are_refused(make, eq):
    """From right to left the integral is negative."""
    g = Function("g")
    claim = make(
        eq(g(x), gamma(x)),
        POSITIVE,
        BohrMollerup(x),
        where={g: Lambda(x, Integral(cos(u) ** (2 * x), (u, pi / 2, 0)))},
    )
    assert not claim.proof.prove(claim).proved


# --- integrals that are singular at an end -------------------------------------------------------


def test_powers_above_minus_one_are_integrable(proved, eq):
    """cos^a with a > -1 over a quarter turn, and equal integrands."""
    said = eq(Integral(2 * cos(u) ** a, quarter), 2 * Integral(cos(u) ** a, quarter))
    assert proved(said, {a: Interval.open(-1, oo)}, UnderIntegral())
    both = eq(Integral(cos(u) ** a * sin(u) ** y, quarter) * 2, Integral(2 * cos(u) ** a * sin(u) ** y, quarter))
    assert proved(both, {a: Interval.open(-1, oo), y: Interval.open(-1, oo)}, UnderIntegral())


DIVERGENT = [
    (cos(u) ** a, {a: Interval(-1, oo)}, quarter),
    (cos(u) ** a, {a: Interval.open(-2, oo)}, quarter),
    (cos(u) ** (a - 1), {a: Interval.open(-1, oo)}, quarter),
    (cos(u) ** a * sin(u) ** (-1), {a: Interval.open(-1, oo)}, quarter),
    (cos(u) ** a / (pi / 2 - u), {a: Interval.open(-1, oo)}, quarter),
    (cos(u) ** a * (1 + 1 / cos(u)), {a: Interval.open(-1, oo)}, quarter),
    (cos(u) ** a, {a: Interval.open(-1, oo)}, (u, 0, pi)),
    (cos(u) ** a, {a: Interval.open(-1, oo)}, (u, 0, 2)),
    (cos(2 * u) ** a, {a: Interval.open(-1, oo)}, quarter),
    (sin(2 * u) ** a * cos(u) ** a, {a: Interval.open(-1, oo)}, quarter),
]


@pytest.mark.parametrize(("inside", "domain", "limits"), DIVERGENT)
def test_divergent_or_unseen_integrals_prove_nothing(inside, domain, limits, proved, eq):
    """An exponent that may be -1, a second singular factor, a range beyond the zero."""
    said = eq(Integral(inside, limits), Integral(inside + 0 * a, limits))
    twice = eq(2 * Integral(inside, limits), Integral(2 * inside, limits))
    assert not proved(said, domain, UnderIntegral())
    assert not proved(twice, domain, UnderIntegral())
    assert not proved(sp.Ge(Integral(inside, limits), 0, evaluate=False), domain, PositiveIntegrand())


def test_a_divergent_integral_has_no_recurrence(proved, eq):
    """Each integral in a combination must exist for itself."""
    f = cos(u) ** (a + 1)
    parts = eq((a + 2) * Integral(cos(u) ** (a + 2), quarter) - (a + 1) * Integral(cos(u) ** a, quarter), 0)
    assert proved(parts, {a: Interval.open(-1, oo)}, Antiderivative(of=f * sin(u)))
    assert not proved(parts, {a: Interval.open(-2, oo)}, Antiderivative(of=f * sin(u)))
    wrong = eq((a + 2) * Integral(cos(u) ** (a + 2), quarter) - a * Integral(cos(u) ** a, quarter), 0)
    assert not proved(wrong, {a: Interval.open(-1, oo)}, Antiderivative(of=f * sin(u)))
