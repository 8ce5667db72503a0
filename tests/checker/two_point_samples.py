# ruff: noqa: S102  (mutants are executed)
"""Two-point witnesses that are false in one cell only, and the procedures that prove them, with a slip or without."""

import types
from fractions import Fraction
from importlib import import_module
from math import cos, pi
from pathlib import Path

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.checker.limits import InvalidError, UndecidedError
from ntksym.spectra.separation import Problem

PACKAGE = Path(ntksym.__file__).parent
CELLS = 16  # for witnesses of few terms
DEPTH, EXCESS = Fraction(1, 1000), Fraction(1, 10**6)
DEEP = {"kernel": "ntk", "L": 3, "d": 3, "angle": (Fraction(4, 5), False), "sided": "projective", "n": 3}
PROBLEM = Problem("ntk", 3, 3, ExactReal.parse("4/5"), "projective", 3)


def place(cell):
    """A rational near cos u, at a place of the interval [alpha, pi - alpha] counted in cells."""
    return Fraction(round(cos(0.8 + (pi - 1.6) * cell / CELLS) * 10**9), 10**9)


def bump(cell, sign=-1, height=1 + EXCESS):
    """H = -DEPTH and Phi = sign DEPTH height (1 - (t - s)^2/4): |Phi| + H > 0 just where (t - s)^2/4 < 1 - 1/height."""
    s, c = place(cell), sign * DEPTH * height
    p = [c * (1 - s * s / 4 - Fraction(1, 12)), c * s / 2, -c / 6]
    return {"p": [str(x) for x in p], "b": "0", "e": [str(-DEPTH), "0", "0"]}


def changed(name, old, new):
    """A module of the package with one slip."""
    path = PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")
    source = path.read_text()
    assert source.count(old) == 1, old
    module = types.ModuleType(name)
    module.__package__ = name.rpartition(".")[0]
    exec(compile(source.replace(old, new), path.name, "exec"), module.__dict__)
    return module


def mutant(file, old, new):
    """The checker's two_point with one slip."""
    module = changed(f"ntksym.checker.{file.removesuffix('.py')}", old, new)
    if file == "two_point.py":
        return module.two_point
    top = changed("ntksym.checker.two_point", "MAX_TERMS = 2_000", "MAX_TERMS = 2_000")
    name, part = ("require_few_lines", "require") if file == "few_lines.py" else ("Inequality", "Inequality")
    assert hasattr(top, name)  # what the procedure calls is replaced, not something beside it
    setattr(top, name, getattr(module, part))
    return top.two_point


def accepts(procedure, q, row):
    """Whether the checker's procedure, or one with a slip, takes a witness."""
    try:
        procedure(q, row)
    except (InvalidError, UndecidedError):
        return False
    return True


def proves(module, row):
    """Whether the producer's cover of the angles, or one with a slip, proves a witness of DEEP."""
    p, e = ([Fraction(x) for x in row[name]] for name in "pe")
    return module.unproved(PROBLEM, p, Fraction(row["b"]), e, deepest=8) == []


def producer():
    """The producer's cover as it stands."""
    return import_module("ntksym.spectra.two_point_inequality")
