"""The two-point theorem, its proof and one certified constant as a LaTeX document fit for a paper."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from ntksym.balls.enclosure import round_decimal
from ntksym.balls.exact import ExactReal
from ntksym.certificates.values import certificate
from ntksym.claims.claim import Derivation
from ntksym.claims.prose import to_latex
from ntksym.constants import ConstantValue
from ntksym.errors import InputError
from ntksym.report.derived import FIT, assumptions, derivations, place, steps, the
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.separation import Problem, most_points
from ntksym.spectra.two_point import Witness

KERNELS = {
    "kappa0": (r"\kappa_0", r"\kappa_0(t) = 1 - \frac{\arccos t}{\pi}"),
    "tkappa0": (r"t\kappa_0", r"K(t) = t\,\kappa_0(t),\qquad \kappa_0(t) = 1 - \frac{\arccos t}{\pi}"),
    "kappa1": (r"\kappa_1", r"\kappa_1(t) = \frac{\sqrt{1-t^2} + t(\pi - \arccos t)}{\pi}"),
}
DEEP = (
    r"\Theta_1(t) = t,\quad \Sigma_0(t) = t,\quad \Sigma_l = \kappa_1(\Sigma_{l-1}),\quad "
    r"\Theta_{l+1} = \Sigma_l + \Theta_l\,\kappa_0(\Sigma_{l-1}),\\"
    r"\kappa_0(t) = 1 - \frac{\arccos t}{\pi},\qquad \kappa_1(t) = \frac{\sqrt{1-t^2} + t(\pi - \arccos t)}{\pi}"
)
ROWS = (
    "row_of_the_next_degree",
    "row_of_the_first_degree",
    "form_of_the_next_degree",
    "row_on_the_circle",
    "two_point_remainder_of_the_list",
    "two_point_row",
)
TEMPLATE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,amsthm,graphicx}
\usepackage[margin=2.5cm]{geometry}
\newtheorem{theorem}{Theorem}
\newtheorem{corollary}{Corollary}
@fit@
\begin{document}
\sloppy\emergencystretch=3em

\paragraph{Notation.}
Let $P_k = P_k^{[d]}$ be the Legendre polynomials in dimension $d = @d@$ with $P_k(1) = 1$, orthogonal for
$(1-t^2)^{(d-3)/2}$ on $[-1,1]$, and $N_k$ the dimension of the spherical harmonics of degree $k$ on $S^{d-1}$.
Here
\begin{gather*}
@kernel@
\end{gather*}
and $K = @name@ = \sum_k A_k P_k$, where $A_k = N_k a_k \ge 0$ and $K(1) = @one@$.

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

\end{document}
"""


def two_point_document(value: ConstantValue, digits: int = 8) -> str:
    """The document for a constant ``two-point``.

    Raises
    ------
    InputError
        If the constant is another one, or is not positive.

    Examples
    --------
    >>> from ntksym.constants import constant
    >>> text = two_point_document(constant("two-point", kernel="kappa0", d=3, angle="0.8"))
    >>> "0.11278" in text, text.count("begin{proof}")
    (True, 2)
    """
    if value.constant != "two-point":
        raise InputError(value.constant, "there is no document of its proof", "use the constant two-point")
    witness: Witness | FewLines = value.details["witness"]
    if isinstance(witness, FewLines):
        raise InputError("three lines of a plane", "a cover proves it, not the theorem", "take its certificate")
    problem = witness.problem
    if witness.bound <= 0:
        raise InputError("two-point", "the constant is 0: there is nothing to prove", "use L >= 3 or sided=projective")
    deep = problem.kernel == "ntk"
    name, kernel = (rf"\Theta_{{{problem.L}}}", DEEP) if deep else KERNELS[problem.kernel]
    lines = problem.sided == "projective"
    chain = derivations("quadratic_forms", "two_point_theorem")
    theorem = next(d for d in chain if d.assuming)
    conclusion, constant = _conclusion(chain)
    left_out = _not_needed(problem)
    fields = {
        "fit": FIT,
        "setting": to_latex(theorem.intro),
        "assumed": assumptions(theorem),
        "conclusion": conclusion,
        "value": constant,
        "steps": steps(chain, left_out),
        "last": str(place("two_point_bound", chain, left_out)),
        "d": str(problem.d),
        "kernel": kernel,
        "name": name if problem.kernel != "tkappa0" else "K",
        "one": str(problem.at_one),
        "range": r"[-\cos\alpha, \cos\alpha]" if lines else r"[-1, \cos\alpha]",
        "points": _points(witness),
        "set": _set(witness),
        "bound": round_decimal(witness.bound, digits, up=False),
        "D": str(len(witness.p) - 1),
        "b": _fraction(witness.b),
        "digest": _broken(str(certificate(value)["digest"])),
    }
    text = TEMPLATE
    for key, content in fields.items():
        text = text.replace(f"@{key}@", content)
    return text


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


def angle_in_latex(angle: ExactReal) -> str:
    """An exact angle, as a fraction or as a multiple of pi."""
    x = angle.coefficient
    if not angle.times_pi:
        return _fraction(x)
    top = r"\pi" if x.numerator == 1 else rf"{x.numerator}\pi"
    return rf"\tfrac{{{top}}}{{{x.denominator}}}" if x.denominator > 1 else top


def _fraction(x: Fraction) -> str:
    return str(x.numerator) if x.denominator == 1 else f"{x.numerator}/{x.denominator}"


def _broken(digest: str) -> str:
    return r"\\ ".join(digest[i : i + 48] for i in range(0, len(digest), 48))


def _set(witness: Witness) -> str:
    problem = witness.problem
    count = "finite set" if problem.n is None else f"set of at most ${problem.n}$"
    angle = angle_in_latex(problem.angle)
    if problem.sided == "projective":
        return rf"{count} of unit vectors in $\mathbb{{R}}^{{{problem.d}}}$ whose lines are ${angle}$ apart"
    return rf"{count} of unit vectors in $\mathbb{{R}}^{{{problem.d}}}$ that are ${angle}$ apart"


def _points(witness: Witness) -> str:
    """Why the number of points is bounded, if the constant needs it."""
    problem = witness.problem
    fit = most_points(problem.d, problem.angle, problem.sided)
    if witness.e[0] >= 0 or fit is None or (problem.n is not None and problem.n <= fit):
        return ""
    if problem.d == 2:
        kind, turn = ("lines", r"\pi") if problem.sided == "projective" else ("points", r"2\pi")
        why = rf"the gaps between neighbouring {kind} on the circle add up to ${turn}$"
    else:
        why = (
            r"$n^2/d \le \sum_{i,j} t_{ij}^2 \le n + n(n-1)\cos^2\alpha$, the Gram matrix having trace $n$ and rank at "
            r"most $d$"
        )
    return rf"At this separation $n \le {fit}$, because {why}." + "\n\n"
