from fractions import Fraction

import numpy as np
import pytest

from ntksym.data import distinct
from ntksym.data_sets import (
    SAMPLES,
    antipodal,
    clustered,
    correlated,
    duplicates,
    gaussian,
    low_rank,
    mixed_norms,
    near_antipodal,
    near_duplicates,
    packed,
    sample,
    scaled,
    uniform_sphere,
    usage,
)
from ntksym.errors import InputError

# the first digits of the sha256 of a small set of each name
DIGESTS = {
    "antipodal:n=6,d=3": "7bb21815f096d24e",
    "cell600": "2424b71a78b369bf",
    "circle:n=7": "cc318cce4fbe3e14",
    "clustered:n=9,d=4,clusters=3,spread=0.01": "3fc0bdb334a593cc",
    "correlated:n=9,d=3,eps=0.001": "90b461b7ca04c2f3",
    "cube:d=4": "af0f189d3cd9bcd2",
    "d4": "a708abeaaa06a37b",
    "duplicates:n=6,d=3": "0377d2f60f3cd49d",
    "e8": "4bd8ea6abdd5e12e",
    "equiangular": "6b24e4291409f676",
    "gaussian:n=6,d=3,seed=7": "c946c9a6e45a957d",
    "icosahedron": "034b08a65f2dc612",
    "low-rank:n=9,d=5,rank=2": "c354494811128f81",
    "mixed-norms:n=6,d=3,exponent=900": "11a5d3e395a76e06",
    "near-antipodal:n=6,d=3,delta=1e-08": "562c61c4fb011d4c",
    "near-duplicates:n=6,d=3,delta=1e-08": "773e55a0a167bfe3",
    "orthonormal:d=4": "7c83459a18750160",
    "packed:n=20,d=4": "42808331b655f2f6",
    "rational-circle:n=7": "af3d7dae740ae417",
    "scaled:n=6,d=3,exponent=-900": "ae6d07d87bee2670",
    "simplex:d=4": "fd584b259502b488",
    "uniform-sphere:n=6,d=3": "617fad0e1180af25",
}


def distance2(x, y, sign=1):
    return sum((Fraction(a) - sign * Fraction(b)) ** 2 for a, b in zip(x.tolist(), y.tolist(), strict=True))


@pytest.mark.parametrize("text", DIGESTS)
def test_samples_are_the_same_numbers_on_every_run_and_machine(text):
    assert sample(text).digest[:16] == DIGESTS[text]


def test_every_sample_has_a_pinned_digest():
    left_to_scikit_learn = {"digits", "iris", "wine", "breast-cancer", "diabetes"}
    assert {text.partition(":")[0] for text in DIGESTS} == set(SAMPLES) - left_to_scikit_learn


def test_seeds_differ():
    for make in (gaussian, uniform_sphere, antipodal):
        assert make(6, 3, seed=1).digest != make(6, 3, seed=2).digest
        assert make(6, 3, seed=1).digest == make(6, 3, seed=1).digest


def test_uniform_points_have_length_one_up_to_rounding():
    assert all(abs(v - 1) < Fraction(1, 2**50) for v in uniform_sphere(40, 5).norms2)


@pytest.mark.parametrize("delta", [1e-2, 1e-6, 1e-10, 1e-12])
@pytest.mark.parametrize(("make", "sign"), [(near_duplicates, 1), (near_antipodal, -1)])
def test_close_pairs_are_at_the_stated_distance(make, sign, delta):
    data = make(30, 6, delta, pairs=4, seed=5)
    for k in range(4):
        found = float(distance2(data.points[k], data.points[26 + k], sign)) ** 0.5
        assert found == pytest.approx(delta, rel=1e-3)
    assert distinct(data).n == 30


def test_duplicates_are_equal_and_antipodes_opposite():
    assert distinct(duplicates(20, 4, pairs=3)).n == 17
    points = antipodal(20, 4).points
    assert (points[:10] == -points[10:]).all() and distinct(antipodal(20, 4)).n == 20
    with pytest.raises(InputError, match="even"):
        antipodal(5, 3)


def test_correlated_and_clustered_points_are_close_to_their_centres():
    assert np.abs(correlated(50, 4, 1e-3).points - 1).max() < 6e-3
    points = clustered(30, 5, clusters=3, spread=1e-3).points
    assert np.abs(points[0] - points[3]).max() < 0.02 < np.abs(points[0] - points[1]).max()


@pytest.mark.parametrize(("d", "rank"), [(8, 1), (8, 3), (5, 5)])
def test_low_rank_is_exact(d, rank):
    import sympy

    data = low_rank(12, d, rank)
    assert sympy.Matrix(data.integer_rows).rank() == rank


def test_scaling_changes_norms_but_no_direction():
    plain, huge, tiny = gaussian(5, 3), scaled(5, 3, 950), scaled(5, 3, -950)
    assert plain.integer_rows == huge.integer_rows == tiny.integer_rows == mixed_norms(5, 3, 300).integer_rows
    assert huge.norms2[0] == plain.norms2[0] * 4**950 and tiny.norms2[0] == plain.norms2[0] / 4**950
    assert len({v / w for v, w in zip(mixed_norms(5, 3, 300).norms2, plain.norms2, strict=True)}) > 1


def smallest_angle(data):
    cosines = np.abs(data.points @ data.points.T)
    np.fill_diagonal(cosines, 0)
    return float(np.arccos(cosines.max()))


def test_packing_reaches_the_best_known_angles_of_small_cases():
    assert smallest_angle(packed(6, 3)) == pytest.approx(np.arctan(2), abs=1e-6)
    assert smallest_angle(packed(28, 7)) == pytest.approx(np.arccos(1 / 3), abs=1e-3)
    for n, d in ((20, 3), (50, 5), (60, 10)):
        assert smallest_angle(packed(n, d)) > 2 * smallest_angle(uniform_sphere(n, d))


def test_packing_keeps_the_wanted_angle_or_says_how_far_it_came():
    assert smallest_angle(packed(20, 4, alpha=0.7)) >= 0.7
    with pytest.raises(InputError, match=r"6 lines of R\^3 came to an angle of 1.1071 only"):
        packed(6, 3, alpha=1.11)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gauss", "choose from antipodal, breast-cancer"),
        ("gaussian", "needs n, d; write @gaussian:n=,d=,seed=0"),
        ("gaussian:n=5", "needs d"),
        ("gaussian:n=5,d=2.5", "'2.5' is not an integer"),
        ("gaussian:n=5,d=3,sed=1", "sed: no such parameter"),
        ("gaussian:n=5,d=3,n=6", "n is given twice"),
        ("gaussian:n=5,d", "not of the form KEY=VALUE"),
        ("gaussian:n=1,d=3", "give n at least 2"),
        ("gaussian:n=5,d=1", "give d at least 2"),
        ("gaussian:n=5,d=3,seed=-1", "give seed at least 0"),
        ("gaussian:n=1000000000,d=1000", "take fewer points"),
        ("near-duplicates:n=5,d=3,delta=0", "delta"),
        ("near-duplicates:n=5,d=3,delta=nan", "delta"),
        ("near-duplicates:n=5,d=3,delta=x", "'x' is not a number"),
        ("near-duplicates:n=5,d=3,delta=1e-3,pairs=3", "from 1 to 2"),
        ("low-rank:n=5,d=3,rank=4", "from 1 to 3"),
        ("packed:n=5,d=3,alpha=2", "alpha=2.0"),
        ("clustered:n=5,d=3,clusters=6,spread=1", "clusters=6"),
        ("scaled:n=5,d=3,exponent=2000", "exponent=2000"),
        ("iris:unique=maybe", "true or false"),
        ("iris:rows=1", "rows=1"),
        ("", "no such sample"),
    ],
)
def test_a_wrong_sample_is_one_clear_line(text, words):
    with pytest.raises(InputError) as refused:
        sample(text)
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_parameters_of_the_wrong_type_are_refused():
    for parameters in ({"n": 5.0, "d": 3}, {"n": True, "d": 3}, {"n": "5", "d": 3}):
        with pytest.raises(InputError, match="not of type int"):
            sample("gaussian", **parameters)
    assert sample("correlated", n=5, d=3, eps=1).n == 5


def test_parameters_may_be_given_in_text_or_as_keywords():
    one = sample("near-duplicates:n=9,d=3,delta=1e-5")
    assert one.digest == sample("near_duplicates: n=9 , d=3", delta=1e-5).digest == near_duplicates(9, 3, 1e-5).digest
    assert one.name == "near-duplicates:n=9,d=3,delta=1e-05" == near_duplicates(9, 3, 1e-5, seed=0).name
    assert sample(one.name).digest == one.digest


def test_every_sample_shows_its_usage_and_says_what_it_is():
    for name, make in SAMPLES.items():
        assert usage(name).startswith(name) and make.__doc__
