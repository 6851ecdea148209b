"""`samverkan route`, `followup`, `responsibilities` and `changes`: ways in, deadlines, duties, changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli_app import AsJson, Place, app, say, say_json
from graph.cli_words import Command
from graph.errors import UsageError
from graph.workspace import open_workspace

if TYPE_CHECKING:
    from graph.analysis import Cell, Chain, Change, Deadline, Fact, Route, Step
    from graph.store.asked import StoreGraph

_MOST_QUOTES = 2
_MATTERS = ("ämne", "målgrupp")


class _Shown:
    """A graph with what is needed to show what was found in it: names, titles and quotes."""

    def __init__(self, graph: StoreGraph) -> None:
        self.graph = graph
        self._titles = {source.document: source.title or source.name for source in graph.sources}

    def names(self, nodes: Iterable[str]) -> str:
        return ", ".join(map(self.graph.name, nodes))

    def quotes(self, facts: Iterable[Fact]) -> list[tuple[str, str, int | None]]:
        """Return the passages behind facts, each once: the quote, the document's title, the page."""
        told: dict[tuple[str, str], int | None] = {}
        for e in sorted(
            (e for claims in self.graph.proof(facts).values() for claim in claims for e in claim.evidence),
            key=lambda e: (e.document, e.start, e.end),
        ):
            title = self._titles.get(e.document, e.document)
            told.setdefault((" ".join(e.quote.split()), title), e.page)
        return [(quote, title, page) for (quote, title), page in told.items()]

    def quote_lines(self, facts: Iterable[Fact], indent: str = "     ") -> Iterator[str]:
        quotes = self.quotes(facts)
        for quote, title, page in quotes[:_MOST_QUOTES]:
            yield f"{indent}”{quote}” — {title}" + (f", sida {page}" if page else "")
        if len(quotes) > _MOST_QUOTES:
            yield f"{indent}… och {len(quotes) - _MOST_QUOTES} citat till (--json visar alla)"

    def record(self, facts: Iterable[Fact]) -> list[dict[str, Any]]:
        return [
            {"citat": quote, "handling": title, "sida": page} for quote, title, page in self.quotes(facts)
        ]

    def steps(self, steps: Iterable[Step]) -> list[dict[str, Any]]:
        return [
            {"nod": s.node, "text": s.text, "datum": s.date, "belägg": self.record(s.facts)} for s in steps
        ]

    @property
    def here(self) -> str:
        from graph.analyse.basis import basis_of, here

        return here(basis_of(self.graph))


# --- ways in -----------------------------------------------------------------------------------


@app.command(cls=Command, help="Visar vägen in: från en aktör och ett ärende till den enhet som svarar.")
def route(
    actor: Annotated[
        str, typer.Argument(metavar="AKTÖR", help="En aktör eller grupp, till exempel friskolor.")
    ],
    matter: Annotated[
        str,
        typer.Argument(
            metavar="ÄRENDE", help="Ett ämne, en målgrupp eller ett ord.", show_default="vad som helst"
        ),
    ] = "",
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show the ways in of one actor."""
    from graph.analyse.ways_in import routes_of
    from graph.analysing import graph_of
    from graph.store.names import Names

    with graph_of(open_workspace(workspace)) as graph:
        shown, names = _Shown(graph), Names(graph)
        who = names.find("aktör", actor)
        found = routes_of(graph, who.node, (_matter(names, matter),))
        if as_json:
            say_json([_route_record(one, shown) for one in found])
            return
        for line in _route_lines(found, shown):
            say(line)


def _matter(names: Any, text: str) -> str:
    """Return the topic or target group that a text names, or the text itself for a search in words."""
    for kind in _MATTERS if text.strip() else ():
        near = names.complete(kind, text, most=1)
        if near:
            return str(near[0].node)
    return text.strip()


def _route_lines(routes: Iterable[Route], shown: _Shown) -> Iterator[str]:
    for number, one in enumerate(routes, 1):
        about = f" i frågan {shown.graph.name(one.matter)}" if one.matter else ""
        if not one.steps:
            yield f"Ingen väg in för {shown.graph.name(one.actor)}{about} hittades {shown.here}."
            yield "Det betyder inte att den inte finns. Det kan vara värt att fråga, eller att besluta om en."
            return
        how = "uttalad i källorna" if one.stated else "härledd: källorna säger inte hela vägen"
        end = shown.graph.name(one.end) if one.end else "okänt vem som svarar"
        yield f"{number}. {end}{about}  [{how}]"
        for step in one.steps:
            yield f"   {step.text}"
            yield from shown.quote_lines(step.facts)
        yield ""


def _route_record(one: Route, shown: _Shown) -> dict[str, Any]:
    return {
        "aktör": shown.graph.name(one.actor),
        "ärende": shown.graph.name(one.matter) if one.matter else "",
        "slut": shown.graph.name(one.end) if one.end else "",
        "uttalad": one.stated,
        "steg": shown.steps(one.steps),
    }


# --- follow-up ---------------------------------------------------------------------------------


@app.command(cls=Command, help="Visar tidsfrister och redovisningar, och granskningskedjan i varje ärende.")
def followup(
    on: Annotated[
        str,
        typer.Option(
            "--datum", metavar="DAG", help="Dagen att se från.", show_default="handlingarnas senaste dag"
        ),
    ] = "",
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FIL", help="Skriv tidsfristerna som kalenderfil.", show_default=False),
    ] = None,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show deadlines and chains, or write the calendar."""
    from graph.analyse.basis import newest_day
    from graph.analyse.chains import find_chains
    from graph.analyse.follow_up import find_deadlines
    from graph.analysing import day, graph_of
    from graph.export.calendar import calendar
    from graph.workspace import write_atomic

    with graph_of(open_workspace(workspace)) as graph:
        seen = day(on, newest_day(graph))
        if not seen:
            raise UsageError(
                "Ingen läst handling har en hel dag som datum.", way_out="Välj en med --datum 2031-03-31."
            )
        shown, deadlines, chains = _Shown(graph), find_deadlines(graph, seen), find_chains(graph)
        if ics:
            write_atomic(ics, calendar(deadlines, graph.name).encode())
        if as_json:
            say_json(
                {
                    "datum": seen,
                    "tidsfrister": [_deadline_record(d, shown) for d in deadlines],
                    "kedjor": [_chain_record(c, shown) for c in chains],
                }
            )
            return
        for line in (*_deadline_lines(deadlines, shown), *_chain_lines(chains, shown)):
            say(line)
        chosen = "" if on else ", den nyaste dagen bland handlingarna"
        say(f"Sett från {seen}{chosen}.")
        if ics:
            say(f"Kalenderfilen är skriven: {ics}")


def _deadline_lines(deadlines: Iterable[Deadline], shown: _Shown) -> Iterator[str]:
    state = ""
    for one in deadlines:
        if one.state != state:
            state = one.state
            yield f"{state[:1].upper()}{state[1:]}"
        due = f"senast {one.due}: " if one.due else ""
        to = f" → {shown.names(one.to)}" if one.to else ""
        yield f"  {due}{shown.names(one.by) or 'ingen utpekad'}{to}: {shown.graph.name(one.assignment)}"
        yield from shown.quote_lines(one.facts)
        for report in one.reports:
            yield f"     {report.date or 'utan datum'}: {report.text}"
    if not state:
        yield f"Inga uppdrag hittades {shown.here}."
    yield ""


def _chain_lines(chains: Iterable[Chain], shown: _Shown) -> Iterator[str]:
    for one in chains:
        yield f"Granskningskedjan: {shown.graph.name(one.case)}"
        parts = {
            "iakttagelser": one.findings, "svar": one.answers, "beslut": one.decisions,
            "åtgärder": one.measures, "uppföljning": one.followups,
        }  # fmt: skip
        for title, steps in parts.items():
            yield f"  {title}: {len(steps)}"
            yield from (f"     {step.date or 'utan datum'}: {step.text}" for step in steps)
        if one.missing:
            yield f"  Hittades inte {shown.here}: {', '.join(one.missing)}."
        yield ""


def _deadline_record(one: Deadline, shown: _Shown) -> dict[str, Any]:
    return {
        "uppdrag": shown.graph.name(one.assignment),
        "nod": one.assignment,
        "vem": [shown.graph.name(who) for who in one.by],
        "redovisas_till": [shown.graph.name(who) for who in one.to],
        "senast": one.due,
        "läge": one.state,
        "redovisningar": shown.steps(one.reports),
        "belägg": shown.record(one.facts),
    }


def _chain_record(one: Chain, shown: _Shown) -> dict[str, Any]:
    return {
        "ärende": shown.graph.name(one.case),
        "iakttagelser": shown.steps(one.findings),
        "svar": shown.steps(one.answers),
        "beslut": shown.steps(one.decisions),
        "åtgärder": shown.steps(one.measures),
        "uppföljning": shown.steps(one.followups),
        "saknas": list(one.missing),
    }


# --- who answers -------------------------------------------------------------------------------


@app.command(cls=Command, help="Visar ansvarskartan: nämnder och organ per målgrupp och arbetsnivå.")
def responsibilities(workspace: Place = Path(), as_json: AsJson = False) -> None:
    """Show the responsibility map."""
    from graph.analyse.responsibility_map import find_cells
    from graph.analysing import graph_of

    with graph_of(open_workspace(workspace)) as graph:
        shown, cells = _Shown(graph), find_cells(graph)
        if as_json:
            say_json([_cell_record(cell, shown) for cell in cells])
            return
        for line in _cell_lines(cells, shown):
            say(line)


def _cell_lines(cells: Iterable[Cell], shown: _Shown) -> Iterator[str]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.group, []).append(cell)
    for group, own in sorted(groups.items(), key=lambda pair: shown.graph.name(pair[0])):
        if not any(cell.holders for cell in own):
            continue
        yield shown.graph.name(group)
        for cell in own:
            level = shown.graph.name(cell.level) if cell.level else "utan angiven nivå"
            crowded = f"  [{len(cell.holders)} organ]" if len(cell.holders) > 1 else ""
            if cell.holders:
                yield f"  {level}: {shown.names(cell.holders)}{crowded}"
                yield from shown.quote_lines(cell.facts)
        empty = [shown.graph.name(cell.level) for cell in own if cell.level and not cell.holders]
        if empty:
            yield f"  Hittades inte: organ på nivå {', '.join(empty)}."
    without = sorted(
        shown.graph.name(group) for group, own in groups.items() if not any(cell.holders for cell in own)
    )
    if without:
        yield (
            f"Inget organ med ansvar, uppdrag eller samverkansform hittades {shown.here} för"
            f" {len(without)} av {len(groups)} målgrupper: {', '.join(without)}."
        )
    if not groups:
        yield f"Ingen målgrupp hittades {shown.here}."


def _cell_record(cell: Cell, shown: _Shown) -> dict[str, Any]:
    return {
        "målgrupp": shown.graph.name(cell.group),
        "nivå": shown.graph.name(cell.level) if cell.level else "",
        "organ": [shown.graph.name(who) for who in cell.holders],
        "belägg": shown.record(cell.facts),
    }


# --- what changed ------------------------------------------------------------------------------


@app.command(cls=Command, help="Jämför två byggen, eller två dagar i ett bygge: nytt, borta och ändrat.")
def changes(
    before: Annotated[
        str,
        typer.Argument(
            metavar="FÖRE", help="En arbetsmapp, en graph.nq ur ett tidigare bygge, eller en dag."
        ),
    ],
    after: Annotated[
        str, typer.Argument(metavar="EFTER", help="Detsamma, senare.", show_default="arbetsmappen")
    ] = "",
    table: Annotated[
        Path | None,
        typer.Option(
            "--tabell", metavar="FIL", help="Skriv dem som tabell, .csv eller .xlsx.", show_default=False
        ),
    ] = None,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Compare two graphs or two days."""
    from graph.analyse.basis import newest_day
    from graph.analysing import changes_between, changes_of, day, is_day, opened

    if table and table.suffix not in (".csv", ".xlsx"):
        raise UsageError(
            "En tabell skrivs som .csv eller .xlsx.", way_out="Byt filens ändelse.", file=str(table)
        )
    if is_day(before):
        with opened(str(workspace)) as side:
            days = day(before, ""), day(after, newest_day(side.graph) or "9999-12-31")
            _show_changes(changes_between(side, *days), _Shown(side.graph), as_json, table)
        return
    with opened(before) as old, opened(after or str(workspace)) as new:
        _show_changes(changes_of(old, new), _Shown(new.graph), as_json, table)


def _show_changes(found: Iterable[Change], shown: _Shown, as_json: bool, table: Path | None) -> None:
    if table:
        _write_changes(found, shown, table)
    if as_json:
        say_json([_change_record(change, shown) for change in found])
        return
    counts: dict[str, int] = {}
    for change in found:
        if change.kind not in counts:
            say(f"{change.kind[:1].upper()}{change.kind[1:]}")
        counts[change.kind] = counts.get(change.kind, 0) + 1
        say(f"  {change.text}{f'  (härlett, regel: {change.rule})' if change.rule else ''}")
        for line in shown.quote_lines(change.facts[:_MOST_QUOTES]):
            say(line)
    say(_counted(counts))


def _write_changes(found: Iterable[Change], shown: _Shown, table: Path) -> None:
    from graph.export.one_table import csv_table, xlsx_table
    from graph.workspace import write_atomic

    columns = ("Förändring", "Vad", "I ord", "Före", "Efter", "Hur vi vet", "Regel", "Citat", "Handling")
    rows = []
    for change in found:
        how = "härlett av en regel" if change.rule else "citerat ur en källa"
        quote, title, _ = next(iter(shown.quotes(change.facts[:_MOST_QUOTES])), ("", "", None))
        rows.append((change.kind, change.label, change.text, change.before, change.after,
                     how, change.rule, quote, title))  # fmt: skip
    if table.suffix == ".csv":
        data = csv_table(columns, rows)
    else:
        data = xlsx_table("Förändringar", columns, rows, about="Vad som är nytt, borta eller ändrat")
    write_atomic(table, data)


def _counted(counts: Mapping[str, int]) -> str:
    listed = ", ".join(f"{kind}: {number}" for kind, number in counts.items())
    return f"{listed}." if listed else "Ingenting av betydelse har ändrats."


def _change_record(change: Change, shown: _Shown) -> dict[str, Any]:
    return {
        "slag": change.kind, "vad": change.label, "nod": change.node, "text": change.text,
        "före": change.before, "efter": change.after, "regel": change.rule,
        "belägg": shown.record(change.facts),
    }  # fmt: skip
