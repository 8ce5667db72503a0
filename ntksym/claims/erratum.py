"""Erratum: what a paper states and is false as written, with a counterexample, beside the corrected claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from ntksym.claims.claim import Claim, Derivation
from ntksym.claims.domain import Domain, Point, Range
from ntksym.claims.proofs.base import Outcome, Proof, gap, prove_sign
from ntksym.claims.substitution import substitute

_NOT_STRICT = (sp.Equality, sp.GreaterThan, sp.LessThan)
_NEGATED = {sp.GreaterThan: sp.StrictLessThan, sp.LessThan: sp.StrictGreaterThan}


@dataclass(frozen=True)
class AsPrinted(Proof):
    """No proof: the statement is printed in a paper and is here to be refuted."""

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        return Outcome(False, "as printed; it is here to be refuted")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "none: as printed"


@dataclass(frozen=True)
class EveryConstant:
    """Counterexamples for every value of a hidden constant: a family along which it grows, or falls to 0.

    Parameters
    ----------
    constant
        The variable that is the hidden constant; it must be positive.
    values
        Every variable of the statement as an expression in the family's parameter.
    along
        The parameter: an integer from some start on, or a real number between 0 (open) and some end.
    fails
        The proof that the statement fails all along the family.
    met
        The proofs that the hypotheses hold there, in their order.
    """

    constant: sp.Symbol
    values: Mapping[sp.Symbol, Any]
    along: Mapping[sp.Symbol, sp.Set]
    fails: Proof
    met: Sequence[Proof] = ()

    def misses(self, statement: sp.Rel, hypotheses: Sequence[sp.Rel]) -> str:
        """Why the family may not refute every constant; empty if it does.

        The constant must visibly run to infinity (to 0), and the statement must be weaker the larger (the smaller) it
        is, all along the family: then the refutation at one constant is one for all smaller (larger) constants.
        """
        (m, set_), *more = self.along.items()
        range_ = Range.of(set_)
        if more or range_.high is not None if range_.integer else range_.low != 0 or not range_.open_low:
            return "the family has one parameter: all integers from some start, or real numbers down to 0"
        size = sp.sympify(self.values[self.constant], strict=True)
        large, small = (_unbounded(e, m if range_.integer else 1 / m) for e in (size, 1 / size))
        if not (large or small):
            return f"{size} does not visibly run to infinity or to 0"
        for relation, way in ((statement, 1), *((h, -1) for h in hypotheses if not isinstance(h, sp.Equality))):
            slope = sp.diff(gap(relation)[0], self.constant) * (way if large else -way)
            found = prove_sign(substitute(slope, dict(self.values)), False, Domain(self.along))
            if not found.proved:
                return f"how {relation} depends on {self.constant}: {found.detail}"
        if any(self.constant in h.free_symbols for h in hypotheses if isinstance(h, sp.Equality)):
            return f"an equation among the hypotheses holds {self.constant}"
        return ""


def _unbounded(e: sp.Expr, m: sp.Expr) -> bool:
    """Whether e is m, a power m^k with k > 0, or b^m with b > 1."""
    base, exponent = e.as_base_exp()
    size, order = m.as_base_exp()
    power = base == size and bool((exponent / order).is_Rational) and exponent / order > 0
    return power or (exponent == m and bool(base.is_Rational) and base > 1)


@dataclass(frozen=True, eq=False)
class Erratum:
    """One statement of a paper that is false as written, and the corrected claim.

    The paper's hypotheses are the domain of ``as_written``, and ``hypotheses`` where ranges do not say them.

    Parameters
    ----------
    slug
        The readable name.
    paper
        The paper and the version that was read.
    number
        Where in the paper: theorem, lemma, equation or slide.
    slip
        What is said there, in our words, and why it is false.
    as_written
        The statement as a claim; an equation or a non-strict inequality.
    at
        The counterexample: an exact value for every variable.
    corrected
        The claim that holds instead.
    hypotheses
        Further hypotheses of the statement: relations between its variables.
    every_constant
        Where a variable is a hidden constant: the family that refutes every value of it.
    note
        What follows, or what the refutation does not say.
    """

    slug: str
    paper: str
    number: str
    slip: str
    as_written: Claim
    at: Mapping[sp.Symbol, sp.Rational]
    corrected: Claim
    hypotheses: tuple[sp.Rel, ...] = ()
    every_constant: EveryConstant | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.as_written.statement, _NOT_STRICT):
            raise ValueError(f"erratum {self.slug}: what is refuted is an equation or a non-strict inequality")
        if set(self.at) != set(self.as_written.domain):
            raise ValueError(f"erratum {self.slug}: the counterexample gives each variable of the statement one value")
        for value in self.at.values():
            if not isinstance(value, sp.Rational):
                raise ValueError(f"erratum {self.slug}: {value!r} is not an exact rational number")
        unknown = set().union(*(h.free_symbols for h in self.hypotheses)) - set(self.at)
        if unknown or not all(isinstance(h, sp.Rel) for h in self.hypotheses):
            raise ValueError(f"erratum {self.slug}: a hypothesis is a relation between the statement's variables")
        if self.every_constant is not None and set(self.every_constant.values) != set(self.at):
            raise ValueError(f"erratum {self.slug}: the family gives each variable of the statement one value")

    @property
    def point(self) -> Point:
        """The counterexample as exact fractions."""
        return {s: Fraction(int(v.p), int(v.q)) for s, v in self.at.items()}

    def outside(self) -> str:
        """Why the counterexample is not in the domain of the statement; empty if it is."""
        domain = self.as_written.domain
        bad = next((s for s, x in self.point.items() if not domain[s].holds(x)), None)
        return "" if bad is None else f"{bad} = {self.at[bad]} is outside the paper's hypotheses ({domain})"

    def at_the_point(self) -> Claim:
        """The statement as a claim about the counterexample alone."""
        sets: dict[sp.Symbol, sp.Set] = {}
        for symbol, range_ in self.as_written.domain.items():
            v = self.at[symbol]
            sets[symbol] = sp.Range(v, v + 1) if range_.integer else sp.Interval(v, v)
        return replace(self.as_written, domain=Domain(sets))

    def family(self) -> list[Claim]:
        """For a hidden constant: that the family meets each hypothesis, and that it refutes the statement."""
        every = self.every_constant
        if every is None:
            return []
        if len(every.met) != len(self.hypotheses):
            raise ValueError(f"erratum {self.slug}: each hypothesis needs a proof along the family")
        reasons = [f"the family meets hypothesis {i}" for i in range(1, len(every.met) + 1)]
        stated = [*self.hypotheses, negated(self.as_written.statement)]
        return [
            Claim(
                slug=f"{self.slug}_for_every_constant_{i}",
                statement=r.func(*(substitute(side, dict(every.values)) for side in r.args), evaluate=False),
                domain=Domain(every.along),
                source=self.as_written.source,
                because=because,
                proof=proof,
                where=self.as_written.where,
            )
            for i, (r, because, proof) in enumerate(
                zip(stated, [*reasons, "the family refutes it"], [*every.met, every.fails], strict=True), 1
            )
        ]


def negated(statement: sp.Rel) -> sp.Rel:
    """The strict inequality that says that a non-strict one fails.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> negated(sp.Le(x, 1))
    x > 1
    """
    if type(statement) not in _NEGATED:
        raise ValueError(f"a hidden constant stands in an inequality, not in {statement}")
    return _NEGATED[type(statement)](*statement.args, evaluate=False)


@dataclass(frozen=True)
class Remark:
    """A slip that is not a formula (in a probability, a proof, a reference): told, and not certified."""

    number: str
    slip: str
    instead: str


class Errata(Derivation):
    """The errata of one paper: corrected claims, what they correct, and remarks that nothing here certifies.

    Parameters
    ----------
    title
        The paper, for a heading.
    source
        The paper and the version that was read.
    intro
        What was read, and what is known of other versions.

    Examples
    --------
    >>> from ntksym.claims import Identity
    >>> x = sp.Symbol("x", real=True)
    >>> errata = Errata("A paper", source="A paper, v1", intro="Read in full.")
    >>> right = errata.claim("square", sp.Eq((x + 1)**2, x**2 + 2*x + 1), {x: sp.Interval(0, 1)},
    ...                      because="expand", proof=Identity())
    >>> errata.erratum("middle_term", number="(1)", slip="the middle term is lost", at={x: 1}, corrected=right,
    ...                as_written=sp.Eq((x + 1)**2, x**2 + 1, evaluate=False)).as_written.slug
    'middle_term_as_written'
    """

    errata: list[Erratum]
    remarks: list[Remark]

    def __new__(cls, *args: Any, **kwargs: Any) -> Errata:  # noqa: D102  # __init__ reads the caller's frame
        made = super().__new__(cls)
        made.errata, made.remarks = [], []
        return made

    def erratum(
        self,
        slug: str,
        *,
        number: str,
        slip: str,
        as_written: sp.Rel,
        at: Mapping[sp.Symbol, Any],
        corrected: Claim,
        domain: Mapping[sp.Symbol, sp.Set] | None = None,
        hypotheses: Sequence[sp.Rel] = (),
        every_constant: EveryConstant | None = None,
        note: str = "",
        where: Mapping[Any, sp.Lambda] | None = None,
        numeric: Any = None,
    ) -> Erratum:
        """Add one erratum and return it.  Without ``domain`` the statement has the domain of the corrected claim."""
        claim = Claim(
            slug=f"{slug}_as_written",
            statement=as_written,
            domain=Domain(corrected.domain.sets if domain is None else domain),
            source=f"{self.source}, {number}",
            because=slip,
            proof=AsPrinted(),
            where=where or {},
            numeric=numeric,
            derivation=self.title,
        )
        values = {s: sp.sympify(v, strict=True) for s, v in at.items()}
        made = Erratum(
            slug, self.source, number, slip, claim, values, corrected, tuple(hypotheses), every_constant, note
        )
        if any(e.slug == slug for e in self.errata):
            raise ValueError(f"two errata of one paper are called {slug}")
        self.errata.append(made)
        return made

    def remark(self, number: str, slip: str, instead: str) -> None:
        """Add a slip that is not a formula."""
        self.remarks.append(Remark(number, slip, instead))


__all__ = ["AsPrinted", "Errata", "Erratum", "EveryConstant", "Remark", "negated"]
