"""What the tests of hostile requests share: raw connections, the workers' processes, a hash of the store."""

from __future__ import annotations

import hashlib
import os
import socket
import time
from pathlib import Path
from urllib.parse import quote

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def connect(live) -> socket.socket:
    host, _, port = live.address.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=30)


def head(live, line: str, *headers: str) -> bytes:
    """Return the head of a request with our Host."""
    host = live.address.removeprefix("http://")
    return "\r\n".join([f"{line} HTTP/1.1", f"Host: {host}", *headers, "", ""]).encode("latin-1")


def raw(live, data: bytes) -> tuple[int, str]:
    """Send bytes on a connection of their own; return status and body, 0 when it was closed unanswered."""
    with connect(live) as link:
        link.sendall(data)
        return reply(link)


def reply(link: socket.socket) -> tuple[int, str]:
    data = b""
    while b"\r\n\r\n" not in data:
        part = link.recv(65536)
        if not part:
            return 0, ""
        data += part
    top, _, body = data.partition(b"\r\n\r\n")
    lines = top.decode("latin-1").lower().split("\r\n")
    length = next((int(one.split(":")[1]) for one in lines if one.startswith("content-length:")), 0)
    while len(body) < length and (part := link.recv(65536)):
        body += part
    return int(lines[0].split()[1]), body.decode("utf-8", "replace")


def asking(query: str) -> str:
    return f"GET /sparql?query={quote(query)}"


def workers() -> dict[int, float]:
    """Return the processes that this one has started in sandboxes, with their CPU seconds."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(fields[1]) == os.getpid() and b"graph.sandbox.inside" in command and fields[0] != "Z":
                found[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def busy(seconds: float = 0.3) -> set[int]:
    """Return the workers that use the processor now."""
    before = workers()
    time.sleep(seconds)
    return {pid for pid, used in workers().items() if used - before.get(pid, 0) > seconds / 10}


def store_hash(folder: Path) -> str:
    """Return a hash of every file of a store, their names too."""
    found = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file() and one.name != "LOCK"):
        found.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return found.hexdigest()
