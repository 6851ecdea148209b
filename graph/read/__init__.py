"""From the bytes of one file to a Document: told by content, masked, tidied and parted into sections."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from graph.errors import InputError, SamverkanError
from graph.ids import slug
from graph.model import Document
from graph.read import sniff
from graph.read.archive import Package, open_package
from graph.read.docx import read_docx
from graph.read.encodings import read_text
from graph.read.html import read_html
from graph.read.masking import mask, secrecy
from graph.read.pdf import read_pdf
from graph.read.plain import read_markdown, read_plain
from graph.read.register import Register, read_register
from graph.read.remedies import NO_TEXT, TOO_LARGE
from graph.read.sections import find_sections
from graph.read.source import RawText
from graph.read.spreadsheet import read_spreadsheet
from graph.read.tables import read_csv
from graph.read.tidy import tidy
from graph.read.titles import document_kind, document_title

MAX_FILE_BYTES = 64 * 1024**2
_QUARANTINE = "handlingen sätts i karantän och läses inte"
_ASK = "Lämna in en maskad version, om handlingen får spridas."
_KINDS = {sniff.HTML: "samc:doc-page"}  # what a file is when its words do not say
_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWEL = re.compile("[aeiouyåäöéAEIOUYÅÄÖÉ]")
_LEAST_READABLE = 0.7  # share of words that have a vowel; Swedish text has over 0.98
_FEW_WORDS = 20


def read_document(data: bytes, name: str, *, columns: Mapping[str, str] | None = None) -> Document:
    """Return the document in the bytes of one file.

    `name` is for showing only: the type, the id and the text depend on nothing but the content.
    `columns` declares a register's columns, our field -> header text. Raises InputError, with the
    name and the Swedish reason, for whatever cannot or must not be read.
    """
    shown = mask(name)[0]
    try:
        return _document(data, shown, columns)
    except SamverkanError as error:
        error.file = error.file or shown
        raise


def _document(data: bytes, name: str, columns: Mapping[str, str] | None) -> Document:
    if len(data) > MAX_FILE_BYTES:
        size, most = len(data) // 1024**2, MAX_FILE_BYTES // 1024**2
        raise InputError(f"filen är för stor ({size} MB; gränsen är {most} MB)", way_out=TOO_LARGE)
    register = _extract(data, columns)
    source, masked = _masked(register.source)
    if reason := secrecy(source.raw):
        raise InputError(f"{reason}: {_QUARANTINE}", way_out=_ASK)
    text, blocks = tidy(source)
    if not text.tidy.strip():
        raise InputError("filen har ingen text att läsa", way_out=NO_TEXT)
    sections = find_sections(text, blocks)
    title = document_title(text, sections) or source.title
    rows = tuple(register.rows(source.raw))
    return Document(
        id=_identity(title, register.kind, source.raw),
        name=name,
        media=source.media,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        sections=sections,
        title=title or PurePath(name).stem,
        kind="samc:doc-register"
        if rows
        else document_kind(text, sections, title) or _KINDS.get(source.media, ""),
        register=register.kind,
        rows=rows,
        notes=(*source.notes, *_remarks(source.raw, masked)),
    )


def _extract(data: bytes, columns: Mapping[str, str] | None) -> Register:
    """Return what the format's own reader finds; running text is a register without rows."""
    sniff.refuse_unreadable(data)
    if sniff.is_zip(data):
        return _from_package(open_package(data), data, columns)
    if sniff.is_pdf(data):
        return Register(read_pdf(data))
    raw, pages, notes = read_text(data)
    media = sniff.CSV if columns else sniff.text_type(raw)
    if media == sniff.CSV:
        return read_register([read_csv(raw)], media, columns=columns, notes=notes)
    if media == sniff.HTML:
        return Register(read_html(raw, notes))
    read = read_markdown if media == sniff.MARKDOWN else read_plain
    return Register(read(raw, pages, notes))


def _from_package(package: Package, data: bytes, columns: Mapping[str, str] | None) -> Register:
    if sniff.package_type(package) == sniff.DOCX:
        return Register(read_docx(package))
    sheets, notes = read_spreadsheet(package, data)
    return read_register(sheets, sniff.XLSX, columns=columns, notes=notes)


def _masked(source: RawText) -> tuple[RawText, int]:
    raw, count = mask(source.raw)
    return replace(source, raw=raw, title=mask(source.title)[0]), count


def _identity(title: str, register: str, raw: str) -> str:
    """Return title and hash of the text: never of the file name, so that a copy is the same document."""
    start = slug(title)[:60].strip("-") or register or "handling"
    return f"{start}-{hashlib.sha256(raw.encode()).hexdigest()[:8]}"


def _remarks(raw: str, masked: int) -> list[str]:
    notes = []
    if masked:
        notes.append(f"{masked} personnummer maskade")
    words = _WORD.findall(raw[:200_000])
    readable = sum(1 for word in words if _VOWEL.search(word))
    if len(words) > _FEW_WORDS and readable < _LEAST_READABLE * len(words):
        notes.append(f"låg textkvalitet: {readable * 100 // len(words)} % läsbara ord")
    return notes
