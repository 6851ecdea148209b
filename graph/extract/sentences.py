"""Sentences of a block, as spans of the tidy text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    "bl bl.a ca dir dnr dr d.v.s dvs ev ex exkl fig fr.o.m forts inkl jfr kap kl km kr m.a.o m.fl m.m mfl mm mom "
    "moms nr o.d o.dyl osv p.g.a pga prop resp s.k sid sk st t.ex t.o.m tel tex tf tom t.v vd äv".split()
)
_END = re.compile(r"[.!?][”\"’')\]]*(?=\s+(?!Något som |Vilket )[”\"’'(\[]*[A-ZÅÄÖ0-9–-])")
_LAST_WORD = re.compile(r"[\wåäö.]+$", re.IGNORECASE)


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sentences in text[start:end], trimmed, in order.

    A fragment that hangs on the sentence before it ("Något som ...") stays with it. A full stop ends a
    sentence when a capital, digit or quotation mark follows and the word before
    it is no abbreviation, no initial and no ordinal number.

    >>> [s for s in split_sentences("Se t.ex. KF. Den 3. maj.", 0, 24)]
    [(0, 12), (13, 24)]
    """
    first = start
    for match in _END.finditer(text, start, end):
        if match.group().startswith(".") and not _is_full_stop(text, first, match.start()):
            continue
        yield from _trim(text, first, match.end())
        first = match.end()
    yield from _trim(text, first, end)


def _is_full_stop(text: str, first: int, stop: int) -> bool:
    # Forty characters hold any abbreviation; looking further back would make long blocks quadratic.
    word = _LAST_WORD.search(text[max(first, stop - 40) : stop])
    if word is None:
        return True
    last = word.group().casefold().strip(".")
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return False
    # "1. Nämnden": a short number that opens the sentence numbers it.
    opens = not text[first : stop - len(word.group())].strip()
    return not (opens and last.isdigit() and len(last) <= 2)


# "att anta planen, att uppdra åt X att ..., samt att ...": each att of a decision is a point of its own.
_POINT = re.compile(
    r"[,;](?:\s+(?:och|samt))?\s+(?=att\s+(?:anta|uppdra|ge|godkänna|överlämna|översända|förelägga|tilldela|avsluta"
    r"|fastställa|notera|lägga|bifalla|avslå|låta|bevilja|utse|hemställa|rekommendera|anmoda|remittera|sända|skicka"
    r"|besvara|upphäva|inrätta|avskriva|förklara|bemyndiga|återremittera|tillstyrka|avstyrka|ställa|yttra|uppmana"
    r"|begära|ingå|teckna|utöka|inleda|föreslå|avge|entlediga|delegera|tacka|ta)\b)"
)


def split_points(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the points of a decision that runs on in one sentence, in order.

    >>> decision = "Nämnden beslutar att anta planen, samt att ge kontoret i uppdrag att följa den."
    >>> [decision[a:b] for a, b in split_points(decision, 0, len(decision))]
    ['Nämnden beslutar att anta planen,', 'att ge kontoret i uppdrag att följa den.']
    """
    first = start
    for match in _POINT.finditer(text, start, end):
        if "att " in text[first : match.start()]:
            yield first, match.start() + 1
            first = match.end()
    yield first, end


LONGEST = 1_500
"""Code points of a sentence; a longer run without a full stop is read in pieces, so that no frame costs more."""


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield from _trim(text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
