"""Overlap of all pairs of forums, tested against chance: ours, the bare product, networkx and scipy's loop.

python bench/overlapping.py SIDE FORUMS    one side in this process, its figures on the last line
"""

from __future__ import annotations

import sys

import numpy as np
from measure import Row, child, clock, median, paired, ratio_of_pairs, report
from scipy import sparse

MEMBERS = 8
SAMPLE = 20_000  # pairs that the loop over scipy's hypergeometric is timed on; the rest is reckoned
ACTORS = 2  # for each forum


def rows(rounds: int, quick: bool) -> list[Row]:
    """Return ours against the three others; networkx gets a smaller network, as it needs minutes."""
    forums = 5_000 if quick else 100_000
    small = 2_000 if quick else 20_000
    ours, bare = paired(rounds, lambda: _run("ours", forums), lambda: _run("bare", forums))
    few, net = paired(min(rounds, 3), lambda: _run("ours", small), lambda: _run("networkx", small))
    loop = [_run("loop", forums) for _ in range(min(rounds, 3))]
    pairs, cpu = int(median(ours, "pairs")), median(ours)
    limit, against, times = ratio_of_pairs(ours, bare), ratio_of_pairs(net, few), median(loop) / cpu
    what = f"overlap and p of all pairs, {forums:,} forums"
    return [
        Row(part="overlap", what=what, ours=cpu, peer=None, unit="CPU s", ratio=cpu, goal="at most 1.0",
            met=None if quick else cpu <= 1.0, note=f"{pairs:,} pairs share somebody"),
        Row(part="overlap", what=f"{what}, against the bare product", ours=cpu, peer=median(bare),
            unit="CPU s", ratio=limit, goal="at most 3", met=limit <= 3, note="scipy, A times its transpose"),
        Row(part="overlap", what=f"{what}, against networkx", ours=median(few), peer=median(net),
            unit="CPU s", ratio=against, goal="at least 50", met=against >= 50,
            note=f"weighted projection without p, {small:,} forums"),
        Row(part="overlap", what=f"{what}, against a loop", ours=cpu, peer=median(loop), unit="CPU s",
            ratio=times, goal="at least 500", met=times >= 500,
            note=f"scipy.stats.hypergeom.sf pair by pair, reckoned from {SAMPLE:,}"),
    ]  # fmt: skip


def _run(side: str, forums: int) -> dict[str, float]:
    return child("overlapping.py", side, forums)


def made(forums: int) -> sparse.csr_array:
    """Return a 0/1 table of forums and actors, of which a few take part in much and many in little."""
    dice = np.random.default_rng(1)
    actors = ACTORS * forums
    weight = dice.gamma(1.0, size=actors)
    column = dice.choice(actors, size=MEMBERS * forums, p=weight / weight.sum())
    row = np.repeat(np.arange(forums), MEMBERS)
    table = sparse.csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=(forums, actors))
    table.data[:] = 1
    return table[:, np.unique(column)]


def main(side: str, forums: int) -> None:
    from graph.analyse.null_model import test_pairs

    table = made(forums)
    shared = sparse.triu(table[:100] @ table[:100].T, k=1)  # what is loaded at the first call is not timed
    factor, pairs = 1.0, shared.nnz
    if side == "ours":
        with clock() as figures:
            pairs = len(test_pairs(table).p)
    elif side == "bare":
        with clock() as figures:
            pairs = sparse.triu(table @ table.T, k=1).nnz
    elif side == "networkx":
        import networkx as nx

        with clock() as figures:
            net = nx.bipartite.from_biadjacency_matrix(table)
            pairs = nx.bipartite.weighted_projected_graph(net, range(forums)).number_of_edges()
    else:
        from scipy.stats import hypergeom

        found = sparse.triu(table @ table.T, k=1).tocoo()
        size, pairs = np.diff(table.indptr), found.nnz
        factor = pairs / min(SAMPLE, pairs)
        with clock() as figures:
            for one, other, both in zip(found.row[:SAMPLE], found.col, found.data, strict=False):
                hypergeom.sf(both - 1, table.shape[1], size[one], size[other])
    report({"cpu": figures["cpu"] * factor, "wall": figures["wall"] * factor, "pairs": float(pairs)})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
