"""Find derivations in Python files of any folder, as pytest finds tests."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ntksym.claims.claim import Claim, Derivation
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

    @property
    def claims(self) -> list[Claim]:
        """All claims of the file, in order."""
        return [c for d in self.derivations for c in d.claims]


_modules: dict[Path, Collected] = {}


def collect(paths: list[Path]) -> list[Collected]:
    """Collect the derivations of files and folders (default: the shipped ones).

    Raises
    ------
    InputError
        If a path does not exist, is not Python, fails to import, or there is no claim at all.
    """
    files: list[Path] = []
    for path in paths or [shipped_derivations()]:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*.py") if not any(part.startswith((".", "__")) for part in p.parts))
        elif path.is_file():
            if path.suffix != ".py":
                raise InputError(str(path), "it is not a Python file", "give .py files, or folders that hold them")
            files.append(path)
        else:
            raise InputError(str(path), "there is no such file or folder", "check the path")
    found = [c for c in (collect_file(f) for f in files) if c.derivations]
    if not any(c.claims for c in found):
        shown = ", ".join(map(str, paths)) or "the default folder"
        raise InputError(shown, "no claims were found there", "a claim is made with Derivation(...).claim(...)")
    _refuse_double_slugs(found)
    return found


def _refuse_double_slugs(found: list[Collected]) -> None:
    seen: dict[str, Path] = {}
    for c in found:
        for claim in c.claims:
            if claim.slug in seen:
                raise InputError(
                    f"claim {claim.slug}",
                    f"it is defined in {seen[claim.slug]} and in {c.path}",
                    "rename one of them",
                )
            seen[claim.slug] = c.path


def collect_file(path: Path) -> Collected:
    """The derivations defined in one file; the file is executed once for each process."""
    path = path.resolve()
    if path not in _modules:
        module = _execute(path)
        own = [x for x in vars(module).values() if isinstance(x, Derivation) and x.home == module.__name__]
        _modules[path] = Collected(path, tuple({id(x): x for x in own}.values()))
    return _modules[path]


def _execute(path: Path) -> ModuleType:
    name = f"ntksym_derivation_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise InputError(str(path), "Python cannot load it", "give a .py file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(path.parent))
    try:
        with time_limit(IMPORT_SECONDS):
            spec.loader.exec_module(module)
    except TimeUp:
        raise InputError(
            str(path), f"it did not finish loading in {IMPORT_SECONDS:.0f} s", "look for an endless loop"
        ) from None
    except (Exception, SystemExit) as error:
        line = _line_of(error, path)
        raise InputError(f"{path}{line}", f"{type(error).__name__}: {error}", "mend the file") from error
    finally:
        sys.path.remove(str(path.parent))
    return module


def _line_of(error: BaseException, path: Path) -> str:
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""
