"""How the rigorous leg proves a claim at every point of its domain: one small class for each argument."""

from ntksym.claims.proofs.base import Outcome, Proof
from ntksym.claims.proofs.identities import Cited, Definition, EveryCase, Identity, Induction, SameRatio
from ntksym.claims.proofs.inequalities import (
    Combination,
    GapInduction,
    InductiveInequality,
    Monotone,
    Positive,
    Subdivision,
)
from ntksym.claims.proofs.integrals import Antiderivative, ChangeOfVariables, UnderIntegral

__all__ = [
    "Antiderivative",
    "ChangeOfVariables",
    "Cited",
    "Combination",
    "Definition",
    "EveryCase",
    "GapInduction",
    "Identity",
    "Induction",
    "InductiveInequality",
    "Monotone",
    "Outcome",
    "Positive",
    "Proof",
    "SameRatio",
    "Subdivision",
    "UnderIntegral",
]
