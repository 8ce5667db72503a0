"""Claims and how they are judged."""

from ntksym.claims.claim import Claim, Derivation, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.proofs import (
    Antiderivative,
    ChangeOfVariables,
    Cited,
    Definition,
    EveryCase,
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
    "Definition",
    "Derivation",
    "Domain",
    "EveryCase",
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
