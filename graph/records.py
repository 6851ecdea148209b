"""Documents and readings as JSON text and back: what is kept between runs and crosses processes.

The text is deterministic: sorted keys, no time stamps. `Text.offsets` is kept as runs of
consecutive offsets (`[first, length, first, length, ...]`), about two numbers a line. A record
bears a format number; another number raises ValueError, and the caller reads the file again.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from itertools import chain, pairwise
from operator import sub
from typing import Any, TypeVar

from graph.model import (
    Assertion,
    Block,
    Cell,
    Document,
    Evidence,
    Literal,
    Node,
    Reading,
    Row,
    Section,
    Term,
    Text,
)

FORMAT = 1
"""Raised whenever the shape of a record changes, or what reading puts into it."""

Json = dict[str, Any]
T = TypeVar("T")


def document_to_json(document: Document) -> str:
    """Return the document as one line of JSON."""
    return _dump("document", _document(document))


def document_from_json(text: str) -> Document:
    """Return the document of a record; ValueError when it is none of this format."""
    return _loaded("document", text, _to_document)


def reading_to_json(reading: Reading) -> str:
    """Return the reading as one line of JSON."""
    return _dump("reading", asdict(reading))


def reading_from_json(text: str) -> Reading:
    """Return the reading of a record; ValueError when it is none of this format."""
    return _loaded("reading", text, _to_reading)


def _dump(kind: str, value: Json) -> str:
    return json.dumps(
        {"format": FORMAT, kind: value}, ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )


def _loaded(kind: str, text: str, build: Callable[[Json], T]) -> T:
    """Return what a record holds; anything that is not such a record is a ValueError."""
    try:
        record = json.loads(text)
        if record["format"] != FORMAT:
            raise ValueError(f"record of format {record['format']}, not {FORMAT}")
        return build(record[kind])
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"no {kind} of format {FORMAT}: {error!r}") from error


def _document(document: Document) -> Json:
    text = document.text
    value = {field.name: getattr(document, field.name) for field in fields(document)}
    value["text"] = {
        "raw": text.raw,
        "tidy": text.tidy,
        "pages": text.pages,
        "runs": list(_runs(text.offsets)),
    }
    value["sections"] = [asdict(section) for section in document.sections]
    value["rows"] = [asdict(row) for row in document.rows]
    return value


def _runs(offsets: array[int]) -> Iterator[int]:
    """Yield first offset and length of each run of consecutive offsets."""
    breaks = [i for i, step in enumerate(map(sub, offsets[1:], offsets), 1) if step != 1]
    for start, end in pairwise((0, *breaks, len(offsets))):
        if end > start:
            yield offsets[start]
            yield end - start


def _offsets(runs: list[int]) -> array[int]:
    pairs = zip(runs[::2], runs[1::2], strict=True)
    return array("I", chain.from_iterable(range(first, first + length) for first, length in pairs))


def _to_document(value: Json) -> Document:
    text = value["text"]
    return Document(
        **{
            **value,
            "text": Text(text["raw"], text["tidy"], _offsets(text["runs"]), tuple(text["pages"])),
            "sections": tuple(map(_to_section, value["sections"])),
            "rows": tuple(map(_to_row, value["rows"])),
            "notes": tuple(value["notes"]),
        }
    )


def _to_section(value: Json) -> Section:
    heading = Block(**value["heading"]) if value["heading"] else None
    blocks = tuple(Block(**block) for block in value["blocks"])
    return Section(kind=value["kind"], heading=heading, blocks=blocks, case=value["case"])


def _to_row(value: Json) -> Row:
    cells = {name: Cell(**cell) for name, cell in value["cells"].items()}
    return Row(number=value["number"], cells=cells, start=value["start"], end=value["end"])


def _to_reading(value: Json) -> Reading:
    nodes = (
        Node(**{**node, "types": tuple(node["types"]), "aliases": tuple(node["aliases"])})
        for node in value["nodes"]
    )
    return Reading(
        document=value["document"],
        nodes=tuple(nodes),
        assertions=tuple(map(_to_assertion, value["assertions"])),
    )


def _to_assertion(value: Json) -> Assertion:
    evidence = tuple(Evidence(**passage) for passage in value["evidence"])
    return Assertion(**{**value, "object": _to_term(value["object"]), "evidence": evidence})


def _to_term(value: str | Json) -> Term:
    return value if isinstance(value, str) else Literal(**value)
