"""Terms with their definitions, and goals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.extract.claims import Claim
from graph.extract.facts import Fact, Teller, nodes, statement, swedish
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.ids import named_key, statement_key
from graph.model import Mention, Node

_MEANS = frames("meaning.means")
_DEFINING = cue("meaning.defining")
_WORKED = cue("meaning.worked")
_THESE = cue("meaning.these")
_GOAL = frames("meaning.goal")
_IN_DOCUMENT = frame("meaning.in_document")
_PLANNED = cue("meaning.planned")
_QUIET = frozenset({"decision", "proposal", "head", "consultation", "reservation"})


def read_meaning(scene: Scene, claims: list[Claim]) -> Iterator[Fact]:
    """Yield definitions and goals; `claims` tell which terms "dessa begrepp" means."""
    for sentence in scene.sentences:
        if sentence.kind in _QUIET:
            continue
        yield from _definitions(scene, sentence)
        yield from _work_on_definitions(scene, sentence, claims)
        yield from _goals(scene, sentence)


def _definitions(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _MEANS:
        hit = pattern.search(sentence.form)
        if hit is None:
            continue
        named = sentence.captured(hit, "term")
        wording = sentence.plain(hit.group("wording"))
        term = as_term(named[0].node) if named else _term_node(sentence.plain(hit.group("term")))
        node = statement(scene, sentence, "sam:Definition", label=f"{term.label}: {wording}")
        tell = Teller(scene, sentence, "definition", 0.75)
        yield from tell(term, ("rdf:type", "sam:Term"))
        yield from tell(
            node,
            ("sam:defines", term),
            ("dcterms:description", swedish(wording)),
            ("sam:agreedBy", scene.owner(sentence.section)),
        )
        related = tuple(
            m.node
            for m in sentence.of_kind("TB")
            if m.start < sentence.start + hit.start() + 40 and m.node != term
        )
        for other in related:
            if "sam:Term" in other.types:
                yield from tell(other, ("skos:related", term))
        return


def _term_node(text: str) -> Node:
    label = text.strip(" ”\"'").removeprefix("begreppet ")
    return Node(key=named_key(("sam:Term",), label), types=("sam:Term",), label=label)


def as_term(node: Node) -> Node:
    """Return a target group as one that is also a term whose meaning is discussed."""
    return node if "sam:Term" in node.types else replace(node, types=(*node.types, "sam:Term"))


def _work_on_definitions(scene: Scene, sentence: Sentence, claims: list[Claim]) -> Iterator[Fact]:
    """Yield the definitions that a body says it has worked out, without their wording."""
    if not (_DEFINING.search(sentence.text) and _WORKED.search(sentence.text)):
        return
    owners = tuple(m for m in sentence.mentions if m.kind in "OUG")
    terms = _spoken_terms(sentence, claims)
    if not owners or not terms:
        return
    where = tuple(m.node for m in sentence.of_kind("H"))
    for term in terms:
        key = statement_key(("sam:Definition",), scene.doc.id, sentence.text, term.key)
        node = Node(
            key=key, types=("sam:Definition",), label=f"{term.label} ({owners[0].node.label})", named=False
        )
        yield from Teller(scene, sentence, "definition.work", 0.7)(
            node,
            ("sam:defines", term),
            ("sam:agreedBy", owners[0].node),
            ("sam:setOutIn", where),
        )


def _spoken_terms(sentence: Sentence, claims: list[Claim]) -> tuple[Node, ...]:
    own = tuple(m.node for m in sentence.of_kind("TB") if "sam:Term" in m.node.types)
    if own or not _THESE.search(sentence.text):
        return own
    before = [
        c for c in claims if c.sentence.index < sentence.index and sentence.index - c.sentence.index <= 4
    ]
    for claim in reversed(before):
        found = tuple(m.node for m in claim.sentence.of_kind("TB") if "sam:Term" in m.node.types)
        if found:
            return found
    return ()


def _goals(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _GOAL:
        hit = pattern.search(sentence.form)
        if hit is None:
            continue
        text = sentence.plain(hit.group("what"))
        node = statement(scene, sentence, "sam:Goal", label=text)
        tell = Teller(scene, sentence, "goal", 0.7)
        holder = _holder(scene, sentence)
        planned = "samc:mod-planned" if "förutsätt" in sentence.low else None
        document = _IN_DOCUMENT.search(sentence.form)
        yield from tell(
            node,
            ("sam:modality", planned),
            ("sam:setOutIn", nodes(sentence.captured(document, "doc")) if document else None),
            ("sam:agreedBy", holder if holder and holder.types[0] in _BODIES else None),
        )
        if holder:
            yield from tell(holder, ("sam:hasGoal", node))
        return


_BODIES = frozenset({"sam:Committee", "sam:PoliticalBody", "sam:Administration"})


def _holder(scene: Scene, sentence: Sentence) -> Node | None:
    """Return whose goal it is: an arrangement of the sentence, else a body, else the section's arrangement."""
    named: tuple[Mention, ...] = sentence.of_kind("FPAR") or sentence.of_kind("O")
    return named[0].node if named else scene.topic(sentence.section)
