"""Decisions reach the pages: a build beside the server, and the new view in place of the old.

Whoever decides asks for a build and goes on. Decisions made meanwhile wait for one more build, so that
twenty in a row cost two or three. The view is swapped as soon as the graph is published; the files in
`exports/` follow.
"""

from __future__ import annotations

import json
import subprocess
import sys
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic
from typing import Any

from graph.errors import SamverkanError
from graph.serve.builder import BOOT
from graph.serve.review_effects import Summary, summary_of
from graph.serve.view import View
from graph.workspace import Workspace

BUSY_SECONDS = 600.0  # how long to wait for a build that somebody else has started
_LOOK = 0.05  # seconds between looks for a new graph while a build goes on
_PATIENCE = 5.0  # seconds that a build has to end in order
_AGAIN = 1.0  # seconds before asking again while somebody else builds


@dataclass(frozen=True, slots=True)
class Status:
    """Where the rebuilding is: `building`, and why the last one failed (Swedish), "" when it did not.

    `number` is how many builds are done; `remarks` are what the last one said about decisions.
    """

    building: bool = False
    problem: str = ""
    way_out: str = ""
    number: int = 0
    remarks: tuple[str, ...] = ()


class Rebuilding:
    """The builds of one workspace, one at a time. Safe to use from several threads.

    `published` returns the view of the graph that is there now; it is called from a thread of this one
    whenever there may be a new graph. `before` is what was found before the first build of this run.
    """

    def __init__(self, ws: Workspace, published: Callable[[], View]) -> None:
        self._ws, self._published = ws, published
        self.before: Summary | None = None
        self._changed = Condition()
        self._wanted = False
        self._thread: Thread | None = None
        self._processes: list[subprocess.Popen[str]] = []  # the one that builds, once it is started
        # Whoever forgets to stop it leaves no process behind.
        weakref.finalize(self, _end, self._processes)
        self._status = Status()

    @property
    def status(self) -> Status:
        """Return how it goes."""
        with self._changed:
            return self._status

    def want(self) -> None:
        """Ask for a build that knows all that is decided by now; return at once."""
        if self.before is None:
            with suppress(SamverkanError):
                self.before = summary_of(self._published())
        with self._changed:
            self._wanted = True
            self._status = Status(True, number=self._status.number, remarks=self._status.remarks)
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True, name="samverkan-rebuild")
                self._thread.start()

    def warm(self) -> None:
        """Start the process that will build, so that the first decision need not wait for it."""
        with self._changed, suppress(OSError):
            self._worker()

    def wait(self, seconds: float) -> Status:
        """Return the status once nothing is being built, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._status.building, seconds)
            return self._status

    def stop(self) -> None:
        """End the process that builds; what it has half done the next build takes up."""
        _end(self._processes)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._wanted:
                    self._thread = None
                    return
                self._wanted = False
            answer = self._build()
            with suppress(SamverkanError):  # whoever looks at a page is told what is wrong with the graph
                self._published()
            with self._changed:
                self._wanted = self._wanted or bool(answer.get("nyare"))
                self._status = Status(
                    building=self._wanted,
                    problem=answer.get("fel", ""),
                    way_out=answer.get("vad", ""),
                    number=self._status.number + 1,
                    remarks=tuple(answer.get("anmarkningar", ())),
                )
                self._changed.notify_all()

    def _build(self) -> dict[str, Any]:
        """Build once; while somebody else does, wait for them."""
        until = monotonic() + BUSY_SECONDS
        while True:
            answer = self._asked()
            if not answer.get("upptagen") or monotonic() > until:
                return answer
            with self._changed:
                self._changed.wait(_AGAIN)

    def _asked(self) -> dict[str, Any]:
        try:
            with self._changed:
                process = self._worker()
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
            return self._answer(process)
        except (OSError, ValueError):
            self.stop()
            return {"fel": "Bygget avbröts.", "vad": "Försök igen, eller kör samverkan build."}

    def _answer(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        """Return what the process says when it is done, and show the new graph before that."""
        said: list[str] = []
        assert process.stdout
        reader = Thread(target=lambda: said.append(process.stdout.readline()), daemon=True)  # type: ignore[union-attr]
        reader.start()
        while reader.is_alive():
            reader.join(_LOOK)
            with suppress(SamverkanError):
                self._published()
        answer = json.loads(said[0])  # ValueError when the process ended instead
        assert isinstance(answer, dict)
        return answer

    def _worker(self) -> subprocess.Popen[str]:
        if not self._processes or self._processes[0].poll() is not None:
            self.stop()
            self._processes.append(subprocess.Popen(
                [sys.executable, "-c", BOOT, json.dumps(sys.path), str(self._ws.root.absolute())],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                encoding="utf-8", start_new_session=True,
            ))  # fmt: skip
        return self._processes[0]


def _end(processes: list[subprocess.Popen[str]]) -> None:
    """End the processes and empty the list."""
    while processes:
        process = processes.pop()
        process.terminate()
        with process:  # closes its pipes, and waits
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
