"""What test_sandbox runs in workers: one function for each way to misbehave."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from graph.errors import QueryError
from graph.read import read_document
from graph.records import document_to_json


def echo(text: str) -> str:
    return text


def where(_: str) -> str:
    return f"{Path.cwd()} {sorted(path.name for path in Path.cwd().iterdir())}"


def sleep(seconds: str) -> str:
    time.sleep(float(seconds))
    return "awake"


def spin(_: str) -> str:
    while True:
        pass


def eat(_: str) -> str:
    hoard = []
    while True:
        hoard.append(bytearray(20_000_000))


def crash(_: str) -> str:
    ctypes.string_at(0)
    return "alive"


def leave(_: str) -> str:
    os._exit(7)


def recurse(text: str) -> str:
    return recurse(text + "x")


def blunder(secret: str) -> str:
    raise ValueError(secret)


def refuse(text: str) -> str:
    raise QueryError("för komplex", way_out="Dela upp frågan.", file=text)


def connect(address: str) -> str:
    host, port = address.split(":")
    socket.create_connection((host, int(port)), timeout=2)
    return "connected"


def connect_natively(address: str) -> str:
    """Connect below Python's audit hooks, as a library in C would."""
    libc = ctypes.CDLL(None, use_errno=True)
    host, port = address.split(":")
    handle = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    place = int(port).to_bytes(2, "big") + socket.inet_aton(host)
    there = socket.AF_INET.to_bytes(2, sys.byteorder) + place + bytes(8)
    return "connected" if libc.connect(handle, there, 16) == 0 else "refused"


def run_program(_: str) -> str:
    return subprocess.run(["true"], check=True).args[0]


def write(path: str) -> str:
    Path(path).write_bytes(b"x" * 5_000)
    return "written"


def open_many(count: str) -> str:
    return str(len([Path("/dev/null").open() for _ in range(int(count))]))


def chatter(text: str) -> str:
    print("noise on standard output")  # noqa: T201
    os.write(1, b"more noise")
    return text


def size(count: str) -> str:
    return "ö" * int(count)


def pid(_: str) -> str:
    return str(os.getpid())


def read(path: str) -> str:
    file = Path(path)
    return document_to_json(read_document(file.read_bytes(), file.name))
