"""Structural measures against networkx, and roles against a count by hand."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.analyse import structure


def ties(seed: int, bodies: int = 12, forums: int = 9, share: float = 0.25) -> np.ndarray:
    cells = (np.random.default_rng(seed).random((forums, bodies)) < share).astype(float)
    joint = cells.T @ cells
    np.fill_diagonal(joint, 0.0)
    return joint


def net(joint: np.ndarray) -> nx.Graph:
    return nx.from_numpy_array(joint)


CASES = [*map(ties, range(4)), ties(9, 6, 3, 0.2), np.zeros((3, 3))]


@pytest.mark.parametrize("joint", CASES)
def test_constraint_is_that_of_networkx(joint):
    known = nx.constraint(net(joint), weight="weight")
    np.testing.assert_allclose(structure.constraint(joint), [known[n] for n in range(len(joint))])


@pytest.mark.parametrize("joint", CASES)
def test_effective_size_is_that_of_networkx(joint):
    # node by node: networkx 3.6 gives other figures for weights when it is not told which nodes
    known = nx.effective_size(net(joint), nodes=range(len(joint)), weight="weight")
    np.testing.assert_allclose(
        structure.effective_size(joint), [known[n] for n in range(len(joint))], atol=1e-12
    )


@pytest.mark.parametrize("joint", CASES)
def test_betweenness_is_that_of_networkx(joint):
    known = nx.betweenness_centrality(net(joint))
    np.testing.assert_allclose(
        structure.betweenness(joint), [known[n] for n in range(len(joint))], atol=1e-12
    )


@pytest.mark.parametrize("seed", range(3))
def test_roles_are_those_counted_pair_by_pair(seed):
    joint, kinds = ties(seed), np.random.default_rng(seed + 50).integers(0, 3, 12)
    known = np.zeros((4, 12))
    graph = net(joint)
    for body in graph:
        for a, c in combinations(graph[body], 2):
            if not graph.has_edge(a, c):
                own, one, other = kinds[[body, a, c]]
                same, with_own = one == other, own in (one, other)
                role = (0 if with_own else 1) if same else (2 if with_own else 3)
                known[role, body] += 1
    np.testing.assert_allclose(structure.brokerage(joint, kinds), known)


def test_only_meeting_counts_pairs_that_meet_nowhere_else():
    cells = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], dtype=float)
    joint = cells.T @ cells
    np.fill_diagonal(joint, 0.0)
    assert structure.only_meeting(sparse.csr_array(cells), joint).tolist() == [2.0, 0.0, 1.0]
