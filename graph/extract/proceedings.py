"""Cases, decisions and the lists around them: enclosures, recipients, signatures, consultation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.extract import approvals, contacts, documents, enclosures, itself, reported, signatures
from graph.extract.facts import Fact, Teller, date_literal, nodes, short, statement
from graph.extract.frames import cue, frame, frames
from graph.extract.matters import Matter, Point, blocks_of, meeting_day
from graph.extract.scene import Scene, Sentence
from graph.model import Literal, Node, Section

_CODE = re.compile(r"\s(\d+(?:\.\d+){1,4})(?![\d-])")
_APPROVES = frames("proceedings.approves")
_ESTABLISHES = frames("proceedings.establishes")
_SENDS = frames("proceedings.sends")
_PROPOSES = cue("proceedings.proposes")
_UNION = cue("proceedings.union")
_BARGAINED = cue("proceedings.bargained")
_ATTENDED = frame("proceedings.attended")
_NO_UNION = cue("proceedings.no_union")


LONGEST_LIST = 400
"""Code points of a list that are still quoted as one passage."""


LONGEST_HEAD = 200
"""Code points of a head that is quoted whole for the day of the meeting."""


def read_proceedings(scene: Scene, matters: Iterable[Matter]) -> Iterator[Fact]:
    """Yield the facts of every case in the document, and of the document as one of a case."""
    cases = list(matters)
    dates: dict[str, str] = {}
    yield from itself.read_itself(scene)
    for matter in cases:
        yield from _case_facts(scene, matter, alone=len(cases) == 1)
        yield from _decision_facts(scene, matter)
        yield from _consultation(scene, matter)
        for section in matter.sections:
            if section.kind == "enclosures":
                yield from enclosures.read_enclosures(scene, section, matter.decision, matter.node, dates)
                yield from reported.read_listed(scene, section)
            elif section.kind == "recipients":
                yield from _recipients(scene, section, matter)
            elif section.kind == "signatures":
                yield from signatures.read_signatures(scene, section, matter.owner)
    yield from reported.read_reported(scene, cases)
    yield from contacts.read_contacts(scene)


def _case_facts(scene: Scene, matter: Matter, *, alone: bool) -> Iterator[Fact]:
    """Yield number, title and papers of a case; minutes of many cases are in none of them."""
    number = matter.number
    if number is None or matter.node is None:
        yield from _paragraph_facts(scene, matter)
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
        yield from tell(matter.decision, ("sam:inCase", matter.node))
    if alone:
        yield from tell(scene.document, ("sam:inCase", matter.node))
    yield from _paragraph_facts(scene, matter)
    yield from documents.title_facts(scene, matter.node, matter.sections, "case.title")


def _paragraph_facts(scene: Scene, matter: Matter) -> Iterator[Fact]:
    """Yield the number of a decision where it stands: in the head of the case or of the decision."""
    if matter.decision is None or not matter.paragraph:
        return
    number = matter.paragraph.removeprefix("§ ")
    mark = re.compile(rf"§\s?{re.escape(number)}(?!\d)")
    for block in (b for s in matter.sections for b in blocks_of(s)):
        if mark.search(scene.passage(block)[:90]) or mark.search(block.marker):
            tell = Teller(scene, scene.quoted(block), "decision.paragraph", 0.95)
            yield from tell(matter.decision, ("sam:paragraph", Literal(matter.paragraph)))
            return


def _decision_facts(scene: Scene, matter: Matter) -> Iterator[Fact]:
    if matter.decision is None:
        return
    whole = None if matter.points[0].node == matter.decision else matter.decision
    if matter.owner == scene.owners.get(0):
        yield from _day_facts(scene, matter.decision)
    for section in matter.sections:
        if section.kind == "decision" and section.heading and (whole or matter.paragraph):
            heading = Teller(scene, scene.quoted(section.heading), "decision.heading", 0.9)
            yield from heading(matter.decision, ("sam:decidedBy", matter.owner))
    for point in matter.points:
        tell = Teller(scene, point.sentence, "decision.point", 0.85, voice=matter.owner)
        yield from tell(point.node, ("sam:decidedBy", matter.owner), ("dcterms:isPartOf", whole))
        yield from _point_effects(scene, point, matter, tell)


def _day_facts(scene: Scene, decision: Node) -> Iterator[Fact]:
    """Yield the day of the decision, where the head of the document gives it.

    The line with the day alone says no more than a day, so that a short head is quoted from its beginning.
    """
    dated = meeting_day(scene)
    if dated is None:
        return
    block, day = dated
    first = next(b for s in scene.doc.sections for b in blocks_of(s))
    near = block.end - first.start < LONGEST_HEAD
    passage = scene.quoted(first, first.start, block.end) if near else scene.quoted(block)
    yield from Teller(scene, passage, "decision.date", 0.9)(decision, ("dcterms:date", day))


def _point_effects(scene: Scene, point: Point, matter: Matter, tell: Teller) -> Iterator[Fact]:
    """Yield what a point approves, establishes and sends; what is only proposed to another is neither."""
    sentence, node, owner = point.sentence, point.node, matter.owner
    if not _PROPOSES.search(sentence.form):
        for pattern in _APPROVES:
            hit = pattern.search(sentence.form)
            if hit:
                approved, told = approvals.approved(scene, sentence, hit, owner, matter.sections, tell)
                yield from told
                yield from tell(node, ("sam:approves", approved))
                made = tuple(m.node for m in sentence.captured(hit, "what") if m.kind in "APR")
                yield from tell(node, ("sam:establishes", made))
                break
        for pattern in _ESTABLISHES:
            hit = pattern.search(sentence.form)
            if hit:
                yield from tell(node, ("sam:establishes", nodes(sentence.captured(hit, "what"))))
    for pattern in _SENDS:
        for sent in pattern.finditer(sentence.form):
            yield from tell(node, ("sam:dispatchedTo", nodes(sentence.captured(sent, "to"))))


def _recipients(scene: Scene, section: Section, matter: Matter) -> Iterator[Fact]:
    if matter.decision is None or not section.blocks:
        return
    first = section.heading or section.blocks[0]
    # The list says nothing without what stands above it.
    whole = scene.quoted(first, first.start, section.blocks[-1].end)
    for block in section.blocks:
        passage = scene.quoted(block)
        tell = Teller(scene, whole if len(whole.text) < LONGEST_LIST else passage, "decision.recipients", 0.9)
        owners = tuple(contacts.mailbox_owners(scene, block))
        named = scene.mentions_in(block.start, block.end, "OUKXGF")
        inside = named or scene.mentions_in(block.start, block.end, "L")
        yield from tell(matter.decision, ("sam:dispatchedTo", owners or nodes(inside)))


def _consultation(scene: Scene, matter: Matter) -> Iterator[Fact]:
    """Yield the consultation with the unions on a case: one, however many sentences tell of it."""
    kept = {id(section): section for section in matter.sections}
    told = [s for s in scene.sentences if id(s.section) in kept and _tells_of_unions(s)]
    if not told:
        return
    first = told[0]
    node = statement(
        scene, first, "sam:Consultation", label=f"Facklig samverkan: {short(first.text, most=60)}"
    )
    author = matter.owner
    for sentence in told:
        days = [date_literal(m.node.label) for m in sentence.of_kind("D")]
        unions = tuple(m.node for m in sentence.mentions if m.kind in "GX")
        yield from Teller(scene, sentence, "consultation", 0.9)(
            node,
            ("dcterms:date", days[0] if days else None),
            ("prov:wasAssociatedWith", (*unions, author) if author else unions),
            ("sam:concerns", matter.decision or matter.node),
        )


def _tells_of_unions(sentence: Sentence) -> bool:
    if _NO_UNION.search(sentence.text):
        return False
    inside = sentence.kind == "consultation" and (
        _UNION.search(sentence.text) or _ATTENDED.search(sentence.form)
    )
    return bool(inside or (sentence.kind != "proposal" and _BARGAINED.search(sentence.text)))
