"""Loading the dataset and asking the shipped questions, against rdflib's own memory store."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import generate
from measure import ROOT, Row, child, clock, median, paired, ratio_of_pairs, report

QUESTIONS = ROOT / "ontology" / "queries"
SECONDS = 20  # for one query; one that is stopped counts as this long
GRAIN = 0.01  # CPU seconds below which the clock cannot tell


def rows(rounds: int, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        child("loading.py", "make", folder, 60 if quick else 600)
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
    ours, peer = paired(
        max(1, rounds // 2),
        lambda: _ask_all(folder),
        lambda: child("loading.py", "ask-rdflib", folder),
    )
    names = sorted(name for name in ours[0] if name.endswith(".rq"))
    faster = {name: median(peer, name) / median(ours, name) for name in names}
    slowest = min(faster, key=lambda name: faster[name])
    total = sum(median(peer, name) for name in names) / sum(median(ours, name) for name in names)
    note = f"least: {faster[slowest]:.1f} times ({slowest})"
    for who, results in (("in Oxigraph", ours), ("in rdflib", peer)):
        stopped = [name for name in names if median(results, name) >= SECONDS]
        note += f"; stopped {who} after {SECONDS} s: {', '.join(stopped)}" if stopped else ""
    return [
        Row(
            part="queries",
            what=f"{len(names)} shipped questions",
            ours=sum(median(ours, n) for n in names),
            peer=sum(median(peer, n) for n in names),
            unit="CPU s",
            ratio=total,
            goal="at least 10",
            met=faster[slowest] >= 10,
            note=note,
        )
    ]


def _names() -> list[str]:
    return sorted(file.name for file in QUESTIONS.glob("*.rq"))


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
    from graph.store.dataset import open_store
    from graph.store.generations import current

    query = (QUESTIONS / name).read_text(encoding="utf-8")
    with current(folder / "store") as snapshot:
        store = open_store(snapshot)
        with clock() as figures:
            rows = sum(1 for _ in store.query(query))
    report({**figures, "rows": rows})


def _ask_all(folder: str) -> dict[str, float]:
    """Ask every question in a process of its own, since Oxigraph has no limit on time."""
    figures = {}
    for name in _names():
        try:
            figures[name] = max(child("loading.py", "ask", folder, name, seconds=SECONDS)["cpu"], GRAIN)
        except subprocess.TimeoutExpired:
            figures[name] = float(SECONDS)
    return figures


def _ask_rdflib(folder: Path) -> None:
    from rdflib import Dataset

    ds = Dataset()
    ds.parse(folder / "all.nq", format="nquads")
    signal.signal(signal.SIGALRM, _stop)
    figures: dict[str, float] = {}
    for name in _names():
        query = (QUESTIONS / name).read_text(encoding="utf-8")
        signal.alarm(SECONDS)
        try:
            with clock() as figure:
                figures["rows"] = sum(1 for _ in ds.query(query))
            figures[name] = figure["cpu"]
        except TimeoutError:
            figures[name] = SECONDS
        finally:
            signal.alarm(0)
    report(figures)


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    mode, place, *rest = sys.argv[1:]
    if mode == "make":
        _make(Path(place), int(rest[0]))
    elif mode == "ask":
        _ask(Path(place), rest[0])
    else:
        {"memory": _memory, "disk": _disk, "rdflib": _rdflib, "ask-rdflib": _ask_rdflib}[mode](Path(place))
