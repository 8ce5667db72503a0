"""Plain sentences with formulas such as kappa_0(t), S^(d-1), >=, typeset for LaTeX and HTML.

Between backticks a whole formula stands: `z'Kz >= Phi(1) z'z`.
"""

from __future__ import annotations

import html
import re

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
_NAME = "(?:" + "|".join([*_GREEK.split(), "sqrt", "arccos", "arcsin", "int", "infinity", "[A-Za-z]"]) + ")"
_SCRIPT = r"(?:\{[^{}]*\}|\([^()]*\)|(?:[A-Za-z]{1,2}|\d+)(?:[+-]\d+)?(?![A-Za-z0-9_])|\+-)"
_TOKEN = re.compile(
    rf"(?<![A-Za-z_\\])({_NAME})((?:[_^]{_SCRIPT})+)|(?<![A-Za-z_\\])({'|'.join(_GREEK.split())})(?![A-Za-z_])|(>=|<=|->|[<>])"
)
_SIGNS = {">=": r"\ge", "<=": r"\le", "->": r"\to", "<": "<", ">": ">"}
_SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "{": r"\{",
    "}": r"\}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\\": r"\textbackslash{}",
    "|": r"$|$",
}


def _name(word: str) -> str:
    return word if len(word) == 1 else "\\infty" if word == "infinity" else "\\" + word


def _formula(match: re.Match[str]) -> str:
    name, scripts, alone, relation = match.groups()
    if relation:
        return _SIGNS[relation]
    if alone:
        return _name(alone)
    return _name(name) + "".join(
        f"{mark}{{{body.strip('{}()')}}}" for mark, body in re.findall(rf"([_^])({_SCRIPT})", scripts)
    )


def to_latex(text: str) -> str:
    r"""A sentence for LaTeX: formulas in math mode, the rest escaped.

    Examples
    --------
    >>> print(to_latex("kappa_1' = kappa_0 >= 0 on S^(d-1)"))
    $\kappa_{1}$' = $\kappa_{0}$ $\ge$ 0 on $S^{d-1}$
    >>> print(to_latex("for i != j it is `x_i.x_j <= cos alpha`"))
    for i != j it is $x_{i} \cdot x_{j} \le \cos \alpha$
    """
    words, *rest = text.split("`")
    shown = _words(words)
    for i, part in enumerate(rest):
        shown += _words(part) if i % 2 else f"${formula(part)}$"
    return shown


_IN_MATH = {
    **{sign: latex + " " for sign, latex in _SIGNS.items() if len(sign) == 2},
    "!=": r"\ne ",
    "...": r"\dots ",
    "sum ": r"\textstyle\sum ",
    " in ": r" \in ",
    **{f"{name} ": rf"\{name} " for name in ("cos", "sin", "arcsin", "arccos", "min", "max")},
    **{f"{name}(": rf"\{name}(" for name in ("cos", "sin", "arcsin", "arccos", "min", "max")},
}
_PART = re.compile(
    rf"(?<![A-Za-z])({'|'.join(_GREEK.split())})(?![A-Za-z])|([_^]){_SCRIPT}|(?<=[A-Za-z0-9])(\.)(?=[A-Za-z])|"
    + "|".join(f"({re.escape(k)})" for k in _IN_MATH)
)


def formula(text: str) -> str:
    r"""A whole formula for LaTeX, as it stands between backticks.

    Examples
    --------
    >>> print(formula("t in S, Phi_ij != 0"))
    t \in S, \Phi _{ij} \ne 0
    """

    def part(match: re.Match[str]) -> str:
        found = match[0]
        if match[1]:
            return _name(found) + " "
        if match[2]:
            return f"{found[0]}{{{found[1:].strip('{}()')}}}"
        return r" \cdot " if found == "." else _IN_MATH[found]

    return re.sub(r" +", " ", _PART.sub(part, text)).strip()


def _words(text: str) -> str:
    out, at = [], 0
    for match in _TOKEN.finditer(text):
        out += [_escape(text[at : match.start()]), f"${_formula(match)}$"]
        at = match.end()
    return "".join([*out, _escape(text[at:])])


def _escape(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in text)


_LETTERS = {
    name: chr(code)
    for name, code in zip(
        _GREEK.split(),
        (
            0x3B1,
            0x3B2,
            0x3B3,
            0x3B4,
            0x3B5,
            0x3B6,
            0x3B7,
            0x3B8,
            0x3BA,
            0x3BB,
            0x3BC,
            0x3BD,
            0x3BE,
            0x3C0,
            0x3C1,
            0x3C3,
            0x3C4,
            0x3C6,
            0x3C7,
            0x3C8,
            0x3C9,
            0x393,
            0x394,
            0x398,
            0x39B,
            0x39E,
            0x3A0,
            0x3A3,
            0x3A6,
            0x3A8,
            0x3A9,
        ),
        strict=True,
    )
}
_MARKS = {">=": "\u2265", "<=": "\u2264", "->": "\u2192", "<": "&lt;", ">": "&gt;"}


def _html_formula(match: re.Match[str]) -> str:
    name, scripts, alone, relation = match.groups()
    if relation:
        return _MARKS[relation]
    word = alone or name
    shown = f"<i>{_LETTERS.get(word, word)}</i>"
    for mark, body in re.findall(rf"([_^])({_SCRIPT})", scripts or ""):
        tag = "sub" if mark == "_" else "sup"
        shown += f"<{tag}>{html.escape(body.strip('{}()'))}</{tag}>"
    return shown


def to_html(text: str) -> str:
    """A sentence for HTML: Greek letters, subscripts and superscripts.

    Examples
    --------
    >>> print(to_html("S^(d-1) and 1 < 2"))
    <i>S</i><sup>d-1</sup> and 1 &lt; 2
    """
    text = text.replace("`", "")
    out, at = [], 0
    for match in _TOKEN.finditer(text):
        out += [html.escape(text[at : match.start()], quote=False), _html_formula(match)]
        at = match.end()
    return "".join([*out, html.escape(text[at:], quote=False)])
