"""Do two names mean the same body? A strength between 0 and 1, and the reason in Swedish.

The answer builds on the names alone. At `SAME` and above they mean one body wherever both stand in
one municipality; below `OPEN` they mean two; between, something else must decide: the kind of the
thing, that only one candidate is left, or a person.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph import swedish
from graph.resolve.abbreviations import acronym, initials_fit, strict_initials
from graph.resolve.nameforms import NameForm, clean, parse_name, spelling_words, split_head, words_of

SAME = 0.8
OPEN = 0.3
_LEAST_LETTERS = 10


class Verdict(NamedTuple):
    """How strongly two names mean the same (0..1), and why, in Swedish."""

    strength: float
    reason: str


def same_body(name_a: str, name_b: str) -> Verdict:
    """Return how strongly two names mean the same body of one municipality, and why.

    >>> same_body("Park-och vattennämnden", "park- och vattennämndens")
    Verdict(strength=0.97, reason='samma namn i annan form')
    """
    if clean(name_a).casefold() == clean(name_b).casefold():
        return Verdict(1.0, "samma skrivning")
    a, b = parse_name(name_a), parse_name(name_b)
    short_a, short_b = acronym(name_a), acronym(name_b)
    if short_a or short_b:
        return _compare_short(name_a, name_b, short_a, short_b)
    if _joins_two(name_a) != _joins_two(name_b):
        return Verdict(0.0, "två organ och ett enskilt")
    return _conflict(a, b) or _cap_place(a, b, _compare_forms(a, b, name_a, name_b))


def _joins_two(name: str) -> bool:
    """Tell whether a name joins two whole bodies: "kommunstyrelsen och förvaltningen"."""
    words = clean(name).casefold().split()
    return any(
        word in ("och", "samt") and split_head(before) and split_head(after)
        for before, word, after in zip(words, words[1:], words[2:], strict=False)
    )


def _conflict(a: NameForm, b: NameForm) -> Verdict | None:
    if a.numbers != b.numbers:
        return Verdict(0.0, "olika nummer eller bokstav")
    if a.head and b.head and a.head != b.head:
        return Verdict(0.0, f"olika slag av organ: {a.head} och {b.head}")
    if a.plural != b.plural:
        return Verdict(0.0, "en grupp och ett enskilt organ")
    if a.place and b.place and a.place != b.place:
        return Verdict(0.0, "olika kommuner")
    return None


def _cap_place(a: NameForm, b: NameForm, verdict: Verdict) -> Verdict:
    if a.place != b.place and verdict.strength >= SAME:
        return Verdict(0.5, "bara det ena namnet säger vilken kommun")
    return verdict


def _compare_forms(a: NameForm, b: NameForm, name_a: str, name_b: str) -> Verdict:
    if a.head != b.head:
        return (
            _compare_joined(name_a, name_b)
            or _compare_kind_first(name_a, name_b)
            or _compare_headless(a, b)
            or _compare_spelling(name_a, name_b)
            or Verdict(0.0, "olika namn")
        )
    if a.words == b.words:
        return Verdict(0.97, "samma namn i annan form")
    if sorted(a.words) == sorted(b.words):
        return Verdict(0.85, "samma led i annan ordning")
    if spelling := _compare_joined(name_a, name_b) or _compare_spelling(name_a, name_b):
        return spelling
    if _contains(a.words, b.words) or _contains(b.words, a.words):
        return Verdict(0.3, "det ena namnet är längre")
    return Verdict(0.0, "olika namn")


def _compare_headless(a: NameForm, b: NameForm) -> Verdict | None:
    if a.words and a.words == b.words:
        return Verdict(0.6, f"det ena namnet saknar ordet {a.head or b.head}")
    return None


_KIND_FIRST = re.compile(r"(?P<kind>[^\W\d_]+) (?P<own>[A-ZÅÄÖ].*)")
_NATIONWIDE = frozenset({"", "kommunal", "riks"})


def _contains(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return len(longer) > len(shorter) and set(shorter) <= set(longer)


def after_kind(name: str) -> str:
    """Return the name that stands after a word for its kind, "" where there is none.

    >>> after_kind("nätverket Hälsosamt åldrande"), after_kind("Kommunstyrelsen Ekby")
    ('Hälsosamt åldrande', '')
    """
    found = _KIND_FIRST.fullmatch(clean(name))
    split = found and split_head(found["kind"].casefold())
    return found["own"] if found and split and split[0] in _NATIONWIDE and not split[2] else ""


def _compare_kind_first(name_a: str, name_b: str) -> Verdict | None:
    """Take "nätverket Hälsosamt åldrande" for "Hälsosamt åldrande": the kind is only said for the reader."""
    for longer, shorter in ((name_a, name_b), (name_b, name_a)):
        own = words_of(after_kind(longer))
        if own and own == words_of(shorter):
            return Verdict(0.85, "det ena namnet säger först vad det är")
    return None


# spelling -------------------------------------------------------------------------------------


def joined(name: str) -> str:
    """Return the letters of a name as one, "" where they are too few to tell it.

    >>> joined("Över- förmyndarnämnden") == joined("Överförmyndarnämnden")
    True
    """
    letters = "".join(words_of(name))
    return letters if len(letters) >= _LEAST_LETTERS else ""


def _compare_joined(name_a: str, name_b: str) -> Verdict | None:
    """A hyphen from the end of a line, or a compound written apart."""
    letters = joined(name_a)
    return (
        Verdict(0.9, "samma bokstäver, avstavat eller särskrivet")
        if letters and letters == joined(name_b)
        else None
    )


def _compare_spelling(name_a: str, name_b: str) -> Verdict | None:
    words_a, words_b = spelling_words(name_a), spelling_words(name_b)
    if len("".join(words_a)) < 10 or len("".join(words_b)) < 10:
        return None
    pairs = [(x, y) for x, y in zip(words_a, words_b, strict=False) if x != y]
    if len(words_a) != len(words_b) or len(pairs) != 1 or not one_slip(*pairs[0]):
        return None
    return judge_slip(*pairs[0])


def judge_slip(word_a: str, word_b: str) -> Verdict:
    """Return the verdict on two names that differ by one letter, in these words.

    A slip in a long compound with a known head ("parkvårdsnämden") is a slip; in any other
    word the two may be names of their own ("Björken", "Björnen").
    """
    shortest = min(len(word_a), len(word_b))
    known = bool(split_head(word_a) or split_head(word_b))
    if known and shortest >= 10 and word_a[0] == word_b[0]:
        return Verdict(0.85, "skiljer sig på en bokstav")
    return Verdict(0.4, "skiljer sig på en bokstav, men kan vara två egennamn")


def one_slip(a: str, b: str) -> bool:
    """Tell whether one inserted, dropped, changed or swapped letter makes a into b; digits are no slip.

    >>> one_slip("nämnden", "nämden"), one_slip("nämnden", "nämnden"), one_slip("grupp1", "grupp2")
    (True, False, False)
    """
    return swedish.one_edit_apart(a, b) and [*filter(str.isdigit, a)] == [*filter(str.isdigit, b)]


def _compare_short(name_a: str, name_b: str, short_a: str, short_b: str) -> Verdict:
    if short_a and short_b:
        same = short_a == short_b
        return Verdict(0.97, "samma förkortning") if same else Verdict(0.0, "olika förkortningar")
    short, name = (short_a, name_b) if short_a else (short_b, name_a)
    if parse_name(name).plural:
        return Verdict(0.0, "en grupp och ett enskilt organ")
    if strict_initials(short, name):
        return Verdict(0.7, f"{short} är begynnelsebokstäverna")
    if re.search(rf"(?:\(|, )\s*{re.escape(short)}\)?$", clean(name), re.IGNORECASE):
        return Verdict(0.95, f"{short} införs i namnet")
    if short.casefold() in words_of(name):
        return Verdict(0.5, f"{short} står i namnet")
    if initials_fit(short, name):
        return Verdict(0.5, f"{short} kan vara en förkortning av namnet")
    return Verdict(0.0, "förkortningen passar inte namnet")
