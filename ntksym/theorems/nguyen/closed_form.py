r"""A10: no tables.

For Theta_L, L >= 2, and for t rho', of the (a,b)-ReLU,

    T_r >= 2 Delta sqrt(2)/(pi^(3/2) sqrt(r))   for every r >= 1,                                              (2.1)

a sharp constant for L = 2.  *Proof.* rho' = (1 - 2 Delta) + 2 Delta kappa_0, so for r >= 2 both tails are 2 Delta times
the ReLU's.  With b_j = 4^-j C(2j, j) the coefficients of t^(2j) are b_j/(pi (2j-1)) (1 + 2/(2j-1)) in Theta_2 and
b_{j-1}/(pi (2j-1)) >= b_j/(pi (2j-1)) in t kappa_0, the odd ones 0 from t^3 on.  b_{j-1} - b_j = b_j/(2j-1), so
T_{2J+1} = T_{2J+2} >= b_J/pi >= pi^(-3/2) (J + 1/2)^(-1/2) and J + 1/2 <= r/2.  At r = 1 T_1 >= T_2 >= that with J = 0,
which is larger.  Depth: kappa_1, and rho, is the generating function of a critical branching law, T_{L,r} the sum over
l <= L of the probabilities that l - 1 ordinary generations of the size-biased tree of L - l generations number at
least r; a generation more in that tree only adds, so T_{L+1,r} >= T_{L,r}.  QED.

SOURCE: ntksym's notes on Nguyen et al., (2.1), (2.3), (A10), re-derived for every Delta.
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.arb import arb, ball, lower, precision
from ntksym.kernels.dot_product import DotKernel
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.nguyen.powers import row_sums
from ntksym.theorems.nguyen.source import PAPER, orders
from ntksym.theorems.theorem import Found, NotApplicable, Theorem


def tail_constant(kernel: DotKernel) -> arb:
    """The C of T_r >= C/sqrt(r), at the working precision.

    Raises
    ------
    NotApplicable
        For kernels other than Theta_L, L >= 2, and t rho'.

    Examples
    --------
    >>> print(tail_constant(DotKernel("ntk", 2)).str(10, radius=False))
    0.2539745437
    """
    if not (kernel.family == "tkappa0" or (kernel.family == "ntk" and kernel.L >= 2)):
        raise NotApplicable(f"stated for Theta_L, L >= 2, and for t rho', not for {kernel}")
    return ball(kernel.scale * 2 * kernel.delta) * arb(2).sqrt() / (arb.pi() * arb.pi().sqrt())


def _closed(facts: Facts) -> Found:
    with precision(BITS):
        constant = tail_constant(facts.kernel)
        if facts.parallel:
            i, j = facts.parallel[0][0][0], facts.parallel[0][1][0]
            raise NotApplicable(f"rows {i} and {j} are parallel: every row sum of |cosine|^r is at least 1")
        tried, best, order = orders(facts.kernel), Fraction(0), 0
        for r, row in zip(tried, row_sums(facts, tried).tolist(), strict=True):
            value = lower(constant * (1 - arb(row)) / arb(r).sqrt())
            if value > best:
                best, order = value, r
    if not order:
        raise NotApplicable(f"a row sum of |cosine|^r is at least 1 for every r <= {tried[-1]}, or Delta = 0")
    return Found(lower=best, proof={"r": str(order)})


THEOREMS = (
    Theorem(
        name="nguyen-A10",
        source=f"{PAPER}, Theorem 3.2 by its own route in closed form, derived in ntksym (A10)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \ge 2\Delta \frac{\sqrt 2}{\pi^{3/2} \sqrt r} "
            r"(1 - \max_i \sum_{j\ne i} |t_{ij}|^r)"
        ),
        hypotheses=("Theta_L, L >= 2, or t rho'", "some r has all row sums of |cosine|^r below 1"),
        why="A8 with the tail of the central binomial series in closed form, which depth only raises.",
        bound=_closed,
    ),
)
