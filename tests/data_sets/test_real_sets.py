import sys

import numpy as np
import pytest

from ntksym.data_sets import breast_cancer, diabetes, digits, iris, sample, wine
from ntksym.errors import InputError

SIZES = {"digits": (1797, 64), "iris": (150, 4), "wine": (178, 13), "breast-cancer": (569, 30), "diabetes": (442, 10)}


@pytest.mark.parametrize("name", SIZES)
def test_bundled_sets_are_the_numbers_of_scikit_learn(name):
    datasets = pytest.importorskip("sklearn.datasets")
    data = sample(name)
    assert (data.n, data.d) == SIZES[name] and data.name == name
    assert np.array_equal(data.points, getattr(datasets, f"load_{name.replace('-', '_')}")().data)


def test_repeated_rows_are_left_out_on_request_and_it_is_said():
    pytest.importorskip("sklearn")
    assert iris(unique=True).n == 149 and "1 of 150" in iris(unique=True).notes[0]
    assert iris(unique=True).name == "iris:unique=true"
    for make in (digits, wine, breast_cancer, diabetes):
        assert make(unique=True).n == make().n and make(unique=True).notes == ()


def test_rows_are_taken_from_the_top():
    pytest.importorskip("sklearn")
    assert np.array_equal(digits(rows=50).points, digits().points[:50])
    assert sample("digits:rows=50,unique=true").name == "digits:unique=true,rows=50"
    with pytest.raises(InputError, match="from 2 to 150"):
        iris(rows=151)


def test_without_scikit_learn_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(
        InputError, match="@breast-cancer: scikit-learn is not installed; run `pip install scikit-learn`"
    ):
        breast_cancer()
