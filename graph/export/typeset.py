"""Pages set by typst as PDF/UA: text goes in as data, and a sign that no font can show is named instead."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from graph.errors import StopRun

_UNSHOWN = re.compile(r'the text `?"(?P<text>.+?)"`? could not be displayed', re.DOTALL)
_TRIES = 60
_PLAIN = re.compile(r"[ -~åäöÅÄÖéÉ]")


def typeset(template: str, data: Mapping[str, object], drawing: str = "") -> bytes:
    """Return a template filled with data (and an SVG) as a PDF that is tagged for PDF/UA-1.

    The standard refuses text that cannot be displayed, so each such sign becomes `[U+FF1D]` and the page
    is set once more. StopRun when a page cannot be set at all.
    """
    import typst  # takes a while to load

    text = json.dumps(data, ensure_ascii=False)
    for _ in range(_TRIES):
        try:
            made = typst.compile(
                template.encode(), sys_inputs={"data": text, "drawing": drawing}, pdf_standards="ua-1"
            )
            assert isinstance(made, bytes)
            return made
        except typst.TypstError as error:
            found = _UNSHOWN.search(str(error))
            if found is None:
                raise StopRun(
                    "PDF-filen kunde inte sättas.", way_out="Välj ett annat format, till exempel docx."
                ) from error
            for sign in sorted({sign for sign in found["text"] if not _PLAIN.match(sign)}):
                text, drawing = (where.replace(sign, f"[U+{ord(sign):04X}]") for where in (text, drawing))
    raise StopRun("PDF-filen kunde inte sättas: för många okända tecken.", way_out="Välj formatet docx.")


def rasterized(svg: str, width: float, height: float, *, scale: int = 2) -> bytes:
    """Return a drawing of so many px as a PNG with `scale` times as many; StopRun when it cannot be made."""
    import typst  # takes a while to load

    size = {"width": width * _PT, "height": height * _PT}
    try:
        made = typst.compile(
            _RASTER.encode(), sys_inputs={"data": json.dumps(size), "drawing": svg}, format="png",
            ppi=_PX * scale,
        )  # fmt: skip
    except typst.TypstError as error:
        raise StopRun("Bilden kunde inte göras.", way_out="Hämta den som SVG i stället.") from error
    assert isinstance(made, bytes)
    return made


_PX, _PT = 96.0, 0.75  # px of an inch, pt of a px
_RASTER = """\
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)
"""
