"""Eigenvalues of t kappa_0 and Theta_2, and two-sided bounds of those of kappa_0, kappa_1, t kappa_0, Theta_2.

Multiplication by t and sums, from the squares of transforms in arc_cosine_eigenvalues.py.
"""

from arc_cosine_eigenvalues import one_square, zero_square
from half_line_transforms import MOMENT as HALF_LINE
from half_line_transforms import d, k, moment, p, u
from hemisphere_bounds import hemisphere_lower, hemisphere_upper, lower_limit, upper_limit
from hemisphere_transforms import (
    hemisphere_even_degrees,
    hemisphere_from_relu,
    hemisphere_odd_degrees,
    relu_even_degrees,
    relu_from_hemisphere,
    relu_linear,
    relu_mean,
    relu_mean_is_hemisphere,
    relu_odd_degrees,
)
from kernel_eigenvalues import (
    ALL,
    DIMENSIONS,
    EVERY,
    FROM_ONE,
    MIXED,
    NTK,
    ONE,
    ZERO,
    _mixed,
    _ntk,
    _one,
    _vanishing,
    _zero,
    mixed,
    ntk,
    one,
    zero,
    zero_linear,
)
from legendre_polynomials import degree_one, degree_zero, three_term
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Ge,
    Gt,
    Le,
    Range,
    cos,
    oo,
    pi,
)

from ntksym.claims import (
    Combination,
    Derivation,
    FirstValues,
    Identity,
    Positive,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP
from ntksym.formulas.transforms import hemisphere_odd, ntk_two_even, relu_even, relu_zero, t_kappa_zero_even

# --- t kappa_0 and Theta_2 -----------------------------------------------------------------------

two_layers = Derivation(
    "Eigenvalues of t kappa_0 and of the two-layer NTK in every dimension and degree",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630); Jacot et al. 2018 for the kernel",
    intro="Theta_2 = t kappa_0 + kappa_1; multiplication by t couples neighbouring degrees.",
)

mixed_recurrence = two_layers.claim(
    "t_kappa_zero_from_neighbours",
    Eq((2 * k + d - 2) * mixed(d, k), (k + d - 2) * zero(d, k + 1) + k * zero(d, k - 1), evaluate=False),
    FROM_ONE,
    because="the recurrence of P_k under the integral",
    proof=UnderIntegral([three_term.at({cosine: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    where={**ZERO, **MIXED},
    numeric=lambda d, k: (2 * k + d - 2) * _mixed(d, k),
)

mixed_mean = two_layers.claim(
    "t_kappa_zero_degree_zero",
    Eq(mixed(d, 0), zero(d, 1), evaluate=False),
    DIMENSIONS,
    because="t P_0 = P_1",
    proof=UnderIntegral([degree_zero.at({cosine: cos(u)}), degree_one.at({cosine: cos(u)})]),
    where={**ZERO, **MIXED},
    numeric=lambda d: _mixed(d, 0),
)

mixed_closed = two_layers.claim(
    "t_kappa_zero_closed_form",
    Eq(mixed(d, k), 2 * moment(1, d, k) ** 2 * (k * (k + d - 2) + 1), evaluate=False),
    EVERY,
    because="h_{k-1} = (k+d-1) r_k and h_{k+1} = -(k-1) r_k; one formula for every degree",
    proof=FirstValues(
        k,
        1,
        base=[mixed_mean, zero_linear, relu_mean_is_hemisphere],
        then=Identity(
            [
                relu_from_hemisphere.at(solve_for=moment(0, d, k - 1)),
                hemisphere_from_relu,
                zero_square.at({k: k + 1}),
                zero_square.at({k: k - 1}),
                mixed_recurrence.at(solve_for=mixed(d, k)),
            ]
        ),
    ),
    where={**ZERO, **MIXED, **HALF_LINE},
    numeric=_mixed,
)

ntk_sum = two_layers.claim(
    "ntk_two_is_a_sum",
    Eq(ntk(d, k), one(d, k) + mixed(d, k), evaluate=False),
    EVERY,
    because="Theta_2 = kappa_1 + t kappa_0",
    proof=UnderIntegral(),
    where={**ONE, **MIXED, **NTK},
    numeric=_ntk,
)

ntk_closed = two_layers.claim(
    "ntk_two_closed_form",
    Eq(ntk(d, k), 2 * moment(1, d, k) ** 2 * (k * (k + d - 2) + d + 1), evaluate=False),
    EVERY,
    because="add 2 d r_k^2; one formula for every degree",
    proof=Identity([ntk_sum, one_square, mixed_closed]),
    where=ALL,
    numeric=_ntk,
)

even_degrees = {**DIMENSIONS, p: Range(1, oo)}

ntk_mean = two_layers.claim(
    "ntk_two_degree_zero",
    Eq(ntk(d, 0), 2 * (d + 1) * relu_zero(d) ** 2, evaluate=False),
    DIMENSIONS,
    because="k = 0",
    proof=Identity([ntk_closed.at({k: 0}), relu_mean]),
    where=ALL,
    numeric=lambda d: _ntk(d, 0),
)

ntk_linear = two_layers.claim(
    "ntk_two_degree_one",
    Eq(ntk(d, 1), 1 / d, evaluate=False),
    DIMENSIONS,
    because="k = 1, with r_1 = 1/(2d)",
    proof=Identity([ntk_closed.at({k: 1}), relu_linear]),
    where=ALL,
    numeric=lambda d: _ntk(d, 1),
)

ntk_even = two_layers.claim(
    "ntk_two_even_degrees",
    Eq(ntk(d, 2 * p), ntk_two_even(d, 2 * p), evaluate=False),
    even_degrees,
    because="k = 2p, with the closed form of r_k",
    proof=Identity([ntk_closed.at({k: 2 * p}), relu_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)

ntk_odd = two_layers.claim(
    "ntk_two_odd_degrees_vanish",
    Eq(ntk(d, 2 * p + 1), 0, evaluate=False),
    even_degrees,
    because="r_k = 0 for odd k >= 3",
    proof=Identity([ntk_closed.at({k: 2 * p + 1}), relu_odd_degrees]),
    where=ALL,
    numeric=lambda d, p: _vanishing(_ntk, d, 2 * p + 1),
)

mixed_even = two_layers.claim(
    "t_kappa_zero_even_degrees",
    Eq(mixed(d, 2 * p), t_kappa_zero_even(d, 2 * p), evaluate=False),
    even_degrees,
    because="k = 2p, with the closed form of r_k",
    proof=Identity([mixed_closed.at({k: 2 * p}), relu_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _mixed(d, 2 * p),
)

zero_odd = two_layers.claim(
    "kappa_zero_odd_degrees",
    Eq(zero(d, 2 * p + 1), 2 * hemisphere_odd(d, p) ** 2, evaluate=False),
    {**DIMENSIONS, p: Range(0, oo)},
    because="k = 2p + 1, with the closed form of h_k",
    proof=Identity([zero_square.at({k: 2 * p + 1}), hemisphere_odd_degrees]),
    where=ALL,
    numeric=lambda d, p: _zero(d, 2 * p + 1),
)

zero_even = two_layers.claim(
    "kappa_zero_even_degrees_vanish",
    Eq(zero(d, 2 * p), 0, evaluate=False),
    even_degrees,
    because="h_k = 0 for even k >= 2",
    proof=Identity([zero_square.at({k: 2 * p}), hemisphere_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _vanishing(_zero, d, 2 * p),
)

one_even = two_layers.claim(
    "kappa_one_even_degrees",
    Eq(one(d, 2 * p), 2 * d * relu_even(d, p) ** 2, evaluate=False),
    even_degrees,
    because="k = 2p, with the closed form of r_k",
    proof=Identity([one_square.at({k: 2 * p}), relu_even_degrees]),
    where=ALL,
    numeric=lambda d, p: _one(d, 2 * p),
)

ntk_circle = two_layers.claim(
    "ntk_two_on_the_circle",
    Eq(ntk(2, 2 * p), 2 * (4 * p**2 + 3) / (pi**2 * (4 * p**2 - 1) ** 2), evaluate=False),
    {p: Range(1, oo)},
    because="d = 2: 2 (k^2+3)/(pi^2 (k^2-1)^2)",
    proof=Identity([ntk_even.at({d: 2})]),
    where=ALL,
    numeric=lambda p: _ntk(2, 2 * p),
)

# --- signs and bounds ----------------------------------------------------------------------------

sizes = Derivation(
    "Signs and two-sided bounds of the eigenvalues",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), with explicit constants",
    intro="Both bounds are sharp as k grows.",
)

ntk_positive = sizes.claim(
    "ntk_two_even_degrees_positive",
    Gt(ntk(d, 2 * p), 0, evaluate=False),
    even_degrees,
    because="a square times a positive polynomial",
    proof=Positive([ntk_even]),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)

ntk_nonnegative = sizes.claim(
    "ntk_two_is_positive_definite",
    Ge(ntk(d, k), 0, evaluate=False),
    EVERY,
    because="a square times a positive polynomial (0 at odd k >= 3)",
    proof=Positive([ntk_closed]),
    where=ALL,
    numeric=_ntk,
)

zero_upper = sizes.claim(
    "kappa_zero_upper_bound",
    Le(zero(d, 2 * p + 1), 2 * upper_limit, evaluate=False),
    {**DIMENSIONS, p: Range(0, oo)},
    because="twice the bound of h_k^2",
    proof=Combination([(hemisphere_upper, 2)], using=[zero_square.at({k: 2 * p + 1})]),
    where=ALL,
    numeric=lambda d, p: _zero(d, 2 * p + 1),
)

zero_lower = sizes.claim(
    "kappa_zero_lower_bound",
    Ge(zero(d, 2 * p + 1), 2 * lower_limit, evaluate=False),
    {**DIMENSIONS, p: Range(0, oo)},
    because="twice the bound of h_k^2",
    proof=Combination([(hemisphere_lower, 2)], using=[zero_square.at({k: 2 * p + 1})]),
    where=ALL,
    numeric=lambda d, p: _zero(d, 2 * p + 1),
)

factor = 2 * (2 * p * (2 * p + d - 2) + d + 1) / (2 * p + d - 1) ** 2
ntk_as_hemisphere = [ntk_closed.at({k: 2 * p}), relu_from_hemisphere.at({k: 2 * p})]

ntk_upper = sizes.claim(
    "ntk_two_upper_bound",
    Le(ntk(d, 2 * p), factor * upper_limit.subs(p, p - 1), evaluate=False),
    even_degrees,
    because="r_k = h_{k-1}/(k+d-1), and the bound of h_{k-1}^2",
    proof=Combination([(hemisphere_upper.at({p: p - 1}), factor)], using=ntk_as_hemisphere),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)

ntk_lower = sizes.claim(
    "ntk_two_lower_bound",
    Ge(ntk(d, 2 * p), factor * lower_limit.subs(p, p - 1), evaluate=False),
    even_degrees,
    because="r_k = h_{k-1}/(k+d-1), and the bound of h_{k-1}^2",
    proof=Combination([(hemisphere_lower.at({p: p - 1}), factor)], using=ntk_as_hemisphere),
    where=ALL,
    numeric=lambda d, p: _ntk(d, 2 * p),
)
