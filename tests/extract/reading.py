"""Find the mentions of a piece of invented text, as short tuples."""

from __future__ import annotations

from functools import cache

from graph.extract.names import find_mentions
from graph.gazetteer import Gazetteer, load_gazetteer
from graph.model import Mention
from graph.vocabulary import Vocabulary, load_vocabulary
from tests.extract.factory import make_document


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def mentions(text: str, *, municipality: str = "Tallmo kommun", title: str = "") -> list[Mention]:
    return find_mentions(
        make_document(text, title=title),
        vocabulary=vocabulary(),
        gazetteer=gazetteer(),
        municipality=gazetteer().municipality(municipality),
    )


def named(text: str, kinds: str, **more: str) -> list[str]:
    """Return the labels of the mentions of these kinds, in order."""
    return [m.node.label for m in mentions(text, **more) if m.kind in kinds]
