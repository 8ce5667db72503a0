"""Nguyen, Mondelli and Montufar (arXiv 2012.11654v5): the power-series route, with every constant explicit."""

from ntksym.theorems.nguyen import abel, aggregated, closed_form, powers, probabilistic, upper

THEOREMS = (
    *powers.THEOREMS,
    *abel.THEOREMS,
    *aggregated.THEOREMS,
    *closed_form.THEOREMS,
    *probabilistic.THEOREMS,
    *upper.THEOREMS,
)
