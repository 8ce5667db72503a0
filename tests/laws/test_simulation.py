"""Finite matrices beside the law: which side MP acts on, how fast the distance falls, general D."""

from fractions import Fraction
from functools import lru_cache
from itertools import product as cartesian

import numpy as np
import pytest

from ntksym.balls.arb import arb
from ntksym.errors import InputError
from ntksym.laws.activation import activation
from ntksym.laws.cumulative import Curve, curve, literal
from ntksym.laws.edges import edges
from ntksym.laws.floating import FloatLaw, FloatPopulation
from ntksym.laws.general import Atoms, GeneralPopulation, approximate_edges, contour, left_edge_bound
from ntksym.laws.law import Law
from ntksym.laws.simulation import _matrix_free as matrix_free
from ntksym.laws.simulation import draw, lanczos, product, simulate

G1, G2 = Fraction(5, 8), Fraction(3, 2)


@lru_cache(maxsize=8)
def curve_of(name: str, *, wrong: bool = False) -> Curve:
    made = Law(activation(name), 1 / G1 if wrong else G1, G2)
    found = edges(made, 8)
    bands = [(float(a.at.mid), float(b.at.mid)) for a, b in found.bands()]
    return (literal if wrong else curve)(made.floats(), bands, float(found.atom))


def test_relu_is_within_three_hundredths_at_d_40() -> None:
    """KS < 0.03 with all eigenvalues, and smaller without the d + 1 outliers."""
    drawn = simulate(activation("relu"), 40, float(G1), float(G2), seed=1)
    assert (drawn.n, drawn.p, drawn.outliers) == (1500, 60, 41)
    law = curve_of("relu")
    assert law.distance(drawn.bulk()) < law.distance(drawn.values) < 0.03


@pytest.mark.parametrize("name", ["relu", "gelu", "x^2/2"])
def test_the_distance_falls_like_one_over_d_and_that_to_the_literal_law_does_not(name: str) -> None:
    """Mean distances over four seeds: doubling d halves that to the law, within a factor 1.5; the other one stays."""
    right, wrong = curve_of(name), curve_of(name, wrong=True)
    near, far, near_wrong, far_wrong = (
        np.mean([law.distance(simulate(activation(name), d, float(G1), float(G2), seed=s).bulk()) for s in range(4)])
        for law in (right, wrong)
        for d in (40, 20)
    )
    assert 1 / 3 < near / far < 3 / 4
    assert near_wrong > max(0.045, 0.75 * far_wrong)
    assert near_wrong > 2 * near


def _second_moment(d: int, p: int) -> Fraction:
    """E (K_12)^2 (dp)^2 for phi(u) = u: E over W of (d + 6) tr S^2 + 2 (tr S)^2, S = WW'/d (Isserlis)."""
    square = Fraction(p * (d + p + 1), d)
    return (d + 6) * square + 2 * (p**2 + Fraction(2 * p, d))


@pytest.mark.parametrize(("d", "p"), [(1, 1), (1, 2), (2, 1)])
def test_the_finite_second_moment_is_that_of_a_sum_over_pairings(d: int, p: int) -> None:
    """Independent route: the expectation of the product of eight normal factors, monomial by monomial."""

    def normal(k: int) -> int:
        return 0 if k % 2 else int(np.prod(range(1, k, 2), dtype=int))

    # K_12 dp = (x.y) sum_k (w_k.x)(w_k.y)/d: square it and take expectations term by term
    total = Fraction(0)
    for i, j in cartesian(range(d), repeat=2):
        for k, m in cartesian(range(p), repeat=2):
            for a, b, e, f in cartesian(range(d), repeat=4):
                xs = [0] * d
                ys, ws = [0] * d, [[0] * p for _ in range(d)]
                for q in (i, j, a, e):
                    xs[q] += 1
                for q in (i, j, b, f):
                    ys[q] += 1
                for row, column in ((a, k), (b, k), (e, m), (f, m)):
                    ws[row][column] += 1
                term = 1
                for count in (*xs, *ys, *(c for row in ws for c in row)):
                    term *= normal(count)
                total += Fraction(term, d * d)
    assert total == _second_moment(d, p)


def test_the_exact_second_moment_decides_which_side_mp_acts_on() -> None:
    """The limit of n E K_12^2 minus the rank-one outlier is gamma_1 m_2(H) = gamma_1 (1 + 2 gamma_2)."""
    gaps = []
    for d in (10**3, 10**4, 10**5):
        p = int(G2 * d)
        n = G1 * d * p
        bulk = n * _second_moment(d, p) / Fraction(d * p) ** 2 - (G1 * p) ** 2 / n
        gaps.append(abs(bulk - G1 * (1 + 2 * G2)))
        literal_value = (1 + 2 * G2) + G1 - 1
        assert abs(bulk - literal_value) > 1
    assert gaps[2] < gaps[1] / 9 < gaps[0] / 80


def test_a_small_gamma_1_gives_a_multiple_of_the_identity() -> None:
    """With gamma_1 -> 0 and H fixed: K -> m_1(H) I; the literal reading would give H itself."""
    made = Law(activation("relu"), Fraction(1, 1000), Fraction(3))
    found = edges(made, 8)
    assert float(found.right.at.mid) - float(found.left.at.mid) < 0.1
    assert float(found.left.at.mid) < 0.25 < float(found.right.at.mid)
    assert made.floats().H.top > 2


def test_matrix_free_products_and_lanczos_agree_with_the_dense_matrix() -> None:
    """K v without K; extreme eigenvalues; the estimated distribution is close to the true one."""
    sigma = activation("relu")
    X, Y = draw(sigma, 600, 20, 30, None, 3)
    K = (X @ X.T) * (Y @ Y.T) / (20 * 30)
    v = np.linspace(-1, 1, 600)
    assert np.allclose(product(X, Y, v), K @ v)
    values = np.linalg.eigvalsh(K)
    found = matrix_free(X, Y, 3, 21, lambda stage, done: None)
    assert np.allclose(found.largest, values[-len(found.largest) :])
    cumulative = np.cumsum(found.weights)
    true = np.searchsorted(values, found.values, side="right") / 600
    assert np.max(np.abs(cumulative - true)) < 0.06
    nodes, weights = lanczos(lambda u: K @ u, v / np.linalg.norm(v), 40)
    assert weights.sum() == pytest.approx(1)
    assert float(weights @ nodes) == pytest.approx(v @ K @ v / (v @ v))


def test_a_seed_fixes_the_sample() -> None:
    """The same bytes for the same seed, others for another."""
    one, two, other = (simulate(activation("gelu"), 8, 0.5, 1.0, seed=s).values for s in (4, 4, 5))
    assert one.tobytes() == two.tobytes() != other.tobytes()


def test_the_general_law_with_one_atom_is_the_special_one() -> None:
    """The contour formula against the closed form, inside and outside."""
    zeta = np.array([-2.0 + 0j, -0.01 + 0j, 0.3 + 0.05j, 1 + 0.5j])
    for t in ("1", "4"):
        scaled = FloatPopulation(0.16 * float(t), 0.09 * float(t), 1.5)(zeta)[0]
        assert np.allclose(GeneralPopulation(0.16, 0.09, 1.5, Atoms.parse(t))(zeta)[0], scaled, rtol=1e-8)


def test_the_general_law_has_the_exact_second_moment() -> None:
    """The third coefficient is m_2 = (b^4 + 2 a^2 b^2 + a^4) E t^2 + 2 a^4 gamma_2 (E t)^2."""
    nu = Atoms.parse("1/2:1/4,2:3/4")
    a2, b2, g = 0.3, 0.2, 2.0
    t1, t2 = float(nu.moment(1)), float(nu.moment(2))
    zeta = -1e3
    m = GeneralPopulation(a2, b2, g, nu).one(complex(zeta)).real
    second = (b2 * b2 + 2 * a2 * b2 + a2 * a2) * t2 + 2 * a2 * a2 * g * t1 * t1
    assert (-m * zeta - 1 - (a2 + b2) * t1 / zeta) * zeta**2 == pytest.approx(second, rel=2e-2)


def test_the_general_law_fits_a_simulation_and_its_certified_bound_is_below() -> None:
    """D^2 in {1, 4}: the sample at d = 20; the bound is positive and below the left edge."""
    sigma, nu = activation("relu"), Atoms.parse("1:1/2,4:1/2")
    _, a, b2 = sigma.floats()
    law = FloatLaw(GeneralPopulation(a * a, b2, float(G2), nu), float(G1))
    low, high = approximate_edges(law)
    drawn = simulate(sigma, 20, float(G1), float(G2), nu=nu)
    made = curve(law, [(low, high)], 0.0, 24)
    assert made.total == pytest.approx(1, abs=5e-3)
    assert made.distance(drawn.bulk()) < 0.07
    bound = left_edge_bound(arb(b2), nu, G1)
    assert 0 < bound < low < drawn.smallest * 1.5


def test_the_contour_encloses_the_hull_once() -> None:
    """The winding number about the points is 1, about their reflections 0."""
    points = np.array([0, 1 + 0.5j, -0.5 + 0.7j])
    eta, step = contour(points, -1.0)
    for p in points:
        assert np.sum(step / (eta - p)) / (2j * np.pi) == pytest.approx(1, abs=1e-6)
        assert abs(np.sum(step / (eta + 1 + p))) < 1e-5


@pytest.mark.parametrize("text", ["", "1:1/2", "0", "-1", "1:1/2,1:1/2", "a:1", "1:0,2:1", ",".join("1" * 200), "1e99"])
def test_a_law_of_d_that_is_none_is_refused(text: str) -> None:
    """Weights sum to 1; values are positive and distinct."""
    with pytest.raises(InputError):
        Atoms.parse(text)
