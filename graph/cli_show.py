"""What the commands print: cards, findings, the source list, and a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from graph.errors import UsageError
from graph.export.facts import Facts, heading, is_inferred
from graph.extract.explaining import Explained, Told
from graph.model import Assertion, Entity, Evidence, Finding, Knowledge, Source
from graph.ntriples import assertion_iri
from graph.swedish import folded

Tell = Callable[[str, int, int], None]
"""Called with the name of a stage, how much is done and how much there is."""

LEVELS = {"violation": "FEL", "warning": "VARNING", "info": "UPPLYSNING"}
MEDIA = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word-dokument",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel-register",
    "text/html": "webbsida",
    "text/markdown": "Markdown",
    "text/csv": "CSV-register",
    "text/plain": "text",
}
KINDS = {
    "political body": "politiskt organ",
    "administration or unit": "förvaltning eller enhet",
    "municipality": "kommun",
    "named external actor": "extern aktör",
    "group of actors": "aktörsgrupp",
    "forum": "forum",
    "programme": "program",
    "agreement": "överenskommelse",
    "routine": "rutin",
    "document": "handling",
    "target group": "målgrupp",
    "term": "begrepp",
    "case (diarienummer)": "ärende",
    "person": "person",
    "post": "befattning",
    "date": "datum",
}
SECTIONS = {
    "head": "huvud",
    "decision": "beslut",
    "proposal": "förslag till beslut",
    "summary": "sammanfattning",
    "background": "bakgrund",
    "assessment": "bedömning",
    "enclosures": "beslutsunderlag",
    "recipients": "sändlista",
    "consultation": "facklig samverkan",
    "attendance": "närvaro",
    "signatures": "underskrifter",
    "contents": "innehållsförteckning",
    "reservation": "reservation",
    "furniture": "sidans inredning",
    "body": "löptext",
}
QUOTES = 3  # more quotes than this behind one statement are counted, not shown
MANY = 3  # more things than this of one name are listed, not shown


@contextmanager
def progress() -> Iterator[Tell]:
    """Yield a function that shows progress on standard error; silent when that is no terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        stages: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(stage, total=total)
            bar.update(stages[stage], completed=done, total=total)

        yield tell


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "citat", "citat"), counted(2, "läst", "lästa")
    ('1 citat', '2 lästa')
    """
    return f"{number} {one if number == 1 else many}"


def find(knowledge: Knowledge, name: str) -> list[Entity]:
    """Return what is called `name`: by identifier, name or alias; UsageError with near misses else."""
    if name in knowledge.entities:
        return [knowledge.entities[name]]
    names = _names(knowledge)
    found = [knowledge.entities[iri] for iri in names.get(folded(name), ())]
    if not found:
        raise UsageError(f"Inget i grafen heter {name!r}.", way_out=_suggest(folded(name), names, knowledge))
    if len(found) > MANY:
        raise UsageError(f"{len(found)} saker heter {name!r}.", way_out=_list(found))
    return found


def _names(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return folded name -> IRIs; what something is called before what else it is called."""
    names: dict[str, list[str]] = defaultdict(list)
    entities = sorted(knowledge.entities.items())
    for iri, entity in entities:
        names[folded(entity.label)].append(iri)
    for iri, entity in entities:
        for alias in entity.aliases:
            if iri not in names[folded(alias)]:
                names[folded(alias)].append(iri)
    return names


def _suggest(wanted: str, names: dict[str, list[str]], knowledge: Knowledge) -> str:
    near = get_close_matches(wanted, names, n=3, cutoff=0.6)
    near += [name for name in sorted(names, key=len) if wanted in name and name not in near][: 3 - len(near)]
    labels = dict.fromkeys(knowledge.entities[names[name][0]].label for name in near)
    return f"Menade du {' eller '.join(labels)}?" if labels else "Sök i exports/karta.html eller i tabellen."


def _list(found: Iterable[Entity]) -> str:
    lines = (f"  {entity.iri}  {_kinds(entity)}" for entity in found)
    return "Ange en av dem:\n" + "\n".join(lines)


def _kinds(entity: Entity) -> str:
    return ", ".join(entity.types)


# --- cards -------------------------------------------------------------------------------------


def card(knowledge: Knowledge, entity: Entity) -> dict[str, Any]:
    """Return everything said about one thing, ready for JSON; facts in a fixed order."""
    facts = Facts(knowledge)
    about = [claim for claim in knowledge.assertions if entity.iri in (claim.subject, claim.object)]
    told = [_fact(facts, entity.iri, claim) for claim in _joined(about)]
    return {
        "namn": entity.label,
        "slag": [knowledge.label(kind) for kind in entity.types],
        "kallas": list(entity.aliases),
        "iri": entity.iri,
        "uppgifter": sorted(told, key=_place),
    }


def _place(fact: dict[str, Any]) -> tuple[Any, ...]:
    return fact["omvänd"], fact["relation"] == "är", fact["relation"], fact["andra"], fact["iri"]


def _joined(claims: Iterable[Assertion]) -> list[Assertion]:
    """Return what is said with the same words, as firmly and by the same one, as one with all quotes."""
    same: dict[tuple[str, str, str, bool], list[Assertion]] = defaultdict(list)
    for claim in claims:
        same[assertion_iri(claim), claim.modality, claim.voice, is_inferred(claim)].append(claim)
    return [replace(said[0], evidence=tuple(e for c in said for e in c.evidence)) for said in same.values()]


def _fact(facts: Facts, iri: str, claim: Assertion) -> dict[str, Any]:
    knowledge = facts.knowledge
    who, relation, what = facts.told(claim)
    reverse = who != iri
    other = who if reverse else what
    return {
        "omvänd": reverse,
        "relation": relation,
        "andra": knowledge.label(other),
        "iri": other if isinstance(other, str) else "",
        "modalitet": facts.modality(claim),
        "enligt": knowledge.label(claim.voice) if claim.voice else "",
        "nekad": claim.negative,
        "belägg": [passage(facts, one) for one in claim.evidence],
    }


def passage(facts: Facts, evidence: Evidence) -> dict[str, Any]:
    """Return a quote and where it stands, ready for JSON."""
    return {
        "citat": evidence.quote,
        "handling": facts.title(evidence.document),
        "sida": evidence.page,
        "början": evidence.start,
        "slut": evidence.end,
    }


def card_lines(one: dict[str, Any]) -> Iterator[str]:
    """Yield a card as text: the thing, then each statement with its quotes below it."""
    yield f"{one['namn']}  ({', '.join(one['slag'])})"
    if one["kallas"]:
        yield f"Kallas också: {', '.join(one['kallas'])}"
    yield one["iri"]
    for fact in one["uppgifter"]:
        yield ""
        yield _fact_line(one["namn"], fact)
        yield from passage_lines(fact["belägg"])
    yield ""
    passages = sum(len(fact["belägg"]) for fact in one["uppgifter"])
    yield f"{counted(len(one['uppgifter']), 'uppgift', 'uppgifter')} med {passages} citat."


def passage_lines(passages: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the first quotes, each with its document below it."""
    for one in passages[:QUOTES]:
        page = f", sida {one['sida']}" if one["sida"] else ""
        yield f"    ”{' '.join(one['citat'].split())}”"
        yield f"    — {one['handling']}{page}"
    if len(passages) > QUOTES:
        yield f"    … och {len(passages) - QUOTES} citat till (--json visar alla)"


def _fact_line(name: str, fact: dict[str, Any]) -> str:
    remarks = [fact["modalitet"], "nekas i texten" if fact["nekad"] else ""]
    remarks.append(f"enligt {fact['enligt']}" if fact["enligt"] else "")
    tail = "; ".join(filter(None, remarks))
    left, right = (fact["andra"], name) if fact["omvänd"] else (name, fact["andra"])
    return f"  {left} — {fact['relation']} — {right}" + (f"  [{tail}]" if tail else "")


# --- lists -------------------------------------------------------------------------------------


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield each finding on a line, what to do below those of a kind, and last a line that counts them."""
    counts: Counter[str] = Counter()
    for remedy, alike in groupby(findings, key=lambda finding: finding.remedy):
        for finding in alike:
            counts[finding.level] += 1
            yield f"{LEVELS[finding.level]}  {finding.what}"
        if remedy:
            yield f"  Åtgärd: {remedy}"
    words = (
        ("violation", "fel", "fel"),
        ("warning", "varning", "varningar"),
        ("info", "upplysning", "upplysningar"),
    )
    yield "Prövat: " + ", ".join(counted(counts[level], *forms) for level, *forms in words) + "."


def source_lines(listed: Iterable[Source]) -> Iterator[str]:
    """Yield each source on a line with its reason or remarks, and last a line that counts them."""
    read = unread = 0
    for source in listed:
        if source.reason:
            unread += 1
            yield f"OLÄST  {source.name}: {source.reason}"
            continue
        read += 1
        size = f"{source.pages} sidor" if source.pages else f"{source.characters} tecken"
        called = ": ".join(dict.fromkeys((source.name, heading(source))))  # a register goes by its file
        yield f"läst   {called} ({MEDIA.get(source.media, source.media)}, {size})"
        for note in source.notes:
            yield f"         {note}"
    yield f"{counted(read, 'läst', 'lästa')}, {counted(unread, 'oläst', 'olästa')}."


def explained_lines(found: Iterable[Explained]) -> Iterator[str]:
    """Yield each sentence with its names, patterns and statements; last how many gave nothing."""
    read = silent = 0
    for one in found:
        yield f"[{SECTIONS.get(one.section, one.section)}] {' '.join(one.text.split())}"
        if not one.is_read:
            yield "    läses inte som meningar i det här slaget av avsnitt"
            continue
        read += 1
        silent += not any(told.rule != "mention" for told in one.told)
        yield from _explained(one)
    yield f"{counted(read, 'läst mening', 'lästa meningar')}, {silent} utan påstående."


def _explained(one: Explained) -> Iterator[str]:
    if one.owner:
        yield f"    avsnittets röst: {one.owner}"
    if one.voices:
        yield f"    talar: {', '.join(one.voices)}"
    for name in one.names:
        lost = f", bortvalt för ”{name.lost_to}”" if name.lost_to else ""
        yield f"    namn: ”{name.words}” = {name.meaning} ({KINDS[name.kind]}{lost})"
    for pattern, matched in one.patterns:
        yield f"    mönster: {pattern} ”{matched}”"
    yield from map(_told, one.told)
    if not one.told:
        yield "    inget påstående"


def _told(told: Told) -> str:
    sure = f"{told.confidence:.2f}".replace(".", ",")
    voice = f"enligt {told.voice}" if told.voice else ""
    how = "; ".join(filter(None, (told.rule, sure, "nekas" if told.negative else "", voice)))
    return f"    påstående: {told.subject} — {told.predicate} — {told.object} [{how}]"
