"""Blocks that are no text of the document: tables of contents and the furniture of web pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.model import Block
from graph.read.headings import heading_kind, plain_heading, web_kind
from graph.read.rows import PARAGRAPH_SIGN

_PAGE_NUMBER = re.compile(r"(?:[\s.…]+|\t)\d{1,3}$")
_LONGEST_ENTRY = 120


def folded(line: str) -> str:
    """Return what makes two headings the same: no number, no page number, white space and case folded."""
    return " ".join(plain_heading(_PAGE_NUMBER.sub("", line)).casefold().split())


def contents_zone(text: str, parts: Sequence[Block]) -> set[int]:
    """Return the indexes of the blocks of tables of contents, their headings included.

    A table ends where a heading comes for the second time or a sentence begins.
    """
    zone: set[int] = set()
    seen: set[str] | None = None
    for i, block in enumerate(parts):
        line = text[block.start : block.end]
        if seen is None:
            if block.kind != "item" and heading_kind(line) == "contents":
                seen = set()
                zone.add(i)
            continue
        key = _entry_key(line)
        if key in seen or _ends_contents(line, block):
            seen = None
            # The heading over a sentence is no entry.
            if i - 1 in zone and _is_heading(text, parts[i - 1]) and _is_sentence(line):
                zone.discard(i - 1)
            continue
        seen.add(key)
        zone.add(i)
    return zone


def _entry_key(line: str) -> str:
    sign = PARAGRAPH_SIGN.match(line)
    return sign[0] if sign else folded(line)


def _ends_contents(line: str, block: Block) -> bool:
    if _PAGE_NUMBER.search(line):
        return False
    attendance = block.kind == "heading" and heading_kind(line) == "attendance"
    return attendance or len(line) > _LONGEST_ENTRY or _is_sentence(line)


def _is_sentence(line: str) -> bool:
    return line.endswith((".", ":")) and " " in line and not _PAGE_NUMBER.search(line)


def _is_heading(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    if _PAGE_NUMBER.search(line):
        return False
    return block.kind == "heading" or bool(heading_kind(line))


def web_zone(text: str, parts: Sequence[Block]) -> set[int]:
    """Return the indexes of the blocks that are furniture of a web page."""
    zone: set[int] = set()
    tail = False
    for i, block in enumerate(parts):
        line = text[block.start : block.end]
        kind = web_kind(line) if block.kind != "row" else ""
        if kind:
            zone.add(i)
            tail = tail or kind == "webtail"
        elif tail and (block.kind == "heading" or heading_kind(line)):
            tail = False
        elif tail:
            zone.add(i)
    return zone
