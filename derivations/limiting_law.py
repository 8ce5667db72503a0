"""The limiting law of the NTK matrix in the quadratic regime: what about it is proved.

Definition.  K = (X X'/d) o (phi(XW/sqrt d) D^2 phi(XW/sqrt d)'/p), phi = sigma', n/(dp) -> gamma_1, p/d -> gamma_2.
With the population law H, m_H(zeta) = int dH(t)/(t - zeta) and zeta = -1/(gamma_1 m), the law of K solves

    z(zeta) = zeta (gamma_1 - int t/(t - zeta) dH(t)).

Judged here: the Hermite data of the ReLU, the leaky ReLU and the squared ReLU, the Marchenko-Pastur transform in
the variable that the program uses, the derivatives and signs on which the certified edges rest, and the second moments
that decide between the two readings of "MP_gamma1 x H".  Not judged here: that H is the law of the population matrix.
That is derived in our notes and validated by simulation (``ntksym spectrum --simulate``).
"""

import mpmath as mp
from sympy import Eq, Ge, Gt, Integral, Interval, Lt, Symbol, diff, erf, exp, oo, pi, sqrt

from ntksym.claims import Antiderivative, Derivation, Identity, Positive
from ntksym.formulas import activations
from ntksym.laws import exact_moments

x = Symbol("x", real=True)
slope = Symbol("slope", real=True)
y = Symbol("y", positive=True)
r = Symbol("r", positive=True)  # the square root of gamma_2
g = Symbol("g", positive=True)  # the square root of gamma_1
t = Symbol("t", positive=True)
s = Symbol("s", positive=True)
a = Symbol("a", nonnegative=True)
b = Symbol("b", nonnegative=True)
gamma_1 = Symbol("gamma_1", positive=True)
gamma_2 = Symbol("gamma_2", positive=True)

HALF_LINE = Interval.open(0, oo)
REAL = Interval(-oo, oo)
gaussian = exp(-(x**2) / 2)
PIECES = (0, 3, 8, 24)  # beyond 24 the weight is below 10^-125


def over_half_line(f):
    """E[f(g); g > 0]."""
    return Integral(f * gaussian, (x, 0, oo)) / sqrt(2 * pi)


def _half(power, factor=1):
    return lambda *_: factor * mp.quad(lambda q: q**power * mp.npdf(q), PIECES)


normal = sqrt(pi / 2) * erf(x / sqrt(2))  # an antiderivative of exp(-x^2/2)
relu2, leaky = activations.relu_squared(), activations.leaky(slope)

hermite = Derivation(
    "Hermite data of derivatives of activations",
    source="Benigni and Paquette 2025 (arXiv 2508.20036): a_0 = E phi, a = E g phi, b^2 = E phi^2 - a_0^2 - a^2",
    intro="phi = 1[u > 0] + s 1[u < 0] for the leaky ReLU (s = 0: ReLU), phi = 2 max(u, 0) for the squared ReLU.",
)

hermite.claim(
    "leaky_derivative_mean",
    Eq(over_half_line(1) + slope * over_half_line(1), leaky.mean, evaluate=False),
    {slope: REAL},
    because="each half-line has probability 1/2",
    proof=Antiderivative(of=normal),
    numeric=lambda slope: (1 + slope) * _half(0)(),
)

hermite.claim(
    "leaky_derivative_slope",
    Eq(over_half_line(x) - slope * over_half_line(x), leaky.slope, evaluate=False),
    {slope: REAL},
    because="E[g; g > 0] = 1/sqrt(2 pi), and -1/sqrt(2 pi) on the other half-line",
    proof=Antiderivative(of=-gaussian),
    numeric=lambda slope: (1 - slope) * _half(1)(),
)

hermite.claim(
    "leaky_derivative_square",
    Eq(over_half_line(1) + slope**2 * over_half_line(1), leaky.square, evaluate=False),
    {slope: REAL},
    because="phi^2 is 1 on one half-line and s^2 on the other",
    proof=Antiderivative(of=normal),
    numeric=lambda slope: (1 + slope**2) * _half(0)(),
)

hermite.claim(
    "leaky_derivative_b_squared",
    Eq(leaky.square - leaky.mean**2 - leaky.slope**2, (1 - slope) ** 2 * (pi - 2) / (4 * pi), evaluate=False),
    {slope: REAL},
    because="the ReLU's b^2 = 1/4 - 1/(2 pi), times (1 - s)^2",
    proof=Identity(),
)

hermite.claim(
    "relu_squared_derivative_mean",
    Eq(2 * over_half_line(x), relu2.mean, evaluate=False),
    {},
    because="E[2 g; g > 0] = 2/sqrt(2 pi)",
    proof=Antiderivative(of=-gaussian),
    numeric=_half(1, 2),
)

hermite.claim(
    "relu_squared_derivative_slope",
    Eq(2 * over_half_line(x**2), relu2.slope, evaluate=False),
    {},
    because="E[2 g^2; g > 0] is half of 2 E g^2",
    proof=Antiderivative(of=normal - x * gaussian),
    numeric=_half(2, 2),
)

hermite.claim(
    "relu_squared_derivative_square",
    Eq(4 * over_half_line(x**2), relu2.square, evaluate=False),
    {},
    because="E[4 g^2; g > 0] is half of 4 E g^2",
    proof=Antiderivative(of=normal - x * gaussian),
    numeric=_half(2, 4),
)

# --- the transform -------------------------------------------------------------------------------

transform = Derivation(
    "The Marchenko-Pastur transform in the variable y",
    source="Marchenko and Pastur 1967; the substitution is ours",
    intro="u = (1 + r y)(1 + r/y), r = sqrt(gamma_2): u = 1 + gamma_2 + r (y + 1/y).",
)

u = (1 + r * y) * (y + r) / y
marchenko_pastur = -y / (r * (1 + r * y))

transform.claim(
    "marchenko_pastur_transform",
    Eq(r**2 * u * marchenko_pastur**2 + (u + r**2 - 1) * marchenko_pastur + 1, 0, evaluate=False),
    {y: HALF_LINE, r: HALF_LINE},
    because="the transform solves gamma u m^2 + (u + gamma - 1) m + 1 = 0, and m ~ -1/u as y -> 0",
    proof=Identity(),
)

transform.claim(
    "marchenko_pastur_without_its_atom",
    Eq(marchenko_pastur + (1 - 1 / r**2) / u, -y / (r**3 * (1 + y / r)), evaluate=False),
    {y: HALF_LINE, r: HALF_LINE},
    because="for gamma_2 > 1 the atom 1 - 1/gamma_2 at 0 is taken away; no pole is left at u = 0",
    proof=Identity(),
)

# --- the equation --------------------------------------------------------------------------------

equation = Derivation(
    "Edges: derivatives and signs",
    source="Silverstein and Choi 1995, section 4; the convexity statements are ours",
    intro="Each statement is about one point t of supp H and zeta = t - s left of it; integrate over H.",
)

equation.claim(
    "edge_function_derivative",
    Eq(diff((t - s) * t / s, s), -(t**2) / s**2, evaluate=False),
    {t: HALF_LINE, s: HALF_LINE},
    because="zeta t/(t - zeta) has the slope t^2 (t - zeta)^-2 in zeta = t - s, so that z' = gamma_1 - I",
    proof=Identity(),
)

equation.claim(
    "edge_function_is_concave_left_of_the_support",
    Lt(diff(-(t - s) * t / s, s, 2), 0, evaluate=False),
    {t: HALF_LINE, s: HALF_LINE},
    because="z'' = -2 int t^2 (t - zeta)^-3 dH with t - zeta = s > 0: one maximum, the left edge",
    proof=Positive(),
)

equation.claim(
    "edge_energy_is_convex",
    Gt(diff(t**2 / s**2, s, 2), 0, evaluate=False),
    {t: HALF_LINE, s: HALF_LINE},
    because="I'' = 6 int t^2 (t - zeta)^-4 dH: on a hole of supp H at most two points have I = gamma_1",
    proof=Positive(),
)

equation.claim(
    "left_edge_of_a_point_mass",
    Eq((t - t / g) * (g**2 - t / (t - (t - t / g))), t * (1 - g) ** 2, evaluate=False),
    {t: HALF_LINE, g: HALF_LINE},
    because="for H = delta_t the zero of z' below t is zeta = t (1 - 1/sqrt(gamma_1))",
    proof=Identity(),
)

equation.claim(
    "edge_function_grows_with_the_population",
    Ge(diff(t / (t + s), t), 0, evaluate=False),
    {t: HALF_LINE, s: HALF_LINE},
    because="at zeta = -s < 0, z = s (int t/(t + s) dH - gamma_1): H >= b^2 nu bounds the left edge from below",
    proof=Positive(),
)

# --- moments -------------------------------------------------------------------------------------

moments = Derivation(
    "Second moments, and which side MP acts on",
    source="derived here; free cumulants gamma_1^(j-1) m_j(H)",
    intro="K is n x n; H is the law of a dp x dp matrix.",
)

m_1 = exact_moments.population(1, a, b, gamma_2)
m_2 = exact_moments.population(2, a, b, gamma_2)

moments.claim(
    "population_second_moment",
    Eq(m_2 - m_1**2, 2 * a**2 * gamma_2, evaluate=False),
    {a: Interval(0, oo), b: Interval(0, oo), gamma_2: HALF_LINE},
    because="E chi = 1 and E chi^2 = 1 + 2 gamma_2; a and b stand for a^2 and b^2",
    proof=Identity(),
)

moments.claim(
    "readings_differ",
    Eq(
        exact_moments.law(2, a, b, gamma_1, gamma_2) - exact_moments.literal_second(a, b, gamma_1, gamma_2),
        2 * (gamma_1 - 1) * a**2 * gamma_2,
        evaluate=False,
    ),
    {a: Interval(0, oo), b: Interval(0, oo), gamma_1: HALF_LINE, gamma_2: HALF_LINE},
    because="they agree only at gamma_1 = 1 or for a point mass (a = 0); the trace of K^2 decides for the first",
    proof=Identity(),
)
