"""Files made to break or to hang the checker: one clear line, the right exit code, no traceback."""

import copy
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ntksym.certificates import build
from ntksym.certificates import format as files
from ntksym.checker import check, check_paths
from ntksym.checker.command import main
from ntksym.checker.limits import MAX_BYTES
from ntksym.checker.reader import digest

FOLDER = Path(__file__).parents[2] / "ntksym" / "checker"


def _run(capsys, *arguments):
    """Run the command in this process; return code, standard output and standard error."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def _deep(sample, count=50_000):
    return json.dumps(sample)[:-1] + ',"provenance":' + "[" * count + "]" * count + "}"


def _raw(sample, old, new):
    text = json.dumps(sample)
    assert old in text
    return text.replace(old, new, 1)


UNREADABLE = {
    "truncated": lambda s: json.dumps(s)[:-40],
    "empty": lambda s: "",
    "not json": lambda s: "lambda_min >= 1",
    "nested": _deep,
    "not utf-8": lambda s: b"\xff\xfe" + json.dumps(s).encode(),
    "byte-order mark": lambda s: b"\xef\xbb\xbf" + json.dumps(s).encode(),
    "many values": lambda s: "[" + "[]," * 1_200_000 + "[]]",
}
INVALID = {
    "list": lambda s: "[]",
    "duplicate key": lambda s: _raw(s, '"kind":', '"kind": "cover", "kind":'),
    "float": lambda s: _raw(s, '"version": 1', '"version": 1.0'),
    "exponent": lambda s: _raw(s, '"version": 1', '"version": 1e400'),
    "NaN": lambda s: _raw(s, '"version": 1', '"version": NaN'),
    "Infinity": lambda s: _raw(s, '"version": 1', '"version": -Infinity'),
    "true": lambda s: _raw(s, '"version": 1', '"version": true'),
    "null": lambda s: _raw(s, '"version": 1', '"version": null'),
    "huge JSON integer": lambda s: _raw(s, '"version": 1', '"version": 1' + "0" * 1_000_000),
}


@pytest.mark.parametrize(("cases", "name", "code"), [
    *(("UNREADABLE", name, 2) for name in UNREADABLE), *(("INVALID", name, 1) for name in INVALID)
])  # fmt: skip
def test_broken_texts(cases, name, code, samples, tmp_path, capsys):
    """Texts that are no certificate end with one line that says why."""
    data = globals()[cases][name](samples["exact"])
    path = tmp_path / "x.json"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    started = time.monotonic()
    found, out, err = _run(capsys, "--quiet", path)
    assert (found, err) == (code, "") and time.monotonic() - started < 20
    lines = out.splitlines()
    assert len(lines) == 2 and f"x.json: {cases} (" in lines[0] and len(lines[0]) < 400


def _with(sample, path, value):
    changed = copy.deepcopy(sample)
    node = changed
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return {**changed, "digest": digest(changed)}


ENTRY = ("claim", "entries", 0)
MALFORMED = [
    ("exact", ("kind",), "proof"),
    ("exact", (*ENTRY, "parameters", "d"), 1),
    ("exact", (*ENTRY, "parameters", "d"), 10**9),
    ("exact", (*ENTRY, "parameters", "d"), "3"),
    ("exact", (*ENTRY, "parameters", "d"), [3]),
    ("exact", (*ENTRY, "parameters", "k"), -1),
    ("exact", (*ENTRY, "parameters", "k"), 10**9),
    ("exact", (*ENTRY, "parameters", "x"), 1),
    ("exact", (*ENTRY, "parameters"), 7),
    ("exact", (*ENTRY, "bounds"), []),
    ("exact", (*ENTRY, "bounds", 1), "1/0"),
    ("exact", (*ENTRY, "bounds", 1), "9" * 3000),
    ("exact", (*ENTRY, "bounds", 1), "1*2^999999"),
    ("exact", (*ENTRY, "bounds", 1), "1/16\n"),
    ("exact", (*ENTRY, "bounds", 1), "\u0661"),
    ("exact", (*ENTRY, "bounds", 1), "0.0625"),
    ("exact", (*ENTRY, "bounds", 1), "__import__('os')"),
    ("exact", (*ENTRY, "relation"), "in"),
    ("exact", ("claim", "entries"), []),
    ("exact", ("claim", "constant"), "funk-hecke"),
    ("exact", ("claim", "constant"), ["hemisphere"]),
    ("exact", ("claim", "prose"), "and the Riemann hypothesis"),
    ("exact", ("claim", "conventions", "value"), "something else"),
    ("exact", ("not_claimed",), []),
    ("exact", ("not_claimed",), ["VALID"]),
    ("exact", ("witness",), {"trust": "me"}),
    ("exact", ("version",), 2),
    ("exact", ("format",), "other"),
    ("exact", ("subcertificates",), {}),
    ("exact", ("subcertificates",), [1]),
    ("exact", ("extra",), "x"),
    ("kernel", (*ENTRY, "parameters", "L"), 0),
    ("kernel", (*ENTRY, "parameters", "L"), 10**6),
    ("kernel", (*ENTRY, "parameters", "t"), "8/7"),
    ("kernel", (*ENTRY, "parameters", "name"), "eval"),
    ("cap", (*ENTRY, "parameters", "angle"), "0"),
    ("cap", (*ENTRY, "parameters", "angle"), "-1/5*pi"),
    ("cap", (*ENTRY, "parameters", "angle"), "2"),
    ("cap", (*ENTRY, "parameters", "angle"), "2/3*pi"),
    ("cap", (*ENTRY, "parameters", "angle"), "pi/3"),
    ("cap", (*ENTRY, "parameters", "angle"), "*pi"),
    ("cap", (*ENTRY, "bounds"), ["1", "0"]),
    ("cap-kappa0", (*ENTRY, "parameters", "angle"), "0"),
    ("cap-kappa0", (*ENTRY, "parameters", "angle"), "8/5"),
    ("cap-kappa0", (*ENTRY, "parameters", "L"), 3),
    ("cap-kappa0", ("witness", "entries"), []),
    ("cap-kappa0", ("witness", "entries", 0), {}),
    ("cap-kappa0", ("witness", "entries", 0, "K"), 0),
    ("cap-kappa0", ("witness", "entries", 0, "K"), 10**9),
    ("cap-kappa0", ("witness", "entries", 0, "K"), 4),
    ("cap-ntk", (*ENTRY, "parameters", "L"), 1),
    ("cap-ntk", ("witness", "entries", 0, "M"), 0),
    ("cap-ntk", ("witness", "entries", 0, "M"), 59),
    ("cap-ntk", ("witness", "entries", 0, "k0"), 3),
    ("cap-ntk", ("witness", "entries", 0, "k0"), 61),
    ("cap-ntk", ("witness", "entries", 0, "radius"), "1/15*pi"),
    ("cap-ntk", ("witness", "entries", 0, "radius"), "0"),
    ("decay", (*ENTRY, "parameters", "parity"), "prime"),
    ("decay", (*ENTRY, "relation"), "<="),
    ("cover", ("witness", "entries", 0, "tree"), ""),
    ("cover", ("witness", "entries", 0, "tree"), "0."),
    ("cover", ("witness", "entries", 0, "tree"), "..."),
    ("cover", ("witness", "entries", 0, "tree"), "1.."),
    ("cover", ("witness", "entries", 0, "tree"), "0" * 150 + "." * 151),
    ("cover", ("witness", "entries", 0, "tree"), "." * 10**6),
    ("cover", (*ENTRY, "parameters", "box"), []),
    ("cover", (*ENTRY, "parameters", "box"), [["t", "1", "0"]]),
    ("cover", (*ENTRY, "parameters", "box"), [["t", "0", "1"], ["t", "0", "1"]]),
    ("cover", (*ENTRY, "parameters", "box"), [["t; import os", "0", "1"]]),
    ("cover", (*ENTRY, "parameters", "box"), [["pi", "0", "3"]]),
    ("cover", (*ENTRY, "parameters", "expression"), ["eval", "1"]),
    ("cover", (*ENTRY, "parameters", "expression"), ["var", "u"]),
    ("cover", (*ENTRY, "parameters", "expression"), "t > 0"),
    ("cover", (*ENTRY, "parameters", "expression"), ["pow", ["pi"], 10**6]),
    ("cover", (*ENTRY, "parameters", "expression"), ["ntk", 0, ["var", "t"]]),
    ("cover", (*ENTRY, "parameters", "expression"), ["gamma", ["var", "t"]]),
    ("cover", (*ENTRY, "parameters", "expression"), ["fn", "M", ["var", "t"]]),
    ("cover", (*ENTRY, "parameters", "expression"), ["add", ["var", "t"]]),
    ("cover", (*ENTRY, "parameters", "expression"), ["const", "NaN"]),
    ("cover", (*ENTRY, "parameters", "expression"), ["const", "0.5"]),
    ("cover", (*ENTRY, "parameters", "expression"), ["mul", *[["pi"]] * 2000]),
    ("cover", (*ENTRY, "parameters", "box"), [["t", "-1", "oo"]]),
    ("cover", (*ENTRY, "parameters", "box"), [["t", "nan", "1"]]),
    ("cover", (*ENTRY, "parameters", "box"), [["t", "oo", "-oo"]]),
    ("cover", (*ENTRY, "parameters", "box"), [[f"t{i}", "0", "1"] for i in range(10)]),
    ("cover", (*ENTRY, "parameters", "given"), []),
    ("cover-rational", (*ENTRY, "parameters", "box"), [["k", "inf", "oo"]]),
    ("cover-rational", (*ENTRY, "parameters", "box"), [["gamma", "4", "oo"]]),
    ("cover-rational", (*ENTRY, "parameters", "given"), [[["var", "k"], ["pi"]]]),
    ("cover-rational", (*ENTRY, "parameters", "given"), {}),
    ("cover-rational", ("witness", "entries", 0, "tree"), "0.."),
    ("cover-rational", ("witness", "entries", 0, "tree"), ".."),
    ("identity", (*ENTRY, "bounds"), ["0"]),
    ("identity", (*ENTRY, "relation"), ">="),
    ("identity", (*ENTRY, "parameters", "variables"), []),
    ("identity", (*ENTRY, "parameters", "variables"), "x"),
    ("identity", (*ENTRY, "parameters", "variables"), ["x", "pi"]),
    ("identity", (*ENTRY, "parameters", "variables"), [["x"]]),
    ("identity", (*ENTRY, "parameters", "left"), ["pow", ["var", "x"], 65]),
    ("identity", (*ENTRY, "parameters", "left"), ["pow", ["var", "x"], "2"]),
    ("identity", (*ENTRY, "parameters", "left"), ["fn", "sqrt", ["var", "x"]]),
    ("identity", (*ENTRY, "parameters", "left"), ["fn", "f]; rm", ["var", "x"]]),
    ("identity", (*ENTRY, "parameters", "left"), ["fn"]),
    ("identity", (*ENTRY, "parameters", "left"), []),
    ("identity", (*ENTRY, "parameters", "left"), {"op": "add"}),
    ("identity", (*ENTRY, "parameters", "given"), [[["fn", "M"]]]),
    ("identity", (*ENTRY, "parameters", "given"), [[[], ["pi"]]]),
    ("identity", ("witness",), {"entries": [{"tree": "."}]}),
    ("identity", (*ENTRY, "parameters", "box"), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "value"), MALFORMED, ids=lambda value: str(value)[:40])
def test_malformed_fields(name, path, value, samples):
    """A sealed certificate with a field out of its domain is refused at once, with a reason in one line."""
    started = time.monotonic()
    result = check(json.dumps(_with(samples[name], path, value)))
    assert result.status == "INVALID" and result.reason and "\n" not in result.reason and len(result.reason) < 300
    assert time.monotonic() - started < 20


UNDEFINED = [
    ["sqrt", ["var", "t"]],
    ["div", ["const", "1"], ["var", "t"]],
    ["acos", ["mul", ["const", "2"], ["var", "t"]]],
    ["kappa0", ["mul", ["const", "2"], ["var", "t"]]],
    ["pow", ["pow", ["pow", ["pow", ["const", "3"], 64], 64], 64], 64],
    ["sin", ["pow", ["const", "9"], 64]],
]


@pytest.mark.parametrize("expression", UNDEFINED, ids=lambda value: value[0])
def test_expressions_that_are_not_defined_everywhere_are_never_valid(expression):
    """Square roots of negative numbers, division by zero and huge values leave the inequality undecided."""
    certificate = build.inequality([("t", -1, 1)], ["add", ["pow", expression, 2], ["const", "2"]], ">=", 0, "0..")
    result = check(json.dumps(certificate))
    assert result.status == ("VALID" if expression[0] == "sin" else "UNDECIDED")


X = ["var", "x"]


def _nested(op, count, *rest):
    tree = X
    for _ in range(count):
        tree = [op, tree, *rest]
    return tree


def _doubling(count):
    """Return equations f_i = f_{i+1} + f_{i+1}: together 2^count terms."""
    return [(["fn", f"f{i}"], ["add", ["fn", f"f{i + 1}"], ["fn", f"f{i + 1}"]]) for i in range(count)]


EXPENSIVE = {
    "power of a long sum": (["pow", ["add", *[["var", name] for name in "abcdefghi"]], 64], []),
    "nested powers": (_nested("pow", 30, 64), []),
    "nested powers of a sum": (["pow", ["pow", ["add", X, ["const", "1"]], 64], 64], []),
    "powers of a long number": (["pow", ["pow", ["add", X, ["const", "7" * 1400]], 64], 64], []),
    "powers of a root": (["pow", ["pow", ["pow", ["sqrt", ["add", X, ["const", "2"]]], 64], 64], 64], []),
    "nested roots": (_nested("sqrt", 30), []),
    "far Gamma functions": (["sub", ["gamma", X], ["gamma", ["add", X, ["const", "1" + "0" * 1400]]]], []),
    "a far Gamma number": (["gamma", ["const", "1" + "0" * 1400]], []),
    "a pole": (["gamma", ["const", "-3"]], []),
    "Gamma of a quotient": (["gamma", ["div", ["const", "1"], X]], []),
    "a long symbolic power": (["power", X, ["add", X, ["const", "-1" + "0" * 1400]]], []),
    "division by zero": (["div", X, ["sub", X, X]], []),
    "zero to a negative power": (["pow", ["sub", X, X], -1], []),
    "many given equations": (["fn", "f0"], _doubling(60)),
    "a circle of equations": (["fn", "f"], [(["fn", "f"], ["add", ["fn", "g"], X]), (["fn", "g"], ["fn", "f"])]),
}


@pytest.mark.parametrize("name", EXPENSIVE)
@pytest.mark.parametrize("kind", ["identity", "cover"])
def test_expensive_or_undefined_algebra_is_given_up_soon(name, kind):
    """Huge expansions, poles, divisions by zero and circular equations are given up in time, and prove nothing."""
    tree, equations = EXPENSIVE[name]
    variables = ["x", *"abcdefgh"]
    if "var" in str(tree) and "'i'" in str(tree):
        variables = [*"abcdefghi"]
    if kind == "identity":
        certificate = build.equation([(variables, tree, ["const", "5"], equations)])
    else:
        box = [(variable, "-oo", "oo") for variable in variables]
        certificate = build.inequality(box, tree, ">", "1*2^19000", ".", given=equations)
    started = time.monotonic()
    result = check(json.dumps(certificate), seconds=3.0)
    assert result.status in {"UNDECIDED", "INVALID"} and "could not finish" not in result.reason
    assert time.monotonic() - started < 10


def test_a_deep_expression_is_unreadable():
    """An expression nested beyond the JSON limit is refused before it is walked."""
    certificate = build.equation([(["x"], _nested("neg", 60), X, [])])
    assert check(json.dumps(certificate)).status == "UNREADABLE"


def test_size_is_tested_before_reading(tmp_path, capsys):
    """A sparse file of 100 MB is refused without being read."""
    path = tmp_path / "large.cert.json"
    with open(path, "wb") as handle:
        handle.truncate(100 * 2**20)
    started = time.monotonic()
    code, out, err = _run(capsys, path)
    assert code == 2 and err == "" and str(MAX_BYTES) in out and time.monotonic() - started < 20


def test_special_files_are_refused(tmp_path, capsys):
    """A named pipe, which would block forever, and a dangling link are unreadable."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert _run(capsys, "--quiet", tmp_path / "pipe")[0] == 2
    assert _run(capsys, "--quiet", tmp_path / "link")[0] == 2


def test_bad_usage_is_exit_two(tmp_path, capsys):
    """No path, a missing path and a folder without certificates each give one line and exit 2."""
    for arguments in ([], [tmp_path / "absent"], [tmp_path]):
        code, out, err = _run(capsys, *arguments)
        assert code == 2 and out == "" and len(err.splitlines()) == 1
    assert _run(capsys, "--unknown")[0] == 2


def test_exit_codes_of_mixtures(samples, tmp_path, capsys):
    """Invalid outranks unreadable and undecided; folders are searched in order."""
    files.write(samples["exact"], tmp_path / "a.cert.json")
    assert _run(capsys, tmp_path)[0] == 0
    undecided = build.inequality([("t", 0, 1)], ["var", "t"], ">", "-1*2^-400", ".")
    exact_touch = build.inequality([("t", 0, 1)], ["sub", ["var", "t"], ["var", "t"]], ">=", 0, ".")
    files.write(exact_touch, tmp_path / "b.cert.json")
    assert check(json.dumps(undecided)).status in {"VALID", "UNDECIDED"}
    assert _run(capsys, tmp_path)[0] == 2
    (tmp_path / "c.cert.json").write_text("{")
    assert _run(capsys, tmp_path)[0] == 2
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "d.cert.json").write_text("{}")
    code, out, _ = _run(capsys, "--quiet", tmp_path)
    assert code == 1 and out.splitlines()[-1] == "4 certificates: 1 valid, 1 invalid, 1 undecided, 1 unreadable"
    seen = []
    results = check_paths([str(tmp_path)], lambda done, total, result: seen.append((done, total, result.status)))
    assert [entry[:2] for entry in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)] and len(results) == 4


def test_json_output(samples, tmp_path, capsys):
    """--json prints one object with the rebuilt statements."""
    files.write(samples["cover-2d"], tmp_path / "a.cert.json")
    code, out, _ = _run(capsys, "--json", tmp_path)
    (entry,) = json.loads(out)["certificates"]
    assert code == 0 and entry["status"] == "VALID" and entry["digest"] == samples["cover-2d"]["digest"]
    assert entry["statements"] == ["for all x in [0, 1], y in [1/2, 2]: ((x * y) + pi) >= 3"]
    assert entry["not_claimed"] == samples["cover-2d"]["not_claimed"]


def test_time_is_limited(samples):
    """An expensive certificate ends as undecided when its time is used up."""
    row = ({"kernel": "ntk", "L": 12, "m": 1000}, "0", "1*2^-1400")
    started = time.monotonic()
    result = check(json.dumps(build.enclosure("power-series", [row])), seconds=1.0)
    assert result.status == "UNDECIDED" and "time" in result.reason and time.monotonic() - started < 90


def test_time_is_limited_where_the_tail_starts_late():
    """The largest k0 that the format allows ends soon after the limit too."""
    row = ({"kernel": "ntk", "d": 3, "L": 3, "parity": "all"}, "1/4", 131072, 60)
    started = time.process_time()
    result = check(json.dumps(build.decay("low", [row])), seconds=0.5)
    assert result.status == "UNDECIDED" and "time" in result.reason and time.process_time() - started < 20


@pytest.mark.parametrize("value", ["1" + "0" * 1400, "1*2^-19000", "-1*2^19000", "1/" + "7" * 1400])
def test_long_numbers_are_printed_without_failing(value):
    """Statements with very long or very small bounds are printed."""
    relation = "<=" if value[0] != "-" else ">="
    bound = value if value.endswith("0") and "^-" not in value and "/" not in value else "1"
    certificate = build.one_sided("cap.measure", relation, [({"d": 3, "angle": "1/5"}, bound)])
    assert check(json.dumps(certificate)).status == "VALID"
    other = build.one_sided("cap.measure", ">=", [({"d": 3, "angle": "1/5"}, value)])
    assert check(json.dumps(other)).status in {"VALID", "INVALID"}


def test_script_prints_no_traceback(tmp_path):
    """From the command line, in isolated mode, a hostile file gives one line and exit 2."""
    path = tmp_path / "x.json"
    path.write_text("[" * 200_000)
    run = subprocess.run([sys.executable, "-I", "-S", FOLDER, path], capture_output=True, text=True, check=False)
    assert run.returncode == 2 and run.stderr == "" and "nested too deeply" in run.stdout
