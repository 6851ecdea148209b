"""A scene as SVG: real text, real links, shape and colour by kind; all escaped.

How things look stands in presentation attributes, because a page's policy allows no inline styles and a
file has no style sheet. A page adds only what pointer and keyboard change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from graph.export.kinds import Kind
from graph.export.poster import fitted, width_of
from graph.export.wording import counted, plain, unique
from graph.serve.map.labels import AIR, FIRST, Box, Mark, Taken, label_box
from graph.serve.map.net import Net, Thing
from graph.serve.map.outlines import dashes, outline
from graph.serve.map.scene import LEADING, SIZE, Scene, Spot, Wire
from graph.serve.map.shown import Tie

FONT = "Segoe UI, Inter, Noto Sans, Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
INK, SOFT, LINE, ACCENT, FAINT, PALE = "#1b1f24", "#4a5460", "#a9b2bb", "#0b4f8a", "#8a949f", "#dde2e7"
Href = Callable[[Thing], str]
_PARTS = (0.58, 0.7, 0.48, 0.8, 0.38, 0.88)  # of the way to a neighbour, where its relation may be named
_MOST_TOLD = 400  # lines that say in words what they join; of more nobody finds one with a pointer


class Drawing:
    """Draws one scene; `href` gives each thing's address, or is None where nothing can be followed."""

    def __init__(self, net: Net, scene: Scene, href: Href | None) -> None:
        self.net, self.scene, self.href = net, scene, href
        shown = scene.shown
        self.chosen = shown.chosen.iri if shown.chosen else ""
        self.near = {
            iri for tie in shown.ties if self.chosen in (tie.start.iri, tie.end.iri)
            for iri in (tie.start.iri, tie.end.iri)
        }  # fmt: skip
        self.forced = self._force() if self.chosen else {}
        self.all = bool(shown.rings) or not self.chosen  # nothing is faded

    def marks(self) -> Iterator[str]:
        """Yield the lines, then the things, then the names of the chosen one's relations."""
        yield _ARROWS
        # What most marks have in common stands once on their group: a browser is quicker, and files smaller.
        yield f'<g class="linjer" fill="none" stroke="{LINE}" marker-end="url(#pil-o)">\n'
        for wire in sorted(self.scene.wires, key=self._is_live):
            yield self._wire(wire)
        halo = _WHITE if self.scene.zooms or self.scene.shown.rings else ""
        yield f'</g>\n<g class="noder" font-size="{SIZE:g}" text-anchor="middle"{halo}>\n'
        lit = {self.chosen, *self.near}
        for spot in sorted(self.scene.spots, key=lambda spot: spot.thing.iri in lit):  # over what is faded
            yield from self._spot(spot)
        yield "</g>\n"
        yield from self._names()

    # --- lines ----------------------------------------------------------------------------------

    def _is_live(self, wire: Wire) -> bool:
        return bool(self.chosen) and self.chosen in (wire.tie.start.iri, wire.tie.end.iri)

    def _wire(self, wire: Wire) -> str:
        tie, rings = wire.tie, self.scene.shown.rings
        live = self._is_live(wire) and not rings
        branch = not rings or tie.start.iri == rings[tie.end.iri][1] or tie.end.iri == rings[tie.start.iri][1]
        faded = not (live or self.all) or not branch
        look = f' stroke="{ACCENT}" stroke-width="1.8"' if live else f' stroke="{PALE}"' if faded else ""
        arrow = "vald" if live else "blek" if faded else "pil"
        arrow += "" if any(r.reviewed for r in tie.relations) else "-o"
        look += f' marker-end="url(#{arrow})"' if arrow != "pil-o" else ""
        look += f' marker-start="url(#{arrow})"' if tie.both else ""
        look += ' stroke-dasharray="2 3"' if tie.dotted else ""
        if self.href is None:
            return f'<path d="{wire.path}"{look}/>\n'
        title = f"<title>{_text(_said(tie))}</title>" if len(self.scene.wires) <= _MOST_TOLD else ""
        ends = f' data-a="{tie.start.id}" data-b="{tie.end.id}"' if self.scene.zooms else ""
        return f'<path class="linje"{ends} d="{wire.path}"{look}>{title}</path>\n'

    # --- things ---------------------------------------------------------------------------------

    def _spot(self, spot: Spot) -> Iterator[str]:
        thing = spot.thing
        state = "vald" if thing.iri == self.chosen else "granne" if thing.iri in self.near else ""
        faded = not (state or self.all)
        state = "blek" if faded else state
        place = f'transform="translate({spot.x:g} {spot.y:g})"'
        about = f"{thing.label}, {thing.kind.one}, {counted(thing.weight, 'relation', 'relationer')}"
        if self.href is None:
            yield f"<g {place}>"
        else:
            more = ' aria-current="true"' if state == "vald" else ""
            if self.scene.zooms:
                sides = spot.sides.replace(".", self.forced.get(thing.iri, "."))
                more += f' data-sidor="{sides}" data-w="{spot.width:g}" data-h="{spot.height:g}"'
            yield (
                f'<a class="{f"nod {state}".strip()}" id="{thing.id}" href={quoteattr(self.href(thing))}'
                f" data-nod={quoteattr(thing.key)} aria-label={quoteattr(plain(about))} {place}{more}>"
            )
        yield shape(thing.kind, spot.width, spot.height, faded=faded, chosen=state == "vald")
        side = self._side(spot)
        yield self._label(spot, side, faded)
        if spot.hidden and not faded:
            yield _badge(spot, side)
        yield "</g>\n" if self.href is None else "</a>\n"

    def _side(self, spot: Spot) -> str:
        """Return where a name stands as the picture is first drawn, "" inside, `.` for nowhere."""
        side = spot.sides[FIRST] if len(spot.sides) > 1 else spot.sides
        return self.forced[spot.thing.iri] if side == "." and spot.thing.iri in self.forced else side

    def _force(self) -> dict[str, str]:
        """Return on which side each neighbour is named, also where at first it had no room for its name."""
        taken, wanting = Taken(), []
        for spot in self.scene.spots:
            if len(spot.sides) > 1 and spot.thing.iri in (self.chosen, *self.near):
                mark, side = _mark(spot), spot.sides[FIRST]
                taken.add(outline_box(spot))
                if side == ".":
                    wanting.append((spot, mark))
                else:
                    taken.add(label_box(mark, side))
        forced = {}
        for spot, mark in wanting:
            boxes = {side: label_box(mark, side) for side in "rlud"}
            side = next((side for side, box in boxes.items() if taken.is_free(box)), "r")
            taken.add(boxes[side])
            forced[spot.thing.iri] = side
        return forced

    def _label(self, spot: Spot, side: str, faded: bool) -> str:
        bold = spot.thing.iri == self.chosen
        if not side:
            look = ' stroke="none"' if self.scene.shown.rings else ""
            return "" if faded else _lines(spot.lines, 0, 0, "middle", bold=bold, look=look)
        hidden = side == "." or faded
        if hidden and self.href is None:
            return ""
        return _lines(spot.lines, *label_at(spot, side), hidden=hidden, bold=bold, look=_OVER)

    # --- the names of relations -------------------------------------------------------------------

    def _names(self) -> Iterator[str]:
        if not self.chosen:
            return
        spots = {spot.thing.iri: spot for spot in self.scene.spots}
        rings = self.scene.shown.rings
        taken = self._taken(spots)
        yield '<g class="relationer" aria-hidden="true">\n'
        for wire in self.scene.wires:
            tie = wire.tie
            if rings:
                inner, outer = sorted((tie.start, tie.end), key=lambda thing: rings[thing.iri][0])
                if rings[outer.iri][1] == inner.iri:
                    yield self._beside(tie, inner, spots[outer.iri])
            elif self._is_live(wire):
                chosen, other = (tie.start, tie.end) if tie.start.iri == self.chosen else (tie.end, tie.start)
                yield self._over(tie, chosen, spots[chosen.iri], spots[other.iri], taken)
        yield "</g>\n"

    def _taken(self, spots: Mapping[str, Spot]) -> Taken:
        """Return the room that the chosen one and its neighbours take, with their names beside them."""
        taken = Taken()
        for spot in (spots[iri] for iri in (self.chosen, *sorted(self.near)) if iri in spots):
            taken.add(outline_box(spot))
            if spot.sides:
                taken.add(label_box(_mark(spot), self._side(spot)))
        return taken

    def _over(self, tie: Tie, chosen: Thing, middle: Spot, other: Spot, taken: Taken) -> str:
        """Name a relation above a box, or on the way to an outline where there is room; "" for nowhere."""
        name = _direction(tie, chosen, right=other.x >= middle.x)
        if not other.sides:
            (name,) = fitted(name, other.width + 30, 12, 1)
            return _name(name, other.x, other.y - other.height / 2 - 6, "middle")
        half = width_of(name, 12) / 2
        for part in _PARTS:
            x, y = middle.x + (other.x - middle.x) * part, middle.y + (other.y - middle.y) * part
            box = (x - half, y - 8, x + half, y + 8)
            if taken.is_free(box):
                taken.add(box)
                return _name(name, x, y + 4, "middle")
        return ""

    def _beside(self, tie: Tie, inner: Thing, outer: Spot) -> str:
        """Name a relation above the name of the thing that it leads to."""
        right = outer.sides == "r"
        x, _, anchor = label_at(outer, outer.sides)
        (name,) = fitted(_direction(tie, inner, right=right), 190, 12, 1)
        return _name(name, outer.x + x, outer.y - LEADING * len(outer.lines) / 2 - 3, anchor)


# --- marks ------------------------------------------------------------------------------------------


def shape(kind: Kind, width: float, height: float, *, faded: bool = False, chosen: bool = False) -> str:
    """Return the outline of a kind around (0, 0)."""
    dash = dashes(kind.form)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    fill, line = ("#ffffff", FAINT) if faded else (kind.fill, kind.line)
    thick = 1 if faded else 3 if chosen else 1.5
    path = outline(kind.form, width, height)
    return f'<path class="form" d="{path}" fill="{fill}" stroke="{line}" stroke-width="{thick:g}"{dashed}/>'


def _mark(spot: Spot) -> Mark:
    wide = max(width_of(line, SIZE) for line in spot.lines)
    return Mark(spot.x, spot.y, spot.width, spot.height, wide, LEADING * len(spot.lines))


def outline_box(spot: Spot) -> Box:
    """Return the room that an outline takes."""
    w, h = spot.width / 2, spot.height / 2
    return spot.x - w, spot.y - h, spot.x + w, spot.y + h


def label_at(spot: Spot, side: str) -> tuple[float, float, str]:
    """Return where a name stands beside its outline: middle of its lines, and which end of them that is."""
    down = LEADING * len(spot.lines) / 2
    if side == "l":
        return -spot.width / 2 - AIR, 0, "end"
    if side == "u":
        return 0, spot.height / 2 + AIR / 2 + down, "middle"
    if side == "d":
        return 0, -spot.height / 2 - AIR / 2 - down, "middle"
    return spot.width / 2 + AIR, 0, "start"


def _lines(
    lines: tuple[str, ...], x: float, y: float, anchor: str, *,
    hidden: bool = False, bold: bool = False, look: str = "",
) -> str:  # fmt: skip
    first = y - LEADING * (len(lines) - 1) / 2 + SIZE * 0.35
    more = look + (f' text-anchor="{anchor}"' if anchor != "middle" else "")
    more += ' display="none"' if hidden else ""
    more += ' font-weight="600"' if bold else ""
    rows = "".join(
        f'<tspan x="{x:g}" y="{first + nth * LEADING:g}">{_text(line)}</tspan>'
        for nth, line in enumerate(lines)
    )
    if len(lines) == 1:
        rows = _text(lines[0])
        more += f' x="{x:g}" y="{first:g}"'
    return f'<text class="etikett" fill="{INK}"{more}>{rows}</text>'


def _badge(spot: Spot, side: str) -> str:
    """Return how many neighbours are not shown, at a corner away from the name."""
    text = f"+{spot.hidden}"
    wide = 9 + 7 * len(text)
    rim = ' stroke="none"' if side else f' stroke="{SOFT}" stroke-width="1"'
    x = spot.width / 2 - (wide / 2 - 8 if not side else 0)
    x = x if side in ("", "l") else -x
    y = (1 if side == "d" else -1) * (spot.height / 2 + (_OUT if side else 0))
    return (
        f'<g class="fler" transform="translate({x:g} {y:g})"><rect x="{-wide / 2:g}" y="-8" width="{wide:g}"'
        f' height="16" rx="8" fill="#ffffff"{rim}/><text y="4" font-size="12" fill="{SOFT}" stroke="none">'
        f"{text}</text></g>"
    )


def _name(text: str, x: float, y: float, anchor: str) -> str:
    return (
        f'<text class="relnamn" x="{x:g}" y="{y:g}" font-size="12" fill="{ACCENT}" text-anchor="{anchor}"'
        f"{_HALO}>{_text(text)}</text>\n"
    )


def _direction(tie: Tie, seen_from: Thing, *, right: bool) -> str:
    """Return the names of a tie's relations with an arrow the way that the picture runs."""
    out = unique(r.name for r in tie.relations if r.start == seen_from.iri)
    back = unique(r.name for r in tie.relations if r.start != seen_from.iri)
    names = [*out, *back]
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    outward = bool(out) == right
    return f"{names[0]}{more} →" if outward else f"← {names[0]}{more}"


def _said(tie: Tie) -> str:
    names = {iri: thing.label for iri, thing in ((tie.start.iri, tie.start), (tie.end.iri, tie.end))}
    return "\n".join(unique(f"{names[r.start]} – {r.name} – {names[r.end]}" for r in tie.relations))


def _text(text: str) -> str:
    return escape(plain(text))


_OUT = 4  # px that the number of neighbours not shown stands out from a small outline
_WHITE = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round"'
_OVER = ' paint-order="stroke"'
_HALO = _WHITE + _OVER


def _arrow(name: str, colour: str) -> str:
    head = 'viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
    units = 'orient="auto-start-reverse" markerUnits="userSpaceOnUse"'
    full = f'<path d="M1 1.5L9 5L1 8.5Z" fill="{colour}"/>'
    empty = f'<path d="M1 1.5L9 5L1 8.5" fill="none" stroke="{colour}" stroke-width="1.4"/>'
    return (
        f'<marker id="{name}" {head} {units}>{full}</marker>'
        f'<marker id="{name}-o" {head} {units}>{empty}</marker>'
    )


_ARROWS = f"<defs>{_arrow('pil', LINE)}{_arrow('vald', ACCENT)}{_arrow('blek', PALE)}</defs>\n"
