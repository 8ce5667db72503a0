"""Constants that bound the smallest eigenvalue for every data set of a given separation."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.constants.catalogue import Constant, Found
from ntksym.constants.parameters import DIMENSION, angle, choice, integer
from ntksym.constants.spectral import _depth
from ntksym.kernels.refine import bits_for

SEPARATION = angle(Fraction(1, 2), "the angle that separates the lines of the data")


def _cap_minorant(digits: int, kernel: str, d: int, L: int | None, angle: ExactReal) -> Found:
    from ntksym.spectra.cap_minorant import cap_minorant

    depth = _depth(kernel, L, kernel == "ntk")
    found = cap_minorant(kernel, d, 2 if depth is None else depth, angle, digits + 3)
    return Found(found.constant, f"infimum over all degrees, head below k = {found.K}", None, {"minorant": found})


def _cap_limit(digits: int, kernel: str, d: int, L: int | None, caps: str) -> Found:
    from ntksym.spectra.cap_limit import cap_limit
    from ntksym.spectra.cap_mixture_limit import mixture_limit

    depth = _depth(kernel, L, kernel == "ntk")
    given = kernel, d, 2 if depth is None else depth
    if caps == "one":
        return Found(cap_limit(*given, digits + 3), "largest value of a Bessel function, isolated by signs")
    found = mixture_limit(*given)
    method = f"caps of {', '.join(str(beta) for beta, _ in found.weights)} of half the angle; curvature and tail bound"
    return Found(Enclosure.around(found.constant, bits=bits_for(digits + 3)), method, None, {"mixture": found})


def _two_point(
    digits: int, kernel: str, d: int, L: int | None, angle: ExactReal, sided: str, n: int | None, find: Any = None
) -> Found:
    from ntksym.spectra import two_point_search
    from ntksym.spectra.few_lines import FewLines
    from ntksym.spectra.separation import Problem

    depth = _depth(kernel, L, kernel == "ntk")
    asked = Problem(kernel, d, 2 if depth is None else depth, angle, sided, n)
    witness, bound = (find or two_point_search.find)(asked)
    enclosure = Enclosure.around(bound, bits=bits_for(digits + 3))
    if isinstance(witness, FewLines):
        source = "ntksym/spectra/few_lines.py (theorem and proof)"
        return Found(enclosure, "cover of all sets of three lines", None, {"witness": witness}, source)
    return Found(enclosure, f"linear programme up to degree {len(witness.p) - 1}", None, {"witness": witness})


def _layerwise(digits: int, kernel: str, d: int, L: int, angle: ExactReal) -> Found:
    from ntksym.spectra.layerwise import layerwise, starts
    from ntksym.spectra.separation import Problem

    asked = Problem(kernel, d, L, angle)
    bound = Enclosure.around(layerwise(asked, [L])[L], bits=bits_for(digits + 3))
    return Found(bound, "two-point constants of kappa_0 and kappa_1, layer by layer", None, {"starts": starts(asked)})


def _configuration_upper(digits: int, kernel: str, d: int, L: int | None, angle: ExactReal, sided: str) -> Found:
    from ntksym.spectra.configurations import configuration_upper
    from ntksym.spectra.two_point import Problem

    depth = _depth(kernel, L, kernel == "ntk")
    found = configuration_upper(Problem(kernel, d, 2 if depth is None else depth, angle, sided), digits + 3)
    method = f"Rayleigh quotient on {found.configuration.n} points of R^{found.d}: {found.configuration.name}"
    return Found(found.quotient, method, None, {"configuration": found})


def _trace_upper(digits: int, kernel: str, d: int, L: int | None, angle: ExactReal, k: int | None) -> Found:
    from ntksym.spectra.packing import trace_upper
    from ntksym.spectra.two_point import Problem

    depth = _depth(kernel, L, kernel == "ntk")
    found = trace_upper(Problem(kernel, d, 2 if depth is None else depth, angle), k, digits + 3)
    return Found(found.value, f"trace beyond degree {found.k} of a packing that must exist", None, {"degree": found.k})


def _two_point_limit(digits: int, kernel: str, d: int, L: int | None, angle: ExactReal, sided: str) -> Found:
    from ntksym.spectra.two_point import Problem
    from ntksym.spectra.two_point_limit import two_point_limit

    depth = _depth(kernel, L, kernel == "ntk")
    witness, value = two_point_limit(Problem(kernel, d, 2 if depth is None else depth, angle, sided), digits + 3)
    method = f"dual measures with {len(witness.atoms)} atoms, degrees below {witness.k0} one by one"
    return Found(value, method, None, {"dual": witness})


def _flat_limit(digits: int, d: int, lattice: str) -> Found:
    from ntksym.spectra.flat_limit import flat_limit
    from ntksym.spectra.signed_lattices import lattice_of

    found = flat_limit(d, lattice, digits + 3)
    parts = " + ".join(f"{part.name}^{k}" if k > 1 else part.name for part, k in lattice_of(d - 1, lattice).items())
    return Found(found, f"theta function of {parts}, split as for zeta")


BOUNDS = (
    Constant(
        "cap-minorant",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            DIMENSION,
            integer("L", 2, "the depth L", "3", high=512),
            SEPARATION,
        ),
        "lambda_min(K(x_i . x_j)) >= lo for every set of unit vectors whose lines are separated by the angle",
        "\\lambda_{{\\mathrm{{cap}}}}({kernel}, {d}, {angle})",
        "derivations/cap_transform.py, derivations/cap_majorants.py; Karhadkar et al. 2024 (arXiv 2405.14630) extended",
        _cap_minorant,
        "min_over_family",
        optional={"L": None},
        side="lower",
    ),
    Constant(
        "cap-minorant-limit",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            integer("d", 2, "the dimension d of the sphere S^(d-1)", "3", high=1024),
            integer("L", 2, "the depth L", "3", high=512),
            choice("caps", ("many", "one"), "number of caps"),
        ),
        "liminf of inf lambda_min/angle (kappa1: /angle^3) >= lo as the angle goes to 0; one: limit of cap-minorant",
        "\\lambda_{{\\mathrm{{cap}}}}'({kernel}, {d})",
        "ntksym/spectra/cap_limit.py, cap_mixture_limit.py (proofs), derivations/cap_limit.py, cap_mixture.py",
        _cap_limit,
        "enclosure",
        optional={"L": None, "caps": "one"},
        side="lower",
    ),
    Constant(
        "two-point",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            DIMENSION,
            integer("L", 2, "the depth L", "3", high=64),
            SEPARATION,
            choice("sided", ("projective", "one"), "separation (of lines, or of points)"),
            integer("n", 2, "the number n of points", "10"),
        ),
        "lambda_min(K(x_i . x_j)) >= lo for all (n) unit vectors separated by the angle",
        "\\lambda_{{\\mathrm{{LP}}}}({kernel}, {d}, {angle})",
        "derivations/two_point_theorem.py (theorem and proof); Delsarte's linear programming method",
        _two_point,
        "two_point",
        optional={"L": None, "sided": "projective", "n": None},
        side="lower",
    ),
    Constant(
        "layerwise",
        (
            choice("kernel", ("ntk",), "kernel"),
            DIMENSION,
            integer("L", 2, "the depth L", "3", high=64),
            SEPARATION,
        ),
        "lambda_min(Theta_L(x_i . x_j)) >= lo for every set of unit vectors whose lines are separated by the angle",
        "\\lambda_{{\\mathrm{{layers}}}}({d}, {L}, {angle})",
        "ntksym/spectra/layerwise.py (proof); Karhadkar et al. 2024 (arXiv 2405.14630) extended; Schur",
        _layerwise,
        "layerwise",
        optional={"kernel": "ntk"},
        side="lower",
    ),
    Constant(
        "configuration-upper",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            DIMENSION,
            integer("L", 2, "the depth L", "3", high=64),
            SEPARATION,
            choice("sided", ("projective", "one"), "separation (of lines, or of points)"),
        ),
        "lambda_min(K(x_i . x_j)) <= hi for some set of unit vectors separated by the angle: no lower bound is above",
        "\\lambda_{{\\mathrm{{conf}}}}({kernel}, {d}, {angle})",
        "ntksym/spectra/configurations.py; Ritz, Horn and Johnson Theorem 4.2.2",
        _configuration_upper,
        "configuration_upper",
        optional={"L": None, "sided": "projective"},
        side="upper",
    ),
    Constant(
        "trace-upper",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            integer("d", 2, "the dimension d of the sphere S^(d-1)", "100", high=1024),
            integer("L", 2, "the depth L", "3", high=64),
            SEPARATION,
            integer("k", 0, "the degree k (the best one if left out)", "5", high=1023),
        ),
        "lambda_min(K(x_i . x_j)) <= hi for some set of unit vectors whose lines are separated by the angle; large d",
        "\\lambda_{{\\mathrm{{trace}}}}({kernel}, {d}, {angle})",
        "ntksym/spectra/packing.py (theorem and proof); Karhadkar et al. 2024 (arXiv 2405.14630) extended",
        _trace_upper,
        "enclosure",
        optional={"L": None, "k": None},
        side="upper",
    ),
    Constant(
        "two-point-limit",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            DIMENSION,
            integer("L", 2, "the depth L", "3", high=64),
            SEPARATION,
            choice("sided", ("projective", "one"), "separation (of lines, or of points)"),
        ),
        "no two-point argument (Phi, H), H positive definite, proves more than hi: the dual programme",
        "\\lambda_{{\\mathrm{{dual}}}}({kernel}, {d}, {angle})",
        "ntksym/spectra/two_point_limit.py, derivations/two_point_dual.py (theorem and proof)",
        _two_point_limit,
        "two_point_limit",
        optional={"L": None, "sided": "projective"},
        side="upper",
    ),
    Constant(
        "flat-limit",
        (
            integer("d", 2, "the dimension d of the sphere S^(d-1)", "3", high=256),
            choice("lattice", ("bcc", "best", "cubic"), "lattice"),
        ),
        "limsup of inf lambda_min(kappa_0)/angle <= value as the angle goes to 0 (Theta_L: L(L-1)/2 times it)",
        "\\sigma_{{\\mathrm{{{lattice}}}}}({d})",
        "ntksym/spectra/flat_limit.py (theorem and proof), signed_lattices.py, derivations/flat_limit.py",
        _flat_limit,
        "enclosure",
        optional={"lattice": "best"},
    ),
)
