"""Re-check every certificate with the independent checker, several files at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from ntksym.checker.verdict import check_paths

Step = Callable[[str], None]


def check_group(paths: list[str]) -> list[tuple[str, str, str]]:
    """(path, status, reason) for each file; one process keeps the checker's caches warm."""
    return [(r.path, r.status, r.reason) for r in check_paths(paths)]


def check_all(paths: list[Path], jobs: int, stage: Callable[[str, int], Step]) -> dict[Path, tuple[str, str]]:
    """The checker's verdict on each file.  Files of one depth stay together: they share its tables."""
    step = stage("re-check certificates", len(paths))
    groups: dict[str, list[str]] = {}
    for path in paths:
        depth = path.name.rpartition("-L")[2] if "-L" in path.name else "two-layer"
        groups.setdefault(depth, []).append(str(path))
    found: dict[Path, tuple[str, str]] = {}

    def keep(rows: list[tuple[str, str, str]]) -> None:
        for name, status, reason in rows:
            found[Path(name)] = (status, reason)
            step(Path(name).name)

    if jobs <= 1:
        for group in groups.values():
            for name in group:
                keep(check_group([name]))
        return found
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        try:
            for future in as_completed([pool.submit(check_group, group) for group in groups.values()]):
                keep(future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found
