"""Small certificates of every kind, built from the checker's own values and therefore valid."""

import json
from fractions import Fraction

import numpy as np

from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.checker import caps, check, claims
from ntksym.checker.cap_mixture import inverse_norm
from ntksym.checker.caps import Plan
from ntksym.checker.layerwise import layerwise
from ntksym.checker.two_point_limit import two_point_limit
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import programme


def exact_row(constant, **parameters):
    """Return a row for build.exact_value."""
    root = claims.exact_value(constant, claims.read_parameters(constant, parameters))
    return parameters, root.sign, root.q, root.j


def enclosed_row(constant, digits=12, **parameters):
    """Return a row for build.enclosure with a relative half-width of 10^-digits."""
    value = claims.evaluate_constant(constant, claims.read_parameters(constant, parameters), 384)
    slack = max(abs(value.upper()), abs(value.lower())) / 10**digits
    return parameters, *build.outward(value.lower() - slack, value.upper() + slack, 80)


def cap_row(kernel, d, angle, K, k0=None, M=None, L=None, radius=None):
    """Return a row for build.cap_minorant, its bound rounded down at 40 bits."""
    plan = Plan(K, k0 or 0, M or 0, None if radius is None else claims.read_angle(radius))
    low, _ = caps.cap_minorant(kernel, d, L or 0, claims.read_angle(angle), plan)
    parameters = {"kernel": kernel, "d": d, "angle": angle} | ({} if L is None else {"L": L})
    return parameters, build.dyadic(low, 40, up=False), build.cap_witness(K, k0, M, radius)


def two_point_row(kernel, d, angle, L=None, n=None, sided="projective"):
    """Return a row for build.two_point, its witness found by a small linear programme."""
    witness, bound = programme(Problem(kernel, d, L or 2, ExactReal.parse(angle), sided, n), D=7)
    parameters = {"kernel": kernel, "d": d, "angle": angle, "sided": sided, "n": n or "any"}
    return parameters | ({} if L is None else {"L": L}), bound, {"p": witness.p, "b": witness.b, "e": witness.e}


def layerwise_row(d, L, angle):
    """Return a row for build.layerwise, its bound rounded down at 40 bits."""
    gate, sigma = (two_point_row(kernel, d, angle)[2] for kernel in ("kappa0", "kappa1"))
    found = layerwise({"d": d, "L": L, "angle": claims.read_angle(angle)}, build.layers(gate, sigma))
    return {"kernel": "ntk", "d": d, "L": L, "angle": angle}, build.dyadic(found, 40, up=False), gate, sigma


def configuration_row(kernel, d, angle, points, weights, symmetry=0, alternating=False, L=None, sided="projective"):
    """Return a row for build.configuration_upper: the quotient of the weights on the points, rounded up."""
    from ntksym.balls.arb import precision, upper
    from ntksym.data import Dataset
    from ntksym.spectra.configurations import dot_kernel
    from ntksym.spectra.orbits import Configuration

    exact = ExactReal(Fraction(angle.removesuffix("*pi")), angle.endswith("*pi"))
    problem = Problem(kernel, d, L or 2, exact, sided)
    chosen = Configuration("sample", Dataset(np.array(points, dtype=np.float64)), symmetry)
    with precision(100):
        bound = build.dyadic(upper(chosen.quotient(weights, dot_kernel(problem), alternating)), 50, up=True)
    parameters = {"kernel": kernel, "d": d, "angle": angle, "sided": sided} | ({} if L is None else {"L": L})
    return parameters, bound, build.set_witness(points, weights, symmetry, alternating)


def dual_row():
    """Return a row for build.two_point_limit from a small witness by hand, its bound rounded up at 50 bits."""
    p = {"kernel": "kappa0", "d": 3, "angle": "13/10", "sided": "projective"}
    atoms = [("4/15", "-3/2", "1/50"), ("-1/4", "3/5", "1/50")]
    value = two_point_limit({**p, "angle": (Fraction(13, 10), False)}, {"atoms": [list(x) for x in atoms], "k0": 8})
    return p, build.dyadic(value, 50, up=True), [tuple(map(Fraction, x)) for x in atoms], 8


def mixture_row():
    """Return a row for build.cap_mixture, its bound the largest that the tail allows, rounded down at 40 bits."""
    caps, X = [(Fraction(1), Fraction(9)), (Fraction(1, 2), Fraction(1))], 12
    theta = sum(tau / (1 - Fraction(3, 4) / (beta * X) ** 2) for beta, tau in caps)
    bound = Fraction(19, 2) * inverse_norm(3) / theta  # A = 1 and p = 1 for kappa0 on S^2
    return {"kernel": "kappa0", "d": 3}, build.dyadic(bound, 40, up=False), caps, X


def decay_row(side, d, L, parity, k0, M):
    """Return a row for build.decay, its bound rounded outwards at 40 bits."""
    low, high = caps.decay_constant(side, d, L, parity, Plan(k0, k0, M, None))
    bound = build.dyadic(low, 40, up=False) if side == "low" else build.dyadic(high, 40, up=True)
    return {"kernel": "ntk", "d": d, "L": L, "parity": parity}, bound, k0, M


T = ["var", "t"]
ABOVE_IDENTITY = ["sub", ["kappa1", T], T]  # kappa_1(t) - t, zero only at t = 1


K, N, X = ["var", "k"], ["var", "n"], ["var", "x"]
NEXT = ["add", K, ["const", "1"]]
ALTERNATING = ["mul", ["power", ["const", "-1"], N], ["fn", "M", N]]  # (-1)^n M(n)
CLOSED = ["mul", ["power", ["const", "-1"], N], ["gamma", ["add", N, ["const", "1/2"]]]]  # (-1)^n Gamma(n + 1/2)

SQUARE = ["add", ["pow", X, 2], ["mul", ["const", "2"], X], ["const", "1"]]
ROUND = ["sub", ["add", ["const", "1"], ["pi"]], ["add", ["acos", X], ["pow", ["cos", X], 2]]]  # sin^2 + acos(-x)


def full_tree(depth):
    """Return the tree that halves the first axis evenly."""
    return "." if depth == 0 else "0" + 2 * full_tree(depth - 1)


def samples():
    """Return one certificate per kind and, for families, per route of the checker."""
    provenance = {"tool": "tests", "display": ["about 0.5"]}
    return {
        "exact": build.exact_value("hemisphere", [exact_row("hemisphere", d=4, k=k) for k in (0, 1, 5)], provenance),
        "hermite": build.exact_value("hermite.leaky", [exact_row("hermite.leaky", r=4, slope="1/5")]),
        "closed": build.exact_value("funk-hecke", [exact_row("funk-hecke", kernel="ntk", d=5, k=4, L=2)]),
        "funk-hecke": build.enclosure(
            "funk-hecke", [enclosed_row("funk-hecke", kernel="ntk", d=5, k=k, L=3) for k in (2, 3)]
        ),
        "kernel": build.enclosure("kernel", [enclosed_row("kernel", name="ntk", t="-3/7", L=3)]),
        "cap": build.enclosure("cap", [enclosed_row("cap", d=4, k=3, angle="1/5*pi")]),
        "measure": build.one_sided(
            "cap.measure", ">=", [({"d": 6, "angle": "3/10"}, enclosed_row("cap.measure", d=6, angle="3/10")[1])]
        ),
        "series": build.enclosure("power-series", [enclosed_row("power-series", kernel="ntk", L=3, m=4)]),
        "tail": build.series_tail([enclosed_row("power-series.tail", L=3, r=12)]),
        "cap-kappa0": build.cap_minorant([cap_row("kappa0", 3, "3/10", 40)]),
        "cap-kappa1": build.cap_minorant([cap_row("kappa1", 3, "3/10", 40)]),
        "cap-ntk": build.cap_minorant([cap_row("ntk", 3, "1/8*pi", 60, 50, 8, L=3, radius="1/16*pi")]),
        "two-point": build.two_point([two_point_row("kappa0", 3, "4/5")]),
        "two-point-limit": build.two_point_limit([dual_row()], provenance),
        "cap-mixture": build.cap_mixture([mixture_row()]),
        "layerwise": build.layerwise([layerwise_row(3, 4, "4/5")]),
        "configuration": build.configuration_upper(
            [configuration_row("kappa0", 3, "1", [[2, 2, 3]], [1], 2, True)], provenance
        ),
        "configuration-deep": build.configuration_upper(
            [configuration_row("ntk", 3, "1/3*pi", [[1, 0, 0], [1, 2, 2], [-3, -1, 1]], [3, -2, 1], L=3, sided="one")]
        ),
        "two-point-deep": build.two_point([two_point_row("ntk", 3, "13/10", L=3, n=3)]),
        "decay": build.decay("low", [decay_row("low", 3, 3, "even", 50, 8)]),
        "decay-high": build.decay("high", [decay_row("high", 3, 3, "odd", 50, 8)]),
        "cover": build.inequality([("t", -1, Fraction(3, 4))], ABOVE_IDENTITY, ">", 0, full_tree(7)),
        "cover-2d": build.inequality(
            [("x", 0, 1), ("y", "1/2", 2)], ["add", ["mul", ["var", "x"], ["var", "y"]], ["pi"]], ">=", 3, "01..."
        ),
        "cover-rational": build.inequality(
            [("k", 4, "oo")],
            ["div", ["const", "2"], ["sub", ["pow", K, 2], ["const", "1"]]],
            "<=",
            "2/15",
            ".",
            given=[],
        ),
        "cover-given": build.inequality([("n", 0, "oo")], ALTERNATING, ">", 0, ".", given=[(["fn", "M", N], CLOSED)]),
        "identity": build.equation([(["x"], ["pow", ["add", X, ["const", "1"]], 2], SQUARE, [])]),
        "identity-given": build.equation(
            [
                (
                    ["k"],
                    ["fn", "M", NEXT],
                    ["gamma", NEXT],
                    [
                        (["fn", "M", NEXT], ["mul", K, ["fn", "M", K]]),
                        (["fn", "M", K], ["gamma", K]),
                    ],
                )
            ]
        ),
        "identity-functions": build.equation(
            [(["x"], ["add", ["pow", ["sin", X], 2], ["acos", ["neg", X]]], ROUND, [])]
        ),
    }


def verdict(certificate):
    """Check a certificate given as a tree."""
    return check(json.dumps(certificate))
