"""From SymPy expressions to the checker's trees, and where they are defined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims.domain import Domain
from ntksym.claims.normal_form import NoNormalForm, Obligation
from ntksym.claims.polynomials import TooLarge
from ntksym.claims.positivity import discharged
from ntksym.formulas.ntk import Sigma, Theta

Tree = list[Any]

_COMMON = {sp.acos: "acos", sp.sin: "sin", sp.cos: "cos"}
_ALGEBRA = {sp.exp: "exp", sp.gamma: "gamma"}
_LAYERED = {Sigma: "sigma", Theta: "ntk"}
_MAX_POWER = 64


class NotExpressible(ValueError):  # noqa: N818
    """The checker's language has no such expression."""


def tree_of(e: Any, *, intervals: bool = False) -> Tree:
    """Write an expression in the checker's language.

    Parameters
    ----------
    intervals
        Whether only what has an interval extension there is allowed; else a function without a meaning there
        stands for any function, as ``["fn", name, ...]``.

    Raises
    ------
    NotExpressible
        If it holds an integral, a sum, or anything else that the language lacks.

    Examples
    --------
    >>> t = sp.Symbol("t")
    >>> tree_of(sp.sqrt(1 - t**2))
    ['sqrt', ['add', ['const', '1'], ['mul', ['const', '-1'], ['pow', ['var', 't'], 2]]]]
    >>> tree_of(sp.Function("M")(t))
    ['fn', 'M', ['var', 't']]
    """

    def inner(a: Any) -> Tree:
        return tree_of(a, intervals=intervals)

    if e.is_Rational:
        return ["const", str(e)]
    if e is sp.pi:
        return ["pi"]
    if e.is_Symbol:
        return ["var", e.name]
    if e.is_Add or e.is_Mul:
        return ["add" if e.is_Add else "mul", *map(inner, e.args)]
    if type(e) in _COMMON:
        return [_COMMON[type(e)], inner(e.args[0])]
    if isinstance(e, sp.asin):
        return ["sub", ["div", ["pi"], ["const", "2"]], ["acos", inner(e.args[0])]]
    if e.is_Pow and e.exp.is_Integer and abs(e.exp) <= _MAX_POWER:
        return ["pow", inner(e.base), int(e.exp)]
    if e.is_Pow and e.exp.is_Rational and e.exp.q == 2 and abs(e.exp.p) <= _MAX_POWER:
        root = ["sqrt", inner(e.base)]
        return root if e.exp.p == 1 else ["pow", root, int(e.exp.p)]
    if intervals:
        if type(e) in _LAYERED and e.args[0].is_Integer:
            return [_LAYERED[type(e)], int(e.args[0]), inner(e.args[1])]
    elif e.is_Pow:
        return ["power", inner(e.base), inner(e.exp)]
    elif type(e) in _ALGEBRA:
        return [_ALGEBRA[type(e)], inner(e.args[0])]
    elif isinstance(e, sp.factorial):
        return ["gamma", inner(e.args[0] + 1)]
    elif isinstance(e, AppliedUndef) or (isinstance(e, sp.Function) and _of_the_house(e)):
        return ["fn", type(e).__name__, *map(inner, e.args)]
    raise NotExpressible(f"{e} ({type(e).__name__}) is not in the checker's language")


def _of_the_house(e: sp.Function) -> bool:
    return not type(e).__module__.startswith("sympy.")


def defined_on(e: Any, domain: Domain) -> bool:
    """Whether an expression of a claim is defined, as the checker understands it, at every point of the domain.

    Stricter than the claims' own test: 1/Gamma counts as undefined at the poles of Gamma.  What depends on functions
    that are not elementary is left to the claim's own proof.

    Examples
    --------
    >>> k = sp.Symbol("k")
    >>> domain = Domain({k: sp.Range(1, sp.oo)})
    >>> defined_on(1 / sp.gamma(k), domain), defined_on(1 / sp.gamma(k - 1), domain)
    (True, False)
    """
    try:
        return all(
            discharged(need, domain)
            for part in sp.preorder_traversal(e)
            for need in _needs(part)
            if isinstance(part, sp.gamma | sp.factorial) or not _opaque(need.expression)
        )
    except (NoNormalForm, TooLarge, RecursionError, ZeroDivisionError):
        return False


def _opaque(e: sp.Expr) -> bool:
    return any(isinstance(f, AppliedUndef) or _of_the_house(f) for f in e.atoms(sp.Function))


def _needs(e: Any) -> Iterator[Obligation]:
    if isinstance(e, sp.gamma | sp.factorial):
        yield Obligation("no pole", e.args[0] + int(isinstance(e, sp.factorial)))
    elif isinstance(e, sp.acos | sp.asin):
        yield Obligation("at most one in modulus", e.args[0])
    elif e.is_Pow and not (e.base.is_Rational and e.base > 0):
        if not e.exp.is_Rational:
            yield Obligation("integer", e.exp) if e.base is sp.S.NegativeOne else Obligation("positive", e.base)
            return
        if e.exp.q != 1:
            yield Obligation("nonnegative", e.base)
        if e.exp < 0:
            yield Obligation("nonzero", e.base)
