"""Draw the README's pictures: ``python docs/make_pictures.py`` (the same bytes on every run)."""

from pathlib import Path

import ntksym

HERE = Path(__file__).parent
BOUNDS = ("karhadkar-submatrix", "karhadkar-D-layers", "nguyen-A9", "nguyen-A7", "slides-correlation")


def main(folder: Path = HERE) -> list[Path]:
    """Write the pictures into a folder."""
    spectrum = ntksym.plot_spectrum(d=3, depths="2:4")
    minorant = ntksym.plot_minorant(dims="3,5,10", depths="2:4")
    digits = ntksym.load("@digits:rows=200")
    bounds = ntksym.plot_sweep([ntksym.bounds(digits, L, only=BOUNDS) for L in range(2, 9)], names=BOUNDS)
    pictures = {"spectrum.png": spectrum, "minorant.png": minorant, "bounds.png": bounds}
    return [picture.save(folder / name, dpi=110) for name, picture in pictures.items()]


if __name__ == "__main__":
    for path in main():
        print(path.name)
