"""The panel of a chosen thing: all that is said of it and others, with the words that say so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.serve.map.atlas import Atlas
from graph.serve.map.choice import Choice
from graph.serve.map.net import Thing, is_derived, passages
from graph.serve.view import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One relation of the chosen thing: `says` is the statement it was drawn from, "" when direct."""

    other: Thing
    href: str
    says: str
    modality: str
    derived: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`page` and `way` are the addresses of the thing's own page and of the way in from it, "" for none."""

    thing: Thing
    page: str
    way: str
    near: str
    clear: str
    quotes: int
    groups: tuple[tuple[str, tuple[Line, ...]], ...]


def panel_of(atlas: Atlas, choice: Choice, thing: Thing) -> Panel:
    """Return the panel of a thing: relations by name and direction, those that it has itself first."""
    net, view = atlas.net, atlas.view
    groups: dict[tuple[bool, str], list[Line]] = defaultdict(list)
    mine = net.around.get(thing.iri, [])
    for relation in mine:
        outward = relation.start == thing.iri
        other = net.things[relation.end if outward else relation.start]
        groups[not outward, relation.name].append(
            Line(
                other=other,
                href="/graf" + choice.with_(node=other.key, search="").query(net),
                says=relation.says,
                modality=relation.modality,
                derived=is_derived(relation),
                passages=view.passages(relation.evidence),
            )
        )
    ordered = sorted(groups.items(), key=lambda group: (group[0][0], -len(group[1]), group[0][1]))
    return Panel(
        thing=thing,
        page=view.addresses.of(thing.iri),
        way=f"/vag-in?fran={thing.key}" if thing.kind.key in ("extern", "malgrupp") else "",
        near="/graf" + choice.with_(view="naromrade", node=thing.key, search="").query(net),
        clear="/graf" + choice.with_(view=_back(choice), node="").query(net),
        quotes=len(passages(mine)),
        groups=tuple((("← " if back else "") + name, tuple(lines)) for (back, name), lines in ordered),
    )


def _back(choice: Choice) -> str:
    return "karta" if choice.view == "naromrade" else choice.view
