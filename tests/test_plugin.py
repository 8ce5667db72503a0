"""pytest --ntksym: claims and certificates as test items."""

from __future__ import annotations

import json

import pytest

pytest_plugins = ["pytester"]

LEMMA = """
from sympy import Eq, Range, Symbol
from ntksym.claims import Derivation, Identity

n = Symbol("n", integer=True)
squares = Derivation("Squares", source="school")
squares.claim("square_difference", Eq((n + 1)**2 - n**2, 2*n + {constant}, evaluate=False), {{n: Range(0, 100)}},
              because="expand", proof=Identity())
"""


@pytest.fixture
def paper(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a true lemma, a false one, a certificate and a tampered certificate."""
    from ntksym.certificates import certificate
    from ntksym.constants import constant

    folder = pytester.mkdir("my_paper")
    (folder / "true.py").write_text(LEMMA.format(constant=1))
    (folder / "false.py").write_text(LEMMA.format(constant=2).replace("square_difference", "square_slip"))
    sealed = json.dumps(certificate(constant("hemisphere", d=3, k=5)))
    (folder / "good.cert.json").write_text(sealed)
    (folder / "bad.cert.json").write_text(sealed.replace('"1/1024"', '"1/1025"'))
    assert '"1/1024"' in sealed
    return pytester


def test_claims_and_certificates_are_items(paper: pytest.Pytester) -> None:
    """The true lemma and the certificate pass; the false lemma and the tampered certificate fail in one line."""
    result = paper.runpytest_inprocess("--ntksym", "-v", "my_paper", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(
        ["*true.py::square_difference*PASSED*", "*square_slip*: refuted by the rigorous leg at n=*"]
    )
    result.stdout.fnmatch_lines(["*INVALID*"])


ERRATUM = """
import sympy as sp
from ntksym.claims import Positive
from ntksym.claims.erratum import Errata

n = sp.Symbol("n", integer=True, positive=True)
paper = Errata("A paper", source="A paper, v1")
square = paper.claim("square", sp.Ge(n**2, n, evaluate=False), {n: sp.Range(1, sp.oo)}, because="b", proof=Positive())
paper.erratum("doubles", number="(1)", slip="n^2 = 2n", as_written=sp.Eq(n**2, 2*n, evaluate=False), at={n: 3},
              corrected=square)
paper.erratum("same", number="(2)", slip="n^2 = n n", as_written=sp.Eq(n**2 + n, n*(n + 1), evaluate=False), at={n: 3},
              corrected=square)
"""


def test_errata_are_items(pytester: pytest.Pytester) -> None:
    """An erratum that stands passes; one whose statement is true fails in one line."""
    (pytester.mkdir("slips") / "paper.py").write_text(ERRATUM)
    result = pytester.runpytest_inprocess("--ntksym", "-v", "slips", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*paper.py::doubles*PASSED*", "same: at n=3 the statement is not refuted*"])


def test_without_the_option_nothing_is_collected(paper: pytest.Pytester) -> None:
    """A plain pytest run does not touch derivations or certificates."""
    paper.runpytest_inprocess("my_paper", "-p", "no:cacheprovider").assert_outcomes()


def test_a_derivation_that_does_not_load_is_one_line(pytester: pytest.Pytester) -> None:
    """A file that raises is a collection error that names the file and the line."""
    (pytester.mkdir("paper") / "broken.py").write_text("from ntksym.claims import Derivation\nDerivation(1 / 0)\n")
    result = pytester.runpytest_inprocess("--ntksym", "paper", "-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*broken.py:2: ZeroDivisionError*"])
