r"""The two-point certificate: lambda_min(K) >= c for EVERY data set of a given separation, without tail analysis.

Let K = sum_k N_k a_k P_k on S^(d-1), a_k >= 0, and S the inner products that separation alpha allows: [-cos a, cos a]
(lines, ``projective``) or [-1, cos a] (points, ``one``).  For rational p_k, e_k (k <= D) and b <= 1 put

    Phi = sum_{k<=D} p_k P_k + b K,    H = sum_{k<=D} e_k P_k.

**Theorem.**  If

    (i) p_k <= (1 - b) N_k a_k for k <= D,   (ii) e_k >= 0 for k >= 1,   (iii) H + Phi <= 0 and H - Phi <= 0 on S,

then for every n points with inner products in S (i != j)

    lambda_min(K) >= sum_k p_k + b K(1) - sum_{k>=1} e_k - e_0,          with (n-1)|e_0| for e_0 if e_0 < 0.

*Proof.*  Phi has coefficients phi_k = p_k/N_k + b a_k <= a_k for k <= D and b a_k <= a_k beyond, so K - Phi is
positive semidefinite: z'Kz >= Phi(1)|z|^2 - sum_{i!=j} |z_i z_j| |Phi(t_ij)| >= Phi(1)|z|^2 + sum_{i!=j} |z_i z_j|
H(t_ij).  The last sum is at least -H(1)|z|^2 + e (sum |z_i|)^2 with e = min(e_0, 0), because H - e is positive
definite, and (sum |z_i|)^2 <= n|z|^2.  QED

So only LOWER bounds of a_k for k <= D are needed, at any depth.  (iii) is proved in u = arccos t: P_k(cos u) is a
cosine polynomial, so H +- Phi = sum_m f_m cos(mu) +- b K(cos u); on each cell a Taylor polynomial of order p at the
middle and |F^(p)| <= sum_m |f_m| m^p + |b| sup|(K o cos)^(p)| decide, and cells that fail are halved.

SOURCE: our note on minorants, Theorem 1 (Delsarte's method for remainders); Gegenbauer's cosine series: DLMF 18.5.11;
the derivative bound for L >= 3: Cauchy's estimate in the strip of :mod:`ntksym.spectra.analyticity`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import (
    arb,
    arb_mat,
    arb_series,
    ball,
    certainly_less,
    certainly_less_equal,
    certainly_negative,
    lower,
    power,
    precision,
    series_length,
    upper,
)
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import at_one
from ntksym.spectra import two_layer
from ntksym.spectra.analyticity import domain
from ntksym.spectra.gauss_legendre import table

KERNELS = ("kappa0", "tkappa0", "kappa1", "ntk")
SIDED = ("projective", "one")
ORDER = 8  # of the Taylor polynomials
DEEPEST = 40  # halvings of a cell
BITS = 192
CHUNK = 128


@dataclass(frozen=True, slots=True)
class Problem:
    """A kernel on S^(d-1) and what the data's separation allows.

    Parameters
    ----------
    kernel, L
        ``kappa0``, ``tkappa0``, ``kappa1`` (L is not used) or ``ntk`` (Theta_L, L >= 2).
    angle
        Alpha in (0, pi/2].
    sided
        ``projective``: alpha <= angle(x_i, x_j) <= pi - alpha; ``one``: alpha <= angle(x_i, x_j).
    n
        The number of points, if it is known (at least 2).
    """

    kernel: str
    d: int
    L: int
    angle: ExactReal
    sided: str = "projective"
    n: int | None = None

    def __post_init__(self) -> None:
        if self.kernel not in KERNELS:
            raise InputError(f"kernel={self.kernel}", "no two-point constant", f"choose one of {', '.join(KERNELS)}")
        if self.sided not in SIDED:
            raise InputError(f"sided={self.sided}", "no such separation", f"choose one of {', '.join(SIDED)}")
        if self.d < 2:
            raise InputError(f"d={self.d}", "the sphere S^(d-1) needs d >= 2", "give an integer d >= 2")
        if self.n is not None and self.n < 2:
            raise InputError(f"n={self.n}", "a smallest separation needs two points", "give n >= 2 or leave it out")

    @property
    def end(self) -> arb:
        """The largest allowed angle."""
        return arb.pi() - self.angle.ball if self.sided == "projective" else arb.pi()

    @property
    def at_one(self) -> int:
        """K(1)."""
        return at_one(self.kernel, self.L)


@dataclass(frozen=True, slots=True)
class Witness:
    """The rationals p_k, b, e_k of the theorem."""

    problem: Problem
    p: tuple[Fraction, ...]
    b: Fraction
    e: tuple[Fraction, ...]

    @property
    def bound(self) -> Fraction:
        """The constant that the theorem gives, exactly.

        Raises
        ------
        UndecidedError
            If e_0 < 0 and the number of points is not known.
        """
        first = self.e[0]
        if first < 0:
            if self.problem.n is None:
                raise UndecidedError("e_0 < 0 needs the number of points")
            first = (self.problem.n - 1) * -first
        return sum(self.p, Fraction(0)) + self.b * self.problem.at_one - sum(self.e[1:], Fraction(0)) - first


def dimension(d: int, k: int) -> int:
    """N_k, the dimension of the spherical harmonics of degree k in d variables (``harmonics.dimension``).

    Examples
    --------
    >>> [dimension(3, k) for k in range(4)], dimension(2, 5)
    ([1, 3, 5, 7], 2)
    """
    return math.comb(k + d - 1, d - 1) - (math.comb(k + d - 3, d - 1) if k >= 2 else 0)


@lru_cache(maxsize=64)
def _masses(kernel: str, d: int, L: int, D: int, bits: int) -> tuple[arb, ...]:
    """Balls around N_k a_k, k <= D."""
    with precision(bits):
        if kernel == "ntk" and L >= 3:
            found = table("ntk", [L], [d], range(D + 1), max(20, bits // 4))
            values = [found.balls[L, d, k] for k in range(D + 1)]
        else:
            values = two_layer.sequence(kernel, d, max(D, 1))[: D + 1]
        return tuple(dimension(d, k) * value for k, value in enumerate(values))


def masses(problem: Problem, D: int) -> tuple[arb, ...]:
    """N_k a_k for k <= D: the coefficient of P_k in K."""
    return _masses(problem.kernel, problem.d, problem.L, D, BITS)


def cosine_coefficients(d: int, p: Sequence[Fraction]) -> list[arb]:
    """f_m with sum_k p_k P_k(cos u) = sum_m f_m cos(m u).

    C_k^lam(cos u) = sum_j alpha_j alpha_(k-j) cos((k-2j)u), alpha_j = (lam)_j/j!, and P_k = C_k^lam/C_k^lam(1).

    Examples
    --------
    >>> [x.str(5, radius=False) for x in cosine_coefficients(3, [Fraction(0), Fraction(0), Fraction(1)])]
    ['0.25000', '0', '0.75000']
    """
    D = len(p) - 1
    f = [arb(0)] * (D + 1)
    if d == 2:
        return [ball(x) for x in p]
    lam = Fraction(d - 2, 2)
    alpha, norm = [arb(1)], arb(1)
    for j in range(1, D + 1):
        alpha.append(alpha[-1] * ball((lam + j - 1) / j))
    for k, x in enumerate(p):
        if k:
            norm = norm * ball((2 * lam + k - 1) / k)
        if x:
            scale = ball(x) / norm
            for j in range(k // 2 + 1):
                m = k - 2 * j
                f[m] = f[m] + scale * alpha[j] * alpha[k - j] * (2 if m else 1)
    return f


def kernel_series(problem: Problem, u: arb, order: int) -> list[arb]:
    """Taylor coefficients in s of K(cos(u + s)), 0 < u <= pi."""
    with series_length(order):
        x, pi = arb_series([u, 1]), arb.pi()
        cosine, slope = x.cos(), 1 - x / pi
        sigma = x.sin() / pi + slope * cosine
        ntk = slope * cosine + sigma
        for _ in range(2, problem.L if problem.kernel == "ntk" else 0):
            theta = sigma.acos()
            slope = 1 - theta / pi
            sigma = (1 - sigma * sigma).sqrt() / pi + slope * sigma
            ntk = ntk * slope + sigma
        chosen = {"kappa0": slope, "tkappa0": slope * cosine, "kappa1": sigma, "ntk": ntk}[problem.kernel]
        return [chosen[q] for q in range(order)]


def derivative_bound(problem: Problem, order: int) -> arb:
    """A bound of |d^p/du^p K(cos u)| on [0, pi], p = order >= 2.

    Two layers, by Leibniz with 0 <= 1 - u/pi <= 1: (1 - u/pi) cos u has at most 1 + p/pi, and sin(u)/pi at most 1/pi.
    Deeper: p! M/R^p with cosh(R) = 1 + r^2/2, because the disc of radius R about a point of [0, pi] lies where Theta_L
    is analytic and at most M (cosh y - cos x <= cosh(R) - 1 beyond the ends, cosh y <= cosh R between them).
    """
    pi = arb.pi()
    if problem.kernel == "kappa0":
        return arb(0)
    if problem.kernel == "ntk" and problem.L >= 3:
        where = domain("ntk", problem.L)
        return math.factorial(order) * ball(where.M) / power(where.tau0, order)
    turned, plain = 1 + order / pi, 1 / pi
    return {"tkappa0": turned, "kappa1": turned + plain, "ntk": 2 * turned + plain}[problem.kernel]


class _Cells:
    """F_+- = H +- Phi and its derivatives at cell middles, and the test of a cell."""

    def __init__(self, witness: Witness) -> None:
        self.witness, problem = witness, witness.problem
        self.phi = cosine_coefficients(problem.d, witness.p)
        self.eta = cosine_coefficients(problem.d, witness.e)
        self.D, self.b = len(self.phi) - 1, ball(witness.b)
        self.start, self.length = problem.angle.ball, problem.end - problem.angle.ball
        rest = arb(0)
        for m, (f, g) in enumerate(zip(self.phi, self.eta, strict=True)):
            rest = rest + (abs(f) + abs(g)) * m**ORDER
        self.rest = (rest + abs(self.b) * derivative_bound(problem, ORDER)) / math.factorial(ORDER)
        self.even, self.odd = (self._weights(parity) for parity in (0, 1))

    def _weights(self, parity: int) -> arb_mat:
        """Column 2i, 2i+1: the weights of Phi^(q)/q!, H^(q)/q! for q = 2i + parity; d/du of cos(mu), sin(mu)."""
        entries = []
        for m in range(self.D + 1):
            for q in range(parity, ORDER, 2):
                sign = -1 if (q + 1) // 2 % 2 else 1
                factor = ball(Fraction(sign * m**q, math.factorial(q)))
                entries += [self.phi[m] * factor, self.eta[m] * factor]
        return arb_mat(self.D + 1, ORDER, entries)

    def middles(self, cells: Sequence[tuple[int, int]]) -> list[arb]:
        """The middles of the cells (i, size): [i/size, (i+1)/size] of the interval."""
        return [self.start + self.length * ball(Fraction(2 * i + 1, 2 * size)) for i, size in cells]

    def failing(self, cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The cells on which F_+ <= 0 and F_- <= 0 are not proved."""
        angles = self.middles(cells)
        turns = [[(u * m).sin_cos() for m in range(self.D + 1)] for u in angles]
        cosines = arb_mat(len(cells), self.D + 1, [c for row in turns for _, c in row]) * self.even
        sines = arb_mat(len(cells), self.D + 1, [s for row in turns for s, _ in row]) * self.odd
        left = []
        for row, (cell, u) in enumerate(zip(cells, angles, strict=True)):
            half = ball(upper(self.length / (2 * cell[1])))
            kernel = kernel_series(self.witness.problem, u, ORDER) if self.witness.b else [arb(0)] * ORDER
            for sign in (1, -1):
                values = []
                for q in range(ORDER):
                    source, column = (cosines, q // 2 * 2) if q % 2 == 0 else (sines, q // 2 * 2)
                    phi = source[row, column] + self.b * kernel[q]
                    values.append(source[row, column + 1] + sign * phi)
                if not self._negative(values, half):
                    left.append(cell)
                    break
        return left

    def _negative(self, c: list[arb], h: arb) -> bool:
        """Whether sum c_q s^q + rest s^p is certainly <= 0 for |s| <= h: the parabola exactly, the rest by modulus."""
        higher, step = arb(0), h * h
        for q in range(3, ORDER):
            step = step * h
            higher = higher + abs(c[q]) * step
        higher = higher + self.rest * step * h
        slope = abs(c[1])
        if certainly_negative(c[2]) and certainly_less(slope, -2 * c[2] * h):
            top = c[0] - c[1] * c[1] / (4 * c[2])
        else:
            top = c[0] + slope * h + ball(max(upper(c[2]), Fraction(0))) * h * h
        return certainly_less_equal(top + higher, arb(0))


def violations(witness: Witness, deepest: int = DEEPEST) -> list[float]:
    """Angles near which H +- Phi <= 0 could not be proved (empty: the inequality holds on all of S)."""
    with precision(BITS):
        cells = _Cells(witness)
        count = max(16, cells.D)
        todo, bad = [(i, count) for i in range(count)], []
        for _ in range(deepest):
            failed: list[tuple[int, int]] = []
            for first in range(0, len(todo), CHUNK):
                failed += cells.failing(todo[first : first + CHUNK])
            if not failed:
                return []
            todo = [(2 * i + side, 2 * size) for i, size in failed for side in (0, 1)]
            if len(todo) > 40 * count:
                break
        bad = [float(u.mid()) for u in cells.middles(todo)]
        return bad


def coefficients_allowed(witness: Witness) -> bool:
    """(i) p_k <= (1 - b) N_k a_k for k <= D, b <= 1, and (ii) e_k >= 0 for k >= 1: certainly."""
    if witness.b > 1 or any(x < 0 for x in witness.e[1:]) or len(witness.p) != len(witness.e):
        return False
    with precision(BITS):
        limits = masses(witness.problem, len(witness.p) - 1)
        return all(p <= lower(ball(1 - witness.b) * limit) for p, limit in zip(witness.p, limits, strict=True))


def certify(witness: Witness) -> Fraction:
    """The exact bound of a witness, after (i), (ii) and (iii) are proved in balls.

    Raises
    ------
    UndecidedError
        If one of them is not proved; the message says which.
    """
    if not coefficients_allowed(witness):
        raise UndecidedError("two-point witness: a coefficient exceeds (1 - b) N_k a_k, or e_k < 0")
    if bad := violations(witness):
        raise UndecidedError(f"two-point witness: H +- Phi <= 0 is not proved near the angle {bad[0]:.6f}")
    return witness.bound
