"""The catalogue: every constant by name, with parameters, formula, source and the fastest rigorous route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.constants.parameters import Parameter
from ntksym.constants.parameters import digits as read_digits
from ntksym.errors import InputError, UndecidedError


@dataclass(frozen=True)
class Found:
    """What a route returns: the enclosure, how it was found; the exact value and a source of its own, if any."""

    enclosure: Enclosure
    method: str
    exact: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None


@dataclass(frozen=True)
class Constant:
    """An entry of the catalogue.

    Parameters
    ----------
    name
        The fixed name, e.g. ``hemisphere``.
    parameters
        What it depends on; those in ``optional`` may be left out.
    meaning
        One line of mathematics.
    latex
        The symbol with its parameters, as a format string.
    source
        Where the formula is from.
    route
        ``route(digits, **parameters) -> Found``, with relative width at most 10^-digits.
    certificate
        The kind of certificate it comes with.
    side
        Which end is the constant: "value", "lower" (lo certifies a lower bound) or "upper".
    """

    name: str
    parameters: tuple[Parameter, ...]
    meaning: str
    latex: str
    source: str
    route: Callable[..., Found]
    certificate: str
    optional: Mapping[str, Any] = field(default_factory=dict)
    side: str = "value"

    @property
    def usage(self) -> str:
        """How to ask for it on the command line."""
        parts = []
        for p in self.parameters:
            part = f"{p.name}={p.example}"
            parts.append(f"[{part}]" if p.name in self.optional else part)
        return " ".join([self.name, *parts])

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check and convert the given parameters."""
        known = {p.name: p for p in self.parameters}
        if unknown := sorted(set(given) - set(known)):
            raise InputError(
                f"{unknown[0]}={given[unknown[0]]}", f"{self.name} has no such parameter", f"use: {self.usage}"
            )
        values: dict[str, Any] = {}
        for name, parameter in known.items():
            if name in given:
                values[name] = parameter.read(name, given[name])
            elif name in self.optional:
                values[name] = self.optional[name]
            else:
                raise InputError(
                    self.name, f"the parameter {name} ({parameter.meaning}) is missing", f"use: {self.usage}"
                )
        return values

    def value(self, digits: int, parameters: Mapping[str, Any], **how: Any) -> ConstantValue:
        """The constant at given parameters; ``how`` goes to the route."""
        wanted = read_digits(digits)
        values = self.read(parameters)
        found = self.route(wanted, **values, **how)
        shown = {k: v for k, v in values.items() if v is not None}
        return ConstantValue(
            self.name,
            shown,
            found.enclosure,
            wanted,
            found.method,
            found.exact,
            found.source or self.source,
            self.latex,
            self.meaning,
            self.certificate,
            self.side,
            found.details,
        )


@dataclass(frozen=True)
class ConstantValue:
    """A certified constant: lo <= value <= hi.

    Shows as mathematics in Jupyter; ``as_json`` is what ``ntksym constant --json`` prints.
    """

    constant: str
    parameters: Mapping[str, Any]
    enclosure: Enclosure
    digits: int
    method: str
    exact: str | None
    source: str
    latex: str
    meaning: str
    certificate: str
    side: str
    details: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def lo(self) -> str:
        """The lower end as a decimal, rounded down."""
        return self._ends()[0]

    @property
    def hi(self) -> str:
        """The upper end as a decimal, rounded up."""
        return self._ends()[1]

    def _ends(self) -> tuple[str, str]:
        e = self.enclosure
        if e.lo == e.hi == 0:
            return "0", "0"
        rational = self._rational()
        if rational is not None:
            shown = round_decimal(rational, self.digits + 2, up=False)
            if Fraction(shown) == rational:
                return shown, shown
        for places in range(self.digits + 2, self.digits + 12):
            lo, hi = round_decimal(e.lo, places, up=False), round_decimal(e.hi, places, up=True)
            low, high = Fraction(lo), Fraction(hi)
            if low * high > 0 and (high - low) * 10**self.digits <= min(abs(low), abs(high)):
                return lo, hi
        raise UndecidedError(f"{self.constant}: the enclosure is too wide for {self.digits} digits")

    def _rational(self) -> Fraction | None:
        value = self.details.get("value")
        if value is not None and value.half_power == 0 and value.radicand == 1:
            return Fraction(value.coefficient)
        return None

    def as_json(self) -> dict[str, Any]:
        """Plain data with decimal strings, lo <= value <= hi."""
        return {
            "constant": self.constant,
            "parameters": {k: v if isinstance(v, int) else str(v) for k, v in self.parameters.items()},
            "lo": self.lo,
            "hi": self.hi,
            "digits": self.digits,
            "method": self.method,
            "exact": self.exact,
            "source": self.source,
        }

    def __str__(self) -> str:
        given = " ".join(f"{k}={v}" for k, v in self.parameters.items())
        return f"{self.constant} {given} in [{self.lo}, {self.hi}]"

    def _repr_latex_(self) -> str:
        given = {k: _tex(v) for k, v in self.parameters.items()}
        for key in ("kernel", "name"):
            if key in given:
                given[key] = KERNEL_SYMBOLS[given[key]].format(L=given.get("L", ""))
        symbol = self.latex.format(**given)
        if self.exact is not None and len(self.exact) <= 60:
            from ntksym.constants.closed_forms import exact_latex

            return f"$\\displaystyle {symbol} = {exact_latex(self)}$"
        if self.lo == self.hi:
            return f"$\\displaystyle {symbol} = {_decimal_tex(self.lo)}$"
        return f"$\\displaystyle {symbol} \\in \\left[{_decimal_tex(self.lo)},\\ {_decimal_tex(self.hi)}\\right]$"


KERNEL_SYMBOLS = {
    "step": "1_{{t>0}}",
    "relu": "t_+",
    "kappa0": "\\kappa_0",
    "kappa1": "\\kappa_1",
    "tkappa0": "t\\,\\kappa_0",
    "sigma": "\\Sigma_{{{L}}}",
    "ntk": "\\Theta_{{{L}}}",
}


def _decimal_tex(text: str) -> str:
    mantissa, _, exponent = text.partition("E")
    return f"{mantissa} \\cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _tex(value: Any) -> str:
    return str(value).replace("*pi", "\\pi").replace("pi", "\\pi")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Constant]:
    """All constants by name."""
    from ntksym.constants.bounds import BOUNDS
    from ntksym.constants.closed_forms import CLOSED_FORMS
    from ntksym.constants.spectral import SPECTRAL

    entries = [*CLOSED_FORMS, *SPECTRAL, *BOUNDS]
    return {entry.name: entry for entry in sorted(entries, key=lambda c: c.name)}


def constant(name: str, /, *, digits: int = 20, **parameters: Any) -> ConstantValue:
    """A certified enclosure of a constant, of relative width at most 10^-digits.

    Parameters
    ----------
    name
        One of ``catalogue()``; ``ntksym constant --list`` shows them.
    digits
        Significant digits, 1 to 10,000.
    parameters
        The constant's parameters under the papers' letters; real ones exact: ``"0.3"``, ``"1/7"``, ``"pi/7"``.

    Raises
    ------
    InputError
        If the name or a parameter is not usable; the message says why and what to do.

    Examples
    --------
    >>> print(constant("hemisphere", d=3, k=5))
    hemisphere d=3 k=5 in [0.03125, 0.03125]
    >>> constant("funk-hecke", kernel="kappa0", d=2, k=1).exact
    '2/pi**2'
    """
    entry = catalogue().get(name)
    if entry is None:
        import difflib

        near = difflib.get_close_matches(name, catalogue(), n=1)
        raise InputError(
            name[:60], "no such constant", f"did you mean {near[0]}?" if near else "see `ntksym constant --list`"
        )
    return entry.value(digits, parameters)
