"""Data sets by number: ten kinds, n up to 12, d up to 8, every family of kernels; and what is checked of each."""

from collections import Counter
from fractions import Fraction
from functools import lru_cache

import numpy as np
from reference import reference

from ntksym.data import dataset
from ntksym.data_sets.packed import packed
from ntksym.kernels.dot_product import DotKernel, ntk, parse_kernel
from ntksym.theorems.facts import Facts, Setting
from ntksym.theorems.judgement import theorems

SLICE = 50
FAILURE = Fraction(1, 4)  # large, so that failures of probabilistic theorems would be seen
QUARTER, EIGHTH, THREE_QUARTERS, WHOLE = Fraction(1, 4), Fraction(1, 8), Fraction(3, 4), Fraction(1)
KERNELS = (
    ntk(2),
    ntk(3),
    parse_kernel("sigma-dot", 2),
    ntk(5),
    parse_kernel("h-infinity", 2),
    parse_kernel("features", 2),
    DotKernel("ntk", 2, QUARTER),
    parse_kernel("shallow", 2),
    ntk(4),
    DotKernel("slope", 3),
    DotKernel("sigma", 3),
    DotKernel("ntk", 3, THREE_QUARTERS),
    DotKernel("tkappa0", 1, EIGHTH, Fraction(3)),
    ntk(6),
    DotKernel("sigma", 1, WHOLE),
    DotKernel("slope", 1, WHOLE),
    DotKernel("ntk", 2, WHOLE),
    DotKernel("ntk", 4, WHOLE),
    ntk(1),
    DotKernel("power", 2),
    DotKernel("power", 5, scale=Fraction(1, 7)),
    DotKernel("ntk", 2, Fraction(0)),
    DotKernel("slope", 2, THREE_QUARTERS),
    DotKernel("sigma", 2, QUARTER),
)
COSTLY = ("ntksym-two-point", "ntksym-two-point-points", "karhadkar-C-mixture")  # a linear programme each
COSTLY_EVERY = 20


def _normal(rng, n, d):
    return rng.normal(size=(n, d))


def _packed(rng, n, d):
    """Lines nearly as far apart as they get, with signs at random."""
    points = packed(n, d, seed=int(rng.integers(10**6)), steps=60).points
    return points * rng.choice([-1.0, 1.0], size=(n, 1))


def _clustered(rng, n, d):
    centres = _normal(rng, max(1, n // 3), d)
    return centres[rng.integers(len(centres), size=n)] + 10 ** rng.uniform(-6, -1) * _normal(rng, n, d)


def _near_duplicates(rng, n, d):
    points = _normal(rng, n, d)
    points[-1] = points[0] * rng.choice([-1, 1]) + 10 ** rng.uniform(-12, -1) * _normal(rng, 1, d)
    return points


def _antipodal(rng, n, d):
    half = _normal(rng, max(1, n // 2), d)
    twins = -half * 2.0 ** rng.integers(-3, 3, size=(len(half), 1))
    return np.concatenate([half, twins, _normal(rng, n % 2, d)])


def _low_rank(rng, n, d):
    rank = int(rng.integers(1, d + 1))
    return _normal(rng, n, max(rank, 2)) @ _normal(rng, max(rank, 2), d)


def _norms(rng, n, d):
    return _normal(rng, n, d) * 10.0 ** rng.uniform(-150, 150, size=(n, 1) if rng.random() < 0.5 else (1, 1))


def _lattice(rng, n, d):
    """Small integers: many equal angles, parallel rows, repeated ones."""
    points = rng.integers(-2, 3, size=(n, d)).astype(float)
    points[~points.any(axis=1), 0] = 1
    return points


def _repeated(rng, n, d):
    points = _normal(rng, n, d)
    points[-1] = points[0] * rng.choice([0.5, 1, 4])
    return points


def _polygon(rng, n, d):
    """Equal steps on a circle, turned into the space."""
    angles = rng.choice([1, 2]) * np.pi * (np.arange(n) + rng.random()) / n
    turn = np.linalg.qr(_normal(rng, d, 2))[0]
    return np.column_stack([np.cos(angles), np.sin(angles)]) @ turn.T


KINDS = (
    _normal,
    _packed,
    _clustered,
    _near_duplicates,
    _antipodal,
    _low_rank,
    _norms,
    _lattice,
    _repeated,
    _polygon,
)


def case(number):
    """(points, kernel, whether the directions are uniform and independent) of a number."""
    rng = np.random.default_rng([7, number])
    kernel = KERNELS[number // SLICE % len(KERNELS)]
    kind, d = KINDS[number % len(KINDS)], 2 + number // SLICE % 7
    n = int(rng.integers(2, 13)) if number % 3 == 0 else int(rng.integers(2, 7))
    return kind(rng, n, d), kernel, kind is _normal


@lru_cache(maxsize=1)
def _theorems():
    return theorems()


def check(number, chosen=None, costly=None):
    """(theorems that applied, certain bounds on the wrong side, probabilistic ones on the wrong side)."""
    points, kernel, uniform = case(number)
    data = dataset(points)
    facts = Facts(data, kernel, Setting("sphere" if uniform else None, FAILURE))
    truth = reference(data, kernel)
    applied, wrong, failed = [], [], []
    for theorem in chosen or _theorems():
        if theorem.name in COSTLY and not (number % COSTLY_EVERY == 0 if costly is None else costly):
            continue
        bound = theorem.apply(facts)
        if bound.applies:
            applied.append(theorem.name)
            if (bound.lower is not None and bound.lower > truth.hi) or (
                bound.upper is not None and bound.upper < truth.lo
            ):
                (wrong if bound.probability is None else failed).append(theorem.name)
    return applied, wrong, failed


def check_slice(item):
    """The task of a sweep: SLICE data sets from ``item`` on."""
    applied, failed, wrong = Counter(), Counter(), []
    for number in range(item, item + SLICE):
        names, errors, misses = check(number)
        applied.update(names)
        failed.update(misses)
        wrong += [[number, name] for name in errors]
    return {"applied": dict(sorted(applied.items())), "failed": dict(sorted(failed.items())), "wrong": wrong}
