"""Overlaps of three kinds, never mixed: stated in a source, intended by an assignment, worked out."""

from __future__ import annotations

from graph.analysis import Analysis, Overlap, Shared
from graph.export.chapters.desk import Desk
from graph.export.outline import Line, Section, section
from graph.export.wording import listed, sentence

_KINDS = (
    ("uttalat", "Överlapp som källorna säger finns", ""),
    (
        "avsett",
        "Avsett överlapp: gemensamma uppdrag",
        "Här ska flera göra det tillsammans. Det är ingen brist.",
    ),
    (
        "beräknat",
        "Beräknat överlapp",
        "Verktyget har jämfört deltagare, målgrupper, ämnen och uppgifter. Att två liknar varandra är ett"
        " skäl att fråga, inget bevis för att de gör samma sak. Står det ”mönster, inte bevis” är"
        " underlaget för litet för att skilja likheten från slumpen.",
    ),
)
_MOST = 8  # names on one side
_CHANCE = 0.05


def overlaps(desk: Desk, found: Analysis) -> Section:
    """Return the chapter of overlaps, a part for each kind that occurs."""
    parts = []
    for kind, heading, intro in _KINDS:
        chosen = [one for one in found.overlaps if one.kind == kind]
        if chosen:
            parts.append(section(f"overlapp-{kind.replace('ä', 'a')}", heading, chosen,
                                 lambda one: _overlap(desk, one), intro=intro))  # fmt: skip
    return Section(
        anchor="overlapp", heading="Överlapp",
        intro="" if parts else desk.nothing("Överlapp mellan forum, uppdrag eller ansvar"),
        parts=tuple(parts),
    )  # fmt: skip


def _overlap(desk: Desk, one: Overlap) -> Line:
    names = listed([desk.name(name) for name in one.names], most=_MOST)
    details = (_shared(desk, part) for part in one.shared)
    claims = desk.told(one.facts)
    if one.kind == "beräknat":
        return desk.line(f"– {measure(one)}", [], lead=names or "Okända parter", details=details)
    hedge = " (möjligt)" if one.modality == "samc:mod-possible" else ""
    text = f"– {one.what}{hedge}." if names else f"– källan säger inte vilka ({one.what}){hedge}."
    return desk.line(text, claims, lead=names or "Överlapp", details=details)


def measure(one: Overlap) -> str:
    """Return in words how much a computed overlap is, and whether chance could give it."""
    parts = [one.what]
    if one.effect is not None:
        parts.append(f"{round(100 * one.effect)} procent av deltagarna är gemensamma" if _by_people(one)
                     else f"{round(100 * one.effect)} procent är gemensamt")  # fmt: skip
    if one.pattern_only:
        parts.append("mönster, inte bevis")
    elif one.q is not None:
        parts.append("mer än slumpen ger" if one.q < _CHANCE else "inte mer än slumpen kan ge")
    return "; ".join(parts) + "."


def _by_people(one: Overlap) -> bool:
    return any(part.respect == "deltagare" for part in one.shared)


def _shared(desk: Desk, part: Shared) -> Line | None:
    if not part.both:
        return None
    alone = [*part.only_one, *part.only_other]
    text = f"{part.respect[:1].upper()}{part.respect[1:]} gemensamt: {_names(desk, part.both)}"
    if alone:
        text += f". Bara det ena: {_names(desk, alone)}"
    return desk.line(sentence(text), desk.told(part.facts))


def _names(desk: Desk, nodes: list[str] | tuple[str, ...]) -> str:
    return listed([desk.name(node) for node in nodes], most=_MOST)
