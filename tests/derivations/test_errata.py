"""The shipped errata: every one stands, none stands with its correction as the statement, and the page shows them."""

from dataclasses import replace
from pathlib import Path

import pytest

from ntksym.claims import legs
from ntksym.claims.collect import collect_errata, shipped_derivations
from ntksym.claims.errata_ledger import ErrataLedger, Paper
from ntksym.claims.refutation import judge_erratum, unmet_hypothesis
from ntksym.tables.errata import errata_page

ROOT = Path(__file__).resolve().parents[2]
FILES = collect_errata([shipped_derivations() / "errata"])
ERRATA = {e.slug: e for c in FILES for e in c.errata}


@pytest.fixture(scope="module")
def verdicts():
    """All verdicts, each found once.  SymPy's agreement is not what is tested here."""
    patch = pytest.MonkeyPatch()
    patch.setattr(legs, "SYMBOLIC_SECONDS", 0.02)
    found = {}
    yield lambda slug: found[slug] if slug in found else found.setdefault(slug, judge_erratum(ERRATA[slug]))
    patch.undo()


@pytest.mark.parametrize("slug", ERRATA)
def test_every_erratum_stands(slug, verdicts):
    """The statement is refuted by balls, and by mpmath too; the corrected claim is certified."""
    verdict = verdicts(slug)
    assert verdict.stands, verdict.failure()
    assert verdict.numeric.status == "refuted"
    assert verdict.corrected.rigorous.decided > 0


def _said_of_the_point(erratum):
    """Whether the corrected claim speaks of the counterexample: the same variables, and ranges that hold it."""
    domain = erratum.corrected.domain
    return set(domain) == set(erratum.at) and all(domain[s].holds(v) for s, v in erratum.point.items())


@pytest.mark.parametrize("slug", [slug for slug, e in ERRATA.items() if _said_of_the_point(e)])
def test_the_correction_is_not_refuted_at_the_counterexample(slug):
    """It holds at the very point that refutes the paper: in its place as the statement it would not stand."""
    erratum = ERRATA[slug]
    mutant = replace(
        erratum,
        as_written=replace(erratum.corrected, numeric=None, control=None),
        hypotheses=(),
        every_constant=None,
    )
    result, _ = legs.rigorous_leg(mutant.at_the_point())
    assert result.status != "refuted"


def test_every_counterexample_satisfies_the_papers_hypotheses():
    """Ranges exactly, further hypotheses by balls."""
    assert {slug: why for slug, e in ERRATA.items() if (why := unmet_hypothesis(e))} == {}


def test_a_hypothesis_that_the_point_violates_is_found():
    """With the simplex too large for its dimension, or R = 1 where |A w| is far from |A|, nothing stands."""
    simplex = ERRATA["gershgorin_with_one_neighbour"]
    (big,) = (s for s in simplex.at if s.name == "n")
    assert unmet_hypothesis(replace(simplex, at={**simplex.at, big: simplex.at[big] + 200}))
    spread = ERRATA["three_quarters"]
    (found,) = (s for s in spread.at if s.name == "u")
    assert unmet_hypothesis(replace(spread, at={**spread.at, found: spread.at[found] + 1}))


def test_the_versions_that_were_read_are_stated():
    """Each paper says which version was read."""
    for c in FILES:
        for paper in c.papers:
            assert any(mark in paper.source for mark in ("v1", "v5", "2025")), paper.source
            assert paper.intro.startswith("Read:")


def test_every_hidden_constant_has_its_family():
    """A statement with a free constant C is refuted for every value of it."""
    for slug, erratum in ERRATA.items():
        has_constant = any(symbol.name == "C" for symbol in erratum.at)
        assert has_constant == (erratum.every_constant is not None), slug


def test_the_page_of_the_documentation_is_up_to_date(verdicts):
    """docs/errata.md is what `ntksym verify --errata --format markdown` prints."""
    papers = tuple(
        Paper(p.title, p.source, p.intro, p.file, tuple(verdicts(e.slug) for e in p.errata), tuple(p.remarks))
        for c in FILES
        for p in c.papers
    )
    assert errata_page(ErrataLedger(papers)) == (ROOT / "docs" / "errata.md").read_text(encoding="utf-8")
