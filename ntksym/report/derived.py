"""A theorem and its proof as LaTeX, read off the derivations that prove it: what is assumed, and every step."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

import sympy as sp

from ntksym.claims.claim import Claim, Derivation
from ntksym.claims.collect import collect_file, shipped_derivations
from ntksym.claims.prose import to_latex

# a formula that is wider than the page is made smaller
FIT = r"\newcommand{\fit}[1]{\[\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{$\displaystyle #1$}\]}"


def derivations(*names: str) -> list[Derivation]:
    """The derivations of shipped files, in order."""
    folder = shipped_derivations()
    return [d for name in names for d in collect_file(folder / f"{name}.py").derivations]


def the(slug: str, chain: Iterable[Derivation]) -> Claim:
    """The claim of that name."""
    return next(c for d in chain for c in d.claims if c.slug == slug)


def assumptions(derivation: Derivation) -> str:
    """Definitions as displays, then the numbered conditions."""
    formulas = list(zip(derivation.assumed(), derivation.assuming, strict=True))
    defined = [rf"\[ {shown} \]" for shown, (relation, _) in formulas if isinstance(relation, sp.Equality)]
    conditions = [shown for shown, (relation, _) in formulas if not isinstance(relation, sp.Equality)]
    lines = [rf"\text{{\textup{{({roman(i)})}}}}\quad & {shown}" for i, shown in enumerate(conditions, 1)]
    return "\n".join([*defined, r"\begin{align*}", ",\\\\\n".join(lines) + ".", r"\end{align*}"])


def roman(i: int) -> str:
    """The number of a condition.

    Examples
    --------
    >>> [roman(i) for i in (1, 4)]
    ['i', 'iv']
    """
    return ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")[i - 1]


def steps(chain: Iterable[Derivation], left_out: Container[str] = ()) -> str:
    """Every step of the derivations: its reason, its formula and where it holds; one that is cited says so."""
    chain = list(chain)
    numbers = _numbers(chain, left_out)
    out = []
    for derivation in chain:
        own = [c for c in derivation.claims if c.slug in numbers]
        if own:
            intro = "" if derivation.assuming else to_latex(derivation.intro)  # then it is in the theorem
            out.append(rf"\par\medskip\noindent\emph{{{to_latex(derivation.title)}.}} {intro}")
        for c in own:
            cited = f" ({c.proof.describe()}.)" if c.proof.cited else ""
            reason = re.sub(r"[a-z_]+", lambda word: _step(word[0], numbers), c.because)
            sentence = to_latex(f"{reason[0].upper()}{reason[1:]}.{cited}")
            where = f" Here ${c.domain.latex()}$." if len(c.domain) else ""
            shown = sp.latex(c.statement, inv_trig_style="full")
            out.append(rf"\par\smallskip\noindent\textbf{{{numbers[c.slug]}.}} {sentence}{where}\fit{{{shown}}}")
    return "\n".join(out)


def place(slug: str, chain: Iterable[Derivation], left_out: Container[str] = ()) -> int:
    """The number of a step."""
    return _numbers(chain, left_out)[slug]


def _numbers(chain: Iterable[Derivation], left_out: Container[str]) -> dict[str, int]:
    shown = [c.slug for d in chain for c in d.claims if c.slug not in left_out]
    return {slug: i for i, slug in enumerate(shown, 1)}


def _step(word: str, numbers: dict[str, int]) -> str:
    return f"step {numbers[word]}" if word in numbers else word
