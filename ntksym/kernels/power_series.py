r"""Coefficients of t^m in Sigma_L and Theta_L, and their exact tails, by power series of balls.

Theta_L(t) = sum b_m t^m with b_m >= 0 and sum b_m = L; Sigma_L likewise with sum 1: kappa_0 and kappa_1 have
non-negative coefficients at 0, which sums, products and compositions keep.  Parity makes some of them exactly
0: kappa_1 has only t and even powers, and so has Theta_2 = t kappa_0 + kappa_1.

SOURCE: Karhadkar et al. (arXiv 2405.14630), (2.7) of our notes for the two-layer coefficients.
"""

from __future__ import annotations

from functools import lru_cache

from ntksym.balls.arb import arb, arb_series, ball, bits, precision, series_length
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.refine import refine


def is_zero(kernel: str, L: int, m: int) -> bool:
    """Whether the coefficient of t^m is exactly 0 (for a proven reason).

    Examples
    --------
    >>> is_zero("ntk", 2, 3), is_zero("ntk", 3, 3), is_zero("sigma", 1, 1)
    (True, False, False)
    """
    if (kernel, L) in (("ntk", 1), ("sigma", 0)):
        return m != 1
    return (kernel, L) in (("ntk", 2), ("sigma", 1)) and m % 2 == 1 and m >= 3


@lru_cache(maxsize=32)
def dot_coefficients(kernel: DotKernel, order: int, working_bits: int) -> tuple[arb, ...]:
    """Balls around the coefficients of t^0..t^(order-1) of any kernel, all >= 0, at ``working_bits`` of precision.

    rho' = (1 - 2 Delta) + 2 Delta kappa_0 has the coefficients 1 - Delta and 2 Delta times those of kappa_0, rho has
    1 - Delta at t and 2 Delta times those of kappa_1: none is negative for 0 <= Delta <= 1, as for the ReLU.

    Examples
    --------
    >>> print(dot_coefficients(DotKernel("slope", 1), 3, 100)[1].str(10, radius=False))  # 1/pi
    0.3183098862
    """
    with precision(working_bits), series_length(order):
        scale, factor = ball(kernel.scale), ball(2 * kernel.delta) / arb.pi()
        sigma = arb_series([0, 1])
        if kernel.family == "power":
            return tuple(scale if m == kernel.L else arb(0) for m in range(order))
        if kernel.family == "tkappa0":
            found = sigma * (1 - factor * sigma.acos())
        else:
            ntk = sigma
            for _ in range(kernel.L if kernel.family == "sigma" else kernel.L - 1):
                room = 1 - sigma * sigma
                inverse = factor * room.rsqrt()  # its product with -sigma' is the derivative of factor * acos(sigma)
                step = 1 - factor * sigma[0].acos() + (sigma.derivative() * inverse).integral()
                sigma = sigma * step + room * inverse
                ntk = ntk * step + sigma
            found = {"sigma": sigma, "ntk": ntk}.get(kernel.family) or 1 - factor * sigma.acos()
        values = [scale * value for value in found.coeffs()]
        return tuple(values + [arb(0)] * (order - len(values)))


@lru_cache(maxsize=32)
def coefficients(kernel: str, L: int, order: int, working_bits: int) -> tuple[arb, ...]:
    """Balls around the coefficients of t^0..t^(order-1), computed at ``working_bits`` of precision.

    Examples
    --------
    >>> print(coefficients("ntk", 2, 3, 100)[1].str(10, radius=False))
    1.000000000
    """
    found = dot_coefficients(DotKernel(kernel, L), order, working_bits)
    return tuple(arb(0) if is_zero(kernel, L, m) else found[m] for m in range(order))


def order_for(m: int) -> int:
    """The truncation order used for degree m: powers of two, so that neighbours share one series."""
    return max(16, 1 << m.bit_length())


def _check(kernel: str, L: int, m: int, name: str) -> None:
    if kernel not in ("sigma", "ntk"):
        raise InputError(f"kernel={kernel}", "no power series under this name", 'choose "sigma" or "ntk"')
    least = 0 if kernel == "sigma" else 1
    if least > L:
        raise InputError(f"L={L}", f"the kernel {kernel} needs L >= {least}", f"give an integer >= {least}")
    if m < 0:
        raise InputError(f"{name}={m}", "a degree is not negative", "give an integer >= 0")


def coefficient(kernel: str, L: int, m: int, digits: int = 30) -> Enclosure:
    """Enclose the coefficient of t^m in Sigma_L (``"sigma"``) or Theta_L (``"ntk"``).

    Examples
    --------
    >>> print(coefficient("ntk", 2, 3), coefficient("ntk", 2, 0).format(5))
    0 [0.31830, 0.31831]
    """
    _check(kernel, L, m, "m")
    if is_zero(kernel, L, m):
        return Enclosure.around(0)
    if (kernel, L) in (("ntk", 1), ("sigma", 0)):
        return Enclosure.around(1)
    order = order_for(m)

    def compute() -> arb:
        return coefficients(kernel, L, order, bits())[m]

    return refine(compute, digits, start=128 + 16 * order.bit_length(), what=f"coefficient {m} of {kernel}, L={L}")


def tail(L: int, r: int, digits: int = 30, kernel: str = "ntk") -> Enclosure:
    """Enclose the exact tail sum_{m >= r} b_m = L - sum_{m < r} b_m (1 - ... for ``"sigma"``).

    Examples
    --------
    >>> print(tail(4, 0), tail(1, 2), tail(2, 2, 10).format(6))
    4 0 [0.681690, 0.681691]
    """
    _check(kernel, L, r, "r")
    total = L if kernel == "ntk" else 1
    if r == 0:
        return Enclosure.around(total)
    if (kernel, L) in (("ntk", 1), ("sigma", 0)):
        return Enclosure.around(1 if r <= 1 else 0)
    order = order_for(r - 1)

    def compute() -> arb:
        remainder = arb(total)
        for b in coefficients(kernel, L, order, bits())[:r]:
            remainder = remainder - b
        return remainder

    return refine(compute, digits, start=128 + 16 * order.bit_length(), what=f"tail from {r} of {kernel}, L={L}")
