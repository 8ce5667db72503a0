"""The compiler's values contain the true numbers, stay exact where they can, and name what they cannot do."""

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Rational, S, Symbol, pi, symbols

from ntksym.balls.arb import acb, arb, ball, bits, certainly_less, hull, is_finite, lower, power, precision, upper
from ntksym.balls.compiler import UnsupportedExpression, enclose, evaluate, register
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError

t, k, d, a = symbols("t k d a")
KAPPA_1 = (sympy.sqrt(1 - t**2) + t * (pi - sympy.acos(t))) / pi

UNARY = [
    sympy.sin,
    sympy.cos,
    sympy.exp,
    sympy.atan,
    sympy.tanh,
    sympy.asinh,
    sympy.erf,
    sympy.Abs,
    lambda x: sympy.sqrt(1 + x**2),
    lambda x: sympy.log(2 + x**2),
    lambda x: sympy.acos(sympy.sin(x)),
    lambda x: 1 / (1 + x**2),
    lambda x: (1 + x**2) ** Rational(2, 3),
    lambda x: sympy.gamma(1 + sympy.tanh(x) ** 2),
    lambda x: sympy.Max(x, Rational(1, 3)),
    lambda x: sympy.Piecewise((x**2, x > 0), (-x, True)),
]


@st.composite
def expressions(draw, depth=3):
    """A random expression in t that is defined on the whole real line."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from([t, t, S.One / 3, pi, sympy.E, S(2)]))
    if draw(st.booleans()):
        return draw(st.sampled_from(UNARY))(draw(expressions(depth - 1)))
    x, y = draw(expressions(depth - 1)), draw(expressions(depth - 1))
    return draw(st.sampled_from([x + y, x * y, x - y]))


points = st.fractions(min_value=-1, max_value=1, max_denominator=1000)


def true_value(expr, x):
    """The value by mpmath at 60 digits, as an exact Fraction with an error far below the balls'."""
    with mpmath.workdps(60):
        value = sympy.lambdify(t, expr, "mpmath")(mpmath.mpf(x.numerator) / x.denominator)
        value = mpmath.mpf(value.real)
        man, exp = value.man_exp
        assume(abs(int(exp)) < 10**5)  # exp(exp(exp(x))) is too long for a fraction
        return (-1 if value < 0 else 1) * Fraction(int(man)) * Fraction(2) ** int(exp)  # man_exp has no sign


@settings(max_examples=150, deadline=None)
@given(expressions(), points)
def test_ball_contains_mpmath(expr, x):
    """The ball at 64 bits contains the value that mpmath finds with 60 digits."""
    truth = true_value(expr, x)
    with precision(64):
        value = evaluate(expr, {t: x})
        if isinstance(value, arb):
            if not is_finite(value):
                return
            lo, hi = lower(value), upper(value)
        else:
            lo = hi = value
    slack = (abs(truth) + 1) * Fraction(1, 10**50)
    assert lo - slack <= truth <= hi + slack


@settings(max_examples=80, deadline=None)
@given(expressions(), points, points, points)
def test_wider_input_wider_output(expr, x, y, z):
    """X in Y implies f(X) in f(Y), up to the outward rounding of Y."""
    inner, outer = sorted([x, y]), [min(x, y, z), max(x, y, z)]
    small, big = evaluate(expr, {t: hull(*inner)}), evaluate(expr, {t: hull(*outer)})
    if isinstance(small, Fraction) or not is_finite(small) or isinstance(big, Fraction) or not is_finite(big):
        return
    assume(certainly_less(abs(big), arb((1, 10**5))))
    size = max(abs(lower(big)), abs(upper(big)), 1) * Fraction(1, 2**20)
    assert lower(big) - size <= lower(small) and upper(small) <= upper(big) + size
    middle = evaluate(expr, {t: (x + y) / 2})
    assert ball(middle).overlaps(small) if isinstance(middle, Fraction) else middle.overlaps(small)


@pytest.mark.parametrize(
    ("expr", "env", "expected"),
    [
        ((1 + t**2) / 3, {t: Fraction(1, 2)}, Fraction(5, 12)),
        (sympy.sqrt(t), {t: Fraction(9, 4)}, Fraction(3, 2)),
        (t ** Rational(2, 3), {t: Fraction(8, 27)}, Fraction(4, 9)),
        (sympy.binomial(k, 3) * sympy.Mod(k, 2), {k: 7}, 35),
        (sympy.legendre(k, t), {k: 10, t: Fraction(1, 3)}, Fraction(13597, 59049)),
        (sympy.gegenbauer(k, Rational(3, 2), t), {k: 7, t: Fraction(1, 7)}, Fraction(-1823436, 823543)),
        (sympy.hermite_prob(k, t), {k: 4, t: 0}, 3),
        (sympy.chebyshevt(k, t), {k: 50, t: -1}, 1),
        (sympy.laguerre(k, t), {k: 2, t: 2}, -1),
        (sympy.Piecewise((1, sympy.Eq(sympy.Mod(k, 2), 1)), (0, True)), {k: 7}, 1),
        (sympy.Piecewise((1, (t > 1) | ~(t >= 0)), (2, True)), {t: Fraction(1, 2)}, 2),
        (sympy.Sum(t**k * sympy.binomial(d, k), (k, 0, d)), {t: Fraction(1, 2), d: 5}, Fraction(243, 32)),
        (sympy.Sum(sympy.Sum(a * k, (a, 1, k)), (k, 1, d)), {d: 3}, 25),
        (sympy.Product(2 * k - 1, (k, 1, d)), {d: 4}, 105),
        (sympy.hyper((-2, 1), (Rational(1, 2),), t), {t: 1}, Fraction(-1, 3)),
        (sympy.factorial2(k), {k: 7}, 105),
        (sympy.rf(t, 3), {t: Fraction(1, 2)}, Fraction(15, 8)),
        (sympy.ff(t, 2), {t: Fraction(1, 2)}, Fraction(-1, 4)),
        (sympy.floor(t), {t: Fraction(-1, 2)}, -1),
        (sympy.ceiling(t * pi), {t: 1}, 4),
        (sympy.KroneckerDelta(k, d), {k: 1, d: 1}, 1),
        (sympy.harmonic(k), {k: 3}, Fraction(11, 6)),
        (t**k, {t: 0, k: 0}, 1),
        (t**a, {t: 0, a: Fraction(1, 2)}, 0),
    ],
)
def test_exact_values_stay_exact(expr, env, expected):
    """A rational function of rationals is a rational."""
    assert evaluate(expr, env) == expected


@pytest.mark.parametrize(
    "expr",
    [
        sympy.gamma(t),
        sympy.loggamma(t),
        sympy.digamma(t),
        sympy.beta(t, t + 1),
        sympy.zeta(1 + t),
        sympy.besselj(0, t),
        sympy.besselj(t, t),
        sympy.hyper((t, 1), (t + 2,), t / 2),
        sympy.hyper((), (t,), t),
        sympy.erfc(t),
        sympy.acosh(1 + t),
        sympy.atanh(t / 2),
        sympy.atan2(t, -t),
        sympy.cot(t) * sympy.sec(t) + sympy.csc(t) - sympy.tan(t),
        sympy.binomial(t, t / 2),
        sympy.EulerGamma * sympy.Catalan**t + sympy.GoldenRatio,
        sympy.factorial(t) + sympy.sinh(t) * sympy.cosh(t),
        sympy.Derivative(sympy.sin(t) * sympy.exp(t), t),
        sympy.Min(t, t**2) * sympy.sign(t - 1),
        t ** sympy.sqrt(2),
        sympy.harmonic(t),
    ],
)
@pytest.mark.parametrize("x", [Fraction(1, 7), Fraction(5, 6)])
def test_special_functions_contain_sympy(expr, x):
    """Arb's special functions agree with SymPy's evalf to 40 digits."""
    with precision(180):
        value = evaluate(expr, {t: x})
        value = ball(value) if isinstance(value, Fraction) else value
    truth = sympy.N(expr.subs(t, Rational(x.numerator, x.denominator)).doit(), 45)
    assert abs(Fraction(str(truth)) - lower(value)) <= Fraction(1, 10**38) * (1 + abs(Fraction(str(truth))))


def test_enclose_reaches_the_digits_asked_for():
    """The relative width is at most 10^-digits, also where cancellation eats digits."""
    expr = sympy.exp(t) - 1 - t
    found = enclose(expr, {t: Fraction(1, 10**20)}, 30)
    assert found.relative_width() <= Fraction(1, 10**30)
    assert (
        found.contains(Fraction(5, 10**41) + Fraction(1, 6 * 10**60) + Fraction(1, 24 * 10**80)) or found.exact is False
    )


def test_enclose_says_zero_only_when_it_is():
    """(pi - pi/3)/pi - 2/3 is exactly 0; sin^2 + cos^2 - 1 is 0 only up to the stated width."""
    assert enclose((pi - sympy.acos(t)) / pi - Rational(2, 3), {t: Fraction(1, 2)}).exact
    found = enclose(sympy.sin(t) ** 2 + sympy.cos(t) ** 2 - 1, {t: Fraction(1, 3)}, 20)
    assert found.contains(0) and found.width <= Fraction(1, 10**20) and not found.exact


def test_enclose_of_a_wide_input_says_undecided():
    """No precision narrows the image of a wide enclosure."""
    wide = Enclosure(Fraction(1, 4), Fraction(1, 2))
    with pytest.raises(UndecidedError, match="wider than 30 digits"):
        enclose(sympy.exp(t), {t: wide})
    assert enclose(sympy.exp(t), {t: wide}, None).contains(Fraction(3, 2))


def test_kappa_one_at_the_ends():
    """The values kappa_1(1) = 1 and kappa_1(-1) = 0 lie in their enclosures; a ball beyond 1 is clipped."""
    assert enclose(KAPPA_1, {t: 1}).contains(1)
    assert enclose(KAPPA_1, {t: -1}).contains(0)
    value = evaluate(KAPPA_1, {t: hull(Fraction(9, 10), Fraction(1))})
    assert is_finite(value) and value.contains(1)
    assert not is_finite(evaluate(KAPPA_1, {t: hull(Fraction(9, 10), Fraction(1))}, strict=True))


@pytest.mark.parametrize(
    ("expr", "named"),
    [
        (sympy.I * t, "ImaginaryUnit"),
        (sympy.airyai(t), "airyai(t)"),
        (1 + sympy.sin(sympy.airyai(t)), "airyai(t)"),
        (sympy.Float("0.5") * t, "Float"),
        (sympy.Sum(t**k, (k, 0, sympy.oo)), "infinite range"),
        (sympy.Integral(sympy.exp(-(t**2)), (t, 0, sympy.oo)), "infinite range"),
        (sympy.Function("f")(t), "f(t)"),
    ],
)
def test_unsupported_expressions_are_named(expr, named):
    """What is not supported is named, with its type, and what is supported instead."""
    with pytest.raises(UnsupportedExpression) as error:
        evaluate(expr, {t: 1})
    assert named in str(error.value) and "supported are" in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_symbols_and_floats_are_refused():
    """A symbol without a value is named, and a float is not an exact number."""
    with pytest.raises(InputError, match=r"^k: the symbol has no value"):
        evaluate(t + k, {t: 1})
    with pytest.raises(InputError, match="other assumptions"):
        evaluate(Symbol("t", real=True), {t: 1})
    with pytest.raises(InputError, match="float"):
        evaluate(t, {t: float(1)})


@pytest.mark.parametrize(
    "expr", [1 / (t - 1), sympy.log(t - 2), sympy.sqrt(t - 2), sympy.acos(t + 1), sympy.gamma(t - 1), sympy.atanh(t)]
)
def test_outside_the_domain_is_an_error(expr):
    """1/0, log(-1), sqrt(-1), acos(2), Gamma(0) and atanh(1) have no value."""
    with pytest.raises(InputError):
        evaluate(expr, {t: 1})


def test_undecided_piecewise_gives_the_union():
    """If balls do not decide a condition, both branches remain possible."""
    step = sympy.Piecewise((1, t > 0), (0, True))
    value = evaluate(step, {t: hull(Fraction(-1), Fraction(1))})
    assert value.contains(0) and value.contains(1)
    assert evaluate(step, {t: hull(Fraction(1, 2), Fraction(1))}) == 1


def test_floor_is_refused_when_undecided():
    """No integer part is guessed."""
    with pytest.raises(UndecidedError):
        evaluate(sympy.floor(t), {t: hull(Fraction(1, 2), Fraction(3, 2))})


def test_complex_balls_under_the_analytic_flag():
    """With the flag, a ball that meets a branch cut or an undecided branch gives no finite value."""
    across = acb(arb(-1, (1, -3)), arb(0, (1, -3)))
    for expr in [
        sympy.sqrt(t), sympy.log(t), t ** Rational(1, 3), t**pi, sympy.acosh(t + 1), sympy.loggamma(t),
        sympy.acos(t), sympy.asin(-t), sympy.atanh(t), sympy.Abs(t + 1), sympy.sign(t + 1),
        sympy.Max(t, -1), sympy.floor(t), sympy.Piecewise((t, t > -1), (0, True)), sympy.besselj(Rational(1, 2), t),
        sympy.hyper((1, 1), (2,), -2 * t), 1 / (t + 1), sympy.gamma(t),
    ]:  # fmt: skip
        value = evaluate(expr, {t: across}, analytic=True)
        assert not is_finite(value), expr
    on_i_axis = acb(arb(0, (1, -3)), arb(2, (1, -3)))
    for expr in [sympy.atan(t), sympy.asinh(t)]:
        assert not is_finite(evaluate(expr, {t: on_i_axis}, analytic=True))
    inside = acb(arb((1, -1), (1, -3)), arb(0, (1, -3)))
    for expr in [sympy.sqrt(t), sympy.acos(t), sympy.Abs(t), sympy.Piecewise((t, t > 0), (0, True)), sympy.atan(t)]:
        assert is_finite(evaluate(expr, {t: inside}, analytic=True)), expr


def test_traps_of_the_ball_library():
    """The square of [-1, 1] is [0, 1]; a NaN ball decides nothing and stays NaN."""
    square = evaluate(t**2, {t: arb(0, 1)})
    assert is_finite(square) and square.contains(0) and square.contains(1) and lower(square) > Fraction(-1, 100)
    assert is_finite(power(arb(0, 1), 2))
    nan = arb.nan()
    assert not is_finite(evaluate(t + 1, {t: nan}))
    assert not is_finite(evaluate(t * 0 + t**2 + sympy.acos(t), {t: nan}))
    step = evaluate(sympy.Piecewise((1, t > 0), (0, True)), {t: nan})
    assert step.contains(0) and step.contains(1)
    assert not is_finite(evaluate(sympy.Integer(0) * k + a * t, {t: nan, a: 0, k: 0}))


def test_exact_growth_is_capped():
    """An exact power of more than some thousand bits becomes a ball."""
    assert isinstance(evaluate(t**2000, {t: Fraction(7, 3)}), arb)
    assert isinstance(evaluate(t**20, {t: Fraction(7, 3)}), Fraction)


def test_real_part_of_a_real_value():
    """SymPy writes |exp(t)| as exp(re(t)); for real t this is exp(t), also under an integral."""
    expr = sympy.Abs(sympy.exp(t))
    assert evaluate(expr, {t: 1}).overlaps(evaluate(sympy.E, {}))
    found = enclose(sympy.Integral(expr, (t, 0, 1)), {}, 20)
    assert found.overlaps(enclose(sympy.E - 1, {}, 25))


def test_registered_functions_and_inputs_of_every_kind():
    """A registered class is evaluated by its handler; inputs may be exact reals and enclosures."""

    class Twice(sympy.Function):
        pass

    register(Twice, lambda x: 2 * x)
    assert evaluate(Twice(t) + 1, {t: Fraction(1, 2)}) == 2
    assert evaluate(sympy.cos(t), {t: ExactReal.parse("pi/3")}).contains(arb(1) / 2)
    assert evaluate(t, {t: Enclosure(Fraction(1, 2), Fraction(1, 2))}) == Fraction(1, 2)
    assert bits() == 53
