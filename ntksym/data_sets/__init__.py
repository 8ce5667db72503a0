"""Named data sets for tests, notebooks, benchmarks and the command line (``ntksym bounds @icosahedron --depth 3``).

Exact sets have integer coordinates and known answers; seeded sets are the same numbers on every run; real sets come
with scikit-learn.  ``SAMPLES`` maps each name to its function.
"""

from ntksym.data_sets.exact import (
    cell600,
    circle,
    cube,
    d4,
    e8,
    equiangular,
    icosahedron,
    orthonormal,
    rational_circle,
    simplex,
)
from ntksym.data_sets.packed import packed
from ntksym.data_sets.real import breast_cancer, diabetes, digits, iris, wine
from ntksym.data_sets.registry import SAMPLES, sample, usage
from ntksym.data_sets.seeded import (
    antipodal,
    clustered,
    correlated,
    duplicates,
    gaussian,
    low_rank,
    mixed_norms,
    near_antipodal,
    near_duplicates,
    scaled,
    uniform_sphere,
)

__all__ = [
    "SAMPLES",
    "antipodal",
    "breast_cancer",
    "cell600",
    "circle",
    "clustered",
    "correlated",
    "cube",
    "d4",
    "diabetes",
    "digits",
    "duplicates",
    "e8",
    "equiangular",
    "gaussian",
    "icosahedron",
    "iris",
    "low_rank",
    "mixed_norms",
    "near_antipodal",
    "near_duplicates",
    "orthonormal",
    "packed",
    "rational_circle",
    "sample",
    "scaled",
    "simplex",
    "uniform_sphere",
    "usage",
    "wine",
]
