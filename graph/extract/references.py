"""Case numbers (diarienummer): mentions of kind E.

A number is told by its guard: a register's prefix (`KS`, `Bun`, `3.1.2-`) or the word Dnr. Series of
law (SOU, Ds, SFS, prop.) look alike and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import ids
from graph.extract.scan import Scan
from graph.model import Mention, Node

_YEAR = r"(?:19|20)\d\d"
_PREFIX = r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,5}"
# year first: 2023/BUN 0192 40 · 2009/BUN312-004;  prefix first: SN 2031-00415 · KS/2012:628-805 · KS2016/1963-2 · SN 18/0098
_SHAPES = re.compile(
    rf"(?<![\w/:.-])(?:"
    rf"(?P<yearfirst>{_YEAR}/{_PREFIX} ?\d{{2,5}}(?:-\d{{1,5}})?)"
    rf"|(?P<prefixed>(?P<prefix>{_PREFIX})(?:[ /-]| - )?(?:{_YEAR}|\d\d)[-/:]\d{{1,6}}(?:-\d{{1,5}}(?:[.\d]*\d)?)?(?:/[A-Z]|/\d{{3}})?)"
    rf"|(?P<serial>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{{1,3}} ?\d{{1,5}}/{_YEAR})"
    rf"|(?P<council>\d{{1,4}}/{_YEAR}(?= ?\([A-ZÅÄÖ]{{2,4}}\)))"
    rf"|(?P<state>\d{{3,4}}-\d{{3,5}}-\d\d)"
    rf")(?![\w])"
)
_GUARD = re.compile(r"\b(?:[Dd]nr|DNR|[Dd]iarienummer|DIARIENUMMER|[Dd]iarienr)\b\.?:? ?")
_AFTER_GUARD = re.compile(r"(?:[A-ZÅÄÖ][\w]{1,5} ?)?[\d.]*\d[\d.]*[-/:]\d[\w]*(?:[-/:.]\d+)*")
_NOT_A_REGISTER = frozenset(
    "ärende dnr se nr sou ds sfs sosfs prop bet skr dir hslf-fs afs bfs nja rå hfd ju lag ca kl den mars maj juni juli år april s"
    " jan feb mar apr jun jul aug sep sept okt nov dec januari februari augusti september oktober november december"
    " från till och mellan budget plan mål vision sid sida nr tel covid version under våren hösten".split()
)
_DIGIT = re.compile(r"\d")
_DATED = re.compile(rf"{_YEAR}-[01]\d-[0-3]\d$")
_MINISTRIES = frozenset({"ju", "fi", "s", "u", "a", "n", "m", "ku", "fö", "ud", "i", "ln"})


def find_cases(scan: Scan) -> list[Mention]:
    """Return the case numbers of a document."""
    found: list[Mention] = []
    for line in scan.lines:
        if not _DIGIT.search(scan.text, line.start, line.end):
            continue
        found += _in_line(scan, line.start, line.end)
    return found


def _in_line(scan: Scan, start: int, end: int) -> Iterator[Mention]:
    for match in _SHAPES.finditer(scan.text, start, end):
        if not _is_law(match):
            yield _case(scan, match.start(), match.end())
    for guard in _GUARD.finditer(scan.text, start, end):
        match_after = _AFTER_GUARD.match(scan.text, guard.end(), end)
        if match_after and not any(True for _ in _SHAPES.finditer(scan.text, guard.end(), match_after.end())):
            yield _case(scan, match_after.start(), match_after.end())


def _is_law(match: re.Match[str]) -> bool:
    """A series of law, or a date after a word (`Datum 2024-04-18`)."""
    serial = (match["serial"] or "").partition(" ")[0]
    prefix = (match["prefix"] or serial).casefold()
    return (
        prefix in _NOT_A_REGISTER
        or bool(_DATED.search(match.group()))
        or (prefix in _MINISTRIES and ":" in match.group())
    )


def case_node(number: str) -> Node:
    """Return the node of a case number as it is printed."""
    label = ids.collapse(number)
    types = ("sam:Case",)
    return Node(key=ids.named_key(types, label), types=types, label=label)


def _case(scan: Scan, start: int, end: int) -> Mention:
    surface = scan.text[start:end]
    return Mention(start=start, end=end, kind="E", node=case_node(surface), surface=surface)
