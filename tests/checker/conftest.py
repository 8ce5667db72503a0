import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import samples as sample_module  # noqa: E402


@pytest.fixture(scope="session")
def samples():
    return sample_module.samples()
