"""rapport.pdf: the outline set by typst, tagged for PDF/UA-1. Text goes in as data, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.export.outline import Line, Outline, Section, Table, left_out
from graph.export.rendering import resource
from graph.export.typeset import typeset
from graph.export.wording import date, line, plain

_WIDTH = 1620  # of the text area of the template, in tenths of a millimetre
_MOST = 45  # characters of a cell that count when columns share the width
_CELL = 14  # characters that fit in a narrow column
_JOINT = re.compile(r"(?<=\w)[._/](?=[^\W\d])")  # where the name of a file may break
_ENDLESS = re.compile(r"\S{36,}")  # addresses, file names; a Swedish compound is broken at its hyphens


def render_pdf(outline: Outline) -> bytes:
    """Return the report as a PDF; the same outline, the same bytes on one machine."""
    places = {part.anchor: number for number, part in _numbered(outline.sections)}
    data = {
        "title": plain(outline.title + (f": {outline.subject}" if outline.subject else "")),
        "municipality": plain(outline.municipality),
        "notice": f"{outline.notice} Profil: {outline.profile}.",
        "seen": f"Sett från {date(outline.date)}." if outline.date else "",
        "colophon": _colophon(outline),
        "figures": [[plain(number), plain(what)] for number, what in outline.figures],
        "caption": plain(outline.picture.caption) if outline.picture else "",
        "alt": plain(outline.picture.alt) if outline.picture else "",
        "sections": [_section(part) for part in outline.sections],
        "quotes": [
            {"number": q.number, "text": _broken(line(q.text)), "place": _broken(f"{q.title}, {q.place}"),
             "back": places.get(outline.cited_in.get(q.number, ""), 0)}
            for q in outline.quotes
        ],
    }  # fmt: skip
    drawing = outline.picture.svg if outline.picture else ""
    return typeset(resource("rapport.typ"), data, drawing)


def _numbered(sections: tuple[Section, ...]) -> Iterator[tuple[int, Section]]:
    """Yield the sections with the number of the chapter each stands in."""
    for number, part in enumerate(sections, start=1):
        yield number, part
        yield from ((number, inner) for _, inner in _numbered(part.parts))


def _broken(text: str, room: int = 40) -> str:
    """Return the text with places to break, `room` characters apart, in words that hyphens cannot help."""
    piece = re.compile(rf"\S{{{room}}}(?=\S)")
    return _ENDLESS.sub(lambda word: piece.sub("\\g<0>\u200b", word[0]), plain(text))


def widths(table: Table) -> list[int]:
    """Return the widths of the columns in tenths of a millimetre, together at most the text area.

    Each has room for the longest word of its header; what is left is shared by the usual length of its
    text.

    >>> widths(Table(caption="", headers=("Namn", "Antal"), rows=(("Dimvalla kommun", "3"),), numbers=(1,)))
    [1379, 240]
    """
    names = table.headers
    least = [min(30 + 19 * max(map(len, name.split()), default=0), _WIDTH // len(names)) for name in names]
    wanted = [max(_usual(table, n) - len(name), 1) for n, name in enumerate(names)]
    rest = _WIDTH - sum(least)
    return [width + rest * share // sum(wanted) for width, share in zip(least, wanted, strict=True)]


def _usual(table: Table, column: int) -> int:
    """Return how many characters nine cells of ten of a column have at most, no more than `_MOST`."""
    lengths = sorted(len(row[column]) for row in table.rows)
    return min(lengths[len(lengths) * 9 // 10], _MOST) if lengths else 0


def _colophon(outline: Outline) -> str:
    kept = f" Grafens kontrollsumma: {outline.graph_hash}." if outline.graph_hash else ""
    return f"Gjord med Samverkanskartan {outline.version}.{kept}"


def _section(part: Section) -> dict[str, object]:
    return {
        "heading": plain(part.heading),
        "intro": plain(part.intro),
        "tables": [_table(table) for table in part.tables],
        "lines": [_line(one) for one in part.lines],
        "rest": left_out(part) if part.left_out else "",
        "missing": [_line(one) for one in part.missing],
        "parts": [_section(inner) for inner in part.parts],
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "caption": plain(table.caption),
        "headers": [plain(text) for text in table.headers],
        "rows": [[_broken(_JOINT.sub("\u200b\\g<0>", text), _CELL) for text in row] for row in table.rows],
        "widths": widths(table),
        "right": [number in table.numbers for number in range(len(table.headers))],
    }


def _line(one: Line) -> dict[str, object]:
    return {
        "lead": _broken(one.lead),
        "text": _broken(one.text),
        "quotes": list(one.quotes),
        "details": [_line(detail) for detail in one.details],
    }
