"""Say whether two physical lines are one: hard wraps, page breaks, hyphens at line ends.

The question is asked of each pair of neighbours. A line that could have taken the next word and
did not was ended on purpose; a sentence that is open goes on in a line that begins in lower case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from graph.read.characters import BROKEN, SUSPENDED
from graph.read.rows import DASHES, Row

_CLOSING = "”\"»’')]"
# A line never ends on purpose after one of these.
_OPEN_WORDS = frozenset(
    "att av bl.a. både de den denna dessa det detta eller en ett för från före genom hos i in inför innan "
    "inom kring med mellan mot och om på samt senast ska skall som sin sina sitt t.ex. till under ur utan "
    "vid vilka vilken vilket via är åt över dess deras respektive men än såsom även kan bör får har inte "
    "enligt gällande avseende rörande angående beträffande".split()
)
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:t\.ex|bl\.a|s\.k|m\.m|m\.fl|d\.v\.s|dvs|kl|nr|ca|f\.d|fr\.o\.m|t\.o\.m|resp|jfr|kap)\.$"
)
_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_GOES_ON = re.compile(rf"\)|\d{{1,2}}(?::[ae])? {_MONTH}|(?:19|20)\d\d\b(?![-–]\d\d[-–]\d\d\s)")
FORM_FIELD = re.compile(
    r"(?:antage?n|antagna|fastställ[dt]a?|beslutad|reviderad|gäller|diarienummer|dnr|datum|dokument\w*|giltig\w*|"
    r"telefon|e-post|postadress|org\.? ?nr)\b",
    re.IGNORECASE,
)

# Below this a text is not wrapped but made of short lines.
_LEAST_WIDTH = 55
_LEAST_COLUMN = 25


def widths(rows: Sequence[Row]) -> dict[int, int]:
    """Return for each column number (0: no columns) the length of its full lines, 0 when not wrapped."""
    lengths: dict[int, list[int]] = {}
    wrapped: Counter[int] = Counter()
    for row in rows:
        if row.kind in ("line", "item"):
            lengths.setdefault(row.column, []).append(len(row.text))
    for row, after in pairwise(rows):
        wrapped[row.column] += row.kind in ("line", "item") and _wraps(row, after)
    return {column: _width(found, column) if wrapped[column] else 0 for column, found in lengths.items()}


def _wraps(row: Row, after: Row) -> bool:
    """Return whether a line is broken off in the middle of a sentence."""
    return (
        after.kind == "line"
        and after.text[0].islower()
        and len(row.text) >= _LEAST_COLUMN
        and is_open(row.text)
    )


def _width(lengths: list[int], column: int) -> int:
    """Return the length that 19 of 20 lines do not exceed; 0 when lines are whole paragraphs."""
    if sum(n for n in lengths if n > 160) > 0.3 * sum(lengths):
        return 0
    short = sorted(n for n in lengths if n <= 160)
    width = short[int(len(short) * 0.95)] if short else 0
    return width if width >= (_LEAST_COLUMN if column else _LEAST_WIDTH) else 0


def is_open(text: str) -> bool:
    """Return whether a text ends without any mark that ends a sentence, a list item or a lead-in."""
    last = text[-1]
    if last in _CLOSING and len(text) > 1:
        return text[-2] not in ".!?:"
    if last == ".":
        return bool(_ABBREVIATION.search(text[-12:]))
    return last not in "!?:;"


def must_go_on(text: str) -> bool:
    """Return whether a text cannot end here: a preposition, an article, a conjunction."""
    return text[text.rfind(" ") + 1 :] in _OPEN_WORDS


def is_full(row: Row, after: Row, width: int) -> bool:
    """Return whether the first word of the next line had no room on this one."""
    return width > 0 and len(row.text) + 1 + len(after.text.partition(" ")[0]) > 0.9 * width


def hyphenated(text: str) -> bool:
    """Return whether a line ends in the middle of a word or in a suspended hyphen."""
    return len(text) > 1 and text[-1] in ("-", BROKEN) and text[-2].isalnum()


def joins(row: Row, after: Row, width: int, *, spaced: bool) -> bool:
    """Return whether `after` continues `row`; `spaced` tells that empty lines stand around both."""
    if after.kind != "line" and not _dash_in_sentence(row, after, width):
        return after.kind == "paragraph" and _over_a_page(row, after)
    if row.kind not in ("line", "item"):
        return False
    if hyphenated(row.text):
        return True
    if is_open(row.text):
        return _open_goes_on(row, after, width, spaced=spaced)
    if after.gap or after.cut or row.text.endswith((":", ";")):
        return False
    return after.text[0].islower() or is_full(row, after, width)


def _open_goes_on(row: Row, after: Row, width: int, *, spaced: bool) -> bool:
    full = is_full(row, after, width)
    ends_on_purpose = not full and not row.text.endswith(",")
    if must_go_on(row.text):
        return True
    if after.text[0].islower() or _GOES_ON.match(after.text):
        # A list of words in lower case, one a line, is no sentence.
        return not ends_on_purpose or len(row.text) >= min(0.6 * width or 45, 45) or len(after.text) >= 45
    if not full or FORM_FIELD.match(row.text):
        return False
    return not after.gap or spaced


def _dash_in_sentence(row: Row, after: Row, width: int) -> bool:
    """Return whether the dash that looks like a bullet continues the line before."""
    if after.kind != "item" or after.marker not in DASHES or row.marker or after.gap:
        return False
    return row.kind == "line" and is_open(row.text) and is_full(row, after, width) and after.text[0].islower()


def _over_a_page(row: Row, after: Row) -> bool:
    if row.kind not in ("paragraph", "line") or not (after.cut or row.page != after.page):
        return False
    return is_open(row.text) and after.text[0].islower()


def seam(row: Row, after: Row) -> tuple[int, str]:
    """Return how many characters the join takes off the end of `row`, and what stands between."""
    if not hyphenated(row.text):
        return 0, " "
    word = re.split(r"[^\w&]", after.text, maxsplit=1)[0]
    if row.text[-1] == BROKEN:
        return 1, ""
    if word in SUSPENDED or word == "&":
        return 0, " "
    head = re.split(r"[^\w]", row.text[:-1])[-1]
    if not word[:1].islower() or len(head) == 1 or head.isupper() or head[-1].isdigit():
        return 0, ""
    return 1, ""
