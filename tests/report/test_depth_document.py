"""The theorem on depth and conditioning as a document: its numbers are certified, and it compiles."""

import re
import shutil
import subprocess
from fractions import Fraction

import pytest

from ntksym.errors import InputError
from ntksym.report.depth_proof import depth_limit_document, document
from ntksym.spectra.depth_limit import DepthLimit
from ntksym.tables import build

LIMIT = DepthLimit.of(5, "0.8")


def test_the_document_states_the_certified_bounds():
    text = depth_limit_document(LIMIT, [10, 1000])
    assert not re.search("@[a-z]+@", text)
    assert f"L_0 = {LIMIT.first_depth()}$" in text
    (low, high) = re.search(r"^1000 & (\S+) & (\S+) ", text, re.M).groups()
    found = LIMIT.excess(1000)
    assert Fraction(low) <= found.low < found.high <= Fraction(high) and "\n10 & " not in text
    for slug in set(re.findall(r"\\slug\{([^}]*)\}", text)):
        assert rf"(\texttt{{{slug}}})" in text  # each cited claim is printed below


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_document_compiles(tmp_path):
    (tmp_path / "a.tex").write_text(document("depth-limit", "5", "100,10000", "0.8"))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-draftmode", "a.tex"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode == 0, made.stdout[-2000:]
    assert "Overfull" not in made.stdout


def test_the_table_has_the_same_bounds_and_the_first_depth():
    rows = build("depth-limit", points="5", depths="10,1000", angles="0.8", digits=6).texts()
    assert [row[2] for row in rows] == [str(LIMIT.first_depth())] * 2 and rows[0][6] == "none"
    near, found = int(rows[0][3]), LIMIT.excess(1000)
    assert LIMIT.excess(near).high <= 1 < LIMIT.excess(near - 1).high
    assert Fraction(rows[1][5]) <= found.low < found.high <= Fraction(rows[1][6])


def test_there_is_no_document_of_another_table_or_of_two_angles():
    for bad in (("decay", "5", "9", "0.8"), ("depth-limit", "5,6", "9", "0.8"), ("depth-limit", "5", "9", "0.8,1")):
        with pytest.raises(InputError):
            document(*bad)
