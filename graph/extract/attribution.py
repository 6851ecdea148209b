"""Whose words a sentence relays: the auditors', a third party's, or the speaker's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.facts import nodes
from graph.extract.frames import cue, frame
from graph.extract.scene import SILENT, Scene, Sentence, make_sentence
from graph.model import Document, Node, Section

_AUDIT_SAYS = cue("attribution.audit_says")
_CONSULTANT = cue("attribution.consultant")
_WE = cue("attribution.we")
_OTHERS_SAY = frame("attribution.others_say")
_BODY_SAYS = frame("attribution.body_says")
_TOLD_BY = frame("attribution.told_by")
_OWN_VOICE = cue("attribution.own_voice")
_GOES_ON = cue("attribution.goes_on")
_CLAUSE = cue("attribution.clause")
_REPORTING = cue("attribution.reporting")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it (`who`, several for a claim made together) and how we know: audit, other or own."""

    who: tuple[Node, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, or a part of one that makes a claim of its own, with its voice.

    `governor` is the whole sentence when the part is one of several att-clauses: what opens the
    sentence ("Vi rekommenderar nämnden") holds for each of them.
    """

    sentence: Sentence
    voice: Voice
    governor: Sentence | None = None

    @property
    def opening(self) -> str:
        """Return the words that govern the clause: those before the first att, or before the list."""
        if self.sentence.lead:
            return self.sentence.lead.text.rstrip(" :") + " "
        return self.governor.text.partition(" att ")[0] + " " if self.governor else ""


def read_clauses(scene: Scene) -> Iterator[Clause]:
    """Yield every clause of the running text with the voice that speaks in it."""
    voice, paragraph = Voice((), "own"), -1
    for sentence in scene.sentences:
        if sentence.kind in SILENT or sentence.kind in ("consultation", "head"):
            continue
        whole: Voice | None = None
        for part in split_clauses(scene.doc, sentence):
            found = _attributed(scene, part)
            found = found or whole
            if (
                found is None
                and part.paragraph == paragraph
                and voice.source != "own"
                and _GOES_ON.search(part.text)
            ):
                found = voice
            voice = found or _own(scene, part.section)
            whole = whole or voice
            paragraph = part.paragraph
            governed = part.start > sentence.start and part.low.startswith("att ")
            yield Clause(part, voice, sentence if governed else None)


def _own(scene: Scene, section: Section) -> Voice:
    owner = scene.owner(section)
    if scene.doc.kind == "samc:doc-audit-report":
        return Voice((scene.auditor,) if scene.auditor else (), "audit")
    return Voice((owner,) if owner else (), "own")


def _attributed(scene: Scene, part: Sentence) -> Voice | None:
    if _AUDIT_SAYS.search(part.text) or (scene.doc.kind == "samc:doc-audit-report" and _WE.search(part.text)):
        others = _third_party(part)
        return Voice(others, "other") if others else Voice((scene.auditor,) if scene.auditor else (), "audit")
    others = _third_party(part)
    body = None if others else _BODY_SAYS.search(part.form)
    who = others or _named(part, body)
    if scene.auditor and who and (scene.auditor in who or all(map(_audits, who))):
        return Voice((scene.auditor,), "audit")
    if others or body:
        own = () if others else (scene.owner(part.section),)
        return Voice(who, "own" if set(own) & set(who) else "other")
    return Voice((), "other") if _TOLD_BY.search(part.form) and not _OWN_VOICE.search(part.text) else None


def _audits(who: Node) -> bool:
    """Tell whether somebody audits for the auditors."""
    return bool(_CONSULTANT.search(who.label))


def _third_party(part: Sentence) -> tuple[Node, ...]:
    return _named(part, _OTHERS_SAY.search(part.form))


def _named(part: Sentence, hit: re.Match[str] | None) -> tuple[Node, ...]:
    if hit is None:
        return ()
    return nodes(next(filter(None, (part.captured(hit, group) for group in hit.re.groupindex)), ()))


def split_clauses(doc: Document, sentence: Sentence) -> list[Sentence]:
    """Return the parts of a sentence that make claims of their own: coordinated att-clauses after a
    verb of saying, a second speaker, a relative clause on what is missing; else the sentence itself.
    """
    if sentence.lead is not None:
        return [sentence]
    cuts = _cuts(sentence.text)
    edges = [0, *(end for _, end in cuts), len(sentence.text)]
    stops = [*(start for start, _ in cuts), len(sentence.text)]
    if not cuts:
        return [sentence]
    return [
        part_of(doc, sentence, start, stop)
        for start, stop in zip(edges, stops, strict=False)
        if stop - start > 12
    ]


def _cuts(text: str) -> list[tuple[int, int]]:
    """Return (end of one claim, start of the next) for each place where a sentence is cut."""
    saying = _REPORTING.search(text)
    found: list[tuple[int, int]] = []
    listed: list[tuple[int, int]] = []
    coordinated = False
    for hit in _CLAUSE.finditer(text):
        span = (hit.start(), hit.end())
        if not text.startswith("att ", hit.end()):
            found.append(span)
        elif saying and hit.start() > saying.end() and (hit.group("join") or hit.group().startswith(",")):
            listed.append(span)
            coordinated = coordinated or bool(hit.group("join"))
    # "..., att B" alone explains what was said; only a list that ends in "och att C" says several things.
    return sorted(found + listed) if coordinated else found


def part_of(doc: Document, sentence: Sentence, start: int, end: int) -> Sentence:
    """Return tidy span [start, end) of a sentence, counted from its beginning, as a sentence of its own."""
    first, last = sentence.start + start, sentence.start + end
    inside = [m for m in sentence.mentions if first <= m.start < last]
    return make_sentence(
        doc, first, last, inside, sentence.section, sentence.block, sentence.index, sentence.paragraph
    )
