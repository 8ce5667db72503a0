import pytest

from ntksym.balls.arb import arb, precision
from ntksym.spectra.cosine_moments import chebyshev, legendre_rows, moments


@pytest.mark.parametrize(("nodes", "columns", "last"), [(1, 1, 1), (3, 1, 2), (4, 2, 57), (7, 5, 200)])
def test_moments_are_sums_of_cosines(nodes, columns, last):
    """Even k see the even columns and odd k the odd ones, for every length of a block; the balls stay sharp."""
    with precision(200):
        angles = [arb(3 * i + 2) / 7 for i in range(nodes)]
        even, odd = ([[arb(s * i + c + 1).sin() for c in range(columns)] for i in range(nodes)] for s in (2, 3))
        found = moments([u.cos() for u in angles], even, odd, last)
        assert [len(row) for row in found] == [last + 1] * columns
        for k in range(last + 1):
            for c, row in enumerate(found):
                direct = sum(((odd if k % 2 else even)[i][c] * (k * u).cos() for i, u in enumerate(angles)), arb(0))
                assert row[k].overlaps(direct) and float(row[k].rad()) < 2.0**-170
                shifted = sum((even[i][c] * ((k + 2) * u).cos() for i, u in enumerate(angles)), arb(0))
                assert k % 2 or not row[k].overlaps(shifted)


def test_doubling_loses_two_bits_per_bit_of_the_degree():
    """T_500 keeps 180 of 200 bits; it is cos(500 u)."""
    with precision(200):
        last = chebyshev(arb(1).cos(), 500)[500]
        assert last.overlaps(arb(500).cos()) and float(last.rad()) < 2.0**-180


def test_legendre_polynomials_in_cosines():
    """P_5(cos u) and P_4(cos u) from the rows are the Legendre polynomials."""
    with precision(100):
        u = arb(2)
        for last in (4, 5):
            rows = legendre_rows(range(last % 2, last + 1, 2)).table()
            for k, row in zip(range(last % 2, last + 1, 2), rows, strict=True):
                value = sum((x * (j * u).cos() for j, x in zip(range(last % 2, last + 1, 2), row, strict=True)), arb(0))
                assert value.overlaps(u.cos().legendre_p(k))
