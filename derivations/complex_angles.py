"""Cosine and kappa_1(cos) at complex angles x + iy: real and imaginary parts, two regions of arccosines.

Every statement is about real variables; cosh y = (e^y + e^-y)/2, sinh y = (e^y - e^-y)/2 and
H(theta) = kappa_1(cos theta) = (sin theta + (pi - theta) cos theta)/pi, an entire function.
"""

from sympy import Eq, Gt, Interval, Le, Symbol, acos, cos, diff, exp, oo, pi, sin

from ntksym.claims import Combination, Derivation, Identity, Monotone, Positive
from ntksym.formulas.arccos import kappa_one

A, a, t = (Symbol(name, real=True) for name in "Aat")
T, b, x, y, z = (Symbol(name, nonnegative=True) for name in "Tbxyz")
HALF_LINE, LINE = Interval(0, oo), Interval(-oo, oo)
POINTS = {x: HALF_LINE, y: HALF_LINE}


def cosh(y):
    return (exp(y) + exp(-y)) / 2


def sinh(y):
    return (exp(y) - exp(-y)) / 2


def cosine(x, y):
    """Real and imaginary part of cos(x + iy)."""
    return cos(x) * cosh(y), -sin(x) * sinh(y)


def image(x, y):
    """Real and imaginary part of H(x + iy)."""
    real = sin(x) * cosh(y) + (pi - x) * cos(x) * cosh(y) - y * sin(x) * sinh(y)
    imaginary = cos(x) * sinh(y) - (pi - x) * sin(x) * sinh(y) - y * cos(x) * cosh(y)
    return real / pi, imaginary / pi


angles = Derivation(
    "Cosine and kappa_1 at complex angles",
    source="derived here; DLMF 4.21(iv) for the cosine",
    intro="A pair of functions with the Cauchy-Riemann equations is the real and imaginary part of an entire function, "
    "and the only one with its values on the real axis.",
)


def _analytic(name, parts, because):
    u, v = parts(x, y)
    return [
        angles.claim(
            f"{name}_cauchy_riemann_{part}", Eq(left, right, evaluate=False), POINTS, because=because, proof=Identity()
        )
        for part, left, right in (
            ("first", diff(u, x), diff(v, y)),
            ("second", diff(u, y), -diff(v, x)),
            ("real_axis", v.subs(y, 0), 0),
        )
    ]


_analytic("cosine", cosine, "at y = 0 the real part is cos x")
_analytic("kappa_one", image, "at y = 0 the real part is kappa_1(cos x), by kappa_one_at_real_angles")

real_axis = angles.claim(
    "kappa_one_at_real_angles",
    Eq(image(acos(t), 0)[0], kappa_one(t), evaluate=False),
    {t: Interval(-1, 1)},
    because="x = arccos t",
    proof=Identity(),
)

sinh_low = angles.claim(
    "sinh_positive",
    Gt(sinh(y), 0, evaluate=False),
    {y: Interval.open(0, oo)},
    because="0 at 0, with the derivative cosh y > 0",
    proof=Monotone(y, 0, Positive()),
)

cosh_grows = angles.claim(
    "cosh_increases",
    Le(cosh(y), cosh(y + z), evaluate=False),
    {y: HALF_LINE, z: HALF_LINE},
    because="the derivative is sinh >= 0; so cosh^2 and sinh^2 = cosh^2 - 1 increase too",
    proof=Monotone(z, 0, Combination([(sinh_low.at({y: y + z}), 1)])),
)


def ellipse(u, v, T):
    """Negative inside the ellipse with foci -1, 1 through cosh T."""
    return u**2 * sinh(T) ** 2 + v**2 * cosh(T) ** 2 - sinh(T) ** 2 * cosh(T) ** 2


def hyperbola(u, v, A):
    """Negative between the branches of the hyperbola with foci -1, 1 through cos A."""
    return u**2 * sin(A) ** 2 - v**2 * cos(A) ** 2 - sin(A) ** 2 * cos(A) ** 2


below = angles.claim(
    "ellipse_bounds_the_imaginary_part",
    Eq(ellipse(*cosine(a, b), T), (sinh(b) ** 2 - sinh(T) ** 2) * (cosh(T) ** 2 - cos(a) ** 2), evaluate=False),
    {a: LINE, b: HALF_LINE, T: HALF_LINE},
    because="the last factor is >= 0: where the ellipse's form is negative, sinh b < sinh T, so b < T",
    proof=Identity(),
)

between = angles.claim(
    "hyperbola_bounds_the_real_part",
    Eq(hyperbola(*cosine(a, b), A), (cos(a) ** 2 - cos(A) ** 2) * (cosh(b) ** 2 - cos(A) ** 2), evaluate=False),
    {a: LINE, b: HALF_LINE, A: LINE},
    because="the last factor is >= 0: where the hyperbola's form is negative, |cos a| < cos A, so A < a for 0 < a < pi",
    proof=Identity(),
)
