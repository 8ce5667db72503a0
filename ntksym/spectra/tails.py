r"""Certified tails: mu_k for ALL k >= k0 at once, every L, every d >= 2.

Theta_L has cuts from t = 1 and t = -1 on which its jump is an odd power series in sqrt(1 -+ t),

    Theta_L(1 - v^2) has coefficient c_m^+ at v^(2m+1),   Theta_L(-1 + w^2) has c_m^- at w^(2m+1),

and the dispersion kernel that turns the jump into mu_k is positive.  With
G(k) = Gamma(k-1/2)/Gamma(k+d-1/2), |C| = 2^(d-5/2) Gamma(d/2)^2/pi,
a_m(k) = prod_{i=1..m} 2 (d/2+i-1)(i+1/2)/((k-i-1/2)(k+i+d-3/2)) and
gamma_m = (-1)^(m+1) (c_m^+ + (-1)^k c_m^-),  for every k >= k0

    | mu_k/(|C| G(k)) - sum_{m<M} gamma_m a_m(k) | <= error * a_M(k)/a_M(k0),    error = (B + eps) a_M(k0),

under hypotheses that are checked here.  Two domains enter.  Cauchy's formula is used on the slit ellipse with foci
-1, 1 through 1 + s0 of :mod:`ntksym.spectra.strip`, the same for every L, on which the kernel is at most M.  The
coefficients obey Cauchy's inequality, |c_m^+| <= M_+ r^-(2m+1), |c_m^-| <= M_- 2^-(m+1/2), from the two slit discs.
With s1 <= s0, s1 < r^2 the jump's rest R = J - sum_{m<M} (-1)^m c_m s^(m+1/2) is bounded by s^(M+1/2) times

    sum_{m>=M} |c_m| s1^(m-M)                               for s <= s1,
    M s1^(-M-1/2) + sum_{m<M} |c_m| s1^(m-M)                for s1 <= s <= s0, as |J| <= M and s^(m-M) falls,

and B is the sum of both, over the two cuts.  The proof uses only that the kernel is real, analytic and so bounded,
so it holds for Sigma_L with its own bounds (there c_0^+ = c_0^- = 0 exactly).

SOURCE: derivations/tail_expansion.py states and proves this theorem (T) for every k >= k0, from derivations/strip.py
(the slit ellipse and M), disc_bounds.py (M_+, M_-), slit_domain.py (Cauchy's inequalities and formula), jump_rest.py
(B), kernel_moments.py (the integrals of s^(m+1/2)), kernel_on_ellipse.py (the integral over the ellipse),
expansion_error.py and root_eigenvalues.py (a_m).  It comes from our note on certified tails, there with
s0 = s1 = r^2/2; Corollary 1 is proved in :meth:`Tail.bounds`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from operator import mul

from ntksym.balls.arb import (
    arb,
    arb_series,
    ball,
    bits,
    certainly_less_equal,
    certainly_negative,
    certainly_positive,
    fmpq,
    is_finite,
    power,
    precision,
    series_length,
    upper,
    zero_to,
)
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra import strip
from ntksym.spectra.analyticity import Domain, domain


@lru_cache(maxsize=64)
def jumps(kernel: str, L: int, count: int, working_bits: int) -> tuple[tuple[arb, ...], tuple[arb, ...]]:
    """c_0^+..c_{count-1}^+ and c_0^-..c_{count-1}^- as balls.

    Examples
    --------
    >>> plus, minus = jumps("ntk", 3, 2, 100)
    >>> print(plus[0].str(8, radius=False), minus[0].str(8, radius=False))
    -1.3504745 -0.22507908
    """
    layers = L if kernel == "sigma" else L - 1
    with precision(working_bits), series_length(2 * count + 4):
        plus, minus = _at_one(kernel, layers), _at_minus_one(kernel, layers)
        found = []
        for series in (plus, minus):
            if series.prec < 2 * count:
                raise UndecidedError(f"series of {kernel}, L={L}: only {series.prec} coefficients")
            odd = [series[2 * m + 1] for m in range(count)]
            if kernel == "sigma":
                odd[0] = arb(0)
            found.append(tuple(odd))
        return found[0], found[1]


def _drop(series: arb_series, lowest: int, shift: int = 0) -> arb_series:
    """The series without its terms below ``lowest`` (zero by construction), divided by v^shift."""
    coefficients = series.coeffs()
    kept = [arb(0)] * min(lowest, len(coefficients)) + coefficients[lowest:]
    return arb_series(kept[shift:], max(series.prec - shift, 1))


def _at_one(kernel: str, layers: int) -> arb_series:
    """The series of the kernel at t = 1 - v^2 in v.

    The square root gives v_j only to one order less than n, the order of v_j^2; the missing coefficient is set
    to 0.  That is harmless: dD/dv_j = 4 v_j asin(v_j/sqrt2) = O(v^2), so D(v_j), hence v_{j+1}^2, stays exact to
    order n, and the angles, hence the kernel, to order n - 1: one coefficient is dropped at the end.
    """
    pi, root = arb.pi(), arb(2).sqrt()
    v = arb_series([0, 1])
    order = v.prec
    square = v * v
    ntk = 1 - square
    for _ in range(layers):
        angle = _drop(2 * (v / root).asin(), 1)
        growth = _drop((2 * angle * v * v.derivative()).integral(), 3)
        square = _drop(square - growth / pi, 2)
        ntk = ntk * (1 - angle / pi) + 1 - square
        quotient = _drop(square, 2, 2).sqrt().coeffs()
        v = arb_series([arb(0), *quotient], order)
    top = 1 - square if kernel == "sigma" else ntk
    return arb_series(top.coeffs()[: order - 1], order - 1)


def _at_minus_one(kernel: str, layers: int) -> arb_series:
    """The series of the kernel at t = -1 + w^2 in w."""
    pi, root = arb.pi(), arb(2).sqrt()
    w = arb_series([0, 1])
    eta = _drop(2 * (w / root).asin(), 1)
    sigma = _drop((2 * eta * w).integral(), 3) / pi
    ntk = (w * w - 1) * eta / pi + sigma
    for _ in range(layers - 1):
        step = 1 - sigma.acos() / pi
        sigma = sigma * step + (1 - sigma * sigma).sqrt() / pi
        ntk = ntk * step + sigma
    return sigma if kernel == "sigma" else ntk


def scale(d: int) -> arb:
    """|C| = 2^(d-5/2) Gamma(d/2)^2/pi."""
    gamma = arb.gamma_fmpq(fmpq(d, 2))
    return power(arb(2), d) / (arb(32).sqrt() * arb.pi()) * gamma * gamma


def gamma_ratio(d: int, k: int) -> arb:
    """G(k) = Gamma(k-1/2)/Gamma(k+d-1/2), k >= 1.

    Examples
    --------
    >>> print(gamma_ratio(2, 1).str(8, radius=False))  # 1/((1/2)(3/2))
    1.3333333
    """
    return 1 / arb.rising_fmpq_ui(fmpq(2 * k - 1, 2), d)


def _sums(sizes: list[arb], s: arb, last: int) -> tuple[list[arb], list[arb]]:
    """The powers of s up to ``last``, and the sums of sizes_m s^m for m < 0, 1, 2, ..."""
    powers = list(accumulate([s] * last, mul, initial=arb(1)))
    return powers, list(accumulate(map(mul, sizes, powers), initial=arb(0)))


@dataclass(frozen=True)
class Bounds:
    """Certified ends of mu_k/(|C| G(k)) over all k >= k0 of one parity.

    ``inf`` encloses the infimum if ``inf_is_limit`` and is a lower bound otherwise; ``sup`` likewise.
    """

    inf: arb
    sup: arb
    inf_is_limit: bool
    sup_is_limit: bool


class Tail:
    """The tail theorem for Theta_L or Sigma_L, from degree k0 on, at the precision at which it is built.

    Parameters
    ----------
    L, d, k0
        Depth (ntk: L >= 2, sigma: L >= 1), dimension d >= 2, first degree k0 >= 3.
    kernel
        ``"ntk"`` or ``"sigma"``.
    max_terms
        At most this many terms; the number that gives the least error is taken.

    Raises
    ------
    UndecidedError
        If no number of terms satisfies the hypotheses: k0 is too small for this L and d.

    Examples
    --------
    >>> with precision(200):
    ...     print(Tail(3, 3, 100).value(100).str(10, radius=False))
    5.492312896e-7
    """

    def __init__(self, L: int, d: int, k0: int, kernel: str = "ntk", max_terms: int = 40) -> None:
        if d < 2 or k0 < 3:
            raise InputError(f"d={d}, k0={k0}", "the tail theorem needs d >= 2, k0 >= 3", "raise them")
        self.L, self.d, self.k0, self.kernel, self.bits = L, d, k0, kernel, bits()
        self.domain: Domain = domain(kernel, L)
        self.s0, self.strip = strip.S0, ball(strip.bound(kernel, L))
        self.s1 = min(self.s0, self.domain.r**2 * Fraction(15, 16))
        top = max(1, min(max_terms, k0 - 2))
        self.M_prime = max(2 * top, 60)
        self.plus, self.minus = jumps(kernel, L, self.M_prime, self.bits + 2 * self.M_prime + 6 * L + 64)
        self._a = self.ratios(k0, k0 - 1 if k0 <= 4 * top else 4 * top)
        best: tuple[Fraction, int, int] | None = None
        for M in range(1, top + 1):
            found = self._error(M)
            if found is not None and (best is None or found[0] < best[0]):
                best = (found[0], M, found[1])
        if best is None:
            raise UndecidedError(f"the tail theorem does not apply from k0={k0} for {kernel}, L={L}, d={d}")
        self.error, self.M, self.N = best
        self._deviation = zero_to(ball(self.error) / self._a[self.M])
        self._gammas = [[self.gamma(m, parity) for m in range(self.M)] for parity in (0, 1)]
        self._scale = scale(d)

    def ratios(self, k: int, count: int) -> list[arb]:
        """a_0(k), ..., a_count(k); needs k > count + 1/2."""
        values = [arb(1)]
        for i in range(1, count + 1):
            above, below = self._factor(k, i)
            values.append(values[-1] * above / below)
        return values

    def _factor(self, k: int, i: int) -> tuple[int, int]:
        """a_i(k)/a_{i-1}(k) as a quotient."""
        return 2 * (self.d + 2 * i - 2) * (2 * i + 1), (2 * k - 2 * i - 1) * (2 * k + 2 * i + 2 * self.d - 3)

    def _remote(self) -> arb:
        """M S_{k0}/(|C| G(k0)): the integral over the ellipse."""
        k, d, tau = self.k0, self.d, ball(1 + self.s0).acosh()
        size = (-k * tau).exp()
        if d % 2:
            ratio = (ball(k + 1).lgamma() - ball(k + Fraction(3, 2)).lgamma()).exp()
            size = size * tau.coth() * arb.pi().sqrt() / 2 * ratio
        twice = 1 + (-2 * tau).exp()
        for e in range(2 + d % 2, d, 2):
            size = size * twice * e / (2 * k + e)
        return self.strip * size / (scale(d) * gamma_ratio(d, k))

    def _error(self, M: int) -> tuple[Fraction, int] | None:
        """((B + eps) a_M(k0), best N), or None if the hypothesis on tau0 is not certain."""
        k, d, where = self.k0, self.d, self.domain
        slope = ball(Fraction(2 * k - 2 * M - 1, 2 * k + 2 * M + 2 * d - 1))
        if not certainly_less_equal((-ball(1 + self.s0).acosh()).exp(), slope):
            return None
        if not hasattr(self, "_far"):
            self._far = self._remote()
            s0, s1 = ball(self.s0), ball(self.s1)
            sizes = [abs(p) + abs(q) for p, q in zip(self.plus, self.minus, strict=True)]
            self._powers, self._near = _sums(sizes, s0, max(self.M_prime, len(self._a)))
            self._powers_one, self._near_one = _sums(sizes, s1, self.M_prime)
            rest = ball(where.M_plus) / power(ball(where.r), 2 * self.M_prime + 1) / (1 - s1 / ball(where.r**2))
            rest = rest + where.M_minus / (power(arb(2), self.M_prime) * arb(2).sqrt() * (1 - s1 / 2))
            self._rest = rest * self._powers_one[self.M_prime]
        B = self._near_one[self.M_prime] - self._near_one[M] + self._rest
        if self.s1 < self.s0:
            B = B + self._near_one[M] + 2 * self.strip / ball(self.s1).sqrt()
        B = B / self._powers_one[M]
        candidates = range(M, len(self._a))
        logs = [(float((self._a[N] / self._powers[N]).log()), N) for N in candidates if k >= N + 1]
        N = min(logs)[1] if logs else M
        eps = self._a[N] / self._powers[N] * self._near[M] + self._far
        total = B * self._a[M] + eps
        return (upper(total), N) if is_finite(total) else None

    def gamma(self, m: int, parity: int) -> arb:
        """gamma_m for even (0) or odd (1) degrees."""
        other = self.minus[m] if parity == 0 else -self.minus[m]
        return -(self.plus[m] + other) if m % 2 == 0 else self.plus[m] + other

    def ratio(self, k: int) -> arb:
        """mu_k/(|C| G(k)) for one k >= k0."""
        if self.k0 > k:
            raise InputError(f"k={k}", f"this tail starts at k0={self.k0}", "use a table below it")
        total = self._deviation
        for m in range(self.M, 0, -1):  # Horner: a_m = a_{m-1} times the factor
            above, below = self._factor(k, m)
            total = self._gammas[k % 2][m - 1] + total * above / below
        return total

    def value(self, k: int) -> arb:
        """mu_k for one k >= k0."""
        return self.ratio(k) * self._scale * gamma_ratio(self.d, k)

    def bounds(self, parity: int, slack: int = 1) -> Bounds:
        """Corollary 1: the range of mu_k/(|C| G(k)) over all k >= k0 of a parity (0 even, 1 odd).

        With ``slack`` the error counts so many times (the checker's bounds are simpler and a little wider).

        As a_m(k)/a_1(k) falls in k, mu_k/(|C| G) - gamma_0 lies in a_1(k) (gamma_1 +- deviation) for every k;
        if that has a sign, gamma_0, the limit, is the exact infimum or supremum.
        """
        lead, error = self.gamma(0, parity), ball(self.error) * slack
        down, up, deviation = lead - error, lead + error, error
        for m in range(1, self.M):
            term = self.gamma(m, parity) * self._a[m]
            down, up = down + term.min(arb(0)), up + term.max(arb(0))
            deviation = deviation + (abs(term) if m > 1 else arb(0))
        if self.M > 1:
            first = self.gamma(1, parity) * self._a[1]
            if certainly_positive(first - deviation):
                return Bounds(lead, up, True, False)
            if certainly_negative(first + deviation):
                return Bounds(down, lead, False, True)
        return Bounds(down, up, False, False)

    def leading_digits(self) -> float:
        """A float guess of the correct decimal digits of the value at k0 (for choosing a route only)."""
        size = abs(float(self.gamma(0, self.k0 % 2))) or abs(float(self.gamma(1, self.k0 % 2) * self._a[1]))
        return -math.log10(max(float(ball(self.error)), 1e-300) / size) if size else 0.0
