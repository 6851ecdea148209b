"""Mellanrum: what sources point out, what rules derive, whom it strikes, what answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analysis import Answer, Gap
from graph.export.wording import sentence
from graph.ids import digest
from graph.serve.cards import card
from graph.serve.errors import NotHere
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import Name, Passage, View

LEVELS = {"violation": "rätta till", "warning": "se över", "info": "att veta"}
_ORIGINS = {"kalla": "påtalade i källa", "regel": "härledda av verktyget"}
_RULE = "regel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A gap as a page shows it; `href` is its own page, `answers` pairs what answers it with quotes."""

    gap: Gap
    href: str
    sentence: str
    about: tuple[Name, ...]
    level: str
    passages: tuple[Passage, ...]
    answers: tuple[tuple[Answer, Name, tuple[Passage, ...]], ...]


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [Route("/mellanrum", gaps), Route("/mellanrum/{key:path}", gap)]


def address(view: View, gap: Gap) -> str:
    """Return the address of a gap's page: of a derived one by its rule and whom it is about."""
    if gap.quoted:
        return view.addresses.of(gap.who[0])
    return f"/mellanrum/{_RULE}/{gap.rule}/{digest(gap.rule, *gap.who, length=12)}"


def entry(view: View, gap: Gap) -> Entry:
    """Return a gap ready to show."""
    about = view.names(who for who in gap.who if not (gap.quoted and "/forhallande/" in who))
    answers = tuple((a, view.name(a.what), view.told(a.facts)) for a in gap.answers)
    return Entry(
        gap=gap, href=address(view, gap), sentence=sentence(gap.sentence), about=about,
        level=LEVELS[gap.level], passages=view.told(gap.facts), answers=answers,
    )  # fmt: skip


def entries_about(view: View, iri: str) -> list[Entry]:
    """Return the gaps that are about a thing; not the thing itself when it is a gap."""
    found = [gap for gap in view.analysis.gaps if iri in gap.who]
    return [entry(view, gap) for gap in found if not (gap.quoted and gap.who[0] == iri)]


def gaps(request: Request) -> Response:
    """Return the list of gaps, narrowed as the address says."""
    view = site_of(request).view()
    wanted = {name: request.query_params.get(name, "") for name in ("ursprung", "slag", "status", "ror")}
    everything = view.analysis.gaps
    chosen = [entry(view, gap) for gap in everything if _fits(view, gap, wanted)]
    return page(
        request, "mellanrum.html", view=view, wanted=wanted, total=len(everything),
        quoted=[e for e in chosen if e.gap.quoted], derived=_by_rule(e for e in chosen if not e.gap.quoted),
        origins=[(key, word, sum(gap.quoted == (key == "kalla") for gap in everything))
                 for key, word in _ORIGINS.items()],
        kinds=_counted(gap.title for gap in everything),
        states=_counted(gap.status for gap in everything if gap.quoted),
        struck=_struck(view), tables=[_table(view, chosen)],
    )  # fmt: skip


def _fits(view: View, gap: Gap, wanted: dict[str, str]) -> bool:
    return (
        wanted["ursprung"] in ("", "kalla" if gap.quoted else _RULE)
        and wanted["slag"] in ("", gap.title)
        and wanted["status"] in ("", gap.status)
        and (not wanted["ror"] or wanted["ror"] in map(view.addresses.key, gap.who))
    )


def _counted(words: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))


def _struck(view: View) -> list[tuple[str, str, int]]:
    """Return key, name and number for each thing that gaps are about, the most struck first."""
    counts = Counter(
        who for gap in view.analysis.gaps for who in gap.who if view.addresses.of(who).startswith(_NAMED)
    )
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], view.text(pair[0])))
    return [(view.addresses.key(who), view.text(who), count) for who, count in ranked]


_NAMED = ("/aktor/", "/forum/")


def _by_rule(entries: Iterable[Entry]) -> list[tuple[Gap, list[Entry]]]:
    """Return the derived gaps rule by rule, each rule by its first gap."""
    grouped: dict[tuple[str, str], list[Entry]] = {}
    for one in entries:
        grouped.setdefault((one.gap.rule, one.gap.title), []).append(one)
    return [(found[0].gap, found) for found in grouped.values()]


def _table(view: View, chosen: list[Entry]) -> Table:
    rows = tuple(
        row(
            Name(e.sentence, e.href), e.gap.title, "påtalat i källa" if e.gap.quoted else "härlett",
            e.about, e.gap.status, e.level, view.names(a.what for a in e.gap.answers),
            passages=e.passages, derived=not e.gap.quoted,
        )
        for e in chosen
    )  # fmt: skip
    columns = ("Mellanrum", "Slag", "Ursprung", "Rör", "Läge", "Grad", "Bemöts av")
    return Table(key="mellanrum", caption="Mellanrum", columns=columns, rows=rows)


def gap(request: Request) -> Response:
    """Return the page of one gap, quoted or derived."""
    view = site_of(request).view()
    key = request.path_params["key"]
    path = f"/mellanrum/{key}"
    found = next((g for g in view.analysis.gaps if address(view, g) == path), None)
    iri = view.addresses.iri(key)
    if found is None and not iri:
        raise NotHere(
            "Mellanrummet finns inte i det här bygget: det kan vara bemött, eller handlingen borta.",
            (("/mellanrum", "Alla mellanrum"),),
        )
    return page(
        request, "ett-mellanrum.html", view=view, entry=entry(view, found) if found else None,
        card=card(view, view.entity(iri)) if iri else None,
    )  # fmt: skip
