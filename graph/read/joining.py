"""Say whether two physical lines are one: hard wraps, page breaks, hyphens at line ends.

The question is asked of each pair of neighbours. A line that could have taken the next word and
did not was ended on purpose; a sentence that is open goes on in a line that begins in lower case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.read.characters import BROKEN, SUSPENDED
from graph.read.headings import has_verb, heading_kind
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
_GOES_ON = re.compile(rf"\)|\d{{1,2}}(?::[ae])? {_MONTH}|(?:19|20)\d\d\b(?![-–]\d\d[-–]\d\d\b)")
_SENTENCES = re.compile(r"[^\W\d_]{3,}[.!?] [A-ZÅÄÖ]")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.? +[A-ZÅÄÖ]")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d\b")
_ADDRESS = re.compile(r"[\w.-]+@|www\.|https?:")
FORM_FIELD = re.compile(
    r"(?:antage?n|antagna|fastställ[dt]a?|beslutad|reviderad|gäller|diarienummer|dnr|datum|dokument\w*|giltig\w*|"
    r"telefon|e-post|postadress|org\.? ?nr)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:{FORM_FIELD.pattern}|[a-zåäö][a-zåäö ]{{2,30}}: )", re.IGNORECASE)

# Lines shorter than this are no wrapped text, or only where many sentences go on from line to line.
_LEAST_WIDTH = 55
_LEAST_COLUMN = 18
_LEAST_SHARE = 0.15
# A sentence of more lines that all begin with a capital is a list.
_AHEAD = 5


def widths(rows: Sequence[Row]) -> dict[int, int]:
    """Return for each column number (0: no columns) the length of its full lines, 0 when not wrapped."""
    lengths: dict[int, list[int]] = {}
    for row in rows:
        if row.kind in ("line", "item"):
            lengths.setdefault(row.column, []).append(len(row.text))
    wrapped = Counter(row.column for row, _ in _wraps(rows))
    return {column: _width(found, wrapped[column]) for column, found in lengths.items()}


def close_up(rows: Sequence[Row]) -> None:
    """Take away the empty line that some converters put between every two lines: it parts nothing."""
    gaps = [after.gap for _, after in _wraps(rows)]
    if sum(map(bool, gaps)) > 0.7 * len(gaps):
        for row in rows:
            row.gap, row.spread = max(row.gap - 1, 0), True


def _wraps(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield the neighbours that are clearly the halves of a sentence."""
    for row, after in pairwise(rows):
        if (
            row.kind in ("line", "item")
            and after.kind == "line"
            and after.text[0].islower()
            and len(row.text) >= _LEAST_COLUMN
            and is_open(row.text)
        ):
            yield row, after


def _width(lengths: list[int], wrapped: int) -> int:
    """Return the length that 19 of 20 lines do not exceed; 0 when lines are whole paragraphs."""
    if not wrapped or sum(n for n in lengths if n > 160) > 0.3 * sum(lengths):
        return 0
    short = sorted(n for n in lengths if n <= 160)
    width = short[int(len(short) * 0.95)] if short else 0
    if width >= _LEAST_WIDTH:
        return width
    return width if width >= _LEAST_COLUMN and wrapped >= max(2, _LEAST_SHARE * len(lengths)) else 0


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


def joins(rows: Sequence[Row], i: int, width: int) -> bool:
    """Return whether row i continues the row before it; `width` is the length of a full line there."""
    row, after = rows[i - 1], rows[i]
    if after.kind == "heading":
        return row.kind == "heading" and _heading_goes_on(row, after)
    if after.kind != "line" and not _dash_in_sentence(row, after, width):
        return after.kind == "paragraph" and _over_a_page(row, after)
    if row.kind not in ("line", "item"):
        return False
    if hyphenated(row.text):
        return True
    if is_open(row.text):
        return _open_goes_on(rows, i, width)
    # Where every line stands alone nothing tells a new paragraph from a new sentence.
    if after.gap or after.spread or after.cut or row.text.endswith((":", ";")):
        return False
    return after.text[0].islower() or (is_full(row, after, width) and _is_sentence(rows, i, width))


def runs_into(before: Row, row: Row, width: int) -> bool:
    """Return whether a line that looks like a heading is the rest of the sentence or title before it."""
    if row.gap or row.given or before.text[-1] == ":":
        return False
    if row.marker:
        named = must_go_on(before.text) or (before.text[-1] == "," and row.text == row.marker)
        return "§" in row.marker and named
    capitals = before.text.isupper() and row.text.isupper() and is_full(before, row, width)
    return must_go_on(before.text) or capitals


def runs_on(row: Row, after: Row, width: int) -> bool:
    """Return whether a line that looks like a heading is the first of a sentence."""
    if row.given or after.gap or after.cut or not is_open(row.text):
        return False
    if heading_kind(row.text):
        return bool(_DATE.match(after.text)) and is_full(row, after, width)
    on = after.text[0].islower() or must_go_on(row.text) or hyphenated(row.text)
    # `9 § Nämnden får kalla ...` of a regulation, unlike `§ 9 Svar på ...` of minutes, opens a sentence.
    ruling = row.marker[:1].isdigit() and row.marker.endswith("§") and after.text[0].islower()
    return ruling or (has_verb(row.text) and (on or is_full(row, after, width)))


def _heading_goes_on(row: Row, after: Row) -> bool:
    """Return whether two lines that are set as headings, one right under the other, are one heading."""
    if after.gap or not row.given or not after.given or row.level != after.level:
        return False
    # Only a page has lines; elsewhere a heading is whole.
    if row.page is None or (row.page, row.column) != (after.page, after.column):
        return False
    if after.marker or _NUMBERED.match(after.text):
        return after.marker == after.text and heading_kind(row.text) == "decision"
    if after.text[0].islower() or must_go_on(row.text) or hyphenated(row.text):
        return True
    return not heading_kind(row.text) and not heading_kind(after.text) and row.text[-1] not in ".:?!"


def _open_goes_on(rows: Sequence[Row], i: int, width: int) -> bool:
    row, after = rows[i - 1], rows[i]
    full = is_full(row, after, width)
    if must_go_on(row.text) or (full and row.text[-1] == "," and not after.gap):
        return True
    if _ADDRESS.match(after.text):
        return False
    if after.text[0].islower() or _GOES_ON.match(after.text):
        if full or row.text.endswith(",") or (has_verb(row.text) and not after.gap):
            return True
        # A list of words in lower case, one a line, is no sentence.
        return len(row.text) >= min(0.6 * width or 45, 45) or len(after.text) >= 45
    if not full or after.gap or _LABEL.match(row.text) or _LABEL.match(after.text):
        return False
    if row.text.isupper() or after.text.isupper():
        return row.text.isupper() and after.text.isupper()
    return bool(_SENTENCES.search(row.text)) or _is_sentence(rows, i, width) or _is_entry(rows, i, width)


def _is_sentence(rows: Sequence[Row], i: int, width: int) -> bool:
    """Return whether row i, which begins with a capital, goes on to the end of a sentence."""
    for n in range(i, min(i + _AHEAD, len(rows))):
        row = rows[n]
        if n > i and (row.gap or row.kind != "line"):
            return False
        if not is_open(row.text) or must_go_on(row.text) or hyphenated(row.text):
            return True
        if (n > i and row.text[0].islower()) or _SENTENCES.search(row.text):
            return True
        if n + 1 < len(rows) and not is_full(row, rows[n + 1], width):
            return rows[n + 1].text[0].islower() and not rows[n + 1].gap
    return False


def _is_entry(rows: Sequence[Row], i: int, width: int) -> bool:
    """Return whether row i ends an entry of two lines, no sentence, with space above and below."""
    above = i < 2 or bool(rows[i - 1].gap)
    below = i + 1 == len(rows) or bool(rows[i + 1].gap)
    return width >= _LEAST_WIDTH and above and below


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
