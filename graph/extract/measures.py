"""Measures: what was done, is under way, is planned or proposed about what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.forms import compile_form
from graph.extract.scene import Scene, Sentence
from graph.model import Node

_DONE_VERBS = (
    r"(?:upprättat|inrättat|tagit fram|arbetat fram|infört|tillsatt|genomfört|startat|utvecklat|utsett|fastställt|antagit|anställt|utökat|"
    r"bildat|reviderat|uppdaterat|förtydligat|skapat|etablerat|beslutat om|påbörjat|inlett|stärkt|samlat|bjudit in|genomförts|upprättats|"
    r"inrättats|tagits fram|arbetats fram|införts|tillsatts|startats|utvecklats|fastställts|antagits|anställts|bildats|reviderats|"
    r"uppdaterats|förtydligats|skapats|etablerats|påbörjats|inletts|samlats)"
)
_DONE = compile_form(rf"\bhar\b(?! inte| aldrig| ännu)[^.;]{{0,120}}?\b(?P<verb>{_DONE_VERBS})\b")
_DONE_PAST = re.compile(
    r"\b(?:inrättade|inrättades|införde|infördes|startade|startades|tog fram|togs fram|tillsatte|anställde|anställdes|utökades)\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:arbete pågår|pågår(?: det)?(?: ett| visst| nu)* (?:\w+ )?arbete|pågår (?:ett|en|arbete)|det pågår|sker en samordning|är under framtagande|"
    r"har påbörjats|har påbörjat|har inletts|har inlett|är påbörjad|arbetar(?: \w+){0,8}? (?:med att|för att)|arbetar ⟨|håller på att)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:kommer(?: \w+){0,3} att|planerar(?: \w+){0,2} att|avser(?: \w+){0,2} att|har för avsikt att|planeras|är planerad\w*)\b",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\båtgärd\w* (?:kan|skulle kunna) vara\b|\bförbättringsåtgärd\b|\ben möjlig åtgärd\b|\bföreslås att\b",
    re.IGNORECASE,
)
_REACTS = re.compile(
    r"\b(?:efter (?:att )?granskningen|med anledning av|till följd av|utifrån granskningen|mot bakgrund av|för att (?:möta|åtgärda|komma till rätta|stärka|förbättra|förtydliga|"
    r"underlätta|säkerställa)|detta behov|det behov|dessa (?:brister|begrepp|frågor|mellanrum)|av detta slag|idag sker|för detta)\b",
    re.IGNORECASE,
)
_WITHIN = compile_form(
    r"\b(?:inom(?: ramen för)?|genom|i arbetet med|via) (?P<frame><ARRS>)(?: och även inom (?P<frame2><ARRS>))?"
)
_MADE = compile_form(
    rf"\b{_DONE_VERBS} (?:en |ett |den |det )?(?:\w+ ){{0,3}}?(?P<made>⟨[UHFPAR]\d+⟩)|"
    rf"(?P<made2>⟨[FPAR]\d+⟩)(?: som)? har (?:nu |även )?{_DONE_VERBS}\b"
)
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
        if sentence.kind in _QUIET or sentence.lead is not None:
            continue
        status = _status(sentence)
        if not status:
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
    return "samc:st-planned" if _PLANNED.search(sentence.text) else ""


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
            ("sam:responsible", _agents(sentence)),
            ("sam:through", frames),
            ("prov:generated", deed.made),
        )
        yield from _new_units(scene, deed)


def _new_units(scene: Scene, deed: Deed) -> Iterator[Fact]:
    """Yield whom a unit that a body has set up works for."""
    bodies = tuple(n for n in _agents(deed.sentence) if n.types[0] in ("sam:Committee", "sam:PoliticalBody"))
    for unit in deed.made:
        if unit.types[0] == "sam:Administration":
            yield from Teller(scene, deed.sentence, "measure.unit", 0.75)(unit, ("sam:serves", bodies[:1]))


def _agents(sentence: Sentence) -> tuple[Node, ...]:
    """Return who acts: the bodies, units and groups named outside prepositions, else nobody."""
    acting = _ACTS.search(sentence.form)
    if acting is None:
        return ()
    return nodes(
        sentence.captured(acting, "who")
        or sentence.captured(acting, "who2")
        or sentence.captured(acting, "who3")
    )


_ACTS = compile_form(
    r"\bhar (?P<who><ACTORS>) (?!en |ett )|(?P<who2><ACTORS>)(?: och des\w* verksamheter)? (?:har|arbetar|planerar|avser|kommer|inrättade|införde|tog|startade|tillsatte)\b|"
    r"\b(?:arbetar|genomförts|påbörjats|pågår)\b[^.;⟨]{0,60}?(?:inom |mellan |av |hos )?(?P<who3><ACTORS>)"
)
