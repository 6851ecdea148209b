"""Files that are whole or not there: write beside, flush to disk, rename."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.workspace import sync


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes the final name only when the block ends well.

    The hidden name is fixed, so a run that was killed leaves at most one scrap, which the next run
    writes over. Raises OSError when the disk refuses; `path` then still holds what it held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    scrap = path.with_name(f".{path.name}.part")
    try:
        yield scrap
        sync(scrap)
        scrap.replace(path)
        sync(path.parent)
    finally:
        scrap.unlink(missing_ok=True)


def write_text(path: Path, chunks: Iterable[str]) -> Path:
    """Write the chunks as UTF-8 with their own line ends; return the path."""
    with whole_file(path) as scrap, scrap.open("w", encoding="utf-8", newline="") as out:
        out.writelines(chunks)
    return path
