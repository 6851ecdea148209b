"""A user's query through the pool of killable workers, against the same query on pyoxigraph in this process.

python bench/pooling.py FOLDER    the figures of the store in a folder, on the last line
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from measure import Row, child, report

from graph.store.generations import current
from graph.store.guard import guard
from graph.store.pool import Pool
from graph.store.sparql import ask_limited, asked, prefixes

DOCUMENTS = 350
GOAL = 5.0  # ms that a query may cost beyond its own work
# what is asked: something small, what a page asks for, an aggregate, and an answer of many rows
QUERIES = {
    "ASK {}": "ASK {}",
    "the forums and who takes part": "SELECT ?f ?n ?p { ?f a sam:Forum ; skos:prefLabel ?n ;"
    " sam:hasParticipant ?p } LIMIT 100",
    "how many of each class": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
    "10,000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000",
}


def rows(rounds: int, quick: bool) -> list[Row]:
    """Return what the pool costs above the engine for each query, and what it saves above a process each."""
    with tempfile.TemporaryDirectory() as folder:
        child("loading.py", "make", folder, 60 if quick else DOCUMENTS)
        found = [child("pooling.py", folder) for _ in range(max(1, min(rounds, 3)))]
    shown = []
    for name in QUERIES:
        ours, peer = (
            statistics.median(one[f"{side} {name}"] for one in found) for side in ("pool", "engine")
        )
        met = ours - peer < GOAL if name != "10,000 rows" else None
        shown.append(
            Row(part="pool", what=name, ours=ours, peer=peer, unit="ms", ratio=ours / peer,
                goal=f"under {GOAL:g} ms more" if met is not None else "", met=met,
                note=f"{ours - peer:.2f} ms more than pyoxigraph in process, with guard")
        )  # fmt: skip
    alone, ready = (statistics.median(one[f"{side} ASK {{}}"] for one in found) for side in ("alone", "pool"))
    shown.append(
        Row(part="pool", what="against a process for each query", ours=ready, peer=alone, unit="ms",
            ratio=alone / ready, goal="", met=None, note="what the command line does, once")
    )  # fmt: skip
    return shown


def main(folder: str) -> None:
    store = Path(folder) / "store"
    figures: dict[str, float] = {}
    with current(store) as snapshot, Pool(store) as pool:
        engine = ox.Store.read_only(str(snapshot.database))
        names = prefixes()
        for name, query in QUERIES.items():

            def bare(query: str = query) -> None:
                engine.query(query, prefixes=names).serialize(format=ox.QueryResultsFormat.JSON)

            def ready(query: str = query) -> None:
                guard(query)
                pool.ask(asked(query, "json")).future.result()

            figures[f"engine {name}"], figures[f"pool {name}"] = _turns(bare, ready)
    begun = time.perf_counter()
    ask_limited(store, "ASK {}", format="json")
    figures["alone ASK {}"] = 1000 * (time.perf_counter() - begun)
    report(figures)


def _turns(*ways: Callable[[], None]) -> list[float]:
    """Return the median in ms of each way, taken in turn so that a busy machine hits all alike."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(40):
        for way, taken in zip(ways, times, strict=True):
            begun = time.perf_counter()
            way()
            if number >= 10:  # the first ones open the database in each worker
                taken.append(1000 * (time.perf_counter() - begun))
    return [statistics.median(taken) for taken in times]


if __name__ == "__main__":
    main(sys.argv[1])
