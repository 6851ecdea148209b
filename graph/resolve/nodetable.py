"""Which node every key of every document means, kept on disk: it is looked up once a document."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable

from graph.model import Node


def open_scratch(owner: object, *tables: str) -> sqlite3.Connection:
    """Return a database in a file without a name that ends with its owner, or with the process."""
    db = sqlite3.connect("", isolation_level=None)
    weakref.finalize(owner, db.close)
    for table in tables:
        db.execute(f"CREATE TABLE {table} WITHOUT ROWID")
    return db


class NodeTable:
    """Id -> node, and key of a document -> id."""

    def __init__(self) -> None:
        self._db = open_scratch(
            self,
            "node (id TEXT PRIMARY KEY, value TEXT)",
            "place (key TEXT, document TEXT, id TEXT, PRIMARY KEY (key, document))",
        )

    def fill(self, nodes: Iterable[tuple[str, Node]], places: Iterable[tuple[str, str, str]]) -> None:
        """Take nodes by id, and places: key, document ("" for all others), id."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO node VALUES (?, ?)", ((i, _packed(node)) for i, node in nodes))
        self._db.executemany("INSERT INTO place VALUES (?, ?, ?)", places)
        self._db.execute("COMMIT")

    def get(self, name: str) -> Node | None:
        """Return the node of an id."""
        found = self._db.execute("SELECT value FROM node WHERE id = ?", (name,)).fetchone()
        return _unpacked(found[0]) if found else None

    def locate(self, key: str, document: str) -> str | None:
        """Return the id that a key has in a document; None for a key that is not a known name."""
        found = self._db.execute(
            "SELECT id FROM place WHERE key = ? AND document IN (?, '') ORDER BY document DESC",
            (key, document),
        ).fetchone()
        return found[0] if found else None


def _packed(node: Node) -> str:
    return json.dumps((node.key, node.types, node.label, node.aliases, node.named, node.scope))


def _unpacked(value: str) -> Node:
    key, types, label, aliases, named, scope = json.loads(value)
    return Node(key=key, types=tuple(types), label=label, aliases=tuple(aliases), named=named, scope=scope)
