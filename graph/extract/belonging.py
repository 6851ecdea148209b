"""Which unit is part of which, and which committee it works for."""

from __future__ import annotations

from collections.abc import Iterator

from graph.extract.facts import Fact, Teller, nodes
from graph.extract.frames import cue, frames
from graph.extract.scene import Scene, Sentence

_NOT = cue("belonging.not")
_SAID = tuple(
    (predicate, pattern)
    for predicate, name in (("dcterms:isPartOf", "part_of"), ("sam:serves", "serves"))
    for pattern in frames(f"belonging.{name}")
)
_QUIET = frozenset({"proposal", "consultation", "reservation"})


def read_belonging(scene: Scene) -> Iterator[Fact]:
    """Yield what the sentences say of where a unit belongs and for whom it works."""
    for sentence in scene.sentences:
        if sentence.kind not in _QUIET and sentence.lead is None and len(sentence.of_kind("UO")) > 1:
            yield from _said(scene, sentence)


def _said(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for predicate, pattern in _SAID:
        for hit in pattern.finditer(sentence.form):
            whole = sentence.captured(hit, "whole")[0].node
            if not _NOT.search(hit.group()):
                for part in nodes(sentence.captured(hit, "part")):
                    yield from Teller(scene, sentence, "unit.belongs", 0.85)(part, (predicate, whole))
