"""An outline as Markdown, in which no text of a document can be markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.export.citations import Quote
from graph.export.outline import Line, Outline, Section, Table, left_out
from graph.export.wording import date

# What CommonMark, pipe tables and the linkers of web forges act on; a letter or a digit stays as it is.
_NEEDED = re.compile(r"[\\`*_{}\[\]#|<>&~$^]|(?<=[a-z]):(?=//)|^(?:[-+=]|\d+[.)])|(?<=\w)@(?=\w)|\bwww\.")


def escaped(text: str) -> str:
    r"""Return the text on one line with everything that Markdown could act on made inert.

    >>> escaped("<b>[x](javascript:y)")
    '&lt;b&gt;\\[x\\](javascript:y)'
    """
    return _NEEDED.sub(_inert, " ".join(text.split()))


def _inert(match: re.Match[str]) -> str:
    entities = {"<": "&lt;", ">": "&gt;", "&": "&amp;", ":": "&#58;", "@": "&#64;", "www.": "www&#46;"}
    found = match[0]
    if found in entities:
        return entities[found]
    # A number at the start would open a list: the mark after it is what needs the backslash.
    return f"{found[:-1]}\\{found[-1]}" if len(found) > 1 else f"\\{found}"


def render(outline: Outline) -> Iterator[str]:
    """Yield the report, piece by piece, as CommonMark with pipe tables."""
    subject = f": {escaped(outline.subject)}" if outline.subject else ""
    yield f"# {escaped(outline.title)}{subject} – {escaped(outline.municipality)}\n\n"
    seen = f" Sett från {date(outline.date)}." if outline.date else ""
    yield f"*{escaped(outline.notice)} Profil: {escaped(outline.profile)}.{seen}*\n\n"
    for number, part in enumerate(outline.sections, start=1):
        yield from _section(part, 2, f"{number}. ")
        if number == 1 and outline.picture:
            yield f"*{escaped(outline.picture.caption)} (karta.svg).* {escaped(outline.picture.alt)}\n\n"
    yield "## Bilaga: citat\n\n"
    for quote in outline.quotes:
        yield _quote(quote)
    if outline.graph_hash:
        yield f"\nSamverkanskartan {outline.version}. Grafens kontrollsumma: `{outline.graph_hash}`\n"


def _section(part: Section, level: int, prefix: str = "") -> Iterator[str]:
    yield f"{'#' * level} {prefix}{escaped(part.heading)}\n\n"
    if part.intro:
        yield f"{escaped(part.intro)}\n\n"
    for table in part.tables:
        yield from _table(table)
    for line in part.lines:
        yield from _line(line, 0)
    if part.left_out:
        yield f"\n{escaped(left_out(part))}\n"
    if part.lines:
        yield "\n"
    if part.missing:
        yield "**Härlett av verktyget** (inte sagt i någon källa):\n\n"
        yield from (text for line in part.missing for text in _line(line, 0))
        yield "\n"
    for inner in part.parts:
        yield from _section(inner, level + 1)


def _line(line: Line, depth: int) -> Iterator[str]:
    lead = f"**{escaped(line.lead)}** " if line.lead else ""
    marks = "".join(f" [\\[{n}\\]](#citat-{n})" for n in line.quotes)
    yield f"{'  ' * depth}- {lead}{escaped(line.text)}{marks}\n"
    for detail in line.details:
        yield from _line(detail, depth + 1)


def _table(table: Table) -> Iterator[str]:
    yield f"**{escaped(table.caption)}**\n\n"
    yield f"| {' | '.join(map(escaped, table.headers))} |\n"
    yield f"|{'|'.join('---:' if n in table.numbers else '---' for n in range(len(table.headers)))}|\n"
    for row in table.rows:
        yield f"| {' | '.join(map(escaped, row))} |\n"
    yield "\n"


def _quote(quote: Quote) -> str:
    place = f"{escaped(quote.title)}, {escaped(quote.place)}"
    return f'<a id="citat-{quote.number}"></a>\\[{quote.number}\\] ”{escaped(quote.text)}” – *{place}*\n\n'
