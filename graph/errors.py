"""Errors that a user can meet, as one tree.

    SamverkanError            every error of ours; carries a Swedish message and the way out
    ├── UsageError            the call is wrong: unknown name, bad option, bad settings (exit 2)
    ├── InputError            one file cannot be read; the batch goes on and lists it as unread
    ├── QueryError            a SPARQL text is refused, too heavy or wrong
    ├── StoreError            the store is missing, locked or damaged
    │   └── BusyError         somebody else holds what is needed; wait and try again
    └── StopRun               the run cannot go on at all (exit 3)

Messages are Swedish because users read them. `reason` says what is wrong, `way_out` what the
user can do about it, `file` names the file where there is one.
"""

from __future__ import annotations


class SamverkanError(Exception):
    """Base of all our errors: `reason` (Swedish sentence), `way_out` (Swedish sentence), `file`."""

    exit_code = 3

    def __init__(self, reason: str, *, way_out: str = "", file: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.way_out = way_out
        self.file = file

    def __str__(self) -> str:
        place = f"{self.file}: " if self.file else ""
        tail = f" {self.way_out}" if self.way_out else ""
        return f"{place}{self.reason}{tail}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only fields do not survive the default pickling between processes.
        return (_rebuild, (type(self), self.reason, self.way_out, self.file))


def _rebuild(kind: type[SamverkanError], reason: str, way_out: str, file: str) -> SamverkanError:
    return kind(reason, way_out=way_out, file=file)


def _rebuild_query(reason: str, way_out: str, file: str, kind: str) -> QueryError:
    return QueryError(reason, way_out=way_out, file=file, kind=kind)


class UsageError(SamverkanError):
    """The call itself is wrong; exit code 2."""

    exit_code = 2


class InputError(SamverkanError):
    """One input cannot be read: skip this one, list it as unread, go on."""


class QueryError(SamverkanError):
    """A query is refused, stopped at a limit, or has a syntax error.

    `kind` is one of these: "wrong" (misspelt, or too complex to try), "forbidden" (it would change or
    fetch something), "long" (its text), "stopped" (time, memory, or the size of its answer), "busy"
    (too many others wait).
    """

    exit_code = 2

    def __init__(self, reason: str, *, way_out: str = "", file: str = "", kind: str = "wrong") -> None:
        super().__init__(reason, way_out=way_out, file=file)
        self.kind = kind

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_query, (self.reason, self.way_out, self.file, self.kind))


class StoreError(SamverkanError):
    """The store is missing, held by another process, or damaged."""


class BusyError(StoreError):
    """Another process holds what is needed: the same call may succeed in a while."""


class StopRun(SamverkanError):
    """Nothing more can be done in this run."""
