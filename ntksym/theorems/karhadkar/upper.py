r"""Upper bounds: two points, a few points, the trace.

(6.1) The vector (e_i -+ e_j)/sqrt 2: lambda_min(f(R)) <= f(1) - |f(t_ij)|; at the smallest angle theta' between points
f(1) - f(cos theta'), which for Theta_L is L(L-1) theta'/(2 pi) + O(theta'^2).  In closed form, by
theta' <= (pi/2) delta', t <= kappa_1(t), theta cos theta <= sin theta, with delta' = 2 sin(theta'/2) = min |x_i - x_j|,

    kappa_0/2: delta'/4,    kappa_1/2: delta'^2/4,    Theta_2/2: delta'/(2 pi) + delta'^2/2.

(6.2) A Rayleigh quotient of the matrix K itself, norms included, at an eigenvector of a principal submatrix.
(4D) If n > N = sum_{k <= K, mu_k > 0} N_k, some subspace of dimension n - N is free of the degrees up to K, and there
the quadratic form has at most the trace of the tail: lambda_min(f(R)) <= n/(n - N) (f(1) - sum_{k <= K} N_k mu_k).

SOURCE: Karhadkar et al., Theorem 1 (upper bound), constants in ntksym's notes (6), (4D), (8.1).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np

from ntksym.balls.arb import arb, arb_mat, ball, is_finite, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.entries import ball_gram
from ntksym.kernels.gram import gram
from ntksym.spectra import two_layer
from ntksym.spectra.congruence import float_matrix
from ntksym.spectra.gauss_legendre import table
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.caps import named
from ntksym.theorems.karhadkar.source import PAPER, shallow
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

FEW, LARGEST_EIGENVECTOR, LARGEST_DEEP_DEGREE, DIGITS = 12, 1000, 128, 12


def _norm2(facts: Facts, i: int) -> arb:
    return ball(facts.data.norms2[i]) if facts.kernel.homogeneity else arb(1)


def block(facts: Facts, i: int, j: int) -> Fraction:
    """An upper bound of the smaller eigenvalue of rows and columns i, j of K.

    For [[a, c], [c, b]] that is (ab - c^2)/((a+b)/2 + (((a-b)/2)^2 + c^2)^(1/2)).
    """
    with precision(BITS):
        one, value = ball(facts.kernel.at_one), facts.kernel.ball_at(facts.pair(i, j))
        x, y = _norm2(facts, i), _norm2(facts, j)
        half = one * (x - y) / 2
        root = (half * half + x * y * value * value).max(arb(0)).sqrt()
        return upper(x * y * (one - value) * (one + value) / (one * (x + y) / 2 + root))


def _pair(facts: Facts) -> Found:
    bound, (i, j) = min((block(facts, i, j), (i, j)) for i, j in {facts.closest_points, facts.closest_lines})
    return Found(whole_upper=bound, proof={"rows": f"{i}, {j}"})


def _closed(facts: Facts) -> Found:
    name, factor = shallow(facts)
    if facts.kernel.delta != Fraction(1, 2):
        raise NotApplicable("stated for the ReLU")
    with precision(BITS):
        delta = ball(facts.point_separation.hi)
        bounds = {
            "kappa0": delta / 4,
            "kappa1": delta * delta / 4,
            "ntk": delta / (2 * arb.pi()) + delta * delta / 2,
        }
        if name not in bounds:
            raise NotApplicable("stated for kappa_0, kappa_1 and their NTK")
        return Found(upper=factor * 2 * upper(bounds[name]))


def _submatrix(facts: Facts) -> Found:
    data, kernel = facts.data, facts.kernel
    chosen = sorted(np.argsort(-_least_vector(facts), kind="stable")[:FEW].tolist())
    with precision(BITS):
        part = ball_gram(Dataset(data.points[chosen], data.name), kernel)
        size = len(chosen)
        if not all(is_finite(v) for v in part.entries()):
            raise UndecidedError("a kernel entry is not finite at the working precision")
        largest = max(upper(part[i, i]) for i in range(size))
        guess = np.linalg.eigh(float_matrix(part * ball(1 / largest)))[1][:, 0]
        column = arb_mat(size, 1, [arb(float(v)) for v in guess])
        quotient = (column.transpose() * part * column)[0, 0] / (column.transpose() * column)[0, 0]
        bound = min(upper(quotient), *(upper(part[i, i]) for i in range(size)))
    return Found(whole_upper=bound, proof={"rows": ", ".join(str(i) for i in chosen)})


def _least_vector(facts: Facts) -> Floats:
    """The moduli of an approximate eigenvector of lambda_min(K); for many points, how close they are to the closest."""
    if facts.n > LARGEST_EIGENVECTOR:
        nearness: Floats = np.abs(facts.cosines.mid[facts.closest_points[0]])
        return nearness
    matrix = gram(facts.data, facts.kernel, unit=True).mid
    if facts.kernel.homogeneity:
        exponents = [(v.numerator.bit_length() - v.denominator.bit_length()) / 2 for v in facts.data.norms2]
        lengths = np.exp2(np.array(exponents) - max(exponents))
        matrix = matrix * lengths * lengths[:, None]
    found: Floats = np.abs(np.linalg.eigh(matrix)[1][:, 0])
    return found


def harmonics(d: int, k: int) -> int:
    """N_k, the dimension of the spherical harmonics of degree k in R^d.

    Examples
    --------
    >>> harmonics(3, 4), harmonics(2, 5), harmonics(10, 0)
    (9, 2, 1)
    """
    return comb(k + d - 1, d - 1) - (comb(k + d - 3, d - 1) if k >= 2 else 0)


def _trace(facts: Facts) -> Found:
    name, L, factor = named(facts)
    n, d = facts.n, facts.d
    if facts.kernel.delta != Fraction(1, 2):
        raise NotApplicable("stated for the ReLU")
    sizes = _sizes(name, L, d, n)
    with precision(BITS):
        mu, whole = eigenvalues(name, L, d, len(sizes)), facts.kernel.at_one / factor
        rest, used, best, where = ball(whole), 0, whole, -1
        for k, size in enumerate(sizes):
            rest, used = rest - size * mu[k], used + size
            value = upper(rest * n / (n - used))
            if value < best:
                best, where = value, k
    if where < 0:
        raise NotApplicable(f"{n} points are too few in dimension {d}")
    return Found(upper=factor * best, proof={"K": str(where)})


def _sizes(name: str, L: int, d: int, n: int) -> list[int]:
    """N_k, or 0 where mu_k = 0, as long as they add up to less than n."""
    sizes: list[int] = []
    while L == 2 or len(sizes) < LARGEST_DEEP_DEGREE:
        k = len(sizes)
        size = 0 if L == 2 and two_layer.is_zero(name, k) else harmonics(d, k)
        if sum(sizes) + size >= n:
            break
        sizes.append(size)
    return sizes


def eigenvalues(name: str, L: int, d: int, count: int) -> list[arb]:
    """mu_0, ..., mu_{count-1} of a kernel as :func:`named` names it."""
    if L == 2:
        return two_layer.sequence(name, d, count - 1)
    found = table("ntk", [L], [d], range(count), DIGITS)
    return [found.rows[L, d][k] for k in range(count)]


THEOREMS = (
    Theorem(
        name="karhadkar-pair",
        source=f"{PAPER}, Theorem 1 (upper bound), exact; derived in ntksym (6.1), (8.1)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \le f(1) - |f(t_{ij})|, \quad t_{ij} \text{ the closest points or lines}",
        hypotheses=(),
        why="The Rayleigh quotient of (e_i - e_j)/sqrt 2 or (e_i + e_j)/sqrt 2; the 2 by 2 block where norms differ.",
        bound=_pair,
    ),
    Theorem(
        name="karhadkar-upper",
        source=f"{PAPER}, Theorem 1 (upper bound), constants explicit in ntksym (6.1)",
        origin="repaired",
        statement=(
            r"\lambda_{\min}(\tfrac12\kappa_0(R)) \le \tfrac14\delta', \ \lambda_{\min}(\tfrac12\kappa_1(R)) \le "
            r"\tfrac14\delta'^2, \ \lambda_{\min}(\tfrac12\Theta_2(R)) \le \tfrac{\delta'}{2\pi} + \tfrac12\delta'^2"
        ),
        hypotheses=("one hidden layer of ReLUs",),
        why="The Rayleigh quotient of the two closest points, and elementary bounds of the kernels near t = 1.",
        bound=_closed,
    ),
    Theorem(
        name="karhadkar-submatrix",
        source=f"{PAPER}, (6.2) of ntksym's notes",
        origin="derived",
        statement=r"\lambda_{\min}(K) \le \lambda_{\min}(K[S, S]), \quad |S| \le 12",
        hypotheses=(),
        why="Cauchy's interlacing: a Rayleigh quotient of the rows on which the least eigenvector is largest.",
        bound=_submatrix,
    ),
    Theorem(
        name="karhadkar-trace",
        source=f"{PAPER}: its Theorem 1 is sharp up to constants, derived in ntksym (4D)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \le \frac{n}{n-N} \sum_{k > K} N_k \mu_k(f), "
            r"\quad N = \sum_{k \le K, \mu_k > 0} N_k < n"
        ),
        hypotheses=("one hidden layer, or Theta_L of the ReLU", "more points than harmonics up to some degree"),
        why="On the vectors that no harmonic of degree up to K sees, the form is the tail's, with its trace.",
        bound=_trace,
    ),
)
