"""Balls: enclosures, exact numbers, the SymPy compiler, rigorous quadrature, power series, subdivision."""
