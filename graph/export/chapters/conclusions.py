"""The first page: what matters most, worked out from what the analyses found, gravest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph.analysis import Analysis, Deadline, Gap
from graph.export.chapters.basis import read_sentence
from graph.export.chapters.desk import Desk
from graph.export.outline import Line, Section
from graph.export.wording import counted, listed, sentence

_MOST = 5  # names in one sentence of a summary
OVERDUE = "passerad utan redovisning"


def conclusions(desk: Desk, found: Analysis) -> Section:
    """Return the summary: each sentence says what to look at, and where in the report it stands."""
    if not desk.documents:
        return Section(anchor="sammanfattning", heading="Sammanfattning", intro=desk.nothing(""))
    texts = [*_gaps(desk, found), *_deadlines(desk, found), *_ways_in(desk, found), *_overlaps(desk, found),
             *_chains(found), *_contradictions(found), *filter(None, [desk.facts.excerpt()]),
             *found.remarks]  # fmt: skip
    lines = tuple(Line(text=text) for text in texts)
    return Section(anchor="sammanfattning", heading="Sammanfattning", intro=_intro(desk, found), lines=lines)


def _intro(desk: Desk, found: Analysis) -> str:
    dates = [desk.day(day) for day in (found.basis.first, found.basis.last) if day]
    dated = f" De är daterade från {' till '.join(dict.fromkeys(dates))}." if dates else ""
    unread = " Det som inte kunde läsas står i kapitlet om underlaget." if desk.unread() else ""
    return (
        f"{read_sentence(desk)}{dated}{unread} Sammanfattningen är gjord av ett program"
        " ur det som handlingarna säger. Läs citaten innan något beslutas."
    )


def _gaps(desk: Desk, found: Analysis) -> Iterator[str]:
    quoted = [gap for gap in found.gaps if gap.quoted]
    if not quoted:
        yield desk.nothing("Mellanrum som någon handling själv pekar på")
        return
    states = Counter(gap.status for gap in quoted)
    said = [
        counted(states["öppet"], "är öppet", "är öppna") if states["öppet"] else "",
        counted(states["delvis bemött"], "delvis bemött", "delvis bemötta")
        if states["delvis bemött"]
        else "",
        counted(states["bemött"], "bemött", "bemötta") if states["bemött"] else "",
    ]
    yield sentence(
        f"Handlingarna pekar själva på {counted(len(quoted), 'mellanrum', 'mellanrum')}:"
        f" {listed([text for text in said if text])}"
    )
    kinds = Counter(gap.title for gap in quoted if gap.status == "öppet")
    if kinds:
        commonest = [
            f"{title} ({count})" for title, count in sorted(kinds.items(), key=lambda p: (-p[1], p[0]))
        ]
        yield sentence(f"Oftast handlar de öppna om {listed(commonest[:3])}")
    struck = Counter(
        desk.name(who) for gap in quoted if gap.status == "öppet" for who in gap.who[:1] if gap.title
    )
    named = [name for name, count in struck.most_common() if count > 1][:3]
    if named:
        yield sentence(f"Flest öppna mellanrum rör {listed(named)}")


def _deadlines(desk: Desk, found: Analysis) -> Iterator[str]:
    late = [one for one in found.deadlines if one.state == OVERDUE]
    if late and found.date:
        names = listed([f"”{desk.name(one.assignment)}” ({_by(desk, one)})" for one in late], most=_MOST)
        yield sentence(
            f"Den {desk.day(found.date)} hade tidsfristen gått ut för"
            f" {counted(len(late), 'uppdrag', 'uppdrag')} som ingen läst handling redovisar: {names}"
        )
    coming = [one for one in found.deadlines if one.state == "kommande"]
    if coming and not found.date:
        yield sentence(
            f"Handlingarna anger {counted(len(coming), 'tidsfrist', 'tidsfrister')} som ingen läst handling"
            " redovisar; om de har gått ut går inte att säga, för ingen läst handling har ett datum"
        )
    elif coming:
        first = coming[0]
        yield sentence(
            f"{counted(len(coming), 'tidsfrist', 'tidsfrister')} ligger framför, den första"
            f" {desk.day(first.due)}: ”{desk.name(first.assignment)}”"
        )


def _by(desk: Desk, one: Deadline) -> str:
    return listed([desk.name(who) for who in one.by]) or "ingen utpekad"


def _ways_in(desk: Desk, found: Analysis) -> Iterator[str]:
    shut = _listed_under(desk, found.gaps, "aktor-utan-vag-in")
    if shut:
        yield sentence(
            f"Ingen av de lästa handlingarna anger en väg in till kommunen för {listed(shut, most=_MOST)}"
        )


def _listed_under(desk: Desk, gaps: tuple[Gap, ...], rule: str) -> list[str]:
    return [desk.name(gap.who[0]) for gap in gaps if gap.rule == rule]


def _overlaps(desk: Desk, found: Analysis) -> Iterator[str]:
    stated = [one for one in found.overlaps if one.kind == "uttalat" and len(one.names) > 1]
    if stated:
        pairs = "; ".join(_pair(desk, one.names) for one in stated[:3])
        yield sentence(f"Källorna säger själva att dessa överlappar: {pairs}")
    sure = [one for one in found.overlaps if one.kind == "beräknat" and one.q is not None and one.q < 0.05]
    if sure:
        pairs = "; ".join(_pair(desk, one.names) for one in sure[:3])
        yield sentence(f"Fler gemensamma deltagare än slumpen skulle ge har {pairs}")


def _pair(desk: Desk, names: tuple[str, ...]) -> str:
    return listed([desk.name(name) for name in names], most=4)


def _chains(found: Analysis) -> Iterator[str]:
    broken = [chain for chain in found.chains if chain.missing]
    if found.chains:
        whole = str(len(found.chains) - len(broken) or "inget")
        yield sentence(
            f"Av {counted(len(found.chains), 'ärende', 'ärenden')} med iakttagelser går {whole} att följa"
            f" hela vägen från iakttagelse till uppföljning; i {len(broken)} hittades inte alla led"
        )


def _contradictions(found: Analysis) -> Iterator[str]:
    if found.contradictions:
        count = counted(len(found.contradictions), "uppgift", "uppgifter")
        yield sentence(f"På {count} säger handlingarna emot varandra")
