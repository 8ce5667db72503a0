"""pytest plugin: ``pytest --ntksym derivations/ my_paper/`` runs each claim and each certificate as a test item.

Nothing heavy is imported until a file is collected with the option on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


class ClaimFailed(Exception):  # noqa: N818
    """A claim that is not certified, an erratum that does not stand, or a certificate that is not valid."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--ntksym``."""
    group = parser.getgroup("ntksym", "certified claims and certificates")
    shown = "collect the claims of derivations and *.cert.json certificates as tests"
    group.addoption("--ntksym", action="store_true", help=shown)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect certificates, and Python files that make derivations."""
    if not parent.config.getoption("--ntksym"):
        return None
    if file_path.name.endswith(".cert.json"):
        return CertificateFile.from_parent(parent, path=file_path)
    name = file_path.name
    is_test = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    if file_path.suffix == ".py" and not is_test and _makes_derivations(file_path):
        return DerivationFile.from_parent(parent, path=file_path)
    return None


def _makes_derivations(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8")
        return "Derivation(" in text or "Errata(" in text
    except (OSError, UnicodeDecodeError):
        return False


class DerivationFile(pytest.File):
    """A file of claims, or of errata."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each claim and each erratum."""
        from ntksym.claims.collect import collect_file
        from ntksym.errors import InputError

        try:
            collected = collect_file(self.path)
        except InputError as error:
            raise self.CollectError(str(error)) from None
        for claim in collected.claims:
            yield ClaimItem.from_parent(self, name=claim.slug, claim=claim)
        for erratum in collected.errata:
            yield ErratumItem.from_parent(self, name=erratum.slug, claim=erratum)


class ClaimItem(pytest.Item):
    """A claim as a test: it passes if it is certified, or cited and its wrong neighbour is refuted."""

    def __init__(self, *, claim: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.claim = claim

    def runtest(self) -> None:
        """Judge the claim by the three legs."""
        from ntksym.claims.legs import judge

        verdict = judge(self.claim)
        if verdict.status not in ("certified", "cited"):
            raise ClaimFailed(f"{verdict.status}: {verdict.failure()}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """One line for a failed claim, the traceback for anything else."""
        return str(excinfo.value) if isinstance(excinfo.value, ClaimFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the claim."""
        return self.path, None, f"claim {self.name}"


class ErratumItem(ClaimItem):
    """An erratum as a test: it passes if the statement is refuted and the corrected claim certified."""

    def runtest(self) -> None:
        """Judge the erratum."""
        from ntksym.claims.refutation import judge_erratum

        verdict = judge_erratum(self.claim)
        if not verdict.stands:
            raise ClaimFailed(verdict.failure())


class CertificateFile(pytest.File):
    """A certificate file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for the certificate."""
        yield CertificateItem.from_parent(self, name=self.path.name.removesuffix(".cert.json"))


class CertificateItem(pytest.Item):
    """A certificate as a test: it passes if the independent checker accepts it."""

    def runtest(self) -> None:
        """Run the independent checker on the file."""
        from ntksym.checker.verdict import VALID, check_file

        result = check_file(str(self.path))
        if result.status != VALID:
            raise ClaimFailed(f"{result.status}: {result.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """One line for a rejected certificate."""
        return str(excinfo.value) if isinstance(excinfo.value, ClaimFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the certificate."""
        return self.path, None, f"certificate {self.name}"
