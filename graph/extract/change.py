"""Changes of the organisation: bodies founded, renamed, merged, split and dissolved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.facts import Fact, Teller, date_literal, nodes, short
from graph.extract.frames import cue, framed
from graph.extract.scene import Scene, Sentence
from graph.ids import slug
from graph.model import Literal, Node

_CHANGE = framed("change.change")
_NOT = cue("change.not.said")
_UNTIL = cue("change.not.until")
_QUIET = frozenset({"proposal", "head", "consultation", "reservation"})


def read_changes(scene: Scene) -> Iterator[Fact]:
    """Yield the changes of the organisation that the document tells of, with their dates."""
    for sentence in scene.sentences:
        if sentence.kind in _QUIET:
            continue
        for kind, pattern in _CHANGE:
            hit = pattern.search(sentence.form)
            if hit and not _NOT.search(sentence.form[: hit.end()]):
                yield from _event(scene, sentence, hit, kind)
                break


def _event(scene: Scene, sentence: Sentence, hit: re.Match[str], kind: str) -> Iterator[Fact]:
    old, new = nodes(sentence.captured(hit, "old")), nodes(sentence.captured(hit, "new"))
    if set(old) & set(new):
        return
    when = _when(sentence, hit)
    node = _event_node(kind, old, new, sentence.text)
    tell = Teller(scene, sentence, "change", 0.75)
    yield from tell(
        node,
        ("dcterms:date", when),
        ("org:originalOrganization", old),
        ("org:resultingOrganization", new),
    )
    for body in new if kind != "dissolved" else ():
        yield from tell(body, ("sam:validFrom", when))
    # A renamed or merged body goes on in the new one: the change tells it, and it has no end of its own.
    for body in old if kind in _ENDING else ():
        yield from tell(body, ("sam:validTo", when))


def _event_node(kind: str, old: tuple[Node, ...], new: tuple[Node, ...], text: str) -> Node:
    """Return the node of a change, which is the same in every document that tells of it."""
    names = "-".join(slug(node.label) for node in (*old, *new))
    return Node(
        key=f"handelse/{_KEYS[kind]}-{names}"[:_LONGEST],
        types=("org:ChangeEvent",),
        label=short(text),
        named=False,
    )


_ENDING = frozenset({"left", "dissolved"})
_KEYS = {
    "renamed": "namnbyte",
    "left": "overgang",
    "replaced": "ombildning",
    "founded": "bildande",
    "dissolved": "upphorande",
}
_LONGEST = 110
"""Code points of a key."""


def _when(sentence: Sentence, hit: re.Match[str]) -> Literal | None:
    """Return the day of the change: a date in the match or, failing that, the sentence's only one."""
    dates = [(m, date_literal(m.node.label)) for m in sentence.of_kind("D")]
    told = [(m, value) for m, value in dates if value and not _last_day(sentence, m.start)]
    inside = [value for m, value in told if f"⟨D{sentence.mentions.index(m)}⟩" in hit.group()]
    return inside[0] if inside else (told[0][1] if len(told) == 1 else None)


def _last_day(sentence: Sentence, start: int) -> bool:
    return bool(_UNTIL.search(sentence.text[: start - sentence.start]))
