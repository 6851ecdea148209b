"""Loading the dataset and asking the shipped questions, against rdflib's own memory store."""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import generate
from measure import Row, child, clock, median, paired, ratio_of_pairs, report

from graph.store.questions import packaged

DOCUMENTS = 350  # about a million quads
SECONDS = 20  # for one query; one that is stopped counts as this long
REPEATS, SLOW = 3, 2.0  # how often a question is asked again, and CPU seconds beyond which it is not
GRAIN = 0.01  # CPU seconds below which two engines count as equal
LONGEST, TIMES = 1.0, 8  # the goal of a question: CPU seconds, and how much faster than rdflib
OTHERS = {"datum": "2031-12-31", "text": "samverkan"}  # values of kinds that are no names


def rows(rounds: int, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        child("loading.py", "make", folder, 60 if quick else DOCUMENTS)
        return [*_loads(rounds, folder), *_queries(rounds, folder)]


def _loads(rounds: int, folder: str) -> list[Row]:
    found = []
    for kind, what in (("memory", "N-Quads into memory"), ("disk", "N-Quads into the store on disk")):
        ours, peer = paired(
            rounds,
            lambda kind=kind: child("loading.py", kind, folder),
            lambda: child("loading.py", "rdflib", folder),
        )
        share = ratio_of_pairs(ours, peer)
        found.append(
            Row(
                part="load",
                what=f"{what}, {ours[0]['quads']:.0f} quads",
                ours=median(ours),
                peer=median(peer),
                unit="CPU s",
                ratio=share,
                goal="at most 0.10",
                met=share <= 0.10,
                note=f"{ours[0]['quads'] / 1000 / median(ours):.0f} k quads per CPU s; "
                f"{median(ours, 'rss'):.0f} MB against {median(peer, 'rss'):.0f} MB",
            )
        )
    return found


def _queries(rounds: int, folder: str) -> list[Row]:
    child("loading.py", "choose", folder)
    ours, peer = paired(
        max(1, rounds // 2),
        lambda: _ask_all(folder),
        lambda: child("loading.py", "ask-rdflib", folder),
    )
    names = [question.name for question in packaged()]
    spent = {name: (median(ours, name), median(peer, name)) for name in names}
    failing = [name for name, (mine, theirs) in spent.items() if not _good_enough(mine, theirs)]
    slowest = max(names, key=lambda name: spent[name][0])
    mine, theirs = (sum(pair[side] for pair in spent.values()) for side in (0, 1))
    stopped = sum(theirs >= SECONDS for _, theirs in spent.values())
    told = [f"{name} {spent[name][0]:.2f} s against {spent[name][1]:.2f} s" for name in failing]
    return [
        Row(
            part="queries",
            what=f"{len(names)} ready questions",
            ours=mine,
            peer=theirs,
            unit="CPU s",
            ratio=theirs / mine,
            goal=f"each under {LONGEST:g} s and {TIMES} times as fast",
            met=not failing,
            note=f"slowest: {spent[slowest][0]:.2f} s ({slowest}); "
            f"{stopped} stopped in rdflib after {SECONDS} s; "
            + (f"not met: {'; '.join(told)}" if failing else "every one meets the goal"),
        )
    ]


def _good_enough(ours: float, peer: float) -> bool:
    if max(ours, peer) < GRAIN:
        return True
    return ours < LONGEST and peer >= TIMES * ours


def _choose(folder: Path) -> None:
    """Write what each question is asked about: its standard values, else the first name of the kind."""
    from graph.store.asked import StoreGraph
    from graph.store.generations import current
    from graph.store.names import KINDS, Names
    from graph.store.ready import values_of
    from graph.store.sparql import parts

    chosen: dict[str, dict[str, tuple[str, str, str]]] = {}
    with current(folder / "store") as snapshot:
        graph = StoreGraph(snapshot)
        names = Names(graph)
        for question in packaged():
            given = {
                one.name: names.of(one.kind)[0].node if one.kind in KINDS else OTHERS[one.kind]
                for one in question.parameters
                if not one.standard
            }
            values = values_of(question, given, graph, names)
            chosen[question.name] = {n: parts(v.term) for n, v in values.items() if v.term is not None}
    (folder / "values.json").write_text(json.dumps(chosen), encoding="utf-8")
    report({})


def _chosen(folder: Path, name: str) -> dict[str, tuple[str, str, str]]:
    return json.loads((folder / "values.json").read_text(encoding="utf-8"))[name]


def _make(folder: Path, documents: int) -> None:
    """Write the quads of generated documents as one file and as a store."""
    from material import quads_of

    from graph.extract import read_statements
    from graph.gazetteer import load_gazetteer
    from graph.read import read_document
    from graph.resolve import link
    from graph.store.generations import writing
    from graph.store.triples import Place, vocabulary_quads
    from graph.vocabulary import load_vocabulary
    from graph.workspace import BASE

    vocabulary, gazetteer = load_vocabulary(), load_gazetteer()
    place = gazetteer.municipality(generate.MUNICIPALITY)
    docs = [read_document(text.encode(), name) for name, text in map(generate.document, range(documents))]
    readings = [
        read_statements(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=place) for doc in docs
    ]
    linker = link(readings, municipality=place.stem)
    here = Place(base=BASE, slug=place.slug, label=place.name)
    with writing(folder / "store") as writer, (folder / "all.nq").open("w", encoding="utf-8") as file:
        shards = [writer.put("_ordlista", vocabulary_quads(vocabulary, here))]
        for doc, reading in zip(docs, readings, strict=True):
            lines = quads_of(doc, reading, linker, vocabulary, place)
            file.writelines(f"{line}\n" for line in lines)
            shards.append(writer.put(doc.id, lines))
        writer.publish(shards).close()
    report({"documents": len(docs)})


def _memory(folder: Path) -> None:
    import pyoxigraph as ox

    with clock() as figures:
        store = ox.Store()
        store.bulk_load(path=str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS)
    report({**figures, "quads": len(store)})


def _disk(folder: Path) -> None:
    """Build a generation anew from the shards that are there, as a build does."""
    from graph.store.dataset import open_store
    from graph.store.generations import current, writing
    from graph.store.shards import Shard

    with current(folder / "store") as now:
        shards = [Shard(document, digest) for document, digest in now.documents.items()]
    with writing(folder / "store") as writer, clock() as figures:
        snapshot = writer.publish(shards, anew=True)
    report({**figures, "quads": len(open_store(snapshot))})


def _rdflib(folder: Path) -> None:
    from rdflib import Dataset

    with clock() as figures:
        ds = Dataset()
        ds.parse(folder / "all.nq", format="nquads")
    report({**figures, "quads": len(ds)})


def _ask(folder: Path, name: str) -> None:
    import pyoxigraph as ox

    from graph.store.asking import bound
    from graph.store.dataset import open_store
    from graph.store.generations import current

    given = {ox.Variable(key): bound(*term) for key, term in _chosen(folder, name).items()}
    with current(folder / "store") as snapshot:
        store = open_store(snapshot)
        text = _text(name)
        seconds = _seconds(lambda: sum(1 for _ in store.query(text, substitutions=given)))
        report({"seconds": seconds})


def _seconds(ask: Callable[[], object]) -> float:
    """Return the CPU seconds that a question takes once it has been asked: the median of three, if quick."""
    times = []
    for _ in range(1 + REPEATS):
        begun = time.process_time()
        ask()
        times.append(time.process_time() - begun)
        if times[0] > SLOW:
            return times[0]
    return statistics.median(times[1:])


def _ask_all(folder: str) -> dict[str, float]:
    """Ask every question in a process of its own, since Oxigraph has no limit on time."""
    figures = {}
    for question in packaged():
        try:
            found = child("loading.py", "ask", folder, question.name, seconds=SECONDS * (1 + REPEATS))
            figures[question.name] = found["seconds"]
        except subprocess.TimeoutExpired:
            figures[question.name] = float(SECONDS)
    return figures


def _ask_rdflib(folder: Path) -> None:
    from rdflib import Dataset, Literal, URIRef

    ds = Dataset()
    ds.parse(folder / "all.nq", format="nquads")
    signal.signal(signal.SIGALRM, _stop)
    figures: dict[str, float] = {}
    for question in packaged():
        given = {
            key: Literal(value, datatype=datatype) if datatype else URIRef(value)
            for key, (value, datatype, _) in _chosen(folder, question.name).items()
        }
        signal.alarm(SECONDS)
        ask = partial(_count, ds, question.text, given)
        try:
            figures[question.name] = _seconds(ask)
        except TimeoutError:
            figures[question.name] = SECONDS
        finally:
            signal.alarm(0)
    report(figures)


def _count(ds: Any, query: str, given: dict[str, Any]) -> int:
    return sum(1 for _ in ds.query(query, initBindings=given))


def _text(name: str) -> str:
    return next(question.text for question in packaged() if question.name == name)


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    mode, place, *rest = sys.argv[1:]
    if mode == "make":
        _make(Path(place), int(rest[0]))
    elif mode == "ask":
        _ask(Path(place), rest[0])
    else:
        modes = {
            "memory": _memory,
            "disk": _disk,
            "rdflib": _rdflib,
            "choose": _choose,
            "ask-rdflib": _ask_rdflib,
        }
        modes[mode](Path(place))
