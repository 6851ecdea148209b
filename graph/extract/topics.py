"""How far a name goes to the right: `rutin för ...`, `råd för ...`, quoted names, runs of capitals.

A mention spans the head noun only, so that the actors and target groups in its complement stay
mentions of their own; the complement goes into the label.
"""

from __future__ import annotations

import re
from functools import cache

from graph import resources, swedish
from graph.extract.scan import Scan

LINKS = frozenset(
    {"för", "om", "kring", "mellan", "med", "avseende", "gällande", "rörande", "mot", "på", "över"}
)
_LONGEST = 18  # words of a complement; what is longer is a sentence, not a name
_QUOTED = re.compile(r"\s?[”\"“»](?P<name>[^”\"“«»\n]{2,120})[”\"”«]")
_TRAILING_YEAR = re.compile(r",?(?: från| den| år)? (?:19|20)\d\d$")
_SUPINE = re.compile(r"som har (?:en |ett )?\w*(?:at|it|yllt|haft|jort|ått|ats|its)\b")
_VERBS = re.compile(r".{2,}(?:as|es|ades|ats|ar|er|ade)$")


def complement_end(scan: Scan, i: int) -> int:
    """Return the last token of the complement that follows token i, i itself when none does.

    It ends at a sign, at the end of the line, at a finite verb, at a `som` that does not tell which
    people are meant (`barn som far illa`), or where the name would be longer than names are.
    """
    last, relative, verbs = i, False, 0
    while last - i < _LONGEST and scan.joined(last) and last + 1 < len(scan.words):
        word = scan.low(last + 1)
        if word == "som" and _tells_people(scan, i, last):
            relative, verbs = True, 1
        elif relative and word in {"eller", "och"}:
            verbs = 1
        elif verbs and word in swedish.words("målgruppsverb"):
            verbs -= word not in {"inte", "varken"}
        elif _closes(scan, last + 1):
            if word not in _WITHIN_RELATIVE or not relative:
                verbs -= 1
            if verbs < 0:
                break
        last += 1
    while last > i and scan.low(last) in swedish.words("funktion"):
        last -= 1
    return last


_REGISTER_WORDS = frozenset({"dnr", "diarienummer", "org", "datum", "sida"})
_OPENINGS = frozenset(
    {"att", "där", "vilket", "vilken", "vilka", "när", "samt", "hur", "vars", "vad", "vem", "enligt"}
)
_SPANS = frozenset({"tiden", "perioden", "åren", "år", "mandatperioden", "och"})
_NUMBERS = frozenset("två tre fyra fem sex sju åtta nio tio tolv".split())
_WITHIN_RELATIVE = frozenset({"att", "är"})
_NEAR = 4  # words between a person and the relative clause that tells who is meant


@cache
def ends() -> frozenset[str]:
    """Return the words at which no name goes on: finite verbs and what opens another clause."""
    return swedish.words("finit") | swedish.words("clausal") | _OPENINGS


def _closes(scan: Scan, i: int) -> bool:
    """Return whether token i ends a name: a finite verb, a new clause, `för tiden 2024–2026`."""
    word = scan.low(i)
    if word == "utan" and scan.low(i - 1) in swedish.words("människor"):
        return False  # `unga utan sysselsättning`
    if (word in {"för", "under", "från"} and scan.low(i + 1) in _SPANS) or (
        word == "med" and scan.low(i + 1) in _NUMBERS
    ):
        return True
    if (
        word == "till"
        and i + 1 in scan.forms
        and scan.forms[i + 1].head.kind in "OU"
        and scan.forms[i + 1].definite
    ):
        return True  # `program mot X till nämnderna`: whom it was sent to
    return word == "som" or word in ends() or swedish.finite(word)


def _tells_people(scan: Scan, i: int, last: int) -> bool:
    """`barn som far illa` names whom; `samverkan som nämnden har ingått` says something more about it."""
    near = range(max(i, last - _NEAR + 1), last + 1)
    people = any(scan.low(j) in swedish.words("människor") for j in near)
    return people and scan.low(last + 2) in swedish.words("målgruppsverb")


def complement(scan: Scan, i: int) -> str:
    """Return the words that complete the head noun at token i (`för bidrag till föreningar`), or ""."""
    if not scan.joined(i) or scan.low(i + 1) not in LINKS:
        return ""
    last = complement_end(scan, i)
    if last < i + 2 or scan.low(i + 2) in ends() or scan.low(i + 2) in _NUMBERS:
        return ""
    text = _TRAILING_YEAR.sub("", paraphrased(scan.slice(i + 1, last)))
    return text if " " in text else ""


def paraphrased(text: str) -> str:
    """Return the text with wordings that mean the same brought to one form (paraphrases.csv)."""
    for row in resources.lookup("paraphrases"):
        if row["skrivs"] in text and not _SUPINE.search(text):
            text = text.replace(row["skrivs"], row["menas"])
    return text.strip(" ,.;:")


def quoted(scan: Scan, i: int) -> tuple[int, str]:
    """Return (tidy end, name) of a quotation right after token i, (0, "") for none."""
    match = _QUOTED.match(scan.text, scan.ends[i], scan.line_of(i).end)
    return (match.end(), match["name"].strip()) if match else (0, "")


def proper_run(scan: Scan, start: int) -> int:
    """Return the last token of a proper name that begins at `start`, `start - 1` for none.

    `Trygg och Säker stad`, `Ett hållbart Exempelby`, `Vägen in`: a capital word; further words up
    to the last capital, with at most two small ones between; one small word that ends names.
    """
    if start >= len(scan.words) or not _capital(scan, start) or start in scan.forms:
        return start - 1
    last = position = start
    while scan.joined(position) and position - last < 3 and position + 1 < len(scan.words):
        position += 1
        if scan.low(position) in _REGISTER_WORDS or _another(scan, position):
            break
        if _capital(scan, position):
            last = position
        elif not _between(scan, position):
            break
    if scan.joined(last) and (scan.low(last + 1) in _nameends() or _hanging(scan, last)):
        last += 1
    return last


@cache
def _nameends() -> frozenset[str]:
    return swedish.words("ledord") | swedish.words("partikel")


def _hanging(scan: Scan, i: int) -> bool:
    """Return whether token i of a name needs the noun that follows: `Hela vägen`, `Barnens väg`, `Trygg trapp`."""
    word, follows = scan.low(i), scan.low(i + 1)
    dependent = word in swedish.words("namnattribut") or word.endswith(
        ("ens", "ets", "nas", "iska", "liga", "are")
    )
    noun = follows[:1].isalpha() and follows not in swedish.words("funktion") and follows not in ends()
    return dependent and noun and i + 1 not in scan.forms


def _another(scan: Scan, i: int) -> bool:
    """Return whether another thing with a name of its own begins at token i."""
    form = scan.forms.get(i)
    return (
        form is not None
        and form.head.kind in "OUFXLH"
        and bool(form.modifier)
        and form.head.accepts(form.modifier)
    )


def _capital(scan: Scan, i: int) -> bool:
    return scan.words[i][:1].isupper() or scan.words[i].isdigit()


def _between(scan: Scan, i: int) -> bool:
    """A small word inside a proper name: no body, no finite verb, no comma."""
    word = scan.low(i)
    if word in {"och", "för", "i", "av", "på", "till", "&", "mot", "utan", "med"}:
        return True
    return word not in swedish.words("funktion") and i not in scan.forms and not _VERBS.fullmatch(word)


def topic_end(scan: Scan, start: int) -> int:
    """Return the last token of a topic that begins at `start`: words joined by och, & or comma-and."""
    if not _topic_word(scan, start):
        return start - 1
    last = start
    if _adjective(scan.low(start)) and scan.joined(start) and _topic_word(scan, start + 1):
        last += 1
    while scan.joined(last) and scan.low(last + 1) in swedish.words("bindeord") and scan.joined(last + 1):
        if not _topic_word(scan, last + 2) or _another_name(scan, start, last):
            break
        last += 2
    return last


def _another_name(scan: Scan, start: int, last: int) -> bool:
    """After `X och` begins another name when `&` binds what follows and not what came before."""
    bound = "&" in scan.words[start : last + 1]
    follows = scan.low(last + 3) == "&"
    return scan.low(last + 1) != "&" and (bound or follows)


def _topic_word(scan: Scan, i: int) -> bool:
    word = scan.low(i)
    form = scan.forms.get(i)
    if not word or word in swedish.words("funktion") or word == "&" or (form and form.definite):
        return False
    if form and form.head.kind in "OU" and not form.modifier:
        return False  # `sektor lärande och sektor omsorg`
    if scan.words[i].islower() and (word in swedish.words("finit") or swedish.finite(word)):
        return False
    return not word.endswith(tuple(swedish.words("verbslut"))) or scan.words[i][:1].isupper()


def _adjective(word: str) -> bool:
    return word.endswith(("liga", "bar", "bart", "ligt", "ande", "ska"))
