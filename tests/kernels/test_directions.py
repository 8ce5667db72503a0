from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.balls.arb import arb, ball, precision, upper
from ntksym.balls.rounding import UNIT
from ntksym.errors import UndecidedError
from ntksym.kernels import directions
from ntksym.kernels.directions import (
    FAR,
    GRID,
    WIDTH,
    Directions,
    bounds,
    pairwise_product,
    plain_width,
    product,
    roundings,
)
from ntksym.kernels.dot_product import Pair


def exact_pair(points, i, j):
    rows = [[Fraction(v) for v in points[k].tolist()] for k in (i, j)]
    common = [max(v.denominator for v in row) for row in rows]
    x, y = ([int(v * c) for v in row] for row, c in zip(rows, common, strict=True))
    return Pair.of(*(sum(a * b for a, b in zip(p, q, strict=True)) for p, q in ((x, y), (x, x), (y, y))))


def samples(d, seed):
    """Rows of all kinds: random, near-duplicates, near-antipodes, multiples, sparse, mixed magnitudes."""
    rng = np.random.default_rng(seed)
    first = rng.normal(size=(3, d))
    rows = [
        first,
        3 * first[:1],
        -7 * first[1:2],
        rng.normal(size=(2, d)) * 10.0 ** rng.integers(-150, 150, size=(2, d)),
    ]
    for e in range(1, 17, 3):
        rows.append(first[:2] * rng.uniform(0.1, 9) + 10.0**-e * rng.normal(size=(2, d)))
        rows.append(-first[:1] + 10.0**-e * rng.normal(size=(1, d)))
    sparse = np.zeros((2, d))
    sparse[0, 0], sparse[1, -1], sparse[1, 0] = 5e-324, -1e300, 1.0
    return np.vstack([*rows, sparse])


@pytest.mark.parametrize("d", [2, 5, 64, 300])
def test_cosines_chords_and_lengths_stay_within_their_bounds(d):
    points = samples(d, d)
    rows, limit = Directions.of(points), bounds(d)
    n = len(points)
    i, j = (k.astype(np.intp) for k in np.triu_indices(n, 1))
    cosine = rows.high @ rows.high.T + product(rows.high_low, rows.low_full, np.empty((n, n)), np.empty((n, n)), WIDTH)
    plain = product(rows.full, rows.full, np.empty((n, n)), np.empty((n, n)), plain_width(d))[i, j]
    y = (lambda a, b: (a - b) / (2 + (a + b)))(*rows.chords(i, j))
    clipped = np.clip(plain, -float(FAR), float(FAR))
    distant = (lambda a, b: (a - b) / (2 + (a + b)))(np.sqrt(1 - clipped), np.sqrt(1 + clipped))
    seen = {"distant": Fraction(0), "cosine": Fraction(0), "plain": Fraction(0), "y": Fraction(0)}
    with precision(2600):
        for k, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
            pair = exact_pair(points, a, b)
            seen["cosine"] = max(seen["cosine"], upper(abs(arb(cosine[a, b]) - pair.t)))
            seen["plain"] = max(seen["plain"], upper(abs(arb(plain[k]) - pair.t)))
            x, z = pair.gap.sqrt(), pair.cogap.sqrt()
            true = (x - z) / (2 + x + z)
            seen["y"] = max(seen["y"], upper(abs(arb(y[k]) - true)))
            if clipped[k] == plain[k]:
                seen["distant"] = max(seen["distant"], upper(abs(arb(distant[k]) - true)))
        for k in range(n):
            norm2 = ball(sum(Fraction(v) ** 2 for v in points[k].tolist())) * ball(
                Fraction(1, 2) ** int(2 * rows.exponent[k])
            )
            assert upper(abs(arb(rows.length[k]) / norm2.sqrt() - 1)) <= limit.length
            assert upper(abs(arb(rows.square[k]) / norm2 - 1)) <= limit.square
    for name, value in seen.items():
        assert value <= getattr(limit, name), name
    assert seen["y"] > limit.y / 20 and seen["cosine"] > limit.cosine / 20


@pytest.mark.parametrize("d", [2, 64, 300])
def test_the_high_words_are_on_the_grid_and_the_low_words_below_it(d):
    rows = Directions.of(samples(d, 7))
    assert np.array_equal(rows.high * GRID, np.rint(rows.high * GRID)) and np.abs(rows.high).max() <= 1
    assert np.abs(rows.low).max() <= 2.0**-27 + 2.0**-50
    assert np.array_equal(rows.high + rows.low, rows.full)


def test_products_of_high_words_are_exact_whatever_the_order():
    rows = Directions.of(samples(64, 3))
    whole = rows.high @ rows.high.T
    integers = [[int(v) for v in row] for row in (rows.high * GRID).tolist()]
    exact = [[Fraction(sum(a * b for a, b in zip(x, y, strict=True)), 2**52) for y in integers] for x in integers]
    assert [[Fraction(v) for v in row] for row in whole.tolist()] == exact
    order = np.random.default_rng(0).permutation(64)
    assert np.array_equal(rows.high[:, order] @ rows.high[:, order].T, whole)
    full = rows.full @ rows.full.T  # the control: 53-bit words are not exact
    assert not np.array_equal(full, rows.full[:, order] @ rows.full[:, order].T)


def test_without_differences_close_pairs_are_wrong(monkeypatch):
    """The threshold is needed: sqrt((1 - P) - C) of a pair at distance 1e-12 is far from its chord."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=64)
    rows = Directions.of(np.array([x, x + 1e-12 * rng.normal(size=64)]))
    i, j = np.array([0]), np.array([1])
    right = rows.chords(i, j)[0]
    monkeypatch.setattr(directions, "bounds", lambda d: replace(bounds(d), tau=Fraction(-1)))
    with np.errstate(invalid="ignore"):
        wrong = rows.chords(i, j)[0]
    assert not abs(wrong - right) < 100 * float(bounds(64).y)


@given(st.integers(1, 10**6), st.integers(1, 600))
def test_roundings_counts_blocks(inner, width):
    blocks = -(-inner // width)
    assert roundings(inner, width) >= min(inner, width) + blocks - 1
    assert roundings(inner, width) <= inner or inner > width


def test_block_products_agree_with_the_whole_product():
    rng = np.random.default_rng(1)
    x, y = rng.integers(-9, 9, size=(5, 700)).astype(float), rng.integers(-9, 9, size=(4, 700)).astype(float)
    for width in (32, 256, 1000):
        assert np.array_equal(product(x, y, np.empty((5, 4)), np.empty((5, 4)), width), x @ y.T)
        assert np.array_equal(pairwise_product(x[:4], y, width), np.einsum("ij,ij->i", x[:4], y))


def test_the_bounds_grow_slowly_and_stop():
    for d in (2, 64, 784, 4000):
        found = bounds(d)
        assert found.y < 4 * UNIT and found.cosine < 2 * UNIT and found.tau <= Fraction(1, 2**18)
        assert found.tau > found.cosine - UNIT and roundings(2 * d, WIDTH) < 300
    with pytest.raises(UndecidedError, match="dimension"):
        bounds(2**21)
