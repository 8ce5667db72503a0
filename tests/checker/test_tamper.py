"""Every leaf of every kind of certificate, changed with and without a new digest."""

import copy
import json
import re
from fractions import Fraction

import pytest
from checker_samples import verdict

from ntksym.certificates import format as files
from ntksym.checker import claims
from ntksym.checker.reader import number

NAMES = (
    "exact", "hermite", "closed", "funk-hecke", "kernel", "cap", "measure", "series", "tail",
    "cap-kappa0", "cap-kappa1", "cap-ntk", "two-point", "two-point-deep", "decay", "decay-high", "cover", "cover-2d",
    "configuration", "configuration-deep", "two-point-limit", "cap-mixture", "layerwise",
    "cover-rational", "cover-given", "identity", "identity-given", "identity-functions",
)  # fmt: skip

PARAMETERS = ("claim", "entries", 0, "parameters")

# Re-sealed changes of parameters, relation or expression that pass, and why the changed statement is true.
# (Changes of a witness leave the statement alone; changes of a bound are tested against the value.)  All else fails.
STILL_TRUE = {
    ("exact", "d"): "h_0 = 1/2 in every dimension",
    ("measure", "angle"): "a larger cap has a larger measure",
    ("measure", "d"): "in fewer dimensions the cap is larger",
    ("cap-kappa0", "angle"): "a larger angle admits fewer data sets",
    ("cap-kappa1", "angle"): "a larger angle admits fewer data sets",
    ("cap-kappa0", "d"): "data in R^2 are also data in R^3",
    ("cap-kappa1", "d"): "data in R^2 are also data in R^3",
    ("cap-ntk", "angle"): "a larger angle admits fewer data sets",
    ("cap-ntk", "d"): "data in R^2 are also data in R^3",
    ("cap-ntk", "L"): "recomputed for L = 4, where the constant is larger",
    ("two-point", "angle"): "a larger angle admits fewer data sets",
    ("two-point", "n"): "the witness serves any number of points",
    ("two-point-deep", "angle"): "a larger angle admits fewer data sets",
    ("two-point-deep", "d"): "recomputed for d = 4: three points span three dimensions at most",
    ("two-point-deep", "L"): "recomputed for L = 4, whose coefficients are larger",
    ("two-point-deep", "n"): "a set of two points is no worse than one of three",
    ("configuration-deep", "L"): "recomputed for L = 2, where the quotient is smaller",
    ("layerwise", "angle"): "a larger angle admits fewer data sets",
    ("layerwise", "L"): "recomputed for L = 5, where the bound is larger",
    ("cap-mixture", "d"): "data in R^2 are also data in R^3",
    ("two-point-limit", "d"): "what is positive definite on S^3 is so on S^2: in more dimensions less can be proved",
    ("two-point-limit", "angle"): "a smaller angle allows more inner products, so the supremum is smaller",
    ("decay", "d"): "recomputed for d = 4, where C_+ is larger",
    ("decay", "L"): "recomputed for L = 4, where C_+ is larger",
    ("decay-high", "d"): "recomputed for d = 2, where the supremum is smaller",
    ("decay-high", "L"): "Theta_2 has mu_k = 0 for odd k >= 3 and a smaller mu_1",
    ("cover", "box"): "kappa_1(t) > t on all of [-1, 1)",
    ("cover", "relation"): "> implies >=",
    ("cover-2d", "box"): "x y + pi >= 3 wherever x y >= 0",
    ("cover-2d", "relation"): "x y + pi > 3 holds too",
    ("cover-rational", "box"): "2/(k^2 - 1) decreases from k = 4 on",
    ("cover-rational", "expression"): "smaller for a smaller numerator, a larger divisor or power",
    ("cover-given", "box"): "Gamma(n + 1/2) > 0 from any n > -1/2 on",
    ("cover-given", "relation"): "> implies >=",
    ("cover-given", "given"): "Gamma(n + c) > 0 for every c > 0",
}


def _leaves(tree, path=()):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _leaves(value, (*path, index))
    else:
        yield path, tree


def _changes(value):
    """Return neighbours of a leaf: numbers moved both ways and made other, texts altered."""
    if isinstance(value, int):
        return [value + 1, value - 1, -value, str(value), value + 10**6]
    if re.fullmatch(r"-?[0-9]+([/*].*)?", value):
        flipped = value[1:] if value[0] == "-" else "-" + value
        head = value.split("/")[0].split("*")[0]
        rest = value[len(head) :]
        return [f"{int(head) + 1}{rest}", f"{int(head) - 1}{rest}", flipped, value + "0", value + "x"]
    return [value + "x", "", value[:-1], {"in": ">=", ">=": "<=", "<=": ">=", "=": "in", ">": ">="}.get(value, "0")]


def _set(tree, path, value):
    changed = copy.deepcopy(tree)
    node = changed
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return changed


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_valid(samples, name):
    """Each sample is valid, so that the rejections below mean something."""
    assert verdict(samples[name]).status == "VALID"


@pytest.mark.parametrize("name", NAMES)
def test_any_change_without_a_new_digest_is_rejected(samples, name):
    """A changed leaf breaks the digest, unless it lies in the provenance, which is never trusted."""
    sample = samples[name]
    for path, value in _leaves(sample):
        for change in _changes(value):
            if change == value:
                continue
            result = verdict(_set(sample, path, change))
            assert (result.status == "VALID") == (path[0] == "provenance"), (path, change)


def _bound_still_true(sample, path, change):
    """Return whether a bound was moved outwards, or not past the value itself."""
    entry, after = sample["claim"]["entries"][path[2]], number(change, "")
    before = number(entry["bounds"][path[4]], "")
    lower = entry["relation"] in (">=", ">") or (entry["relation"] == "in" and path[4] == 0)
    if after <= before if lower else after >= before:
        return True
    if sample["kind"] not in ("enclosure", "series_tail"):
        return False
    constant = sample["claim"]["constant"]
    value = claims.evaluate_constant(constant, claims.read_parameters(constant, entry["parameters"]), 512)
    return after <= value.lower() if lower else after >= value.upper()


@pytest.mark.parametrize("name", NAMES)
def test_a_resealed_change_is_rejected_or_still_true(samples, name):
    """With a fresh digest a change passes only if the new statement is true, for a stated reason."""
    sample = samples[name]
    for path, value in _leaves(sample):
        if path[0] in ("provenance", "digest"):
            continue
        for change in _changes(value):
            if change == value:
                continue
            changed = _set(sample, path, change)
            changed = {**changed, "digest": files.digest(changed)}
            result = verdict(changed)
            if result.status != "VALID":
                assert result.reason and "\n" not in result.reason
                continue
            if path[0] == "witness":
                assert result.statements == verdict(sample).statements
            elif "bounds" in path:
                assert _bound_still_true(sample, path, change), (path, change)
            else:
                assert any((name, key) in STILL_TRUE for key in path), (path, value, change, result.statements)


def test_swapped_sides_and_given_equations_of_an_identity(samples):
    """Sides may be exchanged, equations repeated; without one of its equations, or with one reversed, it falls."""
    parameters = samples["identity-given"]["claim"]["entries"][0]["parameters"]
    first, second = parameters["given"]

    def status(**changes):
        return verdict(files.seal(_set(samples["identity-given"], PARAMETERS, {**parameters, **changes}))).status

    assert status(left=parameters["right"], right=parameters["left"]) == "VALID"
    assert status(given=[second, first, first]) == "VALID"
    assert status(given=[first]) == status(given=[second]) == status(given=[]) == "UNDECIDED"
    assert status(given=[first, second[::-1]]) == "INVALID"


def test_a_larger_bound_of_each_lower_constant_is_rejected(samples):
    """The allowed exceptions above are not a hole: every one-sided bound fails when it is moved by one part in 10^6."""
    for name in (
        "measure",
        "cap-kappa0",
        "cap-kappa1",
        "cap-ntk",
        "two-point",
        "two-point-deep",
        "configuration",
        "configuration-deep",
        "two-point-limit",
        "cap-mixture",
        "layerwise",
        "decay",
        "decay-high",
    ):
        entry = samples[name]["claim"]["entries"][0]
        sign = 1 if entry["relation"] == ">=" else -1
        moved = number(entry["bounds"][0], "") * (1 + sign * Fraction(1, 10**6))
        changed = _set(samples[name], ("claim", "entries", 0, "bounds", 0), str(moved))
        assert verdict(files.seal(changed)).status == "INVALID"


def test_exchanged_witnesses_prove_nothing_false(samples):
    """Witnesses exchanged between certificates either fail or prove the very same statement again."""
    names = (
        "cap-kappa0",
        "cap-kappa1",
        "cap-ntk",
        "two-point",
        "two-point-deep",
        "configuration",
        "configuration-deep",
        "decay",
        "cover",
        "cover-2d",
        "cover-rational",
        "identity",
    )
    for name in names:
        for other in names:
            swapped = files.seal({**samples[name], "witness": samples[other]["witness"]})
            if samples[name]["witness"] != samples[other]["witness"]:
                assert verdict({**swapped, "digest": samples[name]["digest"]}).status == "INVALID"
            result = verdict(swapped)
            assert result.status != "VALID" or result.statements == verdict(samples[name]).statements


def test_exchanged_claims_are_rejected(samples):
    """No certificate's claim passes under another's kind and witness."""
    for name in NAMES:
        for other in NAMES:
            if samples[name]["kind"] != samples[other]["kind"]:
                mixed = {**samples[name], **{key: samples[other][key] for key in ("claim", "not_claimed")}}
                assert verdict(files.seal(mixed)).status == "INVALID"


def test_subcertificates_are_checked(samples):
    """A false certificate inside a true one makes the whole invalid; a true one adds its statement."""
    good = files.seal({**samples["kernel"], "subcertificates": [samples["exact"]]})
    assert verdict(good).statements == verdict(samples["exact"]).statements + verdict(samples["kernel"]).statements
    false = files.seal(_set(samples["exact"], ("claim", "entries", 1, "bounds", 1), "1/3"))
    assert verdict(files.seal({**samples["kernel"], "subcertificates": [false]})).status == "INVALID"
    stale = {**samples["exact"], "digest": "sha256:0"}
    assert verdict(files.seal({**samples["kernel"], "subcertificates": [stale]})).status == "INVALID"
    other_provenance = json.loads(json.dumps(good))
    other_provenance["subcertificates"][0]["provenance"] = {"note": "changed"}
    assert verdict(other_provenance).status == "VALID"
