"""Names that are no names: they only say what kind of thing is meant."""

from __future__ import annotations

import re

from graph.resolve.nameforms import LINKS, is_bare_head, split_head, words_of

_EMPTY = LINKS | frozenset(
    "en ett denna detta aktuella berörd berörda lokala gemensamma gemensam ny nya vår respektive samma "
    "egen egna".split()
)
_MODIFIERS = frozenset(
    "arbets styr lednings samverkans samråds referens projekt berednings samordnings insats handlings "
    "verksamhets åtgärds revisions gransknings samarbets skrivelse del slut års uppföljnings "
    "utvärderings hand".split()
)
_COMMON = re.compile(
    r"(?:granskning|revision|utredning|rapport|skrivelse|yttrande|svar|protokoll|missiv|tjänsteskrivelse|"
    r"tjänsteutlåtande|remiss|motion|bilaga|reglemente|arbetsordning|protokollsutdrag|underlag|"
    r"beslutsunderlag|lista|mall|checklista|process|modell|arbetssätt|insats|dokument|handling)"
    r"(?:en|n|et|t|er|ar|or|a|na|erna|arna)?s?"
)


# A municipality has one council and one set of auditors: their bare names mean the same in every document.
_UNIQUE = frozenset("revisorerna revisorer revisionen fullmäktige".split())


def is_generic(name: str) -> bool:
    """Tell whether a name only says what kind of thing it is; it means another thing in every document.

    >>> is_generic("den lokala styrgruppen"), is_generic("Styrgruppen för trygghet")
    (True, False)
    """
    words = [w for w in words_of(name) if w not in _EMPTY]
    if _UNIQUE.issuperset(words):
        return False
    return all(is_bare_head(w) or _is_common(w) for w in words)


def _is_common(word: str) -> bool:
    split = split_head(word)
    if split and split[0] in _MODIFIERS:
        return True
    return bool(_COMMON.fullmatch(word)) or any(
        word.startswith(m) and _COMMON.fullmatch(word[len(m) :]) for m in _MODIFIERS
    )
