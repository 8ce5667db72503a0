r"""How wide a two-layer network must be to follow its kernel: two explicit theorems, and the papers' forms.

u(x) = m^(-1/2) sum_r a_r relu(w_r . x), only the w_r are trained, w_r(0) ~ N(0, kappa^2 I), a_r uniform in {-1, 1},
all independent; the loss is |y - u|^2/2, with 1[w . x >= 0] as the relu's derivative; T = sum |x_i|^2 (n for unit
vectors); lambda_0 > 0 is at most lambda_min(H_infinity).  Let B^2 = (3/delta)(|y|^2 + kappa^2 T/2) and

    m > C T^3 B^2/(kappa^2 lambda_0^4)   and   m >= K (T/lambda_0) log(3 n/delta).                                   (W)

*Theorem (flow).*  With C = 2048/pi and K = 48, gradient flow (in the almost-everywhere sense at the kink) has with
probability at least 1 - delta, for all t >= 0: lambda_min(H(t)) >= lambda_0/2 and |y - u(t)| <=
exp(-lambda_0 t/2) |y - u(0)|.

*Theorem (descent).*  With C = 524288/(81 pi) and K = 64, gradient descent by steps 0 < eta <= 1/T has with
probability at least 1 - delta, for all k >= 0: lambda_min(H(k)) >= 9 lambda_0/16 and |y - u(k)| <=
(1 - 3 eta lambda_0/8)^k |y - u(0)|.

For T <= n, |y_i| <= 1 and kappa <= 1, (W) follows from m >= S n^4/(kappa^2 lambda_0^4 delta), S = 2934 or S = 9272.

*Proof.*  Let q = c lambda_0/T, with c = 1/16 (flow) or c = 3/64 (descent), and R = sqrt(2 pi) kappa q/2.  (A) E
u_i(0) = 0 and E u_i(0)^2 = kappa^2 |x_i|^2/2, so E|y - u(0)|^2 = |y|^2 + kappa^2 T/2; by Markov |y - u(0)| <= B but
for probability delta/3.  (B) H(0) is the mean of m independent copies of Z = D X X^T D, D the diagonal matrix of the
1[w . x_i >= 0], E Z = H_infinity, 0 <= Z, |Z| <= trace(X X^T) = T.  By the matrix Chernoff bound with epsilon = 1/4,
P(lambda_min(H(0)) < 3 lambda_0/4) <= n exp(-m lambda_0/(32 T)).  (C) As P(|w_r(0) . x_i| <= R |x_i|) <= 2R/(sqrt(2
pi) kappa) = q, the share S_i of the r for which this happens is at most 2 q for all i but for probability n exp(-q
m/3) (Chernoff).  While all |w_r - w_r(0)| <= R, an indicator changes only where it counts in S_i, so |H_ij - H_ij(0)|
<= |x_i||x_j| (S_i + S_j) <= 4 q |x_i||x_j|, a matrix of rank one, and |H - H(0)| <= 4 q T = 4 c lambda_0. The second
part of (W) makes (B) and (C) cost delta/3 each, as 3/c = K >= 32.

(D, flow) lambda_min(H(t)) >= 3 lambda_0/4 - lambda_0/4, so the residual decays as stated, |w_r'| <= (T/m)^(1/2) |y -
u|, and |w_r(t) - w_r(0)| <= (T/m)^(1/2) 2 B/lambda_0, which is below R by the first part of (W): by continuity no w_r
ever gets as far as R.

(D, descent) Let all |w_r(j) - w_r(0)| <= R for j = k and j = k + 1, and e = y - u(k).  The r that do not count in S_i
keep the sign of w_r . x_i, so they move u_i by exactly eta (G e)_i, G_ij = (x_i . x_j/m) sum over these r of the
indicators of i and j at step k.  The others move it by at most m^(-1/2) sum |dw_r . x_i|, |dw_r| <= eta (T/m)^(1/2)
|e|: together at most 2 q eta |x_i| T^(1/2) |e|, a vector of length 2 q T eta |e| at most.  Also |H(k) - G| <= 2 q T,
entry by entry as before.  As 0 <= eta H(k) <= eta T <= 1 and lambda_min(H(k)) >= (3/4 - 4 c) lambda_0 = 9
lambda_0/16,

    |y - u(k+1)| <= |(I - eta H(k)) e| + 4 q T eta |e|
                 <= (1 - eta lambda_0 (3/4 - 8 c)) |e| = (1 - 3 eta lambda_0/8) |e|.

So if no w_r was beyond R up to step k, then |w_r(k+1) - w_r(0)| <= sum_{j<=k} eta (T/m)^(1/2) |y - u(j)| <=
(T/m)^(1/2) 8 B/(3 lambda_0) < R by the first part of (W): induction on k.

*Simple form:* B^2 <= (3/delta)(3 n/2) and (9/2) C < S; log x <= x, kappa <= 1, lambda_0 <= trace(H)/n <= 1/2 and 3 K
<= 8 S give the second part.  QED.

Scaling: c^2 copies of each neuron at scale kappa/c make the same function and the same training, so that m and kappa
matter through m kappa^2 alone, but for the draw.  The scalar steps are claims of derivations/two_layer_kernel.py; the
probabilistic ones are this text, with the matrix Chernoff bound cited.

SOURCE: Du, Zhai, Poczos and Singh (arXiv 1810.02054), whose proof this repairs to explicit constants (Chernoff for
S_i where they use Markov); Tropp, Found. Comput. Math. 12 (2012) 389, Theorem 1.1 (matrix Chernoff).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import arb, ball, precision, upper
from ntksym.data import Dataset
from ntksym.descent.labels import Labels
from ntksym.errors import InputError

BITS = 192


@dataclass(frozen=True, slots=True)
class Regime:
    """One of the two theorems: C = ``first``/pi, K = ``second`` and S = ``simple`` in (W)."""

    name: str
    first: Fraction
    second: int
    simple: int
    latex: str


FLOW = Regime("gradient flow", Fraction(2048), 48, 2934, r"\tfrac{2048}{\pi}")
DESCENT = Regime("steps up to 1/T", Fraction(524288, 81), 64, 9272, r"\tfrac{524288}{81\pi}")


@dataclass(frozen=True)
class Width:
    """A width that a statement asks for: certified, or a paper's form with a constant that nobody gives.

    ``m`` is a number of neurons for ``explicit`` statements; for the others it is the form alone, its constant put to
    1.
    """

    name: str
    formula: str
    m: Fraction
    explicit: bool
    source: str


def sufficient_width(
    n: int,
    trace: Fraction,
    norm2: Fraction,
    lambda_0: Fraction,
    kappa: Fraction,
    delta: Fraction,
    regime: Regime = FLOW,
) -> int:
    """The least integer m for which (W) is proved.

    Parameters
    ----------
    n, trace, norm2
        Number of points, T = sum |x_i|^2, and |y|^2.
    lambda_0
        0 < lambda_0 <= lambda_min(H_infinity).
    kappa, delta
        Scale of the weights, failure probability in (0, 1).
    regime
        ``FLOW`` or ``DESCENT``, the latter for all steps eta <= 1/T.

    Examples
    --------
    >>> ten = Fraction(10)
    >>> sufficient_width(10, ten, ten, Fraction(1, 4), Fraction(1), 1 / ten) <= 2934 * 10**4 * 4**4 * 10
    True
    """
    _check(lambda_0, kappa, delta)
    B2 = 3 / delta * (norm2 + kappa**2 * trace / 2)
    with precision(BITS):
        first = upper(ball(regime.first * trace**3 * B2 / (kappa**2 * lambda_0**4)) / arb.pi())
        second = upper(ball(regime.second * trace / lambda_0) * ball(3 * n / delta).log())
    return max(first.__floor__() + 1, second.__ceil__())


def simple_width(n: int, lambda_0: Fraction, kappa: Fraction, delta: Fraction, regime: Regime = FLOW) -> int:
    """S n^4/(kappa^2 lambda_0^4 delta), rounded up: for T <= n, labels in [-1, 1] and kappa <= 1.

    Examples
    --------
    >>> simple_width(10, Fraction(1, 2), Fraction(1), Fraction(1, 10))
    4694400000
    """
    _check(lambda_0, kappa, delta)
    return (regime.simple * n**4 / (kappa**2 * lambda_0**4 * delta)).__ceil__()


def _check(lambda_0: Fraction, kappa: Fraction, delta: Fraction) -> None:
    if lambda_0 <= 0:
        raise InputError(f"lambda_0={lambda_0}", "a lower bound of lambda_min is positive", "give points with one")
    if kappa <= 0:
        raise InputError(f"kappa={kappa}", "the scale of the weights is positive", "give e.g. 1")
    if not 0 < delta < 1:
        raise InputError(f"delta={delta}", "a failure probability lies in (0, 1)", "give e.g. 1/10")


def widths(
    data: Dataset, labels: Labels, lambda_0: Fraction, kappa: Fraction, delta: Fraction, epsilon: Fraction
) -> tuple[Width, ...]:
    """The theorem's widths, where it applies, and the papers' forms; epsilon is the accuracy in (8).

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> X = dataset([[1, 0], [0, 1]])
    >>> half = Fraction(1, 2)
    >>> found = widths(X, labels([1, -1], X), half, Fraction(1), Fraction(1, 10), half)
    >>> [w.name for w in found if w.explicit][::2]
    ['this data, gradient flow', 'this data, steps up to 1/T']
    """
    _check(lambda_0, kappa, delta)
    if epsilon <= 0:
        raise InputError(f"epsilon={epsilon}", "an accuracy is positive", "give e.g. 1/10")
    n, trace, small = data.n, sum(data.norms2, Fraction(0)), epsilon * delta
    found = []
    for regime in (FLOW, DESCENT):
        exact = sufficient_width(n, trace, labels.norm2, lambda_0, kappa, delta, regime)
        form = regime.latex + r" T^3 B^2/(\kappa^2\lambda_0^4)"
        found.append(Width(f"this data, {regime.name}", form, Fraction(exact), True, HERE))
        if trace <= n and labels.largest <= 1 and kappa <= 1:
            simple = simple_width(n, lambda_0, kappa, delta, regime)
            form = rf"{regime.simple}\, n^4/(\kappa^2\lambda_0^4\delta)"
            found.append(Width(f"labels in [-1, 1], {regime.name}", form, Fraction(simple), True, HERE))
    quartic, k2 = lambda_0**4, kappa**2
    forms = (
        ("convergence", r"n^6/(\lambda_0^4\kappa^2\delta^3)", n**6 / (quartic * k2 * delta**3), ARORA_3),
        (
            "dynamics (8)",
            r"n^7/(\lambda_0^4\kappa^2\delta^4\varepsilon^2)",
            n**7 / (quartic * k2 * delta**4 * epsilon**2),
            ARORA_4,
        ),
        (
            "(8), kappa = eps delta/sqrt(n)",
            r"n^8/(\lambda_0^4\delta^6\varepsilon^4)",
            n**8 / (quartic * small**2 * delta**4 * epsilon**2),
            ARORA_4,
        ),
    )
    found += [Width(name, form, m, False, source) for name, form, m, source in forms]
    return tuple(found)


HERE = "ntksym.descent.width, after Du et al. 2018 (arXiv 1810.02054)"
ARORA_3 = "Arora et al. 2019 (arXiv 1901.08584), Theorem 3.1, from memory; constant not given"
ARORA_4 = "Arora et al. 2019 (arXiv 1901.08584), Theorem 4.1, from memory; constant not given"
