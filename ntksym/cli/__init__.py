"""The command line: ``ntksym verify | constant | bounds | certify | table | check``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; bad input is one line on standard error and exit code 2."""
    from ntksym.cli.app import app
    from ntksym.errors import InputError, UndecidedError

    try:
        app(standalone_mode=True)
    except (InputError, UndecidedError) as error:
        print(f"ntksym: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("ntksym: interrupted; run the same command again to go on", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"ntksym: {where}{error.strerror or error}; check the path and its permissions", file=sys.stderr)
        sys.exit(2)
