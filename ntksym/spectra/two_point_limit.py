r"""What no two-point argument can beat: the dual of the programme of :mod:`ntksym.spectra.two_point`.

**Theorem.**  Let nu and mu be finite measures on the allowed inner products S, |nu| <= mu, and write
m^_k = int P_k dm.  If 1 + nu^_k >= 0 and 1 + mu^_k >= 0 for all k >= 0, then for all Phi = sum N_k phi_k P_k and
H = sum N_k eta_k P_k with phi_k <= a_k, eta_k >= 0 and |Phi| + H <= 0 on S

    Phi(1) - H(1) <= K(1) + int K dnu.

(A programme that knows the number of points may take eta_0 < 0 and prove more.)

*Proof.*  Phi(1) + int Phi dnu = sum N_k phi_k (1 + nu^_k) <= sum N_k a_k (1 + nu^_k) = K(1) + int K dnu, and
-int Phi dnu <= int |Phi| dmu <= -int H dmu <= H(1), as H(1) + int H dmu = sum N_k eta_k (1 + mu^_k) >= 0.  QED

Here nu = sum nu_i delta(t_i) and mu = sum (|nu_i| + rho_i) delta(t_i), rho_i >= 0, t_i rational, d >= 3.  Degrees below
k0 are computed; from k0 (even) on, Sonin's method for F = sin^l(u) P_k(cos u), l = (d-2)/2, F'' + q F = 0,
q(u) = (k+l)^2 - l(l-1)/sin^2 u, gives with p_k = |P_k(0)| = prod_{i<=k/2} (2i-1)/(2i+d-3)

    |P_k(cos u)| <= p_k0 sin^(-l)(u) max(1, q(pi/2)/q(u))^(1/2),      q at k0 and positive:

q F^2 + F'^2 grows towards pi/2 where q does (d >= 4), F^2 + F'^2/q where q falls (d = 3); at pi/2 it is P_k(0)^2 q for
even k and (k P_{k-1}(0))^2 <= P_{k-1}(0)^2 q for odd k.  So sum mu_i times that bound <= 1 settles all k >= k0.

SOURCE: our note on minorants, Theorem 2; Sonin: Szego, Orthogonal Polynomials, 7.31; DLMF 18.9.1, 18.6.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.arb import arb, ball, certainly_nonnegative, lower, precision, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import Pair
from ntksym.kernels.refine import refine
from ntksym.spectra.cap import legendre
from ntksym.spectra.configurations import dot_kernel
from ntksym.spectra.orbits import squared_cosine
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import default_degree, kernel_floats, legendre_rows

BITS = 128
PLACES = 44  # binary places of t
WEIGHT_PLACES = 40
MARGIN = 1e-7
MOST = 20_000  # degrees that are computed one by one
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class DualWitness:
    """Atoms (t_i, nu_i, rho_i) and the even degree k0 from which the bound of all P_k suffices."""

    problem: Problem
    atoms: tuple[tuple[Fraction, Fraction, Fraction], ...]
    k0: int

    def value(self) -> arb:
        """K(1) + int K dnu, at the working precision."""
        kernel = dot_kernel(self.problem)
        total = ball(kernel.at_one)
        for t, nu, _ in self.atoms:
            total = total + ball(nu) * kernel.ball_at(Pair(ball(t), ball(1 - t), ball(1 + t)))
        return total


def tail_bound(d: int, t: Fraction, k0: int) -> arb:
    """A bound of |P_k(t)| for all k >= k0, k0 even, |t| < 1.

    Raises
    ------
    UndecidedError
        If k0 is too small for this t.
    """
    sine2, twice = 1 - t * t, d - 2
    level = Fraction(2 * k0 + twice, 2) ** 2
    bend = Fraction(twice * (twice - 2), 4)
    there, here = level - bend, level - bend / sine2
    if here <= 0:
        raise UndecidedError(f"the bound of P_k does not hold from k = {k0} on at t = {float(t):.6f}")
    power = ball(sine2).sqrt()
    root = ball(1)
    for _ in range(twice):
        root = root * power
    return (ball(value_at_zero_square(d, k0)) * ball(max(Fraction(1), there / here)) / root).sqrt()


def value_at_zero_square(d: int, k: int) -> Fraction:
    """An upper bound of P_k(0)^2 for even k, with a short denominator."""
    with precision(BITS):
        total = arb(1)
        for i in range(1, k // 2 + 1):
            total = total * ball(Fraction(2 * i - 1, 2 * i + d - 3))
        return upper(total * total)


def verify(witness: DualWitness) -> None:
    """Prove the hypotheses of the theorem.

    Raises
    ------
    UndecidedError
        If one is not proved; the message says which.
    """
    problem, k0 = witness.problem, witness.k0
    if problem.d < 3 or k0 % 2 or k0 < 2 or any(rho < 0 for _, _, rho in witness.atoms):
        raise UndecidedError("two-point limit: needs d >= 3, an even k0 >= 2 and rho >= 0")
    squared = squared_cosine(problem.angle)
    for t, _, _ in witness.atoms:
        if abs(t) >= 1 or (t * t > squared and (t > 0 or problem.sided == "projective")):
            raise UndecidedError(f"two-point limit: the inner product {float(t):.6f} is not certainly allowed")
    with precision(BITS):
        nus, mus = [arb(1)] * k0, [arb(1)] * k0
        rest = arb(0)
        for t, nu, rho in witness.atoms:
            mu = ball(abs(nu) + rho)
            rest = rest + mu * tail_bound(problem.d, t, k0)
            for k, value in enumerate(legendre(problem.d, ball(t), k0)):
                nus[k], mus[k] = nus[k] + ball(nu) * value, mus[k] + mu * value
        if not certainly_nonnegative(1 - rest):
            raise UndecidedError(f"two-point limit: the degrees from {k0} on are not settled")
        for k, pair in enumerate(zip(nus, mus, strict=True)):
            if not all(map(certainly_nonnegative, pair)):
                raise UndecidedError(f"two-point limit: degree {k} is not settled")


def two_point_limit(problem: Problem, digits: int = 10) -> tuple[DualWitness, Enclosure]:
    """Measures found by a linear programme in floats, proved in balls, and the value that they give.

    Parameters
    ----------
    problem
        d >= 3; for any number of points.

    Raises
    ------
    InputError
        If d = 2 (P_k does not decay there) or the number of points is given.
    UndecidedError
        If no measures were proved.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> witness, found = two_point_limit(Problem("kappa0", 3, 2, ExactReal.parse("1.3")))
    >>> 0.2804 < float(found.hi) < 0.2807
    True
    """
    if problem.d < 3:
        raise InputError("d=2", "cos(ku) does not decay, so no finite check of all degrees", "take configuration-upper")
    if problem.n is not None:
        raise InputError(f"n={problem.n}", "the dual is that of any number of points", "leave n out")
    search = _Search(problem)
    for _ in range(ROUNDS):
        witness = search.solve()
        bad = search.violated(witness)
        if not bad.size:
            verify(witness)
            return witness, refine(witness.value, digits, what="two-point-limit")
        search.degrees = np.union1d(search.degrees, bad)
    raise UndecidedError(f"no two-point limit for {problem.kernel}, d={problem.d}, angle={problem.angle}")


class _Search:
    def __init__(self, problem: Problem) -> None:
        self.problem, D = problem, default_degree(problem)
        start, end = float(problem.angle.ball.mid()), float(problem.end.mid())
        grid = np.linspace(start, min(end, math.pi - 1e-3), 6 * D)
        scaled = np.round(np.cos(grid) * 2.0**PLACES)
        with precision(BITS):
            limit = math.floor(lower(problem.angle.ball.cos()) * 2**PLACES)
        low = -limit if problem.sided == "projective" else -(2**PLACES)
        self.t = [Fraction(int(v), 2**PLACES) for v in np.unique(np.clip(scaled, low, limit))[::-1]]
        self.floats = np.array([float(t) for t in self.t])
        self.degrees = np.arange(D + 1)

    def solve(self) -> DualWitness:
        from scipy.optimize import linprog

        t, problem = self.floats, self.problem
        P = legendre_rows(problem.d, t, int(self.degrees.max()))[self.degrees]
        zero = np.zeros_like(P)
        A = np.vstack([np.hstack([-P, P, zero]), np.hstack([-P, -P, -P])])
        kernel = kernel_floats(problem, np.arccos(t))
        found: Any = linprog(
            np.concatenate([kernel, -kernel, 1e-9 + 0 * kernel]),
            A_ub=A,
            b_ub=np.full(len(A), 1 - MARGIN),
            bounds=(0, None),
            method="highs-ds",
        )
        if found.x is None:
            raise UndecidedError(f"two-point limit for d={problem.d}, L={problem.L}: {found.message}")
        plus, minus, extra = np.split(found.x, 3)
        unit = 2**WEIGHT_PLACES
        atoms = []
        for t_, nu, rho in zip(self.t, plus - minus, extra + np.minimum(plus, minus) * 2, strict=True):
            pair = (Fraction(round(nu * unit), unit), Fraction(max(0, round(rho * unit)), unit))
            if any(pair):
                atoms.append((t_, *pair))
        return DualWitness(problem, tuple(atoms), self._settled(atoms))

    def _settled(self, atoms: list[tuple[Fraction, Fraction, Fraction]]) -> int:
        """The first even degree from which the tail bound suffices, in floats with room."""
        t = np.array([float(x[0]) for x in atoms])
        mu = np.array([float(abs(x[1]) + x[2]) for x in atoms])
        d, sine2, p = self.problem.d, 1 - t * t, 1.0
        bend = (d - 2) * (d - 4) / 4
        for k in range(2, MOST + 1, 2):
            p *= (k - 1) / (k + d - 3)
            level = (k + (d - 2) / 2) ** 2
            here = level - bend / sine2
            if (
                here.min() > 0
                and 1.001 * p * (mu * sine2 ** (-(d - 2) / 4) * np.sqrt(np.maximum(1, (level - bend) / here))).sum() < 1
            ):
                return k
        raise UndecidedError(f"two-point limit: more than {MOST} degrees would have to be computed")

    def violated(self, witness: DualWitness) -> NDArray[np.intp]:
        """Degrees below k0 at which a hypothesis fails or is close to it: the worst of each run."""
        t = np.array([float(x[0]) for x in witness.atoms])
        nu = np.array([float(x[1]) for x in witness.atoms])
        mu = np.abs(nu) + np.array([float(x[2]) for x in witness.atoms])
        P = legendre_rows(self.problem.d, t, witness.k0 - 1)
        least = np.minimum(P @ nu, P @ mu) + 1
        bad = np.flatnonzero(least < MARGIN / 4)
        return bad[np.argsort(least[bad])][:200]
