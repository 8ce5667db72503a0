"""The checker's algebra: what it calls equal is equal, what it calls positive is positive, and neither is a guess."""

import json
from fractions import Fraction

import pytest
import sympy as sp
from checker_samples import full_tree
from flint import arb, ctx, fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from ntksym.certificates import build
from ntksym.certificates.expressions import tree_of
from ntksym.checker import check
from ntksym.checker.algebra import Algebra
from ntksym.checker.cover import by_intervals, value_of
from ntksym.checker.intervals import Interval
from ntksym.checker.limits import UndecidedError

x, y, k, p, t = sp.symbols("x y k p t")
M = sp.Function("M")


def same(left, right, *equations):
    """The checker's status for an equation between SymPy expressions, given others."""
    rows = [(tree_of(a), tree_of(b)) for a, b in equations]
    sides = [tree_of(sp.sympify(side)) for side in (left, right)]
    return check(json.dumps(build.equation([(["x", "y", "k", "p", "t"], *sides, rows)]))).status


TRUE = {
    "binomial": ((x + y) ** 3, x**3 + 3 * x**2 * y + 3 * x * y**2 + y**3),
    "fractions": (1 / (x - 1) - 1 / (x + 1), 2 / (x**2 - 1)),
    "a removable zero": (x / x, 1),
    "sine and cosine": (sp.sin(x * y) ** 4 - sp.cos(x * y) ** 4, 1 - 2 * sp.cos(x * y) ** 2),
    "roots": (sp.sqrt(1 - t**2) ** 4 + sp.sqrt(x) ** 2, (1 - t**2) ** 2 + x),
    "roots of roots": (sp.sqrt(1 + sp.sqrt(x)) ** 4, 1 + 2 * sp.sqrt(x) + x),
    "arccosines": (sp.acos(-t, evaluate=False) + sp.acos(t), sp.pi),
    "arccosine of 0": (sp.acos(t - t, evaluate=False), sp.pi / 2),
    "Gamma": (sp.gamma(k + 3), (k + 2) * (k + 1) * k * sp.gamma(k)),
    "Gamma downwards": (sp.gamma(k - 2) * (k - 1) * (k - 2), sp.gamma(k)),
    "Gamma at a half": (sp.gamma(sp.Rational(5, 2), evaluate=False) ** 2, 9 * sp.pi / 16),
    "factorials": (sp.factorial(k + 1) / sp.factorial(k), k + 1),
    "powers": (x ** (k + 2) - x**2 * x**k, 0),
    "powers of a half": (2 ** (k - sp.Rational(1, 2)) * 2, 2 ** (k + sp.Rational(1, 2))),
    "signs": ((-1) ** (k + 1) * (-1) ** k, -1),
}
FALSE = {
    "a wrong sign": ((x + y) ** 2, x**2 - 2 * x * y + y**2),
    "a factor": (x + x, 3 * x),
    "root of a square": (sp.sqrt(x**2, evaluate=False), x),
    "arccosine of a cosine": (sp.acos(sp.cos(x)), x),
    "odd sine": (sp.sin(x) ** 2, sp.cos(x) ** 2 - 1),
    "Gamma shifted": (sp.gamma(k + 1), sp.gamma(k)),
    "Gamma without its factor": (sp.gamma(k + 2), (k + 2) * (k + 1) * sp.gamma(k)),
    "Gamma at a half": (sp.gamma(sp.Rational(1, 2), evaluate=False), sp.pi),
    "powers": (x ** (k + 1), x**k),
    "a sign": ((-1) ** (k + 1), (-1) ** k),
    "pi is not 22/7": (sp.pi, sp.Rational(22, 7)),
    "cosines of two arguments": (sp.cos(x), sp.cos(y)),
    "one function at two points": (M(x), M(y)),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_identities_are_valid(name):
    assert same(*TRUE[name]) == "VALID"


@pytest.mark.parametrize("name", FALSE)
def test_false_identities_are_refuted_or_left_undecided(name):
    assert same(*FALSE[name]) in {"INVALID", "UNDECIDED"}


def test_a_false_rational_identity_is_refuted():
    """Where no function hides a relation, a difference that is not zero is a refutation."""
    assert same(1 / x + 1 / y, 2 / (x + y)) == "INVALID"


def test_given_equations_are_used_wherever_their_left_side_appears():
    """Also inside of other functions, one through another, and never one that is not given."""
    rules = [(M(k), x + 1), (M(x), t), (M(y), M(x))]
    assert same(sp.cos(M(k) - 1), sp.cos(x), *rules) == "VALID"
    assert same(M(y) + M(k) - 1, t + x, *rules) == "VALID"
    assert same(M(M(k) - 1), t, *rules) == "VALID"
    assert same(M(p), t, *rules) == "UNDECIDED"
    assert same(M(x), x, *rules) == "UNDECIDED"


def test_circular_equations_prove_nothing_about_others():
    """M(x) = M(y) and M(y) = M(x) make the two equal, and say nothing of M(k)."""
    circle = [(M(x), M(y)), (M(y), M(x))]
    assert same(M(x), M(y), *circle) == "VALID"
    assert same(M(x), M(k), *circle) == "UNDECIDED"


NUMBERS = st.fractions(min_value=-3, max_value=3, max_denominator=6)
RATIONAL = st.recursive(
    st.builds(lambda c: ["const", str(c)], NUMBERS) | st.sampled_from([["var", "x"], ["var", "y"]]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["add", "sub", "mul", "div"]), inner, inner).map(list),
        st.tuples(st.just("pow"), inner, st.integers(-2, 3)).map(list),
        inner.map(lambda a: ["neg", a]),
    ),
    max_leaves=8,
)


def exactly(node, point):
    """The value of a rational expression in fractions; ZeroDivisionError where it is not defined."""
    op, *rest = node
    if op == "const":
        return Fraction(rest[0])
    if op == "var":
        return point[rest[0]]
    values = [exactly(part, point) for part in rest if isinstance(part, list)]
    if op == "pow":
        return values[0] ** rest[1]
    if op == "neg":
        return -values[0]
    a, b = values
    return {"add": a + b, "sub": a - b, "mul": a * b}[op] if op != "div" else a / b


@given(RATIONAL, NUMBERS, NUMBERS)
def test_a_quotient_of_polynomials_has_the_value_of_the_expression(tree, a, b):
    """At each point where the expression is defined, the denominator is not 0 and the quotient is its value."""
    point = {"x": a, "y": b}
    try:
        value = exactly(tree, point)
        algebra = Algebra([])
        num, den = algebra.value(tree)
    except (ZeroDivisionError, UndecidedError):
        assume(False)
    at = {letter: point[key[1]] for key, letter in algebra.letters.items()}
    top, bottom = (sum(c * sp.prod(Fraction(at[i]) ** n for i, n in m) for m, c in q.items()) for q in (num, den))
    assert bottom != 0 and Fraction(str(top)) == value * Fraction(str(bottom))


@given(RATIONAL, RATIONAL, NUMBERS, NUMBERS)
def test_what_is_called_equal_is_equal(left, right, a, b):
    """Over random pairs, and a pair that is equal by distributivity and one that is not."""
    point = {"x": a, "y": b}
    try:
        values = exactly(left, point), exactly(right, point)
        twice = Algebra([]).equal(
            ["mul", ["add", left, right], left], ["add", ["mul", left, left], ["mul", right, left]]
        )
        off = Algebra([]).equal(["add", left, right], ["add", right, left, ["const", "1/7"]])
        found = Algebra([]).equal(left, right)
    except (ZeroDivisionError, UndecidedError):
        assume(False)
    assert twice is True and off is False
    assert found in (True, False) and (not found or values[0] == values[1])


FUNCTIONS = st.recursive(
    st.sampled_from([["var", "x"], ["var", "y"], ["pi"], ["const", "1/3"], ["const", "-2"]]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["add", "sub", "mul", "div"]), inner, inner).map(list),
        st.tuples(st.sampled_from(["sqrt", "sin", "cos", "acos", "neg"]), inner).map(list),
    ),
    max_leaves=7,
)
BINARY = {"add": arb.__add__, "sub": arb.__sub__, "mul": arb.__mul__, "div": arb.__truediv__}
UNARY = {"sqrt": arb.sqrt, "sin": arb.sin, "cos": arb.cos, "acos": arb.acos, "neg": arb.__neg__}


def ball(node, point):
    """The value of an expression by Arb."""
    op, *rest = node
    if op in ("const", "pi", "var"):
        return arb.pi() if op == "pi" else point[rest[0]] if op == "var" else exact_ball(Fraction(rest[0]))
    values = [ball(part, point) for part in rest]
    return (BINARY if op in BINARY else UNARY)[op](*values)


def exact_ball(value):
    """A rational number as a ball."""
    return arb(fmpq(value.numerator, value.denominator))


@given(FUNCTIONS, NUMBERS, NUMBERS)
def test_checker_and_balls_agree_on_random_expressions(tree, a, b):
    """Where both give a finite enclosure at a point, Arb's at four times the precision is not outside the checker's."""
    with ctx.workprec(512):
        true = ball(tree, {"x": exact_ball(a), "y": exact_ball(b)})
        assume(true.is_finite() and true.rel_accuracy_bits() > 200)
        try:
            found = value_of(tree, {"x": Interval.of(a, 128), "y": Interval.of(b, 128)}, 128)
        except UndecidedError:
            assume(False)
        assert not true < exact_ball(found.lower()) and not true > exact_ball(found.upper())


@given(FUNCTIONS, FUNCTIONS, NUMBERS, NUMBERS)
def test_rewritten_expressions_keep_their_values(left, right, a, b):
    """The checker finds (u + v)^2 - v^2 = u (u + 2 v) for all expressions u and v; Arb agrees; neither takes u + 1."""
    big = ["sub", ["pow", ["add", left, right], 2], ["pow", right, 2]]
    small = ["mul", left, ["add", left, ["mul", ["const", "2"], right]]]
    try:
        assert Algebra([]).equal(big, small) is True
        assert Algebra([]).equal(big, ["add", small, ["const", "1"]]) is not True
    except UndecidedError:  # an identical zero divides
        assume(False)
    with ctx.workprec(512):
        point = {"x": exact_ball(a), "y": exact_ball(b)}
        difference = ball(left, point) * (ball(left, point) + 2 * ball(right, point))
        difference -= (ball(left, point) + ball(right, point)) ** arb(2) - ball(right, point) ** arb(2)
        assert not difference.is_finite() or difference.contains(0)


ENDS = st.tuples(NUMBERS, NUMBERS).map(sorted)
SIDES = st.one_of(ENDS.map(tuple), NUMBERS.map(lambda a: (a, None)), NUMBERS.map(lambda a: (None, a)))
WITHIN = st.fractions(min_value=0, max_value=1, max_denominator=8)


def inside(side, part):
    """A point of an interval; ends belong to it."""
    low, high = side
    if low is not None and high is not None:
        return low + (high - low) * part
    far = part / (1 - part) if part < 1 else Fraction(1000)
    return low + far if low is not None else high - far


@given(RATIONAL, SIDES, SIDES, NUMBERS, st.lists(st.tuples(WITHIN, WITHIN), min_size=8, max_size=8))
def test_what_is_called_positive_is_positive(tree, first, second, bound, parts):
    """An inequality that coefficients prove on a box holds at each of its points where the expression is defined."""
    box = {"x": first, "y": second}
    square = ["pow", tree, 2]
    for expression in (tree, square, ["add", square, ["const", "1"]]):
        for sign in (1, -1):
            for strict in (False, True):
                try:
                    found = Algebra([]).holds(expression, box, sign, bound, strict)
                except UndecidedError:
                    continue
                for u, v in parts if found else []:
                    try:
                        gap = sign * (exactly(expression, {"x": inside(first, u), "y": inside(second, v)}) - bound)
                    except ZeroDivisionError:
                        continue
                    assert gap > 0 if strict else gap >= 0


@given(FUNCTIONS, ENDS, ENDS, st.lists(st.tuples(WITHIN, WITHIN), min_size=4, max_size=4))
def test_what_is_proved_of_functions_on_a_box_holds_at_its_points(tree, first, second, parts):
    """An inequality that intervals or coefficients prove on a box is not contradicted by Arb at any of its points."""
    box = {"x": tuple(first), "y": tuple(second)}
    for sign in (1, -1):
        try:
            algebra = Algebra([]).holds(tree, box, sign, Fraction(0), False)
        except UndecidedError:
            algebra = None
        intervals = by_intervals(tree, box, sign, Fraction(0), True)
        for u, v in parts if algebra or intervals else []:
            with ctx.workprec(256):
                point = {"x": exact_ball(inside(first, u)), "y": exact_ball(inside(second, v))}
                value = ball(tree, point) * sign
                assert value > 0 if intervals else not value < 0


POSITIVE = [
    ([("x", 0, "oo")], x**2 - 2 * x + 1 + x, ">", "0", False),  # positive, but the coefficients do not show it
    ([("x", 2, "oo")], x**2 - 3 * x + 2, ">=", "0", True),
    ([("x", 2, "oo")], x**2 - 3 * x + 2, ">", "0", False),  # zero at 2
    ([("x", "-oo", -1)], x**3, "<=", "-1", True),
    ([("x", "-oo", "oo")], x**4 + 2 * x**2, ">", "-1/10", True),
    ([("x", "-oo", "oo")], x**3, ">=", "0", False),
    ([("x", 0, 1)], x * (1 - x), ">=", "0", True),
    ([("x", 0, 1)], x * (1 - x), ">", "0", False),
    ([("x", 0, 1)], x * (1 - x), "<=", "1/4", False),  # true; a cover shows it, coefficients do not
    ([("x", 0, 1)], 1 / (1 + x), ">=", "1/2", True),
    ([("x", -1, 1)], 1 / x, ">=", "-5", False),
    ([("k", 1, "oo")], sp.gamma(k) * k, ">", "0", True),
    ([("k", 0, "oo")], sp.gamma(k + 1) + sp.pi, ">", "3", True),
    ([("k", -1, "oo")], sp.gamma(k), ">", "0", False),
    ([("x", 0, 1)], sp.sqrt(x) + sp.acos(x), ">=", "0", True),
    ([("x", -1, 1)], 1 + sp.sin(x) * sp.cos(x), ">=", "0", True),
    ([("x", 0, "oo")], 2**x, ">", "0", True),
    ([("x", 0, "oo")], (-2) ** x, ">", "0", False),
    ([("x", 0, 1)], M(x), ">=", "0", False),
    ([("x", 0, 1)], M(x) ** 2, ">=", "0", True),
]


@pytest.mark.parametrize(("box", "expression", "relation", "bound", "shown"), POSITIVE)
def test_signs_of_coefficients(box, expression, relation, bound, shown):
    """What the coefficients show on a box is valid; what is false, or not shown, is undecided."""
    made = build.inequality(box, tree_of(expression), relation, bound, ".", given=[])
    assert check(json.dumps(made)).status == ("VALID" if shown else "UNDECIDED")


def test_a_cover_helps_coefficients_too():
    """X (1 - x) <= 2/7 is not shown on [0, 1] at once, but on its eighths."""
    expression = tree_of(x * (1 - x))
    for tree, status in ((".", "UNDECIDED"), (full_tree(3), "VALID")):
        made = build.inequality([("x", 0, 1)], expression, "<=", "2/7", tree, given=[])
        assert check(json.dumps(made)).status == status
