"""Levels of work: whether what is assigned, done or met about is promotive, preventive or remedial.

A level is an attribute of work ("förebyggande insatser"), an adverb of it ("arbeta främjande") or its
aim ("förebygga skolavhopp"), and it is said of the one thing that the piece of the sentence is about. A
name says nothing: "Brottsförebyggande rådet" may be mentioned by whoever does something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.anchors import Anchored
from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue, cued, frame
from graph.extract.scene import Scene, Sentence
from graph.model import Mention

_WORK = cued("levels.work")
_KIND = cued("levels.kind")
_NOT = cue("levels.before.none")
_DOES = frame("levels.does.arrangement")
_IS = frame("levels.does.is")
_FOR = cue("levels.complement.for")
_TERM = re.compile(r"⟨B(\d+)⟩")


def levels(sentence: Sentence, form: str, *, kind: bool = False) -> tuple[str, ...]:
    """Return the levels that a piece of the sentence's form tells of, in the order of the scheme.

    With `kind` also those of what the piece says that something is ("ett brottsförebyggande råd").
    """
    text = _TERM.sub(lambda hit: sentence.mentions[int(hit.group(1))].surface, form)
    return tuple(
        level
        for (level, pattern), (_, such) in zip(_WORK, _KIND, strict=True)
        if _told(pattern, text) or (kind and _told(such, text))
    )


def _told(pattern: Anchored, text: str) -> bool:
    return any(not _NOT.search(text[: hit.start()]) for hit in pattern.finditer(text))


def levels_after(sentence: Sentence, named: Mention) -> tuple[str, ...]:
    """Return the levels that the complement of a noun tells of: "ett nätverk för förebyggande arbete"."""
    sign = f"⟨{named.kind}{sentence.mentions.index(named)}⟩"
    hit = _FOR.search(sentence.form.partition(sign)[2])
    return levels(sentence, hit.group("what")) if hit else ()


def read_levels(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    """Yield the levels on which the arrangement that the sentence is about works."""
    for pattern in (_DOES, _IS):
        hit = pattern.search(sentence.form)
        told = levels(sentence, hit.group("what"), kind=pattern is _IS) if hit else ()
        if hit and told:
            arrangement = sentence.captured(hit, "arr")[0].node
            yield from Teller(scene, sentence, "arrangement.level", 0.8)(arrangement, ("sam:workLevel", told))
            return
