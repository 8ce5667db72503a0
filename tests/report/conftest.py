"""One small run of certify for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntksym.claims.collect import Collected
from ntksym.report import Summary, certify

SMALL = {"dims": "3:3", "depths": "2:3"}


@pytest.fixture(scope="session")
def few_claims() -> object:
    """Certify over one derivation and one paper's errata only: all of them are judged in tests/derivations."""
    from ntksym.claims import collect as collecting
    from ntksym.claims import errata_ledger, ledger
    from ntksym.report import outputs
    from ntksym.report import run as run_module

    whole = collecting.collect

    def small(paths: list[Path]) -> list[Collected]:
        return whole(paths or [collecting.shipped_derivations() / "arc_cosine_kernels.py"])

    every = collecting.collect_errata

    def slips(paths: list[Path]) -> list[Collected]:
        return every(paths or [collecting.shipped_derivations() / "errata" / "terjek.py"])

    patch = pytest.MonkeyPatch()
    for module in (ledger, outputs, run_module):
        patch.setattr(module, "collect", small)
    for module in (errata_ledger, run_module):
        patch.setattr(module, "collect_errata", slips)
    yield small
    patch.undo()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, few_claims: object) -> Summary:
    """The summary of one complete run."""
    return certify(**SMALL, out=tmp_path_factory.mktemp("certify") / "out")
