r"""Certified Funk-Hecke eigenvalues by Gauss-Legendre quadrature in theta.

*Bases.*  d = 2: lambda_k = (1/pi) int_0^pi F(cos u) cos(ku) du;  d = 3: lambda_k = (1/2) int_0^pi F(cos u)
P_k(cos u) sin(u) du with P_k(cos u) = sum_i a_i a_{k-i} cos((k-2i)u), a_i = (1/2)_i/i! > 0: so both are
read off the cosine moments of F and of F sin, for all depths together.  The nodes are symmetric, so
even k see F(u) + F(pi-u) and odd k the difference, on half of the nodes.

*Higher d.*  With c_d = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)), (1-x^2) P_k^{(d+2)} = (d-1)/(2k+d) (P_k^{(d)} -
P_{k+2}^{(d)}) and c_{d+2}/c_d = d/(d-1):  lambda_k^{(d+2)} = d/(2k+d) (lambda_k^{(d)} - lambda_{k+2}^{(d)}).

*Truncation.*  If G is analytic in the Bernstein ellipse rho about [0, pi] and |G| <= B there, its Chebyshev
coefficients are at most 2 B rho^-j; N nodes integrate degree 2N-1 exactly and odd j by symmetry, and for even
j >= 2N >= 4 each side is at most 2 + 2/(j^2-1) <= 32/15.  So the error on [0, pi] is at most
(pi/2)(64/15) B rho^(-2N)/(1 - rho^-2), with B = M cosh(kb) (cosh(b) more for d = 3), b = (pi/4)(rho - 1/rho).

SOURCE: Rabinowitz' bound as in Trefethen, Approximation Theory and Practice, Thm 19.3; DLMF 18.9.8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import arb, arb_mat, ball, power, precision, zero_to
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import layers
from ntksym.kernels.refine import bits_for
from ntksym.spectra import two_layer
from ntksym.spectra.analyticity import Domain, domain
from ntksym.spectra.cosine_moments import legendre_rows, moments

GUARD = 40
MAX_NODES = 20_000
Rows = dict[tuple[int, int], dict[int, arb]]


@dataclass(frozen=True)
class Table:
    """Eigenvalues by (L, d, k): balls by degree in ``rows[L, d]``, an :class:`Enclosure` for each that is read."""

    kernel: str
    digits: int
    rows: Rows = field(repr=False)

    def __getitem__(self, key: tuple[int, int, int]) -> Enclosure:
        L, d, k = key
        return Enclosure.of_ball(self.rows[L, d][k])

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True)
class Rule:
    """N-point rule on [0, pi]: half the angles, their weights times pi/2, and the truncation error."""

    angles: tuple[arb, ...]
    weights: tuple[arb, ...]


@lru_cache(maxsize=8)
def rule(N: int, working_bits: int) -> Rule:
    """The Gauss-Legendre rule on [0, pi] with N (even) nodes; only the angles below pi/2 are kept.

    Examples
    --------
    >>> print(sum(rule(4, 60).weights, arb(0)).str(8, radius=False))  # half of pi
    1.5707963
    """
    with precision(working_bits):
        half = arb.pi() / 2
        pairs = [arb.legendre_p_root(N, i, weight=True) for i in range(N // 2)]
        return Rule(tuple(half * (1 - abs(x)) for x, _ in pairs), tuple(half * w for _, w in pairs))


def truncation(where: Domain, rho: Fraction, N: int, k: int, base: int) -> arb:
    """Bound of the N-node error of int_0^pi F P_k (sin) for degrees up to k; 1 < rho <= rho of the domain.

    Examples
    --------
    >>> 0 < float(truncation(domain("ntk", 3), Fraction(3, 2), 60, 10, 2)) < 10**-15
    True
    """
    if not 1 < rho <= where.rho or N < 2:
        raise ValueError(f"rho={rho} outside (1, {where.rho}], or N={N} < 2")
    b = arb.pi() / 4 * ball(rho - 1 / rho)
    growth = (k * b).cosh() * (b.cosh() if base == 3 else arb(1))
    decay = power(1 / ball(rho), 2 * N) / (1 - ball(1 / (rho * rho)))
    return arb.pi() / 2 * ball(Fraction(64, 15)) * ball(where.M) * growth * decay


def choose(domains: Sequence[Domain], k: int, working_bits: int) -> tuple[int, Fraction]:
    """Floats guess the node count and the ellipse; :func:`truncation` then bounds what they give."""
    largest, M = min(float(w.rho) for w in domains), max(math.log(float(w.M)) for w in domains)
    need, best, at = working_bits * math.log(2) + M + 3, math.inf, largest
    for i in range(1, 41):
        rho = math.exp(math.log(largest) * i / 40)
        b = math.pi / 4 * (rho - 1 / rho)
        count = (need + (k + 1) * b - math.log(1 - rho**-2)) / (2 * math.log(rho))
        if count < best:
            best, at = count, rho
    N = max(4, 2 * math.ceil(best / 2))
    if N > MAX_NODES:
        raise UndecidedError(f"Gauss-Legendre would need {N} nodes, the cap is {MAX_NODES}")
    return N, min(Fraction(math.floor(at * 1024), 1024), *(w.rho for w in domains))


def _bases(
    kernel: str, depths: Sequence[int], ranges: dict[int, tuple[int, int]], working_bits: int
) -> dict[tuple[int, int], list[arb]]:
    """The base eigenvalues of degrees lo..hi by (L, base dimension)."""
    domains = [domain(kernel, L) for L in depths]
    k_max = max(hi for _, hi in ranges.values())
    N, rho = choose(domains, k_max, working_bits - GUARD // 2)
    nodes, pi = rule(N, working_bits), arb.pi()
    index = [L if kernel == "sigma" else L - 1 for L in depths]
    cosines, even, odd = list[arb](), list[list[arb]](), list[list[arb]]()
    for angle, weight in zip(nodes.angles, nodes.weights, strict=True):
        left, right = (layers(u, index[-1] + 1)[kernel == "ntk"] for u in (angle, pi - angle))
        scale = [weight if base == 2 else weight * angle.sin() for base in ranges]
        even.append([w * (left[i] + right[i]) for w in scale for i in index])
        odd.append([w * (left[i] - right[i]) for w in scale for i in index])
        cosines.append(angle.cos())
    columns = iter(moments(cosines, even, odd, k_max))
    found: dict[tuple[int, int], list[arb]] = {}
    for base, (lo, hi) in ranges.items():
        block = [next(columns) for _ in depths]
        rows = [row[lo : hi + 1] for row in block] if base == 2 else _legendre_moments(block, lo, hi)
        for L, where, row in zip(depths, domains, rows, strict=True):
            error, total = zero_to(truncation(where, rho, N, hi, base)), pi if base == 2 else arb(2)
            found[L, base] = [(x + error) / total for x in row]
    return found


def _legendre_moments(block: list[list[arb]], lo: int, hi: int) -> list[list[arb]]:
    """The moments of P_lo..P_hi from those of the cosines, each a row of ``block``."""
    found = [[arb(0)] * (hi - lo + 1) for _ in block]
    for first in range(lo, min(lo + 1, hi) + 1):
        degrees = range(first, hi + 1, 2)
        cosines = arb_mat([row[first % 2 : degrees[-1] + 1 : 2] for row in block]).transpose()
        for row, values in zip(found, (legendre_rows(degrees) * cosines).transpose().table(), strict=True):
            row[first - lo :: 2] = values
    return found


def _guess_bits(kernel: str, L: int, d: int, k: int, need: int) -> int:
    """A float guess of the working bits: log2(1/mu), the change of errors by the sweep (less for large k), a guard."""
    size = (d - 2.5) * math.log(2) + 2 * math.lgamma(d / 2) - math.log(math.pi)
    size += math.lgamma(k + 0.5) - math.lgamma(k + d + 0.5)
    size -= 2 * math.log(k + d) if kernel == "sigma" else 0
    growth = sum(math.log2(2 * e / (2 * k + e)) for e in range(2 + d % 2, d, 2))
    return need + GUARD + math.ceil(max(0.0, growth - size / math.log(2)))


def _run(kernel: str, depths: Sequence[int], dims: Sequence[int], degrees: Sequence[int], working_bits: int) -> Rows:
    """One pass at fixed precision."""
    lo, hi, result = min(degrees), max(degrees), Rows()
    with precision(working_bits):
        tops = {base: max((d for d in dims if d % 2 == base % 2), default=0) for base in (2, 3)}
        ranges = {base: (lo, hi + top - base) for base, top in tops.items() if top}
        found = _bases(kernel, depths, ranges, working_bits)
        for base in ranges:
            rows = [found[L, base] for L in depths]
            for d in range(base, tops[base] + 1, 2):
                if d > base:
                    count, half = len(rows[0]) - 2, ball(Fraction(d - 2, 2))
                    factors = [half / (k + half) for k in range(lo, lo + count)]
                    rows = [[(x - y) * f for x, y, f in zip(r, r[2:], factors, strict=False)] for r in rows]
                if d in dims:
                    for L, row in zip(depths, rows, strict=True):
                        result[L, d] = {k: row[k - lo] for k in degrees}
    return result


def _closed(kernel: str, L: int, dims: Sequence[int], degrees: Sequence[int], need: int) -> Rows:
    """The two-layer values (Theta_2, Sigma_1 = kappa_1) and Theta_1 = t."""
    k_max, name, result = max(degrees), "ntk" if kernel == "ntk" else "kappa1", Rows()
    with precision(need + 40 + 2 * k_max.bit_length()):
        for d in dims:
            if kernel == "ntk" and L == 1:
                result[1, d] = {k: 1 / ball(d) if k == 1 else arb(0) for k in degrees}
            else:
                row = two_layer.sequence(name, d, k_max)
                result[L, d] = {k: row[k] for k in degrees}
    return result


def table(
    kernel: str,
    depths: Iterable[int],
    dims: Iterable[int],
    degrees: Iterable[int],
    digits: int = 30,
    cap: int = 1 << 16,
) -> Table:
    """Every eigenvalue mu_k of Theta_L (``"ntk"``) or Sigma_L (``"sigma"``) on the grid, each to ``digits``.

    Values of two layers come from their closed form, with exact zeros.  A value that misses the accuracy is
    computed again with more bits, up to ``cap``; then :class:`UndecidedError`.

    Examples
    --------
    >>> found = table("ntk", [3], [3, 4], range(3), 20)
    >>> len(found), found[3, 3, 0].format(6)
    (6, '[0.930251, 0.930252]')
    """
    Ls, ds, ks = (sorted(set(axis)) for axis in (depths, dims, degrees))
    if kernel not in ("ntk", "sigma") or not Ls or Ls[0] < 1:
        raise InputError(f"kernel={kernel}, L={Ls[:1]}", "no such eigenvalue", "use ntk or sigma and L >= 1")
    if not ds or ds[0] < 2 or not ks or ks[0] < 0:
        raise InputError(f"d={ds[:1]}, k={ks[:1]}", "no such sphere or degree", "use d >= 2 and k >= 0")
    need, result = bits_for(digits), Rows()
    deep = []
    for L in Ls:
        if (2 if kernel == "ntk" else 1) >= L:
            result.update(_closed(kernel, L, ds, ks, need))
        else:
            deep.append(L)
    if deep:
        samples = [*ks[:: max(1, len(ks) // 16)], ks[-1]]
        corners = [(d, k) for d in (ds[0], ds[len(ds) // 2], ds[-1]) for k in samples]
        bits = max(_guess_bits(kernel, deep[-1], d, k, need) for d, k in corners)
        todo = (deep, ds, ks)
        while True:
            if bits > cap:
                raise UndecidedError(f"{digits} digits of {kernel} need more than {cap} bits on this grid")
            part = _run(kernel, *todo, bits)
            for key, row in part.items():
                result.setdefault(key, {}).update(row)
            short = {key: row for key, row in part.items() if min(map(arb.rel_accuracy_bits, row.values())) < need}
            if not short:
                break
            failed = {k: got for row in short.values() for k, x in row.items() if (got := x.rel_accuracy_bits()) < need}
            todo = sorted({L for L, _ in short}), sorted({d for _, d in short}), sorted(failed)
            bits = max(bits + 32 + need - min(failed.values()), bits + bits // 4)
    return Table(kernel, digits, result)
