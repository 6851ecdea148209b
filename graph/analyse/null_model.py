"""How many participants two forums would share by chance: the stochastic degree sequence model.

Chance keeps, on average, how many each forum has and how often each actor takes part, and nothing else
(BiCM: every forum and actor has one parameter, fitted by maximum likelihood). The number shared by a
pair is then Poisson-binomial; P(at least as many) is taken from the refined normal approximation, and
exactly where that is not plainly insignificant: where few are expected the approximation is far too
bold. Neal 2014, doi:10.1016/j.socnet.2014.06.001; Saracco 2015, doi:10.1038/srep10595; Hong 2013,
doi:10.1016/j.csda.2012.10.006. R's `backbone::sdsm` is the same model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import ndtr

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALPHA = 0.05
"""Share of false finds that is accepted, one pair at a time and (after correction) among all finds."""
_PLAIN = 0.2
"""A pair whose approximate p is above this is insignificant, however rough the approximation."""
_MARGIN = 32
"""Counts beyond the largest one looked at that still add to a tail; the rest is below 1e-4 of it."""
_MOST_EXPECTED = 200.0
"""Above this many expected in common the distribution is normal, and its first term underflows."""
_NOTHING = 1e-40
"""A term that adds nothing to any tail that is looked at."""
_STEPS = 100
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Tested:
    """The pairs of rows that share at least one column, each once, `one` < `other`; all arrays alike long.

    `p` is the chance of sharing so many or more, `p_less` of sharing all but one of them, `q` is p after
    Benjamini-Hochberg over every pair, those that share nothing included; `cut` is the p up to
    which a find stands after that correction, 0 when none does.
    """

    one: Ints
    other: Ints
    shared: Ints
    expected: Floats
    p: Floats
    p_less: Floats
    q: Floats
    cut: float


def test_pairs(table: sparse.csr_array) -> Tested:
    """Test every pair of rows of a 0/1 table (rows x columns, each row with a column at least)."""
    product = sparse.triu(table @ table.T, k=1).tocoo()
    one, other = product.row.astype(np.int64), product.col.astype(np.int64)
    shared = np.asarray(product.data, dtype=np.int64)
    if not len(shared):
        none = np.zeros(0)
        return Tested(one, other, shared, none, none, none, none, 0.0)
    rows, at = np.unique(np.diff(table.indptr), return_inverse=True)
    columns, weight = np.unique(np.asarray(table.sum(axis=0)).ravel(), return_counts=True)
    chances = probabilities(rows, np.bincount(at), columns, weight)
    low, high = np.minimum(at[one], at[other]), np.maximum(at[one], at[other])
    pairs, index = _seen(low * len(rows) + high, len(rows) ** 2)
    joint = chances[pairs // len(rows)] * chances[pairs % len(rows)]
    tails = _tails(joint, weight, index, shared)
    cell = index * tails.shape[1] + shared  # few values, each of many pairs
    times = np.bincount(cell, minlength=tails.size)
    chance, corrected = tails.ravel(), np.ones(tails.size)
    corrected[times > 0], cut = benjamini_hochberg(
        chance[times > 0], tests=table.shape[0] * (table.shape[0] - 1) // 2, times=times[times > 0]
    )
    expected = (joint @ weight)[index]
    return Tested(one, other, shared, expected, chance[cell], chance[cell - 1], corrected[cell], cut)


def _seen(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the distinct codes below `size`, sorted, and the place of each code among them."""
    there = np.zeros(size, dtype=bool)
    there[codes] = True
    places = np.cumsum(there) - 1
    return np.flatnonzero(there), places[codes]


# --- chance ------------------------------------------------------------------------------------


def probabilities(rows: Ints, row_weight: Ints, columns: Ints, column_weight: Ints) -> Floats:
    """Return the chance of each cell, by degree: `rows` and `columns` are distinct degrees, the weights
    how many have each. A degree of none or all is 0 or 1; the rest is fitted.

    >>> probabilities(np.array([1, 2]), np.array([1, 1]), np.array([1, 2]), np.array([1, 1])).round(6)
    array([[0., 1.],
           [1., 1.]])
    """
    chances = np.zeros((len(rows), len(columns)))
    free_rows, free_columns = np.ones(len(rows), dtype=bool), np.ones(len(columns), dtype=bool)
    left_rows, left_columns = rows.astype(float), columns.astype(float)
    while True:
        width, height = column_weight[free_columns].sum(), row_weight[free_rows].sum()
        full, empty = free_rows & (left_rows >= width), free_rows & (left_rows <= 0)
        if (full | empty).any():
            chances[np.ix_(full, free_columns)] = 1.0
            left_columns -= row_weight[full].sum()
            free_rows &= ~(full | empty)
            continue
        full, empty = free_columns & (left_columns >= height), free_columns & (left_columns <= 0)
        if not (full | empty).any():
            break
        chances[np.ix_(free_rows, full)] = 1.0
        left_rows -= column_weight[full].sum()
        free_columns &= ~(full | empty)
    if free_rows.any() and free_columns.any():
        chances[np.ix_(free_rows, free_columns)] = _fit(
            left_rows[free_rows],
            row_weight[free_rows],
            left_columns[free_columns],
            column_weight[free_columns],
        )
    return chances


def _fit(rows: Floats, row_weight: Ints, columns: Floats, column_weight: Ints) -> Floats:
    """Return the cells 1 / (1 + exp(-(a + b))) whose weighted sums are the degrees: Newton's method."""
    total = float(rows @ row_weight)
    a, b = np.log(rows / np.sqrt(total)), np.log(columns / np.sqrt(total))
    weights = np.outer(row_weight, column_weight).astype(float)

    def loss(a: Floats, b: Floats) -> float:
        """Return the negative log likelihood, convex in a and b."""
        sums = np.logaddexp(0.0, a[:, None] + b[None, :])
        return float((weights * sums).sum() - (row_weight * rows) @ a - (column_weight * columns) @ b)

    now = loss(a, b)
    for _ in range(_STEPS):
        cells = _cells(a, b)
        off_rows = row_weight * (cells @ column_weight - rows)
        off_columns = column_weight * (row_weight @ cells - columns)
        if max(np.abs(off_rows).max(), np.abs(off_columns).max()) < _CLOSE * total:
            break
        step = _newton(weights * cells * (1.0 - cells), np.concatenate([off_rows, off_columns]))
        size = 1.0
        while size > _CLOSE:
            there = a - size * step[: len(a)], b - size * step[len(a) :]
            if (then := loss(*there)) <= now:
                (a, b), now = there, then
                break
            size /= 2
        else:
            break
    return _cells(a, b)


def _cells(a: Floats, b: Floats) -> Floats:
    cells: Floats = 1.0 / (1.0 + np.exp(-(a[:, None] + b[None, :])))
    return cells


def _newton(curve: Floats, slope: Floats) -> Floats:
    """Return the Newton step; the last parameter stays, as only sums of a row's and a column's count."""
    hessian = np.block([[np.diag(curve.sum(axis=1)), curve], [curve.T, np.diag(curve.sum(axis=0))]])
    hessian[np.diag_indices_from(hessian)] *= 1.0 + 1e-12
    step = np.zeros(len(slope))
    step[:-1] = np.linalg.solve(hessian[:-1, :-1] + 1e-300 * np.eye(len(slope) - 1), slope[:-1])
    return step


# --- tails -------------------------------------------------------------------------------------


def _tails(joint: Floats, weight: Ints, index: Ints, shared: Ints) -> Floats:
    """Return P(X >= k) for each distribution (row) and each k from 0 to the most that any pair shares.

    `joint` holds the chance that both take in a column of each degree, `index` the row of each pair.
    """
    most = int(shared.max())
    tails = refined_normal(joint, weight, most)
    matters = np.zeros(len(joint), dtype=bool)
    matters[index[tails[index, shared] <= _PLAIN]] = True
    matters &= joint @ weight <= _MOST_EXPECTED
    if matters.any():
        tails[matters] = exact_tails(joint[matters], weight, most)
    return tails


def refined_normal(chances: Floats, weight: Ints, most: int) -> Floats:
    """Return P(X >= k), k = 0..most, of Poisson-binomials by mean, variance and skewness.

    `chances` (distributions x groups) are the chances of success, `weight` how many each group has.
    """
    mean = chances @ weight
    variance = (chances * (1 - chances)) @ weight
    skew = (chances * (1 - chances) * (1 - 2 * chances)) @ weight
    spread = np.sqrt(np.maximum(variance, 1e-300))
    x = (np.arange(most + 1)[None, :] - 0.5 - mean[:, None]) / spread[:, None]
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    bend = (skew / spread**3)[:, None] * (1 - x * x) * density / 6
    tails: Floats = np.clip(ndtr(-x) - bend, 0.0, 1.0)
    tails[:, 0] = 1.0
    return tails


def exact_tails(chances: Floats, weight: Ints, most: int) -> Floats:
    """Return what `refined_normal` approximates, exactly: the groups' binomials are convolved one by one.

    Only sums of positive terms, so that a tail of 1e-15 is as exact as one of a half.
    """
    size = min(int(weight.sum()), most + _MARGIN) + 1
    mass = np.zeros((len(chances), size))
    mass[:, 0] = 1.0
    for chance, many in zip(chances.T, weight.tolist(), strict=True):
        mass = _convolved(mass, chance, many)
    above = np.cumsum(mass[:, ::-1], axis=1)[:, ::-1][:, : most + 1]
    below = np.cumsum(mass[:, : most + 1], axis=1) - mass[:, : most + 1]
    whole = size > int(weight.sum())
    tails: Floats = above if whole else np.where(below > 1 - 1e-6, above, 1 - below)
    if tails.shape[1] <= most:  # nobody can share more than there are
        tails = np.pad(tails, ((0, 0), (0, most + 1 - tails.shape[1])))
    return np.clip(tails, 0.0, 1.0)


def _convolved(mass: Floats, chance: Floats, many: int) -> Floats:
    """Return the distributions with `many` further trials of one chance (per distribution)."""
    if chance.max() > 0.5:
        for _ in range(many):
            more = mass * (1 - chance)[:, None]
            more[:, 1:] += mass[:, :-1] * chance[:, None]
            mass = more
        return mass
    term: Any = (1 - chance) ** many
    odds = chance / (1 - chance)
    fresh: Floats = mass * term[:, None]
    for count in range(1, min(many, mass.shape[1] - 1) + 1):
        term = term * odds * ((many - count + 1) / count)
        fresh[:, count:] += mass[:, :-count] * term[:, None]
        if count > many * chance.max() and term.max() < _NOTHING:
            break
    return fresh


def benjamini_hochberg(p: Floats, *, tests: int, times: Ints | None = None) -> tuple[Floats, float]:
    """Return q of each p among `tests` tests, of which those not given found nothing (p = 1); and the
    critical p, up to which q <= ALPHA; 0 when there is none. `times` is how many tests gave each p.

    >>> benjamini_hochberg(np.array([0.01, 0.5, 0.02]), tests=4)
    (array([0.04      , 0.66666667, 0.04      ]), 0.025)
    """
    many = np.ones(len(p), dtype=np.int64) if times is None else times
    order = np.argsort(p, kind="stable")
    scaled = p[order] * tests / np.cumsum(many[order])
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q, float(ALPHA * many[q <= ALPHA].sum() / tests)
