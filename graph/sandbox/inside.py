"""The inside of a worker process: frames over pipes, and the bonds that hold the process.

`graph.sandbox` starts this in a fresh interpreter; nothing else imports it but for frames.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import resource
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph import errors
from graph.errors import InputError, QueryError, SamverkanError

_HEAD = struct.Struct(">Q")
_CHUNK = 1 << 20
_LOOK = 0.1  # seconds between two looks whether to give up
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
# What a reader of documents never needs; refused by name even where the kernel gives no namespaces.
_FORBIDDEN = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
    "urllib.Request", "webbrowser.open",
})  # fmt: skip


class Frame:
    """A length in 8 bytes and that much UTF-8."""

    @staticmethod
    def write(handle: int, text: str) -> None:
        """Write one frame; raises OSError when the other end is gone."""
        data = text.encode("utf-8", "surrogatepass")
        view = memoryview(_HEAD.pack(len(data)) + data)
        while view:
            view = view[os.write(handle, view) :]

    @staticmethod
    def read(
        handle: int,
        deadline: float | None = None,
        stopped: Callable[[], bool] = lambda: False,
        most: int = sys.maxsize,
    ) -> str:
        """Return the next frame; raises EOFError at the end, TimeoutError past the deadline (monotonic)."""
        (length,) = _HEAD.unpack(_exactly(handle, _HEAD.size, deadline, stopped))
        if length > most:
            raise EOFError("frame over the limit")
        return _exactly(handle, length, deadline, stopped).decode("utf-8", "surrogatepass")


def _exactly(handle: int, count: int, deadline: float | None, stopped: Callable[[], bool]) -> bytearray:
    data = bytearray()
    while len(data) < count:
        if deadline is not None:
            _wait(handle, deadline, stopped)
        part = os.read(handle, min(_CHUNK, count - len(data)))
        if not part:
            raise EOFError("the other end is gone")
        data += part
    return data


def _wait(handle: int, deadline: float, stopped: Callable[[], bool]) -> None:
    """Return when there is something to read; looks up often whether to give up."""
    poll = select.poll()  # `select` itself refuses handles above 1023, and a server has many
    poll.register(handle, select.POLLIN)
    while not stopped():
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if poll.poll(1000 * min(left, _LOOK)):
            return
    raise TimeoutError


def serve(limits: Mapping[str, Any]) -> None:
    """Answer requests from stdin until it ends. Runs in the worker process only."""
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not land among the answers
    _bind(limits)
    loaded: set[str] = set()
    while True:
        try:
            module, name, payload = json.loads(Frame.read(0))
        except EOFError:
            return
        if module not in loaded:
            importlib.import_module(module)
            loaded.add(module)
            gc.freeze()  # what is loaded stays; the collector need not walk through it for every task
            Frame.write(answers, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
        function = getattr(sys.modules[module], name)
        _renew_cpu(int(limits["cpu_seconds"]))
        Frame.write(answers, json.dumps(_answer(function, payload)))


def _answer(function: Callable[[str], str], payload: str) -> tuple[str, object]:
    try:
        return "ok", function(payload)
    except SamverkanError as error:
        return "error", error_to_json(error)
    except MemoryError:
        return "memory", None
    except RecursionError:
        return "error", error_to_json(
            InputError("för djupt nästlad för att läsas", way_out="Spara om filen som ren text.")
        )
    except Exception as error:
        # The type and the place, never the message: it may quote the document.
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} i {Path(last.filename).name}:{last.lineno}"
        return "error", error_to_json(
            InputError(
                f"kunde inte läsas (oväntat fel: {place})", way_out="Spara om filen i ett annat format."
            )
        )


def error_to_json(error: SamverkanError) -> dict[str, str]:
    """Return the fields of one of our errors."""
    fields = {"class": type(error).__name__, "reason": error.reason, "way_out": error.way_out}
    query = {"kind": error.kind} if isinstance(error, QueryError) else {}
    return {**fields, "file": error.file, **query}


def error_from_json(fields: Mapping[str, str]) -> SamverkanError:
    """Return the error that error_to_json wrote; an unknown kind becomes the base class."""
    made = getattr(errors, fields["class"], SamverkanError)
    if not (isinstance(made, type) and issubclass(made, SamverkanError)):
        made = SamverkanError
    query = {"kind": fields["kind"]} if made is QueryError else {}
    return made(fields["reason"], way_out=fields["way_out"], file=fields["file"], **query)


def _bind(limits: Mapping[str, Any]) -> None:
    """Tie this process: dies with its parent, no network, no programs, limits on what it uses."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != limits["parent"]:
        os._exit(1)  # the parent died before the line above
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # where this is refused, the hook below remains
    sys.addaudithook(_refuse)
    for what, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer


def _renew_cpu(seconds: int) -> None:
    """Give the next task its own CPU time: the limit counts for the whole life of a process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def _refuse(event: str, _: object) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"not allowed in a worker: {event}")
