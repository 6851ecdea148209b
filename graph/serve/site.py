"""What the pages share: the workspace, the view of its current build, and the secret of this run."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Lock, Thread

from graph.analysing import graph_of, proved
from graph.analysis import Analysis
from graph.errors import SamverkanError, UsageError
from graph.exporting import Material, analysis_of
from graph.serve.rebuilding import Rebuilding
from graph.serve.view import View
from graph.state import load_state
from graph.store.asked import StoreGraph
from graph.store.generations import current
from graph.store.pool import Pool
from graph.workspace import Workspace, load_settings

Stamp = tuple[int, int, int]


class Site:
    """One workspace on show. Safe to use from several threads.

    `profile` says for whose eyes, "" as the workspace does. `token` must come with everything that changes
    something: a page from elsewhere cannot know it. `pool` answers users' queries.
    """

    def __init__(self, ws: Workspace, *, profile: str = "") -> None:
        self.ws = ws
        self.profile = profile
        self.pool = Pool(ws.store)
        self.token = os.urandom(24).hex()
        self._lock = Lock()
        self._view: View | None = None
        self._stamp: Stamp | None = None
        self._loading: Thread | None = None
        self.rebuilding = Rebuilding(ws, self.refresh)

    def view(self) -> View:
        """Return the view of the current build; UsageError when nothing is built.

        When a rebuild has published another one, the old view is given until the new one is ready:
        no reader waits, and no page mixes two builds.
        """
        stamp = _stamp(self.ws)
        if self._view is None or stamp is None:
            return self.refresh()
        if stamp != self._stamp:
            with self._lock:
                if self._loading is None or not self._loading.is_alive():
                    self._loading = Thread(target=self._try_refresh, daemon=True, name="samverkan-view")
                    self._loading.start()
        return self._view

    def refresh(self) -> View:
        """Load the current build now, if it is another than the one on show, and return its view."""
        with _LOADING:
            stamp = _stamp(self.ws)
            if self._view is None or stamp != self._stamp or stamp is None:
                self._view, self._stamp = load(self.ws, self.profile), stamp
            return self._view

    def stamp(self) -> Stamp | None:
        """Return what changes whenever a build finishes; None when there is no finished build."""
        return _stamp(self.ws)

    def close(self) -> None:
        """End what was started: the processes that answer queries, and a rebuild."""
        self.pool.close()
        self.rebuilding.stop()

    def _try_refresh(self) -> None:
        with suppress(SamverkanError):  # the old view stays; whoever asks next tries again
            self.refresh()

    def ask(self, question: Callable[[StoreGraph], Analysis]) -> View:
        """Return the view with what a question of ours finds in its graph, quotes and names with it."""
        view = self.view()
        with graph_of(self.ws) as graph:
            return view.seeing(proved(graph, question(graph)))


_LOADING = Lock()  # a view is large: never load two at a time


def load(ws: Workspace, profile: str = "") -> View:
    """Return the view of a workspace's current build, as a profile ("": the workspace's own) allows.

    UsageError when nothing is built.
    """
    state = load_state(ws)
    if state is None:
        raise UsageError("Inga handlingar är inlästa.", way_out="Kör samverkan build.", file=str(ws.root))
    with current(ws.store) as snapshot:
        settings = load_settings(ws)
        settings = replace(settings, profile=profile or settings.profile)
        material = Material(snapshot, state, settings, lambda: analysis_of(ws, snapshot, state))
        return View(material.facts, material.analysis, state, material.shown)


def _stamp(ws: Workspace) -> Stamp | None:
    """Return what changes whenever a build finishes; None when there is no finished build."""
    try:
        found = (ws.work / "build.json").stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
