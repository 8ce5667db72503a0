"""Finding two-point witnesses: a linear programme in floats, rounded to rationals, proved by balls.

Nothing here is trusted: :func:`ntksym.spectra.two_point.certify` proves what comes out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache, partial

import numpy as np

from ntksym.balls.arb import ball, lower, precision
from ntksym.balls.matrices import Floats
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra import few_lines, interior_point, simplex
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point import Witness, certify, coefficients_allowed, masses, violations
from ntksym.spectra.two_point_inequality import BITS, DEEPEST
from ntksym.workers import alone

GRID = 1 << 70
MARGIN = 4e-6, 4e-9  # at d = 2, halved with each dimension; at least
ROUNDS = 14
MOST_DEGREE = 1_999  # of a certificate
SCAN = 32  # angles a degree between which the float scan looks for peaks
NODES = 8  # a degree, at first
CROWDED = 1e7  # sin(alpha)^(1-d): beyond, floats lose the far H in the interior-point method
ROW_WEIGHT = 1e12
SCANS = 6
ROOM, LOSS = 2.0, Fraction(1, 10**4)  # H is lowered by so many overshoots if the bound loses so little, relatively
NOISE = 1e-14, 1e-13  # of float heights; where it is crowded


def legendre_rows(d: int, t: Floats, D: int) -> Floats:
    """P_0..P_D at each t, by the three-term recurrence in floats."""
    rows = np.empty((D + 1, len(t)))
    rows[0] = 1
    if D:
        rows[1] = t
    for k in range(1, D):
        rows[k + 1] = ((2 * k + d - 2) * t * rows[k] - k * rows[k - 1]) / (k + d - 2)
    return rows


def kernel_floats(problem: Problem, u: Floats) -> Floats:
    """K(cos u) in floats."""
    cosine, slope = np.cos(u), 1 - u / np.pi
    sigma = np.sin(u) / np.pi + slope * cosine
    ntk = slope * cosine + sigma
    for _ in range(2, problem.L if problem.kernel == "ntk" else 0):
        slope = 1 - np.arccos(np.clip(sigma, -1, 1)) / np.pi
        sigma = np.sqrt(np.maximum(1 - sigma * sigma, 0)) / np.pi + slope * sigma
        ntk = ntk * slope + sigma
    return {"kappa0": slope, "tkappa0": slope * cosine, "kappa1": sigma, "ntk": ntk}[problem.kernel]


@dataclass
class _Programme:
    """max Phi(1) - H(1) over phi_k <= a_k, eta_k >= 0 with H +- Phi <= -margin at the nodes."""

    problem: Problem
    D: int

    def __post_init__(self) -> None:
        problem = self.problem
        self.mass = np.array([float(x.mid()) for x in masses(problem, self.D)])
        self.active = np.flatnonzero(self.mass > 1e-250)
        symmetric = problem.sided == "projective" and (problem.kernel != "ntk" or problem.L == 2)
        self.even = np.arange(0, self.D + 1, 2 if symmetric else 1)
        self.start = float(problem.angle.ball.mid())
        self.end = float(problem.end.mid())
        self.crowded = (1 - problem.d) * math.log(math.sin(self.start)) > math.log(CROWDED)
        per_degree = NODES // 2 if self.crowded else NODES
        middle = (1 - np.cos(np.linspace(0, math.pi, per_degree * self.D))) / 2
        self.nodes = self.start + (self.end - self.start) * middle

    def heights(self, witness: Witness, u: Floats) -> Floats:
        """H + |Phi| at the angles, in floats."""
        P = legendre_rows(self.problem.d, np.cos(u), self.D)
        kernel = float(witness.b) * kernel_floats(self.problem, u)
        phi, eta = (np.array([float(x) for x in row]) @ P for row in (witness.p, witness.e))
        return np.asarray(eta + np.abs(phi + kernel))

    def add(self, witness: Witness, angles: list[float]) -> None:
        """More nodes: where H +- Phi is largest in each run of the given angles."""
        u = np.sort(np.array(angles))
        height = self.heights(witness, u)
        runs = np.split(np.arange(len(u)), np.flatnonzero(np.diff(u) > math.pi / (16 * self.D)) + 1)
        self.nodes = np.union1d(self.nodes, [u[run[np.argmax(height[run])]] for run in runs])

    def overshoot(self, witness: Witness) -> float:
        """Add the local maxima of H + |Phi| that are positive beyond rounding; the largest, or 0."""
        u = np.linspace(self.start, self.end, SCAN * self.D)
        height = self.heights(witness, u)
        inner = height[1:-1]
        found = np.flatnonzero((inner >= height[:-2]) & (inner >= height[2:]) & (inner > NOISE[self.crowded])) + 1
        self.nodes = np.union1d(self.nodes, u[found])
        return float(height[found].max(initial=0.0))

    def solve(self, margin: float) -> Witness:
        """The witness with H +- Phi <= -margin at angle alpha, and less far away."""
        phi, eta, gain, cost = self._parts()
        decay = np.maximum(np.sin(self.nodes), math.sin(self.start)) / math.sin(self.start)
        with np.errstate(over="ignore"):
            weight = decay ** (self.problem.d - 1)  # a packing's H falls like 1/weight
        if self.crowded:
            rows = np.minimum(weight, ROW_WEIGHT)[:, None]
            x, y = simplex.maximise(phi * rows, eta * rows, gain, cost, np.full(len(rows), -margin))
        else:
            x, y, *_ = interior_point.maximise(phi, eta, gain, cost, -margin / weight)
        return self._rounded(x, y)

    def _parts(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Rows, gain and cost of the shares phi_k/a_k <= 1 of the active degrees and of b, and of e_k, then e_0^-."""
        problem, u = self.problem, self.nodes
        P = legendre_rows(problem.d, np.cos(u), self.D)
        tail = kernel_floats(problem, u) - self.mass @ P
        phi = np.vstack([self.mass[self.active, None] * P[self.active], tail[None]]).T
        eta, cost = P[self.even].T, np.ones(len(self.even))
        if problem.points is not None:  # e_0 = e_0^+ - e_0^-, at the price (n - 1) e_0^-
            eta, cost = np.hstack([eta, -eta[:, :1]]), np.append(cost, problem.points - 1.0)
        return phi, eta, np.append(self.mass[self.active], problem.at_one - self.mass.sum()), cost

    @cached_property
    def slope(self) -> list[Fraction]:
        """e_k of an H <= -1 at the nodes with a small H(1): what lowers any H, at its cost."""
        phi, eta, gain, cost = self._parts()
        return self._on_grid(interior_point.maximise(phi, eta, 0 * gain, cost, -np.ones(len(phi))).y)

    def lowered(self, witness: Witness, by: float) -> Witness:
        """The witness with H lower by about so much."""
        step = Fraction(by)
        e = [x + Fraction(math.ceil(y * step * GRID), GRID) for x, y in zip(witness.e, self.slope, strict=True)]
        return replace(witness, e=tuple(e))

    def _on_grid(self, y: Floats) -> list[Fraction]:
        e = [Fraction(0)] * (self.D + 1)
        for k, value in zip(self.even.tolist(), y.tolist(), strict=False):
            e[k] = Fraction(max(0, math.ceil(value * GRID)), GRID)
        if self.problem.points is not None:
            e[0] -= Fraction(math.ceil(float(y[-1]) * GRID), GRID)
        return e

    def _rounded(self, x: Floats, y: Floats) -> Witness:
        """p_k = phi_k N_k - b N_k a_k, on a grid of 2^-60 and cut at (1 - b) N_k a_k."""
        b = min(Fraction(float(x[-1])).limit_denominator(1 << 30), Fraction(1))
        share = dict(zip(self.active.tolist(), x[:-1].tolist(), strict=True))
        p = [Fraction(0)] * (self.D + 1)
        with precision(BITS):
            exact = masses(self.problem, self.D)
            for k in range(self.D + 1):
                limit = lower(ball(1 - b) * exact[k])
                wanted = Fraction(share.get(k, float(b))) - b
                p[k] = Fraction(math.floor(min(wanted * Fraction(float(self.mass[k])), limit) * GRID), GRID)
        return Witness(self.problem, tuple(p), b, tuple(self._on_grid(y)))


def default_degree(problem: Problem) -> int:
    """D = 15/alpha + 20, odd.

    Raises
    ------
    InputError
        If it is above what a certificate may have.
    """
    alpha = float(problem.angle.ball.mid())
    if alpha * (MOST_DEGREE - 21) < 15:
        raise InputError(
            f"angle={str(problem.angle)[:40]}",
            f"a two-point argument of a degree above {MOST_DEGREE} would be needed",
            f"give an angle of at least {15 / (MOST_DEGREE - 21):.4f}, or see cap-minorant-limit and flat-limit",
        )
    return int(15 / alpha) // 2 * 2 + 21


@lru_cache(maxsize=256)
def find(problem: Problem) -> tuple[Witness | FewLines, Fraction]:
    """What proves the largest bound: the programme's witness, or for three lines a cover of all of them.

    Raises
    ------
    UndecidedError
        If nothing could be proved.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> proof, bound = find(Problem("kappa0", 2, 2, ExactReal.parse("0.8")))
    >>> type(proof).__name__, float(bound) > 0.163
    ('FewLines', True)
    """
    if few_lines.applies(problem):
        try:
            found = few_lines.few_lines(problem, partial(kernel_floats, problem))
        except UndecidedError:  # too many cells, where few points are given and the angle is small
            return programme(problem)
        return found, found.bound
    return programme(problem)


def programme(problem: Problem, D: int | None = None) -> tuple[Witness, Fraction]:
    """A certified witness: solve, round, prove; where the proof fails, add nodes there and solve again.

    Raises
    ------
    UndecidedError
        If no witness could be proved.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> witness, bound = programme(Problem("kappa0", 3, 2, ExactReal.parse("0.8")))
    >>> Fraction(11, 100) < bound < Fraction(12, 100)
    True
    """
    with alone():
        with precision(BITS):
            search = _Programme(problem, default_degree(problem) if D is None else D)
        margin = max(MARGIN[0] / 2.0 ** min(problem.d, 60), MARGIN[1])
        for attempt in range(ROUNDS):
            witness = search.solve(margin)
            for _ in range(SCANS):
                over = search.overshoot(witness)
                if not over:
                    break
                lowered = None if search.crowded else search.lowered(witness, ROOM * over)
                if lowered is not None and lowered.bound >= witness.bound * (1 - LOSS):
                    witness = lowered
                    break
                witness = search.solve(margin)
            if not coefficients_allowed(witness):
                raise UndecidedError("two-point search: rounding left the allowed coefficients")
            if witness.bound <= 0:
                nothing = Witness(problem, (Fraction(0),), Fraction(0), (Fraction(0),))
                return nothing, certify(nothing)
            bad = violations(witness, 8 if attempt + 1 < ROUNDS else DEEPEST)
            if not bad:
                return witness, witness.bound
            search.add(witness, bad)
            if attempt >= 4:
                margin *= 2
    raise UndecidedError(f"no two-point certificate for {problem.kernel}, d={problem.d}, angle={problem.angle}")
