"""Chance in two-mode tables: against brute force, scipy, and a table that everybody knows."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from scipy import sparse, stats

from graph.analyse import null_model


def brute(chances: np.ndarray) -> np.ndarray:
    """Return P(X >= k) of independent trials, over every outcome."""
    mass = np.zeros(len(chances) + 1)
    for hits in range(len(chances) + 1):
        for chosen in combinations(range(len(chances)), hits):
            mask = np.isin(np.arange(len(chances)), chosen)
            mass[hits] += np.where(mask, chances, 1 - chances).prod()
    return mass[::-1].cumsum()[::-1]


def degrees(table: sparse.csr_array) -> tuple[np.ndarray, ...]:
    rows = np.unique(np.diff(table.indptr), return_counts=True)
    columns = np.unique(table.sum(axis=0), return_counts=True)
    return *rows, *columns


def random_table(seed: int, rows: int, columns: int) -> sparse.csr_array:
    dice = np.random.default_rng(seed)
    heat = dice.gamma(1.5, size=rows)[:, None] * dice.gamma(1.5, size=columns)[None, :]
    cells = dice.random((rows, columns)) < heat / (1 + heat)
    return sparse.csr_array(cells[cells.any(axis=1)].astype(np.int32))


@pytest.fixture(scope="module")
def women() -> sparse.csr_array:
    graph = nx.davis_southern_women_graph()
    names = [sorted(n for n, side in graph.nodes(data="bipartite") if side == number) for number in (0, 1)]
    return sparse.csr_array(nx.bipartite.biadjacency_matrix(graph, *names).astype(np.int32))


@pytest.mark.parametrize("seed", range(5))
def test_exact_tails_are_those_of_brute_force(seed):
    dice = np.random.default_rng(seed)
    chances, weight = dice.random((3, 4)) ** 2, np.array([3, 1, 4, 2])
    exact = null_model.exact_tails(chances, weight, 10)
    for row, tails in zip(chances, exact, strict=True):
        np.testing.assert_allclose(tails, brute(np.repeat(row, weight)), rtol=1e-12, atol=0)


def test_a_far_tail_keeps_its_precision():
    """The binomial is the case of one chance; scipy has its tail to full precision."""
    tails = null_model.exact_tails(np.array([[0.01], [0.4]]), np.array([400]), 40)
    for row, chance in zip(tails, (0.01, 0.4), strict=True):
        np.testing.assert_allclose(row, stats.binom.sf(np.arange(41) - 1, 400, chance), rtol=1e-9)


def test_the_refined_normal_is_near_where_much_is_expected():
    chances, weight = np.array([[0.1, 0.3, 0.6]]), np.array([100, 80, 40])
    near, exact = (f(chances, weight, 90) for f in (null_model.refined_normal, null_model.exact_tails))
    assert np.abs(near - exact).max() < 2e-3


def test_probabilities_keep_every_degree(women):
    rows, many_rows, columns, many_columns = degrees(women)
    chances = null_model.probabilities(rows, many_rows, columns, many_columns)
    np.testing.assert_allclose(chances @ many_columns, rows, rtol=1e-6)
    np.testing.assert_allclose(many_rows @ chances, columns, rtol=1e-6)


def test_rows_and_columns_that_have_all_or_nothing_are_certain():
    table = sparse.csr_array(np.array([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1]]))
    rows, many_rows, columns, many_columns = degrees(table)
    chances = null_model.probabilities(rows, many_rows, columns, many_columns)
    np.testing.assert_allclose(chances, [[1 / 3, 1], [1, 1]], atol=1e-8)


def test_southern_women(women):
    """Davis, Gardner & Gardner 1941, 18 women x 14 events: 17 of 153 pairs meet more often than chance has
    it (p < .05) when only the women's degrees are kept (hypergeometric), none after correction. The
    stochastic degree sequence model, which knows that some events draw everybody, finds none at all."""
    tested = null_model.test_pairs(women)
    size = np.diff(women.indptr)
    alone = stats.hypergeom.sf(tested.shared - 1, women.shape[1], size[tested.one], size[tested.other])
    q, cut = null_model.benjamini_hochberg(alone, tests=153)
    assert (alone < 0.05).sum() == 17
    assert cut == 0.0
    assert q.min() > 0.05
    assert (tested.p < 0.05).sum() == 0
    assert tested.cut == 0.0
    np.testing.assert_allclose(np.sort(tested.p)[:2], [0.0883723, 0.0935130], atol=1e-6)


def test_where_all_columns_are_alike_the_model_is_the_binomial_and_nears_the_hypergeometric():
    """Rows of 40 or 60 of 4000 columns that all occur equally often: chance is 40 * 60 / 4000^2 in each."""
    table = sparse.csr_array(
        np.array([[(c + shift) % 4000 < size for c in range(4000)]
                  for size in (40, 60) for shift in range(0, 4000, 58)], dtype=np.int32)
    )  # fmt: skip
    table = table[:, np.asarray(table.sum(axis=0)).ravel() == 2]  # what remains: every column twice
    table = table[np.diff(table.indptr) > 0]
    tested = null_model.test_pairs(table)
    size, columns = np.diff(table.indptr), table.shape[1]
    one, other = size[tested.one], size[tested.other]
    np.testing.assert_allclose(tested.expected, one * other / columns, rtol=1e-6)
    binomial = stats.binom.sf(tested.shared - 1, columns, one * other / columns**2)
    np.testing.assert_allclose(tested.p, binomial, rtol=1e-6, atol=1e-30)
    few = tested.shared <= 3  # the hypergeometric is narrower, the more so the farther out
    known = stats.hypergeom.sf(tested.shared[few] - 1, columns, one[few], other[few])
    np.testing.assert_allclose(tested.p[few], known, rtol=0.15)


def test_p_is_about_uniform_when_the_model_is_true():
    """Drawn from given chances a share a of the pairs has p <= a, a little fewer as counts are whole."""
    first = random_table(7, 40, 60)
    rows, many_rows, columns, many_columns = degrees(first)
    chances = null_model.probabilities(rows, many_rows, columns, many_columns)
    cells = chances[
        np.ix_(np.searchsorted(rows, np.diff(first.indptr)), np.searchsorted(columns, first.sum(axis=0)))
    ]
    one, other = np.triu_indices(len(cells), k=1)
    tails = null_model.exact_tails(cells[one] * cells[other], np.ones(60, dtype=np.int64), 60)
    dice = np.random.default_rng(11)
    levels = np.array([0.01, 0.05, 0.2])
    known, fitted = np.zeros(3), np.zeros(3)
    for _ in range(60):
        drawn = (dice.random(cells.shape) < cells).astype(np.int32)
        p = tails[np.arange(len(one)), (drawn @ drawn.T)[one, other]]
        again = null_model.test_pairs(sparse.csr_array(drawn[drawn.any(axis=1)])).p
        known += (p[:, None] <= levels).sum(axis=0) / 60 / len(one)
        fitted += (again[:, None] <= levels).sum(axis=0) / 60 / len(one)
    assert (known > 0.5 * levels).all()
    assert (known < 1.05 * levels).all()
    assert (fitted < levels).all()  # fitted to what was drawn it is careful, never bold


def test_the_order_of_the_rows_does_not_matter():
    table = random_table(3, 25, 30)
    turned = sparse.csr_array(table.toarray()[::-1])
    np.testing.assert_array_equal(
        np.sort(null_model.test_pairs(table).p), np.sort(null_model.test_pairs(turned).p)
    )


def test_correction_is_that_of_scipy():
    p = np.random.default_rng(1).random(50) ** 3
    q, cut = null_model.benjamini_hochberg(p, tests=50)
    np.testing.assert_allclose(q, stats.false_discovery_control(p))
    assert p[q <= 0.05].max() <= cut < p[q > 0.05].min()
    once, of_each = null_model.benjamini_hochberg(p[:10], tests=50, times=np.arange(10))
    again, of_all = null_model.benjamini_hochberg(np.repeat(p[:10], np.arange(10)), tests=50)
    np.testing.assert_allclose(np.repeat(once, np.arange(10)), again)
    assert of_each == of_all


def test_nothing_shared_is_nothing_tested():
    tested = null_model.test_pairs(sparse.csr_array(np.eye(3, dtype=np.int32)))
    assert len(tested.p) == 0
    assert tested.cut == 0.0
