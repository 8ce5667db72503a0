"""Every theorem of Karhadkar et al. against the certified truth, on small data sets of every kind."""

from fractions import Fraction

import numpy as np
import pytest

from ntksym.balls.arb import precision
from ntksym.data import dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel, ntk, parse_kernel
from ntksym.kernels.entries import ball_gram
from ntksym.spectra.congruence import smallest
from ntksym.spectra.smallest import lambda_min
from ntksym.theorems.facts import Facts, Setting
from ntksym.theorems.karhadkar import THEOREMS

QUARTER, WHOLE = Fraction(1, 4), Fraction(1)
KERNELS = (
    parse_kernel("sigma-dot", 2),
    ntk(3),
    parse_kernel("shallow", 2),
    parse_kernel("features", 2),
    ntk(6),
    DotKernel("tkappa0", 1, QUARTER, Fraction(3)),
    DotKernel("slope", 3),
    DotKernel("slope", 1, WHOLE),
    DotKernel("ntk", 2, QUARTER),
    DotKernel("sigma", 2),
    DotKernel("ntk", 3, QUARTER),
)


def random(n: int, d: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, d))


def clustered(n: int, d: int, seed: int, spread: float) -> np.ndarray:
    centres = random(2, d, seed)
    return centres[np.arange(n) % 2] + spread * random(n, d, seed + 1)


def polygon(n: int, turn: float) -> np.ndarray:
    angles = turn * np.arange(n) / n
    return np.column_stack([np.cos(angles), np.sin(angles)])


def antipodal(n: int, d: int, seed: int) -> np.ndarray:
    return np.concatenate([random(n, d, seed), -random(n, d, seed)])


DATA = {
    "two points": random(2, 2, 1),
    "two close points": [[1, 0], [1, 2.0**-20]],
    "too close for the working precision": [[2.0**300, 0], [2.0**300, 1], [0, 1]],
    "two points at a right angle": [[3, 0, 0], [0, 2, 0]],
    "nearly antipodal": [[1, 0], [-1, 2.0**-20]],
    "a half circle of lines": polygon(7, np.pi),
    "a circle": polygon(9, 2 * np.pi),
    "random in the plane": random(9, 2, 2),
    "random in space": random(16, 3, 3),
    "random in dimension 10": random(24, 10, 4),
    "more in space": random(40, 3, 5),
    "fewer points than dimensions": random(4, 8, 6),
    "two clusters": clustered(10, 3, 7, 0.05),
    "tight clusters": clustered(6, 4, 8, 1e-6),
    "duplicates": [*random(4, 3, 9), random(4, 3, 9)[0], 2 * random(4, 3, 9)[1]],
    "antipodal pairs": antipodal(6, 3, 10),
    "rank two in dimension five": random(8, 2, 11) @ random(2, 5, 12),
    "orthogonal with signs": np.concatenate([np.eye(4), [[1, 1, 0, 0], [1, -1, 0, 0]]]),
    "huge norms": random(6, 3, 13) * 10.0 ** np.array([[150], [149], [150], [151], [150], [150]]),
    "tiny and unequal norms": random(6, 3, 14) * 10.0 ** np.array([[-150], [-151], [-150], [-149], [-150], [-152]]),
}


def truth_of(data, kernel):
    try:
        return lambda_min(data, kernel)
    except UndecidedError:
        with precision(2000):
            return smallest(ball_gram(data, kernel))


def judged(points, kernel, setting=None):
    data = dataset(points)
    facts = Facts(data, kernel, setting)
    return truth_of(data, kernel), {t.name: t.apply(facts) for t in THEOREMS}


@pytest.mark.parametrize("name", DATA)
def test_every_bound_is_on_its_side_of_the_truth(name):
    first = list(DATA).index(name)
    kernels = dict.fromkeys([KERNELS[0], KERNELS[1], *(KERNELS[(first + step) % len(KERNELS)] for step in (2, 5))])
    for kernel in kernels:
        truth, bounds = judged(DATA[name], kernel, Setting("sphere" if name.startswith("random") else None))
        for found in (b for b in bounds.values() if b.applies):
            if found.lower is not None:
                assert found.lower <= truth.hi, (kernel, found.theorem.name)
            if found.upper is not None:
                assert truth.lo <= found.upper, (kernel, found.theorem.name)
