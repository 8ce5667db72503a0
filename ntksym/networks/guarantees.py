r"""What widths guarantee: every finite-width theorem for a data set, each bound with its probability.

The network has L layers, hidden widths n_1..n_{L-1}, no biases, ReLU, independent N(0, 1) weights; K is its empirical
NTK times prod 2/n_l, whose limit is Theta_L |x||y|.

(FW-3) K >= sum_k (F_k F_k^T) o (B_{k+1} B_{k+1}^T) >= sum_k lambda_min(F_k F_k^T) min_i |B_{k+1}(x_i)|^2 (Schur).
(a) k = 1 alone: FW-1 and Lemma 4.A: only the first hidden layer must be wide.  (c) all k: given F_k the next layer's
lambda is at least (1 - 1/pi)/2 lambda_min(F_k F_k^T), |F_k| and |F_k|_F at most what Lemma 4.A's upper tails allow.

(W) Karhadkar et al.: :mod:`ntksym.theorems.karhadkar.width`, solved for the share gamma that a given width keeps.

Not made explicit by anyone: an unconditional bound for a wide layer behind narrower ones (Nguyen et al., Lemmas 5.4
and 5.5): its constants need the mean of f_k over the data's law, and its thresholds would be astronomical.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Theorem 4.1; ntksym's notes (4.2), re-derived.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod

from ntksym.balls.arb import arb, ball, certainly_less_equal, lower, precision, upper
from ntksym.data import Dataset
from ntksym.errors import InputError
from ntksym.networks.features import Layer, feature_part, first_layer, gradient_shares, layer_share
from ntksym.networks.last_layer import given_part, sign_part, slope_part
from ntksym.networks.laws import BITS, share
from ntksym.networks.wide_data import NGUYEN, NOTES, Guarantee, TooNarrow, WideData, check_widths
from ntksym.theorems.karhadkar.width import divergence

KARHADKAR = "Karhadkar et al. (arXiv 2405.14630v1), derived here"
MOST = 10**12


def kept_share(p: int, need: Fraction) -> Fraction:
    """The largest gamma found with D_p(gamma) >= need, certified; 0 if there is none (theorem W).

    Examples
    --------
    >>> gamma = kept_share(1, Fraction(1, 10))
    >>> with precision(80):
    ...     certainly_less_equal(ball(Fraction(1, 10)), divergence(1, gamma)), float(gamma) > 0.35
    (True, True)
    """
    low, high = Fraction(0), Fraction(1)
    with precision(BITS):
        for _ in range(40):
            gamma = (low + high) / 2
            if certainly_less_equal(ball(need), divergence(p, gamma)):
                low = gamma
            else:
                high = gamma
    return low


def theorem_w(data: WideData, width: int, failure: Fraction, *, both: bool) -> Fraction:
    """(W), L = 2: gamma lambda for the first layer's part alone, or for both parts at half the failure each."""
    parts = [(1, data.first), (data.dimension, data.features)] if both else [(1, data.first)]
    total = Fraction(0)
    for p, limit in parts:
        if limit > 0:
            with precision(BITS):
                need = upper(ball(data.square) * ball(data.n * len(parts) / failure).log() / (width * ball(limit)))
            total += kept_share(p, need) * limit
    if not total:
        raise TooNarrow(f"width {width} is too small, or the limit is not certainly positive definite")
    return 2 * total


def all_wide(data: WideData, hidden: tuple[int, ...], failure: Fraction) -> Fraction:
    """FW-3 (c): the parts of all layers' weights, every hidden layer wide; L >= 3."""
    each = failure / (3 * len(hidden))
    total, scaled = Fraction(0), Fraction(1)  # scaled: lambda_min(F_k F_k^T) times prod_{l <= k} 2/n_l
    layer = first_layer(data)
    with precision(BITS):
        kept = lower(1 - 1 / arb.pi()) / 2
    for k, width in enumerate(hidden, 1):
        scaled = 2 * layer_share(layer, width, each) * (layer.eigenvalue / scale_before(hidden, k))
        behind = gradient_shares(data.n, hidden[k:], each) if hidden[k:] else Fraction(1)
        total += scaled * behind
        growth = share(width, each / (data.n * len(hidden)), above=True)
        if growth is None:
            raise TooNarrow(f"width {width} is too small for an upper bound of the features")
        frobenius2 = layer.frobenius2 * growth * width / 2
        layer = Layer(data.n, frobenius2, frobenius2, kept * scaled * scale_before(hidden, k + 1))
    return total


def scale_before(hidden: tuple[int, ...], k: int) -> Fraction:
    """Prod_{l < k} n_l/2."""
    return prod((Fraction(n, 2) for n in hidden[: k - 1]), start=Fraction(1))


def diagonal_bound(data: WideData, hidden: tuple[int, ...], failure: Fraction) -> Fraction:
    """Lemma 4.A: lambda_min(K) <= K_ii at the shortest row, each of its L terms a product of chi^2_Bin factors."""
    total = Fraction(1)
    for width in hidden:
        q = share(width, failure / (len(hidden) * (len(hidden) + 1)), above=True)
        if q is None:
            raise TooNarrow(f"width {width} is too small")
        total *= q
    return (len(hidden) + 1) * min(data.data.norms2) * total


def guarantees(
    data: Dataset | WideData, hidden: tuple[int, ...], failure: Fraction = Fraction(1, 100)
) -> list[Guarantee]:
    """Every theorem for these hidden widths and this failure probability.

    Parameters
    ----------
    data
        The data, or :class:`~ntksym.networks.given_layers.GivenLayers` below the random ones.
    hidden
        n_1..n_{L-1}, of the random layers.
    failure
        The probability, over the weights, that a bound may fail; each row has all of it.

    Raises
    ------
    InputError
        If a width or the probability is not usable.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> found = guarantees(dataset([[1, 0], [0, 1]]), (4000,))
    >>> [g.name for g in found if g.lower]
    ['FW-1', 'FW-2', 'FW-1 + FW-2', 'FW-2, signs', 'W, first layer', 'W']
    """
    facts = data if isinstance(data, WideData) else WideData(data)
    hidden = tuple(hidden)
    check_widths(hidden, failure)
    shallow, width = len(hidden) == 1, hidden[0]
    rows: list[tuple[str, str, Callable[[], Fraction]]] = []
    if shallow:
        half = failure / 2
        rows += [
            ("FW-1", f"{NGUYEN}, Lemma 5.2, corrected; {NOTES}", lambda: feature_part(facts, hidden, failure)),
            ("FW-2", NOTES, lambda: slope_part(facts, width, failure)),
            ("FW-1 + FW-2", NOTES, lambda: feature_part(facts, hidden, half) + slope_part(facts, width, half)),
            ("FW-2, signs", f"{NOTES}; output weights +-1", lambda: sign_part(facts, width, failure)),
            (
                "W, first layer",
                KARHADKAR,
                lambda: theorem_w(facts, width, failure, both=False),
            ),
            (
                "W",
                KARHADKAR,
                lambda: theorem_w(facts, width, failure, both=True),
            ),
        ]
    else:
        rows += [
            (
                "FW-3 (a)",
                f"{NGUYEN}, Theorem 4.1 with one wide layer; {NOTES}",
                lambda: feature_part(facts, hidden, failure),
            ),
            (
                "FW-3 (c)",
                f"{NGUYEN}, Theorem 4.1 with all layers wide; {NOTES}",
                lambda: all_wide(facts, hidden, failure),
            ),
        ]
    outputs = facts.outputs
    if outputs is not None and hidden == (outputs.size,):
        what = f"{NOTES}; the network's own output weights"
        rows.append(("FW-2, given outputs", what, lambda: given_part(facts, outputs, failure)))
    found = [_guarantee(name, source, failure, bound) for name, source, bound in rows]
    if facts.layers:
        return found  # the whole NTK is at least the random layers' part, so no upper bound of that is one of it
    above = _guarantee(
        "diagonal",
        f"{NGUYEN}, Theorem 4.1 (upper); {NOTES}",
        failure,
        lambda: diagonal_bound(facts, hidden, failure),
        above=True,
    )
    return [*found, above]


def _guarantee(
    name: str, source: str, failure: Fraction, bound: Callable[[], Fraction], *, above: bool = False
) -> Guarantee:
    try:
        value = bound()
    except TooNarrow as reason:
        return Guarantee(name, source, why=str(reason))
    return Guarantee(name, source, None if above else value, value if above else None, 1 - failure)


def sufficient_width(
    data: Dataset | WideData,
    name: str,
    share_kept: Fraction,
    *,
    depth: int = 2,
    failure: Fraction = Fraction(1, 100),
    most: int = MOST,
) -> int | None:
    """The least width found, the same for all hidden layers, at which a theorem keeps a share of the limit.

    Parameters
    ----------
    data
        The data.
    name
        A theorem's name, as :func:`guarantees` gives it.
    share_kept
        The wanted share of lambda_min(Theta_L |x||y|), its upper end, in (0, 1).
    depth, failure
        L, and the probability of failure.
    most
        Where the search ends.

    Returns
    -------
    int or None
        A certified width; one less is not certified by the same theorem.  None if none below ``most`` is.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> sufficient_width(dataset([[1, 0], [0, 1]]), "W", Fraction(1, 2)) < 2000
    True
    """
    if not 0 < share_kept < 1:
        raise InputError(f"share={share_kept}", "a share of the limit lies in (0, 1)", "give e.g. 1/2")
    facts = data if isinstance(data, WideData) else WideData(data)
    wanted = share_kept * facts.limit(depth).hi

    def enough(width: int) -> bool:
        rows = {g.name: g for g in guarantees(facts, (width,) * (depth - 1), failure)}
        if name not in rows:
            raise InputError(f"theorem={name}", f"no such theorem for L = {depth}", f"choose one of {', '.join(rows)}")
        bound = rows[name].lower
        return bound is not None and bound >= wanted

    low, high = 0, 1
    while not enough(high):
        low, high = high, 2 * high
        if high > most:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
