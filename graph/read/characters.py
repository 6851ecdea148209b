"""Clean the characters of a text without losing the way back to it.

A `Canon` is a text with one raw offset per code point. Every clean-up is a list of edits: spans
that are replaced or dropped. Edits compose, so that after any number of passes each character
still knows where in the file it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Replace [start, end) by the string; edits are sorted and do not overlap."""


@dataclass(frozen=True, slots=True)
class Canon:
    """A cleaned text; `offsets[i]` is the raw offset of code point i, with one more for the end."""

    text: str
    offsets: array[int]

    def edited(self, edits: Iterable[Edit]) -> Canon:
        """Return the text with the edits carried out; a replacement maps to what it replaced."""
        edits = tuple(edits)
        if not edits:
            return self
        parts: list[str] = []
        offsets: array[int] = array("I")
        done = 0
        for start, end, replacement in edits:
            parts.append(self.text[done:start])
            offsets.extend(self.offsets[done:start])
            parts.append(replacement)
            # The first character takes the place of the first, the others those of the last.
            length = len(replacement)
            places = (max(start, end - length + i) if i else start for i in range(length))
            offsets.extend(self.offsets[place] for place in places)
            done = end
        parts.append(self.text[done:])
        offsets.extend(self.offsets[done:])
        return Canon("".join(parts), offsets)


# Same length: odd spaces, the C1 controls that cp1252 uses for printed characters, odd hyphens.
_CP1252 = {
    chr(code): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_SPACES = "\r\x0b\x0c\x1c\x1d\x1e\x1f\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True)
)
_REPLACED = {**_CP1252, **dict.fromkeys(_SPACES, " "), "\u2010": "-", "\u2011": "-", **_LIGATURES}

# A soft hyphen at a line end is a hyphenation that was carried out; elsewhere it is nothing.
BROKEN = "\u2010"
_SOFT = r"(?P<soft>\u00ad(?=[ \t]*\n))"
_DROPPED = (
    r"\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_ODD = re.compile(f"{_SOFT}|[{re.escape(''.join(_REPLACED))}]|[{_DROPPED}]")

_MARKED = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")

# Six letters or more: shorter runs are as likely a row of party letters.
_LETTERS = re.compile(r"(?<!\S)[A-ZÅÄÖ](?: [A-ZÅÄÖ]){5,}(?!\S)")
_FRAGMENTS = re.compile(r"(?m)^[ \t]*([A-ZÅÄÖ]{1,3}(?: [A-ZÅÄÖ]{1,3}){3,})[ \t]*$")
_BROKEN_WORD = re.compile(r"- ([^\W\d_]{2,})")
_WORD_BEFORE = re.compile(r"\w*[^\W\d_]$")
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W\d_]{4,}")
SUSPENDED = frozenset(("och", "samt", "eller", "respektive", "till", "men", "resp"))
"""Words after which a hyphen at the end of a word stands for a part that is yet to come."""


def canonical(raw: str) -> Canon:
    """Return the text in NFC with plain spaces, without invisible characters and broken words."""
    canon = Canon(raw, array("I", range(len(raw) + 1)))
    for find in (_odd_characters, _decomposed, _letter_spaced, _letter_fragments, _broken_words):
        canon = canon.edited(find(canon.text))
    return canon


def _odd_characters(text: str) -> Iterator[Edit]:
    for match in _ODD.finditer(text):
        yield match.start(), match.end(), BROKEN if match["soft"] else _REPLACED.get(match[0], "")


def _decomposed(text: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _MARKED.finditer(text):
        if not unicodedata.is_normalized("NFC", match[0]):
            yield from _composed(match[0], match.start())


def _composed(run: str, place: int) -> Iterator[Edit]:
    """Yield an edit for each cluster of the run (a base character with its marks) that composes."""
    start = 0
    for i in range(1, len(run) + 1):
        pair = run[i - 1 : i + 1]
        if i < len(run) and (unicodedata.combining(run[i]) or not unicodedata.is_normalized("NFC", pair)):
            continue
        cluster = run[start:i]
        if not unicodedata.is_normalized("NFC", cluster):
            yield place + start, place + i, unicodedata.normalize("NFC", cluster)
        start = i


def _letter_spaced(text: str) -> Iterator[Edit]:
    for match in _LETTERS.finditer(text):
        yield from _closed_up(match[0], match.start())


def _letter_fragments(text: str) -> Iterator[Edit]:
    """Yield the spaces of a line such as `PRO T OK OL L` when the document knows the word."""
    found = list(_FRAGMENTS.finditer(text))
    words = set(_WORD.findall(text.casefold())) if found else set()
    for match in found:
        if match[1].replace(" ", "").casefold() in words:
            yield from _closed_up(match[1], match.start(1))


def _closed_up(spaced: str, place: int) -> Iterator[Edit]:
    return ((place + i, place + i + 1, "") for i, char in enumerate(spaced) if char == " ")


def _broken_words(text: str) -> Iterator[Edit]:
    """Yield the hyphen and space of `rättvi- sande` when the document knows the whole word."""
    found = [
        m for m in _BROKEN_WORD.finditer(text) if text[m.start() - 1].isalpha() and m[1] not in SUSPENDED
    ]
    words = set(_WORD.findall(text.casefold())) if found else set()
    for match in found:
        before = _WORD_BEFORE.search(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
        if before and (before[0] + match[1]).casefold() in words:
            yield match.start(), match.start(1), ""


_MARKUP = re.compile(
    r"(?P<link>!?\[(?P<text>[^\[\]\n]{0,500})\]\([^()\s]{0,500}(?: \"[^\"\n]{0,200}\")?\))"
    r"|(?P<escape>\\(?=[\\`*_{}\[\]()#+.!|>~-]))."
    r"|(?P<space><br ?/?>)"
    r"|(?P<drop></?(?:b|i|u|em|strong|span|div|p|sup|sub|a|img|font|table|tr|td|th)(?: [^<>\n]{0,300})?>"
    r"|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+|<(?=(?:https?:|[\w.+-]{1,64}@)[^<>\s]{1,300}>))"
)


def without_markup(canon: Canon) -> Canon:
    """Return a Markdown text without its inline markup; the text of a link stays."""
    return canon.edited(_markup(canon.text))


def _markup(text: str) -> Iterator[Edit]:
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        if match["link"] is not None:
            # The text of a link may hold markup of its own, but no link.
            begin = match.start("text")
            yield start, begin, ""
            yield from ((low + begin, high + begin, new) for low, high, new in _markup(match["text"]))
            yield match.end("text"), end, ""
        elif match["escape"] is not None:
            yield start, start + 1, ""
        else:
            yield start, end, " " if match["space"] is not None else ""
