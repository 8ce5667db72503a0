"""Claim and Derivation: what is said, where, why, and how it is proved."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction

from ntksym.claims.domain import REALS, Domain, Range
from ntksym.claims.prose import formula, to_html, to_latex
from ntksym.claims.substitution import apply, bound_ranges, bound_symbols, substitute

if TYPE_CHECKING:
    from ntksym.claims.proofs import Proof

_SLUG = re.compile(r"[a-z][a-z0-9_]*\Z")
_NAME = re.compile(r"\\?[^\W\d][\w{}^\\']*\Z")
_RELATIONS = (sp.Equality, sp.GreaterThan, sp.LessThan, sp.StrictGreaterThan, sp.StrictLessThan)


@dataclass(frozen=True, eq=False)
class Claim:
    """One statement with its domain, source, proof and negative control.

    Parameters
    ----------
    slug
        The readable name, the same in derivation, test, certificate and table.
    statement
        A SymPy relation.  By convention the left side is the definition, the right side the formula.
    domain
        The variables with their ranges; sufficient for every subexpression to be defined.
    source
        Paper with theorem or equation number, or DLMF number.
    because
        One sentence for the reader: why it is so.
    proof
        How the rigorous leg proves it at every point of the domain.
    where
        Definitions of the undefined functions in the statement, as ``{mu: Lambda((k, d), ...)}``.
    numeric
        The definition of the left side for the numeric leg: a function of the variables' names that
        returns an mpmath number.  Without it, mpmath evaluates the left side as written.
    control
        A deliberately wrong neighbour that must be refuted; made automatically if not given.
    example
        For a statement about an arbitrary function: the function that the instances are tried with.
        The proof does not see it.
    """

    slug: str
    statement: sp.Rel
    domain: Domain
    source: str
    because: str
    proof: Proof
    where: Mapping[Any, sp.Lambda] = field(default_factory=dict)
    numeric: Callable[..., Any] | None = None
    control: sp.Rel | None = None
    example: Mapping[Any, sp.Lambda] = field(default_factory=dict)
    derivation: str = ""
    step: int = 0

    def __post_init__(self) -> None:
        if not _SLUG.match(self.slug):
            raise ValueError(f"slug {self.slug!r}: use lower-case words joined by underscores")
        if not isinstance(self.statement, sp.Rel):
            raise ValueError(
                f"claim {self.slug}: the statement is {self.statement!r}, not a relation; "
                "SymPy evaluated it, so write Eq(lhs, rhs, evaluate=False)"
            )
        if not isinstance(self.statement, _RELATIONS):
            raise ValueError(f"claim {self.slug}: a statement is an equation or an inequality, not {self.statement}")
        free = self.definite(self.statement).free_symbols
        if missing := {s.name for s in free - set(self.domain)}:
            raise ValueError(f"claim {self.slug}: no domain given for {', '.join(sorted(missing))}")
        if why := self._misleading():
            raise ValueError(f"claim {self.slug}: {why}")

    def _misleading(self) -> str:
        """Empty if no symbol says more than the domain, and no name means two things; else why not."""
        inside = bound_symbols(self.statement).union(*(bound_symbols(d.expr) for d in self.where.values()))
        if twice := sorted(bound_symbols(self.definite(self.statement)) & set(self.domain), key=sp.srepr):
            return f"{twice[0]} is a variable of the claim, and bound in it too: two meanings"
        named: dict[str, sp.Symbol] = {}
        for symbol in (*self.domain, *sorted(inside, key=sp.srepr)):
            if not _NAME.match(symbol.name):
                return f"{symbol.name!r} is no name for a variable"
            if named.setdefault(symbol.name, symbol) != symbol and symbol in self.domain:
                return f"two variables are called {symbol.name}"
        for function, definition in self.where.items():
            if not isinstance(function, UndefinedFunction):
                return f"{function} has a meaning already: give a new function's definition"
            if definition.free_symbols & inside:
                return f"the definition of {function} has a variable that is bound elsewhere"
        ranges: list[tuple[sp.Expr, Range]] = [(s, self.domain[s]) for s in self.domain]
        for e in (self.statement, *(d.expr for d in self.where.values())):
            ranges += [(applied, REALS) for applied in e.atoms(AppliedUndef)]
        for e in (self.statement, *(d.expr for d in self.where.values()), *(d.expr for d in self.example.values())):
            ranges += [(s, Range.between(a, b, integer=whole)) for s, a, b, whole in bound_ranges(e)]
        return next((why for s, range_ in ranges if (why := range_.contradicts(s))), "")

    def definite(self, expression: Any) -> Any:
        """The expression with the undefined functions of ``where`` replaced by their definitions."""
        return _with(self.where, expression)

    def concrete(self, expression: Any) -> Any:
        """The definite expression, with the examples put in for arbitrary functions."""
        return _with(self.example, self.definite(expression))

    def at(self, values: Mapping[sp.Symbol, Any] | None = None, solve_for: sp.Expr | None = None) -> Instance:
        """The claim at the given values of its variables, for use in a later proof."""
        return Instance(self, dict(values or {}), solve_for)

    def latex(self) -> str:
        """The statement and its domain as LaTeX."""
        where = self.domain.latex()
        statement: str = sp.latex(self.statement, inv_trig_style="full")
        return statement + (f"\\qquad ({where})" if where else "")

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"


def _with(definitions: Mapping[Any, sp.Lambda], expression: Any) -> Any:
    if isinstance(expression, sp.Rel):  # side by side: SymPy must not decide the statement, nor try to
        return expression.func(*(_with(definitions, side) for side in expression.args), evaluate=False)
    for function, definition in definitions.items():
        expression = expression.replace(function, lambda *arguments, by=definition: apply(by, arguments))
    return expression


@dataclass(frozen=True, eq=False)
class Instance:
    """A claim with values put in for variables: an equation or inequality that a proof may use."""

    claim: Claim
    values: dict[sp.Symbol, Any]
    solve_for: sp.Expr | None = None

    @cached_property
    def statement(self) -> sp.Rel:
        """The statement with the values put in (all at once)."""
        statement = self.claim.statement
        if not self.values:
            return statement
        sides = (substitute(side, self.values) for side in statement.args)
        return statement.func(*sides, evaluate=False)


class Derivation:
    """A chain of claims from a definition to a formula, to be read as a proof.

    Parameters
    ----------
    title
        What is derived.
    source
        Where the mathematics comes from.
    intro
        A sentence or two before the first step.
    assuming
        What the steps assume of the arbitrary functions in them: relations, each with where it holds (a formula).

    Examples
    --------
    >>> from ntksym.claims import Derivation, Identity
    >>> n = sp.Symbol("n", integer=True)
    >>> squares = Derivation("Differences of squares", source="school")
    >>> claim = squares.claim("square_difference", sp.Eq((n + 1)**2 - n**2, 2*n + 1),
    ...                       {n: sp.Range(0, sp.oo)}, because="expand", proof=Identity())
    >>> claim.slug
    'square_difference'
    """

    def __init__(self, title: str, source: str, intro: str = "", assuming: Sequence[tuple[sp.Rel, str]] = ()) -> None:
        self.title, self.source, self.intro, self.assuming = title, source, intro, tuple(assuming)
        self.claims: list[Claim] = []
        caller = inspect.currentframe().f_back.f_globals  # type: ignore[union-attr]
        self.home: str = caller.get("__name__", "")
        self.file: str = _shown_path(caller.get("__file__", ""))

    def claim(
        self,
        slug: str,
        statement: sp.Rel,
        domain: Mapping[sp.Symbol, sp.Set],
        *,
        because: str,
        proof: Proof,
        source: str = "",
        where: Mapping[Any, sp.Lambda] | None = None,
        numeric: Callable[..., Any] | None = None,
        control: sp.Rel | None = None,
        example: Mapping[Any, sp.Lambda] | None = None,
    ) -> Claim:
        """Add one step and return it, so that later steps can use it."""
        made = Claim(
            slug=slug,
            statement=statement,
            domain=Domain(domain),
            source=source or self.source,
            because=because,
            proof=proof,
            where=where or {},
            numeric=numeric,
            control=control,
            example=example or {},
            derivation=self.title,
            step=len(self.claims) + 1,
        )
        if any(c.slug == slug for c in self.claims):
            raise ValueError(f"two claims of one derivation are called {slug}")
        self.claims.append(made)
        return made

    def latex(self) -> str:
        """The derivation as a LaTeX section: each step with its reason."""
        lines = [
            f"\\subsection*{{{to_latex(self.title)}}}",
            f"{to_latex(self.intro)} (Source: {to_latex(self.source)}.)",
        ]
        if self.assuming:
            lines.append(f"Assumed: {'; '.join(f'${a}$' for a in self.assumed())}.")
        for c in self.claims:
            slug = c.slug.replace("_", "\\_")
            lines += [
                f"\\paragraph{{Step {c.step} (\\texttt{{{slug}}}).}} {to_latex(c.because)}",
                f"\\[ {sp.latex(c.statement, inv_trig_style='full')} \\]",
                f"for ${c.domain.latex()}$. \\emph{{Proof:}} {to_latex(c.proof.describe())}." if len(c.domain) else "",
            ]
        return "\n".join(line for line in lines if line)

    def assumed(self) -> list[str]:
        """What is assumed, each as a LaTeX formula with where it holds."""
        return [
            sp.latex(relation) + (rf"\quad ({formula(where)})" if where else "") for relation, where in self.assuming
        ]

    def _repr_html_(self) -> str:
        given = "".join(f"<p>Assumed: $$\\displaystyle {a}$$</p>" for a in self.assumed())
        steps = "".join(
            f"<li><code>{c.slug}</code>: {to_html(c.because)}<br>$$\\displaystyle {c.latex()}$$</li>"
            for c in self.claims
        )
        return f"<h4>{to_html(self.title)}</h4><p>{to_html(self.intro)}</p>{given}<ol>{steps}</ol>"


def _shown_path(path: str) -> str:
    """The file as a command should name it: folder and file, not the whole path of one machine."""
    parts = Path(path).parts
    return "/".join(parts[-2:]).replace("_derivations/", "derivations/")
