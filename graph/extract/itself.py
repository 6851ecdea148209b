"""What a document says of itself: whose it is, of what kind and day, who adopted it, what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.context import is_answer
from graph.extract.days import days_of, head_day, whole_day
from graph.extract.documents import document_node, kind_of, title_block
from graph.extract.facts import Fact, Teller, date_literal, nodes, statement
from graph.extract.frames import cue, frame, frames
from graph.extract.matters import decision_key
from graph.extract.scene import Scene, Sentence
from graph.model import Block, Literal, Node

_ANSWERS = cue("documents.answers")
_ADOPTED = frame("documents.adopted")
_RESPONSIBLE = frame("documents.responsible")
_RESTS_ON = frame("documents.rests_on")


def read_itself(scene: Scene) -> Iterator[Fact]:
    """Yield what the document says of itself: kind, author, day, adoption, what it answers and rests on."""
    yield from _from_title(scene)
    yield from _adoption(scene)
    yield from _references(scene)


def _from_title(scene: Scene) -> Iterator[Fact]:
    title = title_block(scene, scene.doc.sections)
    if title is None:
        return
    tell = Teller(scene, scene.quoted(title), "document.title", 0.85)
    answers = is_answer(scene.doc) and _ANSWERS.search(scene.passage(title))
    kind = "samc:doc-response" if answers else scene.doc.kind
    yield from tell(
        scene.document,
        ("rdf:type", "sam:Document"),
        ("dcterms:type", kind if answers or kind in _TOLD else _said_kind(scene, scene.doc.title)),
        ("dcterms:creator", _authors(scene, kind)),
        ("sam:respondsTo", _answered(scene, kind)),
    )
    if kind in _ABOUT:
        yield from tell(scene.document, ("sam:targetGroup", nodes(tell.sentence.of_kind("T"))))
    yield from tell(scene.document, ("sam:concerns", tuple(_subjects(kind, tell.sentence))))
    yield from _day_of_document(scene, kind)


def _authors(scene: Scene, kind: str) -> tuple[Node, ...]:
    """Return who made the document: its owner, or all parties of an agreement."""
    if kind == "samc:doc-agreement":
        return scene.parties.get(0) or tuple(parties(scene))
    owner = scene.owners.get(0)
    # An extract is a copy of what a decision says, made by whoever sends it.
    extract = kind == "samc:doc-minutes" and scene.document.label.endswith("(utdrag)")
    account = extract and len(scene.document.aliases) > 0
    return (owner,) if owner and kind in _AUTHORED and (account or not extract) else ()


def _answered(scene: Scene, kind: str) -> Node | None:
    """Return the audit that an answer, or the memo that proposes one, is about, or the paper referred."""
    referred = _REFERRED.match(scene.doc.title) if kind == "samc:doc-response" else None
    if referred and kind_of(scene, referred["what"]):
        return document_node(referred["what"])
    if kind == "samc:doc-response" or (kind == "samc:doc-memo" and _TO_AUDIT.search(scene.doc.title)):
        return scene.report
    return None


def _subjects(kind: str, title: Sentence) -> Iterator[Node]:
    """Yield what a page or a regulation is about, as its title names it."""
    if kind == "samc:doc-regulation":
        yield from nodes(title.of_kind("O"))
    elif kind == "samc:doc-page":
        yield from nodes(title.of_kind("FPO") or title.of_kind("K"))


def parties(scene: Scene) -> Iterator[Node]:
    """Yield the parties of an agreement: those it says are its parties, or is made between."""
    for pattern in _PARTIES:
        for sentence in scene.sentences:
            hit = pattern.search(sentence.form)
            found = nodes(sentence.captured(hit, "who")) if hit else ()
            if len(found) > 1:
                yield from found
                return
    title = title_block(scene, scene.doc.sections)
    if title and "mellan" in scene.passage(title).casefold():
        yield from nodes(scene.mentions_in(title.start, title.end, "KXO"))


def _day_of_document(scene: Scene, kind: str) -> Iterator[Fact]:
    """Yield the date of the document: that of its head, of an agreement that of its signing."""
    signed = _signed_day(scene) if kind in ("samc:doc-agreement", "samc:doc-audit-report") else None
    dated = signed or _head_day(scene, kind)
    if dated:
        block, day = dated
        yield from Teller(scene, scene.quoted(block), "document.date", 0.85)(
            scene.document, ("dcterms:date", day)
        )


def _head_day(scene: Scene, kind: str) -> tuple[Block, Literal] | None:
    """Return the date of the head; a report may bear month and year."""
    if kind not in _DATED_KINDS:
        return None
    return head_day(scene, _month_or_day if kind == "samc:doc-audit-report" else whole_day)


def _month_or_day(day: Literal) -> bool:
    return day.datatype != "xsd:gYear"


def _signed_day(scene: Scene) -> tuple[Block, Literal] | None:
    """Return the last line of the document that is a place and a date."""
    for section in reversed(scene.doc.sections):
        for block in (*reversed(section.blocks), *([section.heading] if section.heading else [])):
            text = scene.passage(block)
            days = days_of(scene, block) if len(text) < LONGEST_FIELD and _SIGNED.search(text) else []
            if days:
                return block, days[0]
    return None


_SIGNED = re.compile(r"^[A-ZÅÄÖ][\w -]{1,30}(?: den|,|:)? (?:\d|den \d)")
_REFERRED = re.compile(
    r"(?:remissvar|(?:svar på|yttrande över) (?:remiss(?:en)?|förslag(?:et)?(?: till)?))\s*[:–-]?\s+(?:på |om |över )?(?P<what>\S.+)",
    re.IGNORECASE,
)
_PARTIES = frames("documents.parties")
_TO_AUDIT = cue("documents.to_audit")


def _said_kind(scene: Scene, title: str) -> str | None:
    """Return the kind of a document as its title says it; a kind that only the form shows is no statement."""
    if scene.doc.kind == "samc:doc-minutes" and "protokoll" in title.casefold():
        return scene.doc.kind
    said = kind_of(scene, title)
    return said if said == scene.doc.kind or said == "samc:doc-steering" else None


# Kinds that the form of a document tells as surely as its title would.
_TOLD = frozenset({"samc:doc-letter", "samc:doc-audit-report"})
_AUTHORED = frozenset(
    {
        "samc:doc-response",
        "samc:doc-audit-report",
        "samc:doc-memo",
        "samc:doc-letter",
        "samc:doc-minutes",
        "samc:doc-annual-report",
        "samc:doc-followup",
        "samc:doc-report",
        "samc:doc-supervision",
    }
)
_DATED_KINDS = _AUTHORED
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
    if number and day:
        node = replace(node, key=decision_key(body, day[0].node.label, hit.group("par")))
    yield from Teller(scene, sentence, "decision.adoption", 0.9)(
        node,
        ("sam:decidedBy", body),
        ("dcterms:date", date_literal(day[0].node.label) if day else None),
        ("sam:paragraph", Literal(number) if number else None),
        ("sam:approves", scene.document),
    )


def _references(scene: Scene) -> Iterator[Fact]:
    """Yield the documents that a steering document says it rests on."""
    for sentence in scene.sentences if scene.doc.kind in _ADOPTABLE else ():
        rests = _RESTS_ON.search(sentence.form)
        if rests:
            yield from Teller(scene, sentence, "document.references", 0.75)(
                scene.document, ("dcterms:references", nodes(sentence.captured(rests, "on")))
            )
