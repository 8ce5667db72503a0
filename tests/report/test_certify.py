"""ntksym certify: complete, re-checked, resumable, and nothing half-written."""

from __future__ import annotations

import hashlib
import json
import shutil
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ntksym.checker.verdict import VALID, check_paths
from ntksym.errors import InputError
from ntksym.report import Summary, certify
from ntksym.report.page import mathml
from ntksym.report.plan import plan

SMALL = {"dims": "3:3", "depths": "2:3"}


def test_every_shipped_statement_shows_as_mathml() -> None:
    """The ledger page converts the LaTeX of every claim, here of all derivations."""
    from ntksym.claims.collect import collect, shipped_derivations

    for path in sorted(shipped_derivations().glob("*.py")):
        for collected in collect([path]):
            for claim in collected.claims:
                assert mathml(claim.latex()).startswith("<math")


def test_every_certificate_of_the_run_is_valid(run: Summary) -> None:
    """The independent checker accepts each file, and the summary says so."""
    assert run.ok
    assert run.checked == {"VALID": run.certificates}
    results = check_paths([str(run.out)])
    assert len(results) == run.certificates
    assert {r.status for r in results} == {VALID}


def test_the_run_covers_every_family_of_the_plan(run: Summary) -> None:
    """Hemisphere, Funk-Hecke, power series, tails, decay, minorants and two-point bounds all have certificates."""
    families = {p.parent.name for p in (run.out / "certificates").rglob("*.cert.json")}
    assert families == {
        "hermite",
        "harmonics",
        "hemisphere",
        "funk-hecke",
        "power-series",
        "decay",
        "cap-minorant",
        "two-point",
    }
    assert len(plan([3], [2, 3])) == run.certificates - run.of_claims


def test_claims_have_certificates_of_their_own_where_that_is_possible(run: Summary) -> None:
    """Each file in claims/ is named by its claim; summary, manifest and page count the same ones."""
    slugs = {p.name.removesuffix(".cert.json") for p in (run.out / "claims").iterdir()}
    assert len(slugs) == run.of_claims >= 8
    assert {"kappa_one_reflection", "absolute_value_kernel", "leaky_slope_delta", "kappa_zero_le_one"} <= slugs
    rows = json.loads((run.out / "manifest.json").read_text())["certificates"]
    assert {row["claim"] for row in rows if "claim" in row} == slugs
    for slug in slugs:
        assert json.loads((run.out / "claims" / f"{slug}.cert.json").read_text())["provenance"]["claim"] == slug


def test_the_page_says_of_every_claim_what_its_certificate_is(run: Summary) -> None:
    """A link and the checker's verdict, or "none of its own" and the command that runs the proof again."""
    text = (run.out / "index.html").read_text()
    claims = text.split('<div class="claim" id="')[1:]
    assert len(claims) == run.ledger["claims"]
    for block in claims:
        slug, block = block.split('"', 1)[0], block.split("</div>")[0]
        assert f"--only {slug}</code>" in block
        own = (run.out / "claims" / f"{slug}.cert.json").is_file()
        assert own == (f'href="claims/{slug}.cert.json"' in block) == (f"ntksym check claims/{slug}.cert.json" in block)
        assert own == ('class="pill VALID"' in block)
        assert own != ("Certificate: none of its own" in block)


def test_the_manifest_lists_every_file_with_its_digest(run: Summary) -> None:
    """MANIFEST.sha256 holds the SHA-256 of each file, and manifest.json each certificate's own digest."""
    lines = (run.out / "MANIFEST.sha256").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {
        p.relative_to(run.out).as_posix()
        for p in run.out.rglob("*")
        if p.is_file() and ".state" not in p.parts and p.name != "MANIFEST.sha256"
    }
    assert set(listed) == files
    assert all(hashlib.sha256((run.out / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
    for row in json.loads((run.out / "manifest.json").read_text())["certificates"]:
        assert json.loads((run.out / row["file"]).read_text())["digest"] == row["digest"]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.math = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {given["id"]} if given.get("id") else set()
        self.links += [v for k, v in attrs if k in ("href", "src") and v]
        self.math += tag == "math"


def test_the_ledger_page_works_without_a_network(run: Summary) -> None:
    """index.html has every claim as MathML, its links lead to files or anchors of the run, and it fetches nothing."""
    page = _Page()
    text = (run.out / "index.html").read_text()
    page.feed(text)
    assert run.ledger["claims"] > 10
    assert run.errata["stand"] == run.errata["errata"] > 0
    assert page.math == run.ledger["claims"] + 2 * run.errata["errata"]
    assert not [link for link in page.links if "//" in link]
    assert "<script" not in text
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids, link
        else:
            assert (run.out / link).is_file(), link


def test_mathml_is_well_formed() -> None:
    """What latex2mathml makes of a statement parses as XML."""
    ET.fromstring(mathml(r"\frac{\arccos{\left(t \right)}}{\pi} \le 1"))


def test_tables_are_written_in_every_format(run: Summary) -> None:
    """Each table exists as LaTeX, Markdown, HTML, CSV and JSON."""
    stems = {p.stem for p in (run.out / "tables").glob("*.json")}
    assert {"hemisphere", "funk-hecke-ntk", "power-series", "tails", "decay", "cap-minorant-ntk", "errata"} <= stems
    for stem in stems:
        assert all((run.out / "tables" / f"{stem}.{suffix}").stat().st_size for suffix in ("tex", "md", "html", "csv"))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("name", ["tables/all.tex", "derivations.tex"])
def test_the_latex_compiles(run: Summary, name: str, tmp_path: Path) -> None:
    """Pdflatex accepts the tables and the derivations without an error."""
    import subprocess

    source = run.out / name
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"-output-directory={tmp_path}", source.name]
    done = subprocess.run(command, cwd=source.parent, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_second_run_makes_nothing_again(run: Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts and certificates made by the same code are taken over."""
    import ntksym.claims.errata_ledger as errata_ledger
    import ntksym.claims.ledger as ledger
    import ntksym.report.run as module

    def refuse(*_: object) -> None:
        raise AssertionError("done again")

    monkeypatch.setattr(module, "make_one", refuse)
    monkeypatch.setattr(ledger, "judge_named", refuse)
    monkeypatch.setattr(errata_ledger, "judge_erratum_named", refuse)
    again = certify(**SMALL, out=run.out, check=False)
    assert again.certificates == run.certificates
    assert (again.ledger, again.errata) == (run.ledger, run.errata)


def test_an_interrupted_run_goes_on_where_it_was(run: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an interruption only complete files exist; the next run makes the missing ones alone."""
    import ntksym.report.run as module

    shutil.copytree(run.out / ".state", tmp_path / "out" / ".state")
    make, made = module.make_one, []

    def stop_after_three(path: str, family: object, key: str) -> str:
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(path)
        return make(path, family, key)

    monkeypatch.setattr(module, "make_one", stop_after_three)
    with pytest.raises(KeyboardInterrupt):
        certify(**SMALL, out=tmp_path / "out")
    files = list((tmp_path / "out").rglob("*.cert.json"))
    assert sorted(map(str, files)) == sorted(made)
    assert all(r.status == VALID for r in check_paths(map(str, files)))
    assert not list((tmp_path / "out").rglob("*.tmp"))
    monkeypatch.setattr(
        module, "make_one", lambda path, family, key: make(path, family, key) if path not in made else 1 / 0
    )
    assert certify(**SMALL, out=tmp_path / "out", check=False).certificates == run.certificates


def test_a_tampered_certificate_is_found(run: Summary, tmp_path: Path) -> None:
    """One changed digit in one file makes the re-check fail for that file."""
    copy = tmp_path / "out"
    shutil.copytree(run.out, copy)
    victim = copy / "certificates" / "hemisphere" / "d3.cert.json"
    text = victim.read_text()
    assert '"1/16"' in text
    victim.write_text(text.replace('"1/16"', '"1/17"', 1))
    bad = [r for r in check_paths([str(copy)]) if r.status != VALID]
    assert [Path(r.path).name for r in bad] == ["d3.cert.json"]


def test_out_must_be_a_folder(tmp_path: Path) -> None:
    """A file as --out is refused before anything is done."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="it is a file"):
        certify(**SMALL, out=tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(("ranges", "most"), [({"dims": "3:1001"}, 1_000), ({"depths": "2:65"}, 64)])
def test_what_the_checker_would_refuse_is_refused_at_once(tmp_path, ranges, most):
    """Dimensions and depths beyond the checker: one line before anything is written."""
    with pytest.raises(InputError, match=f"goes up to {most}"):
        certify(out=tmp_path / "out", **ranges)
    assert not (tmp_path / "out").exists()
