"""Gaps with their status; what a source says and what a rule derived stand apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from graph.analysis import Analysis, Answer, Basis, Gap
from graph.export.chapters.desk import Desk
from graph.export.outline import MOST_LINES, Line, Section, section
from graph.export.wording import counted, listed, searched, sentence

_STATES = (
    ("öppet", "Öppna mellanrum"),
    ("delvis bemött", "Delvis bemötta mellanrum"),
    ("bemött", "Mellanrum som källorna säger är bemötta"),
)
_LEVELS = {"violation": "Rätta till", "warning": "Se över", "info": "Att veta"}
_MOST_NAMES = 12


def gaps(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of gaps: what sources point out by status, then what rules derived."""
    quoted = [gap for gap in found.gaps if gap.quoted]
    derived = [gap for gap in found.gaps if not gap.quoted]
    parts = [_state(desk, status, heading, quoted) for status, heading in _STATES]
    parts.append(_derived(desk, derived, found.basis))
    return Section(
        anchor="mellanrum",
        heading="Mellanrum",
        intro="Ett mellanrum är något som faller mellan aktörerna. Först står de som någon handling själv"
        " pekar på. Ett mellanrum är öppet tills en källa säger att något har gjorts: en rekommendation, ett"
        " uppdrag eller en plan räcker inte."
        if found.gaps
        else desk.nothing("Mellanrum"),
        parts=tuple(part for part in parts if part.lines or part.missing),
    )


def _state(desk: Desk, status: str, heading: str, quoted: list[Gap]) -> Section:
    chosen = [gap for gap in quoted if gap.status == status]
    anchor = f"mellanrum-{status.replace(' ', '-').replace('ö', 'o')}"
    kinds = [(title, list(group)) for title, group in groupby(chosen, key=lambda gap: gap.title)]
    return section(anchor, heading, kinds, lambda kind: _kind(desk, *kind))


def _kind(desk: Desk, title: str, group: list[Gap]) -> Line:
    """Return one line for all gaps of a kind, each of them below it."""
    details = tuple(_quoted(desk, gap) for gap in group)
    return Line(text=f"({len(group)})", lead=title[:1].upper() + title[1:], details=details)


def _quoted(desk: Desk, gap: Gap) -> Line:
    about = listed([desk.name(who) for who in gap.who if not _is_gap(who)], most=_MOST_NAMES)
    text = f"{gap.sentence} (rör {about})" if about else gap.sentence
    details = (_answer(desk, answer) for answer in gap.answers)
    return desk.line(sentence(text), desk.told(gap.facts), details=details)


def _is_gap(node: str) -> bool:
    return "/forhallande/" in node


def _answer(desk: Desk, answer: Answer) -> Line:
    day = f" ({desk.day(answer.date)})" if answer.date else ""
    how = {"helt": "genomförd", "delvis": "delvis", "avser": ""}[answer.weight]
    kind = f"{answer.kind[:1].upper()}{answer.kind[1:]}{', ' + how if how else ''}{day}"
    return desk.line(f"{kind}: {desk.name(answer.what)}", desk.told(answer.facts))


def _derived(desk: Desk, derived: list[Gap], basis: Basis) -> Section:
    lines = []
    for (level, title), group in groupby(derived, key=lambda gap: (gap.level, gap.title)):
        lines.append(_rule(desk, level, title, list(group)))
    return Section(
        anchor="mellanrum-harledda",
        heading="Det som inte hittades",
        intro="Reglerna nedan letar efter sådant som en läsare väntar sig. Att något inte hittades"
        f" {desk.here()} betyder inte att det saknas i verkligheten. Sökt i {searched(basis, desk.name)}."
        " Frågan som en regel ställer visas av samverkan gaps --regel och regelns namn."
        if lines
        else "",
        missing=tuple(lines[:MOST_LINES]),
    )


def _rule(desk: Desk, level: str, title: str, group: list[Gap]) -> Line:
    first = group[0]
    how = f"regel: {first.rule}; {len(group)}" if first.rule else str(len(group))
    text = f"– {_LEVELS[level].lower()} ({how}). {first.problem} {first.remedy}"
    return Line(text=text, lead=title, details=tuple(_details(desk, group)), derived=True)


def _details(desk: Desk, group: list[Gap]) -> Iterator[Line]:
    for gap in group[:_MOST_NAMES]:
        quotes = desk.citations.cite(desk.told(gap.facts)[:2])
        yield Line(text=gap.sentence, quotes=quotes, derived=True)
    if len(group) > _MOST_NAMES:
        rest = counted(len(group) - _MOST_NAMES, "rad", "rader")
        yield Line(text=f"Ytterligare {rest} finns i pastaenden.xlsx.", derived=True)
