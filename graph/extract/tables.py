"""Tables in running text: lists of measures and of who is in charge of what.

The first row of a table names its columns (ontology/lookups/table_columns.csv); a table whose
columns say neither what is done nor who is in charge is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph import resources
from graph.extract.facts import Fact, Teller, date_literal, nodes, statement, swedish
from graph.extract.frames import cued
from graph.extract.levels import levels
from graph.extract.scene import Scene
from graph.ids import named_key
from graph.model import Block, Literal, Mention, Node, Section

_STATES = cued("tables.states")
_OUTCOMES = cued("tables.outcomes")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its tidy span and the mentions in it."""

    start: int
    end: int
    mentions: tuple[Mention, ...]


Row = tuple[Block, Mapping[str, Cell]]


def read_tables(scene: Scene) -> Iterator[Fact]:
    """Yield the measures, responsibilities and units that the tables of the document list."""
    for table in _tables(scene):
        for block, cells in table:
            if "matter" in cells and "who" in cells:
                yield from _measure(scene, block, cells)
            elif "goal" in cells and ("outcome" in cells or "state" in cells):
                yield from _goal(scene, block, cells)
            elif "term" in cells and "meaning" in cells:
                yield from _definition(scene, block, cells)
            elif "area" in cells and "who" in cells:
                yield from _in_charge(scene, block, cells)
            elif "unit" in cells:
                yield from _organisation(scene, block, cells)


def _tables(scene: Scene) -> Iterator[list[Row]]:
    """Yield the rows of each table below its header, as cells by role."""
    for section in scene.doc.sections:
        header: dict[int, str] = {}
        rows: list[Row] = []
        for block in section.blocks:
            if block.kind != "row":
                yield rows
                header, rows = {}, []
            elif not header:
                header = _roles(scene, block)
            else:
                rows.append(
                    (block, {header[n]: c for n, c in enumerate(_cells(scene, block)) if n in header})
                )
        yield rows


def _cells(scene: Scene, block: Block) -> Iterator[Cell]:
    start = block.start
    for text in scene.passage(block).split("\t"):
        end = start + len(text)
        yield Cell(start, end, scene.mentions_in(start, end))
        start = end + 1


def _roles(scene: Scene, block: Block) -> dict[int, str]:
    """Return the role of each column of a header row that has one."""
    found: dict[int, str] = {}
    for number, text in enumerate(scene.passage(block).split("\t")):
        role = next((role for header, role in _headers() if text.strip().casefold().startswith(header)), None)
        if role and role not in found.values():
            found[number] = role
    return found


@lru_cache(maxsize=1)
def _headers() -> tuple[tuple[str, str], ...]:
    rows = resources.lookup("table_columns")
    return tuple(sorted(((row["header"], row["role"]) for row in rows), key=lambda pair: -len(pair[0])))


def _measure(scene: Scene, block: Block, cells: Mapping[str, Cell]) -> Iterator[Fact]:
    sentence = scene.quoted(block)
    label = scene.doc.text.tidy[cells["matter"].start : cells["matter"].end]
    named = next((m.node for m in cells["matter"].mentions if m.kind == "P"), None)
    actors = nodes(tuple(m for m in cells["who"].mentions if m.kind in "OUXGKL"))
    others = nodes(tuple(m for m in cells["with"].mentions if m.kind in "OUXGK")) if "with" in cells else ()
    tell = Teller(scene, sentence, "table.measure", 0.8)
    if named:
        # A named programme in a list of measures is itself what is carried out.
        yield from tell(named, ("sam:convenor", actors), ("sam:hasParticipant", (*actors, *others)))
        return
    node = statement(scene, sentence, "sam:Measure", label=label)
    yield from tell(
        node,
        ("sam:status", _state(scene, cells) or "samc:st-planned"),
        ("sam:responsible", actors),
        ("sam:deadline", _deadline(cells)),
        ("sam:concerns", nodes(tuple(m for m in cells["matter"].mentions if m.kind in "XGFPAR"))),
        ("sam:targetGroup", nodes(tuple(m for m in cells["matter"].mentions if m.kind == "T"))),
        ("sam:workLevel", levels(sentence, label)),
    )


def _text(scene: Scene, cell: Cell) -> str:
    return scene.doc.text.tidy[cell.start : cell.end].strip()


def _goal(scene: Scene, block: Block, cells: Mapping[str, Cell]) -> Iterator[Fact]:
    """Yield a goal and, where its row says so, the finding that it was or was not reached."""
    sentence = scene.quoted(block)
    label = _text(scene, cells["goal"])
    outcome = _text(scene, cells["outcome" if "outcome" in cells else "state"])
    reached = next((kind for kind, pattern in _OUTCOMES if pattern.search(outcome)), None)
    if not label or not reached:
        return
    goal = statement(scene, sentence, "sam:Goal", label=label)
    condition = statement(scene, sentence, "sam:Condition", label=f"{label}: {outcome}")
    owner = scene.owner(block_section(scene, block)) or scene.topic(block_section(scene, block))
    tell = Teller(scene, sentence, "table.goal", 0.75)
    targets = nodes(tuple(m for m in cells["goal"].mentions if m.kind == "T"))
    yield from tell(goal, ("sam:targetGroup", targets))
    if owner:
        yield from tell(owner, ("sam:hasGoal", goal))
    finding = statement(scene, sentence, "sam:Finding", label=condition.label)
    yield from tell(
        finding,
        ("dcterms:type", reached),
        ("sam:madeBy", owner),
        ("sam:concerns", goal),
        ("sam:identifies", condition),
    )
    yield from tell(condition)


def block_section(scene: Scene, block: Block) -> Section:
    """Return the section that a block stands in."""
    return next(section for section in scene.doc.sections if block in section.blocks)


def _definition(scene: Scene, block: Block, cells: Mapping[str, Cell]) -> Iterator[Fact]:
    """Yield the term of a row and what is meant by it; a mere reference ("Se steg 3") defines nothing."""
    sentence = scene.quoted(block)
    label, wording = _text(scene, cells["term"]), _text(scene, cells["meaning"])
    if not label or wording.count(" ") < SHORTEST or wording.casefold().startswith("se "):
        return
    term = Node(key=named_key(("sam:Term",), label), types=("sam:Term",), label=label)
    tell = Teller(scene, sentence, "table.definition", 0.8)
    yield from tell(term, ("rdf:type", "sam:Term"))
    yield from tell(
        statement(scene, sentence, "sam:Definition", label=f"{label}: {wording}"),
        ("sam:defines", term),
        ("dcterms:description", swedish(wording)),
        ("sam:agreedBy", scene.owner(block_section(scene, block))),
        ("sam:setOutIn", scene.document),
    )


SHORTEST = 3
"""Spaces in a wording that says what is meant."""


def _state(scene: Scene, cells: Mapping[str, Cell]) -> str | None:
    text = scene.doc.text.tidy[cells["state"].start : cells["state"].end] if "state" in cells else ""
    return next((state for state, pattern in _STATES if pattern.search(text)), None)


def _deadline(cells: Mapping[str, Cell]) -> Literal | None:
    """Return the day in the column of days, where it is a whole date."""
    days = [m.node.label for m in cells["when"].mentions if m.kind == "D"] if "when" in cells else []
    return next((date_literal(day) for day in days if _DAY.fullmatch(day)), None)


def _in_charge(scene: Scene, block: Block, cells: Mapping[str, Cell]) -> Iterator[Fact]:
    sentence = scene.quoted(block)
    label = scene.doc.text.tidy[cells["area"].start : cells["area"].end]
    holders = nodes(tuple(m for m in cells["who"].mentions if m.kind in "OUXGKF"))
    if holders:
        yield from Teller(scene, sentence, "table.responsibility", 0.8)(
            statement(scene, sentence, "sam:Responsibility", label=label, part=holders[0].key),
            ("dcterms:type", "samc:resp-duty"),
            ("sam:responsible", holders),
        )


def _organisation(scene: Scene, block: Block, cells: Mapping[str, Cell]) -> Iterator[Fact]:
    """Yield for whom an administration works, and what is in it, from a row that begins with its name."""
    units = [m.node for m in cells["unit"].mentions if m.kind == "U"]
    if len(units) != 1:
        return
    tell = Teller(scene, scene.quoted(block), "table.organisation", 0.85)
    bodies = cells["body"].mentions if "body" in cells else ()
    yield from tell(units[0], ("sam:serves", nodes(tuple(m for m in bodies if m.kind == "O"))))
    for part in nodes(tuple(m for m in cells["parts"].mentions if m.kind == "U")) if "parts" in cells else ():
        yield from tell(part, ("dcterms:isPartOf", units[0]))
