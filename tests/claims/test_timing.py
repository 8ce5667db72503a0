"""What is not finished in its time has no result, whatever becomes of the exception that says so."""

import pytest
import sympy as sp

from ntksym.balls.compiler import evaluate
from ntksym.claims.timing import TimeUp, cpu_limit, time_limit

x = sp.Symbol("x", real=True)
INTEGRAL = sp.Integral(sp.exp(x**2) * sp.cos(x), (x, 0, 1))


def spin():
    while True:
        pass


@pytest.mark.parametrize("limit", [time_limit, cpu_limit])
def test_an_exception_that_is_lost_still_ends_the_work(limit):
    def lost():
        try:
            spin()
        except TimeUp:
            return "a value that is none"

    with pytest.raises(TimeUp), limit(0.05):
        lost()


@pytest.mark.parametrize("limit", [time_limit, cpu_limit])
def test_an_exception_that_becomes_another_is_still_the_end_of_the_time(limit):
    """As C makes it: SystemError, returned a result with an exception set."""

    def another():
        try:
            spin()
        except TimeUp as up:
            raise SystemError("returned a result with an exception set") from up

    with pytest.raises(TimeUp), limit(0.05):
        another()


def test_an_error_within_the_time_is_that_error():
    with pytest.raises(SystemError), cpu_limit(5):
        raise SystemError
    with cpu_limit(5):
        pass


def test_an_integral_cut_short_anywhere_has_its_value_or_none():
    """Signals arrive inside FLINT's callbacks too."""
    whole, cut = evaluate(INTEGRAL, {}), 0
    for i in range(1, 26):
        try:
            with cpu_limit(i / 250):
                values = [evaluate(INTEGRAL, {}) for _ in range(150)]
        except TimeUp:
            cut += 1
        else:
            assert all(str(value) == str(whole) for value in values)
    assert cut > 5
