"""Things and what each of them has: which pairs have something in common, counted for all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from graph.analyse.null_model import Ints
from graph.analysis import Fact

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Things:
    """Things that are compared: `has` maps a respect and a thing to what it has in that respect.

    `why` maps a respect, a thing and a value to the facts that say so; `kin` holds the pairs, in either
    order, that belong together by design and so do not overlap: a whole and its part, a committee and
    its administration, a group and its member.
    """

    what: str
    has: Mapping[str, Mapping[str, frozenset[str]]]
    why: Mapping[tuple[str, str, str], tuple[Fact, ...]]
    kin: frozenset[Pair] = frozenset()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(sorted({name for had in self.has.values() for name in had})))

    def of(self, respect: str, name: str) -> frozenset[str]:
        """Return what a thing has in one respect."""
        return self.has.get(respect, {}).get(name, frozenset())


def gather(
    what: str, told: Iterable[tuple[str, str, str, tuple[Fact, ...]]], *, kin: Iterable[Pair] = ()
) -> Things:
    """Return the things of (thing, respect, value, facts)."""
    has: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    why: dict[tuple[str, str, str], set[Fact]] = defaultdict(set)
    for thing, respect, value, facts in told:
        has[respect][thing].add(value)
        why[respect, thing, value].update(facts)
    return Things(
        what,
        {
            respect: {thing: frozenset(values) for thing, values in had.items()}
            for respect, had in has.items()
        },
        {key: tuple(sorted(facts)) for key, facts in why.items()},
        frozenset(kin),
    )


def table(
    had: Mapping[str, frozenset[str]], rows: Mapping[str, int], columns: Iterable[str] = ()
) -> sparse.csr_array:
    """Return the 0/1 table of things (rows, by their place) and what they have (columns, sorted).

    Without `columns` there is one for each value that occurs.
    """
    place = {value: at for at, value in enumerate(sorted(set(columns) or set().union(*had.values())))}
    cells = [(rows[thing], place[value]) for thing in sorted(had) for value in sorted(had[thing])]
    at = np.array(cells, dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(at), dtype=np.int32)
    return sparse.csr_array((ones, (at[:, 0], at[:, 1])), shape=(len(rows), len(place)))


def in_common(
    had: Mapping[str, frozenset[str]], rows: Mapping[str, int], wider: Mapping[str, frozenset[str]]
) -> tuple[Ints, Ints, Ints]:
    """Return the pairs of places that have something in common and how much, the lower place first.

    `wider` maps a value to all above it: who has the narrower has something in common with who has the
    wider, but two narrower ones under one wider do not.
    """
    above = {thing: values.union(*(wider.get(v, ()) for v in values)) for thing, values in had.items()}
    every = set().union(*above.values())
    joint = table(had, rows, every) @ table(above, rows, every).T
    found = sparse.triu(joint.maximum(joint.T), k=1).tocoo()
    return found.row.astype(np.int64), found.col.astype(np.int64), np.asarray(found.data, dtype=np.int64)


def ancestors(pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    """Return everything above each of what stands below something; a cycle ends.

    >>> sorted(ancestors([("a", "b"), ("b", "c")])["a"])
    ['b', 'c']
    """
    up: dict[str, set[str]] = defaultdict(set)
    for low, high in pairs:
        up[low].add(high)
    found = {}
    for low in sorted(up):
        reached, ahead = set(), list(up[low])
        while ahead:
            high = ahead.pop()
            if high not in reached and high != low:
                reached.add(high)
                ahead += up.get(high, ())
        found[low] = frozenset(reached)
    return found
