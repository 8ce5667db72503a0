import pytest
from mpmath import mp, mpf

from ntksym.balls.arb import precision
from ntksym.spectra import two_layer
from ntksym.spectra.funk_hecke import two_layer_eigenvalue


@pytest.mark.parametrize("kernel", two_layer.TWO_LAYER)
@pytest.mark.parametrize(("d", "k"), [(2, 0), (2, 4), (3, 1), (3, 2), (5, 3), (6, 6)])
def test_closed_forms_against_the_integral(definition, kernel, d, k):
    """Rational times a power of pi equals the Funk-Hecke integral, zeros included."""
    q, j = two_layer.exact(kernel, d, k)
    exact = mpf(q.numerator) / q.denominator * mp.pi**j
    assert abs(exact - definition.integral(definition.two_layer[kernel], d, k)) < mpf(10) ** -32


def test_three_forms_of_one_number_agree():
    """Fractions, Gamma functions and the recurrence in k give balls that meet, up to degree 60."""
    with precision(200):
        for kernel in two_layer.TWO_LAYER:
            for d in (2, 3, 8, 31):
                row = two_layer.sequence(kernel, d, 60)
                for k in (0, 1, 2, 3, 17, 18, 59, 60):
                    ball = two_layer.eigenvalue_ball(kernel, d, k)
                    assert ball.overlaps(row[k])
                    assert row[k].rel_accuracy_bits() > 180 or row[k].is_zero()


def test_addition_formula_for_theta_2():
    """mu_k(Theta_2) = mu_k(t kappa_0) + mu_k(kappa_1), and mu_k(t kappa_0) from kappa_0 by the product with t."""
    for d in (2, 3, 4, 9):
        for k in range(1, 12):
            theta, tk, k1 = (two_layer.exact(name, d, k) for name in ("ntk", "tkappa0", "kappa1"))
            assert theta[0] == tk[0] + k1[0]
            below, above = two_layer.exact("kappa0", d, k - 1), two_layer.exact("kappa0", d, k + 1)
            if k > 1:
                assert (2 * k + d - 2) * tk[0] == k * below[0] + (k + d - 2) * above[0]


def test_zero_is_exact():
    """Parity zeros are points, not small intervals."""
    assert two_layer_eigenvalue("kappa1", 7, 9).hi == 0 == two_layer_eigenvalue("kappa0", 7, 8).lo
