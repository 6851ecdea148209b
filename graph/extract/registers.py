"""Registers: lists of schools, housing companies, committees and associations, one actor a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph import resources
from graph.extract.contacts import is_personal_mailbox
from graph.extract.facts import Fact
from graph.extract.lexicon import group_node
from graph.ids import named_key, slug
from graph.model import Document, Literal, Node, Row
from graph.vocabulary import Vocabulary

_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What a register of our own organisation lists; every other kind lists external actors.
_OWN = {"namnd": "sam:Committee", "forvaltning": "sam:Administration"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What every row of a register is: classes, category, and the group that it belongs to."""

    types: tuple[str, ...]
    category: str | None
    group: Node | None


def read_register(doc: Document, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield each actor that the register lists, with its category, group, parent and mailbox.

    The offsets of these facts are raw ones: a row is quoted as it stands in the file.
    """
    kind = _kind(doc.register, vocabulary)
    yield from _itself(doc)
    for row in doc.rows:
        if "namn" in row.cells and row.cells["namn"].value.strip():
            yield from _actor(row, kind)


def register_node(doc: Document) -> Node:
    """Return the node of the register itself."""
    return Node(key=f"handling/{doc.id}", types=("sam:Document",), label=doc.title or doc.name)


def _itself(doc: Document) -> Iterator[Fact]:
    """Yield what kind of document it is, where its title stands in the text."""
    start = doc.text.raw.find(doc.title) if doc.title else -1
    for predicate, value in (("rdf:type", "sam:Document"), ("dcterms:type", "samc:doc-register")):
        if start >= 0:
            yield Fact(
                subject=register_node(doc),
                predicate=predicate,
                object=value,
                rule="register.title",
                start=start,
                end=start + len(doc.title),
                confidence=0.95,
            )


def _kind(register: str, vocabulary: Vocabulary) -> _Kind:
    if register in _OWN:
        return _Kind((_OWN[register],), None, None)
    category = next((r["begrepp"] for r in resources.lookup("actor_types") if r["typ"] == register), None)
    group = group_node(vocabulary, category) if category else None
    return _Kind(("sam:ExternalActor",), category or None, group)


def _actor(row: Row, kind: _Kind) -> Iterator[Fact]:
    name = row.cells["namn"].value.strip()
    short = row.cells.get("forkortning")
    also = row.cells.get("aven")
    aliases = tuple(sorted({cell.value.strip() for cell in (short, also) if cell and cell.value.strip()}))
    node = Node(key=named_key(kind.types, name), types=kind.types, label=name, aliases=aliases)
    for class_ in kind.types:
        yield _fact(row, node, "rdf:type", class_)
    if kind.category:
        yield _fact(row, node, "dcterms:type", kind.category)
    if kind.group:
        yield _fact(row, node, "sam:inGroup", kind.group)
    committee = row.cells.get("namnd")
    if committee and committee.value.strip() and "sam:Administration" in kind.types:
        served = committee.value.strip()
        types = ("sam:Committee",)
        yield _fact(row, node, "sam:serves", Node(key=named_key(types, served), types=types, label=served))
    yield from _mailbox(row, node)


def _mailbox(row: Row, owner: Node) -> Iterator[Fact]:
    cell = row.cells.get("epost")
    hit = _MAILBOX.search(cell.value) if cell else None
    if hit is None or is_personal_mailbox(hit.group()):
        return
    contact = Node(
        key=f"kontakt/{slug(hit.group())}",
        types=("sam:ContactPoint",),
        label=f"{owner.label}, e-post",
        named=False,
    )
    yield _fact(row, contact, "rdf:type", "sam:ContactPoint")
    yield _fact(row, contact, "cv:email", Literal(hit.group()))
    yield _fact(row, owner, "cv:contactPoint", contact)


def _fact(row: Row, subject: Node, predicate: str, value: Node | Literal | str) -> Fact:
    return Fact(
        subject=subject,
        predicate=predicate,
        object=value,
        rule="register.row",
        start=row.start,
        end=row.end,
        confidence=0.98,
    )
