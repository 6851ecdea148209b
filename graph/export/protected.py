"""What may not be told of people in public, found in texts: names, addresses, numbers, cases.

The words are data (`ontology/lookups/protected.csv`); the names come from the graph, which knows those
who signed or hold a post, and from the form of the text: a title or a party beside two capital words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from graph import resources, swedish
from graph.ids import slug

NAME, EMAIL, PHONE, ADDRESS, CASE = "[namn]", "[e-post]", "[telefon]", "[adress]", "[ärendenummer]"
PASSAGE = "[Passagen är maskerad: den rör en enskild.]"
FEW = "färre än tre"  # the least number of people that is told is three

_WORD = r"[A-ZÅÄÖÉÜ][^\W\d_]*(?:[-’'][A-ZÅÄÖÉÜ]?[^\W\d_]+)*"
_PARTICLE = r"(?:von|van|af|de|der|zu)"
_RUN = re.compile(rf"(?<![^\W_]){_WORD}(?:[ \t\xa0]*\n?[ \t\xa0]*(?:{_PARTICLE} )?{_WORD}|_{_WORD})*")
_TOKEN = re.compile(rf"{_WORD}|{_PARTICLE}\b")
_AROUND = re.compile(
    r"(?:\b[A-ZÅÄÖ]\. ?)+\[namn\]|\[namn\](?:,? \[namn\])+"
    rf"|\[namn\],? ?\((?:{'|'.join(sorted(swedish.words('parti')))})\)"
)
_ASIDE = re.compile(
    rf"\[namn\], ({_WORD})|(?<![^\W_])({_WORD}) (?:[A-ZÅÄÖ]\. )?\[namn\]"
    rf"|(?<=[^\W\d_A-ZÅÄÖ] )({_WORD})(?![^\W_])(?! [A-ZÅÄÖ])"
)
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[\w-]+")
_MOBILE = re.compile(r"(?<![\w/-])(?:\+46[ \-]?(?:\(0\))?|0046[ \-]?|0)7[02369](?:[ \-–]{0,3}\d){7}(?!\w)")
_LANDLINE = re.compile(r"(?<![\w/-])0\d{1,3}[ ]?[-–][ ]?\d{2,3}(?:[ ]?\d{2}){1,3}(?!\w)")
_STREET = (
    r"[A-ZÅÄÖ][\wåäöé]*(?:gatan|vägen|gränd|gränden|stigen|torget|backen|allén|plan|väg|gata|stig)"
    r"[ ]\d+[ ]?[A-Za-z]?\b"
    r"(?:(?: ?lgh ?\d+)?,? ?\d{3} ?\d{2} [A-ZÅÄÖ]\w+)?"
)
_HOME = re.compile(_STREET)
# Soft hyphens, signs of no width, and a word parted at the end of a line.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]|(?<=[^\W\d_])-\n(?=[a-zåäöé])")
_CASE = re.compile(r"\b(?:[A-ZÅÄÖ]{1,6}[ -]?)?(?:19|20)\d\d[-/:]\d{2,6}(?:[-/]\d+)?\b")


@cache
def listed(kind: str) -> frozenset[str]:
    """Return the words of one kind of protected.csv, in lower case."""
    rows = (row for row in resources.lookup("protected") if row["slag"] == kind)
    return frozenset(word.casefold() for row in rows for word in row["ord"].split("|"))


@cache
def _any(kind: str) -> re.Pattern[str]:
    words = sorted(listed(kind), key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


@cache
def _titled() -> re.Pattern[str]:
    """Return a pattern for two capital words beside a title or a party."""
    titles = "|".join(sorted(swedish.words("titel") | {"herr", "fru", "handläggaren"}))
    parties = "|".join(sorted(swedish.words("parti")))
    name = rf"{_WORD} (?:{_PARTICLE} )?{_WORD}"
    return re.compile(
        rf"\b(?i:{titles})(?:n|en|s)?:? (?P<one>{name})|(?P<two>{name}),? ?\((?:{parties})\)"
        rf"|(?P<three>{name})(?=,? (?i:{titles})\b)"
    )


@cache
def _few() -> re.Pattern[str]:
    kinds = "|".join(sorted(listed("räknade"), key=lambda word: (-len(word), word)))
    few = "|".join(sorted(listed("få")))
    number = rf"(?:(?<![\d§.,:/-])(?<!§ )(?<!punkt )(?<!kap\. )[12]|två|(?:(?<=\b)(?:{few}) (?:en|ett)))"
    return re.compile(
        rf"(?<!\w){number}(?= (?:\w+(?:a|e|ande|ade) )?(?:{kinds}|elev|person|klient|ungdom|familj)\b)",
        re.IGNORECASE,
    )


def is_private_mail(address: str, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether an e-mail address is a person's: named so, at a private provider, or of two names."""
    local, _, domain = address.casefold().partition("@")
    parts = [part for part in re.split(r"[._+-]", local) if part]
    if domain.split(".")[0] in listed("privat post") or names.intersection(map(slug, parts)):
        return True
    office = listed("funktionsbrevlåda")
    ends = tuple(listed("funktionsord"))
    return len(parts) > 1 and not any(part in office or part.endswith(ends) for part in parts)


def is_firm_of_one(quote: str) -> bool:
    """Tell whether a passage says that an actor is one person: in words, or by a number that was masked."""
    return bool(_any("enskild firma").search(quote))


class Names:
    """The names that are hidden; `known` are names of other things, which a surname alone must not hit."""

    def __init__(self, people: Iterable[str], firms: Iterable[str] = (), known: Iterable[str] = ()) -> None:
        self._firms = sorted({f for f in firms if f}, key=lambda f: (-len(f), f))
        self._full: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        others = {word.casefold() for name in known for word in re.findall(r"\w+", name)}
        others |= {word[:-1] for word in others if word.endswith("s")}
        self._last: set[str] = set()
        self._first: set[str] = set()
        for name in people:
            words = tuple(word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name))
            if len(words) > 1:
                self._full[words[0]].add(words)
                self._first.update({words[0]} - others)
                self._last.update({words[-1]} - others if len(words[-1]) > 3 else ())
        self.parts = frozenset(slug(word) for word in self._first | self._last if len(word) > 2)
        self._stand_in = lru_cache(maxsize=20_000)(self._without_slugs)  # the same few in every line
        slugs = sorted(
            {slug(" ".join(w)) for some in self._full.values() for w in some} | {slug(f) for f in self._firms}
        )
        self._slugs = {name: f"namn-{number}" for number, name in enumerate(slugs, 1) if name}
        self._in_slug = re.compile(
            rf"(?<![a-z0-9])(?:{'|'.join(sorted(self._slugs, key=lambda s: (-len(s), s)))})(?![a-z0-9])"
        ) if self._slugs else None  # fmt: skip

    def hide(self, text: str) -> str:
        """Return a text without the names, and without those that their place gives away."""
        for firm in self._firms:
            text = re.sub(rf"(?<!\w){re.escape(firm)}(?!\w)", NAME, text, flags=re.IGNORECASE)
        text = _titled().sub(self._beside, text)
        if self._full:
            text = _RUN.sub(self._in_run, text)
        text = _ASIDE.sub(self._first_too, text)
        previous = ""
        while text != previous:
            previous, text = text, _AROUND.sub(NAME, text)
        return text

    def _beside(self, found: re.Match[str]) -> str:
        group = next(name for name in ("one", "two", "three") if found[name])
        words = found[group].casefold().split()
        if any(swedish.analyse(word) for word in words):  # a body has a title before it, too
            return found[0]
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found[0][:start] + NAME + found[0][end:]

    def _first_too(self, found: re.Match[str]) -> str:
        """Hide a first name across a comma or initial with its surname, and one in mid sentence."""
        word = next(filter(None, found.groups()))
        if word.removesuffix("s").casefold() not in self._first and word.casefold() not in self._first:
            return found[0]
        return NAME if NAME in found[0] else found[0].replace(word, NAME)

    def _in_run(self, run: re.Match[str]) -> str:
        tokens = list(_TOKEN.finditer(run[0]))
        words = [token[0].casefold() for token in tokens]
        parts: list[str] = []
        done = i = 0
        while i < len(tokens):
            length, genitive = self._match(words, i)
            if length:
                parts += (run[0][done : tokens[i].start()], NAME, "s" if genitive else "")
                done = tokens[i + length - 1].end()
            i += length or 1
        return "".join((*parts, run[0][done:]))

    def _match(self, words: list[str], i: int) -> tuple[int, bool]:
        """Return how many words from `i` on are a hidden name, 0 for none, and whether in the genitive."""
        for name in sorted(self._full.get(words[i], ()), key=len, reverse=True):
            said = tuple(words[i : i + len(name)])
            if said[:-1] == name[:-1] and said[-1] in (name[-1], f"{name[-1]}s"):
                return len(name), said != name
        if words[i] in self._last:
            return 1, False
        genitive = words[i].endswith("s") and words[i][:-1] in self._last
        return int(genitive), genitive

    def hide_in_iri(self, iri: str) -> str:
        """Return an IRI without the names that its slugs spell; the same name gives the same stand-in."""
        return self._stand_in(iri)

    def _without_slugs(self, iri: str) -> str:
        return self._in_slug.sub(lambda found: self._slugs[found[0]], iri) if self._in_slug else iri


def hide(text: str, names: Names) -> str:
    """Return a text as the public may read it; one that needs no mask comes back as it is.

    The whole passage goes where it is marked as one person's; telephone numbers and street addresses
    go where a person is named, mobile numbers and addresses of homes everywhere.
    """
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    shown = _masked(composed, names)
    return text if shown == composed else shown


def _masked(text: str, names: Names) -> str:
    if _any("enskild sekretess").search(text):
        return PASSAGE
    shown = _MAIL.sub(lambda found: EMAIL if is_private_mail(found[0], names.parts) else found[0], text)
    shown = names.hide(shown)
    shown = _MOBILE.sub(PHONE, shown)
    if NAME in shown:
        shown = _HOME.sub(ADDRESS, _LANDLINE.sub(PHONE, shown))
    elif _any("bostad").search(shown):
        shown = _HOME.sub(ADDRESS, shown)
    if _any("enskilt mål").search(shown):
        shown = _CASE.sub(CASE, shown)
    return _few().sub(FEW, shown)
