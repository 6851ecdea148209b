"""Arrangements: what kind they are, what they are for and part of, who made them, how long they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.concepts import concepts_in
from graph.extract.facts import Fact, Teller, date_literal, nodes, swedish
from graph.extract.followups import FollowUp, find_followup, told_to
from graph.extract.frames import cue, frame, frames
from graph.extract.going_on import put_in, with_topics
from graph.extract.levels import levels, levels_after, read_levels
from graph.extract.participation import read_participation
from graph.extract.scene import Scene, Sentence
from graph.extract.selfnames import is_party_section, party_list
from graph.model import Literal, Mention, Node

_WILL = cue("arrangements.will")
_NOT = cue("arrangements.not")
_MADE_BY = frames("arrangements.made_by")
_MADE_BY_US = frames("arrangements.made_by_us")
_MADE_IT = frames("arrangements.made_it")
_PART_OF = frames("arrangements.part_of")
_PURPOSE = frames("arrangements.purpose")
_ITS_PURPOSE = frames("arrangements.its_purpose")
_TARGET = frames("arrangements.target")
_ITS_TARGET = frames("arrangements.its_target")
_VALID = frames("arrangements.valid")
_SPAN = frames("arrangements.span")
_SIGNED = frame("arrangements.signed")
_SET_OUT = frame("arrangements.set_out")
_IS_A = frame("arrangements.is_a")
_ARE = frame("arrangements.are")
_QUIET = frozenset({"proposal", "consultation", "reservation"})
_HOLDING = frozenset({"sam:Agreement", "sam:Programme", "sam:Routine"})
_CLASS_ITSELF = frozenset({"samc:arr-forum", "samc:arr-routine", "samc:arr-programme", "samc:arr-agreement"})
UNNAMED = "samc:arr-unnamed-set"


def read_arrangements(scene: Scene) -> Iterator[Fact]:
    """Yield everything the sentences say of arrangements."""
    yield from _own_facts(scene)
    followup: FollowUp | None = None
    known = programmes(scene)
    for plain, about, forum in with_topics(scene):
        if plain.kind in _QUIET:
            continue
        yield from _terms(scene, plain, about)
        if plain.kind == "head":
            continue
        yield from _kinds(scene, plain, known)
        yield from _ages(scene, plain)
        sentence = put_in(plain, forum, about)
        yield from read_participation(scene, sentence, forum)
        yield from _makes(scene, sentence, about)
        yield from _parts(scene, sentence, about)
        yield from _purposes(scene, sentence, about)
        yield from _targets(scene, sentence, about)
        yield from read_levels(scene, sentence)
        found, facts = find_followup(scene, sentence, about)
        yield from facts
        if followup and not found:
            yield from told_to(scene, sentence, followup)
        followup = found or followup


def _own_facts(scene: Scene) -> Iterator[Fact]:
    """Yield that the document sets out the arrangement that it lays down, and between whom."""
    if scene.own is None:
        return
    for sentence in _titles(scene):
        yield from Teller(scene, sentence, "arrangement.own", 0.85)(
            scene.own,
            ("rdf:type", scene.own.types[0]),
            ("dcterms:type", _kind(scene, sentence.text)),
            ("sam:setOutIn", scene.document),
            ("sam:targetGroup", nodes(sentence.of_kind("T"))),
            ("sam:workLevel", levels(sentence, sentence.form)),
        )
    for sentence in (*_titles(scene), *scene.sentences) if scene.own.types[0] == "sam:Agreement" else ():
        parties = scene.parties.get(0, ())
        under = is_party_section(scene.doc, sentence.section)
        named = nodes(sentence.mentions) if under else party_list(sentence, within=True)
        listed = tuple(node for node in parties if node in named)
        if listed and (under or len(listed) == len(named)):
            yield from Teller(scene, sentence, "arrangement.parties", 0.85)(
                scene.own, ("sam:hasParticipant", listed)
            )


def _titles(scene: Scene) -> Iterator[Sentence]:
    """Yield the title where it stands first."""
    for section in scene.doc.sections[:2]:
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            if scene.passage(block).strip() == scene.doc.title.strip():
                yield scene.quoted(block)
                return


def _kinds(scene: Scene, sentence: Sentence, known: tuple[Node, ...]) -> Iterator[Fact]:
    """Yield kind, target group and document of each arrangement that the sentence names."""
    tell = Teller(scene, sentence, "arrangement.kind", 0.75)
    for mention in sentence.of_kind("FPAR"):
        near = scene.doc.text.tidy[mention.end : mention.end + 80].partition(".")[0]
        targets = tuple(
            m.node
            for m in sentence.of_kind("T")
            if (0 <= m.start - mention.end <= 60 and "för" in near)
            or (m.start >= mention.start and m.end <= mention.end)
        )
        before = scene.doc.text.tidy[max(0, mention.start - 40) : mention.start]
        yield from tell(
            mention.node,
            ("dcterms:type", _kind(scene, f"{_head(mention.node.label)} {_head(mention.surface)}")),
            ("sam:targetGroup", targets),
            ("sam:workLevel", levels_after(sentence, mention)),
            ("sam:status", "samc:st-planned" if _WILL.search(before) else None),
        )
    yield from _said_kinds(scene, sentence, tell)
    yield from _named_after(sentence, tell, known)


def _head(name: str) -> str:
    """Return a name without its complement: a routine for early measures is no measure."""
    return _COMPLEMENT.split(name, maxsplit=1)[0]


_COMPLEMENT = re.compile(r" (?:för|om|kring|med|mellan|vid|inom|avseende|gällande)\b")


def _said_kinds(scene: Scene, sentence: Sentence, tell: Teller) -> Iterator[Fact]:
    """Yield the kind in "X är ett projekt inom Y", "under rådet finns två arbetsgrupper: X och Y"."""
    hit = _IS_A.search(sentence.form)
    if hit and not _NOT.search(hit.group()):
        for node in nodes(sentence.captured(hit, "arr")):
            yield from tell(node, ("dcterms:type", _kind(scene, hit.group("kind"))))
    several = _ARE.search(sentence.form)
    if several:
        word = sentence.captured(several, "kind")[0].surface
        for node in nodes(sentence.captured(several, "arr")):
            yield from tell(node, ("dcterms:type", _kind(scene, word)))


def _named_after(sentence: Sentence, tell: Teller, known: tuple[Node, ...]) -> Iterator[Fact]:
    """Yield the document that lays down an arrangement: one said to, or one that bears its name."""
    documents = sentence.of_kind("H")
    hit = _SET_OUT.search(sentence.form)
    for arr in nodes(sentence.captured(hit, "arr")) if hit and not _NOT.search(hit.group()) else ():
        yield from tell(arr, ("sam:setOutIn", nodes(sentence.captured(hit, "doc")) if hit else None))
    for document in documents:
        for arr in plans_of(tell.scene, document, known):
            own = arr == tell.scene.own
            yield from tell(arr, ("sam:setOutIn", None if own else document.node))


def programmes(scene: Scene) -> tuple[Node, ...]:
    """Return the programmes that the document names, each once."""
    return nodes(tuple(m for m in scene.mentions if m.kind == "P" and len(m.node.label) >= _LEAST))


def plans_of(scene: Scene, document: Mention, known: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the programmes, of those known, that a document named lays down: it bears their name, or is the own one."""
    label = document.node.label.casefold()
    if scene.own and " " not in document.surface:
        return (scene.own,)
    if not _PLAN.search(label):
        return ()
    return tuple(node for node in known if node.label.casefold() in label)


_LEAST = 8
"""Code points of a programme's name that may be looked for inside the name of a document."""
_PLAN = cue("arrangements.plan")


def _kind(scene: Scene, name: str) -> str | None:
    """Return the kind that a name tells beyond the class itself; an unnamed set is that first of all."""
    found = [
        k for k in concepts_in(scene.vocabulary, "samc:arrangement-type", name) if k not in _CLASS_ITSELF
    ]
    return UNNAMED if UNNAMED in found else next(iter(found), None)


def _ages(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    """Yield the ages that the name of a target group holds."""
    tell = Teller(scene, sentence, "target.ages", 0.9)
    for mention in sentence.of_kind("T"):
        yield from tell(mention.node, *age_limits(mention.node.label))


_AGES = re.compile(
    r"\b(?P<low>\d{1,3})(?:\s?[-–—]\s?| till | och | till och med | upp till )(?P<high>\d{1,3}) år\b"
    r"|\b(?:upp till|till och med|t\.o\.m\.) (?P<most>\d{1,3}) år\b"
    r"|\b(?:från|över|fyllt) (?P<least>\d{1,3}) år\b"
    r"|\b(?P<over>\d{1,3}) år (?:och|eller) äldre\b"
)


def age_limits(text: str) -> tuple[tuple[str, Literal], ...]:
    """Return the least and greatest age, in years, that a text names, as pairs for a Teller."""
    hit = _AGES.search(text)
    if hit is None:
        return ()
    limits = (("Min", hit["low"] or hit["least"] or hit["over"]), ("Max", hit["high"] or hit["most"]))
    return tuple(
        (f"schema:suggested{name}Age", Literal(str(int(age)), "xsd:integer")) for name, age in limits if age
    )


def _makes(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    for pattern in (*_MADE_BY, *_MADE_BY_US, *(_MADE_IT if about else ())):
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(hit.group()):
            continue
        who = nodes((*sentence.captured(hit, "who"), *sentence.captured(hit, "with")))
        us = scene.owner(sentence.section) if pattern in _MADE_BY_US else None
        arrs = nodes(sentence.captured(hit, "arr")) or ((about,) if about else ())
        for arr in arrs:
            yield from Teller(scene, sentence, "arrangement.developed", 0.85)(
                arr,
                ("sam:developedBy", (*who, *((us,) if us else ()))),
                ("sam:status", "samc:st-done"),
                ("sam:targetGroup", nodes(sentence.of_kind("T")) if sentence.captured(hit, "arr") else None),
            )
        return


def _parts(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    for pattern in _PART_OF:
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(hit.group()):
            continue
        whole = nodes(sentence.captured(hit, "whole")) or tuple(filter(None, [scene.own or about]))
        for part in nodes(sentence.captured(hit, "part")):
            yield from Teller(scene, sentence, "arrangement.part", 0.8)(part, ("dcterms:isPartOf", whole[:1]))
        return


def _purposes(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    for pattern in (*_PURPOSE, *(_ITS_PURPOSE if about else ())):
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(sentence.form[: hit.start("aim")]):
            continue
        for arr in nodes(sentence.captured(hit, "arr"))[:1] or ((about,) if about else ()):
            yield from Teller(scene, sentence, "arrangement.purpose", 0.8)(
                arr,
                ("sam:purpose", swedish(sentence.plain(hit.group("aim")))),
                ("sam:targetGroup", nodes(sentence.of_kind("T"))[:1]),
                ("sam:workLevel", levels(sentence, hit.group("aim"))),
            )
        return


def _targets(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    for pattern in (*_TARGET, *(_ITS_TARGET if about else ())):
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(hit.group()):
            continue
        for arr in nodes(sentence.captured(hit, "arr"))[:1] or ((about,) if about else ()):
            yield from Teller(scene, sentence, "arrangement.target", 0.85)(
                arr, ("sam:targetGroup", nodes(sentence.captured(hit, "target")))
            )
        return


def _terms(scene: Scene, sentence: Sentence, about: Node | None) -> Iterator[Fact]:
    """Yield from when and until when an agreement, a plan or a document holds, and who signed an agreement."""
    tell = Teller(scene, sentence, "arrangement.terms", 0.8)
    signed = _SIGNED.search(sentence.form)
    if signed:
        day = sentence.captured(signed, "day")
        yield from tell(
            sentence.captured(signed, "arr")[0].node,
            ("sam:hasParticipant", (*nodes(sentence.captured(signed, "who")), scene.owner(sentence.section))),
            ("sam:validFrom", date_literal(day[0].node.label) if day else None),
        )
    for pattern in _VALID:
        hit = pattern.search(sentence.form)
        if hit and not _NOT.search(sentence.form[hit.start() : hit.end() + _AFTERWARDS]):
            subject = _held(scene, sentence.captured(hit, "arr"), about)
            first, last = _span(sentence, hit.end())
            if subject:
                yield from tell(subject, ("sam:validFrom", first), ("sam:validTo", last))
            return


_AFTERWARDS = 6
"""Code points behind a verb in which "inte" stands."""


def _held(scene: Scene, named: tuple[Mention, ...], about: Node | None) -> Node | None:
    """Return what holds: an agreement or plan named, the document at hand, or what it lays down."""
    if named and named[0].kind != "H":
        return named[0].node
    if named and " " in named[0].surface:
        return None
    if scene.own or (about and about.types[0] in _HOLDING):
        return scene.own or about
    return scene.document if scene.doc.kind in _RULES else None


_RULES = frozenset({"samc:doc-regulation", "samc:doc-guideline", "samc:doc-steering", "samc:doc-delegation"})


def _span(sentence: Sentence, start: int) -> tuple[Literal | None, Literal | None]:
    """Return the dates between which something holds, looked for from an offset of the form on."""
    said = sentence.form[max(0, start - 12) :]
    for pattern in _SPAN:
        hit = pattern.search(said)
        if hit:
            first, last = sentence.captured(hit, "first"), sentence.captured(hit, "last")
            begin = first[0].node.label if first else ""
            begin, _, end = begin.partition("/")
            return date_literal(begin), date_literal(last[0].node.label if last else end)
    return None, None
