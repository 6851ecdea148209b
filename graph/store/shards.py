"""Shards: what one document puts into the dataset, as one file of sorted N-Quads lines.

A shard file is named after its document and its content, so it is never rewritten: a new reading of a
document makes a new file, and the old one stays until no generation of the store needs it.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.workspace import make_folder

FOLDER = "shards"
_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]{0,150}")


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One document's quads: `digest` is the SHA-256 (64 hex) of the file."""

    document: str
    digest: str

    def file(self, store: Path) -> Path:
        """Return where the lines lie in this store folder."""
        return store / FOLDER / f"{self.document}.{self.digest[:16]}.nq"


def write_shard(store: Path, document: str, lines: Iterable[str]) -> Shard:
    """Write N-Quads lines (without line ends, any order) as the shard of a document; may run in a worker."""
    if not _NAME.fullmatch(document):
        raise ValueError(f"not a document id: {document!r}")
    data = "".join(f"{line}\n" for line in sorted(set(lines))).encode()
    shard = Shard(document, hashlib.sha256(data).hexdigest())
    file = shard.file(store)
    if not is_sound(shard, store):
        make_folder(file.parent)
        # Not synced, for ten thousand syncs cost minutes: whoever reads a shard checks its hash.
        temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        temporary.write_bytes(data)
        temporary.replace(file)
    return shard


def is_sound(shard: Shard, store: Path) -> bool:
    """Tell whether the file of a shard is there and is what was written."""
    try:
        return hashlib.sha256(shard.file(store).read_bytes()).hexdigest() == shard.digest
    except OSError:
        return False


def read_shard(shard: Shard, store: Path) -> list[bytes]:
    """Return the lines of a shard with their line ends; StoreError when it is not what was written."""
    try:
        data = shard.file(store).read_bytes()
    except OSError as error:
        raise _damaged(shard) from error
    if hashlib.sha256(data).hexdigest() != shard.digest:
        raise _damaged(shard)
    return data.splitlines(keepends=True)  # a line break inside a literal is escaped


def pieces(wanted: Iterable[Shard], store: Path, most: int) -> Iterator[list[Shard]]:
    """Yield the shards in groups of at most so many bytes, at least one a group."""
    group: list[Shard] = []
    size = 0
    for shard in wanted:
        file = shard.file(store)
        length = file.stat().st_size if file.is_file() else 0
        if group and size + length > most:
            yield group
            group, size = [], 0
        group.append(shard)
        size += length
    if group:
        yield group


def as_file(shards: Iterable[Shard], store: Path) -> io.BufferedReader:
    """Return all shards as one binary file that holds one of them in memory at a time."""
    return io.BufferedReader(_Joined(b"".join(read_shard(shard, store)) for shard in shards))


def _damaged(shard: Shard) -> StoreError:
    return StoreError(
        "Lagrets underlag för en handling är skadat eller saknas.",
        way_out="Kör samverkan build igen, så läses handlingen om.",
        file=shard.document,
    )


class _Joined(io.RawIOBase):
    """Pieces of bytes, read as one file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
