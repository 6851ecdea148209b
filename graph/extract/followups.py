"""Follow-ups of arrangements: who follows up, and to whom the outcome goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.model import Mention, Node

_FOLLOWED = frames("followups.followed")
_GOES_ON = frames("followups.goes_on")
_TOLD = frames("followups.told")
_NOT = cue("followups.not")
_HEADING = cue("followups.heading")
_REPORTED = frame("followups.reported")
_PLANNED = cue("followups.planned")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up that was read, and the sentence that states it."""

    node: Node
    sentence: Sentence


def find_followup(scene: Scene, sentence: Sentence, about: Node | None) -> tuple[FollowUp | None, list[Fact]]:
    """Return the follow-up that a sentence states with its facts; `about` is what the text goes on about."""
    hit = _stated(sentence, about) or (_under_heading(scene, sentence) if about else None)
    if hit is None:
        return None, []
    arrs = tuple(filter(None, (_arrangement(scene, m) for m in sentence.captured(hit, "arr"))))
    subject = arrs[0] if arrs else (scene.own or about if "arr" not in hit.re.groupindex else None)
    if subject is None:
        return None, []
    node = statement(scene, sentence, "sam:FollowUp")
    tell = Teller(scene, sentence, "arrangement.followup", 0.75)
    planned = "samc:mod-planned" if _PLANNED.search(hit.group()) else None
    facts = [
        *tell(node, ("sam:responsible", nodes(sentence.captured(hit, "who"))), ("sam:modality", planned)),
        *tell(node, ("sam:concerns", nodes(sentence.captured(hit, "to")))),
        *tell(subject, ("sam:followUp", node)),
    ]
    found = FollowUp(node, sentence)
    return found, [*facts, *told_to(scene, sentence, found)]


def _stated(sentence: Sentence, about: Node | None) -> re.Match[str] | None:
    for pattern in (*_FOLLOWED, *(_GOES_ON if about else ())):
        hit = pattern.search(sentence.form)
        if hit:
            return None if _NOT.search(sentence.form[: hit.end()]) else hit
    return None


def _under_heading(scene: Scene, sentence: Sentence) -> re.Match[str] | None:
    """Return what is reported, and by whom, under the heading "Uppföljning" of a plan or an agreement."""
    heading = sentence.section.heading
    if scene.own is None or heading is None or not _HEADING.search(scene.passage(heading).strip()):
        return None
    return None if _NOT.search(sentence.text) else _REPORTED.search(sentence.form)


def _arrangement(scene: Scene, mention: Mention) -> Node | None:
    """Return the arrangement that is meant; the document at hand stands for the one it lays down."""
    if mention.kind != "H":
        return mention.node
    return scene.own if scene.own and " " not in mention.surface else None


def told_to(scene: Scene, sentence: Sentence, found: FollowUp) -> Iterator[Fact]:
    """Yield to whom the outcome of a follow-up goes, as its own sentence or the next one says."""
    if not 0 <= sentence.index - found.sentence.index <= 1 or sentence.section is not found.sentence.section:
        return
    for pattern in _TOLD:
        hit = pattern.search(sentence.form)
        if hit:
            yield from Teller(scene, sentence, "arrangement.followup", 0.7)(
                found.node, ("sam:concerns", nodes(sentence.captured(hit, "to")))
            )
            return
