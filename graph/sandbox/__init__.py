"""Run a function where it can do no harm: a worker process with limits, killable, without network.

A worker is a fresh interpreter that this module starts itself (exec, neither fork nor a pickle of
anything): the parent may hold threads and locks that a fork would copy half, the memory limit then
means the same in every worker, and nothing of the parent's memory is in reach of a hostile file.
Requests and answers are frames of JSON text over pipes. A worker serves many tasks, so that a task
costs a pipe's round trip (about 0.1 ms) and no start; one that dies is replaced and costs its own
task only.

Functions are module-level, take and return `str`, and may run twice: a task whose worker died
after earlier tasks gets one more try in a fresh worker, so that no file pays for its neighbour. Where
one task may be as heavy as it likes, as a user's query, that is switched off (`again=False`).
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from graph.errors import InputError, SamverkanError, StopRun
from graph.sandbox.inside import Frame, error_from_json

WALL_SECONDS = 60.0
CPU_SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
OPEN_FILES = 64
ANSWER_BYTES = 512 * 1024**2
START_SECONDS = 60.0
TASKS_AHEAD = 2  # per worker, so that none waits while the caller handles a result
_SPLIT = "Dela upp filen i mindre delar."
TASKS_PER_LIFE = 500  # then a worker is replaced: native libraries never give all memory back

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from graph.sandbox.inside import serve; serve(json.loads(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may use. `file_bytes` is the largest file a worker may write: none by default."""

    wall_seconds: float = WALL_SECONDS
    cpu_seconds: int = CPU_SECONDS
    memory_bytes: int = MEMORY_BYTES
    open_files: int = OPEN_FILES
    file_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A module-level function `str -> str`, its argument, and the name to show in errors."""

    function: Callable[[str], str]
    payload: str
    name: str = ""


Result = str | SamverkanError


def run_limited(function: Callable[[str], str], payload: str, *, limits: Limits, name: str = "") -> str:
    """Return `function(payload)`, run in a worker of its own.

    Raises the function's own SamverkanError, or InputError when a limit stopped it or it crashed.
    """
    with Worker(limits) as worker:
        result = worker.run(Task(function, payload, name))
    if isinstance(result, SamverkanError):
        raise result
    return result


def run_pool(
    tasks: Iterable[Task], *, workers: int, limits: Limits, folder: Path | None = None
) -> Iterator[tuple[Task, Result]]:
    """Yield every task with its result or error, as they finish; tasks are drawn as needed.

    The workers' own folders are made below `folder`, under names that `workspace.sweep` takes away.
    """
    inbox: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    outbox: queue.SimpleQueue[tuple[Task, Result]] = queue.SimpleQueue()
    stop = threading.Event()
    threads = [
        threading.Thread(target=_tend, args=(inbox, outbox, Worker(limits, stop, folder), stop), daemon=True)
        for _ in range(max(1, workers))
    ]
    try:
        for thread in threads:
            thread.start()
        yield from _feed(iter(tasks), inbox, outbox, ahead=TASKS_AHEAD * len(threads))
    finally:
        stop.set()
        for _ in threads:
            inbox.put(None)
        for thread in threads:
            thread.join()


def _feed(
    tasks: Iterator[Task],
    inbox: queue.SimpleQueue[Task | None],
    outbox: queue.SimpleQueue[tuple[Task, Result]],
    *,
    ahead: int,
) -> Iterator[tuple[Task, Result]]:
    """Keep at most `ahead` tasks under way: memory stays flat however many there are."""
    under_way = 0
    while True:
        while under_way < ahead and (task := next(tasks, None)) is not None:
            inbox.put(task)
            under_way += 1
        if not under_way:
            return
        yield outbox.get()
        under_way -= 1


def _tend(
    inbox: queue.SimpleQueue[Task | None],
    outbox: queue.SimpleQueue[tuple[Task, Result]],
    own: Worker,
    stop: threading.Event,
) -> None:
    """Run tasks in one worker until None comes; the thread outlives the process it started."""
    with own as worker:
        while (task := inbox.get()) is not None and not stop.is_set():
            try:
                outbox.put((task, worker.run(task)))
            except Exception as error:  # the consumer waits for one answer per task: never let it hang
                outbox.put((task, StopRun(f"arbetsprocessen gick inte att starta ({error})")))


class Worker:
    """One worker process, started when first needed and again after it died."""

    def __init__(
        self, limits: Limits, stop: threading.Event | None = None, below: Path | None = None
    ) -> None:
        self._limits = limits
        self._stop = stop or threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._below = below
        self._folder = ""
        self._served = 0
        self._loaded: set[str] = set()
        self._resident_at_start = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def is_running(self) -> bool:
        """Tell whether there is a process: the next task then waits for no start."""
        return self._process is not None

    def run(self, task: Task, *, again: bool = True, stopped: Callable[[], bool] = lambda: False) -> Result:
        """Return the task's answer or the error that ended it; never raises for the task's faults.

        The process is ended soon after `stopped` says so, and the result is then as of one too slow.
        """
        used = self._served > 0
        result, died_early = self._attempt(task, stopped)
        if died_early and used and again:
            result, _ = self._attempt(task, stopped)
        if isinstance(result, SamverkanError) and not result.file:
            result.file = task.name
        return result

    def _attempt(self, task: Task, stopped: Callable[[], bool]) -> tuple[Result, bool]:
        """Return the result, and whether the worker died of something its past may have caused."""
        process = self._ready()
        deadline = time.monotonic() + START_SECONDS
        request = json.dumps([task.function.__module__, task.function.__qualname__, task.payload])
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            Frame.write(process.stdin.fileno(), request)
            if task.function.__module__ not in self._loaded:  # its time begins when it is there
                self._resident_at_start = int(self._receive(process, deadline, stopped))
                self._loaded.add(task.function.__module__)
            answer = self._receive(process, time.monotonic() + self._limits.wall_seconds, stopped)
        except TimeoutError:
            self._end()
            return InputError(f"tog för lång tid ({self._limits.wall_seconds:g} s)", way_out=_SPLIT), False
        except (EOFError, OSError):
            error, early = self._autopsy()
            return error, early
        self._served += 1
        return self._understood(answer)

    def _understood(self, answer: str) -> tuple[Result, bool]:
        kind, value = json.loads(answer)
        if kind == "ok":
            if self._served >= TASKS_PER_LIFE:
                self._end()
            return value, False
        if kind == "memory":
            self._end()
            return self._too_much_memory(), True
        return error_from_json(value), False

    def _receive(self, process: subprocess.Popen[bytes], deadline: float, stopped: Callable[[], bool]) -> str:
        assert process.stdout is not None

        def given_up() -> bool:
            return self._stop.is_set() or stopped()

        return Frame.read(process.stdout.fileno(), deadline, given_up, ANSWER_BYTES)

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._folder = tempfile.mkdtemp(prefix=".samverkan-", suffix=".tmp", dir=self._below)
            paths = [str(Path(entry).absolute()) for entry in sys.path]
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, json.dumps(paths),
                 json.dumps({**asdict(self._limits), "parent": os.getpid()})],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=self._folder, env={"LANG": "C.UTF-8", "TZ": "UTC"}, bufsize=0,
            )  # fmt: skip
        return self._process

    def _autopsy(self) -> tuple[SamverkanError, bool]:
        """Return why the worker died, as a user can understand it."""
        process = self._process
        assert process is not None
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self._end()
        number = -process.returncode
        if number == signal.SIGXCPU:
            return InputError(
                f"tog för lång tid ({self._limits.cpu_seconds} s processortid)", way_out=_SPLIT
            ), False
        grown = usage.ru_maxrss > self._resident_at_start  # the figure starts at the parent's size
        if number == signal.SIGKILL or (grown and usage.ru_maxrss * 1024 > self._limits.memory_bytes // 2):
            return self._too_much_memory(), True
        name = signal.Signals(number).name if number > 0 else f"kod {process.returncode}"
        return InputError(f"läsningen kraschade ({name})", way_out="Filen är troligen skadad."), True

    def _too_much_memory(self) -> InputError:
        megabytes = self._limits.memory_bytes // 1024**2
        return InputError(f"behövde för mycket minne (gränsen är {megabytes} MB)", way_out=_SPLIT)

    def _end(self) -> None:
        process, self._process, self._served = self._process, None, 0
        self._loaded.clear()
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            shutil.rmtree(self._folder, ignore_errors=True)
