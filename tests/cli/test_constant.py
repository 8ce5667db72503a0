"""ntksym constant: every name, any number of digits, and one clear line for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from fractions import Fraction
from typing import Any

import mpmath as mp
import pytest

from ntksym.constants import catalogue, constant


def _density(d: int) -> Any:
    return mp.gamma(mp.mpf(d) / 2) / mp.sqrt(mp.pi) / mp.gamma(mp.mpf(d - 1) / 2)


def _legendre(d: int, k: int, t: Any) -> Any:
    return mp.cos(k * mp.acos(t)) if d == 2 else mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)


def _eigenvalue(f: Any, d: int, k: int, breaks: list[Any]) -> Any:
    def inside(u: Any) -> Any:
        return f(u) * _legendre(d, k, mp.cos(u)) * mp.sin(u) ** (d - 2)

    return _density(d) * mp.quad(inside, breaks)


def _theta(L: int, u: Any) -> Any:
    """Theta_L(cos u) by the angles: cos u' = kappa_1(cos u)."""
    total = mp.cos(u)
    for _ in range(L - 1):
        cosine = (mp.sin(u) + (mp.pi - u) * mp.cos(u)) / mp.pi
        total = cosine + total * (1 - u / mp.pi)
        u = mp.acos(min(cosine, mp.mpf(1)))
    return total


def _hermite(phi: Any, r: int) -> Any:
    def inside(x: Any) -> Any:
        return phi(x) * mp.hermite(r, x / mp.sqrt(2)) / mp.mpf(2) ** (mp.mpf(r) / 2) * mp.npdf(x)

    return mp.quad(inside, [-30, -8, -2, 0, 2, 8, 30]) / mp.sqrt(mp.factorial(r))


def _checkerboard() -> Any:
    """C_2 pi^-3 times the sum of |q|^-3 over odd q in Z^2, by zeta and beta at 3/2."""
    s = mp.mpf(3) / 2
    beta = (mp.zeta(s, mp.mpf(1) / 4) - mp.zeta(s, mp.mpf(3) / 4)) / mp.mpf(4) ** s
    return 8 / mp.pi**3 * mp.mpf(2) ** -s * (1 - mp.mpf(2) ** -s) * mp.zeta(s) * beta


def _bessel_peak(d: int) -> Any:
    """1/(2 (d-1) B_d) over the largest value of (pi x/2) J_nu(x)^2, nu = (d-1)/2, at the first zero of its slope."""
    nu = mp.mpf(d - 1) / 2
    x = mp.findroot(lambda x: mp.diff(lambda t: mp.sqrt(t) * mp.besselj(nu, t), x), nu + mp.mpf("0.9"))
    return _density(d) / (2 * (d - 1)) / (mp.pi * x / 2 * mp.besselj(nu, x) ** 2)


def _trace_beyond(counts: list[int], values: list[Any]) -> Any:
    """T/(1 - q N) in R^3 at the angle 1/10: q = 1 - cos(1/10)."""
    left = 1 - sum(c * v for c, v in zip(counts, values, strict=True))
    return left / (1 - (1 - mp.cos(mp.mpf(1) / 10)) * sum(counts))


HALF, FULL = mp.pi / 2, mp.pi
DEFINITIONS: dict[str, tuple[dict[str, Any], Any]] = {
    "hermite.step": ({"r": 5}, lambda: _hermite(lambda x: 1 if x > 0 else 0, 5)),
    "hermite.relu": ({"r": 4}, lambda: _hermite(lambda x: max(x, 0), 4)),
    "hermite.leaky": ({"r": 2, "slope": "1/10"}, lambda: _hermite(lambda x: x if x > 0 else x / 10, 2)),
    "harmonics.dimension": ({"d": 5, "k": 3}, lambda: mp.binomial(7, 4) - mp.binomial(5, 4)),
    "hemisphere": ({"d": 4, "k": 3}, lambda: _eigenvalue(lambda u: 1, 4, 3, [0, +mp.pi / 2])),
    "funk-hecke": (
        {"kernel": "ntk", "d": 4, "k": 2, "L": 3},
        lambda: _eigenvalue(lambda u: _theta(3, u), 4, 2, mp.linspace(0, mp.pi, 9)),
    ),
    "cap": ({"d": 3, "k": 4, "angle": "pi/5"}, lambda: _eigenvalue(lambda u: 1, 3, 4, [0, mp.pi / 5])),
    "cap.measure": (
        {"d": 5, "angle": "0.7"},
        lambda: _density(5) * mp.quad(lambda u: mp.sin(u) ** 3, [0, mp.mpf("0.7")]),
    ),
    "kernel": ({"name": "ntk", "t": "-3/5", "L": 4}, lambda: _theta(4, mp.acos(mp.mpf(-3) / 5))),
    "power-series": (
        {"kernel": "ntk", "L": 3, "m": 3},
        lambda: (
            mp.quad(lambda v: mp.re(_complex_theta(3, mp.expj(v) / 2) * mp.expj(-3 * v)), mp.linspace(0, 2 * mp.pi, 9))
            / (2 * mp.pi)
            * 8
        ),
    ),
    "power-series.tail": (
        {"L": 2, "r": 2},
        lambda: 2 - 1 / mp.pi - 1,
    ),
    "decay.low": ({"d": 3, "L": 2, "parity": "even"}, lambda: 1 / mp.pi),
    "decay.high": ({"d": 3, "L": 2, "parity": "odd"}, lambda: mp.mpf(1) / 3 / (mp.gamma(0.5) / mp.gamma(3.5))),
    "trace-upper": (
        {"kernel": "kappa0", "d": 3, "angle": "0.1", "k": 3},
        lambda: _trace_beyond([1, 3, 0, 7], [0.5, mp.mpf(1) / 8, 0, mp.mpf(1) / 128]),
    ),
    "flat-limit": ({"d": 3}, lambda: _checkerboard()),
    "cap-minorant-limit": ({"kernel": "kappa0", "d": 4}, lambda: _bessel_peak(4)),
    "cap-minorant": ({"kernel": "kappa0", "d": 2, "angle": "0.3"}, lambda: mp.mpf("0.3") / (2 * mp.pi)),
}


# compared with one another in tests/spectra and tests/tables
SEARCHED = {"two-point", "two-point-limit", "layerwise", "configuration-upper"}


def _complex_theta(L: int, t: Any) -> Any:
    """Theta_L at a complex t inside the unit disc."""
    sigma, total = t, t
    for _ in range(L - 1):
        zero = 1 - mp.acos(sigma) / mp.pi
        sigma = (mp.sqrt(1 - sigma**2) + sigma * (mp.pi - mp.acos(sigma))) / mp.pi
        total = sigma + total * zero
    return total


def test_every_constant_has_a_definition_here() -> None:
    """No name of the catalogue is left out of the comparison below but searched bounds, which no definition fixes."""
    assert set(DEFINITIONS) | SEARCHED == set(catalogue())


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
@pytest.mark.parametrize("digits", [20, 50, 200])
def test_it_contains_the_value_of_the_definition(run: Any, name: str, digits: int) -> None:
    """Lo <= value <= hi of relative width <= 10^-digits, the value by mpmath from the definition."""
    parameters, definition = DEFINITIONS[name]
    arguments = [f"{k}={v}" for k, v in parameters.items()]
    code, out, err = run("constant", name, *arguments, "--digits", str(digits), "--json")
    assert code == 0, err
    found = json.loads(out)
    assert set(found) == {"constant", "parameters", "lo", "hi", "digits", "method", "exact", "source"}
    lo, hi = Fraction(found["lo"]), Fraction(found["hi"])
    assert lo <= hi
    assert (hi - lo) * 10**digits <= min(abs(lo), abs(hi))
    with mp.workdps(40):
        value = mp.mpf(definition())
        slack = abs(value) * mp.mpf(10) ** -25
        assert mp.mpf(lo.numerator) / lo.denominator <= value + slack
        assert mp.mpf(hi.numerator) / hi.denominator >= value - slack


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("hemisphere", {"d": 1000, "k": 999}),
        ("cap", {"d": 1000, "k": 1000, "angle": "0.5"}),
        ("funk-hecke", {"kernel": "ntk", "d": 1000, "k": 1000, "L": 3}),
        ("funk-hecke", {"kernel": "ntk", "d": 2, "k": 1000, "L": 5}),
        ("funk-hecke", {"kernel": "ntk", "d": 3, "k": 5, "L": 64}),
        ("funk-hecke", {"kernel": "ntk", "d": 7, "k": 1_000_000, "L": 4}),
        ("funk-hecke", {"kernel": "kappa0", "d": 3, "k": 1_000_001}),
        ("power-series", {"kernel": "ntk", "L": 64, "m": 100}),
        ("kernel", {"name": "ntk", "t": "pi/10", "L": 64}),
        ("hermite.relu", {"r": 1000}),
    ],
)
def test_large_parameters_are_answered(name: str, parameters: dict[str, Any]) -> None:
    """D and k up to 1000 (k to 10^6), L up to 64: an enclosure of a non-zero number to 20 digits."""
    found = constant(name, digits=20, **parameters)
    lo, hi = Fraction(found.lo), Fraction(found.hi)
    assert lo * hi > 0
    assert (hi - lo) * 10**20 <= min(abs(lo), abs(hi))


BAD: dict[str, tuple[str, ...]] = {
    "d = 1": ("hemisphere", "d=1", "k=5"),
    "k < 0": ("hemisphere", "d=3", "k=-1"),
    "d not an integer": ("hemisphere", "d=2.5", "k=1"),
    "d NaN": ("hemisphere", "d=nan", "k=1"),
    "d huge": ("hemisphere", "d=" + "9" * 400, "k=1"),
    "unicode digits": ("hemisphere", "d=\u0663", "k=1"),
    "L = 0": ("funk-hecke", "kernel=ntk", "d=3", "k=1", "L=0"),
    "L missing": ("funk-hecke", "kernel=ntk", "d=3", "k=1"),
    "L not wanted": ("funk-hecke", "kernel=kappa0", "d=3", "k=1", "L=3"),
    "digits = 0": ("hemisphere", "d=3", "k=1", "--digits", "0"),
    "digits text": ("hemisphere", "d=3", "k=1", "--digits", "many"),
    "digits huge": ("hemisphere", "d=3", "k=1", "--digits", "99999999"),
    "angle 0": ("cap-minorant", "kernel=kappa0", "d=3", "angle=0"),
    "angle beyond pi/2": ("cap-minorant", "kernel=kappa0", "d=3", "angle=2"),
    "angle pi": ("cap", "d=3", "k=1", "angle=pi"),
    "angle NaN": ("cap", "d=3", "k=1", "angle=nan"),
    "angle inf": ("cap", "d=3", "k=1", "angle=inf"),
    "angle 1e400": ("cap", "d=3", "k=1", "angle=1e400"),
    "angle empty": ("cap", "d=3", "k=1", "angle="),
    "angle 1/0": ("cap", "d=3", "k=1", "angle=1/0"),
    "angle is code": ("cap", "d=3", "k=1", "angle=__import__('os')"),
    "t beyond 1": ("kernel", "name=kappa0", "t=1.5"),
    "t = pi": ("kernel", "name=kappa0", "t=pi"),
    "unknown name": ("hemispher", "d=3", "k=1"),
    "unknown parameter": ("hemisphere", "d=3", "k=1", "q=2"),
    "missing parameter": ("hemisphere", "d=3"),
    "twice": ("hemisphere", "d=3", "d=4", "k=1"),
    "no equals sign": ("hemisphere", "d3", "k=1"),
    "unknown kernel": ("funk-hecke", "kernel=tanh", "d=3", "k=1"),
    "nothing": (),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line(run: Any, case: str) -> None:
    """Exit 2, nothing on standard output, and one line that names the input, the reason and the remedy."""
    code, out, err = run("constant", *BAD[case])
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1, err
    assert err.startswith("ntksym: ")
    assert ";" in err
    assert len(err) < 400


def test_the_list_names_every_constant(run: Any) -> None:
    """--list gives each name with its parameters and meaning."""
    code, out, _ = run("constant", "--list")
    assert code == 0
    assert {line.split()[0] for line in out.splitlines() if not line.startswith(" ")} == set(catalogue())


def test_a_deep_eigenvalue_needs_no_sympy_and_little_time() -> None:
    """Started cold, the command imports no SymPy where no closed form is asked for, and answers in under a second."""
    code = (
        "import sys; sys.argv = ['ntksym', 'constant', 'funk-hecke', 'kernel=ntk', 'd=3', 'k=10', 'L=4']\n"
        "from ntksym.cli import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        "print('sympy' in sys.modules)"
    )
    times = []
    for _ in range(3):
        started = time.monotonic()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        times.append(time.monotonic() - started)
        assert done.stdout.splitlines()[-1] == "False"
    assert min(times) < 5  # an idle machine needs 0.3 s; the bound only catches an import that should be lazy
