"""Measures of a network as matrices: who joins what else is apart.

A network of `n` bodies is a symmetric n x n matrix of how many forums each two share, with nothing on
the diagonal. Small and dense on purpose: leaving out one document at a time means to do it all again
hundreds of times.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from graph.analyse.null_model import Floats, Ints

ROLES = ("samordnare", "utomstående länk", "grindvakt", "brobyggare")
"""Gould and Fernandez's roles (1989) where ties have no direction: the two that are joined are of one's
own kind; both of one other kind; one of one's own kind and one of another; of two other kinds."""


def constraint(ties: Floats) -> Floats:
    """Return Burt's constraint of each body (1992), low for who bridges holes; nan without ties."""
    share = _shares(ties)
    invested: Floats = np.square(share + share @ share) * (ties > 0)
    found: Floats = np.where(ties.any(axis=1), invested.sum(axis=1), np.nan)
    return found


def effective_size(ties: Floats) -> Floats:
    """Return how many of a body's neighbours are not led to by one another as well; nan without ties."""
    share, strongest = _shares(ties), ties.max(axis=1, initial=0.0)
    marginal = np.divide(ties, strongest[:, None], out=np.zeros_like(ties), where=strongest[:, None] > 0)
    redundancy = (share @ marginal.T) * (ties > 0)
    size: Floats = (ties > 0).sum(axis=1) - redundancy.sum(axis=1)
    found: Floats = np.where(ties.any(axis=1), size, np.nan)
    return found


def _shares(ties: Floats) -> Floats:
    total = ties.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(ties, total, out=np.zeros_like(ties), where=total > 0)
    return shares


def betweenness(ties: Floats) -> Floats:
    """Return each body's part of the shortest ways between all others, 0..1 (Brandes 2001, whole matrices).

    Ties count alike, however many forums they stand for.
    """
    near = (ties > 0).astype(float)
    size = len(near)
    layers = [np.eye(size)]  # ways[s, v] along which v is first reached from s
    reached = np.eye(size, dtype=bool)
    while layers[-1].any():
        ways = (layers[-1] @ near) * ~reached
        reached |= ways > 0
        layers.append(ways)
    total = np.sum(layers, axis=0)
    dependency: Floats = np.zeros((size, size))
    for ways, before in zip(layers[:1:-1], layers[-2:0:-1], strict=True):
        share = np.divide(1 + dependency, total, out=np.zeros_like(total), where=ways > 0)
        dependency += (share @ near) * before
    pairs = (size - 1) * (size - 2)
    found: Floats = dependency.sum(axis=0) / max(pairs, 1)
    return found


def brokerage(ties: Floats, kinds: Ints) -> Floats:
    """Return how many pairs without a tie of their own each body joins, by role: ROLES x bodies."""
    near = (ties > 0).astype(float)
    apart = 1.0 - near - np.eye(len(near))
    of_kind = [(kinds == kind).astype(float) for kind in range(int(kinds.max(initial=0)) + 1)]
    found = np.zeros((len(ROLES), len(near)))
    for second, others in enumerate(of_kind):
        joined = apart @ (near * others[:, None])  # [a, b]: those of the second kind that b has and a not
        for first, ones in enumerate(of_kind[: second + 1]):
            pairs = ((near * ones[:, None]) * joined).sum(axis=0) / (2 if first == second else 1)
            for kind, own in enumerate(of_kind):
                found[_role(kind, first, second)] += pairs * own
    return found


def _role(own: int, one: int, other: int) -> int:
    if one == other:
        return 0 if own == one else 1
    return 2 if own in (one, other) else 3


def only_meeting(table: sparse.csr_array, ties: Floats) -> Floats:
    """Return for each forum (row of the 0/1 table forums x bodies) how many pairs meet nowhere else."""
    once = (ties == 1).astype(float)
    pairs: Floats = np.asarray(table.multiply(table @ once).sum(axis=1)).ravel() / 2
    return pairs
