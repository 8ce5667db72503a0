"""Slips in residual.py: at few bits the enclosure must still hold the residual; each slip loses it or is refused."""

import importlib
import json
import shutil
import sys
from fractions import Fraction

import numpy as np
import pytest
from matrix_samples import changed
from test_matrix_mutants import FOLDER, load
from test_residual import K, sample

import ntksym.checker
from ntksym.certificates.residual import residual_certificate
from ntksym.data import dataset
from ntksym.descent.labels import labels
from ntksym.descent.powering import power_curve
from ntksym.descent.training import Training
from ntksym.kernels.dot_product import DotKernel, parse_kernel

SLIPS = [
    ("[label << places for label in labels]", "[label << places - 1 for label in labels]"),
    ("(1 << places) - entries.diagonal(x) * top // bottom", "(1 << places) + entries.diagonal(x) * top // bottom"),
    ("(1 << places) - entries.diagonal(x) * top // bottom", "(1 << places) - entries.diagonal(x)"),
    ("= -(value * top // bottom)", "= value * top // bottom"),
    ("= -(value * top // bottom)", "= -(value * bottom // top)"),
    ("return power, n * (worst * top // bottom + 2)", "return power, 0"),
    ("(error * (2 * norm + error) >> places) + 1 + n", "0"),
    ("(error * (2 * norm + error) >> places) + 1 + n", "error + n"),
    ("(((norm + error) * loose + error * size) >> places)", "((norm + error) * loose >> places)"),
    ("        k >>= 1\n", "        k >>= 2\n"),
    ("max(size - loose, 0)", "size"),
    ("size + 1 + loose", "size"),
    ("sum(map(mul, left, power[j])) >> places", "sum(map(mul, left, left)) >> places"),
    ("if hashed.hexdigest() != problem.labels:", "if False:"),
    (
        "read_claim({name: tree[name] for name in PARAMETERS})",
        "read_claim({name: tree[name] if name != 'scale' else '1' for name in PARAMETERS})",
    ),
    ("(least is None or least <= low) and (most is None or high <= most)", "(least is None or least <= low)"),
    ("(least is None or least <= low) and (most is None or high <= most)", "(most is None or high <= most)"),
    ("bound / Fraction(2) ** exponent", "bound"),
]  # fmt: skip


@pytest.fixture(scope="module")
def few_bits():
    """Claims and witnesses with the residual that balls find, for an enclosure at few bits."""
    found = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        n, k = 3 + seed % 4, (1, 2, 3, 5, 11, 26)[seed % 6]
        data = dataset(rng.standard_normal((n, 3)))
        kernel = (parse_kernel("h-infinity", 2), DotKernel("ntk", 3))[seed % 2]
        eta = Fraction(1, 17)
        if seed % 3 == 0:  # the powers grow, and their errors with them
            eta, k = Fraction(3), 8
        training = Training(data, labels(rng.integers(-3, 4, n) + 0.5, data), kernel, eta)
        truth = power_curve(training, [k], digits=30)[0]
        certificate = residual_certificate(training, k, truth)
        found.append((certificate["claim"]["entries"][0]["parameters"], certificate["witness"]["entries"][0], truth))
    return found


@pytest.fixture(scope="module")
def battery():
    """Certificates, and whether they are valid."""
    true = sample()
    low, high = true["claim"]["entries"][0]["bounds"]
    found = [(true, True), (sample(y=[2.0, 4.0, -6.0, 8.0]), True), (changed(true, parameters={"k": K + 1}), False)]
    other = json.loads(json.dumps(true))
    other["witness"]["entries"][0]["rows"][-1] = sample(y=[1.0, 1.0, 1.0, 1.0])["witness"]["entries"][0]["rows"][-1]
    found.append((changed(other), False))
    negated = json.loads(json.dumps(true))  # the same residual, but not the labels that were meant
    first, *mantissas = true["witness"]["entries"][0]["rows"][-1].split(" ")
    negated["witness"]["entries"][0]["rows"][-1] = " ".join([first, *(str(-int(m)) for m in mantissas)])
    found.append((changed(negated), False))
    for bounds in ([low, low], [high, high]):
        copy = json.loads(json.dumps(true))
        copy["claim"]["entries"][0]["bounds"] = bounds
        found.append((changed(copy), False))
    return [(json.dumps(certificate), valid) for certificate, valid in found]


def held(module, few_bits):
    """Whether each enclosure at few bits holds the residual."""
    for parameters, witness, truth in few_bits:
        problem = module.read_problem(parameters)
        rows = iter(witness["rows"])
        points = module.read_points(rows, problem.matrix)
        exponent, mantissas = module._read_labels(rows, problem)
        for places in (10, 14, 24):
            found = module._enclosure(problem, points, mantissas, places)
            if found is None:
                continue
            low, high = (end * Fraction(2) ** exponent for end in found)
            if not (low <= truth.hi and truth.lo <= high):
                return False
    return True


def test_the_procedure_as_it_stands_holds_every_residual(few_bits, battery):
    assert held(importlib.import_module("ntksym.checker.residual"), few_bits)
    assert [ntksym.checker.check(text).ok for text, _ in battery] == [valid for _, valid in battery]


@pytest.mark.parametrize("slip", range(len(SLIPS)))
def test_every_slip_is_noticed(slip, few_bits, battery, tmp_path):
    old, new = SLIPS[slip]
    folder = tmp_path / f"mutant{slip}"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    source = (folder / "residual.py").read_text()
    assert source.count(old) == 1, old
    (folder / "residual.py").write_text(source.replace(old, new))
    name = f"residual_mutant_{slip}"
    try:
        mutant = load(folder, name)
        judged = [mutant.check(text, 10).ok for text, _ in battery]
        noticed = judged != [valid for _, valid in battery]
        assert noticed or not held(importlib.import_module(f"{name}.residual"), few_bits)
    finally:
        for module in [m for m in sys.modules if m.startswith(name)]:
            del sys.modules[module]
