"""The sheets of an analysis: overlaps, gaps, ways in, follow-up and the rest, each row with its quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graph.analysis import Analysis, Basis, Chain, Fact, Route, Shared, Step
from graph.export.facts import STATED, Facts
from graph.export.sheets import PROOF, Columns, Quotes, Row, Sheet, proof
from graph.export.wording import line, searched, unique
from graph.model import Assertion, Evidence

_QUOTED, _DERIVED = "citerat ur en källa", "härlett av verktyget"


def finding_sheets(facts: Facts, found: Analysis, quotes: Quotes) -> dict[str, Sheet]:
    """Return name -> sheet of every part of the analysis that found something, in reading order."""
    table = _Tables(facts, found, quotes)
    parts: tuple[tuple[str, Columns, Callable[[], Iterator[Row]], str], ...] = (
        ("Mellanrum", _GAPS, table.gaps, "Mellanrum, citerade och härledda, och vad som bemöter dem"),
        ("Överlapp", _OVERLAPS, table.overlaps, "Uttalade, avsedda och beräknade överlapp, var för sig"),
        ("Vägar in", _ROUTES, table.routes, "Vägen från en aktör och ett ärende till ansvarig enhet"),
        ("Uppföljning", _DEADLINES, table.deadlines, f"Uppdrag och redovisningar, sedda från {found.date}"),
        ("Granskningskedjor", _CHAINS, table.chains, "Från iakttagelse till uppföljning, per ärende"),
        ("Ansvarskarta", _CELLS, table.cells, "Vilka som ansvarar för en målgrupp på en arbetsnivå"),
        ("Nätverk", _RANKS, table.ranks, "Måtten i nätverket, med spann när en handling i taget tas bort"),
        ("Förändringar", _CHANGES, table.changes, "Vad som är nytt, borta eller ändrat"),
        ("Motsägelser", _CONTRADICTIONS, table.contradictions, "Där två handlingar säger olika saker"),
    )  # fmt: skip
    sheets = {}
    for name, columns, rows, about in parts:
        filled = list(rows())
        if filled:
            sheets[name] = Sheet(name, (*columns, *PROOF), filled, about)
    return sheets


_OVERLAPS: Columns = (
    ("Mellan", 50), ("Vad", 12), ("Hur vi vet", 14), ("Modalitet", 16), ("Gemensamt", 60),
    ("Bara den ena", 44), ("Bara den andra", 44), ("Andel gemensamt", 11), ("Väntat av slumpen", 11),
    ("p", 9), ("q (Benjamini-Hochberg)", 12), ("Säkerhet", 24),
)  # fmt: skip
_GAPS: Columns = (
    ("Mellanrum", 34), ("I ord", 70), ("Vem eller vad", 40), ("Hur vi vet", 20), ("Allvar", 12),
    ("Status", 16), ("Bemöts av", 60), ("Problem", 50), ("Vad man kan göra", 50), ("Söktes i", 40),
    ("Regel", 26),
)  # fmt: skip
_ROUTES: Columns = (("Aktör", 36), ("Ärende", 34), ("Väg", 80), ("Når fram till", 36))
_DEADLINES: Columns = (
    ("Uppdrag", 60), ("Vem", 36), ("Redovisas till", 30), ("Senast", 12), ("Läge", 28), ("Redovisning", 60),
)  # fmt: skip
_CHAINS: Columns = (
    ("Ärende", 40), ("Iakttagelser", 60), ("Svar", 60), ("Beslut", 60), ("Åtgärder", 60),
    ("Uppföljning", 60), ("Hittades inte", 34), ("Söktes i", 40),
)  # fmt: skip
_CELLS: Columns = (("Målgrupp", 36), ("Arbetsnivå", 24), ("Ansvariga", 60), ("Antal", 8))
_RANKS: Columns = (
    ("Vem", 40), ("Mått", 20), ("Värde", 10), ("Lägst", 10), ("Högst", 10), ("Plats", 8),
    ("Bästa plats", 8), ("Sämsta plats", 8),
)  # fmt: skip
_CHANGES: Columns = (
    ("Vad", 44), ("Förändring", 20), ("I ord", 60), ("Före", 50), ("Efter", 50),
    ("Hur vi vet", 20), ("Regel", 26),
)  # fmt: skip
_CONTRADICTIONS: Columns = (
    ("Om", 40), ("Vad det gäller", 24), ("Den ena säger", 50), ("Den andra säger", 50),
)  # fmt: skip
_LEVELS = {"violation": "fel", "warning": "varning", "info": "upplysning"}


class _Tables:
    """The rows of each sheet."""

    def __init__(self, facts: Facts, found: Analysis, quotes: Quotes) -> None:
        self.facts, self.found, self.quotes = facts, found, quotes

    def overlaps(self) -> Iterator[Row]:
        """Yield stated, intended and computed overlaps; what is computed says how sure it is."""
        for o in self.found.overlaps:
            computed = o.kind == "beräknat"
            sure = ("mönster, inte bevis" if o.pattern_only else "beräknat") if computed else _QUOTED
            facts = (*o.facts, *(fact for shared in o.shared for fact in shared.facts))
            yield (
                self._names(o.names), o.what, o.kind,
                "" if o.modality == STATED else self.facts.name(o.modality),
                self._shared(o.shared, "both"), self._shared(o.shared, "only_one"),
                self._shared(o.shared, "only_other"), *map(_figure, (o.effect, o.expected, o.p, o.q)), sure,
                *self._proof(facts),
            )  # fmt: skip

    def gaps(self) -> Iterator[Row]:
        """Yield every gap; what is derived names its rule and what was searched."""
        for g in self.found.gaps:
            answers = (self._dated(a.kind, self._name(a.what), a.weight, a.date) for a in g.answers)
            facts = (*g.facts, *(fact for answer in g.answers for fact in answer.facts))
            yield (
                g.title, g.sentence, self._names(g.who), _QUOTED if g.quoted else _DERIVED,
                _LEVELS.get(g.level, g.level), g.status, "\n".join(answers), g.problem, g.remedy,
                "" if g.quoted or g.basis is None else self._searched(g.basis), g.rule,
                *self._proof(facts),
            )  # fmt: skip

    def routes(self) -> Iterator[Row]:
        """Yield every route with its steps in order; one without steps says that none was found."""
        for r in self.found.routes:
            yield (self._name(r.actor), self._name(r.matter), self._steps(r.steps) or _no_route(r),
                   self._name(r.end), *self._proof(_of_steps(r.steps)))  # fmt: skip

    def deadlines(self) -> Iterator[Row]:
        """Yield what was to be done by when."""
        for d in self.found.deadlines:
            facts = (*d.facts, *_of_steps(d.reports))
            yield (self._name(d.assignment), self._names(d.by), self._names(d.to), d.due, d.state,
                   self._steps(d.reports), *self._proof(facts))  # fmt: skip

    def chains(self) -> Iterator[Row]:
        """Yield the audit chain of each case."""
        for c in self.found.chains:
            links = c.findings, c.answers, c.decisions, c.measures, c.followups
            searched = self._searched(c.basis) if c.basis and c.missing else ""
            yield (self._name(c.case), *map(self._steps, links), ", ".join(c.missing), searched,
                   *self._proof(_of_chain(c)))  # fmt: skip

    def cells(self) -> Iterator[Row]:
        """Yield the cells of the responsibility map, the empty ones too."""
        for c in self.found.cells:
            level = self._name(c.level) if c.level else "ingen nivå angiven"
            yield self._name(c.group), level, self._names(c.holders), len(c.holders), *self._proof(c.facts)

    def ranks(self) -> Iterator[Row]:
        """Yield every rank with its interval."""
        for r in self.found.network.ranks:
            figures = (round(value, 3) for value in (r.value, r.low, r.high))
            yield self._name(r.who), r.measure, *figures, r.place, r.best, r.worst, *self._proof(r.facts)

    def changes(self) -> Iterator[Row]:
        """Yield what differs between two builds."""
        for c in self.found.changes:
            yield (c.label or self._name(c.node), c.kind, c.text, c.before, c.after,
                   _DERIVED if c.rule else _QUOTED, c.rule, *self._proof(c.facts))  # fmt: skip

    def contradictions(self) -> Iterator[Row]:
        """Yield where two documents cannot both be right."""
        for c in self.found.contradictions:
            sides = [unique(self.facts.name(claim.object) for claim in side) for side in (c.one, c.other)]
            yield self._name(c.subject), c.kind, *map("; ".join, sides), *self._quoted((*c.one, *c.other))

    def _name(self, term: str) -> str:
        known = self.found.names.get(term)  # of a large graph the facts here are an excerpt
        return line(known) if known else self.facts.name(term) if term else ""

    def _names(self, terms: Iterable[str]) -> str:
        return "; ".join(map(self._name, terms))

    def _shared(self, shared: Iterable[Shared], side: str) -> str:
        told = ((s.respect, self._names(getattr(s, side))) for s in shared)
        return "\n".join(f"{respect}: {names}" for respect, names in told if names)

    def _steps(self, steps: tuple[Step, ...]) -> str:
        many = len(steps) > 1
        return "\n".join(
            f"{f'{n}. ' if many else ''}{step.text}{f' ({step.date})' if step.date else ''}"
            for n, step in enumerate(steps, 1)
        )

    @staticmethod
    def _dated(kind: str, name: str, weight: str, day: str) -> str:
        return f"{kind}: {name} ({', '.join(filter(None, (weight, day)))})"

    def _searched(self, basis: Basis) -> str:
        return f"hittades inte i {searched(basis, self._name)}"

    def _proof(self, facts: Iterable[Fact]) -> Row:
        return self._quoted(c for fact in dict.fromkeys(facts) for c in self.found.proof.get(fact, ()))

    def _quoted(self, claims: Iterable[Assertion]) -> Row:
        passages: list[Evidence] = list(dict.fromkeys(e for claim in claims for e in claim.evidence))
        return proof(self.facts, self.quotes, passages)


def _figure(value: float | None) -> float | str:
    return "" if value is None else round(value, 4)


def _no_route(route: Route) -> str:
    return "" if route.end else "Ingen väg hittades i handlingarna"


def _of_steps(steps: Iterable[Step]) -> tuple[Fact, ...]:
    return tuple(fact for step in steps for fact in step.facts)


def _of_chain(c: Chain) -> tuple[Fact, ...]:
    return _of_steps((*c.findings, *c.answers, *c.decisions, *c.measures, *c.followups))
