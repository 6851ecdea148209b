"""Names that are known beforehand: municipalities, regions, agencies and other actors.

The tables lie in `ontology/lookups`; `make names` compares them with what others maintain
(docs/decisions/20261128-known-names.md). Whether a municipality calls itself *stad* is its own habit and
was added by hand. A workspace adds tables with the columns `namn;typ;alias`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph import ids, resources, swedish
from graph.errors import UsageError

_NAMED = re.compile(r"\b((?:[A-ZÅÄÖ][\w-]+ ){1,3})(kommun|stad|Stad|KOMMUN|STAD)(?:s|S)?\b")
_HEAD = 2_000  # characters in which a letterhead stands


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: `slug` scopes IRIs, `name` is how it calls itself, `stem` the bare place.

    `code` is the four digits of Statistics Sweden, "" when the municipality is not in the table.
    """

    slug: str
    name: str
    code: str = ""
    stem: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A named actor outside the municipality; `concept` is its category (CURIE, "" for none)."""

    name: str
    type: str
    concept: str
    aliases: tuple[str, ...] = ()


# One gazetteer is loaded per run; compared by identity, so that what is derived from it can be cached.
@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Municipalities, regions by county code, named actors, and words that are names only with care."""

    municipalities: tuple[Municipality, ...]
    counties: Mapping[str, str]
    regions: Mapping[str, Actor]
    actors: tuple[Actor, ...]
    ordinary: frozenset[str]

    def municipality(self, name: str) -> Municipality:
        """Return the municipality called `name` ("Xstads kommun", "X"), or one made from the name.

        A name that is not in the table is not an error: invented municipalities work like real ones.
        """
        wanted = ids.collapse(name)
        stem = _bare(wanted)
        for key in (wanted, stem, swedish.ungenitive(stem)):
            if key.casefold() in self._by_name:
                return self._by_name[key.casefold()]
        return _invented(wanted, stem)

    def region_of(self, municipality: Municipality) -> Actor | None:
        """Return the region of a known municipality, None for an invented one."""
        return self.regions.get(municipality.code[:2])

    @cached_property
    def _by_name(self) -> Mapping[str, Municipality]:
        by_stem = {m.stem.casefold(): m for m in self.municipalities}
        return by_stem | {m.name.casefold(): m for m in self.municipalities}


def load_gazetteer(extra: Path | None = None) -> Gazetteer:
    """Return the packaged gazetteer, with the tables of the folder `extra` added.

    UsageError names the file and line that does not fit, or the unknown `typ`.
    """
    kinds = {row["typ"]: row["begrepp"] for row in resources.lookup("actor_types")}
    rows = resources.lookup("names")
    for file in sorted(extra.glob("*.csv")) if extra is not None else ():
        table = resources.read_lookup(file)
        rows += [row for row in table if {"namn", "typ", "alias"} <= row.keys()]
    regions = resources.lookup("regions")
    return Gazetteer(
        municipalities=_municipalities(),
        counties={row["länskod"]: row["län"] for row in regions},
        regions={row["länskod"]: _region(row) for row in regions},
        actors=tuple(_actor(row, kinds) for row in rows),
        ordinary=frozenset(row["namn"] for row in resources.lookup("common_names")),
    )


def guess_municipality(docs_texts: Iterable[str]) -> str:
    """Return the municipality that a pile of texts is about, "" when none is named.

    Every "X kommun" and "X stad" counts one, three in a letterhead, and two more for the one that a
    text names first; the alphabet settles a draw.
    """
    votes: Counter[str] = Counter()
    for text in docs_texts:
        named = list(_named(text))
        for name, offset in named:
            votes[name] += 3 if offset < _HEAD else 1
        votes.update({name: 2 for name, _ in named[:1]})
    return min(votes, key=lambda name: (-votes[name], name)) if votes else ""


def _named(text: str) -> Iterator[tuple[str, int]]:
    blocked = swedish.words("bestämning") | swedish.words("funktion")
    for match in _NAMED.finditer(text):
        name = _own_words(match[1], blocked)
        if name:
            yield f"{name} {match[2].casefold()}", match.start()


def _own_words(text: str, blocked: frozenset[str]) -> str:
    words = [word.title() if word.isupper() else word for word in text.split()]
    while words and words[0].casefold() in blocked:
        words.pop(0)
    return " ".join(words[-2:]) if words and words[-1].casefold() not in blocked else ""


def _municipalities() -> tuple[Municipality, ...]:
    rows = resources.lookup("municipalities")
    taken = Counter(ids.slug(row["kort"]) for row in rows)
    return tuple(_municipality(row, taken) for row in rows)


def _municipality(row: Mapping[str, str], taken: Counter[str]) -> Municipality:
    slug = ids.slug(row["kort"])
    unique = f"{slug}-{row['kod']}" if taken[slug] > 1 else slug
    return Municipality(unique, row["namn"], row["kod"], row["kort"])


def _bare(name: str) -> str:
    return re.sub(r"\s+(?:kommuns?|stads?)$", "", name, flags=re.IGNORECASE)


def _invented(name: str, stem: str) -> Municipality:
    if not stem:
        return Municipality("kommunen", "Kommunen")
    plain = swedish.ungenitive(stem) if stem != name else stem
    kind = name[len(stem) :].strip() or "kommun"
    owned = plain if plain[-1].casefold() in swedish.VOWELS else swedish.genitive(plain)
    return Municipality(ids.slug(plain), f"{owned} {kind.removesuffix('s')}", "", plain)


def _region(row: Mapping[str, str]) -> Actor:
    aliases = ("VGR",) if row["namn"].startswith("Västra Götalands") else ()
    return Actor(row["namn"], "region", "samc:act-region", aliases)


def _actor(row: Mapping[str, str], kinds: Mapping[str, str]) -> Actor:
    aliases = tuple(alias.strip() for alias in row["alias"].split("|") if alias.strip())
    if row["typ"] not in kinds:
        known = ", ".join(sorted(kinds))
        reason = f"{row['namn']} har en okänd typ: {row['typ']}."
        raise UsageError(reason, way_out=f"Använd någon av: {known}.")
    return Actor(row["namn"], row["typ"], kinds[row["typ"]], aliases)
