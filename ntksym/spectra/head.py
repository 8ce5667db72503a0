r"""mu_k(Theta_L) for many degrees: by quadrature in low dimension, by the positive power series in high dimension.

With Theta_L = sum_m b_m t^m, b_m >= 0, and the moments mu_k[t^m] = Gamma(d/2) m!/(2^m ((m-k)/2)! Gamma((m+k+d)/2)),
which rise in m up to about k(k+d-2)/(d-1) and fall beyond, only a window of powers matters:

    mu_k = sum_{first <= m < last} b_m mu_k[t^m] + R,
    0 <= R <= (sum_{m<first} b_m) mu_k[t^first] + (L - sum_{m<last} b_m) mu_k[t^last]

if the moments rise up to ``first`` and fall from ``last`` on; m+2 against m: they fall exactly if
(m+2)(d-1) > k(k+d-2).  All terms are positive: nothing cancels, however small mu_k is.

SOURCE: Rodrigues' formula and a Beta integral; see :mod:`ntksym.spectra.funk_hecke`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from ntksym.balls.arb import arb, ball, precision, relative_bits, zero_to
from ntksym.errors import UndecidedError
from ntksym.kernels.power_series import coefficients
from ntksym.kernels.refine import bits_for
from ntksym.spectra.gauss_legendre import table

HIGH = 120  # from this dimension on the power series is the shorter way
MAX_ORDER = 1 << 17
GUARD = 40


def moment(d: int, k: int, m: int) -> arb:
    """mu_k of t^m, m >= k of the same parity.

    Examples
    --------
    >>> with precision(100):
    ...     print(moment(3, 1, 3).str(6, radius=False))  # 3/15
    0.200000
    """
    above = ball(Fraction(d, 2)).lgamma() + ball(m + 1).lgamma() - m * arb(2).log()
    return (above - ball((m - k) // 2 + 1).lgamma() - ball(Fraction(m + k + d, 2)).lgamma()).exp()


def _window(d: int, k: int, bits: int) -> tuple[int, int]:
    """(first, last) of the parity of k, before and after the largest moment; floats guess how far to go."""

    def size(m: int) -> float:
        return math.lgamma(m + 1) - m * math.log(2) - math.lgamma((m - k) / 2 + 1) - math.lgamma((m + k + d) / 2)

    peak = max(k, k * (k + d - 2) // (d - 1))
    peak += (peak - k) % 2
    goal = size(peak) - bits * math.log(2)
    step = 2 * max(1, math.isqrt(peak) // 8)
    first = last = peak
    while first - step > k and size(first) > goal:
        first -= step
    while size(last) > goal:
        last += step
        if last > MAX_ORDER:
            break
    return (first if size(first) <= goal else k), last


def _by_power_series(L: int, d: int, degrees: Sequence[int], digits: int) -> dict[int, arb]:
    need = bits_for(digits)
    windows = {k: _window(d, k, need + GUARD) for k in degrees}
    order = max(last for _, last in windows.values()) + 1
    if order > MAX_ORDER:
        raise UndecidedError(f"d={d}, L={L}: degrees up to {max(degrees)} need more than {MAX_ORDER} powers")
    working, found = need + 64 + (L + 4) * order.bit_length(), dict[int, arb]()
    with precision(working):
        b = coefficients("ntk", L, order, working)
        below = list(accumulate(b, initial=arb(0)))
        for k, window in windows.items():
            found[k] = _sum(L, d, k, window, b, below)
            if relative_bits(found[k]) < need:
                raise UndecidedError(f"d={d}, L={L}, k={k}: {digits} digits were not reached by the power series")
    return found


def _sum(L: int, d: int, k: int, window: tuple[int, int], b: Sequence[arb], below: Sequence[arb]) -> arb:
    """The sum over the window with its rest; ``below[m]`` is b_0 + ... + b_(m-1)."""
    first, last = window
    if (first > k and (first + 1) * (d - 1) > k * (k + d - 2)) or (last + 2) * (d - 1) <= k * (k + d - 2):
        raise UndecidedError(f"d={d}, k={k}: the window of powers does not contain the largest moment")
    value = moment(d, k, first)
    rest, total = below[first] * value if first > k else arb(0), arb(0)
    for m in range(first, last, 2):
        total = total + b[m] * value
        value = value * ((m + 2) * (m + 1)) / ((m + 2 - k) * (m + k + d))
    rest = zero_to(rest + (L - below[last]) * value)
    return total + (rest + rest.upper()) / 2  # [0, R] = ([-R, R] + R)/2


def head(L: int, d: int, degrees: Sequence[int], digits: int) -> dict[int, arb]:
    """mu_k(Theta_L), L >= 3, for the degrees, each to ``digits``.

    Raises
    ------
    UndecidedError
        If dimension, depth and degrees together are too large.

    Examples
    --------
    >>> {k: x.str(6, radius=False) for k, x in head(3, 120, [5, 6], 10).items()}
    {5: '2.17574e-10', 6: '1.06572e-11'}
    """
    if not degrees:
        return {}
    if d >= HIGH:
        return _by_power_series(L, d, degrees, digits)
    found = table("ntk", [L], [d], degrees, digits)
    return found.rows[L, d]
