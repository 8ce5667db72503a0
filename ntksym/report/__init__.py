"""The main job: derivations verified, constants for each dimension and depth, certificates, tables, ledger."""

from ntksym.report.run import Summary, certify

__all__ = ["Summary", "certify"]
