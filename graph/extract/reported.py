"""Decisions that a document speaks of without being their minutes: who decided, when, by which number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.extract.facts import Fact, Teller, date_literal, short, statement
from graph.extract.frames import cue, frame, frames
from graph.extract.matters import Matter, decision_key
from graph.extract.scene import Scene, Sentence
from graph.model import Literal, Mention, Node, Section

_REPORTED = frames("proceedings.reported")
_ADOPTS = cue("proceedings.adopts")
_NOT_YET = cue("proceedings.not_yet")
_QUIET = frozenset({"proposal", "decision", "head", "reservation", "consultation"})


def read_reported(scene: Scene, matters: Iterable[Matter]) -> Iterator[Fact]:
    """Yield each reported decision that has a date or a number; without either it may be any."""
    own = {point.sentence.index for matter in matters for point in matter.points}
    for sentence in scene.sentences:
        if sentence.kind in _QUIET or sentence.index in own or sentence.lead is not None:
            continue
        for pattern in _REPORTED:
            hit = pattern.search(sentence.form)
            if hit and not _NOT_YET.search(sentence.form[: hit.end()]):
                yield from _decision(scene, sentence, hit)
                break


def read_listed(scene: Scene, section: Section) -> Iterator[Fact]:
    """Yield the decisions that a list of papers names by body, day and number ("Nämnden 2031-09-15, § 64")."""
    for block in section.blocks:
        sentence = scene.quoted(block)
        hit = _LISTED.match(sentence.form)
        if hit:
            yield from _decision(scene, sentence, hit)


_LISTED = frame("proceedings.listed")


def _decision(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> Iterator[Fact]:
    body = sentence.captured(hit, "who")[0].node
    days = [*sentence.captured(hit, "day"), *sentence.captured(hit, "day2"), *_opening(sentence, hit)]
    day = next(filter(None, (date_literal(m.node.label) for m in days)), None)
    number = next((hit[g] for g in ("par", "par2") if g in hit.re.groupindex and hit[g]), "")
    if (day is None and not number) or body == scene.auditor:
        return
    node = _node(scene, sentence, body, day, number)
    yield from Teller(scene, sentence, "decision.reported", 0.8)(
        node,
        ("sam:decidedBy", body),
        ("dcterms:date", day),
        ("sam:paragraph", Literal(f"§ {number}") if number else None),
        ("sam:approves", tuple(_adopted(sentence, hit))),
    )


def _opening(sentence: Sentence, hit: re.Match[str]) -> list[Mention]:
    """Return the date that opens the sentence before the verb ("I juni 2031 beslutade X")."""
    dates = list(sentence.of_kind("D"))
    before = len(re.findall(r"⟨D\d+⟩", sentence.form[: hit.start()]))
    opens = before == 1 and hit.start() < LONGEST_OPENING and "," not in sentence.form[: hit.start()]
    return dates[:1] if opens else []


LONGEST_OPENING = 25
"""Code points of "Den ⟨D0⟩", "I ⟨D0⟩", "Vid sammanträdet ⟨D0⟩" before a verb that comes second."""


def _node(scene: Scene, sentence: Sentence, body: Node, day: Literal | None, number: str) -> Node:
    label = f"{body.label} § {number}" if number else f"{body.label}: {short(sentence.text, most=60)}"
    node = statement(scene, sentence, "sam:Decision", label=label)
    return replace(node, key=decision_key(body, day.value, number)) if number and day else node


def _adopted(sentence: Sentence, hit: re.Match[str]) -> Iterator[Node]:
    """Yield what was adopted: the document that is the subject or the object of the verb."""
    if not _ADOPTS.search(hit.group()):
        return
    beside = sentence.form[: hit.start()][-30:], sentence.form[hit.end() :][:30]
    for number in re.findall(r"⟨H(\d+)⟩", " ".join(beside)):
        yield sentence.mentions[int(number)].node
        return
