"""The half-sphere and the ReLU: closed forms of h_k and r_k, recurrences and zeros.

The powers a = 0 and a = 1 of half_line_transforms.py.
"""

from half_line_transforms import (
    DEGREES,
    DIMENSIONS,
    FROM_ONE,
    FROM_ZERO,
    HALF,
    MOMENT,
    _exactly,
    _moment,
    a,
    d,
    k,
    moment,
    moment_closed_form,
    moment_degree_one,
    p,
    transform_of_next_power,
    transform_step,
)
from sympy import Eq, Range, oo, pi

from ntksym.claims import Derivation, Identity, Induction
from ntksym.formulas.transforms import hemisphere_odd, relu_even, relu_zero

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
