r"""Dot-product kernels K(x, y) = s (|x||y|)^h f(cos angle(x, y)): the family that the theorems speak of.

With theta_0 = angle and the (a,b)-ReLU of parameter Delta = b^2/(a^2 + b^2) (ReLU: 1/2, absolute value: 1, linear: 0),

    rho(cos theta) = cos theta + (2 Delta/pi)(sin theta - theta cos theta),    rho'(cos theta) = 1 - (2 Delta/pi) theta,
    Sigma_0 = t,  Sigma_l = rho(Sigma_{l-1});    Theta_1 = t,  Theta_{l+1} = Sigma_l + Theta_l rho'(Sigma_{l-1}).

The recursion runs in the gap g = 1 - cos theta, so that it stays accurate at t = 1.

SOURCE: Cho and Saul (2009); Jacot, Gabriel and Hongler (2018); Nguyen, Mondelli and Montufar (arXiv 2012.11654), (1.2);
the (a,b)-ReLU: Terjek and Gonzalez-Sanchez (arXiv 2501.13225).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import arb, ball, certainly_nonnegative, power
from ntksym.errors import InputError

HALF = Fraction(1, 2)
FAMILIES = {
    "ntk": "Theta_L, the NTK of an L-layer network",
    "sigma": "Sigma_L, the kernel after L hidden layers",
    "slope": "rho'(Sigma_{L-1}), the kernel of the L-th layer's derivatives (L = 1: kappa_0)",
    "tkappa0": "t rho'(t), the first layer's part of the two-layer NTK",
    "power": "t^L, the L-th Hadamard power",
}
LEAST = {"ntk": 1, "sigma": 0, "slope": 1, "tkappa0": 1, "power": 0}


@dataclass(frozen=True, slots=True)
class Pair:
    """The angle between two rows in balls: cosine t, gap 1 - t, cogap 1 + t, each to full relative accuracy."""

    t: arb
    gap: arb
    cogap: arb

    @classmethod
    def of(cls, inner: int, norm2_x: int, norm2_y: int) -> Pair:
        """From the exact <x, y>, |x|^2 and |y|^2, without cancellation.

        With p = <x, y> and q = |x||y|: q - |p| = (q^2 - p^2)/(q + |p|), whose numerator is an exact integer.

        Examples
        --------
        >>> print(Pair.of(1, 1, 2).gap.str(5, radius=False))
        0.29289
        """
        product = norm2_x * norm2_y
        q, modulus = ball(product).sqrt(), abs(inner)
        near, far = ball(product - inner * inner) / (q * (q + modulus)), 1 + modulus / q
        if product == inner * inner:
            near, far = arb(0), arb(2)
        return cls(ball(inner) / q, near, far) if inner >= 0 else cls(ball(inner) / q, far, near)

    @property
    def theta(self) -> arb:
        """The angle; from the smaller of gap and cogap, so that it is accurate at both ends."""
        return _angle(self.gap) if certainly_nonnegative(self.t) else arb.pi() - _angle(self.cogap)

    def first_gap(self, delta: Fraction) -> arb:
        """1 - rho(t).

        For t < 0 with eta = pi - theta: 2(1 - Delta) - (1 - 2 Delta)(1 + t) - (2 Delta/pi)(sin eta - eta cos eta).
        """
        slope = ball(2 * delta) / arb.pi()
        sine = (self.gap * self.cogap).sqrt()
        if certainly_nonnegative(self.t):
            return self.gap - slope * (sine - _angle(self.gap) * self.t)
        eta = _angle(self.cogap)
        return ball(2 - 2 * delta) - ball(1 - 2 * delta) * self.cogap - slope * (sine + eta * self.t)


def _angle(gap: arb) -> arb:
    return 2 * (gap / 2).sqrt().asin()


@dataclass(frozen=True, slots=True)
class DotKernel:
    """A kernel ``scale * (|x||y|)^homogeneity * f(cos angle)``.

    Parameters
    ----------
    family
        One of ``FAMILIES``.
    L
        Its index: depth, number of layers, or exponent.
    delta
        Delta in [0, 1] of the (a,b)-ReLU; 1/2 is the ReLU.
    scale
        A positive rational factor (a paper's convention).

    Raises
    ------
    InputError
        If the family is unknown, L too small, delta outside [0, 1] or scale not positive.

    Examples
    --------
    >>> DotKernel("ntk", 3).at_one
    Fraction(3, 1)
    """

    family: str = "ntk"
    L: int = 2
    delta: Fraction = HALF
    scale: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise InputError(f"kernel={self.family}", "unknown kernel", f"choose one of {', '.join(FAMILIES)}")
        if LEAST[self.family] > self.L:
            raise InputError(f"L={self.L}", f"{self.family} needs an integer L >= {LEAST[self.family]}", "give one")
        if not 0 <= self.delta <= 1:
            raise InputError(
                f"delta={self.delta}", "b^2/(a^2+b^2) lies in [0, 1]", "give such a Delta; the ReLU is 1/2"
            )
        if self.scale <= 0:
            raise InputError(f"scale={self.scale}", "a kernel's factor is positive", "give one")

    @property
    def homogeneity(self) -> int:
        """1 if K scales with |x||y|, 0 if it depends on the directions alone."""
        return 0 if self.family in ("slope", "power") else 1

    @property
    def at_one(self) -> Fraction:
        """``scale * f(1)``, exactly."""
        return self.scale * (self.L if self.family == "ntk" else 1)

    @property
    def latex(self) -> str:
        """The symbol of f with its factor."""
        over = "" if self.delta == HALF else f"^{{(\\Delta={self.delta})}}"
        symbol = {
            "ntk": f"\\Theta{over}_{{{self.L}}}",
            "sigma": f"\\Sigma{over}_{{{self.L}}}",
            "slope": f"\\dot\\Sigma{over}_{{{self.L}}}",
            "tkappa0": f"t\\,\\kappa{over}_0",
            "power": f"t^{{{self.L}}}",
        }[self.family]
        return symbol if self.scale == 1 else f"\\tfrac{{{self.scale.numerator}}}{{{self.scale.denominator}}}{symbol}"

    def __str__(self) -> str:
        over = "" if self.delta == HALF else f" Delta={self.delta}"
        factor = "" if self.scale == 1 else f"{self.scale} * "
        return f"{factor}{self.family} L={self.L}{over}"

    def ball_at(self, pair: Pair) -> arb:
        """``scale * f(t)`` at one pair of directions, in balls at the working precision.

        Examples
        --------
        >>> print(DotKernel("ntk", 2).ball_at(Pair.of(0, 1, 1)).str(10, radius=False))
        0.3183098862
        """
        scale = ball(self.scale)
        if self.family == "power":
            return scale * power(pair.t, self.L)
        slope, gap = ball(2 * self.delta) / arb.pi(), pair.gap
        step = 1 - slope * pair.theta
        if self.family == "tkappa0":
            return scale * pair.t * step
        ntk = cosine = pair.t
        for layer in range(self._layers):
            gap = _next_gap(gap, slope) if layer else pair.first_gap(self.delta)
            cosine = 1 - gap
            ntk, step = ntk * step + cosine, 1 - slope * _angle(gap)
        return scale * {"ntk": ntk, "sigma": cosine, "slope": step}[self.family]

    @property
    def _layers(self) -> int:
        return self.L if self.family == "sigma" else self.L - 1


def _next_gap(gap: arb, slope: arb) -> arb:
    """The next gap, by the mean value theorem.

    d(gap')/d(gap) = rho' lies in [1 - 2 Delta, 1], so gap' is its value at the midpoint give or take the radius.
    A midpoint outside [0, 2] gives NaN, never a number.
    """
    centre = gap.mid()
    sine = (centre * (2 - centre)).sqrt()
    return centre - slope * (sine - _angle(centre) * (1 - centre)) + arb(0, gap.rad())


def ntk(depth: int) -> DotKernel:
    """Theta_L |x||y|: the limiting NTK of an L-layer network (L = 2: one hidden layer)."""
    return DotKernel("ntk", depth)


CONVENTIONS: dict[str, tuple[DotKernel, str]] = {
    "h-infinity": (
        DotKernel("tkappa0", 1, scale=HALF),
        "t kappa_0(t)/2: first layer trained (Du et al., Arora et al.)",
    ),
    "kappa0": (DotKernel("slope", 1), "kappa_0"),
    "kappa1": (DotKernel("sigma", 1), "kappa_1"),
    "tkappa0": (DotKernel("tkappa0", 1), "t kappa_0(t)"),
    "sigma-dot": (DotKernel("slope", 1, scale=HALF), "kappa_0/2: Karhadkar et al., K_sigma-dot"),
    "features": (DotKernel("sigma", 1, scale=HALF), "kappa_1/2: Karhadkar et al., K_2"),
    "shallow": (DotKernel("ntk", 2, scale=HALF), "Theta_2/2: Karhadkar et al., both layers trained"),
}
"""Named conventions of the papers; ``ntk`` and ``sigma`` take a depth instead."""


def parse_kernel(name: str, depth: int, delta: Fraction = HALF) -> DotKernel:
    """The kernel that a user names: ``ntk`` or ``sigma`` with a depth, or one of ``CONVENTIONS``.

    Examples
    --------
    >>> str(parse_kernel("ntk", 3)), str(parse_kernel("h-infinity", 2))
    ('ntk L=3', '1/2 * tkappa0 L=1')
    """
    if name in ("ntk", "sigma"):
        return DotKernel(name, depth, delta)
    if name in CONVENTIONS:
        kernel = CONVENTIONS[name][0]
        return DotKernel(kernel.family, kernel.L, delta, kernel.scale)
    known = ", ".join(["ntk", "sigma", *CONVENTIONS])
    raise InputError(f"kernel={name}", "no such kernel", f"choose one of {known}")
