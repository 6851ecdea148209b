"""Text files: plain text and Markdown. The raw text is the file's own, lines are its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from graph.read.sniff import MARKDOWN, TEXT
from graph.read.source import Line, RawText

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+")
_ATX_END = re.compile(r"[ \t]+#+[ \t]*$")
_QUOTE = re.compile(r"[ \t]{0,3}>[> \t]*")
_ITEM = re.compile(r"([ \t]*)([-*+•·–]|\d{1,3}[.)]|[a-zåäö][.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_UNDERLINE = re.compile(r"(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_FRONT_TITLE = re.compile(r"(?:title|titel)[ \t]*:[ \t]*[\"']?([^\"'\n]*)", re.IGNORECASE)
_MOST_FRONT_LINES = 50
_INDENT = 2  # columns of one list level; four-column indents give two levels, which harms nobody


def read_plain(raw: str, pages: tuple[int, ...], notes: tuple[str, ...]) -> RawText:
    """Return plain text with one "line" for each physical line; `pages` are starts after form feeds."""
    lines = tuple(
        Line(start=start, end=end, kind="line", page=_page(pages, start)) for start, end in _spans(raw)
    )
    return RawText(raw=raw, lines=lines, pages=pages, media=TEXT, notes=notes)


def read_markdown(raw: str, pages: tuple[int, ...], notes: tuple[str, ...]) -> RawText:
    """Return Markdown: raw is the file, lines cover what stands behind the block markup.

    Rules, table rules, fences, comments and front matter are no lines; inline markup stays in.
    """
    spans = list(_spans(raw))
    title, first = _front_matter(raw, spans)
    lines = tuple(_markdown_lines(raw, spans[first:], pages))
    return RawText(raw=raw, lines=lines, pages=pages, media=MARKDOWN, title=title, notes=notes)


def _spans(raw: str) -> Iterator[tuple[int, int]]:
    breaks = [-1, *(found.start() for found in re.finditer("\n", raw)), len(raw)]
    for before, after in pairwise(breaks):
        yield before + 1, after


def _page(pages: tuple[int, ...], offset: int) -> int | None:
    return bisect_right(pages, offset) or None


def _front_matter(raw: str, spans: list[tuple[int, int]]) -> tuple[str, int]:
    """Return the title in YAML front matter and the number of lines that it takes."""
    if raw[slice(*spans[0])].rstrip() != "---":
        return "", 0
    title = ""
    for number, (start, end) in enumerate(spans[1:_MOST_FRONT_LINES], 1):
        line = raw[start:end]
        if line.rstrip() == "---":
            return title, number + 1
        if found := _FRONT_TITLE.match(line):
            title = found[1].strip()
    return "", 0


def _markdown_lines(raw: str, spans: list[tuple[int, int]], pages: tuple[int, ...]) -> Iterator[Line]:
    in_comment = False
    for number, (start, end) in enumerate(spans):
        text = raw[start:end]
        was_comment, in_comment = in_comment, _in_comment(text, in_comment)
        if was_comment or in_comment or _is_markup(text, raw, spans, number):
            continue
        following = raw[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        yield _markdown_line(text, start, following, _page(pages, start))


def _in_comment(text: str, inside: bool) -> bool:
    """Tell whether an HTML comment is open at the end of the line."""
    if not inside and "<!--" not in text:
        return False
    return text.rfind("-->") < text.rfind("<!--") if "<!--" in text else "-->" not in text


def _is_markup(text: str, raw: str, spans: list[tuple[int, int]], number: int) -> bool:
    if _FENCE.match(text) or _RULE.match(text) or ("|" in text and _TABLE_RULE.match(text)):
        return True
    before = raw[slice(*spans[number - 1])] if number else ""
    return bool(before.strip()) and _UNDERLINE.match(text) is not None


def _markdown_line(text: str, start: int, following: str, page: int | None) -> Line:
    quote = _QUOTE.match(text)
    skip = quote.end() if quote else 0
    end = len(text.rstrip())
    if found := _ATX.match(text, skip):
        closing = _ATX_END.search(text, found.end())
        end = closing.start() if closing else end
        return _line(start, found.end(), end, "heading", page, level=len(found[1]))
    if _UNDERLINE.match(following) and text.strip() and "|" not in text:
        level = 1 if following.startswith("=") else 2
        return _line(start, skip, end, "heading", page, level=level)
    if found := _ITEM.match(text, skip):
        level = len(found[1].expandtabs(4)) // _INDENT + 1
        return _line(start, found.end(), end, "item", page, level=level, marker=found[2])
    if text.lstrip().startswith("|"):
        return _row(text, start, page)
    return _line(start, skip, end, "line", page)


def _row(text: str, start: int, page: int | None) -> Line:
    """Return a table row without its outer bars."""
    first = text.index("|") + 1
    last = len(text.rstrip())
    last = last - 1 if last > first and text[last - 1] == "|" else last
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return _line(start, first, last, "row", page)


def _line(
    start: int, first: int, last: int, kind: str, page: int | None, *, level: int = 0, marker: str = ""
) -> Line:
    return Line(
        start=start + first, end=start + max(first, last), kind=kind, level=level, marker=marker, page=page
    )
