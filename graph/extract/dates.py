"""Dates: mentions of kind D. The node's key is `date/<value>` and its label the value.

A value is as precise as the source: `2021-03-31`, `2021-03`, `2021`, `2021/2023` for a range, and
`--11-12` or `--02` where the year is not said. What recurs (årligen, varje år) is no date.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from graph.extract.scan import Scan
from graph.model import Mention, Node

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb",
            "mars mar",
            "april apr",
            "maj",
            "juni jun",
            "juli jul",
            "augusti aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name))) + r")\b\.?"
_FULL_MONTHS = tuple(name for name in _MONTHS if len(name) > 4 or name in {"maj", "mars", "juni", "juli"})
_DIGIT = re.compile(r"\d")
_Y = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\w/:.-])(?:"
    rf"(?P<range>{_Y}-\d\d-\d\d ?[-–—] ?{_Y}-\d\d-\d\d)"
    rf"|(?P<iso>{_Y}-(?P<im>\d\d)-(?P<id>\d\d))"
    rf"|(?:den )?(?P<d>\d\d?)(?::?[ae])? (?P<m>{_MONTH})(?: (?:år )?(?P<y>{_Y}))?"
    rf"|(?P<m2>{_MONTH}) (?P<y2>{_Y})"
    rf"|(?P<y3>{_Y}) ?[-–—] ?(?P<y4>{_Y})"
    rf"|(?P<turn>årsskiftet (?P<y5>{_Y})/\d\d(?:\d\d)?)"
    rf"|(?P<season>(?:våren|sommaren|hösten|vintern|vår|höst|kvartal \d|vt|ht|(?:första|andra|tredje|fjärde) kvartalet) (?P<y6>{_Y}))"
    rf"|(?P<slash>(?P<sd>\d\d?)/(?P<sm>\d\d?)(?: (?P<sy>{_Y}))?(?![\d/]))"
    rf"|(?P<six>\d{{6}})"
    rf"|(?P<year>{_Y})"
    rf")(?![\w]|[-–/:]\d)",
    re.IGNORECASE,
)
_LONE_MONTH = re.compile(
    rf"\b(?:i|under|senast|före|till|från) (?P<m>{'|'.join(_FULL_MONTHS)})\b(?! \d)", re.IGNORECASE
)
_LAST = re.compile(r"(?:senast|före|efter|den|sista|till|inom|från|per)\s+(?:den\s+)?$", re.IGNORECASE)
_OF_LAW = re.compile(r"(?:SFS|SOU|Ds|prop\.?|lagen|lag|\()\s?$")
_DNR = re.compile(r"\b(?:[Dd]nr|[A-ZÅÄÖ]{2,5})[ /-]?$")


def find_dates(scan: Scan) -> list[Mention]:
    """Return the dates of a document, line by line."""
    found: list[Mention] = []
    for line in scan.lines:
        if _DIGIT.search(scan.text, line.start, line.end):
            found += _written(scan, line.start, line.end)
        low = scan.text[line.start : line.end].casefold()
        if not any(month in low for month in _FULL_MONTHS):
            continue
        for match in _LONE_MONTH.finditer(scan.text, line.start, line.end):
            found.append(_mention(scan, match.start("m"), match.end("m"), f"--{_month(match['m']):02}"))
    return found


def _written(scan: Scan, start: int, end: int) -> Iterator[Mention]:
    for match in _DATE.finditer(scan.text, start, end):
        value = _value(match, scan.text)
        if value:
            yield _mention(scan, match.start(), match.end(), value)


def date_node(value: str) -> Node:
    """Return the node of a date value."""
    return Node(key=f"date/{value}", types=("xsd:date",), label=value, named=False)


def _mention(scan: Scan, start: int, end: int, value: str) -> Mention:
    surface = scan.text[start:end]
    return Mention(start=start, end=end, kind="D", node=date_node(value), surface=surface)


def _value(match: re.Match[str], text: str) -> str:
    """Return the value of a match, "" when it is no date after all."""
    found = match.groupdict()
    if found["range"]:
        first, last = re.findall(rf"{_Y}-\d\d-\d\d", found["range"])
        return f"{first}/{last}" if _day(first) and _day(last) else ""
    if found["iso"]:
        return _day(found["iso"])
    if found["m"]:
        return _spelled(found["d"], found["m"], found["y"])
    if found["m2"]:
        return f"{found['y2']}-{_month(found['m2']):02}"
    if found["y3"]:
        return f"{found['y3']}/{found['y4']}" if found["y3"] < found["y4"] else ""
    return _short(match, text)


def _short(match: re.Match[str], text: str) -> str:
    found = match.groupdict()
    year = found["y5"] or found["y6"]
    if year:
        return year
    before = text[max(0, match.start() - 14) : match.start()]
    if found["slash"]:
        return _slash(found["sd"], found["sm"], found["sy"]) if _LAST.search(before) or found["sy"] else ""
    if found["six"]:
        return "" if _DNR.search(before) else _six(found["six"])
    return _lone_year(match, before, text)


def _lone_year(match: re.Match[str], before: str, text: str) -> str:
    if _OF_LAW.search(before) and text[match.end() : match.end() + 1] == ":":
        return ""
    return "" if _DNR.search(before) or text[match.end() : match.end() + 1] == ":" else match["year"]


def _spelled(day: str, month: str, year: str | None) -> str:
    number = _month(month)
    if year:
        return _day(f"{year}-{number:02}-{int(day):02}")
    return f"--{number:02}-{int(day):02}" if _day(f"2000-{number:02}-{int(day):02}") else ""


def _slash(day: str, month: str, year: str | None) -> str:
    value = f"{year or 2000}-{int(month):02}-{int(day):02}"
    return (_day(value) if year else _day(value) and value.replace("2000-", "--", 1)) or ""


def _six(digits: str) -> str:
    return _day(f"20{digits[:2]}-{digits[2:4]}-{digits[4:]}")


def _month(name: str) -> int:
    return _MONTHS[name.casefold().rstrip(".")]


def _day(value: str) -> str:
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        return ""
