#!/usr/bin/env python3
"""Write every document of Dimvalla kommun, an invented municipality, into a folder.

usage: make_documents.py FOLDER

The texts stand beside this script; here they get the formats and the layout faults of real documents: two
columns with hyphens at line ends, running headers inside sentences, hard wraps in an old encoding, tracked
changes, web pages with furniture. The same texts give the same bytes. Nothing in them describes a real
place or person.
"""

from __future__ import annotations

import argparse
import html
import io
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter
from docx_writer import make_docx
from pdf_writer import Layout, make_pdf
from registers import HOUSING_COMPANIES, INDEPENDENT_SCHOOLS
from wrapping import wrap

TEXTS = Path(__file__).with_name("texts")
Blocks = list[tuple[str, str]]

# Lines that stand in the files but not in the texts: what a reader must cut away.
AUDIT_PAGES = Layout(
    2, "Dimvalla kommun – Samverkan kring unga i riskzon", "Sakrevision Tornmark AB | {n}", True, 1.5
)
MINUTES_PAGES = Layout(
    1,
    "DIMVALLA KOMMUN   Kommunstyrelsen   Sammanträdesprotokoll 2024-06-05   {n} ({m})",
    "Justerandes sign ______  ______   Utdragsbestyrkande ____________",
    False,
    1.3,
)
PAGE_NUMBER = "22"
POLICE_PAGES = Layout(1, "Dimvalla kommun / Polismyndigheten", "Sida {n} av {m}", True, 1.3)


def blocks(name: str) -> Blocks:
    """Return the text as (kind, text) blocks: h1, h2, h3, li, row or p; lines of a table are a block each."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    parts = [
        line for part in text.split("\n\n") for line in (part.split("\n") if part.startswith("|") else [part])
    ]
    return [_block(part.strip()) for part in parts if part.strip()]


def _block(text: str) -> tuple[str, str]:
    if text.startswith("|"):
        return "row", text
    for mark, kind in (("### ", "h3"), ("## ", "h2"), ("# ", "h1"), ("- ", "li"), ("o ", "li")):
        if text.startswith(mark):
            return kind, text.removeprefix(mark)
    return "p", text


def hard_wrapped(name: str, width: int, bullet: str = "-", hyphenate: bool = False) -> str:
    """Return plain text with a line break at every line's end and a blank line between blocks."""
    out = []
    for kind, text in blocks(name):
        marked = f"{bullet} {text}" if kind == "li" else text
        shown = marked.upper() if kind == "h1" else marked
        out.append("\n".join(wrap(shown, lambda part: len(part) <= width, hyphenate)))
    return "\n\n".join(out) + "\n"


def doubled_lines(name: str, width: int) -> str:
    """Return plain text as some systems export it: an empty line between every two lines."""
    return hard_wrapped(name, width, hyphenate=True).replace("\n\n", "\n").replace("\n", "\n\n")


def markdown(name: str) -> str:
    """Return the text as an export to Markdown leaves it: a page number stands in the longest paragraph."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    paragraph = max((part for part in text.split("\n\n") if part[0].isalpha()), key=len)
    middle = text.index(" ", text.index(paragraph) + len(paragraph) // 2)
    return f"{text[:middle]}\n\n{PAGE_NUMBER}\n\n{text[middle + 1 :]}"


def web_page(name: str, menu: list[str], related: list[str], updated: str) -> str:
    """Return a page of the municipality's site: cookie notice, menu, the text, related documents, foot."""
    body, in_list = [], False
    for kind, text in blocks(name):
        if in_list != (kind == "li"):
            body.append("</ul>" if in_list else "<ul>")
            in_list = not in_list
        body.append(f"<{kind}>{_soft_hyphens(html.escape(text, quote=False))}</{kind}>")
    links = "".join(f'<li><a href="/{i}">{item}</a></li>' for i, item in enumerate(menu))
    papers = "".join(
        f'<li><a href="/{i}.pdf">{item}</a> (Pdf, 412 kB)</li>' for i, item in enumerate(related)
    )
    return f"""<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>{blocks(name)[0][1]} - Dimvalla kommun</title>
<script>var spar = "Socialnämnden i Vågsunda";</script><style>nav {{ display: flex }}</style></head><body>
<div id="cookie-banner" role="dialog"><p>Vi använder kakor (cookies) för att webbplatsen ska fungera.</p>
<button>Godkänn alla</button><button>Endast nödvändiga</button></div>
<header><a href="/">Dimvalla kommun</a><nav><ul>{links}</ul></nav></header>
<main>
{chr(10).join(body)}
</main>
<aside><h2>Relevanta dokument</h2><ul>{papers}</ul></aside>
<footer><p>Senast uppdaterad: {updated}</p><p>Dimvalla kommun, Kyrkallén 1. Växel 0000-12 34 00.</p>
<p>Hade du nytta av informationen på sidan? Ja / Nej</p></footer>
</body></html>
"""


def _soft_hyphens(text: str) -> str:
    """Put a soft hyphen inside the long compounds, as publishing systems do."""
    return re.sub(r"(förvaltning|tjänst|arbets|brotts|trygg)(s?)(?=[a-zåäö]{4})", "\\1\\2\u00ad", text)


def register_csv(rows: list[dict[str, str]]) -> bytes:
    """Return a register as Swedish Excel saves it: semicolons, a byte order mark, CRLF."""
    lines = [";".join(rows[0])] + [";".join(row.values()) for row in rows]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")


def register_xlsx(rows: list[dict[str, str]], sheet: str) -> bytes:
    """Return a register as a workbook with a title row above the header row."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"author": "Kansliet", "created": datetime(2024, 9, 2)})
        page = book.add_worksheet(sheet)
        page.write_string(0, 0, "Bostadsbolag i Dimvalla kommun, september 2024")
        for column, head in enumerate(rows[0]):
            page.write_string(2, column, head)
        for line, row in enumerate(rows, 3):
            for column, value in enumerate(row.values()):
                page.write_string(line, column, value)
    return out.getvalue()


def docx(name: str, footer: str) -> bytes:
    """Return the text as a DOCX with the municipality's header."""
    return make_docx(blocks(name), "Dimvalla kommun", footer)


MENU = ["Barn och utbildning", "Omsorg och stöd", "Uppleva och göra", "Kommun och politik", "Bygga och bo"]
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "revisionsrapport.pdf": lambda: make_pdf(blocks("revisionsrapport"), AUDIT_PAGES),
    "svar-barn-och-utbildningsnamnden.docx": lambda: docx(
        "svar-barn-och-utbildningsnamnden", "Barn- och utbildningsnämnden"
    ),
    "svar-valfardsnamnden.md": lambda: markdown("svar-valfardsnamnden").encode("utf-8"),
    "svar-kultur-och-fritidsnamnden.txt": lambda: hard_wrapped("svar-kultur-och-fritidsnamnden", 73).encode(
        "latin-1"
    ),
    "protokoll-kommunstyrelsen-2024-06-05.pdf": lambda: make_pdf(
        blocks("protokoll-kommunstyrelsen-2024-06-05"), MINUTES_PAGES
    ),
    "reglemente-valfardsnamnden.docx": lambda: docx("reglemente-valfardsnamnden", "Författningssamling 3.4"),
    "handlingsplan-hela-vagen.md": lambda: markdown("handlingsplan-hela-vagen").encode("utf-8"),
    "overenskommelse-region-tornmark.txt": lambda: doubled_lines(
        "overenskommelse-region-tornmark", 74
    ).encode("utf-8"),
    "samverkansoverenskommelse-polisen.pdf": lambda: make_pdf(
        blocks("samverkansoverenskommelse-polisen"), POLICE_PAGES
    ),
    "trygghetsradet.html": lambda: web_page(
        "trygghetsradet", MENU, ["Drogpolitiskt program för Vågsunda kommun"], "2 september 2024"
    ).encode("utf-8"),
    "organisation.html": lambda: web_page(
        "organisation",
        MENU,
        ["Valnämndens reglemente", "Vågsunda kommuns delegationsordning"],
        "14 mars 2024",
    ).encode("utf-8"),
    "tjansteskrivelse-kommunledningskontoret.docx": lambda: docx(
        "tjansteskrivelse-kommunledningskontoret", "1 (2)"
    ),
    "skrivelse-dagslandans-friskola.txt": lambda: unicodedata.normalize(
        "NFD", hard_wrapped("skrivelse-dagslandans-friskola", 72, bullet="o")
    ).encode("utf-8"),
    "brev-dimvallabostader.docx": lambda: make_docx(
        blocks("brev-dimvallabostader"), "Dimvallabostäder", "Org.nr 559900-0000"
    ),
    "redovisning-barn-och-utbildningsnamnden.txt": lambda: hard_wrapped(
        "redovisning-barn-och-utbildningsnamnden", 68, hyphenate=True
    ).encode("cp1252"),
    "register-fristaende-skolor.csv": lambda: register_csv(INDEPENDENT_SCHOOLS),
    "register-bostadsbolag.xlsx": lambda: register_xlsx(HOUSING_COMPANIES, "Bostadsbolag"),
}


def write_documents(folder: Path) -> list[Path]:
    """Write every document into the folder, which is made if missing; return their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in DOCUMENTS.items():
        path = folder / name
        path.write_bytes(make())
        paths.append(path)
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the documents are written")
    for path in write_documents(parser.parse_args().folder):
        print(path)


if __name__ == "__main__":
    main()
