"""Errors that name the input, the reason and the remedy, in one line."""

from __future__ import annotations

LONGEST = 160  # of the input, in a message; the middle of longer input is left out


class InputError(ValueError):
    """Input that cannot be used.  The command line prints it as one line and exits with 2.

    Parameters
    ----------
    what
        The input as the user gave it, for instance ``"d=1"``.
    why
        The reason, for instance ``"the sphere S^(d-1) needs d >= 2"``.
    remedy
        What to do instead.

    Examples
    --------
    >>> print(InputError("d=1", "the sphere S^(d-1) needs d >= 2", "give an integer d >= 2"))
    d=1: the sphere S^(d-1) needs d >= 2; give an integer d >= 2
    """

    def __init__(self, what: str, why: str, remedy: str) -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(what, why, remedy)

    def __str__(self) -> str:
        half = LONGEST // 2
        what = self.what if len(self.what) <= LONGEST else f"{self.what[:half]}...{self.what[-half:]}"
        line = " ".join(f"{what}: {self.why}; {self.remedy}".split())
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)  # a file's name may hold anything


class UndecidedError(ArithmeticError):
    """A comparison, sign or precision that balls could not settle, used where an answer was needed."""
