"""Who meets whom: bodies and forums as two modes, who joins what is apart, and who holds together.

Two bodies are tied when they take part in the same forum (any kind of arrangement), as strongly as they
share forums. As in `overlaps`, a group is one actor of its own and the municipality itself is none.
Every figure is worked out again without each document that alone says that somebody takes part, so
that a rank that hangs on one document shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analyse import structure
from graph.analyse.null_model import Floats, Ints
from graph.analysis import Community, Fact, Graph, Network, Rank

TAKES_PART = "sam:hasParticipant"
_SAID = (TAKES_PART, "sam:convenor", "sam:developedBy")  # what says that somebody takes part
KINDS = ("sam:PoliticalBody", "sam:Administration", "sam:ExternalActor", "sam:ActorGroup")
"""Kinds of actors, between which roles are told; a body of several is of the first."""
BODY_MEASURES = ("begränsning", "räckvidd", "mellanhand", *structure.ROLES)
FORUM_MEASURES = ("enda mötesplats",)
_LOW_IS_FIRST = frozenset({"begränsning"})
PLACES = 20
"""Places that are told in each measure."""
_WORK = 1e9
"""Multiplications to spend on leaving documents out: a second or two."""
_EACH = 2e6
"""What one more document costs, however small the network."""
_LINKS = 40_000
"""Links to go through in all when documents are left out to see which communities hold together."""
_SEED = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """Forums (rows) and bodies (columns) by name, and the cells of who takes part in what, sorted.

    `alone` maps a document to the places, among the cells, of those that no other document supports.
    """

    forums: tuple[str, ...]
    bodies: tuple[str, ...]
    rows: Ints
    columns: Ints
    kinds: Ints
    alone: Mapping[str, Ints]

    def cells(self, *, without: str = "") -> sparse.csr_array:
        """Return the 0/1 table, without what only one document says."""
        stays = np.ones(len(self.rows), dtype=bool)
        if without:
            stays[self.alone[without]] = False
        at = self.rows[stays], self.columns[stays]
        shape = len(self.forums), len(self.bodies)
        return sparse.csr_array((np.ones(len(at[0])), at), shape=shape)


def find_network(graph: Graph) -> Network:
    """Return the network of a graph, with ranks and communities in a fixed order."""
    table = _read(graph)
    if not table.forums:
        return Network()
    links = _links(table)
    left_out = _left_out(table)
    communities, tried = _communities(table)
    return Network(
        bodies=len(table.bodies),
        forums=len(table.forums),
        links=links,
        ranks=tuple(_ranks(table, links, left_out)),
        communities=communities,
        remarks=tuple(_remarks(len(table.alone), len(left_out), tried)),
    )


def _links(table: _Table) -> tuple[Fact, ...]:
    cells = zip(table.rows.tolist(), table.columns.tolist(), strict=True)
    return tuple((table.forums[forum], TAKES_PART, table.bodies[body]) for forum, body in cells)


def _remarks(needed: int, done: int, tried: int) -> Iterator[str]:
    """Yield what was not tried, of the documents that alone say that somebody takes part."""
    if done < needed:
        yield (
            f"Måtten är prövade utan var och en av de {done} handlingar som ensamma bär upp flest "
            f"deltaganden, av {needed}."
        )
    if tried < needed:
        yield (
            f"Grupperingarna är prövade utan var och en av de {tried} handlingar som ensamma bär upp "
            f"flest deltaganden, av {needed}."
        )


# --- what is asked of the graph ----------------------------------------------------------------


def _read(graph: Graph) -> _Table:
    own = {m for (m,) in graph.rows("SELECT ?m { ?x a sam:Arrangement ; sam:inMunicipality ?m }")}
    arrangements = {x for (x,) in graph.rows("SELECT ?x { ?x a sam:Arrangement }")}
    pairs = [
        (forum, body)
        for forum, body in graph.rows(f"SELECT ?x ?y {{ ?x a sam:Arrangement ; {TAKES_PART} ?y }}")
        if body not in own and body not in arrangements
    ]
    forums, bodies = (tuple(sorted(set(side))) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
    row, column = ({name: at for at, name in enumerate(names)} for names in (forums, bodies))
    said: dict[tuple[str, str], set[str]] = {pair: set() for pair in sorted(pairs)}
    for document, *pair in _sayings(graph):
        if tuple(pair) in said:
            said[pair[0], pair[1]].add(document)
    alone: dict[str, list[int]] = defaultdict(list)
    for at, documents in enumerate(said.values()):
        if len(documents) == 1:
            alone[min(documents)].append(at)
    return _Table(
        forums,
        bodies,
        np.array([row[forum] for forum, _ in said], dtype=np.int64),
        np.array([column[body] for _, body in said], dtype=np.int64),
        _kinds(graph, bodies),
        {document: np.array(places) for document, places in sorted(alone.items())},
    )


def _sayings(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Yield the document's graph, forum and body of every live assertion that somebody takes part."""
    dead = {
        (x, g)
        for what in ("sam:negative true", "sam:curation samc:cur-rejected")
        for x, g in graph.rows(f"SELECT ?x ?g {{ GRAPH ?g {{ ?x {what} }} }}")
    }
    for predicate in _SAID:
        pattern = f"?x rdf:predicate {predicate} ; rdf:subject ?f ; rdf:object ?b"
        for x, g, forum, body in graph.rows(f"SELECT ?x ?g ?f ?b {{ GRAPH ?g {{ {pattern} }} }}"):
            if (x, g) not in dead:
                yield g, forum, body


def _kinds(graph: Graph, bodies: Sequence[str]) -> Ints:
    """Return the place of each body's kind in KINDS, their number for what is none of them."""
    first: dict[str, int] = {}
    for place, kind in enumerate(KINDS):
        for (body,) in graph.rows(f"SELECT ?x {{ ?x a {kind} }}"):
            first.setdefault(body, place)
    return np.array([first.get(body, len(KINDS)) for body in bodies], dtype=np.int64)


# --- ranks -------------------------------------------------------------------------------------


def _measured(table: _Table, *, without: str = "") -> tuple[Floats, Floats]:
    """Return the measures x bodies and the measures x forums; nan where there is nothing to measure."""
    cells = table.cells(without=without)
    ties = (cells.T @ cells).toarray()
    np.fill_diagonal(ties, 0.0)
    of_bodies = np.vstack(
        [
            structure.constraint(ties),
            structure.effective_size(ties),
            structure.betweenness(ties),
            structure.brokerage(ties, table.kinds),
        ]
    )
    return of_bodies, structure.only_meeting(cells, ties)[None, :]


def _by_weight(table: _Table, most: int) -> list[str]:
    """Return the documents that alone support most cells, at most so many."""
    return sorted(table.alone, key=lambda document: (-len(table.alone[document]), document))[:most]


def _left_out(table: _Table) -> list[tuple[Floats, Floats]]:
    """Return the measures without each document that alone supports something, the weightiest first."""
    bodies = len(table.bodies)
    most = int(_WORK / (30 * bodies**3 + 4 * len(table.rows) * bodies + _EACH))
    return [_measured(table, without=document) for document in _by_weight(table, most)]


def _ranks(table: _Table, links: Sequence[Fact], left_out: Sequence[tuple[Floats, Floats]]) -> Iterator[Rank]:
    now = _measured(table)
    of: dict[str, list[Fact]] = defaultdict(list)
    for fact in links:
        of[fact[0]].append(fact)
        of[fact[2]].append(fact)
    sides = ((BODY_MEASURES, table.bodies), (FORUM_MEASURES, table.forums))
    nobody_joins = not now[0][BODY_MEASURES.index("mellanhand")].any()
    for side, (measures, names) in enumerate(sides):
        if side == 0 and nobody_joins:  # all meet all: no place means anything
            continue
        for number, measure in enumerate(measures):
            values = np.vstack([now[side][number], *(other[side][number] for other in left_out)])
            yield from _ranked(measure, names, values, of)


def _ranked(
    measure: str, names: Sequence[str], values: Floats, of: Mapping[str, list[Fact]]
) -> Iterator[Rank]:
    """Yield the first places in one measure; the first row of `values` is of the whole network."""
    places = np.vstack([_places(row, low=measure in _LOW_IS_FIRST) for row in values])
    told = [at for at in range(len(names)) if places[0, at] <= PLACES and _is_there(values[0, at])]
    for at in sorted(told, key=lambda at: (places[0, at], names[at])):
        known = values[~np.isnan(values[:, at]), at]
        yield Rank(
            measure=measure,
            who=names[at],
            value=float(values[0, at]),
            low=float(known.min()),
            high=float(known.max()),
            place=int(places[0, at]),
            best=int(places[:, at].min()),
            worst=int(places[:, at].max()),
            facts=tuple(of[names[at]]),
        )


def _is_there(value: float) -> bool:
    return not np.isnan(value) and value > 0


def _places(values: Floats, *, low: bool) -> Ints:
    """Return the place of each, from 1; equals share the better one, and what has no value is last.

    >>> _places(np.array([3.0, 5.0, np.nan, 5.0, 0.0]), low=False)
    array([3, 1, 5, 1, 5])
    """
    keys = np.round(values if low else -values, 9)
    keys[~(values > 0)] = np.inf
    places = np.searchsorted(np.sort(keys), keys) + 1
    return np.where(np.isinf(keys), len(keys), places).astype(np.int64)


# --- communities -------------------------------------------------------------------------------


def _communities(table: _Table) -> tuple[tuple[Community, ...], int]:
    """Return the communities, the largest first, and how many documents were left out to try them."""
    now = _partition(table.cells())
    tried = _by_weight(table, int(_LINKS / len(table.rows)))
    others = [_partition(table.cells(without=document)) for document in tried]
    names = (*table.forums, *table.bodies)
    groups: dict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(now.tolist()):
        groups[group].append(node)
    found = [
        Community(members=tuple(sorted(names[node] for node in nodes)), stability=_stability(nodes, others))
        for nodes in groups.values()
        if sum(node >= len(table.forums) for node in nodes) > 1  # one body alone holds together with nobody
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.members), c.members))), len(tried)


def _partition(cells: sparse.csr_array) -> NDArray[np.int64]:
    """Return the community of each forum and then of each body (Louvain's, on the two modes).

    Nodes are numbers in a fixed order and the seed is fixed: the same table, the same communities.
    """
    net = nx.Graph()
    net.add_nodes_from(range(sum(cells.shape)))
    at = cells.tocoo()
    net.add_edges_from(zip(at.row.tolist(), (at.col + cells.shape[0]).tolist(), strict=True))
    found = np.zeros(sum(cells.shape), dtype=np.int64)
    for number, nodes in enumerate(nx.community.louvain_communities(net, seed=_SEED)):
        found[sorted(nodes)] = number
    return found


def _stability(nodes: Sequence[int], others: Sequence[NDArray[np.int64]]) -> float:
    """Return the least share of the pairs of nodes that stay together in the other partitions."""
    pairs = len(nodes) * (len(nodes) - 1) / 2
    kept = 1.0
    for other in others:
        _, sizes = np.unique(other[list(nodes)], return_counts=True)
        kept = min(kept, float((sizes * (sizes - 1) / 2).sum() / pairs))
    return kept
