"""Ready questions as files: SPARQL whose head says in Swedish what it answers and what it needs to know.

A head is a run of comment lines, `# Nyckel: värde`, that may go on in lines that begin with `#   `:

    # Titel: Samverkan för en målgrupp
    # Svarar på: Vilka samverkansformer rör en målgrupp?
    # Grupp: Samverkan
    # Parameter: målgrupp | målgrupp | målgrupp | * | Också delgrupper räknas.
    # Exempel: "barn och unga"
    # Belägg: ?form sam:targetGroup ?delgrupp
    # Samla: deltagare
    # Ordning: antal fallande, form

A parameter is a variable of the query: name, label, kind, standard value and explanation. Its standard
value is `*` where the question may be asked of all, and empty where a value must be given. `Belägg`
names the facts of a row, whose quotes are its proof; `*` stands for anything. `Samla` names columns
whose values are gathered where rows are alike in the others. Columns are the variables that the query
gives, but names that begin with _ and parameters that are one value throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from graph import resources
from graph.errors import QueryError, SamverkanError, UsageError
from graph.heads import read_head
from graph.ids import PREFIXES
from graph.model import Literal
from graph.store.guard import Token, guard, tokenise
from graph.store.names import KINDS
from graph.store.sparql import try_query
from graph.workspace import because

ALL = "*"
VALUES = ("text", "tal", "datum")  # kinds of parameters that are no names
_KEYS = ("Titel", "Svarar på", "Grupp", "Parameter", "Exempel", "Belägg", "Samla", "Ordning")
_STEM = re.compile(r"(?:(?P<number>\d+)-)?(?P<name>.+)")
_PART = re.compile(r"\?\w+|\*|a|\w+:[\w-]+")
_LARGEST = 64_000  # bytes; the limit on the query itself is lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a question needs to know; `name` is the variable, `standard` "" where it must be given."""

    name: str
    label: str
    kind: str
    standard: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `proof` are the patterns of the facts of a row: ?variable, CURIE or *.

    `order` are columns with whether they fall. `own` is of the municipality, not of the program.
    """

    name: str
    number: int | None
    title: str
    answers: str
    group: str
    text: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[str, ...] = ()
    proof: tuple[tuple[str, str, str], ...] = ()
    gathered: tuple[str, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    own: bool = False


def packaged() -> tuple[Question, ...]:
    """Return the questions that come with the program."""
    return tuple(_read(file) for file in resources.listing("queries", ".rq"))


def load(folder: Path, *, tried: bool = False) -> tuple[tuple[Question, ...], tuple[SamverkanError, ...]]:
    """Return the packaged questions and those of a folder, and what is wrong with files of the folder.

    With `tried` each of the folder's runs once on an empty graph, in a process of its own.
    """
    found = {question.name: question for question in packaged()}
    faults: list[SamverkanError] = []
    for file in sorted(folder.glob("*.rq")) if folder.is_dir() else ():
        try:
            question = _read(file, own=True, tried=tried)
            if question.name in found:
                raise UsageError(
                    "Det finns redan en fråga med det namnet.", way_out="Döp om filen.", file=file.name
                )
            found[question.name] = question
        except SamverkanError as error:
            faults.append(error)
    return tuple(found.values()), tuple(faults)


def _read(file: Path, *, own: bool = False, tried: bool = False) -> Question:
    try:
        with file.open("rb") as opened:
            text = opened.read(_LARGEST).decode("utf-8-sig")
        question = parse_question(file.stem, text, own=own)
        if tried:
            try_query(question.text, {parameter.name: Literal("") for parameter in question.parameters})
        return question
    except UnicodeDecodeError as error:
        raise UsageError("Filen är inte UTF-8.", way_out="Spara om den som UTF-8.", file=file.name) from error
    except OSError as error:
        raise UsageError(f"Filen kan inte läsas ({because(error)}).", file=file.name) from error
    except (UsageError, QueryError) as error:
        raise type(error)(error.reason, way_out=error.way_out, file=file.name) from error


def parse_question(stem: str, text: str, *, own: bool = False) -> Question:
    """Return the question that a file says; UsageError or QueryError with the way out when it is faulty."""
    head = _head(text)
    for key in ("Titel", "Svarar på"):
        if not head.get(key, [""])[0]:
            raise UsageError(f"Raden ”# {key}: …” saknas.", way_out="Skriv den överst i filen.")
    guard(text)
    tokens = list(tokenise(text))
    shown = _projected(tokens)
    parameters = tuple(_parameter(line, shown) for line in head.get("Parameter", ()))
    _check_bound(tokens, {parameter.name for parameter in parameters})
    columns = _shown(shown, parameters)
    if not columns:
        raise UsageError("Frågan visar inga kolumner.", way_out="Skriv dem efter SELECT: ?organ ?uppdrag.")
    found = _STEM.fullmatch(stem)
    assert found is not None
    return Question(
        name=found["name"],
        number=int(found["number"]) if found["number"] else None,
        title=head["Titel"][0],
        answers=head["Svarar på"][0],
        group=head.get("Grupp", ["Egna frågor" if own else ""])[0],
        text=text,
        columns=columns,
        parameters=parameters,
        examples=tuple(head.get("Exempel", ())),
        proof=tuple(_pattern(line, shown) for line in head.get("Belägg", ())),
        gathered=tuple(_columns(head, "Samla", columns)),
        order=tuple((name, falls) for name, falls in _columns(head, "Ordning", columns).items()),
        own=own,
    )


def _head(text: str) -> Mapping[str, list[str]]:
    """Return the lines of the head by key; UsageError names one that is not known."""
    found = read_head(text)
    for key in found:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1, cutoff=0.5) or _KEYS
            raise UsageError(f"Okänd rad ”# {key}:”.", way_out=f"Menade du {' eller '.join(near)}?")
    return found


def _projected(tokens: list[Token]) -> tuple[str, ...]:
    """Return the variables that the outermost SELECT gives, in its order."""
    start = next(_selects(tokens), None)
    if start is None or any(token.text == "{" for token in tokens[:start]):
        raise UsageError("En färdig fråga är en SELECT.", way_out="Börja den med SELECT ?kolumn …")
    return _given(tokens, start)


def _shown(variables: Iterable[str], parameters: Iterable[Parameter]) -> tuple[str, ...]:
    """Return the variables that are columns: of the parameters those that may be all of a kind."""
    hidden = {one.name for one in parameters if one.kind in VALUES or one.standard != ALL}
    return tuple(name for name in variables if name not in hidden and not name.startswith("_"))


def _selects(tokens: list[Token]) -> Iterator[int]:
    return (at for at, token in enumerate(tokens) if token.kind == "word" and token.text.upper() == "SELECT")


def _given(tokens: list[Token], start: int) -> tuple[str, ...]:
    """Return the variables that the SELECT at a place gives."""
    found: list[str] = []
    depth = 0
    for before, token in zip(tokens[start:], tokens[start + 1 :], strict=False):
        if token.text == "{" and not depth:
            break
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and (not depth or before.text.upper() == "AS"):
            found.append(token.text[1:])
    return tuple(found)


def _check_bound(tokens: list[Token], parameters: set[str]) -> None:
    """Raise UsageError where the value of a parameter would not reach: it would pass for any value.

    The engine binds a variable as long as every SELECT around it gives it, and holds BOUND to be false
    and BIND to be empty where no pattern before has it.
    """
    for before, bracket, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.text.upper() == "BOUND" and bracket.text == "(" and token.text[1:] in parameters:
            raise UsageError(
                f"Parametern {token.text[1:]} prövas med BOUND.",
                way_out="Ge den standardvärdet * och ta bort BOUND: utan värde passar allt.",
            )
    for start in _selects(tokens):
        within = {token.text[1:] for token in _body(tokens, start) if token.kind == "variable"}
        for name in sorted(within & parameters - set(_given(tokens, start))):
            raise UsageError(
                f"Parametern {name} når inte in i den inre frågan.",
                way_out=f"Skriv ?{name} efter den inre SELECT, och efter GROUP BY om den finns.",
            )


def _body(tokens: list[Token], start: int) -> Iterator[Token]:
    """Yield the tokens between the braces of the SELECT at a place."""
    depth = 0
    for token in tokens[start:]:
        depth += (token.text == "{") - (token.text == "}")
        if depth:
            yield token
        elif token.text == "}":
            return


def _parameter(line: str, shown: Iterable[str]) -> Parameter:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 5 or not all(parts[:3]):
        raise UsageError(
            f"Parametern ”{line[:60]}” är ofullständig.",
            way_out="Skriv fem delar: namn | etikett | slag | standardvärde | förklaring.",
        )
    name, label, kind, standard, about = parts
    known = (*KINDS, *VALUES)
    if kind not in known:
        near = get_close_matches(kind, known, n=1, cutoff=0.5)
        way_out = f"Menade du {near[0]}?" if near else f"De som finns: {', '.join(sorted(known))}."
        raise UsageError(f"Parametern {name} har det okända slaget {kind}.", way_out=way_out)
    if name not in shown:
        raise UsageError(
            f"Parametern {name} är ingen kolumn i frågan.", way_out=f"Skriv ?{name} efter SELECT."
        )
    return Parameter(name=name, label=label, kind=kind, standard=standard, about=about)


def _pattern(line: str, shown: Iterable[str]) -> tuple[str, str, str]:
    parts = line.split()
    if len(parts) != 3 or not all(map(_PART.fullmatch, parts)) or parts[0] == parts[2] == ALL:
        raise UsageError(
            f"Belägget ”{line[:60]}” är inget samband.",
            way_out="Skriv tre delar, till exempel: ?form sam:hasParticipant ?deltagare.",
        )
    for part in parts:
        if part.startswith("?") and part[1:] not in shown:
            raise UsageError(
                f"Belägget nämner {part}, som inte är någon kolumn.", way_out=f"Skriv {part} efter SELECT."
            )
        if ":" in part and part.partition(":")[0] not in PREFIXES:
            raise UsageError(f"Belägget har ett okänt prefix: {part}.", way_out="Använd sam: eller dcterms:.")
    subject, predicate, value = ("rdf:type" if part == "a" else part for part in parts)
    return subject, predicate, value


def _columns(head: Mapping[str, list[str]], key: str, columns: tuple[str, ...]) -> dict[str, bool]:
    """Return the columns that a line names, each with whether "fallande" stands after it."""
    found: dict[str, bool] = {}
    for part in ",".join(head.get(key, ())).split(","):
        name, _, word = part.strip().partition(" ")
        if not name:
            continue
        if name not in columns or word.strip() not in ("", "fallande"):
            near = get_close_matches(name, columns, n=1, cutoff=0.5) or columns
            raise UsageError(
                f"Raden ”# {key}:” nämner {part.strip()}, som inte är någon kolumn.",
                way_out=f"Menade du {' eller '.join(near)}?",
            )
        found[name] = bool(word)
    return found
