"""Follow-up seen from a day: deadlines, and the audit chain of each case with what is missing in it."""

from __future__ import annotations

from graph.analysis import Analysis, Chain, Deadline, Step
from graph.export.chapters.desk import Desk
from graph.export.outline import Line, Section, Table, section
from graph.export.wording import counted, listed

_LINKS = (
    ("Iakttagelser", "findings"),
    ("Svar", "answers"),
    ("Beslut", "decisions"),
    ("Åtgärder", "measures"),
    ("Uppföljning", "followups"),
)
_MOST_STEPS = 8
_STATES = {
    "redovisad": "redovisad",
    "redovisad sent": "redovisad efter tidsfristen",
    "passerad utan redovisning": "tidsfristen har gått ut, ingen redovisning hittades",
    "kommande": "kommande",
    "utan datum": "ingen tidsfrist angiven",
}


def follow_up(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of follow-up: a table of deadlines, then a chain for each case."""
    seen = f"Tidsfristerna är bedömda mot {desk.day(found.date)}. " if found.date else ""
    undated = "" if found.date else "Inga handlingar är daterade, så tidsfrister kan inte bedömas. "
    return Section(
        anchor="uppfoljning",
        heading="Uppföljning",
        intro=f"{seen}{undated}En redovisning räknas om en läst handling säger vad den redovisar,"
        " eller om två av tre tecken pekar på det: samma ärende, samma uppdrag återgivet, skickad till"
        " mottagaren."
        if found.deadlines or found.chains
        else desk.nothing("Uppdrag eller iakttagelser att följa upp"),
        tables=_table(desk, found),
        parts=tuple(filter(_filled, (_late(desk, found), _chains(desk, found)))),
    )


def _filled(part: Section) -> bool:
    return bool(part.lines)


def _state(one: Deadline, found: Analysis) -> str:
    """Return how a deadline stands; one that lies ahead does so only if there is a day to see it from."""
    if one.due and not one.reports and not found.date:
        return "inte bedömd"
    return _STATES.get(one.state, one.state)


def _table(desk: Desk, found: Analysis) -> tuple[Table, ...]:
    if not found.deadlines:
        return ()
    rows = tuple(
        (desk.day(one.due) if one.due else "–", desk.name(one.assignment),
         listed([desk.name(who) for who in one.by]) or "–",
         listed([desk.name(who) for who in one.to]) or "–", _state(one, found))
        for one in found.deadlines
    )  # fmt: skip
    headers = ("Senast", "Uppdrag", "Vem", "Redovisas till", "Läge")
    return (Table(caption=f"Uppdrag och tidsfrister ({len(rows)})", headers=headers, rows=rows),)


def _late(desk: Desk, found: Analysis) -> Section:
    return section(
        "uppfoljning-citat", "Så säger källorna om tidsfristerna", [d for d in found.deadlines if d.due],
        lambda one: _deadline(desk, one, _state(one, found)),
    )  # fmt: skip


def _deadline(desk: Desk, one: Deadline, state: str) -> Line:
    who = listed([desk.name(by) for by in one.by]) or "Ingen utpekad"
    details = (_step(desk, "Redovisat i", step) for step in one.reports)
    text = f"– {desk.name(one.assignment)}, senast {desk.day(one.due)} ({state})."
    return desk.line(text, desk.told(one.facts), lead=who, details=details)


def _chains(desk: Desk, found: Analysis) -> Section:
    return section(
        "revisionskedja", "Från iakttagelse till uppföljning, ärende för ärende", found.chains,
        lambda one: _chain(desk, one),
        intro=f"Det som står som saknat hittades inte {desk.here()}." if found.chains else "",
    )  # fmt: skip


def _chain(desk: Desk, one: Chain) -> Line:
    lacks = f"saknas: {listed(one.missing)}" if one.missing else "alla led finns"
    details = [_link(desk, heading, getattr(one, name)) for heading, name in _LINKS]
    return desk.line(f"– {lacks}.", [], lead=desk.name(one.case), details=details)


def _link(desk: Desk, heading: str, steps: tuple[Step, ...]) -> Line | None:
    if not steps:
        return None
    shown = [_step(desk, "", step) for step in steps[:_MOST_STEPS]]
    rest = len(steps) - _MOST_STEPS
    if rest > 0:
        shown.append(Line(text=f"… och {counted(rest, 'till', 'till')}."))
    return Line(text=f"{heading} ({len(steps)})", details=tuple(shown))


def _step(desk: Desk, before: str, step: Step) -> Line:
    day = f" ({desk.day(step.date)})" if step.date else ""
    text = step.text or desk.name(step.node)
    return desk.line(f"{before + ' ' if before else ''}{text.rstrip('.')}{day}", desk.told(step.facts))
