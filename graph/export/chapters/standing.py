"""Who answers for whom, who ties the network together, how parties get in, and what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby, takewhile

from graph.analysis import Analysis, Cell, Change, Fact, Rank, Route, Step
from graph.export.chapters.desk import Desk
from graph.export.outline import Line, Section, Table, section
from graph.export.wording import counted, listed, number

_UNSAID = ""
_MOST_RANKS = 5
_MOST_TURNED = _MOST_NAMES = 12
_MEASURES = {
    "mellanhand": "Mellanhänder: de som flest kontakter går genom",
    "räckvidd": "Räckvidd: de som når flest som inte redan känner varandra",
    "begränsning": "Friast: de vars kontakter minst hänger ihop med varandra",
    "enda mötesplats": "Enda mötesplats: forum där flest möts som inte möts någon annanstans",
}


def ways_in(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of ways in: each route once with all who may take it, and who has none."""
    general = [route for route in found.routes if not route.matter]
    open_ = [route for route in general if route.steps]
    shut = sorted({desk.name(route.actor) for route in general if not route.steps})
    missing: tuple[Line, ...] = ()
    if shut:
        text = f"En väg in till kommunen hittades inte {desk.here()} för {listed(shut, most=40)}."
        missing = (Line(text=text, derived=True),)
    return section(
        "vagar-in", "Vägar in", _same_way(open_), lambda routes: _routes(desk, routes),
        intro="Vart en aktör utanför kommunen vänder sig. Det som källorna säger kommer först; ”härledd”"
        " betyder att verktyget har pekat ut vägen ur vem som deltar eller ansvarar."
        if found.routes
        else desk.nothing("Vägar in"),
        missing=missing,
    )  # fmt: skip


def _same_way(routes: Iterable[Route]) -> list[list[Route]]:
    """Return the routes in sets that go on alike from the actor's group or forum, stated ones first."""
    same: dict[object, list[Route]] = {}
    for route in routes:
        _, rest = _own_steps(route)
        same.setdefault((route.end, route.stated, rest), []).append(route)
    return sorted(same.values(), key=lambda routes: not routes[0].stated)


def _own_steps(route: Route) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the steps that only say where the actor belongs or takes part, and those that follow."""
    own = [step for step in route.steps[:-1] if _says_where(route.actor, step)]
    first = tuple(takewhile(lambda step: step in own, route.steps))
    return first, route.steps[len(first) :]


def _says_where(actor: str, step: Step) -> bool:
    return bool(step.facts) and all(actor in fact and fact[1] in _BELONGS for fact in step.facts)


_BELONGS = frozenset({"sam:inGroup", "sam:hasParticipant"})


def _routes(desk: Desk, routes: list[Route]) -> Line:
    """Return one line for all who may take a route; whose own it is stands before those who belong there."""
    routes = sorted(routes, key=lambda route: len(_own_steps(route)[0]))
    first = routes[0]
    how = "" if first.stated else " (härledd)"
    end = f" till {desk.name(first.end)}" if first.end else ""
    rest = (_step(desk, step.text, step.facts) for step in _own_steps(first)[1])
    steps = chain(_belonging(desk, routes), rest)
    who = listed([desk.name(route.actor) for route in routes], most=_MOST_NAMES)
    return desk.line(f"– väg in{end}{how}.", [], lead=who, details=steps)


def _belonging(desk: Desk, routes: list[Route]) -> Iterator[Line]:
    """Yield where the actors belong, those of whom the same is said in one line."""
    said: dict[str, list[tuple[str, Step]]] = defaultdict(list)
    for route in routes:
        name = desk.name(route.actor)
        for step in _own_steps(route)[0]:
            alone = not step.text.startswith(name)
            said[step.text if alone else step.text.removeprefix(name)].append(("" if alone else name, step))
    for text, told in said.items():
        facts = [fact for _, step in told for fact in step.facts]
        yield _step(desk, listed([name for name, _ in told if name], most=_MOST_NAMES) + text, facts)


def _step(desk: Desk, text: str, facts: Iterable[Fact]) -> Line:
    return desk.line(text.rstrip("."), desk.told(facts))


def responsibility_map(desk: Desk, found: Analysis) -> Section:
    """Return the map as a table: target group by level of work, with the bodies that answer for it."""
    held = [cell for cell in found.cells if cell.holders]
    levels = sorted({cell.level for cell in held}, key=lambda level: (not level, level))
    rows: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in held:
        rows[cell.group][cell.level] = cell
    missing = tuple(_without_holder(desk, found, rows, levels))
    if not rows:
        return Section(anchor="ansvarskarta", heading="Ansvarskarta", missing=missing)
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
        intro=("Streck: inget organ hittades i handlingarna. " if len(levels) > 1 else "")
        + "Flera namn i samma ruta är värt en fråga om vem som leder.",
        missing=missing, parts=(_cell_quotes(desk, found),),
    )  # fmt: skip


def _without_holder(
    desk: Desk, found: Analysis, rows: Collection[str], levels: Collection[str]
) -> Iterator[Line]:
    """Yield in words the rows and the columns of the map that would hold nothing but dashes."""
    groups = sorted({desk.name(cell.group) for cell in found.cells if cell.group not in rows})
    if groups:
        count = counted(len(groups), "målgrupp", "målgrupper")
        text = f"Inget organ hittades {desk.here()} för {count}: {listed(groups, most=40)}."
        yield Line(text=text, derived=True)
    empty = dict.fromkeys(cell.level for cell in found.cells if cell.level and cell.level not in levels)
    if rows and empty:
        names = listed(list(map(desk.name, empty)))
        text = f"Inget organ hittades på {'arbetsnivån' if len(empty) == 1 else 'arbetsnivåerna'} {names}."
        yield Line(text=text, derived=True)


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
