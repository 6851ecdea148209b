"""Decisions, assignments with their deadlines, responsibilities, and changes of the organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from graph.export.chapters.desk import Desk, Detail
from graph.export.facts import LIMITED, NOT_RESPONSIBLE
from graph.export.outline import Line, Section, section
from graph.export.wording import counted, date, sentence, swedish_order, task
from graph.model import Assertion, Entity

_ABOUT_DECISION: tuple[Detail, ...] = (
    ("Ärende", ("sam:inCase",), "object"),
    ("Godkänner", ("sam:approves",), "object"),
    ("Inrättar eller ger", ("sam:establishes",), "object"),
    ("Beslutsunderlag", ("sam:enclosure",), "object"),
    ("Expedieras till", ("sam:dispatchedTo",), "object"),
    ("Till följd av", ("prov:wasInfluencedBy",), "object"),
)
_ABOUT_ASSIGNMENT: tuple[Detail, ...] = (
    ("Slag", ("dcterms:type",), "object"),
    ("Redovisas till", ("sam:reportTo",), "object"),
    ("Avser", ("sam:concerns",), "object"),
    ("Rör", ("dcterms:subject",), "object"),
    ("Målgrupp", ("sam:targetGroup",), "object"),
    ("Syfte", ("sam:purpose",), "object"),
    ("Mål", ("sam:hasGoal",), "object"),
    ("Svarar mot", ("sam:addresses",), "object"),
    ("Innebär", ("sam:entails",), "object"),
    ("Är del av", ("dcterms:isPartOf",), "object"),
    ("Har delarna", ("dcterms:isPartOf",), "subject"),
    ("Ges genom", ("sam:establishes",), "subject"),
    ("Redovisas i", ("sam:reportsOn",), "subject"),
    ("Status", ("sam:status",), "object"),
)
_ABOUT_RESPONSIBILITY: tuple[Detail, ...] = (
    ("Följer av uppdraget", ("sam:entails",), "subject"),
    ("Fastställt i", ("sam:setOutIn",), "object"),
    ("Rör", ("dcterms:subject", "sam:concerns"), "object"),
)
_DEADLINES = "Uppdrag med tidsfrist står först. Om fristen har hållits framgår bara om en handling säger det."
_HOLDS = {
    "samc:resp-power": "har befogenhet",
    "samc:resp-duty": "har ansvar",
    "samc:resp-task": "har i uppgift",
    "samc:resp-exclusion": NOT_RESPONSIBLE,
}


def decisions(desk: Desk) -> Section:
    """Return the chapter of decisions; the points of a decision stand under it."""
    found = desk.things("sam:Decision")
    iris = {e.iri for e in found}
    whole = [e for e in found if not _inside(desk, e, iris)]
    return section(
        "beslut", "Beslut", sorted(whole, key=lambda e: _decided(desk, e)), lambda e: _decision(desk, e),
        intro="" if found else desk.nothing("Beslut"),
    )  # fmt: skip


def _inside(desk: Desk, entity: Entity, iris: set[str]) -> bool:
    return any(claim.object in iris for claim in desk.facts.about(entity.iri, "dcterms:isPartOf"))


def _decided(desk: Desk, entity: Entity) -> tuple[object, ...]:
    return desk.facts.value(entity.iri, "dcterms:date") or "9999", *swedish_order(desk.facts.name(entity.iri))


def _decision(desk: Desk, entity: Entity) -> Line:
    facts, iri = desk.facts, entity.iri
    bodies, days = facts.about(iri, "sam:decidedBy"), facts.about(iri, "dcterms:date")
    numbers = facts.about(iri, "sam:paragraph")
    text = f"{desk.named(bodies)} beslutade" if bodies else "Beslut"
    text += f" {date(facts.name(days[0].object))}" if days else ""
    number = facts.name(numbers[0].object) if numbers else ""
    inner = bool(facts.about(iri, "dcterms:isPartOf"))
    what = decided(facts.name(iri), [facts.name(c.object) for c in bodies], numbered=bool(number) or inner)
    text += f", {_paragraph(number)}" if number and not inner and number not in what else ""
    points = [facts.knowledge.entities[c.subject] for c in facts.towards(iri, "dcterms:isPartOf")
              if c.subject in facts.knowledge.entities]  # fmt: skip
    details = chain(desk.details(iri, _ABOUT_DECISION), (_decision(desk, point) for point in points))
    proof = [*bodies, *days, *numbers] or desk.proof(entity)
    return desk.line(desk.hedged(f"{text}: {what}" if what else text, entity), proof, details=details)


def decided(label: str, bodies: Sequence[str], *, numbered: bool) -> str:
    """Return what was decided, without the bodies, and when `numbered` the paragraph, told before it.

    >>> decided("Skolnämnden § 3 punkt 1: Skolnämnden beslutar att svara", ["Skolnämnden"], numbered=True)
    'att svara'
    """
    names = "|".join(map(re.escape, bodies)) or "(?!)"
    paragraph = r"|§ ?\d+(?: punkt \d+)?" if numbered else ""
    return re.sub(rf"^(?:(?:(?:{names})(?: beslutar)?{paragraph})(?:: *| +|$))+", "", label)


def _paragraph(value: str) -> str:
    return value if "§" in value else f"§ {value}"


def assignments(desk: Desk) -> Section:
    """Return the chapter of assignments, those with a deadline first in order of time."""
    found = sorted(desk.things("sam:Assignment"), key=lambda e: _due(desk, e))
    open_ended = [e for e in found if not desk.facts.about(e.iri, "sam:deadline")]
    homeless = [e for e in found if not desk.facts.about(e.iri, "sam:assignedTo")]
    return section(
        "uppdrag", "Uppdrag och tidsfrister", found, lambda e: _assignment(desk, e),
        intro=_DEADLINES if found else desk.nothing("Uppdrag"),
        missing=(*desk.missing("Tidsfrist", open_ended), *desk.missing("Uppdragstagare", homeless)),
    )  # fmt: skip


def _due(desk: Desk, entity: Entity) -> tuple[object, ...]:
    return desk.facts.value(entity.iri, "sam:deadline") or "9999", *swedish_order(desk.facts.name(entity.iri))


def _assignment(desk: Desk, entity: Entity) -> Line:
    facts, iri = desk.facts, entity.iri
    givers, takers = facts.about(iri, "sam:assignedBy"), facts.about(iri, "sam:assignedTo")
    limits = facts.about(iri, "sam:deadline")
    text = ordered(desk.named(givers), desk.named(takers), facts.name(iri))
    day = date(facts.name(limits[0].object)) if limits else ""
    text += f", senast {day}" if day and day not in text else ""
    proof = [*givers, *takers, *limits] or desk.proof(entity)
    return desk.line(desk.hedged(text, entity), proof, details=desk.details(iri, _ABOUT_ASSIGNMENT))


def ordered(giver: str, taker: str, what: str) -> str:
    """Return who told whom to do what, with what is known of giver and taker.

    >>> ordered("Kommunstyrelsen", "Skolnämnden", "redovisa resultatet")
    'Kommunstyrelsen har gett Skolnämnden i uppdrag att redovisa resultatet'
    """
    if giver:
        return f"{giver} har gett {taker + ' ' if taker else ''}{task(what)}"
    return f"{taker} har fått {task(what)}" if taker else what.rstrip(".")


def responsibilities(desk: Desk) -> Section:
    """Return the chapter of powers, duties, tasks and explicit exclusions."""
    found = desk.things("sam:Responsibility")
    by_holder = sorted(found, key=lambda e: _holder_order(desk, e))
    return section(
        "ansvar", "Ansvar och befogenheter", by_holder, lambda e: _responsibility(desk, e),
        intro="" if found else desk.nothing("Ansvar eller befogenheter"),
    )  # fmt: skip


def _holder_order(desk: Desk, entity: Entity) -> tuple[object, ...]:
    holder = desk.facts.value(entity.iri, "sam:responsible")
    return not holder, *swedish_order(holder), *swedish_order(desk.facts.name(entity.iri))


def _responsibility(desk: Desk, entity: Entity) -> Line:
    facts, iri = desk.facts, entity.iri
    holders, kinds = facts.about(iri, "sam:responsible"), facts.about(iri, "dcterms:type")
    holds = next((_HOLDS[str(c.object)] for c in kinds if c.object in _HOLDS), "har ansvar")
    holds = LIMITED if holds == NOT_RESPONSIBLE and facts.denies(iri) else holds
    if holders:
        text = f"{desk.named(holders)} {holds}: {facts.name(iri)}"
    else:
        text = f"{facts.name(iri)} ({desk.named(kinds)})" if kinds else facts.name(iri)
    details = desk.details(iri, _ABOUT_RESPONSIBILITY)
    return desk.line(desk.hedged(text, entity), [*holders, *kinds] or desk.proof(entity), details=details)


def changes(desk: Desk) -> Section:
    """Return the chapter of organisational changes and formal consultations."""
    found = desk.things("org:ChangeEvent", "sam:Consultation")
    heading = "Förändringar i organisationen och facklig samverkan"
    return section(
        "forandringar", heading, found, lambda e: _change(desk, e),
        intro="" if found else desk.nothing("Förändringar eller samråd"),
    )  # fmt: skip


def _change(desk: Desk, entity: Entity) -> Line:
    facts = desk.facts
    days = facts.about(entity.iri, "dcterms:date")
    when = f"{date(facts.name(days[0].object))}: " if days else ""
    details = (("Tidigare organisation", ("org:originalOrganization",), "object"),
               ("Ny organisation", ("org:resultingOrganization",), "object"),
               ("Med", ("prov:wasAssociatedWith",), "object"),
               ("Ärende", ("sam:inCase",), "object"),
               ("Ledde till", ("sam:causedBy", "prov:wasInfluencedBy"), "subject"))  # fmt: skip
    return desk.line(when + facts.name(entity.iri), [*days, *desk.proof(entity)],
                     details=desk.details(entity.iri, details))  # fmt: skip


def assignment_count(desk: Desk) -> str:
    """Return the summary's sentence about assignments and the first deadline."""
    found = desk.things("sam:Assignment")
    limits = sorted(filter(None, (desk.facts.value(e.iri, "sam:deadline") for e in found)))
    if not found:
        return desk.nothing("Uppdrag")
    text = f"{counted(len(found), 'uppdrag hittades', 'uppdrag hittades')}"
    if not limits:
        return sentence(f"{text}, inget med angiven tidsfrist")
    when = f"den är {date(limits[0])}" if len(limits) == 1 else f"den tidigaste är {date(limits[0])}"
    return sentence(f"{text}, varav {len(limits)} med angiven tidsfrist; {when}")


def denied(desk: Desk) -> Section:
    """Return the chapter of what sources expressly deny: never to be read as facts."""
    return section(
        "fornekat", "Det som källorna uttryckligen förnekar", desk.facts.denied, lambda c: _denial(desk, c),
        intro="Följande sägs inte gälla. Det ingår inte i någon annan del av rapporten."
        if desk.facts.denied else "",
    )  # fmt: skip


def _denial(desk: Desk, claim: Assertion) -> Line:
    names: Sequence[str] = [desk.facts.name(t) for t in (claim.subject, claim.predicate, claim.object)]
    return desk.line(f"Gäller inte: {' – '.join(names)}", [claim])
