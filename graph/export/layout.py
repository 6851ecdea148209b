"""Where things stand in a drawn network: worked out once, from the graph alone, and kept with it.

Each part of the network that hangs together is laid out by itself with springs from a fixed start; the
parts are then packed beside one another. A large part is laid out in communities first. What stood
somewhere before stays there, and what is new comes to stand near what it is joined to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, hypot, pi, sin, sqrt

import networkx as nx
import rustworkx as rx

Positions = dict[str, tuple[float, float]]
"""Node -> (x, y); two neighbours stand about one unit apart."""

LARGE = 1_500  # nodes of one part that springs manage in a few seconds
_SEED = 7
_ITERATIONS = 300
_ROUNDS = 40
_LEAST = 0.46  # units between two nodes
_NAMED, _MANY = 0.05, 8  # more room for each neighbour, up to so many: what joins many should have its name
_WIDE = 1.45  # width of the whole over its height
_GOLDEN = pi * (3 - sqrt(5))


def place(
    nodes: Sequence[str], links: Iterable[tuple[str, str]], known: Mapping[str, tuple[float, float]]
) -> Positions:
    """Return a position for every node; those `known` stay unless most of the nodes are new."""
    net = nx.Graph()
    net.add_nodes_from(sorted(nodes))
    net.add_edges_from(sorted({(min(pair), max(pair)) for pair in links if pair[0] != pair[1]}))
    kept = {node: known[node] for node in net if node in known}
    if len(kept) * 2 > len(net):
        return _joined(net, kept)
    parts = sorted((sorted(part) for part in nx.connected_components(net)), key=lambda p: (-len(p), p))
    return _packed([_part(net.subgraph(part), part) for part in parts])


def _part(net: nx.Graph, nodes: list[str]) -> Positions:
    """Lay out one part that hangs together, its middle at the origin."""
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    if len(nodes) > LARGE:
        return _by_community(net, nodes)
    reach = {node: _LEAST / 2 + _NAMED * min(net.degree(node), _MANY) for node in nodes}
    return _pushed(_scaled(_springs(net, nodes), sqrt(len(nodes)) * 0.62), reach)


def _springs(net: nx.Graph, nodes: list[str]) -> Positions:
    """Return positions by springs (Fruchterman and Reingold), begun on a circle in the order of the nodes."""
    start = {node: _around(nth / len(nodes)) for nth, node in enumerate(nodes)}
    number = {node: nth for nth, node in enumerate(nodes)}
    fast = rx.PyGraph()
    fast.add_nodes_from(nodes)
    fast.add_edges_from_no_data(sorted((number[a], number[b]) for a, b in net.edges))
    laid = rx.spring_layout(
        fast, pos={number[n]: at for n, at in start.items()}, k=1.6 / sqrt(len(nodes)),
        num_iter=_ITERATIONS, seed=_SEED,
    )  # fmt: skip
    return {node: (float(laid[nth][0]), float(laid[nth][1])) for node, nth in number.items()}


def _by_community(net: nx.Graph, nodes: list[str]) -> Positions:
    """Lay out the communities, then each one's members as seeds in a sunflower, the most joined inmost."""
    groups = [sorted(g) for g in nx.community.louvain_communities(net, seed=_SEED)]
    groups.sort(key=lambda g: (-len(g), g))
    of = {node: str(nth) for nth, group in enumerate(groups) for node in group}
    outer = nx.Graph()
    outer.add_nodes_from(sorted(set(of.values())))
    outer.add_edges_from(sorted({(of[a], of[b]) for a, b in net.edges if of[a] != of[b]}))
    middles = _scaled(_springs(outer, sorted(outer)), 1.0)
    reach = {str(nth): sqrt(len(group)) * 0.55 for nth, group in enumerate(groups)}
    middles = _pushed(_scaled(middles, sqrt(len(nodes))), reach)
    found = {}
    for nth, group in enumerate(groups):
        x, y = middles[str(nth)]
        for place_, node in enumerate(sorted(group, key=lambda n: (-net.degree(n), n))):
            far, turn = 0.5 * sqrt(place_), place_ * _GOLDEN
            found[node] = _rounded(x + far * cos(turn), y + far * sin(turn))
    return found


def _joined(net: nx.Graph, kept: Positions) -> Positions:
    """Return the old positions, and for each new node a free place near what it is joined to."""
    found = dict(kept)
    taken = list(kept.values())
    x0, y0 = sum(x for x, _ in taken) / len(taken), max(y for _, y in taken) + 1
    new = sorted(node for node in net if node not in kept)
    for node in sorted(new, key=lambda n: (-sum(m in kept for m in net[n]), n)):
        near = [found[other] for other in sorted(net[node]) if other in found]
        x = sum(x for x, _ in near) / len(near) if near else x0
        y = sum(y for _, y in near) / len(near) if near else y0
        found[node] = _free(x, y, taken)
        taken.append(found[node])
    return found


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the first point on a spiral from (x, y) that is not too near a taken one."""
    nth = 1
    while True:
        far = 0.3 * sqrt(nth)
        at = x + far * cos(nth * _GOLDEN), y + far * sin(nth * _GOLDEN)
        if all(hypot(at[0] - a, at[1] - b) >= _LEAST for a, b in taken):
            return _rounded(*at)
        nth += 1


def _around(part: float) -> tuple[float, float]:
    return cos(2 * pi * part), sin(2 * pi * part)


def _scaled(found: Positions, reach: float) -> Positions:
    """Return the positions around the origin, nine in ten of them within `reach` of it."""
    x0, y0 = (sum(values) / len(found) for values in zip(*found.values(), strict=True))
    far = sorted(hypot(x - x0, y - y0) for x, y in found.values())
    most = far[int(len(far) * 0.9) - 1 if len(far) > 10 else -1] or 1.0
    return {n: ((x - x0) * reach / most, (y - y0) * reach / most) for n, (x, y) in found.items()}


def _pushed(found: Positions, reach: Mapping[str, float]) -> Positions:
    """Move circles of these radii apart, a little in each round, until none overlap or patience ends."""
    at = {node: list(xy) for node, xy in found.items()}
    order = sorted(at)
    cell = 2 * max(reach.values())
    for _ in range(_ROUNDS):
        grid: dict[tuple[int, int], list[str]] = {}
        for node in order:
            grid.setdefault((int(at[node][0] // cell), int(at[node][1] // cell)), []).append(node)
        moved = False
        for (column, row), members in sorted(grid.items()):
            beside = [
                n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in grid.get((column + dx, row + dy), ())
            ]
            for one in members:
                for other in beside:
                    if one < other:
                        moved |= _push(at[one], at[other], reach[one] + reach[other])
        if not moved:
            break
    return {node: _rounded(*at[node]) for node in order}


def _push(one: list[float], other: list[float], least: float) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    far = hypot(dx, dy)
    if far >= least * 0.999:
        return False
    if not far:
        dx, dy, far = 1.0, 0.5, 1.118
    step = (least - far) / 2 / far
    one[0], one[1] = one[0] - dx * step, one[1] - dy * step
    other[0], other[1] = other[0] + dx * step, other[1] + dy * step
    return True


def _packed(parts: Sequence[Positions]) -> Positions:
    """Stand the parts in rows: the largest first, then the others below it, filled from the left."""
    boxes = [_box(part) for part in parts]
    area = sum((b[2] - b[0] + 1) * (b[3] - b[1] + 1) for b in boxes)
    wide = max(sqrt(area * _WIDE), *(b[2] - b[0] + 1 for b in boxes)) if boxes else 0.0
    found: Positions = {}
    x = y = tall = 0.0
    for part, (left, top, right, bottom) in zip(parts, boxes, strict=True):
        width, height = right - left + 1, bottom - top + 1
        if x and x + width > wide:
            x, y, tall = 0.0, y + tall, 0.0
        found |= {n: _rounded(px - left + x, py - top + y) for n, (px, py) in part.items()}
        x, tall = x + width, max(tall, height)
    return found


def _box(part: Positions) -> tuple[float, float, float, float]:
    xs, ys = zip(*part.values(), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _rounded(x: float, y: float) -> tuple[float, float]:
    return round(x, 3), round(y, 3)
