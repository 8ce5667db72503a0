"""The checker's constants against mpmath's quadrature of the definitions, and against data."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from ntksym.checker import caps, claims, exact
from ntksym.checker.caps import Plan


@pytest.fixture(autouse=True)
def _precision():
    with mpmath.workdps(30):
        yield


def _value(constant, **parameters):
    return claims.evaluate_constant(constant, claims.read_parameters(constant, parameters), 256)


def _agrees(interval, reference, digits=20):
    scale = mpmath.mpf(10) ** -digits * (1 + abs(reference))
    low, high = (mpmath.mpf(end.numerator) / end.denominator for end in (interval.lower(), interval.upper()))
    assert low - scale <= reference <= high + scale
    assert high - low < scale


def _sigma(t, L):
    for _ in range(L):
        t = (mpmath.sqrt(max(1 - t * t, 0)) + t * (mpmath.pi - mpmath.acos(min(t, 1)))) / mpmath.pi
    return t


def _ntk(t, L):
    theta = t
    for depth in range(1, L):
        theta = _sigma(t, depth) + theta * (1 - mpmath.acos(min(_sigma(t, depth - 1), 1)) / mpmath.pi)
    return theta


KERNELS = {
    "step": lambda t, L: mpmath.mpf(t > 0),
    "relu": lambda t, L: max(t, 0),
    "kappa0": lambda t, L: 1 - mpmath.acos(t) / mpmath.pi,
    "kappa1": lambda t, L: _sigma(t, 1),
    "tkappa0": lambda t, L: t * (1 - mpmath.acos(t) / mpmath.pi),
    "sigma": _sigma,
    "ntk": _ntk,
}


def _funk_hecke(function, d, k, cuts=()):
    """Integrate f(cos u) P_k(cos u) sin^(d-2) u over [0, pi]."""

    def legendre(t):
        before, now = mpmath.mpf(1), t
        for n in range(1, k):
            before, now = now, ((2 * n + d - 2) * t * now - n * before) / (n + d - 2)
        return before if k == 0 else now

    weight = mpmath.beta(mpmath.mpf(d - 1) / 2, mpmath.mpf(1) / 2)
    path = [0, *cuts, mpmath.pi / 2, mpmath.pi]
    density = lambda u: mpmath.sin(u) ** (d - 2) / weight  # noqa: E731
    return mpmath.quad(lambda u: function(mpmath.cos(u)) * legendre(mpmath.cos(u)) * density(u), path)


@pytest.mark.parametrize("kernel", list(KERNELS))
@pytest.mark.parametrize(("d", "k"), [(2, 3), (3, 0), (3, 4), (5, 2), (6, 1), (6, 5)])
def test_funk_hecke_is_the_integral_of_its_definition(kernel, d, k):
    """The eigenvalue equals the integral of kernel times P_k over the sphere."""
    depths = {"sigma": (0, 1, 2), "ntk": (1, 2, 3)}.get(kernel, (None,))
    for L in depths:
        parameters = {"kernel": kernel, "d": d, "k": k} | ({} if L is None else {"L": L})
        _agrees(_value("funk-hecke", **parameters), _funk_hecke(lambda t, L=L: KERNELS[kernel](t, L), d, k))


@pytest.mark.parametrize(("kernel", "L"), [("kappa0", None), ("tkappa0", None), ("kappa1", None), ("ntk", 2)])
@pytest.mark.parametrize("d", [2, 3, 8])
def test_intervals_of_many_degrees_contain_the_closed_forms(kernel, L, d):
    """They are wrong by k units or so, times the degree where neighbours are combined."""
    found = exact.eigenvalue_intervals(kernel, d, 40, 256)
    for k, value in enumerate(found):
        form = exact.funk_hecke(kernel, d, k, L).interval(512)
        assert value.lower() <= form.upper() and form.lower() <= value.upper() and value.hi - value.lo <= 40 * d
    assert len(found) == 40


@pytest.mark.parametrize("kernel", ["kappa0", "kappa1"])
def test_a_cap_at_a_small_angle_takes_thousands_of_degrees(kernel):
    """At 1/1000 the minorant over the angle (kappa1: its cube) is within 1e-6 of its limit."""
    angle, limit = Fraction(1, 1000), claims.evaluate_constant("cap-minorant-limit", {"kernel": kernel, "d": 3}, 128)
    low, high = caps.cap_minorant(kernel, 3, 0, (angle, False), Plan(16384, 0, 0, None))
    unit = angle ** (3 if kernel == "kappa1" else 1)
    assert limit.lower() * unit < low <= high < limit.upper() * unit * (1 + Fraction(1, 10**6))


@pytest.mark.parametrize(("d", "k"), [(2, 1), (3, 0), (4, 3), (7, 6)])
def test_caps_are_integrals_over_the_cap(d, k):
    """Cap eigenvalues, the cap's measure and the ramp's eigenvalues and norm are integrals over the cap."""
    b = mpmath.pi / 5
    weight = mpmath.beta(mpmath.mpf(d - 1) / 2, mpmath.mpf(1) / 2)
    _agrees(_value("cap", d=d, k=k, angle="1/5*pi"), _funk_hecke(lambda t: mpmath.mpf(t > mpmath.cos(b)), d, k, (b,)))
    measure = mpmath.quad(lambda u: mpmath.sin(u) ** (d - 2), [0, b]) / weight
    _agrees(_value("cap.measure", d=d, angle="1/5*pi"), measure)
    ramp, norm = caps.ramp(d, caps.angle_interval((Fraction(1, 5), True), 256), 8)
    lean = lambda t: max(t - mpmath.cos(b), 0)  # noqa: E731
    if k % 2 == 0:
        _agrees(ramp[k], _funk_hecke(lean, d, k, (b,)))
    _agrees(norm, _funk_hecke(lambda t: lean(t) ** 2, d, 0, (b,)))


@pytest.mark.parametrize("r", [0, 1, 2, 3, 4, 7, 8])
def test_hermite_coefficients_are_gaussian_expectations(r):
    """c_r is the Gaussian integral of phi times the normalised Hermite polynomial."""
    density = lambda g: mpmath.exp(-g * g / 2) / mpmath.sqrt(2 * mpmath.pi)  # noqa: E731
    basis = lambda g: mpmath.hermite(r, g / mpmath.sqrt(2)) / mpmath.sqrt(mpmath.mpf(2) ** r * mpmath.factorial(r))  # noqa: E731
    cases = {
        ("hermite.relu",): lambda g: max(g, 0),
        ("hermite.step",): lambda g: mpmath.mpf(g > 0),
        ("hermite.leaky", ("slope", "1/5")): lambda g: g if g > 0 else g / 5,
    }
    for (constant, *extra), phi in cases.items():
        reference = mpmath.quad(lambda g, phi=phi: phi(g) * basis(g) * density(g), [-14, -6, 0, 6, 14])
        _agrees(_value(constant, r=r, **dict(extra)), reference)


def test_power_series_sum_to_the_kernels():
    """The power series of Theta_3 and Sigma_2 evaluate to the kernels, and the tail is what is missing at 1."""
    t = mpmath.mpf(1) / 8
    for kernel, L in (("ntk", 3), ("sigma", 2), ("ntk", 1), ("sigma", 0)):
        total = mpmath.mpf(0)
        for m in range(26):
            middle = _value("power-series", kernel=kernel, L=L, m=m)
            total += mpmath.mpf(middle.lo) / 2**middle.bits * t**m
        assert abs(total - KERNELS[kernel](t, L)) < mpmath.mpf(10) ** -20
    first = sum(_value("power-series", kernel="ntk", L=3, m=m).lower() for m in range(9))
    assert abs(_value("power-series.tail", L=3, r=9).upper() - (3 - first)) < Fraction(1, 10**40)


def test_harmonics_dimension_counts_monomials():
    """N(d,k) satisfies sum_{j<=k} N(d,j) = C(d+k-1,k) + C(d+k-2,k-1)."""
    for d in range(2, 7):
        for k in range(1, 8):
            counts = [int(_value("harmonics.dimension", d=d, k=j).lower()) for j in range(k + 1)]
            assert sum(counts) == mpmath.binomial(d + k - 1, k) + mpmath.binomial(d + k - 2, k - 1)


@pytest.mark.parametrize(("L", "d", "parity"), [(2, 3, "even"), (3, 2, "odd"), (3, 4, "all"), (5, 3, "even")])
def test_decay_constants_bound_eigenvalues(L, d, parity):
    """Both low G(k) <= mu_k <= high G(k) hold on either side of k0, and both bounds are nearly attained."""
    plan = Plan(40, 40, 6, None)
    low, high = caps.decay_constant("low", d, L, parity, plan)[0], caps.decay_constant("high", d, L, parity, plan)[1]
    ratios = []
    for k in (k for k in range(1, 64) if parity == "all" or k % 2 == (parity == "odd")):
        value = _value("funk-hecke", kernel="ntk", d=d, k=k, L=L)
        ratios.append(value.lower() / caps.growth(d, k))
        assert low <= ratios[-1] * (1 + Fraction(1, 10**20)) and ratios[-1] <= high * (1 + Fraction(1, 10**20))
    assert min(ratios) < low * Fraction(11, 10) and max(ratios) > high * Fraction(99, 100)


def _separated(d, angle, count, seed):
    """Return random unit vectors whose lines are at least `angle` apart."""
    generator, kept = np.random.default_rng(seed), []
    for _ in range(4000):
        x = generator.normal(size=d)
        x /= np.linalg.norm(x)
        if all(abs(x @ y) < np.cos(angle) for y in kept) and len(kept) < count:
            kept.append(x)
    return np.array(kept)


@pytest.mark.parametrize(
    ("kernel", "d", "L", "angle"),
    [("kappa0", 3, 0, "3/10"), ("tkappa0", 3, 0, "3/10"), ("kappa1", 3, 0, "3/10"), ("ntk", 3, 2, "1/5"),
     ("ntk", 4, 3, "2/5"), ("ntk", 2, 3, "1/10*pi"), ("kappa0", 2, 0, "1/10*pi")],
)  # fmt: skip
def test_cap_minorant_lies_below_the_smallest_eigenvalue_of_data(kernel, d, L, angle):
    """On separated data the certified constant is below lambda_min, and not absurdly small."""
    exact = claims.read_angle(angle)
    size = float(exact[0]) * (np.pi if exact[1] else 1)
    low, high = caps.cap_minorant(kernel, d, L, exact, Plan(120, 60, 8, None))
    assert 0 < low <= high <= low * Fraction(1001, 1000)
    points = _separated(d, size, 40, 7)
    if d == 2:  # the tight case: equally spaced lines
        turns = np.arange(int(np.pi / size)) * size
        points = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    cosines = np.clip(points @ points.T, -1, 1)
    np.fill_diagonal(cosines, 1)
    gram = np.array([[float(KERNELS[kernel](mpmath.mpf(t), L)) for t in row] for row in cosines])
    smallest = np.linalg.eigvalsh(gram)[0]
    assert float(low) <= smallest + 1e-12
    assert float(low) >= smallest / 40


@pytest.mark.parametrize(
    ("kernel", "d", "L", "angle"),
    [("kappa0", 3, 2, "1/10"), ("tkappa0", 5, 2, "3/10"), ("kappa1", 5, 2, "3/10"), ("ntk", 3, 2, "1/10"),
     ("ntk", 10, 3, "3/10"), ("ntk", 16, 5, "1/2")],
)  # fmt: skip
def test_agrees_with_the_ball_arithmetic_of_the_house(kernel, d, L, angle):
    """Cap minorant and decay constants agree with the ball-arithmetic route, which shares no code with this one."""
    spectra = pytest.importorskip("ntksym.spectra.cap_minorant")
    decay = pytest.importorskip("ntksym.spectra.decay")
    found = spectra.cap_minorant(kernel, d, L, angle)
    low, _ = caps.cap_minorant(kernel, d, L, claims.read_angle(angle), Plan(max(found.K, 100), 64, 10, None))
    assert abs(low / Fraction(found.constant.lo) - 1) < Fraction(1, 10**6)
    if kernel == "ntk" and L > 2:
        theirs = decay.decay(L, d, "odd")
        for side, bound in (("low", theirs.low.constant), ("high", theirs.high.constant)):
            mine = caps.decay_constant(side, d, L, "odd", Plan(64, 64, 10, None))[0]
            assert abs(mine / Fraction(bound.lo) - 1) < Fraction(1, 10**9)
