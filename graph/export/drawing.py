"""karta.svg: the poster drawn, for the wall, a slide or a web page. No script, no outside font or file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from graph.export.choosing import Gap
from graph.export.dated import dated
from graph.export.facts import Facts
from graph.export.kinds import BY_KEY
from graph.export.outline import Figure
from graph.export.poster import (
    BADGE,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Box,
    Poster,
    Thread,
    build_poster,
    fitted,
    width_of,
)
from graph.export.wording import NOTICE, audience, counted, listed, number, plain
from graph.export.writing import write_text
from graph.ids import slug
from graph.model import Knowledge

FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
_INK, _SOFT, _AMBER = "#1b1f24", "#4f5963", "#8a6100"
# Dark on white, and apart for those who see colours otherwise.
_TONES = ("#0072B2", "#B24700", "#00735a", "#8a3a6d", "#5b4bb3", "#7a6000", "#a3123a", "#336b87")
_HEADS = ("Externa parter", "Där man möts", "Nämnder och förvaltningar", "Där man möts", "Externa parter")


def write_drawing(knowledge: Knowledge, folder: Path, about: Collection[str] = ()) -> Path:
    """Write `karta.svg`, or `karta-<slug>.svg` of what is around some things (IRIs); return its path."""
    name = f"karta-{slug(Facts(knowledge).name(next(iter(about))))[:60]}.svg" if about else "karta.svg"
    return write_text(folder / name, drawing(knowledge, about))


def drawing(knowledge: Knowledge, about: Collection[str] = ()) -> Iterator[str]:
    """Yield the poster as SVG, one unit a millimetre."""
    facts, poster = Facts(knowledge), build_poster(knowledge, about)
    title = f"Samverkanskarta – {facts.municipality()}"
    if about:
        title += f": {listed([facts.name(iri) for iri in about])}"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    yield f' width="{WIDTH:g}mm" height="{HEIGHT:g}mm" role="img" xml:lang="sv" aria-labelledby="t d"'
    yield f' font-family="{FONT}">\n<title id="t">{_text(title)}</title>\n'
    yield f'<desc id="d">{_text(described(facts, poster))}</desc>\n'
    yield f"<metadata>{_text(_signature(knowledge))}</metadata>\n"
    yield f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#ffffff"/>\n'
    yield from _head(facts, title)
    yield from _legend()
    yield from _columns(poster)
    yield from map(_thread, poster.threads)
    for box in poster.boxes:
        yield from _box(box, poster)
    yield from _gaps(poster)
    yield from _foot(knowledge, poster, around=bool(about))
    yield "</svg>\n"


def figure(knowledge: Knowledge, about: Collection[str] = ()) -> Figure:
    """Return the poster as the picture of a report, with what it shows in words."""
    alt = plain(described(Facts(knowledge), build_poster(knowledge, about)))
    return Figure(svg="".join(drawing(knowledge, about)), alt=alt, caption="Samverkanskarta")


def described(facts: Facts, poster: Poster) -> str:
    """Return in words what the picture shows, for those who do not see it."""
    meets = []
    for box in poster.boxes:
        if box.iri in poster.tones:
            parts = [facts.name(c.object) for c in facts.about(box.iri, "sam:hasParticipant", "sam:convenor")]
            meets.append(facts.name(box.iri) + (f" ({listed(sorted(set(parts)))})" if parts else ""))
    return f"Mötesplatser och deltagare: {'; '.join(meets)}." if meets else "Inga forum hittades."


def _signature(k: Knowledge) -> str:
    return f"{NOTICE} Profil: {audience(k.profile, k.reviewer)}. Grafens kontrollsumma: {k.graph_hash}."


def _head(facts: Facts, title: str) -> Iterator[str]:
    size = 11.0
    while width_of(title, size) > 250 and size > 5:
        size -= 0.5
    yield _line(LEFT, 24, title, size, bold=True)
    read = len(facts.sources)
    about = f"{dated(facts.knowledge)}. {counted(read, 'handling läst', 'handlingar lästa')}. {NOTICE}"
    yield _line(LEFT, 31, about, 3.6, colour=_SOFT)


def _legend() -> Iterator[str]:
    """Draw the key at the top right: kinds of boxes in two rows, then lines and badges."""
    x, y = 262.0, 13.0
    for n, key in enumerate(("forum", "program", "vagin", "organ", "enhet", "extern")):
        kind = BY_KEY[key]
        left, top = x + (n % 3) * 49, y + (n // 3) * 6
        yield _shape(kind.form, left, top - 3, 7, 4, kind.line, kind.fill)
        yield _line(left + 9, top, kind.one[:1].upper() + kind.one[1:], 2.8)
    top = y + 12
    yield f'<path d="M{x} {top - 1}h7" stroke="{_SOFT}" stroke-width="0.6"/>\n'
    yield _line(x + 9, top, "deltar eller hör dit", 2.8)
    dashed = f'stroke="{_SOFT}" stroke-width="0.6" stroke-dasharray="1.6 1.2"'
    yield f'<path d="M{x + 49} {top - 1}h7" {dashed}/>\n'
    yield _line(x + 58, top, "möjligt eller planerat", 2.8)
    yield _badge(x + 98 + 3.5, top - 1, "1")
    yield _line(x + 107, top, "berörs av mellanrum nr 1", 2.8)
    yield f'<rect x="{x}" y="{top + 2.6}" width="7" height="4" rx="0.6" fill="#fff" stroke="{_SOFT}"'
    yield ' stroke-width="0.35" stroke-dasharray="0.8 0.8"/>\n'
    yield _line(x + 9, top + 6, "streckad ruta: inga forum, program eller vägar in hittades för parten", 2.8)


def _columns(poster: Poster) -> Iterator[str]:
    seen: dict[int, Box] = {}
    for box in poster.boxes:
        seen.setdefault(box.column, box)
    for column, box in sorted(seen.items()):
        middle = box.x + box.width / 2
        yield _line(middle, TOP - 3.5, _HEADS[column], 3.6, bold=True, colour=_SOFT, anchor="middle")


def _thread(t: Thread) -> str:
    bend = (t.x2 - t.x1) * 0.5
    path = f"M{t.x1:g} {t.y1:g}C{t.x1 + bend:g} {t.y1:g} {t.x2 - bend:g} {t.y2:g} {t.x2:g} {t.y2:g}"
    dash = ' stroke-dasharray="1.6 1.2"' if t.dashed else ""
    tone = _TONES[t.tone % len(_TONES)]
    return f'<path d="{path}" fill="none" stroke="{tone}" stroke-width="0.55" stroke-opacity="0.8"{dash}/>\n'


def _box(box: Box, poster: Poster) -> Iterator[str]:
    tone = poster.tones.get(box.iri)
    colour = box.kind.line if tone is None else _TONES[tone % len(_TONES)]
    dash = "" if box.linked or box.kind.key != "extern" else "0.8 0.8"
    yield _shape(box.kind.form, box.x, box.y, box.width, box.height, colour, box.kind.fill, dash)
    step = box.size * 1.2
    first = box.y + box.height / 2 - step * (len(box.lines) - 1) / 2 + box.size * 0.35
    for n, text in enumerate(box.lines):
        yield _line(box.x + 3.0, first + n * step, text, box.size)
    right = box.x + box.width - 1.2 - BADGE / 2
    marks = [*map(str, box.badges), *([f"+{box.more}"] if box.more else [])]
    for n, mark in enumerate(reversed(marks)):
        yield _badge(right - n * (BADGE + 0.5), box.y + box.height / 2, mark)


def _badge(x: float, y: float, mark: str) -> str:
    paint = f'fill="#fff4d6" stroke="{_AMBER}" stroke-width="0.3"'
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{BADGE / 2:g}" {paint}/>\n'
    return circle + _line(x, y + 0.95, mark, 2.6, anchor="middle")


def _gaps(poster: Poster) -> Iterator[str]:
    if not poster.gaps:
        return
    top = poster.bottom + 6.5
    shown, known = poster.counts["gaps"]
    some = f" ({shown} av {number(known)}, de som berör flest)" if shown < known else ""
    yield f'<path d="M{LEFT} {poster.bottom + 2.2:g}H{RIGHT}" stroke="{_AMBER}" stroke-width="0.4"/>\n'
    yield _line(LEFT, top, f"Mellanrum som handlingarna påtalar{some}", 3.6, bold=True, colour=_AMBER)
    wide = (RIGHT - LEFT) / 4
    for n, gap in enumerate(poster.gaps):
        yield from _gap(gap, LEFT + (n % 4) * wide, top + 5.0 + (n // 4) * 11.5, wide - 4)


def _gap(gap: Gap, x: float, y: float, width: float) -> Iterator[str]:
    yield _badge(x + BADGE / 2, y - 0.9, str(gap.number))
    room = width - BADGE - 2
    lines = fitted(gap.text[:1].upper() + gap.text[1:], room, 2.9, 2)
    for n, text in enumerate(lines):
        yield _line(x + BADGE + 1.5, y + n * 3.4, text, 2.9)
    if gap.by:
        (by,) = fitted(f"Påtalas av: {gap.by}", room, 2.4, 1)
        yield _line(x + BADGE + 1.5, y + len(lines) * 3.4 - 0.2, by, 2.4, colour=_SOFT)


def _foot(k: Knowledge, poster: Poster, *, around: bool) -> Iterator[str]:
    names = (("places", "forum, program och vägar in"), ("outside", "externa parter"),
             ("inside", "nämnder och förvaltningar"))  # fmt: skip
    cut = [f"{shown} av {number(known)} {name}" for key, name in names
           for shown, known in [poster.counts[key]] if shown < known]  # fmt: skip
    rule = "Kartan visar det som har med saken i rubriken att göra. " if around else ""
    rule += f"Kartan visar {listed(cut)}: de med flest samband i handlingarna. " if cut else ""
    rule += "Det som inte visas hittades inte i de lästa handlingarna; det kan finnas ändå."
    yield f'<path d="M{LEFT} 277H{RIGHT}" stroke="{_SOFT}" stroke-width="0.25"/>\n'
    yield _line(LEFT, 282, rule, 2.7, colour=_SOFT)
    yield _line(LEFT, 286.5, f"Samverkanskartan. {_signature(k)}", 2.4, colour=_SOFT)


# --- marks ----------------------------------------------------------------------------------------


def _shape(
    form: str, x: float, y: float, width: float, height: float, line: str, fill: str, dash: str = ""
) -> str:
    """Draw an outline that tells the kind also without its colour."""
    radius = {"pill": height / 2, "round": 1.6, "square": 0, "bar": 0, "cut": 0}.get(form, 0.6)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    paint = f'fill="{fill}" stroke="{line}" stroke-width="0.45"{dashes}'
    if form == "cut":
        c = min(2.2, height / 3)
        across, down = width - 2 * c, height - 2 * c
        path = f"M{x + c:g} {y:g}h{across:g}l{c:g} {c:g}v{down:g}l{-c:g} {c:g}"
        path += f"h{-across:g}l{-c:g} {-c:g}v{-down:g}z"
        return f'<path d="{path}" {paint}/>\n'
    size = f'width="{width:g}" height="{height:g}" rx="{min(radius, 4):g}"'
    rect = f'<rect x="{x:g}" y="{y:g}" {size} {paint}/>\n'
    thick = {"bar": 0.9, "door": 0.3}.get(form)
    if thick:
        stroke = f'stroke="{line}" stroke-width="{thick:g}"'
        rect += f'<path d="M{x + 1:g} {y + 0.6:g}v{height - 1.2:g}" {stroke}/>\n'
    return rect


def _line(
    x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = _INK, anchor: str = ""
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    where = f' text-anchor="{anchor}"' if anchor else ""
    head = f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill={quoteattr(colour)}{weight}{where}>'
    return f"{head}{_text(text)}</text>\n"


def _text(text: str) -> str:
    return escape(plain(text).replace("\n", " "))
