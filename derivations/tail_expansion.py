"""The expansion of mu_k[Theta_L] for ALL k >= k_0, with its remainder: theorem (T) of the note on certified tails.

Definition.  x = k + (d-2)/2;  a_m(k), G(k) and |C| as in root_eigenvalues.py;  c_m^+ and c_m^- the coefficients of
v^(2m+1) in Theta_L(1-v^2) and of w^(2m+1) in Theta_L(-1+w^2);  gamma_m = (-1)^(m+1) (c_m^+ + (-1)^k c_m^-).

Theorem.  Let D(x) be the integral of 4x asin(x/sqrt 2), r_0 = r, r_{j+1}^2 = r_j^2 + D(r_j)/pi with r_{L-2} < sqrt 2,
s_0 = r^2/2, cosh tau = 1 + s_0, q = e^(-tau), M >= 1, N, M' >= M, k_0 > N, and q <= (k_0-M-1/2)/(k_0+M+d-1/2).  Then

    | mu_k/(|C| G(k)) - sum over m < M of gamma_m a_m(k) | <= (B + eps) a_M(k)     for every k >= k_0,

    B   = sum over M <= m < M' of (|c_m^+|+|c_m^-|) s_0^(m-M) + 2 M_+ r^(-2M'-1) s_0^(M'-M)
          + M_- 2^(-M'-1/2) s_0^(M'-M)/(1-s_0/2),
    eps = (s_0^(-N) a_N(k_0) sum over m < M of (|c_m^+|+|c_m^-|) s_0^m + max(M_+, M_-) S_{k_0}/(|C| G(k_0)))/a_M(k_0),

M_- = L + 2, M_+ = F_L with F_1 = 1 + r^2, F_l = F_{l-1} (1 + (2/pi) asin(r_{l-2}/sqrt 2)) + 1 + r_{l-1}^2, and S_k the
bound of the dispersion kernel on the ellipse (dispersion_kernel.py).  What is elementary is proved in the steps
below, for all L, d, k; Cauchy's formula and Fubini's theorem are cited, and measured at the points stated.
"""

import mpmath as mp
from half_line_transforms import WALLIS, gamma_duplication, wallis, wallis_closed_form
from half_line_transforms import a as power
from half_line_transforms import x as positive
from slit_domain import RADIUS, chain, jumps, theta
from sympy import (
    Eq,
    Function,
    Ge,
    Integer,
    Interval,
    Le,
    Range,
    Rational,
    Sum,
    Symbol,
    cos,
    gamma,
    oo,
    pi,
    sin,
)

from ntksym.claims import (
    ByInduction,
    Cited,
    Combination,
    Derivation,
    Identity,
    Induction,
    Linear,
    Positive,
)
from ntksym.formulas.endpoint import decay_ratio, root_modulus, root_ratio

HALF = Rational(1, 2)
d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
L = Symbol("L", integer=True, positive=True)
j = Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
h = Symbol("h", real=True)
q = Symbol("q", positive=True)
r = Symbol("r", positive=True)
t = Symbol("t", real=True)
x = Symbol("x", nonnegative=True)
DIMENSIONS, DEGREES = {d: Range(2, oo)}, {k: Range(0, oo)}
ROOTS, COUNTS, RADII = {m: Range(0, oo)}, {n: Range(0, oo)}, {r: Interval.open(0, oo)}


# --- the tail of the jump ------------------------------------------------------------------------

jump = Derivation(
    "The tail of the jump",
    source="derived here; (7) and (12) of the note on certified tails",
    intro="The coefficients beyond M' are bounded by Cauchy's inequalities, their sum by a geometric series.",
)

small_powers = jump.claim(
    "powers_below_one",
    Le(x**n, 1, evaluate=False),
    {x: Interval.Lopen(0, 1), **COUNTS},
    because="s^(m+1/2) <= s_0^(m-M) s^(M+1/2) for s <= s_0 and m >= M, with x = s/s_0",
    proof=ByInduction(n, base=Positive(), step=lambda known: Combination([(known, x)])),
)

large_powers = jump.claim(
    "powers_above_one",
    Ge((1 + x) ** n, 1, evaluate=False),
    {x: Interval(0, oo), **COUNTS},
    because="s^(m+1/2) <= s_0^(m-N) s^(N+1/2) for s >= s_0 and m <= N, with 1 + x = s/s_0",
    proof=ByInduction(n, base=Positive(), step=lambda known: Combination([(known, 1 + x)])),
)

geometric = jump.claim(
    "geometric_sum",
    Eq(Sum(x**j, (j, 0, n)) * (1 - x), 1 - x ** (n + 1), evaluate=False),
    {x: Interval.open(0, 1), **COUNTS},
    because="the sum telescopes",
    proof=ByInduction(
        n,
        base=Identity(),
        step=lambda known: Linear([(known, 1)]),
    ),
)

geometric_bound = jump.claim(
    "geometric_sum_bound",
    Le(Sum(x**j, (j, 0, n)), 1 / (1 - x), evaluate=False),
    {x: Interval.open(0, 1), **COUNTS},
    because="x^(n+1) > 0; at -1 the terms 2^(-m-1/2) s_0^(m-M) have x = s_0/2",
    proof=Positive([geometric.at(solve_for=Sum(x**j, (j, 0, n)))]),
)

tail_at_one = jump.claim(
    "cauchy_tail_at_one",
    Eq(
        Sum(r ** (-2 * (m + j) - 1) * (r**2 / 2) ** j, (j, 0, n)),
        r ** (-2 * m - 1) * (2 - 2 ** (-n)),
        evaluate=False,
    ),
    {**RADII, **ROOTS, **COUNTS},
    because="s_0 = r^2/2: the terms halve, and all of them add up to less than twice the first",
    proof=Induction(n, recurrence=[]),
)

# --- the moments of the kernel -------------------------------------------------------------------

stieltjes = Function("I_m")


def root_size(d, k, m):
    """|C| G(k) a_m(k), the modulus of the eigenvalue of (1-t)^(m+1/2)."""
    return root_modulus(d) * decay_ratio(d, k) * root_ratio(d, k, m)


def _kernel(d, k, z):
    """E_k(z): e^(-kz) on the circle, sinh z Q_k(cosh z) on the sphere, and two dimensions up by the difference."""
    if d == 2:
        return mp.exp(-k * z)
    if d == 3:
        y = mp.exp(-2 * z)
        series = mp.hyp2f1(mp.mpf(1) / 2, k + 1, k + mp.mpf(3) / 2, y)
        return mp.sqrt(mp.pi) * mp.gamma(k + 1) / mp.gamma(k + mp.mpf(3) / 2) * mp.exp(-k * z) * (1 - y) / 2 * series
    return mp.mpf(d - 2) / (2 * k + d - 2) * (_kernel(d - 2, k, z) - _kernel(d - 2, k + 2, z))


def _moment(d, j, m):
    """The mean of s^(m+1/2) with the kernel, s = cosh z - 1, over all z > 0, at k = m + 1 + j."""
    with mp.workdps(mp.mp.dps + 20):
        f = lambda z: (2 * mp.sinh(z / 2) ** 2) ** (m + mp.mpf(1) / 2) * _kernel(d, m + 1 + j, z)  # noqa: E731
        return mp.quad(f, [0, 2, 8, mp.inf]) / mp.pi


moments = Derivation(
    "The moments of the dispersion kernel",
    source="derived here; (11) of the note on certified tails",
    intro="(1/pi) times the integral of s^(m+1/2) E_k over tau > 0, s = cosh tau - 1, is |C| G(k) a_m(k), k > m.",
)

beyond = m + 1 + j
BEYOND = {**ROOTS, j: Range(0, oo)}

circle_variable = moments.claim(
    "moment_variable_on_the_circle",
    Eq(
        (1 / sin(pi * h) ** 2 + sin(pi * h) ** 2) / 2 - 1,
        cos(pi * h) ** 4 / (2 * sin(pi * h) ** 2),
        evaluate=False,
    ),
    {h: Interval.open(0, HALF)},
    because="e^(-tau) = sin(u)^2 gives s = cos(u)^4/(2 sin(u)^2), and d tau = -2 cos(u)/sin(u) du",
    proof=Identity(),
)

circle_moment = moments.claim(
    "moment_on_the_circle",
    Eq(
        2 / pi * 2 ** (-m - HALF) * wallis(4 * m + 3, 2 * j + 2),
        root_size(Integer(2), beyond, m),
        evaluate=False,
    ),
    BEYOND,
    because="E_k = e^(-k tau) makes it an integral of cos^(4m+3) sin^(2k-2m-2), k = m + 1 + j",
    proof=Linear(
        [
            (
                gamma_duplication.at({positive: 2 * m + 2}),
                -(2 ** (-m - HALF)) * gamma(j + HALF) / (pi * gamma(2 * m + j + 5 * HALF)),
            )
        ],
        using=[wallis_closed_form.at({power: 4 * m + 3, d: 2 * j + 2})],
    ),
    where=WALLIS,
    numeric=lambda m, j: _moment(2, j, m),
)

moment_step = moments.claim(
    "moment_dimension_step",
    Eq(
        root_size(d + 2, beyond, m),
        d / (2 * beyond + d) * (root_size(d, beyond, m) - root_size(d, beyond + 2, m)),
        evaluate=False,
    ),
    {**DIMENSIONS, **BEYOND},
    because="the step of E_k from d to d + 2 is that of its moments",
    proof=Identity(),
)

all_moments = moments.claim(
    "moments_in_every_dimension",
    Eq(stieltjes(d, j, m), root_size(d, beyond, m), evaluate=False),
    {d: Range(2, 6), j: Range(0, 5), m: Range(0, 4)},
    because="even dimensions by the two claims above; for all d: the representation of (1-t)^(m+1/2) itself, with the "
    "ellipse growing to infinity. Measured by quadrature of the kernel in dimensions 2 to 5",
    proof=Cited("Cauchy's formula as in cauchy_representation; equation (2.4) of the note on the integral operator"),
    numeric=_moment,
)

# --- the same for all k >= k_0 --------------------------------------------------------------------

uniform = Derivation(
    "Both errors are largest at k_0",
    source="derived here; (14) of the note on certified tails",
    intro="k_0 = M + 1 + j and k = k_0 + n; root_ratio_quotient_decreases says that a_N/a_M falls in k.",
)

far_falls = uniform.claim(
    "remote_error_falls_faster",
    Le(
        x * (j + HALF) / (2 * m + j + d + HALF) * (m + j + n + 2) / (m + j + n + 1 + d / 2),
        (j + n + HALF) / (2 * m + j + n + d + HALF),
        evaluate=False,
    ),
    {x: Interval(0, 1), **DIMENSIONS, **BEYOND, **COUNTS},
    because="S_{k+1}/S_k = q (k+1)/(k+d/2) with q = x (k_0-M-1/2)/(k_0+M+d-1/2), against I_M(k+1)/I_M(k), m for M",
    proof=Positive(),
)

# --- the theorem ---------------------------------------------------------------------------------

quotient = Function("error_quotient")
FIRST, TERMS, FAR, MORE = 20, 3, 12, 24  # k_0, M, N, M' at which the theorem is measured


def _eigenvalue(L, d, k):
    """mu_k[Theta_L] by quadrature over the angle, P_k by its recurrence."""

    def inside(v):
        t = mp.cos(v)
        before, now = mp.mpf(1), t
        for a in range(1, k):
            before, now = now, ((2 * a + d - 2) * t * now - a * before) / (a + d - 2)
        return theta(L, t) * now * mp.sin(v) ** (d - 2)

    whole = mp.quad(lambda v: mp.sin(v) ** (d - 2), [0, mp.pi / 2, mp.pi])
    return mp.quad(inside, mp.linspace(0, mp.pi, 3 + k // 6)) / whole


def _ratios(d, k, count):
    """a_0(k), ..., a_count(k) by their products."""
    found = [mp.mpf(1)]
    for a in range(1, count + 1):
        found.append(
            found[-1] * (mp.mpf(d) / 2 + a - 1) * (2 * a + 1) / ((k - a - mp.mpf(1) / 2) * (k + a + d - mp.mpf(3) / 2))
        )
    return found


def _quotient(L, d, k):
    """The deviation from the first M terms over the theorem's bound."""
    plus, minus = jumps(L, MORE, mp.mp.dps)
    sizes = [abs(a) + abs(b) for a, b in zip(plus, minus, strict=True)]
    radius, s0, large = RADIUS[L], RADIUS[L] ** 2 / 2, chain(L)
    small = mp.exp(-mp.acosh(1 + s0))
    half = mp.mpf(1) / 2
    if not small <= (FIRST - TERMS - half) / (FIRST + TERMS + d - half):
        raise ValueError("the hypothesis on q fails")
    scale = 2 ** (d - 5 * half) * mp.gamma(mp.mpf(d) / 2) ** 2 / mp.pi
    first = _ratios(d, FIRST, FAR)

    def decay(k):
        return scale * mp.gamma(k - half) / mp.gamma(k + d - half)

    B = mp.fsum(sizes[a] * s0 ** (a - TERMS) for a in range(TERMS, MORE))
    B += 2 * large * radius ** (-2 * MORE - 1) * s0 ** (MORE - TERMS)
    B += (L + 2) * 2 ** (-MORE - half) * s0 ** (MORE - TERMS) / (1 - s0 / 2)
    size = small**FIRST * (
        1
        if d % 2 == 0
        else mp.coth(mp.acosh(1 + s0)) * mp.sqrt(mp.pi) * mp.gamma(FIRST + 1) / (2 * mp.gamma(FIRST + 3 * half))
    )
    for e in range(2 + d % 2, d, 2):
        size *= e * (1 + small**2) / (2 * FIRST + e)
    near = s0 ** (-FAR) * first[FAR] * mp.fsum(sizes[a] * s0**a for a in range(TERMS))
    eps = (near + max(large, L + 2) * size / decay(FIRST)) / first[TERMS]
    ratios = _ratios(d, k, TERMS)
    signs = [(-1) ** (a + 1) * (plus[a] + (-1) ** k * minus[a]) for a in range(TERMS)]
    value = _eigenvalue(L, d, k) / decay(k)
    return abs(value - mp.fsum(g * a for g, a in zip(signs, ratios, strict=False))) / ((B + eps) * ratios[TERMS])


theorem = Derivation(
    "The expansion of the eigenvalues",
    source="derived here; theorem (T) of the note on certified tails",
    intro="Cauchy's formula on the slit ellipse, then mu_k of each side; the kernel's sign and size do the rest.",
)

expansion = theorem.claim(
    "tail_expansion",
    Le(quotient(L, d, k), 1, evaluate=False),
    {L: Range(2, 5), d: Range(2, 6), k: Range(20, 29)},
    because="integrate the representation with P_k: E_k >= 0 turns |J - first M terms| <= B s^(M+1/2) into B I_M(k), "
    "the first terms are completed to all s > 0 at the price of I_N(k), the ellipse costs S_k. Measured: the deviation "
    "over the bound for k_0 = 20, M = 3, N = 12, M' = 24. The statement is for every L, d >= 2 and k_0 as above",
    proof=Cited("the steps of this file and of dispersion_kernel.py, with Cauchy's formula and Fubini's theorem"),
    numeric=_quotient,
)
