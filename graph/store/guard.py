"""Look at a SPARQL text before any engine sees it: refuse what reaches out, changes or overwhelms.

The engine crashes on deep nesting and does not come back from long paths, and nothing inside the
process can stop it, so the text is measured first. Words are judged as tokens: `SERVICE` in a string,
an IRI, a comment, a variable or a prefixed name is no service call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import QueryError

MOST_BYTES = 16 * 1024
MOST_DEPTH = 64
MOST_PATTERNS = 100
MOST_STEPS = 50
MOST_OPERATORS = 400  # a chain of this many + or && still parses on a small stack
MOST_BRANCHES = 64  # UNION, OPTIONAL, MINUS

REMOTE = frozenset({"SERVICE"})
UPDATES = frozenset({
    "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING",
})  # fmt: skip
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_BRANCHES = frozenset({"UNION", "OPTIONAL", "MINUS", "LATERAL"})
_NOT_TERMS = frozenset({
    "FILTER", "BIND", "GRAPH", "WHERE", "SELECT", "EXISTS", "NOT", "VALUES", "AS", "DISTINCT", "REDUCED",
}) | _BRANCHES  # fmt: skip

_TOKENS = re.compile(
    r"""
    (?P<space>[ \t\r\n]+ | \#[^\r\n]*)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
             | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_][\w.-]*|_)?:(?:[\w:-]|\.(?=[\w.:%\\-])|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>\^\^|\|\||&&|!=|<=|>=|[{}()\[\].,;|/^*+?!=<>-])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPEN, _CLOSE = "{([", "})]"


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its kind (a group name of the pattern) and its place."""

    kind: str
    text: str
    start: int


def guard(query: str) -> str:
    """Return the form of a query that may run: SELECT, ASK, CONSTRUCT or DESCRIBE.

    QueryError says in Swedish what is refused.

    >>> guard('SELECT ?load WHERE { ?load ?p "SERVICE" } # DROP')
    'SELECT'
    """
    if len(query.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise _too("lång", f"gränsen är {MOST_BYTES // 1024} kB", kind="long")
    _refuse_escapes(query)
    tokens = list(tokenise(query))
    _refuse_words(query, tokens)
    words = (token.text.upper() for token in tokens if token.kind == "word")
    form = next((word for word in words if word in _FORMS), "")
    if not form:
        raise QueryError(
            "Frågan är felskriven: den börjar med SELECT, ASK, CONSTRUCT eller DESCRIBE.",
            way_out="samverkan query --help visar ett exempel.",
        )
    _measure(tokens)
    return form


def tokenise(query: str) -> Iterator[Token]:
    """Yield the tokens of a query without space and comments; QueryError at what is no SPARQL."""
    at = 0
    while at < len(query):
        found = _TOKENS.match(query, at)
        if found is None:
            raise QueryError(f"Frågan är felskriven.\n{caret(query, at)}", way_out="Rätta vid markeringen.")
        if found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found[0], at)
        at = found.end()


def caret(query: str, at: int) -> str:
    """Return the line of an offset with its number, and a caret under the place."""
    number = query.count("\n", 0, at) + 1
    begin = query.rfind("\n", 0, at) + 1
    line = query[begin:].split("\n", 1)[0].rstrip("\r").replace("\t", " ")
    column = at - begin
    first = max(0, column - 60)
    shown = line[first : first + 100]
    return f"Rad {number}, tecken {column + 1}:\n  {shown}\n  {' ' * (column - first)}^"


def _refuse_escapes(query: str) -> None:
    r"""Refuse \u0053 and the like: they are decoded before anything else and could spell a keyword."""
    for found in _ESCAPE.finditer(query):
        if int(found[1] or found[2], 16) < 0x80:
            raise QueryError(
                f"Frågan skriver vanliga tecken som {found[0]}.\n{caret(query, found.start())}",
                way_out="Skriv tecknet som det är.",
            )


def _refuse_words(query: str, tokens: list[Token]) -> None:
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else ""
        if word in REMOTE:
            raise QueryError(
                f"Frågor får inte hämta från andra tjänster (SERVICE).\n{caret(query, token.start)}",
                way_out="Ta bort SERVICE-delen.",
                kind="forbidden",
            )
        if word in UPDATES:
            raise QueryError(
                f"Frågor får bara läsa; {word} är en ändring.\n{caret(query, token.start)}",
                way_out="Lagret ändras av samverkan build, inte av frågor.",
                kind="forbidden",
            )


def _measure(tokens: list[Token]) -> None:
    marks = [token.text for token in tokens if token.kind == "mark"]
    words = [token.text.upper() for token in tokens if token.kind == "word"]
    if _depth(tokens) > MOST_DEPTH:
        raise _too("djupt nästlad", f"gränsen är {MOST_DEPTH} nivåer")
    if sum(mark in ("/", "|", "^") for mark in marks) > MOST_STEPS:
        raise _too("lång", f"en stig får ha högst {MOST_STEPS} steg")
    if sum(mark in ("+", "-", "*", "&&", "||", "!", "=", "<", ">") for mark in marks) > MOST_OPERATORS:
        raise _too("komplex", f"gränsen är {MOST_OPERATORS} operatorer")
    if sum(word in _BRANCHES for word in words) > MOST_BRANCHES:
        raise _too("komplex", f"gränsen är {MOST_BRANCHES} grenar (UNION, OPTIONAL, MINUS)")
    if _patterns(tokens) > MOST_PATTERNS:
        raise _too("komplex", f"gränsen är {MOST_PATTERNS} trippelmönster")


def _depth(tokens: list[Token]) -> int:
    """Return how deep brackets nest; a run of ! or of signs nests as deep as it is long."""
    depth = deepest = run = 0
    for token in tokens:
        opens, closes = token.text in _OPEN, token.text in _CLOSE
        depth += (token.kind == "mark") * (opens - closes)
        run = run + 1 if token.text in ("!", "-", "+") else 0
        deepest = max(deepest, depth, run)
    return deepest


def _patterns(tokens: list[Token]) -> int:
    """Return how many triple patterns the groups hold: terms that end at . ; , or a bracket."""
    count = terms = 0
    within: list[str] = []
    for token in tokens:
        if token.kind == "mark" and token.text in (*_OPEN, *_CLOSE, ".", ";", ","):
            count += terms > 0 and "{" in within and within[-1] != "("
            terms = 0
            _step(within, token.text)
        elif token.text.upper() not in _NOT_TERMS:
            terms += token.kind != "mark"
    return count


def _step(within: list[str], mark: str) -> None:
    if mark in _OPEN:
        within.append(mark)
    elif mark in _CLOSE and within:
        within.pop()


def _too(what: str, limit: str, *, kind: str = "wrong") -> QueryError:
    return QueryError(f"Frågan är för {what}: {limit}.", way_out="Dela upp den i flera frågor.", kind=kind)
