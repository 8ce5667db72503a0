"""Gamma and its relatives, exact at small integers; hypergeometric and Bessel functions through Arb."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_less,
    certainly_positive,
    contains_zero,
    fmpq,
    fmpz,
    is_finite,
)
from ntksym.balls.elementary import Mode, cut_nonpositive
from ntksym.balls.values import (
    ONE,
    ZERO,
    Value,
    add,
    as_integer,
    complex_ball,
    complex_not_a_number,
    domain_error,
    multiply,
    rational,
    real_ball,
    reciprocal,
    settle,
)

_EXACT_FACTORIAL = 500
_EXACT_TERMS = 1000


def gamma(x: Value) -> Value:
    """The Gamma function; exact at small positive integers.

    Examples
    --------
    >>> gamma(Fraction(5))
    Fraction(24, 1)
    """
    if isinstance(x, Fraction):
        n = as_integer(x)
        if n is None:
            return arb.gamma_fmpq(rational(x))
        if n <= 0:
            raise domain_error(f"gamma({n})", "a pole of Gamma")
        if n <= _EXACT_FACTORIAL:
            return Fraction(factorial(n - 1))
        return arb.gamma_fmpq(fmpq(n))
    return x.gamma()


def reciprocal_gamma(x: Value) -> Value:
    """1/Gamma, entire: exactly 0 at the poles of Gamma."""
    n = as_integer(x)
    if n is not None and n <= 0:
        return ZERO
    return x.rgamma() if isinstance(x, acb | arb) else reciprocal(gamma(x))


def loggamma(x: Value, mode: Mode) -> Value:
    """Log Gamma(x) for x > 0."""
    if isinstance(x, acb):
        return complex_not_a_number() if mode.analytic and cut_nonpositive(x) else x.lgamma()
    if x in (1, 2) if isinstance(x, Fraction) else False:
        return ZERO
    real = real_ball(x)
    if not certainly_positive(real):
        if certainly_less(real, arb(0)) or isinstance(x, Fraction):
            raise domain_error("loggamma", "the argument is not positive")
        return arb.nan()
    return real.lgamma()


def digamma(x: Value) -> Value:
    """Gamma'/Gamma."""
    n = as_integer(x)
    if n is not None and n <= 0:
        raise domain_error(f"digamma({n})", "a pole")
    return x.digamma() if isinstance(x, acb) else real_ball(x).digamma()


def beta(a: Value, b: Value) -> Value:
    """Gamma(a) Gamma(b) / Gamma(a + b)."""
    return multiply(multiply(gamma(a), gamma(b)), reciprocal_gamma(add(a, b)))


def factorial_value(x: Value) -> Value:
    """The factorial x! = Gamma(x + 1)."""
    return gamma(add(x, ONE))


def factorial2(x: Value) -> Value | None:
    """The double factorial n!! for exact integers n >= -1; None otherwise."""
    n = as_integer(x)
    if n is None or n < -1:
        return None
    if n > _EXACT_FACTORIAL:
        half = Fraction(n, 2)
        if n % 2 == 0:
            return multiply(gamma(half + 1), ball(Fraction(2)) ** rational(half))
        odd = multiply(gamma(half + 1), ball(Fraction(2)) ** rational(half + Fraction(1, 2)))
        return multiply(odd, arb.pi().rsqrt())
    result = 1
    for j in range(n, 1, -2):
        result *= j
    return Fraction(result)


def rising(x: Value, n: Value) -> Value:
    """(x)_n = Gamma(x + n) / Gamma(x)."""
    m = as_integer(n)
    if m is None:
        return multiply(gamma(add(x, n)), reciprocal_gamma(x))
    if m < 0:
        return reciprocal(rising(add(x, n), Fraction(-m)), "rf")
    if isinstance(x, Fraction):
        if m <= _EXACT_TERMS:
            result = ONE
            for j in range(m):
                result *= x + j
            return settle(result)
        return arb.rising_fmpq_ui(rational(x), m)
    return x.rising(m)


def falling(x: Value, n: Value) -> Value:
    """The product x (x-1) ... (x-n+1) = (x - n + 1)_n."""
    return rising(add(add(x, multiply(-ONE, n)), ONE), n)


def binomial(n: Value, k: Value) -> Value:
    """The binomial coefficient; exact for exact integers; 0 for n >= 0 > k.

    Examples
    --------
    >>> binomial(Fraction(1, 2), Fraction(2))
    Fraction(-1, 8)
    """
    top, bottom = as_integer(n), as_integer(k)
    if bottom is not None:
        if bottom < 0:
            if top is not None and top < 0:
                raise domain_error(f"binomial({top}, {bottom})", "two negative arguments are read in two ways")
            return ZERO
        if top is not None and top >= 0:
            return (
                settle(Fraction(comb(top, bottom)))
                if min(bottom, top - bottom) <= _EXACT_FACTORIAL
                else (ball(Fraction(int(fmpz.bin_uiui(top, bottom)))))
            )
        return multiply(falling(n, k), reciprocal(gamma(Fraction(bottom + 1))))
    difference = add(n, multiply(-ONE, k))
    head = gamma(add(n, ONE))
    return multiply(multiply(head, reciprocal_gamma(add(k, ONE))), reciprocal_gamma(add(difference, ONE)))


def harmonic(n: Value) -> Value:
    """H_n = 1 + 1/2 + ... + 1/n = digamma(n + 1) + EulerGamma."""
    m = as_integer(n)
    if m is not None and 0 <= m <= _EXACT_TERMS:
        return sum((Fraction(1, j) for j in range(1, m + 1)), ZERO)
    return add(digamma(add(n, ONE)), arb.const_euler())


def zeta(s: Value, a: Value = ONE) -> Value:
    """The Riemann (Hurwitz, if a is given) zeta function."""
    if isinstance(s, Fraction) and s == 1:
        raise domain_error("zeta(1)", "the pole of zeta")
    if isinstance(s, acb) or isinstance(a, acb):
        plain = isinstance(a, Fraction) and a == 1
        return complex_ball(s).zeta() if plain else complex_not_a_number()
    if isinstance(a, Fraction) and a == 1:
        return real_ball(s).zeta()
    return real_ball(s).zeta(real_ball(a))


def besselj(n: Value, x: Value, mode: Mode) -> Value:
    """J_n(x); an integer order is entire in x."""
    if isinstance(n, acb):
        return complex_not_a_number()
    order = rational(n) if isinstance(n, Fraction) else n
    if isinstance(x, acb):
        if mode.analytic and as_integer(n) is None and cut_nonpositive(x):
            return complex_not_a_number()
        return x.bessel_j(order)
    return real_ball(x).bessel_j(order)


def hypergeometric(a: list[Value], b: list[Value], z: Value, mode: Mode) -> Value:
    """The series pFq(a; b; z); exact if it ends and everything is rational.

    Examples
    --------
    >>> hypergeometric([Fraction(-2), Fraction(1)], [Fraction(1, 2)], Fraction(1), Mode())
    Fraction(-1, 3)
    """
    ending = [n for n in (as_integer(v) for v in a) if n is not None and n <= 0]
    if ending and -max(ending) <= _EXACT_TERMS:
        return _ending_series(a, b, z, -max(ending))
    if any(isinstance(v, acb) for v in (*a, *b)):
        return complex_not_a_number()
    above, below = _real_balls(a), _real_balls(b)
    gauss = len(a) == 2 and len(b) == 1
    if isinstance(z, acb):
        cut = contains_zero(z.imag) and not certainly_less(z.real, arb(1))
        if mode.analytic and len(a) == len(b) + 1 and cut:
            return complex_not_a_number()
        return z.hypgeom_2f1(above[0], above[1], below[0]) if gauss else z.hypgeom(above, below)
    if isinstance(z, Fraction) and z == 0:
        return ONE
    real = real_ball(z)
    if not is_finite(real):
        return real
    return real.hypgeom_2f1(above[0], above[1], below[0]) if gauss else real.hypgeom(above, below)


def _real_balls(values: list[Value]) -> list[arb]:
    return [real_ball(v) for v in values if not isinstance(v, acb)]


def _ending_series(a: list[Value], b: list[Value], z: Value, degree: int) -> Value:
    total: Value = ONE
    term: Value = ONE
    for j in range(degree):
        for v in a:
            term = multiply(term, add(v, Fraction(j)))
        for v in b:
            term = multiply(term, reciprocal(add(v, Fraction(j)), "hyper"))
        term = multiply(multiply(term, z), Fraction(1, j + 1))
        total = add(total, term)
    return total
