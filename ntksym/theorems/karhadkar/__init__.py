"""Karhadkar, Murray and Montufar (arXiv 2405.14630): separated data, with every constant explicit."""

from ntksym.theorems.karhadkar import band, powers

THEOREMS = (*band.THEOREMS, *powers.THEOREMS)
