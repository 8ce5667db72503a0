"""Run the checker as ``python -m ntksym.checker`` or, with no package around it, ``python -I -S ntksym/checker``."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys


def _load_folder() -> str:
    """Load this folder as a package of its own, so that the rest of ntksym is never imported."""
    folder = os.path.dirname(os.path.abspath(__file__))
    name = "ntksym_checker"
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != folder]
    spec = importlib.util.spec_from_file_location(
        name, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise SystemExit("the checker's folder is incomplete")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return name


if __name__ == "__main__":
    package = __package__ or _load_folder()
    sys.exit(importlib.import_module(package + ".command").main())
