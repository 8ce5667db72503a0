"""Find derivations in Python files of any folder, as pytest finds tests."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ntksym.claims.claim import Claim, Derivation
from ntksym.claims.erratum import Errata, Erratum
from ntksym.claims.timing import TimeUp, time_limit
from ntksym.errors import InputError

IMPORT_SECONDS = 60.0


def shipped_derivations() -> Path:
    """The folder of ntksym's own derivations: beside the checkout, or inside the installed package."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_derivations"
    return installed if installed.is_dir() else package.parent / "derivations"


@dataclass(frozen=True)
class Collected:
    """One file's derivations."""

    path: Path
    derivations: tuple[Derivation, ...]
    papers: tuple[Errata, ...] = ()

    @property
    def claims(self) -> list[Claim]:
        """All claims of the file's derivations, in order."""
        return [c for d in self.derivations for c in d.claims]

    @property
    def errata(self) -> list[Erratum]:
        """All errata of the file, in order."""
        return [e for p in self.papers for e in p.errata]


_modules: dict[Path, Collected] = {}


def collect(paths: list[Path]) -> list[Collected]:
    """Collect the derivations of files and folders (default: the shipped ones).

    Raises
    ------
    InputError
        If a path does not exist, is not Python, fails to import, or there is no claim at all.
    """
    files = [collect_file(f) for f in _files(paths or [shipped_derivations()])]
    found = [c for c in files if c.derivations]
    if not any(c.claims for c in found):
        shown = ", ".join(map(str, paths)) or "the default folder"
        if any(c.papers for c in files):
            raise InputError(shown, "there are errata, and no claims", "judge errata with `ntksym verify --errata`")
        raise InputError(shown, "no claims were found there", "a claim is made with Derivation(...).claim(...)")
    _refuse_double_slugs([(claim.slug, c.path) for c in found for claim in c.claims])
    return found


def collect_errata(paths: list[Path]) -> list[Collected]:
    """Collect the errata of files and folders (default: the shipped ones); raises as :func:`collect` does."""
    found = [c for c in (collect_file(f) for f in _files(paths or [shipped_derivations() / "errata"])) if c.errata]
    if not found:
        shown = ", ".join(map(str, paths)) or "the default folder"
        raise InputError(shown, "no errata were found there", "an erratum is made with Errata(...).erratum(...)")
    _refuse_double_slugs([(e.slug, c.path) for c in found for e in c.errata])
    return found


def _files(paths: list[Path]) -> list[Path]:
    """The Python files that are meant, folders searched through."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*.py") if not any(part.startswith((".", "__")) for part in p.parts))
        elif path.is_file():
            if path.suffix != ".py":
                raise InputError(str(path), "it is not a Python file", "give .py files, or folders that hold them")
            files.append(path)
        else:
            raise InputError(str(path), "there is no such file or folder", "check the path")
    return files


def _refuse_double_slugs(found: list[tuple[str, Path]]) -> None:
    seen: dict[str, Path] = {}
    for slug, path in found:
        if slug in seen:
            raise InputError(f"claim {slug}", f"it is defined in {seen[slug]} and in {path}", "rename one of them")
        seen[slug] = path


def collect_file(path: Path) -> Collected:
    """The derivations defined in one file; the file is executed once for each process."""
    path = path.resolve()
    if path not in _modules:
        module = _execute(path)
        own = [x for x in vars(module).values() if isinstance(x, Derivation) and x.home == module.__name__]
        own = list({id(x): x for x in own}.values())
        papers = tuple(x for x in own if isinstance(x, Errata))
        _modules[path] = Collected(path, tuple(x for x in own if not isinstance(x, Errata)), papers)
    return _modules[path]


def _execute(path: Path) -> ModuleType:
    with ExitStack() as folders:
        shipped = shipped_derivations()
        if shipped in path.parent.parents:  # the errata rest on the derivations in the folder above
            folders.enter_context(_beside(shipped))
        loaded = folders.enter_context(_beside(path.parent))
        if path.stem in loaded and Path(loaded[path.stem].__file__ or "") == path:
            return loaded[path.stem]  # another file imported it
        free = path.stem not in sys.modules and path.stem.isidentifier()
        if not (free and (found := importlib.util.find_spec(path.stem)) and found.origin == str(path)):
            name = f"ntksym_derivation_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
        else:
            name = path.stem
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise InputError(str(path), "Python cannot load it", "give a .py file")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            with time_limit(IMPORT_SECONDS):
                spec.loader.exec_module(module)
        except BaseException as error:
            sys.modules.pop(name, None)
            raise _unusable(path, error) from error
        return module


def _unusable(path: Path, error: BaseException) -> BaseException:
    if isinstance(error, TimeUp):
        return InputError(str(path), f"it did not finish loading in {IMPORT_SECONDS:.0f} s", "look for an endless loop")
    if isinstance(error, Exception | SystemExit):
        return InputError(f"{path}{_line_of(error, path)}", f"{type(error).__name__}: {error}", "mend the file")
    return error


_siblings: dict[Path, dict[str, ModuleType]] = {}


@contextmanager
def _beside(folder: Path) -> Iterator[dict[str, ModuleType]]:
    """Modules of this folder can be imported by name, and those of other folders that have the same name cannot."""
    own = _siblings.setdefault(folder, {})
    names = {p.stem for p in folder.glob("*.py")} - sys.stdlib_module_names
    before = {name: sys.modules.pop(name) for name in names if name in sys.modules and not _installed(name)}
    own.update({name: module for name, module in before.items() if _folder_of(module) == folder and name not in own})
    sys.modules.update(own)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield own
    finally:
        sys.path.remove(str(folder))
        for name in names & set(sys.modules):
            if _folder_of(sys.modules[name]) == folder:
                own[name] = sys.modules.pop(name)
        sys.modules.update(before)


def _folder_of(module: ModuleType) -> Path:
    return Path(getattr(module, "__file__", None) or "/").resolve().parent


def _installed(name: str) -> bool:
    return any(part in ("site-packages", "dist-packages") for part in _folder_of(sys.modules[name]).parts)


def _line_of(error: BaseException, path: Path) -> str:
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""
