"""What the float64 proofs assume of the machine, a test of it, and one pool of BLAS threads.

The self-test is a guard, not a proof: it catches a processor mode that flushes subnormals (a library built with
-ffast-math can set it), another rounding mode, and BLAS kernels that are wrong on one processor model (OpenBLAS has
shipped such).  The assumptions are named in every result that rests on them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ntksym.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Task = TypeVar("Task")
Result = TypeVar("Result")

ROUNDING = "NumPy's float64 + - * / and sqrt are those of IEEE 754: rounded to nearest, with gradual underflow"
PRODUCTS = (
    "BLAS forms each entry of a product as the sum of the inner products' terms in some order, fused or not "
    "(no recombination of Strassen's kind)"
)
CHOLESKY = (
    "LAPACK's dpotrf forms each entry of the factor from such sums, dividing by the pivot or "
    "multiplying by its rounded reciprocal"
)
ASSUMPTIONS = (ROUNDING, PRODUCTS)
"""What a certified kernel matrix rests on; a Cholesky certificate adds ``CHOLESKY``."""

SHAPES = ((1, 1, 1), (3, 5, 2), (17, 33, 5), (64, 256, 64), (128, 130, 257), (6, 1000, 6), (300, 310, 31))
"""Classes (rows, columns, inner) of products that the self-test multiplies: below, at and above the kernels' blocks."""


def broken(why: str) -> InputError:
    """The error that says what is wrong with this machine."""
    return InputError("float64 on this machine", why, "certified float64 is impossible here; use another machine")


def _numbers(count: int, seed: int) -> Floats:
    """Positive float64 with many mantissas and exponents -60..60, from a linear congruence: no library generator."""
    state, found = seed, []
    for _ in range(count):
        state = (6364136223846793005 * state + 1442695040888963407) % 2**64
        found.append(math.ldexp((state >> 11 | 1) / 2**53, state % 121 - 60))
    return np.array(found)


def check_rounding() -> None:
    """Refuse a thread whose float64 does not round to nearest or flushes subnormals.

    The mode belongs to a thread: each worker thread runs this once.
    """
    one, ulp = np.ones(19), np.full(19, 2.0**-52)
    ties = (
        (one + ulp / 2, one),
        (one + ulp * 1.5, one + 2 * ulp),
        (-one - ulp / 2, -one),
        (one + ulp * 0.75, one + ulp),
        (one - ulp / 4, one),
        (one - ulp * 0.375, one - ulp / 2),
    )
    if not all(np.array_equal(found, expected) for found, expected in ties):
        raise broken("sums are not rounded to nearest, ties to even")
    least = np.full(19, 5e-324)
    if not (
        np.all(least > 0) and np.all(least + least == 1e-323) and np.all(np.full(19, 2.0**-1022) * 0.5 == 2.0**-1023)
    ):
        raise broken("subnormal numbers are flushed to zero (a library built with -ffast-math may have set this mode)")


def _check_operations() -> None:
    """Products, quotients and roots of a table against exact arithmetic."""
    x, y = _numbers(200, 1), _numbers(200, 2)
    for name, found, exact in (
        ("products", x * y, [Fraction(a) * Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]),
        ("sums", x + y, [Fraction(a) + Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]),
        ("quotients", x / y, [Fraction(a) / Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]),
    ):
        if any(value != float(true) for value, true in zip(found.tolist(), exact, strict=True)):
            raise broken(f"{name} are not correctly rounded")
    for value, root in zip(x.tolist(), np.sqrt(x).tolist(), strict=True):
        half = Fraction(math.ulp(root)) / 2
        if not (Fraction(root) - half) ** 2 <= Fraction(value) <= (Fraction(root) + half) ** 2:
            raise broken("square roots are not correctly rounded")


def _integers(rows: int, columns: int, seed: int) -> Integers:
    index = np.arange(rows * columns, dtype=np.int64).reshape(rows, columns) + seed
    return (index * 2654435761 + index * index * 40503) % 1021 - 510


def _check_product(name: str, found: Floats, left: Integers, right: Integers) -> None:
    """An integer product left right^T against exact arithmetic, both sides times three vectors (Freivalds)."""
    tests = _integers(right.shape[0], 3, 3)
    whole = found.astype(np.int64)
    if not (np.array_equal(whole, found) and np.array_equal(whole @ tests, left @ (right.T @ tests))):
        raise broken(f"{name} of {left.shape} and {right.shape[::-1]} is wrong on small integers")


def _check_products(rows: int, columns: int, inner: int) -> None:
    from scipy.linalg.blas import dgemm, dsyrk

    left, right = _integers(rows, inner, 1), _integers(columns, inner, 2)
    x, y = left.astype(np.float64), right.astype(np.float64)
    lower = np.tril(dsyrk(1.0, x, lower=True))
    _check_product("NumPy's product", x @ y.T, left, right)
    _check_product("NumPy's symmetric product", x @ x.T, left, left)
    _check_product("SciPy's dgemm", np.asarray(dgemm(1.0, x, y, trans_b=True)), left, right)
    _check_product("SciPy's dsyrk", lower + np.tril(lower, -1).T, left, left)


def _check_factor(n: int) -> None:
    """The factor of L L^T, L an integer matrix with powers of two on its diagonal: every step is exact, so it is L."""
    from scipy.linalg.lapack import dpotrf

    expected = np.tril(_integers(n, n, 1) % 7 - 3, -1).astype(np.float64)
    np.fill_diagonal(expected, 2.0 ** (np.arange(n) % 4))
    found, info = dpotrf(expected @ expected.T, lower=True, clean=True)
    if info != 0 or not np.array_equal(found, expected):
        raise broken(f"SciPy's dpotrf of order {n} is wrong on small integers")


@cache
def self_test() -> None:
    """Test ``ASSUMPTIONS`` and ``CHOLESKY`` once in this process.

    Raises
    ------
    InputError
        One line that says what is broken.

    Examples
    --------
    >>> self_test()
    """
    check_rounding()
    _check_operations()
    with blas():
        for shape in SHAPES:
            _check_products(*shape)
        for n in (1, 7, 64, 200):
            _check_factor(n)


@cache
def _pools() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The loaded BLAS libraries: SciPy's own (the only one, if NumPy shares it), and the others."""
    import scipy.linalg.blas  # noqa: F401  (loads its library)
    from threadpoolctl import ThreadpoolController

    found = [lib for lib in ThreadpoolController().lib_controllers if lib.user_api == "blas"]
    main = [lib for lib in found if "scipy" in lib.filepath.replace("\\", "/").split("/")[-2].lower()] or found
    return tuple(main), tuple(lib for lib in found if lib not in main)


@contextmanager
def blas(threads: int | None = None) -> Iterator[int]:
    """Give SciPy's BLAS all threads (or ``threads``) and NumPy's one; yield that number, restore both afterwards.

    NumPy and SciPy bring a copy of OpenBLAS each, whose idle threads spin: products that alternate between
    the two are more than twice as slow.  Inside, multi-threaded products belong to ``scipy.linalg.blas``; NumPy's
    run in the thread that calls them.  ``None`` leaves SciPy's number as the user set it.
    The numbers belong to the process: not for use from two threads at once.

    Examples
    --------
    >>> with blas(1) as threads:
    ...     threads
    1
    """
    main, others = _pools()
    before = [(lib, lib.num_threads) for lib in (*main, *others)]
    wanted = threads or max((int(lib.num_threads or 1) for lib in main), default=1)
    try:
        for lib in main:
            lib.set_num_threads(wanted)
        for lib in others:
            lib.set_num_threads(1)
        yield wanted
    finally:
        for lib, number in before:
            lib.set_num_threads(number)


def in_threads(function: Callable[[Task], Result], tasks: Sequence[Task], threads: int) -> Iterator[Result]:
    """The results as they come, the first task begun first; every thread's float64 is tested.

    Examples
    --------
    >>> sorted(in_threads(abs, [1, -2], 2))
    [1, 2]
    """
    if threads == 1 or len(tasks) <= 1:
        yield from map(function, tasks)
        return
    with ThreadPoolExecutor(threads, initializer=check_rounding) as pool:
        try:
            for future in as_completed([pool.submit(function, task) for task in tasks]):
                yield future.result()
        except BrokenExecutor as error:
            raise broken("a worker thread failed its self-test") from error
