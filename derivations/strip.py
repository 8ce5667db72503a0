"""One domain for every depth: the region W that theta -> arccos kappa_1(cos theta) maps into itself.

W = {x + iy: 0 <= x <= pi, |y| <= 13/10 + 3x/20}, H(theta) = (sin theta + (pi - theta) cos theta)/pi.  On the boundary
of W (a) H lies on no cut (-oo, -1], [1, oo), but for H(0) = 1, and (b) arccos H lies in W.  Then arccos H lies in W for
every theta in W.  As sin, cos are real on the real axis, y >= 0 is enough; the angle of the top is x = pi h.

For (b) two tests of complex_angles.py suffice: inside the ellipse through cosh T the arccosine a + ib has |b| < T,
between the branches of the hyperbola through cos A it has A < a.  On most of the boundary T = 13/10 does; at the left
end of the top T = 13/10 + 3/160, with A = 1/8, as then a > 1/8.
"""

import mpmath as mp
from complex_angles import HALF_LINE, LINE, cosh, ellipse, hyperbola, image, sinh_low
from sympy import Eq, Function, Gt, Interval, Le, Lt, Range, Rational, Sum, Symbol, cos, oo, pi

from ntksym.claims import ByInduction, Cited, Combination, Derivation, Identity, Linear, Monotone, Positive, Subdivision

TAU, SLOPE, S0 = Rational(13, 10), Rational(3, 20), Rational(31, 32)
L = Symbol("L", integer=True, positive=True)
j = Symbol("j", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
a, c = (Symbol(name, real=True) for name in "ac")
C, F, h, p, q, r, s, y = (Symbol(name, nonnegative=True) for name in "CFhpqrsy")
SHARE = Interval(0, 1)


# --- the kernels at complex angles, numerically ----------------------------------------------------


def next_angle(theta):
    """The principal value of arccos H(theta)."""
    return mp.acos((mp.sin(theta) + (mp.pi - theta) * mp.cos(theta)) / mp.pi)


def theta_at(L, theta):
    """Theta_L at a complex angle of W, layer by layer."""
    total = mp.cos(theta)
    for _ in range(L - 1):
        total = total * (1 - theta / mp.pi)
        theta = next_angle(theta)
        total = total + mp.cos(theta)
    return total


def sigma_at(L, theta):
    """Sigma_L at a complex angle of W."""
    for _ in range(L):
        theta = next_angle(theta)
    return mp.cos(theta)


def height(x):
    """The largest |y| in W over x."""
    return mp.mpf(13) / 10 + 3 * mp.mpf(x) / 20


def largest():
    """C."""
    return mp.cosh(height(mp.pi))


# --- the boundary ----------------------------------------------------------------------------------

boundary = Derivation(
    "The boundary of W",
    source="derived here",
    intro="(a) and (b) on the left edge x = 0, on the top x = pi h, y = 13/10 + 3x/20, and on the right edge x = pi; "
    "the bottom is the conjugate.  A = 1/8, T = 13/10 + 3A/20.",
)

NARROW = Rational(1, 8)
WIDER = TAU + SLOPE * NARROW
TURN, UP = Rational(1, 8), Rational(6, 5)  # where the two tests of (b) change, on the top and on the left
left = image(0, y)
top = image(pi * h, TAU + SLOPE * pi * h)
right = image(pi, y)


def _negative(slug, form, domain, because):
    return boundary.claim(slug, Lt(form, 0, evaluate=False), domain, because=because, proof=Subdivision())


boundary.claim(
    "left_edge_off_the_cuts",
    Lt(left[1], 0, evaluate=False),
    {y: Interval.Lopen(0, TAU)},
    because="(a): Im H = (sinh y - y cosh y)/pi has the derivative -y sinh(y)/pi",
    proof=Monotone(y, 0, Combination([(sinh_low, y / pi)])),
)
_negative("top_left_off_the_cuts", top[1], {h: Interval(0, Rational(1, 2))}, "(a): Im H < 0")
_negative("top_right_off_the_cuts", top[0] ** 2 - 1, {h: Interval(Rational(1, 2), 1)}, "(a): |Re H| < 1")
boundary.claim(
    "right_edge_off_the_cuts",
    Eq(right[0], 0, evaluate=False),
    {y: HALF_LINE},
    because="(a): Re H = 0",
    proof=Identity(),
)

TO_THE_CORNER, FROM_THE_CORNER = {y: Interval(UP, TAU)}, {h: Interval(0, TURN)}
_negative("left_edge_inside", ellipse(*left, TAU), {y: Interval(0, UP)}, "(b): |b| < 13/10")
_negative("left_corner_inside", ellipse(*left, WIDER), TO_THE_CORNER, "(b): |b| < 13/10 + 3/160")
_negative("left_corner_away_from_zero", hyperbola(*left, NARROW), TO_THE_CORNER, "(b): a > 1/8")
_negative("top_corner_inside", ellipse(*top, WIDER), FROM_THE_CORNER, "(b): |b| < 13/10 + 3/160")
_negative("top_corner_away_from_zero", hyperbola(*top, NARROW), FROM_THE_CORNER, "(b): a > 1/8")
_negative("top_inside", ellipse(*top, TAU), {h: Interval(TURN, 1)}, "(b): |b| < 13/10")
_negative(
    "right_edge_inside",
    ellipse(*right, TAU),
    {y: Interval(0, Rational(9, 5))},
    "(b): |b| < 13/10; and 13/10 + 3 pi/20 < 9/5",
)

boundary.claim(
    "right_edge_ends_below",
    Lt(TAU + SLOPE * pi, Rational(9, 5), evaluate=False),
    {},
    because="pi < 10/3",
    proof=Subdivision(),
)

boundary.claim(
    "slit_ellipse_in_the_strip",
    Gt(cosh(TAU), 1 + S0, evaluate=False),
    {},
    because="the ellipse with foci -1, 1 through 1 + s_0, s_0 = 31/32, is cos{|y| <= tau_0} with cosh tau_0 = 1 + s_0 "
    "< cosh(13/10): slit along the cuts it lies in cos W",
    proof=Subdivision(),
)

# --- every depth -----------------------------------------------------------------------------------

depths = Derivation(
    "The kernels in W, at every depth",
    source="derived here",
    intro="Theta_1 = cos theta, Theta_{l+1} = Theta_l (1 - theta_{l-1}/pi) + cos theta_l, Sigma_l = cos theta_l, "
    "theta_0 = theta, theta_l = arccos H(theta_{l-1}).",
)

mapped = Function("relative_height")


def _relative_height(h, s):
    """|b|/(13/10 + 3a/20) for the image a + ib of the point of W at x = pi h, y = s times the height there."""
    theta = mp.mpc(mp.pi * h, s * height(mp.pi * h))
    found = next_angle(theta)
    return abs(mp.im(found)) / height(mp.re(found))


into = depths.claim(
    "strip_into_itself",
    Le(mapped(h, c), 1, evaluate=False),
    {h: SHARE, c: Interval(-1, 1)},
    because="the image of the boundary does not wind around a point of a cut but 1, which the rest of the cut joins to "
    "infinity, nor around a point outside cos W, whose outside is joined to infinity (a Jordan curve): by (a), (b) H "
    "takes no such value inside, nor the value 1, as H is open. So every layer maps W into W, and is analytic inside. "
    "Measured: |b| over the height of W at a",
    proof=Cited(
        "the argument principle (Rudin 1987, Theorem 10.43) and the open mapping theorem (10.32), with the claims "
        "about the boundary"
    ),
    numeric=lambda h, c: _relative_height(h, c),
)

factor = depths.claim(
    "kappa_zero_on_the_strip",
    Le((1 - h) ** 2 + (s * (TAU / pi + SLOPE * h)) ** 2, 1 + (TAU / pi) ** 2, evaluate=False),
    {h: SHARE, s: SHARE},
    because="|kappa_0| = |1 - theta/pi| <= q, q^2 = 1 + (13/10/pi)^2: convex, and largest at h = 0",
    proof=Positive(),
)

next_layer = depths.claim(
    "theta_of_the_next_layer_on_the_strip",
    Le(p * F * r * q * cos(a) + s * C * cos(c), F * q + C, evaluate=False),
    {p: SHARE, r: SHARE, s: SHARE, q: HALF_LINE, F: HALF_LINE, C: HALF_LINE, a: LINE, c: LINE},
    because="|Theta_{l+1}| <= F q + C, turned by any angle, where |Theta_l| = p F, |kappa_0| = r q, |Sigma_l| = s C",
    proof=Positive(),
)

all_layers = depths.claim(
    "bound_of_the_next_layer_on_the_strip",
    Eq(q * C * Sum(q**j, (j, 0, n)) + C, C * Sum(q**j, (j, 0, n + 1)), evaluate=False),
    {q: Interval.open(0, oo), C: HALF_LINE, n: Range(0, oo)},
    because="so |Theta_L| <= C (1 + q + ... + q^(L-1)), by induction from |Theta_1| = |cos theta| <= C",
    proof=ByInduction(n, base=Identity(), step=lambda known: Linear([(known, 1)])),
)

size = Function("modulus_over_bound")


def _size(L, h, s):
    """The larger of |Theta_L| and |Sigma_L| at that point of W, over their bounds."""
    theta = mp.mpc(mp.pi * h, s * height(mp.pi * h))
    q = mp.sqrt(1 + (mp.mpf(13) / 10 / mp.pi) ** 2)
    whole = largest() * mp.fsum(q**i for i in range(L))
    return max(abs(theta_at(L, theta)) / whole, abs(sigma_at(L, theta)) / largest())


bounded = depths.claim(
    "kernels_on_the_strip",
    Le(size(L, h, c), 1, evaluate=False),
    {L: Range(1, 9), h: SHARE, c: Interval(-1, 1)},
    because="C = cosh(13/10 + 3 pi/20) >= |cos| in W by cosine_modulus_below_cosh; so |Sigma_L| <= C, and "
    "|Theta_L| <= C (1 + q + ... + q^(L-1)) by induction over the layers. Measured: the larger of the two quotients",
    proof=Cited("strip_into_itself and the identity theorem (Rudin 1987, Theorem 10.18): the recursion holds in W"),
    numeric=lambda L, h, c: _size(int(L), h, c),
)
