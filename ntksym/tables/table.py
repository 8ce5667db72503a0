"""A table as data: what its rows are, how its numbers are rounded, and why they are true."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from ntksym.balls.enclosure import Enclosure, round_decimal

KERNELS = {"ntk": "Theta_L", "sigma": "Sigma_L", "kappa0": "kappa_0", "tkappa0": "t kappa_0", "kappa1": "kappa_1"}


@dataclass(frozen=True)
class Cell:
    """A certified number in a table.

    Parameters
    ----------
    enclosure
        Contains the number.
    side
        ``"value"`` prints the digits that both ends share (the number is that decimal or a little larger in modulus);
        ``"lower"`` prints the lower end rounded down; ``"upper"`` the upper end rounded up.
    digits
        How many are printed, if not as many as in the rest of the table.
    """

    enclosure: Enclosure
    side: str = "value"
    digits: int | None = None

    def text(self, digits: int) -> str:
        """The printed decimal, true under the table's rounding rule.

        Examples
        --------
        >>> Cell(Enclosure.around(Fraction(2, 3))).text(4), Cell(Enclosure.around(Fraction(2, 3)), "upper").text(4)
        ('0.6666', '0.6667')
        """
        return self._text(self.digits or digits)

    def _text(self, digits: int) -> str:
        e = self.enclosure
        if e.lo == e.hi == 0:
            return "0"
        if self.side == "lower":
            return _trimmed(round_decimal(e.lo, digits, up=False))
        if self.side == "upper":
            return _trimmed(round_decimal(e.hi, digits, up=True))
        for shared in range(digits, 1, -1):  # fewer where the ends straddle a decimal
            towards_zero = [round_decimal(end, shared, up=end < 0) for end in (e.lo, e.hi)]
            if towards_zero[0] == towards_zero[1]:
                return _trimmed(towards_zero[0])
            if e.exact or e.lo * e.hi <= 0:
                break
        lo, hi = e.decimals(digits)
        return f"[{lo}, {hi}]"


def _trimmed(text: str) -> str:
    mantissa, e, exponent = text.partition("E")
    value = Fraction(text)
    if e and -7 < int(exponent) < 0:
        return format_plain(value)
    if "." in mantissa and not e:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + (f"e{int(exponent)}" if e else "")


def format_plain(value: Fraction) -> str:
    """A terminating decimal written out."""
    from decimal import Context, Decimal

    return format(Context(prec=400).divide(Decimal(value.numerator), Decimal(value.denominator)), "f")


Entry = str | int | Cell


@dataclass(frozen=True)
class Table:
    """Rows of labels and certified numbers, with a caption that states conventions and rounding.

    ``kinds`` says of each row whether it is the ``"main"`` one, ``"muted"`` or neither; ``remarks`` stand below.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    digits: int = 8
    notes: tuple[str, ...] = field(default_factory=tuple)
    math_columns: tuple[str, ...] | None = None  # LaTeX headings, if they differ
    kinds: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """Title, rounding rule, conventions."""
        return " ".join([self.title.rstrip(".") + ".", *self.notes, self._rounding()])

    def _rounding(self) -> str:
        sides = {cell.side for row in self.rows for cell in row if isinstance(cell, Cell)}
        rules = {
            "value": "Values are cut after the last digit that is certain.",
            "lower": "Lower constants are rounded down.",
            "upper": "Upper constants are rounded up.",
        }
        return " ".join(rules[side] for side in ("value", "lower", "upper") if side in sides)

    def texts(self) -> list[list[str]]:
        """The cells as printed."""
        return [[c.text(self.digits) if isinstance(c, Cell) else str(c) for c in row] for row in self.rows]

    def kind(self, row: int) -> str:
        """``"main"``, ``"muted"`` or ``""``."""
        return self.kinds[row] if self.kinds else ""

    def numeric(self) -> list[bool]:
        """Which columns hold numbers."""
        return [any(isinstance(row[i], Cell) for row in self.rows) for i in range(len(self.columns))]

    def _repr_html_(self) -> str:
        from ntksym.tables.render import render

        return render(self, "html")

    def _repr_latex_(self) -> str:
        from ntksym.tables.render import render

        return render(self, "latex")

    def __str__(self) -> str:
        from ntksym.tables.render import render

        return render(self, "markdown")
