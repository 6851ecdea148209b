"""A ZIP package (DOCX, XLSX) whose directory is inspected before a byte of it is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from graph.errors import InputError
from graph.read.remedies import DAMAGED, SUSPECT, TOO_LARGE

MAX_ENTRIES = 10_000
MAX_PART_BYTES = 64 * 1024**2
MAX_TOTAL_BYTES = 256 * 1024**2
MAX_RATIO = 200
MAX_DIRECTORY_BYTES = 4 * 1024**2
_RATIO_FLOOR = 1024**2  # small parts of blank XML compress better than any limit and harm nobody
_HEADER_BYTES = 30  # fixed part of a local file header
_END = b"PK\x05\x06"
_KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MARKUP = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Package:
    """An inspected package; parts are read one at a time, each within its limit."""

    file: zipfile.ZipFile
    names: frozenset[str]

    def part(self, name: str) -> bytes:
        """Return one part's bytes, b"" where there is none; refuses a DOCTYPE in markup."""
        if name not in self.names:
            return b""
        try:
            with self.file.open(name) as handle:
                data = handle.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise InputError("ZIP-paketet är skadat", way_out=DAMAGED) from error
        if len(data) > MAX_PART_BYTES:
            raise InputError("ZIP-paketet packar upp till mer än det uppger (zip-bomb)", way_out=SUSPECT)
        if name.endswith(_MARKUP):
            _refuse_doctype(data)
        return data

    def check_markup(self) -> None:
        """Refuse a DOCTYPE in any part, for readers that unpack the package themselves."""
        for name in sorted(self.names):
            if name.endswith(_MARKUP):
                self.part(name)


def open_package(data: bytes) -> Package:
    """Return the package after its directory has been found sound; raises InputError with the fault."""
    _check_directory_size(data)
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise InputError("ZIP-paketet är skadat", way_out=DAMAGED) from error
    entries = file.infolist()
    _check_entries(entries)
    _check_sizes(entries)
    _check_overlap(entries)
    package = Package(file, frozenset(entry.filename for entry in entries))
    for name in ("[Content_Types].xml", "_rels/.rels"):
        package.part(name)
    return package


def _check_directory_size(data: bytes) -> None:
    """Refuse a huge directory before zipfile makes an object of every entry in it."""
    end = data.rfind(_END, max(0, len(data) - 66_000))
    if end < 0 or len(data) < end + 22:
        raise InputError("ZIP-paketet är skadat", way_out=DAMAGED)
    entries, size = struct.unpack_from("<HI", data, end + 10)
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY_BYTES:
        raise InputError(f"ZIP-paketet har för många delar (gränsen är {MAX_ENTRIES})", way_out=TOO_LARGE)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise InputError(f"ZIP-paketet har för många delar (gränsen är {MAX_ENTRIES})", way_out=TOO_LARGE)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise InputError("ZIP-paketet har två delar med samma namn", way_out=DAMAGED)
    for entry in entries:
        if entry.flag_bits & 1:
            raise InputError("krypterad, kan inte läsas", way_out="Spara filen utan lösenord.")
        if _leads_out(entry.orig_filename):
            raise InputError("ZIP-paketet har en del med otillåten sökväg", way_out=SUSPECT)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise InputError("ZIP-paketet har en symbolisk länk", way_out=SUSPECT)
        if entry.compress_type not in _KNOWN_METHODS:
            raise InputError("ZIP-paketet är packat på ett sätt som inte stöds", way_out=DAMAGED)


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.file_size > MAX_PART_BYTES:
            raise InputError(
                f"ZIP-paketet har en för stor del (gränsen är {MAX_PART_BYTES // 1024**2} MB)",
                way_out=TOO_LARGE,
            )
        if entry.file_size > max(_RATIO_FLOOR, MAX_RATIO * entry.compress_size):
            raise InputError("ZIP-paketet är orimligt hårt packat (zip-bomb)", way_out=SUSPECT)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise InputError(
            f"ZIP-paketet är för stort uppackat (gränsen är {MAX_TOTAL_BYTES // 1024**2} MB)",
            way_out=TOO_LARGE,
        )


def _check_overlap(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: the trick by which a small file unpacks without end."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise InputError("ZIP-paketet har delar som överlappar (zip-bomb)", way_out=SUSPECT)
        end = entry.header_offset + _HEADER_BYTES + len(entry.orig_filename) + entry.compress_size


def _refuse_doctype(data: bytes) -> None:
    """Office never writes a DOCTYPE; an entity in one could hide text or read a file."""
    plain = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4] else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise InputError("DOCTYPE inte tillåten", way_out="Öppna filen i Word eller Excel och spara om den.")
