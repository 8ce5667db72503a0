"""Labels: exact numbers, one a row; everything else is one clear line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.descent.labels import labels, load_labels
from ntksym.descent.training import Training
from ntksym.errors import InputError
from ntksym.kernels.dot_product import parse_kernel

X = dataset([[1, 0], [0, 1], [3, 4]])


@pytest.mark.parametrize(
    ("y", "why"),
    [
        ([1, 2], "2 labels for 3 points"),
        ([[1, 2, 3], [1, 2, 3]], "one label a row"),
        ([1, 2, np.nan], "at index 2 is nan"),
        ([1, np.inf, 2], "at index 1 is inf"),
        ([0, 0, 0], "all labels are zero"),
        (["a", "b", "c"], "not real numbers"),
        ([1j, 2, 3], "not real numbers"),
        ([2**53 + 1, 0, 0], "not exact"),
        ([2**53 + 1, 0.5, 0], "not exact"),
        (np.array([np.longdouble(1) + np.longdouble(2) ** -60, 1, 1]), "not exact"),
        ([1e300, 0, 0], "leave float64's range"),
        ([[1], [2, 3]], "row 1 has 2 numbers"),
    ],
)
def test_labels_that_do_not_fit_are_refused_in_one_line(y, why):
    with pytest.raises(InputError, match=why) as caught:
        labels(y, X)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("y", [[1, 2, 3], [[1], [2], [3]], np.array([1, 2, 3], dtype=np.float32)])
def test_a_column_a_row_and_any_real_type_are_labels(y):
    assert labels(y, X).values.tolist() == [1, 2, 3]


def test_labels_of_other_data_do_not_make_a_problem():
    with pytest.raises(InputError, match="3 labels for 2 points"):
        Training(dataset([[1, 0], [0, 1]]), labels([1, 2, 3], X), parse_kernel("h-infinity", 2), 1)


@pytest.mark.parametrize("text", ["y\n1\n2\n3\n", "1\n2\n3", "# made by hand\n1\n\n2\n3\n"])
def test_text_files_may_have_a_header_comments_and_empty_lines(tmp_path: Path, text: str):
    (tmp_path / "y.csv").write_text(text)
    assert load_labels(tmp_path / "y.csv", X).values.tolist() == [1, 2, 3]


def test_numpy_files_are_read_and_pickles_are_not(tmp_path: Path):
    np.save(tmp_path / "y.npy", [1, 2, 3])
    assert load_labels(tmp_path / "y.npy", X).values.tolist() == [1, 2, 3]
    np.save(tmp_path / "bad.npy", np.array([1, "a", None], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="intact"):
        load_labels(tmp_path / "bad.npy", X)


@pytest.mark.parametrize("text", ["1\nx\n3", "1\nnan\n3", "1\n2\n", "", "a\nb\n1"])
def test_broken_text_is_refused(tmp_path: Path, text: str):
    (tmp_path / "y.txt").write_text(text)
    with pytest.raises(InputError):
        load_labels(tmp_path / "y.txt", X)


@pytest.mark.parametrize(
    "rule", ["@no", "@power", "@power:0", "@power:2,axis=9", "@signs:seed=x", "@signs:p=1", "y.txt"]
)
def test_unknown_rules_and_files_are_refused(rule: str):
    with pytest.raises(InputError):
        load_labels(rule, X)


def test_rules_are_what_they_say():
    assert load_labels("@constant", X).values.tolist() == [1, 1, 1]
    assert set(load_labels("@signs:seed=2", X).values.tolist()) <= {-1, 1}
    assert load_labels("@power:2,axis=1", X).values.round(12).tolist() == [0, 1, 0.64]
