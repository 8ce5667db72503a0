"""Slips in the checker's cover of the angles, and witnesses that are false in one cell only."""

from fractions import Fraction
from importlib import import_module

import pytest
from two_point_samples import CELLS, DEEP, EXCESS, accepts, bump, mutant

from ntksym.checker.few_lines import require
from ntksym.checker.intervals import Interval
from ntksym.checker.limits import InvalidError, UndecidedError
from ntksym.checker.two_point import two_point
from ntksym.checker.two_point_inequality import Inequality

TURNED = "[_decide([*direct[:2], turned[2]], diagonal), _decide(turned, diagonal)]"
PLANE = {"kernel": "kappa0", "d": 2, "angle": (Fraction(4, 5), False), "sided": "projective", "n": 0}
LEAST = Fraction(16308727694632663, 10**17)  # of three lines with gaps 4/5, 4/5 and the rest, from above


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("cell", [0, 1, 8, CELLS - 1])
def test_a_witness_that_is_false_in_one_cell_only_is_rejected(cell, sign):
    assert accepts(two_point, DEEP, bump(cell + 0.5, sign, 1 - EXCESS))
    row = bump(cell + 0.5, sign)
    with pytest.raises(InvalidError):
        two_point(DEEP, row)
    inequality = Inequality(DEEP, *([Fraction(x) for x in row[name]] if name != "b" else Fraction(0) for name in "pbe"))
    assert [i for i in range(CELLS) if not holds(inequality, i)] == [cell]


def holds(inequality, cell):
    """Whether the inequality is proved on a cell, halved if need be."""
    try:
        return all(inequality.holds_on(8 * cell + i, 8 * CELLS) for i in range(8))
    except InvalidError:
        return False


LOOP = "[(index, start) for index in range(start)]"
HALVES = "[(2 * index, 2 * size), (2 * index + 1, 2 * size)]"
HOLDS = "if inequality.holds_on(index, size):"
SLIPS = [
    ("two_point.py", LOOP, LOOP.replace("range(start)", "range(1, start)"), 0.5),
    ("two_point.py", LOOP, LOOP.replace("range(start)", "range(start - 1)"), CELLS - 0.5),
    ("two_point.py", LOOP, LOOP.replace("range(start)", "range(0, start, 2)"), 7.5),
    *(("two_point.py", LOOP, LOOP.replace("]", f" if index != {i}]"), i + 0.5) for i in range(1, CELLS - 1)),
    ("two_point.py", HALVES, "[(2 * index, 2 * size)]", 8.75),
    ("two_point.py", HALVES, "[(2 * index + 1, 2 * size)]", 8.25),
    ("two_point.py", HOLDS, HOLDS.replace("if ", "if count % 2 or "), 3.5),
    ("two_point.py", HOLDS, HOLDS.replace("if ", "if size > start or "), 9.9),
    ("two_point_inequality.py", "h = self.length.times(Fraction(1, 2 *", "h = self.length.times(Fraction(1, 8 *", 8.9),
    ("two_point_inequality.py", "rest, h) for sign in (1, -1))", "rest, h) for sign in (1,))", 8.5),
    ("two_point_inequality.py", "pi(bits) - self.start if q", "pi(bits) - self.start * 2 if q", 15.5),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "cell"), SLIPS)
def test_a_checker_that_leaves_out_a_cell_would_accept_it(file, old, new, cell):
    """So the witness above notices the slip: the checker as it stands rejects it."""
    row = bump(cell)
    assert accepts(mutant(file, old, new), DEEP, row) and not accepts(two_point, DEEP, row)


LIMIT = "x > (1 - b) * harmonics_dimension(d, k) * low"
COEFFICIENTS = [
    (LIMIT, "k and " + LIMIT, "p0"),
    (LIMIT, "x > (1 - b) * harmonics_dimension(d, k) * low * 2", "p0"),
    (LIMIT, LIMIT.replace("(1 - b)", "(1 + b)"), "b"),
    ("any(x < 0 for x in e[1:])", "any(x < 0 for x in e[2:])", "e1"),
    ("(points - 1) * -e[0]", "(points - 2) * -e[0]", "n"),
    ("(points - 1) * -e[0]", "e[0]", "n"),
]


@pytest.mark.parametrize(("old", "new", "what"), COEFFICIENTS)
def test_a_checker_that_forgets_a_coefficient_would_accept_too_much(old, new, what):
    row, q = {"p": ["0", "0"], "b": "0", "e": ["-1/10", "0"]}, DEEP | {"n": 2}
    wrong = mutant("two_point.py", old, new)
    if what == "n":
        assert two_point(q, row) == Fraction(-1, 10) < wrong(q, row)
        return
    change = {"p0": {"p": ["7/5", "0"], "e": ["-3", "0"]}, "b": {"p": ["1", "0"], "b": "9/10", "e": ["-6", "0"]}}
    row |= change.get(what, {"e": ["-1/10", "-1/100"]})
    assert accepts(wrong, q, row) and not accepts(two_point, q, row)


def test_three_lines_with_the_smallest_gaps_are_the_worst():
    """The bound is met just below their eigenvalue and refused just above; with two lines much more holds."""
    require(PLANE, 3, LEAST * Fraction(9999, 10**4))
    for factor in (Fraction(10001, 10**4), Fraction(3, 2), 100):
        with pytest.raises(InvalidError):
            require(PLANE, 3, LEAST * factor)
    require(PLANE, 2, Fraction(2546, 10**4))  # 1 - kappa_0(cos(4/5)) = 4/(5 pi)
    with pytest.raises(InvalidError):
        require(PLANE, 2, Fraction(2547, 10**4))


@pytest.mark.parametrize(
    "change",
    [{"angle": (Fraction(7, 10), False)}, {"d": 3}, {"sided": "one"}, {"kernel": "kappa1"}, {"n": 1}, {"bound": "1/4"}],
)
def test_a_bound_alone_proves_nothing_elsewhere(change):
    """Four lines fit, or any number of points, or another kernel; a bound that is too large."""
    row = {"bound": str(change.get("bound", LEAST * Fraction(999, 1000)))}
    assert accepts(two_point, PLANE, {"bound": str(LEAST * Fraction(999, 1000))})
    assert not accepts(two_point, PLANE | change, row)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        _cover((0, 0), three)\n", ""),
        (TURNED, "[_decide(turned, diagonal)]"),
        ("[*direct[:2], turned[2]]", "direct"),
        ("if i + j > size or i > j:", "if i + j > size - 2 or i >= j:"),
        ("(max(0, size - i - j - 2), size - i - j)", "(0, 0)"),
        ("+ 2 * x * y * z > 0", "- 2 * x * y * z > 0"),
        ("length = circle - alpha * 3\n", "length = circle - alpha * 4\n"),
        ("if lines == MOST:", "if lines > MOST:"),
    ],
)  # fmt: skip
def test_a_cover_of_lines_with_a_slip_is_noticed(old, new):
    """It accepts a bound above the truth, or refuses one below."""
    wrong = mutant("few_lines.py", old, new)
    right = [accepts(wrong, PLANE, {"bound": str(LEAST * f)}) for f in (Fraction(9999, 10**4), Fraction(10001, 10**4))]
    assert right != [True, False]


WIDE = [
    (PLANE | {"d": 3, "angle": (Fraction(13, 10), False)}, Fraction(35246458015, 10**11)),  # three lines fit
    (DEEP | {"d": 5, "angle": (Fraction(1, 3), True)}, Fraction(12529328635, 10**10)),  # n = 3
]  # with the smallest eigenvalue of three lines in space, from above


@pytest.mark.parametrize(("q", "least"), WIDE)
def test_three_lines_in_space_are_decided_by_the_ends_of_the_kernels_range(q, least):
    assert accepts(two_point, q, {"bound": str(least * Fraction(999999, 10**6))})
    with pytest.raises(InvalidError, match="smaller eigenvalue"):
        two_point(q, {"bound": str(least * Fraction(1000001, 10**6))})
    many, close = {"n": 4, "angle": (Fraction(11, 10), False)}, {"angle": (Fraction(104, 100), False)}
    for change in (many, close, {"sided": "one"}):
        assert not accepts(two_point, q | change, {"bound": "1/100"})
    require(q, 2, least)  # two lines have more


ENDS = "_kernel(q, circle - alpha), _kernel(q, alpha)"
IN_SPACE = [
    ("combinations_with_replacement((low, high), lines * (lines - 1) // 2)", "[(low,) * 3, (high,) * 3]"),
    (ENDS, "_kernel(q, alpha), _kernel(q, alpha)"),
    (ENDS, "_kernel(q, circle - alpha), _kernel(q, circle - alpha)"),
    ("(low.lo - SLACK, high.hi + SLACK)", "(low.lo + SLACK, high.hi - SLACK)"),
    ("length = circle - alpha * 2\n", "length = circle - alpha\n"),
]


@pytest.mark.parametrize(("old", "new"), IN_SPACE)
def test_a_slip_about_lines_in_space_is_noticed(old, new):
    """It accepts a bound above the truth, or refuses one below."""
    q, least = WIDE[0]
    wrong = mutant("few_lines.py", old, new)
    factors = (Fraction(999999, 10**6), Fraction(1000001, 10**6))
    assert [accepts(wrong, q, {"bound": str(least * f)}) for f in factors] != [True, False]


def test_a_kernel_that_is_larger_between_the_ends_of_its_range_is_not_decided(monkeypatch):
    module = import_module("ntksym.checker.few_lines")
    q, least = WIDE[0]
    true = module.kernel_range
    monkeypatch.setattr(module, "kernel_range", lambda k, L, u: true(k, L, u) * (2 if u.lo < 3 << 255 < u.hi else 1))
    with pytest.raises(UndecidedError):
        module.require(q, 3, least * Fraction(999999, 10**6))


def test_the_radius_of_a_matrix_of_three_lines_is_its_largest_row_sum():
    """The entries -4/10 +- 1/10 take the smallest eigenvalue down to the diagonal less 1, not less 9/10."""
    module = import_module("ntksym.checker.few_lines")
    entries = [Interval.between(Fraction(-1, 2), Fraction(-3, 10), module.BITS)] * 3
    assert [module._decide(entries, Fraction(n, 100)) for n in (95, 101)] == [None, True]


def test_the_range_of_a_kernel_has_the_rest_of_its_taylor_polynomial(monkeypatch):
    module, u = import_module("ntksym.checker.two_point_inequality"), Interval.between(1, 2, 256)
    least = module.kernel_range("ntk", 3, u)
    monkeypatch.setattr(module, "kernel_rest", lambda kernel, L, u, h: Interval.of(64 * 10, u.bits))  # h = 1/2
    most = module.kernel_range("ntk", 3, u)
    assert most.upper() > least.upper() + 9 and most.lower() < least.lower() - 9


def test_the_procedure_is_the_one_that_the_certificates_call():
    assert import_module("ntksym.checker.verdict").two_point is two_point
