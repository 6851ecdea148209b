"""The explorer of the invented municipality: in process, and really running for a real browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.pipeline import build
from graph.serve.app import application
from graph.serve.running import listen, server
from graph.workspace import Workspace

ROOT = Path(__file__).parents[2]
MAKER = ROOT / "data" / "exempel" / "make_documents.py"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The invented municipality, built once; nobody changes it: `own` is a copy to change."""
    root = tmp_path_factory.mktemp("utforskaren")
    folder = root / "data" / "documents"
    subprocess.run([sys.executable, MAKER, folder], check=True, capture_output=True, timeout=300)
    build(Workspace(root), workers=2)
    return Workspace(root)


@pytest.fixture
def own(built: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the built workspace that a test may change."""
    shutil.copytree(built.root, tmp_path / "ws")
    return Workspace(tmp_path / "ws")


@pytest.fixture(scope="session")
def client(built: Workspace) -> Iterator[TestClient]:
    with browsing(built) as found:
        yield found


def browsing(ws: Workspace) -> TestClient:
    """Return a client of an explorer of a workspace that runs in this process."""
    app = application(ws, hosts=frozenset({"testserver"}))
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


class Live:
    """A really running explorer; `address` ends without a slash."""

    def __init__(self, ws: Workspace) -> None:
        self.listener = listener = listen(0)
        port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.app = application(ws, port=port)
        self.server = server(self.app)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.listener.close()


@pytest.fixture(scope="session")
def live(built: Workspace) -> Iterator[Live]:
    running = Live(built)
    yield running
    running.stop()


class Tab:
    """A tab that notes what leaves this computer and what a page complains of."""

    def __init__(self, browser, live) -> None:
        self.page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="sv-SE")
        self.home = live.address
        self.left: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.left.append(r.url) if not self._is_ours(r.url) else None)
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def _is_ours(self, url: str) -> bool:
        return url.startswith((f"{self.home}/", "data:", "blob:"))

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)


@pytest.fixture
def tab(browser, live) -> Iterator[Tab]:
    found = Tab(browser, live)
    yield found
    assert not found.left, "something left this computer"
    assert not [c for c in found.complaints if "404" not in c]
    found.page.close()
