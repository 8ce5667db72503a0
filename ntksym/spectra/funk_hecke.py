r"""One Funk-Hecke eigenvalue of Sigma_L or Theta_L, any d >= 2, any k >= 0, by the cheapest adequate route.

Routes: ``"closed-form"`` (Theta_1, Theta_2, Sigma_1); ``"tail"`` (the expansion in k, with its remainder);
``"power-series"``: with b_m >= 0 and the positive moments

    m_{m,k} = mu_k[t^m],  m_{k,k} = k! Gamma(d/2)/(2^k Gamma(k+d/2)),
    m_{m+2,k}/m_{m,k} = (m+2)(m+1)/((m+2-k)(m+k+d)),  below 1 if (m+2)(d-1) > k(k+d-2),

mu_k = sum_m b_m m_{m,k} has no cancellation, and where the moments fall its tail lies between 0 and
(K(1) - sum_{m<M} b_m) m_{M',k}; ``"gauss-legendre"`` otherwise.

SOURCE: our notes on the operator's spectrum, 2.3 (ii), re-derived: the ratio is Rodrigues' formula and a Beta
integral, and (m+2)(m+1) < (m+2-k)(m+k+d) is (m+2)(d-1) > k(k+d-2).
"""

from __future__ import annotations

import math
from fractions import Fraction

from ntksym.balls.arb import arb, is_finite, precision, relative_bits, zero_to
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.power_series import coefficients
from ntksym.kernels.refine import bits_for, refine
from ntksym.spectra import two_layer
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import Tail

MAX_ORDER = 1 << 14
LARGEST_EXACT = 2000


def moments(d: int, k: int, order: int) -> list[arb]:
    """m_{k,k}, m_{k+2,k}, ... for the powers below ``order``: mu_k of t^k, t^(k+2), ...

    Examples
    --------
    >>> [x.str(6, radius=False) for x in moments(3, 1, 4)]  # 1/3, 1/5
    ['0.333333', '0.200000']
    """
    value = arb(1)
    for j in range(1, k + 1):
        value = value * j / (2 * j + d - 2)
    values = [value]
    for m in range(k, order - 2, 2):
        value = value * ((m + 2) * (m + 1)) / ((m + 2 - k) * (m + k + d))
        values.append(value)
    return values


def _guess_order(d: int, k: int, need: int) -> int | None:
    """A float guess of the order at which the moments are 2^-need of the whole; None if beyond the cap."""

    def size(m: int) -> float:
        above = math.lgamma(m + 1) + math.lgamma((m - k + 1) / 2)
        return above - math.lgamma(m - k + 1) - math.lgamma((m + k + d) / 2)

    peak = max(k, k * (k + d - 2) // (d - 1) - 2)
    peak += (peak - k) % 2
    goal, m = size(peak) - need * math.log(2) - 1.5 * math.log(peak + 2), peak
    while size(m) > goal:
        m += 2 * max(1, m // 16)
        if m > MAX_ORDER:
            return None
    return m + 3


def by_power_series(kernel: str, d: int, k: int, L: int, order: int, working_bits: int) -> arb:
    """mu_k by the positive series up to t^(order-1), with its tail; order > k.

    Examples
    --------
    >>> with precision(200):
    ...     print(by_power_series("ntk", 64, 2, 3, 400, 300).str(10, radius=False))
    0.0002964867752
    """
    with precision(working_bits):
        b = coefficients(kernel, L, order, working_bits)
        m = moments(d, k, order + 2)
        used = range(k, order, 2)
        last = order + (order - k) % 2
        if (last + 2) * (d - 1) <= k * (k + d - 2):
            raise UndecidedError(f"order {order} is too small for the power series at d={d}, k={k}")
        total = arb(0)
        for i, power_of_t in enumerate(used):
            total = total + b[power_of_t] * m[i]
        mass = arb(L if kernel == "ntk" else 1)
        for x in b:
            mass = mass - x
        remainder = zero_to(mass * m[len(used)])
        return total + (remainder + remainder.upper()) / 2  # [0, R] = ([-R, R] + R)/2


def _by_power_series(kernel: str, d: int, k: int, L: int, digits: int) -> Enclosure | None:
    order = _guess_order(d, k, bits_for(digits) + 8)
    if order is None or order * (order + 400) > 40_000_000:
        return None
    working = bits_for(digits) + 64 + 4 * (1 + L.bit_length()) * order.bit_length()  # each doubling of L costs bits
    for attempt in range(3):
        x = by_power_series(kernel, d, k, L, order, working)
        if is_finite(x) and relative_bits(x) >= bits_for(digits):
            return Enclosure.of_ball(x)
        working, order = 2 * working, order + (attempt and order // 2)
        if order > MAX_ORDER:
            break
    return None


def _by_tail(kernel: str, d: int, k: int, L: int, digits: int) -> Enclosure | None:
    need = bits_for(digits)
    try:
        with precision(need + 64):
            x = Tail(L, d, k, kernel, max_terms=max(40, digits)).value(k)
            return Enclosure.of_ball(x) if is_finite(x) and relative_bits(x) >= need else None
    except UndecidedError:
        return None


def _closed_form(name: str, d: int, k: int, digits: int) -> Enclosure:
    """A two-layer eigenvalue: rational where it is (d odd, or k <= 1), else by Gamma functions."""
    if (d % 2 == 1 and k + d <= LARGEST_EXACT) or k <= 1:
        q, pi_power = two_layer.exact(name, d, k)
        if pi_power == 0:
            return Enclosure.around(q, bits=bits_for(digits) + 8)
    start = bits_for(digits) + 64 + 2 * (k + d).bit_length()
    return refine(lambda: two_layer.eigenvalue_ball(name, d, k), digits, start)


def check(kernel: str, d: int, k: int, L: int) -> None:
    """Refuse parameters outside the definition, with the remedy."""
    if kernel not in ("sigma", "ntk"):
        raise InputError(f"kernel={kernel}", "no such deep kernel", 'use "sigma" or "ntk"')
    for name, got, least in (("L", L, 1), ("d", d, 2), ("k", k, 0)):
        if got < least:
            raise InputError(f"{name}={got}", "outside the definition", f"give an integer {name} >= {least}")


def eigenvalue(kernel: str, d: int, k: int, L: int, digits: int = 30) -> tuple[Enclosure, str]:
    """Enclose mu_k of Sigma_L (``"sigma"``) or Theta_L (``"ntk"``) on S^(d-1), and name the route taken.

    Examples
    --------
    >>> eigenvalue("ntk", 3, 5, 2)
    (Enclosure('0'), 'closed-form')
    >>> eigenvalue("ntk", 3, 1000000, 3, 10)[1], eigenvalue("ntk", 1000, 5, 3, 10)[1]
    ('tail', 'power-series')
    """
    check(kernel, d, k, L)
    need = bits_for(digits)
    if kernel == "ntk" and L == 1:
        return Enclosure.around(Fraction(k == 1, d), bits=need + 8), "closed-form"
    if (2 if kernel == "ntk" else 1) == L:
        name = "ntk" if kernel == "ntk" else "kappa1"
        if two_layer.is_zero(name, k):
            return Enclosure.around(0), "closed-form"
        return _closed_form(name, d, k, digits), "closed-form"
    tail_first = k >= max(100, 2 * digits, d // 2)
    found = _by_tail(kernel, d, k, L, digits) if tail_first else None
    if found is not None:
        return found, "tail"
    found = _by_power_series(kernel, d, k, L, digits) if d >= 40 else None
    if found is not None:
        return found, "power-series"
    if not tail_first and k >= 30:
        found = _by_tail(kernel, d, k, L, digits)
        if found is not None:
            return found, "tail"
    return table(kernel, [L], [d], [k], digits)[L, d, k], "gauss-legendre"


def two_layer_eigenvalue(kernel: str, d: int, k: int, digits: int = 30) -> Enclosure:
    """Enclose mu_k of kappa0, tkappa0 or kappa1 (exact zeros by parity).

    Examples
    --------
    >>> print(two_layer_eigenvalue("kappa0", 3, 2), two_layer_eigenvalue("kappa1", 4, 1))
    0 0.125
    """
    if kernel not in two_layer.TWO_LAYER:
        names = ", ".join(two_layer.TWO_LAYER)
        raise InputError(f"kernel={kernel}", "not a two-layer kernel", f"use one of {names}")
    check("ntk", d, k, 2)
    if two_layer.is_zero(kernel, k):
        return Enclosure.around(0)
    return _closed_form(kernel, d, k, digits)
