"""Attempts to prove false inequalities: wrong signs, lost strictness, poles, hypotheses used too far."""

import pytest
import sympy as sp
from sympy import Function, Ge, Gt, Interval, Le, Lt, Range, Rational, acos, cos, exp, log, oo, pi, sin, sqrt

from ntksym.claims import (
    ByInduction,
    Cited,
    Combination,
    EveryCase,
    FirstValues,
    FromLimit,
    GapInduction,
    Identity,
    InductiveInequality,
    Monotone,
    Positive,
    Subdivision,
)

x, y, a = sp.symbols("x y a", real=True)
n, m = sp.symbols("n m", integer=True)
f, g = Function("f"), Function("g")
UNIT, LINE, HALF = Interval(0, 1), Interval(-1, 1), Interval(0, oo)
COUNT, FROM_ONE = Range(0, oo), Range(1, oo)


def ge(lhs, rhs=0):
    return Ge(lhs, rhs, evaluate=False)


def gt(lhs, rhs=0):
    return Gt(lhs, rhs, evaluate=False)


# --- signs of coefficients -----------------------------------------------------------------------

FALSE_SIGNS = {
    "negative left of 0": (ge(x), {x: LINE}),
    "zero at the closed end": (gt(x), {x: UNIT}),
    "zero at the far end": (gt(1 - x), {x: UNIT}),
    "zero inside": (gt((x - Rational(1, 2)) ** 2), {x: UNIT}),
    "just negative": (ge((x - Rational(1, 2)) ** 2 - sp.Integer(10) ** -30), {x: UNIT}),
    "zero at a corner": (gt(x + y), {x: UNIT, y: UNIT}),
    "zero at an integer": (gt((n - 7) ** 2), {n: COUNT}),
    "negative between roots": (ge((n - 3) * (n - 5)), {n: COUNT}),
    "through a pole": (gt(1 / x), {x: LINE}),
    "undefined root": (ge(sqrt(x)), {x: LINE}),
    "square of an imaginary root": (ge(sqrt(x) ** 2 + 0 * y), {x: LINE, y: UNIT}),
    "square of a logarithm of a negative number": (ge(log(x) ** 2), {x: Interval(-2, -1)}),
    "logarithm": (ge(log(x)), {x: Interval(Rational(1, 2), 2)}),
    "arccosine at 1": (gt(acos(x)), {x: LINE}),
    "arccosine at -1": (gt(pi - acos(x)), {x: LINE}),
    "sine at 0": (gt(sin(pi * x)), {x: UNIT}),
    "sine beyond pi": (ge(sin(pi * x)), {x: Interval(0, 2)}),
    "cosine": (ge(cos(pi * x)), {x: UNIT}),
    "22/7": (ge(pi, Rational(22, 7)), {}),
    "gamma left of 0": (gt(sp.gamma(x)), {x: Interval(-Rational(1, 2), 1)}),
    "gamma between poles": (gt(sp.gamma(x)), {x: Interval(-Rational(3, 4), -Rational(1, 4))}),
    "sign of a power": (gt((-1) ** n), {n: COUNT}),
    "an arbitrary function": (ge(f(x)), {x: UNIT}),
    "equal": (gt(f(x), f(x) + 0), {x: UNIT}),
}


@pytest.mark.parametrize("name", FALSE_SIGNS)
def test_false_signs(name, proved):
    """The sign test decides none of these."""
    statement, domain = FALSE_SIGNS[name]
    assert not proved(statement, domain, Positive())


TRUE_SIGNS = {
    "half line": (gt(x**3 + x + 1), {x: HALF}),
    "open end": (gt(x), {x: Interval.Lopen(0, 1)}),
    "product": (ge(x * (1 - x)), {x: UNIT}),
    "integers": (ge((n - 1) * (n - 2)), {n: COUNT}),
    "arccosine": (gt(acos(x)), {x: Interval.Ropen(-1, 1)}),
    "gamma": (gt(sp.gamma(n + Rational(1, 2))), {n: COUNT}),
    "pi": (gt(pi, 3), {}),
    "less than": (Lt(x, 2, evaluate=False), {x: UNIT}),
}


@pytest.mark.parametrize("name", TRUE_SIGNS)
def test_true_signs(name, proved):
    """The sign test decides these."""
    statement, domain = TRUE_SIGNS[name]
    assert proved(statement, domain, Positive())


@pytest.mark.parametrize("proof", [Positive(), Subdivision(), Monotone(x, 0, Positive()), Combination([])])
def test_an_inequalitys_proof_does_not_prove_an_equation(proof, certified, eq):
    """The equation x = x + 1 is not certified by an argument about signs, nor does it crash the leg."""
    assert not certified(eq(f(x), f(x) + 1), {x: UNIT}, proof)


# --- bounds and combinations ---------------------------------------------------------------------


def test_bounds_of_opaque_terms(make, proved, certified):
    """A bound of f on [0, 1] is none on [-1, 1]; contradictory bounds prove nothing by accident."""
    bound = make(ge(f(x), 1), {x: UNIT}, Cited("c"))
    assert proved(gt(f(x) ** 2 + f(x)), {x: UNIT}, Positive([bound]))
    assert not proved(gt(f(x)), {x: LINE}, Positive([bound]))
    assert not proved(gt(f(x), 1), {x: UNIT}, Positive([bound]))
    assert not proved(gt(f(2 * x)), {x: UNIT}, Positive([bound]))
    below = make(Le(f(x), 0, evaluate=False), {x: UNIT}, Cited("c"))
    assert not certified(ge(g(x)), {x: UNIT}, Positive([bound, below]))


@pytest.mark.parametrize("root", [sp.I, sqrt(x), sqrt(-1 - x**2), log(x), sp.acos(2 + x), (-1) ** x])
def test_squares_of_what_is_not_real(root, proved):
    """A square is only >= 0 if its root is real."""
    assert not proved(ge(root**2), {x: LINE}, Combination([], squares=[(1, root)]))
    assert not proved(ge(-1 + 0 * x), {x: LINE}, Combination([], squares=[(1, sp.I)]))


def test_weights_and_strictness_of_combinations(make, proved):
    """Weights are >= 0 on the whole domain, and strictness needs a strict part with a weight > 0."""
    weak, strict = make(ge(f(x)), {x: LINE}, Cited("c")), make(gt(g(x)), {x: LINE}, Cited("c"))
    assert proved(ge((x + 1) * f(x)), {x: LINE}, Combination([(weak, x + 1)]))
    assert not proved(ge(x * f(x)), {x: LINE}, Combination([(weak, x)]))
    assert not proved(ge(-f(x)), {x: LINE}, Combination([(weak, -1)]))
    assert not proved(gt(f(x)), {x: LINE}, Combination([(weak, 1)]))
    assert proved(gt(f(x) + g(x)), {x: LINE}, Combination([(weak, 1), (strict, 1)]))
    assert not proved(gt((x + 1) * g(x)), {x: LINE}, Combination([(strict, x + 1)]))
    assert not proved(ge(f(x)), {x: Interval(-2, 1)}, Combination([(weak, 1)]))
    assert not proved(ge(f(x), 1), {x: LINE}, Combination([(weak, 1)]))


# --- monotone ------------------------------------------------------------------------------------


def test_monotone(proved):
    """From the value at one end and the slope, if nothing jumps between."""
    rising = Positive()
    assert proved(ge(x**3 + x), {x: UNIT}, Monotone(x, 0, rising))
    assert proved(gt(x**3 + x), {x: Interval.Lopen(0, 1)}, Monotone(x, 0, rising))
    assert not proved(gt(x**3 + x), {x: UNIT}, Monotone(x, 0, rising))
    assert not proved(ge(x**3 - 3 * x), {x: Interval(0, 2)}, Monotone(x, 0, rising))
    assert not proved(ge(x**3 + x), {x: LINE}, Monotone(x, 0, rising))
    assert not proved(ge(x - x**2), {x: Interval(0, 2)}, Monotone(x, 2, rising))
    assert not proved(ge(2 - 1 / (1 - x)), {x: Interval(0, 3)}, Monotone(x, 0, rising))
    assert not proved(ge(-1 / x + 1), {x: LINE}, Monotone(x, -1, rising))
    assert not proved(ge(-1 / (x - 1) - sp.Rational(1, 2)), {x: Interval(0, 2)}, Monotone(x, 0, rising))
    assert not proved(ge(x / sqrt(x**2) + 1), {x: LINE}, Monotone(x, 1, rising))
    assert not proved(ge(-sp.floor(x)), {x: Interval(0, 2)}, Monotone(x, 0, rising))
    assert not proved(ge(n - 1), {n: COUNT}, Monotone(n, 0, rising))
    assert not proved(gt(0 * x, 0), {x: Interval.Lopen(0, 1)}, Monotone(x, 0, rising))


# --- inductions ----------------------------------------------------------------------------------


def test_inductive_inequality(proved):
    """The factor is >= 0, the first value true, the variable an integer, the relation not strict."""
    assert proved(ge(2**n, 1), {n: COUNT}, InductiveInequality(n, sp.Integer(2)))
    assert not proved(ge((-2) ** n, 1), {n: COUNT}, InductiveInequality(n, sp.Integer(-2)))
    assert not proved(ge(2**n, 2), {n: COUNT}, InductiveInequality(n, sp.Integer(2)))
    assert not proved(ge(2 ** (-n), Rational(1, 2)), {n: COUNT}, InductiveInequality(n, Rational(1, 2)))
    assert not proved(gt(2**n, 1), {n: COUNT}, InductiveInequality(n, sp.Integer(2)))
    assert not proved(ge(2**x, 1), {x: HALF}, InductiveInequality(x, sp.Integer(2)))
    assert not proved(ge(2**n, 3**n), {n: COUNT}, InductiveInequality(n, sp.Integer(2)))


def test_gap_induction(make, proved):
    """The hypothesis at smaller n, with weights >= 0, never at n + 1, and never the claim itself as known."""
    domain = {n: COUNT, x: UNIT}
    known = make(ge(f(n + 1) - f(n)), {n: COUNT}, Cited("increasing"))
    first = make(ge(f(0)), {}, Cited("start"))
    good = GapInduction(n, [({}, 1)], [(known, 1)], first=[Combination([(first, 1)])])
    assert proved(ge(f(n)), {n: COUNT}, good)
    assert not proved(ge(f(n)), {n: COUNT}, GapInduction(n, [({}, 1)], [(known, 1)]))
    assert not proved(ge(f(n)), {n: COUNT}, GapInduction(n, [({n: n + 1}, 1)], first=[Combination([(first, 1)])]))
    assert not proved(
        ge(f(n) - 1), {n: COUNT}, GapInduction(n, [({}, 1)], [(known, 1)], first=[Combination([(first, 1)])])
    )
    assert not proved(ge(x - Rational(1, 2)), domain, GapInduction(n, [({x: x}, -1)]))
    assert not proved(ge(x - n), domain, GapInduction(n, [({}, 1)]))


def test_gap_induction_does_not_know_itself(make):
    """The claim among its own known inequalities makes a circle that is found."""
    from ntksym.claims.legs import broken_use, rigorous_leg

    known: list = []
    claim = make(
        ge(f(n)), {n: COUNT}, GapInduction(n, [], known, first=[Combination([(make(ge(f(0)), {}, Cited("c")), 1)])])
    )
    known.append((claim.at({n: n + 1}), 1))
    result, uses = rigorous_leg(claim)
    assert result.status != "holds" or broken_use(uses, (claim,))


def test_an_induction_hypothesis_gives_no_limit(proved):
    """1/2 + 1/n >= 1 fails at n = 3, though its step would follow if the hypothesis held for all n."""
    statement = ge(Rational(1, 2) + 1 / n, 1)
    floor = 1 - 1 / (n * (n + 1))
    step = ByInduction(n, Positive(), lambda below: FromLimit(n, floor, (below, 1)))
    assert not proved(statement, {n: FROM_ONE}, step)


def test_an_induction_hypothesis_stays_inside_and_at_n(make, proved):
    """The hypothesis holds at n only and ends with its induction."""
    kept: list = []

    def ahead(below):
        kept.append(below)
        return Combination([(below.at({n: n + 1}), 1)])

    base = Combination([(make(ge(f(0)), {}, Cited("c")), 1)])
    assert not proved(ge(f(n)), {n: COUNT}, ByInduction(n, base, ahead))
    assert not proved(ge(f(n)), {n: COUNT}, Combination([(kept[0], 1)]))
    assert not proved(ge(f(n)), {n: COUNT}, ByInduction(n, base, lambda below: Combination([(below, 1)])))
    rising = make(ge(f(n + 1), f(n)), {n: COUNT}, Cited("c"))
    assert proved(ge(f(n)), {n: COUNT}, ByInduction(n, base, lambda below: Combination([(below, 1), (rising, 1)])))


def test_induction_for_other_variables_within_their_domain(make, proved):
    """The hypothesis may be used at other values only where they stay in the domain."""
    base = Combination([(make(ge(f(0, x)), {x: UNIT}, Cited("c")), 1)])
    rule = make(ge(f(n + 1, x), f(n, 2 * x)), {n: COUNT, x: UNIT}, Cited("c"))
    domain = {n: COUNT, x: UNIT}
    assert not proved(
        ge(f(n, x)), domain, ByInduction(n, base, lambda below: Combination([(below.at({x: 2 * x}), 1), (rule, 1)]))
    )


def test_a_limit_from_a_share_that_does_not_tend_to_one(make, proved):
    """X >= L Y gives X >= Y in the limit only if L tends to 1."""
    known = make(ge(f(n), g(n) / 2), {n: FROM_ONE}, Cited("c"))
    positive = make(gt(g(n)), {n: FROM_ONE}, Cited("c"))
    for floor in (Rational(1, 2), 1 + 1 / n - Rational(1, 2), n / (2 * n + 1), sin(n), n):
        assert not proved(ge(f(n), g(n)), {n: FROM_ONE}, FromLimit(n, sp.sympify(floor), (known, 1), [positive]))


# --- balls ---------------------------------------------------------------------------------------


def test_subdivision(proved):
    """Balls on boxes prove what is true, and nothing about a pole, an open infinity or integers."""
    assert proved(gt(exp(x), x), {x: LINE}, Subdivision())
    assert not proved(gt(x**2), {x: LINE}, Subdivision(max_boxes=200))
    assert not proved(ge(1 / x, -1), {x: LINE}, Subdivision(max_boxes=200))
    assert not proved(ge(sqrt(x)), {x: LINE}, Subdivision(max_boxes=200))
    assert not proved(gt(exp(x), x), {x: HALF}, Subdivision())
    assert not proved(gt(exp(x), x + n), {x: LINE, n: Range(0, 3)}, Subdivision())
    assert not proved(gt(log(x) ** 2, -1), {x: Interval(-2, 1)}, Subdivision(max_boxes=200))


def test_every_case_of_inequalities(proved):
    """Each case is decided by balls; equality is not greater."""
    assert proved(ge(2**n, n + 1), {n: Range(0, 6)}, EveryCase())
    assert not proved(gt(2**n, n + 1), {n: Range(0, 6)}, EveryCase())
    assert not proved(gt(2**n, n**2), {n: Range(0, 6)}, EveryCase())


def test_first_values(make, proved, eq):
    """The first values are proved, and so are the others."""
    rule = make(eq(f(n), 0), {n: Range(2, oo)}, Cited("c"))
    start = [make(eq(f(i), 0), {}, Cited("c")) for i in range(2)]
    assert proved(eq(f(n), 0), {n: COUNT}, FirstValues(n, 2, start, Identity([rule])))
    assert not proved(eq(f(n), 0), {n: COUNT}, FirstValues(n, 1, start, Identity([rule])))
    assert not proved(eq(f(n), 0), {n: COUNT}, FirstValues(n, 2, start[:1], Identity([rule])))
    assert not proved(eq(f(n), 0), {n: COUNT}, FirstValues(n, 0, start, Identity([rule])))
    assert not proved(eq(f(n), 0), {n: COUNT}, FirstValues(n, -2, start, Identity([rule])))
