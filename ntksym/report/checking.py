"""Re-check every certificate with the independent checker, several files at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ntksym.checker.verdict import check_paths
from ntksym.workers import run

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

    tasks = [([name],) for group in groups.values() for name in group] if jobs <= 1 else [(g,) for g in groups.values()]
    for _, rows in run(check_group, tasks, jobs=jobs):
        keep(rows)
    return found
