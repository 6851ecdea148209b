"""Which mentioned document is which file that was read: by title, number, or owner and kind.

"Skolnämndens svar på revisionsrapport" in a list of enclosures is the file whose owner is
Skolnämnden and whose kind is an answer, when there is only one such file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph.resolve.clusters import Clusters
from graph.resolve.generic import is_generic
from graph.resolve.nameforms import clean, stem, words_of
from graph.resolve.register import Entry
from graph.resolve.rules import Doubt, Match, doubts

_REPORT = r"(?:revisions|gransknings|slut|del)?rapport(?:en)?"
_KIND_FIRST = re.compile(
    rf"^{_REPORT}\s*(?:[-:–,]|om\b|avseende\b)\s*(?=\S)|^{_REPORT}\s+[\"”“]?(?=(?-i:[A-ZÅÄÖ]))", re.I
)
_KIND_LAST = re.compile(rf",\s*{_REPORT}$", re.IGNORECASE)
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_DATE_LAST = re.compile(
    rf",\s*(?:daterad |den )*(?:(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)|"
    rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}}))$",
    re.IGNORECASE,
)
_KIND_WORDS = frozenset(
    map(
        stem,
        "svar yttrande skrivelse revisionsrapport revisionsrapporten granskningsrapport rapport "
        "granskning revisor revisorerna revisorernas revisionens missiv remiss över på av med "
        "anledning till om från den".split(),
    )
)
_NUMBERED = re.compile(r"\d\D*\(\d+\)\s*$")
_OWNER = re.compile(r"^(?P<owner>.+?)s (?:svar|yttrande|(?:tjänste)?skrivelse|remissvar|beslut|rapport)\b")

FindBody = Callable[[str, str], str | None]
"""Given a scope and a name, return the id of the only body with that name, or None."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as far as it is known: titles folded, facts by field, how many files."""

    id: str
    scope: str
    titles: frozenset[str]
    words: frozenset[str]
    facts: dict[str, frozenset[str]]
    files: int
    local: bool


def title_fold(title: str) -> str:
    """Return a text that is equal for two spellings of a title, without kind of report and date around it.

    >>> title_fold("Revisionsrapport – Samverkan kring unga") == title_fold("samverkan kring unga, mars 2031")
    True
    """
    bare = _KIND_LAST.sub("", _DATE_LAST.sub("", clean(title)))
    return " ".join(stem(word) for word in words_of(_KIND_FIRST.sub("", bare)))


def title_date(title: str) -> str:
    """Return the date that ends a title as YYYY-MM[-DD], or "".

    >>> title_date("Granskning av skolskjuts, 3 mars 2031"), title_date("Handlingsplan 2031")
    ('2031-03-03', '')
    """
    found = _DATE_LAST.search(clean(title))
    if not found or found["iso"]:
        return found["iso"] if found else ""
    month = f"{found['year']}-{_MONTHS.index(found['month'].casefold()) + 1:02}"
    return f"{month}-{int(found['day']):02}" if found["day"] else month


def match_documents(
    entries: Iterable[Entry], clusters: Clusters, find_body: FindBody
) -> Iterator[Match | Doubt]:
    """Yield which documents are the same; reads `clusters` again between its three steps.

    The caller joins each match before it asks for the next.
    """
    by_id = {entry.id: entry for entry in entries}
    for same in (_by_title, _by_number):
        yield from same(_papers(by_id, clusters, find_body))
    papers = _papers(by_id, clusters, find_body)
    files = [paper for paper in papers if paper.files == 1]
    shelf = _shelve(files)
    for mention in (paper for paper in papers if not paper.files and not paper.local):
        yield from _find_file(mention, shelf)


def _papers(by_id: dict[str, Entry], clusters: Clusters, find_body: FindBody) -> list[Paper]:
    return [_paper(ids, by_id, clusters, find_body) for ids in clusters.sets(by_id)]


def _paper(ids: list[str], by_id: dict[str, Entry], clusters: Clusters, find_body: FindBody) -> Paper:
    entries = [by_id[i] for i in ids]
    labels = sorted({label for entry in entries for label in (*entry.labels, *entry.aliases)})
    facts: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for name, value in entry.facts:
            if not (value in by_id and by_id[value].local):  # "the report" is another one in each document
                facts[name].add(clusters.find(value) if name in ("owner", "answers") else value)
    facts["date"].update(filter(None, map(title_date, labels)))
    scope = entries[0].scope
    for label in labels if not facts["owner"] else ():
        found = _OWNER.match(clean(label))
        body = find_body(scope, found["owner"]) if found else None
        facts["owner"].update([body] if body else [])
    return Paper(
        id=entries[0].id,
        scope=scope,
        titles=frozenset(title_fold(label) for label in labels if not is_generic(label)) - {""},
        words=frozenset(stem(w) for label in labels for w in words_of(label)),
        facts={name: frozenset(values) for name, values in facts.items() if values},
        files=sum(entry.own for entry in entries),
        local=all(entry.local for entry in entries),
    )


def _by_title(papers: list[Paper]) -> Iterator[Match | Doubt]:
    """Join mentions with mentions; files with one title are still several documents."""
    titled: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        for title in () if paper.files else paper.titles:
            titled[paper.scope, title].append(paper)
    for key in sorted(titled):
        kept: list[Paper] = []
        for paper in titled[key]:
            fits = [other for other in kept if _agree(paper, other)]
            if len(fits) == 1:
                yield Match(fits[0].id, paper.id, "samma titel")
            elif len(kept) < 50:
                kept.append(paper)


def _by_number(papers: list[Paper]) -> Iterator[Match | Doubt]:
    """Join documents with the same case number and number in the case: "KS 2031-00215 (40)"."""
    numbered: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        for number in filter(_NUMBERED.search, paper.facts.get("identifier", ())):
            numbered[paper.scope, " ".join(words_of(number))].append(paper)
    for key in sorted(numbered):
        found = numbered[key]
        if sum(paper.files for paper in found) <= 1:
            for paper in found[1:]:
                yield Match(found[0].id, paper.id, "samma diarienummer och handlingsnummer")


@dataclass(frozen=True, slots=True)
class _Shelf:
    titled: dict[tuple[str, str], list[Paper]]
    owned: dict[tuple[str, str, str], list[Paper]]


def _shelve(files: list[Paper]) -> _Shelf:
    titled: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    owned: dict[tuple[str, str, str], list[Paper]] = defaultdict(list)
    for paper in files:
        for title in paper.titles:
            titled[paper.scope, title].append(paper)
        for owner in paper.facts.get("owner", ()):
            for kind in paper.facts.get("kind", ()):
                owned[paper.scope, owner, kind].append(paper)
    return _Shelf(titled, owned)


def _find_file(mention: Paper, shelf: _Shelf) -> Iterator[Match | Doubt]:
    """Yield the one file that a mention means, or a doubt when several fit."""
    for reason, found in (
        ("samma titel", _same_title(mention, shelf)),
        ("samma ägare och handlingstyp", _same_owner(mention, shelf)),
    ):
        fits = sorted({paper.id for paper in found if _agree(mention, paper)})
        if len(fits) == 1:
            yield Match(mention.id, fits[0], reason)
        elif fits:
            yield from doubts([mention.id], fits, f"flera lästa handlingar passar: {reason}", 0.5)
        if fits:
            return


def _same_title(mention: Paper, shelf: _Shelf) -> list[Paper]:
    return [p for title in sorted(mention.titles) for p in shelf.titled.get((mention.scope, title), ())]


def _same_owner(mention: Paper, shelf: _Shelf) -> list[Paper]:
    keys = [
        (mention.scope, owner, kind)
        for owner in mention.facts.get("owner", ())
        for kind in mention.facts.get("kind", ())
    ]
    found = [paper for key in sorted(keys) for paper in shelf.owned.get(key, ())]
    return [paper for paper in found if _says_no_more(mention, paper)]


def _says_no_more(mention: Paper, paper: Paper) -> bool:
    """Tell whether the mention's title says nothing beyond owner and kind that the file does not."""
    rest = mention.words - _KIND_WORDS - paper.words
    return sum(not word.endswith(("nämnd", "styr", "förvaltning")) for word in rest) == 0


def _agree(a: Paper, b: Paper) -> bool:
    """Tell whether nothing that is known of both differs; dates may differ in how precise they are."""
    shared = (a.facts.keys() & b.facts.keys()) - {"date"}
    return all(a.facts[name] & b.facts[name] for name in shared) and _same_time(a, b)


def _same_time(a: Paper, b: Paper) -> bool:
    mine, yours = a.facts.get("date", frozenset()), b.facts.get("date", frozenset())
    return not (mine and yours) or any(x.startswith(y) or y.startswith(x) for x in mine for y in yours)
