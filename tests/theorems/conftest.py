"""The tests of the theorems share two modules of this folder: data sets by number, and eigenvalues to sixty digits."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
