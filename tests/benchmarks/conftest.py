"""What the speed tests share: best times taken in turns, and the kernel matrix as one writes it in numpy."""

import time

import numpy as np
import pytest


@pytest.fixture(scope="session")
def seconds():
    """seconds(f, g, ..., rounds=2): the best time of each, taken in turns: the machine may be shared."""

    def measure(*functions, rounds=2):
        best = [np.inf] * len(functions)
        for _ in range(rounds):
            for k, function in enumerate(functions):
                start = time.perf_counter()
                function()
                best[k] = min(best[k], time.perf_counter() - start)
        return best

    return measure


@pytest.fixture(scope="session")
def plain_formula():
    """plain_formula(X, L): the NTK as one writes it in numpy: float64 arccos, no error bound."""

    def matrix(X, L):
        norms = np.linalg.norm(X, axis=1)
        sigma = np.clip((X / norms[:, None]) @ (X / norms[:, None]).T, -1, 1)
        ntk = sigma
        for _ in range(L - 1):
            angle = np.arccos(sigma)
            slope = 1 - angle / np.pi
            sigma = np.clip((np.sqrt(1 - sigma * sigma) + sigma * (np.pi - angle)) / np.pi, -1, 1)
            ntk = ntk * slope + sigma
        return ntk * np.outer(norms, norms)

    return matrix
