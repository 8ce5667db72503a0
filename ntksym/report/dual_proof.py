"""What no two-point argument can beat: the theorem, its proof and one certified value as a LaTeX document."""

from __future__ import annotations

from ntksym.claims.prose import to_latex
from ntksym.report.derived import assumptions, derivations, place, steps
from ntksym.report.separated import SERIES, allowed, angle_in_latex, broken, filled
from ntksym.spectra.two_point_limit import DualWitness

CHAIN = ("two_point_theorem", "two_point_dual")
SHARED = ("two_point_weight", "two_point_modulus", "two_point_minorant_at_a_pair", "two_point_majorant_at_a_pair")
BODY = r"""and $K = @name@ = \sum_k A_k P_k$, where $A_k \ge 0$ and $K(1) = @one@$.

\begin{theorem}
Let $0 < \alpha \le \pi/2$ and $S = @range@$.  @setting@  Let
@assumed@
Then
\[
\Phi(1) - H(1)\ \le\ K(1) + \sum_{j=1}^n z_j K(t_j) .
\]
\end{theorem}
\begin{proof}
The steps are claims of \texttt{two\_point\_theorem.py} and \texttt{two\_point\_dual.py} in \texttt{derivations/}.
Each is certified by \texttt{ntksym verify} for all values of its variables.
@steps@
\par\smallskip\noindent The left side of step @last@ is $K(1) + \sum z_j K(t_j)$.
\end{proof}

\begin{corollary}
For $\alpha = @angle@$ no $\Phi$ and $H$ as in the theorem have
\[
\Phi(1) - H(1)\ >\ @bound@ ,
\]
so that no two-point argument which does not use the number of points proves a larger lower bound of
$\lambda_{\min}\bigl(@name@(x_i \cdot x_j)\bigr)$ for all unit vectors in $\mathbb{R}^{@d@}$ @apart@.
\end{corollary}
\begin{proof}
The witness of the certificate with the digest \begin{quote}\footnotesize\ttfamily @digest@\end{quote} holds
$n = @atoms@$ places, the weights $z_j$ and $w_j = |z_j| + \varrho_j$ with $\varrho_j \ge 0$, all rational, and
$k_0 = @k0@$.  @degrees@

The bound is the value of the theorem, enclosed by intervals and rounded up.  All of this is checked again, in integer
arithmetic alone, by \texttt{ntksym check}.
\end{proof}
"""
CIRCLE = r"""The places are $t_j = \cos \pi q_j$ with $q_j k_0$ whole, so $P_k(t_j) = \cos \pi k q_j$ is even in $k$ and
has the period $2k_0$.  So (i) and (ii) hold for all $k$ if they hold for $k \le k_0$, which intervals show one by
one."""
SPHERE = r"""For (i) and (ii), $P_k(t_j)$ is enclosed by intervals for $k < k_0$, one by one.  For $k \ge k_0$, an even
number, let $l = \frac{d-2}2$ and $F(u) = \sin^l(u)\, P_k(\cos u)$.  Then $F'' + qF = 0$ with
$q(u) = (k+l)^2 - l(l-1)/\sin^2 u$.  For $d \ge 4$, $q$ grows up to $\frac\pi2$, and so does $qF^2 + F'^2$, whose
derivative is $q'F^2$.  For $d = 3$, $q$ falls, and $F^2 + F'^2/q$, whose derivative is $-q'F'^2/q^2$, grows (Sonin).
At $\frac\pi2$ one of $F = P_k(0)$ and $|F'| = k\,|P_{k-1}(0)|$ vanishes, $k^2 \le q(\frac\pi2)$, and $|P_k(0)|$ falls
along the even $k$.  Hence for $0 < u < \pi$
\[
|P_k(\cos u)|\ \le\ |P_{k_0}(0)|\,\sin^{-l}(u)\, \max\Bigl(1, \frac{q(\pi/2)}{q(u)}\Bigr)^{1/2}
\qquad (k \ge k_0,\ q \text{ at } k_0,\ q(u) > 0).
\]
The sum of $w_j$ times this bound at $t_j = \cos u_j$ is at most $1$, which proves (i) and (ii) for $k \ge k_0$."""


def dual_document(witness: DualWitness, bound: str, digest: str) -> str:
    """The document of a constant ``two-point-limit``, given its upper end and the digest of its certificate."""
    problem = witness.problem
    chain = derivations(*CHAIN)
    left_out = {c.slug for d in chain[:-1] for c in d.claims}.difference(SHARED)
    fields = {
        "setting": to_latex(chain[-1].intro),
        "assumed": assumptions(chain[-1]),
        "steps": steps(chain, left_out),
        "last": str(place("two_point_limit_bound", chain, left_out)),
        "range": allowed(problem),
        "angle": angle_in_latex(problem.angle),
        "apart": rf"{'whose lines' if problem.sided == 'projective' else 'that'} are $\alpha$ apart",
        "bound": bound,
        "digest": broken(digest),
        "atoms": str(len(witness.atoms)),
        "k0": str(witness.k0),
        "degrees": CIRCLE if problem.d == 2 else SPHERE,
    }
    return filled(problem, SERIES, BODY, fields)
