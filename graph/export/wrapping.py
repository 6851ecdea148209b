"""Labels in lines: Swedish compounds break before their head, never in the middle of a stem."""

from __future__ import annotations

import re

# What compounds in names of bodies, forums and matters end with; a break before it reads well.
_HEADS = (
    "nämnden|nämnderna|nämnder|nämnd|förvaltningen|förvaltningarna|förvaltningar|förvaltning|styrelsen|styrelse"
    "|fullmäktige|verksamheten|verksamheter|verksamhet|utbildnings|utbildning|omsorgs|omsorgen|omsorg"
    "|samverkans|samverkan|samarbets|samarbete|samordning|gruppen|grupperna|grupper|grupp|skolorna|skolan|skola"
    "|bolagen|bolaget|bolag|enheten|enheter|enhet|kontoret|kontor|avdelningen|avdelning|organisationerna"
    "|organisationer|organisation|fördelningen|fördelning|överföringen|överföring|uppföljning|definitioner|definition|processen|processer"
    "|process|uppdragen|uppdraget|uppdrag|planen|plan|programmet|program|överenskommelsen|överenskommelse"
    "|anmälan|områden|området|område|förutsättningar|utveckling|resultatet|resultat|arbetet|arbete|rådet|råd"
    "|utdrag|rapporten|rapport|formerna|former|form|insatser|insats|tjänsten|tjänst|förbundet|förbund|föreningen|föreningar|förening"
)
_BREAKS = re.compile(rf"(?<=\w\w\w)(?=(?:{_HEADS})(?:s\b|\b|(?=\w{{4}})))", re.IGNORECASE)
SOFT = "\u00ad"


def soft(label: str) -> str:
    """Return the label with soft hyphens where its long words may break."""
    return " ".join(_BREAKS.sub(SOFT, word) if len(word) > 14 else word for word in label.split())


def wrapped(label: str, *, width: int, most: int) -> list[str]:
    """Return the label in at most `most` lines of about `width` characters; `…` marks a cut.

    >>> wrapped("Individ- och familjeomsorgsnämnden", width=22, most=3)
    ['Individ- och familje-', 'omsorgsnämnden']
    """
    lines = [""]
    for word in label.split():
        _add(lines, word, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 1].rstrip(" -") + "…"]
    return lines


def _add(lines: list[str], word: str, width: int) -> None:
    """Put a word on the last line, or its first parts with a hyphen, or on a new line."""
    joint = " " if lines[-1] else ""
    if len(lines[-1]) + len(joint) + len(word) <= width:
        lines[-1] += joint + word
        return
    head, tail = _split(word, width - len(lines[-1]) - len(joint)) if len(word) > width // 2 else ("", word)
    if head:
        lines[-1] += joint + head
        lines.append("")
        _add(lines, tail, width)
    elif lines[-1]:
        lines.append("")
        _add(lines, word, width)
    else:
        _force(lines, word, width)


def _split(word: str, room: int) -> tuple[str, str]:
    """Return the longest beginning that fits in `room`, with its hyphen, and the rest."""
    places = [*_hyphens(word), *(m.start() for m in _BREAKS.finditer(word))] if len(word) > 12 else []
    place = max((p for p in places if p + 1 <= room and len(word) - p >= 4), default=0)
    return (word[:place].removesuffix("-") + "-", word[place:]) if place else ("", word)


def _hyphens(word: str) -> list[int]:
    return [m.end() for m in re.finditer(r"\w-(?=\w)", word)]


def _force(lines: list[str], word: str, width: int) -> None:
    # A word without a known joint and longer than a line: cut hard rather than run out of the box.
    if len(word) <= width:
        lines[-1] = word
        return
    lines[-1] = word[: width - 1] + "-"
    lines.append("")
    _add(lines, word[width - 1 :], width)
