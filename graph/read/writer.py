"""Builds a RawText line by line, for formats whose text has to be put together."""

from __future__ import annotations

from graph.errors import InputError
from graph.read.encodings import canonical
from graph.read.remedies import TOO_LARGE
from graph.read.source import Line, RawText

MAX_CHARACTERS = 50_000_000


class Writer:
    """Collects lines and knows the raw offset of each; `add` puts one line after the others."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Return the raw offset of the next line."""
        return self._length

    def add(
        self,
        text: str,
        kind: str,
        *,
        level: int = 0,
        marker: str = "",
        page: int | None = None,
        column: int = 0,
    ) -> int:
        """Add one line (without its newline) and return its raw start."""
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        start = self._length
        end = start + len(text)
        self._lines.append(
            Line(start=start, end=end, kind=kind, level=level, marker=marker, page=page, column=column)
        )
        self._parts.append(text)
        self._length += len(text) + 1
        if self._length > MAX_CHARACTERS:
            raise InputError(
                f"texten är för lång (gränsen är {MAX_CHARACTERS // 10**6} miljoner tecken)",
                way_out=TOO_LARGE,
            )
        return start

    def finish(
        self,
        media: str,
        *,
        title: str = "",
        notes: tuple[str, ...] = (),
        pages: tuple[int, ...] = (),
        furniture: tuple[tuple[int, int], ...] = (),
    ) -> RawText:
        """Return what was collected, in canonical characters."""
        raw, _, illegal = canonical("".join(part + "\n" for part in self._parts))
        if illegal:
            notes = (*notes, f"{illegal} otillåtna styrtecken ersatta")
        return RawText(
            raw=raw, lines=tuple(self._lines), pages=pages, media=media,
            title=title, notes=notes, furniture=furniture,
        )  # fmt: skip
