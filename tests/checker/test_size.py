"""How much of the checker a referee reads for one kind: the handler's module and all that it imports."""

import ast
from pathlib import Path

import ntksym.checker

FOLDER = Path(ntksym.checker.__file__).parent
HANDLERS = {
    "exact_value": "exact",
    "enclosure, series_tail": "claims",
    "min_over_family": "caps",
    "cap_mixture": "cap_mixture",
    "two_point": "two_point",
    "layerwise": "layerwise",
    "two_point_limit": "two_point_limit",
    "configuration_upper": "configurations",
    "cover (inequality)": "cover",
    "cover (algebraic), identity": "algebra",
    "matrix bounds": "matrix",
    "residual": "residual",
    "common to all": "reader",
}


def siblings(name):
    """The sibling modules that a module imports."""
    for node in ast.walk(ast.parse((FOLDER / f"{name}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from [node.module] if node.module else [alias.name for alias in node.names]


def closure(name):
    found, todo = set(), [name]
    while todo:
        module = todo.pop()
        if module not in found:
            found.add(module)
            todo += siblings(module)
    return found


def code_lines(name):
    """Lines without blank ones, comments and docstrings."""
    text = (FOLDER / f"{name}.py").read_text()
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    prose = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            prose.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    rows = enumerate(text.splitlines(), 1)
    return sum(1 for n, row in rows if n not in prose and row.strip() and not row.strip().startswith("#"))


def rows():
    for kind, handler in HANDLERS.items():
        modules = closure(handler)
        yield f"| {kind} | `{handler}.py` | {len(modules)} | {sum(map(code_lines, modules))} |"


def test_the_table_in_the_format_is_what_is_counted():
    """FORMAT.md states, for each kind, the modules and the lines of code behind it, within a tenth."""
    text = (FOLDER / "FORMAT.md").read_text()
    for row in rows():
        head, count = row.removesuffix(" |").rsplit("| ", 1)
        stated = next(line for line in text.splitlines() if line.startswith(head.rsplit("| ", 1)[0]))
        written = int(stated.removesuffix(" |").rsplit("| ", 1)[1])
        assert abs(written - int(count)) <= int(count) // 10, f"write: {row}"


if __name__ == "__main__":
    print("\n".join(rows()))
