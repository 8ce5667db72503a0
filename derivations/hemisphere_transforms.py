"""The half-sphere and the ReLU: closed forms of h_k and r_k, recurrences, zeros, signs and two-sided bounds.

The powers a = 0 and a = 1 of half_line_transforms.py.
"""

from half_line_transforms import (
    DEGREES,
    DIMENSIONS,
    FROM_ONE,
    FROM_ZERO,
    HALF,
    MOMENT,
    POWERS,
    WALLIS,
    _exactly,
    _moment,
    _wallis,
    a,
    d,
    k,
    moment,
    moment_closed_form,
    moment_degree_one,
    p,
    transform_of_next_power,
    transform_step,
    wallis,
    wallis_closed_form,
    x,
)
from sympy import (
    Eq,
    Ge,
    Gt,
    Interval,
    Le,
    Range,
    Symbol,
    gamma,
    oo,
    pi,
    sqrt,
)

from ntksym.claims import (
    Combination,
    Derivation,
    FromLimit,
    GapInduction,
    Identity,
    Induction,
    InductiveInequality,
    Positive,
    PositiveIntegrand,
)
from ntksym.formulas.transforms import (
    hemisphere_odd,
    relu_even,
    relu_zero,
)

# --- hemisphere and ReLU -------------------------------------------------------------------------

pair = Derivation(
    "Hemisphere and ReLU transforms, parity by parity",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemmas 9 and 10, for every d >= 2",
    intro="h_k = M(0, d, k) belongs to the step 1[t > 0], and r_k = M(1, d, k) to the ReLU max(t, 0).",
)

hemisphere_mean = pair.claim(
    "hemisphere_mean",
    Eq(moment(0, d, 0), HALF, evaluate=False),
    DIMENSIONS,
    because="half of the sphere",
    proof=Identity([moment_closed_form.at({a: 0, k: 0})]),
    where=MOMENT,
    numeric=lambda d: _moment(0, d, 0),
)

hemisphere_recurrence = pair.claim(
    "hemisphere_recurrence",
    Eq((k + d) * moment(0, d, k + 2), -k * moment(0, d, k), evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the step of two degrees at a = 0",
    proof=Identity([transform_step.at({a: 0}, solve_for=moment(0, d, k + 2))]),
    where=MOMENT,
    numeric=lambda d, k: (k + d) * _moment(0, d, k + 2),
)

hemisphere_odd_degrees = pair.claim(
    "hemisphere_odd_degrees",
    Eq(moment(0, d, 2 * p + 1), hemisphere_odd(d, p), evaluate=False),
    {**DIMENSIONS, **FROM_ZERO},
    because="degree 1, and the recurrence: the sign alternates",
    proof=Induction(
        p,
        recurrence=[hemisphere_recurrence.at({k: 2 * p + 1}, solve_for=moment(0, d, 2 * p + 3))],
        base=[moment_closed_form.at({a: 0, k: 1})],
    ),
    where=MOMENT,
    numeric=lambda d, p: _moment(0, d, 2 * p + 1),
)

hemisphere_even_degrees = pair.claim(
    "hemisphere_even_degrees_vanish",
    Eq(moment(0, d, 2 * p), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="1[t > 0] - 1/2 is odd; in the closed form, 1/Gamma(1-p) = 0",
    proof=Identity([moment_closed_form.at({a: 0, k: 2 * p})]),
    where=MOMENT,
    numeric=_exactly(lambda d, p: _moment(0, d, 2 * p)),
)

relu_recurrence = pair.claim(
    "relu_recurrence",
    Eq((k + d + 1) * moment(1, d, k + 2), -(k - 1) * moment(1, d, k), evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the step of two degrees at a = 1",
    proof=Identity([transform_step.at({a: 1}, solve_for=moment(1, d, k + 2))]),
    where=MOMENT,
    numeric=lambda d, k: (k + d + 1) * _moment(1, d, k + 2),
)

relu_from_hemisphere = pair.claim(
    "relu_from_hemisphere",
    Eq(moment(1, d, k), moment(0, d, k - 1) / (k + d - 1), evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="the next power at a = 0: true for every k >= 1, odd ones included",
    proof=Identity([transform_of_next_power.at({a: 0, k: k - 1}, solve_for=moment(1, d, k))]),
    where=MOMENT,
    numeric=lambda d, k: _moment(1, d, k),
)

hemisphere_from_relu = pair.claim(
    "hemisphere_from_relu",
    Eq(moment(0, d, k + 1), -(k - 1) * moment(1, d, k), evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="the recurrence of h at k - 1, and r_k = h_{k-1}/(k+d-1)",
    proof=Identity(
        [relu_from_hemisphere, hemisphere_recurrence.at({k: k - 1}, solve_for=moment(0, d, k + 1))],
    ),
    where=MOMENT,
    numeric=lambda d, k: _moment(0, d, k + 1),
)

relu_mean = pair.claim(
    "relu_mean",
    Eq(moment(1, d, 0), relu_zero(d), evaluate=False),
    DIMENSIONS,
    because="the closed form at a = 1, k = 0",
    proof=Identity([moment_closed_form.at({a: 1, k: 0})]),
    where=MOMENT,
    numeric=lambda d: _moment(1, d, 0),
)

relu_mean_is_hemisphere = pair.claim(
    "relu_mean_is_hemisphere_degree_one",
    Eq(moment(0, d, 1), moment(1, d, 0), evaluate=False),
    DIMENSIONS,
    because="t 1[t > 0] = max(t, 0)",
    proof=Identity([moment_degree_one.at({a: 0})]),
    where=MOMENT,
    numeric=lambda d: _moment(0, d, 1),
)

relu_linear = pair.claim(
    "relu_degree_one",
    Eq(moment(1, d, 1), 1 / (2 * d), evaluate=False),
    DIMENSIONS,
    because="half of E[t^2] = 1/d",
    proof=Identity([relu_from_hemisphere.at({k: 1}), hemisphere_mean]),
    where=MOMENT,
    numeric=lambda d: _moment(1, d, 1),
)

relu_even_degrees = pair.claim(
    "relu_even_degrees",
    Eq(moment(1, d, 2 * p), relu_even(d, p), evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="r_k = h_{k-1}/(k+d-1)",
    proof=Identity([relu_from_hemisphere.at({k: 2 * p}), hemisphere_odd_degrees.at({p: p - 1})]),
    where=MOMENT,
    numeric=lambda d, p: _moment(1, d, 2 * p),
)

relu_odd_degrees = pair.claim(
    "relu_odd_degrees_vanish",
    Eq(moment(1, d, 2 * p + 1), 0, evaluate=False),
    {**DIMENSIONS, **FROM_ONE},
    because="max(t, 0) - t/2 is even",
    proof=Identity([relu_from_hemisphere.at({k: 2 * p + 1}), hemisphere_even_degrees]),
    where=MOMENT,
    numeric=_exactly(lambda d, p: _moment(1, d, 2 * p + 1)),
)

hemisphere_circle = pair.claim(
    "hemisphere_on_the_circle",
    Eq(moment(0, 2, 2 * p + 1), (-1) ** p / (pi * (2 * p + 1)), evaluate=False),
    FROM_ZERO,
    because="d = 2: Fourier coefficients of a half circle's indicator, sin(pi k/2)/(pi k)",
    proof=Identity([hemisphere_odd_degrees.at({d: 2})]),
    where=MOMENT,
    numeric=lambda p: _moment(0, 2, 2 * p + 1),
)

relu_circle = pair.claim(
    "relu_on_the_circle",
    Eq(moment(1, 2, 2 * p), (-1) ** (p + 1) / (pi * (4 * p**2 - 1)), evaluate=False),
    FROM_ONE,
    because="d = 2: Fourier coefficients of the half-wave rectified cosine (its mean is 1/pi)",
    proof=Identity([relu_even_degrees.at({d: 2})]),
    where=MOMENT,
    numeric=lambda p: _moment(1, 2, 2 * p),
)

# --- signs and bounds ----------------------------------------------------------------------------

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
