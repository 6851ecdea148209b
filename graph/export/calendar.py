"""Deadlines as a calendar file (RFC 5545): an event of a whole day each, with a reminder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from graph.analysis import Deadline
from graph.export.wording import NOTICE
from graph.ids import digest
from graph.workspace import INTERNAL, write_atomic

FILE = "tidsfrister.ics"
DAYS_BEFORE = 14
"""When the reminder comes, in days before the deadline."""
_LINE = 75  # octets of a content line, the line break left out
_WHOLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

NameOf = Callable[[str], str]
"""Called with a node; returns its Swedish name."""


def write_calendar(
    deadlines: Iterable[Deadline], folder: Path, name_of: NameOf, audience: str = INTERNAL
) -> Path:
    """Write every dated deadline as `tidsfrister.ics` in a folder; return its path."""
    path = folder / FILE
    write_atomic(path, calendar(deadlines, name_of, audience).encode())
    return path


def calendar(deadlines: Iterable[Deadline], name_of: NameOf, audience: str = INTERNAL) -> str:
    """Return the calendar as text: lines of at most 75 octets that end in CRLF, no clock.

    `audience` says whom it is for.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Samverkanskartan//Tidsfrister//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text('Tidsfrister i samverkan')}",
        f"X-WR-CALDESC:{_text(f'{NOTICE} Profil: {audience}.')}",
    ]
    for deadline in deadlines:
        if _WHOLE.fullmatch(deadline.due):
            lines += _event(deadline, name_of)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(deadline: Deadline, name_of: NameOf) -> Iterator[str]:
    day = date.fromisoformat(deadline.due)
    who = ", ".join(map(name_of, deadline.by))
    told = [f"Uppdrag: {name_of(deadline.assignment)}", f"Läge: {deadline.state}"]
    told += [f"Vem: {who}"] if who else []
    told += [f"Redovisas till: {', '.join(map(name_of, deadline.to))}"] if deadline.to else []
    told += [step.text for step in deadline.reports]
    yield "BEGIN:VEVENT"
    yield f"UID:{digest(deadline.assignment, deadline.due, *deadline.by, length=32)}@samverkanskartan"
    # A stamp is demanded; no clock is read, so it is the deadline's own day.
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(': '.join(filter(None, (who, name_of(deadline.assignment)))))}"
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(f'Om {DAYS_BEFORE} dagar: {name_of(deadline.assignment)}')}"
    yield f"TRIGGER:-P{DAYS_BEFORE}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _text(value: str) -> str:
    r"""Return a text value as RFC 5545 has it (3.3.11).

    >>> _text("a, b; c\\d\ne")
    'a\\, b\\; c\\\\d\\ne'
    """
    plain = "".join(sign for sign in value.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    for sign in "\\,;":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a content line in pieces of at most 75 octets; all but the first begin with a space."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
