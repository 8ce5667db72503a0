"""The documents of three lines and of the dual: they state what is certified, and compile."""

import re
import shutil
import subprocess
from fractions import Fraction

import pytest
from sympy import latex

import ntksym
from ntksym.report.derived import derivations
from ntksym.report.proof import document

LINES = [
    {"kernel": "kappa0", "d": 2, "angle": "0.8"},
    {"kernel": "ntk", "d": 2, "L": 3, "angle": "pi/5", "n": 3},
    {"kernel": "kappa0", "d": 3, "angle": "1.3"},
]
DUALS = [
    {"kernel": "kappa0", "d": 3, "angle": "1.3"},
    {"kernel": "ntk", "d": 2, "L": 3, "angle": "pi/4"},
    {"kernel": "ntk", "d": 3, "L": 3, "angle": "1.2", "sided": "one"},
]


def made(name, given):
    value = ntksym.constant(name, digits=12, **given)
    text = document(value)
    assert not re.search("@[a-zA-Z0-9]+@", text)
    assert ntksym.certificate(value)["digest"][-20:] in text
    return value, text


@pytest.mark.parametrize("given", LINES)
def test_the_document_of_three_lines_states_the_bound_that_the_cover_proves(given):
    value, text = made("two-point", given)
    assert "cover" in value.method
    printed = Fraction(re.search(r"\\ge\\ ([0-9.E-]+) \.", text)[1])
    assert value.enclosure.lo * (1 - Fraction(1, 10**6)) < printed <= value.details["witness"].bound
    assert ("At this separation $n \\le 3$" in text) == ("n" not in given) != ("set of at most $3$" in text)
    assert ("gaps $g_1" in text) == (given["d"] == 2) != ("Concavity" in text)


@pytest.mark.parametrize("given", DUALS)
def test_the_document_of_the_dual_states_the_certified_value(given):
    value, text = made("two-point-limit", given)
    printed = Fraction(re.search(r"\\ >\\ ([0-9.E-]+) ,", text)[1])
    assert value.enclosure.hi <= printed < value.enclosure.hi * (1 + Fraction(1, 10**6))
    assert f"k_0 = {value.details['dual'].k0}$" in text
    assert ("Sonin" in text) == (given["d"] > 2) != ("period $2k_0$" in text)
    assert (r"S = [-1, \cos\alpha]" in text) == ("sided" in given)


def test_the_duals_theorem_and_proof_are_the_derivations():
    """Its hypotheses are those of the derivation, and its steps, in order, the statements of certified claims."""
    text = document(ntksym.constant("two-point-limit", digits=12, **DUALS[0]))
    chain = derivations("two_point_theorem", "two_point_dual")
    claims = {latex(c.statement, inv_trig_style="full"): c.slug for d in chain for c in d.claims}
    printed = [claims[shown] for shown in re.findall(r"\\textbf\{\d+\.\}.*\\fit\{(.*)\}$", text, flags=re.M)]
    assert printed[4:] == [c.slug for c in chain[-1].claims] and len(set(printed)) == len(printed)
    theorem = text[text.index("begin{theorem}") : text.index("end{theorem}")]
    assert len(chain[-1].assumed()) == 8 and all(formula in theorem for formula in chain[-1].assumed())
    assert f"of step {len(printed)} is" in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize(
    ("name", "given"), [("two-point", LINES[0]), ("two-point", LINES[2]), ("two-point-limit", DUALS[0])]
)
def test_the_documents_compile(name, given, tmp_path):
    (tmp_path / "a.tex").write_text(document(ntksym.constant(name, digits=12, **given)))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-draftmode", "a.tex"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stdout[-2000:]
    assert "Overfull" not in ended.stdout
