import importlib
import json
import math
import os
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from ntksym.errors import InputError
from ntksym.store import HEADER, Record
from ntksym.sweep import grid, sweep
from ntksym.workers import run

ITEMS = grid(data=["@d4", "@e8"], depth=[2, 3], seed=[0, 1, 2])


@pytest.fixture(scope="module")
def tasks():
    """The tasks, from a module that worker processes can import too."""
    sys.path.insert(0, str(Path(__file__).parent))
    yield importlib.import_module("sweep_tasks")
    sys.path.pop(0)


@pytest.fixture(autouse=True)
def unchanging_code(monkeypatch):
    """Someone may edit the package while its tests run."""
    monkeypatch.setattr("ntksym.sweep.code_digest", lambda folder: "this code")


@pytest.fixture
def store(tmp_path):
    return tmp_path / "folder" / "results.jsonl"


def squares(n):
    return [{"x": x} for x in range(n)]


def counting(calls):
    """An executor that works at once and counts."""

    class Here(ThreadPoolExecutor):
        def submit(self, function, *arguments):
            calls.append(arguments[-1])
            future = Future()
            future.set_result(function(*arguments))
            return future

    return Here(1)


def test_a_sweep_returns_every_record_in_order_and_keeps_it(tasks, store):
    seen = []
    found = sweep(tasks.square, squares(5), store=store, jobs=1, on_record=seen.append)
    assert found == seen == [Record({"x": x}, {"square": x * x, "as_float": x / 3}) for x in range(5)]
    lines = store.read_text().splitlines()
    assert lines[0] == HEADER and [json.loads(line)["item"]["x"] for line in lines[1:]] == list(range(5))
    assert not {"time", "seconds", "host", "pid"} & set().union(*(json.loads(line) for line in lines[1:]))


def test_the_file_has_the_same_bytes_whatever_the_executor(tasks, tmp_path):
    def run_with(name, **how):
        sweep(tasks.mixed, range(9), store=tmp_path / name, **how)
        return (tmp_path / name).read_bytes()

    here = run_with("here", jobs=1)
    assert b'"error":"x=6: a multiple of 3' in here and b'"square":9' in here
    assert run_with("processes", jobs=2) == here
    with ThreadPoolExecutor(4) as pool:
        assert run_with("threads", executor=pool) == here
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert run_with("pool", executor=pool) == here


def test_a_dask_cluster_gives_the_same_bytes(tasks, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
    sweep(tasks.mixed, range(9), store=tmp_path / "here", jobs=1)
    options = {"n_workers": 1, "threads_per_worker": 2, "dashboard_address": None}
    with distributed.LocalCluster(processes=False, protocol="tcp://", **options) as cluster:
        assert cluster.scheduler_address.startswith("tcp://")
        found = sweep(tasks.mixed, range(9), store=tmp_path / "dask", dask=cluster.scheduler_address)
        refused = sweep(tasks.sometimes, [3, 5], store=tmp_path / "refused", dask=cluster.scheduler_address)
        with pytest.raises(ZeroDivisionError):
            sweep(tasks.broken, [2, 0], store=tmp_path / "broken", dask=cluster.scheduler_address)
        killed = distributed.KilledWorker("item", "worker", 3)
        monkeypatch.setattr("ntksym.sweep.run", lambda *tasks, **how: (_ for _ in ()).throw(killed))
        with pytest.raises(InputError, match="its workers died at one item"):
            sweep(tasks.square, squares(1), store=tmp_path / "killed", dask=cluster.scheduler_address)
    assert (tmp_path / "dask").read_bytes() == (tmp_path / "here").read_bytes()
    assert [record.item for record in found] == list(range(9))
    assert [record.error is None for record in refused] == [False, True]


def test_no_scheduler_at_the_address_is_one_clear_line(tasks, store, monkeypatch):
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    monkeypatch.setattr("ntksym.sweep.CONNECT_SECONDS", 0.2)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(InputError, match="no scheduler answers there"):
            sweep(tasks.square, squares(2), store=store, dask=address)


def test_without_dask_one_line_says_what_to_install(tasks, store, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"dask=tcp://x:1: dask\.distributed is not installed"):
        sweep(tasks.square, squares(2), store=store, dask="tcp://x:1")


def test_a_second_run_makes_nothing_again_and_more_items_only_the_new_ones(tasks, store):
    sweep(tasks.square, squares(4), store=store, jobs=1)
    before, calls = store.read_bytes(), []
    again = sweep(tasks.square, squares(4)[::-1], store=store, executor=counting(calls))
    assert not calls and store.read_bytes() == before and [r.item["x"] for r in again] == [3, 2, 1, 0]
    sweep(tasks.square, squares(6), store=store, executor=counting(calls))
    assert calls == ['{"x":4}', '{"x":5}']
    sweep(tasks.square, squares(2), store=store, jobs=1)
    assert len(store.read_text().splitlines()) == 7  # records of other items are kept


def test_repeated_items_are_made_once_and_returned_twice(tasks, store):
    calls = []
    found = sweep(tasks.square, [{"x": 1}, {"x": 1}], store=store, executor=counting(calls))
    assert len(calls) == 1 and found[0] == found[1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_sweep_goes_on_where_it_was(tasks, store, tmp_path, jobs):
    sweep(tasks.square, squares(8), store=tmp_path / "whole", jobs=1)
    done = []

    def stop_after_three(record):
        done.append(record.item)
        if len(done) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(tasks.square, squares(8), store=store, jobs=jobs, on_record=stop_after_three)
    assert len(store.read_text().splitlines()) == 4
    calls = []
    sweep(tasks.square, squares(8), store=store, executor=counting(calls))
    assert len(calls) == 5 and not {json.dumps(item, separators=(",", ":")) for item in done} & set(calls)
    assert store.read_bytes() == (tmp_path / "whole").read_bytes()


def _cut(text):
    return text[: text.rindex("item") + 3]


def _glued(text):
    lines = text.split("\n")
    return "\n".join([*lines[:2], lines[2] + lines[3], *lines[4:]])


DAMAGES = {
    "the last line is cut off": _cut,
    "a result is changed": lambda text: text.replace('"square":4', '"square":5'),
    "an item is changed": lambda text: text.replace('{"x":2}', '{"x":3}'),
    "the code is changed": lambda text: text.replace('"code":"', '"code":"0', 1),
    "a seal is taken away": lambda text: text.replace('"digest"', '"digests"', 1),
    "two lines run into one": _glued,
    "binary rubbish is added": lambda text: text + "\x00\x01[[[\n",
    "deep rubbish is added": lambda text: text + "[" * 100_000 + "\n",
    "a number is added": lambda text: text + "7\n",
    "a line is repeated": lambda text: text + text.splitlines()[1] + "\n",
    "line ends are another system's": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_records_are_made_again(tasks, store, damage):
    sweep(tasks.square, squares(4), store=store, jobs=1)
    whole = store.read_text()
    damaged = DAMAGES[damage](whole)
    assert damaged != whole
    store.write_text(damaged)
    found = sweep(tasks.square, squares(4), store=store, jobs=1)
    assert [record.result["square"] for record in found] == [0, 1, 4, 9]
    assert store.read_text() == whole


def test_records_of_other_code_are_made_again(tasks, store, tmp_path, monkeypatch):
    source = tmp_path / "mine.py"
    source.write_text("def f(x):\n    return x + 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("mine")
    assert sweep(module.f, [1], store=store, jobs=1)[0].result == 2
    source.write_text("def f(x):\n    return x + 10\n")
    importlib.invalidate_caches()
    sys.modules.pop("mine")
    Path(importlib.util.cache_from_source(source)).unlink(missing_ok=True)
    module = importlib.import_module("mine")
    assert sweep(module.f, [1], store=store, jobs=1)[0].result == 11
    sys.modules.pop("mine")
    calls = []
    monkeypatch.setattr("ntksym.sweep.code_digest", lambda folder: "other")
    sweep(tasks.square, squares(1), store=store, executor=counting(calls))
    assert calls


def test_a_refused_or_undecided_item_is_a_record_and_does_not_stop_the_others(tasks, store):
    found = sweep(tasks.sometimes, range(6), store=store, jobs=1)
    assert [r.result for r in found] == [None, None, 2, None, None, 5]
    assert found[0].error == "x=0: a multiple of 3; give another" and found[1].error == "not with so few bits"


def test_any_other_error_ends_the_sweep_and_keeps_what_was_done(tasks, store):
    with pytest.raises(ZeroDivisionError):
        sweep(tasks.broken, [1, 2, 4, 0], store=store, jobs=1)
    assert len(store.read_text().splitlines()) == 4


def test_a_dead_worker_is_one_clear_line(tasks, store):
    with pytest.raises(InputError, match="worker processes: one died"):
        sweep(tasks.dies, range(3), store=store, jobs=2)


@pytest.mark.parametrize("how", ["here", "processes", "threads"])
def test_every_task_has_one_blas_thread_and_its_process_to_itself(tasks, store, how):
    from threadpoolctl import threadpool_info

    before = sorted(pool["num_threads"] for pool in threadpool_info())
    with ThreadPoolExecutor(4) as pool:
        options = {"here": {"jobs": 1}, "processes": {"jobs": 2}, "threads": {"executor": pool}}[how]
        found = sweep(tasks.surroundings, range(30), store=store, **options)
    assert [(r.result["threads"], r.result["bits"]) for r in found] == [([1], 100 + item) for item in range(30)]
    processes = {r.result["process"] for r in found}
    assert len(processes) == 2 and os.getpid() not in processes if how == "processes" else processes == {os.getpid()}
    assert sorted(pool["num_threads"] for pool in threadpool_info())[: len(before)] == before


def test_a_file_of_something_else_is_never_overwritten(tasks, tmp_path):
    for name, content in (("data.csv", "1,2\n3,4\n"), ("cut", HEADER[:10]), ("json", '{"a": 1}\n')):
        path = tmp_path / name
        path.write_text(content)
        with pytest.raises(InputError, match="a file of something else"):
            sweep(tasks.square, squares(1), store=path, jobs=1)
        assert path.read_text() == content
    with pytest.raises(InputError, match="it is a folder"):
        sweep(tasks.square, squares(1), store=tmp_path, jobs=1)


def test_only_plain_data_goes_in_and_out(tasks, store):
    for item in (float("nan"), {1, 2}, object(), {"x": 1j}):
        with pytest.raises(InputError, match="not plain data"):
            sweep(tasks.square, [item], store=store, jobs=1)
    with pytest.raises(InputError, match=r"the task's result .*not plain data"):
        sweep(tasks.not_plain, [1], store=store, jobs=1)
    assert sweep(tasks.sometimes, (2, 5), store=store, jobs=1)[0] == Record(2, 2)


def test_functions_whose_values_no_name_tells_are_refused(store):
    outer = 3
    for task in (lambda x: x + outer, partial(pow, 2)):
        with pytest.raises(InputError, match="not a function with a name of its own"):
            sweep(task, [1], store=store, jobs=1)
    assert sweep(math.factorial, [5], store=store, jobs=1)[0].result == 120


def test_a_function_typed_in_a_session_runs_here_only(store, monkeypatch):
    main = type(sys)("__main__")
    exec("def f(x):\n    return x", main.__dict__)  # noqa: S102
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert sweep(main.f, [1], store=store, jobs=1)[0].result == 1
    with pytest.raises(InputError, match="cannot import it; put it in a module"):
        sweep(main.f, [1, 2], store=store, jobs=2)


def test_one_way_of_running_is_chosen(tasks, store):
    with ThreadPoolExecutor(1) as pool, pytest.raises(InputError, match="more than one is given"):
        sweep(tasks.square, squares(1), store=store, executor=pool, jobs=2)
    with pytest.raises(InputError, match="jobs=0"):
        sweep(tasks.square, squares(1), store=store, jobs=0)


def test_no_items_make_an_empty_store(tasks, store):
    assert sweep(tasks.square, [], store=store, jobs=1) == [] and store.read_text() == HEADER + "\n"


def test_grids_run_over_every_combination_once():
    assert len(ITEMS) == 12 == len({json.dumps(item) for item in ITEMS})
    assert ITEMS[1] == {"data": "@d4", "depth": 2, "seed": 1}
    assert grid() == [{}] and grid(a=[]) == []


def test_tasks_not_begun_are_cancelled_when_the_reader_stops():
    submitted = []

    class Waiting(ThreadPoolExecutor):
        def submit(self, function, *arguments):
            submitted.append(super().submit(function, *arguments))
            return submitted[-1]

    with Waiting(1) as pool:
        reader = run(math.sqrt, [(x,) for x in range(500)], executor=pool)
        next(reader)
        pool.submit(time.sleep, 0.2)
        reader.close()
    assert all(future.done() for future in submitted)
