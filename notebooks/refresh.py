"""Run every notebook of this folder and store its outputs without run times: ``python notebooks/refresh.py``."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def refresh(path: Path) -> None:
    """Execute one notebook and write it back, with nothing in it that changes from run to run."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(HERE)}}).execute()
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
            for output in cell.outputs:
                if len(output.get("data", {})) > 1:  # shown as mathematics or picture: no text beside it
                    output["data"].pop("text/plain", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for found in sorted(HERE.glob("*.ipynb")):
        refresh(found)
        print(found.name)
