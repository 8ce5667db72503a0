r"""Certified decay constants: low * G(k) <= mu_k(Theta_L) <= high * G(k) for ALL k >= 1 of a parity.

G(k) = Gamma(k-1/2)/Gamma(k+d-1/2); even: k >= 2, odd: k >= 1, all: k >= 1.  The quotient mu_k/G(k) tends
to |C| gamma_0; Corollary 1 of the tail theorem bounds it for all k >= k0, the table gives 1 <= k < k0, and k0
grows until the tail cannot spoil the head's extremum or is itself the limit.

For L = 2 the quotient q(k) is explicit and, for even k, q(k+2)/q(k) is a rational function: its numerator
minus its denominator is a polynomial in k whose sign for all k >= K is read off the coefficients in j = k - K.
Odd k >= 3 vanish exactly.

SOURCE: our note on certified tails, Corollary 1; Karhadkar et al., section 2 of our notes, for L = 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import (
    arb,
    certainly_less,
    certainly_less_equal,
    lower,
    precision,
    relative_bits,
)
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.refine import bits_for
from ntksym.spectra import two_layer
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import Bounds, Tail, gamma_ratio, scale

PARITIES = {"even": (0,), "odd": (1,), "all": (0, 1)}
LARGEST_K0 = 1 << 14


@dataclass(frozen=True, slots=True)
class Extremum:
    """One end: its enclosure, where it is attained (a degree, or ``"limit"``: approached, not attained)."""

    constant: Enclosure
    where: int | str


@dataclass(frozen=True, slots=True)
class Decay:
    """The two constants and what a certificate needs to rebuild them.

    ``k0`` is the first degree of the tail; ``terms`` (M), ``M_prime`` and ``N`` are the tail theorem's
    integers and ``r`` its radius (None for the closed form of L = 2).
    """

    L: int
    d: int
    parity: str
    low: Extremum
    high: Extremum
    k0: int
    terms: int | None
    M_prime: int | None
    N: int | None
    r: Fraction | None

    def __iter__(self) -> Iterator[Enclosure]:
        """Unpack as (low, high) enclosures."""
        return iter((self.low.constant, self.high.constant))


def polynomial_shift(coefficients: list[Fraction], K: int) -> list[Fraction]:
    """The coefficients, lowest first, of p(K + j) in j.

    Examples
    --------
    >>> polynomial_shift([Fraction(0), Fraction(0), Fraction(1)], 3)  # (3+j)^2
    [Fraction(9, 1), Fraction(6, 1), Fraction(1, 1)]
    """
    result = list(coefficients)
    for i in range(len(result)):
        for j in range(len(result) - 2, i - 1, -1):
            result[j] += K * result[j + 1]
    return result


def product(*factors: list[Fraction]) -> list[Fraction]:
    """The product of polynomials given by their coefficients, lowest first."""
    result = [Fraction(1)]
    for factor in factors:
        longer = [Fraction(0)] * (len(result) + len(factor) - 1)
        for i, x in enumerate(result):
            for j, y in enumerate(factor):
                longer[i + j] += x * y
        result = longer
    return result


def one_sign_from(top: list[Fraction], bottom: list[Fraction], k_min: int) -> tuple[int, int]:
    """(K, sign): for all real k >= K, K = k_min + an even number, top - bottom has this sign or is 0.

    Examples
    --------
    >>> one_sign_from([Fraction(0), Fraction(1)], [Fraction(5)], 0)  # k - 5
    (6, 1)
    """
    size = max(len(top), len(bottom))
    pad = [list(p) + [Fraction(0)] * (size - len(p)) for p in (top, bottom)]
    difference = [x - y for x, y in zip(*pad, strict=True)]
    K = k_min
    while K <= LARGEST_K0 * 16:
        shifted = polynomial_shift(difference, K)
        if all(x == 0 for x in shifted):
            return K, 0
        if all(x >= 0 for x in shifted):
            return K, 1
        if all(x <= 0 for x in shifted):
            return K, -1
        K += 2 * max(1, K // 4)
    raise UndecidedError(f"the ratio test changes sign beyond k={K}")


def _ratio_test(d: int) -> tuple[int, int]:
    """(K, sign of q(k+2) - q(k) for all even k >= K) for q = mu_k(Theta_2)/G(k)."""

    def line(c: Fraction | int) -> list[Fraction]:
        return [Fraction(c), Fraction(1)]

    half = Fraction(1, 2)

    def middle(shift: int) -> list[Fraction]:  # (k+s)(k+s+d-2) + d + 1
        grown = product(line(shift), line(shift + d - 2))
        return [grown[0] + d + 1, grown[1], grown[2]]

    top = product(line(-1), line(-1), middle(2), line(d - half), line(d + half))
    bottom = product(line(d + 1), line(d + 1), middle(0), line(-half), line(half))
    return one_sign_from(top, bottom, 2)


def _extremes(values: dict[int, arb]) -> tuple[tuple[arb, int], tuple[arb, int]]:
    """Balls around the least and the greatest value, each with a degree that may attain it."""
    low, high = min(values, key=lambda k: lower(values[k])), max(values, key=lambda k: lower(values[k]))
    least, greatest = values[low], values[high]
    for x in values.values():
        least, greatest = least.min(x), greatest.max(x)
    return (least, low), (greatest, high)


def _end(head: tuple[arb, int], tail: arb, is_limit: bool, lowest: bool) -> tuple[arb, int | str] | None:
    """The infimum (or supremum) of head and tail, or None if the tail is too wide to tell."""
    value, degree = head
    inner, outer = (value, tail) if lowest else (tail, value)
    if certainly_less_equal(inner, outer):
        return value, degree
    if not is_limit:
        return None
    if certainly_less(outer, inner):
        return tail, "limit"
    return (value.min(tail) if lowest else value.max(tail)), degree


def _combine(parts: list[tuple[arb, int | str]], lowest: bool) -> tuple[arb, int | str]:
    value, where = parts[0]
    for other, place in parts[1:]:
        first, second = (other, value) if lowest else (value, other)
        where = place if certainly_less(first, second) else where
        value = value.min(other) if lowest else value.max(other)
    return value, where


def _deep(L: int, d: int, parities: tuple[int, ...], digits: int, name: str) -> Decay:
    need, k0, mu = bits_for(digits), 64, dict[int, arb]()
    while k0 <= LARGEST_K0:
        with precision(need + 160):
            tail = _sharp_tail(L, d, k0, parities)
            if tail is not None:
                mu |= table("ntk", [L], [d], range(len(mu) + 1, k0), digits + 5).rows[L, d]
                found = _from_head(L, d, mu, tail, {p: tail.bounds(p) for p in parities}, name)
                if found is not None and all(relative_bits(x.constant.ball) >= need for x in (found.low, found.high)):
                    return found
        k0 += k0 // 8
    raise UndecidedError(f"decay of Theta_{L} in d={d}: the tail did not decide up to k0={LARGEST_K0}")


def _sharp_tail(L: int, d: int, k0: int, parities: tuple[int, ...]) -> Tail | None:
    """The tail from k0 on, if for each parity the limit is an end or the bounds are close (worth a head)."""
    try:
        tail = Tail(L, d, k0)
    except UndecidedError:
        return None
    for parity in parities:
        ends, limit = tail.bounds(parity, slack=3), tail.gamma(0, parity)
        width = (ends.sup - ends.inf) * 1000
        if not (ends.inf_is_limit or ends.sup_is_limit or certainly_less(width, limit)):
            return None
    return tail


def _from_head(L: int, d: int, mu: dict[int, arb], tail: Tail, bounds: dict[int, Bounds], name: str) -> Decay | None:
    """The constants from mu_k, 1 <= k < k0, and the tail; None if the tail is too wide to tell."""
    unit, lows, highs = scale(d), list[tuple[arb, int | str]](), list[tuple[arb, int | str]]()
    for parity, ends in bounds.items():
        ks = range(2 - parity, tail.k0, 2)
        least, greatest = _extremes({k: mu[k] / (gamma_ratio(d, k) * unit) for k in ks})
        low = _end(least, ends.inf, ends.inf_is_limit, lowest=True)
        high = _end(greatest, ends.sup, ends.sup_is_limit, lowest=False)
        if low is None or high is None:
            return None
        lows.append((low[0] * unit, low[1]))
        highs.append((high[0] * unit, high[1]))
    low_end, high_end = (
        Extremum(Enclosure.of_ball(x), where) for x, where in (_combine(lows, True), _combine(highs, False))
    )
    return Decay(L, d, name, low_end, high_end, tail.k0, tail.M, tail.M_prime, tail.N, tail.domain.r)


def _two_layer(d: int, parities: tuple[int, ...], digits: int, name: str) -> Decay:
    need = bits_for(digits)
    K, sign = _ratio_test(d)
    with precision(need + 64 + 8 * K.bit_length() + 2 * d.bit_length()):
        lows: list[tuple[arb, int | str]] = []
        highs: list[tuple[arb, int | str]] = []
        for parity in parities:
            if parity == 1:
                lows.append((arb(0), 3))
                highs.append((1 / arb(d) / gamma_ratio(d, 1), 1))
                continue
            row = two_layer.sequence("ntk", d, K)
            values = {k: row[k] / gamma_ratio(d, k) for k in range(2, K + 1, 2)}
            least, greatest = _extremes(values)
            limit = 2 * arb(2).sqrt() / arb.pi() * scale(d)
            # From K on the quotient is monotone: its ends there are its value at K and its limit.
            low = _end(least, limit, True, lowest=True)
            high = _end(greatest, limit, True, lowest=False)
            assert low is not None and high is not None
            lows.append(low)
            highs.append(high)
        ends = _combine(lows, True), _combine(highs, False)
    if any(relative_bits(x) < need for x, _ in ends) or sign == 0:
        raise UndecidedError(f"decay of Theta_2 in d={d}: {digits} digits were not reached")
    low_end, high_end = (Extremum(Enclosure.of_ball(x), where) for x, where in ends)
    return Decay(2, d, name, low_end, high_end, K, None, None, None, None)


def decay(L: int, d: int, parity: str = "all", digits: int = 20) -> Decay:
    """The infimum and the supremum of mu_k(Theta_L)/G(k) over all k >= 1 of a parity, to ``digits``.

    Parameters
    ----------
    L, d
        Depth L >= 2 and dimension d >= 2.
    parity
        ``"even"`` (k = 2, 4, ...), ``"odd"`` (k = 1, 3, ...) or ``"all"``.

    Examples
    --------
    >>> found = decay(3, 3, "odd", 10)
    >>> found.low.constant.format(8), found.low.where
    ('[0.39788735, 0.39788736]', 'limit')
    >>> decay(2, 4, "all").low
    Extremum(constant=Enclosure('0'), where=3)
    """
    if parity not in PARITIES:
        raise InputError(f"parity={parity}", "unknown parity", "choose even, odd or all")
    if L < 2 or d < 2:
        raise InputError(f"L={L}, d={d}", "Theta_1 = t has no decay, S^(d-1) needs d >= 2", "use L >= 2, d >= 2")
    chosen = PARITIES[parity]
    return _two_layer(d, chosen, digits, parity) if L == 2 else _deep(L, d, chosen, digits, parity)
