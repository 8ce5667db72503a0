"""The command line of the checker."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from .limits import SECONDS
from .verdict import INVALID, UNDECIDED, UNREADABLE, VALID, Result, check_paths

EXIT = {INVALID: 1, UNREADABLE: 2, UNDECIDED: 2, VALID: 0}  # the worst first


def exit_code(results: Sequence[Result]) -> int:
    """Return 0 all valid, 1 some invalid, else 2: some unreadable or undecided, or nothing to check."""
    found = {result.status for result in results}
    return next((EXIT[status] for status in EXIT if status in found), 2)


def summary(results: Sequence[Result]) -> str:
    """Return one line that counts the verdicts."""
    counts = [f"{sum(r.status == s for r in results)} {s.lower()}" for s in (VALID, INVALID, UNDECIDED, UNREADABLE)]
    return f"{len(results)} certificates: {', '.join(counts)}"


def describe(result: Result, quiet: bool) -> str:
    """Return the report on one file."""
    path = result.path.encode("ascii", "backslashreplace").decode("ascii")
    head = f"{path}: {result.status}" + (f" ({result.reason})" if result.reason else "")
    if quiet or result.status != VALID:
        return head
    lines = [f"  {text}" for text in result.statements]
    lines += [f"  where {text}" for text in result.definitions]
    lines += [f"  not claimed: {text}" for text in result.not_claimed]
    return "\n".join([head, *lines])


def _as_object(result: Result) -> dict[str, object]:
    return {
        "path": result.path,
        "status": result.status,
        "reason": result.reason,
        "kind": result.kind,
        "digest": result.digest,
        "statements": list(result.statements),
        "definitions": list(result.definitions),
        "not_claimed": list(result.not_claimed),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files and folders given, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="checker",
        description="Check ntksym certificates with integers and fractions only.",
        epilog="Exit: 0 all valid, 1 some invalid, 2 unreadable, undecided or bad usage.",
    )
    parser.add_argument("paths", nargs="*", metavar="FILE_OR_DIRECTORY", help="folders: every *.cert.json below")
    parser.add_argument("--quiet", action="store_true", help="one line for each file")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="CPU time allowed for each file")
    options = parser.parse_args(arguments)
    missing = [path for path in options.paths if not os.path.lexists(path)]
    if missing:
        print(f"checker: no such file or folder: {missing[0]!a}", file=sys.stderr)
        return 2

    def show(done: int, total: int, result: Result) -> None:
        if not options.json:
            print(describe(result, options.quiet), flush=True)

    results = check_paths(options.paths, show, options.seconds)
    if not results:
        print("checker: no certificates given (folders are searched for *.cert.json)", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"certificates": [_as_object(r) for r in results], "summary": summary(results)}, indent=2))
    else:
        print(summary(results))
    return exit_code(results)
