r"""H + Phi <= 0 and H - Phi <= 0 at all allowed angles, Phi = sum_k p_k P_k + b K, H = sum_k e_k P_k: proved by balls.

In u = arccos t, P_k(cos u) is a cosine polynomial, so H +- Phi = sum_m f_m cos(mu) +- b K(cos u).  On each cell a
Taylor polynomial of order p at the middle u and a bound of the rest decide, and cells that fail are halved.  The rest
is at most h^p (sum_m |f_m| m^p/p! + |b| k(u, h)), h the half width, and k(u, h) by Cauchy, the lesser of

*global*: sup|(K o cos)^(p)|/p!, see :func:`derivative_bound`;

*local* (L >= 3): M/(R^p (1 - h/R)), if K o cos is analytic and at most M in the disc of radius R about u.  With
R = u S/sqrt(C^2 + S^2), S = sin(u/2)/(u/2), C = sinh(u/2)/(u/2), that disc lies in {cosh y + cos x < 2, 0 < x < 2 pi},
where |Theta_L| <= L + 2.  For a point u + R' (sin f + i cos f), R' < R: its cosine of x is at most cos(u - R' |sin f|),
so cosh y + cos x < 2 follows from sinh(R' |cos f|/2) < sin((u - R' |sin f|)/2); the left side is at most
C R' |cos f|/2, the right side at least S (u - R' |sin f|)/2, and C |cos f| + S |sin f| <= sqrt(C^2 + S^2) < S u/R'.

SOURCE: Gegenbauer's cosine series: DLMF 18.5.11; the domains: :mod:`ntksym.spectra.analyticity`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from ntksym.balls.arb import (
    arb,
    arb_mat,
    arb_series,
    ball,
    certainly_less,
    certainly_less_equal,
    certainly_negative,
    power,
    precision,
    series_length,
    upper,
)
from ntksym.spectra.analyticity import domain
from ntksym.spectra.separation import Problem

ORDER = 8  # of the Taylor polynomials
DEEPEST = 40  # halvings of a cell
BITS = 192
LAYER_BITS = 4
CHUNK = 128
CROWD = 12  # open cells, times the first number, at which a cover is given up


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


def disc_radius(u: arb) -> arb:
    """R = u S/sqrt(C^2 + S^2) of the module's docstring, 0 < u <= pi.

    Examples
    --------
    >>> print(disc_radius(arb(1)).str(5, radius=False))
    0.67707
    """
    sine, growth = (u / 2).sin(), (u / 2).sinh()
    return u * sine / (sine * sine + growth * growth).sqrt()


def kernel_rest(problem: Problem, u: arb, h: arb, order: int) -> arb:
    """k(u, h) of the module's docstring: the rest of K(cos(u + s)) after p = order terms is at most k h^p, |s| <= h."""
    whole = derivative_bound(problem, order) / math.factorial(order)
    if problem.kernel != "ntk" or problem.L < 3:
        return whole
    radius = disc_radius(u)
    if not certainly_less(h, radius):
        return whole
    return whole.min((problem.L + 2) / (power(radius, order) * (1 - h / radius)))


def kernel_range(problem: Problem, u: arb, order: int = 4) -> arb:
    """K(cos v) for the v of a ball that lie in (0, pi], by a Taylor polynomial and its rest; the middle is one of them.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> deep = Problem("ntk", 3, 32, ExactReal.parse("0.8"))
    >>> with precision(320):
    ...     found = kernel_range(deep, arb(1, 0.01))
    >>> bool(found.rad() < 0.05)
    True
    """
    middle = u.mid()
    step, h = u - middle, ball(upper(abs(u - middle)))
    value = kernel_rest(problem, middle, h, order) * power(h, order)
    value = value.union(-value)
    total = arb(0)
    for c in reversed(kernel_series(problem, middle, order)):
        total = total * step + c
    return total + value


class _Cells:
    """F_+- = H +- Phi and its derivatives at cell middles, and the test of a cell."""

    def __init__(self, problem: Problem, p: Sequence[Fraction], b: Fraction, e: Sequence[Fraction]) -> None:
        self.problem = problem
        self.phi = cosine_coefficients(problem.d, p)
        self.eta = cosine_coefficients(problem.d, e)
        self.D, self.b = len(self.phi) - 1, ball(b)
        self.start, self.length = problem.angle.ball, problem.end - problem.angle.ball
        rest = arb(0)
        for m, (f, g) in enumerate(zip(self.phi, self.eta, strict=True)):
            rest = rest + (abs(f) + abs(g)) * m**ORDER
        self.rest = rest / math.factorial(ORDER)
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
            kernel = [arb(0)] * ORDER if self.b.is_zero() else kernel_series(self.problem, u, ORDER)
            rest = self.rest + abs(self.b) * kernel_rest(self.problem, u, half, ORDER)
            for sign in (1, -1):
                values = []
                for q in range(ORDER):
                    source, column = (cosines, q // 2 * 2) if q % 2 == 0 else (sines, q // 2 * 2)
                    phi = source[row, column] + self.b * kernel[q]
                    values.append(source[row, column + 1] + sign * phi)
                if not self._negative(values, rest, half):
                    left.append(cell)
                    break
        return left

    def _negative(self, c: list[arb], rest: arb, h: arb) -> bool:
        """Whether sum c_q s^q + rest s^p is certainly <= 0 for |s| <= h: the parabola exactly, the rest by modulus."""
        higher, step = arb(0), h * h
        for q in range(3, ORDER):
            step = step * h
            higher = higher + abs(c[q]) * step
        higher = higher + rest * step * h
        slope = abs(c[1])
        if certainly_negative(c[2]) and certainly_less(slope, -2 * c[2] * h):
            top = c[0] - c[1] * c[1] / (4 * c[2])
        else:
            top = c[0] + slope * h + ball(max(upper(c[2]), Fraction(0))) * h * h
        return certainly_less_equal(top + higher, arb(0))


def unproved(
    problem: Problem, p: Sequence[Fraction], b: Fraction, e: Sequence[Fraction], deepest: int = DEEPEST
) -> list[float]:
    """Angles near which H +- Phi <= 0 could not be proved (empty: the inequality holds at all allowed angles)."""
    with precision(BITS + LAYER_BITS * problem.L):
        cells = _Cells(problem, p, b, e)
        count = max(16, cells.D)
        todo, bad = [(i, count) for i in range(count)], []
        for _ in range(deepest):
            failed: list[tuple[int, int]] = []
            for first in range(0, len(todo), CHUNK):
                failed += cells.failing(todo[first : first + CHUNK])
            if not failed:
                return []
            todo = [(2 * i + side, 2 * size) for i, size in failed for side in (0, 1)]
            if len(todo) > CROWD * count:
                break
        bad = [float(u.mid()) for u in cells.middles(todo)]
        return bad
