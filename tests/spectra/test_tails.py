import pytest

from ntksym.balls.arb import arb, ball, certainly_less, contains_zero, precision
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import value
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import Tail, gamma_ratio, jumps, scale

CASES = [("ntk", 3, 3, 100), ("ntk", 3, 2, 60), ("ntk", 4, 16, 100), ("ntk", 8, 5, 80), ("sigma", 2, 3, 60)]
CASES += [("sigma", 4, 6, 100), ("ntk", 12, 3, 150)]


@pytest.mark.parametrize(("kernel", "L", "d", "k0"), CASES)
@pytest.mark.parametrize("terms", [1, 3, 40])
def test_tail_contains_the_quadrature(kernel, L, d, k0, terms):
    """For each number of terms the interval contains the sharp Gauss-Legendre ball, at many k >= k0."""
    degrees = [k0, k0 + 1, k0 + 2, k0 + 31, 2 * k0 + 1]
    sharp = table(kernel, [L], [d], degrees, 80)
    with precision(400):
        tail = Tail(L, d, k0, kernel, terms)
        for k in degrees:
            reference = sharp.rows[L, d][k]
            assert reference.rel_accuracy_bits() > 265
            assert tail.value(k).contains(reference), k


def count_containing(tail: Tail, reference, degrees) -> int:
    return sum(tail.value(k).contains(reference.rows[tail.L, tail.d][k]) for k in degrees)


def test_negative_controls_fail():
    """Half the remainder, the sign of c^-, and d-1 for d: each wrong theorem is caught at some degree."""
    degrees = list(range(60, 90))
    sharp = table("ntk", [3], [3], degrees, 80)
    with precision(400):
        assert count_containing(Tail(3, 3, 60, max_terms=3), sharp, degrees) == 30
        halved = Tail(3, 3, 60, max_terms=3)
        halved._deviation = halved._deviation / 2
        assert count_containing(halved, sharp, degrees) < 30
        flipped = Tail(3, 3, 60, max_terms=3)
        flipped.minus = tuple(-x for x in flipped.minus)
        flipped._gammas = [[flipped.gamma(m, parity) for m in range(flipped.M)] for parity in (0, 1)]
        assert count_containing(flipped, sharp, degrees) == 0
        other = Tail(3, 2, 60, max_terms=3)
        assert not any(other.value(k).overlaps(sharp.rows[3, 3][k]) for k in degrees)


@pytest.mark.parametrize("L", [2, 3, 5, 8])
def test_leading_coefficients(L):
    """c_0^+ = -(sqrt2/pi) L(L-1)/2 and c_0^- = -(sqrt2/pi) prod kappa_0(Sigma_j(-1)), j = 1..L-2."""
    with precision(200):
        plus, minus = jumps("ntk", L, 20, 300)
        front = -arb(2).sqrt() / arb.pi()
        product = arb(1)
        for j in range(1, L - 1):
            angle = value("sigma", -1, j, 40).ball.acos()
            product = product * (1 - angle / arb.pi())
        assert plus[0].overlaps(front * L * (L - 1) / 2) and minus[0].overlaps(front * product)


def test_two_layers_have_equal_jumps():
    """For L = 2 the odd degrees vanish: c_m^+ = c_m^- in every term."""
    plus, minus = jumps("ntk", 2, 30, 300)
    assert all(contains_zero(p - q) and p.overlaps(q) for p, q in zip(plus, minus, strict=True))


def test_corollary_bounds_hold_at_many_degrees():
    """Inf <= mu_k/(|C| G(k)) <= sup for sampled k, and the limit is named when it is an end."""
    with precision(300):
        for L, parity in ((3, 0), (3, 1), (8, 1), (5, 0)):
            tail = Tail(L, 4, 100)
            bounds = tail.bounds(parity)
            assert (bounds.inf_is_limit, bounds.sup_is_limit) == ((L != 8), (L == 8))
            for k in (100 + parity, 200 + parity, 5000 + parity):
                ratio = tail.value(k) / (scale(4) * gamma_ratio(4, k))
                assert certainly_less(bounds.inf, ratio) and certainly_less(ratio, bounds.sup)


def test_remainder_shrinks_like_its_theorem():
    """At 10 k0 the relative width is far smaller than at k0, with the same object."""
    with precision(300):
        tail = Tail(3, 3, 100)
        near, far = tail.value(100), tail.value(1000)
        assert certainly_less(far.rad() / abs(far.mid()), near.rad() / abs(near.mid()) * ball(1) / 10**20)


def test_hypotheses_are_checked():
    """Too small a k0 for the dimension, or k below k0, gives no number."""
    with precision(200):
        with pytest.raises(UndecidedError):
            Tail(20, 500, 10)
        with pytest.raises(InputError):
            Tail(3, 3, 50).value(49)
        with pytest.raises(InputError):
            Tail(3, 1, 50)


@pytest.mark.parametrize(("kernel", "L"), [("ntk", 3), ("sigma", 5), ("ntk", 9)])
def test_truncation_order_does_not_change_the_jumps(kernel, L):
    """The last coefficients of a short series agree, sharply, with those of a longer one."""
    short, long = jumps(kernel, L, 30, 500), jumps(kernel, L, 45, 800)
    for few, many in zip(short, long, strict=True):
        for x, y in zip(few, many, strict=False):
            assert x.overlaps(y) and (x.rel_accuracy_bits() > 350 or x.is_zero())
