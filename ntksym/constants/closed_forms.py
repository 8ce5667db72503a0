"""Constants with closed forms: evaluated from the very SymPy expression that the derivations verify."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from ntksym.constants.catalogue import Constant, ConstantValue, Found
from ntksym.constants.parameters import DEGREE, DIMENSION, ORDER, rational

if TYPE_CHECKING:
    import sympy as sp

EXACT_UP_TO = 3000  # beyond, exact Gamma quotients cost more than balls


def evaluate(make: Callable[..., sp.Expr], digits: int, **values: Any) -> Found:
    """The exact value where the formula has one of the form q sqrt(n) pi^(j/2), else balls."""
    import sympy as sp

    from ntksym.balls.arb import precision
    from ntksym.balls.compiler import enclose
    from ntksym.balls.enclosure import Enclosure
    from ntksym.balls.exactvalue import exact

    numbers = {k: sp.Rational(v.numerator, v.denominator) if isinstance(v, Fraction) else v for k, v in values.items()}
    if all(abs(v) <= EXACT_UP_TO for v in numbers.values()):
        value = exact(make(**{k: sp.sympify(v, strict=True) for k, v in numbers.items()}), {})
        if value is not None:
            with precision(4 * digits + 64):
                enclosure = Enclosure.of_ball(value.ball)
            return Found(enclosure, "closed form", str(value), {"value": value})
    symbols = {k: sp.Symbol(k) for k in numbers}
    expression = make(**symbols)
    return Found(enclose(expression, {symbols[k]: v for k, v in values.items()}, digits + 3), "closed form in balls")


def formula(module: str, name: str) -> Callable[..., sp.Expr]:
    """A formula by name, imported when it is first needed (SymPy is slow to import)."""

    def call(**values: Any) -> sp.Expr:
        from importlib import import_module

        result: sp.Expr = getattr(import_module(f"ntksym.formulas.{module}"), name)(**values)
        return result

    return call


def route(module: str, name: str) -> Callable[..., Found]:
    """The route of a constant whose formula lives in ``ntksym/formulas``."""
    return partial(evaluate, formula(module, name))


def exact_latex(value: ConstantValue) -> str:
    """The exact value as LaTeX."""
    shown = value.details.get("value")
    return str(shown._repr_latex_()).strip("$").replace("\\displaystyle", "") if shown is not None else str(value.exact)


CLOSED_FORMS = (
    Constant(
        "hermite.step",
        (ORDER,),
        "E[1(g > 0) He_r(g)]/sqrt(r!), g standard normal",
        "c_{{{r}}}[1_{{u>0}}]",
        "derivations/hermite_coefficients.py; DLMF 18.6.1",
        route("hermite", "step"),
        "exact_value",
    ),
    Constant(
        "hermite.relu",
        (ORDER,),
        "E[max(g, 0) He_r(g)]/sqrt(r!), g standard normal",
        "c_{{{r}}}[u_+]",
        "derivations/hermite_coefficients.py; DLMF 18.6.1",
        route("hermite", "relu"),
        "exact_value",
    ),
    Constant(
        "hermite.leaky",
        (ORDER, rational("slope", "the slope for negative arguments", "1/10")),
        "E[(max(g, 0) + slope min(g, 0)) He_r(g)]/sqrt(r!)",
        "c_{{{r}}}[\\mathrm{{leaky}}_{{{slope}}}]",
        "derivations/hermite_coefficients.py",
        route("hermite", "leaky"),
        "exact_value",
    ),
    Constant(
        "harmonics.dimension",
        (DIMENSION, DEGREE),
        "the dimension N(d, k) of the spherical harmonics of degree k on S^(d-1)",
        "N({d}, {k})",
        "derivations/spherical_harmonics.py; DLMF 14.30",
        route("harmonics", "dimension"),
        "exact_value",
    ),
    Constant(
        "hemisphere",
        (DIMENSION, DEGREE),
        "h_k, the Funk-Hecke eigenvalue of 1[t > 0] on S^(d-1)",
        "h_{{{k}}}^{{[{d}]}}",
        "derivations/hemisphere_transforms.py; Karhadkar et al. 2024 (arXiv 2405.14630), Lemma 9",
        route("transforms", "hemisphere"),
        "exact_value",
    ),
)
