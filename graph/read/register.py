"""Registers: rows of a table as fields of ours and as a text that quotes can be cut from.

The raw text has one line a row, `Kolumn: värde; Kolumn: värde`. Columns about private persons, and
personal addresses in other columns, are left out before that text exists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from graph.errors import InputError
from graph.model import Cell, Row
from graph.read.source import RawText
from graph.read.tables import Sheet
from graph.read.writer import Writer
from graph.resources import lookup

PRIVATE = "privat"
_NAMED = ("namn", "typ", "huvudman")  # fields whose cells tell what a register lists
_HEADER_WITHIN = 10
_LEAST_SHARE = 0.5
_OWN_PERSONS = "namnd"  # only the chairs of political bodies hold a public post
_MOBILE = re.compile(r"(?:\+46|0046|0)[ -]?\(?0?\)?7[02369](?:[ -]?\d){7}\b")
_PERSONAL_ADDRESS = re.compile(r"\b[a-zåäöéü-]{2,}[._][a-zåäöéü-]{2,}\d{0,3}@[\w.-]+", re.IGNORECASE)
_FUNCTION_WORDS = re.compile(
    r"info|kontakt|kansli|registrator|diari|kommun|skola|skolan|förvaltning|forvaltning|nämnd|namnd|styrelse"
    r"|admin|reception|expedition|post|support|service|center|omsorg|utbildning|region|stad|bolag|förening|forening",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?(?: [A-ZÅÄÖ]\.?)?(?: [A-ZÅÄÖÉ][a-zåäöéü-]+){1,2}"
)
_ABOUT_PERSONS = ("kontakt", "ordforande")


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a row lies in the raw text, and where its fields do."""

    number: int
    start: int
    end: int
    fields: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Register:
    """A text with the rows of its tables; running text has none. `kind` as in Document.register."""

    source: RawText
    kind: str = ""
    entries: tuple[_Entry, ...] = ()

    def rows(self, raw: str) -> Iterator[Row]:
        """Yield the rows with their cells as they stand in `raw`, which may have been masked."""
        for entry in self.entries:
            cells = {name: Cell(raw[start:end], start, end) for name, (start, end) in entry.fields.items()}
            yield Row(number=entry.number, cells=cells, start=entry.start, end=entry.end)


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with its header found: `fields` names the column's field, "" for a column of no field."""

    sheet: Sheet
    titles: tuple[str, ...]
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_register(
    sheets: Sequence[Sheet],
    media: str,
    *,
    columns: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Register:
    """Return the register in the sheets; `columns` declares our field -> header text.

    Raises InputError when a declared column is not there.
    """
    tables = [_table(sheet, columns or {}) for sheet in sheets if sheet.rows]
    kind = _kind(tables)
    writing = _Writing(kind, several=len(tables) > 1)
    for table in tables:
        writing.write(table)
    title = next((title for table in tables for title in table.titles), "")
    source = writing.writer.finish(media, title=title, notes=(*notes, *writing.notes()))
    return Register(source, kind, tuple(writing.entries))


def _table(sheet: Sheet, columns: Mapping[str, str]) -> _Table:
    place = _header_place(sheet, columns)
    headers = sheet.rows[place][1]
    titles = tuple(" ".join(filter(None, cells)) for _, cells in sheet.rows[:place])
    return _Table(sheet, titles, headers, _fields(headers, columns), sheet.rows[place + 1 :])


def _header_place(sheet: Sheet, columns: Mapping[str, str]) -> int:
    """Return the row of the first rows that names the most known columns, the first with two cells else."""
    known = {_folded(text) for text in columns.values()} | set(_synonyms())
    first = sheet.rows[:_HEADER_WITHIN]
    hits = [sum(_folded(cell) in known for cell in cells) for _, cells in first]
    if max(hits) > 0:
        return hits.index(max(hits))
    return next((n for n, (_, cells) in enumerate(first) if sum(map(bool, cells)) > 1), 0)


def _fields(headers: Sequence[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    declared = {_folded(text): name for name, text in columns.items()}
    folded = [_folded(header) for header in headers]
    missing = [columns[name] for text, name in sorted(declared.items()) if text not in folded]
    if missing:
        raise InputError(
            f"kolumnen {missing[0]!r} saknas i registret", way_out=f"Kolumnerna är: {', '.join(headers)}."
        )
    taken = set(declared.values())
    fields = []
    for text in folded:
        name = declared.pop(text, None)
        if name is None:
            name = _synonyms().get(text, "")
            name = "" if name in taken and name != PRIVATE else name
        taken.add(name)
        fields.append(name)
    return tuple(fields)


def _folded(header: str) -> str:
    return " ".join(header.casefold().replace("_", " ").split()).strip(" :*")


@cache
def _synonyms() -> dict[str, str]:
    return {_folded(row["header"]): row["field"] for row in lookup("register_columns")}


def _kind(tables: Sequence[_Table]) -> str:
    """Return what the registers list: by a word in titles and headers, else by what most rows bear out."""
    words = [(row["kind"], row["where"], row["word"]) for row in lookup("register_kinds")]
    above = " ".join(
        text for table in tables for text in (table.sheet.name, *table.titles, *table.headers)
    ).casefold()
    cells = [" ".join(_named(table, row)).casefold() for table in tables for _, row in table.rows]
    votes = Counter(
        kind
        for cell in cells
        for kind in dict.fromkeys(kind for kind, where, word in words if where == "cell" and word in cell)
    )
    best = max(votes, key=lambda kind: votes[kind], default="")
    if best and votes[best] > _LEAST_SHARE * len(cells):
        return best
    return next((kind for kind, where, word in words if where == "rubrik" and word in above), "")


def _named(table: _Table, row: Sequence[str]) -> Iterator[str]:
    return (cell for name, cell in zip(table.fields, row, strict=False) if name in _NAMED)


@dataclass(slots=True)
class _Writing:
    """Puts tables into text; counts what was left out."""

    kind: str
    several: bool
    writer: Writer = field(default_factory=Writer)
    entries: list[_Entry] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    personal: int = 0
    formulas: int = 0

    def write(self, table: _Table) -> None:
        """Write titles, then a line for each row."""
        for title in (*([table.sheet.name] if self.several else []), *table.titles):
            self.writer.add(self._public("", title), "heading", level=1)
        for name, header in zip(table.fields, table.headers, strict=True):
            if name == PRIVATE or (name == "ordforande" and self.kind != _OWN_PERSONS):
                self.left_out[header] += 1
        for number, cells in table.rows:
            self._write_row(table, number, cells)

    def _write_row(self, table: _Table, number: int, cells: Sequence[str]) -> None:
        parts: list[str] = []
        places: dict[str, tuple[int, int]] = {}
        length = 0
        for name, header, cell in zip(table.fields, table.headers, cells, strict=False):
            value = "" if header in self.left_out else self._public(name, cell)
            if not value:
                continue
            before = f"{header}: " if header else ""
            start = length + len(before)
            if name:
                places[name] = (start, start + len(value))
            parts.append(before + value)
            length = start + len(value) + len("; ")
        if parts:
            text = "; ".join(parts)
            place = self.writer.add(text, "row")
            moved = {name: (place + start, place + end) for name, (start, end) in places.items()}
            self.entries.append(_Entry(number, place, place + len(text), moved))

    def _public(self, name: str, cell: str) -> str:
        """Return the cell without what belongs to a private person."""
        if cell.startswith("=") and len(cell) > 1:
            self.formulas += 1
            return ""
        if name in _ABOUT_PERSONS and self.kind != _OWN_PERSONS and _PERSON.fullmatch(cell):
            self.personal += 1
            return ""
        value = _MOBILE.sub("", _PERSONAL_ADDRESS.sub(_kept_address, cell))
        if value != cell:
            self.personal += 1
            value = " ".join(value.split()).strip(" ,;/")
        return value

    def notes(self) -> Iterator[str]:
        """Yield remarks on what was left out."""
        if self.left_out:
            yield f"kolumner om privatpersoner lästes inte: {', '.join(sorted(self.left_out))}"
        if self.personal:
            yield f"personliga kontaktuppgifter togs bort ({self.personal} celler)"
        if self.formulas:
            yield f"celler med formler lästes inte ({self.formulas})"


def _kept_address(found: re.Match[str]) -> str:
    """Return an address of a function (`info.skolan@`); one of a person (`eva.ek@`) is dropped."""
    return found[0] if _FUNCTION_WORDS.search(found[0].partition("@")[0]) else ""
