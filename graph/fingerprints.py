"""Hashes of the program and its words: what decides, besides the files, whether work is to be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import graph
from graph import resources

_FLOOR = ("errors.py", "ids.py", "model.py", "resources.py", "records.py", "swedish.py")
READING = (*_FLOOR, "read")
STATING = (*_FLOOR, "gazetteer.py", "vocabulary.py", "extract")
PUBLISHING = (*_FLOOR, "ntriples.py", "resolve", "store", "publishing.py", "curation.py", "vocabulary.py")
EXPORTING = (
    *_FLOOR,
    "ntriples.py",
    "ordering.py",
    "analysis.py",
    "analysing.py",
    "heads.py",
    "analyse",
    "likeness.py",
    "export",
    "exporting.py",
    "store",
)


def code(names: Iterable[str]) -> str:
    """Return a hash (16 hex) of modules and rooms of the program, with the templates that lie in them."""
    home = Path(graph.__file__).parent
    files = (file for name in names for file in (home / name, *(home / name).rglob("*")))
    return _hash(file for file in files if file.is_file() and file.suffix != ".pyc")


def words(lookups: Path) -> str:
    """Return a hash (16 hex) of the ontology, the packaged tables and a workspace's own."""
    packaged = resources.folder()
    tables = (*packaged.glob("*.ttl"), *packaged.glob("lookups/*.csv"), *packaged.glob("frames/*.toml"))
    return _hash((*tables, *lookups.glob("*.ttl"), *lookups.glob("*.csv")))


def queries(own: Path) -> str:
    """Return a hash (16 hex) of the packaged rules about gaps and a workspace's own."""
    return _hash((*resources.folder().glob("analyses/*.rq"), *own.glob("*.rq")))


def _hash(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for name, content in sorted((file.name, file.read_bytes()) for file in files):
        total.update(hashlib.sha256(name.encode("utf-8", "surrogateescape") + content).digest())
    return total.hexdigest()[:16]
