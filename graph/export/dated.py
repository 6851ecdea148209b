"""When the documents that were read are from."""

from __future__ import annotations

from graph.export.wording import date
from graph.model import Knowledge, Literal


def span_of(knowledge: Knowledge) -> tuple[str, str]:
    """Return the dates (`YYYY[-MM[-DD]]`) of the oldest and newest document that was read, "" for none."""
    read = {source.document for source in knowledge.sources if source.document}
    dates = sorted(
        claim.object.value
        for claim in knowledge.assertions
        if claim.predicate == "dcterms:date"
        and isinstance(claim.object, Literal)
        and not claim.negative
        and claim.subject.rpartition("/handling/")[2] in read
    )
    return (dates[0], dates[-1]) if dates else ("", "")


def dated(knowledge: Knowledge) -> str:
    """Return `Handlingar från 5 juni 2024 till mars 2025`, or that none is dated."""
    first, last = span_of(knowledge)
    if not first:
        return "Handlingar utan känt datum"
    return f"Handlingar från {date(first)}" + (f" till {date(last)}" if last != first else "")
