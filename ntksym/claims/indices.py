"""An index that runs between two integers, as a domain that shows it."""

from __future__ import annotations

import sympy as sp

from ntksym.claims.domain import Domain


def between(i: sp.Symbol, low: sp.Expr, high: sp.Expr, domain: Domain) -> tuple[dict[sp.Symbol, sp.Expr], Domain]:
    """Values for the index, and for a variable in its upper end if there is one, that make low <= i <= high visible.

    What holds for these values everywhere on the new domain holds for all indices at every point of the old one.

    Examples
    --------
    >>> i, n = sp.symbols("i n")
    >>> values, domain = between(i, sp.Integer(0), n - 1, Domain({n: sp.Range(0, sp.oo)}))
    >>> values[n] - values[i], str(domain)
    (_i_above + 1, '_i_below in {0, 1, 2, ...}, _i_above in {0, 1, 2, ...}')
    """
    below, above = (sp.Dummy(f"{i.name}_{side}", integer=True, nonnegative=True) for side in ("below", "above"))
    counts = {below: sp.Range(0, sp.oo), above: sp.Range(0, sp.oo)}
    for z in sorted(high.free_symbols & set(domain) - low.free_symbols, key=str):
        if domain[z].integer and sp.expand(sp.diff(high, z)) == 1:
            end = sp.expand(low + below + above - (high - z))
            rest = {s: v for s, v in domain.sets.items() if s != z}
            return {i: low + below, z: end}, Domain({**rest, **counts})
    return {i: low + below}, Domain({**domain.sets, below: counts[below]})


__all__ = ["between"]
