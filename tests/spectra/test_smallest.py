from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym import data_sets
from ntksym.balls.arb import precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import dataset
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels import floating_point
from ntksym.kernels.dot_product import CONVENTIONS, DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.kernels.gram import gram
from ntksym.spectra import certificate, cholesky, close_rows, smallest
from ntksym.spectra.certificate import enclose
from ntksym.spectra.smallest import SmallestEigenvalue, lambda_min, smallest_eigenvalue

NTK = DotKernel("ntk", 3)
HARD = {
    **{f"near duplicates 1e-{e}": (lambda e=e: data_sets.near_duplicates(14, 5, 10.0**-e), NTK) for e in (4, 8, 12)},
    "three pairs 1e-9": (lambda: data_sets.near_duplicates(14, 5, 1e-9, pairs=3), NTK),
    "triple 1e-7": (lambda: dataset([[1, 2, 3], [1, 2, 3 + 1e-7], [1, 2 - 1e-7, 3], [3, 0, 1]]), NTK),
    "near-antipodal 1e-10": (lambda: data_sets.near_antipodal(12, 13, 1e-10), DotKernel("ntk", 2)),
    "one antipodal pair": (lambda: data_sets.antipodal(12, 7), DotKernel("ntk", 2)),
    "clusters 1e-6": (lambda: data_sets.clustered(12, 4, 3, 1e-6), NTK),
    "correlated": (lambda: data_sets.correlated(14, 6, 1e-4), DotKernel("ntk", 5)),
    "circle": (lambda: data_sets.circle(24), NTK),
    "packed": (lambda: data_sets.packed(12, 3), DotKernel("sigma", 2)),
    "low rank": (lambda: data_sets.low_rank(12, 9, 3), NTK),
    "huge norms": (lambda: data_sets.scaled(9, 3, 250), NTK),
    "tiny norms": (lambda: data_sets.scaled(9, 3, -250), NTK),
    "mixed norms": (lambda: data_sets.mixed_norms(9, 3, 30), NTK),
    "simplex": (lambda: data_sets.simplex(7), DotKernel("slope", 2, Fraction(1, 3))),
    **{name: (lambda: data_sets.gaussian(10, 4), kernel) for name, (kernel, _) in CONVENTIONS.items()},
    "leaky": (lambda: data_sets.gaussian(10, 4), DotKernel("ntk", 4, Fraction(1, 5), Fraction(2, 7))),
    "absolute value": (lambda: data_sets.gaussian(10, 4), DotKernel("ntk", 3, Fraction(1))),
    "power": (lambda: data_sets.gaussian(10, 4), DotKernel("power", 3)),
}


@pytest.mark.parametrize("unit", [False, True])
@pytest.mark.parametrize("name", HARD)
def test_the_enclosure_holds_the_eigenvalue_of_hard_data_to_six_digits(name, unit, inertia):
    """Judged by elimination in balls of 900 bits: positive pivots below lo, and not above hi."""
    make, kernel = HARD[name]
    data = make()
    found = lambda_min(data, kernel, unit=unit)
    assert found.structural is None and found.is_within(Fraction(1, 10**6))
    with precision(900):
        assert inertia.contains(found, ball_gram(data, kernel, unit=unit), slack=found.lo / 2**200)


def test_well_conditioned_data_reach_nine_digits():
    for n, d in ((40, 20), (300, 30)):
        found = lambda_min(data_sets.gaussian(n, d), NTK)
        assert found.is_within(Fraction(1, 10**9)) and "Temple-Lehmann" in found.method


def test_where_float64_cannot_decide_columns_or_all_of_the_matrix_go_to_balls(inertia):
    """Twelve rows in two clusters, to a target that float64 misses; twelve rows in four, in the whole matrix."""
    for data, target in ((data_sets.clustered(12, 3, 2, 1e-7), 10**12), (data_sets.clustered(12, 3, 4, 1e-11), 10**6)):
        found = lambda_min(data, NTK, target=Fraction(1, target))
        assert found.is_within(Fraction(1, target))
        assert "balls of" in found.method
        assert not (found.method.startswith("balls of") and found.assumptions)
        with precision(900):
            assert inertia.contains(found, ball_gram(data, NTK), slack=found.lo / 2**200)


def test_known_eigenvalues_are_enclosed():
    """Orthonormal rows: L - Theta_L(0), with Theta_2(0) = 1/pi."""
    found = lambda_min(data_sets.orthonormal(9), DotKernel("ntk", 2))
    pi = Fraction(31415926535897932, 10**16)
    assert found.lo - Fraction(1, 10**12) <= 2 - 1 / pi <= found.hi + Fraction(1, 10**12)


integers = st.integers(-4, 4).map(float)
values = st.one_of(integers, st.floats(-1e3, 1e3, allow_subnormal=False))


@settings(max_examples=40)
@given(st.data(), st.integers(1, 6), st.sampled_from([0, -260, 240]), st.booleans())
def test_any_symmetric_matrix_is_enclosed_or_undecided(inertia, data, n, power, products_only):
    """Indefinite, singular, repeated eigenvalues, far scales; the truth by elimination in integers."""
    entries = data.draw(st.lists(values, min_size=n * n, max_size=n * n))
    lower = np.tril(np.array(entries).reshape(n, n))
    matrix = np.ldexp(lower + np.tril(lower, -1).T, power)
    try:
        found = smallest_eigenvalue(VerifiedMatrix(matrix, 0.0, np.ones(n)), products_only=products_only)
    except UndecidedError:
        return
    exact = [[Fraction(v) for v in row] for row in matrix.tolist()]
    size = Fraction(max(map(abs, entries))) * Fraction(2) ** power + Fraction(1, 2**900)
    assert inertia.contains(found, exact, slack=size / 2**100)
    assert found.hi - found.lo <= size / 2**30 + Fraction(1, 2**80)


def gapless(monkeypatch):
    monkeypatch.setattr(certificate, "gap", lambda values, residuals: (0, 0.0))


VARIANTS = {
    "Temple-Lehmann with": {},
    "shifted Cholesky": {"gapless": True},
    "shifted Cholesky by blocks": {"gapless": True, "blocks": True},
    "residual": {"products_only": True},
    "residual and no gap": {"products_only": True, "gapless": True},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_encloses_every_member_of_a_verified_matrix(variant, monkeypatch, inertia):
    """The worst members: K -+ eta s_i s_j in the signs of the lowest eigenvector."""
    how = dict(VARIANTS[variant])
    if how.pop("gapless", False):
        gapless(monkeypatch)
    if how.pop("blocks", False):
        monkeypatch.setattr(cholesky, "BLOCK", 2)
        monkeypatch.setattr(cholesky.by_blocks, "__defaults__", (2,))
    rng = np.random.default_rng(4)
    for eta in (0.0, 1e-12, 1e-7):
        A, scale = rng.standard_normal((10, 14)), rng.uniform(0.5, 2, 10)
        mid = A @ A.T / 14
        found = enclose(VerifiedMatrix(mid, eta, scale), lambda stage, done: None, **how)
        products = "products_only" in how
        assert (cholesky.TRIANGLES in found.assumptions) == ("by blocks" in variant and found.method.endswith("blocks"))
        assert (floating_point.CHOLESKY in found.assumptions) == (not products)
        if eta == (1e-7 if "blocks" in variant else 0) and not products:
            assert found.method.startswith(variant)
        s = [Fraction(v) for v in (np.sign(np.linalg.eigh(mid)[1][:, 0]) * scale).tolist()]
        for sign in (-1, 1):
            member = [
                [Fraction(v) + sign * Fraction(eta) * s[i] * s[j] for j, v in enumerate(row)]
                for i, row in enumerate(mid.tolist())
            ]
            assert inertia.contains(found, member)


def test_an_error_of_the_matrix_that_is_not_counted_is_noticed(monkeypatch, inertia):
    """The mutant that takes the float64 matrix for K itself is wrong on near-duplicates."""
    data, kernel = data_sets.near_duplicates(14, 5, 1e-6), NTK
    found = gram(data, kernel)
    right, wrong = smallest_eigenvalue(found), smallest_eigenvalue(VerifiedMatrix(found.mid, 0.0, found.scale))
    with precision(600):
        exact = ball_gram(data, kernel)
        assert inertia.contains(right, exact) and not inertia.contains(wrong, exact)


def test_the_drift_of_polished_vectors_is_noticed(monkeypatch):
    """Theorem A speaks of the V that was deflated: |W - V Z|^2 is positive, and is subtracted from the floor."""
    seen = []
    drift = close_rows.squared_drift
    monkeypatch.setattr(close_rows, "squared_drift", lambda *args: seen.append(drift(*args)) or seen[-1])
    floors = []
    bound = close_rows.lower_bound
    monkeypatch.setattr(close_rows, "lower_bound", lambda V, KV, nu, hi: floors.append(nu) or bound(V, KV, nu, hi))
    lambda_min(data_sets.near_duplicates(14, 5, 1e-14), NTK, target=Fraction(1, 10**30))
    assert seen and min(seen) > 0 and floors[1] == floors[0] - seen[0]


def test_structure_is_reported_and_never_estimated():
    for data, kernel in (
        (data_sets.duplicates(8, 3), NTK),
        (data_sets.antipodal(12, 3), DotKernel("ntk", 2)),
        (data_sets.gaussian(9, 3), DotKernel("power", 1)),
    ):
        found = lambda_min(data, kernel)
        assert found.lo == found.hi == 0 and found.structural and found.method == "structure"


def test_what_the_proof_rests_on_is_listed():
    assert lambda_min(data_sets.gaussian(9, 5), NTK).assumptions == (
        floating_point.ROUNDING,
        floating_point.PRODUCTS,
        floating_point.CHOLESKY,
    )
    matrix = VerifiedMatrix(np.diag([1.0, 2.0]), 0.0, np.ones(2))
    assert floating_point.CHOLESKY not in smallest_eigenvalue(matrix, products_only=True).assumptions


def test_a_machine_that_fails_its_self_test_proves_nothing(monkeypatch):
    def fails():
        raise floating_point.broken("sums are not rounded to nearest")

    monkeypatch.setattr(smallest, "self_test", fails)
    with pytest.raises(InputError, match="use another machine"):
        smallest_eigenvalue(VerifiedMatrix(np.eye(2), 0.0, np.ones(2)))


def test_a_float64_matrix_that_the_balls_contradict_proves_nothing(monkeypatch):
    """As if BLAS were wrong."""
    data = data_sets.gaussian(20, 4)
    right = gram(data, NTK)
    for slip in (1e-9, -1e-12):
        wrong = VerifiedMatrix(right.mid * (1 + slip), right.eta, right.scale)
        monkeypatch.setattr(smallest, "gram", lambda *args, wrong=wrong, **how: wrong)
        with pytest.raises(InputError, match="use another machine"):
            lambda_min(data, NTK)


def test_enclosures_meet_and_contradictions_are_errors():
    a, b = (
        SmallestEigenvalue(Fraction(1), Fraction(3), "a", assumptions=("x",)),
        SmallestEigenvalue(Fraction(2), Fraction(7, 2), "b", assumptions=("y",)),
    )
    both = a.meet(b)
    assert (both.lo, both.hi, both.method, both.assumptions) == (2, 3, "b", ("y", "x"))
    with pytest.raises(ArithmeticError, match="contradictory"):
        a.meet(SmallestEigenvalue(Fraction(4), Fraction(5), "c"))


def test_progress_names_the_stages():
    stages = []
    lambda_min(data_sets.near_duplicates(14, 5, 1e-9), NTK, progress=lambda stage, done: stages.append((stage, done)))
    assert [done for _, done in stages] == sorted(done for _, done in stages)
    assert stages[0][0] == "kernel matrix" and "balls" in stages[-1][0]
