"""How the rigorous leg proves a claim at every point of its domain: one small class for each argument."""

from ntksym.claims.proofs.additivity import SplitRange, SumOutOfIntegral
from ntksym.claims.proofs.base import Outcome, Proof
from ntksym.claims.proofs.chains import ByInduction, ChainRule, EqualDerivative, Linear, MonotoneImage
from ntksym.claims.proofs.chords import BetweenEnds
from ntksym.claims.proofs.coefficients import (
    Known,
    NonNegativeCoefficients,
    Outer,
    PartialSums,
    PartialSumsOfRecursion,
)
from ntksym.claims.proofs.gamma import BohrMollerup
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
from ntksym.claims.proofs.limits import FromLimit, PositiveIntegrand
from ntksym.claims.proofs.series import PowerSeries
from ntksym.claims.proofs.steps import Differentiated, FirstValues
from ntksym.claims.proofs.tails import SumOfSeries, TailBound
from ntksym.claims.proofs.tonelli import Tonelli

__all__ = [
    "Antiderivative",
    "BetweenEnds",
    "BohrMollerup",
    "ByInduction",
    "ChainRule",
    "ChangeOfVariables",
    "Cited",
    "Combination",
    "Definition",
    "Differentiated",
    "EqualDerivative",
    "EveryCase",
    "FirstValues",
    "FromLimit",
    "GapInduction",
    "Identity",
    "Induction",
    "InductiveInequality",
    "Known",
    "Linear",
    "Monotone",
    "MonotoneImage",
    "NonNegativeCoefficients",
    "Outcome",
    "Outer",
    "PartialSums",
    "PartialSumsOfRecursion",
    "Positive",
    "PositiveIntegrand",
    "PowerSeries",
    "Proof",
    "SameRatio",
    "SplitRange",
    "Subdivision",
    "SumOfSeries",
    "SumOutOfIntegral",
    "TailBound",
    "Tonelli",
    "UnderIntegral",
]
