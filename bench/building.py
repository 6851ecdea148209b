"""The build itself: one worker against two, again without changes, and memory as documents grow in number."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import generate
from measure import Row, child, clock, median, paired, ratio_of_pairs, report

CEILING = 1500.0  # MB


def worker_rows(rounds: int, quick: bool) -> list[Row]:
    """One worker against two, on the stage that uses them: reading and finding statements."""
    documents = 60 if quick else 300
    one, two = paired(
        rounds, lambda: child("building.py", documents, 1), lambda: child("building.py", documents, 2)
    )
    found = []
    for key, what in (("reading", "reading and extraction"), ("wall", "the whole build")):
        faster = ratio_of_pairs(one, two, key)
        met = faster >= 1.8 if key == "reading" else None
        found.append(
            Row(
                part="workers",
                what=f"{what}, {documents} documents, 2 workers against 1",
                ours=median(two, key),
                peer=median(one, key),
                unit="wall s",
                ratio=faster,
                met=met,
                goal="at least 1.8" if key == "reading" else "none set",
                note=f"wall clock, needs two free cores; CPU {median(two):.1f} against {median(one):.1f} s",
            )
        )
    return [*found, _again(documents, two)]


def _again(documents: int, runs: list[dict[str, float]]) -> Row:
    """What a build costs that finds nothing to do: it reads and hashes all that it stands on."""
    again = median(runs, "again")
    return Row(
        part="again",
        what=f"build of {documents} documents without any change",
        ours=again,
        peer=None,
        unit="CPU s",
        ratio=again / median(runs, "cpu"),
        goal="none set",
        met=None,
        note=f"the ratio is to the first build; hashing the store of {median(runs, 'stored'):.0f} MB "
        f"is {median(runs, 'hashing'):.2f} s of it",
    )


def memory_rows(documents: int) -> list[Row]:
    """The largest resident set of the build, at a tenth and at all of the documents."""
    sizes = sorted({max(1, documents // 10), documents})
    figures = {size: child("building.py", size, 2, seconds=36_000) for size in sizes}
    peaks = {size: max(found["rss"], found["rss_workers"]) for size, found in figures.items()}
    grown = peaks[sizes[-1]] / peaks[sizes[0]]
    last = figures[sizes[-1]]
    stages = ", ".join(f"{name[4:]} {last[name]:.0f}" for name in last if name.startswith("rss:"))
    what = f"build of {documents} documents, {last['characters'] / 1e6:.0f} M characters"
    return [
        Row(
            part="memory",
            what=what,
            ours=peaks[documents],
            peer=None,
            unit="MB",
            ratio=peaks[documents] / CEILING,
            goal="at most 1 (1,500 MB)",
            met=peaks[documents] <= CEILING,
            note=f"build {last['rss']:.0f} MB, a worker {last['rss_workers']:.0f} MB; {last['wall']:.0f} s. "
            f"Highest so far when a stage began: {stages}",
        ),
        Row(
            part="memory",
            what=f"growth from {sizes[0]} to {documents} documents",
            ours=peaks[documents],
            peer=peaks[sizes[0]],
            unit="MB",
            ratio=grown,
            goal="at most 1.2 (flat)",
            met=grown <= 1.2,
            note="; ".join(f"{size}: {peak:.0f} MB" for size, peak in peaks.items()),
        ),
    ]


def _build(documents: int, workers: int) -> None:
    from graph.pipeline import build
    from graph.store.generations import current
    from graph.store.verify import is_sound
    from graph.workspace import init_workspace

    figures: dict[str, float] = {}
    starts: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if stage not in starts:
            starts[stage] = time.perf_counter()
            figures[f"rss:{stage}"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if done == total and len(starts) == 1:
            figures["reading"] = time.perf_counter() - starts[stage]

    with tempfile.TemporaryDirectory() as folder:
        ws = init_workspace(Path(folder) / "ws")
        figures["characters"] = generate.write(ws.documents, documents, 10_000)
        with clock() as clocked:
            build(ws, municipality=generate.MUNICIPALITY, workers=workers, tell=tell)
        with clock() as again:
            build(ws, municipality=generate.MUNICIPALITY, workers=workers)
        with current(ws.store) as snapshot, clock() as hashing:
            is_sound(snapshot)
        figures["stored"] = sum(file.stat().st_size for file in ws.store.rglob("*") if file.is_file()) / 1e6
    report({**figures, **clocked, "again": again["cpu"], "hashing": hashing["cpu"]})


if __name__ == "__main__":
    _build(int(sys.argv[1]), int(sys.argv[2]))
