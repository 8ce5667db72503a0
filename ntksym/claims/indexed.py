"""Arbitrary sequences and matrices in a statement, printed with indices: z_i, t_ij."""

from __future__ import annotations

from typing import Any

from sympy.core.function import UndefinedFunction


def indexed(name: str, latex: str = "") -> Any:
    r"""An arbitrary function of integers whose arguments are printed as indices.

    Parameters
    ----------
    name
        Its name, as of any undefined function.
    latex
        How it is printed, if not by its name.

    Examples
    --------
    >>> import sympy as sp
    >>> i, j = sp.symbols("i j", integer=True)
    >>> print(sp.latex(indexed("t")(i, j) ** 2))
    t_{i j}^{2}
    """

    def show(self: Any, printer: Any, exp: str | None = None) -> str:
        indices = " ".join(printer._print(a) for a in self.args)
        return f"{latex or name}_{{{indices}}}" + (f"^{{{exp}}}" if exp else "")

    return UndefinedFunction(name, __dict__={"_latex": show})
