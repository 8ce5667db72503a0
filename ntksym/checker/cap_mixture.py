"""Several caps at small angles: a lower bound of liminf inf lambda_min/angle (kappa1: /angle^3) as the angle goes to 0.

Caps of the radii b_i = beta_i angle/2, 0 < beta_i <= 1, with weights s_i > 0: if sum_i s_i chi_{b_i,k}^2 <= t mu_k for
all k of a parity, then that parity contributes sum_i s_i A(b_i)/(2 t) (``caps.py``, a sum of such functions).  Take
s_i = tau_i b_i^(2-d) (kappa1: b_i^-d).  With n, S and A as in ``cap_limit.py`` and u = sqrt(pi x/2) J_nu(x), so that
u^2 = x^n S^2/N, N = 2^n Gamma((n+1)/2)^2/pi, for k angle/2 -> x the left side over mu_k tends to a multiple of

    G(x) = sum_i tau_i u(beta_i x)^2,

uniformly for bounded x; for k angle/2 >= X Sonin's bound of it tends to the same multiple of sum_i tau_i/q(beta_i X),
q(x) = 1 - n(n-2)/(4x^2).  So, with p = 1 (kappa1: 3), if G <= theta on (0, X], sum_i tau_i/q(beta_i X) <= theta and
all q(beta_i X) > 0, then

    liminf >= A sum_i tau_i beta_i^p/(pi N theta).

u'' = -q u, so (q u^2 + u'^2)' = q' u^2 >= 0, and q u^2 + u'^2 tends to 1 (DLMF 10.17.3): it is at most 1.  Hence
-(u^2)'' = 2 q u^2 - 2 u'^2 is at most 2, and at most 0 where q <= 0.  A function f with -f'' <= 2 C on [a, b] is at
most max(f(a), f(b)) + C (b-a)^2/4.  So G is bounded on a piece, C the sum of the tau_i beta_i^2 with q(beta_i b) > 0;
pieces that this does not settle are halved.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from .cap_limit import front, series
from .intervals import Interval, pi
from .limits import InvalidError, tick
from .reader import fields, integer, number

BITS = 96
MAX_CAPS = 64
MAX_X = 2_000
MAX_HALVINGS = 24  # of a piece of length 1
MAX_SIZE = 128  # bits of beta and tau

Caps = list[tuple[Fraction, Fraction]]


def read_witness(row: object) -> tuple[Caps, int]:
    """Return the caps (beta, tau) and X."""
    tree = fields(row, "a witness entry", ("caps", "X"))
    rows = tree["caps"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_CAPS:
        raise InvalidError(f"caps is not a list of 1 to {MAX_CAPS} pairs")
    caps = []
    for pair in rows:
        if not isinstance(pair, list) or len(pair) != 2:
            raise InvalidError("a cap is not [beta, tau]")
        beta, tau = number(pair[0], "beta"), number(pair[1], "tau")
        if not 0 < beta <= 1 or tau <= 0:
            raise InvalidError("a cap has not 0 < beta <= 1 and tau > 0")
        if max(x.bit_length() for y in (beta, tau) for x in (y.numerator, y.denominator)) > MAX_SIZE:
            raise InvalidError(f"a cap's numbers have more than {MAX_SIZE} bits")
        caps.append((beta, tau))
    return caps, integer(tree["X"], "X", 1, MAX_X)


@lru_cache(maxsize=16)
def inverse_norm(n: int) -> Fraction:
    """Return 1/(pi N) = 1/(2^n Gamma((n+1)/2)^2), for even n without its factor 1/pi."""
    gamma, z = Fraction(1), Fraction(1, 2) if n % 2 == 0 else Fraction(1)
    while 2 * z < n + 1:
        gamma, z = gamma * z, z + 1
    return Fraction(1, 1 << n) / (gamma * gamma)


def wave_square(n: int, x: Fraction) -> Interval:
    """Enclose u(x)^2, x > 0, to about 2^-BITS."""
    factor = inverse_norm(n) * x**n
    size = factor.numerator.bit_length() - factor.denominator.bit_length()
    value = series(n + 1, x * x / 4, BITS + max(size, 0) + 3 * int(x) // 2 + 32).square().times(factor).at(BITS)
    return value * pi(BITS) if n % 2 else value


def _require_tail(n: int, caps: Caps, X: int, theta: Fraction) -> None:
    total, square = Fraction(0), Fraction(n * (n - 2), 4)
    for beta, tau in caps:
        q = 1 - square / (beta * X) ** 2
        if q <= 0:
            raise InvalidError("X is too small for a cap")
        total += tau / q
    if total > theta:
        raise InvalidError("the witness does not reach the claimed bound: the tail is too large")


def _require_head(n: int, caps: Caps, X: int, theta: Fraction) -> None:
    square = Fraction(n * (n - 2), 4)

    def height(x: Fraction) -> Fraction:
        total = sum((wave_square(n, beta * x).times(tau) for beta, tau in caps), Interval.of(0, BITS))
        if total.lower() > theta:
            raise InvalidError("the witness does not reach the claimed bound")
        return total.upper()

    pieces = [(Fraction(0), Fraction(0), Fraction(X), height(Fraction(X)))]
    while pieces:
        tick()
        a, low, b, high = pieces.pop()
        bend = sum((tau * beta**2 for beta, tau in caps if (beta * b) ** 2 > square), Fraction(0))
        if max(low, high) + bend * (b - a) ** 2 / 4 <= theta:
            continue
        if (b - a) * 2**MAX_HALVINGS < 1:
            raise InvalidError("the witness does not reach the claimed bound: a piece is not settled")
        middle = (a + b) / 2
        value = height(middle)
        pieces += [(middle, value, b, high), (a, low, middle, value)]


def cap_mixture(p: dict[str, Any], row: object, bound: Fraction) -> bool:
    """Decide whether the witness proves the bound; one that does not is refused."""
    caps, X = read_witness(row)
    if bound <= 0:
        raise InvalidError("the bound is not positive")
    n, factor = front(p)
    power = 3 if p["kernel"] == "kappa1" else 1
    gain = sum((tau * beta**power for beta, tau in caps), Fraction(0))
    scaled = Interval.of(factor * gain * inverse_norm(n) / bound, BITS)
    theta = (scaled if n % 2 else scaled / pi(BITS)).lower()
    _require_tail(n, caps, X, theta)
    _require_head(n, caps, X, theta)
    return True
