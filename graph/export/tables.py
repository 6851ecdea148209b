"""The evidence table: one row for each piece of evidence; as CSV for Swedish Excel.

CSV is UTF-8 with a byte order mark, `;` between cells, CRLF after rows and decimal commas, which is
what Swedish Excel opens without questions. A text cell that a spreadsheet could take for a formula
(first character `=`, `+`, `-`, `@`, a tab or line break, or their full-width forms, also after
blanks) gets an apostrophe before it. Control characters are removed and bidi marks spelled out; the
untouched quotes are in `graph.nq`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from graph.export.facts import Facts, assertion_iri
from graph.export.wording import decimal, plain, swedish_order
from graph.export.writing import whole_file
from graph.model import Assertion, Evidence, Knowledge

Cell = str | int | float
_LIVE = frozenset("=+-@\t\r\n＝＋－＠")
_LONGEST = 32_000  # Excel holds 32,767 characters in a cell


def write_tables(knowledge: Knowledge, folder: Path) -> list[Path]:
    """Write `pastaenden.csv` and `pastaenden.xlsx`; return their paths."""
    # xlsxwriter takes a fifth of a second to import; other exporters should not wait for it.
    from graph.export.workbook import write_workbook

    facts = Facts(knowledge)
    return [_write_csv(facts, folder / "pastaenden.csv"), write_workbook(facts, folder / "pastaenden.xlsx")]


def is_live(text: str) -> bool:
    """Tell whether a spreadsheet could take the text for a formula."""
    return text[:1] in _LIVE or text.lstrip()[:1] in _LIVE


def inert(text: str) -> str:
    """Return the text, cleaned, so that no spreadsheet takes it for a formula.

    >>> inert("=1+1"), inert("Nämnden")
    ("'=1+1", 'Nämnden')
    """
    shown = shortened(text)
    return f"'{shown}" if shown and is_live(shown) else shown


@lru_cache(maxsize=8192)  # the same names stand in row after row
def shortened(text: str) -> str:
    """Return the text cleaned and no longer than a cell holds, marked where it was cut."""
    shown = plain(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} … (avkortat)"


CLAIM_COLUMNS = (
    ("Vem", 34), ("Relation", 20), ("Vad", 40), ("Modalitet", 14), ("Nekande", 9), ("Vems utsaga", 26),
    ("Citat", 70), ("Handling", 36), ("Sida", 6), ("Start", 8), ("Slut", 8), ("Säkerhet", 9),
    ("Regel", 22), ("Fil", 26), ("Påstående-id", 20), ("Vem-id", 30), ("Vad-id", 30),
)  # fmt: skip


def claim_rows(facts: Facts) -> Iterator[tuple[Cell, ...]]:
    """Yield one row for each piece of evidence, in Swedish order of who, relation and what."""
    for claim in sorted(facts.knowledge.assertions, key=lambda c: _reading_order(facts, c)):
        for passage in sorted(claim.evidence, key=lambda e: (e.document, e.start, e.end)):
            yield _claim_row(facts, claim, passage)


def _reading_order(facts: Facts, claim: Assertion) -> tuple[object, ...]:
    names = (facts.name(claim.subject), facts.name(claim.predicate), facts.name(claim.object))
    return (*map(swedish_order, names), assertion_iri(claim), claim.modality, claim.voice, claim.origin)


def _claim_row(facts: Facts, claim: Assertion, passage: Evidence) -> tuple[Cell, ...]:
    source = facts.sources.get(passage.document)
    return (
        facts.name(claim.subject), facts.name(claim.predicate), facts.name(claim.object),
        facts.name(claim.modality), "ja" if claim.negative else "nej",
        facts.name(claim.voice) if claim.voice else "",
        passage.quote, facts.title(passage.document), passage.page or "", passage.start, passage.end,
        round(claim.confidence, 2), claim.origin, source.name if source else "",
        assertion_iri(claim).rpartition("/")[2], claim.subject,
        claim.object if isinstance(claim.object, str) else "",
    )  # fmt: skip


def _write_csv(facts: Facts, path: Path) -> Path:
    with whole_file(path) as scrap, scrap.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(header for header, _ in CLAIM_COLUMNS)
        writer.writerows(map(_csv_row, claim_rows(facts)))
    return path


def _csv_row(row: tuple[Cell, ...]) -> list[str]:
    return [decimal(c) if isinstance(c, float) else inert(c) if isinstance(c, str) else str(c) for c in row]
