"""The table of label norms: exact where it is rational, below the bound for every dimension, growing with it."""

import itertools
from fractions import Fraction

import pytest

from ntksym.descent.aligned import function_norm2
from ntksym.errors import InputError
from ntksym.kernels.dot_product import parse_kernel
from ntksym.tables import build
from ntksym.tables.label_norms import label_norms

SLIDES = parse_kernel("h-infinity", 2)


def test_linear_labels_cost_two_in_every_dimension():
    assert label_norms([2, 3, 50], [1]).texts()[0] == ["1", "2", "2", "2", "2", "3"]


def test_the_supremum_grows_with_the_dimension_towards_the_bound():
    for _, *cells, bound, ours in label_norms([3, 10, 100], [2, 4, 6]).rows:
        values = [cell.enclosure for cell in cells]
        assert all(a.hi < b.lo for a, b in itertools.pairwise(values))
        assert values[-1].hi < bound.enclosure.hi < ours


def test_rational_and_ball_routes_agree(monkeypatch):
    exact = {(d, p): function_norm2(SLIDES, d, p) for d in (3, 5, 7) for p in (1, 2, 4, 6)}
    monkeypatch.setattr("ntksym.descent.aligned._exact_norm2", lambda *_: None)
    for (d, p), value in exact.items():
        found = function_norm2(SLIDES, d, p)
        assert found.overlaps(value) and found.width < Fraction(1, 10**30)


def test_the_command_builds_it_for_deep_kernels_too():
    table = build("label-norms", dims="3", degrees="0:3", depths="3", kernel="ntk", digits=5)
    assert [row[0] for row in table.texts()] == ["1", "2", "3"] and table.columns[-1].startswith("every d")


def test_kernels_without_a_series_are_refused():
    with pytest.raises(InputError):
        label_norms([3], [2], parse_kernel("kappa0", 2))
