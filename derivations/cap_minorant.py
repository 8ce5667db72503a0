"""The cap minorant: the overlap of two caps as a positive definite function that vanishes on separated data.

Definition.  Phi(<x, y>) is the measure of the points within the angle b = pi s of both x and y; Phi(1) = A(b).
It vanishes where x and y are at least 2b apart, and its Funk-Hecke eigenvalues are chi_k^2, those of the cap squared.
If K has eigenvalues a_k >= r_e chi_k^2 for even k and a_k >= r_o chi_k^2 for odd k, then K less

    M(t) = (r_e + r_o)/2 Phi(t) + (r_e - r_o)/2 Phi(-t)

has eigenvalues >= 0; and on data whose lines are 2b apart M is (r_e + r_o) A(b)/2 times the identity.
"""

import mpmath as mp
from cap_transform import CAP, cap, d, k, s
from half_line_transforms import p, u
from legendre_polynomials import _legendre, degree_zero, t
from spherical_harmonics import circle as legendre_circle
from spherical_harmonics import parity
from sympy import (
    Eq,
    Function,
    Ge,
    Integer,
    Integral,
    Interval,
    Lambda,
    Range,
    Rational,
    Sum,
    Symbol,
    asin,
    cos,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import Antiderivative, Cited, Combination, Derivation, Identity, Induction, Monotone, Positive
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)
b = pi * s
c = Symbol("c", real=True)
g = Symbol("g", real=True)
h = Symbol("h", real=True)
v = Symbol("v", real=True)
w = Symbol("w", real=True)
q = Symbol("q", nonnegative=True)
r = Symbol("r", nonnegative=True)
UNIT = Interval(0, 1)
ANGLES = {s: Interval.Lopen(0, HALF)}


# --- where it vanishes ---------------------------------------------------------------------------

apart = Derivation(
    "Distant caps do not meet",
    source="spherical law of cosines",
    intro="A point z at the angles pi v and pi w from x and y, with dihedral cosine c between the two arcs.",
)

triangle = apart.claim(
    "spherical_triangle_inequality",
    Ge(
        cos(pi * v) * cos(pi * w) + sin(pi * v) * sin(pi * w) * c,
        cos(pi * v + pi * w, evaluate=False),
        evaluate=False,
    ),
    {v: UNIT, w: UNIT, c: Interval(-1, 1)},
    because="the left side is <x, y>: split x and y along z; the parts orthogonal to z have a cosine c >= -1 (Cauchy)",
    proof=Positive(),
)

distant = apart.claim(
    "points_of_both_caps_bring_the_centres_close",
    Ge(cos(pi * g * h), cos(pi * g), evaluate=False),
    {g: UNIT, h: UNIT},
    because="z in both caps has v + w = g h with pi g = 2b <= pi, h <= 1: so <x, y> >= cos(2b), in every dimension",
    proof=Monotone(h, start=1, derivative=Positive()),
    source="the cosine decreases on [0, pi]",
)

# --- the overlap on the circle and on the sphere -------------------------------------------------

overlap = Derivation(
    "The overlap of two caps and its eigenvalues",
    source="Fubini's theorem; Mueller 1966, Theorem 6; the areas are derived here",
    intro="Phi as a function of the angle of the centres, and its eigenvalues, the squares of the cap's.",
)

arcs, arcs_transform = Function("Phi_2"), Function("mu_Phi")
ARCS = {arcs: Lambda((s, h), Integral(1 / (2 * pi), (v, 2 * b * h - b, b)))}
ARCS_TRANSFORM = {
    arcs_transform: Lambda(
        (k, s),
        density_constant(Integer(2)) * Integral((s - u / (2 * pi)) * LegendreP(2, k, cos(u)), (u, 0, 2 * b)),
    )
}

arcs_overlap = overlap.claim(
    "overlap_on_the_circle",
    Eq(arcs(s, h), s * (1 - h), evaluate=False),
    {**ANGLES, h: UNIT},
    because="two arcs of half length b, at the angle 2bh: A(b) at h = 0, and 0 at h = 1",
    proof=Antiderivative(of=v / (2 * pi)),
    where=ARCS,
)

cap_circle = overlap.claim(
    "cap_transform_on_the_circle",
    Eq(cap(2, k, s), sin(k * b) / (pi * k), evaluate=False),
    {k: Range(1, oo), s: Interval.open(0, 1)},
    because="P_k(cos u) = cos(ku)",
    proof=Antiderivative(of=sin(k * u) / k, using=[legendre_circle], ends=[]),
    where=CAP,
)

arcs_closed = overlap.claim(
    "overlap_eigenvalues_on_the_circle_closed_form",
    Eq(arcs_transform(k, s), sin(k * b) ** 2 / (pi * k) ** 2, evaluate=False),
    {k: Range(1, oo), **ANGLES},
    because="integrate (s - u/(2 pi)) cos(ku) by parts; 1 - cos(2kb) = 2 sin(kb)^2",
    proof=Antiderivative(
        of=(s - u / (2 * pi)) * sin(k * u) / k - cos(k * u) / (2 * pi * k**2), using=[legendre_circle], ends=[]
    ),
    where=ARCS_TRANSFORM,
)

arcs_squares = overlap.claim(
    "overlap_eigenvalues_on_the_circle",
    Eq(arcs_transform(k, s), cap(2, k, s) ** 2, evaluate=False),
    {k: Range(1, oo), **ANGLES},
    because="both are (sin(kb)/(pi k))^2",
    proof=Identity([arcs_closed, cap_circle]),
    where={**CAP, **ARCS_TRANSFORM},
)

arcs_mean = overlap.claim(
    "overlap_mean_on_the_circle",
    Eq(arcs_transform(0, s), s**2, evaluate=False),
    ANGLES,
    because="degree 0: A(b)^2, with A(b) = b/pi",
    proof=Antiderivative(of=s * u - u**2 / (4 * pi), using=[degree_zero.at({d: 2, t: cos(u)})], ends=[]),
    where=ARCS_TRANSFORM,
)

corner, lens = Symbol("theta", real=True), Function("Phi_3")
C = Symbol("C", positive=True)
LENS = {
    lens: Lambda(
        (C, corner),
        Integral(v / pi * C * (1 - C**2) * sin(v) / (1 - C**2 * sin(v) ** 2) ** Rational(3, 2), (v, 0, corner)),
    )
}

lens_overlap = overlap.claim(
    "overlap_on_the_sphere",
    Eq(
        lens(C, pi * g),
        (asin(C * sin(pi * g)) - pi * g * C * cos(pi * g) / sqrt(1 - C**2 * sin(pi * g) ** 2)) / pi,
        evaluate=False,
    ),
    {C: Interval.open(0, 1), g: Interval(0, HALF)},
    because="centres 2h apart, C = cos h: twice the points of one cap beyond the plane between. At the azimuth v they "
    "begin at cos C cos v/sqrt(1 - C^2 sin(v)^2), which is cos b at the corner v = pi g: 0 if h = b, as then g = 0",
    proof=Antiderivative(of=(asin(C * sin(v)) - v * C * cos(v) / sqrt(1 - C**2 * sin(v) ** 2)) / pi),
    where=LENS,
)

OVERLAPS = {  # at the angle 2h, in dimension d
    2: lambda b, h: (b - h) / mp.pi,
    3: lambda b, h: (mp.acos(mp.sin(h) / mp.sin(b)) - mp.cos(b) * mp.acos(mp.tan(h) / mp.tan(b))) / mp.pi,
    4: lambda b, h: (
        (b - h - (mp.sin(2 * b) - mp.sin(2 * h)) / 2 - mp.tan(h) * (mp.sin(b) ** 2 - mp.sin(h) ** 2)) / mp.pi
    ),
}
transform = Function("mu_Phi_d")


def _transform(d, k, s):
    """The eigenvalue of the overlap by quadrature."""
    with mp.workdps(mp.mp.dps + 20):
        half = mp.pi * s
        value = mp.quad(
            lambda h: OVERLAPS[d](half, h) * _legendre(d, k, mp.cos(2 * h)) * 2 * mp.sin(2 * h) ** (d - 2),
            mp.linspace(0, half, 2 + k // 4),
        )
        return value / mp.quad(lambda u: mp.sin(u) ** (d - 2), [0, mp.pi / 2, mp.pi])


squares = overlap.claim(
    "overlap_eigenvalues_are_squares",
    Eq(transform(d, k, s), cap(d, k, s) ** 2, evaluate=False),
    {d: Range(2, 5), k: Range(0, 9), s: Interval.open(0, HALF)},
    because="the integral of Phi(<x, y>) P_k(<y, z>) over y is, in the other order, twice a mean over a cap: "
    "funk_hecke_formula with f = 1 gives chi_k each time. Measured here in dimensions 2, 3, 4, where Phi is elementary",
    proof=Cited("Fubini's theorem, with funk_hecke_formula; Mueller 1966, Theorem 6"),
    where=CAP,
    numeric=_transform,
)

# --- parity and the bound ------------------------------------------------------------------------

n = Symbol("n", integer=True, nonnegative=True)
a = Function("a")
EVERY = {d: Range(2, oo), t: Interval(-oo, oo)}

bound = Derivation(
    "From eigenvalues to a lower bound for all separated data",
    source="the cap minorant; Karhadkar et al. 2024 (arXiv 2405.14630), (C2)-(C4) of the extended notes",
    intro="a(k) stands for N_k chi_k^2, r for r_e, q for r_o. The diagonal of M is (r + q)/2 Phi(1) = (r + q) A(b)/2.",
)

split = bound.claim(
    "minorant_by_parity",
    Eq(
        Sum(a(k) * ((r + q) / 2 * LegendreP(d, k, t) + (r - q) / 2 * LegendreP(d, k, -t)), (k, 0, 2 * n)),
        Sum(r * a(2 * p) * LegendreP(d, 2 * p, t), (p, 0, n))
        + Sum(q * a(2 * p - 1) * LegendreP(d, 2 * p - 1, t), (p, 1, n)),
        evaluate=False,
    ),
    {**EVERY, n: Range(0, oo), r: Interval(0, oo), q: Interval(0, oo)},
    because="P_k(-t) = (-1)^k P_k(t): M has the eigenvalues r_e chi_k^2 at even k, r_o chi_k^2 at odd k",
    proof=Induction(n, recurrence=[parity.at({k: 2 * n + 1}), parity.at({k: 2 * n + 2})], base=[parity.at({k: 0})]),
    example={a: Lambda(k, 1 / (k + 1) ** 2)},
)

x1, x2, x3 = (Symbol(f"z_{i}", real=True) for i in (1, 2, 3))
TRIPLE = {x1: Interval(-oo, oo), x2: Interval(-oo, oo), x3: Interval(-oo, oo)}
beside = cos(u) * cos(v) + sin(u) * sin(v) * cos(w)

positive = bound.claim(
    "legendre_is_positive_definite",
    Ge(
        x1**2
        + x2**2
        + x3**2
        + 2 * x1 * x2 * LegendreP(d, k, cos(u))
        + 2 * x1 * x3 * LegendreP(d, k, cos(v))
        + 2 * x2 * x3 * LegendreP(d, k, beside),
        0,
        evaluate=False,
    ),
    {d: Range(3, oo), k: Range(0, oo), u: Interval(0, 3), v: Interval(0, 3), w: Interval(0, 3), **TRIPLE},
    because="N_k times the mean of (z_1 P_k(<x_1, .>) + z_2 P_k(<x_2, .>) + ...)^2, by funk_hecke_formula and norm; so "
    " f(T) >= s M(T) if all eigenvalues of f - s M are >= 0. Written for three points",
    proof=Cited("Schoenberg 1942, Theorem 1; the addition formula, Mueller 1966, Theorem 2"),
)

circle_example = bound.claim(
    "hemisphere_above_cap_on_the_circle",
    Ge(1 / (pi * k) ** 2, cap(2, k, s) ** 2, evaluate=False),
    {k: Range(1, oo), **ANGLES},
    because="sin(kb)^2 <= 1, and 1/(pi k) is |h_k| at odd k (hemisphere_on_the_circle): in dimension 2 kappa_0 has "
    "r_e = 0, r_o = 2, and lambda_min >= A(b) = b/pi",
    proof=Combination([], squares=[(1 / (pi * k) ** 2, cos(k * b))], using=[cap_circle]),
    where=CAP,
)

two_points_zero = bound.claim(
    "two_points_kappa_zero",
    Eq(1 - kappa_zero(cos(b)), s, evaluate=False),
    {s: UNIT},
    because="two points at angle b: the smaller eigenvalue is b/pi, an upper bound for all data with that pair",
    proof=Identity(),
)

two_points_ntk = bound.claim(
    "two_points_ntk_two",
    Eq(
        2 - kappa_one(cos(b)) - cos(b) * kappa_zero(cos(b)),
        2 - 2 * (1 - s) * cos(b) - sin(b) / pi,
        evaluate=False,
    ),
    {s: UNIT},
    because="two points at angle b: Theta_2(1) - Theta_2(cos b)",
    proof=Identity(),
)
