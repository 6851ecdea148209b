"""Break paragraphs into lines, splitting Swedish words at line ends as a careless typesetter does."""

from __future__ import annotations

import re
from collections.abc import Callable

_VOWELS = "aeiouyåäöéAEIOUYÅÄÖ"
# a break may stand between two consonants that have a vowel before and after them: kom-mun, sam-arbete
_BREAK = re.compile(rf"(?<=[{_VOWELS}])([^\W\d_{_VOWELS}])(?=[^\W\d_{_VOWELS}][{_VOWELS}])")
LEAST = 4  # letters on either side of a split


def wrap(text: str, fits: Callable[[str], bool], hyphenate: bool) -> list[str]:
    """Return the lines of a text so that `fits` holds for each; a word longer than a line stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if fits(longer) or not line:
            line = longer
            continue
        head, tail = "", word
        if hyphenate:
            head, tail = _split(word, line, fits)
        lines.append(f"{line} {head}" if head else line)
        line = tail
    return [*lines, line] if line else lines


def _split(word: str, line: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """Return the longest head that fits on the line, with its hyphen, and the rest; "" when none does."""
    if "-" in word or "@" in word or not word[:1].islower():
        return "", word  # names, addresses and suspended hyphens are not split
    places = [m.end() for m in _BREAK.finditer(word) if m.end() >= LEAST and len(word) - m.end() >= LEAST]
    for place in reversed(places):
        if fits(f"{line} {word[:place]}-"):
            return word[:place] + "-", word[place:]
    return "", word
