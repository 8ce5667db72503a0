"""Caps on the sphere, and the cap minorant: lower bounds of lambda_min for all data with separated lines.

phi = the zonal square of a function g supported on the cap of radius b: eigenvalues g_k^2, phi(1) = |g|^2, and phi = 0
at angles >= 2b.  If mu_k >= r_e g_k^2 (even k) and mu_k >= r_o g_k^2 (odd k), then K minus
(r_e + r_o)/2 phi(t) + (r_e - r_o)/2 phi(-t) is positive definite, and on data whose lines are separated by 2b that
is (r_e + r_o)/2 |g|^2 times the identity.  g is the indicator, or for kappa_1 the ramp (t - cos b)_+.

Tails (Sonin).  F(u) = sin^l(u) C_n^l(cos u) has F'' + q F = 0, q(u) = (n+l)^2 - l(l-1)/sin^2 u, which does not
decrease on (0, pi/2] for l >= 1.  So q F^2 + F'^2 increases there: q(b) F(b)^2 <= q(pi/2) F(pi/2)^2 + F'(pi/2)^2, where
one of the two terms is zero.  With s = sin b:
indicator, l = d/2, n = k-1, k odd:   chi_k^2 <= h_k^2 s^(d-2) q(pi/2)/q(b);
indicator, k even, P_n'(0) = n P_{n-1}(0):   chi_k^2 <= (k-1)^2 h_{k-1}^2 s^(d-2)/q(b);
ramp, l = d/2 + 1, n = k-2, k even:   g_k^2 <= r_k^2 s^d q(pi/2)/q(b).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import isqrt
from typing import NamedTuple

from .exact import ball_constant, beta_weight, eigenvalue_intervals, hemisphere
from .intervals import Interval, pi, sin_cos
from .limits import InvalidError, UndecidedError, tick
from .quadrature import eigenvalues, working_bits
from .tails import Tail, growth, tail
from .taylor import eigenvalue, order

Angle = tuple[Fraction, bool]  # value, and whether it is a multiple of pi


def angle_interval(angle: Angle, bits: int) -> Interval:
    """Enclose an exact angle."""
    return pi(bits).times(angle[0]) if angle[1] else Interval.of(angle[0], bits)


def beta_interval(d: int, bits: int) -> Interval:
    """Enclose ``B_d``."""
    return beta_weight(d).interval(bits)


def sine_integrals(b: Interval, last: int) -> list[Interval]:
    """Return int_0^b sin^m for m = 0..last, by parts: m I_m = -sin^(m-1) b cos b + (m-1) I_{m-2}."""
    sine, cosine = sin_cos(b)
    values, power = [b, 1 - cosine], sine
    for m in range(2, last + 1):
        values.append((values[m - 2] * (m - 1) - power * cosine).times(Fraction(1, m)))
        power = power * sine
    return values


def legendre(dimension: int, x: Interval, size: int) -> list[Interval]:
    """Return P_0(x) .. P_{size-1}(x) of a dimension D >= 2, all with about the same absolute error.

    (n+D-2) P_{n+1} = (2n+D-2) x P_n - n P_{n-1} from one integer v_n to the next, at a fixed m near x.  The errors
    obey the same recurrence, e'' = (1+c) m e' - c e + delta with c = n/(n+D-2) <= 1 and |delta| at most one unit for
    the rounding and 2 |x-m| for the change of x, as |P_n| <= 1.  Without delta Q(e', e) = e'^2 - 2 m e' e + e^2 does
    not grow (Q(e'', e') = c^2 (m e' - e)^2 + (1-m^2) e'^2), so sqrt(1-m^2) |e| <= sqrt Q <= the sum of all |delta|.
    """
    bits, middle = x.bits, (x.lo + x.hi) // 2
    change = 2 * max(x.hi - middle, middle - x.lo)
    root = isqrt(max((1 << 2 * bits) - middle * middle, 0))
    if root == 0:
        raise UndecidedError("the argument is too close to 1 for the working precision")
    values, before, now, errors = [Interval.of(1, bits), x], 1 << bits, middle, change
    for n in range(1, size - 1):
        if n % 64 == 0:
            tick()
        above = (2 * n + dimension - 2) * middle * now - (n * before << bits)
        before, now = now, above // (n + dimension - 2 << bits)
        errors += 1 + change
        values.append(Interval(now, now, bits).widen(-(-(errors << bits) // root)).meet(-1, 1))
    return values[:size]


def cap_measure(d: int, b: Interval) -> Interval:
    """Enclose the measure of the cap of radius b."""
    return sine_integrals(b, d - 2)[d - 2] / beta_interval(d, b.bits)


def indicator(d: int, b: Interval, size: int) -> list[Interval]:
    """Return the eigenvalues k = 0..size-1 of 1[t >= cos b]."""
    sine, cosine = sin_cos(b)
    factor = sine.power(d - 1) / (beta_interval(d, b.bits) * (d - 1))
    return [cap_measure(d, b), *(factor * p for p in legendre(d + 2, cosine, max(size - 1, 2)))][:size]


def ramp(d: int, b: Interval, size: int) -> tuple[list[Interval], Interval]:
    """Return the eigenvalues of (t - cos b)_+ (at k = 1 a placeholder: only even k are used) and its squared norm."""
    sine, cosine = sin_cos(b)
    weight, integrals = beta_interval(d, b.bits), sine_integrals(b, d)
    boundary = sine.power(d - 1).times(Fraction(1, d - 1))  # int_0^b cos sin^(d-2)
    mean = (boundary - cosine * integrals[d - 2]) / weight
    norm = (integrals[d - 2] - integrals[d] - cosine * boundary * 2 + cosine.square() * integrals[d - 2]) / weight
    factor = sine.power(d + 1) / (weight * (d * d - 1))
    return [mean, mean, *(factor * p for p in legendre(d + 4, cosine, max(size - 2, 2)))][:size], norm


class Plan(NamedTuple):
    """The witness: head degrees below K, tail expansion from k0 with M terms, cap radius (None: half the angle)."""

    K: int
    k0: int
    M: int
    radius: Angle | None


@lru_cache(maxsize=64)
def _constant(d: int, bits: int) -> Interval:
    """Enclose ``|C(d,1/2)|``."""
    return ball_constant(d).interval(bits)


class Spectrum:
    """Lower and upper bounds of mu_k, k < K, for one kernel."""

    def __init__(self, kernel: str, d: int, L: int, plan: Plan) -> None:
        self.kernel, self.d, self.L, self.plan = kernel, d, L, plan
        self.tail: Tail | None = None
        self._table: list[Interval] = []
        self._closed: dict[int, list[Interval]] = {}
        self._last: int | None = None  # the last Taylor coefficient, where these need less work than the quadrature
        if kernel == "ntk":
            self.tail = tail(L, d, plan.k0, plan.M)
            if L >= 3:
                degree = min(plan.k0, plan.K) - 1
                self._last = order(d, degree)
                if self._last is None:
                    self._table = eigenvalues("ntk", d, L, degree, working_bits(d, degree))

    def eigenvalue(self, k: int, bits: int) -> Interval:
        """Enclose mu_k: closed form, else Taylor coefficients or quadrature below k0, else the tail expansion."""
        if self.kernel != "ntk" or self.L == 2:
            if bits not in self._closed:
                self._closed[bits] = eigenvalue_intervals(self.kernel, self.d, self.plan.K, bits)
            return self._closed[bits][k]
        if self._last is not None and k < self.plan.k0:
            return Interval.between(*eigenvalue(self.L, self.d, k, self._last), bits)
        if k < len(self._table):
            return self._table[k].at(bits)
        if self.tail is None:
            raise InvalidError("no enclosure for this degree")
        return (self.tail.ratio(k).at(bits) * _constant(self.d, bits)).times(growth(self.d, k))


def rational_bound(
    top: Callable[[Fraction], Fraction],
    below: Callable[[Fraction], Fraction],
    degree: int,
    start: int,
    limit: Fraction,
) -> Fraction:
    """Return c with top(k) >= c below(k) for all real k >= start, trying the limit, then the value at start.

    top - c below is a polynomial of the stated degree: interpolate it in j = k - start, and require that all its
    coefficients are non-negative, which is exact and sufficient.
    """
    first = top(Fraction(start)) / below(Fraction(start))
    for candidate in (limit, first, *(min(first, limit) * (1 - Fraction(1, 2**n)) for n in (30, 20, 14, 10, 7, 4))):
        values = [top(Fraction(start + j)) - candidate * below(Fraction(start + j)) for j in range(degree + 1)]
        if candidate <= min(first, limit) and min(_coefficients(values)) >= 0:
            return candidate
    raise UndecidedError(f"no rational bound of the tail from k = {start}; take K larger")


def _coefficients(values: list[Fraction]) -> list[Fraction]:
    """Return the coefficients of the polynomial with these values at 0, 1, 2, ... (Newton, then expanded)."""
    result, basis, row = [Fraction(0)] * len(values), [Fraction(1)], list(values)
    for n in range(len(values)):
        for i, b in enumerate(basis):
            result[i] += row[0] * b
        row = [(y - x) / (n + 1) for x, y in pairwise(row)]
        shifted = [Fraction(0), *basis]
        basis = [s - n * b for s, b in zip(shifted, [*basis, Fraction(0)], strict=True)]
    return result


def _power_lower(sine: Interval, exponent: int) -> Fraction:
    """Return a lower bound of 1/s^exponent."""
    return 1 / sine.power(exponent).upper()


def _tail_odd(spectrum: Spectrum, sine: Interval, start: int) -> Fraction:
    """Bound mu_k/chi_k^2 from below for odd k >= start."""
    d, kernel = spectrum.d, spectrum.kernel
    gap = Fraction(d * (d - 2), 4)
    X = Fraction(2 * start + d - 2, 2) ** 2
    quality = (X - gap / sine.square().lower()) / (X - gap)  # q(b)/q(pi/2), increasing in k
    if quality <= 0:
        raise InvalidError("K is too small for the cap tail (odd degrees)")
    base = quality * _power_lower(sine, d - 2)
    if kernel == "kappa0":
        return 2 * base  # mu_k = 2 h_k^2
    if spectrum.tail is None or spectrum.L == 2:
        return Fraction(0)  # mu_k = 0 for odd k >= 3
    # G(k)/h_k^2 decreases in steps of two, its ratio being (1-1/(4k^2))/(1-1/(4(k+d)^2)); |C| times the limit is
    # pi/sqrt 2, as h_k^2 ~ (Gamma(d/2)/(2 pi))^2 (2/k)^d
    return max(spectrum.tail.infimum(start), Fraction(0)) * _pi_over_root_two() * base


def _pi_over_root_two() -> Fraction:
    return (pi(256) / Interval.of(2, 256).sqrt()).lower()


def _tail_even(spectrum: Spectrum, sine: Interval, start: int) -> Fraction:
    """Bound mu_k/chi_k^2 (kappa1: mu_k/g_k^2 of the ramp) from below for even k >= start."""
    d, kernel = spectrum.d, spectrum.kernel
    y = Fraction(2 * start + d - 2, 2)
    if kernel == "kappa1":
        gap = Fraction(d * (d + 2), 4)
        quality = (y**2 - gap / sine.square().lower()) / (y**2 - gap)
        if quality <= 0:
            raise InvalidError("K is too small for the ramp tail")
        return 2 * d * quality * _power_lower(sine, d)  # mu_k = 2 d r_k^2
    if kernel == "kappa0":
        return Fraction(0)  # mu_k = 0 for even k >= 2
    bend = Fraction(d * (d - 2), 4) / sine.square().lower()
    bend = Fraction(-(-bend * 2**64 // 1), 2**64)
    if y**2 <= bend:
        raise InvalidError("K is too small for the cap tail (even degrees)")
    base = _power_lower(sine, d - 2)
    if kernel == "tkappa0":  # h_{k+1} = -(k-1)/(k+d-1) h_{k-1}
        return base * rational_bound(
            lambda k: 2 * ((k + Fraction(d, 2) - 1) ** 2 - bend) * ((k + d - 2) * (k - 1) ** 2 + k * (k + d - 1) ** 2),
            lambda k: (2 * k + d - 2) * (k - 1) ** 2 * (k + d - 1) ** 2,
            5,
            start,
            Fraction(2),
        )
    if spectrum.L == 2:  # mu_k = 2 h_{k-1}^2 (k(k+d-2) + d+1)/(k+d-1)^2
        return base * rational_bound(
            lambda k: 2 * ((k + Fraction(d, 2) - 1) ** 2 - bend) * (k * (k + d - 2) + d + 1),
            lambda k: (k - 1) ** 2 * (k + d - 1) ** 2,
            4,
            start,
            Fraction(2),
        )
    if spectrum.tail is None:
        raise InvalidError("no tail for this kernel")
    infimum = max(spectrum.tail.infimum(start), Fraction(0))
    return infimum * base * (1 - bend / y**2) * _even_factor(d, start)


def _even_factor(d: int, start: int) -> Fraction:
    """Bound |C| v_k from below for even k >= start.

    v_k = G(k) (k-1+d/2)^2/((k-1)^2 h_{k-1}^2), and the limit of |C| v_k is pi/sqrt 2.
    """

    def top(k: Fraction) -> Fraction:  # v_{k+2}/v_k = top/below
        return (4 * k**2 - 1) * (2 * k + 2 + d) ** 2 * (k - 1 + d) ** 2

    def below(k: Fraction) -> Fraction:
        return (4 * (k + d) ** 2 - 1) * (2 * k - 2 + d) ** 2 * (k + 1) ** 2

    difference = _coefficients([below(Fraction(start + j)) - top(Fraction(start + j)) for j in range(7)])
    if min(difference) >= 0:
        return _pi_over_root_two()
    if max(difference) > 0:
        raise UndecidedError(f"the Gamma ratio is not shown monotone from k = {start}; take K larger")
    h = hemisphere(d, start - 1)  # increasing: the value at the start
    size = _constant(d, 256 + 8 * d).lower() * growth(d, start) * Fraction(2 * start - 2 + d, 2) ** 2
    square = h.factor**2 * (start - 1) ** 2
    return size / square / pi(256).power(2 * h.power).upper()


def cap_minorant(kernel: str, d: int, L: int, angle: Angle, plan: Plan) -> tuple[Fraction, Fraction]:
    """Return bounds of the constant (r_e + r_o) |g|^2 / 2 that this plan proves; only the lower one is a theorem."""
    if plan.K < 4:
        raise InvalidError("K must be at least 4")
    bits = -(-(256 + 2 * (d + 2) * (plan.K.bit_length() + 8)) // 128) * 128
    b = angle_interval(plan.radius or (angle[0] / 2, angle[1]), bits)
    if plan.radius is not None:
        full = angle_interval(angle, bits)
        same = plan.radius == (angle[0] / 2, angle[1])
        if b.lo <= 0 or not (same or 2 * b.hi <= full.lo):
            raise InvalidError("the cap radius is not between 0 and half the angle")
    spectrum = Spectrum(kernel, d, L, plan)
    if spectrum.tail is not None and plan.k0 > plan.K:
        raise InvalidError("the tail must start at k0 <= K")
    sine = sin_cos(b)[0]
    if sine.square().lo <= 0:
        raise UndecidedError("the cap is too small for the working precision")
    if kernel == "kappa1":
        transform, norm = ramp(d, b, plan.K)
    else:
        transform = indicator(d, b, plan.K)
        norm = transform[0]
    sides = {0: [_tail_even(spectrum, sine, plan.K + plan.K % 2)], 1: [Fraction(0)]}
    if kernel == "kappa0" or (kernel == "ntk" and L >= 3):
        sides[1] = [_tail_odd(spectrum, sine, plan.K + 1 - plan.K % 2)]
    uppers = {0: list(sides[0]), 1: list(sides[1])}
    for k in range(plan.K):
        tick()
        if sides[k % 2][0] <= 0:
            continue
        value, square = spectrum.eigenvalue(k, bits), transform[k].square()
        if square.hi:
            sides[k % 2].append(Fraction((max(value.lo, 0) << 256) // square.hi, 1 << 256))
        if square.lo:
            uppers[k % 2].append(Fraction(-((-value.hi << 256) // square.lo), 1 << 256))
    lower = sum((min(side) for side in sides.values()), Fraction(0)) * max(norm.lower(), Fraction(0)) / 2
    upper = sum((min(side) for side in uppers.values()), Fraction(0)) * norm.upper() / 2
    return lower, upper


def decay_constant(side: str, d: int, L: int, parity: str, plan: Plan) -> tuple[Fraction, Fraction]:
    """Return bounds of the constant c with mu_k >= c G(k) (side "low") or <= (side "high") for all k >= 1."""
    spectrum = Spectrum("ntk", d, L, plan._replace(K=plan.k0))
    if spectrum.tail is None:
        raise InvalidError("no tail for this kernel")
    bits = 640 + 2 * d * plan.k0.bit_length()
    constant = _constant(d, bits)
    lows, highs = [], []
    for k in range(1, plan.k0 + 2):
        if parity != "all" and (k % 2 == 1) != (parity == "odd"):
            continue
        if k < plan.k0:
            value, scale = spectrum.eigenvalue(k, bits), growth(d, k)
            lows.append(value.lower() / scale)
            highs.append(value.upper() / scale)
        elif L == 2 and k % 2:
            lows.append(Fraction(0))  # mu_k = 0 for odd k >= 3, and k0 >= 3
            highs.append(Fraction(0))
        else:
            end = spectrum.tail.infimum(k) if side == "low" else spectrum.tail.supremum(k)
            around = Interval.of(end, bits) * constant
            lows.append(around.lower())
            highs.append(around.upper())
    pick = min if side == "low" else max
    return pick(lows), pick(highs)
