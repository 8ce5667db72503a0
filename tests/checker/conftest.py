import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import checker_samples


@pytest.fixture(scope="session")
def samples():
    return checker_samples.samples()
