"""Karhadkar, Murray and Montufar (arXiv 2405.14630): separated data, with every constant explicit."""

from ntksym.theorems.karhadkar import band, caps, deep, minorant_lp, powers, uniform, upper

THEOREMS = (
    *band.THEOREMS,
    *powers.THEOREMS,
    *caps.THEOREMS,
    *minorant_lp.THEOREMS,
    *deep.THEOREMS,
    *upper.THEOREMS,
    *uniform.THEOREMS,
)
