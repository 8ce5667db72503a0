"""Rigorous integrals: closed forms to 50 digits, branch points, and negative controls."""

from fractions import Fraction

import pytest
import sympy
from sympy import Integral, Rational, pi, symbols

from ntksym.balls.arb import acb, arb, ball, is_finite, lower, precision, upper
from ntksym.balls.compiler import enclose, evaluate
from ntksym.balls.integrals import cosine_form
from ntksym.balls.quadrature import integrate, integrate_once
from ntksym.errors import InputError, UndecidedError

t, s, d, a, u = symbols("t s d a u")
KAPPA_1 = (sympy.sqrt(1 - t**2) + t * (pi - sympy.acos(t))) / pi
WEIGHT = (1 - t**2) ** ((d - 3) / 2)


def overlaps(expr, env, truth, truth_env=None, digits=50):
    """Whether the enclosure to ``digits`` digits contains the closed form."""
    found = enclose(expr, env, digits)
    assert found.relative_width() <= Fraction(1, 10**digits)
    return found.overlaps(enclose(truth, env if truth_env is None else truth_env, digits + 5))


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_weight_mass(n):
    """The weight (1-t^2)^((d-3)/2) has mass B(1/2, (d-1)/2) on [-1, 1]."""
    assert overlaps(Integral(WEIGHT, (t, -1, 1)), {d: n}, sympy.beta(Rational(1, 2), (d - 1) / 2))


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_kappa_integrals(n):
    """The mean of acos is pi/2, and of kappa_1 it is (mean of sqrt(1-t^2) + mean of t asin t)/pi, = B-ratios."""
    mass = sympy.beta(Rational(1, 2), (d - 1) / 2)
    assert overlaps(Integral(WEIGHT * sympy.acos(t), (t, -1, 1)), {d: n}, mass * pi / 2)
    # by parts: the mean of t asin(t) w is the integral of (1-t^2)^((d-2)/2) / (d-1)
    root = sympy.beta(Rational(1, 2), d / 2)
    assert overlaps(Integral(WEIGHT * KAPPA_1, (t, -1, 1)), {d: n}, root * (1 + 1 / (d - 1)) / pi)


@pytest.mark.parametrize(
    ("integrand", "truth"),
    [
        (sympy.sqrt(t), Rational(2, 3)),
        (sympy.Abs(t - Rational(1, 3)), Rational(5, 18)),
        (sympy.Max(t, 1 - t), Rational(3, 4)),
        (sympy.Piecewise((t, t < Rational(1, 4)), (1, True)), Rational(1, 32) + Rational(3, 4)),
        (sympy.exp(t) * sympy.cos(t), (sympy.E * (sympy.sin(1) + sympy.cos(1)) - 1) / 2),
        (1 / (1 + t**2), pi / 4),
        (sympy.sqrt((1 - t) * (1 - t)), Rational(1, 2)),
        (sympy.sqrt(1 - t) * sympy.sqrt(1 + t), pi / 4),
        (sympy.sqrt(1 - t) / sympy.sqrt(1 + t), pi / 2 - 1),
        (sympy.legendre(4, t) * sympy.legendre(4, t), None),
    ],
)
def test_integrals_with_branch_points(integrand, truth):
    """Integrands with kinks, jumps and square roots at an end are enclosed on [0, 1]."""
    truth = Rational(1, 9) if truth is None else truth
    assert overlaps(Integral(integrand, (t, 0, 1)), {}, truth, digits=20)


def test_cap_measure():
    """The cap {t >= cos(a)} in dimension 4 has weight a/2 - sin(2a)/4 ... = (a - sin(a) cos(a))/2."""
    cap = Integral(WEIGHT, (t, sympy.cos(a), 1))
    assert overlaps(cap, {d: 4, a: Fraction(1)}, (a - sympy.sin(a) * sympy.cos(a)) / 2)
    assert overlaps(cap, {d: 4, a: Fraction(1, 1000)}, (a - sympy.sin(a) * sympy.cos(a)) / 2, digits=25)


def test_nested_integral_with_variable_end():
    """The double integral of 1 + s over 0 <= s <= t <= 1 is 2/3."""
    assert overlaps(Integral(1 + s, (s, 0, t), (t, 0, 1)), {}, Rational(2, 3), digits=15)


def test_orientation_and_empty_range():
    """Swapped ends change the sign, and a range of one point gives 0."""
    assert overlaps(Integral(t, (t, 1, 0)), {}, Rational(-1, 2), digits=20)
    assert overlaps(Integral(sympy.acos(t), (t, 1, -1)), {}, -pi, digits=20)
    assert evaluate(Integral(1 / t, (t, 0, 0)), {}) == 0


@pytest.mark.parametrize("integrand", [1 / t, 1 / (t - Rational(1, 3)), sympy.log(t) / t])
def test_divergent_integrals_stay_undecided(integrand):
    """No number is returned for an integral that does not converge."""
    with pytest.raises(UndecidedError):
        enclose(Integral(integrand, (t, 0, 1)), {}, 10, max_bits=128)


def test_undefined_integrand_is_an_error():
    """The square root of t - 2 is not real on [0, 1]."""
    with pytest.raises(InputError):
        enclose(Integral(sympy.sqrt(t - 2), (t, 0, 1)), {}, 10)


def test_wrong_analyticity_would_be_caught():
    """Negative control: |t| integrated as if it were analytic gives a wrong number; with the flag the right one."""

    def lying(z, analytic):
        return z.real_abs() if isinstance(z, acb) else abs(z)

    def honest(z, analytic):
        return z.real_abs(analytic=analytic) if isinstance(z, acb) else abs(z)

    low, high = Fraction(-1), Fraction(1, 2)
    truth = ball(Fraction(5, 8))
    with precision(64):
        wrong = integrate_once(lying, low, high)
        right = integrate_once(honest, low, high)
    assert right.real.overlaps(truth)
    assert is_finite(right) and upper(right.real) - lower(right.real) < Fraction(1, 10**12)
    assert not wrong.real.overlaps(truth)


def test_undecided_pieces_are_bisected_and_errors_come_through():
    """The integer part integrates to 1 + 2 over [0, 3]; an error inside the integrand reaches the caller as itself."""
    assert enclose(Integral(sympy.floor(t), (t, 0, 3)), {}, 12).contains(3)
    with pytest.raises(InputError, match="airyai"):
        enclose(Integral(sympy.airyai(t) * sympy.floor(t), (t, 0, 3)), {}, 12)
    with pytest.raises(KeyError):
        integrate(lambda z, analytic: {}[1], Fraction(0), Fraction(1), 10)


def test_integrate_by_callback():
    """The integral of sin over [0, pi] is 2, with pi given at each precision."""
    found = integrate(lambda z, analytic: z.sin(), Fraction(0), arb.pi, 40)
    assert found.contains(2) and found.relative_width() <= Fraction(1, 10**40)


def test_an_imaginary_result_is_refused():
    """An integral whose imaginary part excludes 0 is an error, never a real number."""
    with pytest.raises(UndecidedError, match="imaginary"):
        integrate(lambda z, analytic: acb(0, 1) * z, Fraction(0), Fraction(1), 10)


def test_cosine_form_is_the_substitution():
    """With t = cos u the measure is sin u du, and half-integer powers of 1 - t^2, 1 - t, 1 + t become analytic."""
    for f in [
        sympy.acos(t) * (1 - t**2) ** Rational(-1, 2),
        sympy.asin(t) + sympy.sqrt(1 - t),
        (1 - t) ** Rational(-1, 2) * (1 + t) ** Rational(3, 2),
        KAPPA_1 * (1 - t**2) ** Rational(3, 2),
    ]:
        changed = cosine_form(f, t, u)
        for angle in (Fraction(1, 3), Fraction(3, 2), Fraction(3)):
            left = evaluate(changed, {u: angle})
            right = evaluate(f.subs(t, sympy.cos(u)) * sympy.sin(u), {u: angle})
            assert (ball(left) if isinstance(left, Fraction) else left).overlaps(right)
    assert cosine_form(sympy.exp(t), t, u) is None
    assert cosine_form(sympy.acos(2 * t), t, u) is None
