"""The sheets of the workbook as values: what the graph holds, a sheet a table, links between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.export.dated import dated
from graph.export.facts import INFERRED, Facts, heading, is_inferred
from graph.export.kinds import kind_of
from graph.export.tables import CLAIM_COLUMNS, Cell
from graph.export.wording import NOTICE, audience, line, listed, number, swedish_order, unique
from graph.model import Assertion, Entity, Evidence, Source, Term

CLAIMS, QUOTES, CONTENTS = "Påståenden", "Citat", "Innehåll"
MOST_ROWS = 100_000  # Excel holds ten times as many, and nobody waits for it to open them


@dataclass(frozen=True, slots=True)
class Jump:
    """A cell that leads to the first cell of a row (1 first) of another sheet."""

    text: str
    sheet: str
    row: int


SheetCell = Cell | Jump
Row = tuple[SheetCell, ...]
Columns = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headers with column widths in characters, its rows, what it shows, and a note below."""

    name: str
    columns: Columns
    rows: Iterable[Row]
    about: str
    note: str = ""


_Key = tuple[str, str, int, int, str]  # title, file, start, end, quote


@dataclass(slots=True)
class Quotes:
    """The numbers of the passages behind the claims, in the order in which the claims name them."""

    facts: Facts
    numbers: dict[_Key, int] = field(default_factory=dict)
    pages: dict[_Key, Cell] = field(default_factory=dict)
    first: dict[_Key, int] = field(default_factory=dict)
    counts: Counter[_Key] = field(default_factory=Counter)

    def read(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Number the passages of the rows of the evidence table."""
        for nth, row in zip(range(2, MOST_ROWS + 2), rows, strict=False):
            key = _key_of(row)
            if key not in self.numbers:
                self.numbers[key] = len(self.numbers) + 1
                self.pages[key] = row[_AT["Sida"]]
                self.first[key] = nth
            self.counts[key] += 1

    def jump(self, key: _Key) -> SheetCell:
        """Return the cell that leads to a passage, "" for one that is not listed."""
        nth = self.numbers.get(key)
        return Jump(str(nth), QUOTES, nth + 1) if nth else ""

    def of(self, passages: Iterable[Evidence]) -> SheetCell:
        """Return the cell that leads to the first listed one of the passages."""
        for passage in passages:
            cell = self.jump(self._key(passage))
            if cell:
                return cell
        return ""

    def _key(self, e: Evidence) -> _Key:
        source = self.facts.sources.get(e.document)
        return self.facts.title(e.document), source.name if source else "", e.start, e.end, e.quote

    def rows(self) -> Iterator[Row]:
        """Yield a row for each passage."""
        for key, nth in self.numbers.items():
            title, file, start, end, quote = key
            back = Jump(f"rad {self.first[key]}", CLAIMS, self.first[key])
            yield nth, quote, title, self.pages[key], start, end, self.counts[key], back, file


_AT = {header: n for n, (header, _) in enumerate(CLAIM_COLUMNS)}


def _key_of(row: tuple[Cell, ...]) -> _Key:
    title, file, quote = (str(row[_AT[name]]) for name in ("Handling", "Fil", "Citat"))
    return title, file, int(row[_AT["Start"]]), int(row[_AT["Slut"]]), quote


Value = Callable[[Facts, Entity], Cell]
_Columns = tuple[tuple[str, int, Value], ...]


def _objects(*predicates: str) -> Value:
    return lambda facts, e: _names(facts, ((c, c.object) for c in facts.about(e.iri, *predicates)))


def _subjects(*predicates: str) -> Value:
    return lambda facts, e: _names(facts, ((c, c.subject) for c in facts.towards(e.iri, *predicates)))


def _names(facts: Facts, ends: Iterable[tuple[Assertion, Term]]) -> str:
    return "; ".join(
        unique(facts.name(term) + (f" ({INFERRED})" if is_inferred(c) else "") for c, term in ends)
    )


def _name(facts: Facts, entity: Entity) -> Cell:
    return facts.name(entity.iri)


def _kind(facts: Facts, entity: Entity) -> Cell:
    kind = kind_of(entity)
    return kind.one if kind else facts.name(entity.types[0])


def _aliases(facts: Facts, entity: Entity) -> Cell:
    return "; ".join(facts.also_called(entity))


def _passages(facts: Facts, entity: Entity) -> list[Evidence]:
    claims = facts.about(entity.iri) or facts.towards(entity.iri)
    return [e for claim in claims for e in claim.evidence]


def _count(facts: Facts, entity: Entity) -> Cell:
    return len(facts.about(entity.iri)) + len(facts.towards(entity.iri))


PROOF: Columns = (("Citat (högst tre)", 70), ("Citat nr", 9), ("Handling", 36))


def proof(facts: Facts, quotes: Quotes, passages: list[Evidence]) -> Row:
    """Return the cells of PROOF: what is quoted, the way to the first passage, and the documents."""
    return (
        "\n".join(unique(f"”{line(e.quote)}”" for e in passages)[:3]),
        quotes.of(passages),
        listed(unique(facts.title(e.document) for e in passages)),
    )


_ACTORS: _Columns = (
    ("Namn", 38, _name), ("Slag", 24, _kind), ("Närmare slag", 22, _objects("dcterms:type")),
    ("Kallas även", 24, _aliases), ("Lyder under", 30, _objects("sam:serves", "dcterms:isPartOf")),
    ("Ingår i grupp", 26, _objects("sam:inGroup")),
    ("Deltar i", 44, _subjects("sam:hasParticipant", "sam:convenor", "sam:developedBy")),
    ("Uppdrag", 50, _subjects("sam:assignedTo")), ("Drabbas av", 44, _subjects("sam:affects")),
    ("Påståenden", 11, _count),
)  # fmt: skip
_FORUMS: _Columns = (
    ("Namn", 40, _name), ("Slag", 24, _kind), ("Närmare slag", 22, _objects("dcterms:type")),
    ("Deltagare", 50, _objects("sam:hasParticipant", "sam:convenor", "sam:developedBy")),
    ("Sammankallande", 30, _objects("sam:convenor")), ("Målgrupp", 28, _objects("sam:targetGroup")),
    ("Syfte", 50, _objects("sam:purpose")), ("Mål", 44, _objects("sam:hasGoal")),
    ("Uppföljning", 40, _objects("sam:followUp")), ("Del av", 30, _objects("dcterms:isPartOf")),
    ("Status", 14, _objects("sam:status")),
)  # fmt: skip
_ASSIGNMENTS: _Columns = (
    ("Uppdrag", 56, _name), ("Slag", 24, _objects("dcterms:type")),
    ("Uppdragsgivare", 30, _objects("sam:assignedBy")), ("Uppdragstagare", 40, _objects("sam:assignedTo")),
    ("Senast", 12, _objects("sam:deadline")), ("Redovisas till", 30, _objects("sam:reportTo")),
    ("Avser", 34, _objects("sam:concerns", "sam:targetGroup")), ("Innebär", 50, _objects("sam:entails")),
    ("Syfte", 44, _objects("sam:purpose")), ("Bemöter", 44, _objects("sam:addresses")),
    ("Status", 14, _objects("sam:status")),
)  # fmt: skip
_WAYS_IN: _Columns = (
    ("Väg in", 44, _name), ("Till", 36, _subjects("cv:contactPoint")),
    ("För", 34, _objects("sam:contactFor")),
    ("Rör", 30, _objects("dcterms:subject")), ("E-post", 30, _objects("cv:email")),
    ("Telefon", 18, _objects("cv:telephone")),
)  # fmt: skip
_CONDITIONS: _Columns = (
    ("Vad", 56, _name), ("Klass", 18, lambda facts, e: facts.name(e.types[0])),
    ("Slag", 26, _objects("dcterms:type")), ("Vems utsaga", 30, _objects("sam:madeBy")),
    ("Pekar ut", 44, _objects("sam:identifies")), ("Berör", 34, _objects("sam:affects", "sam:concerns")),
    ("Mellan", 34, _objects("sam:between")), ("Orsak", 34, _objects("sam:causedBy")),
    ("Besvaras eller åtgärdas av", 50, _subjects("sam:addresses", "sam:stanceOn")),
)  # fmt: skip
# name, columns, classes, what it shows; what an analysis has a fuller sheet for comes from there
_OF_ENTITIES: tuple[tuple[str, _Columns, str, str], ...] = (
    ("Aktörer", _ACTORS,
     "sam:PoliticalBody sam:Committee sam:Administration sam:ActorGroup sam:ExternalActor",
     "Nämnder, förvaltningar och externa parter, och vad de deltar i"),
    ("Forum", _FORUMS, "sam:Forum sam:Programme sam:Agreement sam:Routine sam:Arrangement",
     "Forum, program, överenskommelser och rutiner med deltagare, syfte och uppföljning"),
    ("Uppdrag", _ASSIGNMENTS, "sam:Assignment", "Vem som fått vad i uppdrag av vem, till när"),
    ("Mellanrum", _CONDITIONS, "sam:Gap", "Mellanrum som handlingarna påtalar"),
    ("Överlapp", _CONDITIONS, "sam:Overlap", "Överlapp som handlingarna påtalar"),
    ("Vägar in", _WAYS_IN, "sam:ContactPoint", "Vart man vänder sig, och med vad"),
    ("Iakttagelser", _CONDITIONS, "sam:Finding sam:Claim sam:Recommendation sam:Stance sam:Condition",
     "Iakttagelser, rekommendationer och ställningstaganden"),
)  # fmt: skip
_QUOTES: Columns = (
    ("Nr", 8), ("Citat", 90), ("Handling", 40), ("Sida", 6), ("Start", 8), ("Slut", 8),
    ("Påståenden", 11), ("Första påståendet", 14), ("Fil", 30),
)  # fmt: skip
_SOURCES: Columns = (
    ("Fil", 40), ("Titel", 50), ("Slag", 22), ("Läst", 7), ("Orsak om inte läst", 50), ("Sidor", 7),
    ("Tecken", 10), ("Påståenden", 11), ("Anmärkningar", 50), ("SHA-256", 66),
)  # fmt: skip
_CLAIMS: Columns = tuple(
    column for c in CLAIM_COLUMNS for column in ((c, ("Citat nr", 9)) if c[0] == "Citat" else (c,))
)


def sheets_of(
    facts: Facts,
    claims: Callable[[], Iterable[tuple[Cell, ...]]],
    count: int,
    more: Callable[[Quotes], Mapping[str, Sheet]],
) -> list[Sheet]:
    """Return all sheets but the contents: those of an analysis (`more`) replace ours of that name."""
    quotes = Quotes(facts)
    quotes.read(claims())
    left_out = f"Visar {number(MOST_ROWS)} av {number(count)} rader. Alla finns i pastaenden.csv."
    own = {
        name: _of_entities(facts, quotes, name, columns, classes, about)
        for name, columns, classes, about in _OF_ENTITIES
    }
    found = {**own, **more(quotes)}
    return [
        Sheet(CLAIMS, _CLAIMS, _claims(claims(), quotes), "Vem, relation och vad, en rad per belägg",
              left_out if count > MOST_ROWS else ""),
        *found.values(),
        Sheet(QUOTES, _QUOTES, quotes.rows(), "Varje citerat textställe, ordagrant"),
        Sheet("Källor", _SOURCES, source_rows(facts), "Vilka filer som lästes, och vilka som inte lästes"),
    ]  # fmt: skip


def contents(facts: Facts, sheets: list[Sheet]) -> Sheet:
    """Return the first sheet: what there is, with the ways to it, and what the workbook rests on."""
    k = facts.knowledge
    rows: list[Row] = [(Jump(sheet.name, sheet.name, 1), sheet.about) for sheet in sheets]
    rows += [
        ("Kommun", facts.municipality()), ("Underlag", dated(k)), ("Profil", audience(k.profile, k.reviewer)),
        ("Grafens kontrollsumma", k.graph_hash), ("Att tänka på", NOTICE),
    ]  # fmt: skip
    return Sheet(CONTENTS, (("Blad", 26), ("Vad det visar", 90)), rows, "")


def _claims(rows: Iterable[tuple[Cell, ...]], quotes: Quotes) -> Iterator[Row]:
    after = _AT["Citat"] + 1
    for row in rows:
        yield (*row[:after], quotes.jump(_key_of(row)), *row[after:])


def _of_entities(
    facts: Facts, quotes: Quotes, name: str, columns: _Columns, classes: str, about: str
) -> Sheet:
    rows = (
        (*(value(facts, e) for _, _, value in columns), *proof(facts, quotes, _passages(facts, e)), e.iri)
        for e in facts.of_type(*classes.split())
    )
    heads = (*((header, width) for header, width, _ in columns), *PROOF, ("Id", 40))
    return Sheet(name, heads, rows, about, facts.excerpt())


def source_rows(facts: Facts) -> Iterator[Row]:
    """Yield one row for each file, read files first, each with the number of its statements."""
    for source in sorted(facts.knowledge.sources, key=lambda s: (bool(s.reason), swedish_order(s.name))):
        yield _source_row(facts, source)


def _source_row(facts: Facts, source: Source) -> Row:
    extent = facts.extents.get(source.document)
    return (
        source.name, heading(source), facts.name(source.kind) if source.kind else "",
        "nej" if source.reason else "ja", source.reason, source.pages or "", source.characters or "",
        extent.statements if extent else 0, "; ".join(source.notes), source.sha256,
    )  # fmt: skip
