"""Write the examples in the README anew: run each call in a built demo and put in what it prints.

usage: examples.py DEMO
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
EXAMPLE = re.compile(r"^    \$ \.venv/bin/samverkan (.+)\n((?:    .*\n|\n(?=    ))+)", re.MULTILINE)


def anew(found: re.Match[str], demo: str) -> str:
    """Return the example with what its call prints now; one that ends in dots keeps its length."""
    call, before = found[1], found[2].splitlines()
    words = [demo if word == "demo" else word for word in shlex.split(call)]
    done = subprocess.run(
        [sys.executable, "-m", "graph", *words], capture_output=True, encoding="utf-8", check=True
    )
    lines = done.stdout.splitlines()
    if before[-1].strip() == "...":
        lines = [*lines[: len(before) - 1], "..."]
    return "".join(f"    {line}".rstrip() + "\n" for line in (f"$ .venv/bin/samverkan {call}", *lines))


def main() -> None:
    """Rewrite the README in place."""
    text = README.read_text(encoding="utf-8")
    README.write_text(EXAMPLE.sub(lambda found: anew(found, sys.argv[1]), text), encoding="utf-8")


if __name__ == "__main__":
    main()
