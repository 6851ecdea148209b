"""What a clause says of a state of affairs: that it is a fault, that it is good, or neither.

The words that tell are classes of a table (`lookups/appraisal.csv`), not wordings. A denial turns
what is good or to be expected into a fault; what somebody is to do, may do or wishes claims nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from graph import resources

FAULT, GOOD = "fault", "good"

_WORD = re.compile(r"[a-zåäöéü]+(?:-[a-zåäöéü]+)*")
# Words of one part are judged together; a denial reaches no further.
_PART = re.compile(r"([,;:–()]| (?:och|men|samt|medan|eftersom|vilket|utan att|att) )")
# A purpose is not claimed, nor what a relative clause tells of somebody; "det som brister" is.
_UNCLAIMED = re.compile(
    r"\b(?:för|så|syfte|(?:mål\w*|uppgift|uppdrag|ambition\w*)(?: är)?)\s*$|(?<!\bvad)(?<!\bdet) som\b.*"
)
_QUOTED = re.compile(r"[”\"“][^”\"“]*[”\"“]")
_SAYS_SO = re.compile(r"\bvill (?:\w+ )?(?:peka|påpeka|påminna|understryka|framhålla|betona|lyfta|påtala)\b")


def appraise(form: str) -> str:
    """Return FAULT, GOOD or "" for a clause whose names have been replaced by placeholders.

    >>> appraise("rutinen används inte"), appraise("rutinen fungerar väl"), appraise("rutinen används")
    ('fault', 'good', '')
    """
    found = [_judge(part) for part in _parts(form.casefold())]
    return next((verdict for verdict in (FAULT, GOOD) if verdict in found), "")


def wishes(form: str) -> bool:
    """Tell whether a clause says what somebody wishes, is to do or may do."""
    return any("norm" in classes_of(word) for word in _WORD.findall(form.casefold()))


def _parts(low: str) -> Iterator[list[frozenset[str]]]:
    """Yield the classes of the words of each part that claims something.

    What somebody wishes or is to do reaches over the att-clause that it governs.
    """
    pieces = _PART.split(_QUOTED.sub("", low))
    governed = False
    for part, joint in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        words = [] if governed else [classes_of(word) for word in _WORD.findall(_UNCLAIMED.sub("", part))]
        stop = next((place for place, classes in enumerate(words) if place and "stopp" in classes), None)
        words = words[:stop]
        wished = any("norm" in classes for classes in words) and not _SAYS_SO.search(part)
        governed = joint == " att " and (governed or wished or bool(_UNCLAIMED.search(part + " ")))
        if not wished:
            yield words


def _judge(words: Sequence[frozenset[str]]) -> str:
    """Return the verdict of one part."""
    said = frozenset[str]().union(*words)
    if words and words[0] >= _NOBODY:
        # "Ingen från skolan är med": whatever it is that nobody does.
        return "" if "rätt" in said else FAULT
    denial = next((place for place, classes in enumerate(words) if "nekar" in classes), len(words))
    faults = [place for place, classes in enumerate(words) if "fel" in classes]
    if faults:
        return FAULT if faults[0] < denial else ""
    if denial < len(words):
        wanted = {"förmår"} if "kan" in said else {"bra", "lyckas", "väntat"}
        return FAULT if said & wanted and "rätt" not in said else ""
    return GOOD if "lyckas" in said or _is_good(words) else _trend(said)


def _is_good(words: Sequence[frozenset[str]]) -> bool:
    """Tell whether something is called good by its verb: "är god", not "goda livsvillkor"."""
    verbs = [place for place, classes in enumerate(words) if "läge" in classes]
    praise = [place for place, classes in enumerate(words) if "bra" in classes]
    return any(0 < good - verb <= NEAR for verb in verbs for good in praise)


_NOBODY = frozenset({"ingen"})
NEAR = 5
"""Words from a verb of state to the praise that belongs to it."""


def _trend(said: frozenset[str]) -> str:
    """Return what it means that something goes up or down, or that it exists."""
    up, down, bad, worth = (name in said for name in ("stiger", "sjunker", "problem", "värde"))
    if (bad and (up or "drabbar" in said)) or (worth and down and not bad):
        return FAULT
    return GOOD if (bad and down) or (worth and up) else ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one class: whole ones, and what others begin or end with."""

    whole: frozenset[str]
    opening: tuple[str, ...]
    closing: tuple[str, ...]


@lru_cache(maxsize=50_000)
def classes_of(word: str) -> frozenset[str]:
    """Return the classes of the table that a word (lower case) belongs to."""
    return frozenset(
        name
        for name, known in _table().items()
        if word in known.whole or word.startswith(known.opening) or word.endswith(known.closing)
    )


@cache
def _table() -> dict[str, _Words]:
    words: dict[str, list[str]] = defaultdict(list)
    for row in resources.lookup("appraisal"):
        words[row["klass"]] += row["ord"].split()
    return {
        name: _Words(
            frozenset(word for word in own if "*" not in word),
            tuple(word[:-1] for word in own if word.endswith("*")),
            tuple(word[1:] for word in own if word.startswith("*")),
        )
        for name, own in words.items()
    }
