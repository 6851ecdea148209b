"""What is claimed, by whom, and how many gaps are pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from graph.export.chapters.desk import Desk, Detail
from graph.export.outline import MOST_LINES, Line, Section, section
from graph.export.wording import counted, listed, sentence, swedish_order, unique
from graph.model import Assertion, Entity

_CLAIMS = ("sam:Finding", "sam:Claim")
_ABOUT_CLAIM: tuple[Detail, ...] = (
    ("Pekar ut", ("sam:identifies",), "object"),
    ("Vill bemöta", ("sam:addresses",), "object"),
    ("Avser", ("sam:concerns",), "object"),
    ("Riktas till", ("sam:directedTo",), "object"),
    ("Målgrupp", ("sam:targetGroup",), "object"),
    ("Framförd i", ("sam:setOutIn",), "object"),
)
_WHOM = ("sam:affects", "sam:between", "sam:targetGroup")
_TOPICS = ("dcterms:subject", "sam:concerns")
_UNKNOWN = "Utan angiven avsändare"


def findings(desk: Desk) -> Section:
    """Return the chapter of findings and other claims, by the one who makes them."""
    return _by_maker(desk, "iakttagelser", "Iakttagelser och vem som gör dem", _CLAIMS, "Iakttagelser")


def recommendations(desk: Desk) -> Section:
    """Return the chapter of recommendations, by the one who gives them."""
    wanted = ("sam:Recommendation",)
    return _by_maker(desk, "rekommendationer", "Rekommendationer", wanted, "Rekommendationer")


def _by_maker(desk: Desk, anchor: str, heading: str, classes: Iterable[str], what: str) -> Section:
    found = sorted(desk.things(*classes), key=lambda e: swedish_order(maker(desk, e)))
    groups = [(who, list(members)) for who, members in groupby(found[:MOST_LINES], lambda e: maker(desk, e))]
    intro = "" if found else desk.nothing(what)
    made = section(anchor, heading, groups, lambda g: _group(desk, *g), intro=intro)
    return Section(anchor=anchor, heading=heading, intro=intro, lines=made.lines,
                   left_out=len(found[MOST_LINES:]))  # fmt: skip


def maker(desk: Desk, entity: Entity) -> str:
    """Return whose claim it is: who made it, else whose voice its sentence is."""
    makers = desk.facts.about(entity.iri, "sam:madeBy")
    voices = unique(desk.facts.name(c.voice) for c in desk.facts.about(entity.iri) if c.voice)
    return desk.names(makers) or listed(voices) or _UNKNOWN


def _group(desk: Desk, who: str, members: list[Entity]) -> Line:
    count = counted(len(members), "punkt", "punkter")
    details = tuple(_claim(desk, entity) for entity in members)
    return Line(lead=who[:1].upper() + who[1:], text=f"({count})", details=details)


def _claim(desk: Desk, entity: Entity) -> Line:
    kinds = desk.facts.about(entity.iri, "dcterms:type")
    kind = f" ({desk.named(kinds)})" if kinds else ""
    makers = desk.facts.about(entity.iri, "sam:madeBy")
    return desk.line(
        desk.hedged(desk.facts.name(entity.iri) + kind, entity, makers), makers or desk.proof(entity),
        details=chain(desk.details(entity.iri, _ABOUT_CLAIM), _stances(desk, entity.iri)),
    )  # fmt: skip


def _stances(desk: Desk, *claims: str) -> Iterator[Line]:
    answers = [c for iri in claims for c in desk.facts.towards(iri, "sam:stanceOn")]
    return (_stance(desk, stance, said) for stance, said in _by_subject(answers))


def _by_subject(claims: Iterable[Assertion]) -> list[tuple[str, list[Assertion]]]:
    found: dict[str, list[Assertion]] = {}
    for claim in claims:
        found.setdefault(claim.subject, []).append(claim)
    return list(found.items())


def _stance(desk: Desk, iri: str, said: list[Assertion]) -> Line:
    facts = desk.facts
    makers, positions = facts.about(iri, "sam:madeBy"), facts.about(iri, "sam:position")
    who = desk.named(makers) or _UNKNOWN
    how = desk.named(positions) or "tar ställning"
    return desk.line(f"Ställningstagande, {who}: {how} – {facts.name(iri)}", [*said, *positions, *makers])


def gap_groups(desk: Desk) -> list[list[Entity]]:
    """Return the gaps, those of one kind that concern the same and are about the same as one group.

    They may be one gap that several documents speak of; what is not known of a gap agrees with nothing.
    """
    groups: dict[tuple[object, ...], list[Entity]] = {}
    for entity in desk.things("sam:Gap"):
        kinds, whom, topics = (
            frozenset(claim.object for claim in desk.facts.about(entity.iri, *names))
            for names in (("dcterms:type",), _WHOM, _TOPICS)
        )
        key = (kinds, whom, topics) if kinds and whom else (entity.iri,)
        groups.setdefault(key, []).append(entity)
    return list(groups.values())


def _answers(desk: Desk, iri: str) -> list[Assertion]:
    """Return what addresses a condition, or a claim that points it out."""
    pointing = [c.subject for c in desk.facts.towards(iri, "sam:identifies")]
    return [c for target in (iri, *pointing) for c in desk.facts.towards(target, "sam:addresses")]


def gap_count(desk: Desk) -> str:
    """Return the summary's sentence about gaps and how many have no answer."""
    found = gap_groups(desk)
    if not found:
        return desk.nothing("Påtalade mellanrum")
    unanswered = sum(not any(_answers(desk, e.iri) for e in group) for group in found)
    none = f"; för {unanswered} av dem hittades inget som svarar mot det (sökt i de närmaste styckena)"
    tail = none if unanswered else ""
    return sentence(f"{counted(len(found), 'mellanrum', 'mellanrum')} påtalas i handlingarna{tail}")
