"""Cases, decisions and the lists around them: enclosures, recipients, signatures, consultation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.extract import contacts, documents
from graph.extract.facts import Fact, Teller, date_literal, nodes, short, statement
from graph.extract.frames import cue, frame
from graph.extract.matters import Matter, Point, blocks_of
from graph.extract.scene import Scene
from graph.model import Literal, Node, Section

_CODE = re.compile(r"\s(\d+(?:\.\d+){1,4})(?![\d-])")
_APPROVES = frame("proceedings.approves")
_SENDS = frame("proceedings.sends")
_ANSWER = cue("proceedings.answer")
_UNION = cue("proceedings.union")


LONGEST_LIST = 400
"""Code points of a list that are still quoted as one passage."""


def read_proceedings(scene: Scene, matters: Iterable[Matter]) -> Iterator[Fact]:
    """Yield the facts of every case in the document, and of the document as one of a case."""
    for matter in matters:
        yield from _case_facts(scene, matter)
        yield from _decision_facts(scene, matter)
        for section in matter.sections:
            if section.kind == "enclosures":
                yield from documents.read_enclosures(scene, section, matter.decision, matter.node)
            elif section.kind == "recipients":
                yield from _recipients(scene, section, matter)
            elif section.kind == "consultation":
                yield from _consultation(scene, section, matter)
            elif section.kind == "signatures":
                yield from contacts.read_signatures(scene, section, matter.owner)


def _case_facts(scene: Scene, matter: Matter) -> Iterator[Fact]:
    number = matter.number
    if number is None or matter.node is None:
        return
    block = next(b for s in matter.numbered for b in blocks_of(s) if b.start <= number.start < b.end)
    tell = Teller(scene, scene.quoted(block), "case.number", 0.95)
    code = _CODE.search(scene.doc.text.tidy, number.end, block.end)
    yield from tell(
        matter.node,
        ("rdf:type", "sam:Case"),
        ("dcterms:identifier", Literal(number.node.label)),
        ("skos:notation", Literal(code.group(1)) if code else None),
    )
    if matter.decision:
        yield from tell(
            matter.decision,
            ("sam:inCase", matter.node),
            ("sam:paragraph", Literal(matter.paragraph) if matter.paragraph else None),
        )
    yield from tell(scene.document, ("sam:inCase", matter.node))
    yield from documents.title_facts(scene, matter.node, matter.sections, "case.title")


def _decision_facts(scene: Scene, matter: Matter) -> Iterator[Fact]:
    if matter.decision is None:
        return
    day = _date(scene)
    whole = None if matter.points[0].node == matter.decision else matter.decision
    for section in matter.sections:
        if section.kind == "decision" and section.heading and whole:
            heading = Teller(scene, scene.quoted(section.heading), "decision.heading", 0.9)
            yield from heading(whole, ("sam:decidedBy", matter.owner), ("dcterms:date", day))
    for point in matter.points:
        tell = Teller(scene, point.sentence, "decision.point", 0.85, voice=matter.owner)
        yield from tell(point.node, ("sam:decidedBy", matter.owner), ("dcterms:isPartOf", whole))
        yield from _point_effects(scene, point, matter.owner, tell)


def _point_effects(scene: Scene, point: Point, owner: Node | None, tell: Teller) -> Iterator[Fact]:
    sentence, node = point.sentence, point.node
    approved = _APPROVES.search(sentence.form)
    if approved:
        named = nodes(sentence.captured(approved, "what"))
        if not named and _ANSWER.search(approved.group("what")):
            named = tuple(documents.own_answer(scene, owner))
            yield from documents.answer_facts(scene, named, owner, tell)
        yield from tell(node, ("sam:approves", tuple(n for n in named if "sam:Document" in n.types)))
        yield from tell(node, ("sam:establishes", tuple(n for n in named if "sam:Document" not in n.types)))
    for sent in _SENDS.finditer(sentence.form):
        yield from tell(node, ("sam:dispatchedTo", nodes(sentence.captured(sent, "to"))))


def _date(scene: Scene) -> Literal | None:
    """Return the day of the meeting: the first full date of the document's head."""
    for section in scene.doc.sections:
        if section.kind in ("head", "attendance") and section.case == 0:
            for block in blocks_of(section):
                for mention in scene.mentions_in(block.start, block.end, "D"):
                    if re.fullmatch(r"\d{4}-\d\d-\d\d", mention.node.label):
                        return Literal(mention.node.label, "xsd:date")
    return None


def _recipients(scene: Scene, section: Section, matter: Matter) -> Iterator[Fact]:
    if matter.decision is None:
        return
    first = section.heading or section.blocks[0]
    for block in section.blocks:
        passage = scene.quoted(block)
        # The list says nothing without what stands above it.
        whole = scene.quoted(first, first.start, block.end)
        tell = Teller(scene, whole if len(whole.text) < LONGEST_LIST else passage, "decision.recipients", 0.9)
        inside = tuple(m for m in scene.mentions_in(block.start, block.end, "OUKXGL"))
        addressed = tuple(contacts.read_mailboxes(scene, block, passage))
        yield from (fact for _, facts in addressed for fact in facts)
        owners = tuple(owner for owner, _ in addressed)
        yield from tell(matter.decision, ("sam:dispatchedTo", owners or nodes(inside)))


def _consultation(scene: Scene, section: Section, matter: Matter) -> Iterator[Fact]:
    for sentence in scene.sentences:
        if sentence.section is not section or not _UNION.search(sentence.text):
            continue
        node = statement(
            scene, sentence, "sam:Consultation", label=f"Facklig samverkan: {short(sentence.text, most=60)}"
        )
        day = next((m.node.label for m in sentence.of_kind("D")), None)
        unions = tuple(m.node for m in sentence.mentions if m.kind in "GX")
        yield from Teller(scene, sentence, "consultation", 0.9)(
            node,
            ("dcterms:date", date_literal(day) if day else None),
            ("prov:wasAssociatedWith", (*unions, matter.owner) if matter.owner else unions),
            ("sam:concerns", matter.decision),
        )
