"""The cases of a document: each with its sections, its number, its owner and the points decided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.extract.days import head_day, whole_day
from graph.extract.facts import short
from graph.extract.frames import cue
from graph.extract.scene import Scene, Sentence
from graph.ids import slug, statement_key
from graph.model import Block, Literal, Mention, Node, Section

_PARAGRAPH = re.compile(r"§\s?(\d+[a-z]?(?:/\d+)?)")
_DECIDES = cue("matters.decides")
_OPENS = cue("matters.opens")
_INTRODUCES = cue("matters.introduces")
_ANNOUNCES = cue("matters.announces")
_HEADLINE = cue("matters.headline")
_OTHER_DAY = cue("matters.other_day")
# Whoever is one of these decides nothing that a document records as a decision.
_UNDECIDING = frozenset({"sam:Administration", "sam:ActorGroup"})
LONGEST_HEADLINE = 60
"""Code points of a line in a decision that may be a heading whose form was lost."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a decision: the sentence that decides it, and its node."""

    sentence: Sentence
    node: Node


@dataclass(frozen=True, slots=True)
class Matter:
    """One case: `number` is the mention of its diarienummer, found in one of the sections `numbered`.

    `points` hold the deciding sentences, a repeated one as often as it stands and several of one
    point with one node; `decision` is the whole, or the only point itself.
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
    deciding = _deciding(scene)
    head = tuple(sections.get(0, ()))
    cases = [case for case in sorted(sections) if case or len(sections) == 1 or deciding[0]]
    return [_matter(scene, case, tuple(sections[case]), head, deciding[case]) for case in cases]


def _deciding(scene: Scene) -> dict[int, list[Sentence]]:
    """Return the sentences of each case that decide something."""
    decided = {s.case for s in scene.doc.sections if s.kind == "decision"}
    over = _where_decisions_end(scene)
    found: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in scene.sentences:
        case = sentence.section.case
        if _INTRODUCES.search(sentence.text):
            continue
        if sentence.kind == "decision":
            within = sentence.start < over.get(id(sentence.section), sentence.end)
            listed = sentence.lead is not None or sentence.block.kind == "item"
            if within and (listed or _DECIDES.search(sentence.text)):
                found[case].append(sentence)
        elif (
            case
            and case not in decided
            and sentence.kind in ("body", "head")
            and _ANNOUNCES.search(sentence.form)
        ):
            found[case].append(sentence)
    return found


def _where_decisions_end(scene: Scene) -> dict[int, int]:
    """Return the offset at which a section of decisions goes over into something else.

    A short line that decides nothing and ends like no sentence is a heading whose form was lost.
    """
    ends: dict[int, int] = {}
    for section in scene.doc.sections:
        for block in section.blocks[1:] if section.kind == "decision" else ():
            text = scene.passage(block)
            short_line = block.kind == "paragraph" and len(text) <= LONGEST_HEADLINE
            if short_line and _HEADLINE.search(text) and not _OPENS.search(text):
                ends.setdefault(id(section), block.start)
    return ends


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
    owner = _owner(scene, case)
    paragraph = _paragraph(scene, sections) if case else _headed_paragraph(scene, sections)
    number = _number(scene, sections)
    numbered = sections if number else head
    number = number or _number(scene, head)
    node = replace(number.node, types=("sam:Case",)) if number else None
    if owner is None or not _UNDECIDING.isdisjoint(owner.types):
        deciding = ()
    decision = _decision(scene, owner, node, paragraph, deciding[0]) if owner and deciding else None
    points = tuple(_points(decision, deciding)) if decision else ()
    return Matter(sections, numbered, owner, number, node, paragraph, decision, points)


def _owner(scene: Scene, case: int) -> Node | None:
    """Return whose case it is: its own heading's, that of the case before it, or the document's."""
    before = [number for number in scene.owners if 0 < number <= case]
    return scene.owners[max(before)] if before else scene.owners.get(0)


def _paragraph(scene: Scene, sections: tuple[Section, ...]) -> str:
    for block in (b for s in sections for b in blocks_of(s)):
        hit = _PARAGRAPH.search(block.marker) or _PARAGRAPH.search(scene.passage(block)[:60])
        if hit:
            return f"§ {hit.group(1)}"
    return ""


def _headed_paragraph(scene: Scene, sections: tuple[Section, ...]) -> str:
    """Return the number in the heading of a decision, or in a line of the head with body and day."""
    for section in sections:
        hit = _PARAGRAPH.search(scene.passage(section.heading)) if section.heading else None
        if hit and section.kind == "decision":
            return f"§ {hit.group(1)}"
        for block in section.blocks if section.kind == "head" else ():
            hit = _PARAGRAPH.search(scene.passage(block))
            if (
                hit
                and len(scene.passage(block)) < LONGEST_REFERENCE
                and not _OTHER_DAY.search(scene.passage(block))
            ):
                return f"§ {hit.group(1)}"
    return ""


LONGEST_REFERENCE = 110
"""Code points of a line such as "Kulturnämnden | 2031-06-10 | § 41 | KN 2031/0064"."""


def _number(scene: Scene, sections: tuple[Section, ...]) -> Mention | None:
    # A number further down is the number of another case that the text speaks of.
    for section in sections[:4]:
        for block in list(blocks_of(section))[:6]:
            found = scene.mentions_in(block.start, block.end, "E")
            if found:
                return found[0]
    return None


def _decision(scene: Scene, owner: Node, case: Node | None, paragraph: str, first: Sentence) -> Node:
    # The head of minutes of two meetings gives the day of the first.
    day = meeting_day(scene) if owner == scene.owners.get(0) else None
    number = paragraph.removeprefix("§ ")
    if number and (day or case):
        key = decision_key(owner, day[1].value if day else "", number, case)
    else:
        key = statement_key(("sam:Decision",), scene.doc.id, first.text, paragraph)
    label = f"{owner.label} {paragraph}" if paragraph else short(first.text)
    return Node(key=key, types=("sam:Decision",), label=label, named=False)


def decision_key(body: Node, day: str, number: str, case: Node | None = None) -> str:
    """Return the key of a body's numbered decision.

    Paragraphs are numbered through a year, so that body, year and number tell a decision wherever
    it is spoken of; where the document gives no day, its case stands in for body and year.
    """
    if day or case is None:
        return f"beslut/{slug(body.label)}-{day[:4]}-{slug('p' + number)}"
    return f"beslut/{slug(case.label)}-{slug('p' + number)}"


def meeting_day(scene: Scene) -> tuple[Block, Literal] | None:
    """Return the day of the meeting, or of the document, with the line of the head that gives it."""
    return head_day(scene, whole_day)


def _decides_anew(sentence: Sentence) -> bool:
    """Tell a point of its own from one that says more of the point before ("Uppdraget ska ...")."""
    return bool(_OPENS.search(sentence.text) or _ACTOR_FIRST.match(sentence.form))


_ACTOR_FIRST = re.compile(r"⟨[OUKXGLF]\d+⟩")


def _points(decision: Node, deciding: Sequence[Sentence]) -> Iterator[Point]:
    """Yield the points: one a list item or paragraph, more where a new sentence decides anew.

    A decision of one point is that point.
    """
    numbers: dict[str, int] = {}
    numbered: list[tuple[Sentence, int]] = []
    last = 0
    for place, sentence in enumerate(deciding):
        follows = place and deciding[place - 1].block == sentence.block and not _decides_anew(sentence)
        if not follows:
            last = numbers.setdefault(sentence.text, len(set(numbers.values())) + 1)
        numbers.setdefault(sentence.text, last)
        numbered.append((sentence, last))
    first = {number: sentence for sentence, number in reversed(numbered)}
    for sentence, number in numbered:
        if len(first) == 1:
            yield Point(sentence, decision)
            continue
        label = f"{decision.label} punkt {number}: {short(first[number].text, most=60)}"
        yield Point(sentence, replace(decision, key=f"{decision.key}-{number}", label=label))
