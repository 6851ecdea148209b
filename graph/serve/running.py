"""Run the explorer on this computer until it is stopped."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from graph.errors import UsageError
from graph.serve.app import application
from graph.workspace import Workspace

HOST = "127.0.0.1"


def serve(ws: Workspace, *, port: int, browser: bool, tell: Callable[[str], None]) -> None:
    """Serve a workspace at a port (0: any free one); return when interrupted.

    `tell` is given the address once the port is ours. UsageError when it is taken.
    """
    with _listen(port) as listener:
        port = listener.getsockname()[1]
        address = f"http://{HOST}:{port}/"
        tell(address)
        if browser:
            threading.Timer(0.5, webbrowser.open, (address,)).start()
        config = uvicorn.Config(
            application(ws, port=port), log_level="warning", access_log=False, server_header=False,
            lifespan="on", timeout_keep_alive=5, limit_concurrency=1000, h11_max_incomplete_event_size=32_768,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listener])


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise UsageError(
            f"Porten {port} är upptagen av ett annat program, kanske av kartan i ett annat fönster.",
            way_out=f"Välj en annan: samverkan serve --port {port + 1}",
        ) from error
    return listener
