"""Who takes part in an arrangement, and who calls it together. Not taking part is never participation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.facts import Fact, Teller, nodes
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.model import Mention, Node

_NOT = cue("participation.not")
_ADJUNCT = cue("participation.adjunct")
_CLAUSE = re.compile(cue("participation.clause").pattern, re.IGNORECASE)
_PEOPLE = frame("participation.people")
_INSIDE = frame("participation.inside")
_TAKES_PART = frames("participation.takes_part")
_GOES_ON = frames("participation.goes_on")
_HEADING = cue("participation.heading")
_CONVENES = frames("participation.convenes")
_SLOT = re.compile(r"⟨([A-Z])(\d+)⟩")
_ACTORS = frozenset("OUKXG")


def read_participation(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    """Yield participants and convenor; `about` is the arrangement that the text goes on about."""
    yield from _participants(scene, sentence, about)
    yield from _convenor(scene, sentence, about)


def _participants(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    tell = Teller(scene, sentence, "arrangement.participants", 0.8)
    for pattern in _TAKES_PART:
        hit = pattern.search(sentence.form)
        who = _taking_part(scene, sentence, hit) if hit else ()
        if hit and who:
            for arr in nodes(sentence.captured(hit, "arr")) or ((about,) if about else ()):
                yield from _role(tell, hit)(arr, ("sam:hasParticipant", who))
            return
    if about and _listed_member(scene, sentence):
        found = _members(scene, sentence, 0, len(sentence.form))[:1]
        yield from tell(about, ("sam:hasParticipant", nodes(found)))
    for pattern in _GOES_ON if about and not sentence.of_kind("FPAR") else ():
        hit = pattern.search(sentence.form)
        if hit and about:
            yield from _role(tell, hit)(about, ("sam:hasParticipant", _taking_part(scene, sentence, hit)))
            return


def _role(tell: Teller, hit: re.Match[str]) -> Teller:
    """Return a teller of the rule for those who only come when they are called, where a match says so."""
    return replace(tell, rule="arrangement.adjuncts") if _ADJUNCT.search(hit.group()) else tell


def _listed_member(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence is an item of the list of members, under a heading that says so."""
    heading = sentence.section.heading
    if heading is None or sentence.block.kind != "item" or sentence.lead is not None:
        return False
    return bool(_HEADING.search(scene.passage(heading).strip())) and not _NOT.search(sentence.text)


def _taking_part(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> tuple[Node, ...]:
    """Return those whom a match names as taking part; none where it says that they do not."""
    form, (start, end) = sentence.form, hit.span("who")
    if end == hit.end():
        cut = _CLAUSE.search(form, start, end)
        end = cut.start() if cut and _SLOT.search(form, start, cut.start()) else end
        said = form[hit.start() : end]
    else:
        start = max((clause.end() for clause in _CLAUSE.finditer(form, start, end)), default=start)
        said = hit.group()
    if _NOT.search(said):
        return ()
    members = _members(scene, sentence, start, end)
    more = tuple(m for m in sentence.captured(hit, "more") if m.kind in _ACTORS)
    return nodes((*members, *more))


def _members(scene: Scene, sentence: Sentence, start: int, end: int) -> tuple[Mention, ...]:
    """Return the actors listed in a span of the form; whose they are, or where they are, is no member."""
    found: list[Mention] = []
    for slot in _SLOT.finditer(sentence.form, start, end):
        mention = sentence.mentions[int(slot[2])]
        home = headed(scene, mention) if slot[1] == "L" else None
        if home and not _ELSEWHERE.match(sentence.form, slot.end()):
            found.append(replace(mention, node=home))
        if slot[1] not in _ACTORS or _INSIDE.search(sentence.form[max(0, slot.start() - 40) : slot.start()]):
            continue
        after = sentence.form[slot.end() : slot.end() + 30]
        owner = mention.surface.casefold().endswith("s") and re.match(r" [a-zåäö⟨]", after)
        if not owner or (_PEOPLE.search(after) and not (slot[1] == "K" and after.startswith(" ⟨L"))):
            found.append(mention)
    return tuple(found)


def _convenor(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    for pattern in _CONVENES:
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(hit.group()):
            continue
        who = _at_home(scene, sentence.captured(hit, "who"))
        arrs = nodes(sentence.captured(hit, "arr")) or ((about,) if about else ())
        for arr in arrs[:1]:
            yield from Teller(scene, sentence, "arrangement.convenor", 0.75)(arr, ("sam:convenor", who))
        return


def _at_home(scene: Scene, named: tuple[Mention, ...]) -> tuple[Node, ...]:
    """Return the bodies named; of a post that stands alone the body that it heads, else the post."""
    homes = tuple(dict.fromkeys(headed(scene, m) or m.node for m in named if m.kind == "L"))
    return nodes(tuple(m for m in named if m.kind != "L")) or homes


# A chief of something that is named behind is that one's.
_ELSEWHERE = re.compile(r" (?:på|vid|i|hos|från|för|inom) (?:den |det )?⟨[OUXK]")
_CHIEF = re.compile(r"s?(?:chef|direktör)$")
_LEAST = 4


def headed(scene: Scene, post: Mention) -> Node | None:
    """Return the unit or authority that the holder of a post heads by its title: the only one that the
    document names so ("socialchefen" heads Socialkontoret).
    """
    label = post.node.label.casefold()
    area = _CHIEF.sub("", label)
    if area == label or len(area) < _LEAST:
        return None
    found = {
        m.node.key: m.node
        for m in scene.mentions
        if m.kind in "UX" and m.node.label.casefold().startswith(area)
    }
    return next(iter(found.values())) if len(found) == 1 else None
