"""The cases of a document: each with its sections, its number, its owner and the points decided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.extract.facts import short
from graph.extract.frames import cue
from graph.extract.scene import Scene, Sentence
from graph.ids import slug, statement_key
from graph.model import Block, Mention, Node, Section

_PARAGRAPH = re.compile(r"§\s?(\d+[a-z]?(?:/\d+)?)")
_DECIDES = cue("matters.decides")
_INTRODUCES = cue("matters.introduces")
_ANNOUNCES = cue("matters.announces")


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a decision: the sentence that decides it, and its node."""

    sentence: Sentence
    node: Node


@dataclass(frozen=True, slots=True)
class Matter:
    """One case: `number` is the mention of its diarienummer, found in one of the sections `numbered`.

    `points` hold the deciding sentences, a repeated one as often as it stands; `decision` is the
    whole, or the only point itself where a document decides one thing without a paragraph number.
    """

    sections: tuple[Section, ...]
    numbered: tuple[Section, ...]
    owner: Node | None
    number: Mention | None
    node: Node | None
    paragraph: str
    decision: Node | None
    points: tuple[Point, ...]


def find_matters(scene: Scene) -> list[Matter]:
    """Return the cases of the document in order; a document without paragraphs is one case."""
    sections: dict[int, list[Section]] = defaultdict(list)
    for section in scene.doc.sections:
        sections[section.case].append(section)
    decided = {s.case for s in scene.doc.sections if s.kind == "decision"}
    deciding: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in scene.sentences:
        case = sentence.section.case
        if _INTRODUCES.search(sentence.text):
            continue
        if sentence.kind == "decision" and _DECIDES.search(sentence.text):
            deciding[case].append(sentence)
        elif case and case not in decided and sentence.kind == "body" and _ANNOUNCES.search(sentence.form):
            deciding[case].append(sentence)
    head = tuple(sections.get(0, ()))
    cases = [case for case in sorted(sections) if case or len(sections) == 1 or deciding[0]]
    return [_matter(scene, case, tuple(sections[case]), head, deciding[case]) for case in cases]


def blocks_of(section: Section) -> Iterator[Block]:
    """Yield the heading of a section, where it has one, and its blocks."""
    if section.heading:
        yield section.heading
    yield from section.blocks


def _matter(
    scene: Scene,
    case: int,
    sections: tuple[Section, ...],
    head: tuple[Section, ...],
    deciding: Sequence[Sentence],
) -> Matter:
    owner = scene.owners.get(case) or scene.owners.get(0)
    paragraph = _paragraph(scene, sections) if case else ""
    number = _number(scene, sections)
    numbered = sections if number else head
    number = number or _number(scene, head)
    node = replace(number.node, types=("sam:Case",)) if number else None
    if owner is None or "sam:Administration" in owner.types:
        deciding = ()
    decision = _decision(scene, owner, node, paragraph, deciding[0]) if owner and deciding else None
    points = tuple(_points(decision, deciding, bool(paragraph))) if decision else ()
    return Matter(sections, numbered, owner, number, node, paragraph, decision, points)


def _paragraph(scene: Scene, sections: tuple[Section, ...]) -> str:
    for block in (b for s in sections for b in blocks_of(s)):
        hit = _PARAGRAPH.search(block.marker) or _PARAGRAPH.search(scene.passage(block)[:60])
        if hit:
            return f"§ {hit.group(1)}"
    return ""


def _number(scene: Scene, sections: tuple[Section, ...]) -> Mention | None:
    # A number further down is the number of another case that the text speaks of.
    for section in sections[:4]:
        for block in list(blocks_of(section))[:6]:
            found = scene.mentions_in(block.start, block.end, "E")
            if found:
                return found[0]
    return None


def _decision(scene: Scene, owner: Node, case: Node | None, paragraph: str, first: Sentence) -> Node:
    if paragraph and case:
        key = f"beslut/{slug(case.label)}-{slug('p' + paragraph)}"
    else:
        key = statement_key(("sam:Decision",), scene.doc.id, first.text, paragraph)
    label = f"{owner.label} {paragraph}" if paragraph else short(first.text)
    return Node(key=key, types=("sam:Decision",), label=label, named=False)


def _points(decision: Node, deciding: Sequence[Sentence], numbered: bool) -> Iterator[Point]:
    distinct = list(dict.fromkeys(sentence.text for sentence in deciding))
    for sentence in deciding:
        if len(distinct) == 1 and not numbered:
            yield Point(sentence, decision)
            continue
        number = distinct.index(sentence.text) + 1
        label = f"{decision.label} punkt {number}: {short(sentence.text, most=60)}"
        yield Point(sentence, replace(decision, key=f"{decision.key}-{number}", label=label))
