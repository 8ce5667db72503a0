"""One tile of a kernel matrix: the profile F at all pairs of two blocks of rows.

A tile takes the cheapest route whose error bound is proved there; ``routes`` collects those taken:

- "plain": the polynomial in t (or the power of t) at a plain product, if nearly all |t| <= 1/2;
- "distant": the polynomial in y at a plain product, if nearly all |t| <= 15/16;
- "bulk": the polynomial in t at fl(P + C), the accurate cosine, if nearly all |t| <= 1/2;
- "whole": the polynomial in y at the accurate a and b.

Single pairs outside a route's domain are put off: :meth:`Tiles.repairs` computes them from their coordinates ("whole").
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.matrices import Floats
from ntksym.kernels.directions import FAR, WIDTH, Directions, Index, plain_width, product
from ntksym.kernels.surrogate import BULK, MARGIN, Monomial, Polynomial, Surrogate

Route = Literal["plain", "distant", "bulk", "whole"]
Truths = NDArray[np.bool_]

ROWS, COLUMNS = 128, 256
PAIRED = 1 << 17
FEW = 512
SAMPLE = 128
LONG = 1 << 28
HIGH = 256


def taken(route: Route, rows: Directions, function: Surrogate | Monomial) -> tuple[Polynomial | Monomial, Fraction]:
    """What a route evaluates, and how far its computed argument may be from the true one."""
    errors = rows.errors
    if route == "plain" or route == "bulk":
        spread = errors.plain if route == "plain" else errors.cosine
        return function if isinstance(function, Monomial) else function.bulk, spread
    assert isinstance(function, Surrogate)
    return function.whole, errors.y if route == "whole" else errors.distant


def prefers_plain(rows: Directions) -> bool:
    """Whether to try plain products: they would take long, and in a sample nearly all pairs can use them.

    In lower dimensions "distant" would lose more accuracy than time is won.
    """
    n = rows.full.shape[0]
    if n * n * rows.d < LONG:
        return False
    sample = rows.full[:: -(-n // SAMPLE)]
    t = np.abs(sample @ sample.T)
    np.fill_diagonal(t, 0)
    limit = float(BULK if rows.d < HIGH else FAR)
    return int(np.count_nonzero(t > limit)) * FEW <= t.size and rows.errors.plain <= MARGIN


class Tiles:
    """The buffers of one thread, the routes it took and the pairs it put off.

    Parameters
    ----------
    rows, function
        The unit rows and the kernel's surrogate.
    plain
        Whether to try plain products first.
    """

    def __init__(self, rows: Directions, function: Surrogate | Monomial, plain: bool) -> None:
        self.rows, self.function, self.plain = rows, function, plain
        self.routes: set[Route] = set()
        self._tau = float(rows.errors.tau)
        self._buffers = np.empty((6, ROWS * COLUMNS))
        self._put_off: list[tuple[Index, Index]] = []

    def entries(self, left: slice, right: slice) -> Floats:
        """F at the pairs (i, j), i in ``left``, j in ``right``: disjoint, or equal (then the diagonal is not F).

        The array is a buffer that the next call overwrites.  Pairs that are put off hold anything finite or NaN.
        """
        shape = (left.stop - left.start, right.stop - right.start)
        P, C, t, x, spare, out = (b[: shape[0] * shape[1]].reshape(shape) for b in self._buffers)
        rows = self.rows
        if self.plain:
            product(rows.full[left], rows.full[right], t, spare, plain_width(rows.d))
            if left == right:
                np.fill_diagonal(t, 0)
            if self._direct(left, right, t, out, "plain"):
                return out
            if rows.d >= HIGH and self._distant(left, right, t, x, spare, out):
                return out
        np.matmul(rows.high[left], rows.high[right].T, out=P)
        product(rows.high_low[left], rows.low_full[right], C, spare, WIDTH)
        if left == right:
            np.fill_diagonal(P, 0)
            np.fill_diagonal(C, 0)
        np.add(P, C, out=t)
        if not self._direct(left, right, t, out, "bulk"):
            self._accurate(left, right, P, C, x, spare, out)
        return out

    def _direct(self, left: slice, right: slice, t: Floats, out: Floats, route: Route) -> bool:
        """A polynomial in t, unless too many |t| exceed its range; False if nothing was done."""
        if isinstance(self.function, Surrogate) and not self._nearly_all(left, right, t, BULK):
            return False
        taken(route, self.rows, self.function)[0](t, out)
        self.routes.add(route)
        return True

    def _distant(self, left: slice, right: slice, t: Floats, a: Floats, b: Floats, out: Floats) -> bool:
        """The polynomial in y at a plain product, unless too many |t| exceed FAR; False if nothing was done."""
        if not self._nearly_all(left, right, t, FAR):
            return False
        np.subtract(1, t, out=a)
        np.add(1, t, out=b)
        self._whole(a, b, out, "distant")
        return True

    def _nearly_all(self, left: slice, right: slice, t: Floats, limit: Fraction) -> bool:
        """Whether at most one |t| in FEW exceeds the limit; those are then put off."""
        most = float(limit)
        if t.max() <= most and t.min() >= -most:
            return True
        outside = ~(np.abs(t) <= most)
        if int(np.count_nonzero(outside)) * FEW > t.size:
            return False
        self._postpone(left, right, outside)
        return True

    def _accurate(self, left: slice, right: slice, P: Floats, C: Floats, a: Floats, b: Floats, out: Floats) -> None:
        np.subtract(1, P, out=a)
        np.subtract(a, C, out=a)
        np.add(1, P, out=b)
        np.add(b, C, out=b)
        if not (a.min() >= self._tau and b.min() >= self._tau):
            self._postpone(left, right, ~((a >= self._tau) & (b >= self._tau)))
        self._whole(a, b, out, "whole")

    def _whole(self, a: Floats, b: Floats, out: Floats, route: Route) -> None:
        """The polynomial in y from 1 - t and 1 + t, into ``out``; overwrites both."""
        with np.errstate(invalid="ignore"):  # a slightly negative 1 - t belongs to a pair that is put off
            np.sqrt(a, out=a)
            np.sqrt(b, out=b)
        self._of_chords(a, b, out, route)

    def _of_chords(self, a: Floats, b: Floats, out: Floats, route: Route) -> None:
        """The polynomial at y = (a - b)/(2 + (a + b)), into ``out``; overwrites a and b."""
        np.subtract(a, b, out=out)
        np.add(a, b, out=b)
        np.add(b, 2, out=b)
        np.divide(out, b, out=a)
        taken(route, self.rows, self.function)[0](a, out)
        self.routes.add(route)

    def _postpone(self, left: slice, right: slice, mask: Truths) -> None:
        i, j = np.nonzero(np.tril(mask, -1) if left == right else mask)
        self._put_off.append((i + left.start, j + right.start))

    def repairs(self) -> Iterator[tuple[Index, Index, Floats]]:
        """The pairs (i, j) that were put off, with F there, in chunks; the list is empty afterwards."""
        put_off, self._put_off = self._put_off, []
        if put_off:
            i, j = (np.concatenate(part) for part in zip(*put_off, strict=True))
            step = max(1, PAIRED // self.rows.d)
            for start in range(0, i.size, step):
                part = slice(start, start + step)
                yield i[part], j[part], self.pairs(i[part], j[part])

    def pairs(self, i: Index, j: Index) -> Floats:
        """F at the pairs (i_k, j_k), from their coordinates."""
        a, b = self.rows.chords(i, j)
        out = np.empty_like(a)
        self._of_chords(a, b, out, "whole")
        return out
