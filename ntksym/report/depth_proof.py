"""The theorem on depth and conditioning as a LaTeX document: statement, proof, the claims it rests on, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from ntksym.balls.enclosure import round_decimal
from ntksym.claims.collect import collect_file, shipped_derivations
from ntksym.errors import InputError
from ntksym.report.separated import angle_in_latex
from ntksym.spectra.depth_limit import DepthLimit
from ntksym.tables.grids import integers

CHAIN = ("half_chords", "depth_propagation", "depth_conditioning")
TEMPLATE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,amsthm,graphicx}
\usepackage[margin=2.5cm]{geometry}
\newtheorem{theorem}{Theorem}
\newtheorem{corollary}{Corollary}
\newcommand{\fit}[1]{\[\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{$\displaystyle #1$}\]}
\newcommand{\slug}[1]{\texttt{#1}}
\begin{document}
\sloppy\emergencystretch=3em

\paragraph{Notation.}
For $0 < \Delta \le \frac12$ ($\Delta = \frac12$ is the ReLU) let
$\varrho(t) = t + \frac{2\Delta}{\pi}\bigl(\sqrt{1-t^2} - t\arccos t\bigr)$, $\Sigma_0(t) = \Theta_1(t) = t$,
$\Sigma_l = \varrho(\Sigma_{l-1})$, $\Theta_{L+1} = \Sigma_L + \Theta_L\,\varrho'(\Sigma_{L-1})$, so that
$\Theta_L(1) = L$.  Put $d = \frac{4\Delta}{3\pi}$ and $A = \frac{3\pi}{16\Delta} = \frac1{4d}$.

\begin{theorem}
Let $x_1, \dots, x_n$, $n \ge 2$, be unit vectors at angles of at least $\alpha \in (0, \frac\pi2]$,
$W = 1/\sin\frac\alpha2$ and $w = 1$; or of at least $\alpha$ and at most $\pi - \alpha$, and
$w = 1/\cos\frac\alpha2$.  Put
\begin{align*}
M(L) &= A W - \tfrac38 + \tfrac38\log\Bigl(1 + \frac{d(L-1)}W\Bigr)
+ \frac{3d}{8W} + \frac{3\pi}{14}\,\frac{A}{W - d/2},\\
m(L) &= A w - \tfrac38 + \tfrac38\log\Bigl(1 + \frac{d(L-1)}w\Bigr)
- \frac{5L}{(w + d(L-1))^2} - \frac{A W^4}{(W + d(L-1))^3},\\
h(L) &= \tfrac12\bigl(n M(L) - (n-2)\,m(L)\bigr).
\end{align*}
Then $\frac L4 + m(L) \le \Theta_L(x_i\cdot x_j) \le \frac L4 + M(L)$ for $i \ne j$ and $L \ge 1$.  Let $\kappa$ be the
condition number of $(\Theta_L(x_i \cdot x_j))_{ij}$.  The left side of
\[
\frac{4n}3\,\frac{m}{\frac34L - m}\ \le\ \kappa - \Bigl(1 + \frac n3\Bigr)\ \le\
\frac{(n-1)M + (1 + \frac n3)h}{\frac34L - h}
\]
holds where $m(L) < \frac34L$, the right one where $h(L) < \frac34L$ and $M(L) + m(L) \ge -\frac L2$.
If $m(L_0) \ge 0$ and $h(L_0) < \frac34L_0$ for one $L_0 \ge w/d$, then for every $L \ge L_0$ both bounds hold and are
$\ge 0$, and the upper one falls as $L$ grows.  Both are $\frac{2n}3\,\frac{\log L}L + O(\frac1L)$.
\end{theorem}
\begin{proof}
\emph{The entries} are bounded by \slug{family\_theta\_le\_quarter\_depth} and \slug{family\_theta\_ge\_quarter\_depth}
below, with $1/y$ between $w$ and $W$.  Each layer's map increases (\slug{half\_chord\_after\_a\_layer\_increases}), so
the upper bound is that of the largest cosine.  In the lower one the front is least at $w$
(\slug{front\_grows\_with\_the\_inverse\_half\_chord}), the term with $5L$ is largest at $w$, the last one at $W$
(\slug{start\_term\_grows\_with\_the\_inverse\_half\_chord}).

\emph{One depth.}  Let $K$ be the matrix; its diagonal is $L$.  The mean over all entries, times $n$, is a Rayleigh
quotient, so $\lambda_{\max} \ge L + (n-1)(\frac L4 + m)$, and the other eigenvalues have the mean
$(nL - \lambda_{\max})/(n-1) \le L - (\frac L4 + m)$; the quotient is the left side
(\slug{condition\_number\_lower\_bound}).
With $s = \frac L4 + \frac{M+m}2 \ge 0$ each row of
$K - (L-s) I - s\,\mathbf{1}\mathbf{1}^{\mathsf T}$ has a sum of moduli of at most $(n-1)\frac{M-m}2$, hence
$\lambda_{\min} \ge \frac34L - h$ (\slug{condition\_number\_radius}) and
$\lambda_{\max} \le L - s + ns + (n-1)\frac{M-m}2 = L + (n-1)(\frac L4 + M)$
(\slug{condition\_number\_upper\_bound}).

\emph{All depths.}  For $L \ge w/d$ the two last terms of $m$ fall (\slug{square\_term\_falls\_with\_depth}), so $m$
increases.  $M/L$ falls (\slug{excess\_by\_depth\_falls}) and so does $M - m$ (\slug{spread\_falls\_with\_depth}), so
$h/L = M/L + (\frac n2 - 1)(M - m)/L$ falls, and the right side is an increasing function of $M/L$ and $h/L$.
\end{proof}

\begin{corollary}
Let $\Delta = @delta@$, $n = @n@$, $\alpha = @angle@$, @sided@.  The theorem applies with $L_0 = @first@$: for every
$L \ge @first@$
\[
0 \ \le\ \kappa - @limit@ \ \le\ @error@ ,
\]
and more sharply $\kappa - @limit@$ lies between
\begin{center}
\begin{tabular}{rll}
$L$ & from & to \\ \hline
@rows@
\end{tabular}
\end{center}
\end{corollary}

\section*{The claims}
Each one is certified by \texttt{ntksym verify} over its whole domain.  $y^{\Delta}_l(y)$ is the half chord
$\sin\frac\theta2$ after $l$ layers that started at $y$, and $q(y)$ the share of $y^2$ that a layer of $|s|$ takes off.
@claims@

\end{document}
"""


def depth_limit_document(limit: DepthLimit, depths: Sequence[int], digits: int = 6) -> str:
    r"""Statement, proof and the derivation as printed by itself; the numbers at L_0 and at the depths from L_0 on.

    Examples
    --------
    >>> text = depth_limit_document(DepthLimit.of(5, "0.8"), [100])
    >>> "L_0 = 54" in text, text.count(r"\paragraph{Step") > 50
    (True, True)
    """
    first = limit.first_depth()
    rows = []
    for L in sorted({first, *(L for L in depths if first <= L)}):
        found = limit.excess(L)
        assert found.low is not None and found.high is not None  # from L_0 on
        rows.append((L, round_decimal(found.low, digits, up=False), round_decimal(found.high, digits, up=True)))
    folder = shipped_derivations()
    chain = [d for name in CHAIN for d in collect_file(folder / f"{name}.py").derivations]
    fields = {
        "delta": _fraction(limit.delta),
        "n": str(limit.n),
        "angle": angle_in_latex(limit.angle),
        "sided": "lines separated" if limit.sided == "projective" else "points separated",
        "first": str(first),
        "limit": _fraction(1 + Fraction(limit.n, 3)),
        "error": rows[0][2],
        "rows": "\n".join(f"{L} & {low} & {high} \\\\" for L, low, high in rows),
        "claims": "\n".join(re.sub(r"^\\\[ (.*) \\\]$", r"\\fit{\1}", d.latex(), flags=re.M) for d in chain),
    }
    text = TEMPLATE
    for key, content in fields.items():
        text = text.replace(f"@{key}@", content)
    return text


def document(name: str, points: str, depths: str, angles: str) -> str:
    """The document for one number of points and one angle, as the command line gives them.

    Raises
    ------
    InputError
        If it is another table, or there is more than one of each.
    """
    if name != "depth-limit":
        raise InputError(f"table {name[:40]} --proof", "there is no document of its proof", "use depth-limit")
    counts = integers(points, "points", 2)
    if len(counts) != 1 or "," in angles:
        raise InputError("--proof", "a document is about one n and one angle", "e.g. --points 5 --angles 0.8")
    return depth_limit_document(DepthLimit.of(counts[0], angles.strip()), integers(depths, "depths", 1))


def _fraction(x: Fraction) -> str:
    return str(x.numerator) if x.denominator == 1 else rf"\frac{{{x.numerator}}}{{{x.denominator}}}"
