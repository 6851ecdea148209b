"""Loads the cues and frames of ontology/frames/*.toml: what the language looks like is data.

A *cue* is a list of patterns on the text of a sentence, of which any one may match. A *frame* is a
pattern on a sentence's form, with typed arguments (`forms`). In both `{name}` stands for a list of
macros.toml. A name is `file.key`; an unknown one raises KeyError, which names the known ones.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from graph import resources
from graph.extract.anchors import Anchored
from graph.extract.forms import compile_form

_MACRO = re.compile(r"\{([a-z_]+)\}")
_loaded: dict[tuple[str, bool], list[Anchored]] = {}
"""(name, whether it reads the form) -> what was made of it, for whoever asks which of them match."""


def cue(name: str) -> Anchored:
    """Return one pattern that matches where any of the cue's patterns does, case ignored."""
    patterns = _patterns(name)
    if any("(?P<" in pattern for pattern in patterns):
        # A match must know the groups of every alternative, so they stay one pattern.
        patterns = ["|".join(patterns)]
    return _note(name, False, Anchored([re.compile(pattern, re.IGNORECASE) for pattern in patterns]))


def frame(name: str) -> Anchored:
    """Return one pattern on the form that matches where any of the frame's patterns does."""
    return _note(name, True, Anchored([compile_form("|".join(_patterns(name)))]))


def frames(name: str) -> tuple[Anchored, ...]:
    """Return the frame's patterns on the form, in the order in which they are tried."""
    return tuple(_note(name, True, Anchored([compile_form(pattern)])) for pattern in _patterns(name))


def matching(text: str, form: str) -> Iterator[tuple[str, str]]:
    """Yield (name, what it matches) for each cue and frame that matches a sentence, by name."""
    for (name, on_form), patterns in sorted(_loaded.items()):
        hits = (pattern.search(form if on_form else text) for pattern in patterns)
        yield from ((name, hit.group()) for hit in hits if hit and hit.group())


def _note(name: str, on_form: bool, pattern: Anchored) -> Anchored:
    _loaded.setdefault((name, on_form), []).append(pattern)
    return pattern


def cued(name: str) -> tuple[tuple[str, Anchored], ...]:
    """Return (concept, pattern on the text) for each concept of a table, in order."""
    return tuple((concept, cue(f"{name}.{concept}")) for concept in _table(name))


def framed(name: str) -> tuple[tuple[str, Anchored], ...]:
    """Return (concept, pattern on the form) for each pattern of each concept of a table, in order."""
    return tuple((concept, found) for concept in _table(name) for found in frames(f"{name}.{concept}"))


@lru_cache(maxsize=64)
def _file(stem: str) -> dict[str, Any]:
    return tomllib.loads(resources.path(f"frames/{stem}.toml").read_text(encoding="utf-8"))


def _table(name: str) -> dict[str, Any]:
    stem, _, key = name.partition(".")
    found: dict[str, Any] = _file(stem)
    for part in key.split(".") if key else []:
        if part not in found:
            raise KeyError(f"no {name} in frames/{stem}.toml; known there: {', '.join(sorted(found))}")
        found = found[part]
    return found


def _patterns(name: str) -> list[str]:
    return [_MACRO.sub(lambda hit: _file("macros")[hit.group(1)], pattern) for pattern in _table(name)]
