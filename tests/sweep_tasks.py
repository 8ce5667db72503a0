"""Tasks for the tests of sweeps: worker processes import them by name."""

import os
import time

import numpy as np

from ntksym.errors import InputError, UndecidedError


def square(item):
    return {"square": item["x"] ** 2, "as_float": item["x"] / 3}


def sometimes(item):
    if item % 3 == 0:
        raise InputError(f"x={item}", "a multiple of 3", "give another")
    if item % 3 == 1:
        raise UndecidedError("not with so few bits")
    return item


def smallest(item):
    """A product of matrices large enough for BLAS to use threads, whose bits depend on their number."""
    X = np.random.default_rng(item).standard_normal((300, 200))
    return np.linalg.eigvalsh(X @ X.T).tolist()[:3]


def mixed(item):
    return {0: lambda: square({"x": item}), 1: lambda: smallest(item), 2: lambda: sometimes(3 * item)}[item % 3]()


def surroundings(item):
    """BLAS's threads and FLINT's precision belong to the process: tasks side by side would see each other's."""
    from threadpoolctl import threadpool_info

    from ntksym.balls import arb

    threads = sorted({pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"})
    with arb.precision(100 + item):
        time.sleep(0.01)
        return {"threads": threads, "bits": arb.bits(), "process": os.getpid()}


def dies(item):
    os._exit(3)


def broken(item):
    return 1 / item


def not_plain(item):
    return {"value": float("nan")}
