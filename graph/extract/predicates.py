"""What a sentence says of whom: each finite verb of certain classes with its subject and what follows it.

A small grammar of the Swedish main clause. The subject stands before the verb ("Nämnden svarar för
X"), or behind it when something else opens the clause ("För X svarar nämnden"); it may be shared by
several verbs ("tar emot X och lämnar Y"), be that of a relative clause ("nämnden, som bereder X") or be
left out where a heading or a list has named it. Which verbs are looked for is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.extract.forms import compile_form
from graph.extract.frames import cue
from graph.extract.scene import Sentence
from graph.model import Mention
from graph.swedish import finite

_ADVERB = cue("predicates.adverb").pattern
_OPENER = cue("predicates.opener").pattern
_PLACED = cue("predicates.placed")
_PRONOUN = cue("predicates.pronoun")
_MODAL = cue("predicates.modal")
_ASIDE = rf"(?:,? (?:{_ADVERB}|⟨D\d+⟩|\([^()]{{1,60}}\)))*"

_VERB = re.compile(rf"(?<![\w⟨-])(?:{cue('predicates.verbs').pattern})(?![\w⟩-])", re.IGNORECASE)
_EACH = r"(?:var och en av |envar av )?"
_BEFORE = compile_form(rf"{_EACH}(?P<who><DOERS>)(?: som [^,;.⟨]{{3,60}}?)?(?P<rel>,? som)?{_ASIDE},? $")
_BEHIND = compile_form(
    rf"^(?P<aside>{_ASIDE}) {_EACH}(?:(?:de|den|det|båda|samtliga|alla|berörda|respektive) )*(?P<who><DOERS>)"
)
_OPENED = re.compile(rf"(?:^|[;:] |, |(?:och|men|samt) )(?:\d+ § |[a-z]\) )?(?P<what>(?:{_OPENER})[^;]*)$")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)* ?(?:§|[.)])? |[a-zåäö]\) |[-–•*] )*(?:[Dd]en |[Dd]e |[Dd]et )?$")
_JOINED = re.compile(rf"(?:,|(?:,| |^)(?:och|samt|men|eller)(?: de| den| det)?){_ASIDE} $")
_TWIN = re.compile(r"\s*(?:,|och|samt|eller)\s*")
_SUBORDINATE = re.compile(r"\b(?:som|att|hur|när|där|vilka|vilken|vilket|innan|eftersom|medan|så)\b")
_END = re.compile(r"(?:,? (?:och|samt|men|medan|eller)|[,;:.])?\s*$")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A finite verb with what belongs to it, as a piece of the sentence's form without the subject.

    `who` is empty where the subject is left out, or is a pronoun; `start` is where the verb stands in the
    form and `end` where its act does; `before` is what stands before its subject; `shared` tells that the
    subject is that of the verb before; `opening` is what opened the clause instead of the subject, which
    the act ends with.
    """

    who: tuple[Mention, ...]
    act: str
    start: int
    before: str
    shared: bool = False
    end: int = 0
    opening: str = ""


def find_predicates(sentence: Sentence) -> Iterator[Predicate]:
    """Yield the predicates of a sentence whose subject is somebody, in order."""
    form = sentence.form
    if not _VERB.search(form):
        return
    found: list[tuple[Predicate, int]] = []
    for verb in _WORD.finditer(form):
        if _VERB.match(form, verb.start()) or finite(verb.group()):
            one = _predicate(sentence, verb, found)
            found += [one] if one else []
    for number, (predicate, resume) in enumerate(found):
        stop = len(form)
        if number + 1 < len(found):
            following = found[number + 1][0]
            stop = following.start if following.shared else len(following.before)
        rest = _END.sub("", form[resume : max(stop, resume)])
        act = " ".join(filter(None, (predicate.act + rest, predicate.opening)))
        yield replace(predicate, act=act, end=max(stop, resume))


_WORD = re.compile(r"(?<![\w⟨-])[^\W\d_]{2,}(?![\w⟩-])")


def _predicate(
    sentence: Sentence, verb: re.Match[str], found: list[tuple[Predicate, int]]
) -> tuple[Predicate, int] | None:
    """Return the predicate of a verb with its act as far as the subject, and where the act goes on."""
    form, start, end = sentence.form, verb.start(), verb.end()
    head, tail = form[:start], form[end:]
    opened = _OPENED.search(head)
    if _is_pronoun(verb.group(), tail):
        pronoun = tail.split(" ", 2)[1] if opened else ""
        act_from = end + 1 + len(pronoun)
        return (Predicate((), verb.group(), start, head), act_from) if pronoun in _IT else None
    direct = _BEFORE.search(head)
    if direct:
        before = head[: direct.start("who")]
        if not _PLACED.search(before) or (direct["rel"] or "").startswith(","):
            return Predicate(sentence.captured(direct, "who"), verb.group(), start, before), end
    behind = _BEHIND.match(tail) if opened else None
    if behind:
        act = verb.group() + behind["aside"]
        opening = opened["what"].strip(" ,") if opened else ""
        opening = opening[:1].lower() + opening[1:]
        who = sentence.captured(behind, "who")
        return Predicate(who, act, start, head, opening=opening), end + behind.end("who")
    return _without_subject(form, verb, head, found)


def _without_subject(
    form: str, verb: re.Match[str], head: str, found: list[tuple[Predicate, int]]
) -> tuple[Predicate, int] | None:
    """Return the predicate of a verb that shares the subject of the one before, or has none of its own."""
    if found and _JOINED.search(head):
        last, resume = found[-1]
        between = form[resume : verb.start()]
        # "leder och samordnar arbetet" is one act.
        if not _SUBORDINATE.search(between) and not _TWIN.fullmatch(between):
            return Predicate(last.who, verb.group(), verb.start(), head, shared=True), verb.end()
        return None
    return (Predicate((), verb.group(), verb.start(), head), verb.end()) if _NUMBER.match(head) else None


_IT = frozenset({"den", "det", "de"})


def _is_pronoun(verb: str, tail: str) -> bool:
    """Tell whether a pronoun behind a verb is its subject."""
    after = tail.lstrip()
    return bool(_PRONOUN.match(after)) or bool(_MODAL.match(verb) and after.split(" ", 1)[0] in _IT)
