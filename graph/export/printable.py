"""karta-a3.pdf: the poster as a tagged page of A3, with text that can be searched and read aloud."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from graph.export.drawing import described, drawing
from graph.export.facts import Facts
from graph.export.poster import build_poster
from graph.export.typeset import typeset
from graph.export.wording import NOTICE, audience, plain
from graph.export.writing import whole_file
from graph.ids import slug
from graph.model import Knowledge

_PAGE = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, keywords: (data.notice,), date: none)
#set page(width: 420mm, height: 297mm, margin: 0mm)
#set text(lang: "sv")
#image(bytes(sys.inputs.drawing), format: "svg", width: 420mm, alt: data.alt)
"""


def write_printable(knowledge: Knowledge, folder: Path, about: Collection[str] = ()) -> Path:
    """Write `karta-a3.pdf`, or `karta-<slug>-a3.pdf` around some things (IRIs); return its path."""
    facts = Facts(knowledge)
    name = f"karta-{slug(facts.name(next(iter(about))))[:60]}-a3.pdf" if about else "karta-a3.pdf"
    data = {
        "title": plain(f"Samverkanskarta – {facts.municipality()}"),
        "notice": f"{NOTICE} Profil: {audience(knowledge.profile, knowledge.reviewer)}.",
        "alt": plain(described(facts, build_poster(knowledge, about))),
    }
    page = typeset(_PAGE, data, "".join(drawing(knowledge, about)))
    with whole_file(folder / name) as scrap:
        scrap.write_bytes(page)
    return folder / name
