"""Two-point certificates against one uncertified linear programme (HiGHS through scipy), and the checker's part."""

import json

import numpy as np
import pytest
from scipy.optimize import linprog

from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.checker import check
from ntksym.spectra.two_point import Problem, masses
from ntksym.spectra.two_point_search import default_degree, kernel_floats, legendre_rows, programme

CASES = {  # kernel, d, L, angle: how many times as long HiGHS alone takes, and the checker relative to the finding
    ("ntk", 3, 3, "0.3"): (0.2, 12),
    ("ntk", 3, 3, "0.15"): (1, 12),
}
NODES = 4  # a degree, on an even grid
QUICK = "0.3"  # smaller angles run under `make bench` only


def plain_programme(problem):
    """The programme as one writes it: floats, a grid, no tail, no proof."""
    D, start = default_degree(problem), float(problem.angle.ball.mid())
    u = np.linspace(start, float(problem.end.mid()), NODES * D)
    P = legendre_rows(problem.d, np.cos(u), D)
    mass = np.array([float(x.mid()) for x in masses(problem, D)])
    tail = kernel_floats(problem, u) - mass @ P
    phi = np.vstack([mass[:, None] * P, tail]).T
    gain = np.concatenate([mass, [problem.at_one - mass.sum()], -np.ones(D + 1)])
    return linprog(
        -gain,
        A_ub=np.vstack([np.hstack([phi, P.T]), np.hstack([-phi, P.T])]),
        b_ub=np.zeros(2 * len(u)),
        bounds=[(None, 1)] * (D + 2) + [(0, None)] * (D + 1),
        method="highs",
    )


@pytest.mark.benchmark(group="two-point")
@pytest.mark.parametrize(("kernel", "d", "L", "angle"), CASES)
def test_a_certificate_against_a_float_programme(benchmark, seconds, kernel, d, L, angle):
    """Found, rounded and proved at every angle, against HiGHS on a grid; then checked by the independent checker."""
    if benchmark.disabled and angle != QUICK:
        pytest.skip("measured by make bench")
    problem = Problem(kernel, d, L, ExactReal.parse(angle))
    witness, bound = benchmark.pedantic(lambda: programme(problem), rounds=1, iterations=1)
    parameters = {"kernel": kernel, "d": d, "L": L, "angle": str(problem.angle), "sided": "projective", "n": "any"}
    row = (parameters, bound, {"p": witness.p, "b": witness.b, "e": witness.e})
    text, found = json.dumps(build.two_point([row])), []
    ours, plain, own = seconds(
        lambda: programme(problem),
        lambda: found.append(plain_programme(problem)),
        lambda: found.append(check(text).status),
        rounds=1,
    )
    benchmark.extra_info.update(ratio_to_highs=plain / ours, checker=own / ours)
    ratios = f"HiGHS {plain / ours:.2f}, checker {own / ours:.2f} times"
    print(f"\n{kernel} d={d} L={L} angle={angle}: {ours:.2f} s, {ratios}")
    assert found[1] == "VALID"
    assert float(bound) <= -found[0].fun * (1 + 1e-6) and float(bound) >= -found[0].fun * (1 - 2e-2)
    least, most = CASES[kernel, d, L, angle]
    assert benchmark.disabled or (plain / ours > least and own / ours < most)
