"""Documents: what the one at hand is and answers, which others it encloses, whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.extract.concepts import concepts_in, first_concept
from graph.extract.facts import Fact, Teller, date_literal, nodes, statement, swedish
from graph.extract.frames import cue, frame
from graph.extract.scene import Scene, Sentence
from graph.ids import named_key
from graph.model import Block, Literal, Mention, Node, Section
from graph.swedish import genitive

_NUMBER = re.compile(r"\s*\((\d{1,4})\)\s*$")
_DATED = cue("documents.dated")
_LEAD = re.compile(r"^(?:\d+[.)]|[-–•])\s*")
_ANSWERS = cue("documents.answers")
_AUDITED = cue("documents.audited")
_NO_TITLE = cue("documents.no_title")
_ADOPTED = frame("documents.adopted")
_RESPONSIBLE = frame("documents.responsible")
_EXAMINED = cue("documents.examined")


def document_node(label: str, *aliases: str) -> Node:
    """Return the node of a document known by its title."""
    types = ("sam:Document",)
    return Node(
        key=named_key(types, label), types=types, label=label, aliases=tuple(a for a in aliases if a != label)
    )


def read_documents(scene: Scene) -> Iterator[Fact]:
    """Yield what the document says of itself and of the audit it speaks of."""
    yield from _own_facts(scene)
    yield from _adoption(scene)
    yield from _report_facts(scene)
    yield from _named_documents(scene)


def _named_documents(scene: Scene) -> Iterator[Fact]:
    """Yield kind and author of each document that the text names, as far as its name tells them."""
    authors = {genitive(m.node.label): m.node for m in scene.mentions if m.kind in "OU"}
    for sentence in scene.sentences:
        for mention in sentence.of_kind("H") if sentence.lead is None else ():
            if mention.node == scene.document:
                continue
            label = mention.node.label
            author = next((node for name, node in authors.items() if label.startswith(f"{name} ")), None)
            yield from Teller(scene, sentence, "document.named", 0.75)(
                mention.node,
                ("rdf:type", "sam:Document"),
                ("dcterms:type", kind_of(scene, label)),
                ("dcterms:creator", author),
            )


def _own_facts(scene: Scene) -> Iterator[Fact]:
    title = _title_block(scene, scene.doc.sections)
    if title is None:
        return
    tell = Teller(scene, scene.quoted(title), "document.title", 0.85)
    owner = scene.owners.get(0)
    answers = scene.doc.kind == "samc:doc-response" and _ANSWERS.search(scene.passage(title))
    yield from tell(
        scene.document,
        ("rdf:type", "sam:Document"),
        ("dcterms:type", _said_kind(scene, scene.passage(title))),
        ("dcterms:creator", owner if answers or scene.doc.kind in _AUTHORED else None),
        ("sam:respondsTo", scene.report if answers else None),
    )
    if scene.doc.kind in _ABOUT:
        yield from tell(scene.document, ("sam:targetGroup", nodes(tell.sentence.of_kind("T"))))


def _said_kind(scene: Scene, title: str) -> str | None:
    """Return the kind of a document as its title says it; a kind that only the form shows is no statement."""
    said = kind_of(scene, title)
    return said if said == scene.doc.kind or scene.doc.kind == "samc:doc-plan" else None


def kind_of(scene: Scene, title: str) -> str | None:
    """Return the kind that a title tells: an answer is one whatever it answers; a plan steers."""
    if _ANSWERS.search(title):
        return "samc:doc-response"
    kind = first_concept(scene.vocabulary, "samc:document-type", title)
    if kind is None or kind in _FORMS:
        return None
    return (
        "samc:doc-steering"
        if "samc:doc-steering" in scene.vocabulary.wider(kind) and kind not in _OWN_KIND
        else kind
    )


# Kinds of paper rather than of content; and the narrower kinds of steering document that are told apart.
_FORMS = frozenset(
    {
        "samc:doc-memo",
        "samc:doc-minutes",
        "samc:doc-page",
        "samc:doc-register",
        "samc:doc-agreement",
        "samc:doc-notice",
    }
)
_OWN_KIND = frozenset({"samc:doc-regulation", "samc:doc-budget"})
_AUTHORED = frozenset({"samc:doc-response", "samc:doc-audit-report", "samc:doc-memo", "samc:doc-letter"})
# Minutes and registers are about many things: what their title names is their case, not themselves.
_ABOUT = frozenset({"samc:doc-response", "samc:doc-audit-report", "samc:doc-plan", "samc:doc-agreement"})


def _adoption(scene: Scene) -> Iterator[Fact]:
    """Yield the decision by which the document was adopted, and who is in charge of it, from its form fields."""
    for sentence in scene.sentences:
        if sentence.section.case or len(sentence.text) > LONGEST_FIELD:
            continue
        adopted = _ADOPTED.search(sentence.form) if scene.doc.kind in _ADOPTABLE else None
        if adopted and sentence.kind != "decision":
            yield from _adopted(scene, sentence, adopted)
        charge = _RESPONSIBLE.search(sentence.form)
        if charge:
            tell = Teller(scene, sentence, "document.responsible", 0.85)
            yield from tell(scene.document, ("dcterms:creator", nodes(sentence.captured(charge, "who"))))


LONGEST_FIELD = 120
"""Code points of a form field such as "Antagen av kommunfullmäktige 2023-11-27, § 118"."""
_ADOPTABLE = frozenset(
    {
        "samc:doc-regulation",
        "samc:doc-plan",
        "samc:doc-steering",
        "samc:doc-routine",
        "samc:doc-programme",
        "samc:doc-guideline",
        "samc:doc-agreement",
    }
)


def _adopted(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> Iterator[Fact]:
    body = sentence.captured(hit, "who")[0].node
    day = sentence.captured(hit, "day")
    number = f"§ {hit.group('par')}" if hit.group("par") else ""
    label = f"{body.label} {number}" if number else f"{body.label}: {scene.document.label} antas"
    node = statement(scene, sentence, "sam:Decision", label=label)
    yield from Teller(scene, sentence, "decision.adoption", 0.9)(
        node,
        ("sam:decidedBy", body),
        ("dcterms:date", date_literal(day[0].node.label) if day else None),
        ("sam:paragraph", Literal(number) if number else None),
        ("sam:approves", scene.document),
    )


def _report_facts(scene: Scene) -> Iterator[Fact]:
    """Yield what "the auditors have examined X" says of their report."""
    if scene.report is None or scene.auditor is None:
        return
    for sentence in scene.sentences:
        if not _EXAMINED.search(sentence.text) or not any(m.node == scene.auditor for m in sentence.mentions):
            continue
        tell = Teller(scene, sentence, "document.audit", 0.85)
        yield from tell(
            scene.report,
            ("rdf:type", "sam:Document"),
            ("dcterms:creator", scene.auditor),
            ("dcterms:type", "samc:doc-audit-report"),
            ("sam:concerns", tuple(m.node for m in sentence.of_kind("G"))),
            ("sam:targetGroup", nodes(sentence.of_kind("T"))),
            ("dcterms:subject", topics(scene, sentence.text)),
        )


def topics(scene: Scene, text: str) -> tuple[str, ...]:
    """Return the topics that a text points to."""
    return concepts_in(scene.vocabulary, "samc:topic", text)


def title_facts(scene: Scene, node: Node, sections: Iterable[Section], rule: str) -> Iterator[Fact]:
    """Yield title, topic, target group and external parties of a case from its title, as often as it stands."""
    first = _title_block(scene, sections)
    if first is None:
        return
    wording = scene.passage(first)
    for block in _same_wording(scene, sections, wording):
        sentence = scene.quoted(block)
        yield from Teller(scene, sentence, rule, 0.85)(
            node,
            ("dcterms:title", swedish(wording)),
            ("dcterms:subject", topics(scene, wording)),
            ("sam:concerns", tuple(m.node for m in sentence.of_kind("GX"))),
            ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        )


def _title_block(scene: Scene, sections: Iterable[Section]) -> Block | None:
    """Return what titles the sections: a heading that is no heading of a known kind, or, in the head
    of a case, the first line that is no number, date or letterhead."""
    for section in sections:
        if section.kind not in ("head", "body"):
            continue
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            text = scene.passage(block)
            titled = block is section.heading or section.case or text.strip() == scene.doc.title
            if titled and len(text) > 12 and not _NO_TITLE.match(text):
                return block
        if section.case and section.kind != "head":
            break
    return None


def _same_wording(scene: Scene, sections: Iterable[Section], wording: str) -> Iterator[Block]:
    for section in sections:
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            if scene.passage(block) == wording:
                yield block


def own_answer(scene: Scene, owner: Node | None) -> Iterator[Node]:
    """Yield the answer that a body approves: the document at hand, or the body's answer by name."""
    if scene.doc.kind == "samc:doc-response":
        yield scene.document
    elif owner is not None:
        audited = scene.report is not None or _AUDITED.search(scene.doc.title)
        yield document_node(
            f"{genitive(owner.label)} {'svar på revisionsrapporten' if audited else 'yttrande'}"
        )


def answer_facts(scene: Scene, answers: tuple[Node, ...], owner: Node | None, tell: Teller) -> Iterator[Fact]:
    """Yield whose an approved answer is, its kind, and what it answers."""
    for node in answers:
        if node != scene.document:
            yield from tell(
                node,
                ("rdf:type", "sam:Document"),
                ("dcterms:type", "samc:doc-response"),
                ("dcterms:creator", owner),
                ("sam:respondsTo", scene.report),
            )


def read_enclosures(
    scene: Scene, section: Section, decision: Node | None, case: Node | None
) -> Iterator[Fact]:
    """Yield the documents that a decision rests on, one a list item."""
    for block in section.blocks:
        text = _LEAD.sub("", scene.passage(block)).strip()
        if not 6 <= len(text) <= 220:
            continue
        yield from _enclosure(scene, block, text, decision, case)


def _enclosure(
    scene: Scene, block: Block, text: str, decision: Node | None, case: Node | None
) -> Iterator[Fact]:
    number = _NUMBER.search(text)
    bare = _NUMBER.sub("", text)
    dated = _DATED.search(bare)
    label = _DATED.sub("", bare).strip(" ,.;:")
    sentence = scene.quoted(block)
    if first_concept(scene.vocabulary, "samc:document-type", label) is None:
        return
    node = _known_document(scene, block, label)
    answers = _ANSWERS.search(label) and _AUDITED.search(label)
    dnr = case.label if case else ""
    yield from Teller(scene, sentence, "document.enclosure", 0.9)(
        node,
        ("rdf:type", "sam:Document"),
        ("dcterms:type", kind_of(scene, label)),
        ("dcterms:creator", _author(sentence.mentions, sentence.start)),
        ("dcterms:identifier", Literal(f"{dnr} ({number.group(1)})") if number and dnr else None),
        ("sam:inCase", case if number else None),
        ("sam:respondsTo", scene.report if answers and node != scene.report else None),
        ("dcterms:date", _day(sentence.mentions) if dated else None),
    )
    if decision:
        yield from Teller(scene, sentence, "decision.enclosure", 0.9)(decision, ("sam:enclosure", node))


def _known_document(scene: Scene, block: Block, label: str) -> Node:
    """Return the mention's node where one document covers the item, else a node of the item's wording."""
    inside = scene.mentions_in(block.start, block.end, "H")
    whole = [m for m in inside if m.end - m.start >= 0.7 * len(label)]
    return whole[0].node if whole else document_node(label)


def _author(mentions: tuple[Mention, ...], start: int) -> Node | None:
    first = mentions[0] if mentions else None
    if first and first.kind in "OU" and first.start - start <= 4 and first.surface.endswith("s"):
        return first.node
    return None


def _day(mentions: tuple[Mention, ...]) -> Literal | None:
    days = [
        m.node.label for m in mentions if m.kind == "D" and re.fullmatch(r"\d{4}-\d\d-\d\d", m.node.label)
    ]
    return Literal(days[-1], "xsd:date") if days else None
