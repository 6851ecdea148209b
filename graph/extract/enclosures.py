"""The documents that a decision rests on: one a line of a list, with kind, author, date and number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.concepts import first_concept
from graph.extract.days import days_of
from graph.extract.documents import author_of, document_node, kind_of
from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.scene import Scene
from graph.ids import slug
from graph.model import Block, Literal, Node, Section

_NUMBER = re.compile(r"\s*\((\d{1,4})\)\s*$")
_LEAD = re.compile(r"^(?:\d+[.)]|[-–•]|bilaga(?: \d+)?\s*[:.–-])\s*", re.IGNORECASE)
_MEMO = re.compile(r"tjänste(?:skrivelse|utlåtande)n?t?", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt)$", re.IGNORECASE)
_TRAILING = cue("documents.trailing")
_ANSWERS = cue("documents.answers")
_AUDITED = cue("documents.audited")


def read_enclosures(
    scene: Scene, section: Section, decision: Node | None, case: Node | None, dates: dict[str, str]
) -> Iterator[Fact]:
    """Yield the documents that a decision rests on, one a list item.

    `dates` holds the date of each document listed so far, for two cases may rest on two papers of one name.
    """
    for block in section.blocks:
        text = _FILE.sub("", _LEAD.sub("", scene.passage(block)).strip())
        if 6 <= len(text) <= 220:
            yield from _enclosure(scene, block, text, decision, case, dates)


def _enclosure(
    scene: Scene,
    block: Block,
    text: str,
    decision: Node | None,
    case: Node | None,
    dates: dict[str, str],
) -> Iterator[Fact]:
    number = _NUMBER.search(text)
    label = bare_title(text)
    sentence = scene.quoted(block)
    answers = _ANSWERS.search(label)
    if not label or not _is_paper(scene, block, label):
        return
    if scene.doc.kind == "samc:doc-memo" and _MEMO.fullmatch(label):
        return  # the paper at hand lists itself
    day = next(reversed(days_of(scene, block)), None)
    node = _apart(_known_document(scene, block, label), day, dates)
    report = (
        scene.report if answers and (_AUDITED.search(label) or _AUDITED.search(scene.doc.title)) else None
    )
    dnr = case.label if case else ""
    yield from Teller(scene, sentence, "document.enclosure", 0.9)(
        node,
        ("rdf:type", "sam:Document"),
        ("dcterms:type", kind_of(scene, label)),
        ("dcterms:creator", author_of(scene, label)),
        ("dcterms:identifier", Literal(f"{dnr} ({number.group(1)})") if number and dnr else None),
        ("sam:inCase", case if number else None),
        ("sam:respondsTo", report if node != report else None),
        ("dcterms:date", day),
    )
    if decision:
        yield from Teller(scene, sentence, "decision.enclosure", 0.9)(decision, ("sam:enclosure", node))


def _is_paper(scene: Scene, block: Block, label: str) -> bool:
    """Tell whether a list item is the title of a document: by its kind, or because a document is named in it."""
    if kind_of(scene, label) or first_concept(scene.vocabulary, "samc:document-type", label):
        return True
    return bool(scene.mentions_in(block.start, block.end, "HA"))


def bare_title(text: str) -> str:
    """Return an item without what only places it: dates, §, case number, number in the case.

    >>> bare_title("Kulturnämndens svar 2031-04-23, § 19")
    'Kulturnämndens svar'
    """
    bare = _NUMBER.sub("", text).strip(" ,.;:")
    for _ in range(4):
        hit = _TRAILING.search(bare)
        if hit is None or not bare[: hit.start()].strip(" ,.;:"):
            break
        bare = bare[: hit.start()].strip(" ,.;:")
    return bare


def _apart(node: Node, day: Literal | None, dates: dict[str, str]) -> Node:
    """Return the node, or one of its own where a document of the same name and another date came before."""
    if day is None or not node.key.endswith(slug(node.label)):
        return node
    known = dates.setdefault(node.key, day.value)
    dated = replace(node, aliases=(*node.aliases, f"{node.label} {day.value}"))
    return dated if known == day.value else replace(dated, key=f"{node.key}-{day.value}"[:110])


def _known_document(scene: Scene, block: Block, label: str) -> Node:
    """Return the node of a mention that is the item's title, else a node of that title.

    An audit report is the one that the document speaks of, where its title is no other.
    """
    kind = kind_of(scene, label)
    if kind == "samc:doc-audit-report" and scene.report and _same_report(scene.report, label):
        return scene.report
    for mention in scene.mentions_in(block.start, block.end, "H"):
        if mention.node.label.casefold() == label.casefold():
            return mention.node
    return document_node(label)


def _same_report(report: Node, label: str) -> bool:
    return any(title_words(label) == title_words(name) for name in (report.label, *report.aliases))


_KIND = re.compile(r"\b(?:revisions|gransknings)?rapport(?:en)?\b|[^\wåäö]+")


def title_words(label: str) -> str:
    """Return what a report's title says beside that it is a report.

    >>> title_words("Revisionsrapport – Vägen in") == title_words("Vägen in, revisionsrapport")
    True
    """
    return " ".join(_KIND.sub(" ", bare_title(label).casefold()).split())
