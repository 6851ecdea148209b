"""What the report rests on: what was read and not, how far the quotes reach, how to read the rest."""

from __future__ import annotations

from collections.abc import Iterator

from graph.export.chapters.actors import actor_count
from graph.export.chapters.claims import gap_count
from graph.export.chapters.desk import Desk
from graph.export.chapters.orders import assignment_count
from graph.export.outline import Line, Section, Table
from graph.export.wording import counted, line, number, swedish_order
from graph.model import Extent, Source

_NOTHING = Extent(0, 0, 0)
NOTICE = "Maskinellt framtaget, granska mot källan."


def summary(desk: Desk) -> Section:
    """Return the summary: counts from the graph in plain sentences."""
    facts = desk.facts
    if not desk.documents:
        return Section(anchor="sammanfattning", heading="Sammanfattning", intro=desk.nothing(""))
    passages = sum(extent.quotes for extent in facts.extents.values())
    forums = counted(len(desk.things("sam:Forum")), "forum", "forum")
    programmes = desk.things("sam:Programme", "sam:Agreement", "sam:Routine", "sam:Arrangement")
    others = counted(len(programmes), "annan samverkansform", "andra samverkansformer")
    claims = facts.statements
    texts = (
        read_sentence(desk),
        f"Ur dem hämtades {counted(claims, 'påstående', 'påståenden')}"
        f" ur {counted(passages, 'ordagrant citerat textställe', 'ordagrant citerade textställen')}.",
        review_sentence(desk),
        facts.excerpt(),
        actor_count(desk),
        f"De beskriver {forums} och {others}: program, överenskommelser och rutiner.",
        assignment_count(desk),
        gap_count(desk),
    )
    lines = tuple(Line(text=text) for text in texts if text)
    return Section(anchor="sammanfattning", heading="Sammanfattning", lines=lines)


def read_sentence(desk: Desk) -> str:
    """Return how much was read and how much was not."""
    sources = desk.facts.sources.values()
    pages, letters = sum(s.pages for s in sources), sum(s.characters for s in sources)
    size = f"{counted(pages, 'sida', 'sidor')}, " if pages else ""
    unread = len(_unread(desk))
    tail = f" {counted(unread, 'fil', 'filer')} kunde inte läsas." if unread else " Alla filer kunde läsas."
    read = counted(desk.documents, "läst handling", "lästa handlingar")
    return f"Underlaget är {read} ({size}{number(letters)} tecken).{tail}"


def review_sentence(desk: Desk) -> str:
    """Return how many statements people have reviewed, "" of an excerpt: it does not know all."""
    facts = desk.facts
    if facts.excerpt() or not facts.statements:
        return ""
    if not facts.reviewed:
        return "Ingen människa har granskat påståendena."
    return f"Människor har granskat {number(facts.reviewed)} av {number(facts.statements)} påståenden."


def _unread(desk: Desk) -> list[Source]:
    return sorted((s for s in desk.facts.knowledge.sources if s.reason), key=lambda s: swedish_order(s.name))


def basis(desk: Desk) -> Section:
    """Return the chapter of sources: read, unread with reasons, and how far the quotes reach."""
    return Section(
        anchor="underlag", heading="Underlaget: vad som lästes och inte lästes",
        intro="Täckning är andelen av handlingens text som något påstående citerar. Låg täckning betyder att"
        " mycket av texten handlar om annat, eller att verktyget inte förstod den.",
        tables=tuple(filter(None, (_read_table(desk), _unread_table(desk)))), missing=_silent(desk),
    )  # fmt: skip


def _read_table(desk: Desk) -> Table | None:
    facts = desk.facts
    ordered = sorted(facts.sources, key=lambda document: (swedish_order(facts.title(document)), document))
    rows = tuple(
        (facts.title(s.document), line(s.name), facts.name(s.kind) if s.kind else "okänt",
         number(s.pages) if s.pages else "–", number(extent.statements),
         _share(extent.covered, s.characters), line("; ".join(s.notes)) or "–")
        for s, extent in ((facts.sources[name], facts.extents.get(name, _NOTHING)) for name in ordered)
    )  # fmt: skip
    headers = ("Handling", "Fil", "Slag", "Sidor", "Påståenden", "Täckning", "Anmärkning")
    caption = f"Lästa handlingar ({len(rows)})"
    return Table(caption=caption, headers=headers, rows=rows, numbers=(3, 4, 5)) if rows else None


def _unread_table(desk: Desk) -> Table | None:
    rows = tuple((line(s.name), line(s.reason)) for s in _unread(desk))
    caption = f"Filer som inte lästes ({len(rows)})"
    return Table(caption=caption, headers=("Fil", "Orsak"), rows=rows) if rows else None


def _silent(desk: Desk) -> tuple[Line, ...]:
    facts = desk.facts
    silent = sorted((facts.title(d) for d in facts.sources if d not in facts.extents), key=swedish_order)
    text = f"Inga påståenden hittades i: {', '.join(silent)}."
    return (Line(text=text, derived=True),) if silent else ()


def _share(part: int, whole: int) -> str:
    return f"{min(100, round(100 * part / whole))} %" if whole else "–"


def _sureness(desk: Desk) -> Iterator[str]:
    """Yield how sure the reading is: the mean of what each statement was given, and the share in doubt."""
    sure = [claim.confidence for claim in desk.facts.knowledge.assertions]
    if sure:
        doubtful = sum(value < _DOUBTFUL for value in sure)
        yield (
            f"Läsningen är inte felfri. I genomsnitt bedöms {_share(round(sum(sure)), len(sure))} av"
            " påståendena vara rätt lästa, efter hur ofta samma regler har haft rätt i handlingar som"
            " människor har läst;"
            f" {_share(doubtful, len(sure))} bedöms troligare vara fel än rätt."
        )


_DOUBTFUL = 0.5
"""Confidence below which a statement is more likely wrong than right."""


def method(desk: Desk) -> Section:
    """Return how the report came about, how sure the reading is and how to read it."""
    texts = (
        "Varje rad bygger på påståenden som verktyget har hämtat ur handlingarna med fasta språkregler."
        " Ingen språkmodell och ingen molntjänst har använts.",
        *_sureness(desk),
        "Siffrorna inom hakparentes leder till bilagans ordagranna citat med handling, sida och läge i"
        " texten. Teckenläget räknas i handlingens text från 0.",
        "Ord som möjligt, planerat eller förutsatt anger hur bestämt källan uttrycker sig. Saknas ett sådant"
        " ord är saken konstaterad i källan, vilket inte betyder att den är sann.",
        "Det som står under ”Härlett av verktyget” är inte sagt i någon källa. Att något inte hittades i de"
        " lästa handlingarna betyder inte att det saknas i verkligheten.",
        "Samma sak kan sägas på flera ställen; högst sex citat visas per rad. Alla påståenden, med säkerhet"
        " och regel, finns i pastaenden.xlsx och i grafen.",
    )
    return Section(anchor="metod", heading="Så är rapporten gjord", lines=tuple(Line(text=t) for t in texts))
