"""Inequalities with weights, by induction, from a limit, under an integral: true ones, and false neighbours."""

import pytest
from sympy import (
    Dummy,
    Eq,
    Function,
    Ge,
    Integral,
    Interval,
    Lambda,
    Le,
    Range,
    Symbol,
    floor,
    gamma,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Combination,
    Derivation,
    FromLimit,
    GapInduction,
    Identity,
    Induction,
    Positive,
    PositiveIntegrand,
)
from ntksym.claims.proofs.limits import tends_to_one

n = Symbol("n", integer=True, nonnegative=True)
x = Symbol("x", positive=True)
u = Symbol("u", real=True)
NATURALS = {n: Range(0, oo)}
POSITIVE = {x: Interval.open(0, oo)}
book = Derivation("Inequalities to test with", source="school")


def claim(statement, domain, proof, where=None):
    return book.claim(f"case_{len(book.claims)}", statement, domain, because="test", proof=proof, where=where)


def proved(statement, domain, proof, where=None):
    return claim(statement, domain, proof, where).proof.prove(book.claims[-1]).proved


amgm = claim(Ge(x + 1 / x, 2, evaluate=False), POSITIVE, Positive())


def test_combination_needs_weights_that_are_not_negative():
    double = Ge(2 * x + 2 / x, 4, evaluate=False)
    assert proved(double, POSITIVE, Combination([(amgm, 2)]))
    assert not proved(double, POSITIVE, Combination([(amgm, 1)]))
    reversed_ = Le(x + 1 / x, 2, evaluate=False)
    assert not proved(reversed_, POSITIVE, Combination([(amgm, -1)]))
    assert not proved(Ge(2 * x + 2 / x, 5, evaluate=False), POSITIVE, Combination([(amgm, 2)]))


def test_combination_keeps_to_the_domain_of_what_it_uses():
    y = Symbol("y", real=True)
    everywhere = {y: Interval(-1, oo)}
    assert not proved(Ge(2 * y + 2 / y, 4, evaluate=False), everywhere, Combination([(amgm.at({x: y}), 2)]))
    assert proved(Ge(2 * y + 2 / y, 4, evaluate=False), {y: Interval(1, oo)}, Combination([(amgm.at({x: y}), 2)]))


def test_an_inequality_is_no_rewriting_rule():
    assert not proved(Eq(x + 1 / x, 2, evaluate=False), POSITIVE, Identity([amgm]))
    assert not proved(Le(x + 1 / x, 2, evaluate=False), POSITIVE, Positive([amgm]))


@pytest.mark.parametrize(
    ("statement", "weight", "holds"),
    [
        (Ge((1 + x) ** n, 1 + n * x, evaluate=False), 1 + x, True),
        (Ge((1 + x) ** n, 1 + n * x, evaluate=False), 1, False),
        (Ge((1 + x) ** n, 1 + 2 * n * x, evaluate=False), 1 + x, False),
        (Ge((1 + x) ** n, 2 + n * x, evaluate=False), 1 + x, False),
        (Le((1 + x) ** n, 1 + n * x, evaluate=False), 1 + x, False),
    ],
)
def test_induction_with_a_weight(statement, weight, holds):
    proof = GapInduction(n, hypothesis=[({}, weight)])
    assert proved(statement, {**NATURALS, **POSITIVE}, proof) is holds


def test_induction_does_not_use_its_hypothesis_ahead_or_outside():
    false = Ge(1 - n, 0, evaluate=False)
    assert not proved(false, NATURALS, GapInduction(n, hypothesis=[({n: n + 1}, 1)]))
    moved = Ge(x + n, 2, evaluate=False)  # false at small x; at x - 1 the hypothesis does not exist
    assert not proved(moved, {**NATURALS, **POSITIVE}, GapInduction(n, hypothesis=[({x: x - 1}, 1)]))


def test_induction_checks_every_first_value():
    step_of_two = Ge(n, 1, evaluate=False)
    from_one = {n: Range(1, oo)}
    assert proved(step_of_two, from_one, GapInduction(n, hypothesis=[({}, 1)], order=2))
    assert not proved(Ge(n, 2, evaluate=False), from_one, GapInduction(n, hypothesis=[({}, 1)], order=2))


floor_claim = claim(Ge((n + 2) * (n + 3), (n + 1) * (n + 3), evaluate=False), NATURALS, Positive())


@pytest.mark.parametrize(
    ("upper", "lower", "share", "holds"),
    [
        ((n + 2) * (n + 3), (n + 1) * (n + 3), 1, True),
        ((n + 2) * (n + 3), 2 * (n + 1) * (n + 3), 1, False),
        ((n + 1) * (n + 3), (n + 2) * (n + 3), (n + 1) / (n + 2), False),  # the quotient increases to 1
    ],
)
def test_from_a_limit(upper, lower, share, holds):
    proof = FromLimit(n, floor=share + 0 * n if share != 1 else (n + 1) / (n + 1), known=(floor_claim, 1))
    found = proved(Ge(upper, lower, evaluate=False), NATURALS, proof)
    assert found is holds


def test_a_limit_below_one_proves_nothing():
    below = claim(Ge(n + 2, (n + 1) / 2, evaluate=False), NATURALS, Positive())
    proof = FromLimit(n, floor=n / (2 * n + 2), known=(below, 1))
    assert not proved(Ge(n + 2, n + 1, evaluate=False), NATURALS, proof)
    assert tends_to_one((n + 1) ** 2 / (n**2 + 5), n)
    assert not tends_to_one((n + 1) / (n**2 + 5), n)
    assert not tends_to_one((n + x) / n, n)
    assert not tends_to_one(sqrt(n) / n, n)
    assert not tends_to_one(gamma(n + 1) / gamma(n + 1) * n / (n + 1) * pi, n)


def test_under_an_integral():
    quarter = (u, 0, pi / 2)
    assert proved(
        Ge(Integral(sin(u), quarter), Integral(sin(u) ** 2, quarter), evaluate=False), {}, PositiveIntegrand()
    )
    assert not proved(
        Ge(Integral(sin(u) ** 2, quarter), Integral(sin(u), quarter), evaluate=False), {}, PositiveIntegrand()
    )
    backward = (u, pi / 2, 0)
    assert not proved(Ge(Integral(sin(u), backward), 0, evaluate=False), {}, PositiveIntegrand())
    assert not proved(Ge(Integral(1 / u, (u, 0, 1)), 0, evaluate=False), {}, PositiveIntegrand())


def test_several_integrals_need_continuous_integrands_and_one_range():
    unit, other = (u, 0, 1), (u, 0, 2)
    good = Eq(2 * Integral(u, unit) + 3 * Integral(u**2, unit), 2, evaluate=False)
    assert proved(good, {}, Antiderivative(of=u**2 + u**3))
    assert not proved(
        Eq(2 * Integral(u, unit) + 3 * Integral(u**2, other), 2, evaluate=False), {}, Antiderivative(of=u**2 + u**3)
    )
    split = Eq(Integral(1 / u + 1, unit) - Integral(1 / u, unit), 1, evaluate=False)
    assert not proved(split, {}, Antiderivative(of=u))
    product = Eq(Integral(u, unit) * Integral(u**2, unit), 1, evaluate=False)
    assert not proved(product, {}, Antiderivative(of=u))


def test_an_antiderivative_that_jumps_proves_nothing():
    jump = Eq(Integral(1, (u, 0, 2)), 3, evaluate=False)
    assert not proved(jump, {}, Antiderivative(of=u + floor(u) / 2))
    unknown = Function("f")(u)
    assert not proved(Eq(Integral(unknown.diff(u), (u, 0, 1)), 0, evaluate=False), {}, Antiderivative(of=unknown))


def test_a_power_of_zero_needs_a_positive_exponent():
    power = Dummy("n", integer=True, nonnegative=True)
    zero_power = Function("Z")
    where = {zero_power: Lambda(power, Integral(sin(u) ** power, (u, 0, pi)))}
    recurrence = claim(
        Eq((n + 2) * zero_power(n + 2) - (n + 1) * zero_power(n), 0, evaluate=False),
        NATURALS,
        Antiderivative(of=-(sin(u) ** (n + 1)) * sin(pi / 2 - u)),
        where,
    )
    assert recurrence.proof.prove(recurrence).proved
    base = claim(Eq(zero_power(0), pi, evaluate=False), {}, Antiderivative(of=u), where)
    right = Eq(zero_power(2 * n), sqrt(pi) * gamma(n + Dummy() * 0 + 1 / sqrt(4)) / gamma(n + 1), evaluate=False)
    at = recurrence.at({n: 2 * n}, solve_for=zero_power(2 * n + 2))
    assert proved(right, NATURALS, Induction(n, recurrence=[at], base=[base]), where)
    wrong = Eq(right.lhs, right.rhs * 2, evaluate=False)
    assert not proved(wrong, NATURALS, Induction(n, recurrence=[at], base=[base]), where)
    assert not proved(
        Eq((n + 1) * zero_power(n + 1) - n * zero_power(n - 1), 0, evaluate=False),
        NATURALS,
        Antiderivative(of=-(sin(u) ** n) * sin(pi / 2 - u)),
        where,
    )
