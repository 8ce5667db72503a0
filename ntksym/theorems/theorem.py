"""A theorem about lambda_min of a kernel matrix: hypotheses that are checked, a conclusion with explicit constants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ntksym.errors import UndecidedError
from ntksym.theorems.facts import Facts


class NotApplicable(Exception):  # noqa: N818 - not an error: a theorem's answer
    """A hypothesis fails on this data; the message says which, with the numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a theorem proves about U = f(R), R the matrix of cosines: lower <= lambda_min(U) <= upper.

    ``whole_upper`` bounds lambda_min(K) itself from above, for theorems that see the norms.  ``proof`` names the
    choices that make it checkable by hand: the order r, the radius, the weights.
    """

    lower: Fraction | None = None
    upper: Fraction | None = None
    proof: Mapping[str, str] = field(default_factory=dict)
    probability: Fraction | None = None  # 1 - failure, for statements about random data
    whole_upper: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """A theorem that bounds lambda_min(U), U_ij = f(cos angle(x_i, x_j)).

    Parameters
    ----------
    name
        Readable slug, ``paper-number``.
    source
        Paper and number.
    origin
        ``"paper"`` (as printed), ``"repaired"`` (the paper's, corrected) or ``"derived"`` (proved in ntksym's notes).
    statement
        The inequality in LaTeX.
    hypotheses
        What the data must satisfy, one sentence each.
    why
        The proof in a few sentences.
    bound
        ``bound(facts) -> Found``; raises :class:`NotApplicable`.
    largest
        The number of points beyond which it is not tried (its cost grows faster than the certificate's).
    """

    name: str
    source: str
    origin: str
    statement: str
    hypotheses: tuple[str, ...]
    why: str
    bound: Callable[[Facts], Found]
    largest: int = 10**9

    @property
    def paper(self) -> str:
        """The paper alone, without the number."""
        authors, arxiv, rest = self.source.partition("arXiv ")
        return (authors + arxiv + rest.split()[0].rstrip(",:;")) if arxiv else self.source.partition(";")[0]

    def apply(self, facts: Facts) -> Bound:
        """Judge the theorem on data: the bound of lambda_min(K), or why it does not apply.

        K = D U D with D = diag(|x_i|) (D = I for kernels of directions alone), and U is positive semidefinite, so
        min |x_i|^2 lambda_min(U) <= lambda_min(K) <= max |x_i|^2 lambda_min(U).
        """
        try:
            if facts.n > self.largest:
                raise NotApplicable(f"tried up to n = {self.largest} points only, the data has {facts.n}")
            found = self.bound(facts)
        except (NotApplicable, UndecidedError) as reason:
            return Bound(self, applies=False, why=str(reason))
        except ArithmeticError as reason:  # a ball without ends
            return Bound(self, applies=False, why=f"undecided at the working precision: {reason}")
        lower, upper = found.lower, found.upper
        uppers = [] if upper is None else [upper * facts.largest_norm2]
        uppers += [] if found.whole_upper is None else [found.whole_upper]
        return Bound(
            self,
            applies=True,
            lower=None if lower is None else max(lower, Fraction(0)) * facts.least_norm2,
            upper=min(uppers, default=None),
            proof=found.proof,
            probability=found.probability,
        )


@dataclass(frozen=True)
class Bound:
    """A theorem's answer for a data set: lower <= lambda_min(K) <= upper, or why it does not apply."""

    theorem: Theorem
    applies: bool
    why: str = ""
    lower: Fraction | None = None
    upper: Fraction | None = None
    proof: Mapping[str, str] = field(default_factory=dict)
    probability: Fraction | None = None
