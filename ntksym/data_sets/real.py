"""The data sets that come with scikit-learn, an optional dependency."""

from __future__ import annotations

from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from ntksym.data import Dataset, dataset, distinct
from ntksym.data_sets.registry import check_range, sample_set
from ntksym.errors import InputError


def _bundled(name: str, unique: bool, rows: int) -> Dataset:
    try:
        loader = getattr(import_module("sklearn.datasets"), f"load_{name}")
    except ImportError:
        raise InputError(
            f"@{name.replace('_', '-')}", "scikit-learn is not installed", "run `pip install scikit-learn`"
        ) from None
    points: NDArray[np.float64] = loader().data
    if rows:
        check_range("rows", rows, 2, len(points))
        points = points[:rows]
    data = dataset(points)
    return distinct(data) if unique else data


@sample_set
def digits(unique: bool = False, rows: int = 0) -> Dataset:
    """1797 images of handwritten digits, 8 x 8 pixels from 0 to 16; ``unique`` leaves out repeated rows.

    ``rows`` takes that many from the top; 0: all.  The same for the sets below.
    """
    return _bundled("digits", unique, rows)


@sample_set
def iris(unique: bool = False, rows: int = 0) -> Dataset:
    """150 irises, 4 measurements; two rows are equal, so lambda_min is 0 unless ``unique`` leaves one out.

    Examples
    --------
    >>> iris().n, iris(unique=True).n
    (150, 149)
    """
    return _bundled("iris", unique, rows)


@sample_set
def wine(unique: bool = False, rows: int = 0) -> Dataset:
    """178 wines, 13 measurements."""
    return _bundled("wine", unique, rows)


@sample_set
def breast_cancer(unique: bool = False, rows: int = 0) -> Dataset:
    """569 tumours, 30 measurements."""
    return _bundled("breast_cancer", unique, rows)


@sample_set
def diabetes(unique: bool = False, rows: int = 0) -> Dataset:
    """442 patients, 10 measurements, centred and scaled by scikit-learn (whose last digit is its own)."""
    return _bundled("diabetes", unique, rows)
