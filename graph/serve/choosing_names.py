"""From what a person writes in a field to a thing of the graph or a word of the vocabulary, and back.

A name that only one thing has is written as it is; where several share it, its key follows in brackets:
`Styrgruppen [samverkan/styrgruppen-1a2b3c]`. Concepts and classes are chosen in the same way, and those that
are called as a thing is have their keys too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from starlette.exceptions import HTTPException

from graph.export.wording import line
from graph.ids import FAMILIES
from graph.serve.view import View

MOST_OPTIONS = 1500
_KEYED = re.compile(r"\[([^\[\]]+)\]\s*$")
_HIDDEN = frozenset(
    "sam:evidence sam:confidence sam:curation sam:negative sam:rule sam:page sam:rulesHash sam:voice"
    " sam:inMunicipality".split()
)  # relations of the record itself, which nobody states


class Chooser:
    """The names of one view."""

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Return folded name -> things, concepts and classes that are called so."""
        view = self._view
        found: dict[str, list[str]] = defaultdict(list)
        for iri in view.knowledge.entities:
            found[_fold(view.text(iri))].append(iri)
        for name in (*_concepts(view), *FAMILIES):
            found[_fold(view.text(name))].append(name)
        return found

    @cached_property
    def named(self) -> list[str]:
        """Return what to offer in a list: the things most spoken of first, then words of the vocabulary."""
        view = self._view
        things = sorted(view.knowledge.entities, key=lambda iri: (-view.degree.get(iri, 0), iri))
        words = sorted(_concepts(view), key=view.text)
        return [self.written(name) for name in (*things[:MOST_OPTIONS], *words)]

    def written(self, name: str) -> str:
        """Return how a thing is written in a field."""
        text = self._view.text(name)
        return text if self._only(text) == name else f"{text} [{key_of(self._view, name)}]"

    def _only(self, text: str) -> str:
        """Return the only one that is called so: a thing before a word of the vocabulary; "" for several."""
        found = self._by_name.get(_fold(text), [])
        things = [name for name in found if "://" in name] or found
        return things[0] if len(things) == 1 else ""

    def iri(self, text: str) -> str:
        """Return the thing, concept or class that a person has written; 400 for none or several."""
        keyed = _KEYED.search(text)
        if keyed:
            found = self._view.addresses.iri(keyed[1]) or (keyed[1] if keyed[1] in self._words else "")
            if found:
                return found
        only, things = self._only(text), self._by_name.get(_fold(text), [])
        if only:
            return only
        if things:
            choices = ", ".join(self.written(name) for name in sorted(things)[:5])
            raise HTTPException(400, f"Flera heter ”{line(text)[:80]}”. Skriv ett av: {choices}.")
        raise HTTPException(400, f"”{line(text)[:80]}” finns inte i grafen. Välj ett namn ur listan.")

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset((*_concepts(self._view), *FAMILIES))

    @cached_property
    def relations(self) -> list[tuple[str, str]]:
        """Return every relation that may be stated, as CURIE and Swedish word, by word."""
        view = self._view
        used = {claim.predicate for claim in view.knowledge.assertions}
        ours = {
            name
            for name in view.knowledge.labels
            if name.startswith("sam:") and name[4:5].islower() and name not in _HIDDEN
        }
        return sorted(((name, view.text(name)) for name in used | ours), key=lambda pair: (pair[1], pair[0]))


def key_of(view: View, name: str) -> str:
    """Return what decisions call a thing: its key, with its scope when it is another's; a CURIE as it is."""
    return view.addresses.key(name) if "://" in name else name


def _concepts(view: View) -> list[str]:
    return [name for name in view.knowledge.labels if name.startswith("samc:")]


def _fold(text: str) -> str:
    return line(text).casefold()
