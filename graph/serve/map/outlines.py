"""The outlines that tell kinds apart without their colour: SVG paths around (0, 0)."""

from __future__ import annotations

_SMALL = 10.0  # px, half the height of an outline that holds no text
_CUT = 8  # px cut off or bent at a corner, at most


def outline(form: str, width: float, height: float) -> str:
    """Return the path of a form of `kinds.KINDS`, centred at the origin, and what is drawn inside it."""
    w, h = width / 2, height / 2
    c = min(_CUT, h * 0.6)
    if form in ("flag", "chevron"):
        notch = f"L{c - w:g} 0" if form == "chevron" else ""
        return f"M{-w:g} {-h:g}H{w - c:g}L{w:g} 0L{w - c:g} {h:g}H{-w:g}{notch}Z"
    if form == "cut":
        return (
            f"M{c - w:g} {-h:g}H{w - c:g}L{w:g} {c - h:g}V{h - c:g}L{w - c:g} {h:g}H{c - w:g}"
            f"L{-w:g} {h - c:g}V{c - h:g}Z"
        )
    if form == "folded":
        return f"M{-w:g} {-h:g}H{w - c:g}L{w:g} {c - h:g}V{h:g}H{-w:g}ZM{w - c:g} {-h:g}V{c - h:g}H{w:g}"
    if form in ("ellipse", "thin"):
        h *= 0.8 if form == "thin" and h < _SMALL else 1.12
        return f"M{-w:g} 0A{w:g} {h:g} 0 1 1 {w:g} 0A{w:g} {h:g} 0 1 1 {-w:g} 0Z"
    return _round(w, h, _radius(form, h)) + _inside(form, w, h)


def dashes(form: str) -> str:
    """Return how the outline is dashed, "" for a whole line."""
    return "5 3" if form == "dashed" else ""


def _radius(form: str, h: float) -> float:
    return {"pill": h, "round": min(7.0, h * 0.55), "square": 0.0}.get(form, min(3.0, h))


def _round(w: float, h: float, r: float) -> str:
    if not r:
        return f"M{-w:g} {-h:g}H{w:g}V{h:g}H{-w:g}Z"
    arc = f"a{r:g} {r:g} 0 0 1"
    across, down = 2 * (w - r), 2 * (h - r)
    return (
        f"M{r - w:g} {-h:g}h{across:g}{arc} {r:g} {r:g}v{down:g}{arc} {-r:g} {r:g}"
        f"h{-across:g}{arc} {-r:g} {-r:g}v{-down:g}{arc} {r:g} {-r:g}Z"
    )


def _inside(form: str, w: float, h: float) -> str:
    """Return the strokes inside a rounded box that make a kind of its own of it."""
    if form == "bar":
        return f"M{4 - w:g} {-h:g}V{h:g}"
    if form == "shelf":
        return f"M{-w:g} {h - 4:g}H{w:g}"
    if form == "door":
        return f"M{4 - w:g} {-h:g}V{h:g}M{w - 4:g} {-h:g}V{h:g}"
    if form == "double":
        return f"M{3 - w:g} {3 - h:g}H{w - 3:g}V{h - 3:g}H{3 - w:g}Z"
    if form == "stack":
        return f"M{4 - w:g} {-h - 3:g}H{w + 3:g}V{h - 4:g}"
    return ""
