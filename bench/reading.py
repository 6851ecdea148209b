"""Reading PDF, DOCX and HTML against pypdf, python-docx and trafilatura.

Ours gives more than text: furniture taken out, words at line ends joined, sections typed, and an
offset into the raw text for every character. The peers give plain text.
"""

from __future__ import annotations

import io
import sys

from measure import Row, child, clock, median, paired, ratio_of_pairs, report

PEERS = {"pdf": "pypdf", "docx": "python-docx", "html": "trafilatura"}
GOALS = {"pdf": 12.0, "docx": 0.0, "html": 0.0}


def rows(rounds: int, quick: bool) -> list[Row]:
    return [_row(kind, rounds, 3 if quick else 20) for kind in PEERS]


def _row(kind: str, rounds: int, files: int) -> Row:
    ours, peer = paired(
        rounds,
        lambda: child("reading.py", "ours", kind, files),
        lambda: child("reading.py", "peer", kind, files),
    )
    faster, goal = ratio_of_pairs(peer, ours), GOALS[kind]
    share = median(ours, "characters") / median(peer, "characters")
    return Row(
        part="reading",
        what=f"{kind.upper()} against {PEERS[kind]}, {files} files",
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

    files = [as_file(number, kind) for number in range(count + 1)]
    read = (
        (lambda some: _ours(kind, some))
        if who == "ours"
        else {"pdf": _pdf, "docx": _docx, "html": _html}[kind]
    )
    read(files[-1:])  # imports, and what is built once
    with clock() as figures:
        characters = read(files[:-1])
    report({**figures, "characters": characters})


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
