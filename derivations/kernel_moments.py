"""The moments of the dispersion kernel, which are the eigenvalues of (1-t)^(m+1/2).

Definition.  I_m is 1/pi times the integral of s^(m+1/2) E_k over tau > 0, with s = cosh tau - 1 and k > m.
"""

import mpmath as mp
from half_line_transforms import WALLIS, gamma_duplication, wallis, wallis_closed_form
from half_line_transforms import a as power
from half_line_transforms import x as positive
from sympy import Eq, Function, Integer, Interval, Range, Rational, Symbol, cos, gamma, oo, pi, sin

from ntksym.claims import Cited, Derivation, Identity, Linear
from ntksym.formulas.endpoint import decay_ratio, root_modulus, root_ratio

HALF = Rational(1, 2)
d = Symbol("d", integer=True, positive=True)
j = Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
h = Symbol("h", real=True)
DIMENSIONS, ROOTS = {d: Range(2, oo)}, {m: Range(0, oo)}

stieltjes = Function("I_m")


def root_size(d, k, m):
    """|C| G(k) a_m(k), the modulus of the eigenvalue of (1-t)^(m+1/2)."""
    return root_modulus(d) * decay_ratio(d, k) * root_ratio(d, k, m)


def _kernel(d, k, z):
    """E_k(z): e^(-kz) on the circle, sinh z Q_k(cosh z) on the sphere, and two dimensions up by the difference."""
    if d == 2:
        return mp.exp(-k * z)
    if d == 3:
        y = mp.exp(-2 * z)
        series = mp.hyp2f1(mp.mpf(1) / 2, k + 1, k + mp.mpf(3) / 2, y)
        return mp.sqrt(mp.pi) * mp.gamma(k + 1) / mp.gamma(k + mp.mpf(3) / 2) * mp.exp(-k * z) * (1 - y) / 2 * series
    return mp.mpf(d - 2) / (2 * k + d - 2) * (_kernel(d - 2, k, z) - _kernel(d - 2, k + 2, z))


def _moment(d, j, m):
    """The mean of s^(m+1/2) with the kernel, s = cosh z - 1, over all z > 0, at k = m + 1 + j."""
    with mp.workdps(mp.mp.dps + 20):
        f = lambda z: (2 * mp.sinh(z / 2) ** 2) ** (m + mp.mpf(1) / 2) * _kernel(d, m + 1 + j, z)  # noqa: E731
        return mp.quad(f, [0, 2, 8, mp.inf]) / mp.pi


moments = Derivation(
    "The moments of the dispersion kernel",
    source="derived here; (11) of the note on certified tails",
    intro="(1/pi) times the integral of s^(m+1/2) E_k over tau > 0, s = cosh tau - 1, is |C| G(k) a_m(k), k > m.",
)

beyond = m + 1 + j
BEYOND = {**ROOTS, j: Range(0, oo)}

circle_variable = moments.claim(
    "moment_variable_on_the_circle",
    Eq(
        (1 / sin(pi * h) ** 2 + sin(pi * h) ** 2) / 2 - 1,
        cos(pi * h) ** 4 / (2 * sin(pi * h) ** 2),
        evaluate=False,
    ),
    {h: Interval.open(0, HALF)},
    because="e^(-tau) = sin(u)^2 gives s = cos(u)^4/(2 sin(u)^2), and d tau = -2 cos(u)/sin(u) du",
    proof=Identity(),
)

circle_moment = moments.claim(
    "moment_on_the_circle",
    Eq(
        2 / pi * 2 ** (-m - HALF) * wallis(4 * m + 3, 2 * j + 2),
        root_size(Integer(2), beyond, m),
        evaluate=False,
    ),
    BEYOND,
    because="E_k = e^(-k tau) makes it an integral of cos^(4m+3) sin^(2k-2m-2), k = m + 1 + j",
    proof=Linear(
        [
            (
                gamma_duplication.at({positive: 2 * m + 2}),
                -(2 ** (-m - HALF)) * gamma(j + HALF) / (pi * gamma(2 * m + j + 5 * HALF)),
            )
        ],
        using=[wallis_closed_form.at({power: 4 * m + 3, d: 2 * j + 2})],
    ),
    where=WALLIS,
    numeric=lambda m, j: _moment(2, j, m),
)

moment_step = moments.claim(
    "moment_dimension_step",
    Eq(
        root_size(d + 2, beyond, m),
        d / (2 * beyond + d) * (root_size(d, beyond, m) - root_size(d, beyond + 2, m)),
        evaluate=False,
    ),
    {**DIMENSIONS, **BEYOND},
    because="the step of E_k from d to d + 2 is that of its moments",
    proof=Identity(),
)

all_moments = moments.claim(
    "moments_in_every_dimension",
    Eq(stieltjes(d, j, m), root_size(d, beyond, m), evaluate=False),
    {d: Range(2, 6), j: Range(0, 5), m: Range(0, 4)},
    because="even dimensions by the two claims above; for all d: the representation of (1-t)^(m+1/2) itself, with the "
    "ellipse growing to infinity. Measured by quadrature of the kernel in dimensions 2 to 5",
    proof=Cited("Cauchy's formula as in cauchy_representation; equation (2.4) of the note on the integral operator"),
    numeric=_moment,
)
