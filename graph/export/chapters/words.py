"""Terms and their definitions, goals and how they are followed up, and measures."""

from __future__ import annotations

from graph.export.chapters.desk import Desk, Detail
from graph.export.outline import Line, Section, section
from graph.model import Entity

_ABOUT_GOAL: tuple[Detail, ...] = (
    ("Mål för", ("sam:hasGoal",), "subject"),
    ("Antaget av", ("sam:agreedBy",), "object"),
    ("Fastställt i", ("sam:setOutIn",), "object"),
    ("Följs upp genom", ("sam:followUp",), "object"),
    ("Framtaget genom", ("prov:generated",), "subject"),
)
_ABOUT_FOLLOW_UP: tuple[Detail, ...] = (
    ("Gäller", ("sam:followUp",), "subject"),
    ("Ansvarig", ("sam:responsible",), "object"),
    ("Senast", ("sam:deadline",), "object"),
    ("Fastställd i", ("sam:setOutIn",), "object"),
)
_ABOUT_MEASURE: tuple[Detail, ...] = (
    ("Ansvarig", ("sam:responsible",), "object"),
    ("Status", ("sam:status",), "object"),
    ("Inom ramen för", ("sam:through",), "object"),
    ("Svarar mot", ("sam:addresses",), "object"),
    ("Ledde till", ("prov:generated",), "object"),
    ("Rör", ("dcterms:subject", "sam:concerns"), "object"),
    ("Målgrupp", ("sam:targetGroup",), "object"),
)


def measures(desk: Desk) -> Section:
    """Return the chapter of measures: done, under way, planned or proposed."""
    found = desk.things("sam:Measure")
    return section("atgarder", "Åtgärder", found, lambda e: _thing(desk, e, _ABOUT_MEASURE),
                   intro="" if found else desk.nothing("Åtgärder"))  # fmt: skip


def goals(desk: Desk) -> Section:
    """Return the chapter of goals and follow-up."""
    found, followed = desk.things("sam:Goal"), desk.things("sam:FollowUp")
    unfollowed = [e for e in found if not desk.facts.about(e.iri, "sam:followUp") and not _followed(desk, e)]
    parts = (
        section("mal", "Mål", found, lambda e: _thing(desk, e, _ABOUT_GOAL),
                missing=desk.missing("Uppföljning", unfollowed)),
        section("uppfoljning", "Uppföljning", followed, lambda e: _thing(desk, e, _ABOUT_FOLLOW_UP)),
    )  # fmt: skip
    return Section(anchor="mal-och-uppfoljning", heading="Mål och uppföljning",
                   intro="" if found or followed else desk.nothing("Mål eller uppföljning"),
                   parts=tuple(part for part in parts if part.lines))  # fmt: skip


def _followed(desk: Desk, goal: Entity) -> bool:
    """Tell whether what holds the goal is followed up."""
    holders = (claim.subject for claim in desk.facts.towards(goal.iri, "sam:hasGoal"))
    return any(desk.facts.about(holder, "sam:followUp") for holder in holders)


def _thing(desk: Desk, entity: Entity, wanted: tuple[Detail, ...]) -> Line:
    text = desk.hedged(desk.facts.name(entity.iri), entity)
    return desk.line(text, desk.proof(entity), details=desk.details(entity.iri, wanted))


def terms(desk: Desk) -> Section:
    """Return the chapter of definitions, and of the terms none was found for."""
    found = desk.things("sam:Definition")
    undefined = [e for e in desk.facts.of_type("sam:Term") if not desk.facts.towards(e.iri, "sam:defines")]
    return section(
        "begrepp", "Begrepp och definitioner", found, lambda e: _definition(desk, e),
        intro="" if found else desk.nothing("Definitioner"), missing=desk.missing("En definition", undefined),
    )  # fmt: skip


def _definition(desk: Desk, entity: Entity) -> Line:
    facts, iri = desk.facts, entity.iri
    owners, words = facts.about(iri, "sam:agreedBy"), facts.about(iri, "sam:defines")
    wording = facts.about(iri, "dcterms:description")
    term = desk.named(words) or facts.name(iri)
    who = desk.named(owners)
    text = f"{who} definierar ”{term}”" if who else f"Definition av ”{term}”"
    text += f": {desk.named(wording)}" if wording else "; själva ordalydelsen återges inte i handlingarna"
    details = desk.details(iri, (("Fastställd i", ("sam:setOutIn",), "object"),))
    return desk.line(desk.hedged(text, entity), [*owners, *words, *wording] or desk.proof(entity),
                     details=details)  # fmt: skip
