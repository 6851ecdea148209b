"""The workbook: the evidence table and a sheet each for actors, forums, assignments, claims, sources.

Every text is written as a text cell, whatever it begins with, and one that looks like a formula also
carries Excel's own mark for text; no cell is a formula or a link. Rows are streamed, so memory does
not grow with the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.export.facts import INFERRED, Facts, heading, is_inferred
from graph.export.kinds import kind_of
from graph.export.tables import CLAIM_COLUMNS, Cell, is_live, shortened
from graph.export.wording import line, listed, number, swedish_order, unique
from graph.export.writing import whole_file
from graph.model import Assertion, Entity, Evidence, Source, Term

MOST_ROWS = 100_000  # Excel holds ten times as many, and nobody waits for it to open them
_CREATED = datetime(2000, 1, 1)  # fixed, or the same graph would give other bytes tomorrow
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headers with column widths in characters, its rows, and what is said below them."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[tuple[Cell, ...]]
    note: str = ""


def write_workbook(facts: Facts, claims: Iterable[tuple[Cell, ...]], count: int, path: Path) -> Path:
    """Write all sheets to `path` and return it; `claims` are the `count` rows of the table of evidence."""
    with whole_file(path) as scrap:
        book = xlsxwriter.Workbook(str(scrap), _OPTIONS)
        book.set_properties({"title": f"Påståenden ur handlingar, {facts.municipality()}",
                             "comments": "Maskinellt framtaget, granska mot källan.",
                             "created": _CREATED})  # fmt: skip
        formats = _formats(book)
        for sheet in _sheets(facts, claims, count):
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
        book.close()
    return path


def _formats(book: Any) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top", "num_format": "@"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#E8F2F9", "bottom": 1, "valign": "top",
                                 "text_wrap": True}),
        "text": book.add_format(text),
        "guarded": book.add_format({**text, "quote_prefix": True}),
        "number": book.add_format({"valign": "top"}),
    }  # fmt: skip


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, (header, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, header, formats["head"])
    last = 0
    for last, row in zip(range(1, MOST_ROWS + 1), sheet.rows, strict=False):
        for column, cell in enumerate(row):
            _write_cell(page, last, column, cell, formats)
    if sheet.note:
        page.write_string(last + 1, 0, sheet.note, formats["text"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if not isinstance(cell, str):
        page.write_number(row, column, cell, formats["number"])
    elif cell:
        text = shortened(cell)
        page.write_string(row, column, text, formats["guarded" if is_live(text) else "text"])


Value = Callable[[Facts, Entity], Cell]


def _objects(*predicates: str) -> Value:
    return lambda facts, e: _names(facts, ((c, c.object) for c in facts.about(e.iri, *predicates)))


def _subjects(*predicates: str) -> Value:
    return lambda facts, e: _names(facts, ((c, c.subject) for c in facts.towards(e.iri, *predicates)))


def _names(facts: Facts, ends: Iterable[tuple[Assertion, Term]]) -> str:
    return "; ".join(
        unique(facts.name(term) + (f" ({INFERRED})" if is_inferred(c) else "") for c, term in ends)
    )


def _name(facts: Facts, entity: Entity) -> Cell:
    return facts.name(entity.iri)


def _kind(facts: Facts, entity: Entity) -> Cell:
    kind = kind_of(entity)
    return kind.one if kind else facts.name(entity.types[0])


def _aliases(facts: Facts, entity: Entity) -> Cell:
    return "; ".join(facts.also_called(entity))


def _quotes(facts: Facts, entity: Entity) -> Cell:
    return "\n".join(unique(f"”{line(e.quote)}”" for e in _passages(facts, entity))[:3])


def _documents(facts: Facts, entity: Entity) -> Cell:
    return listed(unique(facts.title(e.document) for e in _passages(facts, entity)))


def _passages(facts: Facts, entity: Entity) -> list[Evidence]:
    claims = facts.about(entity.iri) or facts.towards(entity.iri)
    return [e for claim in claims for e in claim.evidence]


def _count(facts: Facts, entity: Entity) -> Cell:
    return len(facts.about(entity.iri)) + len(facts.towards(entity.iri))


def _identity(_facts: Facts, entity: Entity) -> Cell:
    return entity.iri


_END: tuple[tuple[str, int, Value], ...] = (
    ("Citat (högst tre)", 70, _quotes), ("Handling", 36, _documents), ("Id", 40, _identity),
)  # fmt: skip
_ACTORS: tuple[tuple[str, int, Value], ...] = (
    ("Namn", 38, _name), ("Slag", 24, _kind), ("Närmare slag", 22, _objects("dcterms:type")),
    ("Kallas även", 24, _aliases), ("Lyder under", 30, _objects("sam:serves", "dcterms:isPartOf")),
    ("Ingår i grupp", 26, _objects("sam:inGroup")),
    ("Deltar i", 44, _subjects("sam:hasParticipant", "sam:convenor", "sam:developedBy")),
    ("Uppdrag", 50, _subjects("sam:assignedTo")), ("Drabbas av", 44, _subjects("sam:affects")),
    ("Påståenden", 11, _count), *_END,
)  # fmt: skip
_FORUMS: tuple[tuple[str, int, Value], ...] = (
    ("Namn", 40, _name), ("Slag", 24, _kind), ("Närmare slag", 22, _objects("dcterms:type")),
    ("Deltagare", 50, _objects("sam:hasParticipant", "sam:convenor", "sam:developedBy")),
    ("Sammankallande", 30, _objects("sam:convenor")), ("Målgrupp", 28, _objects("sam:targetGroup")),
    ("Syfte", 50, _objects("sam:purpose")), ("Mål", 44, _objects("sam:hasGoal")),
    ("Uppföljning", 40, _objects("sam:followUp")), ("Del av", 30, _objects("dcterms:isPartOf")),
    ("Status", 14, _objects("sam:status")), *_END,
)  # fmt: skip
_ASSIGNMENTS: tuple[tuple[str, int, Value], ...] = (
    ("Uppdrag", 56, _name), ("Slag", 24, _objects("dcterms:type")),
    ("Uppdragsgivare", 30, _objects("sam:assignedBy")), ("Uppdragstagare", 40, _objects("sam:assignedTo")),
    ("Senast", 12, _objects("sam:deadline")), ("Redovisas till", 30, _objects("sam:reportTo")),
    ("Avser", 34, _objects("sam:concerns", "sam:targetGroup")), ("Innebär", 50, _objects("sam:entails")),
    ("Syfte", 44, _objects("sam:purpose")), ("Bemöter", 44, _objects("sam:addresses")),
    ("Status", 14, _objects("sam:status")), *_END,
)  # fmt: skip
_CONDITIONS: tuple[tuple[str, int, Value], ...] = (
    ("Vad", 56, _name), ("Klass", 18, lambda facts, e: facts.name(e.types[0])),
    ("Slag", 26, _objects("dcterms:type")), ("Vems utsaga", 30, _objects("sam:madeBy")),
    ("Pekar ut", 44, _objects("sam:identifies")), ("Berör", 34, _objects("sam:affects", "sam:concerns")),
    ("Mellan", 34, _objects("sam:between")), ("Orsak", 34, _objects("sam:causedBy")),
    ("Besvaras eller åtgärdas av", 50, _subjects("sam:addresses", "sam:stanceOn")), *_END,
)  # fmt: skip
_SOURCES = (
    ("Fil", 40), ("Titel", 50), ("Slag", 22), ("Läst", 7), ("Orsak om inte läst", 50), ("Sidor", 7),
    ("Tecken", 10), ("Påståenden", 11), ("Anmärkningar", 50), ("SHA-256", 66),
)  # fmt: skip


def source_rows(facts: Facts) -> Iterator[tuple[Cell, ...]]:
    """Yield one row for each file, read files first, each with the number of its statements."""
    for source in sorted(facts.knowledge.sources, key=lambda s: (bool(s.reason), swedish_order(s.name))):
        yield _source_row(facts, source)


def _source_row(facts: Facts, source: Source) -> tuple[Cell, ...]:
    extent = facts.extents.get(source.document)
    return (
        source.name, heading(source), facts.name(source.kind) if source.kind else "",
        "nej" if source.reason else "ja", source.reason, source.pages or "", source.characters or "",
        extent.statements if extent else 0, "; ".join(source.notes), source.sha256,
    )  # fmt: skip


def _entity_sheet(
    facts: Facts, name: str, columns: tuple[tuple[str, int, Value], ...], *classes: str
) -> Sheet:
    rows = (tuple(value(facts, e) for _, _, value in columns) for e in facts.of_type(*classes))
    return Sheet(name, tuple((header, width) for header, width, _ in columns), rows, facts.excerpt())


def _sheets(facts: Facts, claims: Iterable[tuple[Cell, ...]], count: int) -> Iterator[Sheet]:
    actors = "sam:PoliticalBody", "sam:Committee", "sam:Administration", "sam:ActorGroup", "sam:ExternalActor"
    forums = "sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine", "sam:Arrangement"
    conditions = ("sam:Finding", "sam:Claim", "sam:Recommendation", "sam:Stance", "sam:Gap", "sam:Overlap",
                  "sam:Condition")  # fmt: skip
    left_out = f"Visar {number(MOST_ROWS)} av {number(count)} rader. Alla finns i pastaenden.csv."
    yield Sheet("Påståenden", CLAIM_COLUMNS, claims, left_out if count > MOST_ROWS else "")
    yield _entity_sheet(facts, "Aktörer", _ACTORS, *actors)
    yield _entity_sheet(facts, "Forum", _FORUMS, *forums)
    yield _entity_sheet(facts, "Uppdrag", _ASSIGNMENTS, "sam:Assignment")
    yield _entity_sheet(facts, "Iakttagelser & mellanrum", _CONDITIONS, *conditions)
    yield Sheet("Källor", _SOURCES, source_rows(facts))
