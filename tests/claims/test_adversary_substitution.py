"""Attempts to certify something false through names, captured variables and assumptions."""

import pytest
import sympy as sp
from sympy import Eq, Function, Integral, Interval, Lambda, Range, Sum, Symbol, cos, oo, pi, sqrt

from ntksym.claims import Antiderivative, Cited, Identity, UnderIntegral
from ntksym.claims.substitution import apply, substitute

x, y, z = sp.symbols("x y z", real=True)
k, n = sp.symbols("k n", integer=True)
UNIT = Interval(0, 1)
f, g = Function("f"), Function("g")


def test_a_value_is_not_captured_by_the_integral_of_a_cited_claim(make, proved, eq):
    """An instance at y = x of a claim about the integral over x of x y keeps its meaning."""
    cited = make(eq(Integral(x * y, (x, 0, 1)), y / 2), {y: UNIT}, Antiderivative(x**2 * y / 2))
    assert cited.proof.prove(cited).proved
    assert not proved(eq(Integral(x**2, (x, 0, 1)), x / 2), {x: UNIT}, Identity([cited.at({y: x})]))
    assert cited.at({y: x}).statement.doit() == sp.true


def test_a_definition_does_not_capture_its_argument(make, eq):
    """A function defined by an integral over t is the same function at the argument t."""
    made = make(eq(f(x), x / 2), {x: UNIT}, Cited("x"), where={f: Lambda(y, Integral(y * x, (x, 0, 1)))})
    assert sp.simplify(made.definite(f(x)).doit() - x / 2) == 0
    assert apply(Lambda(y, Integral(y * x, (x, 0, 1))), [x]).doit() == x / 2
    assert apply(Lambda(x, Integral(x, (x, 0, x))), [sp.Integer(2)]).doit() == 2


def test_substitution_without_a_clash_is_plain():
    """Where no name clashes the substituted expression is what SymPy gives."""
    e = Integral(x * y, (x, 0, y))
    assert substitute(e, {y: z}) == e.subs(y, z)
    assert substitute(Integral(x * y, (x, 0, x)), {x: 2}) == Integral(x * y, (x, 0, 2))


def test_a_clash_in_nested_limits_is_refused():
    """A double integral whose variables clash is refused, not guessed at."""
    with pytest.raises(ValueError, match="rename"):
        substitute(Integral(x * y * z, (x, 0, 1), (y, 0, x)), {z: x})


def test_a_free_factor_is_not_drawn_under_the_integral(proved, eq):
    """A factor x outside the integral over x stays outside."""
    assert not proved(eq(x * Integral(x, (x, 0, 1)), Integral(x**2, (x, 0, 1))), {x: UNIT}, UnderIntegral())


@pytest.mark.parametrize("name", ["s_x", "integral_0", "power_0"])
def test_the_engines_own_names_are_not_the_users(name, proved, eq):
    """A user's variable that is called like one of the engine's stays apart from it."""
    for assumptions in ({"real": True}, {"nonnegative": True}):
        s = Symbol(name, **assumptions)
        assert not proved(eq(Integral(x, (x, 0, 1)), Integral(s, (x, 0, 1))), {s: UNIT}, UnderIntegral())
        assert not proved(eq(Integral(x, (x, 0, 1)), s / 2), {s: UNIT}, Antiderivative(x * s / 2))


def test_two_symbols_of_one_name_are_two(proved, eq):
    """A claim with two variables of one name cannot be made."""
    other = Symbol("x", positive=True)
    assert not proved(eq(x, other), {x: Interval.open(0, 1), other: Interval.open(0, 1)}, Identity())


@pytest.mark.parametrize("name", ["pi", "E"])
def test_a_symbol_is_not_the_number_of_its_name(name, proved, eq):
    """A variable called pi is not the number."""
    number = {"pi": pi, "E": sp.E}[name]
    assert not proved(
        eq(Symbol(name, real=True) + f(x), number + f(x)),
        {Symbol(name, real=True): Interval(3, 4), x: UNIT},
        Identity(),
    )


@pytest.mark.parametrize("name", ["x + 1*y", "f[x]", "root2(x)", "", "1", "x y"])
def test_names_that_look_like_expressions_are_refused(name, proved, eq):
    """A variable's name is a word."""
    assert not proved(eq(f(Symbol(name)), f(x + y)), {Symbol(name): UNIT, x: UNIT, y: UNIT}, Identity())


def test_an_undefined_function_is_not_the_function_of_its_name(proved, eq):
    """An arbitrary function called gamma is not Gamma, and f with an assumption is not f without."""
    fake, positive = Function("gamma"), Function("f", positive=True)
    domain = {x: Interval(1, 2)}
    assert not proved(eq(fake(x), sp.gamma(x)), domain, Identity())
    assert not proved(eq(positive(x), f(x)), domain, Identity())


@pytest.mark.parametrize(
    ("assumptions", "set_"),
    [
        ({"positive": True}, Interval(0, 1)),
        ({"positive": True}, Interval(-1, 1)),
        ({"nonnegative": True}, Interval(-1, 1)),
        ({"nonzero": True}, Interval(-1, 1)),
        ({"negative": True}, Interval(0, 1)),
        ({"integer": True}, Interval(0, 1)),
        ({"even": True}, Range(0, oo)),
        ({"prime": True}, Range(2, oo)),
        ({"imaginary": True}, Interval(0, 1)),
        ({"infinite": True}, Interval(0, 1)),
        ({"zero": True}, Interval(0, 1)),
        ({"positive": True}, Range(0, oo)),
    ],
)
def test_assumptions_beyond_the_domain_are_refused(assumptions, set_, proved, eq):
    """A symbol may not be declared more than its domain says."""
    symbol = Symbol("q", **assumptions)
    assert not proved(eq(symbol + 1, 1 + symbol), {symbol: set_}, Identity())


@pytest.mark.parametrize(
    ("assumptions", "set_"),
    [
        ({}, Interval(-1, 1)),
        ({"real": True}, Interval(-1, 1)),
        ({"positive": True}, Interval.Lopen(0, 1)),
        ({"nonnegative": True}, Interval(0, 1)),
        ({"negative": True}, Interval(-2, -1)),
        ({"nonpositive": True}, Interval(-2, 0)),
        ({"nonzero": True}, Interval(1, 2)),
        ({"integer": True, "positive": True}, Range(1, oo)),
        ({"integer": True, "nonnegative": True}, Range(0, 5)),
        ({"rational": True}, Range(0, 5)),
    ],
)
def test_assumptions_within_the_domain_are_allowed(assumptions, set_, proved, eq):
    """What the domain implies may be declared."""
    symbol = Symbol("q", **assumptions)
    assert proved(eq((symbol + 1) ** 2, symbol**2 + 2 * symbol + 1), {symbol: set_}, Identity())


def test_a_definition_with_a_variable_bound_elsewhere_is_refused(proved, eq):
    """The parameter of a definition is not captured by an integral of the statement."""
    where = {f: Lambda(y, y * z)}
    assert not proved(eq(Integral(f(z), (z, 0, 1)), z), {z: UNIT}, Cited("x"), where=where)


def test_one_function_has_one_definition_through_all_citations(make, certified, eq):
    """What was proved of f defined as t + 1 says nothing of f defined as t, nor of an arbitrary f."""
    at_one = make(eq(f(1), 2), {}, Identity(), where={f: Lambda(x, x + 1)})
    as_two = make(eq(f(1), 2), {}, Identity([make(eq(f(1), 2), {}, Cited("c"), where={f: Lambda(x, x + 1)})]))
    other = make(eq(f(1), 1), {}, Cited("c"), where={f: Lambda(x, x)})
    assert not certified(eq(f(1) + g(x), 2 + g(x)), {x: UNIT}, Identity([at_one]), where={f: Lambda(x, x)})
    assert not certified(eq(f(1) + g(x), 2 + g(x)), {x: UNIT}, Identity([as_two]))
    cited = make(eq(f(1), 2), {}, Cited("c"), where={f: Lambda(x, x + 1)})
    assert not certified(eq(2 + g(x), 1 + g(x)), {x: UNIT}, Identity([cited, other]))


def test_an_arbitrary_functions_claim_serves_a_defined_one(make, certified, eq):
    """A claim proved for every f may be used for the f at hand."""
    every = make(eq((f(x) + 1) ** 2, f(x) ** 2 + 2 * f(x) + 1), {x: UNIT}, Identity(), example={f: Lambda(x, x)})
    where = {f: Lambda(x, x**2)}
    assert certified(eq((f(x) + 1) ** 2 - 1, f(x) ** 2 + 2 * f(x)), {x: UNIT}, Identity([every]), where=where)


def test_a_bound_variable_is_not_declared_more_than_its_range(proved, eq):
    """The integral of |x| from -1 to 1 is not 0, though SymPy takes |x| for x where x is declared positive."""
    p = Symbol("p", positive=True)
    modulus = {f: Lambda(y, sqrt(y**2))}
    for low in (-1, -x):
        said = eq(Integral(f(p), (p, low, 1)), (1 - low**2) / 2)
        assert not proved(said, {x: UNIT}, Antiderivative(p**2 / 2), where=modulus)
    assert not proved(eq(Sum(f(p), (p, -1, 1)), 1), {}, Identity(), where=modulus)
    assert proved(eq(Integral(f(p), (p, 0, 1)), sp.Rational(1, 2)), {}, Antiderivative(p**2 / 2), where=modulus)
    assert proved(eq(Integral(f(z), (z, 0, 1)), sp.Rational(1, 2)), {}, Antiderivative(z**2 / 2), where=modulus)


def test_a_split_sum_keeps_its_bound_variables_apart(proved, eq):
    """The last term of a sum whose terms are integrals over n does not fall under that integral."""
    total = Sum(Integral(k * z, (z, 0, 1)), (k, 0, z))
    wrong = Sum(Integral(k * z, (z, 0, 1)), (k, 0, z - 1)) + Integral(z * z, (z, 0, 1))
    m = Symbol("z", real=True)
    assert m == z
    assert not proved(eq(total, wrong), {z: Range(1, oo)}, Identity())


def test_unrelated_claims_still_hold(proved, eq):
    """The same tools accept what is true."""
    assert proved(eq(cos(x) ** 2 + f(y), 1 - sp.sin(x) ** 2 + f(y)), {x: UNIT, y: UNIT}, Identity())
    assert proved(eq(sqrt(x**2), x), {x: UNIT}, Identity())
    assert not proved(eq(sqrt(x**2), x), {x: Interval(-1, 1)}, Identity())
    assert not proved(Eq(x, x + 1, evaluate=False), {x: UNIT}, Identity())
