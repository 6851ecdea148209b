"""Swedish for readers: clean text, lists, counts, dates and the order of å, ä and ö."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from graph.analysis import Basis
from graph.swedish import date_in_words
from graph.swedish import swedish_order as swedish_order
from graph.workspace import PUBLIC

date = date_in_words
NOTICE = "Maskinellt framtaget, granska mot källan."


def audience(profile: str, reviewer: str) -> str:
    """Return whom a file is for and, of a public one, who has reviewed it: what every file prints.

    >>> audience("intern", ""), audience("publik", "Ada Ek"), audience("publik", "")
    ('intern', 'publik, granskad av Ada Ek', 'publik, inte granskad: får inte läggas ut')
    """
    if profile != PUBLIC:
        return profile
    return f"{profile}, granskad av {line(reviewer)}" if reviewer else f"{profile}, {_UNREVIEWED}"


_UNREVIEWED = "inte granskad: får inte läggas ut"

# An assignment whose words begin with one of these reads as "i uppdrag att ...". A closed list,
# because adjectives and plurals end in -a too ("Gemensamma rutiner").
INFINITIVES = frozenset(
    "ansvara arbeta arrangera återkomma återrapportera avrapportera bedöma beakta besvara bevaka bidra bilda"
    " bjuda definiera delta driva erbjuda följa föreslå förbereda förbättra förtydliga genomföra granska"
    " hantera identifiera informera initiera inrätta inventera kartlägga klargöra komma komplettera lämna"
    " leda mäta minska öka ordna organisera planera presentera pröva rapportera redogöra redovisa revidera"
    " samla samordna samråda samverka se säkerställa skapa skriva stärka stödja ta teckna tillse tydliggöra"
    " undersöka upprätta uppdatera utarbeta utforma utreda utse utveckla utvärdera verka vidta".split()
)

_MARKS = {"\uf0b7": "•", "\u2028": "\n", "\u2029": "\n", "\ufeff": "", "\r": "\n"}
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Control characters but tab and line feed, lone surrogates, and U+FFFE and its like, which are no
# characters and break XML and XLSX.
_FORBIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_ODD = re.compile(f"[{_FORBIDDEN}{_BIDI}{''.join(_MARKS)}]")


def plain(text: str) -> str:
    r"""Return text that is safe and honest to show: no control characters, bidi marks spelled out.

    >>> plain("Väg\x00 \u202ein")
    'Väg [U+202E]in'
    """
    return _ODD.sub(_shown, text.replace("\r\n", "\n"))


def _shown(match: re.Match[str]) -> str:
    char = match[0]
    if char in _MARKS:
        return _MARKS[char]
    if unicodedata.category(char) == "Cf":
        return f"[U+{ord(char):04X}]"
    return "\ufffd" if "\ud800" <= char <= "\udfff" else ""


def line(text: str) -> str:
    """Return `plain` text on one line, spaces collapsed."""
    return " ".join(plain(text).split())


def listed(names: Sequence[str], *, most: int = 12) -> str:
    """Return the names as a Swedish list; beyond `most` the rest is counted.

    >>> listed(["polisen", "regionen", "skolan"])
    'polisen, regionen och skolan'
    """
    if len(names) > most:
        names = [*names[:most], f"{number(len(names) - most)} till"]
    return " och ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def number(value: int) -> str:
    """Return the number with a no-break space between thousands."""
    return f"{value:,}".replace(",", "\u00a0")


def counted(value: int, one: str, many: str) -> str:
    """Return `1 handling`, `2 handlingar`, `1 234 handlingar`."""
    return f"{number(value)} {one if value == 1 else many}"


def decimal(value: float) -> str:
    """Return the number with a decimal comma, as Swedish Excel reads it."""
    return f"{value:.2f}".replace(".", ",")


def searched(basis: Basis, name: Callable[[str], str]) -> str:
    """Return what was searched when something was not found: how many documents, of which kinds, from when.

    >>> searched(Basis(documents=2, kinds=(("samc:doc-memo", 2),), first="2031", last="2031-05"), str)
    '2 handlingar (samc:doc-memo: 2), daterade 2031 till maj 2031'
    """
    kinds = ", ".join(f"{name(kind)}: {count}" for kind, count in basis.kinds)
    days = " till ".join(dict.fromkeys(date(day) for day in (basis.first, basis.last) if day))
    told = counted(basis.documents, "handling", "handlingar") + (f" ({kinds})" if kinds else "")
    return f"{told}, daterade {days}" if days else told


def sentence(text: str) -> str:
    """Return the text with a capital first and a full stop last."""
    text = text.strip()
    closed = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return closed[:1].upper() + closed[1:]


def task(text: str) -> str:
    """Return what somebody was told to do: `i uppdrag att redovisa ...` or `ett uppdrag: ...`.

    >>> task("Redovisa resultatet."), task("Fem samarbetsuppdrag")
    ('i uppdrag att redovisa resultatet', 'ett uppdrag: Fem samarbetsuppdrag')
    """
    text = text.strip().rstrip(".")
    first = text.split(" ", 1)[0].lower()
    if first == "att" or first in INFINITIVES:
        return f"i uppdrag {'' if first == 'att' else 'att '}{text[:1].lower()}{text[1:]}"
    return f"ett uppdrag: {text}"


def unique(values: Iterable[str]) -> list[str]:
    """Return the values in order, each once."""
    return list(dict.fromkeys(values))
