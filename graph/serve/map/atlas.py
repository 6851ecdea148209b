"""One build's net with its positions: worked out once, kept beside the build, the same tomorrow."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from threading import Lock

from graph.export.layout import Positions, place
from graph.serve.map.choice import Choice
from graph.serve.map.columns import columns_scene
from graph.serve.map.near import near_scene
from graph.serve.map.net import Net
from graph.serve.map.network import network_scene
from graph.serve.map.scene import Scene
from graph.serve.map.shown import shown_of
from graph.serve.view import View
from graph.workspace import Workspace, write_atomic

_NOTE = "positioner.json"
_KEPT = 16  # scenes; the chosen thing moves nothing, but others may stand in its place


class Atlas:
    """What the graph page draws of one view. Safe to use from several threads."""

    def __init__(self, ws: Workspace, view: View) -> None:
        self.view = view
        self.net = Net(view.facts, view.addresses.key)
        self._ws = ws
        self._lock = Lock()
        self._scenes: OrderedDict[Choice, Scene] = OrderedDict()
        self._texts: OrderedDict[tuple[Choice, Make], str] = OrderedDict()

    def scene(self, choice: Choice) -> Scene:
        """Return the picture of a choice."""
        with self._lock:
            if choice not in self._scenes:
                self._scenes[choice] = self._scene(choice)
                if len(self._scenes) > _KEPT:
                    self._scenes.popitem(last=False)
            return self._scenes[choice]

    def kept(self, choice: Choice, make: Make) -> str:
        """Return what a function makes of the picture of a choice, made once."""
        found = self._texts.get((choice, make))
        if found is None:
            found = make(self, choice, self.scene(choice))
            with self._lock:
                self._texts[choice, make] = found
                if len(self._texts) > _KEPT:
                    self._texts.popitem(last=False)
        return found

    def _scene(self, choice: Choice) -> Scene:
        shown = shown_of(self.net, choice)
        if choice.view == "natverk":
            return network_scene(shown, self.positions)
        return near_scene(self.net, shown) if choice.view == "naromrade" else columns_scene(shown)

    @cached_property
    def positions(self) -> Positions:
        """Return where everything stands in Nätverk; what stood somewhere in the last build stays there."""
        note = self._ws.work / _NOTE
        wanted = self.view.knowledge.graph_hash
        try:
            old = json.loads(note.read_bytes())
            known = {str(iri): (float(x), float(y)) for iri, (x, y) in old["positions"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            old, known = {}, {}  # nothing usable was noted
        if old.get("graph") == wanted and self.net.things.keys() <= known.keys():
            return known
        links = ((r.start, r.end) for r in self.net.relations)
        found = place(list(self.net.things), links, known)
        text = json.dumps({"graph": wanted, "positions": found}, sort_keys=True)
        with suppress(OSError):  # in a workspace that only may be read it is worked out again next time
            write_atomic(note, text.encode())
        return found


def atlas_of(ws: Workspace, view: View) -> Atlas:
    """Return the atlas of a view, made when it is first asked for; the last two are kept."""
    with _LOCK:
        key = str(ws.root), view.tag
        if key not in _ATLASES:
            _ATLASES[key] = Atlas(ws, view)
            while len(_ATLASES) > 2:
                _ATLASES.popitem(last=False)
        return _ATLASES[key]


Make = Callable[[Atlas, Choice, Scene], str]
_ATLASES: OrderedDict[tuple[str, str], Atlas] = OrderedDict()
_LOCK = Lock()
