"""What was read: how many documents, of which kinds and from when, for whoever says what is missing."""

from __future__ import annotations

import re
from collections import Counter

from graph.analysis import Basis, Graph

_READ = """
SELECT ?document ?kind ?date {
  ?document dcterms:hasFormat ?text .
  OPTIONAL { ?document dcterms:type ?kind }
  OPTIONAL { ?document dcterms:date ?date }
}
"""
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def basis_of(graph: Graph) -> Basis:
    """Return the documents that were read, with the date of the oldest and the newest dated one."""
    rows = graph.rows(_READ)
    kinds = Counter(source.kind for source in graph.sources if source.kind)
    dates = sorted(date for _, _, date in rows if _DATE.fullmatch(date))
    return Basis(
        documents=len(graph.sources) or len({document for document, _, _ in rows}),
        kinds=tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        first=dates[0] if dates else "",
        last=max(dates, key=last_day) if dates else "",
    )


def document_dates(graph: Graph) -> dict[str, str]:
    """Return the date of each document that was read and is dated, the most precise of several."""
    found: dict[str, str] = {}
    for document, _, date in graph.rows(_READ):
        if _DATE.fullmatch(date) and len(date) > len(found.get(document, "")):
            found[document] = date
    return found


def last_day(date: str) -> str:
    """Return a text that sorts a partial date after all days within it.

    >>> last_day("2024"), last_day("2024-02"), last_day("2024-02-12")
    ('2024-99-99', '2024-02-99', '2024-02-12')
    """
    return date + "-99" * (2 - date.count("-"))


def has_passed(date: str, on: str) -> bool:
    """Tell whether a date, or the whole of a year or month, was over before a day.

    >>> has_passed("2024-03-31", "2024-04-01"), has_passed("2024", "2024-06-01"), has_passed("2024-03-31", "")
    (True, False, False)
    """
    return bool(on) and bool(_DATE.fullmatch(date)) and last_day(date) < on


def here(basis: Basis) -> str:
    """Return where something was searched for: "i dessa 12 handlingar"."""
    return "i denna handling" if basis.documents == 1 else f"i dessa {basis.documents} handlingar"


def newest_day(graph: Graph) -> str:
    """Return the day (`YYYY-MM-DD`) of the newest document that was read, "" when none has a whole date."""
    days = (
        date for _, _, date in graph.rows(_READ) if len(date) == len("YYYY-MM-DD") and _DATE.fullmatch(date)
    )
    return max(days, default="")
