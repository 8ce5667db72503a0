"""Theta_L off its cuts: an ellipse in its domain, its size there, its Taylor coefficients, Cauchy's formula.

Theta_L(1-v^2) is analytic for |v| <= r if r_0 = r, r_{j+1}^2 = r_j^2 + D(r_j)/pi has r_{L-2} < sqrt 2, with D(x) the
integral of 4x asin(x/sqrt 2), and bounded by M_+ = F_L, F_1 = 1 + r^2,
F_l = F_{l-1} (1 + (2/pi) asin(r_{l-2}/sqrt 2)) + 1 + r_{l-1}^2.  Theta_L(-1+w^2) is analytic for |w| < sqrt 2, and
bounded by M_- = L + 2.  The largest ellipse with foci -1 and 1 inside has cosh tau = 1 + s_0, s_0 = r^2/2.
"""

from functools import lru_cache

import mpmath as mp
from sympy import Eq, Function, Interval, Le, Range, Rational, Symbol, cos, oo, pi, sin

from ntksym.claims import Cited, Derivation, Identity, Positive
from ntksym.formulas.ntk import Theta

HALF = Rational(1, 2)
L = Symbol("L", integer=True, positive=True)
h = Symbol("h", real=True)
m = Symbol("m", integer=True, nonnegative=True)
q = Symbol("q", positive=True)
r = Symbol("r", positive=True)
t = Symbol("t", real=True)
x = Symbol("x", nonnegative=True)
RADII = {r: Interval.open(0, oo)}


# --- Theta_L as a power series at both ends, numerically -------------------------------------------


def _bulge(v):
    angle = 2 * mp.asin(v / mp.sqrt(2))
    return mp.sin(angle) - angle * mp.cos(angle)


def at_one(L, v):
    """Theta_L(1 - v^2) as an analytic function of v."""
    total = 1 - v**2
    for _ in range(L - 1):
        angle, square = 2 * mp.asin(v / mp.sqrt(2)), v**2 - _bulge(v) / mp.pi
        total = total * (1 - angle / mp.pi) + 1 - square
        v = v * mp.sqrt(square / v**2)
    return total


def at_minus_one(L, w):
    """Theta_L(-1 + w^2) as an analytic function of w, L >= 2."""
    angle, layer = 2 * mp.asin(w / mp.sqrt(2)), _bulge(w) / mp.pi
    total = layer + (w**2 - 1) * angle / mp.pi
    for _ in range(L - 2):
        step = 1 - mp.acos(layer) / mp.pi
        layer = (mp.sqrt(1 - layer**2) + layer * (mp.pi - mp.acos(layer))) / mp.pi
        total = layer + total * step
    return total


def theta(L, t):
    """Theta_L(t) for -1 <= t <= 1 by its definition."""
    layer = total = t
    for _ in range(L - 1):
        angle = mp.acos(layer)
        layer = (mp.sin(angle) + (mp.pi - angle) * layer) / mp.pi
        total = layer + total * (1 - angle / mp.pi)
    return total


RADIUS = {2: mp.mpf(5) / 4, 3: mp.mpf(1), 4: mp.mpf(7) / 8}  # r, dyadic, for each depth measured here


def chain(L):
    """M_+ for the radius of that depth; the chain must stay below sqrt 2."""
    radius = RADIUS[L]
    bound = 1 + radius**2
    for _ in range(L - 1):
        if not radius**2 < 2:
            raise ValueError("the chain leaves the disc")
        grown = radius**2 + _bulge(radius) / mp.pi
        bound = bound * (1 + 2 / mp.pi * mp.asin(radius / mp.sqrt(2))) + 1 + grown
        radius = mp.sqrt(grown)
    return bound


def at_point(L, z):
    """Theta_L(z) for complex z in one of the discs."""
    return at_one(L, mp.sqrt(1 - z)) if abs(1 - z) <= RADIUS[L] ** 2 else at_minus_one(L, mp.sqrt(1 + z))


@lru_cache(maxsize=16)
def jumps(L, count, digits):
    """c_m^+ and c_m^- for m < count, by Cauchy's integral over a circle of half the radius."""
    found = []
    with mp.workdps(digits + 40):
        for function in (at_one, at_minus_one):
            radius, nodes = RADIUS[L] / 2, 4 * (digits + 40)
            values = [function(L, radius * mp.expjpi(mp.mpf(2 * a + 1) / nodes)) for a in range(nodes)]
            found.append(
                [
                    mp.re(
                        mp.fsum(f * mp.expjpi(-(2 * m + 1) * mp.mpf(2 * a + 1) / nodes) for a, f in enumerate(values))
                    )
                    / (nodes * radius ** (2 * m + 1))
                    for m in range(count)
                ]
            )
    return tuple(map(tuple, found))


# --- the domain ----------------------------------------------------------------------------------

cosh_, sinh_ = (q + 1 / q) / 2, (1 / q - q) / 2
INSIDE, TURN = {q: Interval.open(0, 1)}, {h: Interval(0, 2)}
modulus = Function("modulus_Theta")

ellipse = Derivation(
    "An ellipse in two slit discs",
    source="derived here; Lemma 2 (8) of the note on certified tails",
    intro="Theta_L is analytic where |z-1| <= r^2 and where |z+1| < 2, off the cuts from 1 and -1; q = e^(-tau).",
)

to_one = ellipse.claim(
    "ellipse_distance_to_one",
    Eq((cosh_ * cos(pi * h) - 1) ** 2 + sinh_**2 * sin(pi * h) ** 2, (cosh_ - cos(pi * h)) ** 2, evaluate=False),
    {**INSIDE, **TURN},
    because="|z - 1| = cosh tau - cos p at z = cosh(tau + ip)",
    proof=Identity(),
)

to_minus_one = ellipse.claim(
    "ellipse_distance_to_minus_one",
    Eq((cosh_ * cos(pi * h) + 1) ** 2 + sinh_**2 * sin(pi * h) ** 2, (cosh_ + cos(pi * h)) ** 2, evaluate=False),
    {**INSIDE, **TURN},
    because="|z + 1| = cosh tau + cos p: the two distances add up to 2 cosh tau = 2 + r^2, and to less inside",
    proof=Identity(),
)

covered = ellipse.claim(
    "ellipse_in_two_discs",
    Le((2 + r**2) - (2 + x), r**2, evaluate=False),
    {**RADII, x: Interval(0, oo)},
    because="where |z + 1| = 2 + x >= 2, the other distance is at most r^2: every point lies in one of the discs. They "
    "meet in a convex lens off the cuts (r^2 < 2), with real points, where the two branches agree",
    proof=Positive(),
)

modulus_bound = ellipse.claim(
    "theta_modulus_on_the_discs",
    Le(modulus(L, h), 1, evaluate=False),
    {L: Range(2, 5), **TURN},
    because="|Theta_L| <= M_+ on |v| <= r by gap_ and theta_of_the_next_layer_on_the_disc, and |Theta_L| <= L + 2 for "
    "|w| <= sqrt 2 by theta_on_the_disc_at_minus_one: the equations of real v and w hold for complex ones. "
    "Measured: the larger of the two quotients at angle pi h of the circles |v| = r and |w| = 7/5, for L = 2, 3, 4",
    proof=Cited("the identity theorem (Rudin 1987, Theorem 10.18), with the steps of disc_bounds.py, layer by layer"),
    numeric=lambda L, h: max(
        abs(at_one(L, RADIUS[L] * mp.expjpi(h))) / chain(L),
        abs(at_minus_one(L, mp.mpf(7) / 5 * mp.expjpi(h))) / (L + 2),
    ),
)

# --- Cauchy's inequalities and formula ------------------------------------------------------------

cauchy, represented = Function("cauchy_quotient"), Function("Theta_represented")


def _represented(L, t):
    """The jumps over both cuts and the integral over the ellipse."""
    s0 = RADIUS[L] ** 2 / 2
    tau = mp.acosh(1 + s0)

    def cut(function, sign):
        return mp.quad(
            lambda y: mp.im(function(L, mp.mpc(0, y))) * 2 * y / (1 + y**2 - sign * t), [0, mp.sqrt(s0)]
        )  # s = y^2

    def around(p):
        z = mp.mpc(tau, p)
        return mp.re(at_point(L, mp.cosh(z)) * mp.sinh(z) / (mp.cosh(z) - t))

    return (mp.quad(around, mp.linspace(0, mp.pi, 5)) - cut(at_one, 1) - cut(at_minus_one, -1)) / mp.pi


formulas = Derivation(
    "Cauchy's inequalities and Cauchy's formula",
    source="derived here; (7) and (9) of the note on certified tails",
    intro="c_m^+ and c_m^- are the coefficients of v^(2m+1) in Theta_L(1-v^2) and of w^(2m+1) in Theta_L(-1+w^2).",
)

cauchy_bound = formulas.claim(
    "cauchy_inequalities",
    Le(cauchy(L, m), 1, evaluate=False),
    {L: Range(2, 5), m: Range(0, 12)},
    because="|c_m^+| <= M_+ r^(-2m-1) and |c_m^-| <= M_- 2^(-m-1/2). Measured: the larger quotient of the two sides",
    proof=Cited("Cauchy's inequalities, DLMF 1.9(iii), on the circles |v| = r and |w| = R for every R < sqrt 2"),
    numeric=lambda L, m: max(
        abs(jumps(L, 12, 60)[0][m]) * RADIUS[L] ** (2 * m + 1) / chain(L),
        abs(jumps(L, 12, 60)[1][m]) * mp.sqrt(2) ** (2 * m + 1) / (L + 2),
    ),
)

representation = formulas.claim(
    "cauchy_representation",
    Eq(represented(L, t), Theta(L, t), evaluate=False),
    {L: Range(2, 5), t: Interval(-HALF, HALF)},
    because="minus the jumps J = sum of (-1)^m c_m s^(m+1/2) over pi times 1/(1+s-t), 1/(1+s+t), plus the ellipse. "
    "Measured at |t| <= 1/2 and L = 2, 3, 4, with the two cuts and the ellipse integrated numerically",
    proof=Cited("Cauchy's integral formula, DLMF 1.9(iii), on that ellipse slit along both cuts"),
    numeric=_represented,
)
