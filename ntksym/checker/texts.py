"""The fixed texts: what each constant means, and what a certificate of it does not claim.

A file must carry these very texts; the checker prints its own copy, never the file's prose.
"""

from __future__ import annotations

_KERNELS = (
    "kappa_0(t) = 1 - arccos(t)/pi; kappa_1(t) = (sqrt(1-t^2) + t (pi - arccos t))/pi; Sigma_0(t) = t, "
    "Sigma_l = kappa_1(Sigma_{l-1}); Theta_1 = t, Theta_{l+1} = Sigma_l + Theta_l kappa_0(Sigma_{l-1})"
)
_NAMES = "step = 1[t>0], relu = max(t,0), kappa0, kappa1, tkappa0 = t kappa_0(t), sigma = Sigma_L, ntk = Theta_L"
_SPHERE = "S^(d-1) with the uniform probability measure; P_k(1) = 1; eigenvalue of f = E[f(t) P_k(t)], t = <x,e>"
_HERMITE = "c_r = E[phi(g) He_r(g)]/sqrt(r!), g standard Gaussian, He_r the probabilists' Hermite polynomials"
_FUNCTIONS = (
    "f[...] is any function for which the given equations hold; a^b is defined for a > 0, and for a != 0 if b is an "
    "integer; Gamma(z) unless z is 0, -1, -2, ...; sqrt(x) for x >= 0; acos(x) for -1 <= x <= 1"
)
_GROWTH = "G(k) = Gamma(k-1/2)/Gamma(k+d-1/2)"
_MATRIX = {
    "entries": "K(x,y) = scale (|x||y|)^homogeneity f(cos angle(x,y)); f: ntk = Theta_L, sigma = Sigma_L, "
    "slope = r(Sigma_{L-1}), tkappa0 = t r(t), power = t^L",
    "kernels": "s(cos u) = cos u + (2 delta/pi)(sin u - u cos u), r(cos u) = 1 - (2 delta/pi) u; Sigma_0(t) = t, "
    "Sigma_l = s(Sigma_{l-1}); Theta_1 = t, Theta_{l+1} = Sigma_l + Theta_l r(Sigma_{l-1}); delta = 1/2 is the ReLU",
    "points": "n points of R^d, none zero, exact binary64 numbers, named by the SHA-256 of the text n, blank, d, blank "
    "and the coordinates, point by point, as little-endian binary64 numbers with +0 for zero",
}
_LAW = {
    "law": "the probability law with the Stieltjes transform m(z) = int dmu(x)/(x - z) for which m = -1/(gamma1 zeta), "
    "Im z > 0, with the one zeta above the real line that solves z = zeta (gamma1 - int t/(t - zeta) dH(t))",
    "population": "H = law of scale (a^2 chi + b^2), Law(chi) = (gamma2/2) pi*pi + (1 - gamma2) pi + (gamma2/2) "
    "delta_0, pi the Marchenko-Pastur law of ratio gamma2 and mean 1, * the classical convolution",
    "hermite": "a = E g phi(g), b^2 = E phi(g)^2 - (E phi(g))^2 - a^2, phi = sigma', g standard Gaussian; sigma(g) = "
    "relu: max(g,0), leaky: max(g,0) + slope min(g,0), relu2: max(g,0)^2, gelu: g P(N <= g) for N standard Gaussian, "
    "erf: erf(g); given: a^2 and b^2 are any numbers in the intervals a_squared and b_squared",
    "holes": "supp H consists of b^2 and of one or two intervals beyond it; the bounded holes are gap 1 and gap 2",
}

CONVENTIONS: dict[str, dict[str, str]] = {
    "hermite.relu": {"value": _HERMITE, "phi": "phi(g) = max(g,0)"},
    "hermite.step": {"value": _HERMITE, "phi": "phi(g) = 1[g>0]"},
    "hermite.leaky": {"value": _HERMITE, "phi": "phi(g) = max(g,0) + slope min(g,0)"},
    "harmonics.dimension": {"value": "dimension of the spherical harmonics of degree k on S^(d-1)"},
    "hemisphere": {"value": "Funk-Hecke eigenvalue of 1[t>0]", "sphere": _SPHERE},
    "cap": {"value": "Funk-Hecke eigenvalue of 1[t >= cos(angle)]", "sphere": _SPHERE},
    "cap.measure": {"value": "measure of {t >= cos(angle)}", "sphere": _SPHERE},
    "funk-hecke": {
        "value": "Funk-Hecke eigenvalue of the kernel",
        "sphere": _SPHERE,
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "kernel": {"value": "the kernel at t", "kernels": _KERNELS, "names": _NAMES},
    "power-series": {"value": "coefficient of t^m in the kernel", "kernels": _KERNELS, "names": _NAMES},
    "power-series.tail": {
        "value": "L - sum_{m<r} b_m, where Theta_L(t) = sum b_m t^m and Theta_L(1) = L",
        "kernels": _KERNELS,
    },
    "decay.low": {
        "value": "the largest c with mu_k >= c G(k) for all k >= 1 of the parity, mu_k the eigenvalue of Theta_L",
        "growth": _GROWTH,
        "sphere": _SPHERE,
        "kernels": _KERNELS,
    },
    "decay.high": {
        "value": "the smallest c with mu_k <= c G(k) for all k >= 1 of the parity, mu_k the eigenvalue of Theta_L",
        "growth": _GROWTH,
        "sphere": _SPHERE,
        "kernels": _KERNELS,
    },
    "cap-minorant": {
        "value": "infimum of the smallest eigenvalue of (K(<x_i,x_j>))_ij over all finite sets of unit vectors x_i in "
        "R^d with angle(x_i,x_j) >= angle and angle(x_i,-x_j) >= angle for i != j",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "cap-minorant-limit": {
        "value": "limit, as the angle goes to 0, of the cap minorant (one cap of half the angle, both parities where "
        "the kernel has both) over the angle, for kappa1 over its cube",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "cap-minorant-limit.many": {
        "value": "limit inferior of I(angle)/angle, for kappa1 of I(angle)/angle^3, as the angle goes to 0; I(angle) "
        "is the infimum of the smallest eigenvalue of (K(<x_i,x_j>))_ij over all finite sets of unit vectors x_i in "
        "R^d with angle(x_i,x_j) >= angle and angle(x_i,-x_j) >= angle for i != j",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "trace-upper": {
        "value": "(K(1) - sum_{j <= k} N_j mu_j)/(1 - 2 A(angle) N), N the sum of N_j over j <= k with mu_j > 0, A the "
        "measure of a cap; it is at least cap-minorant's infimum",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "two-point": {
        "value": "infimum of the smallest eigenvalue of (K(<x_i,x_j>))_ij over all finite sets (of n points, if n is a "
        "number) of unit vectors x_i in R^d with angle(x_i,x_j) >= angle for i != j and, if sided = projective, "
        "angle(x_i,-x_j) >= angle",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "layerwise": {
        "value": "infimum of the smallest eigenvalue of (K(<x_i,x_j>))_ij over all finite sets of unit vectors x_i in "
        "R^d with angle(x_i,x_j) >= angle and angle(x_i,-x_j) >= angle for i != j",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "flat-limit": {
        "value": "(1/(2 pi^(3/2))) int_0^oo s^(-3/2) sum_x chi(x) exp(-s|x|^2) ds over the lattice scaled to shortest "
        "vector 1, which is at least limsup, as the angle goes to 0, of cap-minorant's infimum for kappa0 over "
        "the angle",
        "lattices": "cubic: Z^(d-1), chi(x) = (-1)^(x_1+...+x_(d-1)); bcc: Z^(d-1) with chi = 1 and its shift by "
        "(1/2,...,1/2) with chi = -1; best: the orthogonal sum of as many as fit of O23, then of BW16+, E7*, D6+, bcc "
        "of R^3 and Z, with chi = -1 on their shortest vectors (checker/lattices.py)",
        "kernels": _KERNELS,
    },
    "two-point-limit": {
        "value": "supremum of Phi(1) - H(1) over all Phi = sum N_k phi_k P_k, H = sum N_k eta_k P_k (absolutely "
        "convergent) with phi_k <= a_k, the eigenvalues of K, eta_k >= 0, and |Phi(t)| + H(t) <= 0 for t <= cos(angle) "
        "and, if sided = projective, t >= -cos(angle)",
        "sphere": _SPHERE,
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "configuration-upper": {
        "value": "infimum of the smallest eigenvalue of (K(<x_i,x_j>))_ij over all finite sets of unit vectors x_i in "
        "R^d with angle(x_i,x_j) >= angle for i != j and, if sided = projective, angle(x_i,-x_j) >= angle",
        "kernels": _KERNELS,
        "names": _NAMES,
    },
    "inequality": {"value": "an inequality for all points of a box", "kernels": _KERNELS},
    "inequality.algebraic": {
        "value": "an inequality for all points of a box at which it is defined",
        "kernels": _KERNELS,
        "functions": _FUNCTIONS,
    },
    "equation": {
        "value": "an equation for all real numbers at which it is defined",
        "kernels": _KERNELS,
        "functions": _FUNCTIONS,
    },
    "lambda-min": {"value": "the smallest eigenvalue of the kernel matrix of the points", **_MATRIX},
    "lambda-min.superset": {
        "value": "the smallest eigenvalue of the kernel matrix of any finite data set that contains the points",
        **_MATRIX,
    },
    "training.residual": {
        "value": "the Euclidean norm of (I - eta K)^k y: the residual after k steps of gradient descent from 0 on half "
        "the squared error, with step size eta, for the labels y and the kernel matrix K of the points",
        "labels": "n exact binary64 numbers, named by the SHA-256 of the text n, blank, 1, blank and their "
        "little-endian binary64 forms with +0 for zero",
        **_MATRIX,
    },
    "law.edge": {
        "value": "an end of the support of the law: left, the upper end of the gap that is the image of the hole below "
        "b^2; right, its largest point; gap low and gap high, the ends of the gap that is the image of that hole",
        **_LAW,
    },
    "law.threshold": {
        "value": "right: the gamma1 from which on the right edge is the image of the end of supp H; gap: the gamma1 "
        "above which that hole of supp H has a gap of the law as its image",
        **_LAW,
    },
    "law.density": {"value": "the density of the law at x, x not 0", **_LAW},
    "law.moment": {"value": "the k-th moment of the law", **_LAW},
}

_NO_WIDTH = "nothing about networks of finite width"
_NO_SHARP = "not that the bound is the best possible"
_NO_GIVEN = "not that the equations hold that the statement is given"
_NO_OTHER = "nothing for parameters that are not listed"
_NO_LAW = [
    "not that the eigenvalues of any matrix tend to this law",
    "nothing about outliers or extreme eigenvalues",
    "not that given a_squared and b_squared are those of an activation",
    _NO_OTHER,
]

NOT_CLAIMED: dict[str, list[str]] = {
    **{name: [_NO_OTHER] for name in CONVENTIONS},
    "decay.low": [_NO_SHARP, _NO_OTHER, "nothing about k = 0"],
    "decay.high": [_NO_SHARP, _NO_OTHER, "nothing about k = 0"],
    "cap-minorant": [_NO_SHARP, _NO_OTHER, _NO_WIDTH, "nothing for data with two lines closer than the angle"],
    "two-point": [_NO_SHARP, _NO_OTHER, _NO_WIDTH, "nothing for data that are closer than the angle"],
    "layerwise": [_NO_SHARP, _NO_OTHER, _NO_WIDTH, "nothing for data with two lines closer than the angle"],
    "cap-minorant-limit": [_NO_OTHER, _NO_WIDTH, "not a bound at any one angle"],
    "cap-minorant-limit.many": [_NO_SHARP, _NO_OTHER, _NO_WIDTH, "not a bound at any one angle"],
    "trace-upper": [_NO_OTHER, _NO_WIDTH, "not that a set of lines that shows it is known"],
    "flat-limit": [_NO_OTHER, _NO_WIDTH, "not that the limit superior is attained by a lattice"],
    "two-point-limit": [_NO_SHARP, _NO_OTHER, "nothing about the smallest eigenvalue of any data set"],
    "configuration-upper": [_NO_SHARP, _NO_OTHER, _NO_WIDTH, "nothing for a given data set or number of points"],
    "inequality": ["nothing outside the box", _NO_SHARP],
    "inequality.algebraic": ["nothing outside the box", _NO_SHARP, _NO_GIVEN],
    "equation": ["nothing where a side is not defined", _NO_GIVEN],
    "lambda-min": [_NO_SHARP, _NO_WIDTH, "nothing for other points"],
    "lambda-min.superset": [_NO_SHARP, _NO_WIDTH, "nothing about which data sets contain the points"],
    **dict.fromkeys(("law.edge", "law.threshold", "law.density", "law.moment"), _NO_LAW),
    "training.residual": [_NO_WIDTH, "nothing for other points, labels, step sizes or steps"],
}
