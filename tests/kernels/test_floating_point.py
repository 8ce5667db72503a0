import ctypes
import platform
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ntksym.errors import InputError
from ntksym.kernels import floating_point
from ntksym.kernels.floating_point import blas, check_rounding, self_test


def test_this_machine_passes():
    self_test()


@pytest.mark.skipif(sys.platform != "linux" or platform.machine() != "x86_64", reason="sets the mode of an x86 thread")
@pytest.mark.parametrize("mode", [0x400, 0x800, 0xC00], ids=["down", "up", "to zero"])
def test_a_thread_with_another_rounding_mode_is_refused(mode):
    libm = ctypes.CDLL("libm.so.6")

    def run():
        libm.fesetround(mode)
        try:
            check_rounding()
        finally:
            libm.fesetround(0)

    with ThreadPoolExecutor(1) as pool, pytest.raises(InputError, match="not rounded to nearest"):
        pool.submit(run).result()
    check_rounding()


class Wrong:
    """NumPy with one operation replaced."""

    def __init__(self, **replaced):
        self._replaced = replaced

    def __getattr__(self, name):
        return self._replaced[name] if name in self._replaced else getattr(np, name)


def test_flushed_subnormals_are_refused(monkeypatch):
    wrong = Wrong(full=lambda n, value: np.full(n, 0.0 if abs(value) < 2.0**-1022 else value))
    monkeypatch.setattr(floating_point, "np", wrong)
    with pytest.raises(InputError, match="flushed"):
        check_rounding()


def test_a_square_root_off_by_one_unit_is_refused(monkeypatch):
    monkeypatch.setattr(floating_point, "np", Wrong(sqrt=lambda x: np.nextafter(np.sqrt(x), np.inf)))
    with pytest.raises(InputError, match="square roots"):
        floating_point._check_operations()


@pytest.mark.parametrize("shape", floating_point.SHAPES)
def test_a_product_with_one_wrong_entry_is_refused(shape):
    rows, columns, inner = shape
    left, right = floating_point._integers(rows, inner, 1), floating_point._integers(columns, inner, 2)
    found = (left @ right.T).astype(np.float64)
    floating_point._check_product("the product", found, left, right)
    for wrong in (1.0, 0.5):
        bad = found.copy()
        bad[rows // 2, columns // 2] += wrong
        with pytest.raises(InputError, match="wrong on small integers"):
            floating_point._check_product("the product", bad, left, right)


def test_a_wrong_factor_is_refused(monkeypatch):
    from scipy.linalg import lapack

    right = lapack.dpotrf

    def wrong(*args, **kwargs):
        factor, info = right(*args, **kwargs)
        factor[-1, 0] += 1
        return factor, info

    floating_point._check_factor(7)
    monkeypatch.setattr(lapack, "dpotrf", wrong)
    with pytest.raises(InputError, match="dpotrf"):
        floating_point._check_factor(7)


def numbers_of_threads():
    main, others = floating_point._pools()
    return [lib.num_threads for lib in main], [lib.num_threads for lib in others]


def test_inside_blas_numpy_has_one_thread_and_afterwards_all_is_as_before():
    before = numbers_of_threads()
    with blas() as threads, blas(1):
        main, others = numbers_of_threads()
        assert set(main) == {1} and set(others) <= {1} and threads == max(before[0])
    assert numbers_of_threads() == before
    with pytest.raises(KeyError), blas(1):
        raise KeyError
    assert numbers_of_threads() == before
