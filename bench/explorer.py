"""The graph page in Debian's Chromium against pyvis, vis-network, cytoscape.js and sigma.

python bench/explorer.py     all sizes, figures on the screen

All draw the same invented network from the same positions, without physics, each in a fresh browser with
the network blocked and without a GPU. Time to interactive is from the start of the navigation (our page
comes from our server, the others' from files) until the first frame after the picture stands and answers.
Frames are counted while a mouse drags the picture and while its wheel zooms it. The libraries are fetched
by npm into a folder that git ignores; one that cannot be fetched is named in the note of its size.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from measure import HERE, ROOT, Row

sys.path.insert(0, str(ROOT))

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
NPM = HERE / "node_modules"
LIBRARIES = {
    "vis-network": ("10.1.5", "standalone/umd/vis-network.min.js"),
    "cytoscape": ("3.34.4", "dist/cytoscape.min.js"),
    "graphology": ("0.26.0", "dist/graphology.umd.min.js"),
    "sigma": ("3.0.3", "dist/sigma.min.js"),
}
GOALS = {500: 150.0, 2_000: 400.0, 20_000: 1_000.0}  # ms to interactive
MOVING = 1.5  # seconds of each movement
PATIENCE = 60  # seconds that a page may take
KINDS = "Committee Administration ExternalActor Forum Gap Assignment TargetGroup".split()
Figures = dict[str, float]


def rows(rounds: int, quick: bool) -> list[Row]:
    """Return time to interactive and frames a second of ours and of each peer, for each size."""
    sizes = (500,) if quick else tuple(GOALS)
    missing = fetch()
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            pages = dict(_pages(size, Path(folder)))
            figures = {name: _median(name, page, rounds) for name, page in pages.items()}
        found += _rows(size, figures, missing)
    return found


def fetch() -> str:
    """Fetch the libraries with npm; return in words why some are missing, "" when all are there."""
    wanted = [name for name, (_, file) in LIBRARIES.items() if not (NPM / name / file).is_file()]
    npm = shutil.which("npm")
    if wanted and npm:
        names = [f"{name}@{version}" for name, (version, _) in LIBRARIES.items()]
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--silent", "--prefix", HERE]
        subprocess.run([*command, *names], check=False, capture_output=True, timeout=600)
    wanted = [name for name, (_, file) in LIBRARIES.items() if not (NPM / name / file).is_file()]
    return f"not measured, npm could not fetch: {', '.join(wanted)}" if wanted else ""


def _rows(size: int, figures: dict[str, Figures], missing: str) -> Iterator[Row]:
    ours = figures.pop("ours")
    goal = GOALS[size]
    yield Row(part="explorer", what=f"{size:,} nodes, time to interactive", ours=ours["tti"], peer=None,
              unit="ms", ratio=ours["tti"] / goal, goal=f"at most {goal:g} ms", met=ours["tti"] <= goal,
              note=missing or f"of which the server {ours['server']:.0f} ms")  # fmt: skip
    for moving in ("pan", "zoom"):
        yield Row(part="explorer", what=f"{size:,} nodes, frames a second while moving ({moving})",
                  ours=ours[moving], peer=None, unit="fps", ratio=ours[moving] / 60, goal="about 60",
                  met=ours[moving] >= 57)  # fmt: skip
    for name, peer in figures.items():
        note = (
            f"pan {peer['pan']:.0f}, zoom {peer['zoom']:.0f} fps; ours {ours['pan']:.0f}, {ours['zoom']:.0f}"
        )
        slow = peer["tti"] >= PATIENCE * 1000
        yield Row(part="explorer", what=f"{size:,} nodes, against {name}", ours=ours["tti"], peer=peer["tti"],
                  unit="ms", ratio=peer["tti"] / ours["tti"], goal="", met=None,
                  note=f"gave up after {PATIENCE} s" if slow else note)  # fmt: skip


# --- the same network for all -------------------------------------------------------------------


@lru_cache(maxsize=1)
def _view(size: int) -> object:
    """Return a view of an invented graph: a few things that many speak of, and many that few do."""
    import numpy as np

    from graph.analysis import Analysis, Basis
    from graph.model import Assertion, Entity, Evidence, Knowledge, Source
    from graph.serve.view import View
    from graph.state import State
    from graph.store.triples import Place

    dice = np.random.default_rng(3)
    base = "https://example.org/id/"
    iris = [f"{base}ort/sak/nod-{n}" for n in range(size)]
    entities = {
        iri: Entity(iri=iri, types=(f"sam:{KINDS[n % len(KINDS)]}",), label=f"Samverkansnämnden {n}")
        for n, iri in enumerate(iris)
    }
    heavy = np.minimum(dice.pareto(1.4, size * 2), size - 1).astype(int)
    ends = [
        *zip(range(1, size), heavy, strict=False),
        *zip(dice.integers(0, size, size), heavy[size:], strict=True),
    ]
    claims = [
        Assertion(subject=iris[a], predicate="sam:concerns", object=iris[b], origin="regel", confidence=0.9,
                  evidence=(Evidence(document="handling", page=1, start=n, end=n + 5, quote="citat"),))
        for n, (a, b) in enumerate(ends)
        if a != b
    ]  # fmt: skip
    source = Source(name="handling.txt", sha256="0" * 64, document="handling", title="Handling")
    knowledge = Knowledge(municipality="Ort", base=base, entities=entities, assertions=tuple(claims),
                          sources=(source,), graph_hash=f"{size:064d}",
                          labels={"sam:concerns": "avser"})  # fmt: skip
    place = Place(base=base, slug="ort", label="Ort")
    state = State(municipality="Ort", place=place, inputs=(), sources=(source,), published="",
                  graph_hash=knowledge.graph_hash, remarks=(), undecided=())  # fmt: skip
    return View(knowledge, Analysis(date="", basis=Basis(documents=1)), state)


@contextmanager
def _explorer(size: int, folder: Path) -> Iterator[str]:
    """Run our explorer of the invented graph; give the address of its Nätverk with all nodes shown."""
    import socket
    import threading

    import uvicorn

    from graph.serve.app import application
    from graph.serve.site import Site
    from graph.workspace import Workspace

    class Shown(Site):
        def view(self) -> object:  # type: ignore[override]
            return _view(size)

    (folder / "data" / "work").mkdir(parents=True, exist_ok=True)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    app = application(Workspace(folder), port=port)
    app.state.site = Shown(Workspace(folder))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/graf?vy=natverk&antal={600 if size <= 600 else 20_000}"
    finally:
        server.should_exit = True
        thread.join(20)


def _pages(size: int, folder: Path) -> Iterator[tuple[str, Callable[[Callable[[str], Figures]], Figures]]]:
    """Yield each side with a function that measures it, given what measures an address."""

    def ours(measured: Callable[[str], Figures]) -> Figures:
        with _explorer(size, folder) as address:
            _get(address)  # the build lays it out; a reader comes to what is there
            return measured(address)

    yield "ours", ours
    with _explorer(size, folder) as address:
        data = json.loads(_get(address.replace("/graf?", "/graf.json?")))
    yield "pyvis", _peer(_pyvis(data), folder / "pyvis.html")
    for name, script in _SCRIPTS.items():
        needs = ["graphology", "sigma"] if name == "sigma" else [name]
        files = [NPM / one / LIBRARIES[one][1] for one in needs]
        if all(file.is_file() for file in files):
            yield name, _peer(_html(files, data, script), folder / f"{name}.html")


def _get(address: str) -> str:
    from urllib.request import urlopen

    with urlopen(address, timeout=600) as answer:
        return str(answer.read().decode())


def _peer(html: str, file: Path) -> Callable[[Callable[[str], Figures]], Figures]:
    file.write_text(html, encoding="utf-8")
    return lambda measured: measured(file.as_uri())


def _html(files: list[Path], data: dict[str, object], script: str) -> str:
    libraries = "".join(f"<script>{file.read_text(encoding='utf-8')}</script>" for file in files)
    return (
        "<!doctype html><meta charset=utf-8><style>html,body,#bild{margin:0;width:100%;height:100%}</style>"
        f"<div id=bild></div>{libraries}<script>const data={json.dumps(data)};"
        "const done=()=>{document.documentElement.dataset.klar='ja'};"
        f"const box=document.getElementById('bild');{script}</script>"
    )


_SCRIPTS = {
    "vis-network": """
        const nodes = data.nodes.map((n, i) => ({ id: i, label: n[1], x: n[3], y: n[4], shape: "box" }));
        const edges = data.lines.map(([from, to]) => ({ from, to, arrows: "to" }));
        const net = new vis.Network(box, { nodes, edges }, { physics: false, edges: { smooth: false } });
        net.once("afterDrawing", done);""",
    "cytoscape": """
        const nodes = data.nodes.map((n, i) =>
            ({ data: { id: "n" + i, label: n[1] }, position: { x: n[3], y: n[4] } }));
        const edges = data.lines.map(([a, b], i) =>
            ({ data: { id: "e" + i, source: "n" + a, target: "n" + b } }));
        const elements = nodes.concat(edges);
        const cy = cytoscape({ container: box, elements, layout: { name: "preset" }, style: [
            { selector: "node", style: { label: "data(label)", width: 20, height: 15, shape: "rectangle" } },
            { selector: "edge",
              style: { width: 1, "curve-style": "straight", "target-arrow-shape": "vee" } }] });
        cy.one("render", done);""",
    "sigma": """
        const net = new graphology.Graph({ multi: true });
        const add = (n, i) => net.addNode(i, { label: n[1], x: n[3], y: -n[4], size: 4, color: "#0072B2" });
        data.nodes.forEach(add);
        data.lines.forEach(([a, b]) => net.addEdge(a, b, { size: 1 }));
        const view = new Sigma(net, box);
        view.once("afterRender", done);
        view.refresh();""",
}


def _pyvis(data: dict[str, list[list[object]]]) -> str:
    """Return what pyvis writes of the network, with our positions and physics off."""
    from pyvis.network import Network

    net = Network(height="880px", width="100%", directed=True, cdn_resources="in_line")
    for n, node in enumerate(data["nodes"]):
        net.add_node(n, label=node[1], x=node[3], y=node[4], shape="box")
    net.add_edges([(a, b) for a, b, _ in data["lines"]])
    net.set_options(json.dumps({"physics": {"enabled": False}, "edges": {"smooth": False}}))
    ready = "network.once('afterDrawing',()=>{document.documentElement.dataset.klar='ja'});"
    return str(net.generate_html(notebook=False)).replace("return network;", f"{ready} return network;")


# --- a browser that measures --------------------------------------------------------------------

# Runs before any script of the page: notes the first frame after the page says that it is ready.
_WATCH = """
(() => {
    const look = () => document.querySelector("[data-klar]")
        ? requestAnimationFrame(() => setTimeout(() => { window.__tti = performance.now(); }))
        : requestAnimationFrame(look);
    requestAnimationFrame(look);
})();
"""
_COUNT = """
() => { window.__frames = 0; window.__since = performance.now(); window.__go = true;
    const tick = () => { window.__frames++; if (window.__go) requestAnimationFrame(tick); };
    requestAnimationFrame(tick); }
"""
_COUNTED = """
() => { window.__go = false; return window.__frames * 1000 / (performance.now() - window.__since); }
"""


# Turns the wheel a little in each frame, in and out, and counts the frames.
_TURN = """
(time) => new Promise((done) => {
    const box = document.querySelector("#ram") || document.querySelector("canvas");
    const target = box.id === "ram" ? box : document.elementFromPoint(760, 480);
    const since = performance.now();
    let frames = 0;
    const turn = () => {
        const deltaY = frames++ % 40 < 20 ? -40 : 40;
        target.dispatchEvent(new WheelEvent("wheel",
            { deltaY, clientX: 760, clientY: 480, bubbles: true, cancelable: true }));
        if (performance.now() - since < time) requestAnimationFrame(turn);
        else done(frames * 1000 / (performance.now() - since));
    };
    requestAnimationFrame(turn);
})
"""


def _median(name: str, side: Callable[[Callable[[str], Figures]], Figures], rounds: int) -> Figures:
    print(f"explorer: {name} …", file=sys.stderr, flush=True)
    found = [side(_measured) for _ in range(rounds)]
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def _measured(address: str) -> Figures:
    """Return `tti` and `server` in ms, `pan` and `zoom` in frames a second, in a fresh browser."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(_WATCH)
        try:
            page.goto(address, wait_until="commit", timeout=PATIENCE * 1000)
            tti = _until(page)
            server = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
            figures = {"tti": tti, "server": server, "pan": _pan(page), "zoom": _zoom(page)}
        except Error:
            figures = {"tti": PATIENCE * 1000.0, "server": 0.0, "pan": 0.0, "zoom": 0.0}
        browser.close()
    return figures


def _until(page: object) -> float:
    waited = 0
    while waited < PATIENCE * 1000:
        tti = page.evaluate("window.__tti || 0")  # type: ignore[attr-defined]
        if tti:
            return float(tti)
        page.wait_for_timeout(50)  # type: ignore[attr-defined]
        waited += 50
    return PATIENCE * 1000.0


def _pan(page: object) -> float:
    mouse = page.mouse  # type: ignore[attr-defined]
    x, y = 1150, 250
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 8, y + 8)
    page.evaluate(_COUNT)  # type: ignore[attr-defined]
    _steps(page, lambda n: mouse.move(x + 150 * _swing(n), y + 110 * _swing(n + 9)))
    frames = page.evaluate(_COUNTED)  # type: ignore[attr-defined]
    mouse.up()
    return float(frames)


def _zoom(page: object) -> float:
    node = page.query_selector("#ram a.nod[tabindex='0'], #ram a.nod")  # type: ignore[attr-defined]
    if node:
        node.focus()  # ours zooms by the wheel only with focus
    return float(page.evaluate(_TURN, MOVING * 1000))  # type: ignore[attr-defined]


def _steps(page: object, step: Callable[[int], object]) -> None:
    from time import perf_counter

    start, n = perf_counter(), 0
    while perf_counter() - start < MOVING:
        step(n)
        n += 1
        page.wait_for_timeout(8)  # type: ignore[attr-defined]


def _swing(n: int) -> float:
    return abs(n % 80 - 40) / 20 - 1


if __name__ == "__main__":
    for row in rows(int(os.environ.get("ROUNDS", "1")), "--quick" in sys.argv):
        print(
            row.what,
            f"{row.ours:.4g}",
            row.peer and f"{row.peer:.4g}",
            row.unit,
            f"ratio {row.ratio:.3g}",
            row.note,
        )
