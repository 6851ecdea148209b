"""What all readings say about things known by name, counted in one compact table.

One `Entry` for every key and scope. A name that only says what kind of thing it is ("styrgruppen",
"handlingsplanen") means another thing in every document, so such a key gets one entry a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph import ids
from graph.model import Assertion, Literal, Node, Reading
from graph.resolve.generic import is_generic

_Sides = defaultdict[str, set[str]]
_LOCAL_FAMILIES = frozenset({"organ", "enhet", "samverkan", "handling"})
_DOCUMENT_FACTS = {
    "dcterms:type": "kind",
    "dcterms:creator": "owner",
    "dcterms:identifier": "identifier",
    "dcterms:date": "date",
    "dcterms:issued": "date",
    "sam:respondsTo": "answers",
}


@dataclass(slots=True)
class Entry:
    """One named thing under one key: how often each label, alias and class was read.

    `facts` holds what is needed to recognise a document, as (field, value): field is one of kind,
    owner, identifier, date, answers. `own` is true for a document that was read itself.
    """

    id: str
    key: str
    scope: str
    labels: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    facts: set[tuple[str, str]] = field(default_factory=set)
    own: bool = False
    local: bool = False

    @property
    def family(self) -> str:
        """Return the first part of the key."""
        return self.key.partition("/")[0]

    def count(self, node: Node) -> None:
        """Add what one document says."""
        self.labels[node.label] = self.labels.get(node.label, 0) + 1
        for alias in node.aliases:
            self.aliases[alias] = self.aliases.get(alias, 0) + 1
        for name in node.types:
            self.types[name] = self.types.get(name, 0) + 1


class Register:
    """The table of named things; filled reading by reading, in any order."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.renamed: set[tuple[str, str]] = set()
        self._usual: dict[str, str] = {}  # key -> id, where a document does not differ
        self._special: dict[tuple[str, str], str] = {}  # (document, key) -> id

    def add(self, reading: Reading) -> None:
        """Count the named nodes of one document and what it says about documents and renamings."""
        for node in reading.nodes:
            if node.named:
                self._count(node, reading.document)
        self._note_facts(reading)
        self._note_changes(reading)

    def locate(self, key: str, document: str) -> str | None:
        """Return the id that a key has in a document, or None for a key that is not a known name."""
        return self._special.get((document, key)) or self._usual.get(key)

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, document and id for `locate`; the document is "" where it makes no difference."""
        yield from ((key, "", found) for key, found in self._usual.items())
        yield from ((key, document, found) for (document, key), found in self._special.items())

    def _count(self, node: Node, document: str) -> None:
        family = node.key.partition("/")[0]
        own = node.key == f"handling/{document}"
        local = not own and family in _LOCAL_FAMILIES and is_generic(node.label)
        key = f"{node.key}-{ids.digest(document, length=6)}" if local else node.key
        entry = self.entries.get(f"{node.scope}/{key}")
        if entry is None:
            entry = Entry(f"{node.scope}/{key}", key, node.scope, local=local)
            self.entries[entry.id] = entry
        entry.own = entry.own or own
        entry.count(node)
        if local or self._usual.setdefault(node.key, entry.id) != entry.id:
            self._special[document, node.key] = entry.id

    def _note_facts(self, reading: Reading) -> None:
        for claim in reading.assertions:
            name = _DOCUMENT_FACTS.get(claim.predicate)
            if name and claim.subject.startswith("handling/"):
                found = self.locate(claim.subject, reading.document)
                if found:
                    self.entries[found].facts.add((name, self.value(claim, reading.document)))

    def value(self, claim: Assertion, document: str) -> str:
        """Return the object of a claim: what a literal says, else the id of the node or the name as it is."""
        if isinstance(claim.object, Literal):
            return claim.object.value
        return self.locate(claim.object, document) or claim.object

    def _note_changes(self, reading: Reading) -> None:
        """A renamed body stays two bodies, linked by the change."""
        sides = {"org:originalOrganization": _Sides(set), "org:resultingOrganization": _Sides(set)}
        for claim in reading.assertions:
            if claim.predicate in sides and isinstance(claim.object, str):
                found = self.locate(claim.object, reading.document)
                sides[claim.predicate][claim.subject].update([found] if found else [])
        before, after = sides.values()
        for event in before:
            pairs = ((a, b) for a in before[event] for b in after.get(event, ()) if a != b)
            self.renamed.update((min(pair), max(pair)) for pair in pairs)

    def of_family(self, *families: str) -> Iterator[Entry]:
        """Yield the entries of these families in the order of their ids."""
        return (self.entries[i] for i in sorted(self.entries) if self.entries[i].family in families)
