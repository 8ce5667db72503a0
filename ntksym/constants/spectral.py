"""Spectral constants: Funk-Hecke eigenvalues, caps, kernel values, power series, decay constants."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from ntksym.balls.exact import ExactReal
from ntksym.constants.catalogue import Constant, ConstantValue, Found, constant
from ntksym.constants.closed_forms import evaluate, formula
from ntksym.constants.parameters import DEGREE, DEPTH, DIMENSION, ORDER, TERM, angle, choice, cosine, integer
from ntksym.errors import InputError

TWO_LAYER_FORMULAS = {
    "step": "hemisphere",
    "relu": "relu",
    "kappa0": "kappa_zero_eigenvalue",
    "kappa1": "kappa_one_eigenvalue",
    "tkappa0": "t_kappa_zero_eigenvalue",
}
CAP_ANGLE = angle(Fraction(1, 2), "the opening angle b of the cap")


def _depth(kernel: str, L: int | None, needed: bool) -> int | None:
    if needed and L is None:
        raise InputError(f"kernel={kernel}", "the depth L is missing", f"give L, e.g. kernel={kernel} L=3")
    if kernel == "ntk" and L == 0:
        raise InputError("L=0", "Theta_L starts at L = 1", "give L >= 1, e.g. L=2 for one hidden layer")
    if not needed and L is not None:
        raise InputError(f"L={L}", f"kernel={kernel} has no depth", "leave L out, or use kernel=ntk or kernel=sigma")
    return L


def _funk_hecke(digits: int, kernel: str, d: int, k: int, L: int | None) -> Found:
    depth = _depth(kernel, L, kernel in ("ntk", "sigma"))
    name = TWO_LAYER_FORMULAS.get(kernel)
    if (kernel, depth) == ("ntk", 2):
        name = "ntk_two_eigenvalue"
    elif (kernel, depth) == ("sigma", 1):
        name = "kappa_one_eigenvalue"
    if name is not None:
        return evaluate(formula("transforms", name), digits, d=d, k=k)
    if depth == 0 or (kernel, depth) == ("ntk", 1):  # the kernel is t itself
        return _exactly(Fraction(1, d) if k == 1 else Fraction(0), digits)
    from ntksym.spectra.funk_hecke import eigenvalue

    enclosure, method = eigenvalue(kernel, d, k, depth or 0, digits + 3)
    return Found(enclosure, method, "0" if enclosure.lo == enclosure.hi == 0 else None)


def funk_hecke_row(kernel: str, d: int, L: int, degrees: list[int], digits: int) -> list[ConstantValue]:
    """The eigenvalues of many degrees at once: the deep kernels share one quadrature.

    Examples
    --------
    >>> [v.lo for v in funk_hecke_row("ntk", 3, 3, [0, 1], 8)]
    ['0.9302519316', '0.3707831875']
    """
    one = partial(constant, "funk-hecke", digits=digits, kernel=kernel, d=d, L=L)
    if L <= 2:
        return [one(k=k) for k in degrees]
    from ntksym.spectra.gauss_legendre import table

    found = table(kernel, [L], [d], degrees, digits + 3)
    model = one(k=1)
    return [
        replace(
            model,
            parameters={**model.parameters, "k": k},
            enclosure=found[L, d, k],
            method="gauss-legendre",
            exact=None,
            details={},
        )
        for k in degrees
    ]


def _exactly(x: Fraction, digits: int) -> Found:
    from ntksym.balls.enclosure import Enclosure
    from ntksym.balls.exactvalue import ExactValue

    enclosure = Enclosure.around(x, bits=4 * digits + 64)
    return Found(enclosure, "closed form", str(x), {"value": ExactValue(x, 1, 0)})


def _cap(digits: int, d: int, k: int, angle: ExactReal) -> Found:
    from ntksym.spectra.cap import transform

    return Found(transform(d, k, angle, digits + 3), "Legendre polynomial in dimension d + 2")


def _cap_measure(digits: int, d: int, angle: ExactReal) -> Found:
    from ntksym.spectra.cap import measure

    return Found(measure(d, angle, digits + 3), "reduction formula")


def _kernel(digits: int, name: str, t: ExactReal, L: int | None) -> Found:
    from ntksym.kernels.ntk import value

    depth = _depth(name, L, name in ("ntk", "sigma"))
    enclosure = value(name, t, 2 if depth is None else depth, digits + 3)
    return Found(enclosure, "recursion in the angle")


def _coefficient(digits: int, kernel: str, L: int, m: int) -> Found:
    closed = {("sigma", 1): "kappa_one", ("ntk", 2): "ntk_two"}.get((kernel, L))
    if closed is not None:
        return evaluate(formula("power_series", closed), digits, m=m)
    from ntksym.kernels.power_series import coefficient

    enclosure = coefficient(kernel, L, m, digits + 3)
    if enclosure.lo == enclosure.hi:
        return _exactly(enclosure.lo, digits)
    return Found(enclosure, "power series in balls")


def _tail(digits: int, L: int, r: int) -> Found:
    from ntksym.kernels.power_series import tail

    return Found(tail(L, r, digits + 3), "L minus the first coefficients")


def _decay(side: str) -> Any:
    def route(digits: int, kernel: str, d: int, L: int, parity: str) -> Found:
        from ntksym.spectra.decay import decay

        found = decay(L, d, parity, digits + 3)
        end = found.low if side == "low" else found.high
        where = f"attained at k = {end.where}" if isinstance(end.where, int) else "approached as k grows"
        exact = "0" if end.constant.lo == end.constant.hi == 0 else None
        return Found(
            end.constant, f"table below k = {found.k0}, then the tail theorem; {where}", exact, {"decay": found}
        )

    return route


DEEP = integer("L", 2, "the depth L", "3", high=512)
SIGMA_DEPTH = integer("L", 0, "the depth L", "3", high=512)
_TAILS = "derivations/tail_expansion.py"

SPECTRAL = (
    Constant(
        "funk-hecke",
        (
            choice("kernel", ("step", "relu", "kappa0", "kappa1", "tkappa0", "sigma", "ntk"), "kernel"),
            DIMENSION,
            DEGREE,
            SIGMA_DEPTH,
        ),
        "the Funk-Hecke eigenvalue mu_k of a zonal kernel on S^(d-1), uniform probability measure, P_k(1) = 1",
        "\\mu_{{{k}}}^{{[{d}]}}[{kernel}]",
        "derivations/two_layer_eigenvalues.py; for L >= 3 Gauss-Legendre in the angle (Trefethen 2013, Thm 19.3) "
        "and DLMF 18.9.8",
        _funk_hecke,
        "exact_value",
        optional={"L": None},
    ),
    Constant(
        "cap",
        (DIMENSION, DEGREE, CAP_ANGLE),
        "the Funk-Hecke eigenvalue of the cap indicator 1[t >= cos(angle)]",
        "\\chi_{{{angle},{k}}}^{{[{d}]}}",
        "derivations/cap_transform.py",
        _cap,
        "enclosure",
    ),
    Constant(
        "cap.measure",
        (DIMENSION, CAP_ANGLE),
        "the share A(b) of the sphere S^(d-1) within the angle of a point",
        "A_{{{d}}}({angle})",
        "derivations/cap_transform.py; DLMF 8.17",
        _cap_measure,
        "enclosure",
    ),
    Constant(
        "kernel",
        (choice("name", ("kappa0", "kappa1", "sigma", "ntk"), "kernel"), cosine("t"), SIGMA_DEPTH),
        "the value of a kernel at cosine t",
        "{name}({t})",
        "derivations/ntk_recursion.py; Jacot et al. 2018",
        _kernel,
        "enclosure",
        optional={"L": None},
    ),
    Constant(
        "power-series",
        (choice("kernel", ("sigma", "ntk"), "kernel"), SIGMA_DEPTH, TERM),
        "the coefficient of t^m in Sigma_L or Theta_L",
        "[t^{{{m}}}]\\,{kernel}",
        "derivations/power_series.py; Nguyen et al. 2021 (arXiv 2012.11654)",
        _coefficient,
        "enclosure",
    ),
    Constant(
        "power-series.tail",
        (DEPTH, ORDER),
        "T_{L,r} = L - (the coefficients of t^0, ..., t^(r-1) in Theta_L)",
        "T_{{{L},{r}}}",
        "derivations/power_series.py",
        _tail,
        "series_tail",
    ),
    *(
        Constant(
            f"decay.{side}",
            (choice("kernel", ("ntk",), "kernel"), DIMENSION, DEEP, choice("parity", ("even", "odd", "all"), "parity")),
            f"the {'largest' if side == 'low' else 'smallest'} certified C with "
            f"mu_k {'>=' if side == 'low' else '<='} C G(k) for all k >= 1 "
            "of the parity, G(k) = Gamma(k-1/2)/Gamma(k+d-1/2)",
            f"C_{{{{\\mathrm{{{{{side}}}}}}}}}^{{{{\\mathrm{{{{{{parity}}}}}}}}}}({{d}}, {{L}})",
            _TAILS,
            _decay(side),
            "min_over_family",
            optional={"kernel": "ntk", "parity": "all"},
            side="lower" if side == "low" else "upper",
        )
        for side in ("low", "high")
    ),
)
