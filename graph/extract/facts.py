"""What a frame yields: facts about nodes, each tied to the passage that states it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.scene import Scene, Sentence
from graph.ids import collapse, statement_key
from graph.model import Literal, Mention, Node

Value = Node | Literal | str | None
Values = Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement before it becomes an assertion; `start` and `end` are tidy offsets.

    `object` is a node, a literal, or the CURIE of a class or concept. `place` is the index of the
    sentence, which the discourse rules order claims by.
    """

    subject: Node
    predicate: str
    object: Node | Literal | str
    rule: str
    start: int
    end: int
    place: int = 0
    paragraph: int = 0
    modality: str = "samc:mod-stated"
    voice: Node | None = None
    negative: bool = False
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Teller:
    """Says facts on behalf of one rule about one passage."""

    scene: Scene
    sentence: Sentence
    rule: str
    confidence: float = 0.8
    modality: str = "samc:mod-stated"
    voice: Node | None = None
    negative: bool = False

    def __call__(self, subject: Node, *pairs: tuple[str, Values]) -> Iterator[Fact]:
        """Yield the subject's classes (of a statement) and one fact per value; None yields nothing.

        What is said of the parties of an agreement is said of each of them.
        """
        if not subject.named:
            for kind in subject.types:
                yield self._fact(subject, "rdf:type", kind)
        for about in self._each(subject):
            for predicate, values in pairs:
                for value in self._spread(values):
                    if value != about:
                        yield self._fact(about, predicate, value)

    def _spread(self, values: Values) -> Iterator[Node | Literal | str]:
        for value in values if isinstance(values, tuple) else (values,):
            if isinstance(value, Node):
                yield from self._each(value)
            elif value is not None:
                yield value

    def _each(self, node: Node) -> tuple[Node, ...]:
        return self.scene.each(node, self.sentence.section)

    def _voice(self) -> Node | None:
        """Return who says it; several that say it together are no single voice."""
        voice = self.voice or self.scene.owner(self.sentence.section)
        several = self._each(voice) if voice else ()
        return several[0] if len(several) == 1 else None

    def _fact(self, subject: Node, predicate: str, value: Node | Literal | str) -> Fact:
        sentence = self.sentence
        return Fact(
            subject=subject,
            predicate=predicate,
            object=value,
            rule=self.rule,
            start=sentence.start,
            end=sentence.end,
            place=sentence.index,
            paragraph=sentence.paragraph,
            modality=self.modality,
            voice=self._voice(),
            negative=self.negative,
            confidence=self.confidence,
        )


def statement(scene: Scene, sentence: Sentence, *types: str, label: str = "", part: str = "") -> Node:
    """Return the node of what a sentence states; `part` tells several of one class apart."""
    key = statement_key(types, scene.doc.id, sentence.text, part)
    return Node(key=key, types=types, label=short(label or sentence.text), named=False)


def short(text: str, *, most: int = 90) -> str:
    """Return a label of at most `most` characters, cut between words.

    >>> short("Nämnden ska redovisa.")
    'Nämnden ska redovisa'
    """
    plain = collapse(text).strip(" .,;:–-")
    if len(plain) > most:
        plain = plain[: most - 1].rsplit(" ", 1)[0].rstrip(" .,;:–-") + "…"
    return plain[:1].upper() + plain[1:]


def nodes(mentions: tuple[Mention, ...]) -> tuple[Node, ...]:
    """Return the nodes of the mentions, each once, in order."""
    return tuple({m.node.key: m.node for m in mentions}.values())


def swedish(text: str) -> Literal:
    """Return a piece of the source as a Swedish text value."""
    return Literal(collapse(text).strip(" .,;:"), "rdf:langString", "sv")


def date_literal(value: str) -> Literal | None:
    """Return a date as precise as it is written: xsd:date, xsd:gYearMonth or xsd:gYear; else None."""
    for pattern, kind in ((r"\d{4}-\d\d-\d\d", "date"), (r"\d{4}-\d\d", "gYearMonth"), (r"\d{4}", "gYear")):
        if re.fullmatch(pattern, value):
            return Literal(value, f"xsd:{kind}")
    return None
