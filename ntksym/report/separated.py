"""What the documents about separated points share: the page, the kernel, the set, exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ntksym.balls.exact import ExactReal
from ntksym.report.derived import FIT
from ntksym.spectra.separation import Problem, most_points

PAGE = (
    r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,amsthm,graphicx}
\usepackage[margin=2.5cm]{geometry}
\newtheorem{theorem}{Theorem}
\newtheorem{corollary}{Corollary}
"""
    + FIT
    + r"""
\begin{document}
\sloppy\emergencystretch=3em

\paragraph{Notation.}
@notation@
\begin{gather*}
@kernel@
\end{gather*}
"""
)
SERIES = r"""Let $P_k = P_k^{[d]}$ be the Legendre polynomials in dimension $d = @d@$ with $P_k(1) = 1$, orthogonal for
$(1-t^2)^{(d-3)/2}$ on $[-1,1]$.  Here"""
KERNELS = {
    "kappa0": (r"\kappa_0", r"\kappa_0(t) = 1 - \frac{\arccos t}{\pi}"),
    "tkappa0": (r"K", r"K(t) = t\,\kappa_0(t),\qquad \kappa_0(t) = 1 - \frac{\arccos t}{\pi}"),
    "kappa1": (r"\kappa_1", r"\kappa_1(t) = \frac{\sqrt{1-t^2} + t(\pi - \arccos t)}{\pi}"),
}
DEEP = (
    r"\Theta_1(t) = t,\quad \Sigma_0(t) = t,\quad \Sigma_l = \kappa_1(\Sigma_{l-1}),\quad "
    r"\Theta_{l+1} = \Sigma_l + \Theta_l\,\kappa_0(\Sigma_{l-1}),\\"
    r"\kappa_0(t) = 1 - \frac{\arccos t}{\pi},\qquad \kappa_1(t) = \frac{\sqrt{1-t^2} + t(\pi - \arccos t)}{\pi}"
)


def filled(problem: Problem, notation: str, body: str, fields: Mapping[str, str]) -> str:
    """The document: the page, the body and its end, with every ``@key@`` replaced."""
    deep = (rf"\Theta_{{{problem.L}}}", DEEP) if problem.kernel == "ntk" else None
    name, kernel = deep or KERNELS[problem.kernel]
    text = PAGE.replace("@notation@", notation) + body + "\n\\end{document}\n"
    common = {"d": str(problem.d), "kernel": kernel, "name": name, "one": str(problem.at_one)}
    for key, content in {**fields, **common}.items():
        text = text.replace(f"@{key}@", content)
    return text.replace("K = K = ", "K = ")


def angle_in_latex(angle: ExactReal) -> str:
    """An exact angle, as a fraction or as a multiple of pi."""
    x = angle.coefficient
    if not angle.times_pi:
        return fraction(x)
    top = r"\pi" if x.numerator == 1 else rf"{x.numerator}\pi"
    return rf"\tfrac{{{top}}}{{{x.denominator}}}" if x.denominator > 1 else top


def fraction(x: Fraction) -> str:
    """An exact number in a line."""
    return str(x.numerator) if x.denominator == 1 else f"{x.numerator}/{x.denominator}"


def broken(digest: str) -> str:
    """A digest on two lines."""
    return r"\\ ".join(digest[i : i + 48] for i in range(0, len(digest), 48))


def allowed(problem: Problem) -> str:
    """The allowed inner products S."""
    return r"[-\cos\alpha, \cos\alpha]" if problem.sided == "projective" else r"[-1, \cos\alpha]"


def the_set(problem: Problem) -> str:
    """The unit vectors that the constant is about."""
    count = "finite set" if problem.n is None else f"set of at most ${problem.n}$"
    angle = angle_in_latex(problem.angle)
    what = f"whose lines are ${angle}$ apart" if problem.sided == "projective" else f"that are ${angle}$ apart"
    return rf"{count} of unit vectors in $\mathbb{{R}}^{{{problem.d}}}$ {what}"


def number_of_points(problem: Problem) -> str:
    """Why the number of points is bounded; nothing if that is given, or not known."""
    fit = most_points(problem.d, problem.angle, problem.sided)
    if fit is None or (problem.n is not None and problem.n <= fit):
        return ""
    if problem.d == 2:
        kind, turn = ("lines", r"\pi") if problem.sided == "projective" else ("points", r"2\pi")
        why = rf"the gaps between neighbouring {kind} on the circle add up to ${turn}$"
    else:
        why = (
            r"$n^2/d \le \sum_{i,j} (x_i \cdot x_j)^2 \le n + n(n-1)\cos^2\alpha$, the Gram matrix having trace $n$ "
            r"and rank at most $d$"
        )
    return rf"At this separation $n \le {fit}$, because {why}."
