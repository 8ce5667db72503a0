"""Certificates: files that a second program re-checks."""

from ntksym.certificates.format import read, write
from ntksym.certificates.values import certificate

__all__ = ["certificate", "read", "write"]
