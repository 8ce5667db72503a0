"""Limiting laws in the checker: its transform against balls, every leaf of its certificates, slips in its procedure."""

import copy
from fractions import Fraction

import pytest
from checker_samples import verdict

from ntksym.balls.arb import acb, ball, lower, precision, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.certificates import format as files
from ntksym.certificates.limiting_law import law_certificates
from ntksym.checker import limiting_law as procedure
from ntksym.checker.boxes import Box
from ntksym.checker.intervals import Interval
from ntksym.checker.limits import UndecidedError
from ntksym.checker.population import Population as Checked
from ntksym.checker.reader import number
from ntksym.laws.activation import activation
from ntksym.laws.density import density
from ntksym.laws.edges import edges
from ntksym.laws.law import Law
from ntksym.laws.population import Population

BITS, DIGITS = 96, 6
A2, B2 = Fraction(1, 6), Fraction(1, 11)


def contains(box: Box, value: acb) -> bool:
    with precision(256):
        return all(
            part.lower() <= upper(x) and lower(x) <= part.upper()
            for part, x in ((box.re, value.real), (box.im, value.imag))
        )


def checked(gamma: Fraction, bits: int = BITS) -> Checked:
    return Checked(Interval.of(A2, bits), Interval.of(B2, bits), gamma)


@pytest.mark.parametrize("gamma", ["1/40", "1", "9"])
def test_the_transform_meets_the_one_in_balls(gamma: str) -> None:
    """m_H and m_H' left and right of supp H, above it, and at its soft ends; the enclosures are narrow."""
    g = Fraction(gamma)
    own = checked(g)
    with precision(160):
        balls = Population(ball(A2), ball(B2), g)
        for x, y in ((Fraction(-1, 3), Fraction(0)), (Fraction(9), Fraction(0)), (Fraction(1, 3), Fraction(1, 5))):
            found = own.transform(Box(Interval.of(x, BITS), Interval.of(y, BITS)))
            for box, value in zip(found, balls.transform(acb(ball(x), ball(y)), 2), strict=True):
                assert contains(box, value) and box.re.hi - box.re.lo <= abs(box.re.lo) >> 56
        for end in (end for hole in balls.holes() for end in (hole.low, hole.high) if end.side):
            place, *found = own.transform_at(end.side)
            assert contains(Box(place), acb(end.at))
            for box, value in zip(found, balls.transform_at(end), strict=True):
                assert contains(box, acb(value)) and box.re.hi - box.re.lo <= abs(box.re.lo) >> 56


def test_a_coarse_rule_is_wrong_by_less_than_it_says(monkeypatch) -> None:
    """With few points the error bound carries the enclosure: it still holds the value, and is seen to be needed."""
    own, zeta = checked(Fraction(3, 2)), Fraction(-1, 100)
    monkeypatch.setattr(Checked, "_plan", lambda self, W: (8, plan(self, W, 8)))
    with precision(160):
        exact = Population(ball(A2), ball(B2), Fraction(3, 2)).transform(acb(ball(zeta)), 1)[0]
    m, _ = own.transform(Box(Interval.of(zeta, BITS)))
    assert contains(m, exact)
    monkeypatch.setattr(Checked, "_plan", lambda self, W: (8, [Fraction(0), Fraction(0)]))
    assert not contains(own.transform(Box(Interval.of(zeta, BITS)))[0], exact)


def plan(own: Checked, W: Box, n: int) -> list[Fraction]:
    """The errors that the theorem gives for n points, from those at the plan's own number."""
    e = min(own.g / 2, Fraction(1))
    w = 6 / own.g**2
    return [7 * M / (2 ** (2 * n * e // 1) - Fraction(1, 2)) for M in (w / e, 4 * w / e**3)]


@pytest.fixture(scope="module")
def certificates():
    law = Law(activation("gelu"), Fraction(1, 2), Fraction(9))
    found = edges(law, DIGITS)
    values = [density(law, Fraction(1), DIGITS, found)]
    made, left_out = law_certificates(law, DIGITS, found, values, [Enclosure.around(Fraction(0))][:0])
    assert not left_out
    return made


@pytest.fixture(scope="module")
def others():
    """An activation that the checker does not know, a leaky one, exact data, moments."""
    made = []
    for name, gamma1 in (("tanh", "1/2"), ("leaky", "1/4"), ("x^2/2", "1/4")):
        law = Law(activation(name), Fraction(gamma1), Fraction(1))
        made.append(law_certificates(law, DIGITS, edges(law, DIGITS)).made["law.edge"])
    return made


def test_every_number_of_a_law_has_a_valid_certificate(certificates, others) -> None:
    """Four edges (one soft on each side), two thresholds, a density; other activations."""
    assert [len(certificates[name]["claim"]["entries"]) for name in sorted(certificates)] == [1, 4, 2]
    for made in (*certificates.values(), *others):
        assert verdict(made).status == "VALID"
    assert others[0]["claim"]["entries"][0]["parameters"]["a_squared"] == ["0", "0"]


def leaves(tree, path=()):
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(value, (*path, key))
    else:
        yield path, tree


def changed(tree, path, value):
    made = copy.deepcopy(tree)
    node = made
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return made


def neighbours(path, value):
    """Numbers moved by one part in 1000 (bounds inwards), texts altered."""
    if isinstance(value, int):
        return [value + 1, str(value)]
    if not value[:1].isdigit() and value[:1] != "-":
        return [value + "x", "", "right", "gap 1"]
    step = Fraction(1, 1000) if path[-2:] != ("bounds", 1) else Fraction(-1, 1000)
    return [str(number(value, "x") * (1 + step)), value + "x"]


STILL_TRUE = {("law.threshold", 0, "scale"): "thresholds do not depend on the scale of H"}


@pytest.mark.parametrize(
    ("name", "index"),
    [("law.edge", 1), ("law.edge", 2), ("law.threshold", 0), ("law.threshold", 1), ("law.density", 0)],
)
def test_a_changed_leaf_is_rejected_or_the_statement_stays_true(certificates, name, index) -> None:
    """A changed statement fails unless it is true for a stated reason; a changed witness proves the same or nothing."""
    sample = entry_alone(certificates[name], index)
    assert verdict(sample).status == "VALID"
    for path, value in leaves(sample):
        if path[0] in ("provenance", "digest"):
            continue
        for change in neighbours(path, value):
            if change == value:
                continue
            broken = changed(sample, path, change)
            found = verdict({**broken, "digest": files.digest(broken)})
            assert verdict(broken).status == "INVALID"
            if found.status != "VALID":
                assert found.reason and "could not finish" not in found.reason, (path, change, found.reason)
            elif path[0] == "witness":
                assert found.statements == verdict(sample).statements
            else:
                assert (name, index, path[-1]) in STILL_TRUE, (path, change)


def entry_alone(certificate, index):
    made = changed(certificate, ("claim", "entries"), [certificate["claim"]["entries"][index]])
    return files.seal(changed(made, ("witness", "entries"), [certificate["witness"]["entries"][index]]))


@pytest.mark.parametrize("part", ["end", "relation", "points"])
def test_witnesses_of_one_edge_prove_no_other(certificates, part) -> None:
    """An edge's name exchanged with another's, <= for in with one bound, points in the wrong order or number."""
    sample = certificates["law.edge"]
    entries, rows = sample["claim"]["entries"], sample["witness"]["entries"]
    if part == "end":
        names = [entry["parameters"]["end"] for entry in entries]
        wrong = [changed(sample, ("claim", "entries", 0, "parameters", "end"), name) for name in names[1:]]
    elif part == "relation":
        wrong = [changed(sample, ("claim", "entries", 0, "relation"), r) for r in ("<=", ">=", "=")]
    else:
        zeta = rows[0]["zeta"]
        wrong = [changed(sample, ("witness", "entries", 0, "zeta"), z) for z in (zeta[::-1], zeta[:1], zeta * 2, [])]
    for made in wrong:
        assert verdict(files.seal(made)).status == "INVALID"


@pytest.mark.parametrize("bad", [["2", "1"], ["-1", "1"], ["0", "1"], ["1"], "1", ["1", "x"], []])
def test_given_hermite_data_are_intervals_of_positive_numbers_or_zero(others, bad) -> None:
    """[low, high] with 0 < low <= high, or 0."""
    made = changed(others[0], ("claim", "entries", 0, "parameters", "b_squared"), bad)
    assert verdict(files.seal(made)).status == "INVALID"


def test_wider_given_data_prove_only_wider_edges(others) -> None:
    """The statement is about all a^2 and b^2 in the intervals: twice the b^2 is not in the edge's bounds."""
    low, high = others[0]["claim"]["entries"][0]["parameters"]["b_squared"]
    wide = [low, str(2 * number(high, ""))]
    made = changed(others[0], ("claim", "entries", 0, "parameters", "b_squared"), wide)
    assert verdict(files.seal(made)).status in ("INVALID", "UNDECIDED")


SLIPS = {
    "ratio of the population": ("Population", lambda a2, b2, gamma: Checked(a2, b2, 1 / gamma)),
    "a^2 for b^2": ("Population", lambda a2, b2, gamma: Checked(b2, a2, gamma)),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_population_is_noticed(certificates, monkeypatch, slip) -> None:
    """The certificates are not valid for another H."""
    monkeypatch.setattr(procedure, *SLIPS[slip])
    for made in certificates.values():
        assert verdict(made).status in ("INVALID", "UNDECIDED")


@pytest.mark.parametrize("slip", ["value", "energy"])
def test_a_slip_in_the_equation_is_noticed(certificates, monkeypatch, slip) -> None:
    """gamma_1 for gamma_1 - 1 in z; a lost factor 2 in I."""
    if slip == "value":
        monkeypatch.setattr(
            procedure.Law, slip, lambda self, z, m: z * (-(z * m) + Interval.of(self.gamma1, self.bits))
        )
    else:
        monkeypatch.setattr(procedure.Law, slip, lambda self, z, m, slope: z * m + z * z * slope + 1)
    assert verdict(certificates["law.edge"]).status in ("INVALID", "UNDECIDED")
    if slip == "value":
        assert verdict(certificates["law.density"]).status in ("INVALID", "UNDECIDED")


def test_a_disc_without_the_solution_or_too_large_proves_no_density(certificates) -> None:
    """Moved by twice its radius, or of a radius for which z' may vanish inside."""
    sample = certificates["law.density"]
    u, h, r = (number(x, "") for x in sample["witness"]["entries"][0]["zeta"])
    for disc in ([u + 2 * r, h, r], [u, h + 2 * r, r], [u, h, h * Fraction(9, 10)], [u, h, 2 * h], [u, -h, r]):
        made = changed(sample, ("witness", "entries", 0, "zeta"), [str(x) for x in disc])
        assert verdict(files.seal(made)).status in ("INVALID", "UNDECIDED")


def test_moments_agree_with_the_symbolic_ones() -> None:
    """Free cumulants by recursion, and the formulas of ntksym.laws.exact_moments for k <= 4."""
    import sympy as sp

    from ntksym.laws.exact_moments import law as symbolic

    problem = procedure.read_problem(
        "law.moment",
        {
            "activation": "given",
            "a_squared": ["1/6", "1/6"],
            "b_squared": ["1/11", "1/11"],
            "gamma2": "9/2",
            "scale": "2",
            "gamma1": "3/7",
            "k": 4,
        },
    )
    law = procedure.Law(problem, BITS)
    for k in range(1, 5):
        exact = symbolic(k, *(sp.Rational(x) for x in ("1/3", "2/11", "3/7", "9/2")))
        found = procedure._moment(law, k)
        assert found.lower() <= Fraction(int(exact.p), int(exact.q)) <= found.upper()
        assert found.hi - found.lo < 10**6


def test_close_to_the_support_of_h_the_checker_is_undecided() -> None:
    """Neither a wrong value nor a long wait."""
    own = checked(Fraction(9))
    end = own.holes()["right"].low.upper()
    with pytest.raises(UndecidedError):
        own.transform(Box(Interval.of(end + Fraction(1, 10**12), BITS)))
    with pytest.raises(UndecidedError):
        checked(1 + Fraction(1, 10**9)).transform_at(2)
