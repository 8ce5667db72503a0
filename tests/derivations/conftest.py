"""What the tests of the derivations share."""

import sys
from pathlib import Path

import pytest

from ntksym.claims import legs

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "derivations")]


@pytest.fixture(autouse=True)
def _quick_sympy(monkeypatch):
    """SymPy's agreement is not what is tested here."""
    monkeypatch.setattr(legs, "SYMBOLIC_SECONDS", min(legs.SYMBOLIC_SECONDS, 0.3))
