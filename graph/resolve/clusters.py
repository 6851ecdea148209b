"""Sets of ids that mean one thing, with pairs that may never come together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Clusters:
    """A union of ids that refuses a union which would join a forbidden pair, also indirectly."""

    def __init__(self, forbidden: Iterable[tuple[str, str]] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        for a, b in forbidden:
            self.forbid(a, b)

    def find(self, item: str) -> str:
        """Return the id that stands for the set of this one: the smallest of the set."""
        root = item
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(item, item)) != root:
            self._parent[item], item = root, parent
        return root

    def forbid(self, a: str, b: str) -> bool:
        """Keep two ids apart from now on; False when they are together already."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)
        return True

    def may_join(self, a: str, b: str) -> bool:
        """Tell whether nothing keeps the sets of these two apart."""
        return self.find(b) not in self._apart.get(self.find(a), ())

    def join(self, a: str, b: str) -> bool:
        """Make one set of the sets of a and b; False when that is forbidden."""
        first, second = sorted((self.find(a), self.find(b)))
        if first == second:
            return True
        if second in self._apart.get(first, ()):
            return False
        self._parent[second] = first
        for other in self._apart.pop(second, set()):
            self._apart[other].discard(second)
            self._apart[other].add(first)
            self._apart.setdefault(first, set()).add(other)
        return True

    def joined(self) -> Iterator[str]:
        """Yield, in any order and some more than once, the ids that are in a set with others."""
        for item, parent in self._parent.items():
            yield item
            yield parent

    def sets(self, items: Iterable[str]) -> Iterator[list[str]]:
        """Yield these ids set by set, each set sorted, the sets in the order of their first id."""
        members: dict[str, list[str]] = {}
        for item in sorted(items):
            members.setdefault(self.find(item), []).append(item)
        yield from members.values()
