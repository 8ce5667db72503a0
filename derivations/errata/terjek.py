"""Errata of Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225v1), for the activations phi(s) = a s + b |s|."""

from sympy import Eq, Interval, Le, Lt, Range, Rational, Symbol, oo, sqrt

from ntksym.claims import Errata, EveryCase, Identity
from ntksym.formulas.ntk import ThetaFamily

HALF = Rational(1, 2)

depth = Errata(
    "Terjek and Gonzalez-Sanchez: MLPs at the edge of chaos",
    source="Terjek, Gonzalez-Sanchez 2025, arXiv 2501.13225v1",
    intro="Read: the TeX source of version 1, as it is recorded in this project's notes; the source was not at hand "
    "again.",
)

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
second_moment = (a + b) ** 2 / 2 + (a - b) ** 2 / 2

depth.erratum(
    "dual_activation_at_one",
    number="properties of the dual activation",
    slip="the dual activation at 1, E[phi(g)^2], is said to be the norm of phi; it is the norm's square a^2 + b^2",
    as_written=Eq(second_moment, sqrt(a**2 + b**2), evaluate=False),
    at={a: HALF, b: HALF},
    corrected=depth.claim(
        "dual_activation_at_one_is_the_square",
        Eq(second_moment, a**2 + b**2, evaluate=False),
        {a: Interval.open(0, oo), b: Interval.open(0, oo)},
        because="phi(g) = (a+b) g for g > 0 and (a-b) g for g < 0, and each half-line has half of E[g^2] = 1",
        proof=Identity(),
    ),
)

L = Symbol("L", integer=True, positive=True)

depth.erratum(
    "absolute_value_beats_relu_at_every_depth",
    number="abstract and conclusion, read for every depth",
    slip="the condition number of |s| is better than that of the ReLU. This is so in the limit of large depth; for "
    "orthonormal data, where it is 1 + N u/(L-u) with u = Theta_L(0), it is the other way round at small depths",
    as_written=Le(ThetaFamily(1, L, 0), ThetaFamily(HALF, L, 0), evaluate=False),
    domain={L: Range(2, oo)},
    at={L: 2},
    corrected=depth.claim(
        "absolute_value_beats_relu_at_depth_32",
        Lt(ThetaFamily(1, L, 0), ThetaFamily(HALF, L, 0), evaluate=False),
        {L: Range(32, 41)},
        because="each depth by balls",
        proof=EveryCase(),
    ),
    note="A matter of scope: the paper speaks of the rate in L. The corrected claim is for the depths 32 to 40.",
)

depth.remark(
    "induction for the entries of the kernel",
    "a letter s is used that is not defined",
    "it is half of the coefficient Delta b_3",
)
depth.remark(
    "end of the proof of the spectral theorem",
    "a chain of inequalities has >= and <= in one line",
    "the second one is >=",
)
depth.remark(
    "definition of the centred labels",
    "the centred labels are (I - 1 1^T) y",
    "(I - 1 1^T/n) y",
)
depth.remark(
    "remark after the spectral theorem",
    "the condition number is said to tend to 1 + n/3; the theorem's error terms do not vanish at a fixed n",
    "it does: derivations/depth_conditioning.py has the error at each depth, for Delta at most 1/2",
)
