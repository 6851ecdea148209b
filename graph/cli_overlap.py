"""`samverkan overlaps` and `samverkan network`: who does the same, who meets whom, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli_app import AsJson, Place, app, say, say_json
from graph.cli_words import Command
from graph.workspace import open_workspace

if TYPE_CHECKING:
    from graph.analysis import Community, Fact, Network, Overlap, Rank, Shared
    from graph.store.asked import StoreGraph

QUOTES = 2  # more quotes than this of one side are counted, not shown
NAMED = 6  # more things than this that only one of two has are counted, not named
STEADY, FRAIL = 0.9, 0.5
ALIKE = {
    "uppgift": "uppgift",
    "målgrupp": "målgrupp",
    "ämne": "ämne",
    "avser": "det som uppdraget avser",
    "mål": "mål",
    "deltagare": "deltagare",
    "arbetsnivå": "arbetsnivå",
}
KINDS = {
    "uttalat": "UTTALADE: sägs i en handling",
    "avsett": "AVSEDDA: följer av samarbetsuppdrag",
    "beräknat": "BERÄKNADE: par som delar något i grafen, oavsett om någon säger att de överlappar",
}
WHAT = {"forum": "Samverkansformer", "uppdrag": "Uppdrag", "organ": "Organs ansvar och uppdrag"}
MEASURES = {
    "begränsning": "Begränsning: lågt värde betyder kontakter som inte annars möter varandra",
    "räckvidd": "Räckvidd: hur många kontakter aktören når som inte redan når varandra",
    "mellanhand": "Mellanhand: andel av de kortaste vägarna mellan andra som går genom aktören",
    "samordnare": "Samordnare: par utan gemensam samverkansform där båda möter aktören, alla tre av ett slag",
    "utomstående länk": "Utomstående länk: som samordnare, men paret är av ett slag och aktören av ett annat",
    "grindvakt": "Grindvakt: som samordnare, men bara den ena i paret är av aktörens slag",
    "brobyggare": "Brobyggare: som samordnare, men alla tre är av olika slag",
    "enda mötesplats": "Enda mötesplats: par av aktörer som inte möts i någon annan samverkansform",
}


class Kind(StrEnum):
    """How it is known that things overlap."""

    UTTALAT = "uttalat"
    AVSETT = "avsett"
    BERAKNAT = "beräknat"


@app.command(
    cls=Command, help="Visar överlapp: uttalade, avsedda och beräknade, med vad paren delar och inte."
)
def overlaps(
    kind: Annotated[
        Kind | None, typer.Option("--slag", help="Bara ett slag av överlapp.", show_default=False)
    ] = None,
    about: Annotated[
        str, typer.Option("--om", metavar="NAMN", help="Bara det som rör namnet.", show_default=False)
    ] = "",
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show the overlaps of the last build."""
    from graph.analyse.overlaps import find_overlaps, remarks
    from graph.analysing import graph_of

    with graph_of(open_workspace(workspace)) as graph:
        every = find_overlaps(graph)
        chosen = [one for one in every if (kind is None or one.kind == kind) and _is_about(graph, one, about)]
        told = [_Told(graph, one) for one in chosen]
        stated = [frozenset(one.names) for one in every if one.kind == "uttalat"]
        if as_json:
            say_json([one.record() for one in told])
            return
        for line in _overlap_lines(graph, told, stated, remarks(chosen)):
            say(line)


@app.command(cls=Command, help="Visar nätverket: vem som binder ihop vilka, och hur säkert det är.")
def network(
    places: Annotated[int, typer.Option("--antal", min=1, help="Platser att visa i varje mått.")] = 5,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show brokers, meeting places and communities of the last build."""
    from graph.analyse.network import find_network
    from graph.analysing import graph_of

    with graph_of(open_workspace(workspace)) as graph:
        net = find_network(graph)
        if as_json:
            say_json(_network_record(graph, net))
            return
        for line in _network_lines(graph, net, places):
            say(line)


# --- overlaps ----------------------------------------------------------------------------------


def _is_about(graph: StoreGraph, overlap: Overlap, name: str) -> bool:
    nodes = [*overlap.names, *(fact[0] for fact in overlap.facts[:1])]
    nodes += [node for shared in overlap.shared for node in shared.both]
    return any(name.casefold() in graph.name(node).casefold() for node in nodes) if name else True


class _Told:
    """One overlap with the quotes of its facts."""

    def __init__(self, graph: StoreGraph, overlap: Overlap) -> None:
        self.graph, self.overlap = graph, overlap
        self.names = [graph.name(name) for name in overlap.names]
        self.title = graph.name(overlap.facts[0][0]) if overlap.facts else " och ".join(self.names)
        facts = [*overlap.facts, *(fact for shared in overlap.shared for fact in shared.facts)]
        self.proof = graph.proof(facts)

    def record(self) -> dict[str, Any]:
        """Return it for a program."""
        one = self.overlap
        return {
            "slag": one.kind,
            "vad": one.what,
            "rubrik": self.title,
            "mellan": _nodes(self.graph, one.names),
            "delar": [
                {
                    "avseende": shared.respect,
                    "gemensamt": _nodes(self.graph, shared.both),
                    "bara_den_första": _nodes(self.graph, shared.only_one),
                    "bara_den_andra": _nodes(self.graph, shared.only_other),
                }
                for shared in one.shared
            ],
            "andel": one.effect,
            "väntat": one.expected,
            "p": one.p,
            "q": one.q,
            "mönster_inte_bevis": one.pattern_only,
            "modalitet": self.graph.name(one.modality),
            "belägg": [
                {"handling": document, "citat": quote, "uppgifter": count}
                for document, quote, count in self.quotes(self.proof)
            ],
        }

    def quotes(self, facts: Iterable[Fact]) -> list[tuple[str, str, int]]:
        """Return document, quote and how many of the facts it proves, those that prove most first."""
        count: dict[tuple[str, str], set[Fact]] = defaultdict(set)
        titles = {source.document: source.title or source.name for source in self.graph.sources}
        for fact in facts:
            for claim in self.proof.get(fact, ()):
                for e in claim.evidence:
                    count[titles.get(e.document, e.document), " ".join(e.quote.split())].add(fact)
        order = sorted(count.items(), key=lambda item: (-len(item[1]), item[0]))
        return [(document, quote, len(proved)) for (document, quote), proved in order]

    def lines(self, kinds: Mapping[str, str], stated: Iterable[frozenset[str]]) -> Iterator[str]:
        """Yield it for a person; `stated` holds what sources say overlaps."""
        modality = self.graph.name(self.overlap.modality)
        yield f"{self.title}" + (f"  [{modality}]" if self.overlap.kind == "uttalat" else "")
        named = [
            f"{name} ({kinds[node]})" if node in kinds else name
            for node, name in zip(self.overlap.names, self.names, strict=True)
        ]
        if self.overlap.kind != "beräknat":
            if named:
                yield f"  {'Mellan' if self.overlap.kind == 'uttalat' else 'Givet till'}: {'; '.join(named)}"
            for shared in self.overlap.shared:
                yield f"  Gäller {ALIKE[shared.respect]}: {_listed(self.graph, shared.both)}"
            yield from _quote_lines("  ", self.quotes(self.proof))
            return
        if any(node in kinds for node in self.overlap.names):
            found = dict.fromkeys(kinds.get(node, "samverkansform") for node in self.overlap.names)
            yield f"  Slag: {' och '.join(found)}"
        if any(one.issuperset(self.overlap.names) for one in stated):
            yield "  Att dessa överlappar sägs också i en handling."
        for shared in self.overlap.shared:
            yield from self._shared_lines(shared)
        yield from self._chance_lines()
        for node, name in zip(self.overlap.names, self.names, strict=True):
            facts = [f for shared in self.overlap.shared for f in shared.facts if node in (f[0], f[2])]
            yield from _quote_lines(f"  Om {name}: ", self.quotes(dict.fromkeys(facts)))

    def _shared_lines(self, shared: Shared) -> Iterator[str]:
        word = ALIKE[shared.respect]
        if shared.both:
            yield f"  Delar {word}: {_listed(self.graph, shared.both)}"
        for name, alone in zip(self.names, (shared.only_one, shared.only_other), strict=True):
            if alone:
                yield f"    bara {name} ({word}): {_listed(self.graph, alone, most=NAMED)}"

    def _chance_lines(self) -> Iterator[str]:
        one = self.overlap
        if one.p is None or one.expected is None:
            return
        met = next(shared for shared in one.shared if shared.respect == "deltagare")
        every = len(met.both) + len(met.only_one) + len(met.only_other)
        chance = f"slumpen skulle ge {_number(one.expected)}, och så många eller fler {_of_hundred(one.p)}"
        yield f"  {len(met.both)} av {every} deltagare är gemensamma; {chance}."
        if one.pattern_only:
            yield "  Mönster, inte bevis: underlaget räcker inte för att utesluta slumpen."
        else:
            yield f"  Står sig när alla par prövas samtidigt (q = {_number(one.q or 0.0, 4)})."


def _overlap_lines(
    graph: StoreGraph, told: Sequence[_Told], stated: Sequence[frozenset[str]], remarks: Iterable[str]
) -> Iterator[str]:
    kinds = _kinds(graph)
    for kind, heading in KINDS.items():
        of_kind = [one for one in told if one.overlap.kind == kind]
        yield f"{heading} ({len(of_kind)})"
        for what, name in WHAT.items():
            found = [one for one in of_kind if one.overlap.what == what]
            if found and kind == "beräknat":
                yield ""
                yield f"{name} ({len(found)})"
            for one in found:
                yield ""
                yield from one.lines(kinds, stated)
        yield ""
    yield from (f"ANMÄRKNING  {remark}" for remark in remarks)
    yield f"Sökt i {len(graph.sources)} handlingar."


def _kinds(graph: StoreGraph) -> dict[str, str]:
    """Return what kind of arrangement each one is, in Swedish."""
    rows = graph.rows(
        "SELECT ?x ?k { VALUES ?k { sam:Forum sam:Programme sam:Agreement sam:Routine } ?x a ?k }"
    )
    return {node: graph.name(kind) for node, kind in rows}


def _nodes(graph: StoreGraph, nodes: Iterable[str]) -> list[dict[str, str]]:
    return [{"namn": graph.name(node), "iri": node} for node in nodes]


def _listed(graph: StoreGraph, nodes: Sequence[str], *, most: int = 99) -> str:
    rest = len(nodes) - most
    names = [graph.name(node) for node in nodes[: most if rest > 1 else None]]
    return "; ".join(names) + (f" och {rest} till" if rest > 1 else "")


def _quote_lines(lead: str, quotes: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    for document, quote, _ in quotes[:QUOTES]:
        yield f"{lead}”{quote}” — {document}"
    if len(quotes) > QUOTES:
        yield f"{' ' * 4}… och {len(quotes) - QUOTES} citat till (--json visar alla)"


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _of_hundred(p: float) -> str:
    """Return a chance in plain words.

    >>> _of_hundred(0.174), _of_hundred(0.002)
    ('i ungefär 17 fall av 100', 'i färre än 1 fall av 100')
    """
    return f"i ungefär {round(100 * p)} fall av 100" if p >= 0.01 else "i färre än 1 fall av 100"


# --- the network -------------------------------------------------------------------------------


def _network_lines(graph: StoreGraph, net: Network, places: int) -> Iterator[str]:
    if not net.links:
        yield f"Ingen handling säger vem som deltar i vad. Sökt i {len(graph.sources)} handlingar."
        return
    yield f"{net.bodies} aktörer, {net.forums} samverkansformer, {len(net.links)} deltaganden."
    yield "Inom parentes: vad värdet och platsen blir som lägst och högst när en handling i taget utelämnas."
    for measure, about in MEASURES.items():
        ranks = [rank for rank in net.ranks if rank.measure == measure and rank.place <= places]
        if ranks:
            yield ""
            yield about
        yield from (_rank_line(graph, rank) for rank in ranks)
    yield from _community_lines(graph, net.communities)
    yield ""
    yield from (f"ANMÄRKNING  {remark}" for remark in net.remarks)
    yield f"Sökt i {len(graph.sources)} handlingar."


def _rank_line(graph: StoreGraph, rank: Rank) -> str:
    digits = 2 if rank.measure in ("begränsning", "mellanhand") else 1
    if rank.value == round(rank.value) and rank.low == round(rank.low) and rank.high == round(rank.high):
        digits = 0
    values = _span(*(_number(value, digits) for value in (rank.low, rank.high)))
    return (
        f"  {rank.place}. {graph.name(rank.who)}: {_number(rank.value, digits)} "
        f"({values}; plats {_span(str(rank.best), str(rank.worst))})"
    )


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _community_lines(graph: StoreGraph, communities: Iterable[Community]) -> Iterator[str]:
    kinds = _kinds(graph)
    for number, one in enumerate(communities, start=1):
        yield ""
        yield f"Gruppering {number}: {_steadiness(one.stability)}"
        for name, nodes in (
            ("Möts i", [node for node in one.members if node in kinds]),
            ("Aktörer", [node for node in one.members if node not in kinds]),
        ):
            if nodes:
                yield f"  {name}: {_listed(graph, nodes, most=12)}"


def _steadiness(share: float) -> str:
    """Return in plain words how many of a group's pairs stay together at least."""
    if share == 1.0:
        return "stadig, alla hålls ihop vilken handling som än utelämnas"
    if share == 0.0:
        return "skör, löses upp om en enda handling utelämnas"
    told = f"minst {round(100 * share)} procent av paren hålls ihop när en handling utelämnas"
    if share >= STEADY:
        return f"stadig, {told}"
    return f"skör, {told}" if share < FRAIL else told


def _network_record(graph: StoreGraph, net: Network) -> dict[str, Any]:
    return {
        "aktörer": net.bodies,
        "samverkansformer": net.forums,
        "deltaganden": [{"form": f, "aktör": b} for f, _, b in net.links],
        "mått": [
            {
                "mått": rank.measure,
                "namn": graph.name(rank.who),
                "iri": rank.who,
                "värde": rank.value,
                "lägst": rank.low,
                "högst": rank.high,
                "plats": rank.place,
                "bästa_plats": rank.best,
                "sämsta_plats": rank.worst,
            }
            for rank in net.ranks
        ],
        "grupperingar": [
            {"medlemmar": _nodes(graph, one.members), "håller_ihop": one.stability} for one in net.communities
        ],
        "anmärkningar": list(net.remarks),
    }
