"""Run the explorer on this computer until it is stopped."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from graph.errors import UsageError
from graph.serve.app import application
from graph.serve.patience import PatientProtocol
from graph.workspace import Workspace

HOST = "127.0.0.1"


def serve(ws: Workspace, *, port: int, browser: bool, tell: Callable[[str], None]) -> None:
    """Serve a workspace at a port (0: any free one); return when interrupted.

    `tell` is given the address once the port is ours. UsageError when it is taken.
    """
    with listen(port) as listener:
        port = listener.getsockname()[1]
        address = f"http://{HOST}:{port}/"
        tell(address)
        if browser:
            threading.Timer(0.5, webbrowser.open, (address,)).start()
        app = application(ws, port=port)
        app.state.site.pool.start()  # before anybody asks: the first query shall not wait for it
        server(app).run(sockets=[listener])


def server(app: Starlette) -> uvicorn.Server:
    """Return the server of an application; give it a socket from `listen`."""
    return uvicorn.Server(
        uvicorn.Config(
            app, http=PatientProtocol, log_level="warning", access_log=False, server_header=False,
            lifespan="on", timeout_keep_alive=5, limit_concurrency=1000, h11_max_incomplete_event_size=32_768,
        )
    )  # fmt: skip


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this computer alone; UsageError when the port is taken."""
    # With the protocol named, asyncio sends small packets at once; else each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # who comes before the server is ready waits for it
    except OSError as error:
        listener.close()
        raise UsageError(
            f"Porten {port} är upptagen av ett annat program, kanske av kartan i ett annat fönster.",
            way_out=f"Välj en annan: samverkan serve --port {port + 1}",
        ) from error
    return listener
