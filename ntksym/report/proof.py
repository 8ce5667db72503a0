"""A two-point constant, its theorem and the proof as a LaTeX document fit for a paper."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from ntksym.balls.enclosure import round_decimal
from ntksym.certificates.values import certificate
from ntksym.claims.claim import Derivation
from ntksym.claims.prose import to_latex
from ntksym.constants import ConstantValue
from ntksym.errors import InputError
from ntksym.report.derived import assumptions, derivations, place, steps, the
from ntksym.report.dual_proof import dual_document
from ntksym.report.few_lines_proof import few_lines_document
from ntksym.report.separated import SERIES, allowed, broken, filled, fraction, number_of_points, the_set
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point import Witness

ROWS = (
    "row_of_the_next_degree",
    "row_of_the_first_degree",
    "form_of_the_next_degree",
    "row_on_the_circle",
    "two_point_remainder_of_the_list",
    "two_point_row",
)
BODY = r"""and $K = @name@ = \sum_k A_k P_k$ with $K(1) = @one@$, where $A_k = N_k a_k \ge 0$, $N_k$ is the dimension of
the spherical harmonics of degree $k$ on $S^{d-1}$ and $a_k$ the eigenvalue of $K$ on them (Funk--Hecke).

\begin{theorem}
Let $0 < \alpha \le \pi/2$ and $S = @range@$.  @setting@  Let $D \ge 0$ and
@assumed@
Then
\fit{\lambda_{\min}\bigl(K(x_i \cdot x_j)\bigr)\ \ge\ @conclusion@,\qquad @value@.}
\end{theorem}
\begin{proof}
The steps are claims of \texttt{quadratic\_forms.py} and \texttt{two\_point\_theorem.py} in \texttt{derivations/}.
Each is certified by \texttt{ntksym verify} for all values of its variables, unless it is cited.
@steps@
\par\smallskip\noindent Take an eigenvector of the smallest eigenvalue for $z$ in step @last@.
\end{proof}

@points@\begin{corollary}
Every @set@ satisfies
\[
\lambda_{\min}\bigl(@name@(x_i \cdot x_j)\bigr)\ \ge\ @bound@ .
\]
\end{corollary}
\begin{proof}
Rational numbers $p_k$, $e_k$ and $b$ with $D = @D@$ and $b = @b@$ satisfy (i)--(iv); they are the witness of the
certificate with the digest \begin{quote}\footnotesize\ttfamily @digest@\end{quote}
For (i), $A_k$ is enclosed by intervals for $k \le D$.  For (iii) and (iv), $u = \arccos t$ makes $H \pm \Phi$ a cosine
polynomial plus $\pm b K(\cos u)$; on each cell of a partition of the allowed angles a Taylor polynomial at the middle
and a bound of its rest show that both are at most $0$.  The bound is the value of the theorem, rounded down.  It is
checked again, in integer arithmetic alone, by \texttt{ntksym check}.
\end{proof}
"""


def document(value: ConstantValue, digits: int = 8) -> str:
    """The theorem, its proof and the constant, for ``two-point`` and ``two-point-limit``.

    Raises
    ------
    InputError
        If the constant is another one, or is not positive.

    Examples
    --------
    >>> from ntksym.constants import constant
    >>> text = document(constant("two-point", kernel="kappa0", d=3, angle="0.8"))
    >>> "0.11278" in text, text.count("begin{proof}")
    (True, 2)
    """
    if value.constant not in ("two-point", "two-point-limit"):
        raise InputError(value.constant, "there is no document of its proof", "use two-point or two-point-limit")
    if value.enclosure.lo <= 0:
        raise InputError("two-point", "the constant is 0: there is nothing to prove", "use L >= 3 or sided=projective")
    digest = str(certificate(value)["digest"])
    if value.constant == "two-point-limit":
        return dual_document(value.details["dual"], round_decimal(value.enclosure.hi, digits, up=True), digest)
    witness: Witness | FewLines = value.details["witness"]
    if isinstance(witness, FewLines):
        return few_lines_document(witness, digest, digits)
    return two_point_document(witness, digest, digits)


def two_point_document(witness: Witness, digest: str, digits: int = 8) -> str:
    """The document of a witness, with the digest of its certificate."""
    problem = witness.problem
    chain = derivations("quadratic_forms", "two_point_theorem")
    theorem = next(d for d in chain if d.assuming)
    conclusion, constant = _conclusion(chain)
    left_out = _not_needed(problem)
    count = number_of_points(problem) if witness.e[0] < 0 else ""
    fields = {
        "setting": to_latex(theorem.intro),
        "assumed": assumptions(theorem),
        "conclusion": conclusion,
        "value": constant,
        "steps": steps(chain, left_out),
        "last": str(place("two_point_bound", chain, left_out)),
        "range": allowed(problem),
        "points": count and f"{count}\n\n",
        "set": the_set(problem),
        "bound": round_decimal(witness.bound, digits, up=False),
        "D": str(len(witness.p) - 1),
        "b": fraction(witness.b),
        "digest": broken(digest),
    }
    return filled(problem, SERIES, BODY, fields)


def _conclusion(chain: Sequence[Derivation]) -> tuple[str, str]:
    """The bound of z'Kz for z'z = 1, and its first part as a finite sum, from the last claims of the theorem."""
    bound, diagonal = the("two_point_bound", chain), the("two_point_diagonal", chain)
    named = {symbol.name: symbol for c in (bound, diagonal) for symbol in c.domain}
    phi, h, k = (sp.Function(name)(1) for name in ("Phi", "H", "K"))
    lowest = sp.Min(sp.Symbol("e_0"), 0)
    values = {named["sigma"]: 1, named["epsilon"]: lowest, named["Phi_1"]: phi, named["H_1"]: h}
    total = bound.statement.rhs.subs(values)
    finite = sp.Eq(phi - h, diagonal.statement.rhs.subs(named["K_1"], k), evaluate=False)
    return str(sp.latex(total)), str(sp.latex(finite))


def _not_needed(problem: Problem) -> set[str]:
    """Steps that only serve an induction, or are about other dimensions or the other kind of separation."""
    sphere = {"form_of_products_is_a_square", "zonal_form_is_nonnegative"}
    other = sphere if problem.d == 2 else {"zonal_form_on_the_circle"}
    apart = set() if problem.sided == "projective" else {"lines_apart_by_an_angle"}
    return {*ROWS, *other, *apart}
