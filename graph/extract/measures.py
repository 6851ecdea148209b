"""Measures: what was done, is under way, is planned or proposed about what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.facts import Fact, Teller, date_literal, nodes, statement
from graph.extract.frames import cue, frame
from graph.extract.levels import levels
from graph.extract.scene import Scene, Sentence
from graph.model import Literal, Node

_DONE = frame("measures.done")
_DONE_PAST = cue("measures.done_past")
_ONGOING = cue("measures.ongoing")
_PLANNED = frame("measures.planned")
_PROMISED = frame("measures.promised")
_RECURRING = cue("measures.recurring")
_WE_ACT = cue("measures.we_act")
_NO_DEED = cue("measures.no_deed")
_DEADLINE = frame("measures.deadline")
_PROPOSED = cue("measures.proposed")
_REACTS = cue("measures.reacts")
_WITHIN = frame("measures.within")
_MADE = frame("measures.made")
ARRANGEMENTS = frozenset({"sam:Routine", "sam:Forum", "sam:Programme", "sam:Agreement"})
_QUIET = frozenset({"decision", "proposal", "head", "consultation", "reservation"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A measure: its node, its sentence, its status and whether the sentence says that it answers something.

    Where what was done is to set up an arrangement, the arrangement itself is the node.
    """

    node: Node
    sentence: Sentence
    status: str
    reacts: bool
    made: tuple[Node, ...]


def find_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield the measures of the document in order."""
    for sentence in scene.sentences:
        # An item that is no sentence of its own only completes what stands before the list.
        if sentence.kind in _QUIET or (sentence.lead and not sentence.text[:1].isupper()):
            continue
        status = _status(sentence)
        if not status or _NO_DEED.search(sentence.text):
            continue
        reacts = bool(_REACTS.search(sentence.text))
        made = _made(sentence)
        arrangements = [n for n in made if n.types[0] in ARRANGEMENTS]
        for node in arrangements:
            yield Deed(node, sentence, status, reacts, ())
        if not arrangements:
            yield Deed(statement(scene, sentence, "sam:Measure"), sentence, status, reacts, made)


def _status(sentence: Sentence) -> str:
    if _PROPOSED.search(sentence.text):
        return "samc:st-proposed"
    if _ONGOING.search(sentence.form):
        return "samc:st-ongoing"
    if _DONE.search(sentence.form) or _DONE_PAST.search(sentence.text):
        return "samc:st-done"
    promised = _PROMISED.search(sentence.form) and not _RECURRING.search(sentence.text)
    return "samc:st-planned" if promised or _PLANNED.search(sentence.form) else ""


def _made(sentence: Sentence) -> tuple[Node, ...]:
    hit = _MADE.search(sentence.form)
    return nodes(sentence.captured(hit, "made") or sentence.captured(hit, "made2")) if hit else ()


def read_deeds(scene: Scene, deeds: list[Deed]) -> Iterator[Fact]:
    """Yield status, agent, frame and result of each measure."""
    for deed in deeds:
        sentence = deed.sentence
        if deed.node.named:
            yield from Teller(scene, sentence, "measure.arrangement", 0.75)(
                deed.node, ("sam:status", deed.status)
            )
            continue
        hit = _WITHIN.search(sentence.form)
        frames = nodes((*sentence.captured(hit, "frame"), *sentence.captured(hit, "frame2"))) if hit else ()
        possible = "samc:mod-possible" if deed.status == "samc:st-proposed" else None
        yield from Teller(scene, sentence, "measure", 0.7)(
            deed.node,
            ("sam:status", deed.status),
            ("sam:modality", possible),
            ("sam:responsible", agents(scene, sentence)),
            ("sam:deadline", _day(sentence) if deed.status != "samc:st-done" else None),
            ("sam:through", frames),
            ("sam:workLevel", levels(sentence, sentence.form)),
            ("prov:generated", deed.made),
        )
        yield from _new_units(scene, deed)


def _new_units(scene: Scene, deed: Deed) -> Iterator[Fact]:
    """Yield whom a unit that a body has set up works for."""
    bodies = tuple(
        n for n in agents(scene, deed.sentence) if n.types[0] in ("sam:Committee", "sam:PoliticalBody")
    )
    for unit in deed.made:
        if unit.types[0] == "sam:Administration":
            yield from Teller(scene, deed.sentence, "measure.unit", 0.75)(unit, ("sam:serves", bodies[:1]))


def agents(scene: Scene, sentence: Sentence) -> tuple[Node, ...]:
    """Return who acts: the bodies, units and groups named outside prepositions, or "we", else nobody."""
    acting = _ACTS.search(sentence.form)
    if acting is None:
        owner = scene.owner(sentence.section)
        return (owner,) if owner and _WE_ACT.search(sentence.text) else ()
    return nodes(next(filter(None, (sentence.captured(acting, group) for group in acting.re.groupindex)), ()))


def _day(sentence: Sentence) -> Literal | None:
    """Return the day by which a measure is to be done."""
    hit = _DEADLINE.search(sentence.form)
    return date_literal(sentence.captured(hit, "day")[0].node.label) if hit else None


_ACTS = frame("measures.acts")
