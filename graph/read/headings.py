"""The vocabulary of headings and of lines that are not read, from `lookups/headings.csv`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from graph import resources

LONGEST = 110
"""No heading is longer than this many code points."""

# Of these kinds no heading is a whole sentence.
_VERBLESS = frozenset(("proposal", "summary", "background", "assessment", "body"))

_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-ZÅÄÖ]\.|[IVX]{1,4}\.)\s+(?=\S)")
_LEADER = re.compile(r"\s*(?:\.{4,}|(?:\. ){4,}\.?|…{2,}|_{4,})\s*\d{0,4}$")
_REFERENCE = re.compile(r"(?<=beslut)(?:,? (?:den )?\d{4}-\d{2}-\d{2})?,? §§? ?\d{1,4}(?:[/–-]\d{1,4})?$")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return one regular expression for each kind of line."""
    rows: dict[str, list[str]] = {}
    for row in resources.lookup("headings"):
        rows.setdefault(row["kind"], []).append(row["pattern"])
    patterns = {kind: re.compile(f"(?:{'|'.join(found)})", re.IGNORECASE) for kind, found in rows.items()}
    patterns["verb"] = re.compile(rf"\b(?:{'|'.join(rows['verb'])})\b")
    return patterns


@cache
def _section_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    other = {"pagefoot", "inline", "web", "webtail", "verb"}
    return tuple((kind, pattern) for kind, pattern in _patterns().items() if kind not in other)


def plain_heading(text: str) -> str:
    """Return a heading without its number, colon, dotted leader and the reference of a decision (§ 31)."""
    text = _REFERENCE.sub("", _LEADER.sub("", text[:LONGEST]))
    number = _NUMBER.match(text)
    return text[number.end() if number else 0 :].rstrip(" :\t")


def heading_kind(text: str) -> str:
    """Return the section kind that this heading opens, `samverkan` when its content decides, or "".

    >>> heading_kind("Beslutet skickas till:")
    'recipients'
    >>> heading_kind("Vi fortsätter arbetet")
    ''
    """
    if not 3 <= len(text) <= LONGEST or text[0].islower() or text[-1] in ".,;-":
        return ""
    return _kind(text)


@lru_cache(maxsize=20_000)
def _kind(text: str) -> str:
    heading = " ".join(plain_heading(text).split())
    if not heading[:1].isupper():
        return ""
    kind = next((kind for kind, pattern in _section_patterns() if pattern.fullmatch(heading)), "")
    return "" if kind in _VERBLESS and has_verb(heading) else kind


def has_verb(text: str) -> bool:
    """Return whether a line of text says something: it has one of the finite verbs that are common here.

    >>> has_verb("Nämnden godkänner förvaltningens förslag till svar"), has_verb("Mål och uppföljning")
    (True, False)
    """
    return bool(_patterns()["verb"].search(text))


def is_page_foot(text: str) -> bool:
    """Return whether a line is page furniture wherever it stands."""
    return len(text) <= 160 and bool(_patterns()["pagefoot"].fullmatch(text))


def web_kind(text: str) -> str:
    """Return `web` for a line of web furniture, `webtail` where the rest is furniture too, or ""."""
    if len(text) > 400:
        return ""
    line = text.rstrip(" :")
    return next((kind for kind in ("webtail", "web") if _patterns()[kind].fullmatch(line)), "")


def inline_furniture() -> re.Pattern[str]:
    """Return the pattern of page furniture that stands in the middle of a line."""
    return _patterns()["inline"]
