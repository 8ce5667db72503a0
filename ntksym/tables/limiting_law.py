"""The limiting law of an activation as a report: what is certified, what floats, a simulation beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sympy as sp

from ntksym.balls.arb import precision
from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.errors import InputError
from ntksym.laws.activation import Activation, Hermite, activation
from ntksym.laws.cumulative import Curve, curve, literal
from ntksym.laws.density import Density, density
from ntksym.laws.edges import Edge, Edges, edges
from ntksym.laws.exact_moments import law as law_moment
from ntksym.laws.floating import FloatLaw
from ntksym.laws.general import Atoms, approximate_edges, left_edge_bound
from ntksym.laws.general_certified import GeneralLaw, general_density, general_edges
from ntksym.laws.law import Law
from ntksym.laws.simulation import Sample, Tell, simulate
from ntksym.laws.status import CONVENTION, MATRIX, statements

if TYPE_CHECKING:
    from ntksym.certificates.limiting_law import Certificates
    from ntksym.tables.style import Plot

MOST_DIGITS = 100
GENERAL_POINTS = 80
MOMENTS = 4


@dataclass(frozen=True)
class Simulated:
    """A sample with its distances to the law, and where the outliers are expected (heuristic)."""

    sample: Sample
    distance: float
    bulk_distance: float | None
    literal_distance: float | None
    expected: tuple[tuple[float, float], ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        s = self.sample
        return {
            "n": s.n,
            "d": s.d,
            "p": s.p,
            "seed": s.seed,
            "method": "all eigenvalues" if s.dense else "Lanczos quadrature (an estimate)",
            "ks": _short(self.distance),
            "ks_bulk": _short(self.bulk_distance),
            "ks_literal_law": _short(self.literal_distance),
            "smallest_nonzero": _short(s.smallest),
            "largest": [_short(x) for x in s.largest],
            "outliers": s.outliers,
            "outliers_expected_in": [[_short(a), _short(b)] for a, b in self.expected],
        }


@dataclass(frozen=True)
class LawReport:
    """The limiting law of K for an activation, gamma_1, gamma_2 and a law of D^2.

    ``edges`` are certified for one value of D^2.  For a general law they are None, ``floating`` has approximate ends of
    the continuous part, ``outer`` enclosures of them (None where one is not reached, e.g. a soft edge), and
    ``lower_bound`` a certified bound of the left one.
    """

    activation: Activation
    gamma1: Fraction
    gamma2: Fraction
    nu: Atoms
    digits: int
    hermite: tuple[Enclosure, Enclosure, Enclosure]
    edges: Edges | None
    densities: tuple[Density, ...]
    floating: tuple[tuple[float, float], ...]
    lower_bound: Fraction | None
    moments: tuple[Enclosure, ...]
    law: FloatLaw
    outer: tuple[Enclosure | None, Enclosure | None] = (None, None)
    simulated: Simulated | None = None

    @property
    def general(self) -> bool:
        """Whether D^2 takes more than one value."""
        return len(self.nu.places) > 1

    @property
    def atom(self) -> Fraction:
        """The mass at 0 (exact for one value of D^2 and where b > 0)."""
        return self.edges.atom if self.edges else max(Fraction(0), 1 - 1 / self.gamma1)

    def curve(self, points: int = 400) -> Curve:
        """Density and distribution function in floating point."""
        count = min(points, GENERAL_POINTS) if self.general else points
        return curve(self.law, list(self.floating), float(self.atom), count)

    def as_json(self) -> dict[str, Any]:
        """Plain data; numbers are decimal strings, lo <= value <= hi."""
        mean, slope, b_squared = self.hermite
        return {
            "activation": self.activation.name,
            "gamma1": str(self.gamma1),
            "gamma2": str(self.gamma2),
            "d_law": dict(zip(map(str, self.nu.places), map(str, self.nu.weights), strict=True)),
            "matrix": MATRIX,
            "convention": CONVENTION,
            "hermite": {
                "a0": _ends(mean, self.digits),
                "a": _ends(slope, self.digits),
                "b_squared": _ends(b_squared, self.digits),
                "method": self.activation.method,
            },
            "atom_at_zero": str(self.atom),
            "bands": [[_edge(a, self.digits), _edge(b, self.digits)] for a, b in self.edges.bands()]
            if self.edges
            else None,
            "gaps": [
                {
                    "opens_above_gamma1": _ends(gap.threshold, self.digits),
                    "open": gap.low is not None,
                    "mass_above": str(gap.above) if gap.low is not None else None,
                }
                for gap in self.edges.gaps
            ]
            if self.edges
            else None,
            "right_edge_soft_from_gamma1": _ends(self.edges.soft_threshold, self.digits)
            if self.edges and self.edges.soft_threshold
            else None,
            "approximate_bands": [[_short(a), _short(b)] for a, b in self.floating] if self.general else None,
            "outer_edges": [x and _ends(x, self.digits) for x in self.outer] if self.general else None,
            "left_edge_lower_bound": None
            if self.lower_bound is None
            else round_decimal(self.lower_bound, 16, up=False),
            "moments": [_ends(m, self.digits) for m in self.moments],
            "density": [{"x": str(d.x), **_ends(d.value, self.digits)} for d in self.densities],
            "simulation": self.simulated.as_json() if self.simulated else None,
            "status": statements(self.activation, general=self.general),
        }

    def certificates(self) -> Certificates:
        """Certificates of edges, thresholds, densities and moments, and what the checker cannot follow.

        Raises
        ------
        InputError
            If D^2 takes more than one value.
        """
        from ntksym.certificates.limiting_law import law_certificates

        if self.general:
            raise InputError("--certificates", "there are none for a D^2 of several values", "leave out --d-law")
        law = Law(self.activation, self.gamma1, self.gamma2, self.nu.places[0])
        return law_certificates(law, self.digits, self.edges, self.densities, self.moments)

    def write_certificates(self, folder: Path) -> list[str]:
        """Write them into a folder for ``ntksym check``, in place of earlier ones; return what is left out."""
        made, left_out = self.certificates()
        folder.mkdir(parents=True, exist_ok=True)
        written = [c.write(folder / f"{name}.cert.json") for name, c in made.items()]
        for stale in set(folder.glob("law.*.cert.json")) - set(written):
            stale.unlink()
        return left_out

    def plot(self) -> Plot:
        """Density, with the histogram and the outliers of the simulation if there is one."""
        from ntksym.tables.limiting_law_plots import plot_law

        return plot_law(self)


def _ends(x: Enclosure, digits: int) -> dict[str, str]:
    lo, hi = x.decimals(digits + 2)
    return {"lo": lo, "hi": hi}


def _edge(edge: Edge, digits: int) -> dict[str, str]:
    return {**_ends(edge.at, digits), "kind": edge.kind}


def _short(x: float | None) -> str | None:
    return None if x is None else f"{x:.6g}"


def limiting_law(
    name: str,
    gamma1: Fraction | str,
    gamma2: Fraction | str,
    *,
    d_law: str = "1",
    slope: Fraction | str = "1/100",
    digits: int = 25,
    at: Sequence[Fraction | str] = (),
    simulate_d: int | None = None,
    seed: int = 0,
    tell: Tell | None = None,
) -> LawReport:
    """The limiting law of the NTK matrix K of the first layer, in the quadratic regime n ~ gamma_1 d p, p ~ gamma_2 d.

    Parameters
    ----------
    name
        An activation by name, or an expression of x (see :func:`ntksym.laws.activation.activation`).
    gamma1, gamma2
        Positive exact ratios.
    d_law
        Atoms of the law of D^2, ``VALUE:WEIGHT,...``.
    slope
        Of ``leaky``.
    digits
        Of certified values, 4 to 100.
    at
        Exact points for certified densities.
    simulate_d
        The dimension d of a finite matrix to draw, with its seed.

    Raises
    ------
    InputError
        With one line that says what cannot be used, and why.

    Examples
    --------
    >>> report = limiting_law("relu", "5/8", "3/2", digits=10)
    >>> print(report.edges.left.at.format(8))
    [0.0057825556, 0.0057825557]
    """
    if not 4 <= digits <= MOST_DIGITS:
        raise InputError(f"digits={digits}", f"it must lie between 4 and {MOST_DIGITS}", "give e.g. 25")
    g1, g2 = exact("gamma1", gamma1), exact("gamma2", gamma2)
    sigma, nu = activation(name, exact("slope", slope)), Atoms.parse(d_law)
    law = Law(sigma, g1, g2, nu.places[0])
    points = [exact("at", x) for x in at]
    with precision(digits * 10 // 3 + 48):
        data = sigma.hermite()
        hermite = (
            Enclosure.of_ball(data.mean),
            Enclosure.of_ball(data.slope),
            Enclosure.of_ball(data.b_squared),
        )
        bound = left_edge_bound(data.b_squared, nu, g1) if len(nu.places) > 1 else None
        moments = _moments(data, g1, g2, nu)
    found: Edges | None = None
    if len(nu.places) > 1:
        general = GeneralLaw(sigma, g1, g2, nu)
        floating = general.floats()
        bands: tuple[tuple[float, float], ...] = (approximate_edges(floating),)
        outer = general_edges(general, digits)
        densities = tuple(Density(x, general_density(general, x, digits, outer), None) for x in points)
    else:
        found = edges(law, digits)
        floating = law.floats()
        bands = tuple((float(low.at.mid), float(high.at.mid)) for low, high in found.bands())
        outer = None, None
        densities = tuple(density(law, x, digits, found) for x in points)
    report = LawReport(
        sigma,
        g1,
        g2,
        nu,
        digits,
        hermite,
        found,
        densities,
        bands,
        bound,
        moments,
        floating,
        outer,
    )
    if simulate_d is None:
        return report
    return with_simulation(report, simulate_d, seed, tell)


def exact(name: str, value: Fraction | str) -> Fraction:
    """A rational number from text such as 0.3 or 5/8."""
    text = str(value)
    try:
        if len(text) > 60:
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"{name}={text}", "not a rational number", "give e.g. 0.3 or 5/8") from None


def _moments(data: Hermite, g1: Fraction, g2: Fraction, nu: Atoms) -> tuple[Enclosure, ...]:
    """Moments 1 to 4 for one value of D^2, 1 and 2 for a general law, from exact formulas."""
    from ntksym.balls.compiler import Given, evaluate
    from ntksym.balls.values import complex_ball

    a, b, x, y = sp.symbols("a b gamma1 gamma2", positive=True)
    t = [sp.Rational(nu.moment(k).numerator, nu.moment(k).denominator) for k in range(3)]
    if len(nu.places) == 1:
        formulas = [law_moment(k, a * t[1], b * t[1], x, y) for k in range(1, MOMENTS + 1)]
    else:
        first = (a + b) * t[1]
        second = (b**2 + 2 * a * b + a**2) * t[2] + 2 * a**2 * y * t[1] ** 2
        formulas = [first, x * second + first**2]
    values: dict[sp.Symbol, Given] = {a: data.a_squared, b: data.b_squared, x: g1, y: g2}
    return tuple(Enclosure.of_ball(complex_ball(evaluate(f, values)).real) for f in formulas)


def with_simulation(report: LawReport, d: int, seed: int, tell: Tell | None = None) -> LawReport:
    """The report with a finite matrix drawn beside the law."""
    from dataclasses import replace

    g1, g2 = float(report.gamma1), float(report.gamma2)
    sample = simulate(report.activation, d, g1, g2, nu=report.nu, seed=seed, tell=tell)
    made = report.curve()
    wrong: float | None = None
    if sample.dense and not report.general:
        wrong = literal_curve(report).distance(sample.bulk())
    distance: Callable[..., float] = made.distance
    bulk = distance(sample.bulk()) if sample.dense else None
    overall = distance(sample.values) if sample.dense else made.weighted_distance(sample.values, sample.weights)
    expected = outlier_places(report, sample.n, sample.d, sample.p)
    return replace(report, simulated=Simulated(sample, overall, bulk, wrong, expected))


def literal_curve(report: LawReport) -> Curve:
    """The literal reading's distribution (see :func:`ntksym.laws.cumulative.literal`)."""
    swapped = Law(report.activation, 1 / report.gamma1, report.gamma2, report.nu.places[0])
    found = edges(swapped, 8)
    bands = [(float(low.at.mid), float(high.at.mid)) for low, high in found.bands()]
    return literal(swapped.floats(), bands, float(found.atom))


def outlier_places(report: LawReport, n: int, d: int, p: int) -> tuple[tuple[float, float], ...]:
    """Where outliers are expected (heuristic): d of them near a_0^2 E D^2 n/d, one near a^2 E D^2 n/d."""
    mean, slope, _ = (float(x.mid) for x in report.hermite)
    size, spread = float(report.nu.mean) * n / d, (d / n) ** 0.5
    places = []
    if mean:
        places.append((mean**2 * size * (1 - spread) ** 2, mean**2 * size * (1 + spread) ** 2))
    if slope:
        places.append((slope**2 * size, slope**2 * size))
    return tuple(places)
