"""Processes that stand ready for users' queries, with the current generation open.

Opening a database takes 20 to 30 ms and starting a process ten times that; here a query waits for
neither. Every query is asked of one generation from beginning to end: when a rebuild publishes another,
those under way end on theirs and the next begin on the new one. A worker that a query killed, or that
was ended because the one who asked hung up, is replaced before anybody needs it.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import QueryError, SamverkanError, StopRun
from graph.sandbox import Worker
from graph.store import asking
from graph.store.generations import Snapshot, current
from graph.store.sparql import SECONDS, Answer, asked, limits, run

WORKERS = max(2, min(4, os.cpu_count() or 1))
MEMORY = 3 * 1024**3 // 2  # of each worker
MOST_WAITING = 500  # queries
PATIENCE = 30.0  # seconds that a query waits for a worker
_IDLE = 1.0  # seconds after which a generation that nobody asks is let go


class Pending:
    """A query on its way; `future` will hold its answer, or the SamverkanError that ended it."""

    def __init__(self, ask: asking.Ask) -> None:
        self.ask = ask
        self.future: Future[Answer] = Future()
        self.since = time.monotonic()
        self._gone = threading.Event()

    def cancel(self) -> None:
        """Give up: a query that runs is ended at once, one that waits is never begun."""
        self._gone.set()
        self.future.cancel()

    def is_gone(self) -> bool:
        """Tell whether nobody waits for the answer any more."""
        return self._gone.is_set()


class Pool:
    """Workers for queries over the current generation of a store folder; close it when done.

    Safe to use from several threads. Processes are started when the first query comes, or by `start`.
    """

    def __init__(
        self,
        store: Path,
        *,
        workers: int = WORKERS,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        waiting: int = MOST_WAITING,
        patience: float = PATIENCE,
    ) -> None:
        self.store = store
        self.seconds = seconds
        self._limits = limits(seconds, memory)
        self._patience = patience
        self._inbox: queue.Queue[Pending | None] = queue.Queue(waiting)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._held: _Held | None = None
        # One thread for each worker as long as it lives: the kernel ends a worker with its thread.
        self._threads = [threading.Thread(target=self._tend, daemon=True) for _ in range(workers)]
        self._started = False

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, ask: asking.Ask) -> Pending:
        """Send a query that is guarded and `asked` to the next free worker.

        QueryError "busy" when too many wait already.
        """
        self.start()
        pending = Pending(ask)
        try:
            self._inbox.put_nowait(pending)
        except queue.Full:
            raise _busy() from None
        return pending

    def start(self) -> None:
        """Start the workers unless they were started; does not wait until they are ready."""
        with self._lock:
            if self._started or self._stop.is_set():
                return
            self._started = True
            for thread in self._threads:
                thread.start()

    def close(self) -> None:
        """End all workers and let go of the store; whoever still waits gets an error."""
        self._stop.set()
        with self._lock:
            started, self._started = self._started, False  # closed twice, nothing is ended twice
        for _ in self._threads:
            with suppress(queue.Full):
                self._inbox.put_nowait(None)  # wakes one that waits
        for thread in self._threads if started else ():
            thread.join()
        while not self._inbox.empty():
            pending = self._inbox.get()
            if pending and pending.future.set_running_or_notify_cancel():
                pending.future.set_exception(StopRun("Programmet avslutas."))
        self._let_go()

    # --- in the workers' threads -----------------------------------------------------------------

    def _tend(self) -> None:
        with Worker(self._limits, self._stop) as worker:
            while not self._stop.is_set():
                if not worker.is_running:
                    self._warm(worker)
                try:
                    pending = self._inbox.get(timeout=_IDLE)
                except queue.Empty:
                    self._let_go()
                    continue
                if pending and pending.future.set_running_or_notify_cancel():
                    self._settle(worker, pending)

    def _settle(self, worker: Worker, pending: Pending) -> None:
        """Give the one who waits the answer or the error: never let anybody hang."""
        try:
            pending.future.set_result(self._answer(worker, pending))
        except SamverkanError as error:
            pending.future.set_exception(error)
        except Exception as error:
            pending.future.set_exception(StopRun(f"Arbetsprocessen gick inte att använda ({error})."))

    def _warm(self, worker: Worker) -> None:
        """Have the worker start and open the database, so that the next query finds it ready."""
        with suppress(SamverkanError, OSError), self._snapshot() as snapshot:
            self._run(worker, asked("ASK {}", "json"), snapshot, self._stop.is_set)

    def _answer(self, worker: Worker, pending: Pending) -> Answer:
        if time.monotonic() - pending.since > self._patience:
            raise _busy()
        with self._snapshot() as snapshot:
            return self._run(worker, pending.ask, snapshot, pending.is_gone)

    def _run(
        self, worker: Worker, ask: asking.Ask, snapshot: Snapshot, stopped: Callable[[], bool]
    ) -> Answer:
        of_this: asking.Ask = {**ask, "database": str(snapshot.database.resolve())}
        return run(worker, of_this, self.seconds, stopped)

    # --- the generation --------------------------------------------------------------------------

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        """Hold the current generation while one query runs."""
        with self._lock:
            if self._held is None or not self._held.snapshot.is_current:
                fresh = _Held(current(self.store))
                self._drop()
                self._held = fresh
            held = self._held
            held.readers += 1
        try:
            yield held.snapshot
        finally:
            with self._lock:
                held.readers -= 1
                if held is not self._held and not held.readers:
                    held.snapshot.close()

    def _let_go(self) -> None:
        """Let go of a generation that nobody asks, so that a build can take it away."""
        with self._lock:
            if self._held and not self._held.readers:
                self._drop()

    def _drop(self) -> None:
        held, self._held = self._held, None
        if held and not held.readers:
            held.snapshot.close()


class _Held:
    """A generation with how many queries read it now."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.readers = 0


def _busy() -> QueryError:
    return QueryError("Många frågor väntar redan.", way_out="Försök igen om en stund.", kind="busy")
