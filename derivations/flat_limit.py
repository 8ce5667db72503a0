"""The flat limit: constants of the symbols of Z^(d-1) with alternating signs.

With m = d - 1, the transform of -|x|/pi on R^m is C_m |xi|^(-m-1), C_m = 2^m pi^((m-3)/2) Gamma((m+1)/2), and the
symbol of Z^m with the signs (-1)^(x_1+...+x_m) is sigma_m = C_m pi^(-m-1) sum |q|^(-m-1) over vectors q of m odd
numbers.  Where the number of such q of a given norm is known (sums of 1, 2, 4, 8 squares; cited, not proved here),
sigma_m is a product of zeta values.  That sigma_(d-1) bounds limsup c(alpha)/alpha, and its value for every d:
ntksym/spectra/flat_limit.py; the expansion of Theta_L at small angles that it needs: leading_root_at_one.py.
"""

from sympy import Eq, Interval, Range, Rational, Symbol, gamma, oo, pi, sqrt, sympify

from ntksym.claims import Derivation, Identity

m = Symbol("m", integer=True, positive=True)
a, b = Symbol("a", positive=True), Symbol("b", positive=True)  # any numbers; for the lattices the zeta values named
ANY = {a: Interval.open(0, oo), b: Interval.open(0, oo)}


def transform_constant(m):
    """C_m."""
    m = sympify(m)
    return 2**m * pi ** ((m - 3) / 2) * gamma((m + 1) / 2)


flat = Derivation(
    "Lattices with alternating signs in the flat limit",
    source="our note on minorants, section 3",
    intro="sigma_m = C_m pi^(-m-1) sum |q|^(-m-1) over the vectors q of m odd numbers; o(s) = (1 - 2^-s) zeta(s).",
)

flat.claim(
    "transform_constant_step",
    Eq(transform_constant(m + 2), 2 * pi * (m + 1) * transform_constant(m), evaluate=False),
    {m: Range(1, oo)},
    because="Gamma(z + 1) = z Gamma(z)",
    proof=Identity(),
)

flat.claim(
    "flat_limit_on_the_circle",
    Eq(transform_constant(1) / pi**2 * 2 * (pi**2 / 8), 1 / (2 * pi), evaluate=False),
    {},
    because="sum of q^-2 over odd q > 0 is pi^2/8; both signs of q",
    proof=Identity(),
)

flat.claim(
    "flat_limit_in_dimension_three",
    Eq(
        transform_constant(2) / pi**3 * 4 * 2 ** Rational(-3, 2) * a * b,
        2 * sqrt(2) / pi**3 * a * b,
        evaluate=False,
    ),
    ANY,
    because="two odd squares: twice an odd norm of a Gaussian integer; the sum is 4 2^-s o(s) beta(s), s = 3/2",
    proof=Identity(),
)

flat.claim(
    "flat_limit_in_dimension_five",
    Eq(
        transform_constant(4) / pi**5 * 16 * 4 ** Rational(-5, 2) * a * b,
        6 / pi**4 * a * b,
        evaluate=False,
    ),
    ANY,
    because="4n, n odd, is a sum of four odd squares in 16 sigma(n) ways (Jacobi): a = o(3/2), b = o(5/2)",
    proof=Identity(),
)

flat.claim(
    "flat_limit_in_dimension_nine",
    Eq(
        transform_constant(8) / pi**9 * 256 * 8 ** Rational(-9, 2) * a * b,
        105 * sqrt(2) / (4 * pi**6) * a * b,
        evaluate=False,
    ),
    ANY,
    because="8n is a sum of eight odd squares in 256 sum_{d | n, n/d odd} d^3 ways (Jacobi): a = zeta(3/2), b = o(9/2)",
    proof=Identity(),
)
