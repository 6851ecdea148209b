"""Run something in a process of its own, count its CPU and memory, and compare it with a peer."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the result: `ratio` is what `goal` speaks of ("at least 20", "at most 0.1").

    `ours` and `peer` are medians in `unit`; `met` is None where there is no goal.
    """

    part: str
    what: str
    ours: float
    peer: float | None
    unit: str
    ratio: float
    goal: str
    met: bool | None
    note: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the row for a program, numbers rounded to four digits."""
        return {
            key: float(f"{value:.4g}") if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }


def child(script: str, *args: object, seconds: float = 7200) -> dict[str, float]:
    """Run a script of this folder and return the figures it prints as JSON on its last line.

    RuntimeError with the end of what it said when it fails.
    """
    command = [sys.executable, str(HERE / script), *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=env, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])}: {done.stderr.strip()[-800:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def paired(
    rounds: int, first: Callable[[], dict[str, float]], second: Callable[[], dict[str, float]]
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Run both in turn, the one that begins alternating, so that a busy machine hits both alike."""
    ours: list[dict[str, float]] = []
    peer: list[dict[str, float]] = []
    for number in range(rounds):
        for run, results in ((first, ours), (second, peer))[:: 1 if number % 2 == 0 else -1]:
            results.append(run())
    return ours, peer


def median(results: Sequence[dict[str, float]], key: str = "cpu") -> float:
    return statistics.median(result[key] for result in results)


def ratio_of_pairs(
    over: Sequence[dict[str, float]], under: Sequence[dict[str, float]], key: str = "cpu"
) -> float:
    """Return the median of the ratios round by round."""
    return statistics.median(a[key] / b[key] for a, b in zip(over, under, strict=True))


@contextmanager
def clock() -> Iterator[dict[str, float]]:
    """Fill in `cpu` (user and system seconds of this process and its ended children) and `wall`."""
    figures: dict[str, float] = {}
    before, start = _cpu(), time.perf_counter()
    yield figures
    figures["cpu"] = _cpu() - before
    figures["wall"] = time.perf_counter() - start


def _cpu() -> float:
    return sum(os.times()[:4])


def report(figures: dict[str, float]) -> None:
    """Print a child's figures for `child` to read, with the largest resident sets in MB so far."""
    for name, who in (("rss", resource.RUSAGE_SELF), ("rss_workers", resource.RUSAGE_CHILDREN)):
        figures[name] = resource.getrusage(who).ru_maxrss / 1024
    print(json.dumps(figures))
