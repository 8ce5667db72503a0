"""Exact moments of H and of the law of K (nu = delta_1), and of the two readings of the convolution.

The free cumulants of the law of K are gamma_1^(j-1) m_j(H); the reading "MP_(gamma_1) x H for the n x n matrix" would
give m_2 = m_2(H) + gamma_1 m_1(H)^2 instead of gamma_1 m_2(H) + m_1(H)^2, and for gamma_1 -> 0 the law H instead of a
point mass at m_1(H).
"""

from __future__ import annotations

import sympy as sp


def marchenko_pastur(k: int, gamma: sp.Expr) -> sp.Expr:
    """The k-th moment of the Marchenko-Pastur law with mean 1: a sum of Narayana numbers.

    Examples
    --------
    >>> marchenko_pastur(3, sp.Symbol("g"))
    g**2 + 3*g + 1
    """
    if k == 0:
        return sp.Integer(1)
    return sp.Add(*(sp.binomial(k, r) * sp.binomial(k - 1, r) * gamma**r / (r + 1) for r in range(k)))


def population(k: int, a2: sp.Expr, b2: sp.Expr, gamma: sp.Expr) -> sp.Expr:
    """The k-th moment of H.

    Examples
    --------
    >>> a, b, g = sp.symbols("a b g")
    >>> sp.factor(population(2, a, b, g) - (a + b) ** 2)
    2*a**2*g
    """

    def chi(j: int) -> sp.Expr:
        pair = sp.Add(
            *(sp.binomial(j, i) * marchenko_pastur(i, gamma) * marchenko_pastur(j - i, gamma) for i in range(j + 1))
        )
        return gamma / 2 * pair + (1 - gamma) * marchenko_pastur(j, gamma) + (gamma / 2 if j == 0 else 0)

    return sp.expand(sp.Add(*(sp.binomial(k, j) * a2**j * b2 ** (k - j) * chi(j) for j in range(k + 1))))


def law(k: int, a2: sp.Expr, b2: sp.Expr, gamma1: sp.Expr, gamma2: sp.Expr) -> sp.Expr:
    """The k-th moment of the limiting law of K, k <= 4.

    Examples
    --------
    >>> a, b, g, h = sp.symbols("a b g1 g2")
    >>> sp.expand(law(2, a, 0, g, h))
    2*a**2*g1*g2 + a**2*g1 + a**2
    """
    c = [sp.Integer(0), *(gamma1 ** (j - 1) * population(j, a2, b2, gamma2) for j in range(1, k + 1))]
    if k == 1:
        return c[1]
    if k == 2:
        return c[2] + c[1] ** 2
    if k == 3:
        return c[3] + 3 * c[2] * c[1] + c[1] ** 3
    if k == 4:
        return c[4] + 4 * c[3] * c[1] + 2 * c[2] ** 2 + 6 * c[2] * c[1] ** 2 + c[1] ** 4
    raise ValueError(f"k={k}: moments 1 to 4 are given")


def literal_second(a2: sp.Expr, b2: sp.Expr, gamma1: sp.Expr, gamma2: sp.Expr) -> sp.Expr:
    """The second moment in the literal reading, which is wrong for the n x n matrix."""
    return population(2, a2, b2, gamma2) + gamma1 * population(1, a2, b2, gamma2) ** 2
