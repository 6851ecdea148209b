"""Cases, decisions and the lists around them: enclosures, recipients, signatures, consultation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.extract import contacts, documents
from graph.extract.facts import Fact, Teller, date_literal, nodes, short, statement
from graph.extract.forms import compile_form
from graph.extract.scene import Scene, Sentence
from graph.ids import slug, statement_key
from graph.model import Block, Literal, Mention, Node, Section

_PARAGRAPH = re.compile(r"§\s?(\d+[a-z]?(?:/\d+)?)")
_CODE = re.compile(r"\s(\d+(?:\.\d+){1,4})(?![\d-])")
_DECIDES = re.compile(
    r"\b(?:beslutar|beslutade|beslutat|beslöt|godkänner|antar|fastställer|noterar|tar del av|lägger|läggs|bifaller|avslår|tillstyrker|"
    r"avstyrker|återremitterar|bordlägger|remitterar|överlämnar|överlämnas|översänder|översänds|ställer sig bakom|utser|entledigar|"
    r"uppdrar|ger|gav|ska|skall|skickar|inrättar|ersätter|avsätter|anser|föreslår|delegerar|godkänns|antas|fastställs|noteras|att )",
    re.IGNORECASE,
)
_APPROVES = compile_form(
    r"\b(?:godkänna|godkänner|godkänns|antar|anta|antas|fastställer|fastställa|fastställs|bifaller|ställer sig bakom)\b"
    r"(?: att)?(?: förvaltningens| nämndens| upprättat| upprättad| föreliggande| nedanstående| bifogat| bifogad| förslaget? till| förslag till)*"
    r" (?P<what><DOCS>|<ARRS>|(?:svaret|svar|yttrandet|yttrande|remissvaret|missivet)\b)"
)
_SENDS = compile_form(
    r"\b(?:översänd(?:er|a|s)|överlämna(?:r|s)?|skicka(?:r|s)?|sänd(?:er|a|s)|expediera(?:r|s)?)\b[^.;⟨]{0,60}?"
    r"(?:⟨H\d+⟩[^.;⟨]{0,30}?)?\btill (?P<to><AGENTS>)"
)
_ANSWER = re.compile(r"svar|yttrande", re.IGNORECASE)
_UNION = re.compile(r"samverkat|mbl|fsg|cesam|förhandla|facklig", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matter:
    """One case of the document: its sections, its number, and the decision taken in it."""

    case: int
    sections: tuple[Section, ...]
    owner: Node | None
    node: Node | None
    paragraph: str
    decision: Node | None


def read_proceedings(scene: Scene) -> Iterator[Fact]:
    """Yield the facts of every case in the document, and of the document as one of a case."""
    for matter in find_matters(scene):
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


def find_matters(scene: Scene) -> list[Matter]:
    """Return the cases of the document in order; a document without paragraphs is one case."""
    cases = sorted({s.case for s in scene.doc.sections})
    if len(cases) > 1 and not _speaks(scene, 0):
        cases = [c for c in cases if c] or cases
    return [_matter(scene, case) for case in cases]


def _speaks(scene: Scene, case: int) -> bool:
    return any(s.case == case and s.kind in ("decision", "proposal") for s in scene.doc.sections)


def _matter(scene: Scene, case: int) -> Matter:
    sections = tuple(s for s in scene.doc.sections if s.case == case)
    owner = scene.owners.get(case) or scene.owners.get(0)
    paragraph = _paragraph(scene, sections) if case else ""
    number = _number(scene, sections) or _number(scene, tuple(s for s in scene.doc.sections if s.case == 0))
    node = _case_node(number) if number else None
    matter = Matter(case, sections, owner, node, paragraph, None)
    return replace(matter, decision=_decision_node(scene, matter))


def _blocks(section: Section) -> Iterator[Block]:
    if section.heading:
        yield section.heading
    yield from section.blocks


def _paragraph(scene: Scene, sections: tuple[Section, ...]) -> str:
    for block in (b for s in sections for b in _blocks(s)):
        hit = _PARAGRAPH.search(block.marker) or _PARAGRAPH.search(scene.passage(block)[:60])
        if hit:
            return f"§ {hit.group(1)}"
    return ""


def _number(scene: Scene, sections: tuple[Section, ...]) -> Mention | None:
    for section in sections[:4]:
        for block in list(_blocks(section))[:6]:
            found = scene.mentions_in(block.start, block.end, "E")
            if found:
                return found[0]
    return None


def _case_node(number: Mention) -> Node:
    return replace(number.node, types=("sam:Case",))


def _decision_node(scene: Scene, matter: Matter) -> Node | None:
    points = list(_points(scene, matter))
    if not points or matter.owner is None:
        return None
    label = f"{matter.owner.label} {matter.paragraph}".strip()
    if matter.paragraph and matter.node:
        key = f"beslut/{slug(matter.node.label)}-{slug('p' + matter.paragraph)}"
    elif matter.paragraph:
        key = statement_key(("sam:Decision",), scene.doc.id, points[0].text, matter.paragraph)
    else:
        key = statement_key(("sam:Decision",), scene.doc.id, points[0].text)
        label = short(points[0].text)
    return Node(key=key, types=("sam:Decision",), label=label, named=False)


def _points(scene: Scene, matter: Matter) -> Iterator[Sentence]:
    """Yield the sentences by which the case is decided, repeated ones as often as they stand."""
    if matter.owner is None or "sam:Administration" in matter.owner.types:
        return
    for sentence in scene.sentences:
        if (
            sentence.kind == "decision"
            and sentence.section.case == matter.case
            and _DECIDES.search(sentence.text)
        ):
            if not sentence.text.rstrip().endswith(("att", "att:", ":")):
                yield sentence


def _case_facts(scene: Scene, matter: Matter) -> Iterator[Fact]:
    number = _number(scene, matter.sections) or (
        _number(scene, tuple(s for s in scene.doc.sections if s.case == 0)) if matter.node else None
    )
    if number is None or matter.node is None:
        return
    block = next(b for s in scene.doc.sections for b in _blocks(s) if b.start <= number.start < b.end)
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
    points = list(_points(scene, matter))
    if matter.decision is None:
        return
    distinct = list(dict.fromkeys(p.text for p in points))
    single = len(distinct) == 1 and not matter.paragraph
    for section in matter.sections:
        if section.kind == "decision" and section.heading and not single:
            heading = Teller(scene, scene.quoted(section.heading), "decision.heading", 0.9)
            yield from heading(
                matter.decision, ("sam:decidedBy", matter.owner), ("dcterms:date", _date(scene))
            )
    for sentence in points:
        number = distinct.index(sentence.text) + 1
        tell = Teller(scene, sentence, "decision.point", 0.85, voice=matter.owner)
        node = matter.decision if single else point_node(matter.decision, number, sentence)
        whole = None if single else matter.decision
        yield from tell(node, ("sam:decidedBy", matter.owner), ("dcterms:isPartOf", whole))
        yield from _point_effects(scene, sentence, node, matter.owner, tell)


def point_node(decision: Node, number: int, sentence: Sentence) -> Node:
    """Return the node of one numbered point of a decision."""
    return replace(
        decision,
        key=f"{decision.key}-{number}",
        label=f"{decision.label} punkt {number}: {short(sentence.text, most=60)}",
    )


def decision_points(scene: Scene) -> dict[int, Node]:
    """Return, for the index of each deciding sentence, the decision that it is."""
    found: dict[int, Node] = {}
    for matter in find_matters(scene):
        points = list(_points(scene, matter))
        distinct = list(dict.fromkeys(p.text for p in points))
        for sentence in points:
            if matter.decision is not None:
                single = len(distinct) == 1 and not matter.paragraph
                number = distinct.index(sentence.text) + 1
                found[sentence.index] = (
                    matter.decision if single else point_node(matter.decision, number, sentence)
                )
    return found


def _point_effects(
    scene: Scene, sentence: Sentence, node: Node, owner: Node | None, tell: Teller
) -> Iterator[Fact]:
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
            for block in _blocks(section):
                for mention in scene.mentions_in(block.start, block.end, "D"):
                    if re.fullmatch(r"\d{4}-\d\d-\d\d", mention.node.label):
                        return Literal(mention.node.label, "xsd:date")
    return None


def _recipients(scene: Scene, section: Section, matter: Matter) -> Iterator[Fact]:
    if matter.decision is None:
        return
    for block in section.blocks:
        passage = scene.quoted(block)
        tell = Teller(scene, passage, "decision.recipients", 0.9)
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
