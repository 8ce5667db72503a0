"""Mixtures of caps at small angles: certificates for each kernel and dimension; what is not proved is refused."""

import json
from fractions import Fraction

import numpy as np
import pytest
from checker_samples import verdict
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

import ntksym
from ntksym.certificates import build
from ntksym.checker import cap_mixture as own
from ntksym.checker import check
from ntksym.checker.reader import number
from ntksym.errors import InputError
from ntksym.spectra.cap_limit import cap_limit
from ntksym.spectra.flat_limit import flat_limit

MILLIONTH = Fraction(1, 10**6)
FIVE = {"kernel": "kappa0", "d": 5}


def constant(kernel, d, L=None, **more):
    depth = {} if L is None else {"L": L}
    return ntksym.constant("cap-minorant-limit", kernel=kernel, d=d, caps="many", **depth, **more)


def status(parameters, bound, caps, X):
    return check(json.dumps(build.cap_mixture([(parameters, bound, caps, X)]))).status


@pytest.fixture(scope="module")
def found():
    """The bound, the caps and X of kappa0 on S^4."""
    value = constant("kappa0", 5)
    row = ntksym.certificate(value)
    witness = row["witness"]["entries"][0]
    caps = [(Fraction(beta), Fraction(tau)) for beta, tau in witness["caps"]]
    return number(row["claim"]["entries"][0]["bounds"][0], ""), caps, witness["X"]


@pytest.mark.parametrize("d", [3, 4, 5, 8])
@pytest.mark.parametrize(
    ("kernel", "L"), [("kappa0", None), ("tkappa0", None), ("kappa1", None), ("ntk", 2), ("ntk", 3)]
)
def test_every_mixture_has_a_certificate(kernel, d, L):
    """Valid; no part in a million larger; above one cap's limit, and for kappa_0 below what a lattice allows."""
    value = constant(kernel, d, L)
    certificate = ntksym.certificate(value)
    result = certificate.check()
    assert result.status == "VALID" and result.statements[0].startswith("cap-minorant-limit.many(")
    assert value.enclosure.lo > cap_limit(kernel, d, L or 2).hi
    if kernel == "kappa0":
        assert value.enclosure.hi < flat_limit(d, "best").lo
    row = certificate["claim"]["entries"][0]
    row["bounds"] = [str(number(row["bounds"][0], "") * (1 + MILLIONTH))]
    assert verdict(ntksym.certificates.format.seal(certificate)).status == "INVALID"


def test_the_same_witness_proves_less_and_a_longer_head_is_no_harm(found):
    bound, caps, X = found
    assert status(FIVE, bound, caps, X) == "VALID"
    assert status(FIVE, bound * (1 - MILLIONTH), caps, X + 7) == "VALID"
    assert status(FIVE, bound, [(beta, 1000 * tau) for beta, tau in caps], X) == "VALID"  # only ratios of weights count


WRONG = {
    "the bound raised": lambda bound, caps, X: (FIVE, bound * (1 + MILLIONTH), caps, X),
    "a factor 2": lambda bound, caps, X: (FIVE, 2 * bound, caps, X),
    "d - 1 for d": lambda bound, caps, X: ({**FIVE, "d": 6}, bound, caps, X),
    "alpha for alpha^3": lambda bound, caps, X: ({**FIVE, "kernel": "kappa1"}, bound, caps, X),
    "L(L-1) for L(L-1)/2": lambda bound, caps, X: ({"kernel": "ntk", "d": 5, "L": 3}, 6 * bound, caps, X),
    "the largest weight raised": lambda bound, caps, X: (FIVE, bound, [*caps[:-1], (caps[-1][0], caps[-1][1] * 2)], X),
    "a small weight raised": lambda bound, caps, X: (FIVE, bound, [(caps[0][0], caps[0][1] * 2), *caps[1:]], X),
    "a cap left out": lambda bound, caps, X: (FIVE, bound, caps[1:], X),
    "a larger cap": lambda bound, caps, X: (FIVE, bound, [*caps[:-1], (Fraction(33, 32), caps[-1][1])], X),
    "a shorter head": lambda bound, caps, X: (FIVE, bound, caps, X // 2),
    "hardly a head": lambda bound, caps, X: (FIVE, bound, caps, 4),
    "no head": lambda bound, caps, X: (FIVE, bound, caps, 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_bounds_and_witnesses_are_rejected(found, name):
    assert status(*WRONG[name](*found)) == "INVALID"


MALFORMED = {
    "no cap": {"caps": []},
    "many caps": {"caps": [["1", "1"]] * 65},
    "a cap of radius 0": {"caps": [["0", "1"]]},
    "a negative radius": {"caps": [["-1/2", "1"]]},
    "a negative weight": {"caps": [["1", "1"], ["1/2", "-1/10"]]},
    "a weight 0": {"caps": [["1", "0"]]},
    "a single": {"caps": [["1"]]},
    "text": {"caps": "1 1"},
    "NaN": {"caps": [["nan", "1"]]},
    "long numbers": {"caps": [["1", "1*2^200"]]},
    "a long head": {"X": 2001},
    "a head of length 0": {"X": 0},
    "a rational head": {"X": "78"},
    "another field": {"theta": "1"},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_witnesses_are_rejected(name):
    row = {"caps": [["1", "1"]], "X": 30, **MALFORMED[name]}
    tree = build.cap_mixture([(FIVE, Fraction(1, 100), [], 1)])
    result = verdict(ntksym.certificates.format.seal({**tree, "witness": {"entries": [row]}}))
    assert result.status == "INVALID" and "\n" not in result.reason


@pytest.mark.parametrize("bound", ["0", "-1/10"])
def test_a_bound_that_is_not_positive_has_no_certificate(bound):
    assert status(FIVE, bound, [(Fraction(1), Fraction(1))], 30) == "INVALID"


@pytest.mark.parametrize(("kernel", "d", "L"), [("kappa0", 2, None), ("kappa0", 4, None), ("kappa1", 3, None)])
def test_one_cap_among_many_proves_what_the_limit_of_one_is(kernel, d, L):
    """The two procedures of the checker share only a power series: within 1e-3 they find the same largest value."""
    limit, one = cap_limit(kernel, d, L or 2), [(Fraction(1), Fraction(1))]
    given = {"kernel": kernel, "d": d}
    assert status(given, limit.lo * (1 - 1000 * MILLIONTH), one, 64) == "VALID"
    assert status(given, limit.hi * (1 + MILLIONTH), one, 64) == "INVALID"


@pytest.mark.parametrize("n", [2, 3, 6, 30])
@pytest.mark.parametrize("x", [Fraction(1, 7), Fraction(5), Fraction(301, 8)])
def test_the_squares_are_those_of_bessel_functions(n, x):
    with mp.workdps(40):
        at = mpf(x.numerator) / x.denominator
        value, found = mp.pi * at / 2 * mp.besselj(mpf(n - 1) / 2, at) ** 2, own.wave_square(n, x)
        low, high = (mpf(end.numerator) / end.denominator for end in (found.lower(), found.upper()))
        assert low - mpf(10) ** -35 <= value <= high + mpf(10) ** -35 and high - low < mpf(2) ** -85


caps = st.lists(st.tuples(st.integers(8, 32), st.integers(1, 100)), min_size=1, max_size=4)


def largest(n, weights, X):
    """The largest value of G on a fine grid of (0, X], with no bound between its points."""
    from scipy.special import jv

    x = np.arange(1, 200 * X + 1) / 200
    waves = [float(tau) * np.pi * b * x / 2 * jv((n - 1) / 2, b * x) ** 2 for b, tau in weights]
    return Fraction(float(np.max(sum(waves))))


@settings(max_examples=12, deadline=None)
@given(d=st.integers(2, 7), chosen=caps)
def test_no_peak_is_passed_over(d, chosen):
    """For any caps, wherever the largest value of the sum is: just above it theta is proved, just below it is not."""
    weights, X = [(Fraction(b, 32), Fraction(tau, 100)) for b, tau in chosen], 48
    tail = sum(tau / (1 - Fraction(d * (d - 2), 4) / (beta * X) ** 2) for beta, tau in weights)
    peak = largest(d, [(float(beta), tau) for beta, tau in weights], X)
    own._require_head(d, weights, X, peak * (1 + 10 * MILLIONTH))
    with pytest.raises(own.InvalidError):
        own._require_head(d, weights, X, peak * (1 - 10 * MILLIONTH))
    own._require_tail(d, weights, X, tail)
    with pytest.raises(own.InvalidError):
        own._require_tail(d, weights, X, tail * (1 - MILLIONTH))


def test_one_certificate_holds_one_kind_of_limits():
    one = ntksym.constant("cap-minorant-limit", kernel="kappa0", d=3)
    with pytest.raises(InputError, match="make one certificate for each"):
        ntksym.certificate([one, constant("kappa0", 3)])
    both = ntksym.certificate([constant("kappa0", 3), constant("kappa0", 4)])
    assert len(both.check().statements) == 2


@pytest.mark.parametrize("caps", ["one", "many"])
def test_the_depth_is_only_a_factor(caps):
    """L = 512, beyond what the checker expands, is L(L-1)/2 times kappa_0, and has a certificate."""
    deep = ntksym.constant("cap-minorant-limit", kernel="ntk", d=3, L=512, caps=caps)
    flat = ntksym.constant("cap-minorant-limit", kernel="kappa0", d=3, caps=caps)
    assert deep.enclosure.lo <= 512 * 511 // 2 * flat.enclosure.hi
    assert deep.enclosure.hi >= 512 * 511 // 2 * flat.enclosure.lo * (1 - MILLIONTH)
    assert ntksym.certificate(deep).check().status == "VALID"
