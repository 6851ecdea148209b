"""Terms as N-Triples text, and the id of an assertion, which is made of them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from graph.ids import NS, digest, expand
from graph.model import Assertion, Term

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SAFE = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_URI = re.compile(rf"([A-Za-z][A-Za-z0-9+.-]*):(?:(?!//)|//[A-Za-z0-9.-]+(?=[/?#]|$)){_SAFE}(?:#{_SAFE})?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def assertion_iri(claim: Assertion) -> str:
    """Return the IRI of an assertion whose subject and node object are IRIs already.

    A denied triple is another statement than the triple, so it has another IRI.
    """
    parts = (claim.subject, expand(claim.predicate), n_triples(claim.object))
    return f"{NS}assertion/{digest(*parts, 'negative') if claim.negative else digest(*parts)}"


def n_triples(term: Term) -> str:
    """Return a term in N-Triples form; a string is an IRI or the CURIE of a class or concept."""
    if isinstance(term, str):
        return node_term(term)
    if term.language:
        return text_term(term.value, term.language)
    kind = "" if term.datatype == "xsd:string" else f"^^{node_term(term.datatype)}"
    return f'"{_escape(term.value)}"{kind}'


@lru_cache(maxsize=10_000)  # predicates, classes and the IRI at hand come again and again
def node_term(name: str) -> str:
    """Return an IRI or CURIE as a term; what is no IRI becomes one."""
    name = expand(name)
    return f"<{name if _URI.fullmatch(name) else _opaque(name)}>"


def _opaque(name: str) -> str:
    """Return a valid IRI for a value that a text had in the place of one."""
    scheme = _SCHEME.match(name)
    begin = scheme[0] if scheme else "urn:text:"
    return begin + quote(name[len(begin) if scheme else 0 :], safe="")


def text_term(text: str, language: str = "") -> str:
    """Return a text as a term."""
    return f'"{_escape(text)}"{"@" + language if language else ""}'


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)


_UNESCAPES = {escape[1]: char for char, escape in _ESCAPES.items()} | {"'": "'"}
_SPELT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


def unescaped(text: str) -> str:
    r"""Return what stands between the quotes of a literal as the text that it spells.

    >>> unescaped(r"\"två\"\u002E")
    '"två".'
    """
    return _SPELT.sub(lambda m: _UNESCAPES[m[3]] if m[3] else chr(int(m[1] or m[2], 16)), text)
