"""Reading an activation from text: a small grammar, a whitelist of functions, and nothing is ever evaluated.

sum     := ["+" | "-"] product {("+" | "-") product}
product := signed {("*" | "/") signed}
signed  := ["+" | "-"] signed | power
power   := atom [("^" | "**") signed]
atom    := number | "x" | "pi" | "e" | name "(" sum {"," sum} ")" | "(" sum ")"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ntksym.errors import InputError

LONGEST = 400  # characters
DEEPEST = 40  # brackets and signs within each other
MOST = 200  # numbers, names and operations
LONGEST_NUMBER = 20  # characters of a number

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|([A-Za-z]\w*)|(\*\*|[-+*/^(),]))", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """One operation of an expression; ``kind`` is ``number``, a name, or one of ``+``, ``*``, ``/``, ``^``.

    A number carries its value.
    """

    kind: str
    parts: tuple[Node, ...] = ()
    value: Fraction = Fraction(0)


def parse(text: str) -> Node:
    """The tree of an expression in x.

    Raises
    ------
    InputError
        If the text is too long, is not of the grammar, or nests too deep.  Whether a function is known is
        for the caller to say.

    Examples
    --------
    >>> parse("x^2/2").kind
    '/'
    >>> parse("x.__class__")
    Traceback (most recent call last):
      ...
    ntksym.errors.InputError: x.__class__: unexpected '.' after 'x'; write e.g. "x*tanh(x) + relu(x)^2/2"
    """
    if len(text) > LONGEST:
        raise InputError(text, f"an expression of {len(text)} characters", f"use at most {LONGEST}")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at, self.depth, self.count = text, _tokens(text), 0, 0, 0

    def whole(self) -> Node:
        tree = self._sum()
        if self.at < len(self.tokens):
            raise _bad(self.text, f"unexpected {self.tokens[self.at]!r}")
        return tree

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if token and token in wanted:
            self.at += 1
            return token
        return ""

    def _expect(self, wanted: str) -> None:
        if not self._take(wanted):
            raise _bad(self.text, f"{wanted!r} is missing before {self._peek() or 'the end'!r}")

    def _node(self, kind: str, *parts: Node, value: Fraction = Fraction(0)) -> Node:
        self.count += 1
        if self.count > MOST:
            raise InputError(self.text, f"more than {MOST} operations", "use a shorter expression")
        return Node(kind, parts, value)

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise InputError(self.text, f"nested more than {DEEPEST} deep", "use fewer brackets")

    def _sum(self) -> Node:
        self._enter()
        total = self._product()
        while sign := self._take("+", "-"):
            term = self._product()
            total = self._node("+", total, self._minus(term) if sign == "-" else term)
        self.depth -= 1
        return total

    def _minus(self, term: Node) -> Node:
        return self._node("*", self._node("number", value=Fraction(-1)), term)

    def _product(self) -> Node:
        result = self._signed()
        while operator := self._take("*", "/"):
            result = self._node(operator, result, self._signed())
        return result

    def _signed(self) -> Node:
        self._enter()
        if sign := self._take("+", "-"):
            term = self._signed()
            result = self._minus(term) if sign == "-" else term
        else:
            result = self._atom()
            if self._take("^", "**"):
                result = self._node("^", result, self._signed())
        self.depth -= 1
        return result

    def _atom(self) -> Node:
        if self._take("("):
            inside = self._sum()
            self._expect(")")
            return inside
        token = self._peek()
        if not token or token in "+-*/^**(),":
            raise _bad(self.text, f"something is missing before {token or 'the end'!r}")
        self.at += 1
        if token[0].isdigit() or token[0] == ".":
            return self._node("number", value=Fraction(token))
        if not self._take("("):
            return self._node(token)
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        self._expect(")")
        return self._node(token, *arguments)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            after = f" after {found[-1]!r}" if found else ""
            raise _bad(text, f"unexpected {text[at:].lstrip()[0]!r}{after}")
        token = match.group(match.lastindex or 0)
        if (token[0].isdigit() or token[0] == ".") and len(token) > LONGEST_NUMBER:
            raise _bad(text, f"a number of {len(token)} characters")
        found.append(token)
        at = match.end()
    if not found:
        raise _bad(text or '""', "an empty expression")
    return found


def _bad(text: str, why: str) -> InputError:
    return InputError(text, why, 'write e.g. "x*tanh(x) + relu(x)^2/2"')
