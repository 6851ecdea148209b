"""People's decisions applied to what was read: names and keys become ids, contradictions are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import cached_property

from graph.ids import FAMILIES
from graph.resolve.clusters import Clusters
from graph.resolve.decisions import Decisions, Pair
from graph.resolve.register import Entry
from graph.resolve.rules import fold

_FAMILIES = frozenset(FAMILIES.values())


class Rulings:
    """Decisions as pairs of ids: `together`, `apart`, `unsure`, and `problems` for those that cannot hold.

    When decisions contradict one another (A is B, B is C, A is not C) none of those that say "same"
    is followed, and the problem names their lines.
    """

    def __init__(
        self, decisions: Decisions, entries: Mapping[str, Entry], statements: Container[str]
    ) -> None:
        self._entries = entries
        self._statements = statements
        self.problems: list[str] = []
        same, apart = self._pairs(decisions, "samma"), self._pairs(decisions, "inte_samma")
        self.unsure = [pair for pair, _ in self._pairs(decisions, "osaker")]
        broken = self._contradictions(same, apart)
        self.together = [pair for pair, line in same if line not in broken]
        self.apart = [pair for pair, _ in apart]
        self._labels = self._new_labels(decisions)

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Return folded name -> ids of the own municipality's entries; made when a decision is there."""
        found: dict[str, set[str]] = defaultdict(set)
        for entry in self._entries.values():
            if not entry.scope:
                for name in (*entry.labels, *entry.aliases):
                    found[_plain(name)].add(entry.id)
        return found

    @property
    def labelled(self) -> Iterable[str]:
        """Return the ids that a person has given a name."""
        return self._labels.keys()

    def label(self, ids: Iterable[str]) -> str:
        """Return the name that a person has given to one of these ids, "" when nobody has."""
        given = [self._labels[i] for i in ids if i in self._labels]
        return max(given)[1] if given else ""

    def _pairs(self, decisions: Decisions, ruling: str) -> list[tuple[Pair, int]]:
        found = []
        for (name_a, name_b), line in decisions.ruled(ruling):
            a, b = self._ids(name_a, line), self._ids(name_b, line)
            pair = self._one_pair(a, b)
            if pair:
                found.append((pair, line))
            elif a and b:
                self._tell(line, f"”{name_a}” och ”{name_b}” går inte att para ihop entydigt; ange nycklar.")
        return sorted(found, key=lambda item: item[1])

    def _one_pair(self, a: set[str], b: set[str]) -> Pair | None:
        """Return the only pair of different ids; of one family where names fit in several."""
        pairs = {(min(x, y), max(x, y)) for x in a for y in b if x != y}
        alike = {(x, y) for x, y in pairs if _family(x) == _family(y)}
        chosen = pairs if len(pairs) == 1 else alike
        return min(chosen) if len(chosen) == 1 else None

    def _ids(self, name: str, line: int) -> set[str]:
        """Return the ids that a name or key of a decision can mean."""
        if name in self._statements:
            return {name}
        if name.partition("/")[0] in _FAMILIES:
            name_as_id = "/" + name
            found = {name_as_id} & self._entries.keys()
        else:
            found = {name} & self._entries.keys() or set(self._by_name.get(_plain(name), ()))
        if not found:
            self._tell(line, f"”{name}” finns inte i de lästa handlingarna.")
        return found

    def _contradictions(self, same: list[tuple[Pair, int]], apart: list[tuple[Pair, int]]) -> set[int]:
        """Return the lines of the "same" decisions that meet a "not same", and report each meeting."""
        clusters = Clusters()
        for (a, b), _ in same:
            clusters.join(a, b)
        broken: set[int] = set()
        for (a, b), line in apart:
            if clusters.find(a) == clusters.find(b):
                lines = [n for (x, _), n in same if clusters.find(x) == clusters.find(a)]
                broken.update(lines)
                said = ", ".join(map(str, lines))
                self._tell(line, f"beslutet inte_samma motsäger samma på rad {said}, som inte följs.")
        return broken

    def _new_labels(self, decisions: Decisions) -> dict[str, tuple[int, str]]:
        labels: dict[str, tuple[int, str]] = {}
        for name, (label, line) in decisions.names.items():
            found = self._ids(name, line)
            if len(found) > 1:
                self._tell(line, f"”{name}” kan betyda flera; ange nyckeln.")
            elif found:
                labels[min(found)] = (line, label)
        return labels

    def _tell(self, line: int, text: str) -> None:
        self.problems.append(f"decisions.jsonl, rad {line}: {text}")


def _plain(name: str) -> str:
    return fold(name, "")


def _family(key: str) -> str:
    return key.split("/")[-2] if "/" in key else ""
