"""Say what a document is called and what kind of document it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from graph import resources
from graph.model import Block, Section, Text
from graph.read.headings import has_verb, heading_kind
from graph.read.letterhead import pieces
from graph.read.rows import PARAGRAPH_SIGN
from graph.read.signatures import is_name, signature_blocks

_HEAD = 1500
_MUCH = 200_000
_LEAST_POINTS = 3
_LONGEST = 220

# Lines of a letterhead, which are no titles.
_FORM = re.compile(
    r"\d{4}-\d{2}-\d{2}|@|^till |\bwww\.|\bsida \d|\bfastställ[dt]|"
    r"\b(?:datum|vår beteckning|dnr|diarienummer|diarienr|"
    r"telefon|postadress|besöksadress|handläggare|org\.? ?nr|antage?n|antagna|antaget|plats och tid)\b",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(
    r"\b(?:Dnr|Diarienr|Diarienummer|Ärendenr):?\s*(?:[A-ZÅÄÖa-zåäö]{0,5}[ /-]?)?[\d./:–-]+(?: [\d.:/]+)*|"
    r"\b[A-ZÅÄÖ]{2,6}[ -]?\d{2,4}[-/:][\d./:-]+(?: [\d.]+)?",
)
_ALONE = re.compile(
    r"(?:tjänsteskrivelse|tjänsteutlåtande|(?:sammanträdes)?protokoll|protokollsutdrag|kallelse|missiv|rapport|"
    r"revisionsrapport|remiss|yttrande|beslut|skrivelse|information|bilaga)",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:[\w&-]+ ){0,5}[\w-]*(?:kommun|stad|region|nämnden?|styrelsen|förvaltningen|kontoret|förbundet)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:nämnd|styrelse|fullmäktige|utskott|råd|beredning|direktion)(?:en|n|et)?\b", re.IGNORECASE
)
_BODY_AND_DAY = re.compile(r"([A-ZÅÄÖ][\w&, -]{3,60}?)(?:,? (\d{4}-\d{2}-\d{2}))?")
_DAY = re.compile(r"(?:(?:sammanträdes)?datum:? )?(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
# Before the subject of a letter stand those who write, those who are written to, and the day.
_ADDRESSED = re.compile(
    r"till\b|\d{4}-\d{2}-\d{2}$|.{0,40}\bden \d{1,2} [a-zåäö]+ \d{4}$|datum\b|dnr\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^\d{1,2}\.? (?=[A-ZÅÄÖ])")
_SEVERAL = re.compile(r":$|[a-zåäö\d]{3}\. [A-ZÅÄÖ]")  # what only introduces, and several sentences
_TITLE_WORDS = re.compile(
    r"\b(?:svar|yttrande|granskning|om|kring|för|mellan|av|över|på|till|avseende|gällande|i)\b", re.IGNORECASE
)


@cache
def _signs() -> tuple[tuple[str, str, int, re.Pattern[str]], ...]:
    flags = re.IGNORECASE | re.MULTILINE
    rows = resources.lookup("document_kinds")
    return tuple((r["kind"], r["where"], int(r["weight"]), re.compile(r["pattern"], flags)) for r in rows)


def document_kind(text: Text, sections: Sequence[Section], title: str) -> str:
    """Return the `samc:doc-*` concept of a document, "" when no kind has signs enough.

    A document with cases (`§ n`) and decisions is minutes, whatever its case is about.
    """
    kinds = {section.kind for section in sections}
    if any(section.case and section.kind == "head" for section in sections) and kinds & {
        "decision",
        "proposal",
    }:
        return "samc:doc-minutes"
    places = {"title": title, "head": _head(text.tidy, sections), "text": text.tidy[:_MUCH]}
    points: dict[str, int] = {}
    for kind, where, weight, pattern in _signs():
        if pattern.search(places[where]):
            points[kind] = points.get(kind, 0) + weight
    best = max(points, key=lambda kind: points[kind], default="")
    return f"samc:{best}" if points.get(best, 0) >= _LEAST_POINTS else ""


def _head(text: str, sections: Sequence[Section]) -> str:
    """Return the lines of the letterhead and the headings, one a line."""
    head = [b for section in sections if section.kind == "head" for b in section.blocks]
    headings = [section.heading for section in sections if section.heading]
    lines = [text[b.start : b.end] for b in head]
    return "\n".join(("\n".join(lines)[:_HEAD], *(text[h.start : h.end] for h in headings[:50])))


def document_title(text: Text, sections: Sequence[Section]) -> str:
    """Return the title of a document: of its case when it has one, else the best line of its head."""
    cases = {
        section.case: section for section in reversed(sections) if section.case and section.kind == "head"
    }
    if len(cases) == 1:
        title = case_title(text, next(iter(cases.values())))
        if title:
            return title
    lines = list(_candidates(text.tidy, sections))
    if not lines:
        return ""
    best = max(range(len(lines)), key=lambda n: (_points(lines, n), -n))
    title = lines[best][0]
    if title.endswith(".") and has_verb(title):
        return ""  # a text that begins with its first sentence has no title
    if _ALONE.fullmatch(title):
        rest = [line for line, _ in lines if title.casefold() not in line.casefold()]
        title = " ".join((title, *_whose(rest)))
    return _NUMBER.sub("", title)[:_LONGEST]


def _whose(lines: Sequence[str]) -> Iterator[str]:
    """Yield the body and the day in a letterhead, for a document that is called nothing but its kind."""
    body = next((m for m in map(_BODY_AND_DAY.fullmatch, lines) if m and _BODY.search(m[1])), None)
    if body is None:
        return
    yield body[1]
    day = body[2] or next((m[1] for m in map(_DAY.fullmatch, lines) if m), "")
    if day:
        yield day


def case_title(text: Text, section: Section) -> str:
    """Return the title of the case that a section opens: beside its number, or on the line below."""
    if section.heading is None:
        return ""
    line = text.tidy[section.heading.start : section.heading.end]
    beside = _CASE_NUMBER.sub("", line[len(section.heading.marker) :]).strip(" \t-–:,.")
    if len(beside) >= 10:
        return beside
    lines = (text.tidy[b.start : b.end] for b in section.blocks if b.kind != "item")
    return next(
        (
            line
            for line in lines
            if len(line) >= 8 and not _FORM.search(line) and not _CASE_NUMBER.fullmatch(line)
        ),
        "",
    )


def _candidates(text: str, sections: Sequence[Section]) -> Iterator[tuple[str, int]]:
    """Yield the lines of the head with 1 for those that are marked as headings."""
    for section in sections:
        if section.kind == "furniture":
            continue
        if section.heading and not heading_kind(_line(text, section.heading)) and not section.case:
            yield _line(text, section.heading), 1
        if section.kind != "head" or section.case:
            blocks = section.blocks[:1] if section.heading is None else ()
        else:
            blocks = section.blocks
        for block in blocks:
            if block.kind != "item":
                yield from ((part, 0) for part in pieces(_line(text, block)) if len(part) <= _LONGEST)
        if section.kind not in ("head", "furniture"):
            return


def _line(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _points(lines: Sequence[tuple[str, int]], n: int) -> int:
    """Return how much a line looks like a title."""
    line, marked = lines[n]
    points = 3 * marked
    points += 3 * any(where == "title" and pattern.search(line) for _, where, _, pattern in _signs())
    points += 10 <= len(line) <= 150
    points += bool(_TITLE_WORDS.search(line))
    points += 2 * _is_subject(lines, n)
    points -= 5 * bool(_FORM.search(line))
    points -= 2 * bool(_ALONE.fullmatch(line))
    points -= 4 * bool(_OWNER.fullmatch(line))
    points -= 4 * (is_name(line) or bool(signature_blocks([line])))
    points -= (6 if has_verb(line) else 2) * line.endswith(".")
    points -= 4 * bool(_SEVERAL.search(line))
    points -= 4 * (bool(_NUMBER.match(line)) and sum(bool(_NUMBER.match(other)) for other, _ in lines) > 2)
    points -= 3 * bool(PARAGRAPH_SIGN.match(line))
    return points


def _is_subject(lines: Sequence[tuple[str, int]], n: int) -> bool:
    """Return whether a line stands last above the text of a letter, under the addressee or the day."""
    last = n + 1 == len(lines) or lines[n + 1][0].endswith((".", "!", ","))
    if not last or lines[n][0].endswith((".", "!", ",", ":")):
        return False
    return any(_ADDRESSED.match(above) for above, _ in lines[:n])
