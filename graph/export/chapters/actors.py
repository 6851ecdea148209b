"""Who is who, where they meet, what they have agreed on, and the ways in."""

from __future__ import annotations

from graph.export.chapters.desk import Desk, Detail
from graph.export.outline import Line, Section, section
from graph.export.wording import counted, listed, sentence
from graph.model import Assertion, Entity

PARTICIPANTS = ("sam:hasParticipant", "sam:convenor", "sam:developedBy")
_IS_A = {
    "sam:Forum": "är ett forum",
    "sam:Programme": "är ett program eller en insats",
    "sam:Agreement": "är en överenskommelse",
    "sam:Routine": "är en rutin eller process",
    "sam:Arrangement": "är en samverkansform",
    "sam:Committee": "är en nämnd eller styrelse",
    "sam:PoliticalBody": "är ett politiskt organ",
    "sam:Administration": "är en förvaltning eller enhet",
    "sam:ExternalActor": "räknas som extern part",
    "sam:ActorGroup": "är en grupp av aktörer",
}
_ABOUT_ACTOR: tuple[Detail, ...] = (
    ("Lyder under", ("sam:serves", "dcterms:isPartOf"), "object"),
    ("Ingår i", ("sam:inGroup",), "object"),
    ("Deltar i", PARTICIPANTS, "subject"),
    ("Har fått uppdrag", ("sam:assignedTo",), "subject"),
    ("Har gett uppdrag", ("sam:assignedBy",), "subject"),
    ("Tar emot redovisning av", ("sam:reportTo",), "subject"),
    ("Berörs av", ("sam:affects",), "subject"),
    ("Har väg in", ("cv:contactPoint",), "object"),
    ("Kan vända sig till", ("sam:contactFor",), "subject"),
)
_ABOUT_ARRANGEMENT: tuple[Detail, ...] = (
    ("Sammankallande", ("sam:convenor",), "object"),
    ("Framtagen av", ("sam:developedBy",), "object"),
    ("Är del av", ("dcterms:isPartOf",), "object"),
    ("Har delarna", ("dcterms:hasPart",), "object"),
    ("Målgrupp", ("sam:targetGroup",), "object"),
    ("Rör", ("dcterms:subject", "sam:concerns"), "object"),
    ("Syfte", ("sam:purpose",), "object"),
    ("Mål", ("sam:hasGoal",), "object"),
    ("Uppföljning", ("sam:followUp",), "object"),
    ("Fastställd i", ("sam:setOutIn",), "object"),
    ("Gäller från", ("sam:validFrom",), "object"),
    ("Gäller till", ("sam:validTo",), "object"),
    ("Status", ("sam:status",), "object"),
    ("Svarar mot", ("sam:addresses",), "object"),
)


def who_is_who(desk: Desk) -> Section:
    """Return the chapter of bodies, administrations, external actors and groups."""
    bodies = desk.things("sam:Committee", "sam:PoliticalBody")
    externals = desk.facts.of_type("sam:ExternalActor")
    groups = [e for e in desk.facts.of_type("sam:ActorGroup") if e not in externals]
    parts = (
        section("politiska-organ", "Politiska organ", bodies, lambda e: _actor(desk, e)),
        section("forvaltningar", "Förvaltningar och enheter", desk.things("sam:Administration"),
                lambda e: _actor(desk, e)),
        section("externa-parter", "Externa parter", externals, lambda e: _actor(desk, e)),
        section("grupper", "Grupper som källorna talar om som en aktör", groups, lambda e: _actor(desk, e)),
    )  # fmt: skip
    return Section(
        anchor="vem-ar-vem", heading="Vem är vem", parts=tuple(p for p in parts if p.lines),
        intro="Enskilda personer redovisas inte här; undertecknare finns i tabellen."
        if any(p.lines for p in parts) else desk.nothing("Organ, förvaltningar eller externa parter"),
    )  # fmt: skip


def _actor(desk: Desk, entity: Entity) -> Line:
    kind = desk.facts.about(entity.iri, "dcterms:type")
    return desk.line(
        _is_a(desk, entity, kind) + _aliases(desk, entity) + ".", [*desk.proof(entity)[:1], *kind],
        lead=desk.facts.name(entity.iri), details=desk.details(entity.iri, _ABOUT_ACTOR),
    )  # fmt: skip


def _is_a(desk: Desk, entity: Entity, kind: list[Assertion]) -> str:
    if {"sam:ExternalActor", "sam:ActorGroup"} <= set(entity.types):
        phrase = "räknas som grupp av externa parter"
    else:
        phrase = next((_IS_A[t] for t in entity.types if t in _IS_A), "nämns")
    return f"{phrase} ({desk.named(kind)})" if kind else phrase


def _aliases(desk: Desk, entity: Entity) -> str:
    names = desk.facts.also_called(entity)
    return f"; kallas även {listed(names, most=6)}" if names else ""


def forums(desk: Desk) -> Section:
    """Return the chapter of forums and who takes part."""
    found = desk.things("sam:Forum")
    silent = [e for e in found if not desk.claims(e.iri, PARTICIPANTS)]
    return section(
        "forum", "Forum och vilka som deltar", found, lambda e: _arrangement(desk, e),
        intro="" if found else desk.nothing("Forum"), missing=desk.missing("Deltagare", silent),
    )  # fmt: skip


def programmes(desk: Desk) -> Section:
    """Return the chapter of programmes, agreements and routines."""
    found = desk.things("sam:Programme", "sam:Agreement", "sam:Routine", "sam:Arrangement")
    silent = [e for e in found if not desk.claims(e.iri, PARTICIPANTS)]
    return section(
        "program", "Program, överenskommelser och rutiner", found, lambda e: _arrangement(desk, e),
        intro="" if found else desk.nothing("Program, överenskommelser eller rutiner"),
        missing=desk.missing("Deltagare eller parter", silent),
    )  # fmt: skip


def _arrangement(desk: Desk, entity: Entity) -> Line:
    kind = desk.facts.about(entity.iri, "dcterms:type")
    present = desk.claims(entity.iri, PARTICIPANTS)
    where = f" där {desk.named(present)} deltar" if present else ""
    return desk.line(
        desk.hedged(_is_a(desk, entity, kind) + where + _aliases(desk, entity), entity) + ".",
        [*(present or desk.proof(entity)[:1]), *kind], lead=desk.facts.name(entity.iri),
        details=desk.details(entity.iri, _ABOUT_ARRANGEMENT),
    )  # fmt: skip


def actor_count(desk: Desk) -> str:
    """Return the summary's sentence about who is named."""
    bodies = len(desk.things("sam:Committee", "sam:PoliticalBody"))
    units = len(desk.things("sam:Administration"))
    externals = len(desk.facts.of_type("sam:ExternalActor"))
    return sentence(
        f"De nämner {counted(bodies, 'politiskt organ', 'politiska organ')},"
        f" {counted(units, 'förvaltning eller enhet', 'förvaltningar och enheter')}"
        f" och {counted(externals, 'extern part', 'externa parter')}"
    )
