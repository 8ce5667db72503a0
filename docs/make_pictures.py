"""Draw the README's pictures: ``python docs/make_pictures.py`` (the same bytes on every run)."""

from pathlib import Path

import ntksym

HERE = Path(__file__).parent


def main(folder: Path = HERE) -> list[Path]:
    """Write the pictures into a folder."""
    spectrum = ntksym.plot_spectrum(d=3, depths="2:4")
    minorant = ntksym.plot_minorant(dims="3,5,10", depths="2:4")
    return [spectrum.save(folder / "spectrum.png", dpi=110), minorant.save(folder / "minorant.png", dpi=110)]


if __name__ == "__main__":
    for path in main():
        print(path.name)
