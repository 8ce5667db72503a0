"""The look of every plot, and files whose bytes are the same on every run."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ntksym.errors import InputError
from ntksym.files import write_bytes

# Okabe and Ito's colours, told apart by colour-blind readers; yellow is left out (too pale for lines).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
GREY = "#595959"

STYLE: dict[str, Any] = {
    "font.family": "STIXGeneral",  # comes with matplotlib, so every machine draws the same letters
    "mathtext.fontset": "stix",
    "font.size": 12,
    "axes.titlesize": 12,
    "axes.labelsize": 12.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": False,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "xtick.minor.visible": False,
    "ytick.minor.visible": False,
    "legend.frameon": False,
    "legend.fontsize": 11,
    "lines.linewidth": 1.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "ntksym",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
}
# What a file would say of the program and the hour that made it: left out.
METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    "svg": {"Creator": None, "Date": None},
}


def picture_format(path: Path) -> str:
    """The format that a file's suffix names.

    Examples
    --------
    >>> picture_format(Path("a.PDF"))
    'pdf'
    """
    form = path.suffix.removeprefix(".").lower()
    if form not in METADATA:
        raise InputError(str(path), "no such picture format", "end the name in .png, .pdf or .svg")
    return form


class Plot(Figure):
    """A matplotlib figure that keeps its style wherever it is drawn, and shows itself in Jupyter.

    ``Plot.save`` writes PNG, PDF or SVG with the same bytes on every run.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width, height), dpi=100, layout="constrained")
        FigureCanvasAgg(self)

    def settled(self) -> Plot:
        """Lay the figure out once and for all: a later drawing then moves nothing."""
        self.draw_without_rendering()
        self.set_layout_engine("none")
        return self

    def draw(self, renderer: Any) -> None:
        """Draw under the style: tick labels are made only now."""
        with rc_context(STYLE):
            super().draw(renderer)

    def save(self, path: str | Path, *, dpi: int = 200) -> Path:
        """Write the figure; the suffix says how.

        Raises
        ------
        InputError
            If the suffix is not ``.png``, ``.pdf`` or ``.svg``.
        """
        target = Path(path)
        write_bytes(target, self._drawn(picture_format(target), dpi))
        return target

    def _drawn(self, form: str, dpi: int) -> bytes:
        out = BytesIO()
        with rc_context(STYLE):
            self.savefig(out, format=form, dpi=dpi, metadata=METADATA[form])
        return out.getvalue()

    def _repr_png_(self) -> bytes:
        return self._drawn("png", 100)
