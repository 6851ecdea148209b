"""From the raw text of a file to the tidy text that rules match on, with the way back.

In order: clean the characters, take page furniture away, tell headings, list items and table rows
from running text, and join what the layout broke. In the tidy text every block is one line; the
cells of a table row are parted by a tab. Bullets and item numbers are not part of the text (they
stand in `Block.marker`), but a paragraph sign is (`§ 43 Dnr ...`), because texts refer to it.
Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.model import Block, Text
from graph.read.characters import BROKEN, Canon, canonical, without_markup
from graph.read.flattened import FLAT, split_flat
from graph.read.furniture import find_furniture, page_mark_at_end
from graph.read.joining import close_up, joins, runs_into, runs_on, seam, widths
from graph.read.rows import Row, find_rows
from graph.read.source import RawText

_GAP = re.compile(r"[^\S ]\s*| \s+")
_CELL_GAP = re.compile(r"[^\S ][\s|]*| [\s|]+|\|[\s|]*")

Piece = tuple[int, int, str]
"""A span of the canonical text and what the tidy text puts after it."""


@dataclass(slots=True)
class _Draft:
    """A block on its way: the rows it is made of, as pieces of canonical text."""

    kind: str
    level: int
    marker: str
    pieces: list[Piece] = field(default_factory=list)


def tidy(source: RawText) -> tuple[Text, tuple[Block, ...]]:
    """Return the tidy text of a file and its blocks, in the order of the source.

    `Text.offsets` maps each tidy code point to the raw one that it came from. A file without text
    gives an empty tidy text and no blocks.
    """
    canon = canonical(source.raw)
    if source.media == "text/markdown":
        canon = without_markup(canon)
    rows = _without_furniture(find_rows(canon, source.lines), source, canon)
    drafts = [part for draft in _drafts(rows, canon.text) for part in _unflattened(draft, canon.text)]
    return _assemble(canon, drafts, source)


def _without_furniture(rows: list[Row], source: RawText, canon: Canon) -> list[Row]:
    marked = _marked(rows, source, canon)
    found = find_furniture(rows, widths(rows)) | marked
    kept: list[Row] = []
    cut = False
    for i, row in enumerate(rows):
        if i in found:
            cut = True
            continue
        row.cut, cut = cut, False
        if len(row.text) <= 110 and row.text[-1] in ")0123456789" and _is_header(row):
            _trim(row)
        kept.append(row)
    return kept


def _marked(rows: Sequence[Row], source: RawText, canon: Canon) -> set[int]:
    """Return the rows that begin in a span that the format itself marks as furniture."""
    spans = iter(sorted(source.furniture))
    start, end = next(spans, (0, 0))
    found = set()
    for i, row in enumerate(rows):
        raw = canon.offsets[row.start]
        while end <= raw and end > start:
            start, end = next(spans, (0, 0))
        if start <= raw < end:
            found.add(i)
    return found


def _is_header(row: Row) -> bool:
    return row.kind in ("line", "row") and not row.marker


def _trim(row: Row) -> None:
    """Take the page mark off a line of the letterhead."""
    length = len(row.text[: page_mark_at_end(row.text)].rstrip())
    if length:
        row.end = row.start + length
        row.text = row.text[:length]


def _drafts(rows: Sequence[Row], text: str) -> Iterator[_Draft]:
    close_up(rows)
    width = widths(rows)
    draft: _Draft | None = None
    for i, row in enumerate(rows):
        before = rows[i - 1] if i else None
        if draft and before and _continues(rows, i, width.get(before.column, 0)):
            if draft.kind == "heading" and before.kind == "line":
                # Its own words made it a heading; what follows shows that it is a sentence.
                draft.kind = "line"
                draft.marker = "" if "§" in draft.marker else draft.marker
            taken, between = seam(before, row)
            start, end, _ = draft.pieces[-1]
            draft.pieces[-1] = (start, end - taken, between)
            if row.drawn < row.start:
                row.start = row.drawn
            draft.pieces.extend(_pieces(row, text))
            # What comes after is a continuation of the same block, whatever its first line was.
            row.kind, row.marker = before.kind, before.marker
            continue
        if draft:
            yield draft
        draft = _Draft(row.kind, row.level, row.marker, list(_pieces(row, text)))
    if draft:
        yield draft


def _continues(rows: Sequence[Row], i: int, width: int) -> bool:
    """Return whether row i goes on where the row before it ended.

    What looked like a heading by its own words is none when a sentence runs into it or out of it.
    """
    before, row = rows[i - 1], rows[i]
    if row.kind == "heading" and before.kind in ("line", "item") and runs_into(before, row, width):
        row.kind, row.marker = "line", ""
    if before.kind == "heading" and row.kind == "line" and runs_on(before, row, width):
        before.kind = "line"
    return joins(rows, i, width)


def _pieces(row: Row, text: str) -> Iterator[Piece]:
    """Yield the runs of text between the odd white space, or the cell borders, of a row."""
    tabular = row.kind == "row"
    if not tabular and "  " not in row.text and "\t" not in row.text and "\n" not in row.text:
        yield row.start, row.end, ""
        return
    start = row.start
    for gap in (_CELL_GAP if tabular else _GAP).finditer(text, row.start, row.end):
        if gap.start() > start:
            broken = text[gap.start() - 1] == BROKEN
            yield start, gap.start() - broken, "" if broken else _between(gap[0], tabular=tabular)
        start = gap.end()
    if start < row.end:
        yield start, row.end, ""


def _between(gap: str, *, tabular: bool) -> str:
    """Return what the tidy text has for a gap: a tab for each cell border, else one space."""
    if tabular and ("|" in gap or "\t" in gap or "    " in gap):
        return "\t" * max(gap.count("|"), 1)
    return " "


def _unflattened(draft: _Draft, text: str) -> Iterator[_Draft]:
    """Yield a draft, or the headings and paragraphs that can be told apart in one giant line."""
    if len(draft.pieces) != 1 or draft.pieces[0][1] - draft.pieces[0][0] < FLAT:
        yield draft
        return
    start, end, _ = draft.pieces[0]
    for kind, marker, low, high in split_flat(text[start:end]):
        yield replace(draft, kind=kind or draft.kind, marker=marker, pieces=[(start + low, start + high, "")])


def _assemble(canon: Canon, drafts: Sequence[_Draft], source: RawText) -> tuple[Text, tuple[Block, ...]]:
    parts: list[str] = []
    offsets: array[int] = array("I")
    blocks: list[Block] = []
    place = last = 0
    for draft in drafts:
        if blocks:
            parts.append("\n")
            offsets.append(canon.offsets[last])
            place += 1
        begin = place
        for start, end, between in draft.pieces:
            parts += (canon.text[start:end], between)
            offsets.extend(canon.offsets[start:end])
            offsets.extend([canon.offsets[end]] * len(between))
            place += end - start + len(between)
            last = end
        kind = "paragraph" if draft.kind == "line" else draft.kind
        blocks.append(Block(kind=kind, start=begin, end=place, level=draft.level, marker=draft.marker))
    offsets.append(canon.offsets[last])
    return Text(source.raw, "".join(parts), offsets, source.pages), tuple(blocks)
