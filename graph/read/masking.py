"""Mask personal identity numbers, and recognise documents that bear a mark of secrecy.

Both run on the raw text before anything is stored, logged or indexed. A personal identity number
is a date of birth (day + 60 in a coordination number) and four digits, the last a check digit; an
organisation number has at least 20 in the place of the month, so it never passes as a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MASK = "X"
"""Stands for each digit that was masked; separators stay, so that offsets do."""

# What OCR makes of 0 and 1.
_DIGIT = r"[\dOoIl|]"
_TWO = _DIGIT + _DIGIT
_INVISIBLE = "[\u00ad\u200b\u200c\u200d\u2060\ufeff]*"
_GAP = rf"{_INVISIBLE}[ \t\xa0]?\n?[ \t]?{_INVISIBLE}"
_DASH = "[-+–−‐‑]"
_CENTURY = r"(?:(?:[1Il|][89]|2[0Oo]) ?)?"
_FORMS = (
    rf"{_CENTURY}{_DIGIT}{{6}}{_GAP}{_DASH}?{_GAP}{_DIGIT}{{4}}",
    rf"{_CENTURY}{_TWO}(?P<part>[ .-]){_TWO}(?P=part){_TWO}{_GAP}{_DASH}{_GAP}{_TWO}{_TWO}",
    rf"{_CENTURY}{_TWO} {_TWO} {_TWO} {_TWO}{_TWO}",
    rf"(?:\d ){{6,8}}(?:{_DASH} )?(?:\d ){{3}}\d",
    rf"(?:19|20)?\d{{6}}{_DASH}[TRSUWXJKLMN]\d{{3}}",
)
# A word may be glued to the number, but a case number (KS/..., 2023-...) is another thing.
_CANDIDATE = re.compile(rf"(?<![\dA-ZÅÄÖ_])(?<![\dA-ZÅÄÖ][-/])(?:{'|'.join(_FORMS)})(?!\d)(?![-/]\d)")
# Where to look more closely: a run of digits and what may part them; letters at its ends need room.
_COARSE = re.compile("\\d[\\dOoIl| \t\n.+–−‐‑\xa0\u00ad\u200b\u200c\u200d\u2060\ufeff-]{6,}")
_ROOM = 8
_OTHER_NUMBER = re.compile(
    r"(?:\btel|telefon\w*|mobil\w*|växel|\bfax|\bsms|\bring|\bdnr|diarie\w*|ärende ?n(?:umme)?r|beteckning"
    r"|bankgiro|plusgiro)"
    r"[.:]?[ \t]*(?:nr|nummer)?[.:]?[ \t]*$",
    re.IGNORECASE,
)
_TEMPORARY = "TRSUWXJKLMN"
_READ = str.maketrans("OoIl|", "00111")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def mask(raw: str) -> tuple[str, int]:
    """Return the text, of the same length, with personal identity numbers masked, and their count.

    >>> mask("Född 811228-9874.")
    ('Född XXXXXX-XXXX.', 1)
    >>> mask("Org.nr 556036-0793")
    ('Org.nr 556036-0793', 0)
    """
    parts: list[str] = []
    done = count = 0
    for start, end in _numbers(raw):
        parts += (raw[done:start], re.sub(rf"[\dOoIl|{_TEMPORARY}]", MASK, raw[start:end]))
        done, count = end, count + 1
    return ("".join((*parts, raw[done:])), count) if count else (raw, 0)


def _numbers(raw: str) -> Iterator[tuple[int, int]]:
    done = 0
    for coarse in _COARSE.finditer(raw):
        start, end = max(done, coarse.start() - _ROOM), coarse.end() + _ROOM
        for match in _CANDIDATE.finditer(raw, start, end):
            before = raw[max(0, match.start() - 30) : match.start()]
            if _is_personal(match[0]) and not _OTHER_NUMBER.search(before):
                yield match.span()
                done = match.end()


def _is_personal(found: str) -> bool:
    """Return whether the digits are a date of birth and, but for temporary numbers, check out."""
    if len(re.findall(r"\d", found)) < 6:
        return False
    digits = "".join(re.findall(rf"[\d{_TEMPORARY}]", found.translate(_READ)))[-10:]
    if not _is_birth(digits[2:4], digits[4:6]):
        return False
    return digits[6] in _TEMPORARY or _luhn(digits)


def _is_birth(month: str, day: str) -> bool:
    if not (month + day).isdecimal() or not 1 <= int(month) <= 12:
        return False
    return 1 <= (int(day) - 60 if int(day) > 60 else int(day)) <= _DAYS[int(month) - 1]


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (2 - i % 2) for i, digit in enumerate(number))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


# Without one of these no pattern below can match.
_SIGNS = ("sekretess", "hemlig", "skydda", "individärende", "lvu", "lvm", "lpt")
_TOP_LINES = 15
_CAPITALS = r"(?:SEKRETESS|HEMLIG|KVALIFICERAT HEMLIG|SKYDDADE PERSONUPPGIFTER|SKYDDAD IDENTITET)"
_MARKED = (
    r"(?:handlingen är )?(?:sekretessbelag[dt]|sekretessmarkera[dt]|sekretesskyddad|hemligstämplad)"
    r"(?: handling| uppgifter?| ärende)?|skyddade personuppgifter|skyddad (?:identitet|folkbokföring)"
    r"|individärenden?(?:[ ,–-]+(?:sekretess|(?:enligt )?(?:LVU|LVM|SoL|LSS))\b.{0,40})?"
)
_LAW = r"(?:OSL|offentlighets- och sekretesslagen)(?: \(2009:400\))?"
_CHAPTER = r"\d{1,2} ?kap\.?(?: \d{1,2} ?[a-c]? ?§§?)?"
_BY_LAW = (
    r"(?:handlingen |uppgifterna |dokumentet )?(?:omfattas av |är belagd med )?"
    r"(?:sekretess|hemlig|sekretessbelag[dt])"
    r",? (?:enligt|jml|jfr|med stöd av|gäller enligt) "
)
_TOP_STAMP = re.compile(
    rf"\W*(?:OBS!? ?)?(?:{_CAPITALS}|(?i:{_MARKED})|(?i:{_BY_LAW}(?:{_LAW}|{_CHAPTER}).{{0,50}}))[ !.:*)\]]*"
)
_STAMP = re.compile(rf"(?i:\W*(?:OBS!? ?)?{_BY_LAW}(?:(?:{_LAW} )?{_CHAPTER}(?: (?:i )?{_LAW})?)\W*)")
_PROTECTED = re.compile(
    r"(?i:\b(?:har|lever med|bor med) "
    r"(?:skyddade personuppgifter|skyddad (?:identitet|folkbokföring)|sekretessmarkering)\b)"
)
_INDIVIDUAL = re.compile(
    r"(?i:\b(?:omedelbart omhändertagande|beredas vård|bereds vård|ansökan om vård|vård med stöd av)\b.{0,80}"
    r"\b(?:LVU|LVM|LPT)\b)"
)
_MASKED = re.compile(r"X{6,8}[-+ ]?X{4}")


def secrecy(raw: str) -> str:
    """Return why the document must be put in quarantine, in Swedish, or "".

    A mark is a stamp: a line of its own that says nothing else. A document that has secrecy as a
    topic (a routine, an agreement on sharing information) bears none.
    """
    folded = raw.casefold()
    if not any(sign in folded for sign in _SIGNS):
        return ""
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    # A line that the next one continues is part of a sentence.
    alone = [not after[:1].islower() and line for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    if any(line and len(line) <= 100 and _TOP_STAMP.fullmatch(line) for line in alone[:_TOP_LINES]):
        return "Handlingen bär en sekretessmarkering överst."
    if any(line and _is_stamp(line) for line in alone):
        return "Handlingen bär en sekretesstämpel med hänvisning till lag."
    if not _MASKED.search(raw) and not mask(raw)[1]:
        return ""
    if _PROTECTED.search(raw):
        return "Handlingen rör en person med skyddade personuppgifter."
    return "Handlingen ser ut att vara ett individärende." if _INDIVIDUAL.search(raw) else ""


def _is_stamp(line: str) -> bool:
    return len(line) <= 140 and not line.lstrip("[(* ")[:1].islower() and bool(_STAMP.fullmatch(line))
