"""Keys, slugs and content hashes: names made of content, never of clocks or counters."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

NS = "https://w3id.org/samverkan/"
PREFIXES = {
    "sam": NS + "ns#",
    "samc": NS + "concept/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "cv": "http://data.europa.eu/m8g/",
    "schema": "https://schema.org/",
}

# class -> family of its key; coarser than the class, so that reclassifying never changes an IRI
FAMILIES = {
    "sam:PoliticalBody": "organ",
    "sam:Committee": "organ",
    "sam:Administration": "enhet",
    "sam:ExternalActor": "aktor",
    "sam:ActorGroup": "aktor",
    "sam:Forum": "samverkan",
    "sam:Programme": "samverkan",
    "sam:Agreement": "samverkan",
    "sam:Routine": "samverkan",
    "sam:Participation": "deltagande",
    "sam:Assignment": "uppdrag",
    "sam:Responsibility": "ansvar",
    "sam:FollowUp": "uppfoljning",
    "sam:Goal": "mal",
    "sam:TargetGroup": "begrepp",
    "sam:Term": "begrepp",
    "sam:Definition": "definition",
    "sam:Claim": "utsaga",
    "sam:Finding": "utsaga",
    "sam:Recommendation": "utsaga",
    "sam:Stance": "utsaga",
    "sam:Condition": "forhallande",
    "sam:Gap": "forhallande",
    "sam:Overlap": "forhallande",
    "sam:Measure": "atgard",
    "sam:ContactPoint": "kontakt",
    "sam:Case": "arende",
    "sam:Decision": "beslut",
    "sam:Document": "handling",
    "sam:Consultation": "handelse",
    "org:ChangeEvent": "handelse",
    "foaf:Person": "person",
    "org:Post": "befattning",
    "prov:Attribution": "underskrift",
    "sam:Municipality": "kommun",
}

_FOLD = str.maketrans("åäöéèüæø–—", "aaoeeuao--")


def slug(name: str) -> str:
    """Return the URL form of a name: lower case, å ä ö folded, runs of the rest as one hyphen.

    >>> slug("Park-och vattennämnden")
    'park-och-vattennamnden'
    """
    text = unicodedata.normalize("NFC", name).casefold().translate(_FOLD)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:100].strip("-")


def digest(*parts: str, length: int = 16) -> str:
    """Return the first `length` hex digits of SHA-256 over the parts, kept apart by U+001F."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def collapse(text: str) -> str:
    """Return the text with every run of white space as one space, trimmed."""
    return " ".join(text.split())


def family(types: tuple[str, ...]) -> str:
    """Return the key family of a node with these classes; the first class that has one decides."""
    return next(FAMILIES[t] for t in types if t in FAMILIES)


def named_key(types: tuple[str, ...], name: str) -> str:
    """Return the key of a thing known by name: `family/slug`."""
    return f"{family(types)}/{slug(name) or digest(name, length=8)}"


def statement_key(types: tuple[str, ...], document: str, quote: str, part: str = "") -> str:
    """Return the key of a thing without a name: family, document and a hash of what is said."""
    return f"{family(types)}/{document[:60].strip('-')}-{digest(collapse(quote), part, length=8)}"


def iri(base: str, municipality: str, key: str, scope: str = "") -> str:
    """Return the absolute IRI of a key. `base` ends with `/id/`; the municipality is a slug."""
    return f"{base}{scope or municipality}/{key}" if key else f"{base}{scope or municipality}"


@lru_cache(maxsize=10_000)  # the same few names in every triple
def expand(curie: str) -> str:
    """Return the absolute IRI of a CURIE; an absolute IRI comes back as it is."""
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else curie


@lru_cache(maxsize=10_000)
def compact(absolute: str) -> str:
    """Return the CURIE of an absolute IRI when a prefix fits, else the IRI itself."""
    for prefix, start in PREFIXES.items():
        if absolute.startswith(start) and re.fullmatch(r"[\w-]+", absolute[len(start) :]):
            return f"{prefix}:{absolute[len(start) :]}"
    return absolute
