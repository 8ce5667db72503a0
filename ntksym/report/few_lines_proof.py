"""The bound for all sets of three lines, and the proof by a cover of them, as a LaTeX document."""

from __future__ import annotations

from ntksym.balls.enclosure import round_decimal
from ntksym.report.separated import angle_in_latex, broken, filled, number_of_points, the_set
from ntksym.spectra.few_lines import FewLines

BODY = r"""
\begin{theorem}
Every @set@ satisfies
\[
\lambda_{\min}\bigl(@name@(x_i \cdot x_j)\bigr)\ \ge\ @bound@ .
\]
\end{theorem}
\begin{proof}
Let $\alpha = @angle@$ be the separation, $\beta$ the bound and $a = @name@(1) - \beta = @one@ - \beta$. @points@
@proof@

The certificate with the digest \begin{quote}\footnotesize\ttfamily @digest@\end{quote} holds the bound.  The cover is
made again, in integer arithmetic alone, by \texttt{ntksym check}.
\end{proof}
"""
PLANE = r"""One vector has the eigenvalue $@name@(1) > \beta$, so let there be two or three.

\emph{Angles.}  The gaps between neighbouring lines are at least $\alpha$ and add up to $\pi$.  Two vectors make the
angle $u$ or $\pi - u$ with $\alpha \le u \le \pi/2$.  Let three vectors lie on lines with the gaps $g_1, g_2, g_3$.
Those of them that point into the half plane which starts at the first line make the angles $g_1$, $g_2$ and
$g_1 + g_2 = \pi - g_3$.  Turning a vector replaces both angles at it by their supplements, and turning all three
changes nothing, so at most one has to be turned: the middle one, and the angles are $\pi - g_1, \pi - g_2, \pi - g_3$;
or another one, which gives $\pi - g_1, g_2, g_3$ or $g_1, \pi - g_2, g_3$.  The order of the angles does not matter,
as permuting the points permutes them in every way.  So, numbering the gaps anew, they are
\[
\textup{(A)}\quad g_1,\ g_2,\ \pi - g_3 \qquad\text{or}\qquad \textup{(B)}\quad \pi - g_1,\ \pi - g_2,\ \pi - g_3 .
\]
Here $g_k = \alpha + (\pi - 3\alpha)\,s_k$ with $s_k \ge 0$ and $s_1 + s_2 + s_3 = 1$,
and $s_1 \le s_2$ may be assumed, because neither changes if $g_1$ and $g_2$ are exchanged.

\emph{Matrices.}  For two vectors the eigenvalues are $@name@(1) \pm @name@(\cos u)$, so the bound holds if
$a > |@name@(\cos u)|$.  For three let $x, y, z$ be the values of $@name@$ at the cosines of the angles.  By the leading
minors of the matrix less $\beta I$ the bound holds if
\[
a > 0, \qquad a^2 - x^2 > 0, \qquad a\,(a^2 - x^2 - y^2 - z^2) + 2xyz > 0 .
\]

\emph{Cells.}  The pairs $(s_1, s_2)$ are covered by the squares
$[\frac im, \frac{i+1}m] \times [\frac jm, \frac{j+1}m]$ with $i \le j$ and $i + j \le m$, on which $s_3$ lies between
$\max(0, m-i-j-2)/m$ and $(m-i-j)/m$.  On a square, interval arithmetic encloses $x, y, z$ by
$\bar x \pm r_x$, $\bar y \pm r_y$, $\bar z \pm r_z$.  If the matrix differs from the middle one by $E$, then
$|\lambda_{\min} - \bar\lambda_{\min}| \le \|E\| \le \rho$ (Weyl, Gershgorin), where $\rho$ is the largest of
$r_x + r_y$, $r_x + r_z$ and $r_y + r_z$.  So the inequalities for $a - \rho, \bar x, \bar y, \bar z$ prove the bound on
all of the square, in (A) and in (B).  A square that they leave open is cut into four, and after finitely many cuts
none is left; in the same way intervals of $u$ cover $[\alpha, \pi/2]$ for two vectors.  The bound is rounded down."""
SPACE = r"""Let $c = \cos\alpha \le \frac12$, as $\alpha \ge \frac\pi3$.

\emph{Concavity.}  For three vectors let $x, y, z$ be the values of $@name@$ at the inner products, which lie in
$[-c, c]$.  The smallest eigenvalue of the matrix, the least of forms that are linear in $x, y, z$, is a concave
function of them.  If all values lie in $[m, M]$, it is at least its least value at $x, y, z \in \{m, M\}$; by
permuting the points, at one of four triples.  The bound holds there by the leading minors of the matrix less
$\beta I$:
\[
a > 0, \qquad a^2 - x^2 > 0, \qquad a\,(a^2 - x^2 - y^2 - z^2) + 2xyz > 0 .
\]
The matrix of one or two vectors is a submatrix of such a matrix, and so its smallest eigenvalue is no less.

\emph{Range.}  As $m$ and $M$ serve $@name@(-c)$ and $@name@(c)$, rounded outwards by a little.  That $@name@$ is
between them on $[-c, c]$ is shown by intervals, on each cell of a partition of the angles from $\alpha$ to
$\pi - \alpha$.  The bound is rounded down.

\emph{Sharpness.}  All triples in $[-c, c]$ are inner products of three unit vectors, since $2c \le 1$: the matrix of
$1$ and these is diagonally dominant.  So nothing is lost but the rounding."""


def few_lines_document(proof: FewLines, digest: str, digits: int = 8) -> str:
    """The document of a bound that :mod:`ntksym.spectra.few_lines` proved, with the digest of its certificate.

    Examples
    --------
    >>> from ntksym.constants import constant
    >>> found = constant("two-point", kernel="kappa0", d=2, angle="0.8").details["witness"]
    >>> "0.16307" in few_lines_document(found, "sha256:")
    True
    """
    fields = {
        "proof": PLANE if proof.problem.d == 2 else SPACE,
        "set": the_set(proof.problem),
        "bound": round_decimal(proof.bound, digits, up=False),
        "angle": angle_in_latex(proof.problem.angle),
        "points": number_of_points(proof.problem) or "At most three vectors are given.",
        "digest": broken(digest),
    }
    return filled(proof.problem, "Here", BODY, fields)
