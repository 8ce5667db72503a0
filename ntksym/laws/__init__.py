"""Limiting laws: the spectrum of the NTK matrix when n/(dp) -> gamma_1 and p/d -> gamma_2.

What is proved, what is derived here and validated, and what is heuristic: see :mod:`ntksym.laws.status`.
"""
