"""The two-point theorem, its proof and one certified constant as a LaTeX document fit for a paper."""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.enclosure import round_decimal
from ntksym.balls.exact import ExactReal
from ntksym.certificates.values import certificate
from ntksym.constants import ConstantValue
from ntksym.errors import InputError
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.separation import most_points
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
TEMPLATE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,amsthm}
\usepackage[margin=2.5cm]{geometry}
\newtheorem{theorem}{Theorem}
\newtheorem{corollary}{Corollary}
\begin{document}

\paragraph{Notation.}
Let $P_k$ be the Legendre polynomials in dimension $d = @d@$ with $P_k(1) = 1$, orthogonal for $(1-t^2)^{(d-3)/2}$ on
$[-1,1]$, and $N_k$ the dimension of the spherical harmonics of degree $k$ on $S^{d-1}$.  A function
$F = \sum_k N_k f_k P_k$ with $\sum_k N_k |f_k| < \infty$ is positive definite on $S^{d-1}$ if all $f_k \ge 0$: by the
addition formula $(F(x_i \cdot x_j))_{ij}$ is then positive semidefinite for all unit vectors $x_1, \dots, x_n$.  Here
\begin{gather*}
@kernel@
\end{gather*}
and $K = @name@ = \sum_k N_k a_k P_k$, where $a_k \ge 0$ and $K(1) = @one@$.

\begin{theorem}
Let $0 < \alpha \le \pi/2$ and $S = @range@$.  Let $D \ge 0$, and let $p_k$, $e_k$ $(0 \le k \le D)$ and $b \le 1$ be
real numbers with
\begin{align*}
\text{\textup{(i)}}\quad & p_k \le (1-b) N_k a_k \quad (0 \le k \le D),\\
\text{\textup{(ii)}}\quad & e_k \ge 0 \quad (1 \le k \le D),\\
\text{\textup{(iii)}}\quad & |\Phi(t)| + H(t) \le 0 \quad (t \in S), \qquad
\Phi = \sum_{k \le D} p_k P_k + b K, \quad H = \sum_{k \le D} e_k P_k .
\end{align*}
Then for all unit vectors $x_1, \dots, x_n \in \mathbb{R}^d$ with $x_i \cdot x_j \in S$ for $i \ne j$
\[
\lambda_{\min}\bigl(K(x_i \cdot x_j)\bigr) \ \ge\ \sum_{k \le D} p_k + b K(1) - \sum_{1 \le k \le D} e_k
- \begin{cases} e_0, & e_0 \ge 0,\\ (n-1)|e_0|, & e_0 < 0. \end{cases}
\]
\end{theorem}
\begin{proof}
The coefficients of $\Phi$ are $p_k/N_k + b a_k \le a_k$ for $k \le D$ and $b a_k \le a_k$ beyond, because $a_k \ge 0$
and $b \le 1$.  So $K - \Phi$ is positive definite, and for $z \in \mathbb{R}^n$, with $t_{ij} = x_i \cdot x_j$,
\[
\sum_{i,j} z_i z_j K(t_{ij}) \ \ge\ \sum_{i,j} z_i z_j \Phi(t_{ij})
\ \ge\ \Phi(1) |z|^2 - \sum_{i \ne j} |z_i| |z_j| |\Phi(t_{ij})|
\ \ge\ \Phi(1) |z|^2 + \sum_{i \ne j} |z_i| |z_j| H(t_{ij}),
\]
the last by (iii).  Put $e = \min(e_0, 0)$.  As $H - e$ is positive definite by (ii),
$\sum_{i,j} |z_i| |z_j| H(t_{ij}) \ge e \bigl(\sum_i |z_i|\bigr)^2 \ge e\, n |z|^2$; the diagonal of this sum is
$H(1) |z|^2$.  So the quadratic form is at least $(\Phi(1) - H(1) + e\,n) |z|^2$.
\end{proof}

@points@\begin{corollary}
Every @set@ satisfies
\[
\lambda_{\min}\bigl(@name@(x_i \cdot x_j)\bigr)\ \ge\ @bound@ .
\]
\end{corollary}
\begin{proof}
Rational numbers $p_k$, $e_k$ and $b$ with $D = @D@$ and $b = @b@$ satisfy (i)--(iii); they are the witness of the
certificate with the digest \begin{quote}\footnotesize\ttfamily @digest@\end{quote}
For (i), $a_k$ is enclosed by intervals for $k \le D$.  For (iii), $u = \arccos t$ makes $H \pm \Phi$ a cosine
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
    fields = {
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
