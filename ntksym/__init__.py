"""ntksym: certified explicit constants for the spectrum of the neural tangent kernel.

>>> import ntksym
>>> print(ntksym.constant("hemisphere", d=3, k=5))
hemisphere d=3 k=5 in [0.03125, 0.03125]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public names, each imported when it is first used: SymPy and matplotlib are slow to load.
_HOMES = {
    "Claim": "ntksym.claims",
    "Derivation": "ntksym.claims",
    "Enclosure": "ntksym.balls.enclosure",
    "InputError": "ntksym.errors",
    "Table": "ntksym.tables",
    "UndecidedError": "ntksym.errors",
    "bounds": "ntksym.tables.bounds",
    "catalogue": "ntksym.constants",
    "certificate": "ntksym.certificates",
    "conditioning": "ntksym.tables.conditioning",
    "constant": "ntksym.constants",
    "dataset": "ntksym.data",
    "dynamics": "ntksym.tables.dynamics",
    "enclose": "ntksym.balls.compiler",
    "judge": "ntksym.claims.legs",
    "limiting_law": "ntksym.tables.limiting_law",
    "load": "ntksym.data_files",
    "load_network": "ntksym.networks.weight_files",
    "network_report": "ntksym.tables.network",
    "plot_constants": "ntksym.tables.sharp_plot",
    "plot_minorant": "ntksym.tables.plots",
    "plot_power_series": "ntksym.tables.plots",
    "plot_spectral_bias": "ntksym.tables.spectral_bias_plot",
    "plot_spectrum": "ntksym.tables.plots",
    "plot_sweep": "ntksym.tables.bounds_plot",
    "table": "ntksym.tables",
    "verify": "ntksym.claims.ledger",
    "widths": "ntksym.tables.widths",
}
__all__ = ["__version__", *_HOMES]

if TYPE_CHECKING:
    from ntksym.balls.compiler import enclose as enclose
    from ntksym.balls.enclosure import Enclosure as Enclosure
    from ntksym.certificates import certificate as certificate
    from ntksym.claims import Claim as Claim
    from ntksym.claims import Derivation as Derivation
    from ntksym.claims.ledger import verify as verify
    from ntksym.claims.legs import judge as judge
    from ntksym.constants.catalogue import catalogue as catalogue
    from ntksym.constants.catalogue import constant as constant
    from ntksym.data import dataset as dataset
    from ntksym.data_files import load as load
    from ntksym.errors import InputError as InputError
    from ntksym.errors import UndecidedError as UndecidedError
    from ntksym.networks.weight_files import load_network as load_network
    from ntksym.tables import Table as Table
    from ntksym.tables.bounds import bounds as bounds
    from ntksym.tables.bounds_plot import plot_sweep as plot_sweep
    from ntksym.tables.conditioning import conditioning as conditioning
    from ntksym.tables.dynamics import dynamics as dynamics
    from ntksym.tables.grids import build
    from ntksym.tables.limiting_law import limiting_law as limiting_law
    from ntksym.tables.network import network_report as network_report
    from ntksym.tables.plots import plot_minorant as plot_minorant
    from ntksym.tables.plots import plot_power_series as plot_power_series
    from ntksym.tables.plots import plot_spectrum as plot_spectrum
    from ntksym.tables.sharp_plot import plot_constants as plot_constants
    from ntksym.tables.spectral_bias_plot import plot_spectral_bias as plot_spectral_bias
    from ntksym.tables.widths import widths as widths

    table = build


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'ntksym' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
