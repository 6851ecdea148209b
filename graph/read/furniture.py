"""Find page furniture: headers, footers and page numbers that stand between the lines of a text.

Three signs: what a line says (a page mark, the words of a footer); that it recurs, digits masked,
beside such a line or at a page's edge; and that a sentence begins before it and goes on after it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.read.headings import heading_kind, is_page_foot
from graph.read.joining import hyphenated, is_full, is_open, must_go_on
from graph.read.rows import Row

REACH = 6
"""A header or footer has at most this many lines."""

_PAGE_MARK = re.compile(
    r"[-–— ]*(?:\d{1,3}[-–— ]*|sid(?:a|an|nr)?\.?:? ?\d{1,4}(?: ?(?:av|\(|/) ?\d{1,4}\)?)?"
    r"|\d{1,4} ?(?:av ?\d{1,4}|\( ?\d{1,4} ?\))|\(\d{1,4}\))",
    re.IGNORECASE,
)
_MARK_AT_END = re.compile(
    r"(?:sid(?:a|an)?\.? ?)?(\d{1,3}) ?(?:\( ?(\d{1,3}) ?\)|av (\d{1,3}))$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ENCLOSURE = re.compile(r"(?:bilaga|del|punkt|tabell|figur|alternativ)\b", re.IGNORECASE)


def find_furniture(rows: Sequence[Row], width: Mapping[int, int]) -> set[int]:
    """Return the indexes of the rows that are page furniture; the letterhead of page 1 stays."""
    keys = [_key(row.text) if _headerlike(row) else "" for row in rows]
    counts = Counter(keys)
    strong = {i for i, row in enumerate(rows) if _is_strong(row)}
    tops = {i for i in range(1, len(rows)) if rows[i].page != rows[i - 1].page}
    recurs = {i for i, key in enumerate(keys) if key and counts[key] >= 2}
    found, header = set(strong), strong | recurs
    for i in sorted(strong | tops):
        low, high = _grown(i, i + (i in strong), header, len(rows))
        found.update(range(low, high), _inside_a_sentence(rows, low, high))
    found |= _recurring(rows, keys, counts, width, found)
    found |= _last_foot(rows, keys, found)
    return found - _letterhead(rows, found)


def page_mark_at_end(text: str) -> int:
    """Return where the page mark (`4 (31)`) at the end of a line begins, its length when there is none."""
    match = _MARK_AT_END.search(text[-20:])
    return len(text) - len(text[-20:]) + match.start() if match else len(text)


def _is_strong(row: Row) -> bool:
    """Return whether a row is furniture by what it says: a page mark or the line of a footer."""
    text = row.text
    if len(text) > 160 or row.kind == "paragraph":
        return False
    if (_PAGE_MARK.fullmatch(text) and row.kind == "line") or is_page_foot(text):
        return True
    mark = _MARK_AT_END.search(text[-20:])
    if mark is None or row.marker or _ENCLOSURE.match(text) or len(text) > 110:
        return False
    return 0 < int(mark[1]) <= int(mark[2] or mark[3])


def _key(text: str) -> str:
    """Return what makes two header lines the same: digits masked, white space and case folded."""
    return _DIGITS.sub("0", " ".join(text.split()).casefold())


def _headerlike(row: Row) -> bool:
    """Return whether a row may be a line of a header: short, no sentence, no item, no known heading."""
    text = row.text
    if len(text) > 100 or row.marker or row.kind in ("heading", "item", "paragraph") or "§" in text[:12]:
        return False
    if text[0].islower() or text[-1] in ".:,-" or must_go_on(text):
        return False
    return not heading_kind(text)


def _grown(low: int, high: int, header: set[int], end: int) -> tuple[int, int]:
    """Return the span of rows grown on both sides over header rows."""
    first, last = max(0, low - REACH), min(end, high + REACH)
    while low > first and low - 1 in header:
        low -= 1
    while high < last and high in header:
        high += 1
    return low, high


def _inside_a_sentence(rows: Sequence[Row], low: int, high: int) -> range:
    """Return the rows around [low, high) that part a sentence, so that they can only be furniture."""
    first = next((n for n in _outward(rows, low, -1) if n > 0 and _breaks_off(rows[n - 1])), None)
    last = next((n for n in _outward(rows, high, 1) if n < len(rows) and rows[n].text[0].islower()), None)
    if first is None or last is None or rows[last].marker:
        return range(0)
    return range(first, last)


def _outward(rows: Sequence[Row], place: int, step: int) -> Iterator[int]:
    """Yield the boundaries from `place` outward for as long as header lines are passed."""
    yield place
    for _ in range(REACH):
        passed = place - 1 if step < 0 else place
        if not 0 <= passed < len(rows) or not _headerlike(rows[passed]):
            return
        place += step
        yield place


def _breaks_off(row: Row) -> bool:
    """Return whether a row ends inside a sentence."""
    if row.kind not in ("line", "item", "paragraph") or not is_open(row.text):
        return False
    return len(row.text) >= 45 or must_go_on(row.text) or hyphenated(row.text)


def _recurring(
    rows: Sequence[Row], keys: Sequence[str], counts: Counter[str], width: Mapping[int, int], known: set[int]
) -> set[int]:
    """Return the rows of headers that bear no page mark: three times the same, each between other lines.

    A passage that a document repeats has the same neighbours each time, and its lines are full.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for run in _runs(rows, keys, counts, width, known):
        places["\n".join(keys[run.start : run.stop])].extend((run.start, run.stop))
    found: set[int] = set()
    for bounds in places.values():
        spans = list(zip(bounds[::2], bounds[1::2], strict=True))
        if len(spans) >= 3 and any(_parts_a_sentence(rows, low, high) for low, high in spans):
            found.update(n for low, high in spans for n in range(low, high))
    return found


def _last_foot(rows: Sequence[Row], keys: Sequence[str], found: set[int]) -> set[int]:
    """Return the lines that end the last page as those of the pages before it end."""
    known = {keys[i] for i in found} - {""}
    foot = set()
    for i in range(len(rows) - 1, max(-1, len(rows) - 1 - REACH), -1):
        if rows[i].page is None or (keys[i] not in known and i not in found):
            break
        foot.add(i)
    return foot


def _runs(
    rows: Sequence[Row], keys: Sequence[str], counts: Counter[str], width: Mapping[int, int], known: set[int]
) -> Iterator[range]:
    """Yield the longest runs of rows that recur and look like a header."""
    start = 0
    # The last row is never followed by the rest of a sentence.
    for i, row in enumerate(rows[:-1]):
        short = not is_full(row, rows[i + 1], width.get(row.column, 0))
        if short and i not in known and keys[i] and counts[keys[i]] >= 3:
            continue
        if 0 < i - start <= REACH:
            yield range(start, i)
        start = i + 1


def _parts_a_sentence(rows: Sequence[Row], low: int, high: int) -> bool:
    return low > 0 and high < len(rows) and _breaks_off(rows[low - 1]) and rows[high].text[0].islower()


def _letterhead(rows: Sequence[Row], found: set[int]) -> set[int]:
    """Return the header lines at the very top: they name the owner and the kind of the document."""
    top = next((i for i in range(len(rows)) if i not in found), len(rows))
    lines = ((i, rows[i].text) for i in range(top))
    return {i for i, line in lines if not _PAGE_MARK.fullmatch(line) and not is_page_foot(line)}
