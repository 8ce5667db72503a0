"""What the tests of the derivations share."""

import sys
from pathlib import Path

import pytest

from ntksym.claims import legs

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "derivations")]


@pytest.fixture(autouse=True)
def _quick_legs(monkeypatch):
    """The proofs and the controls are what is tested here: fewer instances, and little time for SymPy's agreement."""
    monkeypatch.setattr(legs, "SYMBOLIC_SECONDS", min(legs.SYMBOLIC_SECONDS, 0.02))
    monkeypatch.setattr(legs, "ENOUGH_SECONDS", 0.1)
    monkeypatch.setattr(legs, "ENOUGH", 2)
