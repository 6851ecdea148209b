"""Responsibilities: what somebody is for, must or may do, or is not to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, framed
from graph.extract.levels import levels
from graph.extract.predicates import Predicate, find_predicates
from graph.extract.scene import Scene, Sentence
from graph.model import Node

_SAID = framed("responsibilities.said")
_ANYWHERE = framed("responsibilities.anywhere")
_STANDING = framed("responsibilities.standing")
_ORDERED = cue("responsibilities.ordered")
_SUBORDINATE = cue("responsibilities.subordinate")
_TOLD = cue("responsibilities.told")
_WISHED = cue("responsibilities.wished")
_PLANNED = cue("responsibilities.planned")
_CONVENING = cue("responsibilities.convening")
_HEADING = cue("responsibilities.standing_heading")
_CASE_WORK = cue("responsibilities.case_work")
_PLACED = cue("predicates.placed")

_QUIET = frozenset({"decision", "proposal", "consultation", "head", "reservation"})
_LAID_DOWN = frozenset({"samc:doc-regulation", "samc:doc-agreement", "samc:doc-routine"})
"""Texts that lay down from the first line to the last who does what."""
_TELLING = frozenset(
    {"samc:doc-page", "samc:doc-steering", "samc:doc-guideline", "samc:doc-annual-report", ""}
)
"""Texts that tell of an organisation in the present tense, among other things."""
_BINDING = frozenset({"samc:doc-regulation", "samc:doc-agreement"})


@dataclass(frozen=True, slots=True)
class Held:
    """A responsibility as a sentence states it; `what` is a piece of the sentence's form."""

    sentence: Sentence
    kind: str
    holders: tuple[Node, ...]
    what: str


def find_responsibilities(scene: Scene, sentence: Sentence, before: Held | None) -> Iterator[Held]:
    """Yield what a sentence says that somebody must, may or need not do; `before` is what was said last."""
    if sentence.kind in _QUIET:
        return
    found: dict[tuple[str, str], Held] = {}
    for held in (*_by_predicate(scene, sentence, before), *_by_frame(scene, sentence, before)):
        found.setdefault((held.kind, held.what), held)
    yield from found.values()


def _by_predicate(scene: Scene, sentence: Sentence, before: Held | None) -> Iterator[Held]:
    """Yield the responsibilities of the finite verbs whose subject is somebody."""
    taken = len(sentence.lead.form.rstrip(" :")) if sentence.lead else 0
    aside, unfinished = False, not sentence.text.endswith(".")
    for predicate in find_predicates(sentence):
        aside = aside if predicate.shared else _is_aside(predicate)
        convening = _CONVENING.search(predicate.act)
        if aside or convening or predicate.end <= taken or (unfinished and _OPEN.search(predicate.act)):
            continue
        holders = _holders(scene, sentence, predicate, before)
        kind = _kind(scene, sentence, predicate.act, holders) if holders else None
        if kind:
            yield Held(sentence, kind, holders, _task(predicate.act))


def _is_aside(predicate: Predicate) -> bool:
    """Tell whether a predicate is asked, wished or feared instead of told."""
    before = predicate.before
    if predicate.opening:
        return bool(_WISHED.search(before))
    return bool(_WISHED.search(before) or (_SUBORDINATE.search(before) and not _TOLD.search(before)))


def _holders(scene: Scene, sentence: Sentence, predicate: Predicate, before: Held | None) -> tuple[Node, ...]:
    """Return whose it is: the subject, or who is left out where a regulation goes on about its body."""
    if predicate.who:
        return nodes(tuple(m for m in predicate.who if not _CASE_WORK.search(m.node.label)))
    if scene.doc.kind not in _LAID_DOWN:
        return ()
    going_on = before if before and before.sentence.section is sentence.section else None
    if _IT.search(predicate.before):
        return going_on.holders if going_on and sentence.index - going_on.sentence.index == 1 else ()
    if going_on:
        return going_on.holders
    owner = scene.owner(sentence.section)
    return (owner,) if owner else ()


_IT = re.compile(r"\b(?:den|det|de) $", re.IGNORECASE)


def _kind(scene: Scene, sentence: Sentence, act: str, holders: tuple[Node, ...]) -> str | None:
    """Return the kind of responsibility that an act is for its holders, None for no responsibility."""
    if " " not in act:
        return None
    for kind, pattern in _ANYWHERE:
        if pattern.search(act):
            return kind
    if _ORDERED.search(act):
        return None if scene.doc.kind not in _BINDING and _is_planned(sentence, act) else "samc:resp-duty"
    if not _lays_down(scene, sentence):
        return None
    for kind, pattern in _STANDING:
        if pattern.search(act):
            return _acted(scene, sentence, holders) if kind == "act" else kind
    return None


def _is_planned(sentence: Sentence, act: str) -> bool:
    """Tell whether an act is to be done by a certain day or in a season: a measure, no standing duty."""
    days = (sentence.mentions[int(number)].node.label for number in _DAY.findall(act))
    return bool(_PLANNED.search(act)) or any(day[:4].isdigit() for day in days)


_DAY = re.compile(r"⟨D(\d+)⟩")
# What ends so goes on in the list that follows.
_OPEN = re.compile(r"(?:^\S+|\b(?:att|för|av|till|med))\s*:?$")


def _lays_down(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether the present tense says here what is to be done always."""
    if scene.doc.kind in _LAID_DOWN or scene.doc.kind in _TELLING:
        return True
    heading = sentence.section.heading
    return heading is not None and bool(_HEADING.search(scene.passage(heading)))


def _acted(scene: Scene, sentence: Sentence, holders: tuple[Node, ...]) -> str | None:
    """Return what an act of a subject is; what a page says that people do is their way in, no task."""
    people = {holder.types[0] for holder in holders} == {"sam:ActorGroup"}
    if scene.doc.kind in _TELLING and (people or "@" in sentence.text):
        return None
    return _of_act(scene, holders)


def _of_act(scene: Scene, holders: tuple[Node, ...]) -> str:
    """Return what an act in the present tense is: what a party or a committee does is its duty, what an
    office, a forum or a post does is its task.
    """
    bound = _PARTIES if scene.doc.kind == "samc:doc-agreement" else _BODIES
    return "samc:resp-duty" if {h.types[0] for h in holders} <= bound else "samc:resp-task"


_BODIES = frozenset({"sam:Committee", "sam:Municipality"})
_PARTIES = _BODIES | {"sam:ExternalActor", "sam:ActorGroup"}


def _task(act: str) -> str:
    """Return what is to be done: of "ska upprätta en plan" and "ansvarar för planen" only what follows."""
    return _OPENING.sub("", act, count=1) or act


_OPENING = re.compile(
    r"^(?:(?:ska|skall)(?! inte)|(?:an)?svarar(?: [^ ⟨]+){0,2}? (?:för|över)(?: att)?"
    r"|har(?: [^ ⟨]+){0,5}? ansvar(?:et)?(?: \w+)? för(?: att)?|har(?: \w+){0,3}? (?:i|till) (?:uppgift|uppdrag) att"
    r"|(?:har hand om|sköter|fullgör)|(?:förbinder sig|åtar sig|har åtagit sig)(?: [^ ⟨]+){0,3}? att) "
)


def _by_frame(scene: Scene, sentence: Sentence, before: Held | None) -> Iterator[Held]:
    """Yield the responsibilities whose holder is not the subject of a verb."""
    for kind, pattern in _SAID:
        hit = pattern.search(sentence.form)
        if hit is None or _WISHED.search(sentence.form[: hit.start()]):
            continue
        if "who" in hit.re.groupindex:
            named = tuple(m for m in sentence.captured(hit, "who") if not _CASE_WORK.search(m.node.label))
            placed = hit.start("who") == hit.start() and _PLACED.search(sentence.form[: hit.start()])
            holders = () if placed else nodes(named)
        else:
            holders = before.holders if before and before.sentence.section is sentence.section else ()
        if holders:
            told = _of_act(scene, holders) if kind == "act" else kind
            yield Held(sentence, told, holders, hit.group("what") or sentence.form)


def tell_held(scene: Scene, held: Held) -> Iterator[Fact]:
    """Yield the responsibilities of a sentence, one for each of its coordinated tasks."""
    sentence = held.sentence
    tell = Teller(scene, sentence, "responsibility", 0.75)
    for part in _AND_TO.split(held.what):
        text = sentence.plain(part)
        inside = {sentence.mentions[int(number)].node for number in re.findall(r"⟨[A-Z](\d+)⟩", part)}
        about = tuple(m.node for m in sentence.of_kind("OUGXFPAR") if m.node in inside - set(held.holders))
        node = statement(
            scene,
            sentence,
            "sam:Responsibility",
            label=text,
            part=f"{held.kind} {held.holders[0].key} {text}",
        )
        yield from tell(
            node,
            ("dcterms:type", held.kind),
            ("sam:responsible", held.holders),
            ("sam:concerns", tuple(dict.fromkeys(about))),
            ("sam:targetGroup", tuple(m.node for m in sentence.of_kind("T") if m.node in inside)),
            ("sam:workLevel", levels(sentence, part)),
        )


_AND_TO = re.compile(r",? (?:och|samt) att |, att ")
