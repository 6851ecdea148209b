"""The head of a query file: comment lines `# Key: value` before the query; a key may come again."""

from __future__ import annotations

import re

_LINE = re.compile(r"# ?(?P<key>[^\W\d_][\w ]*): ?(?P<value>.*)")


def read_head(text: str) -> dict[str, list[str]]:
    r"""Return key -> values in order; a line that begins with three blanks goes on with the one before.

    >>> read_head("# Titel: Forum\n#   utan mål\\n# Grad: info\\nSELECT ...")
    {'Titel': ['Forum utan mål'], 'Grad': ['info']}
    """
    found: dict[str, list[str]] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        told = _LINE.fullmatch(line)
        if line.startswith("#   ") and key:
            found[key][-1] += " " + line[1:].strip()
        elif told:
            key = told["key"].strip()
            found.setdefault(key, []).append(told["value"].strip())
    return found
