"""Changes of the organisation: bodies founded, renamed, merged, split and dissolved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.facts import Fact, Teller, date_literal, nodes, statement
from graph.extract.frames import frames
from graph.extract.scene import Scene, Sentence

_CHANGE = frames("change.change")
_QUIET = frozenset({"proposal", "head", "consultation", "reservation"})


def read_changes(scene: Scene) -> Iterator[Fact]:
    """Yield the changes of the organisation that the document tells of, with their dates."""
    for sentence in scene.sentences:
        if sentence.kind in _QUIET:
            continue
        for pattern in _CHANGE:
            hit = pattern.search(sentence.form)
            if hit:
                yield from _event(scene, sentence, hit)
                break


def _event(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> Iterator[Fact]:
    old, new = nodes(sentence.captured(hit, "old")), nodes(sentence.captured(hit, "new"))
    if set(old) & set(new):
        return
    when = next(
        (date_literal(m.node.label) for m in sentence.of_kind("D") if date_literal(m.node.label)), None
    )
    node = statement(scene, sentence, "org:ChangeEvent")
    tell = Teller(scene, sentence, "change", 0.75)
    yield from tell(
        node,
        ("dcterms:date", when),
        ("org:originalOrganization", old),
        ("org:resultingOrganization", new),
    )
    if when is not None:
        for body in new:
            yield from tell(body, ("sam:validFrom", when))
        for body in old:
            yield from tell(body, ("sam:validTo", when))
