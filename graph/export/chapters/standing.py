"""Who answers for whom, who ties the network together, how parties get in, and what has changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import groupby

from graph.analysis import Analysis, Cell, Change, Rank, Route
from graph.export.chapters.desk import Desk
from graph.export.outline import Line, Section, Table, section
from graph.export.wording import counted, listed, number

_UNSAID = ""
_MOST_RANKS = 5
_MOST_TURNED = 12
_MEASURES = {
    "mellanhand": "Mellanhänder: de som flest kontakter går genom",
    "räckvidd": "Räckvidd: de som når flest som inte redan känner varandra",
    "begränsning": "Friast: de vars kontakter minst hänger ihop med varandra",
    "enda mötesplats": "Enda mötesplats: forum där flest möts som inte möts någon annanstans",
}


def ways_in(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of ways in: for each actor the route, and who has none."""
    general = [route for route in found.routes if not route.matter]
    open_ = [route for route in general if route.steps]
    shut = sorted({desk.name(route.actor) for route in general if not route.steps})
    missing: tuple[Line, ...] = ()
    if shut:
        text = f"En väg in till kommunen hittades inte {desk.here()} för {listed(shut, most=40)}."
        missing = (Line(text=text, derived=True),)
    return section(
        "vagar-in", "Vägar in", open_, lambda route: _route(desk, route),
        intro="Vart en aktör utanför kommunen vänder sig. Det som källorna säger kommer först; ”härledd”"
        " betyder att verktyget har pekat ut vägen ur vem som deltar eller ansvarar."
        if found.routes
        else desk.nothing("Vägar in"),
        missing=missing,
    )  # fmt: skip


def _route(desk: Desk, route: Route) -> Line:
    how = "" if route.stated else " (härledd)"
    steps = [desk.line(step.text.rstrip("."), desk.told(step.facts)) for step in route.steps]
    end = f" till {desk.name(route.end)}" if route.end else ""
    return Line(text=f"– väg in{end}{how}.", lead=desk.name(route.actor), details=tuple(steps))


def responsibility_map(desk: Desk, found: Analysis) -> Section:
    """Return the map as a table: target group by level of work, with the bodies that answer for it."""
    levels = sorted({cell.level for cell in found.cells}, key=lambda level: (not level, level))
    rows: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in found.cells:
        rows[cell.group][cell.level] = cell
    if not rows:
        return Section(anchor="ansvarskarta", heading="Ansvarskarta")
    table = Table(
        caption="Vem som ansvarar för vilken målgrupp på vilken arbetsnivå",
        headers=("Målgrupp", *(desk.name(level) if level else "Nivå inte angiven" for level in levels)),
        rows=tuple(
            (desk.name(group), *(_holders(desk, cells.get(level)) for level in levels))
            for group, cells in sorted(rows.items(), key=lambda pair: desk.name(pair[0]))
        ),
    )
    return Section(
        anchor="ansvarskarta", heading="Ansvarskarta", tables=(table,),
        intro="Streck: inget organ hittades i handlingarna. Flera namn i samma ruta är värt en fråga om vem"
        " som leder.",
        parts=(_cell_quotes(desk, found),),
    )  # fmt: skip


def _holders(desk: Desk, cell: Cell | None) -> str:
    return listed([desk.name(holder) for holder in cell.holders]) if cell and cell.holders else "–"


def _cell_quotes(desk: Desk, found: Analysis) -> Section:
    held = [cell for cell in found.cells if cell.holders and cell.facts]
    return section("ansvarskarta-citat", "Källorna till ansvarskartan", held, lambda cell: _cell(desk, cell))


def _cell(desk: Desk, cell: Cell) -> Line:
    level = f", {desk.name(cell.level)}" if cell.level else ""
    names = listed([desk.name(holder) for holder in cell.holders])
    return desk.line(f"– {names}.", desk.told(cell.facts), lead=f"{desk.name(cell.group)}{level}")


def network(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of the network: the first few of each measure, with their intervals in words."""
    net = found.network
    by_measure: dict[str, list[Rank]] = defaultdict(list)
    for rank in net.ranks:
        by_measure[rank.measure].append(rank)
    tables = tuple(
        _ranks(desk, heading, sorted(by_measure[measure], key=lambda r: (r.place, desk.name(r.who))))
        for measure, heading in _MEASURES.items()
        if by_measure.get(measure)
    )
    if not tables:
        return Section(anchor="natverk", heading="Nätverket")
    return Section(
        anchor="natverk", heading="Nätverket",
        intro=f"{number(net.bodies)} aktörer möts i {number(net.forums)} samverkansformer. Varje plats är"
        " räknad om med en handling i taget borttagen: ”plats 1–3” betyder att platsen beror på vilka"
        " handlingar som råkar vara med. Bygg inget på en plats som rör sig mycket.",
        tables=tables, lines=tuple(Line(text=remark) for remark in net.remarks),
    )  # fmt: skip


def _ranks(desk: Desk, heading: str, ranks: list[Rank]) -> Table:
    rows = tuple(
        (desk.name(rank.who), _figure(rank.value), f"{_figure(rank.low)}–{_figure(rank.high)}", _place(rank))
        for rank in ranks[:_MOST_RANKS]
    )
    return Table(caption=heading, headers=("Vem", "Värde", "Mellan", "Plats"), rows=rows, numbers=(1, 2, 3))


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _place(rank: Rank) -> str:
    return str(rank.place) if rank.best == rank.worst else f"{rank.place} ({rank.best}–{rank.worst})"


def changes(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of what differs between two builds or days; empty when none was compared.

    What sources say comes first; gaps that rules derive stand apart, by rule.
    """
    said = [change for change in found.changes if not change.rule]
    derived = [change for change in found.changes if change.rule]
    rules = groupby(derived, key=lambda change: (change.kind, change.label, change.rule))
    made = section(
        "forandring", "Vad som har ändrats", said, lambda change: _change(desk, change),
        intro="Jämförelse mellan två byggen eller dagar." if found.changes else "",
    )  # fmt: skip
    return replace(made, missing=tuple(_turned(desk, *key, list(group)) for key, group in rules))


def _change(desk: Desk, change: Change) -> Line:
    return desk.line(f"– {change.text.rstrip('.…')}.", desk.told(change.facts), lead=_capital(change.kind))


def _turned(desk: Desk, kind: str, title: str, rule: str, group: list[Change]) -> Line:
    """Return one line for the derived gaps of a rule that opened or closed, the first of them below it."""
    details = [
        Line(text=change.text, quotes=desk.citations.cite(desk.told(change.facts)[:2]), derived=True)
        for change in group[:_MOST_TURNED]
    ]
    rest = len(group) - len(details)
    if rest:
        text = f"Ytterligare {counted(rest, 'rad', 'rader')} finns i pastaenden.xlsx."
        details.append(Line(text=text, derived=True))
    text = f"– {title[:1].lower()}{title[1:]} (härlett av regeln {rule}; {len(group)})."
    return Line(text=text, lead=_capital(kind), details=tuple(details), derived=True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
