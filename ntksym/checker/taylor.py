"""Taylor coefficients of Sigma_L and Theta_L at 0, and mu_k as a sum of them without cancellation.

kappa_0(t) = 1/2 + arcsin(t)/pi and kappa_1, kappa_1' = kappa_0, have non-negative coefficients at 0, so at every centre
in [0, 1).  Hence the coefficients of kappa_0(f), kappa_1(f) and theta kappa_0(f) increase in those of f and theta, and
all steps rounded down (up) bound those of Sigma_l and Theta_l from below (above).  With g = (1 - f^2)^(-1/2),
kappa_0(f)' = g f'/pi and kappa_1(f)' = kappa_0(f) f'.  If y is any approximation of g, r = 1 - (1 - f^2) y^2 and |r| <=
1/2, then g = y (1-r)^(-1/2) differs from y by at most |y| |r| in each coefficient: |.|, the sum of all moduli up to the
order, has |xy| <= |x| |y|, and (1-x)^(-1/2) <= 1 + x for 0 <= x <= 1/2.

By Rodrigues' formula the degree-k eigenvalue of t^n is m_n > 0 for n = k, k+2, ... and 0 for all other n (twice that of
t_+^n, half_line_transform_closed_form in derivations/half_line_transforms.py):

    m_k = k!/(2^k (d/2)_k),    m_{n+2}/m_n = (n+1)(n+2)/((n-k+2)(n+k+d)).

The ratio is below 1 if n (d-1) > (k-2)(k+d) + 2, so for all later n too; the coefficients of Theta_L add up to L.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial, isqrt, prod

from .intervals import Interval, pi
from .kernels import kappa0, kappa1
from .limits import UndecidedError, tick

BITS = 128
MAX_ORDER = 3_000
REACH = 80  # the series of mu_k ends where m_n is 2^-REACH of its largest value


def _pack(x: list[int], size: int) -> int:
    """Return sum_i x_i 2^(8 size i), |x_i| < 2^(8 size - 1)."""
    half = 1 << 8 * size - 1
    raised = int.from_bytes(b"".join((c + half).to_bytes(size, "little") for c in x), "little")
    return raised - int.from_bytes(half.to_bytes(size, "little") * len(x), "little")


def _product(x: list[int], y: list[int]) -> list[int]:
    """Return the coefficients of the exact product that both determine, by one product of two large integers."""
    tick()
    count = min(len(x), len(y))
    largest = max(map(abs, x)).bit_length() + max(map(abs, y)).bit_length() + count.bit_length()
    size, places = largest // 8 + 1, 2 * count
    half = 1 << 8 * size - 1
    first = _pack(x[:count], size)
    raised = first * (first if y is x else _pack(y[:count], size))
    raised += int.from_bytes(half.to_bytes(size, "little") * places, "little")
    digits = raised.to_bytes(size * places, "little")
    return [int.from_bytes(digits[size * i : size * (i + 1)], "little") - half for i in range(count)]


def _over(value: int, divisor: int, up: bool) -> int:
    return -(-value // divisor) if up else value // divisor


def _inverse_root(s: list[int], bits: int, up: bool) -> list[int]:
    """Bound the coefficients of (1-s)^(-1/2), s_n >= 0 and s_0 < 1, by Newton's iteration and its residual.

    y^2 is cut by less than a unit in each coefficient; the norm of the residual changes by at most |w| times their sum.
    """
    w = [(1 << bits) - s[0], *(-c for c in s[1:])]
    y = [isqrt((1 << 3 * bits) // w[0])]

    def residual() -> list[int]:
        found = _product(w[: len(y)], [c >> bits for c in _product(y, y)])
        return [(1 << 2 * bits) - found[0], *(-c for c in found[1:])]

    while len(y) < len(w):
        y += [0] * min(len(y), len(w) - len(y))
        change = _product(y, [c >> bits for c in residual()])
        y = [c + (e >> bits + 1) for c, e in zip(y, change, strict=True)]
    norm = sum(map(abs, residual())) + len(y) * sum(map(abs, w))
    if y[0] <= 0 or norm > 1 << 2 * bits - 1:  # -g has the same residual
        raise UndecidedError("the square root of a power series was not proved")
    slack = (sum(map(abs, y)) * norm >> 2 * bits) + 1
    return [c + slack if up else max(c - slack, 0) for c in y]


def _layer(f: list[int], theta: list[int], bits: int, up: bool) -> tuple[list[int], list[int]]:
    """Bound the coefficients of kappa_1(f) and of kappa_1(f) + theta kappa_0(f)."""
    one, circle, start = 1 << bits, pi(bits), Interval(f[0], f[0], bits)
    slope = [n * c for n, c in enumerate(f)][1:]
    g = _inverse_root([_over(c, one, up) for c in _product(f, f)[:-1]], bits, up)
    below, value = kappa0(start), kappa1(start)
    divisor = circle.lo if up else circle.hi
    gate = [_over(c, divisor * n, up) for n, c in enumerate(_product(g, slope), 1)]
    gate = [below.hi if up else below.lo, *gate]
    f = [_over(c, n << bits, up) for n, c in enumerate(_product(gate, slope), 1)]
    f = [value.hi if up else value.lo, *f]
    return f, [a + _over(c, one, up) for a, c in zip(f, _product(theta, gate), strict=True)]


@lru_cache(maxsize=8)
def coefficients(kernel: str, L: int, order: int, bits: int) -> list[Interval]:
    """Enclose the coefficients of t^0 .. t^order of Theta_L ("ntk") or Sigma_L ("sigma")."""
    ends: list[list[int]] = []
    for up in (False, True):
        f = [0, 1 << bits, *[0] * order][: order + 1]
        theta = f
        for _ in range(L if kernel == "sigma" else L - 1):
            f, theta = _layer(f, theta, bits, up)
        ends.append(theta if kernel == "ntk" else f)
    return [Interval(low, high, bits) for low, high in zip(*ends, strict=True)]


def _ratio(d: int, k: int, n: int) -> tuple[int, int]:
    return (n + 1) * (n + 2), (n - k + 2) * (n + k + d)


@lru_cache(maxsize=256)
def order(d: int, degree: int, reach: int = REACH, most: int | None = None) -> int | None:
    """Choose how many coefficients the eigenvalues up to a degree need; None if a quadrature is less work."""
    n, value, largest = degree, 1 << 2 * reach, 0
    while n <= min(2 * (degree + d) if most is None else most, MAX_ORDER):
        largest = max(largest, value)
        if value < largest >> reach:
            return -(-n // 64) * 64
        above, below = _ratio(d, degree, n)
        n, value = n + 2, value * above // below
    return None


def eigenvalue(L: int, d: int, k: int, last: int, bits: int = BITS) -> tuple[Fraction, Fraction]:
    """Bound mu_k of Theta_L by the coefficients up to t^last."""
    tick()
    terms = coefficients("ntk", L, last, bits)
    below = above = 1 << bits  # m_n/m_k, rounded down and up
    lower = upper = 0
    for n in range(k, last + 1, 2):
        lower, upper = lower + below * terms[n].lo, upper + above * terms[n].hi
        top, bottom = _ratio(d, k, n)
        below, above = below * top // bottom, -(-above * top // bottom)
    if (last - 1) * (d - 1) <= (k - 2) * (k + d) + 2:
        raise UndecidedError("too few coefficients for this degree")
    upper += above * ((L << bits) - sum(c.lo for c in terms))
    first = Fraction(factorial(k), prod(range(d, d + 2 * k, 2)))
    return first * Fraction(lower, 1 << 2 * bits), first * Fraction(upper, 1 << 2 * bits)
