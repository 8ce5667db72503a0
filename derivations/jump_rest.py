"""The rest of the jump after its first M terms is at most s^(M+1/2) times a constant, on the whole cut 0 < s < s_0.

J(s) is the jump at t = 1 + s or -1 - s, (-1)^m c_m its coefficient at s^(m+1/2); the series converges for s < r^2 or
s < 2, and |J| <= W up to s_0 (kernels_on_the_strip).  With s_1 <= s_0, s_1 < r^2:

    s <= s_1:          |rest| <= sum over m >= M of |c_m| s^(m+1/2) <= s^(M+1/2) sum over m >= M of |c_m| s_1^(m-M),
    s_1 <= s <= s_0:   |rest| <= |J| + first terms <= s^(M+1/2) (W s_1^(-M-1/2) + sum over m < M of |c_m| s_1^(m-M)).

The sum of both constants, over the two cuts, is B of tail_expansion.py.  For the first case see powers_below_one of
disc_bounds.py and cauchy_inequalities of slit_domain.py; the second is needed only if s_1 < s_0.
"""

from sympy import Eq, Function, Ge, Interval, Lambda, Le, Range, Sum, Symbol, cos, oo

from ntksym.claims import ByInduction, Combination, Derivation, Identity, Linear, Positive

i = Symbol("i", integer=True, nonnegative=True)
j = Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
r = Symbol("r", positive=True)
x = Symbol("x", nonnegative=True)
ROOTS, COUNTS, RADII = {m: Range(0, oo)}, {n: Range(0, oo)}, {r: Interval.open(0, oo)}


# --- the tail of the jump ------------------------------------------------------------------------

jump = Derivation(
    "The tail of the jump",
    source="derived here; (7) and (12) of the note on certified tails, with s_1 for s_0",
    intro="The coefficients beyond M' are bounded by Cauchy's inequalities, their sum by a geometric series.",
)

large_powers = jump.claim(
    "powers_above_one",
    Ge((1 + x) ** n, 1, evaluate=False),
    {x: Interval(0, oo), **COUNTS},
    because="s^(m+1/2) <= s_0^(m-N) s^(N+1/2) for s >= s_0 and m <= N, with 1 + x = s/s_0",
    proof=ByInduction(n, base=Positive(), step=lambda known: Combination([(known, 1 + x)])),
)

geometric = jump.claim(
    "finite_geometric_sum",
    Eq(Sum(x**j, (j, 0, n)) * (1 - x), 1 - x ** (n + 1), evaluate=False),
    {x: Interval.open(0, 1), **COUNTS},
    because="the sum telescopes",
    proof=ByInduction(
        n,
        base=Identity(),
        step=lambda known: Linear([(known, 1)]),
    ),
)

geometric_bound = jump.claim(
    "finite_geometric_sum_bound",
    Le(Sum(x**j, (j, 0, n)), 1 / (1 - x), evaluate=False),
    {x: Interval.open(0, 1), **COUNTS},
    because="x^(n+1) > 0; at -1 the terms 2^(-m-1/2) s_1^(m-M) have x = s_1/2",
    proof=Positive([geometric.at(solve_for=Sum(x**j, (j, 0, n)))]),
)

tail_at_one = jump.claim(
    "cauchy_tail_at_one",
    Eq(
        Sum(r ** (-2 * (m + j) - 1) * (x * r**2) ** j, (j, 0, n)) * (1 - x),
        r ** (-2 * m - 1) * (1 - x ** (n + 1)),
        evaluate=False,
    ),
    {**RADII, **ROOTS, x: Interval.open(0, 1), **COUNTS},
    because="x = s_1/r^2: the terms r^(-2m-1) s_1^(m-M') from m = M' on add up to less than the first over 1 - s_1/r^2",
    proof=ByInduction(n, base=Identity(), step=lambda known: Linear([(known, 1)])),
)

# --- between s_1 and s_0: s = s_1 (1+x)^2, s_1 = r^2 -------------------------------------------------

middle = Derivation(
    "The jump between s_1 and s_0",
    source="derived here",
    intro="s^(m+1/2) = (r (1+x))^(2m+1) with s_1 = r^2; c_m = a(m)^2 cos b(m), M = n + 1 + i, and any number between "
    "-W and W is W times a cosine. The rest is the jump less its first terms.",
)

W = Symbol("W", nonnegative=True)
angle = Symbol("c", real=True)
coefficient, turn = Function("a"), Function("b")
TRIED = {coefficient: Lambda(m, 1 / (m + 1)), turn: Lambda(m, m)}
PAST = {**RADII, x: Interval(0, oo), **COUNTS, i: Range(0, oo)}
last = n + 1 + i  # M


def power(m):
    """s^(m+1/2)."""
    return r ** (2 * m + 1) * (1 + x) ** (2 * m + 1)


first_terms = Sum(coefficient(m) ** 2 * cos(turn(m)) * power(m), (m, 0, n))
first_sizes = Sum(coefficient(m) ** 2 * r ** (2 * m - 2 * last), (m, 0, n))

jump_size = middle.claim(
    "jump_beyond_the_first_disc",
    Le(W * cos(angle), W * r ** (-2 * n - 1) * power(n), evaluate=False),
    {W: Interval(0, oo), angle: Interval(-oo, oo), **RADII, x: Interval(0, oo), **COUNTS},
    because="|J| <= W <= W s_1^(-M-1/2) s^(M+1/2), here n for M",
    proof=Combination([(large_powers.at({n: 2 * n + 1}), W)]),
)

term_size = middle.claim(
    "terms_beyond_the_first_disc",
    Le(power(n), r ** (-2 * i) * power(n + i), evaluate=False),
    PAST,
    because="s^(m+1/2) <= s_1^(m-M) s^(M+1/2) for s >= s_1 and m <= M",
    proof=Combination([(large_powers.at({n: 2 * i}), power(n))]),
)

terms_size = middle.claim(
    "first_terms_beyond_the_first_disc",
    Le(-first_terms, first_sizes * power(last), evaluate=False),
    PAST,
    because="term by term, |c_m| <= a(m)^2",
    proof=ByInduction(
        n,
        base=Combination([(term_size.at({n: 0, i: i + 1}), coefficient(0) ** 2)]),
        step=lambda known: Combination(
            [
                (known.at({i: i + 1}), 1),
                (term_size.at({n: n + 1, i: i + 1}), coefficient(n + 1) ** 2),
            ]
        ),
    ),
    example=TRIED,
)

rest_size = middle.claim(
    "rest_beyond_the_first_disc",
    Le(
        W * cos(angle) - first_terms,
        (W * r ** (-2 * last - 1) + first_sizes) * power(last),
        evaluate=False,
    ),
    {W: Interval(0, oo), angle: Interval(-oo, oo), **PAST},
    because="the rest is at most s^(M+1/2) times W s_1^(-M-1/2) + sum of |c_m| s_1^(m-M), for i = 0; with all signs "
    "turned this bounds it from below. For two cuts there are two such bounds",
    proof=Combination([(jump_size.at({n: last}), 1), (terms_size, 1)]),
    example=TRIED,
)
