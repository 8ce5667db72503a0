"""Closed forms as SymPy expressions, with the functions they need."""
