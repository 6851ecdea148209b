"""Reading PDF, DOCX and HTML against pypdf, python-docx and trafilatura.

Ours gives more than text: furniture taken out, words at line ends joined, sections typed, and an
offset into the raw text for every character. The peers give plain text.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from functools import partial

from measure import Row, child, clock, median, paired, ratio_of_pairs, report

PEERS = {"pdf": "pypdf", "docx": "python-docx", "html": "trafilatura"}
CHARACTERS = 160_000  # of a file: about 40 pages
GOAL = 12.0  # for the text layer of a PDF


def rows(rounds: int, quick: bool) -> list[Row]:
    return [row for kind in PEERS for row in _rows(kind, rounds, 2 if quick else 10)]


def _rows(kind: str, rounds: int, files: int) -> Iterator[Row]:
    """Yield a row for the bare text, which is what the peer gives, and one for all that reading does."""
    for who, what in (("text", "bare text"), ("ours", "sections, offsets and all")):
        ours, peer = paired(
            rounds,
            lambda who=who: child("reading.py", who, kind, files),
            lambda: child("reading.py", "peer", kind, files),
        )
        faster = ratio_of_pairs(peer, ours)
        goal = GOAL if (kind, who) == ("pdf", "text") else 0.0
        share = median(ours, "characters") / median(peer, "characters")
        yield Row(
            part="reading",
            what=f"{kind.upper()} against {PEERS[kind]}, {what}, {files} files",
            ours=median(ours),
            peer=median(peer),
            unit="CPU s",
            ratio=faster,
            goal=f"at least {goal:.0f}" if goal else "none set",
            met=faster >= goal if goal else None,
            note=f"raw text {share:.2f} times as long as the peer's",
        )


def _ours(kind: str, files: list[bytes]) -> int:
    from graph.read import read_document

    return sum(len(read_document(data, f"fil-{i}.{kind}").text.raw) for i, data in enumerate(files))


def _text(kind: str, files: list[bytes]) -> int:
    """Read as `_ours`, but stop at what the format's own reader gives."""
    from graph.read.archive import open_package
    from graph.read.docx import read_docx
    from graph.read.html import read_html
    from graph.read.pdf import read_pdf

    read = {
        "pdf": read_pdf,
        "docx": lambda d: read_docx(open_package(d)),
        "html": lambda d: read_html(d.decode()),
    }
    return sum(len(read[kind](data).raw) for data in files)


def _pdf(files: list[bytes]) -> int:
    from pypdf import PdfReader

    return sum(len(page.extract_text()) for data in files for page in PdfReader(io.BytesIO(data)).pages)


def _docx(files: list[bytes]) -> int:
    from docx import Document

    return sum(len(paragraph.text) for data in files for paragraph in Document(io.BytesIO(data)).paragraphs)


def _html(files: list[bytes]) -> int:
    from trafilatura import extract

    return sum(len(extract(data.decode()) or "") for data in files)


def _main(who: str, kind: str, count: int) -> None:
    from material import as_file

    files = [as_file(number, kind, CHARACTERS) for number in range(count + 1)]
    peers = {"pdf": _pdf, "docx": _docx, "html": _html}
    read = {"ours": partial(_ours, kind), "text": partial(_text, kind), "peer": peers[kind]}[who]
    read(files[-1:])  # imports, and what is built once
    with clock() as figures:
        characters = read(files[:-1])
    report({**figures, "characters": characters})


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
