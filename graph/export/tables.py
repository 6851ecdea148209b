"""The evidence table: one row for each piece of evidence; as CSV in two dialects.

`pastaenden.csv` is for Swedish Excel: UTF-8 with a byte order mark, `;` between cells, CRLF after rows
and decimal commas. A text cell that a spreadsheet could take for a formula (first character `=`, `+`,
`-`, `@`, a tab or line break, or their full-width forms, also after blanks) gets an apostrophe before
it. Control characters are removed and bidi marks spelled out.

`pastaenden-maskin.csv` is for programs (RFC 4180 but for the line ends): UTF-8 without a mark, `,`, LF,
decimal points, headers without blanks, and every quote exactly as it stands in the document.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path

from graph.analysis import Analysis
from graph.export.facts import Facts
from graph.export.wording import audience, decimal, plain, swedish_order
from graph.export.writing import whole_file
from graph.ids import slug
from graph.model import Evidence, Knowledge
from graph.ntriples import assertion_iri
from graph.ordering import in_order

Cell = str | int | float
_LIVE = frozenset("=+-@\t\r\n＝＋－＠")
_LONGEST = 32_000  # Excel holds 32,767 characters in a cell


def write_tables(
    knowledge: Knowledge,
    folder: Path,
    parts: Iterable[Knowledge] = (),
    analysis: Analysis | None = None,
) -> list[Path]:
    """Write `pastaenden.csv`, `pastaenden-maskin.csv` and `pastaenden.xlsx`; return their paths.

    The table of evidence comes from `parts`, or from `knowledge` where there are none. Parts may
    overlap: an assertion that several of them hold is one, with the evidence of all. An analysis adds its
    sheets to the workbook.
    """
    # xlsxwriter takes a fifth of a second to import; other exporters should not wait for it.
    from graph.export.workbook import write_workbook

    records = (record for part in parts or (knowledge,) for record in _records(Facts(part)))
    table, machine, book = (folder / f"pastaenden{end}" for end in (".csv", "-maskin.csv", ".xlsx"))
    profile = audience(knowledge.profile, knowledge.reviewer)
    folder.mkdir(parents=True, exist_ok=True)
    with in_order(records, near=folder) as ordered:
        count = _write_csv(claim_rows(ordered, profile), table)
        _write_machine_csv(claim_rows(ordered, profile), machine)
        write_workbook(Facts(knowledge), lambda: claim_rows(ordered, profile), count, book, analysis)
    return [table, machine, book]


def is_live(text: str) -> bool:
    """Tell whether a spreadsheet could take the text for a formula."""
    return text[:1] in _LIVE or text.lstrip()[:1] in _LIVE


def inert(text: str) -> str:
    """Return the text, cleaned, so that no spreadsheet takes it for a formula.

    >>> inert("=1+1"), inert("Nämnden")
    ("'=1+1", 'Nämnden')
    """
    shown = shortened(text)
    return f"'{shown}" if shown and is_live(shown) else shown


@lru_cache(maxsize=8192)  # the same names stand in row after row
def shortened(text: str) -> str:
    """Return the text cleaned and no longer than a cell holds, marked where it was cut."""
    shown = plain(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} … (avkortat)"


CLAIM_COLUMNS = (
    ("Vem", 34), ("Relation", 20), ("Vad", 40), ("Modalitet", 14), ("Nekande", 9), ("Vems utsaga", 26),
    ("Citat", 70), ("Handling", 36), ("Sida", 6), ("Start", 8), ("Slut", 8), ("Säkerhet", 9),
    ("Regel", 22), ("Fil", 26), ("Påstående-id", 20), ("Vem-id", 30), ("Vad-id", 30),
    ("Profil", 8),
)  # fmt: skip


def _records(facts: Facts) -> Iterator[bytes]:
    """Yield a line for each assertion: what it is sorted by, a tab, and what its rows hold.

    The order is the Swedish one of who, relation and what; equal assertions come together.
    """
    for claim in facts.knowledge.assertions:
        names = (facts.name(claim.subject), facts.name(claim.predicate), facts.name(claim.object))
        name = assertion_iri(claim)
        key = "\0".join((*chain.from_iterable(map(swedish_order, names)), name))
        passages = [_passage(facts, e) for e in claim.evidence]
        rank = -claim.confidence, min(passages)[:3], claim.origin, claim.modality, claim.voice
        said = (
            *names, facts.name(claim.modality), "ja" if claim.negative or facts.excludes(claim) else "nej",
            facts.name(claim.voice) if claim.voice else "",
        )  # fmt: skip
        ids = name.rpartition("/")[2], claim.subject, claim.object if isinstance(claim.object, str) else ""
        record = rank, said, (round(claim.confidence, 2), claim.origin), ids, passages
        yield f"{key}\t{json.dumps(record)}\n".encode()


def _passage(facts: Facts, e: Evidence) -> tuple[Cell, ...]:
    source = facts.sources.get(e.document)
    file = source.name if source else ""
    return e.document, e.start, e.end, e.quote, facts.title(e.document), e.page or "", file


def claim_rows(ordered: Iterable[bytes], profile: str) -> Iterator[tuple[Cell, ...]]:
    """Yield one row for each piece of evidence out of the sorted records; each ends with the profile.

    Each document tells modality, voice and confidence for itself; the surest of several records
    that hold the same passage tells them for it.
    """
    records = (line.split(b"\t", 1) for line in ordered)
    for _, lines in groupby(records, lambda parts: parts[0]):
        same = [json.loads(record) for _, record in lines]
        surest_last = sorted(same, key=lambda record: record[0], reverse=True)
        tellers = {tuple(passage): record[1:4] for record in surest_last for passage in record[4]}
        for passage, (said, sure, ids) in sorted(tellers.items(), key=lambda teller: teller[0]):
            _, start, end, quote, title, page, file = passage
            yield (*said, quote, title, page, start, end, *sure, file, *ids, profile)


def _write_csv(rows: Iterable[tuple[Cell, ...]], path: Path) -> int:
    """Write the rows and return how many there were."""
    count = 0
    with whole_file(path) as scrap, scrap.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(header for header, _ in CLAIM_COLUMNS)
        for row in rows:
            writer.writerow(csv_row(row))
            count += 1
    return count


def csv_row(row: tuple[Cell, ...]) -> list[str]:
    """Return the cells of a row as Swedish Excel reads them, none of them live."""
    return [decimal(c) if isinstance(c, float) else inert(c) if isinstance(c, str) else str(c) for c in row]


def _write_machine_csv(rows: Iterable[tuple[Cell, ...]], path: Path) -> None:
    with whole_file(path) as scrap, scrap.open("w", encoding="utf-8", errors="replace", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(slug(header).replace("-", "_") for header, _ in CLAIM_COLUMNS)
        writer.writerows(rows)
