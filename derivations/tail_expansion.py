"""The expansion of mu_k[Theta_L] for ALL k >= k_0, with its remainder: theorem (T) of the note on certified tails.

Definition.  x = k + (d-2)/2;  a_m(k), G(k) and |C| as in root_eigenvalues.py;  c_m^+ and c_m^- the coefficients of
v^(2m+1) in Theta_L(1-v^2) and of w^(2m+1) in Theta_L(-1+w^2);  gamma_m = (-1)^(m+1) (c_m^+ + (-1)^k c_m^-).

Theorem.  Let D(x) be the integral of 4x asin(x/sqrt 2), r_0 = r, r_{j+1}^2 = r_j^2 + D(r_j)/pi with r_{L-2} < sqrt 2,
s_0 = 31/32, 0 < s_1 <= s_0, s_1 < r^2, cosh tau = 1 + s_0, q = e^(-tau), M >= 1, N, M' >= M, k_0 > N, and
q <= (k_0-M-1/2)/(k_0+M+d-1/2).  Then

    | mu_k/(|C| G(k)) - sum over m < M of gamma_m a_m(k) | <= (B + eps) a_M(k)     for every k >= k_0,

    B   = sum over M <= m < M' of (|c_m^+|+|c_m^-|) s_1^(m-M) + M_+ r^(-2M'-1) s_1^(M'-M)/(1-s_1/r^2)
          + M_- 2^(-M'-1/2) s_1^(M'-M)/(1-s_1/2)
          + (if s_1 < s_0) sum over m < M of (|c_m^+|+|c_m^-|) s_1^(m-M) + 2 W s_1^(-M-1/2),
    eps = (s_0^(-N) a_N(k_0) sum over m < M of (|c_m^+|+|c_m^-|) s_0^m + W S_{k_0}/(|C| G(k_0)))/a_M(k_0),

M_- = L + 2, M_+ = F_L with F_1 = 1 + r^2, F_l = F_{l-1} (1 + (2/pi) asin(r_{l-2}/sqrt 2)) + 1 + r_{l-1}^2
(disc_bounds.py), W the bound of Theta_L on the strip (strip.py), and S_k the bound of the dispersion kernel on the
ellipse (kernel_on_ellipse.py).  B bounds the jump's rest on both cuts (jump_rest.py).  Cauchy's formula and Fubini's
theorem, which are cited and measured, give mu_k by the jumps; expansion_error.py splits the error in three, and the
steps below prove the bound of their sum for all k >= k_0.  Sigma_L has the same proof with its own bounds.
"""

import mpmath as mp
from kernel_moments import dispersion
from strip import S0, theta_at
from sympy import (
    Eq,
    Function,
    Interval,
    Le,
    Range,
    Rational,
    Symbol,
    gamma,
    oo,
)

from ntksym.claims import (
    ByInduction,
    Cited,
    Combination,
    Derivation,
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
t = Symbol("t", real=True)
x = Symbol("x", nonnegative=True)
DIMENSIONS = {d: Range(2, oo)}
ROOTS, COUNTS = {m: Range(0, oo)}, {n: Range(0, oo)}
BEYOND = {**ROOTS, j: Range(0, oo)}


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
    tau = mp.acosh(1 + mp.mpf(S0.p) / S0.q)

    def cut(end, sign):
        return mp.quad(lambda a: mp.im(theta_at(L, mp.mpc(end, sign * a))) * dispersion(d, k, a), [0, tau])

    def around(p):  # cosh(tau + ip) = cos(p - i tau)
        return mp.re(theta_at(L, mp.mpc(p, -tau)) * dispersion(d, k, mp.mpc(tau, p)))

    return (mp.quad(around, mp.linspace(0, mp.pi, 5)) - cut(0, 1) - (-1) ** k * cut(mp.pi, -1)) / mp.pi


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
    because="F G(k_0) a_M(k_0) is W/|C| times the factor that remote_size leaves out",
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
