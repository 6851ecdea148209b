"""Names as people type them: which nodes a name means, and which names begin or go on like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from graph.errors import UsageError
from graph.ids import PREFIXES
from graph.store.asked import StoreGraph
from graph.swedish import folded, swedish_order


def _of(*classes: str) -> str:
    return f"VALUES ?klass {{ {' '.join(classes)} }} ?x a ?klass ."


def _in(scheme: str) -> str:
    return f"?x skos:inScheme samc:{scheme} ."


# kind of a parameter -> what is of that kind
KINDS = {
    "aktör": _of(
        "sam:PoliticalBody", "sam:Administration", "sam:Municipality", "sam:ExternalActor", "sam:ActorGroup"
    ),
    "organ": _of("sam:PoliticalBody", "sam:Administration"),
    "extern aktör": _of("sam:ExternalActor"),
    "samverkansform": _of("sam:Arrangement"),
    "forum": _of("sam:Forum"),
    "målgrupp": _of("sam:TargetGroup"),
    "begrepp": _of("sam:Term"),
    "handling": _of("sam:Document"),
    "uppdrag": _of("sam:Assignment"),
    "ärende": _of("sam:Case"),
    "ämne": _in("topic"),
    "arbetsnivå": _in("work-level"),
    "aktörskategori": _in("actor-category"),
    "handlingstyp": _in("document-type"),
    "hållning": _in("position"),
    "slag av mellanrum": _in("gap-type"),
    "slag av ansvar": _in("responsibility-kind"),
    "status": _in("status"),
}
_NAMES = """
SELECT ?x ?name ?main WHERE {{ {members}
  {{ ?x skos:prefLabel ?name BIND("1" AS ?main) }} UNION {{ ?x skos:altLabel ?name BIND("" AS ?main) }}
  FILTER(LANG(?name) != "en")
}}"""
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A node with its Swedish name and what else it is called."""

    node: str
    label: str
    others: tuple[str, ...] = ()


class Names:
    """The names of a graph, kind by kind, each read when it is first asked for.

    `stands_for` tells whether an abbreviation that no document explains can be read off a name.
    """

    def __init__(self, graph: StoreGraph, stands_for: Callable[[str, str], bool] | None = None) -> None:
        self._graph = graph
        self._stands_for = stands_for or (lambda *_: False)
        self._kinds: dict[str, tuple[Named, ...]] = {}

    def of(self, kind: str) -> tuple[Named, ...]:
        """Return everything of a kind in Swedish order of the names."""
        if kind not in self._kinds:
            self._kinds[kind] = tuple(self._read(kind))
        return self._kinds[kind]

    def _read(self, kind: str) -> Iterator[Named]:
        labels: dict[str, list[str]] = defaultdict(list)
        others: dict[str, list[str]] = defaultdict(list)
        for node, name, main in self._graph.rows(_NAMES.format(members=KINDS[kind])):
            (labels if main else others)[node].append(name)
        named = [Named(node, found[0], tuple(others[node])) for node, found in labels.items()]
        yield from sorted(named, key=lambda one: (swedish_order(one.label), one.node))

    def complete(self, kind: str, typed: str, *, most: int = 10) -> list[Named]:
        """Return what is called something that begins with the text, then what has it within a name.

        Case does not matter; å, ä and ö are other letters than a and o.
        """
        wanted = folded(typed)
        begins, holds = [], []
        for one in self.of(kind):
            names = [folded(name) for name in (one.label, *one.others)]
            if any(name.startswith(wanted) for name in names):
                begins.append(one)
            elif any(wanted in name for name in names):
                holds.append(one)
        return [*begins, *holds][:most]

    def find(self, kind: str, value: str) -> Named:
        """Return the one thing of a kind that is called so, or has that identifier; UsageError else."""
        everything = self.of(kind)
        wanted = folded(value)
        for found in (
            [one for one in everything if value in (one.node, _key(one.node))],
            [one for one in everything if folded(one.label) == wanted],
            [one for one in everything if wanted in map(folded, one.others)],
            [one for one in everything if self._stands_for(value, one.label)],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                listed = "\n".join(f"  {one.label}  {one.node}" for one in found[:10])
                raise UsageError(
                    f"{len(found)} saker av slaget {kind} heter ”{value[:80]}”.",
                    way_out=f"Ange en av dem:\n{listed}",
                )
        raise UsageError(
            f"Grafen har inget av slaget {kind} som heter ”{value[:80]}”.",
            way_out=self._elsewhere(wanted) or self._near(kind, value),
        )

    def _elsewhere(self, wanted: str) -> str:
        """Return of which kind something of that name is, "" when there is nothing."""
        kinds = [
            kind
            for kind in KINDS
            if any(wanted in map(folded, (one.label, *one.others)) for one in self.of(kind))
        ]
        return f"Något av slaget {kinds[0]} heter så." if kinds else ""

    def _near(self, kind: str, value: str) -> str:
        names = {folded(name): one.label for one in self.of(kind) for name in (one.label, *one.others)}
        if not names:
            return "De handlingar som är lästa nämner inget av det slaget."
        near = [names[name] for name in get_close_matches(folded(value), sorted(names), n=_NEAR, cutoff=0.6)]
        near += [one.label for one in self.complete(kind, value, most=_NEAR)]
        few = list(dict.fromkeys(near))[:_NEAR]
        if few:
            return f"Menade du {' eller '.join(few)}?"
        some = ", ".join(one.label for one in self.of(kind)[:_NEAR])
        return f"Till exempel: {some}."


def _key(node: str) -> str:
    """Return what stands after the municipality in an identifier: `organ/socialnamnden`."""
    return node.partition("/id/")[2].partition("/")[2]


def is_node(term: str) -> bool:
    """Tell whether a value is a node or concept, and not a literal."""
    return "://" in term or term.partition(":")[0] in PREFIXES
