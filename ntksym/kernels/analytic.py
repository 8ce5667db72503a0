r"""Where a dot-product kernel is analytic in y = tan((theta - pi/2)/4), and how large it is there: any L, any Delta.

F(t) is the kernel's profile, t = cos(theta), rho and rho' as in :mod:`ntksym.kernels.dot_product`, h = 2 Delta/pi.

*Unit disc.* rho(t) = (1 - 2 Delta) t + 2 Delta kappa_1(t) has non-negative Taylor coefficients (the linear one is
1 - Delta), so has rho', and rho(1) = rho'(1) = 1: so on |t| < 1 every Sigma_l, and F, is analytic and |F| <= F(1).

*Right disc.* Put v = sqrt2 sin(theta/2), t = 1 - v^2, and D(v) = sin u - u cos u with u = 2 asin(v/sqrt2); as D' = 2uv,
D has non-negative Taylor coefficients, and |D(v)/v^2| < pi/2 for |v| < sqrt2. Now rho(1 - v^2) = 1 - v'^2 with
v'^2 = v^2 - h D(v), so v' = v sqrt(1 - h D(v)/v^2) is analytic on |v| < sqrt2, and |v'|^2 <= |v|^2 + h D(|v|). If the
chain x_0 = r^2, x_{j+1} = x_j + h D(sqrt(x_j)) has x_0, ..., x_{m-1} < 2, where rho or rho' is applied at most m times
in a row, then F is analytic in v on |v| <= r, |Sigma_l| <= 1 + x_l, |rho'(Sigma_l)| <= 1 + 2 h asin(sqrt(x_l/2)).

*Left disc.* Put w = sqrt2 cos(theta/2), t = -1 + w^2: rho(t) = (2 Delta - 1)(1 - w^2) + h D(w). On |w| <= r,
|rho(t)| <= s = |2 Delta - 1| (1 + r^2) + h D(r) and |rho'(t)| <= |1 - 2 Delta| + 2 h asin(r/sqrt2). If m <= 1 nothing
more is needed (r < sqrt2); otherwise s < 1 brings the next layer into the unit disc. For Delta = 1 and m > 1, F is even
in t, and the left disc is the mirror image of the right one.

*The theta-plane.* For theta = x + iy, |v|^2 = cosh y - cos x, |w|^2 = cosh y + cos x, |t|^2 = cos(x)^2 + sinh(y)^2.
Each of the three domains is, over an interval of x, the set of all y with |y| below a bound that depends on x; they
overlap in connected sets with real points, so F is one analytic function on their union U, and U is simply connected.

*The ellipse.* theta(y) = pi/2 + 4 atan(y) is analytic near the Bernstein ellipse E of parameter rho about [-q, q],
q = sqrt2 - 1, while q (rho - 1/rho)/2 < 1. If the image of the boundary of E lies in U, so does the image of E: a value
outside U would have winding number 0 about itself along that curve (U is simply connected) and at least 1 (argument
principle). The boundary is covered by finitely many balls.

SOURCE: derived here; the chain of radii for the ReLU is Lemma 2 of our note on certified tails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import acb, arb, ball, certainly_less, certainly_positive, is_finite, precision, upper
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel

BITS = 96
GRID = 1 << 10
ARCS = 64
HALVINGS = 5


@dataclass(frozen=True, slots=True)
class Ellipse:
    """|F| <= bound, and F analytic, on the Bernstein ellipse of parameter rho about [-q, q] in y."""

    rho: Fraction
    bound: Fraction


def half_range() -> arb:
    """The number q = sqrt2 - 1 = tan(pi/8), the largest |y|, at the working precision."""
    return arb(2).sqrt() - 1


def applications(kernel: DotKernel) -> int:
    """How many times in a row rho or rho' is applied to t.

    Examples
    --------
    >>> applications(DotKernel("ntk", 3)), applications(DotKernel("slope", 1))
    (2, 1)
    """
    return {"ntk": kernel.L - 1, "sigma": kernel.L, "slope": kernel.L, "tkappa0": 1, "power": 0}[kernel.family]


def _excess(square: arb) -> arb:
    """D(v) = sin u - u cos u for v^2 = square <= 2."""
    angle = _angle(square)
    sine, cosine = angle.sin_cos()
    return sine - angle * cosine


def _angle(square: arb) -> arb:
    return 2 * (square / 2).sqrt().asin()


def _majorant(kernel: DotKernel, sigma: Sequence[arb], slope: Sequence[arb]) -> Fraction:
    """|F| from bounds sigma[l] of |Sigma_l| and slope[l] of |rho'(Sigma_{l-1})| (slope[0] is not used)."""
    ntk = sigma[0]
    for layer in range(1, kernel.L if kernel.family == "ntk" else 1):
        ntk = sigma[layer] + ntk * slope[layer]
    if kernel.family == "tkappa0":
        ntk = sigma[0] * slope[1]
    elif kernel.family != "ntk":
        ntk = sigma[kernel.L] if kernel.family == "sigma" else slope[kernel.L]
    return upper(ball(kernel.scale) * ntk)


def _right(kernel: DotKernel, square: Fraction) -> Fraction | None:
    """The bound of |F| on |v|^2 <= square, or None if the chain leaves the disc."""
    h, chain = ball(2 * kernel.delta) / arb.pi(), [ball(square)]
    for _ in range(applications(kernel)):
        if not certainly_less(chain[-1], arb(2)):
            return None
        chain.append(ball(upper(chain[-1] + h * _excess(chain[-1]))))  # D increases: upper ends suffice
    slopes = [arb(1), *(1 + h * _angle(x) for x in chain[:-1])]
    return _majorant(kernel, [1 + x for x in chain], slopes)


def _left(kernel: DotKernel, square: Fraction) -> Fraction | None:
    """The bound of |F| on |w|^2 <= square, or None."""
    layers = applications(kernel)
    if kernel.delta == 1 and layers > 1:
        return _right(kernel, square)
    h, x, tilt = ball(2 * kernel.delta) / arb.pi(), ball(square), ball(abs(2 * kernel.delta - 1))
    if not certainly_less(x, arb(2)):
        return None
    first = tilt * (1 + x) + h * _excess(x)
    if layers > 1 and not certainly_less(first, arb(1)):
        return None
    ones = [arb(1)] * layers
    return _majorant(kernel, [1 + x, first, *ones], [arb(1), tilt + h * _angle(x), *ones])


def _largest(bound: Callable[[Fraction], Fraction | None]) -> tuple[Fraction, Fraction]:
    """The largest square on a grid that ``bound`` accepts, with its bound; (0, 0) if it accepts none."""
    low, high, found = 0, 2 * GRID * GRID, Fraction(0)
    while high - low > 1:
        middle = (low + high) // 2
        value = bound(Fraction(middle, GRID * GRID))
        if value is None:
            high = middle
        else:
            low, found = middle, value
    return Fraction(low, GRID * GRID), found


def _inside(theta: acb, right: arb, left: arb) -> bool:
    """Whether the ball certainly lies in one of the three domains."""
    x, y, pi = theta.real, theta.imag, arb.pi()
    if not (is_finite(x) and is_finite(y)):
        return False
    cosine, height = x.cos(), y.cosh()
    middle = certainly_positive(x) and certainly_less(x, pi)
    return (
        (middle and certainly_less(cosine * cosine + y.sinh() * y.sinh(), arb(1)))
        or (certainly_less(abs(x), pi) and certainly_less(height - cosine, right))
        or (certainly_positive(x) and certainly_less(x, 2 * pi) and certainly_less(height + cosine, left))
    )


def _arc_inside(rho: Fraction, start: Fraction, stop: Fraction, discs: tuple[arb, arb], halvings: int) -> bool:
    """Whether the arc of the ellipse between the angles pi start and pi stop surely maps into U."""
    q = half_range() / 2
    sine, cosine = (arb.pi() * ball(start).union(ball(stop))).sin_cos()
    y = acb(q * ball(rho + 1 / rho) * cosine, q * ball(rho - 1 / rho) * sine)
    if _inside(arb.pi() / 2 + 4 * y.atan(), *discs):
        return True
    middle = (start + stop) / 2
    return halvings > 0 and all(
        _arc_inside(rho, a, b, discs, halvings - 1) for a, b in ((start, middle), (middle, stop))
    )


def ellipse_inside(rho: Fraction, discs: tuple[arb, arb]) -> bool:
    """Whether the closed ellipse surely maps into U (discs: the squared radii of the right and the left one).

    By symmetry under conjugation its upper half is enough.  False means "not proved".
    """
    if not certainly_less(half_range() * ball(rho - 1 / rho), arb(2)):
        return False
    return all(_arc_inside(rho, Fraction(i, ARCS), Fraction(i + 1, ARCS), discs, HALVINGS) for i in range(ARCS))


def ellipse(kernel: DotKernel) -> Ellipse:
    """A certified ellipse of analyticity, nearly as large as these arguments allow.

    Raises
    ------
    UndecidedError
        If none was found (a Delta so close to 1 that the kernel is nearly singular at t = -1).

    Examples
    --------
    >>> found = ellipse(DotKernel("ntk", 3))
    >>> found.rho > Fraction(9, 5), found.bound < 1000
    (True, True)
    """
    with precision(BITS):
        right, right_bound = _largest(lambda square: _right(kernel, square))
        left, left_bound = _largest(lambda square: _left(kernel, square))
        discs = ball(right), ball(left)
        low, high = GRID, 4 * GRID
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ellipse_inside(Fraction(middle, GRID), discs) else (low, middle)
    if low == GRID:
        raise UndecidedError(f"{kernel}: no ellipse of analyticity was proved")
    return Ellipse(Fraction(low, GRID), max(right_bound, left_bound, kernel.at_one))
