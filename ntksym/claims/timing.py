"""Time limits for work that may not end."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

AGAIN = 0.5  # seconds: an exception raised inside a destructor or a C callback is lost, so it is raised again


class TimeUp(BaseException):
    """The time was used up.  Not an Exception, so that no ``except Exception`` swallows it."""


def time_limit(seconds: float) -> AbstractContextManager[None]:
    """A context that raises :class:`TimeUp` after so many seconds on the clock (for code that may sleep or hang)."""
    return _limit(seconds, "ITIMER_REAL", "SIGALRM", time.monotonic)


def cpu_limit(seconds: float) -> AbstractContextManager[None]:
    """A context that raises :class:`TimeUp` after so many seconds of this process's own computing.

    A verdict must not depend on what else the machine is doing.
    """
    return _limit(seconds, "ITIMER_PROF", "SIGPROF", time.process_time)


@contextmanager
def _limit(seconds: float, timer_name: str, signal_name: str, clock: Callable[[], float]) -> Iterator[None]:
    """Limits of one kind nest, and the nearest one wins.

    What ends after its time has no result, even if the exception was lost on the way (in a destructor or a callback
    of C, which goes on with a value that is none) or became another.

    They work in a process's main thread only (elsewhere there is no limit): each worker process has one.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    timer, number = getattr(signal, timer_name), getattr(signal, signal_name)
    up = False

    def stop(signum: int, frame: Any) -> None:
        nonlocal up
        up = True
        raise TimeUp

    outer, started = signal.getitimer(timer)[0], clock()
    before = signal.signal(number, stop)
    signal.setitimer(timer, min(seconds, outer) if outer else seconds, AGAIN)
    try:
        yield
        if up:
            raise TimeUp
    except Exception as error:
        if up:
            raise TimeUp from error
        raise
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, before)
        if outer:
            signal.setitimer(timer, max(outer - (clock() - started), 1e-3), AGAIN)
