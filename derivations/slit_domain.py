"""Theta_L off its cuts: its size on two discs, its Taylor coefficients there, Cauchy's formula on the slit ellipse.

Theta_L(1-v^2) is analytic for |v| <= r if r_0 = r, r_{j+1}^2 = r_j^2 + D(r_j)/pi has r_{L-2} < sqrt 2, with D(x) the
integral of 4x asin(x/sqrt 2), and bounded by M_+ = F_L, F_1 = 1 + r^2,
F_l = F_{l-1} (1 + (2/pi) asin(r_{l-2}/sqrt 2)) + 1 + r_{l-1}^2.  Theta_L(-1+w^2) is analytic for |w| < sqrt 2, and
bounded by M_- = L + 2.  Cauchy's formula is used on the ellipse with foci -1 and 1 through 1 + s_0, s_0 = 31/32, slit
along both cuts, which lies in the strip of strip.py for every L.
"""

from functools import lru_cache

import mpmath as mp
from strip import S0, theta_at
from sympy import Eq, Function, Interval, Le, Range, Rational, Symbol

from ntksym.claims import Cited, Derivation
from ntksym.formulas.ntk import Theta

HALF = Rational(1, 2)
L = Symbol("L", integer=True, positive=True)
h = Symbol("h", real=True)
m = Symbol("m", integer=True, nonnegative=True)
t = Symbol("t", real=True)


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


# --- the discs -----------------------------------------------------------------------------------

modulus = Function("modulus_Theta")

discs = Derivation(
    "Theta_L on two discs",
    source="derived here; Lemma 2 of the note on certified tails",
    intro="Theta_L(1-v^2) for |v| <= r and Theta_L(-1+w^2) for |w| < sqrt 2.",
)

modulus_bound = discs.claim(
    "theta_modulus_on_the_discs",
    Le(modulus(L, h), 1, evaluate=False),
    {L: Range(2, 5), h: Interval(0, 2)},
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
    tau = mp.acosh(1 + mp.mpf(S0.p) / S0.q)

    def cut(end, sign):
        """The jump at the angle end + sign i a of the cut, where cosh a = 1 + s."""
        return mp.quad(
            lambda a: mp.im(theta_at(L, mp.mpc(end, sign * a))) * mp.sinh(a) / (mp.cosh(a) - sign * t), [0, tau]
        )

    def around(p):  # cosh(tau + ip) = cos(p - i tau)
        z = mp.mpc(tau, p)
        return mp.re(theta_at(L, mp.mpc(p, -tau)) * mp.sinh(z) / (mp.cosh(z) - t))

    return (mp.quad(around, mp.linspace(0, mp.pi, 5)) - cut(0, 1) - cut(mp.pi, -1)) / mp.pi


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
    {L: Range(2, 9), t: Interval(-HALF, HALF)},
    because="minus the jumps J over pi times 1/(1+s-t), 1/(1+s+t), plus the ellipse; Theta_L is analytic inside and "
    "continuous up to both sides of the cuts by strip_into_itself; kernels_on_the_strip bounds |J|, and "
    "J = sum of (-1)^m c_m s^(m+1/2) where that converges. Measured at |t| <= 1/2 for several L, with the two cuts and "
    "the ellipse integrated numerically",
    proof=Cited("Cauchy's integral formula, DLMF 1.9(iii), on that ellipse slit along both cuts"),
    numeric=_represented,
)
