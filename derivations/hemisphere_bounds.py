"""The half-sphere and the ReLU: signs, monotonicity and two-sided bounds of h_k, for every degree and dimension."""

from half_line_transforms import (
    DIMENSIONS,
    FROM_ONE,
    FROM_ZERO,
    HALF,
    MOMENT,
    POWERS,
    WALLIS,
    _moment,
    _wallis,
    a,
    d,
    k,
    moment,
    p,
    wallis,
    wallis_closed_form,
    x,
)
from hemisphere_transforms import hemisphere_odd_degrees, hemisphere_recurrence, relu_even_degrees
from sympy import Ge, Gt, Interval, Le, Range, Symbol, gamma, oo, pi, sqrt

from ntksym.claims import (
    Combination,
    Derivation,
    FromLimit,
    GapInduction,
    InductiveInequality,
    Positive,
    PositiveIntegrand,
)

bounds = Derivation(
    "Signs, monotonicity and two-sided bounds of the hemisphere transform",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemma 9, with explicit constants",
    intro="All bounds are for h_k^2, since mu_k[kappa_0] = 2 h_k^2; k = 2p + 1 is odd, and p >= 0 arbitrary.",
)

odd = 2 * p + 1
ODD = {**DIMENSIONS, **FROM_ZERO}


def _square(d, p):
    return _moment(0, d, 2 * p + 1) ** 2


hemisphere_signs = bounds.claim(
    "hemisphere_signs_alternate",
    Gt((-1) ** p * moment(0, d, odd), 0, evaluate=False),
    ODD,
    because="all other factors of the closed form are positive",
    proof=Positive([hemisphere_odd_degrees]),
    where=MOMENT,
    numeric=lambda d, p: (-1) ** p * _moment(0, d, 2 * p + 1),
)

relu_signs = bounds.claim(
    "relu_signs_alternate",
    Gt((-1) ** (p + 1) * moment(1, d, 2 * p), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="all other factors of the closed form are positive",
    proof=Positive([relu_even_degrees]),
    where=MOMENT,
    numeric=lambda d, p: (-1) ** (p + 1) * _moment(1, d, 2 * p),
)

hemisphere_decreases = bounds.claim(
    "hemisphere_squares_decrease",
    Gt(moment(0, d, odd) ** 2, moment(0, d, odd + 2) ** 2, evaluate=False),
    ODD,
    because="|h_{k+2}|/|h_k| = k/(k+d) < 1",
    proof=Positive([hemisphere_odd_degrees, hemisphere_odd_degrees.at({p: p + 1})]),
    where=MOMENT,
    numeric=_square,
)

n = Symbol("n", integer=True, positive=True)
c = Symbol("c", positive=True)

bernoulli = bounds.claim(
    "bernoulli_squared",
    Ge((x + c) ** n * x**2, x**n * (x + n * c / 2) ** 2, evaluate=False),
    {n: Range(2, oo), x: Interval.open(0, oo), c: Interval.open(0, oo)},
    because="this is (1+c/x)^n >= (1+nc/(2x))^2, Bernoulli's inequality with exponent n/2 >= 1",
    proof=InductiveInequality(n, factor=x + c),
    source="Bernoulli's inequality",
)

steeper = bounds.claim(
    "odd_power_beats_middle_power",
    Ge((x + d) ** 2 * (x + d / 2 - 1) ** d, x**2 * (x + d / 2 + 1) ** d, evaluate=False),
    {**DIMENSIONS, x: Interval.open(0, oo)},
    because="artanh(c/m) >= c artanh(1/m) for c = d/2, m = x + c; here by induction on d at fixed m",
    proof=GapInduction(
        d,
        hypothesis=[({x: x + HALF}, x**2 * (x + d / 2 + 3 * HALF) / (x + HALF) ** 2)],
    ),
)

wallis_decreases = bounds.claim(
    "wallis_decreases_in_power",
    Le(wallis(a + 1, d), wallis(a, d), evaluate=False),
    {**POWERS, **DIMENSIONS},
    because="cos^(a+1) <= cos^a on a quarter turn",
    proof=PositiveIntegrand(),
    where=WALLIS,
    numeric=lambda a, d: _wallis(a + 1, d),
)

gamma_below = bounds.claim(
    "gamma_quotient_from_below",
    Le(gamma(p + 1) ** 2, (p + HALF) * gamma(p + HALF) ** 2, evaluate=False),
    FROM_ZERO,
    because="W(2p+1, 2) <= W(2p, 2)",
    proof=Combination(
        [(wallis_decreases.at({a: 2 * p, d: 2}), 2 * (p + HALF) * gamma(p + HALF) * gamma(p + 1) / sqrt(pi))],
        using=[wallis_closed_form.at({a: 2 * p, d: 2}), wallis_closed_form.at({a: 2 * p + 1, d: 2})],
    ),
    source="DLMF 5.6.4",
)

gamma_above = bounds.claim(
    "gamma_quotient_from_above",
    Ge(gamma(p + 1) ** 2, p * gamma(p + HALF) ** 2, evaluate=False),
    FROM_ONE,
    because="W(2p, 2) <= W(2p-1, 2)",
    proof=Combination(
        [(wallis_decreases.at({a: 2 * p - 1, d: 2}), 2 * p * gamma(p + HALF) * gamma(p + 1) / sqrt(pi))],
        using=[wallis_closed_form.at({a: 2 * p, d: 2}), wallis_closed_form.at({a: 2 * p - 1, d: 2})],
    ),
    source="DLMF 5.6.4",
)

gamma_sharp = bounds.claim(
    "gamma_quotient_sharp",
    Ge((p + 3 * HALF / 2) ** 3 * gamma(p + HALF) ** 2, gamma(p + 2) ** 2, evaluate=False),
    FROM_ZERO,
    because="the quotient of the two sides decreases in p, and tends to 1",
    proof=FromLimit(
        p,
        floor=(p + 3 * HALF / 2) ** 3 / ((p + 1) ** 2 * (p + HALF)),
        known=(gamma_below, (p + 3 * HALF / 2) ** 3 / (p + HALF)),
    ),
)

upper_limit = (gamma(d / 2) / (2 * pi)) ** 2 * (2 / odd) ** d
lower_limit = (gamma(d / 2) / (2 * pi)) ** 2 * (2 / (odd + d / 2 - 1)) ** d

hemisphere_upper = bounds.claim(
    "hemisphere_upper_bound",
    Le(moment(0, d, odd) ** 2, upper_limit, evaluate=False),
    ODD,
    because="true in dimensions 2 and 3; from d to d + 2 the left side gains (d/(k+d))^2, the right side (d/k)^2",
    proof=GapInduction(
        d,
        order=2,
        hypothesis=[({}, (d / (odd + d)) ** 2)],
        first=[
            Positive([hemisphere_odd_degrees.at({d: 2})]),
            Combination(
                [(gamma_above.at({p: p + 1}), 1 / (16 * pi * (p + HALF) ** 2 * (p + 1) * gamma(p + 2) ** 2))],
                using=[hemisphere_odd_degrees.at({d: 3})],
            ),
        ],
        using=[hemisphere_odd_degrees, hemisphere_odd_degrees.at({d: d + 2})],
    ),
    where=MOMENT,
    numeric=_square,
    source="Karhadkar, Murray, Montufar 2024, Lemma 9; sharp as k grows",
)

hemisphere_lower = bounds.claim(
    "hemisphere_lower_bound",
    Ge(moment(0, d, odd) ** 2, lower_limit, evaluate=False),
    ODD,
    because="true in dimensions 2 and 3; from d to d + 2 it is Bernoulli's inequality",
    proof=GapInduction(
        d,
        order=2,
        hypothesis=[({}, (d / (odd + d)) ** 2)],
        first=[
            Positive([hemisphere_odd_degrees.at({d: 2})]),
            Combination(
                [(gamma_sharp, 1 / (16 * pi * (p + 3 * HALF / 2) ** 3 * gamma(p + 2) ** 2))],
                using=[hemisphere_odd_degrees.at({d: 3})],
            ),
        ],
        using=[hemisphere_odd_degrees, hemisphere_odd_degrees.at({d: d + 2})],
        known=[
            (
                bernoulli.at({n: d + 2, x: odd + d / 2 - 1, c: 1}),
                (gamma(d / 2) * d / (2 * pi)) ** 2
                * 2**d
                / ((odd + d) ** 2 * (odd + d / 2 - 1) ** (d + 2) * (odd + d / 2) ** (d + 2)),
            )
        ],
    ),
    where=MOMENT,
    numeric=_square,
    source="Karhadkar, Murray, Montufar 2024, Lemma 9; sharp as k grows",
)

first_square = moment(0, d, 1) ** 2

hemisphere_lower_from_first = bounds.claim(
    "hemisphere_lower_bound_from_degree_one",
    Ge(moment(0, d, odd) ** 2, first_square / odd**d, evaluate=False),
    ODD,
    because="equality at k = 1; a step multiplies by (k/(k+d))^2 >= (k/(k+2))^d, Bernoulli's inequality",
    proof=GapInduction(
        p,
        hypothesis=[({}, (odd / (odd + d)) ** 2)],
        known=[(bernoulli.at({n: d, x: odd, c: 2}), first_square / ((odd + d) ** 2 * odd**d * (odd + 2) ** d))],
        using=[hemisphere_recurrence.at({k: odd}, solve_for=moment(0, d, odd + 2))],
    ),
    where=MOMENT,
    numeric=_square,
)

hemisphere_upper_from_first = bounds.claim(
    "hemisphere_upper_bound_from_degree_one",
    Le(moment(0, d, odd) ** 2, first_square * ((d / 2) / (odd + d / 2 - 1)) ** d, evaluate=False),
    ODD,
    because="equality at k = 1; a step multiplies by (k/(k+d))^2 <= ((k+lambda)/(k+2+lambda))^d, lambda = d/2 - 1",
    proof=GapInduction(
        p,
        hypothesis=[({}, (odd / (odd + d)) ** 2)],
        known=[
            (
                steeper.at({x: odd}),
                first_square * (d / 2) ** d / ((odd + d) ** 2 * (odd + d / 2 - 1) ** d * (odd + d / 2 + 1) ** d),
            )
        ],
        using=[hemisphere_recurrence.at({k: odd}, solve_for=moment(0, d, odd + 2))],
    ),
    where=MOMENT,
    numeric=_square,
)
