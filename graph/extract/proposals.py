"""What an office proposes that a body decide: in its official memo each point is a recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.extract.attribution import part_of
from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, frame
from graph.extract.gaps import targets_of
from graph.extract.scene import Scene, Sentence
from graph.model import Node

_ASKED = frame("proposals.asked")
_FORMAL = cue("proposals.formal")
_POINT = re.compile(r"(?:, (?:samt |och )?| samt | och |\bbeslutar? )(?=att )")


def read_proposals(scene: Scene) -> Iterator[Fact]:
    """Yield a recommendation for each point of the proposal that asks for more than its own approval."""
    if scene.doc.kind != "samc:doc-memo":
        return
    asked: tuple[Node, ...] = ()
    for sentence in scene.sentences:
        if sentence.kind != "proposal":
            continue
        asked = _bodies(sentence) or asked
        for point in _points(scene, sentence):
            yield from _recommendation(scene, point, asked)


def _bodies(sentence: Sentence) -> tuple[Node, ...]:
    hit = _ASKED.search(sentence.form)
    return nodes(sentence.captured(hit, "who") or sentence.captured(hit, "who2")) if hit else ()


def _points(scene: Scene, sentence: Sentence) -> Iterator[Sentence]:
    """Yield the coordinated att-clauses of a sentence; a list item or a whole order is one point."""
    edges = [0, *(hit.end() for hit in _POINT.finditer(sentence.text)), len(sentence.text)]
    for start, end in pairwise(edges):
        point = part_of(scene.doc, sentence, start, end)
        whole = sentence.lead or (point.text == sentence.text and _bodies(sentence))
        if (point.low.startswith("att ") or whole) and not _FORMAL.search(point.text):
            yield point


def _recommendation(scene: Scene, point: Sentence, asked: tuple[Node, ...]) -> Iterator[Fact]:
    drafter = scene.owner(point.section)
    if drafter is None or drafter in asked:
        return
    text = point.text.removeprefix("att ").rstrip(" ,.")
    node = statement(scene, point, "sam:Recommendation", label=f"Förslag: {text}")
    about = tuple(m.node for m in point.mentions if m.kind in "OUGXFPAR" and m.node not in (*asked, drafter))
    yield from Teller(scene, point, "proposal", 0.8, modality="samc:mod-planned", voice=drafter)(
        node,
        ("sam:madeBy", drafter),
        ("sam:directedTo", asked),
        ("sam:concerns", tuple(dict.fromkeys(about))),
        ("sam:targetGroup", targets_of(point)),
    )
