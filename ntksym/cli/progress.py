"""Progress on standard error: a bar on a terminal, nothing where nobody looks."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[str], None]
Stage = Callable[[str, int], Step]


@contextmanager
def stages(*, quiet: bool = False) -> Iterator[Stage]:
    """Several bars in a row: ``stage(label, total)`` starts the next one and returns its step function."""
    if quiet or not sys.stderr.isatty():

        def plain(label: str, total: int) -> Step:
            if not quiet:
                print(f"{label} ({total})", file=sys.stderr, flush=True)
            return lambda what: None

        yield plain
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def start(label: str, total: int) -> Step:
            task = bar.add_task(label, total=total, what="")
            return lambda what: bar.update(task, advance=1, what=what)

        yield start


@contextmanager
def progress(total: int, label: str, *, quiet: bool = False) -> Iterator[Step]:
    """One bar."""
    with stages(quiet=quiet) as stage:
        yield stage(label, total)


@contextmanager
def fractions(*, quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """One bar for stages of unknown number: ``tell(stage, fraction done)``."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda stage, done: bar.update(task, description=stage, completed=done)


@contextmanager
def working(label: str) -> Iterator[None]:
    """A clock for work of unknown length, once it takes longer than two seconds."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def show() -> None:
        if done.wait(2):
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as clock:
            clock.add_task(label)
            done.wait()

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
