"""Matrix certificates for the tests of the checker, and their parts as integers."""

import hashlib
import json
from fractions import Fraction

import numpy as np

from ntksym.certificates import build
from ntksym.certificates.format import Certificate, seal
from ntksym.certificates.format import digest as content_digest
from ntksym.certificates.matrix import matrix_certificates
from ntksym.checker import check
from ntksym.checker.gram import read_claim
from ntksym.checker.matrix import lower_bound
from ntksym.checker.side import SIDE_SUFFIX, none
from ntksym.data import Dataset, dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.spectra.smallest import lambda_min

POINTS = [[1.5, 0.25, -2.0], [0.5, 1.0, 0.75], [-1.0, 2.0, 0.5], [3.0, -1.0, 1.0]]
KERNEL = DotKernel("ntk", 3)


def sample(points=POINTS, kernel=KERNEL, **options):
    """The lower and upper certificate of a small data set."""
    data = dataset(np.array(points))
    found = lambda_min(data, kernel, unit=options.get("unit", False))
    return matrix_certificates(data, kernel, found.lo, found.hi, **options)


def verdict(certificate, files=none):
    """Check a certificate given as a tree."""
    return check(json.dumps(certificate), files=files)


def entry(certificate):
    """The claim's entry."""
    return certificate["claim"]["entries"][0]


def rows(certificate):
    """The witness' rows as lists of integers."""
    return [[int(word) for word in row.split(" ")] for row in certificate["witness"]["entries"][0]["rows"]]


def changed(certificate, *, parameters=None, bound=None, rows=None, witness=None):
    """A copy with other parameters, bound or witness, and a fresh digest."""
    copy = json.loads(json.dumps(certificate))
    entry(copy)["parameters"].update(parameters or {})
    if bound is not None:
        entry(copy)["bounds"] = [build.exact(bound)]
    if rows is not None:
        copy["witness"]["entries"][0]["rows"] = [" ".join(map(str, row)) for row in rows]
    copy["witness"]["entries"][0].update(witness or {})
    return {**copy, "digest": content_digest(copy)}


def digest(points):
    """The digest that names points in a claim."""
    return "sha256:" + Dataset(np.array(points, dtype=np.float64)).digest


def proved(certificate):
    """What the checker recomputes from the witness of a lower certificate."""
    claim = read_claim(entry(certificate)["parameters"])
    return lower_bound(claim, certificate["witness"]["entries"][0], none)


def bound(certificate):
    """The claimed bound."""
    mantissa, _, exponent = entry(certificate)["bounds"][0].partition("*2^")
    return int(mantissa) * Fraction(2) ** int(exponent or 0)


def with_side(certificate, content):
    """The certificate with a side file of this content instead of rows, and the file."""
    name = hashlib.sha256(content).hexdigest()
    copy = json.loads(json.dumps(certificate))
    witness = copy["witness"]["entries"][0]
    witness.pop("rows", None)
    witness["side"] = "sha256:" + name
    files = {name + SIDE_SUFFIX: content}
    return Certificate(seal({k: v for k, v in copy.items() if k != "digest"}), files.__getitem__), files


def text(certificate):
    """The rows as the lines of a side file."""
    return "".join(row + "\n" for row in certificate["witness"]["entries"][0]["rows"]).encode()
