"""A time limit for work that may not end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TimeUp(BaseException):
    """The time was used up.  Not an Exception, so that no ``except Exception`` swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`TimeUp` after so many seconds; limits nest, and the nearest one wins.

    It works in a process's main thread only (elsewhere there is no limit): each worker process has one.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(signum: int, frame: Any) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    outer = signal.getitimer(signal.ITIMER_REAL)[0]
    signal.setitimer(signal.ITIMER_REAL, min(seconds, outer) if outer else seconds)
    try:
        yield
    finally:
        spent = min(seconds, outer) - signal.getitimer(signal.ITIMER_REAL)[0] if outer else 0.0
        signal.setitimer(signal.ITIMER_REAL, max(outer - spent, 1e-3) if outer else 0.0)
        signal.signal(signal.SIGALRM, before)
