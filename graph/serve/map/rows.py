"""The table twin of the picture: every relation that is shown with its quotes, and every thing."""

from __future__ import annotations

from graph.serve.map.atlas import Atlas
from graph.serve.map.net import is_derived
from graph.serve.map.shown import Shown
from graph.serve.tables import Row, Table, row


def tables_of(atlas: Atlas, shown: Shown) -> tuple[Table, Table]:
    """Return the relations and the things that are shown, as tables."""
    view = atlas.view
    relations = sorted(
        (r for tie in shown.ties for r in tie.relations),
        key=lambda r: (atlas.net.things[r.start].kind.column, atlas.net.things[r.start].label, r.name,
                       atlas.net.things[r.end].label),
    )  # fmt: skip
    said = Table(
        key="relationer",
        caption="Relationer på kartan",
        columns=("Vem", "Relation", "Vad", "Hur säkert", "Utsaga"),
        rows=tuple(
            row(view.name(r.start), r.name, view.name(r.end), r.modality or "sägs i källan", r.says,
                passages=view.passages(r.evidence), derived=is_derived(r))
            for r in relations
        ),
    )  # fmt: skip
    things = Table(
        key="noder",
        caption="Noder på kartan",
        columns=("Namn", "Typ", "Relationer", "Grannar som inte visas"),
        rows=tuple(_thing(atlas, shown, iri) for iri in (t.iri for t in shown.things)),
        quoted=False,
        numbers=frozenset((2, 3)),
    )
    return said, things


def _thing(atlas: Atlas, shown: Shown, iri: str) -> Row:
    thing = atlas.net.things[iri]
    return row(atlas.view.name(iri), thing.kind.one, thing.weight, shown.hidden.get(iri, 0))
