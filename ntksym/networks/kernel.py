r"""The empirical NTK of a given network and its smallest eigenvalue, certified.

J J^T = sum_{k<L} (F_k F_k^T + c_k) o B_{k+1} B_{k+1}^T, c_k = 1 where layer k + 1 has a bias, else 0: no Jacobian is
formed.

*Theorem.* With rows known up to e_i <= delta s_i, s_i >= |mid_i|, |F_i|, and G = fl(mid mid^T) of inner dimension k,

    |G - F F^T|_ij <= (gamma_k + 2 delta) s_i s_j.

So for a_i = (s_i^2 + c)^(1/2) and b_i of the two Gram matrices of a term, with relative errors eps_F and eps_B, the
term errs by at most ((1 + eps_F)(1 + eps_B) - 1) a_i b_i a_j b_j, and the sum of L terms by at most eta r_i r_j with

    r_i^2 = sum_k (a_i b_i)_k^2,    eta = max_k (1 + eps_F)(1 + eps_B)(1 + gamma_{L+2}) - 1.

*Proof.* mid_i.mid_j - F_i.F_j = (mid_i - F_i).mid_j + F_i.(mid_j - F_j); products and sums add gamma_{L+2}; Cauchy's
inequality over k.  Underflow is far below 2^-200 r_i r_j, r_i >= 2^-400, which eta is made to cover.  QED.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), (1.1) as corrected in ntksym's notes; the bound is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from ntksym.balls.arb import arb, arb_mat, precision
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import gamma, up
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.floating_point import blas, self_test
from ntksym.networks.exact import ExactPasses, Scaled, exact_ntk, exact_passes
from ntksym.networks.network import Network
from ntksym.networks.passes import INFLATE, Passes, Progress, Rows, passes
from ntksym.spectra.congruence import smallest
from ntksym.spectra.operator_norm import frobenius
from ntksym.spectra.smallest import SmallestEigenvalue, smallest_eigenvalue
from ntksym.spectra.smallest_singular import smallest_singular

LEAST_SCALE, LEAST_ETA = 2.0**-400, 2.0**-200
BITS = (128, 256, 512, 1024, 2048)
EXACT_ROWS = 300
EXACT_WORK = 3 * 10**7  # integer products of the exact passes
TARGET = Fraction(1, 10**6)


def syrk(rows: Floats) -> Floats:
    """Fl(A A^T), exactly symmetric."""
    from scipy.linalg.blas import dsyrk

    lower = dsyrk(1.0, rows.T, trans=1, lower=True)
    n = rows.shape[0]
    for start in range(0, n, 256):  # the upper triangle, by panels
        stop = min(start + 256, n)
        lower[start:stop, stop:] = lower[stop:, start:stop].T
        block = lower[start:stop, start:stop]
        block[...] = np.tril(block) + np.tril(block, -1).T
    if not np.isfinite(lower).all():
        raise UndecidedError("float64 overflowed in the network: scale weights or data")
    return np.asarray(lower)


def _gram_error(rows: Rows, extra: int = 0) -> Fraction:
    return gamma(rows.mid.shape[1] + extra) + 2 * Fraction(rows.relative)


def feature_gram(rows: Rows) -> VerifiedMatrix:
    """F F^T, F known by rows.

    Examples
    --------
    >>> feature_gram(Rows.of(np.eye(2), np.zeros(2))).mid.tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    eta = max(up(_gram_error(rows)), LEAST_ETA)
    return VerifiedMatrix(syrk(rows.mid), eta, np.maximum(rows.scales, LEAST_SCALE))


def assemble(network: Network, done: Passes) -> VerifiedMatrix:
    """J J^T as a verified matrix, from both passes."""
    total: Floats | None = None
    squares, worst = np.zeros(len(done.features[0].sizes)), Fraction(0)
    for F, B, bias in zip(done.features, done.gradients, network.biases, strict=True):
        has = bias is not None
        term = syrk(F.mid)
        if has:
            term += 1.0
        a2 = F.scales**2 + float(has)
        last = B is done.gradients[-1]  # B_L = 1, exactly
        if not last:
            term *= syrk(B.mid)
        squares += a2 * B.scales**2
        first, second = _gram_error(F, 2 * has), Fraction(0) if last else _gram_error(B)
        worst = max(worst, (1 + first) * (1 + second))
        total = term if total is None else np.add(total, term, out=total)
    assert total is not None
    eta = up(worst * (1 + gamma(network.depth + 2)) - 1)
    return VerifiedMatrix(total, max(eta, LEAST_ETA), np.maximum(INFLATE * np.sqrt(INFLATE * squares), LEAST_SCALE))


def empirical_ntk(network: Network, data: Dataset, progress: Progress | None = None) -> VerifiedMatrix:
    """J J^T over all weights and biases, every entry with a proven error.

    Parameters
    ----------
    network, data
        The network and its inputs, of the same dimension.
    progress
        Called with each stage and the fraction done.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.networks.network import network
    >>> K = empirical_ntk(network([[[1.0], [0.0]], [2.0]]), dataset([[1, 1], [-1, 1]]))
    >>> K.mid.tolist(), K.eta < 1e-13
    ([[9.0, 0.0], [0.0, 0.0]], True)
    """
    self_test()
    with blas():
        return assemble(network, passes(network, data, progress))


def work(network: Network, n: int) -> int:
    """Products of integers that the exact passes take, roughly."""
    shape = (network.d, *network.widths, 1)
    return n * sum(a * b for a, b in pairwise(shape)) + n * n * sum(shape)


def small_enough(network: Network, n: int) -> bool:
    """Whether integers can do it in seconds."""
    return n <= EXACT_ROWS and work(network, n) <= EXACT_WORK


def ball_matrix(scaled: Scaled) -> arb_mat:
    """The integers times their power of two as balls at the working precision."""
    unit = arb((1, -scaled.places))
    n, m = scaled.values.nrows(), scaled.values.ncols()
    return arb_mat(n, m, [arb(v) * unit for v in scaled.values.entries()])


def _by_integers(scaled: Scaled, target: Fraction) -> SmallestEigenvalue:
    """Lambda_min of an exact matrix: 0 where its rank says so, else in balls."""
    n, rank = scaled.values.nrows(), int(scaled.values.rank())
    if rank < n:
        why = f"the exact matrix has rank {rank} < {n}"
        return SmallestEigenvalue(Fraction(0), Fraction(0), "exact rank", structural=why)
    best: SmallestEigenvalue | None = None
    for bits in BITS:
        with precision(bits):
            try:
                ends = smallest(ball_matrix(scaled))
            except UndecidedError:
                continue
        found = SmallestEigenvalue(max(ends.lo, Fraction(0)), ends.hi, f"exact matrix, balls of {bits} bits")
        best = found if best is None else best.meet(found)
        if best.is_within(target):
            return best
    if best is None:
        raise UndecidedError(f"the smallest eigenvalue is not decided at {BITS[-1]} bits")
    return best


def _enclosed(matrix: VerifiedMatrix, progress: Progress | None) -> SmallestEigenvalue | None:
    try:
        found = smallest_eigenvalue(matrix, progress=progress)
    except UndecidedError:
        return None
    return replace(found, lo=max(found.lo, Fraction(0)))  # J J^T and F F^T are positive semidefinite


class Certified:
    """A network on data: both passes once, then its matrices' smallest eigenvalues as they are asked for.

    Parameters
    ----------
    network, data
        The network and its inputs.
    progress
        Called with each stage and the fraction done.
    target
        The relative width below which float64 is good enough; otherwise integers decide, if the network is small.
    """

    def __init__(
        self, network: Network, data: Dataset, progress: Progress | None = None, target: Fraction = TARGET
    ) -> None:
        self.network, self.data, self.target = network, data, target
        self._tell = progress or (lambda stage, done: None)
        self_test()
        with blas():
            self.passes = passes(network, data, self._tell)
        self._exact: ExactPasses | None = None

    @property
    def small(self) -> bool:
        """Whether integers can redo it."""
        return small_enough(self.network, self.data.n)

    def _decide(self, matrix: VerifiedMatrix, integers: Callable[[], Scaled]) -> SmallestEigenvalue:
        found = _enclosed(matrix, self._tell)
        if found is not None and (found.is_within(self.target) or not self.small):
            return found
        if not self.small:
            raise UndecidedError("float64 proves no bound, and the network is too large for integers")
        exact = _by_integers(integers(), self.target)
        return exact if found is None else exact.meet(found)

    def ntk(self) -> SmallestEigenvalue:
        """Lambda_min(J J^T) on both sides."""
        n, parameters = self.data.n, self.network.parameters
        if parameters < n:
            why = f"{n} rows, {parameters} parameters"
            return SmallestEigenvalue(Fraction(0), Fraction(0), "dimension", structural=why)
        with blas():
            matrix = assemble(self.network, self.passes)
        return self._decide(matrix, lambda: exact_ntk(self.network, self.data.points))

    def features(self, k: int) -> SmallestEigenvalue:
        """Lambda_min(F_k F_k^T) = sigma_min(F_k)^2 on both sides, k = 0..L-1 (F_0: the data)."""
        rows = self.passes.features[k]
        why = self._deficient(k)
        if why:
            return SmallestEigenvalue(Fraction(0), Fraction(0), "dimension", structural=why)
        with blas(), suppress(UndecidedError):
            self._tell(f"features of layer {k}", 0.9)
            found = smallest_singular(rows.mid, frobenius(rows.errors))
            if found.is_within(self.target) or not self.small:
                return found
        with blas():
            matrix = feature_gram(rows)
        return self._decide(matrix, lambda: self._integers().features[k].gram())

    def _deficient(self, k: int) -> str:
        """Why the rank of F_k is less than n, where its masks show it."""
        rows = self.passes.features[k]
        n, width = rows.mid.shape
        if width < n:
            return f"{n} rows of {width} numbers"
        alive = int(self.passes.active[k - 1].any(axis=0).sum()) if k and not self.network.negative else width
        if alive < n:
            return f"rank at most {alive} of {n}: that many neurons are ever active"
        return "" if rows.sizes.all() else f"row {int(np.argmin(rows.sizes))} is 0"

    def _integers(self) -> ExactPasses:
        if self._exact is None:
            self._exact = exact_passes(self.network, self.data.points)
        return self._exact
