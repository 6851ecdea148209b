"""Take apart a letterhead that a converter has poured into one line: what is no date, number or field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.read.signatures import is_name

_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_LABELS = (
    r"Datum|Diarienummer|Diarienr|Dnr|Vår beteckning|Er beteckning|Handläggare|Telefon|E-?post|Postadress|"
    r"Besöksadress|Sammanträdesda(?:g|tum)|Tid|Plats|Plats och tid|Dokument(?:typ|ansvar(?:ig)?|namn)|"
    r"Beslutande|Beslutad(?: av)?|Antage?n(?: av)?|Fastställd(?: av)?|Giltighetstid|Gäller (?:för|från|till)|"
    r"Dokumentet gäller för|Version|Reviderad|Utgåva"
)
# What divides the pieces: a field with its colon runs to the next one; the rest are bare values.
_FIELD = re.compile(rf"\b(?:{_LABELS}):.*?(?=\b(?:{_LABELS}):|$)", re.IGNORECASE)
_VALUE = re.compile(
    r"\bsida \d{1,3}(?: av \d{1,3}| ?\(\d{1,3}\))?|"
    rf"\b(?:{_LABELS})\b(?! (?:för|av|i|om|och)\b)(?=\s|$)|"
    rf"\b(?:den )?\d{{1,2}} {_MONTH} \d{{4}}\b|\b{_MONTH} \d{{4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|"
    r"(?-i:\b[A-ZÅÄÖ]{2,6})[ -]?\d{2,4}[-/:][\d./:-]+|\b\d{4}/(?-i:[A-ZÅÄÖ]{2,6}) ?\d+\b|"
    r"\b\d{1,3} ?\(\d{1,3}\)|"
    r"\b0\d{1,3}[-–/ ]\d{2,3}(?: ?\d{2,3}){1,2}\b(?![-–])|\b\d{6}\b|\S+@\S+|\bwww\.\S+",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?!(?i:protokoll|kallelse|rapport|revisionsrapport|yttrande|svar|tjänste|reglemente|sammanträde))"
    r"(?:[A-ZÅÄÖ][\w&-]*(?:, [A-ZÅÄÖ][\w-]*| (?:och|&) [A-ZÅÄÖa-zåäö][\w-]*)* ?){0,4}?"
    r"(?i:\b[\w-]*(?:kommun|stad|region|nämnden?|styrelsen|förvaltningen|kontoret|förbundet))\s+(?=[A-ZÅÄÖ])"
)
_PREPOSITION = (
    r"(?<!\bi)(?<!\bpå)(?<!\bav)(?<!\bför)(?<!\bmed)(?<!\boch)(?<!\bfrån)(?<!\btill)(?<!\bvid)(?<!\binom)"
)
_NAMES = r"(?: [A-ZÅÄÖ][a-zåäöé]+){2,6}"
# After the last word of a title: the municipality, and those who wrote the paper.
_AUTHORS = re.compile(
    rf"(?<=[a-zåäö)]){_PREPOSITION}(?: [A-ZÅÄÖ][a-zåäö-]+ (?:kommun|stad))?(?P<names>{_NAMES})?$"
)
POURED, LOOKED_AT = 60, 600
"""Code points from which on a line may hold a whole letterhead, and beyond which no title is looked for."""


def pieces(line: str) -> Iterator[str]:
    """Yield the parts of a poured letterhead that may be its title; a short line, or one of a kind, as it is.

    >>> list(pieces("3 maj 2031 KS-2031/31 HANDLÄGGARE Ada Ek 08-12 34 56 Skolnämnden Svar på remissen"))
    ['Ada Ek', 'Svar på remissen']
    """
    if len(line) < POURED:
        yield line
        return
    for piece in _VALUE.split(_FIELD.sub("\n", line[:LOOKED_AT])):
        for part in piece.split("\n"):
            bare = _without_ends(" ".join(part.split()).strip(" ,;–-"))
            if bare:
                yield bare


def _without_ends(text: str) -> str:
    """Return a piece without whose paper it is before it, and its authors behind it."""
    owner = _OWNER.match(text)
    if owner and len(text) - owner.end() > len("Svar på remiss"):
        text = text[owner.end() :]
    authors = _AUTHORS.search(text)
    if authors and authors.group() and (not authors["names"] or is_name(authors["names"].strip())):
        text = text[: authors.start()]
    return text
