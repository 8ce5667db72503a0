"""Spectral bias by dimension and depth: eigenvalues with effective exponents, decay constants and their limits.

The exponent d of the decay mu_k ~ C k^-d does not depend on depth.  The constants do:
C_+- = 2^(d-2) Gamma(d/2)^2/pi^2 (L(L-1)/2 +- Pi_L) for even and odd k, where
Pi_L = kappa_0(Sigma_1(-1)) ... kappa_0(Sigma_{L-2}(-1)).  Divided by Theta_L(1) = L they grow like L, so that depth
raises high frequencies.

SOURCE: derivations/tail_expansion.py; Bietti and Bach 2021 for the exponents.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ntksym.balls.arb import arb, ball, fmpq, power, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.constants import constant
from ntksym.errors import InputError
from ntksym.spectra.decay import decay
from ntksym.tables.table import Cell, Entry, Table

if TYPE_CHECKING:
    from ntksym.tables.grids import Grid

GROWTH = "G(k) = Gamma(k-1/2)/Gamma(k+d-1/2), and G(k) k^d -> 1."


def dampings(L: int) -> arb:
    """Pi_L in balls: Pi_2 = 1, Pi_3 = kappa_0(Sigma_1(-1)) = kappa_0(0) = 1/2.

    Examples
    --------
    >>> print(dampings(4).str(10, radius=False))
    0.3015576242
    """
    sigma, product = arb(0), arb(1)
    for _ in range(L - 2):
        angle = sigma.acos()
        product = product * (1 - angle / arb.pi())
        sigma = ((1 - sigma * sigma).sqrt() + sigma * (arb.pi() - angle)) / arb.pi()
    return product


def limit_constant(d: int, L: int, parity: int, bits: int = 160) -> Enclosure:
    """C_+ (parity 0) or C_- (parity 1): the limit of k^d mu_k(Theta_L) over the degrees of the parity, L >= 2.

    Examples
    --------
    >>> print(limit_constant(3, 3, 0).format(8))
    [0.55704230, 0.55704231]
    """
    if L == 2 and parity == 1:
        return Enclosure.around(0)
    with precision(bits):
        gamma = arb.gamma_fmpq(fmpq(d, 2))
        scale = power(arb(2), d) / 4 * gamma * gamma / (arb.pi() * arb.pi())
        sign = 1 if parity == 0 else -1
        return Enclosure.of_ball(scale * (ball(L * (L - 1)) / 2 + sign * dampings(L)))


@lru_cache(maxsize=4096)
def eigenvalue(d: int, L: int, k: int, digits: int) -> Enclosure:
    """mu_k(Theta_L) on S^(d-1)."""
    return constant("funk-hecke", digits=digits, kernel="ntk", d=d, k=k, L=L).enclosure


def exponent(d: int, L: int, k: int, digits: int) -> Enclosure | None:
    """log(mu_k/mu_{k+2})/log((k+2)/k), k >= 1: the local exponent of the decay; None where an eigenvalue is 0.

    Examples
    --------
    >>> print(exponent(3, 2, 40, 8).format(5))
    [2.9731, 2.9732]
    """
    now, after = eigenvalue(d, L, k, digits + 6), eigenvalue(d, L, k + 2, digits + 6)
    if now.lo <= 0 or after.lo <= 0:
        return None
    with precision(4 * digits + 96):
        return Enclosure.of_ball((now.ball / after.ball).log() / (ball(k + 2) / ball(k)).log())


def spectrum(grid: Grid) -> Table:
    """The eigenvalues with multiplicities, k^d mu_k and effective exponents."""
    rows: list[tuple[Entry, ...]] = []
    for d in grid.dims:
        for L in _deep(grid):
            for k in grid.degrees:
                mu = eigenvalue(d, L, k, grid.digits + 6)
                with precision(4 * grid.digits + 96):
                    scaled = Enclosure.of_ball(mu.ball * power(ball(k), d)) if k else None
                local = exponent(d, L, k, grid.digits) if k else None
                count = constant("harmonics.dimension", d=d, k=k).enclosure
                rest = ("-" if x is None else Cell(x) for x in (scaled, local))
                rows.append((d, L, k, Cell(count), Cell(mu), *rest))
    notes = (
        "Exponent: log(mu_k/mu_{k+2})/log((k+2)/k); it tends to d for every depth.",
        "Uniform probability measure on S^(d-1), P_k(1) = 1, Theta_L(1) = L.",
    )
    heads = ("d", "L", "k", "multiplicity", "mu_k", "k^d mu_k", "exponent")
    return Table("spectrum", "Spectrum of the NTK Theta_L and its decay", heads, tuple(rows), grid.digits, notes)


def bias(grid: Grid) -> Table:
    """The constants of the decay by parity: limit, share of the trace, and bounds for all k >= 1."""
    rows: list[tuple[Entry, ...]] = []
    for d in grid.dims:
        for L in _deep(grid):
            for parity, name in enumerate(("even", "odd")):
                bounds = decay(L, d, name, grid.digits + 4)
                limit = limit_constant(d, L, parity, 4 * grid.digits + 160)
                with precision(4 * grid.digits + 160):
                    share = Enclosure.around(0) if limit.exact else Enclosure.of_ball(limit.ball / L)
                ends = Cell(bounds.low.constant, "lower"), Cell(bounds.high.constant, "upper")
                rows.append((d, L, name, Cell(limit), Cell(share), *ends))
    notes = (
        "C: limit of k^d mu_k, 2^(d-2) Gamma(d/2)^2/pi^2 (L(L-1)/2 +- Pi_L).",
        "The exponent d does not depend on L; C/L, the constant after Theta_L(1) = L, grows like L.",
        f"low G(k) <= mu_k <= high G(k) for all k >= 1 of the parity; {GROWTH}",
    )
    heads = ("d", "L", "parity", "C", "C/L", "low", "high")
    return Table("spectral-bias", "What depth changes in the decay of the NTK", heads, tuple(rows), grid.digits, notes)


def _deep(grid: Grid) -> list[int]:
    if min(grid.depths) < 2:
        raise InputError(f"--depths {min(grid.depths)}", "Theta_1 = t has no decay", "start at 2")
    return grid.depths
