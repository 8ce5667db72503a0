"""The error of the expansion in three parts: the jump's tail, the completed terms, the ellipse.

By cauchy_representation and Fubini's theorem mu_k[Theta_L] is minus the integral of the jump J over the cut against a
measure p(y) dy >= 0, plus an integral over the ellipse.  Here s = (1-y^2)/y^2 as in half_angle_kernel.py: the cut
0 < s < s_0 is y_0 < y < 1 with s_0 = (1-y_0^2)/y_0^2, and J is a sum of c_m s^(m+1/2).

The steps below are about every measure: p(y) = y^(2N+1) g(y)^2 with an arbitrary function g, as every function >= 0 is
a square, and every number between -1 and 1 a cosine.  So s^(m+1/2) p(y) = W_m(y) g(y)^2 with
W_m = (1-y^2)^(m+1/2) y^(2N-2m).
"""

import mpmath as mp
from sympy import Eq, Function, Ge, Integral, Interval, Lambda, Le, Range, Rational, Sum, Symbol, cos, oo

from ntksym.claims import (
    Antiderivative,
    ByInduction,
    Combination,
    Derivation,
    Linear,
    Positive,
    PositiveIntegrand,
    SplitRange,
    SumOutOfIntegral,
)

HALF = Rational(1, 2)
i = Symbol("i", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
B = Symbol("B", nonnegative=True)
F = Symbol("F", nonnegative=True)
S = Symbol("S", nonnegative=True)
h = Symbol("h", nonnegative=True)
v = Symbol("v", positive=True)
x = Symbol("x", nonnegative=True)
y = Symbol("y", nonnegative=True)
start = Symbol("y_0", positive=True)
g, size, turn, wave = (Function(name) for name in ("g", "a", "b", "w"))
COUNTS, BEYOND, CUT = {n: Range(0, oo)}, {i: Range(0, oo)}, {start: Interval.open(0, 1)}
TRIED = {
    g: Lambda(y, 1 + y),
    size: Lambda(m, 1 / (m + 1)),
    turn: Lambda(m, m),
    wave: Lambda(y, 3),
}  # the functions at which the instances are measured
last = n + 1 + i  # N; the terms 0, ..., n are kept, so that M = n + 1
POWERS = {**COUNTS, **BEYOND, **CUT}
gap = (1 - start**2) / start**2  # s_0


def weight(m, N):
    """W_m(y)."""
    return (1 - y**2) ** (m + HALF) * y ** (2 * N - 2 * m)


def over(f, low, high):
    return Integral(f * g(y) ** 2, (y, low, high))


def _over(m, N, low, high):
    """The integral of W_m (1+y)^2 from low to high, by incomplete Beta functions."""
    low, high, b = mp.mpf(low) ** 2, mp.mpf(high) ** 2, m + 3 * mp.mpf(1) / 2
    return mp.fsum(
        weight * mp.betainc((2 * N - 2 * m + power + 1) / mp.mpf(2), b, low, high) / 2
        for power, weight in ((0, 1), (1, 2), (2, 1))
    )


def _each(n, i, low, high):
    return mp.fsum(mp.cos(m) / mp.mpf(m + 1) ** 2 * _over(m, n + 1 + i, low, high) for m in range(n + 1))


def _jump(n, i, y_0, B):
    return _each(n, i, y_0, 1) + B * mp.cos(3) * _over(n + 1, n + 1 + i, y_0, 1)


parts = Derivation(
    "The error of the expansion in three parts",
    source="derived here; (12) and (13) of the note on certified tails",
    intro="c_m = a(m)^2 cos b(m), |c_m| <= a(m)^2; the measure is y^(2N+1) g(y)^2 dy; s_0 = (1-y_0^2)/y_0^2.",
)

powers = parts.claim(
    "powers_increase",
    Le(v**n, (v + x) ** n, evaluate=False),
    {v: Interval.open(0, oo), x: Interval(0, oo), **COUNTS},
    because="(v+x)^(n+1) - v^(n+1) = (v+x) ((v+x)^n - v^n) + x v^n",
    proof=ByInduction(n, base=Positive(), step=lambda known: Combination([(known, v + x)])),
)

far_positive = parts.claim(
    "weight_beyond_the_cut_nonnegative",
    Ge(over(weight(n, n + i), 0, start), 0, evaluate=False),
    POWERS,
    because="the integrand is >= 0",
    proof=PositiveIntegrand(),
    example=TRIED,
)

near_positive = parts.claim(
    "weight_on_the_cut_nonnegative",
    Ge(over(weight(n, n + i), start, 1), 0, evaluate=False),
    POWERS,
    because="the integrand is >= 0",
    proof=PositiveIntegrand(),
    example=TRIED,
)

far_falls = parts.claim(
    "terms_beyond_the_cut",
    Le(
        over(weight(n, n + i), 0, start),
        gap ** (-i) * over(weight(n + i, n + i), 0, start),
        evaluate=False,
    ),
    POWERS,
    because="s^(m+1/2) <= s_0^(m-N) s^(N+1/2) for s >= s_0 and m <= N",
    proof=PositiveIntegrand(
        known=[
            (
                powers.at({v: gap * y**2, x: 1 - y**2 / start**2, n: i}),
                gap ** (-i) * (1 - y**2) ** (n + HALF) * g(y) ** 2,
            )
        ]
    ),
    example=TRIED,
)

terms = Sum(size(m) ** 2 * cos(turn(m)) * weight(m, last), (m, 0, n))  # the first terms of J, times y^(2N+1)
first_size = Sum(size(m) ** 2 * gap ** (m - last), (m, 0, n))  # s_0^(-N) times the sum of a(m)^2 s_0^m


def each(low, high):
    return Sum(size(m) ** 2 * cos(turn(m)) * over(weight(m, last), low, high), (m, 0, n))


far_terms = parts.claim(
    "first_terms_beyond_the_cut",
    Le(each(0, start), first_size * over(weight(last, last), 0, start), evaluate=False),
    POWERS,
    because="term by term, |c_m| <= a(m)^2",
    proof=ByInduction(
        n,
        base=Combination(
            [
                (far_falls.at({n: 0, i: i + 1}), size(0) ** 2),
                (far_positive.at({n: 0, i: i + 1}), size(0) ** 2 * (1 - cos(turn(0)))),
            ]
        ),
        step=lambda known: Combination(
            [
                (known.at({i: i + 1}), 1),
                (far_falls.at({n: n + 1, i: i + 1}), size(n + 1) ** 2),
                (far_positive.at({n: n + 1, i: i + 1}), size(n + 1) ** 2 * (1 - cos(turn(n + 1)))),
            ]
        ),
    ),
    example=TRIED,
)


near_sum = parts.claim(
    "terms_of_the_cut",
    Eq(over(terms, start, 1), each(start, 1), evaluate=False),
    POWERS,
    because="the integral of a finite sum",
    proof=SumOutOfIntegral(),
    example=TRIED,
    numeric=lambda n, i, y_0: _each(n, i, y_0, 1),
)


def _split(name, f):
    return parts.claim(
        f"half_line_and_cut_{name}",
        Eq(over(f, 0, 1), over(f, 0, start) + over(f, start, 1), evaluate=False),
        POWERS,
        because="0 < y < y_0 is s > s_0",
        proof=SplitRange(),
        example=TRIED,
    )


each_split = _split("for_each_term", weight(n, n + i))
end_split = _split("for_the_last_power", weight(last, last))

terms_split = parts.claim(
    "half_line_and_cut_for_the_terms",
    Eq(each(0, 1), each(0, start) + each(start, 1), evaluate=False),
    POWERS,
    because="term by term",
    proof=ByInduction(
        n,
        base=Linear([(each_split.at({n: 0, i: i + 1}), size(0) ** 2 * cos(turn(0)))]),
        step=lambda known: Linear(
            [
                (known.at({i: i + 1}), 1),
                (each_split.at({n: n + 1, i: i + 1}), size(n + 1) ** 2 * cos(turn(n + 1))),
            ]
        ),
    ),
    example=TRIED,
    numeric=lambda n, i, y_0: _each(n, i, 0, 1),
)

last_positive = parts.claim(
    "last_power_on_the_cut_nonnegative",
    Ge(first_size * over(weight(last, last), start, 1), 0, evaluate=False),
    POWERS,
    because="a sum of squares, times an integral of what is >= 0",
    proof=ByInduction(
        n,
        base=Combination([(near_positive.at({n: i + 1, i: 0}), size(0) ** 2 * gap ** (-i - 1))]),
        step=lambda known: Combination(
            [
                (known.at({i: i + 1}), 1),
                (near_positive.at({n: last + 1, i: 0}), size(n + 1) ** 2 * gap ** (-i - 1)),
            ]
        ),
    ),
    example=TRIED,
)

tail = B * weight(n + 1, last) * cos(wave(y))  # what J less those terms may be, times y^(2N+1)

tail_small = parts.claim(
    "tail_on_the_cut",
    Le(-over(tail, start, 1), B * over(weight(n + 1, last), start, 1), evaluate=False),
    {**POWERS, B: Interval(0, oo)},
    because="the measure is >= 0",
    proof=PositiveIntegrand(),
    example=TRIED,
)

# --- the integral over the ellipse ---------------------------------------------------------------

p, q, r = Symbol("p", nonnegative=True), Symbol("q", nonnegative=True), Symbol("r", real=True)
share = cos(wave(h))
BOTH = {F: Interval(0, oo), S: Interval(0, oo)}

product = parts.claim(
    "real_part_of_a_product",
    Le((p * F) * (q * S) * cos(r), F * S, evaluate=False),
    {**BOTH, p: Interval(0, 1), q: Interval(0, 1), r: Interval(-oo, oo)},
    because="Theta_L(cosh z) of modulus p F, the kernel of modulus q S, r the sum of their arguments",
    proof=Positive(),
)

ellipse_small = parts.claim(
    "product_on_the_ellipse",
    Le(Integral(F * S * share, (h, 0, 1)), Integral(F * S, (h, 0, 1)), evaluate=False),
    BOTH,
    because="the real part of the product lies between -F S and F S; the angle is 2 pi h",
    proof=PositiveIntegrand(),
    example=TRIED,
)

ellipse_mean = parts.claim(
    "mean_of_a_constant",
    Eq(Integral(F * S, (h, 0, 1)), F * S, evaluate=False),
    BOTH,
    because="the whole turn",
    proof=Antiderivative(of=F * S * h),
)

error = parts.claim(
    "expansion_error_in_three_parts",
    Le(
        each(0, 1) - each(start, 1) - over(tail, start, 1) + Integral(F * S * share, (h, 0, 1)),
        B * over(weight(n + 1, last), 0, 1) + first_size * over(weight(last, last), 0, 1) + F * S,
        evaluate=False,
    ),
    {**POWERS, B: Interval(0, oo), **BOTH},
    because="the first terms over the half-line less the jump over the cut: tail and terms beyond; and the ellipse",
    proof=Combination(
        [
            (tail_small, 1),
            (far_terms, 1),
            (far_positive.at({n: n + 1}), B),
            (last_positive, 1),
            (ellipse_small, 1),
        ],
        using=[terms_split, each_split.at({n: n + 1}), end_split, ellipse_mean],
    ),
    example=TRIED,
    numeric=lambda n, i, y_0, B, F, S: _each(n, i, 0, 1) - _jump(n, i, y_0, B) + F * S * mp.cos(3),
)
