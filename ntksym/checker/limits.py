"""What the checker refuses to work on, and the three ways in which it says no."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_BYTES = 64 * 2**20
MAX_NODES = 1_000_000  # JSON values in one file: 64 MB of "[],[]," would otherwise fill the memory
MAX_DEPTH = 40
MAX_TEXT = 4_000
MAX_TREE = 200_000  # length of a bisection tree, the one long string of the format
MAX_DIGITS = 1_500  # of one integer: int(text) is quadratic, so the length is tested first
MAX_EXPONENT = 20_000
MAX_ENTRIES = 20_000
MAX_DIMENSION = 1_000
MAX_DEGREE = 2_000
MAX_SPLIT = 131_072  # the degree from which a theorem takes over
MAX_DEPTH_L = 64
MAX_TERMS = 1_000
MAX_BITS = 6_000
MAX_POINTS = 4_096  # of one kernel matrix
MAX_INTEGERS = 16_000_000  # coordinates and entries of a triangular factor
MAX_LAYERS = 1_000
MAX_INFLATED = 256 * 2**20  # bytes of a side file, and of one line of it
MAX_LINE = 4 * 2**20
SECONDS = 120.0  # of CPU time for one file

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class UnreadableError(Exception):
    """Not a JSON text within the limits."""


class InvalidError(Exception):
    """The certificate is malformed, or its claim does not follow from what was recomputed."""


class UndecidedError(Exception):
    """The intervals did not decide within the checker's precision or time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let :func:`tick` raise once this process has used `seconds` of CPU time."""
    token = _deadline.set(time.process_time() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def tick() -> None:
    """Called inside every long loop, so that no file can hang the checker."""
    end = _deadline.get()
    if end is not None and time.process_time() > end:
        raise UndecidedError("the time allowed for one file is used up")
