"""Work spread over processes: spawned ones by default, or any ``concurrent.futures.Executor``."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from ntksym.errors import InputError

T = TypeVar("T")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def run(
    function: Callable[..., T], tasks: Sequence[tuple[Any, ...]], *, jobs: int = 1, executor: Executor | None = None
) -> Iterator[tuple[int, T]]:
    """Yield ``(i, function(*tasks[i]))`` for all tasks, in the order in which they finish.

    Parameters
    ----------
    function
        For processes: a module's function, whose arguments and result can be pickled.
    tasks
        The arguments.
    jobs
        Number of worker processes if there is no executor; with 1 the work is done here, in order.
    executor
        Any ``concurrent.futures.Executor``; it is left open.

    Raises
    ------
    InputError
        If a worker process died.  Whatever ends the iteration early cancels the tasks that have not begun.

    Examples
    --------
    >>> list(run(pow, [(2, 3), (2, 4)]))
    [(0, 8), (1, 16)]
    """
    if executor is not None:
        yield from _submitted(function, tasks, executor)
    elif jobs <= 1 or len(tasks) <= 1:
        for i, task in enumerate(tasks):
            yield i, function(*task)
    else:
        with spawned(min(jobs, len(tasks))) as own:
            yield from _submitted(function, tasks, own)


@contextmanager
def spawned(jobs: int) -> Iterator[Executor]:
    """A pool of worker processes, each with one BLAS thread; left at once when something goes wrong."""
    # spawn: flint and OpenBLAS after a fork are not safe
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one_thread() -> None:
    for name in THREADS:  # read by each BLAS when it is loaded
        os.environ[name] = "1"


def _submitted(
    function: Callable[..., T], tasks: Sequence[tuple[Any, ...]], executor: Executor
) -> Iterator[tuple[int, T]]:
    numbers = {executor.submit(function, *task): i for i, task in enumerate(tasks)}
    try:
        for future in as_completed(numbers):
            yield numbers[future], future.result()
    except BrokenExecutor:
        raise InputError(
            "worker processes",
            "one died: out of memory, or it cannot import what it runs",
            "use fewer jobs, or one, and run it again",
        ) from None
    finally:
        for future in numbers:
            future.cancel()


_LOCK = threading.RLock()


@contextmanager
def alone() -> Iterator[None]:
    """One task at a time in this process, with one BLAS thread.

    FLINT's precision and BLAS's threads belong to the process.  Under ``alone`` a result does not depend on what else
    runs, nor on how many threads there are.

    Examples
    --------
    >>> with alone():
    ...     pass
    """
    import numpy as np  # noqa: F401
    import scipy.linalg.blas  # noqa: F401  (both bring a BLAS, which must be there to be limited)
    from threadpoolctl import threadpool_limits

    with _LOCK, threadpool_limits(limits=1, user_api="blas"):
        yield
