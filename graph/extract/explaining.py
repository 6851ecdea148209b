"""Why a document was read as it was: what each sentence names, which patterns match it, what came of it.

For whoever writes rules, and for a strategist who asks why something is missing. Nothing here decides
anything: it runs the rules as a build does and tells what they met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.extract import find_facts, set_scene
from graph.extract.attribution import read_clauses
from graph.extract.facts import Fact
from graph.extract.frames import matching
from graph.extract.names import find_names
from graph.extract.scan import UNREAD
from graph.extract.scene import SILENT, Scene, Sentence
from graph.gazetteer import Gazetteer, Municipality
from graph.model import MENTION_KINDS, Document, Literal, Mention, Node
from graph.vocabulary import Vocabulary

UNTOLD = UNREAD | SILENT
"""Kinds of section whose text is not read as sentences."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was found: its words, what kind of thing, what it stands for; `lost_to` are the words of
    the longer name that it was dropped for, "" for one that stands.
    """

    words: str
    kind: str
    meaning: str
    lost_to: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that came of a sentence: rule, subject, predicate, object, and how it is said."""

    rule: str
    subject: str
    predicate: str
    object: str
    modality: str
    voice: str
    negative: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence; `section` is its kind, `owner` whose section it is, `voices` who is heard in it.

    `patterns` are (name of a cue or frame in ontology/frames, what it matches). A passage of a section
    that is not read has its text and its section only.
    """

    text: str
    section: str
    owner: str = ""
    voices: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def is_read(self) -> bool:
        """Return whether the sentence stands in a section that is read."""
        return self.section not in UNTOLD


def explain(
    doc: Document, *, vocabulary: Vocabulary, gazetteer: Gazetteer, municipality: Municipality
) -> Iterator[Explained]:
    """Yield every sentence of a document in order, and the passages that are not read as sentences."""
    found = find_names(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=municipality)
    scene = set_scene(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=municipality)
    facts = sorted(find_facts(scene), key=lambda fact: (fact.start, fact.end))
    voices: dict[int, dict[str, None]] = {}
    for clause in read_clauses(scene):
        voices.setdefault(clause.sentence.index, {}).update((n.label, None) for n in clause.voice.who)
    read = [
        (s.start, _explained(scene, s, found, facts, tuple(voices.get(s.index, ())))) for s in scene.sentences
    ]
    yield from (one for _, one in sorted([*read, *_unread(doc)], key=lambda pair: pair[0]))


def _unread(doc: Document) -> Iterator[tuple[int, Explained]]:
    for section in doc.sections:
        for block in section.blocks if section.kind in UNTOLD else ():
            yield block.start, Explained(doc.text.tidy[block.start : block.end], section.kind)


def _explained(
    scene: Scene, sentence: Sentence, found: Iterable[Mention], facts: Iterable[Fact], voices: tuple[str, ...]
) -> Explained:
    owner = scene.owner(sentence.section)
    inside = [fact for fact in facts if fact.start < sentence.end and sentence.start < fact.end]
    return Explained(
        text=sentence.text,
        section=sentence.kind,
        owner=owner.label if owner else "",
        voices=voices,
        names=tuple(_names(scene, sentence, found)),
        patterns=tuple(
            dict.fromkeys((n, sentence.plain(t)) for n, t in matching(sentence.text, sentence.form))
        ),
        told=tuple(dict.fromkeys(_told(fact) for fact in inside)),
    )


def _names(scene: Scene, sentence: Sentence, found: Iterable[Mention]) -> Iterator[Named]:
    """Yield the names that stand in a sentence, and those that a longer or surer one took the place of."""
    standing = scene.mentions_in(sentence.start, sentence.end)
    for mention in standing:
        yield _named(mention)
    for mention in found:
        if not sentence.start <= mention.start < sentence.end:
            continue
        over = [m for m in standing if m.start < mention.end and mention.start < m.end]
        if over and not any(m.node.key == mention.node.key for m in over):
            yield _named(mention, lost_to=over[0].surface)


def _named(mention: Mention, lost_to: str = "") -> Named:
    return Named(mention.surface, MENTION_KINDS[mention.kind], mention.node.label, lost_to)


def _told(fact: Fact) -> Told:
    value = fact.object
    return Told(
        rule=fact.rule,
        subject=fact.subject.label,
        predicate=fact.predicate,
        object=value.label
        if isinstance(value, Node)
        else value.value
        if isinstance(value, Literal)
        else value,
        modality=fact.modality,
        voice=fact.voice.label if fact.voice else "",
        negative=fact.negative,
        confidence=fact.confidence,
    )
