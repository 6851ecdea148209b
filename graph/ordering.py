"""More lines in order than memory should hold: sorted in pieces that wait on disk, and merged."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from heapq import merge
from pathlib import Path

PIECE_BYTES = 32_000_000
_EACH = 41  # bytes that a line costs besides its text: the object and its place in a list


class Ordered:
    """The lines in order, to be read as often as one likes; equal lines stay."""

    def __init__(self, lines: Iterable[bytes], folder: Path, most: int) -> None:
        self._folder = folder
        self._files: list[Path] = []
        self._rest: list[bytes] = []
        size = 0
        for line in lines:
            self._rest.append(line)
            size += len(line) + _EACH
            if size >= most:
                self._put_aside()
                size = 0
        self._rest.sort()

    def _put_aside(self) -> None:
        self._rest.sort()
        self._files.append(self._folder / str(len(self._files)))
        with self._files[-1].open("wb") as file:
            file.writelines(self._rest)
        self._rest.clear()

    def __iter__(self) -> Iterator[bytes]:
        with ExitStack() as opened:
            files = [opened.enter_context(file.open("rb")) for file in self._files]
            yield from merge(*files, self._rest)


@contextmanager
def in_order(lines: Iterable[bytes], *, near: Path, most: int = PIECE_BYTES) -> Iterator[Ordered]:
    """Give lines (each with its one line end, at its end) in order; at most `most` bytes are held at a time.

    What waits does so in a folder of its own below `near`, which goes away with the block.
    """
    with tempfile.TemporaryDirectory(dir=near, prefix=".", suffix=".tmp") as folder:
        yield Ordered(lines, Path(folder), most)
