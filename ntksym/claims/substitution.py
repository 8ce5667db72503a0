"""Substitution that captures no variable: a bound variable is renamed before anything of its name is put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits


def bound_symbols(e: Any) -> set[sp.Symbol]:
    """Every variable that an integral, sum or product inside the expression binds."""
    return {s for node in sp.sympify(e, strict=True).atoms(ExprWithLimits) for s in node.bound_symbols}


def bound_ranges(e: Any) -> Iterator[tuple[sp.Symbol, sp.Expr, sp.Expr, bool]]:
    """(variable, lower end, upper end, whether it runs over integers) for every bound variable."""
    for node in sp.sympify(e).atoms(ExprWithLimits):
        for variable, *ends in node.limits:
            a, b = ends if len(ends) == 2 else (-sp.oo, sp.oo)
            yield variable, a, b, not isinstance(node, sp.Integral)


def _renamed(e: sp.Basic, clash: set[sp.Symbol]) -> sp.Basic:
    """The same expression with the bound variables in ``clash`` under fresh names."""
    if not e.args or not e.has(ExprWithLimits):
        return e
    args = [_renamed(a, clash) for a in e.args]
    if not (isinstance(e, ExprWithLimits) and clash.intersection(e.bound_symbols)):
        return e if all(a is b for a, b in zip(args, e.args, strict=True)) else e.func(*args)
    if len(e.limits) != 1:
        raise ValueError(f"the variables of {e} have other meanings outside it; rename them")
    inner, (variable, *ends) = args[0], args[1].args
    fresh = sp.Dummy(f"{variable.name}_", **variable.assumptions0)
    return e.func(inner.xreplace({variable: fresh}), (fresh, *ends))


def free_of(values: Iterable[Any]) -> set[sp.Symbol]:
    """The free symbols of all the values together."""
    return set().union(*(sp.sympify(v, strict=True).free_symbols for v in values)) if values else set()


def substitute(e: Any, values: Mapping[sp.Symbol, Any]) -> Any:
    """Put the values in all at once; no free variable of a value becomes bound.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> substitute(sp.Integral(x * y, (x, 0, 1)), {y: x}).doit()
    x/2
    """
    e = sp.sympify(e, strict=True)
    if clash := bound_symbols(e) & free_of(v for s, v in values.items() if s != v):
        e = _renamed(e, clash)
    return e.subs(values, simultaneous=True)


def apply(definition: sp.Lambda, arguments: Iterable[Any]) -> Any:
    """The definition at the arguments; no free variable of an argument becomes bound."""
    arguments = tuple(arguments)
    clash = bound_symbols(definition.expr) & (free_of(arguments) | set(definition.variables))
    if clash:
        definition = sp.Lambda(definition.signature, _renamed(definition.expr, clash))
    return definition(*arguments)
