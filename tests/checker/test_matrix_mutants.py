"""Slips in the checker's own source: each is noticed by a small battery of true and false certificates."""

import importlib.util
import json
import shutil
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from matrix_samples import POINTS, bound, changed, digest, entry, proved, rows, sample

import ntksym.checker
from ntksym.certificates.matrix import matrix_certificates
from ntksym.checker.gram import read_claim
from ntksym.checker.matrix import reaches
from ntksym.checker.side import none
from ntksym.data import dataset
from ntksym.kernels.dot_product import DotKernel

TENTH = Fraction(1, 10)
FOLDER = Path(ntksym.checker.__file__).parent
SLIPS = [
    ("matrix.py", "            radii[j] += distance\n", ""),
    ("matrix.py", "            radii[i] += distance\n", ""),
    ("matrix.py", "- sum(map(mul, old, new))) + error", "- sum(map(mul, old, new)))"),
    ("matrix.py", "abs(value - sum(map(mul, old, new)))", "abs(value - sum(map(mul, old[:-1], new)))"),
    ("matrix.py", "abs(value - sum(map(mul, old, new)))", "(value - sum(map(mul, old, new)))"),
    ("matrix.py", "entries.diagonal(x) - sum(map(mul, new, new))", "entries.diagonal(x)"),
    ("matrix.py", "middle - radius for", "middle for"),
    ("matrix.py", "middle - radius for", "middle - radius // 2 for"),
    ("matrix.py", "Entries(claim.kernel, -2 * exponent)", "Entries(claim.kernel, 1 - 2 * exponent)"),
    ("matrix.py", "Fraction(4) ** exponent", "Fraction(4) ** (exponent + 1)"),
    ("matrix.py", "(1 if i == j else 2)", "1"),
    ("matrix.py", "total + radius <= 0", "total - radius <= 0"),
    ("matrix.py", "exact = -bound * sum(map(mul, vector, vector))", "exact = -bound * sum(map(abs, vector))"),
    ("gram.py", "if hashed.hexdigest() != claim.digest:", "if False:"),
    ("gram.py", "value, error, exponent = value * root, (root + 1) * error + abs(value), exponent - k", "pass"),
    ("gram.py", "        if inner > 0 and inner * inner == product:", "        if inner * inner == product:"),
    ("gram.py", "2 * x.exponent", "x.exponent"),
    ("gram.py", "self.kernel.at_one * inner", "inner"),
    ("gram.py", "return kernel.scale * kernel.at_one * size", "return kernel.at_one * size"),
    ("pairs.py", "    if inner < 0:\n        cosine = -cosine\n", ""),
    ("pairs.py", "    if inner < 0:\n        theta = circle - theta\n", ""),
    ("pairs.py", "else L - 1", "else L"),
    ("pairs.py", "value = cosine + (value * step >> bits)", "value = cosine + value"),
    ("pairs.py", "gap -= slope *", "gap += slope *"),
    ("pairs.py", "2 * bits + _SPARE + 1", "2 * bits + _SPARE"),
    ("pairs.py", "(sine - (theta * cosine >> bits))", "(sine + (theta * cosine >> bits))"),
    ("pairs.py", "circle - 2 * fixed.arctan((sine << bits) // gap)", "2 * fixed.arctan((sine << bits) // gap)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def battery():
    """Certificates and whether they are valid: kernels of three families, exact zeros, and false neighbours."""
    found = []
    third = DotKernel("ntk", 3, Fraction(1, 2), Fraction(1, 3))
    for kernel in (third, DotKernel("sigma", 2, Fraction(9, 10)), DotKernel("slope", 2), DotKernel("ntk", 3, TENTH)):
        for certificate, sign in zip(sample(kernel=kernel), (1, -1), strict=True):
            found.append((certificate, True))
            found.append((changed(certificate, bound=bound(certificate) * (1 + sign * Fraction(1, 10**4))), False))
    for points in (POINTS, POINTS[::-1]):
        low, high = sample(points)
        unit = Fraction(4) ** low["witness"]["entries"][0]["exponent"]
        found += [(changed(low, bound=proved(low)), True), (changed(low, bound=proved(low) + unit), False)]
    found.append((changed(high, bound=just_below(high)), False))
    there = rows(low)
    points, factor = there[:4], there[4:]
    column = [[*row[:-2], 0, row[-1]] if len(row) > 1 else row for row in factor]
    negated = [factor[0], *([-row[0], *row[1:]] for row in factor[1:])]
    found += [(changed(low, rows=points + wrong), False) for wrong in (column, negated)]
    found.append((changed(low, rows=[points[1], points[0], *points[2:], *factor]), False))
    found.append((changed(low, parameters={"points": digest(POINTS)}), False))
    antipodes = sample([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0], [0.0, 1.0, 0.0]], third)
    wide, _ = sample([[2.0**40, 3.0, 1.0], [1.0, 2.0**-20, 5.0], [3.0, 3.0, 2.0]])
    twins = dataset([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [0.0, 1.0, 0.0]])
    zero = matrix_certificates(twins, third, Fraction(0), Fraction(0))[1]
    found += [(certificate, True) for certificate in (wide, zero, *antipodes)]
    found.append((changed(zero, bound="-1*2^-400"), False))
    return [(json.dumps(certificate), valid) for certificate, valid in found]


def just_below(certificate):
    """A bound less than the vector's quotient by one part in 2^80."""
    claim, witness = read_claim(entry(certificate)["parameters"]), certificate["witness"]["entries"][0]
    high = bound(certificate)
    low = high * (1 - Fraction(1, 10**4))
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (low, middle) if reaches(claim, witness, none, middle) else (middle, high)
    return low


def load(folder, name):
    """The checker of a folder as a package of its own."""
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_battery_is_judged_rightly(battery):
    """The checker as it stands says VALID exactly to the true ones."""
    assert [ntksym.checker.check(text).ok for text, _ in battery] == [valid for _, valid in battery]
    assert sum(valid for _, valid in battery) >= 8


@pytest.mark.parametrize("slip", range(len(SLIPS)))
def test_every_slip_is_noticed(slip, battery, tmp_path):
    """With one slip the checker accepts a false certificate or refuses a true one of the battery."""
    file, old, new = SLIPS[slip]
    folder = tmp_path / f"mutant{slip}"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    source = (folder / file).read_text()
    assert source.count(old) == 1, old
    (folder / file).write_text(source.replace(old, new))
    before = set(sys.modules)
    try:
        mutant = load(folder, f"checker_mutant_{slip}")
        assert [mutant.check(text, 10).ok for text, _ in battery] != [valid for _, valid in battery]
    finally:
        for name in set(sys.modules) - before:
            if name.startswith("checker_mutant"):
                del sys.modules[name]
