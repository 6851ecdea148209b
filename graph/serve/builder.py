"""A process that builds one workspace, each time it is asked to: what it costs to start is paid once.

    python -c BOOT PATH ROOT       reads a line, builds, writes a line of JSON, and so on until its input ends

It is a process of its own so that the pages answer while it works, and so that a build in trouble can be
ended. It reads nothing that has not changed: after a decision only names and the graph are made anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from graph.serve.builder import work; work(sys.argv[2])"
)


def work(root: str) -> None:
    """Build whenever a line comes in."""
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing else may get into the answers
    for _ in sys.stdin:
        answers.write(json.dumps(_built(Path(root))) + "\n")
        answers.flush()


class _Newer(Exception):
    """There are decisions that the graph just published does not know yet."""


def _built(root: Path) -> dict[str, Any]:
    """Build and return how it went: `fel` and `vad` in Swedish, `upptagen` when another build is at it.

    `nyare` when people decided more meanwhile: then the files in `exports/` are left to the next build.
    """
    from graph.errors import BusyError, SamverkanError
    from graph.exporting import STAGE
    from graph.pipeline import build
    from graph.resolve.deciding import read_file
    from graph.state import decided_as, load_state
    from graph.workspace import Workspace

    ws = Workspace(root)

    def tell(stage: str, _done: int, _total: int) -> None:
        state = load_state(ws) if stage == STAGE else None
        if state and decided_as(read_file(ws.decisions)) != state.decided:
            raise _Newer

    try:
        report = build(ws, workers=1, tell=tell)
    except _Newer:
        return {"nyare": True}
    except SamverkanError as error:
        return {"fel": error.reason, "vad": error.way_out, "upptagen": isinstance(error, BusyError)}
    except Exception as error:
        return {"fel": f"Bygget gick inte ({type(error).__name__}).", "vad": "Kör samverkan build."}
    return {"anmarkningar": list(report.remarks)}
