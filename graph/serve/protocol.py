"""SPARQL 1.1 Protocol (query) at /sparql, its Service Description, and the Graph Store Protocol, read-only.

What changes or fetches anything is refused: there is no update, and a graph that a request names is a
name only. /sparql without a query, asked by a browser, is no part of the protocol: `SparqlRoute` leaves
it to the page that has the same address.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from graph.errors import SamverkanError
from graph.serve.endpoint import GRAPHS, Asked, Refused, answer, refusal, run
from graph.serve.negotiation import preferred
from graph.serve.security import ENDPOINT
from graph.store.guard import MOST_BYTES

STORE = "/rdf-graph-store"
LARGEST_BODY = 4 * MOST_BYTES  # of a query that may be percent-encoded
MOST_FIELDS = 50
MOST_TRIPLES = 1_000_000  # of a graph that is fetched whole
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_FIELDS = frozenset(("query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri",
                     "using-named-graph-uri"))  # fmt: skip
_RDFLIBS_DEFAULT = "urn:x-rdflib:default"
"""What rdflib's Dataset calls the default graph of whatever store it asks."""
_READS, _READS_AND_ASKS = "GET, HEAD", "GET, HEAD, POST"
_ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
Fields = list[tuple[str, str]]


class SparqlRoute(Route):
    """The endpoint's route; a browser that asks no query is none of its business."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a request is one of the protocol."""
        found, child = super().matches(scope)
        return (Match.NONE, {}) if found is not Match.NONE and _is_page(scope) else (found, child)


def routes() -> list[BaseRoute]:
    """Return the routes of the protocol; they stand before that of the page."""
    return [SparqlRoute(ENDPOINT, endpoint, methods=_ALL), Route(STORE, graph_store, methods=_ALL)]


def _is_page(scope: Scope) -> bool:
    if scope["method"] not in ("GET", "HEAD"):
        return False
    names = {part.partition("=")[0] for part in scope["query_string"].decode("latin-1").split("&")}
    accept = Headers(scope=scope).get("accept", "")
    return not names & _FIELDS and preferred(accept, ("text/html", *GRAPHS)) == "text/html"


async def endpoint(request: Request) -> Response:
    """Answer a query, or describe the service when there is none."""
    return _shared(request, await _answered(request))


async def _answered(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": _READS_AND_ASKS})
    try:
        asked = await _asked(request)
        found, media = await answer(request, asked)
        return Response(found.body, media_type=media)
    except (Refused, SamverkanError) as error:
        return refusal(request, error)


async def _asked(request: Request) -> Asked:
    in_address = _fields(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        if not any(name in _FIELDS for name, _ in in_address):
            return Asked(query=_description(str(request.url_for("endpoint"))))
        return _of(in_address)
    if request.method != "POST":
        raise _not_allowed(_READS_AND_ASKS)
    kind, body = _content_type(request), await _body(request)
    if kind == _FORM:
        return _of([*in_address, *_fields(body)])
    if kind == _QUERY:
        return _of([*in_address, ("query", _text(body))])
    if kind == _UPDATE:
        raise _no_update()
    raise Refused(
        415, f"Frågan skickas som {_FORM} eller {_QUERY}.", headers={"accept-post": f"{_FORM}, {_QUERY}"}
    )


def _of(fields: Fields) -> Asked:
    """Return what the fields of a request ask."""
    names = {name for name, _ in fields}
    if names & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise _no_update()
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refused(400, "Begäran ska ha en fråga.", way_out="Ange query en gång.")
    graphs, named = (
        [value for name, value in fields if name == wanted and value != _RDFLIBS_DEFAULT]
        for wanted in ("default-graph-uri", "named-graph-uri")
    )
    # With either the dataset is these graphs and no others.
    given = bool(graphs or named)
    return Asked(query=queries[0], graphs=graphs if given else None, named=named if given else None)


def _fields(data: bytes) -> Fields:
    try:
        return parse_qsl(
            data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeError as error:
        raise _not_utf8() from error
    except ValueError as error:
        raise Refused(400, "Begäran har för många fält.") from error


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeError as error:
        raise _not_utf8() from error


def _content_type(request: Request) -> str:
    """Return the media type of what is sent; Refused when it is packed or in another alphabet."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "Det som skickas får inte vara packat.")
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if any(p.startswith("charset=") and p[8:].strip('"') not in ("utf-8", "utf8") for p in parameters):
        raise _not_utf8()
    return kind


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                raise Refused(413, f"Frågan är för lång: gränsen är {MOST_BYTES // 1024} kB.")
    except ClientDisconnect as error:
        raise Refused(400, "Sändningen avbröts.") from error
    except HTTPException as error:
        raise Refused(error.status_code, error.detail) from error
    return bytes(body)


def _not_utf8() -> Refused:
    return Refused(400, "Frågan är inte UTF-8.", way_out="Skriv tecknen som procentkodad UTF-8.")


def _no_update() -> Refused:
    return Refused(403, "Grafen kan bara läsas.", way_out="Den ändras av samverkan build.")


def _not_allowed(allowed: str) -> Refused:
    return Refused(405, "Grafen kan bara läsas.", headers={"allow": allowed})


def _description(address: str) -> str:
    """Return the query whose answer describes the service: in every form that a graph has."""
    return f"""
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX format: <http://www.w3.org/ns/formats/>
CONSTRUCT {{
  <{address}> a sd:Service ;
    rdfs:label "Samverkanskartans SPARQL"@sv ;
    sd:endpoint <{address}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat format:SPARQL_Results_JSON, format:SPARQL_Results_XML, format:SPARQL_Results_CSV,
      format:SPARQL_Results_TSV, format:Turtle, format:N-Triples, format:JSON-LD, format:RDF_XML ;
    sd:defaultDataset <{address}#dataset> .
  <{address}#dataset> a sd:Dataset ;
    rdfs:label "Alla uppgifter, och en graf för varje handling med dess citat"@sv ;
    sd:defaultGraph <{address}#uppgifter> ;
    sd:namedGraph ?place .
  <{address}#uppgifter> a sd:Graph ; rdfs:label "Alla uppgifter, var och en en gång"@sv .
  ?place a sd:NamedGraph ; sd:name ?graph .
}} WHERE {{
  OPTIONAL {{
    GRAPH ?graph {{}}
    BIND(IRI(CONCAT("{address}#", ENCODE_FOR_URI(STR(?graph)))) AS ?place)
  }}
}}
"""


async def graph_store(request: Request) -> Response:
    """Answer with one whole graph: the facts (`?default`), or what a document says (`?graph=IRI`)."""
    return _shared(request, await _fetched(request))


def _shared(request: Request, response: Response) -> Response:
    """Let the pages of the web sites that the settings name read an answer; nobody else's."""
    origin = request.headers.get("origin", "")
    if origin.lower() in request.app.state.guests:
        response.headers["access-control-allow-origin"] = origin
        response.headers["cross-origin-resource-policy"] = "cross-origin"
        response.headers["vary"] = "Accept, Origin"
        if request.method == "OPTIONS":
            response.headers["access-control-allow-methods"] = _READS_AND_ASKS
            response.headers["access-control-allow-headers"] = "Accept, Content-Type"
    return response


async def _fetched(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": _READS})
    try:
        if request.method not in ("GET", "HEAD"):
            raise _not_allowed(_READS)
        graph = _named(_fields(request.scope["query_string"]))
        query = Asked(
            query="CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
            graphs=[graph] if graph else None,
            named=[] if graph else None,
            rows=MOST_TRIPLES,
        )
        found, media = await answer(request, query)
        if graph and not await _is_there(request, query):
            raise Refused(404, "Grafen finns inte.", way_out="/sparql räknar upp de grafer som finns.")
        return Response(found.body, media_type=media)
    except (Refused, SamverkanError) as error:
        return refusal(request, error)


async def _is_there(request: Request, query: Asked) -> bool:
    found = await run(request, replace(query, query="ASK { ?s ?p ?o }"), "tsv")
    return found.body == "true"


def _named(fields: Fields) -> str:
    """Return the graph that is asked for, "" for the facts."""
    asked = [(name, value) for name, value in fields if name in ("default", "graph")]
    if len(asked) != 1 or (asked[0][0] == "default") != (asked[0][1] == ""):
        raise Refused(400, "Begäran ska ange en graf.", way_out="Skriv ?default eller ?graph= och dess namn.")
    return asked[0][1]
