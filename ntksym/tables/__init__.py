"""Tables of certified constants and their plots."""

from ntksym.tables.grids import build
from ntksym.tables.grids import build as table
from ntksym.tables.render import FORMATS, known, render
from ntksym.tables.table import Cell, Table

__all__ = ["FORMATS", "Cell", "Table", "build", "known", "render", "table"]
