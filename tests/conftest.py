"""What every test starts from: the default precisions; random examples that a continuous integration repeats."""

import os

import mpmath
import pytest
from hypothesis import HealthCheck, settings

from ntksym.balls.arb import precision

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=60, **COMMON)
settings.register_profile("ci", max_examples=60, derandomize=True, print_blob=True, **COMMON)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(autouse=True)
def default_precisions():
    with precision(53), mpmath.workprec(53):
        yield
