"""What people have decided: `decisions.jsonl`, one JSON object a line, only ever appended to.

    {"beslut": "samma",      "a": "IFN", "b": "Individ- och familjenämnden"}
    {"beslut": "inte_samma", "a": "organ/valnamnden", "b": "organ/vardnamnden"}
    {"beslut": "osaker",     "a": "Trygghetsgruppen", "b": "Trygghetsrådet"}
    {"beslut": "avvisad",    "pastaende": "3f0c9d2ab4e81c55"}
    {"beslut": "rattad",     "pastaende": ["uppdrag/x-1a2b3c4d", "sam:deadline", "2031-03-31"],
                             "till": "2031-03-01"}
    {"beslut": "rattad",     "a": "organ/valnamnden", "till": "Valnämnden"}

`a` and `b` are names as the documents write them, or keys, or the addresses that exports give.
`pastaende` is the id of an assertion (16 hex digits, or its whole address), or its subject, relation
and object, each as a key, a CURIE or an address. Every line may also say `vem`,
`nar` and `varfor`; nothing here reads those. Of two lines about the same pair, assertion or name the
later one counts. Lines that cannot be used are reported and never stop a build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

Pair = tuple[str, str]
Triple = tuple[str, str, str]
Statement = str | Triple
"""How a decision points at an assertion: its 16 hex digits, or subject, predicate, object."""

_FIELDS = {
    "samma": ("a", "b"),
    "inte_samma": ("a", "b"),
    "osaker": ("a", "b"),
    "avvisad": ("pastaende",),
    "rattad": ("till",),
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that hold, each with the number of its line; `problems` are Swedish sentences."""

    pairs: dict[Pair, tuple[str, int]] = field(default_factory=dict)
    rejected: dict[Statement, int] = field(default_factory=dict)
    corrected: dict[Statement, tuple[str, int]] = field(default_factory=dict)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
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


def read_decisions(path: Path) -> Decisions:
    """Return the decisions of a file; a file that is not there holds none.

    Raises OSError when the file is there and cannot be read.
    """
    if not path.exists():
        return Decisions()
    return parse_decisions(path.read_bytes().decode("utf-8-sig", "replace").splitlines(), name=path.name)


def parse_decisions(lines: Iterable[str], *, name: str = "decisions.jsonl") -> Decisions:
    """Return the decisions of these lines, with a problem for every line that cannot be used."""
    rulings, problems = Decisions(), []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        fields, problem = _read_line(line)
        if problem:
            problems.append(f"{name}, rad {number}: {problem}")
        else:
            _TAKE[fields["beslut"]](rulings, fields, number)
    return Decisions(rulings.pairs, rulings.rejected, rulings.corrected, rulings.names, tuple(problems))


def _read_line(line: str) -> tuple[dict[str, str], str]:
    """Return the fields of a line and, when it cannot be used, why (Swedish)."""
    try:
        fields = json.loads(line)
        json.dumps(fields, ensure_ascii=False).encode()  # half a character, "\\ud800", is no text
    except (ValueError, RecursionError):
        return {}, "raden är inte giltig JSON."
    if not isinstance(fields, dict):
        return {}, "raden är inte ett JSON-objekt."
    ruling = fields.get("beslut")
    if not isinstance(ruling, str) or ruling not in _FIELDS:
        return {}, f"okänt beslut {ruling!r}; de kända är {', '.join(_FIELDS)}."
    return fields, _missing(ruling, fields) or _misused(ruling, fields)


def _missing(ruling: str, fields: dict[str, object]) -> str:
    wanted = [f for f in _FIELDS[ruling] if not str(fields.get(f) or "").strip()]
    if ruling == "rattad" and not (fields.get("pastaende") or fields.get("a")):
        wanted.append("pastaende (eller a)")
    return f"fältet {wanted[0]} saknas." if wanted else ""


def _misused(ruling: str, fields: dict[str, object]) -> str:
    for key in ("a", "b", "till"):
        if key in fields and not isinstance(fields[key], str):
            return f"fältet {key} ska vara en text."
    if "pastaende" in fields and _statement(fields["pastaende"]) is None:
        return "fältet pastaende ska vara ett id med 16 tecken eller [subjekt, relation, objekt]."
    if "b" in _FIELDS[ruling] and fields["a"] == fields["b"]:
        return "a och b är samma namn."
    return ""


def _statement(value: object) -> Statement | None:
    if isinstance(value, str):
        found = re.search(r"(?:^|/)([0-9a-f]{16})$", value)
        return found[1] if found else None
    if isinstance(value, list) and len(value) == 3 and all(isinstance(part, str) for part in value):
        return value[0], value[1], value[2]
    return None


def _take_pair(rulings: Decisions, fields: dict[str, str], number: int) -> None:
    a, b = sorted((fields["a"].strip(), fields["b"].strip()))
    rulings.pairs[a, b] = (fields["beslut"], number)


def _take_rejection(rulings: Decisions, fields: dict[str, str], number: int) -> None:
    statement = _statement(fields["pastaende"])
    assert statement is not None  # _misused has looked
    rulings.corrected.pop(statement, None)
    rulings.rejected[statement] = number


def _take_correction(rulings: Decisions, fields: dict[str, str], number: int) -> None:
    statement = _statement(fields.get("pastaende"))
    if statement is None:
        rulings.names[fields["a"].strip()] = (fields["till"].strip(), number)
        return
    rulings.rejected.pop(statement, None)
    rulings.corrected[statement] = (fields["till"].strip(), number)


_TAKE: dict[str, Callable[[Decisions, dict[str, str], int], None]] = {
    "samma": _take_pair,
    "inte_samma": _take_pair,
    "osaker": _take_pair,
    "avvisad": _take_rejection,
    "rattad": _take_correction,
}
