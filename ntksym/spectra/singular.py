r"""Which kernel matrices are singular by structure: decided exactly, with the reason.

K = D f(R) D with a positive diagonal D and f(t) = sum b_m t^m, b_m >= 0 (Schoenberg), so K is positive semidefinite,
and K c = 0 for some c != 0 if and only if the moments sum_i c_i x_i^(m) of the directions x_i vanish for every m with
b_m > 0, where x^(m) is the m-fold tensor power (c^T f(R) c = sum b_m |sum c_i x_i^(m)|^2; D rescales c).

* Two rows of one direction: c = e_i - e_j.
* Otherwise write the lines through the points once each. If infinitely many *even* powers occur, the sum of c over
  each line vanishes (the Gram matrices of x_l^(m) on distinct lines tend to I as m grows), so c lives on antipodal
  pairs {x, -x}, with opposite signs; the odd powers that occur are t alone, or none: K is singular iff the pairs'
  directions are linearly dependent, or, without t, iff there is a pair. If infinitely many *odd* powers occur, c has
  equal signs on each pair; the only even power is the constant, or none: singular iff there are two pairs (one,
  without the constant). If both are infinite: never.
* If f = b t^m alone: singular iff the tensors x_i^(m) are linearly dependent, for which n > C(d+m-1, m) suffices.

Which powers occur, with h = 2 Delta/pi: rho(t) = (1 - Delta) t + h (sqrt(1 - t^2) + t asin t) and rho'(t) = (1 -
Delta) + h asin t; deeper kernels mix both parities, except that for Delta = 1 they are even.

SOURCE: Schoenberg, Duke Math. J. 9 (1942) 96, for b_m >= 0; the criteria are derived here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, gcd

import numpy as np

from ntksym.balls.arb import fmpz_mat
from ntksym.data import Dataset
from ntksym.data_arrays import integer_row
from ntksym.kernels.dot_product import DotKernel

RANK_ROWS = 300  # beyond, the rank of a matrix of tensor powers is not computed


@dataclass(frozen=True, slots=True)
class Powers:
    """The exponents with b_m > 0: all but finitely many of some parities, and the ``few`` of the others."""

    even: bool
    odd: bool
    few: frozenset[int]

    @classmethod
    def of(cls, kernel: DotKernel) -> Powers:
        """The powers in a kernel's series.

        Examples
        --------
        >>> Powers.of(DotKernel("ntk", 2))
        Powers(even=True, odd=False, few=frozenset({1}))
        """
        if kernel.family == "power":
            return cls(False, False, frozenset({kernel.L}))
        if (kernel.family, kernel.L) in (("ntk", 1), ("sigma", 0)):
            return cls(False, False, frozenset({1}))
        if kernel.delta == 0:
            return cls(False, False, frozenset({0 if kernel.family == "slope" else 1}))
        rest = kernel.delta < 1
        if (kernel.family, kernel.L) in (("ntk", 2), ("sigma", 1)) or kernel.family == "tkappa0":
            return cls(True, False, frozenset({1} if rest else ()))
        if (kernel.family, kernel.L) == ("slope", 1):
            return cls(False, True, frozenset({0} if rest else ()))
        return cls(True, rest, frozenset())


def parallel_rows(data: Dataset) -> list[list[tuple[int, int]]]:
    """The classes of two or more rows on one line through 0, each row with its sign relative to the first.

    Parallel rows have their first largest entry at the same place and the same quotients by it, which float64 division
    then rounds to the same numbers; rows that agree in those are compared as integers.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> parallel_rows(dataset([[1, 2], [3, 1], [-2, -4]]))
    [[(0, 1), (2, -1)]]
    """
    points = data.points
    pivots = np.argmax(np.abs(points), axis=1)
    with np.errstate(under="ignore"):
        quotients = points / points[np.arange(data.n), pivots][:, None] + 0.0
    alike: dict[bytes, list[int]] = {}
    for i in range(data.n):
        alike.setdefault(quotients[i].tobytes() + pivots[i].tobytes(), []).append(i)
    found = []
    for rows in alike.values():
        lines: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        for i in rows if len(rows) > 1 else ():
            row = integer_row(points[i].tolist())
            sign = 1 if row[int(pivots[i])] > 0 else -1
            common = sign * gcd(*row)
            lines.setdefault(tuple(v // common for v in row), []).append((i, sign))
        found += [[(i, sign * line[0][1]) for i, sign in line] for line in lines.values() if len(line) > 1]
    return sorted(found)


def reason(data: Dataset, kernel: DotKernel) -> str | None:
    """Why lambda_min(K) is exactly 0, or None: then K is positive definite, or only a rank too large to compute tells.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> reason(dataset([[1, 0], [2, 0], [0, 1]]), DotKernel("ntk", 3))
    'rows 0 and 1 have one direction'
    >>> reason(dataset([[1, 0], [-1, 0], [0, 1], [0, -1]]), DotKernel("ntk", 2)) is None
    True
    """
    lines, powers = parallel_rows(data), Powers.of(kernel)
    twins = [(a[0], b[0]) for line in lines for k, a in enumerate(line) for b in line[:k] if a[1] == b[1]]
    if twins:
        j, i = min(twins)
        return f"rows {min(i, j)} and {max(i, j)} have one direction"
    pairs = [(line[0][0], line[1][0]) for line in lines]
    if not powers.even and not powers.odd:
        return _finite(data, min(powers.few), pairs)
    if (powers.even and powers.odd) or not pairs:
        return None
    first = f"rows {pairs[0][0]} and {pairs[0][1]} are antipodal"
    if not powers.few:
        return f"{first}, and the kernel is {'even' if powers.even else 'odd'}"
    if powers.odd:
        return f"{len(pairs)} antipodal pairs, and the kernel is odd up to a constant" if len(pairs) > 1 else None
    rank = _rank([integer_row(data.points[i].tolist()) for i, _ in pairs]) if len(pairs) <= data.d else data.d
    if len(pairs) > rank:
        return f"{len(pairs)} antipodal pairs whose directions have rank at most {rank}, and the kernel is even up to t"
    return None


def _rank(rows: list[tuple[int, ...]]) -> int:
    return fmpz_mat([list(row) for row in rows]).rank()


def _finite(data: Dataset, m: int, pairs: list[tuple[int, int]]) -> str | None:
    """Why f = b t^m is singular: too many points for the m-fold tensors, or dependent ones."""
    n, dimension = data.n, comb(data.d + m - 1, m)
    if n > dimension:
        return f"{n} points, and the kernel has rank at most {dimension}"
    if pairs:
        return f"rows {pairs[0][0]} and {pairs[0][1]} are antipodal, and the kernel is a power of t"
    if m == 1:
        rank = _rank(list(data.integer_rows))
    elif n <= RANK_ROWS:
        rows = fmpz_mat([list(row) for row in data.integer_rows])
        rank = _rank([tuple(int(v) ** m for v in row) for row in (rows * rows.transpose()).table()])
    else:
        return None
    return f"the {n} points span only {rank} dimensions in the kernel's feature space" if rank < n else None
