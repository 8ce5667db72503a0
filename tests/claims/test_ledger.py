"""The ledger: the same verdicts by every executor, uncertified claims carry nothing, earlier verdicts are kept."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest

from ntksym.claims import ledger as ledgers
from ntksym.claims import legs as judging
from ntksym.claims.ledger import verify
from ntksym.errors import InputError

BASE = """
import sympy as sp
from sympy import Eq, Interval, Lambda
from ntksym.claims import Antiderivative, Cited, Derivation, Identity, Positive
x = sp.Symbol("x", real=True)
UNIT = {x: Interval(0, 1)}
f = sp.Function("f")
base = Derivation("Base", source="school")
square = base.claim("square", Eq((x + 1)**2, x**2 + 2*x + 1), UNIT, because="expand", proof=Identity())
wrong = base.claim("wrong", Eq((x + 1)**2, x**2 + x + 1), UNIT, because="a slip", proof=Identity())
hard = base.claim("hard", sp.Ge(sp.exp(x), 1 + x), UNIT, because="no proof given", proof=Positive())
false_control = base.claim("loose", Eq(x + x**2, x*(1 + x)), UNIT, because="true control", proof=Identity(),
                           control=Eq(x, sp.sqrt(x)**2 + 0*x, evaluate=False))
where = {f: Lambda(x, x + 1)}
cited = base.claim("cited", Eq(f(x), x + 1), UNIT, because="book", proof=Cited("a book"), where=where)
"""
LATER = """
import sympy as sp
from sympy import Eq, Ge
from base import UNIT, cited, f, hard, square, where, wrong, x
from ntksym.claims import Combination, Derivation, Identity
later = Derivation("Later", source="school")
on_wrong = later.claim("on_wrong", Ge(2*sp.exp(x), 2 + 2*x), UNIT, because="doubled", proof=Combination([(hard, 2)]))
on_that = later.claim("on_that", Ge(4*sp.exp(x), 4 + 4*x), UNIT, because="again", proof=Combination([(on_wrong, 2)]))
on_cited = later.claim("on_cited", Eq(f(x) + 1, x + 2), UNIT, because="add", proof=Identity([cited]), where=where)
"""
EXPECTED = {
    "square": "certified",
    "wrong": "refuted",
    "hard": "undecided",
    "loose": "undecided",
    "cited": "cited",
    "on_wrong": "undecided",
    "on_that": "undecided",
    "on_cited": "certified",
}


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """A folder with two files of claims, the second resting on the first."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "base.py").write_text(BASE)
    (folder / "later.py").write_text(LATER)
    return folder


@pytest.fixture(scope="module")
def serial(paper):
    """The ledger judged in this process."""
    return verify([paper])


def statuses(ledger):
    return {v.slug: v.status for v in ledger.verdicts}


def legs(ledger):
    return {v.slug: (v.symbolic.status, v.numeric.status, v.rigorous.status, v.control.status) for v in ledger.verdicts}


def test_statuses(serial):
    """Each claim gets what it deserves, and what rests on an uncertified claim is not certified."""
    assert statuses(serial) == EXPECTED
    assert not serial.ok
    by_slug = {v.slug: v for v in serial.verdicts}
    assert by_slug["on_that"].broken_use in ("on_wrong", "hard")
    assert "not certified" in by_slug["on_wrong"].failure()


@pytest.mark.parametrize("kind", ["jobs", "threads", "processes"])
def test_every_executor_gives_the_same_verdicts(kind, paper, serial):
    """Worker processes, threads and a pool of one's own agree with the serial run."""
    seen = []
    if kind == "jobs":
        found = verify([paper], jobs=2, on_verdict=lambda v: seen.append(v.slug))
    elif kind == "threads":
        with ThreadPoolExecutor(1) as pool:
            found = verify([paper], executor=pool, on_verdict=lambda v: seen.append(v.slug))
    else:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            found = verify([paper], executor=pool, on_verdict=lambda v: seen.append(v.slug))
    assert legs(found) == legs(serial)
    assert statuses(found) == statuses(serial)
    assert sorted(seen) == sorted(EXPECTED)
    assert [v.slug for v in found.verdicts] == [v.slug for v in serial.verdicts]


def test_only(paper, serial):
    """One claim alone is judged as in the whole, though what it rests on is in another file."""
    found = verify([paper / "later.py"], only=["on_that", "on_cited"])
    assert statuses(found) == {"on_that": "undecided", "on_cited": "certified"}
    with pytest.raises(InputError, match="no such claim"):
        verify([paper], only=["nothing"])


def test_known_verdicts_are_not_found_again(paper, serial, monkeypatch):
    """A run that is taken up judges only what is missing."""
    known = {v.slug: v for v in serial.verdicts if v.slug != "square"}
    judged = []
    real = ledgers.judge_named
    monkeypatch.setattr(ledgers, "judge_named", lambda path, slug, files: judged.append(slug) or real(path, slug))
    assert statuses(verify([paper], known=known)) == EXPECTED
    assert judged == ["square"]


def test_a_known_verdict_that_fails_breaks_what_rests_on_it(paper, serial):
    """An earlier verdict that is not certified still breaks the claims that use it."""
    known = {v.slug: v for v in serial.verdicts}
    known["cited"] = replace(known["cited"], numeric=replace(known["cited"].numeric, status="refuted"))
    assert statuses(verify([paper], known=known))["on_cited"] == "undecided"


def test_a_claim_that_takes_too_long(tmp_path, monkeypatch):
    """A proof without end is given up and reported as undecided."""
    (tmp_path / "slow.py").write_text(
        BASE
        + "class Endless(Identity):\n    def prove(self, claim):\n        while True: pass\n"
        + "base.claim('endless', Eq(x, x + 0*x, evaluate=False), UNIT, because='b', proof=Endless())\n"
    )
    monkeypatch.setattr(ledgers, "CLAIM_SECONDS", 0.3)
    (verdict,) = verify([tmp_path], only=["endless"]).verdicts
    assert verdict.status == "undecided"
    assert "not finished" in verdict.rigorous.detail


def test_json_and_summary(serial):
    """The JSON has the legs of each claim, and the summary counts every status."""
    data = serial.as_json()
    assert data["summary"] == {"claims": 8, "certified": 2, "cited": 1, "undecided": 4, "refuted": 1}
    for claim in data["claims"]:
        assert {"slug", "symbolic", "numeric", "rigorous", "certified", "source"} <= set(claim)
        assert isinstance(claim["certified"], bool)
    assert "<table>" in serial._repr_html_()


CIRCLE = (
    BASE
    + """
first = base.claim("first", Eq(f(x), x), UNIT, because="by the second", proof=Identity([]), where={f: Lambda(x, x)})
second = base.claim("second", Eq(f(x) + 1, x + 1), UNIT, because="by the first",
                    proof=Identity([first.at(solve_for=f(x))]), where={f: Lambda(x, x)})
first.proof.using.append(second.at(solve_for=f(x)))
third = base.claim("third", Eq(f(x), x), UNIT, because="by itself", proof=Identity([]), where={f: Lambda(x, x)})
third.proof.using.append(third)
beyond = base.claim("beyond", Eq(f(x) + 2, x + 2), UNIT, because="by the second",
                    proof=Identity([second.at(solve_for=f(x))]), where={f: Lambda(x, x)})
"""
)


@pytest.mark.parametrize("only", [None, ["first", "second", "third", "beyond"]])
def test_nothing_in_a_ledger_rests_on_itself(tmp_path, only):
    """Claims that use each other do not stand, though each one's proof goes through; nor does what uses them."""
    (tmp_path / "circle.py").write_text(CIRCLE)
    circle = [v for v in verify([tmp_path], only=only).verdicts if v.slug in ("first", "second", "third", "beyond")]
    assert [v.rigorous.status for v in circle] == ["holds"] * 4
    assert [v.status for v in circle] == ["undecided"] * 4
    assert all(v.broken_use for v in circle)


def test_a_ledger_judges_each_claim_once(paper, monkeypatch):
    """What a claim uses is not judged again with it, if the ledger holds it; and it is if the ledger does not."""
    judged = []
    real = judging.rigorous_leg
    monkeypatch.setattr(judging, "rigorous_leg", lambda claim: judged.append(claim.slug) or real(claim))
    monkeypatch.setattr(judging, "_rigorous", {})
    monkeypatch.setattr(judging, "_standing", {})
    files = tuple(str(paper / name) for name in ("base.py", "later.py"))
    whole = ledgers.judge_named(files[1], "on_that", files)
    assert (judged, whole["broken_use"], whole["uses"]) == (["on_that"], "", ("on_wrong",))
    part = ledgers.judge_named(files[1], "on_wrong", files[1:])
    assert (judged, part["broken_use"]) == (["on_that", "on_wrong", "hard"], "hard")
