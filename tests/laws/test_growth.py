"""Bounds over the whole line: parity, range, growth and Gaussian tails."""

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import lower
from ntksym.errors import InputError
from ntksym.laws.arrays import on_array
from ntksym.laws.functions import X
from ntksym.laws.growth import Growth, bounds, growth, parity

LEAVES = st.one_of(
    st.just(X), st.fractions(-3, 3, max_denominator=5).map(lambda q: sp.Rational(q.numerator, q.denominator))
)
ONE = (sp.tanh, sp.sin, sp.cos, sp.erf, sp.atan, sp.Abs, sp.asinh, sp.sign, lambda u: sp.exp(-(u**2)))


def _grow(inner: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(st.sampled_from(ONE), inner).map(lambda p: p[0](p[1])),
        pair.map(lambda p: p[0] + p[1]),
        pair.map(lambda p: p[0] * p[1]),
        inner.map(lambda u: u**2),
        inner.map(lambda u: 1 / (1 + u**2)),
    )


EXPRESSIONS = st.recursive(LEAVES, _grow, max_leaves=6)
POINTS = np.concatenate([-np.geomspace(1, 40, 60)[::-1], np.linspace(-1, 1, 41), np.geomspace(1, 40, 60)])


@settings(max_examples=40)
@given(EXPRESSIONS)
def test_bounds_and_growth_hold_at_every_sampled_point(f: sp.Expr) -> None:
    """We have low <= f <= high everywhere, and |f| <= A |x|^k exp(c |x| + q x^2) for |x| >= 1."""
    with np.errstate(all="ignore"):
        values = on_array(f, POINTS)
    low, high = bounds(f)
    slack = 1e-9 * (1 + np.abs(values))
    assert low is None or np.all(values >= float(low) - slack)
    assert high is None or np.all(values <= float(high) + slack)
    try:
        g = growth(f)
    except InputError:
        assume(False)
    size = np.abs(POINTS)
    with np.errstate(all="ignore"):
        bound = float(g.size) * size ** float(g.power) * np.exp(float(g.rate) * size + float(g.square) * size**2)
    assert np.all((np.abs(values) <= bound + slack)[size >= 1])


@settings(max_examples=40)
@given(EXPRESSIONS)
def test_a_parity_that_is_claimed_holds(f: sp.Expr) -> None:
    """f(-x) = +-f(x) where the structure says so."""
    side = parity(f)
    assume(side is not None)
    with np.errstate(all="ignore"):
        values = on_array(f, POINTS)
    assert np.allclose(values, side * values[::-1], equal_nan=True)


@pytest.mark.parametrize("k", [0, 1, 2, 5])
@pytest.mark.parametrize("R", [2, 5, 9])
def test_the_tail_bound_is_above_the_tail_and_close(k: int, R: int) -> None:
    """The integral of |x|^k p beyond R, by mpmath; the bound is not below it, nor many times above."""
    bound = Growth(Fraction(1), Fraction(k)).gaussian_tail(Fraction(R))
    if bound is None:
        assert k / R >= R
        return
    true = 2 * mp.quad(lambda x: x**k * mp.npdf(x), [R, R + 1, R + 4, R + 20])
    assert true <= mp.mpf(float(lower(bound))) <= 3 * true


@pytest.mark.parametrize("f", [sp.exp(X**2), 1 / X, sp.log(X), 1 / sp.sin(X), sp.exp(sp.exp(X))])
def test_a_function_without_a_proven_bound_is_refused(f: sp.Expr) -> None:
    """exp(x^2) has a bound, but no Gaussian tail; the others have no bound."""
    if f == sp.exp(X**2):
        assert growth(f).gaussian_tail(Fraction(50)) is None
        return
    with pytest.raises(InputError):
        growth(f)
