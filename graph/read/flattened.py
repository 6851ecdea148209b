"""Find headings in a text that a converter has poured into one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from graph.read.headings import heading_kind

FLAT = 400
"""A line of at least this many code points may be a whole document."""

# A number and up to six words, the first with a capital; which words belong is tried out below.
_NUMBERED = re.compile(r"(?<=\s)(\d{1,2}(?:\.\d{1,2}){0,2}\.?) (?=[A-ZÅÄÖ])")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_][.!?]) (?=[A-ZÅÄÖ])")
_CONTENTS = re.compile(r"(?<=\s)(?=Innehåll(?:sförteckning)? \d)")
_PAGE = re.compile(r"(?<=[.!?])\s+\d{1,3}$")
_WORD = re.compile(r"\S+")

Span = tuple[str, str, int, int]
"""Kind ("" for running text), marker, start, end."""


def split_flat(text: str) -> Iterator[Span]:
    """Yield the headings and the text between them; one span when no heading is clear."""
    done = 0
    for kind, marker, start, body, end in _headings(text):
        if start < done:
            continue
        yield from _running(text, done, start)
        yield kind, marker, body, end
        done = end
    yield from _running(text, done, len(text))


def _running(text: str, start: int, end: int) -> Iterator[Span]:
    part = _PAGE.sub("", text[start:end].rstrip())
    bare = part.lstrip()
    if bare:
        yield "", "", start + len(part) - len(bare), start + len(part)


def _headings(text: str) -> list[tuple[str, str, int, int, int]]:
    """Return (kind, marker, start, start of the words, end) of each clear heading, in order."""
    found = []
    for match in _NUMBERED.finditer(text):
        end = known_heading(text, match.end())
        if end:
            found.append(("heading", match[1], match.start(), match.end(), end))
    # A numbered heading that comes again was an entry of the table of contents the first time.
    titles = Counter((f[1], text[f[3] : f[4]]) for f in found)
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for heading in found:
        title = (heading[1], text[heading[3] : heading[4]])
        seen[title] += 1
        if seen[title] == titles[title]:
            kept.append(heading)
    for match in _CONTENTS.finditer(text):
        word = _WORD.match(text, match.start())
        if word:
            kept.append(("heading", "", match.start(), match.start(), word.end()))
    for match in _SENTENCE_END.finditer(text):
        end = known_heading(text, match.end())
        if end:
            kept.append(("heading", "", match.end(), match.end(), end))
    return sorted(kept, key=lambda heading: heading[2])


def known_heading(text: str, start: int) -> int:
    """Return the end of the known heading that begins here before a new capital; 0 when there is none.

    >>> known_heading("Sammanfattning Rådet möts varje vecka.", 0)
    14
    """
    end = 0
    for count, word in enumerate(_WORD.finditer(text, start, start + 80)):
        if count == 6:
            break
        following = text[word.end() + 1 : word.end() + 2]
        if word[0].endswith((".", ",")):
            break
        if (following.isupper() or following.isdigit()) and heading_kind(text[start : word.end()]):
            end = word.end()
    return end
