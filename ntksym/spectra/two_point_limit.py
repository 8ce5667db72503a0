r"""What no two-point argument can beat: the dual of the programme of :mod:`ntksym.spectra.two_point`.

**Theorem.**  Let nu and mu be finite measures on the allowed inner products S, |nu| <= mu, and write
m^_k = int P_k dm.  If 1 + nu^_k >= 0 and 1 + mu^_k >= 0 for all k >= 0, then for all Phi = sum N_k phi_k P_k and
H = sum N_k eta_k P_k with phi_k <= a_k, eta_k >= 0 and |Phi| + H <= 0 on S

    Phi(1) - H(1) <= K(1) + int K dnu.

(A programme that knows the number of points may take eta_0 < 0 and prove more.)

*Proof.*  Phi(1) + int Phi dnu = sum N_k phi_k (1 + nu^_k) <= sum N_k a_k (1 + nu^_k) = K(1) + int K dnu, and
-int Phi dnu <= int |Phi| dmu <= -int H dmu <= H(1), as H(1) + int H dmu = sum N_k eta_k (1 + mu^_k) >= 0.  QED

Here nu = sum nu_i delta(t_i) and mu = sum (|nu_i| + rho_i) delta(t_i), rho_i >= 0.  On the circle (d = 2) the angles
are pi j_i/k0, so that P_k(t_i) = cos(pi k j_i/k0) is even in k with the period 2 k0: the degrees 0, ..., k0 are all.
In d >= 3 dimensions the t_i are rational.  Degrees below k0 are computed; from k0 (even) on, Sonin's method for
F = sin^l(u) P_k(cos u), l = (d-2)/2, F'' + q F = 0, q(u) = (k+l)^2 - l(l-1)/sin^2 u, gives with
p_k = |P_k(0)| = prod_{i<=k/2} (2i-1)/(2i+d-3)

    |P_k(cos u)| <= p_k0 sin^(-l)(u) max(1, q(pi/2)/q(u))^(1/2),      q at k0 and positive:

q F^2 + F'^2 grows towards pi/2 where q does (d >= 4), F^2 + F'^2/q where q falls (d = 3); at pi/2 it is P_k(0)^2 q for
even k and (k P_{k-1}(0))^2 <= P_{k-1}(0)^2 q for odd k.  So sum mu_i times that bound <= 1 settles all k >= k0.

SOURCE: our note on minorants, Theorem 2; Sonin: Szego, Orthogonal Polynomials, 7.31; DLMF 18.9.1, 18.6.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.arb import arb, ball, certainly_nonnegative, lower, precision, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.matrices import Floats
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import Pair
from ntksym.kernels.refine import refine
from ntksym.spectra.cap import legendre
from ntksym.spectra.configurations import dot_kernel
from ntksym.spectra.interior_point import maximise
from ntksym.spectra.orbits import squared_cosine
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import default_degree, kernel_floats, legendre_rows
from ntksym.workers import alone

BITS = 128
PLACES = 44  # binary places of t
WEIGHT_PLACES = 40
MARGIN = 5e-7
NEAR = 1e-3  # a hypothesis that fails by no more is mended by a smaller measure
LAST = 4_000  # degrees that are computed one by one, at most: the measures are so chosen
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class DualWitness:
    """Atoms (t_i, nu_i, rho_i), on the circle (angle/pi, nu_i, rho_i), and k0 of the module's docstring."""

    problem: Problem
    atoms: tuple[tuple[Fraction, Fraction, Fraction], ...]
    k0: int

    def value(self) -> arb:
        """K(1) + int K dnu, at the working precision."""
        kernel = dot_kernel(self.problem)
        total = ball(kernel.at_one)
        for t, nu, _ in self.atoms:
            if self.problem.d == 2 and t < 1:
                half = arb.pi() * ball(t) / 2
                sine, cosine = half.sin_cos()
                far, near = sine * sine, cosine * cosine
                pair = Pair(near - far, 2 * far, 2 * near)
            else:
                t = t if self.problem.d > 2 else Fraction(-1)  # the angle pi
                pair = Pair(ball(t), ball(1 - t), ball(1 + t))
            total = total + ball(nu) * kernel.ball_at(pair)
        return total

    def shrunk(self, share: float) -> DualWitness:
        """Both measures made smaller by this share: 1 + nu^_k and 1 + mu^_k come closer to 1."""
        unit, kept = 2**WEIGHT_PLACES, 1 - Fraction(share)
        atoms = tuple((t, Fraction(round(nu * kept * unit), unit), rho * kept) for t, nu, rho in self.atoms)
        return replace(self, atoms=tuple((t, nu, Fraction(round(rho * unit), unit)) for t, nu, rho in atoms))


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


@lru_cache(maxsize=16)
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
    if k0 % 2 or k0 < 2 or any(rho < 0 for _, _, rho in witness.atoms):
        raise UndecidedError("two-point limit: needs an even k0 >= 2 and rho >= 0")
    for t, _, _ in witness.atoms:
        if not allowed(problem, t):
            raise UndecidedError(f"two-point limit: the place {float(t):.6f} is not certainly allowed")
    with precision(BITS):
        count = k0 + 1 if problem.d == 2 else k0
        nus, mus = [arb(1)] * count, [arb(1)] * count
        rest = arb(0)
        for t, nu, rho in witness.atoms:
            weight, mu = ball(nu), ball(abs(nu) + rho)
            if problem.d > 2:
                rest = rest + mu * tail_bound(problem.d, t, k0)
            for k, value in enumerate(_values(problem.d, t, k0)):
                nus[k], mus[k] = nus[k] + weight * value, mus[k] + mu * value
        if not certainly_nonnegative(1 - rest):
            raise UndecidedError(f"two-point limit: the degrees from {k0} on are not settled")
        for k, pair in enumerate(zip(nus, mus, strict=True)):
            if not all(map(certainly_nonnegative, pair)):
                raise UndecidedError(f"two-point limit: degree {k} is not settled")


def allowed(problem: Problem, place: Fraction) -> bool:
    """Whether an atom's inner product (on the circle, its angle/pi) is certainly in S."""
    lines = problem.sided == "projective"
    if problem.d > 2:
        return abs(place) < 1 and (place * place <= squared_cosine(problem.angle) or (place < 0 and not lines))
    least = min(place, 1 - place) if lines else place
    if problem.angle.times_pi:
        return problem.angle.coefficient <= least <= 1
    with precision(BITS):
        return least <= 1 and certainly_nonnegative(arb.pi() * ball(least) - problem.angle.ball)


def _values(d: int, t: Fraction, k0: int) -> list[arb]:
    """The values of P_k for all degrees that are computed."""
    if d > 2:
        return legendre(d, ball(t), k0)
    steps = t * k0
    if steps.denominator != 1:
        raise UndecidedError(f"two-point limit: {t} is no multiple of 1/{k0}")
    turns = _cosines(k0)
    return [turns[k * steps.numerator % (2 * k0)] for k in range(k0 + 1)]


@lru_cache(maxsize=2)
def _cosines(q: int) -> list[arb]:
    with precision(BITS):
        return [(arb.pi() * ball(Fraction(m, q))).cos() for m in range(2 * q)]


def two_point_limit(problem: Problem, digits: int = 10) -> tuple[DualWitness, Enclosure]:
    """Measures found by a linear programme in floats, proved in balls, and the value that they give.

    Parameters
    ----------
    problem
        For any number of points.

    Raises
    ------
    InputError
        If the number of points is given.
    UndecidedError
        If no measures were proved.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> witness, found = two_point_limit(Problem("kappa0", 3, 2, ExactReal.parse("1.3")))
    >>> 0.2804 < float(found.hi) < 0.2807
    True
    """
    if problem.n is not None:
        raise InputError(f"n={problem.n}", "the dual is that of any number of points", "leave n out")
    with alone():
        return _found(_Search(problem), digits)


def _found(search: _Search, digits: int) -> tuple[DualWitness, Enclosure]:
    problem = search.problem
    for _ in range(ROUNDS):
        witness = search.solve()
        bad, least = search.violated(witness)
        if least > -NEAR and bad.size and np.isin(bad, search.degrees).all():  # floats do no better: shrink
            witness = witness.shrunk(2 * max(-least, 0.0) + MARGIN)
            bad, least = search.violated(witness)
        if not bad.size:
            verify(witness)
            return witness, refine(witness.value, digits, what="two-point-limit")
        search.degrees = np.union1d(search.degrees, bad)
    raise UndecidedError(f"no two-point limit for {problem.kernel}, d={problem.d}, angle={problem.angle}")


class _Search:
    def __init__(self, problem: Problem) -> None:
        self.problem, D = problem, default_degree(problem)
        start, end = float(problem.angle.ball.mid()), float(problem.end.mid())
        if problem.d == 2:
            self.period = 2 * best_period(start, D)
            places = [Fraction(j, self.period) for j in range(self.period + 1)]
            self.places = [t for t in places if allowed(problem, t)]
            self.floats = np.cos(math.pi * np.array([float(t) for t in self.places]))
            self.degrees = np.arange(self.period + 1)
            return
        grid = np.linspace(start, min(end, math.pi - 1e-3), 6 * D)
        scaled = np.round(np.cos(grid) * 2.0**PLACES)
        with precision(BITS):
            limit = max(math.floor(lower(problem.angle.ball.cos()) * 2**PLACES), 0)
        low = -limit if problem.sided == "projective" else -(2**PLACES)
        self.places = [Fraction(int(v), 2**PLACES) for v in np.unique(np.clip(scaled, low, limit))[::-1]]
        self.floats = np.array([float(t) for t in self.places])
        self.degrees = np.arange(D + 1)
        self.later = later_bound(problem.d, self.floats, LAST)
        near = np.isfinite(self.later)
        self.places = [t for t, kept in zip(self.places, near, strict=True) if kept]
        self.floats, self.later = self.floats[near], self.later[near]

    def solve(self) -> DualWitness:
        """The multipliers of max K(1) - sum psi_k - H(1) over psi, eta >= 0 with |K - sum psi_k P_k| + H <= 0."""
        t, problem = self.floats, self.problem
        P = legendre_rows(problem.d, t, int(self.degrees.max()))[self.degrees].T
        ones, zeros = np.full(P.shape[1], 1 - MARGIN), np.zeros(len(t))
        eta, cost = P, ones
        if problem.d > 2:  # and so that the degrees from LAST on are settled
            eta, cost = np.column_stack([P, -self.later]), np.append(ones, 1 - MARGIN)
        found = maximise(P, eta, ones, cost, zeros, kernel_floats(problem, np.arccos(np.clip(t, -1, 1))), 0.0)
        unit, atoms = 2**WEIGHT_PLACES, list[tuple[Fraction, Fraction, Fraction]]()
        mu = found.plus + found.minus
        kept = mu > MARGIN / 4 / len(mu)
        for place, plus, minus in zip(np.array(self.places)[kept], found.plus[kept], found.minus[kept], strict=True):
            nu, rho = Fraction(round((minus - plus) * unit), unit), Fraction(round(2 * min(plus, minus) * unit), unit)
            atoms.append((place, nu, rho))
        return DualWitness(problem, tuple(atoms), self.period if problem.d == 2 else self._settled(atoms))

    def _settled(self, atoms: list[tuple[Fraction, Fraction, Fraction]]) -> int:
        """An even degree from which the tail bound suffices, in floats with room."""
        t = np.array([float(x[0]) for x in atoms])
        mu = np.array([float(abs(x[1]) + x[2]) for x in atoms])
        low, high = 2, LAST
        while low < high:
            middle = (low + high) // 4 * 2
            low, high = (low, middle) if float(mu @ later_bound(self.problem.d, t, middle)) < 1 else (middle + 2, high)
        return high

    def violated(self, witness: DualWitness) -> tuple[NDArray[np.intp], float]:
        """Degrees below k0 where a hypothesis fails or is close to it, the worst of each run; and the least value."""
        if self.problem.d == 2:
            return np.array([], dtype=np.intp), 0.0
        t = np.array([float(x[0]) for x in witness.atoms])
        nu = np.array([float(x[1]) for x in witness.atoms])
        mu = np.abs(nu) + np.array([float(x[2]) for x in witness.atoms])
        P = legendre_rows(self.problem.d, t, witness.k0 - 1)
        least = np.minimum(P @ nu, P @ mu) + 1
        edge = np.concatenate([[np.inf], least, [np.inf]])
        lowest = (least <= edge[:-2]) & (least <= edge[2:]) & (least < MARGIN / 4)
        bad = np.flatnonzero(lowest)
        return bad[np.argsort(least[bad])][:200], float(least.min())


def later_bound(d: int, t: Floats, k0: int) -> Floats:
    """The tail bound in floats, with some room."""
    k, sine2 = np.arange(2, k0 + 1, 2), 1 - t * t
    level, bend = (k0 + (d - 2) / 2) ** 2, (d - 2) * (d - 4) / 4
    here = level - bend / sine2
    root = np.sqrt(np.maximum(1, (level - bend) / np.where(here > 0, here, np.nan)))
    bound = 1.001 * np.prod((k - 1) / (k + d - 3)) * sine2 ** (-(d - 2) / 4) * root
    return np.asarray(np.where(here > 0, bound, np.inf))


def best_period(angle: float, least: int) -> int:
    """The q from `least` to twice that for which some pi j/q is just above the angle.

    Examples
    --------
    >>> best_period(math.pi / 9, 50) % 9
    0
    """
    q = np.arange(least, 2 * least)
    steps = np.ceil(angle * q / math.pi - 1e-9) / q
    return int(q[np.argmin(np.round(steps, 12))])
