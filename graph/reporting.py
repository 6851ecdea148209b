"""The report of the last build on demand: in one format, from one day, about one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.exporting import Material
from graph.ids import slug
from graph.state import load_state
from graph.store.asked import StoreGraph
from graph.store.generations import current
from graph.workspace import Workspace, load_settings, make_folder, write_atomic

if TYPE_CHECKING:
    from graph.export.outline import Outline, Section
    from graph.model import Knowledge

FORMATS = ("docx", "pdf", "html", "md")


def write_reports(
    ws: Workspace, formats: Sequence[str], folder: Path, *, on: str = "", about: str = "", since: str = ""
) -> tuple[Path, ...]:
    """Write the report in the formats to a folder; return the paths.

    `on` is the day that deadlines are judged against, `about` a name in the graph or the heading of a
    chapter, `since` an earlier workspace, `graph.nq` or day to compare with.
    UsageError when nothing is built or nothing is called so.
    """
    from graph.export.formats import render

    outline = report(ws, on=on, about=about, since=since)
    name = f"rapport-{slug(about)[:60]}" if about else "rapport"
    make_folder(folder)
    paths = []
    for form in formats:
        paths.append(folder / f"{name}.{form}")
        write_atomic(paths[-1], render(outline, form))
    return tuple(paths)


def report(ws: Workspace, *, on: str = "", about: str = "", since: str = "", profile: str = "") -> Outline:
    """Return the report of the last build as values, narrowed when it is to be about something.

    `profile` says for whose eyes, "" as the workspace's settings do.
    """
    from graph.analysing import analyse
    from graph.export.drawing import figure
    from graph.export.narrowing import narrowed, narrowed_analysis, with_members
    from graph.export.report import build_outline

    state = load_state(ws)
    if state is None:
        raise UsageError("Här finns inget färdigt bygge.", way_out="Kör samverkan build.", file=str(ws.root))
    with current(ws.store) as snapshot:
        graph = StoreGraph(snapshot, state.sources)
        settings = load_settings(ws)
        settings = replace(settings, profile=profile or settings.profile)
        material = Material(snapshot, state, settings, lambda: analyse(ws, graph, on, since))
        known, found = material.facts, material.analysis
        outline = build_outline(known, found, picture=figure(known))
        if not about:
            return outline
        chapters = _chapters(outline, about)
        if chapters:
            return replace(outline, sections=chapters, subject=chapters[0].heading)
        nodes = with_members(known, _named(known, about, outline))
        return build_outline(
            narrowed(known, nodes), narrowed_analysis(found, nodes),
            picture=figure(known, sorted(nodes)), subject=about,
        )  # fmt: skip


def _chapters(outline: Outline, about: str) -> tuple[Section, ...]:
    wanted = slug(about)
    return tuple(part for part in outline.sections if wanted in (slug(part.heading), part.anchor))


def _named(known: Knowledge, about: str, outline: Outline) -> list[str]:
    """Return the things of a name or other name, case ignored; UsageError with the nearest names."""
    wanted = about.casefold().strip()
    names: dict[str, list[str]] = {}
    for iri, entity in sorted(known.entities.items()):
        for name in (entity.label, *entity.aliases):
            names.setdefault(name.casefold(), []).append(iri)
    if wanted in names:
        return names[wanted]
    headings = [part.heading for part in outline.sections]
    near = get_close_matches(wanted, [*names, *(h.casefold() for h in headings)], n=3, cutoff=0.5)
    raise UsageError(
        f"Inget i grafen och inget kapitel heter {about[:60]!r}.",
        way_out=f"Menade du {' eller '.join(near)}?" if near else f"Kapitlen är: {', '.join(headings)}.",
    )
