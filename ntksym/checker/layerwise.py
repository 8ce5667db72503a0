"""The layerwise bound: lambda_min(Theta_L) for all data of a separation, from constants of kappa_0 and kappa_1 alone.

Let A >= a I, B >= b I be positive semidefinite with unit diagonals, 0 <= a, b <= 1.  A = a I + A', A' >= 0 with the
diagonal 1 - a, so by Schur's product theorem A o B >= a I + A' o B = a I + A' o (b I + B') >= (1 - (1-a)(1-b)) I, the
j-th Hadamard power of A is at least (1 - (1-a)^j) I, and f(A) >= (f(1) - f(1-a)) I for f = kappa_0, kappa_1, whose
power-series coefficients are >= 0.  Theta_L = sum_{l<L} Sigma_l o kappa_0(Sigma_l) o ... o kappa_0(Sigma_{L-2}).  So
with s_0 = 0, b_0, s_1 lower bounds for kappa_0, kappa_1, s_{l+1} = 1 - kappa_1(1-s_l), b_l = 1 - kappa_0(1-s_l),

    lambda_min(Theta_L) >= sum_{l<L} (1 - (1-s_l) (1-b_l) ... (1-b_{L-2})).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .intervals import Interval
from .kernels import kappa0, kappa1
from .reader import fields
from .two_point import two_point

BITS = 192


def layers(first_gate: Fraction, first_sigma: Fraction, L: int) -> Fraction:
    """Return a lower bound of the sum for b_0 and s_1 in [0, 1], L >= 2."""
    rest = [1 - Interval.of(first_gate, BITS), 1 - Interval.of(first_sigma, BITS)]  # (1-s_l) (1-b_l) ... for each l
    cosine = rest[1]  # 1 - s_l
    for _ in range(L - 2):
        open_gate, cosine = kappa0(cosine), kappa1(cosine)
        rest = [x * open_gate for x in rest] + [cosine]
    return (L - sum(rest, Interval(0, 0, BITS))).lower()


def layerwise(p: dict[str, Any], row: object) -> Fraction:
    """Return the bound that the two-point witnesses of kappa_0 and kappa_1 prove."""
    tree = fields(row, "a witness entry", ("gate", "sigma"))
    asked = {"d": p["d"], "angle": p["angle"], "sided": "projective", "n": 0}
    gate, sigma = (
        min(max(two_point({**asked, "kernel": kernel}, tree[name]), Fraction(0)), Fraction(1))
        for kernel, name in (("kappa0", "gate"), ("kappa1", "sigma"))
    )
    return layers(gate, sigma, p["L"])
