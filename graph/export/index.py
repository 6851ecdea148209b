"""index.html: the Swedish start page that links every export and says what it is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.export.chapters import basis
from graph.export.chapters.desk import Desk
from graph.export.facts import Facts
from graph.export.rendering import inline, page, policy, resource
from graph.export.wording import audience
from graph.export.writing import write_text
from graph.model import Knowledge

# name, what it is called, what it is good for; in the order in which a reader wants them
_ABOUT = (
    ("karta.html", "Samverkanskartan", "Vem samverkar med vem, om vad, och var finns mellanrum?"),
    ("karta-a3.pdf", "Kartan att skriva ut", "Ett liggande A3 för väggen: vilka möts var, och mellanrummen."),
    ("karta.svg", "Kartan som bild", "Samma bild utan ände på skärpan, för presentationer och webb."),
    ("rapport.html", "Rapporten", "Hela läget i text, med numrerade citat. Läs på skärm eller skriv ut."),
    ("rapport.md", "Rapporten som Markdown", "Samma text, att klistra in och arbeta vidare med."),
    ("tidsfrister.ics", "Tidsfristerna som kalender", "För Outlook och andra kalendrar, med påminnelser."),
    ("pastaenden.xlsx", "Arbetsboken i Excel", "Ett blad per tabell, med filter och länkar till citaten."),
    ("pastaenden.csv", "Påståenden för Excel, som CSV", "Samma tabell med semikolon, för svenskt Excel."),
    ("pastaenden-maskin.csv", "Påståenden för program, som CSV", "Samma tabell, citaten orörda."),
    ("samverkan.graphml", "Nätverket som GraphML", "Vem som samverkar, för Gephi, igraph och networkx."),
    ("samverkan.gexf", "Nätverket som GEXF", "Samma nätverk, för Gephi och graphology."),
    ("graph.trig", "Grafen som TriG", "Fakta, påståenden och belägg, en namngiven graf per handling."),
    ("graph.ttl", "Grafen som Turtle", "Enbart fakta, lätt att läsa för människor och program."),
    ("graph.nq", "Grafen som N-Quads", "Allt, en rad per uppgift: bäst att läsa in i en annan databas."),
    ("graph.jsonld", "Grafen som JSON-LD", "Allt, för webbutvecklare."),
    ("dcat.ttl", "Beskrivning av datamängden", "DCAT-AP-SE och VoID: vad filerna är och rymmer."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """One link of the start page; `size` in Swedish."""

    name: str
    title: str
    text: str
    size: str


def write_index(knowledge: Knowledge, folder: Path, files: Iterable[Path]) -> Path:
    """Write `index.html` with links to those of the files that are there; return its path."""
    desk = Desk(Facts(knowledge))
    style = resource("bas.css") + resource("rapport.css") + resource("index.css")
    return write_text(
        folder / "index.html",
        page(
            "index.html.j2", municipality=desk.facts.municipality(), notice=basis.NOTICE,
            exports=_exports(folder, files), summary=basis.summary(desk), sources=basis.basis(desk),
            hash=knowledge.graph_hash, profile=audience(knowledge.profile, knowledge.reviewer),
            style=inline(style), policy=policy(styles=(style,)),
        ),
    )  # fmt: skip


def _exports(folder: Path, files: Iterable[Path]) -> list[Export]:
    """Return the files in reading order; only plain names of ours in this very folder become links."""
    there = {path.name: path for path in files if path.parent == folder and path.is_file()}
    return [Export(name, title, text, _size(there[name])) for name, title, text in _ABOUT if name in there]


def _size(path: Path) -> str:
    kilobytes = max(1, round(path.stat().st_size / 1000))
    return f"{kilobytes} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB".replace(".", ",")
