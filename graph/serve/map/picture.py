"""A scene as a whole SVG: as part of a page, or as a file that says by itself what it shows and of when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from graph.export.kinds import Kind
from graph.export.poster import width_of
from graph.export.wording import plain
from graph.serve.map.net import ALL_KINDS, Net
from graph.serve.map.network import MARGIN
from graph.serve.map.scene import Scene
from graph.serve.map.svg import FONT, INK, PALE, SOFT, Drawing, Href, shape

_HEAD = 26  # px, room for the columns' headings
_LEFT, _LEAST = 24.0, 760.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a file says of itself: `about` is the selection in words, `dated` when the sources are from."""

    title: str
    about: str
    dated: str
    address: str
    notice: str


def page_picture(net: Net, scene: Scene, href: Href, name: str) -> Iterator[str]:
    """Yield the picture for a page."""
    w, h = scene.width, scene.height
    zoom = ' data-zoom="bild"'
    if scene.zooms:
        zoom = f' data-zoom="plats" data-marginal="{MARGIN[0]} {MARGIN[1]}"'
    yield (
        '<svg id="bild" class="bild" xmlns="http://www.w3.org/2000/svg" role="group"'
        f' viewBox="0 0 {w:g} {h:g}" width="{w:g}" height="{h:g}" data-w="{w:g}" data-h="{h:g}"{zoom}'
        f' aria-label={quoteattr(name)} font-family="{FONT}">\n'
    )
    yield from _rulers(scene, 0, h)
    yield f'<g class="tryck" aria-hidden="true">{"".join(_headings(scene, 14))}</g>\n'
    yield from Drawing(net, scene, href).marks()
    yield "</svg>\n"


def page_heads(scene: Scene) -> Iterator[str]:
    """Yield the columns' headings, which stay in sight when the picture is scrolled."""
    if scene.heads:
        yield (
            f'<svg class="rubriker" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width:g} {_HEAD}"'
            f' width="{scene.width:g}" height="{_HEAD}" data-w="{scene.width:g}" data-h="{_HEAD}"'
            f' font-family="{FONT}" aria-hidden="true">'
        )
        yield from _headings(scene, 18)
        yield "</svg>\n"


def file_picture(net: Net, scene: Scene, caption: Caption) -> tuple[str, float, float]:
    """Return the picture as a file, with its width and height in px."""
    kinds = [kind for kind in ALL_KINDS if any(t.kind == kind for t in scene.shown.things)]
    width = max(scene.width + 2 * _LEFT, _LEAST)
    legend, tall = _legend(kinds, width - 2 * _LEFT)
    about = _folded(caption.about, width - 2 * _LEFT, 13)
    top = 66 + 17 * len(about) + tall + (_HEAD if scene.heads else 0)
    height = top + scene.height + 58
    shift = (width - scene.width) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" role="img" xml:lang="sv" aria-labelledby="t d" font-family="{FONT}">\n'
        f'<title id="t">{_text(caption.title)}</title>\n<desc id="d">{_text(caption.about)}</desc>\n'
        f"<metadata>{_text(' '.join((caption.dated, caption.notice, caption.address)))}</metadata>\n"
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>\n',
        _line(_LEFT, 38, caption.title, 22, bold=True),
        *(_line(_LEFT, 62 + 17 * nth, row, 13) for nth, row in enumerate(about)),
        f'<g transform="translate({_LEFT:g} {66 + 17 * len(about):g})">{legend}</g>\n',
        f'<g transform="translate({shift:g} {top:g})">\n',
        *(_headings(scene, -10)),
        *_rulers(scene, 0, scene.height),
        *Drawing(net, scene, None).marks(),
        "</g>\n",
        f'<path d="M{_LEFT:g} {height - 46:g}H{width - _LEFT:g}" stroke="{PALE}"/>\n',
        _line(_LEFT, height - 28, f"{caption.dated}. {caption.notice}", 12, colour=SOFT),
        _line(_LEFT, height - 12, caption.address, 12, colour=SOFT),
        "</svg>\n",
    ]
    return "".join(parts), width, height


def glyph(kind: Kind) -> str:
    """Return a small outline of a kind as an SVG of its own, for lists and filters."""
    return (
        '<svg class="glyf" viewBox="-13 -10 26 20" width="26" height="20" aria-hidden="true">'
        f"{shape(kind, 20, 13)}</svg>"
    )


def _legend(kinds: list[Kind], width: float) -> tuple[str, float]:
    """Return the key to the outlines and lines, in rows, and the height that it takes."""
    x, y = 0.0, 16.0
    parts = []
    for kind in kinds:
        name = kind.one[:1].upper() + kind.one[1:]
        wide = 34 + width_of(name, 12) + 18
        if x and x + wide > width:
            x, y = 0.0, y + 22
        parts.append(f'<g transform="translate({x + 12:g} {y:g})">{shape(kind, 20, 13)}</g>')
        parts.append(_line(x + 30, y + 4, name, 12))
        x += wide
    for dash, words in (("", "sägs i källan"), ("2 3", "möjligt, planerat eller härlett")):
        wide = 34 + width_of(words, 12) + 18
        if x and x + wide > width:
            x, y = 0.0, y + 22
        dots = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path d="M{x:g} {y:g}h24" stroke="{SOFT}"{dots}/>')
        parts.append(_line(x + 30, y + 4, words, 12))
        x += wide
    return "".join(parts), y + 20


def _headings(scene: Scene, y: float) -> Iterator[str]:
    for name, x in scene.heads:
        yield _line(x, y, name, 13, bold=True, anchor="middle")


def _rulers(scene: Scene, top: float, bottom: float) -> Iterator[str]:
    for (_, left), (_, right) in zip(scene.heads, scene.heads[1:], strict=False):
        x = (left + right) / 2
        yield f'<path d="M{x:g} {top:g}V{bottom:g}" stroke="#eceff2"/>\n'


def _folded(text: str, width: float, size: float) -> list[str]:
    """Return a sentence in lines of about this width."""
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and width_of(longer, size) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _line(
    x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = INK, anchor: str = ""
) -> str:
    more = ' font-weight="600"' if bold else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{more}>{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(plain(text))
