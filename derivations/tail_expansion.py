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
bound of the dispersion kernel on the ellipse (kernel_on_ellipse.py).  Cauchy's formula and Fubini's theorem, which are
cited and measured, give mu_k by the jumps; expansion_error.py splits the error in three, and the steps below prove the
bound of their sum for all k >= k_0.
"""

import mpmath as mp
from kernel_moments import dispersion
from slit_domain import RADIUS, at_minus_one, at_one, at_point
from sympy import (
    Eq,
    Function,
    Ge,
    Interval,
    Le,
    Range,
    Rational,
    Sum,
    Symbol,
    gamma,
    oo,
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
from ntksym.formulas.endpoint import decay_ratio, root_ratio
from ntksym.formulas.harmonics import funk_hecke_integral
from ntksym.formulas.ntk import Theta

HALF = Rational(1, 2)
d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
L = Symbol("L", integer=True, positive=True)
j = Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
r = Symbol("r", positive=True)
t = Symbol("t", real=True)
x = Symbol("x", nonnegative=True)
DIMENSIONS = {d: Range(2, oo)}
ROOTS, COUNTS, RADII = {m: Range(0, oo)}, {n: Range(0, oo)}, {r: Interval.open(0, oo)}
BEYOND = {**ROOTS, j: Range(0, oo)}


# --- the tail of the jump ------------------------------------------------------------------------

jump = Derivation(
    "The tail of the jump",
    source="derived here; (7) and (12) of the note on certified tails",
    intro="The coefficients beyond M' are bounded by Cauchy's inequalities, their sum by a geometric series.",
)

large_powers = jump.claim(
    "powers_above_one",
    Ge((1 + x) ** n, 1, evaluate=False),
    {x: Interval(0, oo), **COUNTS},
    because="s^(m+1/2) <= s_0^(m-N) s^(N+1/2) for s >= s_0 and m <= N, with 1 + x = s/s_0",
    proof=ByInduction(n, base=Positive(), step=lambda known: Combination([(known, 1 + x)])),
)

geometric = jump.claim(
    "finite_geometric_sum",
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
    "finite_geometric_sum_bound",
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

i = Symbol("i", integer=True, nonnegative=True)
LATER = {**DIMENSIONS, **ROOTS, i: Range(0, oo), **BEYOND, **COUNTS}
first, second, now = m, m + i, m + i + 1 + j + n  # M, N and k = k_0 + n with k_0 = N + 1 + j
start = m + i + 1 + j
first_q = (i + j + HALF) / (2 * m + i + j + d + HALF)  # the largest q that the theorem allows


def remote_size(n):
    """S_k at k = k_0 + n, up to a factor that does not depend on n, with q = x first_q."""
    return (x * first_q) ** n * gamma(start + n + 1) / gamma(start + n + d / 2)


def decaying(k, m):
    """G(k) a_m(k)."""
    return decay_ratio(d, k) * root_ratio(d, k, m)


near_largest = uniform.claim(
    "ratio_quotient_largest_at_first_degree",
    Le(
        root_ratio(d, now, second) * root_ratio(d, start, first),
        root_ratio(d, start, second) * root_ratio(d, now, first),
        evaluate=False,
    ),
    LATER,
    because="a_N/a_M falls from each degree to the next, hence from k_0 to k = k_0 + n",
    proof=ByInduction(
        n,
        base=Positive(),
        step=lambda known: Combination(
            [(known, (now - second - HALF) * (now + d - HALF) / ((now - HALF) * (now + second + d - HALF)))]
        ),
    ),
)

remote_largest = uniform.claim(
    "remote_error_largest_at_first_degree",
    Le(remote_size(n) * decaying(start, first), remote_size(0) * decaying(now, first), evaluate=False),
    {x: Interval.Lopen(0, 1), **LATER},
    because="S_k/(G(k) a_M(k)) falls from each degree to the next",
    proof=ByInduction(
        n,
        base=Positive(),
        step=lambda known: Combination(
            [
                (known, x * first_q * (now + 1) / (now + d / 2)),
                (far_falls.at({j: i + j}), remote_size(0) * decaying(now, first)),
            ]
        ),
    ),
)

# --- the theorem ---------------------------------------------------------------------------------

represented = Function("mu_represented")


def _represented(L, d, k):
    """The jumps over both cuts and the integral over the ellipse, each against the dispersion kernel."""
    s0 = RADIUS[L] ** 2 / 2
    tau = mp.acosh(1 + s0)

    def cut(function):
        def inside(y):  # s = y^2, and d tau = ds/sinh(tau)
            z = 2 * mp.asinh(y / mp.sqrt(2))
            return mp.im(function(L, mp.mpc(0, y))) * 2 / mp.sqrt(2 + y**2) * dispersion(d, k, z)

        return mp.quad(inside, [0, mp.sqrt(s0)])

    def around(p):
        z = mp.mpc(tau, p)
        return mp.re(at_point(L, mp.cosh(z)) * dispersion(d, k, z))

    return (mp.quad(around, mp.linspace(0, mp.pi, 5)) - cut(at_one) - (-1) ** k * cut(at_minus_one)) / mp.pi


theorem = Derivation(
    "The expansion of the eigenvalues",
    source="derived here; theorem (T) of the note on certified tails",
    intro="Cauchy's formula on the slit ellipse, then mu_k of each side; the kernel's sign and size do the rest: "
    "expansion_error.py has the three parts of the error, kernel_moments.py the moments.",
)

by_jumps = theorem.claim(
    "eigenvalue_by_jumps",
    Eq(represented(L, d, k), funk_hecke_integral(Theta(L, t), t, d, k), evaluate=False),
    {L: Range(2, 5), d: Range(2, 3), k: Range(1, 9)},
    because="integrate cauchy_representation with P_k: minus the jumps against E_k, plus the mean of Theta_L E_k over "
    "the ellipse. Measured for L = 2, 3, 4 on the circle",
    proof=Cited("Fubini's theorem (Rudin 1987, Theorem 8.8) for cauchy_representation: J = O(s^(1/2)), |P_k| <= 1"),
    numeric=_represented,
)

SHARE = Interval(-1, 1)
rest, far, remote = (Symbol(name, real=True) for name in ("rho", "phi", "epsilon"))
A, B, F = (Symbol(name, nonnegative=True) for name in "ABF")

near_part = theorem.claim(
    "error_of_the_completed_terms",
    Le(
        far * A * root_ratio(d, start, first) * root_ratio(d, now, second),
        A * root_ratio(d, start, second) * root_ratio(d, now, first),
        evaluate=False,
    ),
    {far: SHARE, A: Interval(0, oo), **LATER},
    because="A a_M(k_0) is s_0^(-N) times the sum of (|c_m^+|+|c_m^-|) s_0^m over m < M",
    proof=Combination([(near_largest, A)]),
)

remote_part = theorem.claim(
    "error_of_the_ellipse",
    Le(
        remote * F * remote_size(n) * decaying(start, first) / decay_ratio(d, now),
        F * remote_size(0) * root_ratio(d, now, first),
        evaluate=False,
    ),
    {remote: SHARE, F: Interval(0, oo), x: Interval.Lopen(0, 1), **LATER},
    because="F G(k_0) a_M(k_0) is max(M_+, M_-)/|C| times the factor that remote_size leaves out",
    proof=Combination([(remote_largest, F / decay_ratio(d, now))]),
)

expansion = theorem.claim(
    "tail_expansion",
    Le(
        rest * B * root_ratio(d, now, first)
        + far * A * root_ratio(d, start, first) * root_ratio(d, now, second)
        + remote * F * remote_size(n) * decaying(start, first) / decay_ratio(d, now),
        (B + A * root_ratio(d, start, second) + F * remote_size(0)) * root_ratio(d, now, first),
        evaluate=False,
    ),
    {
        **{share: SHARE for share in (rest, far, remote)},
        **{weight: Interval(0, oo) for weight in (A, B, F)},
        x: Interval.Lopen(0, 1),
        **LATER,
    },
    because="the left side is mu_k/(|C| G(k)) less its first M terms, as three parts with signs rho, phi, epsilon; the "
    "right side is (B + eps) a_M(k): theorem (T), for m = M, m + i = N, k_0 = N + 1 + j and every k = k_0 + n",
    proof=Combination([(near_part, 1), (remote_part, 1)]),
)
