"""Sweeps: one function over many items, on any executor, resumable, with the same bytes whatever ran them."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import ntksym
from ntksym.certificates.format import canonical_json
from ntksym.errors import InputError, UndecidedError
from ntksym.files import code_digest
from ntksym.store import Record, Store
from ntksym.workers import alone, run

CONNECT_SECONDS = 10
Task = Callable[[Any], Any]


def grid(**axes: Iterable[Any]) -> list[dict[str, Any]]:
    """Every combination of the given values, the last axis running fastest.

    Examples
    --------
    >>> grid(data=["@d4"], depth=[2, 3])
    [{'data': '@d4', 'depth': 2}, {'data': '@d4', 'depth': 3}]
    """
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]


def sweep(
    task: Task,
    items: Iterable[Any],
    *,
    store: str | os.PathLike[str],
    jobs: int | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    on_record: Callable[[Record], None] | None = None,
) -> list[Record]:
    """Apply a function to every item and keep each result in a file as soon as it is there.

    An interrupted sweep goes on where it was: records of the same item that the same code made are taken over; damaged
    ones, and those of other code (this package's, or the file that defines ``task``), are made again.  Within one
    process tasks run one at a time, on one BLAS thread, so that results do not depend on the executor.

    Parameters
    ----------
    task
        A module's function of one item that returns plain data, the same for the same item.  If it raises
        ``InputError`` or ``UndecidedError``, the message is the record; other errors end the sweep.
    items
        Plain data: numbers, text, lists and dicts.
    store
        The file of records, one JSON object a line, in the end sorted by item.  Not for two sweeps at a time.
    jobs
        Number of worker processes; 1: this process; default: one a core.
    executor
        Any ``concurrent.futures.Executor``, instead of worker processes.
    dask
        Address of a dask scheduler, such as ``"tcp://host:8786"``, whose workers have ntksym; instead of processes.
    on_record
        Called with every record as it comes, also with those taken over: for a progress bar.

    Returns
    -------
    list of Record
        In the order of the items.
    """
    texts = [_plain(item, "item") for item in items]
    wanted = list(dict.fromkeys(texts))
    tell = on_record or (lambda record: None)
    records = Store(Path(store), _code_key(task))
    missing = [text for text in wanted if text not in records]
    for text in wanted:
        if text in records:
            tell(records[text])
    with _executor(task, jobs, executor, dask) as (workers, chosen), records.open():
        for i, outcome in run(_outcome, [(task, text) for text in missing], jobs=workers, executor=chosen):
            records.add(missing[i], outcome)
            tell(records[missing[i]])
    return [records[text] for text in texts]


def _plain(value: Any, what: str) -> str:
    try:
        return canonical_json(value)
    except (TypeError, ValueError):
        raise InputError(
            f"{what} {value!r}", "not plain data", "use numbers, text, lists and dicts (no NaN or infinity)"
        ) from None


def _outcome(task: Task, text: str) -> str:
    """What one item comes to, as JSON: the unit of work."""
    try:
        with alone():
            result = task(json.loads(text))
    except (InputError, UndecidedError) as error:
        return canonical_json({"error": str(error)})
    return _plain({"result": result}, "the task's result")


def _code_key(task: Task) -> str:
    """What a record depends on besides its item: this package, the task's name and the file that defines it."""
    name = getattr(task, "__qualname__", "<")
    if "<" in name:  # a lambda, a closure or a partial carries values that no name or file tells
        raise InputError(f"task {task!r}", "not a function with a name of its own", "define it in a module")
    package = code_digest(Path(__file__).parent)
    return hashlib.sha256(
        f"{ntksym.__version__} {package} {task.__module__}.{name} {_source(task)}".encode()
    ).hexdigest()


def _source(task: Task) -> str:
    try:
        return Path(inspect.getsourcefile(task) or "").read_text(encoding="utf-8")
    except (OSError, TypeError):
        pass
    try:
        return inspect.getsource(task)  # of a notebook's cell
    except (OSError, TypeError):
        return ""  # a function in C, or typed at a prompt


@contextmanager
def _executor(
    task: Task, jobs: int | None, executor: Executor | None, dask: str | None
) -> Iterator[tuple[int, Executor | None]]:
    """The number of worker processes, and the executor to use instead, if any."""
    if [jobs, executor, dask].count(None) < 2:
        raise InputError("jobs, executor, dask", "more than one is given", "choose one of them")
    if dask is not None:
        with _dask_executor(dask) as found:
            yield 1, found
        return
    workers = jobs if jobs is not None else os.cpu_count() or 1
    if workers < 1:
        raise InputError(f"jobs={jobs}", "not a number of processes", "give jobs=1 or more")
    typed = task.__module__ == "__main__" and not hasattr(sys.modules["__main__"], "__file__")
    if executor is None and workers > 1 and typed:
        raise InputError(
            f"task {task.__qualname__}", "worker processes cannot import it", "put it in a module, or give jobs=1"
        )
    yield workers, executor


@contextmanager
def _dask_executor(address: str) -> Iterator[Executor]:
    what = f"dask={address}"
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise InputError(what, "dask.distributed is not installed", "run `pip install 'ntksym[dask]'`") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            what, f"no scheduler answers there ({error})", "start `dask scheduler` and give its address"
        ) from None
    with client:
        try:
            yield client.get_executor()
        except KilledWorker:
            raise InputError(what, "its workers died at one item", "give them more memory, and run it again") from None
