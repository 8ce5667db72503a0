"""Power series of kappa_0, kappa_1 and Theta_2 at 0: every coefficient, and two-sided bounds of the tail of Theta_2.

Definition.  Theta_2 = sum of c_m t^m, and T_r = sum of c_m over m >= r is its tail.  The coefficients follow from
(1 - t^2) y'' = t y' for y = kappa_0, and b_p = 4^(-p) binom(2p, p) from b_{p+1}/b_p = (2p+1)/(2p+2).
"""

import mpmath as mp
from hemisphere_bounds import gamma_above, gamma_below
from sympy import (
    Eq,
    Ge,
    Interval,
    Le,
    Range,
    Rational,
    Sum,
    Symbol,
    binomial,
    gamma,
    oo,
    pi,
    sqrt,
)

from ntksym.claims import (
    Combination,
    Derivation,
    Identity,
    Induction,
    PowerSeries,
    SameRatio,
    SumOfSeries,
    TailBound,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero, t_kappa_zero
from ntksym.formulas.power_series import central, kappa_one_even, kappa_zero_odd, ntk_two_even

HALF = Rational(1, 2)
p = Symbol("p", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
J = Symbol("J", integer=True, nonnegative=True)
t = Symbol("t", real=True)
COSINES, FROM_ZERO, FROM_ONE = {t: Interval(-1, 1)}, {p: Range(0, oo)}, {p: Range(1, oo)}


def _taylor(f, *degrees):
    """The Taylor coefficients at 0 of these degrees by Cauchy's integral over |t| = 1/2, added up."""
    count = 224
    points = [mp.expjpi(mp.mpf(2 * i) / count) / 2 for i in range(count)]
    values = [f(z) for z in points]
    return sum(mp.re(mp.fsum(v * z ** (-m) for v, z in zip(values, points, strict=True))) for m in degrees) / count


def _step(z):
    return 1 - mp.acos(z) / mp.pi


def _relu(z):
    return (mp.sqrt(1 - z * z) + z * (mp.pi - mp.acos(z))) / mp.pi


def _half():
    return mp.mpf(1) / 2


def _odd_sum(t):
    """The sum of b_p t^(2p+1)/(pi (2p+1)) as a hypergeometric series."""
    return t * mp.hyp2f1(_half(), _half(), 3 * _half(), t * t) / mp.pi


def _even_sum(t):
    """The sum of b_p t^(2p+2)/(pi (2p+1)(2p+2)) as the difference of two hypergeometric series."""
    return (
        t * t * mp.hyp2f1(_half(), _half(), 3 * _half(), t * t) - t * t / 2 * mp.hyp2f1(_half(), 1, 2, t * t)
    ) / mp.pi


def _tail(J):
    """The tail of Theta_2 from degree 2J + 2: its value 2 at t = 1 less the Taylor coefficients before."""
    return 2 - _taylor(lambda z: _relu(z) + z * _step(z), *range(2 * J + 2))


binomials = Derivation(
    "Central binomial coefficients",
    source="DLMF 5.5.1, 5.6.4, 26.3",
    intro="b_p = 4^(-p) binom(2p, p).",
)

central_form = binomials.claim(
    "central_binomial_as_gammas",
    Eq(binomial(2 * p, p) / 4**p, central(p), evaluate=False),
    FROM_ZERO,
    because="both are 1 at p = 0 and grow by (2p+1)/(2p+2)",
    proof=SameRatio(p),
)

central_next = binomials.claim(
    "central_binomial_ratio",
    Eq((2 * p + 2) * central(p + 1), (2 * p + 1) * central(p), evaluate=False),
    FROM_ZERO,
    because="Gamma(z+1) = z Gamma(z)",
    proof=Identity(),
    numeric=lambda p: (2 * p + 2) * mp.binomial(2 * p + 2, p + 1) / mp.mpf(4) ** (p + 1),
)

central_squared_low = binomials.claim(
    "central_binomial_squared_ge",
    Ge(central(p) ** 2, 1 / (pi * (p + HALF)), evaluate=False),
    FROM_ZERO,
    because="Wallis' integrals decrease: W(2p+1) <= W(2p)",
    proof=Combination([(gamma_below, 1 / (pi * (p + HALF) * gamma(p + 1) ** 2))]),
    numeric=lambda p: (mp.binomial(2 * p, p) / mp.mpf(4) ** p) ** 2,
)

central_squared_high = binomials.claim(
    "central_binomial_squared_le",
    Le(central(p) ** 2, 1 / (pi * p), evaluate=False),
    FROM_ONE,
    because="Wallis' integrals decrease: W(2p) <= W(2p-1)",
    proof=Combination([(gamma_above, 1 / (pi * p * gamma(p + 1) ** 2))]),
    numeric=lambda p: (mp.binomial(2 * p, p) / mp.mpf(4) ** p) ** 2,
)

central_low = binomials.claim(
    "central_binomial_ge",
    Ge(central(p), 1 / sqrt(pi * (p + HALF)), evaluate=False),
    FROM_ZERO,
    because="square roots",
    proof=Combination([(central_squared_low, 1 / (central(p) + 1 / sqrt(pi * (p + HALF))))]),
    numeric=lambda p: mp.binomial(2 * p, p) / mp.mpf(4) ** p,
)

central_high = binomials.claim(
    "central_binomial_le",
    Le(central(p), 1 / sqrt(pi * p), evaluate=False),
    FROM_ONE,
    because="square roots",
    proof=Combination([(central_squared_high, 1 / (central(p) + 1 / sqrt(pi * p)))]),
    numeric=lambda p: mp.binomial(2 * p, p) / mp.mpf(4) ** p,
)

telescope = binomials.claim(
    "central_binomial_sum_telescopes",
    Eq(Sum(central(p) / (2 * p + 2), (p, J, J + n)), central(J) - central(J + n + 1), evaluate=False),
    {J: Range(0, oo), n: Range(0, oo)},
    because="b_p - b_{p+1} = b_p/(2p+2)",
    proof=Induction(n, recurrence=()),
)

series = Derivation(
    "Power series of kappa_0, kappa_1 and Theta_2",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630); equation (2.7) of our notes",
    intro="On the whole interval [-1, 1], ends included.",
)

kappa_zero_series = series.claim(
    "kappa_zero_power_series",
    Eq(Sum(kappa_zero_odd(p) * t ** (2 * p + 1), (p, 0, oo)) + HALF, kappa_zero(t), evaluate=False),
    COSINES,
    because="y = kappa_0 solves (1 - t^2) y'' = t y'",
    proof=PowerSeries(t, equation=[0, -t, 1 - t**2]),
    numeric=lambda t: mp.mpf(1) / 2 + _odd_sum(t),
)

kappa_one_series = series.claim(
    "kappa_one_power_series",
    Eq(Sum(kappa_one_even(p) * t ** (2 * p + 2), (p, 0, oo)) + 1 / pi + t / 2, kappa_one(t), evaluate=False),
    COSINES,
    because="kappa_1' = kappa_0 and kappa_1(0) = 1/pi",
    proof=PowerSeries(t, equation=[0, 0, -t, 1 - t**2]),
    numeric=lambda t: 1 / mp.pi + t / 2 + _even_sum(t),
)

theta_two_series = series.claim(
    "theta_two_power_series",
    Eq(
        Sum(ntk_two_even(p) * t ** (2 * p + 2), (p, 0, oo)) + 1 / pi + t,
        t_kappa_zero(t) + kappa_one(t),
        evaluate=False,
    ),
    COSINES,
    because="add the series of kappa_1 and t times the series of kappa_0",
    proof=SumOfSeries([(kappa_one_series, 1), (kappa_zero_series, t)]),
    numeric=lambda t: 1 / mp.pi + t + t * _odd_sum(t) + _even_sum(t),
)

theta_two_coefficient = series.claim(
    "theta_two_coefficient_from_binomials",
    Eq(
        binomial(2 * p + 2, p + 1) / 4 ** (p + 1) / pi * (1 / (2 * p + 1) + 2 / (2 * p + 1) ** 2),
        ntk_two_even(p),
        evaluate=False,
    ),
    FROM_ZERO,
    because="the same coefficient written with b_{p+1}",
    proof=SameRatio(p),
    numeric=lambda p: _taylor(lambda z: _relu(z) + z * _step(z), 2 * p + 2),
)

total = series.claim(
    "theta_two_coefficients_sum_to_two",
    Eq(Sum(ntk_two_even(p), (p, 0, oo)), 1 - 1 / pi, evaluate=False),
    {},
    because="the series at t = 1, where Theta_2 is 2",
    proof=Identity([theta_two_series.at({t: 1}, solve_for=Sum(ntk_two_even(p), (p, 0, oo)))]),
    numeric=lambda: _odd_sum(mp.mpf(1)) + _even_sum(mp.mpf(1)),
)

TAIL = 1 - 1 / pi - Sum(ntk_two_even(p), (p, 0, J - 1))

tail_low = series.claim(
    "theta_two_tail_ge",
    Ge(TAIL, central(J) / pi, evaluate=False),
    {J: Range(0, oo)},
    because="c_{2p+2} >= (b_p - b_{p+1})/pi, which telescopes; T_{2J+2} is 2 less the coefficients before",
    proof=TailBound(of=total, on=J, vanishes=(central_squared_high.at({p: J}), 1 / pi**2, 1 / (3 * J))),
    numeric=_tail,
)

tail_high = series.claim(
    "theta_two_tail_le",
    Le(TAIL, central(J) / pi * (1 + 2 / (2 * J + 1)), evaluate=False),
    {J: Range(0, oo)},
    because="c_{2p+2} is at most the difference of the right side at p and p + 1",
    proof=TailBound(of=total, on=J),
    numeric=_tail,
)

tail_power = series.claim(
    "theta_two_tail_ge_power",
    Ge(TAIL, 1 / (pi * sqrt(pi * (J + HALF))), evaluate=False),
    {J: Range(0, oo)},
    because="with r = 2J + 1 this is T_r >= T_{r+1} >= sqrt(2) pi^(-3/2) r^(-1/2), and so for r = 2J + 2 too",
    proof=Combination([(tail_low, 1), (central_low.at({p: J}), 1 / pi)]),
    numeric=_tail,
    source="Nguyen, Mondelli, Montufar 2021 (arXiv 2012.11654), made explicit; the constant is sharp",
)
