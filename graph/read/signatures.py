"""Find signatures: names with the posts of those who sign, on alternating lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = r"(?:[A-ZÅÄÖÉÜ][a-zåäöéüèæø]+(?:[-'’][A-ZÅÄÖ]?[a-zåäöé]+)*|[A-ZÅÄÖ]\.)"
_NAME = re.compile(rf"{_WORD}(?: (?:(?:von|af|de|van|al) )?{_WORD}){{1,5}}(?: \([A-ZÅÄÖ]{{1,3}}\))?(?:\t.*)?")
_POST = re.compile(
    r"(?:chef|direktör|ordförande|kommunalråd|regionråd|borgarråd|oppositionsråd|sekreterare|handläggare|strateg|"
    r"utredare|samordnare|rektor|jurist|controller|ekonom|koordinator|ledare|revisor|utvecklare|inspektör|arkitekt|"
    r"ingenjör|justerare|landshövding|föreståndare|VD|ledamot|ombud|specialist|rådgivare|planerare|konsult)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:nämnd|styrelse|förvaltning|kontor|kommun|fullmäktige|utskott|region|råd|enhet|avdelning|förbund|bolag|stad|"
    r"skola|skolan|myndighet|polisen|grupp|forum|diarie|revision)(?:en|et|n|s|na|erna|ens|ets|ns)?\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:underskrift|vid protokollet|justera[st]?|sekreterare|ordförande|datum|ort|ort och datum)[ .:_…]*|"
    r"(?:för|på uppdrag av) [^.:!?]{3,60}",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\S+@\S+|(?:tel|telefon|mobil)?[.:]? ?[\d +–-]{6,}|för .{3,60}", re.IGNORECASE)
_TOGETHER = re.compile(rf"{_WORD} {_WORD},? ((?:[\w-]+ ){{0,4}}[\w-]+)")
_LONGEST = 100


def signature_blocks(lines: Sequence[str]) -> set[int]:
    """Return the indexes of the lines that are a name with a post, and of what stands between such.

    >>> sorted(signature_blocks(["Vi ses.", "Ada Ek", "Kommunchef"]))
    [1, 2]
    """
    found = {i for i, line in enumerate(lines) if _is_both(line)}
    for i in range(len(lines) - 1):
        # Beside a signature a name is one too, whatever the post is called.
        if is_name(lines[i]) and (is_post(lines[i + 1]) or (i - 1 in found and _is_short(lines[i + 1]))):
            found |= {i, i + 1}
    for i in sorted(found):
        if i and i - 1 not in found and _LABEL.fullmatch(lines[i - 1]):
            found.add(i - 1)
    return found | {i for i, line in enumerate(lines) if i - 1 in found and _CONTACT.fullmatch(line)}


def _is_both(line: str) -> bool:
    """Return whether a line is a name and the post of its bearer."""
    match = _TOGETHER.fullmatch(line) if len(line) <= _LONGEST else None
    return match is not None and bool(_POST.search(match[1])) and not _BODY.search(line)


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST and line[0].isupper() and len(line.split()) <= 4 and line[-1] not in ".:"


def is_name(line: str) -> bool:
    """Return whether a line is one name or two, and nothing else."""
    return (
        len(line) <= _LONGEST
        and bool(_NAME.fullmatch(line))
        and not _BODY.search(line)
        and not _POST.search(line)
    )


def is_post(line: str) -> bool:
    """Return whether a line is the title of a post, or of two."""
    if line.islower():
        return len(line.split()) <= 2 and bool(_POST.search(line)) and line[-1].isalpha()
    if len(line) > _LONGEST or line.endswith((".", ":", ",")) or not line[0].isupper():
        return False
    return bool(_POST.search(line)) and len(line.split()) <= 8
