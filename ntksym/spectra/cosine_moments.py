r"""Cosine moments sum_i v_i cos(k u_i) for all k <= K at once, and the Legendre polynomials in cosines.

With x = cos(u), T_k(x) = cos(ku) and a block length B, T_{Bm+j} = 2 T_{Bm} T_j - T_{|Bm-j|}: so the moments follow,
block by block, from the products of v_i T_{Bm}(x_i) with T_j(x_i), j < B: a node costs about 2 sqrt(K) balls, not K.
T_{2j} = 2 T_j^2 - 1 and T_{2j+1} = 2 T_j T_{j+1} - x lose about 2 log2(k) bits; the three-term recurrence would lose a
fixed share of a bit at each step.

SOURCE: DLMF 18.18.21 (products of Chebyshev polynomials), 18.5.11 (P_k in cosines).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ntksym.balls.arb import arb, arb_mat


def chebyshev(x: arb, last: int) -> list[arb]:
    """T_0(x), ..., T_last(x), last >= 1, by doubling.

    Examples
    --------
    >>> [str(t) for t in chebyshev(arb(3), 4)]
    ['1.00000000000000', '3.00000000000000', '17.0000000000000', '99.0000000000000', '577.000000000000']
    """
    values = [arb(1), x]
    for k in range(2, last + 1):
        double = 2 * values[k // 2]
        values.append(double * values[k // 2] - 1 if k % 2 == 0 else double * values[k // 2 + 1] - x)
    return values


def moments(cosines: Sequence[arb], even: list[list[arb]], odd: list[list[arb]], last: int) -> list[list[arb]]:
    """For every column c and k <= last, sum_i v_ic T_k(cosines_i), v = ``even`` for even k and ``odd`` for odd k.

    ``even`` and ``odd`` hold one row of columns for each node.

    Examples
    --------
    >>> with_one_node = moments([arb(3)], [[arb(1)]], [[arb(1)]], 5)
    >>> [str(m.str(5, radius=False)) for m in with_one_node[0]]
    ['1.0000', '3.0000', '17.000', '99.000', '577.00', '3363.0']
    """
    columns = len(even[0])
    block = 2 * max(1, math.isqrt(columns * last) // 2)
    starts = range(last // block + 1)
    inner = [chebyshev(x, block) for x in cosines]
    outer = [[arb(1), *(2 * t for t in chebyshev(row[block], starts[-1] + 1)[1 : starts[-1] + 1])] for row in inner]
    found = [[arb(0)] * (block * len(starts)) for _ in range(columns)]
    for parity, values in enumerate((even, odd)):
        small = arb_mat([row[parity:block:2] for row in inner]).transpose()
        large = arb_mat([[v * t for v in row for t in ts] for row, ts in zip(values, outer, strict=True)])
        for j, products in zip(range(parity, block, 2), (small * large).table(), strict=True):
            for column in range(columns):
                found[column][j::block] = products[column * len(starts) : (column + 1) * len(starts)]
    for row in found:
        for k in range(block, last + 1):
            row[k] = row[k] - row[k - 2 * (k % block)] if k % block else row[k] / 2
    return [row[: last + 1] for row in found]


def legendre_rows(degrees: range) -> arb_mat:
    """P_k(cos u) for k in ``degrees`` (step 2) in the basis cos(ju), j = parity, parity+2, ..., last.

    P_k(cos u) = sum_i a_i a_{k-i} cos((k-2i)u), a_i = (1/2)_i/i! > 0.

    Examples
    --------
    >>> print(legendre_rows(range(0, 3, 2)))  # P_2 = 1/4 + 3/4 cos 2u
    [ 1.00000000000000,                 0]
    [0.250000000000000, 0.750000000000000]
    """
    parity, last = degrees[0] % 2, degrees[-1]
    a = [arb(1)]
    for i in range(1, last + 1):
        a.append(a[-1] * (2 * i - 1) / (2 * i))
    rows = []
    for k in degrees:
        row = [2 * (a[(k - j) // 2] * a[(k + j) // 2]) for j in range(parity, k + 1, 2)]
        if parity == 0:
            row[0] = row[0] / 2
        rows.append(row + [arb(0)] * ((last - k) // 2))
    return arb_mat(rows)
