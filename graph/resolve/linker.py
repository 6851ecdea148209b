"""From readings to canonical nodes: every key of every document means one node of the graph.

Order of work: people's decisions, names spelled alike, the rules for names, documents, statements.
Nothing depends on the order of the readings: counts, sets and sorted ids decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model import Node, Reading
from graph.resolve.abbreviations import acronym
from graph.resolve.canonical import canonical
from graph.resolve.clusters import Clusters
from graph.resolve.decisions import Decisions
from graph.resolve.handlings import match_documents
from graph.resolve.nameforms import without_place
from graph.resolve.nodetable import NodeTable
from graph.resolve.register import Entry, Register
from graph.resolve.rules import RULES, Doubt, Match, Named, fold
from graph.resolve.rulings import Rulings
from graph.resolve.statements import StatementTable

_SEVERAL = 2
# Two posts called "Ordförande" are two posts: the key says of which body. Documents have rules of their own.
_KNOWN_BY_KEY = frozenset({"befattning", "handling"})


@dataclass(frozen=True, slots=True)
class Question:
    """Two nodes that may be the same, for a person to decide: why (Swedish), and how likely (0..1)."""

    nodes: tuple[Node, Node]
    reason: str
    strength: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A node that rules made of several names: `others` are ids and names that are not spelled as its own."""

    node: Node
    others: tuple[tuple[str, str], ...]


class Linker:
    """Read-only answer to: which node does this key of this document mean?

    `undecided` are names that a person should decide about, `joined` those that rules took for one without
    asking; `problems` are Swedish sentences about decisions that cannot be followed.
    """

    def __init__(
        self,
        nodes: NodeTable,
        statements: StatementTable,
        *,
        undecided: tuple[Question, ...],
        joined: tuple[Joined, ...],
        problems: tuple[str, ...],
    ) -> None:
        self._nodes = nodes
        self._statements = statements
        self.undecided = undecided
        self.joined = joined
        self.problems = problems

    def node(self, key: str, document: str) -> Node:
        """Return the canonical node that `key` means in `document`.

        Raises KeyError for a key that no reading has a node for.
        """
        found = self._nodes.locate(key, document) or key
        node = self._nodes.get(found) or self._nodes.get(f"/{key}")
        return node or _statement(key, *self._statements.shown(key))


def link(
    readings: Iterable[Reading], decisions: Decisions | None = None, *, municipality: str = ""
) -> Linker:
    """Return the linker of all readings, in any order; they are read once and not kept.

    `municipality` is the bare name of the own one ("Ekby"), so that "Socialnämnden i Ekby" is its
    Socialnämnden. Memory grows with the number of names, and of statements that several documents make.
    """
    register, statements = Register(), StatementTable()
    for reading in readings:
        register.add(reading)
        statements.add(reading, register)
    return _Resolution(register, statements, decisions or Decisions(), municipality).linker()


class _Resolution:
    """One run of the rules over the tables."""

    def __init__(
        self, register: Register, statements: StatementTable, decisions: Decisions, municipality: str
    ) -> None:
        self.register = register
        self.statements = statements
        self.municipality = municipality
        self.rulings = Rulings(decisions, register.entries, statements)
        self.decisions = decisions
        self.clusters = self._decided()
        self.doubts: list[Doubt] = []

    def _decided(self) -> Clusters:
        """Return the sets as people decided; bodies before and after a change stay apart unless they did."""
        clusters = Clusters(self.rulings.apart)
        for a, b in self.rulings.together:
            clusters.join(a, b)
        for a, b in (*self.rulings.unsure, *sorted(self.register.renamed)):
            clusters.forbid(a, b)
        return clusters

    def linker(self) -> Linker:
        self._join_spellings()
        for rule, families in RULES:
            for shelf in self._shelves(families):
                self._follow(rule(shelf))
        self._follow(match_documents(self.register.of_family("handling"), self.clusters, self._body))
        self.statements.merge(self.clusters)
        nodes = NodeTable()
        nodes.fill(self._nodes(), self.register.places())
        return Linker(
            nodes,
            self.statements,
            undecided=tuple(self._open_questions(nodes)),
            joined=tuple(self._joined()),
            problems=(*self.decisions.problems, *self.rulings.problems),
        )

    def _follow(self, found: Iterable[Match | Doubt]) -> None:
        for item in found:
            if isinstance(item, Doubt):
                self.doubts.append(item)
            else:
                self.clusters.join(item.a, item.b)

    # names ------------------------------------------------------------------------------------

    def _join_spellings(self) -> None:
        """Join what is spelled alike within a scope, a family and groups apart from single actors."""
        for place in self._places().values():
            same: dict[str, str] = {}
            for entry in place:
                for name in self._labels(entry):
                    key = fold(name, entry.family, group=_is_group(entry))
                    self.clusters.join(same.setdefault(key, entry.id), entry.id)

    def _places(self) -> dict[tuple[str, ...], list[Entry]]:
        """Return the entries that may mean one another, by scope, family and what kind of thing."""
        places: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for key in sorted(self.register.entries):
            entry = self.register.entries[key]
            if not entry.local and entry.family not in _KNOWN_BY_KEY:
                places[entry.scope, entry.family, _flavour(entry)].append(entry)
        return places

    def _labels(self, entry: Entry) -> tuple[str, ...]:
        if entry.scope:
            return tuple(sorted(entry.labels))
        return tuple(sorted({without_place(label, self.municipality) for label in entry.labels}))

    def _shelves(self, families: frozenset[str]) -> Iterator[tuple[Named, ...]]:
        """Yield, place by place, the sets of names as the rules see them."""
        for place, entries in sorted(self._places().items()):
            if place[1] in families and place[2] != "grupp":
                by_set: dict[str, list[Entry]] = defaultdict(list)
                for entry in entries:
                    by_set[self.clusters.find(entry.id)].append(entry)
                yield tuple(self._named(key, by_set[key]) for key in sorted(by_set))

    def _named(self, key: str, entries: list[Entry]) -> Named:
        labels = {label for entry in entries for label in self._labels(entry)}
        aliases = {alias for entry in entries for alias in entry.aliases}
        return Named(key, tuple(sorted(labels)), tuple(sorted(aliases - labels)))

    def _body(self, scope: str, name: str) -> str | None:
        """Return the id of the only body or administration of a scope with this name."""
        wanted = fold(name, "organ")
        if not hasattr(self, "_bodies"):
            self._bodies: dict[tuple[str, str], set[str]] = defaultdict(set)
            for entry in self.register.of_family("organ", "enhet"):
                for label in (*entry.labels, *filter(acronym, entry.aliases)):
                    self._bodies[entry.scope, fold(label, "organ")].add(entry.id)
        found = {self.clusters.find(i) for i in self._bodies.get((scope, wanted), ())}
        return min(found) if len(found) == 1 else None

    # results ----------------------------------------------------------------------------------

    def _nodes(self) -> Iterator[tuple[str, Node]]:
        """Yield id -> canonical node for every name, and for statements that are not simply their own."""
        ids = {*self.register.entries, *self.clusters.joined(), *self.rulings.labelled}
        for members in self.clusters.sets(ids):  # most statements stand alone and have no part in this
            entries = [self.register.entries[i] for i in members if i in self.register.entries]
            node = self._named_node(entries) if entries else self._statement_node(members)
            yield from ((member, node) for member in members)

    def _named_node(self, entries: list[Entry]) -> Node:
        return canonical(entries, label=self.rulings.label(entry.id for entry in entries))

    def _statement_node(self, members: list[str]) -> Node:
        key = members[0]
        types, label = self.statements.shown(key)
        return _statement(key, types, self.rulings.label(members) or label)

    def _joined(self) -> Iterator[Joined]:
        """Yield each node that rules made of names that are not spelled alike, without asking a person."""
        decided = {name for pair in self.rulings.together for name in pair}
        for members in self.clusters.sets({*self.register.entries} & {*self.clusters.joined()}):
            entries = [self.register.entries[i] for i in members]
            if len(entries) < _SEVERAL or entries[0].family in _KNOWN_BY_KEY or decided.intersection(members):
                continue
            node = self._named_node(entries)
            own = self._spelt(node.label, entries[0])
            others = ((entry.id, _usual_name(entry)) for entry in entries)
            unlike = tuple((key, name) for key, name in others if self._spelt(name, entries[0]) != own)
            if unlike:
                yield Joined(node, unlike)

    def _spelt(self, name: str, entry: Entry) -> str:
        return fold(without_place(name, self.municipality), entry.family, group=_is_group(entry))

    def _open_questions(self, nodes: NodeTable) -> Iterator[Question]:
        """Yield each question once that nobody has answered and that the rules have left open."""
        seen: set[tuple[str, str]] = set()
        for doubt in sorted(self.doubts, key=lambda d: (-d.strength, d.ids, d.reason)):
            a, b = sorted(map(self.clusters.find, doubt.ids))
            if a != b and (a, b) not in seen and self.clusters.may_join(a, b):
                seen.add((a, b))
                first, second = nodes.get(a), nodes.get(b)
                if first and second:
                    yield Question((first, second), doubt.reason, doubt.strength)


def _statement(key: str, types: tuple[str, ...], label: str) -> Node:
    return Node(key=key, types=types, label=label, named=False)


def _usual_name(entry: Entry) -> str:
    return min(entry.labels, key=lambda name: (-entry.labels[name], name))


def _is_group(entry: Entry) -> bool:
    return "sam:ActorGroup" in entry.types


def _flavour(entry: Entry) -> str:
    """Return what must agree besides the family: groups apart, the four arrangements apart."""
    if _is_group(entry):
        return "grupp"
    if entry.family == "samverkan":
        return max(sorted(entry.types), key=lambda name: entry.types[name])
    return ""
