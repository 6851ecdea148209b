"""Ways in: where somebody outside can turn, who owns that way, for whom and in what matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.documents import topics
from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, frames
from graph.extract.scene import Scene, Sentence
from graph.model import Node

_WAY = frames("ways_in.way")
_NO_WAY = cue("ways_in.no_way")
_QUIET = frozenset({"decision", "proposal", "head", "consultation", "reservation"})


def read_ways_in(scene: Scene) -> Iterator[Fact]:
    """Yield the ways in that exist according to the document; a missing one is a gap, read as a claim."""
    for sentence in scene.sentences:
        if sentence.kind in _QUIET or _NO_WAY.search(sentence.text):
            continue
        for pattern in _WAY:
            hit = pattern.search(sentence.form)
            if hit:
                yield from _way_in(scene, sentence, hit)
                break


def _way_in(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> Iterator[Fact]:
    named = nodes(sentence.captured(hit, "owner"))
    owner: Node | None = named[0] if named else scene.owner(sentence.section)
    if owner is None:
        return
    node = statement(scene, sentence, "sam:ContactPoint")
    users = tuple(
        m.node for m in sentence.of_kind("XG") if "sam:ExternalActor" in m.node.types or m.kind == "G"
    )
    tell = Teller(scene, sentence, "way-in", 0.75)
    yield from tell(
        node,
        ("sam:contactFor", tuple(dict.fromkeys(users))),
        ("dcterms:subject", topics(scene, sentence.text)[:1]),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))),
    )
    yield from tell(owner, ("cv:contactPoint", node))
