"""Funk-Hecke eigenvalues of the kernels: tables, single values, certified tails and their corollaries."""
