"""The checker's Taylor coefficients at 0 and the eigenvalues from them: true values inside, slips refuted."""

from fractions import Fraction

import mpmath as mp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.checker import caps, quadrature, taylor
from ntksym.checker.limits import UndecidedError

integers = st.integers(-(10**12), 10**12)


@given(st.lists(integers, min_size=1, max_size=12), st.lists(integers, min_size=1, max_size=12))
def test_one_product_of_large_integers_gives_the_coefficients_of_a_product(x, y):
    """sum_i x_i y_{n-i} for every n below both lengths, with all signs."""
    count = min(len(x), len(y))
    assert taylor._product(x, y) == [sum(x[i] * y[n - i] for i in range(n + 1)) for n in range(count)]
    assert taylor._product(x, x) == taylor._product(x, list(x))


@given(st.lists(st.integers(0, 200), min_size=1, max_size=20), st.sampled_from([40, 96]))
def test_the_inverse_root_of_a_series_is_enclosed(s, bits):
    """Squaring both ends of (1-s)^(-1/2) encloses 1/(1-s), whose coefficients are exact."""
    exact = [Fraction(c, 1000) for c in s]
    inverse = [1 / (1 - exact[0])]
    for n in range(1, len(s)):
        inverse.append(sum(exact[i] * inverse[n - i] for i in range(1, n + 1)) / (1 - exact[0]))
    for up in (False, True):
        scaled = [taylor._over(c.numerator << bits, c.denominator, up) for c in exact]
        ends = [Fraction(c, 1 << bits) for c in taylor._inverse_root(scaled, bits, up)]
        square = [sum(ends[i] * ends[n - i] for i in range(n + 1)) for n in range(len(s))]
        assert all((a >= b) if up else (a <= b) for a, b in zip(square, inverse, strict=True))
        assert all(abs(a - b) < Fraction(len(s) ** 2 * 10**6, 1 << bits) for a, b in zip(square, inverse, strict=True))


@pytest.mark.parametrize(("kernel", "L"), [("ntk", 2), ("ntk", 5), ("sigma", 1), ("sigma", 4)])
def test_coefficients_contain_those_of_mpmath(kernel, L):
    """Derivatives at 0 of the recursion itself, by mpmath at 60 digits."""

    def function(t):
        value = total = t
        for _ in range(L if kernel == "sigma" else L - 1):
            gate = 1 - mp.acos(value) / mp.pi
            value = (mp.sqrt(1 - value * value) + value * (mp.pi - mp.acos(value))) / mp.pi
            total = value + total * gate
        return value if kernel == "sigma" else total

    found = taylor.coefficients(kernel, L, 24, 100)
    with mp.workdps(60):
        for n, truth in enumerate(mp.taylor(function, 0, 24)):
            scaled = truth * mp.mpf(2) ** 100
            noise = mp.mpf(10) ** -12  # of mpmath's differences
            assert found[n].lo - noise <= scaled <= found[n].hi + noise
            assert found[n].hi - found[n].lo < 2**20


def powers(d, k, n):
    """The degree-k eigenvalue of t^n, from those of t^(n-1) by the recurrence of P_k."""
    if n == 0:
        return Fraction(k == 0)
    below = k * powers(d, k - 1, n - 1) if k else 0
    return (below + (k + d - 2) * powers(d, k + 1, n - 1)) / Fraction(2 * k + d - 2) if k else powers(d, 1, n - 1)


@pytest.mark.parametrize("d", [2, 3, 7])
def test_eigenvalues_of_powers(d):
    """m_n by its start and its ratios is the eigenvalue of t^n."""
    for k in range(5):
        value = Fraction(1)
        for i in range(k):
            value *= Fraction(i + 1, d + 2 * i)
        for n in range(k, 11, 2):
            assert value == powers(d, k, n)
            assert powers(d, k, n + 1) == 0
            value *= Fraction(*taylor._ratio(d, k, n))


CASES = [(3, 60, 12), (6, 40, 8), (12, 100, 20)]


def both(L, d, degree):
    """The eigenvalues by Taylor coefficients and by quadrature, k = 1..degree."""
    last = 320
    table = quadrature.eigenvalues("ntk", d, L, degree, quadrature.working_bits(d, degree))
    return [(taylor.eigenvalue(L, d, k, last), (table[k].lower(), table[k].upper())) for k in range(1, degree + 1)]


@pytest.mark.parametrize(("L", "d", "degree"), CASES)
def test_two_routes_that_share_no_step_agree(L, d, degree):
    """Quadrature in two or three dimensions and the climb from there, against positive sums."""
    for (low, high), (lower, upper) in both(L, d, degree):
        assert low <= lower <= upper <= high
        assert high - low < low / 10**12


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("_ratio", lambda d, k, n: ((n + 1) * (n + 2), (n - k + 2) * (n + k + d + 1))),
        ("_ratio", lambda d, k, n: ((n + 1) * (n + 2), (n - k + 3) * (n + k + d))),
        ("kappa0", taylor.kappa1),
        ("pi", lambda bits: taylor.Interval.of(Fraction(355, 113), bits)),
        ("factorial", lambda k: taylor.prod(range(1, k))),
    ],
)
def test_a_slip_is_seen(monkeypatch, name, slip):
    """With d + 1 for d, a shifted index, kappa_1 for kappa_0, a wrong pi, (k-1)! for k! some interval misses."""
    taylor.coefficients.cache_clear()
    monkeypatch.setattr(taylor, name, slip)
    found = both(3, 60, 12)
    taylor.coefficients.cache_clear()
    assert any(high < lower or upper < low for (low, high), (lower, upper) in found)


def test_the_rest_of_the_series_is_counted():
    """With few coefficients the upper end grows and still holds; with too few no bound is given."""
    (low, high), (lower, upper) = taylor.eigenvalue(3, 60, 8, 20), both(3, 60, 8)[-1][1]
    assert low < lower <= upper < high
    with pytest.raises(UndecidedError):
        taylor.eigenvalue(3, 5, 40, 60)


def test_taylor_coefficients_serve_where_the_dimension_is_large():
    """In low dimensions m_n falls too slowly and the quadrature is taken; both give the decay constants."""
    assert taylor.order(3, 40) is None
    assert taylor.order(10, 40) is None
    assert taylor.order(200, 63) == 384
    plan = caps.Plan(128, 128, 8, None)
    spectrum = caps.Spectrum("ntk", 300, 3, plan)
    assert not spectrum._table
    assert spectrum.eigenvalue(5, 2000).lower() > 0
