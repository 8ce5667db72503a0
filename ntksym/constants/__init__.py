"""Certified constants by name."""

from ntksym.constants.catalogue import Constant, ConstantValue, catalogue, constant

__all__ = ["Constant", "ConstantValue", "catalogue", "constant"]
