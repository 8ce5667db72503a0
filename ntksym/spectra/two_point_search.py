"""Finding two-point witnesses: a linear programme in floats (HiGHS), rounded to rationals, proved by balls.

Nothing here is trusted: :func:`ntksym.spectra.two_point.certify` proves what comes out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ntksym.balls.arb import ball, lower, precision
from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point import Witness, certify, coefficients_allowed, masses, violations
from ntksym.spectra.two_point_inequality import BITS, DEEPEST

GRID = 1 << 60
MARGIN = 4e-6, 4e-9  # at d = 2, halved with each dimension; at least
TOLERANCE = 1e-10  # of the solver; the margin must be above it
ROW_WEIGHT = 1e12
LEAST_COLUMN = 1e-3
ROUNDS = 14
SCAN = 32  # angles a degree between which the float scan looks for peaks
SCANS = 6
NOISE = 1e-13


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
        middle = (1 - np.cos(np.linspace(0, math.pi, 4 * self.D))) / 2
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

    def peaks(self, witness: Witness) -> int:
        """Add the local maxima of H + |Phi| that are positive beyond rounding; how many."""
        u = np.linspace(self.start, self.end, SCAN * self.D)
        height = self.heights(witness, u)
        inner = height[1:-1]
        found = np.flatnonzero((inner >= height[:-2]) & (inner >= height[2:]) & (inner > NOISE)) + 1
        self.nodes = np.union1d(self.nodes, u[found])
        return len(found)

    def solve(self, margin: float) -> Witness:
        from scipy.optimize import linprog

        problem, u = self.problem, self.nodes
        P = legendre_rows(problem.d, np.cos(u), self.D)
        tail = kernel_floats(problem, u) - self.mass @ P
        phi = np.vstack([self.mass[self.active, None] * P[self.active], tail[None]]).T
        eta = P[self.even].T
        decay = np.maximum(np.sin(u), math.sin(self.start)) / math.sin(self.start)
        weight = np.minimum(decay ** (problem.d - 1), ROW_WEIGHT)[:, None]  # a packing's H falls like 1/decay^(d-1)
        A = np.vstack([np.hstack([phi, eta]) * weight, np.hstack([-phi, eta]) * weight])
        gain = np.concatenate([self.mass[self.active], [problem.at_one - self.mass.sum()], -np.ones(len(self.even))])
        limits: list[tuple[float | None, float | None]] = [(None, 1.0)] * (len(self.active) + 1)
        limits += [(0.0, None)] * len(self.even)
        if problem.points is not None:  # e_0 = e_0^+ - e_0^-, at the price (n - 1) e_0^-
            A, gain = np.hstack([A, -A[:, [len(self.active) + 1]]]), np.append(gain, 1.0 - problem.points)
            limits.append((0.0, None))
        scale = np.maximum(np.abs(A).max(axis=0), LEAST_COLUMN)
        limits = [(low, None if high is None else high * size) for (low, high), size in zip(limits, scale, strict=True)]
        found: Any = linprog(
            -gain / scale,
            A_ub=A / scale,
            b_ub=np.full(len(A), -margin),
            bounds=limits,
            method="highs-ds",
            options={"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
        )
        if found.x is None:
            raise UndecidedError(f"two-point programme for d={problem.d}, L={problem.L}: {found.message}")
        return self._rounded(found.x / scale)

    def _rounded(self, x: Floats) -> Witness:
        """p_k = phi_k N_k - b N_k a_k, on a grid of 2^-60 and cut at (1 - b) N_k a_k."""
        count = len(self.active)
        b = min(Fraction(float(x[count])).limit_denominator(1 << 30), Fraction(1))
        share = dict(zip(self.active.tolist(), x[:count].tolist(), strict=True))
        p, e = [Fraction(0)] * (self.D + 1), [Fraction(0)] * (self.D + 1)
        with precision(BITS):
            exact = masses(self.problem, self.D)
            for k in range(self.D + 1):
                limit = lower(ball(1 - b) * exact[k])
                wanted = Fraction(share.get(k, float(b))) - b
                p[k] = Fraction(math.floor(min(wanted * Fraction(float(self.mass[k])), limit) * GRID), GRID)
        for k, value in zip(self.even.tolist(), x[count + 1 :].tolist(), strict=False):
            e[k] = Fraction(max(0, math.ceil(value * GRID)), GRID)
        if self.problem.points is not None:
            e[0] -= Fraction(math.ceil(float(x[-1]) * GRID), GRID)
        return Witness(self.problem, tuple(p), b, tuple(e))


def default_degree(problem: Problem) -> int:
    """D = 15/alpha + 20, odd."""
    return int(15 / float(problem.angle.ball.mid())) // 2 * 2 + 21


def find(problem: Problem, D: int | None = None) -> tuple[Witness, Fraction]:
    """A certified witness: solve, round, prove; where the proof fails, add nodes there and solve again.

    Raises
    ------
    UndecidedError
        If no witness could be proved.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> witness, bound = find(Problem("kappa0", 2, 2, ExactReal.parse("0.8")))
    >>> Fraction(12, 100) < bound < Fraction(8, 10) / 3
    True
    """
    with precision(BITS):
        programme = _Programme(problem, default_degree(problem) if D is None else D)
    margin = max(MARGIN[0] / 2.0 ** min(problem.d, 60), MARGIN[1])
    for attempt in range(ROUNDS):
        witness = programme.solve(margin)
        for _ in range(SCANS):
            if not programme.peaks(witness):
                break
            witness = programme.solve(margin)
        if not coefficients_allowed(witness):
            raise UndecidedError("two-point search: rounding left the allowed coefficients")
        if witness.bound <= 0:
            nothing = Witness(problem, (Fraction(0),), Fraction(0), (Fraction(0),))
            return nothing, certify(nothing)
        bad = violations(witness, 8 if attempt + 1 < ROUNDS else DEEPEST)
        if not bad:
            return witness, witness.bound
        programme.add(witness, bad)
        if attempt >= 4:
            margin *= 2
    raise UndecidedError(f"no two-point certificate for {problem.kernel}, d={problem.d}, angle={problem.angle}")
