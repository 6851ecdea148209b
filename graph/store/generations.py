"""Generations: the dataset on disk, replaced as a whole and never changed in place.

    store/
      CURRENT                     the name of the generation that readers open
      LOCK                        held by the one writer
      shards/<document>.<16 hex>.nq
      generations/<16 hex>/       manifest.tsv (document ⇥ SHA-256 of its shard) and db/ (RocksDB)

The name of a generation is a hash of its manifest: the same documents, the same generation. A new one
is built beside the current one, from a hard-linked copy when little came and no words went, and
CURRENT is swapped by renaming a file; a process killed at any moment leaves the current generation as
it was. Readers hold a shared lock on the manifest they opened, and what nobody reads any more is taken
away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from graph.errors import StoreError
from graph.store import shards
from graph.store.shards import Shard
from graph.workspace import because, make_folder, sweep, sync, write_atomic

LAYOUT = "# samverkan store 1"
_CURRENT, _LOCK, _GENERATIONS, _MANIFEST, _DB = "CURRENT", "LOCK", "generations", "manifest.tsv", "db"
_PART = ".part"
_REBUILD = "Kör samverkan build, så byggs lagret om ur dokumenten."
PIECE_BYTES = 48_000_000  # of N-Quads that are loaded at a time: well under half a gigabyte of memory
BROKEN = (OSError, RuntimeError)  # what pyoxigraph raises over a damaged database
_TEXT = re.compile(rb'"(@\w+)? (<[^>]*> )?\.$')  # a line whose object is words: a quote, a name
_AGAIN = "b"  # marks the second building of one and the same content
_TRIES = 20
Pairs = set[tuple[str, str]]  # document and digest


class Snapshot:
    """One generation, held open for reading; use it as a context manager or close it.

    `graph_hash` (64 hex) is a hash of everything in it, `documents` maps a document to the SHA-256
    of its shard.
    """

    def __init__(self, path: Path, handle: BufferedReader, manifest: bytes) -> None:
        self.path = path
        self.store = path.parent.parent
        self.database = path / _DB
        self.graph_hash = hashlib.sha256(manifest).hexdigest()
        self.documents = _read_manifest(manifest)
        self._handle = handle

    @property
    def is_current(self) -> bool:
        """Tell whether this is still what readers are sent to."""
        try:
            return _current_path(self.store) == self.path and handle_is(self._handle, self.path / _MANIFEST)
        except (OSError, StoreError):
            return False

    def close(self) -> None:
        """Let go: the generation may be taken away when another is current."""
        self._handle.close()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def current(store: Path) -> Snapshot:
    """Return the current generation, locked against removal; StoreError when it is missing or damaged."""
    for _ in range(_TRIES):  # a writer may take a generation away between our reading and our locking
        path = _current_path(store)
        with suppress(FileNotFoundError):
            handle = (path / _MANIFEST).open("rb")
            fcntl.flock(handle, fcntl.LOCK_SH)
            if handle_is(handle, path / _MANIFEST):
                return _checked(path, handle)
            handle.close()
        if _current_path(store) == path:
            break
    raise StoreError("Lagret är skadat: den aktuella generationen saknas.", way_out=_REBUILD)


def handle_is(handle: BufferedReader, path: Path) -> bool:
    """Tell whether an open file is still the one with this name."""
    return path.exists() and os.path.samestat(os.fstat(handle.fileno()), path.stat())


def _current_path(store: Path) -> Path:
    try:
        name = _current_name(store)
    except OSError as error:
        raise StoreError(f"Lagret kan inte läsas ({because(error)}).") from error
    if not name:
        raise StoreError("Det finns inget lager att läsa.", way_out="Kör samverkan build först.")
    if not re.fullmatch(rf"[0-9a-f]{{16}}{_AGAIN}?", name):
        raise StoreError("Lagret är skadat: filen CURRENT är förvanskad.", way_out=_REBUILD)
    return store / _GENERATIONS / name


def _current_name(store: Path) -> str:
    """Return what CURRENT says, "" where there is none."""
    try:
        return (store / _CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return ""


def _checked(path: Path, handle: BufferedReader) -> Snapshot:
    manifest = handle.read()
    if hashlib.sha256(manifest).hexdigest()[:16] != path.name[:16] or not (path / _DB).is_dir():
        handle.close()
        raise StoreError("Lagret är skadat: innehållsförteckningen stämmer inte.", way_out=_REBUILD)
    return Snapshot(path, handle, manifest)


def _read_manifest(manifest: bytes) -> dict[str, str]:
    lines = manifest.decode().splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def _write_manifest(documents: Mapping[str, str]) -> bytes:
    lines = [LAYOUT, *(f"{document}\t{digest}" for document, digest in sorted(documents.items()))]
    return "".join(f"{line}\n" for line in lines).encode()


@contextmanager
def writing(store: Path, *, who: str = "samverkan") -> Iterator[Writer]:
    """Hold the store as its one writer; StoreError names the holder when there is one already.

    The lock dies with the process that holds it, so none can be left behind by a crash.
    """
    make_folder(store)
    with _explained(store):
        lock = (store / _LOCK).open("a+b", buffering=0)
    with lock:
        _take(lock.fileno(), store / _LOCK)
        with _explained(store):
            lock.truncate(0)
            lock.write(f"process {os.getpid()}, {who}".encode())
        yield Writer(store)


@contextmanager
def _explained(store: Path) -> Iterator[None]:
    """Turn what the system or the database refuses into a StoreError."""
    try:
        yield
    except BROKEN as error:
        why = because(error) if isinstance(error, OSError) and error.errno else "databasen är skadad"
        raise StoreError(
            f"Lagret kunde inte skrivas ({why}).",
            way_out="Det förra bygget är orört. Åtgärda felet och kör igen.",
            file=str(store),
        ) from error


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = path.read_text(encoding="utf-8").strip() or "en okänd process"
        raise StoreError(
            f"Lagret används redan av en annan körning ({holder}).",
            way_out="Vänta tills den är klar och kör igen.",
        ) from error


class Writer:
    """The one writer of a store; `writing` hands it out."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def put(self, document: str, lines: Iterable[str]) -> Shard:
        """Write the shard of a document; it becomes visible when it is published."""
        with _explained(self.store):
            return shards.write_shard(self.store, document, lines)

    @cached_property
    def published(self) -> Mapping[str, str]:
        """Return the documents of the current generation with the SHA-256 of their shards."""
        with _maybe_current(self.store) as now:
            return now.documents if now else {}

    def kept(self, document: str) -> Shard | None:
        """Return the shard that the current generation has of a document, when it is sound."""
        digest = self.published.get(document, "")
        shard = Shard(document, digest)
        return shard if digest and shards.is_sound(shard, self.store) else None

    def publish(self, wanted: Iterable[Shard], *, anew: bool = False) -> Snapshot:
        """Make exactly these shards the dataset and return its snapshot.

        Documents that are not among them are withdrawn. Nothing is built when nothing changed, unless
        `anew` asks to build everything again.
        """
        documents = {shard.document: shard.digest for shard in wanted}
        with _explained(self.store):
            with _maybe_current(self.store) as now:
                final = self._generation(documents, None if anew else now, anew=anew)
            write_atomic(self.store / _CURRENT, f"{final.name}\n".encode())
            sync(self.store)
            snapshot = current(self.store)
            self._clean(snapshot)
        return snapshot

    def _generation(self, documents: Mapping[str, str], now: Snapshot | None, *, anew: bool) -> Path:
        """Return a generation of these documents, built unless a sound one is there."""
        manifest = _write_manifest(documents)
        name = hashlib.sha256(manifest).hexdigest()[:16]
        places = [self.store / _GENERATIONS / (name + mark) for mark in ("", _AGAIN)]
        whole = [place for place in places if not anew and _is_whole(place)]
        if whole:
            return whole[0]
        # Never in the place of the one that readers are sent to, damaged as it may be.
        free = next(place for place in places if place.name != _current_name(self.store))
        self._build(documents, manifest, free, now)
        return free

    def _build(
        self, documents: Mapping[str, str], manifest: bytes, final: Path, now: Snapshot | None
    ) -> None:
        part = final.with_name(final.name + _PART)
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part)
        if now is None or not self._copied(now, documents, part / _DB):
            shutil.rmtree(part / _DB, ignore_errors=True)
            _bulk_load(part / _DB, documents, self.store)
        write_atomic(part / _MANIFEST, manifest)
        sync(part)
        shutil.rmtree(final, ignore_errors=True)
        part.rename(final)
        sync(final.parent)

    def _copied(self, now: Snapshot, documents: Mapping[str, str], database: Path) -> bool:
        """Build by copying the current generation and applying the difference; False when that cannot be.

        It cannot be when words go: the database never forgets a string, only the quads that used it,
        and what a withdrawn document said must not stay readable in the files.
        """
        old, new = set(now.documents.items()), set(documents.items())
        if 2 * len(old ^ new) > len(new):
            return False
        try:
            gone, come = self._difference(old, new)
            if any(_TEXT.search(line) for line in gone):
                return False
            ox.Store.read_only(str(now.database)).backup(str(database))
            _apply(database, gone, come)
        except (*BROKEN, StoreError):  # the current generation or one of its shards is damaged
            return False
        return True

    def _difference(self, old: Pairs, new: Pairs) -> tuple[set[bytes], set[bytes]]:
        """Return the lines to take out and to put in.

        A fact stays as long as one live document supports it: whatever another shard also says is kept.
        """
        before = {line for pair in old - new for line in shards.read_shard(Shard(*pair), self.store)}
        after = {line for pair in new - old for line in shards.read_shard(Shard(*pair), self.store)}
        gone = before - after
        for pair in sorted(old & new):
            if not gone:
                break
            gone.difference_update(shards.read_shard(Shard(*pair), self.store))
        return gone, after - before

    def _clean(self, snapshot: Snapshot) -> None:
        """Take away old generations that nobody reads, unfinished ones, and shards that none needs."""
        generations = self.store / _GENERATIONS
        for path in generations.iterdir():
            if path != snapshot.path:
                _remove_unread(path)
        manifests = [_read_manifest(file.read_bytes()) for file in generations.glob(f"*/{_MANIFEST}")]
        needed = {Shard(*pair).file(self.store).name for each in manifests for pair in each.items()}
        folder = self.store / shards.FOLDER
        for file in folder.glob("*.nq"):
            if file.name not in needed:
                file.unlink(missing_ok=True)
        for place in (folder, self.store):
            sweep(place)


def _maybe_current(store: Path) -> AbstractContextManager[Snapshot | None]:
    try:
        return current(store)
    except StoreError:
        return nullcontext()


def _is_whole(path: Path) -> bool:
    """Tell whether a generation was finished and its database opens."""
    try:
        ox.Store.read_only(str(path / _DB))
    except BROKEN:
        return False
    manifest = path / _MANIFEST
    return manifest.is_file() and hashlib.sha256(manifest.read_bytes()).hexdigest()[:16] == path.name[:16]


def _bulk_load(database: Path, documents: Mapping[str, str], store: Path) -> None:
    dataset = ox.Store(str(database))
    everything = [Shard(*pair) for pair in sorted(documents.items())]
    for piece in shards.pieces(everything, store, PIECE_BYTES):
        # lenient: `triples` escapes what it writes and hashes are checked; no need to validate again
        dataset.bulk_load(shards.as_file(piece, store), format=ox.RdfFormat.N_QUADS, lenient=True)
    dataset.flush()


def _apply(database: Path, gone: set[bytes], come: set[bytes]) -> None:
    dataset = ox.Store(str(database))
    touched = set()
    for quad in ox.parse(b"".join(sorted(gone)), format=ox.RdfFormat.N_QUADS):
        dataset.remove(quad)
        touched.add(quad.graph_name)
    dataset.bulk_load(b"".join(sorted(come)), format=ox.RdfFormat.N_QUADS)
    for graph in touched - {ox.DefaultGraph()}:
        if next(dataset.quads_for_pattern(None, None, None, graph), None) is None:
            dataset.remove_graph(graph)  # an empty graph would still be listed
    dataset.flush()


def _remove_unread(path: Path) -> None:
    manifest = path / _MANIFEST
    if manifest.is_file():
        with manifest.open("rb") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody reads it; the next build will find it free
            manifest.unlink()  # first: without it nobody can open what is half gone
            shutil.rmtree(path, ignore_errors=True)
    else:
        shutil.rmtree(path, ignore_errors=True)
