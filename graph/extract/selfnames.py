"""What a document calls itself and those it binds: `överenskommelsen`, `planen`, `parterna`.

An agreement or a plan is two things: the document, and the arrangement that it lays down. The arrangement
goes by the title, and by a bare noun in the text. The parties of an agreement are one word in
the text and several nodes in the graph (`scene.PARTIES`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.extract.frames import cue, frames
from graph.extract.scene import PARTIES, Sentence
from graph.ids import collapse, named_key
from graph.model import Document, Mention, Node, Section
from graph.swedish import capitalised

_CLASSES = {
    "samc:doc-agreement": ("agreement", "sam:Agreement", "A"),
    "samc:doc-plan": ("programme", "sam:Programme", "P"),
    "samc:doc-programme": ("programme", "sam:Programme", "P"),
    "samc:doc-routine": ("routine", "sam:Routine", "R"),
}
_KINDS = ("agreement", "programme", "routine")
_TITLES = {kind: cue(f"selfnames.titles.{kind}") for kind in _KINDS}
_WORDS = {kind: cue(f"selfnames.words.{kind}") for kind in _KINDS}
_BEFORE = cue("selfnames.around.before")
_AFTER = cue("selfnames.around.after")
_ALL = cue("selfnames.party.all")
_ONE = cue("selfnames.party.one")
_PARTIES = frames("selfnames.party.frames")
_WITHIN = frames("selfnames.party.within")
_HEADING = cue("selfnames.party.heading")
_WHOLE = cue("selfnames.party.whole")
_PART = cue("selfnames.party.part")
_ACTORS = "OUKXG"
_YEARS = re.compile(r"[ ,(]*\b(?:19|20)\d\d(?: ?[-–—/] ?(?:19|20)?\d\d)?\)?$")
_PARTS = re.compile(r" [–—-] |: | ?[”“\"]")
_WINDOW = 20
"""Code points beside a word that can make it another thing than the document's own."""


def own_arrangement(doc: Document, mentions: Sequence[Mention]) -> Node | None:
    """Return the arrangement that the document lays down, known by its title; None for other documents."""
    kind, class_, _ = _CLASSES.get(doc.kind, ("", "", ""))
    head = _TITLES[kind].search(doc.title) if kind else None
    if head is None:
        return None
    named = _in_title(doc, mentions, class_)
    whole = _YEARS.sub("", collapse(doc.title))
    name = _proper_part(whole, kind) or _name_above(doc, mentions, kind) or whole
    if named is not None and named.label in (name, whole):
        return named
    label = capitalised(name.capitalize() if name.isupper() else name)
    others = (whole, doc.title, *((named.label, *named.aliases) if named else ()))
    aliases = tuple(dict.fromkeys(other for other in others if other != label))
    return Node(key=named_key((class_,), label), types=(class_,), label=label, aliases=aliases)


def _in_title(doc: Document, mentions: Sequence[Mention], class_: str) -> Node | None:
    """Return the arrangement of this class that stands where the title stands."""
    start = doc.text.tidy.find(doc.title)
    if start < 0:
        return None
    inside = [m for m in mentions if start <= m.start < start + len(doc.title) and m.node.types[0] == class_]
    return inside[0].node if inside else None


def _proper_part(title: str, kind: str) -> str:
    """Return the proper name beside the head word: `Alla med – handlingsplan för X`, `Handlingsplan ”Alla med”`."""
    parts = [part.strip(' .”"') for part in _PARTS.split(title) if part.strip(' .”"')]
    proper = [part for part in parts if not _TITLES[kind].search(part) and part[0].isupper()]
    return proper[0] if len(parts) > 1 and len(proper) == 1 else ""


def _name_above(doc: Document, mentions: Sequence[Mention], kind: str) -> str:
    """Return a short heading above the title, which then is the proper name: "Alla med" above "Handlingsplan för X"."""
    first = next((section.heading for section in doc.sections[:1] if section.heading), None)
    if first is None:
        return ""
    text = doc.text.tidy[first.start : first.end].strip()
    plain = text != doc.title and len(text.split()) <= _LONGEST_NAME and not _TITLES[kind].search(text)
    named = any(first.start <= m.start < first.end for m in mentions if m.kind in "OUKXEHD")
    return text if plain and not named and text[:1].isupper() and not _DIGIT.search(text) else ""


_LONGEST_NAME = 6
"""Words of a proper name above a title."""
_DIGIT = re.compile(r"\d")


def with_own_names(doc: Document, mentions: Sequence[Mention], own: Node) -> list[Mention]:
    """Return the mentions with those of the document's own arrangement, where no other mention stands."""
    kind, _, letter = next(entry for entry in _CLASSES.values() if entry[1] == own.types[0])
    tidy = doc.text.tidy
    spans = [hit.span() for hit in _WORDS[kind].finditer(tidy) if _own_word(tidy, *hit.span())]
    if _proper(own.label, kind):
        spans += [hit.span() for hit in re.finditer(rf"\b{re.escape(own.label)}\b", tidy)]
    # What another rule took for a document's name is the plan that the text goes on about.
    own_spans = set(spans)
    named = _in_title(doc, mentions, own.types[0])
    mentions = [replace(m, node=own) if named and m.node.key == named.key else m for m in mentions]
    others = [m for m in mentions if m.kind != "H" or (m.start, m.end) not in own_spans]
    return _added(others, [_mention(tidy, start, end, letter, own) for start, end in sorted(spans)])


def _proper(label: str, kind: str) -> bool:
    return not _TITLES[kind].search(label)


def _own_word(tidy: str, start: int, end: int) -> bool:
    return not (
        _BEFORE.search(tidy[max(0, start - _WINDOW) : start]) or _AFTER.search(tidy[end : end + _WINDOW])
    )


def find_parties(doc: Document, sentences: Iterable[Sentence]) -> dict[int, tuple[Node, ...]]:
    """Return the parties of the agreement of each case; of an agreement under 0, for the whole document."""
    found: dict[int, tuple[Node, ...]] = {}
    whole = doc.kind == "samc:doc-agreement"
    sentences = list(sentences)
    headed = _headed(doc, sentences) if whole else ()
    if headed:
        return {0: headed}
    for sentence in sentences:
        case = 0 if whole else sentence.section.case
        if case not in found and sentence.kind not in ("proposal", "consultation"):
            listed = party_list(sentence, within=whole)
            if listed:
                found[case] = listed
    return found


def _headed(doc: Document, sentences: Iterable[Sentence]) -> tuple[Node, ...]:
    """Return all who are named under the heading "Parter"."""
    listed = [
        m for s in sentences if is_party_section(doc, s.section) for m in _through(s, s.of_kind(_ACTORS))
    ]
    return _acting(listed) if len(_acting(listed)) > 1 else ()


def is_party_section(doc: Document, section: Section) -> bool:
    """Tell whether a section lists the parties of an agreement."""
    heading = section.heading
    return heading is not None and bool(_HEADING.search(doc.text.tidy[heading.start : heading.end].strip()))


def _acting(listed: Sequence[Mention]) -> tuple[Node, ...]:
    """Return the parties once each; of an authority and its local part only the part.

    A group without a name is a party only where no two parties are named.
    """
    named = {m.node.key: m.node for m in listed if m.kind != "G"}
    found = named if len(named) > 1 else {m.node.key: m.node for m in listed}
    local = any(_PART.search(node.label) for node in found.values())
    return tuple(node for node in found.values() if not (local and _WHOLE.search(node.label)))


def party_list(sentence: Sentence, *, within: bool) -> tuple[Node, ...]:
    """Return the parties that a sentence says an agreement has; `within` the agreement less needs to be said."""
    patterns = (*_PARTIES, *_WITHIN) if within else _PARTIES
    named = (who for pattern in patterns for who in _named(sentence, pattern.search(sentence.form)))
    return next((who for who in named if len(who) > 1), ())


def _named(sentence: Sentence, hit: re.Match[str] | None) -> Iterator[tuple[Node, ...]]:
    if hit:
        yield _acting(_through(sentence, sentence.captured(hit, "who")))


def _through(sentence: Sentence, listed: Sequence[Mention]) -> list[Mention]:
    """Return the parties of `A genom B`: an authority acts through its part, a municipality through a board."""
    left_out = set()
    for first, second in pairwise(listed):
        between = sentence.text[first.end - sentence.start : second.start - sentence.start]
        if between.strip(" ,") == "genom":
            left_out.add(first if first.kind == second.kind == "X" else second)
    return [m for m in listed if m not in left_out]


def with_parties(
    doc: Document, mentions: Sequence[Mention], parties: dict[int, tuple[Node, ...]]
) -> list[Mention]:
    """Return the mentions with one for each "parterna" that is said where parties are known."""
    tidy = doc.text.tidy
    new: list[Mention] = []
    for section in doc.sections:
        if not (parties.get(section.case) or parties.get(0)):
            continue
        for block in section.blocks:
            for hit in _ALL.finditer(tidy[block.start : block.end]):
                start, end = block.start + hit.start(), block.start + hit.end()
                if not _ONE.search(tidy[max(block.start, start - _WINDOW) : start]):
                    new.append(_mention(tidy, start, end, "G", PARTIES))
    covered = {m.end for m in new}
    # A category such as "huvudmännen" means the parties here.
    return _added([m for m in mentions if not (m.kind == "G" and m.end in covered)], new)


def _mention(tidy: str, start: int, end: int, kind: str, node: Node) -> Mention:
    return Mention(start=start, end=end, kind=kind, node=node, surface=tidy[start:end], confidence=0.8)


def _added(mentions: Sequence[Mention], new: Iterable[Mention]) -> list[Mention]:
    """Return both, in order; a new mention gives way to one that stands there."""
    starts = [m.start for m in mentions]
    kept = list(mentions)
    last = -1
    for mention in new:
        at = bisect_left(starts, mention.end) - 1
        if mention.start >= last and (at < 0 or mentions[at].end <= mention.start):
            kept.append(mention)
            last = mention.end
    return sorted(kept, key=lambda m: m.start)
