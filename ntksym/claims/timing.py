"""Time limits for work that may not end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TimeUp(BaseException):
    """The time was used up.  Not an Exception, so that no ``except Exception`` swallows it."""


def time_limit(seconds: float) -> Any:
    """A context that raises :class:`TimeUp` after so many seconds on the clock (for code that may sleep or hang)."""
    return _limit(seconds, "ITIMER_REAL", "SIGALRM")


def cpu_limit(seconds: float) -> Any:
    """A context that raises :class:`TimeUp` after so many seconds of this process's own computing.

    A verdict must not depend on what else the machine is doing.
    """
    return _limit(seconds, "ITIMER_VIRTUAL", "SIGVTALRM")


@contextmanager
def _limit(seconds: float, timer_name: str, signal_name: str) -> Iterator[None]:
    """Limits of one kind nest, and the nearest one wins.

    They work in a process's main thread only (elsewhere there is no limit): each worker process has one.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    timer, number = getattr(signal, timer_name), getattr(signal, signal_name)

    def stop(signum: int, frame: Any) -> None:
        raise TimeUp

    outer = signal.getitimer(timer)[0]
    before = signal.signal(number, stop)
    given = min(seconds, outer) if outer else seconds
    signal.setitimer(timer, given)
    try:
        yield
    finally:
        left = signal.getitimer(timer)[0]
        signal.setitimer(timer, max(outer - given + left, 1e-3) if outer else 0.0)
        signal.signal(number, before)
