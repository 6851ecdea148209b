"""rapport.pdf: the outline set by typst, tagged for PDF/UA-1. Text goes in as data, never as markup."""

from __future__ import annotations

from graph.export.outline import Line, Outline, Section, Table, left_out
from graph.export.rendering import resource
from graph.export.typeset import typeset
from graph.export.wording import date, line, plain


def render_pdf(outline: Outline) -> bytes:
    """Return the report as a PDF; the same outline, the same bytes on one machine."""
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
            {"number": q.number, "text": line(q.text), "place": plain(f"{q.title}, {q.place}")}
            for q in outline.quotes
        ],
    }
    drawing = outline.picture.svg if outline.picture else ""
    return typeset(resource("rapport.typ"), data, drawing)


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
        "rows": [[plain(text) for text in row] for row in table.rows],
        "right": [number in table.numbers for number in range(len(table.headers))],
    }


def _line(one: Line) -> dict[str, object]:
    return {
        "lead": plain(one.lead),
        "text": plain(one.text),
        "quotes": list(one.quotes),
        "details": [_line(detail) for detail in one.details],
    }
