"""Physical lines with what can be told of each from itself: marker, heading, table row."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.read.characters import Canon
from graph.read.headings import LONGEST, heading_kind, inline_furniture
from graph.read.source import Line

Span = tuple[int, int]


@dataclass(slots=True)
class Row:
    """A physical line on its way to a block; offsets count code points of the canonical text.

    `kind` is as in `source.Line`; `gap` counts the empty lines before it, `cut` tells that page
    furniture was taken away there; `drawn` is where the line began, marker included; `given` tells
    that the format itself calls it a heading, `spread` that an empty line parts every two lines.
    """

    start: int
    end: int
    text: str
    kind: str
    marker: str
    level: int
    page: int | None
    column: int
    gap: int
    drawn: int
    cut: bool = False
    given: bool = False
    spread: bool = False

    def drop(self, length: int) -> None:
        """Take `length` code points and the white space after them off the start."""
        rest = self.text[length:].lstrip()
        self.start += len(self.text) - len(rest)
        self.text = rest


# A bullet is a bullet by its glyph; dashes, `o` and `*` only when a space follows.
_BULLET = re.compile(
    r"[•·▪▫◦‣⁃∙●○■□◆◇➢➤►▶▸❖✓✔✗➔→\ue000-\uf8ff](?:\s*[•·▪▫◦‣⁃∙●○■□◆◇➢➤►▶▸❖✓✔✗➔→\ue000-\uf8ff])*\s*|[-–—−*o]\s+(?!\d{1,4}\s*[-–—]$)"
)
DASHES = frozenset("-–—−")
_NUMBER = re.compile(
    r"(?:(?:\d{1,2}[.)]|\(\d{1,2}\)|[a-zåäö]\)|\([a-z]\)|[ivx]{1,4}[.)]|[A-H]\))\s+(?=\S)|[A-H]\.\s+(?=[a-zåäö]))"
)
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[A-ZÅÄÖ])")
_DATE = re.compile(r"\d{1,2}\.\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)")
_BARE = re.compile(r"\d{1,2}\s+(?=[A-ZÅÄÖ])")
_MARKDOWN_LINE = re.compile(r"(#{1,6})\s+(?=\S)")

PARAGRAPH_SIGN = re.compile(
    r"(?:(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,5}:?\s+)?§§?\s?\d{1,4}(?:\s?[-–/]\s?\d{1,4})?\s?[a-c]?(?![\w§])|\d{1,3}\s?[a-c]?\s?§)"
)
"""`§ 43`, `KS § 88`, `§ 63/20`, `3 §` at the start of a line."""
_AFTER_SIGN = re.compile(r"\s*(?:$|[-–:]?\s*(?:Dnr|Diarie|Ärende|[A-ZÅÄÖ0-9]))")
_CELLS = re.compile(r"\S\s*(?:\t| {4,})\s*\S")
_LEADER = re.compile(r"(?:\.{5,}|(?:\. ){5,}|…{2,})")


def find_rows(canon: Canon, lines: Sequence[Line]) -> list[Row]:
    """Return the lines that hold text, in the order of the source, each classified by itself."""
    text, offsets = canon.text, canon.offsets
    rows: list[Row] = []
    indents: list[int] = []
    last = 0
    cuts = tuple(match.span() for match in inline_furniture().finditer(text))
    for line in lines:
        begin = max(bisect_left(offsets, line.start), last)
        for start, end in _parts(text, begin, bisect_left(offsets, line.end), cuts):
            bare = text[start:end].lstrip()
            start = end - len(bare)
            gap = max(text.count("\n", last, start) - 1, 0)
            row = Row(
                start, end, bare, line.kind, line.marker, line.level, line.page, line.column, gap, start
            )
            row.given = row.kind == "heading"
            _classify(row)
            rows.append(row)
            indents.append(start - begin)
            last = end
    _set_levels(rows, indents)
    return rows


def _parts(text: str, start: int, end: int, cuts: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of a line that page furniture stands between, without white space behind."""
    inside = cuts[bisect_left(cuts, (start, 0)) : bisect_left(cuts, (end, 0))] if cuts else ()
    for cut, after in (*inside, (end, end)):
        bare = text[start:cut].rstrip()
        if bare:
            yield start, start + len(bare)
        start = after


def _set_levels(rows: Sequence[Row], indents: Sequence[int]) -> None:
    """Give list items that know no level the depth that their indents show."""
    stack: list[int] = []
    for row, indent in zip(rows, indents, strict=True):
        if row.kind != "item":
            # A line in lower case may be the rest of the item before it.
            stack = stack if row.kind == "line" and row.text[0].islower() else []
            continue
        while stack and stack[-1] > indent + 1:
            stack.pop()
        if not stack or indent > stack[-1] + 1:
            stack.append(indent)
        row.level = row.level or len(stack)


def _classify(row: Row) -> None:
    """Give the row the kind and the marker that its own text shows."""
    if row.kind == "row":
        return
    if not row.marker:
        _find_marker(row)
    if row.kind == "line":
        _find_heading(row)
    if row.kind == "line" and _is_tabular(row.text):
        row.kind = "row"


def _is_tabular(text: str) -> bool:
    if ("    " in text or "\t" in text) and _CELLS.search(text):
        return True
    return (".." in text or ". ." in text or "…" in text) and bool(_LEADER.search(text))


def _find_marker(row: Row) -> None:
    text = row.text
    sign = PARAGRAPH_SIGN.match(text) if "§" in text[:16] else None
    if sign:
        if _AFTER_SIGN.match(text, sign.end()) and len(text) <= LONGEST and not text.endswith((".", ",")):
            row.kind, row.marker = "heading", sign[0]
        return
    bullet = _BULLET.match(text)
    number = bullet or (_NUMBER.match(text) if not _DATE.match(text) else None)
    if number is None or number.end() == len(text):
        return
    row.marker = number[0].strip()
    row.drop(number.end())
    if row.kind != "heading":
        row.kind = "heading" if not bullet and heading_kind(row.text) else "item"


def _find_heading(row: Row) -> None:
    text = row.text
    if len(text) > LONGEST:
        return
    decimal = _DECIMAL.match(text) or _BARE.match(text)
    if decimal and (heading_kind(text[decimal.end() :]) or ("." in decimal[0] and text[-1] not in ".,;:")):
        row.marker, row.kind, row.level = decimal[0].strip(), "heading", decimal[0].count(".") + 1
        row.drop(decimal.end())
    elif heading_kind(text):
        row.kind = "heading"
