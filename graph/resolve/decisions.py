"""What people have decided: `decisions.jsonl`, one JSON object a line, only ever appended to.

    {"beslut": "samma",      "a": "IFN", "b": "Individ- och familjenämnden"}
    {"beslut": "inte_samma", "a": "organ/valnamnden", "b": "organ/vardnamnden"}
    {"beslut": "osaker",     "a": "Trygghetsgruppen", "b": "Trygghetsrådet"}
    {"beslut": "godkand",    "pastaende": "3f0c9d2ab4e81c55"}
    {"beslut": "avvisad",    "pastaenden": ["3f0c9d2ab4e81c55", "0b1d6a90c2f47e38"]}
    {"beslut": "osaker",     "pastaende": "3f0c9d2ab4e81c55"}
    {"beslut": "rattad",     "pastaende": ["uppdrag/x-1a2b3c4d", "sam:deadline", "2031-03-31"],
                             "till": "2031-03-01"}
    {"beslut": "rattad",     "a": "organ/valnamnden", "till": "Valnämnden"}
    {"beslut": "tillagd",    "pastaende": ["organ/valnamnden", "sam:reportTo", "organ/kommunstyrelsen"],
                             "handling": "protokoll-1a2b3c4d", "start": 120, "slut": 188, "citat": "…"}
    {"beslut": "angrad",     "rad": "9f86d081884c7d65"}

`a` and `b` are names as the documents write them, or keys, or the addresses that exports give.
`pastaende` is the id of an assertion (16 hex digits, or its whole address), or its subject, relation
and object, each as a key, a CURIE or an address; `pastaenden` are several. `start` and `slut` are raw
offsets, half-open. `rad` is the `line_id` of an earlier line, which then counts as if it were not there.
Every line may also say `vem`, `nar` and `varfor`; nothing here reads those. Of two lines about the same
pair, assertion or name the later one counts. Lines that cannot be used are reported and never stop a build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.ids import digest

Pair = tuple[str, str]
Triple = tuple[str, str, str]
Statement = str | Triple
"""How a decision points at an assertion: its 16 hex digits, or subject, predicate, object."""

ACCEPTED, REJECTED, UNSURE, CORRECTED = "godkand", "avvisad", "osaker", "rattad"
SAME, APART, ADDED, UNDONE = "samma", "inte_samma", "tillagd", "angrad"

_ABOUT = ("pastaende", "pastaenden")
# what a line must have; of each group one, and the first is named when none is there
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    SAME: (("a",), ("b",)),
    APART: (("a",), ("b",)),
    UNSURE: (("a", *_ABOUT), ("b", *_ABOUT)),
    ACCEPTED: (_ABOUT,),
    REJECTED: (_ABOUT,),
    CORRECTED: (("till",), ("pastaende", "a")),
    ADDED: (("pastaende",), ("handling",), ("start",), ("slut",), ("citat",)),
    UNDONE: (("rad",),),
}
UNMET = "raden som ångras finns inte ovanför."
_LINE_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of an assertion on a line: ACCEPTED, REJECTED, UNSURE, or CORRECTED to a value."""

    said: str
    line: int
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A statement that a person has read in a passage: names as the line has them, raw offsets."""

    statement: Triple
    document: str
    start: int
    end: int
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that hold, each with the number of its line; `problems` are Swedish sentences."""

    pairs: dict[Pair, tuple[str, int]] = field(default_factory=dict)
    statements: dict[Statement, Verdict] = field(default_factory=dict)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    added: tuple[Added, ...] = ()
    problems: tuple[str, ...] = ()

    def ruled(self, ruling: str) -> list[tuple[Pair, int]]:
        """Return the pairs with this ruling (`samma`, `inte_samma`, `osaker`) and their line numbers."""
        return [(pair, line) for pair, (said, line) in self.pairs.items() if said == ruling]

    def renamed(self, key: Callable[[str], str], label: Callable[[str], str]) -> Decisions:
        """Return the same decisions with names turned into keys, and given names as `label` has them."""
        pairs: dict[Pair, tuple[str, int]] = {}
        for pair, ruling in self.pairs.items():
            a, b = sorted(map(key, pair))
            pairs[a, b] = max(ruling, pairs.get((a, b), ruling), key=lambda said: said[1])
        names = {key(name): (label(given), line) for name, (given, line) in self.names.items()}
        return replace(self, pairs=pairs, names=names)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number from 1, its id, its fields, and why it cannot be used (Swedish)."""

    number: int
    id: str
    fields: dict[str, Any]
    problem: str = ""
    undone_by: int = 0
    """The number of the line that undoes this one, 0 while it holds."""


def read_decisions(path: Path) -> Decisions:
    """Return the decisions of a file; a file that is not there holds none.

    Raises OSError when the file is there and cannot be read.
    """
    return decisions_of(path.read_bytes(), name=path.name) if path.exists() else Decisions()


def decisions_of(data: bytes, *, name: str = "decisions.jsonl") -> Decisions:
    """Return the decisions in the bytes of a file."""
    return parse_decisions(_texts(data), name=name)


def lines_of(data: bytes) -> list[Line]:
    """Return every line in the bytes of a file that is not blank, in order, those undone marked."""
    return _undone(_lines(_texts(data)))


def line_id(text: str) -> str:
    """Return what an undoing calls a line: 16 hex digits that depend on nothing but its text."""
    return digest(text.strip())


def parse_decisions(lines: Iterable[str], *, name: str = "decisions.jsonl") -> Decisions:
    """Return the decisions of these lines, with a problem for every line that cannot be used."""
    rulings, added, problems = Decisions(), [], []
    for line in _undone(_lines(lines)):
        if line.problem:
            problems.append(f"{name}, rad {line.number}: {line.problem}")
        elif line.undone_by or line.fields["beslut"] == UNDONE:
            continue
        elif line.fields["beslut"] == ADDED:
            added.append(_addition(line))
        else:
            _take(rulings, line.fields, line.number)
    return replace(rulings, added=tuple(added), problems=tuple(problems))


def _texts(data: bytes) -> list[str]:
    return re.split(r"\r\n|\n|\r", data.decode("utf-8-sig", "replace"))


def _lines(texts: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(texts, start=1):
        if text.strip():
            fields, problem = _read_line(text)
            yield Line(number, line_id(text), fields, problem)


def _undone(lines: Iterable[Line]) -> list[Line]:
    """Return the lines with those marked that a later line undoes, unless that one is undone itself.

    Of several lines with the same text an undoing takes the nearest above it.
    """
    found: list[Line] = []
    waiting: dict[str, list[int]] = {}
    for line in reversed(list(lines)):
        undoing = waiting.get(line.id)
        if undoing and not line.problem:
            found.append(replace(line, undone_by=undoing.pop()))
            continue
        found.append(line)
        if not line.problem and line.fields["beslut"] == UNDONE:
            waiting.setdefault(line.fields["rad"], []).append(line.number)
    unmet = {number for numbers in waiting.values() for number in numbers}
    return [replace(line, problem=UNMET) if line.number in unmet else line for line in reversed(found)]


def _read_line(line: str) -> tuple[dict[str, Any], str]:
    """Return the fields of a line and, when it cannot be used, why (Swedish)."""
    try:
        fields = json.loads(line)
        json.dumps(fields, ensure_ascii=False).encode()  # half a character, "\\ud800", is no text
    except (ValueError, RecursionError):
        return {}, "raden är inte giltig JSON."
    if not isinstance(fields, dict):
        return {}, "raden är inte ett JSON-objekt."
    ruling = fields.get("beslut")
    if not isinstance(ruling, str) or ruling not in _NEEDED:
        return fields, f"okänt beslut {ruling!r}; de kända är {', '.join(_NEEDED)}."
    return fields, _missing(ruling, fields) or _misused(ruling, fields)


def _missing(ruling: str, fields: dict[str, Any]) -> str:
    for names in _NEEDED[ruling]:
        if not any(_is_given(fields.get(name)) for name in names):
            others = f" (eller {' eller '.join(names[1:])})" if len(names) > 1 else ""
            return f"fältet {names[0]}{others} saknas."
    return ""


def _is_given(value: object) -> bool:
    return value == 0 or bool(str(value or "").strip())


def _misused(ruling: str, fields: dict[str, Any]) -> str:
    for key in ("a", "b", "till", "handling", "citat", "rad"):
        if key in fields and not isinstance(fields[key], str):
            return f"fältet {key} ska vara en text."
    if _statements(fields) is None:
        return "fältet pastaende ska vara ett id med 16 tecken eller [subjekt, relation, objekt]."
    if "b" in fields and fields["b"] == fields.get("a"):
        return "a och b är samma namn."
    if ruling == UNDONE and not _LINE_ID.fullmatch(fields["rad"]):
        return "fältet rad ska vara en rads id med 16 tecken."
    return _misplaced(fields) if ruling == ADDED else ""


def _misplaced(fields: dict[str, Any]) -> str:
    if not isinstance(_statement(fields["pastaende"]), tuple):
        return "fältet pastaende ska vara [subjekt, relation, objekt]."
    start, end = fields["start"], fields["slut"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return "start och slut ska vara heltal, och start det mindre."
    return ""


def statements_of(line: Line) -> list[Statement]:
    """Return the assertions that a usable line decides about; none when it is about names or adds one."""
    if line.fields["beslut"] in (SAME, APART, ADDED, UNDONE):
        return []
    return _statements(line.fields) or []


def _statements(fields: dict[str, Any]) -> list[Statement] | None:
    """Return the assertions that a line is about; None when one cannot be understood."""
    several = fields.get("pastaenden", [])
    named = [*([fields["pastaende"]] if "pastaende" in fields else []), *_as_list(several)]
    found = [_statement(value) for value in named]
    return None if None in found else [one for one in found if one is not None]


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _statement(value: object) -> Statement | None:
    if isinstance(value, str):
        found = re.search(r"(?:^|/)([0-9a-f]{16})$", value)
        return found[1] if found else None
    if isinstance(value, list) and len(value) == 3 and all(isinstance(part, str) for part in value):
        return value[0], value[1], value[2]
    return None


def _take(rulings: Decisions, fields: dict[str, Any], number: int) -> None:
    """Take in a line that is about a pair of names, about assertions, or gives a name."""
    ruling, value = fields["beslut"], str(fields.get("till", "")).strip()
    about = [] if ruling in (SAME, APART) else _statements(fields)
    if about:
        for statement in about:
            rulings.statements[statement] = Verdict(ruling, number, value)
    elif ruling == CORRECTED:
        rulings.names[fields["a"].strip()] = (value, number)
    else:
        a, b = sorted((fields["a"].strip(), fields["b"].strip()))
        rulings.pairs[a, b] = (ruling, number)


def _addition(line: Line) -> Added:
    fields, statement = line.fields, _statement(line.fields["pastaende"])
    assert isinstance(statement, tuple)  # _misplaced has looked
    return Added(
        statement=statement, document=fields["handling"].strip(), start=fields["start"], end=fields["slut"],
        quote=fields["citat"], line=line.number,
    )  # fmt: skip
