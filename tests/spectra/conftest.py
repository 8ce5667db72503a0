"""The definition of a Funk-Hecke eigenvalue, in mpmath: kernel recursion, Legendre recurrence, quadrature."""

from collections.abc import Callable

import mpmath
import pytest
from mpmath import mp, mpf


def kappa0(t):
    return 1 - mp.acos(t) / mp.pi


def kappa1(t):
    return (mp.sqrt(1 - t * t) + t * (mp.pi - mp.acos(t))) / mp.pi


def deep(kernel: str, L: int) -> Callable[[mpf], mpf]:
    """Sigma_L or Theta_L in mpmath, clamped to [-1, 1] against rounding."""

    def value(t):
        sigma = ntk = t
        for _ in range(L if kernel == "sigma" else L - 1):
            sigma = max(min(sigma, mpf(1)), mpf(-1))
            following = kappa1(sigma)
            ntk = ntk * kappa0(sigma) + following
            sigma = following
        return sigma if kernel == "sigma" else ntk

    return value


TWO_LAYER = {"kappa0": kappa0, "kappa1": kappa1, "tkappa0": lambda t: t * kappa0(t), "ntk": deep("ntk", 2)}


def integral(F: Callable[[mpf], mpf], d: int, k: int, top: mpf | None = None) -> mpf:
    """c_d int_0^top F(cos u) P_k(cos u) sin(u)^(d-2) du with P_k from its three-term recurrence."""
    density = mp.gamma(mpf(d) / 2) / mp.sqrt(mp.pi) / mp.gamma(mpf(d - 1) / 2)

    def legendre(t):
        before, now = mpf(1), t
        if k == 0:
            return before
        for j in range(1, k):
            if d == 2:
                before, now = now, 2 * t * now - before
            else:
                before, now = now, ((2 * j + d - 2) * t * now - j * before) / (j + d - 2)
        return now

    ends = mpmath.linspace(0, mp.pi if top is None else top, max(3, k // 3 + 2))
    return density * mp.quad(lambda u: F(mp.cos(u)) * legendre(mp.cos(u)) * mp.sin(u) ** (d - 2), ends)


def near(enclosure, reference: mpf, digits: int = 30) -> bool:
    """Whether an enclosure agrees with a reference that is good to more than ``digits`` relative digits."""
    lo, hi = (mpf(x.numerator) / x.denominator for x in (enclosure.lo, enclosure.hi))
    slack = abs(reference) * mpf(10) ** -digits
    return lo - slack <= reference <= hi + slack and hi - lo <= 4 * slack


@pytest.fixture
def definition():
    """deep, integral, near, two_layer at 45 digits."""

    class Tools:
        pass

    tools = Tools()
    tools.deep, tools.integral, tools.near, tools.two_layer = deep, integral, near, TWO_LAYER
    with mp.workdps(45):
        yield tools
