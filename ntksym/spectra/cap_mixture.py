r"""Mixtures of caps: the cap minorant with several radii, weighted by a small linear programme.

Every cap of angle b <= alpha/2 gives psi_b = (phi_b(t) +- phi_b(-t))/2 (see ``cap_minorant``), which vanishes off the
diagonal of the data, is A(b)/2 on it, and has the eigenvalues chi_{b,k}^2 in the degrees of one parity.  If

    sum_i s_i chi_{b_i,k}^2 <= theta mu_k    for every k of the parity, s_i >= 0,

then lambda_min(K) >= sum_i s_i A(b_i)/(2 theta).  A single cap loses where chi_{b,k}^2/mu_k peaks; weights flatten the
peaks, the more so the larger d.  The weights come from a float linear programme and are taken as exact numbers; theta
is then the largest ratio, in balls for k < K and at most sum_i s_i/rho_i beyond, rho_i <= mu_k/chi_{b_i,k}^2 the tail
bound.

SOURCE: our notes on Karhadkar et al. (arXiv 2405.14630), (C9), re-derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_positive, lower, precision, upper
from ntksym.balls.exact import ExactReal
from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError
from ntksym.spectra.cap import cone_transforms, measure_ball, transforms
from ntksym.spectra.cap_minorant import LARGEST_K, Spectrum, spectrum_of

RADII = tuple(Fraction(j, 32) for j in (12, 16, 18, 20, 22, 24, 26, 28, 29, 30, 31, 32))
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Mixture:
    """The certified constant, and the weights s_i of the caps b_i for each parity."""

    constant: Fraction
    weights: dict[int, tuple[tuple[Fraction, Fraction], ...]]


def cap_mixture(kernel: str, d: int, L: int, alpha: Fraction, K: int) -> Mixture:
    """A lower bound of lambda_min(K) for unit data whose lines are ``alpha`` apart, from 12 caps.

    Parameters
    ----------
    kernel, d, L
        As for :func:`cap_minorant`.
    alpha
        The angle, 0 < alpha <= pi/2.
    K
        The degrees below it are compared one by one: twice what one cap of angle alpha/2 needed is enough.

    Raises
    ------
    UndecidedError
        If K is too small for the tails of every cap.

    Examples
    --------
    >>> found = cap_mixture("kappa0", 10, 2, Fraction(3, 10), 256)
    >>> Fraction(7, 1000) < found.constant < Fraction(3, 10) / 3
    True
    """
    spectrum = spectrum_of(kernel, d, L, DIGITS + 3)
    with precision(200 + 2 * d + (3 * K) // 2):
        caps = [cap for c in RADII if (cap := _cap(spectrum, ExactReal(alpha * c / 2), min(K, LARGEST_K))) is not None]
        if not caps:
            raise UndecidedError(f"no tail bound from degree {K} on for any cap of angle up to {float(alpha / 2):.3g}")
        mu = spectrum.head(K + 1)
        total, weights = Fraction(0), {}
        for parity in spectrum.parities:
            ratios = [[cap.square[k] / mu[k] for k in range(parity, K + parity, 2)] for cap in caps]
            value, weights[parity] = _best(caps, ratios, parity)
            total += value
    return Mixture(total, weights)


@dataclass(frozen=True, slots=True)
class _Cap:
    angle: Fraction
    square: list[arb]
    mass: arb
    tails: dict[int, arb]


def _cap(spectrum: Spectrum, b: ExactReal, K: int) -> _Cap | None:
    """chi_{b,k}^2 for k <= K, the mass, and the tail bounds; None if a tail cannot be bounded from K on."""
    sine = b.ball.sin()
    found = {p: spectrum.from_degree(K + p, p, sine) for p in spectrum.parities}
    tails = {p: tail[0] for p, tail in found.items() if tail is not None and certainly_positive(tail[0])}
    if len(tails) < len(found):
        return None
    if spectrum.kernel == "kappa1":
        chi, mass = cone_transforms(spectrum.d, b, K + 1)
    else:
        chi, mass = transforms(spectrum.d, b, K + 1), measure_ball(spectrum.d, b)
    return _Cap(b.coefficient, [x * x for x in chi], mass, tails)


def _best(
    caps: Sequence[_Cap], ratios: Sequence[Sequence[arb]], parity: int
) -> tuple[Fraction, tuple[tuple[Fraction, Fraction], ...]]:
    """The bound of one parity, and the weights behind it."""
    rows = [[*row, 1 / cap.tails[parity]] for cap, row in zip(caps, ratios, strict=True)]
    peaks = [ball(max(upper(v) for v in row)) for row in rows]
    scaled = [[v / peak for v in row] for row, peak in zip(rows, peaks, strict=True)]
    gains = [cap.mass / peak for cap, peak in zip(caps, peaks, strict=True)]
    top = ball(max(lower(gain) for gain in gains))
    shares = programme(np.array([[float(v) for v in row] for row in scaled]), np.array([float(v / top) for v in gains]))
    theta = arb(0)
    for column in range(len(scaled[0])):
        theta = theta.max(sum((ball(share) * scaled[i][column] for i, share in shares), arb(0)))
    gain = sum((ball(share) * gains[i] for i, share in shares), arb(0))
    weights = tuple((caps[i].angle, share / lower(peaks[i])) for i, share in shares)
    return lower(gain / (2 * theta)), weights


def programme(ratios: Floats, gains: Floats) -> list[tuple[int, Fraction]]:
    """Weights > 0 that maximise the gain with every combined ratio at most 1, rounded to short numbers."""
    from scipy.optimize import linprog

    found = linprog(-gains, A_ub=ratios.T, b_ub=np.ones(ratios.shape[1]), method="highs")
    shares = found.x if found.status == 0 else (gains == gains.max()).astype(np.float64)
    short = [Fraction(round(share * 2**30), 2**30) for share in shares.tolist()]
    return [(i, share) for i, share in enumerate(short) if share > 0]
