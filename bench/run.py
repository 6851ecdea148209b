"""Measure speed and memory against other tools: ratios on the screen and in bench/out.

    python bench/run.py                          everything; about an hour on two idle cores
    python bench/run.py --only read --only load  some parts
    python bench/run.py --quick                  small amounts, to see that it runs
    python bench/run.py --only memory --documents 2000

CPU is user and system time of processes of their own; ours and the peer's run in turn, and a ratio is
the median over the rounds. Figures belong to the machine they were measured on: trust the ratios.
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable
from importlib.metadata import version

import building
import explorer
import loading
import overlapping
import pooling
import reading
import whole_line
from measure import HERE, Row

OUT = HERE / "out"
PEERS = ("spacy", "rdflib", "pyoxigraph", "pypdf", "python-docx", "trafilatura", "scipy", "networkx")


def main() -> int:
    args = _arguments()
    parts: dict[str, Callable[[], list[Row]]] = {
        "line": lambda: whole_line.rows(args.rounds, args.quick),
        "load": lambda: loading.rows(args.rounds, args.quick),
        "read": lambda: reading.rows(args.rounds, args.quick),
        "pool": lambda: pooling.rows(args.rounds, args.quick),
        "overlap": lambda: overlapping.rows(args.rounds, args.quick),
        "explorer": lambda: explorer.rows(min(args.rounds, 3), args.quick),
        "workers": lambda: building.worker_rows(args.rounds, args.quick),
        "memory": lambda: building.memory_rows(args.documents or (200 if args.quick else 10_000)),
    }
    rows, failed = [], {}
    for name in args.only or list(parts):
        try:
            found = parts[name]()
        except RuntimeError as error:  # one part that cannot run must not cost the others
            failed[name] = str(error)
            print(f"{name}: {error}")
            continue
        rows += found
        print("\n".join(map(_line, found)), flush=True)
    _write(rows, failed, quick=args.quick)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ("line", "load", "read", "pool", "overlap", "explorer", "workers", "memory")
    parser.add_argument("--only", action="append", choices=names, help="a part; may be said again")
    parser.add_argument("--rounds", type=int, default=5, help="how often each pair is run")
    parser.add_argument("--documents", type=int, default=0, help="documents of the memory part")
    parser.add_argument("--quick", action="store_true", help="small amounts")
    return parser.parse_args()


def _line(row: Row) -> str:
    met = {True: "met", False: "NOT MET", None: ""}[row.met]
    peer = "" if row.peer is None else f" against {row.peer:.3g}"
    return (
        f"{row.part:<11} {row.what}: {row.ours:.3g}{peer} {row.unit}, ratio {row.ratio:.3g}, "
        f"goal {row.goal} {met}\n            {row.note}"
    )


def _write(rows: list[Row], failed: dict[str, str], *, quick: bool) -> None:
    """Write results.json and results.md; the machine is named by what it is, not by when it ran."""
    OUT.mkdir(exist_ok=True)
    about = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "versions": {name: version(name) for name in PEERS},
        "quick": quick,
    }
    results = {"about": about, "rows": [row.as_dict() for row in rows], "failed": failed}
    text = json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True)
    (OUT / "results.json").write_text(text + "\n", encoding="utf-8")
    (OUT / "results.md").write_text("\n".join(_table(rows)) + "\n", encoding="utf-8")


def _table(rows: list[Row]) -> list[str]:
    lines = ["| part | what | ours | peer | ratio | goal | met | note |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        met = {True: "yes", False: "no", None: ""}[row.met]
        peer = "" if row.peer is None else f"{row.peer:.3g}"
        cells = (
            row.part,
            row.what,
            f"{row.ours:.3g} {row.unit}",
            peer,
            f"{row.ratio:.3g}",
            row.goal,
            met,
            row.note,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
