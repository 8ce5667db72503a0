"""Samples by name: ``near-duplicates:n=50,d=5,delta=1e-8`` is ``near_duplicates(n=50, d=5, delta=1e-8)``."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ParamSpec, get_type_hints

import numpy as np
from numpy.typing import NDArray

from ntksym.data import Dataset, dataset
from ntksym.data_arrays import LIMIT
from ntksym.errors import InputError

P = ParamSpec("P")
SAMPLES: dict[str, Callable[..., Dataset]] = {}


def sample_set(make: Callable[P, NDArray[np.float64] | Dataset]) -> Callable[P, Dataset]:
    """Register a function that makes points, and have it return them as a named data set."""
    signature, name = inspect.signature(make), make.__name__.replace("_", "-")

    @functools.wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Dataset:
        given = signature.bind(*args, **kwargs).arguments
        shown = [f"{k}={_text(v)}" for k, v in given.items() if v != signature.parameters[k].default]
        label = f"{name}:{','.join(shown)}" if shown else name
        result = make(*args, **kwargs)
        return replace(result, name=label) if isinstance(result, Dataset) else dataset(result, label)

    SAMPLES[name] = made
    return made


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def usage(name: str) -> str:
    """How a sample is called, with its defaults.

    Examples
    --------
    >>> usage("gaussian")
    'gaussian:n=,d=,seed=0'
    """
    parameters = inspect.signature(SAMPLES[name]).parameters.values()
    shown = [f"{p.name}={'' if p.default is p.empty else _text(p.default)}" for p in parameters]
    return f"{name}:{','.join(shown)}" if shown else name


def sample(text: str, **parameters: int | float | bool) -> Dataset:
    """The sample that a text names; parameters in the text or as keywords.

    Raises
    ------
    InputError
        If there is no such sample, or a parameter is unknown, missing, out of range or not a number.

    Examples
    --------
    >>> sample("icosahedron")
    Dataset('icosahedron', n=6, d=3)
    >>> sample("near-duplicates:n=50,d=5", delta=1e-8)
    Dataset('near-duplicates:n=50,d=5,delta=1e-08', n=50, d=5)
    """
    name, _, rest = text.strip().partition(":")
    name = name.replace("_", "-")
    if name not in SAMPLES:
        raise InputError(f"@{name}", "there is no such sample", f"choose from {', '.join(sorted(SAMPLES))}")
    expected = inspect.signature(SAMPLES[name]).parameters
    hints = get_type_hints(SAMPLES[name])
    for part in filter(None, (p.strip() for p in rest.split(","))):
        key, equals, value = (s.strip() for s in part.partition("="))
        if not equals or key in parameters:
            why = f"{key} is given twice" if equals else "not of the form KEY=VALUE"
            raise InputError(f"@{name}: {part}", why, f"write @{usage(name)}")
        parameters[key] = _value(f"@{name}: {part}", value, hints[key]) if key in expected else 0
    if unknown := sorted(set(parameters) - set(expected)):
        raise InputError(f"@{name}: {unknown[0]}", "no such parameter", f"write @{usage(name)}")
    for key, given in parameters.items():
        if not isinstance(given, (hints[key], int)) or (isinstance(given, bool) and hints[key] is not bool):
            raise InputError(f"@{name}: {key}={given!r}", f"not of type {hints[key].__name__}", f"write @{usage(name)}")
    if missing := [p for p in expected if expected[p].default is inspect.Parameter.empty and p not in parameters]:
        raise InputError(f"@{name}", f"needs {', '.join(missing)}", f"write @{usage(name)}")
    return SAMPLES[name](**parameters)


def _value(what: str, text: str, kind: Any) -> int | float | bool:
    try:
        if kind is bool:
            return {"true": True, "false": False}[text.lower()]
        return int(text) if kind is int else float(text)
    except (KeyError, ValueError):
        wanted = {bool: "true or false", int: "an integer"}.get(kind, "a number")
        raise InputError(what, f"{text!r} is not {wanted}", f"give {wanted}") from None


def check_range(name: str, value: float, low: float, high: float = math.inf) -> None:
    """Refuse a parameter outside low <= value <= high."""
    if not (low <= value <= high):
        wanted = f"at least {low}" if high == math.inf else f"from {low} to {high}"
        raise InputError(f"{name}={value}", "out of range", f"give {name} {wanted}")


def check_shape(n: int, d: int) -> None:
    """Refuse fewer than two points, dimension one, and more numbers than fit."""
    check_range("n", n, 2)
    check_range("d", d, 2)
    if n * d > LIMIT:
        raise InputError(f"n={n}, d={d}", f"more than {LIMIT} numbers", "take fewer points")
