r"""Bytes to the canonical raw text: the encoding is found, line ends are one kind, nothing illegal is left.

The canonical text is what quotes are cut from, so that it must be legal wherever a quote goes (XML,
RDF, spreadsheets). Every replacement keeps its length; only `\r\n` becomes one code point.
"""

from __future__ import annotations

import codecs
import re

from graph.errors import InputError
from graph.read.remedies import NO_TEXT, UNKNOWN

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SWEDISH = re.compile("[åäöÅÄÖéÉ]")
_BREAKS = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_HAS_BREAK = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DOUBLE = re.compile("Ã[¥¤¶…„–©]|Â[§\u00a0]")  # å ä ö Å Ä Ö é § as UTF-8 read as CP1252
_UNDEFINED = re.compile(b"[\x81\x8d\x8f\x90\x9d]")  # in CP1252
_SAMPLE = 1 << 16


def read_text(data: bytes) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """Return canonical text, page starts (none without form feeds) and remarks for a text file.

    Raises InputError when there is nothing to read or the bytes are no text.
    """
    decoded, notes = decode(data)
    raw, feeds, illegal = canonical(decoded)
    if illegal > max(3, len(raw) // 20):
        raise InputError("okänt filformat (varken text eller ett format som stöds)", way_out=UNKNOWN)
    if not raw.strip("\n\t \ufeff\ufffd\u00a0\u200b"):
        raise InputError("filen är tom", way_out=NO_TEXT)
    if illegal:
        notes = (*notes, f"{illegal} otillåtna styrtecken ersatta")
    return raw, (0, *feeds) if feeds else (), notes


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of the bytes, line ends untouched, with Swedish remarks on what was wrong."""
    text, notes = _decoded(data)
    if len(_DOUBLE.findall(text)) >= 3 and not _SWEDISH.search(text):
        try:
            return text.encode("cp1252").decode("utf-8"), (*notes, "texten var kodad två gånger; rättad")
        except UnicodeError:
            return text, (*notes, "texten har felkodade tecken")
    return text, notes


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "") or _wide(data)
    if encoding and encoding != "utf-8-sig":
        return _lenient(data, encoding)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    if encoding or _mostly_utf8(data):
        return _lenient(data, "utf-8-sig")
    return _eight_bits(data), ()


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeError:
        text = data.decode(encoding, "replace")
        return text, (f"{text.count(chr(0xFFFD))} trasiga tecken (kodning {encoding.removesuffix('-sig')})",)


def _wide(data: bytes) -> str:
    """Return the name of UTF-16 without a byte order mark: every other byte of western text is zero."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2 or 0 not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else ""


def _mostly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with some broken bytes from an eight-bit encoding: good sequences outnumber bad."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(map(str.__gt__, text, "\x7f" * len(text))) - bad
    return good > bad


def _eight_bits(data: bytes) -> str:
    """Return CP1252, unless a DOS or Mac code page gives Swedish letters where CP1252 gives none."""
    windows = data.decode("latin-1" if _UNDEFINED.search(data) else "cp1252")
    if _SWEDISH.search(windows):
        return windows
    others = [data.decode(name) for name in ("cp850", "mac_roman")]
    best = max(others, key=lambda text: len(_SWEDISH.findall(text)))
    return best if _SWEDISH.search(best) else windows


def canonical(text: str) -> tuple[str, tuple[int, ...], int]:
    r"""Return the canonical text, the offsets after each form feed, and the count of illegal characters.

    Line ends of all kinds become `\n` and illegal characters U+FFFD, one for one.
    """
    text = text.replace("\r\n", "\n")
    feeds = tuple(found.start() + 1 for found in re.finditer("\f", text))
    if _HAS_BREAK.search(text):
        text = text.translate(_BREAKS)
    text, count = _ILLEGAL.subn("\ufffd", text)
    return text, feeds, count
