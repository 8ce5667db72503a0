"""An erratum stands only if the very statement is refuted within its hypotheses, and the corrected claim certified."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
import sympy as sp

from ntksym.claims import EveryCase, Identity, Positive
from ntksym.claims.collect import collect, collect_errata, shipped_derivations
from ntksym.claims.errata_ledger import verify_errata
from ntksym.claims.erratum import Errata, EveryConstant, negated
from ntksym.claims.refutation import ErratumVerdict, judge_erratum
from ntksym.errors import InputError
from ntksym.tables.errata import errata_page, errata_table, render_errata

n = sp.Symbol("n", integer=True, positive=True)
x = sp.Symbol("x", nonnegative=True)
C = sp.Symbol("C", positive=True)
k = sp.Symbol("k", integer=True, positive=True)
FROM_ONE = {n: sp.Range(1, sp.oo)}


@pytest.fixture
def paper():
    """A paper that says n^2 = 2n, and that n^2 <= C n."""
    errata = Errata("A paper", source="A paper, v1", intro="Read in full.")
    square = errata.claim("square", sp.Ge(n**2, n, evaluate=False), FROM_ONE, because="n >= 1", proof=Positive())
    doubled = errata.erratum(
        "squares_are_doubles",
        number="(1)",
        slip="n^2 = 2n",
        as_written=sp.Eq(n**2, 2 * n, evaluate=False),
        at={n: 3},
        corrected=square,
    )
    rate = errata.erratum(
        "squares_are_linear",
        number="(2)",
        slip="n^2 is of the order n",
        as_written=sp.Le(n**2, C * n, evaluate=False),
        domain={**FROM_ONE, C: sp.Interval.open(0, sp.oo)},
        hypotheses=[sp.Gt(n, 2, evaluate=False)],
        at={n: 9, C: 8},
        every_constant=EveryConstant(C, {n: k + 2, C: k}, {k: sp.Range(1, sp.oo)}, met=[Positive()], fails=Positive()),
        corrected=square,
    )
    errata.remark("(3)", "a misprint", "another letter")
    return SimpleNamespace(errata=errata, square=square, doubled=doubled, rate=rate)


def test_a_true_erratum_stands(paper):
    """The two sides lie in disjoint enclosures at the point, mpmath agrees, and the corrected claim is certified."""
    verdict = judge_erratum(paper.doubled)
    assert verdict.stands
    assert (verdict.refutation.point, verdict.refutation.lhs, verdict.refutation.rhs) == ("n=3", "9", "6")
    assert verdict.numeric.status == "refuted"
    assert judge_erratum(paper.rate).stands


def test_the_corrected_claim_in_place_of_the_statement_does_not_stand(paper):
    """A true statement is not refuted at any point."""
    mutant = replace(paper.doubled, as_written=replace(paper.doubled.as_written, statement=paper.square.statement))
    verdict = judge_erratum(mutant)
    assert not verdict.refuted
    assert not verdict.stands
    assert "not refuted" in verdict.failure()


def test_a_point_where_the_statement_is_true_refutes_nothing(paper):
    """n^2 = 2n holds at n = 2."""
    verdict = judge_erratum(replace(paper.doubled, at={n: sp.Integer(2)}))
    assert not verdict.stands
    assert verdict.refutation.status != "refuted"


@pytest.mark.parametrize("value", [0, sp.Rational(1, 2), -1])
def test_a_point_outside_the_domain_does_not_count(paper, value):
    """The domain of the statement carries the paper's hypotheses."""
    verdict = judge_erratum(replace(paper.doubled, at={n: sp.sympify(value)}))
    assert not verdict.stands
    assert "outside the paper's hypotheses" in verdict.failure()


def test_a_point_that_violates_a_further_hypothesis_does_not_count(paper):
    """At n = 2 the inequality fails for C = 1, but the paper asks for n > 2."""
    verdict = judge_erratum(replace(paper.rate, at={n: sp.Integer(2), C: sp.Integer(1)}))
    assert not verdict.stands
    assert "n > 2 is refuted" in verdict.failure()


def test_a_hypothesis_that_is_not_decided_does_not_count(paper):
    """Equal sides of a strict inequality, or an equation without exact values, are not a yes."""
    undecided = sp.Eq(sp.exp(n), sp.exp(9), evaluate=False)
    verdict = judge_erratum(replace(paper.rate, hypotheses=(undecided,), every_constant=None))
    assert not verdict.stands
    assert "undecided" in verdict.unmet


def test_sides_that_balls_cannot_separate_refute_nothing(paper):
    """An equation that is true, with sides that are only enclosed, is undecided."""
    right = replace(paper.square, statement=sp.Eq(sp.exp(n) * sp.exp(-n / 2), sp.exp(n / 2), evaluate=False))
    verdict = judge_erratum(
        replace(paper.doubled, as_written=replace(paper.doubled.as_written, statement=right.statement))
    )
    assert not verdict.stands


def test_an_uncertified_correction_does_not_stand(paper):
    """A correction that is false, undecided or cited is no correction."""
    false = replace(paper.square, statement=sp.Ge(n, n**2, evaluate=False))
    unproved = replace(paper.square, proof=EveryCase())
    for corrected in (false, unproved):
        verdict = judge_erratum(replace(paper.doubled, corrected=corrected))
        assert verdict.refuted
        assert not verdict.stands
        assert "corrected claim" in verdict.failure()


def test_a_numeric_leg_that_disagrees_is_told(paper):
    """Where mpmath says that the statement holds at the point, nothing stands."""
    wrong = replace(paper.doubled.as_written, numeric=lambda n: 2 * n)
    verdict = judge_erratum(replace(paper.doubled, as_written=wrong))
    assert not verdict.stands
    assert "mpmath does not" in verdict.failure()


def test_numbers_alone_do_not_refute(paper):
    """Without an enclosure mpmath's disagreement is not enough."""
    f = sp.Function("f")
    claim = replace(
        paper.doubled.as_written,
        statement=sp.Eq(f(n), 2 * n, evaluate=False),
        where={f: sp.Lambda(n, sp.Sum(2 ** (-k), (k, 1, sp.oo)) + n**2)},
        numeric=lambda n: n**2 + 1,
    )
    verdict = judge_erratum(replace(paper.doubled, as_written=claim))
    assert verdict.numeric.status == "refuted"
    assert not verdict.stands


FAMILIES = {
    "fails nowhere": {"values": {n: k, C: k}},
    "misses a hypothesis": {"values": {n: k, C: k - sp.Rational(1, 2)}},
    "leaves the domain": {"values": {n: k - 2, C: k}},
    "a bounded constant": {"values": {n: k + 2, C: 2 - 1 / k}},
    "a constant that falls": {"values": {n: k + 2, C: 1 / k}},
    "finitely many constants": {"along": {k: sp.Range(1, 100)}},
    "no proof": {"fails": Identity()},
    "no proof of the hypothesis": {"met": [Identity()]},
    "too few proofs": {"met": []},
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_that_misses_a_constant_does_not_stand(paper, name):
    """Every constant means: an unbounded one, a proof along the whole family, and every hypothesis met there."""
    family = replace(paper.rate.every_constant, **FAMILIES[name])
    verdict = judge_erratum(replace(paper.rate, every_constant=family))
    assert not verdict.stands
    assert "not refuted for every constant" in verdict.failure()


def test_the_constant_must_make_the_statement_weaker_in_the_limit(paper):
    """n^2 <= n/C is refuted for all small C by large ones only; a family with C to infinity shows nothing."""
    claim = replace(paper.rate.as_written, statement=sp.Le(n**2, n / C, evaluate=False))
    family = replace(paper.rate.every_constant, values={n: k + 2, C: k})
    verdict = judge_erratum(replace(paper.rate, as_written=claim, every_constant=family))
    assert "depends on C" in verdict.failure()
    right = replace(family, values={n: k + 2, C: 1 / k})
    at = {n: sp.Integer(9), C: sp.Integer(1)}
    assert judge_erratum(replace(paper.rate, as_written=claim, every_constant=right, at=at)).stands


def test_a_hypothesis_must_not_get_weaker_with_the_constant(paper):
    """If only large constants satisfy the hypothesis, the small ones are not refuted."""
    grows = (sp.Gt(C * n, 2, evaluate=False),)
    verdict = judge_erratum(replace(paper.rate, hypotheses=grows))
    assert "depends on C" in verdict.failure()
    falls = (sp.Gt(n**2, C, evaluate=False),)
    assert judge_erratum(replace(paper.rate, hypotheses=falls)).stands


REFUSED = {
    "a strict statement": {"as_written": sp.Lt(n, n**2, evaluate=False)},
    "a value that is missing": {"at": {}},
    "a value too many": {"at": {n: 3, x: 1}},
    "a value that is not exact": {"at": {n: sp.sqrt(2)}},
    "a float": {"at": {n: sp.Float(3)}},
    "an unknown variable in a hypothesis": {"hypotheses": [sp.Gt(x, 0, evaluate=False)]},
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_erratum_that_cannot_be_judged_is_not_made(paper, name):
    """Only closed relations are refuted, at one exact value for each variable."""
    given = {"as_written": sp.Eq(n**2, 2 * n, evaluate=False), "at": {n: 3}, **REFUSED[name]}
    with pytest.raises(ValueError, match="erratum wrong"):
        paper.errata.erratum("wrong", number="(4)", slip="", corrected=paper.square, **given)


def test_a_slug_is_used_once(paper):
    """Two errata of one name would hide one another."""
    with pytest.raises(ValueError, match="squares_are_doubles"):
        paper.errata.erratum(
            "squares_are_doubles",
            number="(4)",
            slip="",
            as_written=sp.Eq(n, 2 * n, evaluate=False),
            at={n: 1},
            corrected=paper.square,
        )


def test_only_inequalities_hide_constants():
    """An equation with a hidden constant says nothing."""
    with pytest.raises(ValueError, match="hidden constant"):
        negated(sp.Eq(n, x))


FILE = """
import sympy as sp
from ntksym.claims import Positive
from ntksym.claims.erratum import Errata
n = sp.Symbol("n", integer=True, positive=True)
paper = Errata("A paper", source="A paper, v1")
square = paper.claim("square", sp.Ge(n**2, n, evaluate=False), {{n: sp.Range(1, sp.oo)}}, because="b", proof=Positive())
paper.erratum("doubles", number="(1)", slip="n^2 = 2n", as_written=sp.Eq(n**2, {right}, evaluate=False), at={{n: 3}},
              corrected=square)
paper.remark("(2)", "a misprint", "another letter")
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with one erratum that stands, and one that does not."""
    (tmp_path / "good.py").write_text(FILE.format(right="2*n"))
    (tmp_path / "bad.py").write_text(FILE.format(right="n*n").replace('"doubles"', '"squares"'))
    return tmp_path


def test_errata_are_collected_apart_from_derivations(folder):
    """`collect` sees claims of derivations alone; `collect_errata` sees errata alone."""
    assert [e.slug for c in collect_errata([folder]) for e in c.errata] == ["squares", "doubles"]
    with pytest.raises(InputError, match="no claims"):
        collect([folder])
    (folder / "lemma.py").write_text("x = 1")
    with pytest.raises(InputError, match="no errata"):
        collect_errata([folder / "lemma.py"])


def test_the_ledger_counts_what_stands(folder):
    """The JSON has the point and both sides, the corrected claim and a summary; by threads the same."""
    ledger = verify_errata([folder])
    assert not ledger.ok
    assert ledger.summary() == {"errata": 2, "stand": 1, "refuted": 1, "corrected": 2, "remarks": 2}
    found = json.loads(json.dumps(ledger.as_json()))
    by_slug = {e["slug"]: e for e in found["errata"]}
    written = by_slug["doubles"]["as_written"]
    assert (written["refuted"], written["point"], written["left"], written["right"]) == (True, "n=3", "9", "6")
    assert by_slug["doubles"]["corrected"]["certified"] is True
    assert by_slug["squares"]["as_written"]["refuted"] is False
    assert by_slug["squares"]["detail"]
    with ThreadPoolExecutor(1) as pool:
        again = verify_errata([folder], executor=pool)
    assert [v.stands for v in again.verdicts] == [v.stands for v in ledger.verdicts]
    assert verify_errata([folder], known={v.slug: v for v in ledger.verdicts}) == ledger


LEMMA = """
import sympy as sp
from ntksym.claims import Definition, Derivation, Identity
n = sp.Symbol("n", integer=True, positive=True)
f = sp.Function("f")
lemma = Derivation("A lemma", source="A paper")
meaning = lemma.claim("meaning", sp.Eq(f(n), n**2, evaluate=False), {{n: sp.Range(1, sp.oo)}}, because="b",
                      proof={proof}(), where={{f: sp.Lambda(n, n**2)}})
"""
RESTS = """
import sympy as sp
from ntksym.claims import Identity
from ntksym.claims.erratum import Errata
from lemma import f, meaning, n
paper = Errata("A paper", source="A paper, v1")
twice = paper.claim("twice", sp.Eq(2 * f(n), 2 * n**2, evaluate=False), {n: sp.Range(1, sp.oo)}, because="b",
                    proof=Identity([meaning]), where=meaning.where)
paper.erratum("doubles", number="(1)", slip="n^2 = 2n", as_written=sp.Eq(n**2, 2 * n, evaluate=False), at={n: 3},
              corrected=twice)
"""


@pytest.mark.parametrize(("proof", "stands"), [("Definition", True), ("Identity", False)])
def test_what_a_ledger_found_to_stand_is_not_judged_again(tmp_path, proof, stands):
    """What f means is proved by its definition alone; else only by the word of a ledger on that very claim."""
    lemma, rests = tmp_path / "lemma.py", tmp_path / "rests.py"
    lemma.write_text(LEMMA.format(proof=proof))
    rests.write_text(RESTS)
    assert [v.stands for v in verify_errata([rests], standing=((str(lemma), "meaning"),)).verdicts] == [True]
    assert [v.stands for v in verify_errata([rests]).verdicts] == [stands]
    other = tmp_path / "other" / "lemma.py"
    other.parent.mkdir()
    other.write_text(LEMMA.format(proof=proof))
    for elsewhere in ((str(other), "meaning"), (str(lemma), "another")):
        assert [v.stands for v in verify_errata([rests], standing=(elsewhere,)).verdicts] == [stands]


def test_only_and_unknown_slugs(folder):
    """One erratum alone, without the remarks; an unknown one is named."""
    ledger = verify_errata([folder], only=["doubles"])
    assert [v.slug for v in ledger.verdicts] == ["doubles"]
    assert ledger.summary()["remarks"] == 0
    with pytest.raises(InputError, match="no such erratum"):
        verify_errata([folder], only=["nothing"])


def test_an_erratum_that_takes_too_long_does_not_stand(folder, monkeypatch):
    """It is given up after the limit."""
    from ntksym.claims import errata_ledger, ledger

    monkeypatch.setattr(ledger, "CLAIM_SECONDS", 0.2)

    def endless(erratum, standing):
        while True:
            pass

    monkeypatch.setattr(errata_ledger, "judge_erratum", endless)
    (verdict,) = verify_errata([folder], only=["doubles"]).verdicts
    assert not verdict.stands
    assert "not finished" in verdict.failure()


def test_verdicts_cross_processes_as_plain_data(paper):
    """from_dict(as_dict) is the same verdict, also through JSON."""
    verdict = judge_erratum(paper.rate)
    assert ErratumVerdict.from_dict(json.loads(json.dumps(verdict.as_dict()))) == verdict


def test_the_table_and_the_page_say_what_stands(folder):
    """Each erratum and each remark has its row; a statement that is not refuted is never called so."""
    ledger = verify_errata([folder])
    status = {row[1]: row[3] for row in errata_table(ledger).rows if row[3] != "remark"}
    assert sorted(row[3] for row in errata_table(ledger).rows) == ["does not stand", "refuted", "remark", "remark"]
    assert status
    page = errata_page(ledger)
    assert "`doubles`" in page
    assert "*Refuted* at `n=3`: left side 9, right side 6." in page
    assert "*Does not stand*" in page
    assert "Remarks, not certified" in page
    for form, mark in (("latex", "\\toprule"), ("html", "<table"), ("csv", "left side lo"), ("json", '"rows"')):
        assert mark in render_errata(ledger, form)
    with pytest.raises(InputError, match="no such format"):
        render_errata(ledger, "word")


def test_verify_on_a_folder_of_errata_says_which_command_judges_them() -> None:
    with pytest.raises(InputError, match="verify --errata"):
        collect([shipped_derivations() / "errata"])
