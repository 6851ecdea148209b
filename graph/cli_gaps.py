"""`samverkan gaps`: what falls between the chairs, with quotes and what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli_app import AsJson, Place, app, say, say_json
from graph.cli_words import Command
from graph.workspace import open_workspace

if TYPE_CHECKING:
    from graph.analyse.rules import Rule
    from graph.analysis import Analysis, Answer, Gap

_MOST_QUOTES = 3
Titles = Mapping[str, str]
"""Document -> title."""


@app.command(
    cls=Command,
    help="Visar mellanrum: påtalade i handlingarna och härledda av regler, med vad som svarar på dem.",
)
def gaps(
    on: Annotated[
        str,
        typer.Option(
            "--datum", metavar="DAG", help="Dagen att se från.", show_default="handlingarnas senaste datum"
        ),
    ] = "",
    about: Annotated[
        str, typer.Option("--om", metavar="NAMN", help="Bara det som rör namnet.", show_default=False)
    ] = "",
    rule: Annotated[
        str, typer.Option("--regel", metavar="REGEL", help="Bara en regels fynd.", show_default=False)
    ] = "",
    listed: Annotated[bool, typer.Option("--regler", help="Visa reglerna i stället.")] = False,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show quoted and derived gaps, or the rules."""
    from graph import analysing, answers

    ws = open_workspace(workspace)
    rules, faults = analysing.rules_of(ws)
    if listed:
        _list_rules(rules, faults, as_json)
        return
    _check_rule(rule, rules)
    found = analysing.analysis(ws, on)
    chosen = [gap for gap in found.gaps if _wanted(gap, found, about, rule)]
    titles = {s.document: s.title or s.name for s in answers.sources(ws) if s.document}
    if as_json:
        say_json([_as_dict(gap, found, titles) for gap in chosen])
        return
    for line in (*_lines(chosen, found, titles), *_rule_lines(rule, rules)):
        say(line)


def _list_rules(rules: Iterable[Rule], faults: Iterable[str], as_json: bool) -> None:
    if as_json:
        say_json([{"namn": r.name, "titel": r.title, "grad": r.level, "problem": r.problem} for r in rules])
        return
    for rule in rules:
        say(f"{rule.name}: {rule.title}{' (egen)' if rule.own else ''}")
    for fault in faults:
        say(f"ANMÄRKNING  {fault}")


def _check_rule(name: str, rules: Iterable[Rule]) -> None:
    from graph.analyse.rules import nearest
    from graph.errors import UsageError

    known = {rule.name for rule in rules}
    if name and name not in known:
        raise UsageError(f"Ingen regel heter {name[:60]}.", way_out=nearest(name, known))


def _wanted(gap: Gap, found: Analysis, about: str, rule: str) -> bool:
    told = " ".join((gap.title, gap.sentence, *(found.names.get(who, "") for who in gap.who))).casefold()
    return (not rule or gap.rule == rule) and about.casefold() in told


def _lines(chosen: list[Gap], found: Analysis, titles: Titles) -> Iterator[str]:
    quoted = [gap for gap in chosen if gap.quoted]
    derived = [gap for gap in chosen if not gap.quoted]
    yield f"Påtalade i handlingarna: {len(quoted)}"
    for gap in quoted:
        yield from _gap_lines(gap, found, titles)
    yield f"Härledda av regler: {len(derived)}"
    for gap in derived:
        yield from _gap_lines(gap, found, titles)
    if derived:
        from graph.export.wording import searched

        yield ""
        yield f"Sökt i {searched(found.basis, lambda kind: found.names.get(kind, kind))}."
    for remark in found.remarks:
        yield f"ANMÄRKNING  {remark}"
    yield f"Sett från {found.date or 'ingen dag: inga handlingar är daterade, så tidsfrister prövades inte'}."


def _rule_lines(name: str, rules: Iterable[Rule]) -> Iterator[str]:
    """Yield the file of a rule that was asked for: what it means, and its query."""
    for rule in rules:
        if rule.name == name:
            yield from ("", *rule.query.strip().splitlines())


def _gap_lines(gap: Gap, found: Analysis, titles: Titles) -> Iterator[str]:
    yield ""
    status = f"  [{gap.status}]" if gap.quoted else f"  (regel: {gap.rule})"
    yield f"{gap.title[:1].upper()}{gap.title[1:]}{status}"
    yield f"  {gap.sentence}"
    for document, quote in _quotes(gap, found, titles)[:_MOST_QUOTES]:
        yield f"    ”{quote}” — {document}"
    for answer in gap.answers:
        day = f", {answer.date}" if answer.date else ""
        yield f"  → {answer.kind} ({answer.weight}{day}): {found.names.get(answer.what, '')}"
        for document, quote in _quotes(answer, found, titles)[:1]:
            yield f"    ”{quote}” — {document}"


def _quotes(one: Gap | Answer, found: Analysis, titles: Titles) -> list[tuple[str, str]]:
    told = {
        (titles.get(e.document, e.document), " ".join(e.quote.split()))
        for fact in one.facts
        for claim in found.proof.get(fact, ())
        for e in claim.evidence
    }
    return sorted(told)


def _as_dict(gap: Gap, found: Analysis, titles: Titles) -> dict[str, object]:
    return {
        "slag": gap.kind,
        "titel": gap.title,
        "mening": gap.sentence,
        "rör": list(gap.who),
        "påtalat": gap.quoted,
        "grad": gap.level,
        "regel": gap.rule,
        "fråga": gap.query,
        "åtgärd": gap.remedy,
        "läge": gap.status,
        "svar": [
            {
                "vad": a.what,
                "slag": a.kind,
                "hur": a.weight,
                "datum": a.date,
                "citat": _told(a, found, titles),
            }
            for a in gap.answers
        ],
        "citat": _told(gap, found, titles),
    }


def _told(one: Gap | Answer, found: Analysis, titles: Titles) -> list[dict[str, str]]:
    return [{"handling": document, "citat": quote} for document, quote in _quotes(one, found, titles)]
