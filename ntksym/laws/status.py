"""What is proved, what is derived here and validated, and what is heuristic.  Printed with every law."""

from __future__ import annotations

from ntksym.laws.activation import Activation

MATRIX = "K = (X X'/d) o (phi(XW/sqrt d) D^2 phi(XW/sqrt d)'/p), phi = sigma'; n/(dp) -> gamma1, p/d -> gamma2"
CONVENTION = (
    "law of the n x n matrix K; H acts on the dp x dp side: K = Z Z'/(dp) with n samples of population H, "
    "so that (1/n) tr K^2 -> gamma1 m_2(H) + m_1(H)^2 without the outliers"
)
PROVED = (
    "given H: the equation z(zeta), uniqueness, the edges, thresholds, densities and moments "
    "(certified: balls contain the number of that law)",
    "the Hermite data a_0, a, b^2 (exact, or rigorous quadrature with a proven tail)",
)
DERIVED = (
    "H and its place in the equation (restated from Benigni and Paquette, arXiv 2508.20036; derived here, "
    "simulated: KS distance falls like 1/d)",
)
HEURISTIC = (
    "extreme eigenvalues of finite K tend to the edges (plausible for gamma1 < 1; "
    "for gamma1 > 1 small eigenvalues below the left edge do occur)",
    "the places of the outliers",
)
JUMP = "phi jumps: outside the theorem's hypotheses; the law fits in simulations"
GENERAL_PROVED = (
    "given that the contour formula's m_H is that of a law H on [0, oo): the outer edges and densities printed as "
    "enclosures (branches settled by half-planes, values by rigorous quadrature; at most 12 digits)",
    "given Sigma >= b^2 (I x D^2): the lower bound of the left edge",
)
GENERAL = (
    "general D: the contour formula for m_H, derived here and compared with matrices to 1e-2; "
    "the approximate band, and edges without an enclosure, are floating point"
)


def statements(activation: Activation, *, general: bool = False) -> dict[str, list[str]]:
    """The statements by rank, for one activation.

    Examples
    --------
    >>> from ntksym.laws.activation import activation
    >>> statements(activation("relu"))["heuristic"][-1]
    "phi jumps: outside the theorem's hypotheses; the law fits in simulations"
    """
    heuristic = [*HEURISTIC, *([JUMP] if activation.jumps else [])]
    proved = [*GENERAL_PROVED, *PROVED[1:]] if general else list(PROVED)
    return {"proved": proved, "derived": [*DERIVED, *([GENERAL] if general else [])], "heuristic": heuristic}
