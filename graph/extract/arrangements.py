"""Arrangements: what kind they are, who takes part and leads, what they are for and part of."""

from __future__ import annotations

from collections.abc import Iterator

from graph.extract.concepts import concepts_in
from graph.extract.facts import Fact, Teller, date_literal, nodes, statement, swedish
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.model import Mention

_NOT = cue("arrangements.not")
_UNTIL = cue("arrangements.until")
_WILL = cue("arrangements.will")

_TAKES_PART = frames("arrangements.takes_part")
_CONVENES = frames("arrangements.convenes")
_MADE_BY = frames("arrangements.made_by")
_PART_OF = frame("arrangements.part_of")
_PURPOSE = frame("arrangements.purpose")
_REVIEWED = frame("arrangements.reviewed")
_VALID = frame("arrangements.valid")
_ADOPTED = frame("arrangements.adopted")
_QUIET = frozenset({"proposal", "head", "consultation", "reservation"})


def read_arrangements(scene: Scene) -> Iterator[Fact]:
    """Yield everything the sentences say of arrangements."""
    for sentence in scene.sentences:
        if sentence.kind in _QUIET:
            continue
        own = sentence.of_kind("FPAR")
        yield from _kinds(scene, sentence, own)
        yield from _participants(scene, sentence)
        if own or scene.topic(sentence.section):
            yield from _leads(scene, sentence)
            yield from _makes(scene, sentence)
            yield from _parts(scene, sentence)
            yield from _purposes(scene, sentence)
            yield from _routines(scene, sentence)


def _kinds(scene: Scene, sentence: Sentence, own: tuple[Mention, ...]) -> Iterator[Fact]:
    """Yield kind, target group and topic of each arrangement that the sentence names."""
    tell = Teller(scene, sentence, "arrangement.kind", 0.75)
    for mention in own:
        kind = _kind(scene, f"{mention.node.label} {mention.surface}")
        near = scene.doc.text.tidy[mention.end : mention.end + 80].partition(".")[0]
        targets = tuple(
            m.node
            for m in sentence.of_kind("T")
            if (0 <= m.start - mention.end <= 60 and "för" in near)
            or (m.start >= mention.start and m.end <= mention.end)
        )
        yield from tell(
            mention.node,
            ("dcterms:type", kind),
            ("sam:targetGroup", targets),
            ("dcterms:subject", concepts_in(scene.vocabulary, "samc:topic", mention.node.label)[:1]),
            (
                "sam:status",
                "samc:st-planned"
                if _WILL.search(scene.doc.text.tidy[max(0, mention.start - 40) : mention.start])
                else None,
            ),
        )


def _kind(scene: Scene, name: str) -> str | None:
    """Return the kind that a name tells beyond the class itself; an unnamed set is that first of all."""
    found = [
        k for k in concepts_in(scene.vocabulary, "samc:arrangement-type", name) if k not in _CLASS_ITSELF
    ]
    return UNNAMED if UNNAMED in found else next(iter(found), None)


UNNAMED = "samc:arr-unnamed-set"
_CLASS_ITSELF = frozenset({"samc:arr-forum", "samc:arr-routine", "samc:arr-programme", "samc:arr-agreement"})


def _participants(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _TAKES_PART:
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(_UNTIL.split(hit.group())[0]):
            continue
        arrs = nodes(sentence.captured(hit, "arr")) or tuple(filter(None, [scene.topic(sentence.section)]))
        who = nodes(tuple(m for m in sentence.captured(hit, "who") if m.kind in "OUKXG"))
        for arr in arrs:
            yield from Teller(scene, sentence, "arrangement.participants", 0.8)(
                arr, ("sam:hasParticipant", who)
            )
        return


def _leads(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _CONVENES:
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(hit.group()):
            continue
        arrs = nodes(sentence.captured(hit, "arr")) or tuple(filter(None, [scene.topic(sentence.section)]))
        for arr in arrs[:1]:
            yield from Teller(scene, sentence, "arrangement.convenor", 0.75)(
                arr, ("sam:convenor", nodes(sentence.captured(hit, "who")))
            )
        return


def _makes(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _MADE_BY:
        hit = pattern.search(sentence.form)
        if hit is None:
            continue
        for arr in nodes(sentence.captured(hit, "arr")):
            yield from Teller(scene, sentence, "arrangement.developed", 0.85)(
                arr,
                ("sam:developedBy", nodes(sentence.captured(hit, "who"))),
                ("sam:status", "samc:st-done"),
                ("sam:targetGroup", nodes(sentence.of_kind("T"))),
            )
        return


def _parts(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    hit = _PART_OF.search(sentence.form)
    if hit:
        part, whole = sentence.captured(hit, "part")[0].node, sentence.captured(hit, "whole")[0].node
        yield from Teller(scene, sentence, "arrangement.part", 0.8)(part, ("dcterms:isPartOf", whole))


def _purposes(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    hit = _PURPOSE.search(sentence.form)
    if hit is None:
        return
    arr = (*sentence.captured(hit, "arr"), *sentence.captured(hit, "arr2"), *sentence.captured(hit, "arr3"))[
        0
    ].node
    aim = sentence.plain(hit.group("aim") or hit.group("aim2") or hit.group("aim3"))
    yield from Teller(scene, sentence, "arrangement.purpose", 0.8)(arr, ("sam:purpose", swedish(aim)))


def _routines(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    """Yield how an arrangement is followed up, how long it is valid and who adopted it."""
    named = nodes(sentence.of_kind("FPAR"))
    topic = named[0] if named else scene.topic(sentence.section)
    if topic is None:
        return
    tell = Teller(scene, sentence, "arrangement.terms", 0.75)
    reviewed = _REVIEWED.search(sentence.form)
    if reviewed:
        node = statement(scene, sentence, "sam:FollowUp")
        yield from tell(node)
        yield from tell(sentence.captured(reviewed, "arr")[0].node, ("sam:followUp", node))
    valid = (
        _VALID.search(sentence.form)
        if topic.types[0] in ("sam:Agreement", "sam:Programme", "sam:Routine")
        else None
    )
    if valid:
        first = sentence.captured(valid, "first")[0].node.label
        last = sentence.captured(valid, "last")
        yield from tell(
            topic,
            ("sam:validFrom", date_literal(first)),
            ("sam:validTo", date_literal(last[0].node.label) if last else None),
        )
    adopted = _ADOPTED.search(sentence.form)
    if adopted and topic.types[0] == "sam:Agreement":
        yield from tell(topic, ("sam:agreedBy", nodes(sentence.captured(adopted, "who"))))
