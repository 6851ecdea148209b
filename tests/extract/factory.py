"""Documents made by hand: lines become blocks, headings open sections."""

from __future__ import annotations

import hashlib
import re
from array import array

from graph import ids
from graph.model import Block, Document, Section, Text

_HEADINGS = {
    "förslag till beslut": "proposal",
    "sammanfattning": "summary",
    "bakgrund": "background",
    "ärendet i sin helhet": "background",
    "beslutsunderlag": "enclosures",
    "bilagor": "enclosures",
    "beslutet expedieras till": "recipients",
    "beslut sänds till": "recipients",
    "beslutet skickas till": "recipients",
    "samverkan": "consultation",
    "beslutande": "attendance",
    "reservation": "reservation",
    "innehåll": "contents",
    "underskrifter": "signatures",
    "relevanta dokument": "furniture",
}
_OWN = re.compile(r"^(?:#+ .*|\S.*s (beslut|bedömning|förslag till beslut|svar|yttrande))$")
_KINDS = {"beslut": "decision", "bedömning": "assessment", "förslag till beslut": "proposal"}


def make_document(text: str, *, name: str = "prov.txt", title: str = "", kind: str = "") -> Document:
    """Return a document of this text; a line that is a known heading, or begins with #, opens a section."""
    raw = text
    digest = hashlib.sha256(raw.encode()).hexdigest()
    sections = tuple(_sections(raw))
    whole = Text(raw, raw, array("L", range(len(raw) + 1)))
    return Document(
        id=f"{ids.slug(name)}-{digest[:8]}",
        name=name,
        media="text/plain",
        sha256=digest,
        text=whole,
        sections=sections,
        title=title or raw.strip().splitlines()[0][:100] if raw.strip() else "",
        kind=kind,
    )


def _sections(text: str) -> list[Section]:
    found: list[Section] = []
    kind, heading, blocks, case, offset = "head", None, [], 0, 0
    for line in text.split("\n"):
        start, end = offset, offset + len(line)
        offset = end + 1
        if not line.strip():
            continue
        opened = _opened(line.strip())
        if opened:
            found.append(Section(kind=kind, heading=heading, blocks=tuple(blocks), case=case))
            case += line.strip().startswith("§")
            kind, heading, blocks = opened, Block(kind="heading", start=start, end=end, level=1), []
        else:
            shape = "item" if line.lstrip()[:1] in "-•" else "paragraph"
            blocks.append(Block(kind=shape, start=start, end=end))
    found.append(Section(kind=kind, heading=heading, blocks=tuple(blocks), case=case))
    return found


def _opened(line: str) -> str:
    low = line.casefold().strip("#* :")
    if low in _HEADINGS:
        return _HEADINGS[low]
    match = _OWN.match(line) if len(line) < 80 else None
    if match:
        return _KINDS.get(match[1] or "", "body")
    return "body" if line.startswith("§ ") and len(line) < 60 else ""
