"""Run the plan: resumable, every file complete or absent, everything re-checked at the end."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ntksym import __version__
from ntksym.certificates.format import digest, read, write
from ntksym.checker.limits import MAX_DEPTH_L, MAX_DIMENSION
from ntksym.claims.collect import collect, collect_errata, shipped_derivations
from ntksym.claims.errata_ledger import verify_errata
from ntksym.claims.ledger import verify
from ntksym.claims.refutation import ErratumVerdict
from ntksym.claims.verdict import Verdict
from ntksym.errors import InputError
from ntksym.files import code_digest, write_text
from ntksym.report.plan import Family, claim_families, is_of_claim, plan
from ntksym.tables.grids import integers
from ntksym.workers import run, spawned

Step = Callable[[str], None]
Stage = Callable[[str, int], Step]


SAVED_EVERY = 1.0  # seconds: how much of the judging an interruption that cannot be caught may lose


def _silent(label: str, total: int) -> Step:
    return lambda what: None


@dataclass(frozen=True)
class Summary:
    """What a run of :func:`certify` found."""

    out: Path
    ledger: dict[str, int]
    errata: dict[str, int]
    certificates: int
    of_claims: int
    checked: dict[str, int]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every claim, every erratum and every certificate stands."""
        claims = self.ledger["claims"] == self.ledger["certified"] + self.ledger["cited"]
        return claims and self.errata["errata"] == self.errata["stand"] and set(self.checked) <= {"VALID"}

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "out": str(self.out),
            "ledger": self.ledger,
            "errata": self.errata,
            "certificates": self.certificates,
            "of_claims": self.of_claims,
            "checked": self.checked,
            "seconds": round(self.seconds, 1),
            "ok": self.ok,
        }

    def __str__(self) -> str:
        checked = ", ".join(f"{n} {status.lower()}" for status, n in self.checked.items()) or "not re-checked"
        return (
            f"{self.ledger['claims']} claims: {self.ledger['certified']} certified, {self.ledger['cited']} cited, "
            f"{self.ledger['undecided']} undecided, {self.ledger['refuted']} refuted\n"
            f"{self.errata['errata']} errata: {self.errata['stand']} stand\n"
            f"{self.certificates} certificates, {self.of_claims} of them of claims: {checked}\n"
            f"{self.seconds:.0f} s; open {self.out / 'index.html'}"
        )


def certify(
    *,
    dims: str = "3:16",
    depths: str = "2:6",
    out: Path | str = "out",
    jobs: int = 1,
    check: bool = True,
    stage: Stage = _silent,
) -> Summary:
    """Verify the derivations and write certificates, tables, ledger and manifest into ``out``.

    An interrupted run is taken up where it was: verdicts and certificates that are there and were
    made by this very code are kept.

    Parameters
    ----------
    dims, depths
        Ranges such as ``"3:16"`` (both ends included).
    out
        The folder; made if it does not exist.
    jobs
        Worker processes.
    check
        Whether the independent checker re-checks every certificate.
    stage
        ``stage(label, total)`` returns a step function, for progress bars.
    """
    started = time.monotonic()
    if check:
        _refuse_beyond_the_checker(integers(dims, "dims", 2), integers(depths, "depths", 2))
    constants = plan(integers(dims, "dims", 2), integers(depths, "depths", 2))
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}", "it is a file", "name a folder")
    (folder / ".state").mkdir(parents=True, exist_ok=True)
    key = _code_key()
    with spawned(jobs) if jobs > 1 else nullcontext() as pool:  # one pool: it loads the derivations once
        claims = stage("verify the derivations", sum(len(c.claims) for c in collect([])))
        ledger = _judged(verify, Verdict, folder / ".state" / "verdicts.json", key, pool, claims)
        stand = {v.slug for v in ledger.verdicts if v.status in ("certified", "cited")}
        standing = tuple((str(c.path), claim.slug) for c in collect([]) for claim in c.claims if claim.slug in stand)
        slips = stage("judge the errata", sum(len(c.errata) for c in collect_errata([])))
        judging = partial(verify_errata, standing=standing)
        errata = _judged(judging, ErratumVerdict, folder / ".state" / "errata.json", key, pool, slips)
        paths = _certified(folder, [*constants, *claim_families(collect([]), stand)], key, pool, stage)
    from ntksym.report.checking import check_all
    from ntksym.report.outputs import write_outputs

    results = check_all(paths, jobs, stage) if check else {}
    write_outputs(folder, ledger, errata, paths, results, dims=dims, depths=depths, stage=stage)
    counts: dict[str, int] = {}
    for status, _ in results.values():
        counts[status] = counts.get(status, 0) + 1
    of_claims = sum(is_of_claim(path) for path in paths)
    seconds = time.monotonic() - started
    return Summary(folder, ledger.summary(), errata.summary(), len(paths), of_claims, counts, seconds)


def _refuse_beyond_the_checker(dims: list[int], depths: list[int]) -> None:
    """Say at once, not after minutes, that the checker would refuse the certificates."""
    for name, given, most in (("dims", max(dims), MAX_DIMENSION), ("depths", max(depths), MAX_DEPTH_L)):
        if given > most:
            raise InputError(
                f"--{name} ...:{given}",
                f"the independent checker goes up to {most}",
                "narrow the range, or take --no-check; `ntksym constant` has no such limit",
            )


def _code_key() -> str:
    """A digest of all code that a result depends on: what other code made is not taken over."""
    package = Path(__file__).resolve().parent.parent
    return hashlib.sha256(f"{__version__} {code_digest(package, shipped_derivations())}".encode()).hexdigest()


def _judged(judge: Callable[..., Any], kind: Any, state: Path, key: str, pool: Executor | None, step: Step) -> Any:
    """The ledger of ``judge``; verdicts of this kind that are there and were made by this code are kept."""
    found: dict[str, Any] = {}
    if state.is_file():
        try:
            stored = json.loads(state.read_text(encoding="utf-8"))
            if stored.get("key") == key:
                found = {v["slug"]: kind.from_dict(v) for v in stored["verdicts"]}
        except (ValueError, KeyError, TypeError):
            found = {}
    texts = {slug: json.dumps(verdict.as_dict()) for slug, verdict in found.items()}
    for slug in found:
        step(slug)

    saved = time.monotonic()

    def save() -> None:
        write_text(state, f'{{"key": {json.dumps(key)}, "verdicts": [{", ".join(texts.values())}]}}')

    def keep(verdict: Any) -> None:
        nonlocal saved
        texts[verdict.slug] = json.dumps(verdict.as_dict())
        if time.monotonic() - saved > SAVED_EVERY:
            save()
            saved = time.monotonic()
        step(verdict.slug)

    try:
        return judge([], executor=pool, known=found, on_verdict=keep)
    finally:
        save()


def _is_done(path: Path, key: str) -> bool:
    if not path.is_file():
        return False
    try:
        found = read(path)
        return bool(found.get("provenance", {}).get("code") == key and found.get("digest") == digest(found))
    except InputError:
        return False


def make_one(path: str, family: Family, key: str) -> str:
    """Write one family's certificate, if there is one: the unit of work of a pool."""
    sealed = family.make()
    if sealed is None:
        Path(path).unlink(missing_ok=True)
    else:
        sealed["provenance"]["code"] = key
        write(sealed, path)
    return path


def _certified(folder: Path, families: list[Family], key: str, pool: Executor | None, stage: Stage) -> list[Path]:
    """Make what is not there; what was found to have no certificate is remembered too."""
    step = stage("write certificates", len(families))
    state = folder / ".state" / "without.json"
    without = _stored(state, key)
    tasks = []
    for family in families:
        path = family.file(folder)
        if _is_done(path, key) or family.title in without:
            step(family.title)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        tasks.append((str(path), family, key))
    for _, done in run(make_one, tasks, executor=pool):
        step(Path(done).name)
    paths = [family.file(folder) for family in families]
    missing = [family.title for family, path in zip(families, paths, strict=True) if not path.is_file()]
    write_text(state, json.dumps({"key": key, "titles": missing}))
    return [path for path in paths if path.is_file()]


def _stored(state: Path, key: str) -> list[str]:
    try:
        stored = json.loads(state.read_text(encoding="utf-8"))
        return [str(title) for title in stored["titles"]] if stored["key"] == key else []
    except (OSError, ValueError, KeyError, TypeError):
        return []
