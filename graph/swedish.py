"""Facts and forms of Swedish that every reader of names needs.

The facts are tables in `ontology/lookups` (heads.csv, false_friends.csv, stems.csv, words.csv);
this module reads them and answers questions about single words. Words go in and come out in NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from graph import resources

_LOAN = 7  # letters from which -erar and -eras are verbs: implementerar, not kameras
VOWELS = "aeiouyåäö"
_SENTENCE_END = re.compile(r"[.!?…](?:[”\")\]]+)?\s+(?=[”\"(]?[A-ZÅÄÖ0-9§])|\n+")
_SHORT_WORDS = frozenset(
    "bl.a t.ex dvs d.v.s m.m m.fl o.s.v osv kl ca nr dnr org tel st s.k f.d fr.o.m t.o.m ev resp jfr kap"
    " prop".split()
)


# One table is read per process; compared by identity, so that what is derived from a head can be cached.
@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A head noun of names (nämnd, förvaltning, råd ...) with what it says about the thing.

    `rule` is `fritt`, `listad` or `namn`; `modifiers` are the ones that `listad` allows.
    """

    lemma: str
    definite: str
    plural: str
    plural_definite: str
    kind: str
    types: tuple[str, ...]
    concept: str
    rule: str
    modifiers: frozenset[str]
    false: frozenset[str]
    named: str

    def accepts(self, modifier: str) -> bool:
        """Return whether a compound with this modifier can be a thing of this kind."""
        if self.fools(modifier):
            return False
        return self.rule != "listad" or modifier in self.modifiers

    def fools(self, modifier: str) -> bool:
        """Return whether the head with this modifier is another word: om+råden, kapital+förvaltning."""
        return modifier in self.false or any(
            end[0] == "-" and modifier.endswith(end[1:]) for end in self.false
        )


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected word with a head noun: `modifier` is what stands before the head, in lower case."""

    head: Head
    modifier: str
    plural: bool
    definite: bool
    genitive: bool


@cache
def words(name: str) -> frozenset[str]:
    """Return a closed class of words.csv ("funktion", "bestämning", "titel" ...)."""
    table = {row["klass"]: frozenset(row["ord"].split()) for row in resources.lookup("words")}
    return table[name]


@cache
def stems() -> frozenset[str]:
    """Return the first parts that coordinated names are made of: individ, hälso, kultur ..."""
    return frozenset(row["stam"] for row in resources.lookup("stems"))


@cache
def heads() -> Mapping[str, Head]:
    """Return the head nouns by lemma."""
    false: dict[str, set[str]] = {}
    for row in resources.lookup("false_friends"):
        false.setdefault(row["ord"], set()).update(row["förled"].split())
    return {row["ord"]: _head(row, frozenset(false.get(row["ord"], ()))) for row in resources.lookup("heads")}


def _head(row: Mapping[str, str], false: frozenset[str]) -> Head:
    return Head(
        lemma=row["ord"],
        definite=row["bestämd"],
        plural=row["plural"],
        plural_definite=row["bestämd plural"],
        kind=row["slag"],
        types=tuple(row["klass"].split()),
        concept=row["begrepp"],
        rule=row["villkor"],
        modifiers=frozenset(row["förled"].split()),
        false=false,
        named=row["namnform"] or row["bestämd"],
    )


@cache
def _endings() -> Mapping[str, tuple[Head, bool, bool, bool]]:
    """Return ending -> (head, plural, definite, genitive); the singular wins where forms coincide."""
    found: dict[str, tuple[Head, bool, bool, bool]] = {}
    for head in heads().values():
        for form, plural, definite in (
            (head.definite, False, True),
            (head.lemma, False, False),
            (head.plural_definite, True, True),
            (head.plural, True, False),
        ):
            found.setdefault(form, (head, plural, definite, False))
            found.setdefault(genitive(form), (head, plural, definite, True))
    return found


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(ending) for ending in _endings()}, reverse=True))


def analyse(word: str) -> Form | None:
    """Return the head noun at the end of a word, or None; false friends are no head.

    >>> analyse("Socialnämndens").head.lemma
    'nämnd'
    """
    low = word.casefold()
    endings = _endings()
    for length in _lengths():
        found = endings.get(low[-length:]) if length <= len(low) else None
        if found:
            head, plural, definite, owned = found
            modifier = low[:-length].rstrip("-:")
            return Form(head, modifier, plural, definite, owned) if not head.fools(modifier) else None
    return None


def genitive(word: str) -> str:
    """Return the genitive: -s, :s after an acronym, the word itself when it ends in s, x or z."""
    last = word.rpartition(" ")[2]
    if len(last) > 1 and last.isupper():
        return f"{word}:s"
    return word if word[-1:].casefold() in "sxz" else word + "s"


def ungenitive(word: str) -> str:
    """Return the word without a genitive -s; endings such as -ås, -näs and -fors keep theirs."""
    low = word.casefold()
    if not low.endswith("s") or low.endswith(tuple(words("s-slut"))) or len(low) < 4:
        return word
    return word[:-1].removesuffix(":") if word[-2] != ":" else word[:-2]


def inflections(noun: str) -> frozenset[str]:
    """Return the forms a noun or adjective can take, in lower case; more than exist, never fewer."""
    low = noun.casefold()
    if low.endswith("are"):
        return _with_genitives({low, f"{low}n", f"{low[:-1]}na"})
    if low.endswith("a"):
        return _formed(low[:-1], "a an or orna t na")
    if low.endswith("e"):
        return _formed(low[:-1], "e en ar arna er erna et ena n")
    if low[-1:] in VOWELS:
        return _formed(low, "n t r rna na a") | {low}
    return _formed(low, "en et ar arna er erna a t e na") | {low, genitive(low)}


def _formed(base: str, endings: str) -> frozenset[str]:
    return _with_genitives({base + ending for ending in endings.split()})


def _with_genitives(forms: set[str]) -> frozenset[str]:
    return frozenset(forms | {genitive(form) for form in forms if form})


@lru_cache(maxsize=50_000)
def finite(word: str) -> bool:
    """Return whether a word is a finite verb of the class `finit` or one of its regular forms.

    >>> finite("läggs"), finite("omfattade"), finite("insatser")
    (True, True, False)
    """
    low, verbs = word.casefold(), words("finit")
    if low in verbs:
        return True
    for ending, base in (("ades", "ar"), ("ade", "ar"), ("as", "ar"), ("s", "er"), ("es", "er")):
        if low.endswith(ending) and low[: -len(ending)] + base in verbs:
            return True
    return len(low) > _LOAN and low.endswith(("erar", "eras", "erade", "erades"))


def neuter(adjective: str) -> str:
    """Return the indefinite neuter of a definite adjective: familjeinriktade -> familjeinriktat.

    >>> neuter("främjande")
    'främjande'
    """
    for ending, form in (("nde", "nde"), ("ade", "at"), ("liga", "ligt"), ("iska", "iskt"), ("ga", "gt")):
        if adjective.endswith(ending):
            return adjective[: -len(ending)] + form
    return adjective


def capitalised(text: str) -> str:
    """Return the text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=50_000)
def quiet(word: str) -> str:
    """Return a word in the case of running text: shouting is lowered, acronyms stay.

    >>> quiet("SOCIALNÄMNDEN"), quiet("SSPF-gruppen"), quiet("Socialnämnden")
    ('socialnämnden', 'SSPF-gruppen', 'socialnämnden')
    """
    return "-".join(part if part.isupper() and len(part) < 6 else part.casefold() for part in word.split("-"))


def initials(phrase: str) -> str:
    """Return the first letters of the words that count, capital: och, för, i, av and & are skipped.

    Compounds count once; the words of a coordination each count.
    """
    parts = re.findall(r"[^\W\d_]+", phrase)
    small = {"och", "för", "i", "av", "samt"}
    return "".join(part[0].upper() for part in parts if part.casefold() not in small)


def one_edit_apart(first: str, second: str) -> bool:
    """Return whether one insertion, deletion, substitution or swap turns `first` into `second`."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    pairs = enumerate(zip(first, second, strict=False))
    start = next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))
    rest, other = first[start:], second[start:]
    swapped = rest[:2][::-1] == other[:2] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets in text[start:end] at which a sentence begins, `start` first."""
    yield start
    for match in _SENTENCE_END.finditer(text, start, end):
        before = text[max(start, match.start() - 8) : match.start()].rpartition(" ")[2].casefold()
        if before.strip('(”"') not in _SHORT_WORDS:
            yield match.end()


def folded(name: str) -> str:
    """Return a name for comparison: one case, single spaces; å, ä and ö stay apart from a and o.

    >>> folded("  Kultur-  och Fritidsnämnden ")
    'kultur- och fritidsnämnden'
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def swedish_order(text: str) -> tuple[str, str]:
    """Return a sort key with å, ä, ö last in that order; the text itself breaks ties.

    >>> sorted(["Örn", "Ärende", "Ås", "Zon"], key=swedish_order)
    ['Zon', 'Ås', 'Ärende', 'Örn']
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    return plain.translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"}), text


MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def date_in_words(value: str) -> str:
    """Return an ISO date, month or year in Swedish; anything else comes back as it is.

    >>> date_in_words("2031-03-09"), date_in_words("2031-03"), date_in_words("2031")
    ('9 mars 2031', 'mars 2031', '2031')
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", value)
    if not match or not 1 <= int(match[2]) <= 12:
        return value
    month = f"{MONTHS[int(match[2]) - 1]} {match[1]}"
    return f"{int(match[3])} {month}" if match[3] else month
