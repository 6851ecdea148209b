"""What has been done already: a file of keys made of content, one JSON value each.

A line is added as soon as its work lies on disk, so a killed run loses at most the line it was
writing. When a build is finished the file is written anew, sorted, with what is still of use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graph.workspace import write_atomic


class Manifest:
    """Key -> JSON object, kept in a file of lines; each value as its text, for there are many."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        for line in text.splitlines():
            self._remember(line)
        if text and not text.endswith("\n"):
            self._append("\n")  # a kill cut the last line off; the next one is not to continue it

    def _remember(self, line: str) -> None:
        try:
            key, value = json.loads(line)
        except ValueError:
            return  # the line that a kill cut off: its work is done again
        if isinstance(key, str) and isinstance(value, dict):
            self._known[key] = _text(value)

    def get(self, key: str) -> dict[str, Any] | None:
        """Return what was noted under a key, or None."""
        return json.loads(self._known[key]) if key in self._known else None

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Note a value, on disk as well."""
        self._known[key] = _text(value)
        self._append(_line(key, self._known[key]))

    def _append(self, text: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text)

    def keep(self, keys: Iterable[str]) -> None:
        """Forget everything but these keys."""
        self._known = {key: self._known[key] for key in sorted(set(keys)) if key in self._known}
        lines = "".join(_line(key, value) for key, value in self._known.items())
        if not self._path.exists() or self._path.read_bytes() != lines.encode():
            write_atomic(self._path, lines.encode())


def _line(key: str, text: str) -> str:
    return f"[{json.dumps(key)}, {text}]\n"


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
