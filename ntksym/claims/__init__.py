"""Claims and how they are judged."""

from ntksym.claims.claim import Claim, Derivation, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.proofs import (
    Antiderivative,
    ChangeOfVariables,
    Cited,
    Combination,
    Definition,
    EveryCase,
    GapInduction,
    Identity,
    Induction,
    InductiveInequality,
    Monotone,
    Positive,
    Proof,
    SameRatio,
    Subdivision,
    UnderIntegral,
)

__all__ = [
    "Antiderivative",
    "ChangeOfVariables",
    "Cited",
    "Claim",
    "Combination",
    "Definition",
    "Derivation",
    "Domain",
    "EveryCase",
    "GapInduction",
    "Identity",
    "Induction",
    "InductiveInequality",
    "Instance",
    "Monotone",
    "Positive",
    "Proof",
    "SameRatio",
    "Subdivision",
    "UnderIntegral",
]
