"""Abbreviations of names: what is one, and which names it can be read off."""

from __future__ import annotations

import re

from graph.resolve.nameforms import clean, split_head, words_of

# first parts of compounds, only to know where an abbreviation may take a letter inside a word
_PREFIXES = re.compile(
    r"(?:arbets?|barn|bildnings?|brotts?|byggnads|bygg|familje|fastighets?|folk|fritids|för|grund|gymnasie|"
    r"hälso|idrotts|kommun|kultur|landstings|lednings|livs|marknads|medels|miljö|närings|omsorgs|region|"
    r"räddnings|samhälls|samverkans|service|sjuk|skole?|social|stads|tjänste?|trafik|trygghets|ungdoms|ut|"
    r"utbildnings|verksamhets|vuxen|vårds|väl|över)(?=\w{3})"
)


def acronym(name: str) -> str:
    """Return the letters of a name that is an abbreviation, upper case, else "".

    >>> acronym("IFN:s"), acronym("SocN"), acronym("Navet"), acronym("SSPF-gruppen")
    ('IFN', 'SOCN', '', '')
    """
    text = clean(name).removesuffix(":s").removesuffix("-s")
    if " " in text or not text.isalpha() or not 2 <= len(text) <= 7:
        return ""
    if text[:-1].isupper() and text[-1] == "s" and len(text) > 2:
        text = text[:-1]
    capitals = sum(c.isupper() for c in text)
    return text.upper() if capitals >= 2 and text[0].isupper() and capitals * 2 >= len(text) else ""


def initials_fit(short: str, name: str) -> bool:
    """Tell whether an abbreviation can be read off a name: "IFN", "SOCN", "KSAU", "SBN".

    Every word gives its first letter, up to two more may follow it; the parts of a compound and
    the head give theirs, but only the head and the words' own first letters must occur.
    """
    return bool(re.fullmatch(_initials_pattern(name), short.casefold()))


def strict_initials(short: str, name: str) -> bool:
    """Tell whether the letters are the first letters of the words and of the head, no others."""
    parts = [part for word in _name_words(name) for part in _outer_parts(word)]
    return short.casefold() == "".join(part[0] for part in parts)


def _name_words(name: str) -> list[str]:
    return [w for w in words_of(name) if w not in ("och", "samt", "för", "i", "av", "den", "det")]


def _outer_parts(word: str) -> list[str]:
    split = split_head(word)
    return [split[0], split[1]] if split and split[0] else [word]


def _initials_pattern(name: str) -> str:
    return "".join(_part_pattern(part) for word in _name_words(name) for part in _outer_parts(word))


def _part_pattern(part: str) -> str:
    """Return a pattern for what a part may give: its letters from the start, then inner initials."""
    first = f"{part[0]}(?:{part[1:2]}(?:{part[2:3]})?)?" if len(part) > 2 else part[0]
    inner = [m.end() for m in _PREFIXES.finditer(part) if m.end() < len(part)]
    return first + "".join(f"{part[at]}?" for at in inner)
