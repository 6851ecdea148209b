"""Chapters of a text that are about one body each: from a heading that is its name to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.model import Document, Mention, Node

_NUMBERED = re.compile(r"\d+(?:\.\d+)* ?§")
_SIGNS = " \t*#:.–-0123456789§"


def find_chapters(doc: Document, mentions: Sequence[Mention], kinds: str = "O") -> dict[int, Node]:
    """Return section number -> body; `mentions` are sorted, `kinds` are those of what may head a chapter.

    A chapter goes on over the headings of a lower level and over numbered paragraphs.
    """
    found: dict[int, Node] = {}
    named = {m.start: m for m in mentions if m.kind in kinds}
    current: Node | None = None
    level = 0
    for number, section in enumerate(doc.sections):
        heading = section.heading
        if heading is None:
            continue
        text = doc.text.tidy[heading.start : heading.end]
        start = heading.start + len(text) - len(text.lstrip(_SIGNS))
        head = named.get(start)
        if head and not doc.text.tidy[head.end : heading.end].strip(_SIGNS):
            current, level = head.node, heading.level
        elif heading.level <= level and not _NUMBERED.match(text):
            current = None
        if current:
            found[number] = current
    return found
