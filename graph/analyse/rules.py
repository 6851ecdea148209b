"""Rules that find gaps: one file each, SPARQL under a head that says in Swedish what it means.

    # Titel: Forum utan mål
    # Problem: Ingen handling säger vad forumet ska nå.
    # Åtgärd: Fråga deltagarna; svaret är i sig en uppgift.
    # Grad: info
    # Slag: samc:gap-shared-goal
    # Mening: Något mål för {who} hittades inte {här}.
    # Belägg: ?who rdf:type sam:Forum
    # Passerad: senast

The query gives ?who, the thing that the gap is about, and what else the sentence names in braces;
`{här}` becomes "i dessa 12 handlingar". `Slag` (optional) is the kind of gap. `Belägg` (any number) are
facts that a row rests on, as patterns of ?variables, names and `*`. `Passerad` (optional) is a column
with a date: only rows whose date is before the day that the user looks from count.

Something is missing where it is taken away from all there is (MINUS). A NOT EXISTS of several patterns
is refused: it takes minutes on a large graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from graph import resources
from graph.errors import UsageError
from graph.heads import read_head

LEVELS = ("violation", "warning", "info")
HERE = "här"
_NEEDED = ("Titel", "Problem", "Åtgärd", "Grad", "Mening")
_KNOWN = (*_NEEDED, "Slag", "Belägg", "Passerad")
_LARGEST = 64_000  # bytes
_SELECT = re.compile(r"\bselect\b(?P<given>[^{]*?)(?:\bwhere\b|\{)", re.IGNORECASE)
_SEVERAL = re.compile(r"not\s+exists\s*\{[^{}]*[.;][^{}]*[?\w<][^{}]*\}", re.IGNORECASE)
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `proof` are patterns of three parts, `passed` is the column with a date or ""; `own` is of
    the municipality and not of the program, so that its query is not to be trusted.
    """

    name: str
    title: str
    problem: str
    remedy: str
    level: str
    sentence: str
    query: str
    columns: tuple[str, ...]
    kind: str = ""
    proof: tuple[tuple[str, str, str], ...] = ()
    passed: str = ""
    own: bool = False


def packaged() -> tuple[Rule, ...]:
    """Return the rules of the program, sorted by name."""
    return tuple(read_rule(file) for file in resources.listing("analyses", ".rq"))


def own_rules(folder: Path) -> tuple[tuple[Rule, ...], tuple[UsageError, ...]]:
    """Return a municipality's own rules, sorted by name, and what is wrong with those that are left out."""
    rules, faults = [], []
    for file in sorted(folder.glob("*.rq")) if folder.is_dir() else ():
        try:
            rules.append(read_rule(file, own=True))
        except UsageError as fault:
            faults.append(fault)
    return tuple(rules), tuple(faults)


def read_rule(file: Path, *, own: bool = False) -> Rule:
    """Return the rule of a file; UsageError that names the file, what is wrong and the way out."""
    text = _text(file)
    head = read_head(text)
    _check_keys(head, file)
    columns = _columns(text, file)
    rule = Rule(
        name=file.stem,
        title=head["Titel"][0],
        problem=head["Problem"][0],
        remedy=head["Åtgärd"][0],
        level=head["Grad"][0],
        sentence=head["Mening"][0],
        query=text,
        columns=columns,
        kind=head.get("Slag", [""])[0],
        proof=tuple(_pattern(line, file) for line in head.get("Belägg", ())),
        passed=head.get("Passerad", [""])[0].removeprefix("?"),
        own=own,
    )
    _check(rule, file)
    return rule


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence with the names nearest to one that is unknown."""
    known = sorted(known)
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Menade du {' eller '.join(near)}?" if near else f"De som finns är {', '.join(known)}."


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _fault(file, "filen kan inte läsas", "Kontrollera filens rättigheter.") from error
    if len(data) > _LARGEST:
        raise _fault(file, "filen är för stor", "En regel får vara högst 64 kB.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _fault(file, "filen är inte UTF-8", "Spara om den som UTF-8.") from error


def _check_keys(head: dict[str, list[str]], file: Path) -> None:
    for key in head:
        if key not in _KNOWN:
            raise _fault(file, f"okänt huvudord: {key}", nearest(key, _KNOWN))
    for key in _NEEDED:
        if not head.get(key, [""])[0]:
            raise _fault(file, f"raden # {key}: saknas", f"Skriv till den överst: # {key}: …")
    if head["Grad"][0] not in LEVELS:
        raise _fault(file, f"okänd grad: {head['Grad'][0]}", f"Välj {', '.join(LEVELS)}.")


def _columns(text: str, file: Path) -> tuple[str, ...]:
    """Return the variables that the outermost SELECT gives, in order: of "(... AS ?name)" the name."""
    found = _SELECT.search(_COMMENT.sub("", text))
    if found is None:
        raise _fault(file, "frågan har ingen SELECT", "Skriv SELECT DISTINCT ?who WHERE { … }.")
    depth, last = 0, ""
    names: list[str] = []
    for token in re.findall(r"[()]|\?\w+", found["given"]):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == ")" and depth == 0:
            names.append(last)
        elif token[0] == "?":
            last = token[1:]
            if depth == 0:
                names.append(last)
    return tuple(names)


def _pattern(line: str, file: Path) -> tuple[str, str, str]:
    parts = line.split()
    if len(parts) != 3:
        raise _fault(file, f"belägget har inte tre delar: {line}", "Skriv till exempel ?who sam:deadline *.")
    return parts[0], parts[1], parts[2]


def _check(rule: Rule, file: Path) -> None:
    wanted = {name for name in _BRACES.findall(rule.sentence) if name != HERE}
    wanted |= {part[1:] for pattern in rule.proof for part in pattern if part.startswith("?")}
    for name in sorted(wanted | {"who"} | ({rule.passed} - {""})):
        if name not in rule.columns:
            raise _fault(file, f"frågan ger ingen kolumn ?{name}", f"Skriv ?{name} efter SELECT.")
    if _SEVERAL.search(_COMMENT.sub("", rule.query)):
        raise _fault(
            file,
            "NOT EXISTS med flera villkor tar för lång tid",
            "Skriv MINUS { SELECT DISTINCT ?who { … } }.",
        )


def _fault(file: Path, reason: str, way_out: str) -> UsageError:
    return UsageError(f"Regeln kan inte användas: {reason}.", way_out=way_out, file=file.name)
