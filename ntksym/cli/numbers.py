"""Exact numbers on the command line."""

from __future__ import annotations

from fractions import Fraction

from ntksym.errors import InputError


def rational(name: str, text: str) -> Fraction:
    """The number that an option's text is, exactly.

    Examples
    --------
    >>> rational("--eta", "0.1"), rational("--eta", "1/3")
    (Fraction(1, 10), Fraction(1, 3))
    >>> rational("--eta", "nan")
    Traceback (most recent call last):
    ntksym.errors.InputError: --eta nan: not a number; give e.g. 0.01 or 1/100
    """
    if len(text) > 60 or len(text.lower().partition("e")[2]) > 4:
        raise InputError(f"{name} {text}", "too long for a number", "give e.g. 0.01 or 1/100")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(f"{name} {text}", "not a number", "give e.g. 0.01 or 1/100") from error
