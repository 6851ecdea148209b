"""Find the files to read: in a fixed order, without hanging, and with a reason for each one left out.

Symbolic links to folders or to what lies outside the source, pipes, sockets and devices are never
opened. Hidden files and the lock
files of office programs are no documents and are passed over in silence.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from graph.errors import InputError, UsageError
from graph.workspace import because

LARGEST_FILE = 64 * 2**20  # bytes, the most that a reader takes
LINUX_KINDS = {
    stat.S_IFIFO: "ett rör (FIFO)",
    stat.S_IFSOCK: "en sockel",
    stat.S_IFCHR: "en enhet",
    stat.S_IFBLK: "en enhet",
    stat.S_IFDIR: "en mapp",
}


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A file below a source: `name` is its path below the source, made safe to show.

    `reason` is a Swedish sentence when it is not to be read, else "".
    """

    name: str
    path: Path
    reason: str = ""


def shown(name: str) -> str:
    r"""Return a file name with everything invisible or undecodable as an escape.

    >>> shown("a\nb\u202etxt.pdf")
    'a\\u000ab\\u202etxt.pdf'
    """
    return "".join(_escape(sign) if _hides(sign) else sign for sign in unicodedata.normalize("NFC", name))


def _hides(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category.startswith("C") or category in ("Zl", "Zp")


def _escape(sign: str) -> str:
    code = ord(sign)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as os.fsdecode keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def find_files(sources: Iterable[Path], apart: Iterable[Path] = ()) -> list[Found]:
    """Return the files below the sources, each once, sorted by name; UsageError for a source that is missing.

    What lies in or below a path of `apart` is left out: it is the program's own.
    """
    found: list[Found] = []
    for source in sources:
        if not os.path.lexists(source):
            raise UsageError("Källan finns inte.", way_out="Kontrollera sökvägen.", file=shown(str(source)))
        if source.is_dir():
            found += _below(source)
        else:
            found.append(Found(shown(source.name), source, _refusal(source)))
    own = [_real(path) for path in apart]
    once: dict[Path, Found] = {}
    for file in sorted(found, key=lambda file: (file.path.is_symlink(), file.name, os.fsencode(file.path))):
        place = _real(file.path.parent) / file.path.name if file.reason else _real(file.path)
        if not any(place.is_relative_to(path) for path in own):
            once.setdefault(place, file)
    return sorted(once.values(), key=lambda file: (file.name, os.fsencode(file.path)))


def _real(path: Path) -> Path:
    """Return a path without links; unlike `Path.resolve` it bears links that go round in a circle."""
    return Path(os.path.realpath(path))


def _below(root: Path) -> Iterator[Found]:
    waiting, inside = [root], _real(root)
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield Found(_name(folder, root), folder, f"Mappen kan inte öppnas ({because(error)}).")
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                reason = _refusal(path)
                if not reason and entry.is_symlink() and not _real(path).is_relative_to(inside):
                    reason = "Är en länk till en fil utanför källan."
                yield Found(_name(path, root), path, reason)


def _name(path: Path, root: Path) -> str:
    return shown(path.relative_to(root).as_posix()) if path != root else shown(root.name)


def _refusal(path: Path) -> str:
    """Return why a path is not to be opened, "" when it is an ordinary file."""
    try:
        status = path.stat()
    except OSError as error:
        return f"Filen kan inte nås ({because(error)})."
    if stat.S_ISREG(status.st_mode):
        return ""
    what = LINUX_KINDS.get(stat.S_IFMT(status.st_mode), "något annat")
    linked = "en länk till " if path.is_symlink() else ""
    return f"Är {linked}{what}, inte en fil."


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    """Open an ordinary file of a size that can be read, without blocking.

    It is looked at again once open: what was a file when the folder was listed may be a pipe now.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise InputError(f"Filen kan inte öppnas ({because(error)}).") from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise InputError("Är inte längre en fil.")
        if status.st_size > LARGEST_FILE:
            raise InputError(f"Filen är större än {LARGEST_FILE // 2**20} MB.", way_out="Dela upp den.")
        yield file


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise InputError when it vanished, grew too large or is no file."""
    with _opened(path) as file:
        return file.read(LARGEST_FILE)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read in pieces; raise InputError as `read_bytes`."""
    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
