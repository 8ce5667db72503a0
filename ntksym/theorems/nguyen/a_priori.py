r"""lambda_min(K) itself before any data is seen, norms included: the sphere, the normal law, Lipschitz concentration.

*Sphere of radius sqrt(d)*: d times the bound of :func:`guarantee`.  *Standard normal points*: min |x_i|^2 >= x but for
a probability n P(chi^2_d <= x), directions uniform and independent of the norms.  *Any law with mean zero and*

    P(|f(x) - E f(x)| > t) <= 2 exp(-c t^2)   for every 1-Lipschitz f  (Assumption 2.2 of the paper):

with A = E |x|, all norms lie within s A of A but for 2 n exp(-c s^2 A^2).  For such x_i fixed <x_i, .> is
(1+s) A-Lipschitz with mean zero, so some |<x_i, x_j>| exceeds u (1-s)^2 A^2 with probability at most
n (n-1) exp(-c A^2 u^2 (1-s)^4/(1+s)^2); but for both no |t_ij| exceeds u, and

    lambda_min(K) >= (1-s)^2 A^2 (f_r(1) - (n-1) f_r(u)).

SOURCE: Nguyen, Mondelli and Montufar, Assumptions 2.1 and 2.2, Theorem 3.2; ntksym's notes, Theorem B, re-derived.
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.arb import arb, ball, certainly_less, lower, precision, upper
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel
from ntksym.theorems.facts import BITS
from ntksym.theorems.karhadkar.powers import uniform_bound
from ntksym.theorems.nguyen.probabilistic import guarantee
from ntksym.theorems.sphere import LAWS, least_square

SPLITS = tuple(Fraction(k, 16) for k in range(1, 16))


def least_eigenvalue(kernel: DotKernel, n: int, d: int, failure: Fraction, law: str = "sphere") -> Fraction:
    """A number that lambda_min(K) of n independent points of R^d is below with probability at most ``failure``.

    Parameters
    ----------
    kernel, n, d, failure
        The kernel, the number of points, their dimension, and the probability, strictly between 0 and 1.
    law
        ``"sphere"``: uniform on the sphere of radius sqrt(d); ``"gaussian"``: standard normal.

    Raises
    ------
    InputError
        If a parameter is out of range.

    Examples
    --------
    >>> 18 < least_eigenvalue(DotKernel("ntk", 2), 300, 100, Fraction(1, 100)) < 19
    True
    """
    _check(n, failure)
    if law not in LAWS or d < 2:
        raise InputError(f"law={law}, d={d}", f"the laws are {', '.join(LAWS)}, in dimension 2 or more", "give such")
    if law == "sphere" or not kernel.homogeneity:
        return max(guarantee(kernel, n, d, failure).bound, Fraction(0)) * (d if kernel.homogeneity else 1)
    return max(guarantee(kernel, n, d, failure / 2).bound, Fraction(0)) * least_square(n, d, failure / 2)


def concentrated(kernel: DotKernel, n: int, failure: Fraction, c: Fraction, mean_norm: Fraction) -> Fraction:
    """The same for any law with mean zero, the concentration constant c and E |x| >= ``mean_norm``; 0 if empty.

    A larger E |x| only helps: the bound rises in c A^2 and in A.

    Examples
    --------
    >>> found = concentrated(DotKernel("ntk", 3), 100, Fraction(1, 100), Fraction(1, 2), Fraction(31))
    >>> found > 100  # 100 standard normal points in dimension 1000: c = 1/2, E |x| = 31.6
    True
    """
    _check(n, failure)
    if c <= 0 or mean_norm <= 0:
        raise InputError(f"c={c}, mean_norm={mean_norm}", "both are positive", "give such")
    with precision(BITS):
        strength, best = ball(c * mean_norm * mean_norm), Fraction(0)
        for split in SPLITS:
            s = (ball(2 * n / (failure * split)).log() / strength).sqrt()
            if not certainly_less(s, arb(1)):
                continue
            stretch = (1 + s) / ((1 - s) * (1 - s))
            u = upper(stretch * (ball(n * (n - 1) / (failure * (1 - split))).log() / strength).sqrt())
            bound = uniform_bound(kernel, n, u)[0]
            norms = lower((1 - s) * (1 - s)) * mean_norm * mean_norm if kernel.homogeneity else Fraction(1)
            best = max(best, bound * norms)
        return best


def _check(n: int, failure: Fraction) -> None:
    if n < 2 or not 0 < failure < 1:
        raise InputError(f"n={n}, failure={failure}", "n >= 2 and 0 < failure < 1", "give such")
