r"""The population law for a general law nu of D_k^2 with finitely many atoms, in floating point (not certified).

With Delta(t) = t/(b^2 t - zeta) and Delta'(t) = t/(b^2 t - zeta)^2, mu the limiting law of G diag(Delta(D^2)) G',
g(eta) = int dmu(q)/(q - eta) its transform, eta = -1/g + gamma_2 int Delta/(1 + Delta g) dnu.  Then

    m_H(zeta) = int dnu(t)/(b^2 t - zeta) - int F(-1/a^2 - q) dmu(q),
    F(eta) = int Delta' g(eta)/(1 + Delta g(eta)) dnu,

and the last integral is -(1/2 pi i) times that of F(-1/a^2 - eta) g(eta) around the convex hull of 0 and the points
(1 + sqrt gamma_2)^2 Delta(t): it misses the hull's reflection through -1/(2 a^2), where F's argument would be.

SOURCE: derived here; compared with matrices to 1e-2 and, for one atom, with :mod:`ntksym.laws.population` to 1e-9.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import minimize_scalar

from ntksym.balls.arb import arb, ball, certainly_positive, lower
from ntksym.errors import InputError, UndecidedError
from ntksym.laws.floating import Complex, FloatLaw, Real

GAUSS, MOST_PANELS = 10, 60  # nodes of a panel, panels of a side of the contour
FAR, LEFT = 40.0, 3e-5  # the transform is followed from FAR times the contour's points, until LEFT of that is left
SHRINKS = (0.65, 0.9, 0.97)
FINE = {"xatol": 1e-13}
MOST_ATOMS = 8


@dataclass(frozen=True)
class Atoms:
    """A law of D_k^2 with finitely many atoms, exact.

    Examples
    --------
    >>> Atoms.parse("1:1/2, 4:1/2").mean
    Fraction(5, 2)
    >>> Atoms.parse("1:1/2")
    Traceback (most recent call last):
      ...
    ntksym.errors.InputError: --d-law 1:1/2: the weights sum to 1/2; give weights that sum to 1, e.g. 1:1/2,4:1/2
    """

    places: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    @classmethod
    def parse(cls, text: str) -> Atoms:
        """Read ``VALUE:WEIGHT,VALUE:WEIGHT,...``; the values are those of D^2, positive."""
        what, how = f"--d-law {text}", "give e.g. 1:1/2,4:1/2"
        if len(text) > 400:
            raise InputError(what, "too long", how)
        places, weights = [], []
        for part in text.split(","):
            place, colon, weight = part.partition(":")
            try:
                places.append(Fraction(place.strip()))
                weights.append(Fraction(weight.strip()) if colon else Fraction(1))
            except (ValueError, ZeroDivisionError):
                raise InputError(what, f"{part.strip()[:30]!r} is not VALUE:WEIGHT", how) from None
        if len(places) > MOST_ATOMS or len(set(places)) < len(places):
            raise InputError(what, f"more than {MOST_ATOMS} atoms, or one twice", how)
        if min(places) <= 0 or min(weights) <= 0 or max(places) > 10**6 or min(places) < Fraction(1, 10**6):
            raise InputError(what, "values of D^2 lie between 10^-6 and 10^6, weights are positive", how)
        if sum(weights) != 1:
            raise InputError(what, f"the weights sum to {sum(weights)}", f"give weights that sum to 1, e.g. {how[10:]}")
        return cls(tuple(places), tuple(weights))

    @property
    def mean(self) -> Fraction:
        """The mean of D^2."""
        return self.moment(1)

    def moment(self, k: int) -> Fraction:
        """The k-th moment of D^2."""
        return sum((w * t**k for t, w in zip(self.places, self.weights, strict=True)), Fraction(0))

    def arrays(self) -> tuple[Real, Real]:
        """Places and weights in floating point."""
        return np.array([float(t) for t in self.places]), np.array([float(w) for w in self.weights])


@dataclass(frozen=True)
class GeneralPopulation:
    """H for a general nu, a :class:`~ntksym.laws.floating.Transform`; for zeta above the real line, or left of supp H.

    Examples
    --------
    >>> from ntksym.laws.floating import FloatPopulation
    >>> zeta = np.array([-1.0 + 0j, 1.0 + 1.0j])
    >>> one = GeneralPopulation(0.2, 0.1, 1.5, Atoms.parse("1"))(zeta)[0]
    >>> bool(np.max(np.abs(one - FloatPopulation(0.2, 0.1, 1.5)(zeta)[0])) < 1e-9)
    True
    """

    a2: float
    b2: float
    gamma: float
    nu: Atoms

    def __call__(self, zeta: Complex, nodes: int = 0) -> tuple[Complex, Complex]:
        """m_H, and m_H' by a central difference with steps small against the distance to supp H."""
        flat = np.ravel(np.asarray(zeta, dtype=complex))
        h = 1e-4 * np.where(flat.imag > 0, flat.imag, np.abs(flat - self.left))
        value = np.array([[self.one(z), self.one(z + e), self.one(z - e)] for z, e in zip(flat, h, strict=True)])
        m, slope = value[:, 0], (value[:, 1] - value[:, 2]) / (2 * h)
        return m.reshape(np.shape(zeta)), slope.reshape(np.shape(zeta))

    def one(self, zeta: complex) -> complex:
        """m_H at one point."""
        t, w = self.nu.arrays()
        first = complex(np.sum(w / (self.b2 * t - zeta)))
        if self.a2 == 0:
            return first
        delta = t / (self.b2 * t - zeta)
        corners = np.append(0, (1 + np.sqrt(self.gamma)) ** 2 * delta)
        eta, step = contour(corners, -1 / self.a2)
        slope = t / (self.b2 * t - zeta) ** 2
        with np.errstate(all="ignore"):
            for shrink in SHRINKS:  # a coarse path to the contour, and a fine one if a branch was lost
                g, h = (self._transform(x, delta, w, shrink) for x in (eta, -1 / self.a2 - eta))
                if abs(np.sum(g * step) / (2j * np.pi) + 1) < 1e-7 and np.all(np.isfinite(h)):
                    F = np.sum(w * slope * h[:, None] / (1 + delta * h[:, None]), axis=1)
                    return first + complex(np.sum(F * g * step)) / (2j * np.pi)
        raise UndecidedError(f"the transform of the general law was lost at zeta={zeta:.6g}")

    def _transform(self, eta: Complex, delta: Complex, w: Real, shrink: float) -> Complex:
        """G at points outside the hull: from far out, where g = -1/eta, along rays from 0, by Newton's method."""
        g = -1 / (eta * (1 + FAR))
        steps = int(np.log(LEFT) / np.log(shrink))
        for factor in [*(1 + FAR * shrink ** np.arange(steps)), 1.0, 1.0]:
            for _ in range(2):
                d = 1 + delta * g[:, None]
                residue = -1 / g + self.gamma * np.sum(w * delta / d, axis=1) - eta * factor
                g = g - residue / (1 / g**2 - self.gamma * np.sum(w * delta**2 / d**2, axis=1))
        return np.asarray(g)

    @property
    def left(self) -> float:
        """Where supp H can begin: H >= b^2 nu."""
        return self.b2 * float(min(self.nu.places))


def contour(points: Complex, mirror: complex) -> tuple[Complex, Complex]:
    """Nodes and steps of a closed curve around the convex hull of the points, anticlockwise.

    It keeps half of the distance between the hull and the hull's image under q -> mirror - q.
    """
    turn = np.exp(1j * np.linspace(0, 2 * np.pi, 720, endpoint=False))
    support = np.max((points[:, None] * turn.conj()).real, axis=0)
    distance = float(np.max((mirror * turn.conj()).real - 2 * support))
    if distance <= 0:
        raise UndecidedError("the contour of the general law meets its reflection: zeta is inside the support of H")
    r = distance / 2
    corners = hull(points)
    nodes, steps = [], []
    for a, b, c in zip(corners, np.roll(corners, -1), np.roll(corners, -2), strict=True):
        normal, after = -1j * (b - a) / abs(b - a), -1j * (c - b) / abs(c - b)
        angle = float(np.angle(after / normal)) if len(corners) > 2 else np.pi
        for u, du in _panels(abs(b - a) / r):
            nodes.append(a + r * normal + u * (b - a))
            steps.append(du * (b - a))
        for u, du in _panels(abs(angle)):
            ray = r * normal * np.exp(1j * angle * u)
            nodes.append(b + ray)
            steps.append(du * 1j * angle * ray)
    return np.concatenate(nodes), np.concatenate(steps)


def _panels(length: float) -> list[tuple[Real, Real]]:
    """Gauss nodes and weights on [0, 1], in panels no longer than 1 of ``length``."""
    count = min(MOST_PANELS, max(1, int(np.ceil(length))))
    x, w = np.polynomial.legendre.leggauss(GAUSS)
    return [((i + (x + 1) / 2) / count, w / 2 / count) for i in range(count)]


def hull(points: Complex) -> Complex:
    """The corners of the convex hull, anticlockwise (two, if the points lie on a line)."""
    ordered = sorted(set(points.tolist()), key=lambda p: (p.real, p.imag))

    def chain(ps: list[complex]) -> list[complex]:
        found: list[complex] = []
        for p in ps:
            while len(found) > 1 and ((found[-1] - found[-2]).conjugate() * (p - found[-1])).imag <= 0:
                found.pop()
            found.append(p)
        return found[:-1]

    return np.array(chain(ordered) + chain(ordered[::-1]))


def follow(law: FloatLaw, x: Real) -> Complex:
    """The zeta of the upper half-plane with z(zeta) = x + i0 at neighbouring points x, each from the one before.

    The first is reached from far above.  From where Newton's method fails (at an edge) on the answer is NaN.
    """
    size = float(np.max(np.abs(x)))
    zeta = complex(x[0] + 8j * size) / law.gamma
    for height in (4, 2, 1, 0.5, 0.25, 0.12, 0.06, 0.03, 0.01):
        zeta = _solve(law, complex(x[0] + 1j * height * size), zeta)
    found = np.full(len(x), np.nan, dtype=complex)
    for i, target in enumerate(x):
        zeta = _solve(law, complex(target), zeta)
        if np.isnan(zeta):
            break
        found[i] = zeta
    return found


def _solve(law: FloatLaw, target: complex, zeta: complex) -> complex:
    """Newton's method; the slope is kept while it serves."""
    slope, before = 0j, np.inf
    for _ in range(30):
        try:
            if slope == 0:
                slope = complex(law.z(np.array([zeta]))[1][0])
            residue = zeta * (law.gamma - 1 - zeta * law.H.one(zeta)) - target
        except UndecidedError:
            return complex(np.nan)
        step = residue / slope
        fall = step.imag / (0.7 * zeta.imag) if step.imag > 0 else 0.0
        if abs(step) < 1e-9 * abs(zeta):
            return zeta
        slope = slope if abs(residue) < 0.2 * before else 0j
        before = abs(residue)
        zeta = zeta - step / max(1.0, fall)
    return complex(np.nan)


def left_edge_bound(b_squared: arb, nu: Atoms, gamma1: Fraction) -> Fraction:
    """A certified lower bound of the left edge of the nonzero part, given H >= b^2 nu (in the order of distributions).

    z(zeta) with H replaced by b^2 nu is a lower bound at every zeta < b^2 min t, as t/(t - zeta) increases in t for
    zeta < 0 and decreases for 0 < zeta < t; the best zeta is sought in floating point.
    """
    if not certainly_positive(b_squared):
        return Fraction(0)
    b2 = float(b_squared)
    t, w = nu.arrays()
    top = b2 * float(min(nu.places))

    def value(zeta: float) -> float:
        return -float(zeta * (float(gamma1) - np.sum(w * b2 * t / (b2 * t - zeta))))

    far = -20 * b2 * float(max(nu.places)) * max(1.0, 1 / float(gamma1))
    best = Fraction(float(minimize_scalar(value, bounds=(far, top * (1 - 1e-9)), method="bounded", options=FINE).x))
    total = ball(gamma1)
    for place, weight in zip(nu.places, nu.weights, strict=True):
        gap = b_squared * ball(place) - ball(best)
        if not certainly_positive(gap):
            return Fraction(0)
        total = total - ball(weight * place) * b_squared / gap
    return max(Fraction(0), lower(ball(best) * total))


def approximate_edges(law: FloatLaw) -> tuple[float, float]:
    """The ends of the continuous part for a general law of D, in floating point: the extrema of z on the real line.

    Where z has no minimum right of supp H (a soft edge), the right end is its limit as far as the contour reaches.
    """
    left, right = edge_places(law)
    return max(0.0, _real_value(law, left, -np.inf)), _real_value(law, right, np.inf)


def edge_places(law: FloatLaw) -> tuple[float, float]:
    """The places of these extrema on the zeta line."""
    size = (law.H.a2 * (1 + np.sqrt(law.H.gamma)) ** 2 + law.H.b2) * float(max(law.H.nu.places))
    left = [law.H.left - size * np.exp(s) for s in np.linspace(-6, 5, 34)]
    best = max(left, key=lambda zeta: _real_value(law, zeta, -np.inf))
    step = abs(best - law.H.left) * 0.3
    low = _place(lambda zeta: -_real_value(law, zeta, -np.inf), best - step, min(best + step, law.H.left))
    top = law.H.b2 * float(max(law.H.nu.places))  # supp H reaches at least as far
    right = [zeta for zeta in size * np.exp(np.linspace(-2, 4, 46)) if zeta > top]
    best = min(right, key=lambda zeta: _real_value(law, zeta, np.inf))
    return low, _place(lambda zeta: _real_value(law, zeta, np.inf), max(best * 0.85, top), best * 1.15)


def _real_value(law: FloatLaw, zeta: float, otherwise: float) -> float:
    """Z at a real point, or ``otherwise`` where the contour is not found."""
    try:
        return float(zeta * (law.gamma - 1 - zeta * law.H.one(complex(zeta)).real))
    except UndecidedError:
        return otherwise


def _place(f: Callable[[float], float], low: float, high: float) -> float:
    with np.errstate(all="ignore"):
        return float(minimize_scalar(f, bounds=(low, high), method="bounded", options={"xatol": 1e-9 * abs(high)}).x)
