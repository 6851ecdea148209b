"""Text to statements: who is named, and what each sentence says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.extract.arrangements import read_arrangements
from graph.extract.assignments import read_assignments
from graph.extract.belonging import read_belonging
from graph.extract.change import read_changes
from graph.extract.claims import find_claims, read_claims
from graph.extract.confidence import confidence
from graph.extract.context import build_scene
from graph.extract.discourse import answered_deeds, read_discourse
from graph.extract.documents import read_documents
from graph.extract.facts import Fact
from graph.extract.frames import cue
from graph.extract.matters import find_matters
from graph.extract.meaning import read_meaning
from graph.extract.measures import find_deeds, read_deeds
from graph.extract.names import find_mentions
from graph.extract.proceedings import read_proceedings
from graph.extract.proposals import read_proposals
from graph.extract.registers import read_register, register_node
from graph.extract.scene import PARTIES, Scene, Sentence
from graph.extract.tables import read_tables
from graph.extract.ways_in import read_ways_in
from graph.gazetteer import Gazetteer, Municipality
from graph.model import Assertion, Document, Evidence, Mention, Node, Reading, Term
from graph.vocabulary import Vocabulary

VERSION = "1"
"""Raised with every change of a rule, so that documents are read again."""

# Named so often in passing that a mention alone says nothing: they enter the graph by what is said of them.
_PASSING = frozenset("TBHGDNLE")


_CERTAIN = cue("context.passing.certain")
_UNCERTAIN = cue("context.passing.uncertain")
_SURE = 0.65
"""A less sure mention enters the graph by what is said of it."""
_DECLINED = cue("context.passing.declined")
_CONTRAST = cue("context.passing.contrast")
_SUBJECT = cue("context.acting.before")
_BY = cue("context.acting.by")
_BESIDE = cue("context.acting.beside")
_PREDICATE = cue("context.acting.after")


def read_statements(
    doc: Document, *, vocabulary: Vocabulary, gazetteer: Gazetteer, municipality: Municipality
) -> Reading:
    """Return everything that a document says, with the passage for each statement."""
    if doc.register:
        return as_reading(doc, register_node(doc), read_register(doc, vocabulary), doc.evidence_raw)
    scene = set_scene(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=municipality)
    return as_reading(doc, scene.document, find_facts(scene), doc.evidence)


def set_scene(
    doc: Document, *, vocabulary: Vocabulary, gazetteer: Gazetteer, municipality: Municipality
) -> Scene:
    """Return the document with its mentions and sentences, ready for the frames."""
    mentions = find_mentions(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=municipality)
    own = Node(key="", types=("sam:Municipality",), label=municipality.name)
    return build_scene(doc, mentions, municipality=own, vocabulary=vocabulary)


def find_facts(scene: Scene) -> Iterator[Fact]:
    """Yield the facts of all frames."""
    claims = list(find_claims(scene))
    deeds = answered_deeds(scene, list(find_deeds(scene)), claims)
    matters = find_matters(scene)
    decided = {point.sentence.index: point.node for matter in matters for point in matter.points}
    yield from read_documents(scene)
    yield from read_proceedings(scene, matters)
    yield from read_assignments(scene, decided)
    yield from read_arrangements(scene)
    yield from read_claims(scene, claims)
    yield from read_proposals(scene)
    yield from read_deeds(scene, deeds)
    yield from read_tables(scene)
    yield from read_discourse(scene, claims, deeds)
    yield from read_meaning(scene, claims)
    yield from read_ways_in(scene)
    yield from read_changes(scene)
    yield from read_belonging(scene)
    yield from _named_bodies(scene)


def _named_bodies(scene: Scene) -> Iterator[Fact]:
    """Yield the class of every body, unit, external actor and arrangement that a sentence names."""
    for sentence in scene.sentences:
        for mention in sentence.mentions:
            if not _enters(sentence, mention):
                continue
            for kind in mention.node.types:
                yield Fact(
                    subject=mention.node,
                    predicate="rdf:type",
                    object=kind,
                    rule="mention",
                    start=sentence.start,
                    end=sentence.end,
                    confidence=mention.confidence,
                )


def _enters(sentence: Sentence, named: Mention) -> bool:
    """Return whether a mention alone brings a node into the graph: not one that is unsure or named for contrast."""
    if named.kind == "G":
        return _acts(sentence, named)
    if named.kind == "T":
        before = sentence.text[: named.start - sentence.start]
        return bool(_CERTAIN.search(named.node.label)) and not _UNCERTAIN.search(before)
    if named.kind in _PASSING or named.confidence < _SURE:
        return False
    if named.kind != "X":
        return True
    before = sentence.text[: named.start - sentence.start]
    return not (_DECLINED.search(sentence.text) or _CONTRAST.search(before))


def _acts(sentence: Sentence, group: Mention) -> bool:
    """Return whether a group acts: `att rektorerna saknar`, `Enligt de intervjuade`, `består av skolkuratorer`."""
    if group.node.key == PARTIES.key:
        return False
    at = group.start - sentence.start
    before, after = sentence.text[:at], sentence.text[at + len(group.surface) :]
    if _BESIDE.search(before):
        return True
    return bool(_SUBJECT.search(before)) and bool(_PREDICATE.match(after) or _BY.search(before))


def as_reading(
    doc: Document, itself: Node, facts: Iterable[Fact], passage: Callable[[int, int], Evidence]
) -> Reading:
    """Return the facts as assertions, each once with all its passages, and the nodes they speak of.

    `itself` is the node of the document, of which nothing may be said; `passage` turns the offsets of the facts, tidy or raw ones, into evidence.
    """
    nodes: dict[str, Node] = {itself.key: itself}
    passages: dict[tuple[str, str, Term], dict[tuple[int, int], None]] = {}
    first: dict[tuple[str, str, Term], Fact] = {}
    for fact in facts:
        value = fact.object.key if isinstance(fact.object, Node) else fact.object
        for node in (fact.subject, fact.object, fact.voice):
            if isinstance(node, Node):
                nodes[node.key] = _richer(nodes.get(node.key), node)
        key = (fact.subject.key, fact.predicate, value)
        first.setdefault(key, fact)
        passages.setdefault(key, {})[(fact.start, fact.end)] = None
    return Reading(
        document=doc.id,
        nodes=tuple(node for _, node in sorted(nodes.items())),
        assertions=tuple(
            _assertion(doc, key, first[key], [passage(*span) for span in sorted(passages[key])])
            for key in sorted(first, key=repr)
        ),
    )


def _richer(old: Node | None, new: Node) -> Node:
    """Return one node for two of the same key: all classes, all names, the first label."""
    if old is None or old == new:
        return new
    types = tuple(dict.fromkeys((*old.types, *new.types)))
    aliases = tuple(sorted({*old.aliases, *new.aliases, new.label} - {old.label}))
    return Node(
        key=old.key,
        types=types,
        label=old.label,
        aliases=aliases,
        named=old.named,
        scope=old.scope or new.scope,
    )


def _assertion(
    doc: Document, key: tuple[str, str, Term], fact: Fact, evidence: Sequence[Evidence]
) -> Assertion:
    subject, predicate, value = key
    return Assertion(
        subject=subject,
        predicate=predicate,
        object=value,
        origin=fact.rule,
        modality=fact.modality,
        voice=fact.voice.key if fact.voice else "",
        negative=fact.negative,
        confidence=confidence(fact.rule, predicate, doc.kind),
        evidence=tuple(evidence),
    )
