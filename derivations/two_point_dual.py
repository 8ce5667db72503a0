"""The dual of the two-point theorem: a measure on the allowed inner products bounds everything that it can prove.

Definition.  nu and mu are measures with atoms t_j in S, of weights nu_j and mu_j >= |nu_j|, and nu^_k, mu^_k are the
integrals of P_k.  If 1 + nu^_k >= 0 and 1 + mu^_k >= 0 for all k, then for all Phi = sum_k c_k P_k with c_k <= A_k, and
all H with coefficients >= 0, such that H + Phi <= 0 and H - Phi <= 0 on S,

    Phi(1) - H(1) <= sum_k A_k (1 + nu^_k) = K(1) + int K dnu.

For z'z = 1 and nu with the atoms z_i z_j at x_i.x_j, i != j, the right side is z'Kz, and 1 + nu^_k is the form of P_k:
no two-point argument proves more than any set of points attains.

``ntksym constant two-point-limit ... --proof`` prints the theorem and its proof from the claims below.
"""

from quadratic_forms import DEGREES, EXAMPLE, POINTS, D, G, along, c, i, j, k, n, r, row_first, row_next, w, z
from sympy import Eq, Ge, Interval, Lambda, Le, Range, Sum, Symbol, oo
from two_point_theorem import PAIRS, WHERE, WRITTEN, H, Phi, e, f, h, series, t

from ntksym.claims import ByInduction, Combination, Definition, Derivation, Linear, Positive, indexed

l = Symbol("l", integer=True, positive=True)
A, N, g, v = (indexed(name) for name in "ANgv")

dual = Derivation(
    "The dual of the two-point theorem",
    source="our note on minorants, Theorem 2",
    intro="Let the measures `nu` and `mu` have the weights `z_j` and `w_j >= |z_j|` at `t_j` in `S`, `j = 1, ..., n`. "
    "Let `G_{krj} = P_k(t_j)` (for every `r`), and let `K = sum A_k P_k`, `Phi` and `H` be absolutely convergent at 1.",
    assuming=[
        (Eq(Phi(t), series(c, oo), evaluate=False), ""),
        (Eq(H(t), series(e, oo), evaluate=False), ""),
        (Ge(1 + Sum(z(j) * G(k, r, j), (j, 1, n)), 0, evaluate=False), "k >= 0"),
        (Ge(1 + Sum(w(j) * G(k, r, j), (j, 1, n)), 0, evaluate=False), "k >= 0"),
        (Le(c(k), A(k), evaluate=False), "k >= 0"),
        (Ge(e(k), 0, evaluate=False), "k >= 0"),
        (Le(H(t) + Phi(t), 0, evaluate=False), "t in S"),
        (Le(H(t) - Phi(t), 0, evaluate=False), "t in S"),
    ],
)

# --- Phi and H against the measures, degree by degree --------------------------------------------

by_degrees = dual.claim(
    "measure_by_degrees",
    Eq(
        Sum(c(k), (k, 0, D)) + Sum(z(j) * Sum(c(k) * G(k, r, j), (k, 0, D)), (j, 1, n)),
        Sum(c(k) * (1 + Sum(z(j) * G(k, r, j), (j, 1, n))), (k, 0, D)),
        evaluate=False,
    ),
    {**DEGREES, **POINTS, r: Range(1, oo)},
    because="as `D` grows, the left side tends to `Phi(1) + sum z_j Phi(t_j)`, since `P_k(1) = 1 >= |P_k(t_j)|`; "
    "likewise for `K`, and for `H` and `mu`",
    proof=along(D, (row_next, 1), base=Linear([(row_first, 1)])),
    example=EXAMPLE,
)

SQUARES = {A: Lambda(k, c(k) + g(k) ** 2), N: Lambda(k, v(k) ** 2)}
SERIES = {c: EXAMPLE[c], g: Lambda(k, k - 2), v: Lambda(k, 3 - k)}
INDEX = {k: Range(0, oo)}


def _written(slug, function, because):
    return dual.claim(
        slug,
        Eq(function(k), SQUARES[function](k), evaluate=False),
        INDEX,
        because=because,
        proof=Definition(),
        where={function: SQUARES[function]},
        example=SERIES,
    )


kernel_coefficient = _written("dual_kernel_coefficient", A, "`c_k <= A_k`, by hypothesis")
moment_of_measure = _written("dual_moment", N, "the factor `N_k = 1 + sum z_j G_{krj}` is `>= 0`, by hypothesis")

degrees = dual.claim(
    "dual_degrees",
    Le(Sum(c(k) * N(k), (k, 0, D)), Sum(A(k) * N(k), (k, 0, D)), evaluate=False),
    DEGREES,
    because="so `Phi(1) + sum z_j Phi(t_j) <= K(1) + sum z_j K(t_j)`, and `H(1) + sum w_j H(t_j) >= 0` in the same way",
    proof=ByInduction(
        D,
        Positive([c.at({k: 0}) for c in (kernel_coefficient, moment_of_measure)]),
        lambda before: Combination(
            [(before, 1)], using=[c.at({k: D + 1}) for c in (kernel_coefficient, moment_of_measure)]
        ),
    ),
    where=SQUARES,
    example=SERIES,
)

# --- Phi against H, atom by atom -----------------------------------------------------------------

atom = dual.claim(
    "dual_atom",
    Ge(z(j) * f(i, j), w(j) * h(i, j), evaluate=False),
    {i: Range(1, oo), j: Range(1, oo)},
    because="one atom, with `Phi_ij = Phi(t_j)` and `H_ij = H(t_j)` for every `i`: all `z_j`, `w_j` with "
    "`|z_j| <= w_j` and all `Phi_ij`, `H_ij` with `H_ij + Phi_ij <= 0` and `H_ij - Phi_ij <= 0` are of the forms "
    "two_point_weight, two_point_modulus, two_point_minorant_at_a_pair, two_point_majorant_at_a_pair",
    proof=Positive(WRITTEN),
    where=WHERE,
    example=PAIRS,
)

atoms = dual.claim(
    "dual_atoms",
    Ge(Sum(z(j) * f(l, j), (j, 1, n)), Sum(w(j) * h(l, j), (j, 1, n)), evaluate=False),
    {**POINTS, l: Range(1, oo)},
    because="so `sum z_j Phi(t_j) >= sum w_j H(t_j)`",
    proof=ByInduction(n, Positive(), lambda before: Combination([(before, 1), (atom.at({i: l, j: n + 1}), 1)])),
    where=WHERE,
    example=PAIRS,
)

# --- the bound -----------------------------------------------------------------------------------

phi_one, h_one = Symbol("Phi_1", real=True), Symbol("H_1", real=True)
short, above, left = (Symbol(name, nonnegative=True) for name in ("rho", "gamma", "eta"))

bound = dual.claim(
    "two_point_limit_bound",
    Ge(phi_one + (left - h_one + above) + short, phi_one - h_one, evaluate=False),
    {
        **{number: Interval(-oo, oo) for number in (phi_one, h_one)},
        **{number: Interval(0, oo) for number in (short, above, left)},
    },
    because="on the left is `K(1) + sum z_j K(t_j) = Phi_1 + sum z_j Phi(t_j) + rho` (dual_degrees), with "
    "`Phi_1 = Phi(1)`, `H_1 = H(1)`, `sum z_j Phi(t_j) = sum w_j H(t_j) + gamma` (dual_atoms) and "
    "`sum w_j H(t_j) = eta - H_1` (dual_degrees, for `H` and `mu`)",
    proof=Positive(),
)
