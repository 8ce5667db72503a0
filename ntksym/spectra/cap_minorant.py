r"""The cap minorant: a certified lower bound of lambda_min(K) for ALL data whose lines are alpha apart.

Let b = alpha/2, phi = chi * chi (zonal convolution): eigenvalues chi_{b,k}^2, phi(1) = A(b), and phi vanishes
at angles >= 2b.  If mu_k(K) >= r_e chi_k^2 for even k and >= r_o chi_k^2 for odd k (r_e, r_o >= 0), then K minus
psi = r_e (phi(t)+phi(-t))/2 + r_o (phi(t)-phi(-t))/2 is positive semidefinite, and on the data psi is
(r_e+r_o) A(b)/2 times the identity: lambda_min >= (r_e + r_o) A(b)/2.  With r = min(r_e, r_o) alone (only
angles, no lines): lambda_min >= r A(b).  kappa_1 decays faster than chi^2, so there (t - cos b)_+ replaces the
indicator.

The infimum over ALL k: balls for k < K; for k >= K Sonin's energy F'^2 + q F^2 of F = sin^lam C_n^lam(cos),
which increases up to pi/2, bounds chi_k^2, and mu_k is exact (two layers; s = sin b, c = d/2):

    kappa0, odd:   mu/chi^2 >= 2 s^(2-d) (X - a/s^2)/(X - a),  X = (k+c-1)^2, a = c(c-1), increasing in k;
    tkappa0, ntk (L = 2), even:  >= 2 s^(2-d) E(Y),  E = (Y - c(c-1)/s^2)(Y - beta)/(Y - c^2)^2, Y = (k+c-1)^2,
        beta = c(c-2) resp. c(c-4) below c^2: E' has a linear numerator, inf over Y >= Y_1 is min(E(Y_1), 1);
    kappa1, even:  >= 2d s^(-d) (X - a/s^2)/(X - a),  X = (k+c-1)^2, a = c(c+1), increasing in k;

or, for L >= 3, mu_k >= R |C| G(k) from the tail theorem, with q_k = (k-1+c)^2 - c(c-1)/s^2, p_k = q_k at s = 1:

    odd:  >= (pi/sqrt2) R (q_K/p_K) s^(2-d);   even:  >= (pi/sqrt2) R (q_K/(K+c-1)^2) t_K s^(2-d),

t_K = 1 if g_e(k) = G(k) (k+c-1)^2 (Gamma((k+d-1)/2)/Gamma((k+1)/2))^2 falls for k >= K (a polynomial sign),
else 2^(d-2) g_e(K).

SOURCE: our note on the cap minorant; Karhadkar et al. (arXiv 2405.14630), (C5)-(C8) of our notes; re-derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import (
    arb,
    ball,
    certainly_less,
    certainly_less_equal,
    certainly_positive,
    contains_zero,
    lower,
    power,
    precision,
    relative_bits,
)
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import two_point_upper
from ntksym.kernels.refine import bits_for
from ntksym.spectra import two_layer
from ntksym.spectra.cap import cone_transforms, measure_ball, parse_angle, transforms
from ntksym.spectra.decay import one_sign_from, product
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import Tail, gamma_ratio

FIRST_K, LARGEST_K, LARGEST_START = 128, 1 << 17, 1 << 14
SLACK = Fraction(999, 1000)
TAIL_BITS, LARGEST_TABLE = 160, 1 << 11  # a tail bounds the far degrees; values to more bits come from a table
SUPPORT = {"kappa0": (1,), "tkappa0": (0,), "kappa1": (0,), "ntk": (0,)}


@dataclass(frozen=True, slots=True)
class Infimum:
    """r over the degrees of one parity: attained ``where`` (then r is the infimum), or the ``"tail"`` bound."""

    r: Enclosure
    where: int | str
    tail: Enclosure | None


@dataclass(frozen=True, slots=True)
class CapMinorant:
    """The certified constant (``constant.lo``) and what a certificate needs.

    ``constant`` is the parity version (lines separated), ``all_degrees`` the one that needs the angles only.
    ``mass`` is A(b) (kappa1: the cone's square norm), ``upper`` the two-point bound K(1) - K(cos alpha).
    """

    kernel: str
    d: int
    L: int
    angle: ExactReal
    constant: Enclosure
    all_degrees: Enclosure
    even: Infimum
    odd: Infimum
    mass: Enclosure
    upper: Enclosure
    K: int
    tail_k0: int | None


class Spectrum:
    """mu_k for k < K, and the tail bound of mu_k/chi_k^2 for k >= K, for one kernel."""

    def __init__(self, kernel: str, d: int, L: int, digits: int) -> None:
        self.kernel, self.d, self.L, self.digits = kernel, d, L, digits
        self.deep = kernel == "ntk" and L >= 3
        self.parities: tuple[int, ...] = (0, 1) if self.deep else SUPPORT[kernel]
        self.values: list[arb] = []
        self.tail: Tail | None = None
        if self.deep:
            self._start()

    def _start(self) -> None:
        need, k0 = min(bits_for(self.digits) + 8, TAIL_BITS), 96
        while k0 <= LARGEST_START:
            tail = self._tail_from(k0, need)
            if tail is not None and all(certainly_positive(tail.bounds(p).inf) for p in (0, 1)):
                self.tail = tail
                self._extend(k0)
                return
            k0 *= 2
        raise UndecidedError(f"no tail for Theta_{self.L} in d={self.d} up to k0={LARGEST_START}")

    def _extend(self, K: int) -> None:
        degrees = range(len(self.values), K)
        found = table("ntk", [self.L], [self.d], degrees, self.digits + 5)
        self.values += [found.rows[self.L, self.d][k] for k in degrees]

    def _tail_from(self, k0: int, need: int, max_terms: int = 40) -> Tail | None:
        """The tail from k0 on if its first ratios have ``need`` relative bits."""
        with precision(need + 128):
            try:
                tail = Tail(self.L, self.d, k0, max_terms=max_terms)
            except UndecidedError:
                return None
            return tail if all(relative_bits(tail.ratio(k0 + p)) >= need for p in (0, 1)) else None

    def head(self, K: int) -> list[arb]:
        """mu_0, ..., mu_{K-1}: from the table, then from tails with fewer and fewer terms."""
        if self.tail is None:
            return two_layer.sequence(self.kernel, self.d, K - 1)
        if bits_for(self.digits) + 8 > TAIL_BITS and len(self.values) < K:
            if K > LARGEST_TABLE:
                raise UndecidedError(f"{self.digits} digits need eigenvalues beyond degree {LARGEST_TABLE} here")
            self._extend(K)
        while len(self.values) < K:
            first, last = len(self.values), min(K, 2 * len(self.values))
            short = self._tail_from(first, self.tail.bits - 128, max_terms=12)
            with precision(self.tail.bits):
                self.values += [(short or self.tail).value(k) for k in range(first, last)]
        return self.values[:K]

    def from_degree(self, K: int, parity: int, sine: arb) -> tuple[arb, arb] | None:
        """(bound over k >= K of the parity, its limit), K of that parity; None if K is too small."""
        c, d, square = Fraction(self.d, 2), self.d, sine * sine
        X = (K + c - 1) ** 2
        a = c * (c + 1) if self.kernel == "kappa1" else c * (c - 1)
        energy = ball(X) - ball(a) / square
        if not certainly_positive(energy) or c * c >= X or a >= X:
            return None
        front = 1 / power(sine, d if self.kernel == "kappa1" else d - 2)
        if self.deep:
            return self._deep_tail(K, parity, energy, X, a, front)
        if self.kernel in ("kappa0", "kappa1"):
            limit = (2 if self.kernel == "kappa0" else 2 * d) * front
            return limit * energy / ball(X - a), limit
        beta = c * (c - 2) if self.kernel == "tkappa0" else c * (c - 4)
        quotient = energy * ball((X - beta) / (X - c * c) ** 2)
        return 2 * front * quotient.min(arb(1)), 2 * front

    def _deep_tail(
        self, K: int, parity: int, energy: arb, X: Fraction, a: Fraction, front: arb
    ) -> tuple[arb, arb] | None:
        assert self.tail is not None
        d, c = self.d, Fraction(self.d, 2)
        if self.tail.k0 > K:
            return None
        with precision(self.tail.bits):
            tail = Tail(self.L, d, K)
        unit = arb.pi() / arb(2).sqrt() * front
        limit, R = unit * tail.gamma(0, parity), ball(lower(tail.bounds(parity).inf))  # any lower end will do
        if parity == 1:
            return unit * R * energy / ball(X - a), limit
        half, one = Fraction(1, 2), Fraction(1)
        shifts = [(-half, half, c + 1, c + 1, d - one, d - one), (d - half, d + half, c - 1, c - 1, one, one)]
        top, bottom = (product(*([x, one] for x in row)) for row in shifts)
        start, sign = one_sign_from(top, bottom, K)
        if start > K:
            return None
        t = arb(1)
        if sign > 0:
            ratio = (ball(Fraction(K + d - 1, 2)).lgamma() - ball(Fraction(K + 1, 2)).lgamma()).exp()
            t = power(arb(2), d - 2) * gamma_ratio(d, K) * ball(X) * ratio * ratio
        return unit * R * energy / ball(X) * t, limit


@lru_cache(maxsize=16)
def spectrum_of(kernel: str, d: int, L: int, digits: int) -> Spectrum:
    """The spectrum that every angle shares: its head grows as it is asked for."""
    return Spectrum(kernel, d, L, digits)


def _least_ratio(mu: list[arb], chi: list[arb], parity: int) -> tuple[arb, int]:
    """The least mu_k/chi_k^2 over the degrees of a parity (a lower bound where chi_k may be 0)."""
    best, where = None, parity
    doubtful: list[tuple[arb, int]] = []
    for k in range(parity, len(mu), 2):
        if contains_zero(chi[k]):
            top = chi[k].abs_upper()
            if not top.is_zero():
                doubtful.append((mu[k].abs_lower() / (top * top), k))
            continue
        ratio = mu[k] / (chi[k] * chi[k])
        if best is None or certainly_less(ratio, best):
            best, where = ratio, k
        elif not certainly_less(best, ratio):
            best = best.min(ratio)
    for ratio, k in doubtful:
        if best is None or not certainly_less(best, ratio):
            best, where = (ratio if best is None else best.min(ratio)), k
    assert best is not None
    return best, where


def cap_minorant(kernel: str, d: int, L: int, angle: object, digits: int = 10) -> CapMinorant:
    """The certified lower bound of lambda_min(K) for unit data in R^d whose lines are ``angle`` apart.

    Parameters
    ----------
    kernel
        ``"kappa0"``, ``"tkappa0"``, ``"kappa1"`` (L is not used) or ``"ntk"`` (Theta_L, L >= 2).
    angle
        Exact alpha in (0, pi/2]: every two points satisfy alpha <= angle <= pi - alpha.
    digits
        Relative width of the constants.

    Examples
    --------
    >>> found = cap_minorant("ntk", 3, 3, "0.3")
    >>> found.constant.lo < found.upper.lo, found.even.where
    (True, 14)
    """
    if kernel not in SUPPORT:
        raise InputError(f"kernel={kernel}", "no cap minorant", f"choose one of {', '.join(SUPPORT)}")
    if d < 2:
        raise InputError(f"d={d}", "the sphere S^(d-1) needs d >= 2", "give an integer d >= 2")
    if kernel == "ntk" and L < 2:
        raise InputError(f"L={L}", "Theta_1 = t is singular on more than d points", "give L >= 2")
    alpha = parse_angle(angle, Fraction(1, 2))
    b = ExactReal(alpha.coefficient / 2, alpha.times_pi)
    need = bits_for(digits) + 4
    spectrum, extra = spectrum_of(kernel, d, L, digits + 3), need + 200 + 2 * d
    start = max(FIRST_K, spectrum.tail.k0 if spectrum.tail is not None else 0)
    K = start + start % 2
    while K <= LARGEST_K and extra <= 1 << 16:
        with precision(extra):
            found = _attempt(spectrum, b, K)
            if found is None:
                K *= 2
                continue
            infima, mass = found
            r = {p: infima[p][0] if p in infima else arb(0) for p in (0, 1)}
            constant, whole = (r[0] + r[1]) * mass / 2, r[0].min(r[1]) * mass
            if min(relative_bits(x) for x in (constant, whole, mass)) < need:
                extra *= 2
                continue
        with precision(need + 200):
            upper = Enclosure.of_ball(two_point_upper(kernel, L, alpha))
        even, odd = (_infimum(infima.get(p), kernel) for p in (0, 1))
        constants = Enclosure.of_ball(constant), Enclosure.of_ball(whole)
        k0 = spectrum.tail.k0 if spectrum.tail is not None else None
        return CapMinorant(kernel, d, L, alpha, *constants, even, odd, Enclosure.of_ball(mass), upper, K, k0)
    raise UndecidedError(
        f"cap minorant {kernel}, d={d}, L={L}, angle={alpha}: not decided up to K={LARGEST_K}; take a larger angle"
    )


def _infimum(found: tuple[arb, int | str, arb] | None, kernel: str) -> Infimum:
    if found is None:
        return Infimum(Enclosure.around(0), 2 if kernel == "kappa0" else 3, None)
    return Infimum(Enclosure.of_ball(found[0]), found[1], Enclosure.of_ball(found[2]))


def _attempt(spectrum: Spectrum, b: ExactReal, K: int) -> tuple[dict[int, tuple[arb, int | str, arb]], arb] | None:
    """The infima by parity with head k < K, and the cap's mass; None if K must grow."""
    sine = b.ball.sin()
    tails = {p: spectrum.from_degree(K + p, p, sine) for p in spectrum.parities}
    if any(found is None for found in tails.values()):
        return None
    if spectrum.kernel == "kappa1":
        chi, mass = cone_transforms(spectrum.d, b, K + 1)
    else:
        chi, mass = transforms(spectrum.d, b, K + 1), measure_ball(spectrum.d, b)
    mu = spectrum.head(K + 1)
    infima: dict[int, tuple[arb, int | str, arb]] = {}
    for p, found in tails.items():
        assert found is not None
        bound, limit = found
        r, where = _least_ratio(mu[: K + p], chi, p)
        if certainly_less_equal(r, bound):
            infima[p] = (r, where, bound)
        elif not certainly_less(bound, r):  # equal up to rounding, as on the circle at angles pi/n
            infima[p] = (r.min(bound), where, bound)
        elif 2 * K > LARGEST_K or lower(bound) >= SLACK * lower(limit):
            infima[p] = (bound, "tail", bound)
        else:
            return None
    return infima, mass
