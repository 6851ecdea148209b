"""Items 37, 38 and 41 of the list of hostile requests: clients that hang up, dawdle, flood or are foreign."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter

import httpx2 as httpx
import pytest
from anyio.from_thread import start_blocking_portal

from graph.pipeline import build
from graph.serve import patience, security
from tests.serve.conftest import Live
from tests.serve.hostile import ENDLESS, asking, busy, connect, head, raw, reply, workers


@pytest.fixture(scope="module")
def web(live):
    with httpx.Client(base_url=live.address, timeout=60) as found:
        yield found


def lives(web) -> bool:
    return web.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def until(true, seconds: float) -> float:
    """Return after how many seconds something became true; fail when it did not."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if true():
            return time.monotonic() - begun
        time.sleep(0.02)
    pytest.fail("it did not come true")


def is_closed(link: socket.socket) -> bool:
    """Tell whether the other end has closed; send one more header line to see."""
    try:
        link.sendall(b"X: y\r\n")
    except OSError:
        return True
    return False


# 37: who hangs up, who dawdles, who floods
@pytest.mark.alone
@pytest.mark.parametrize("line", [asking(ENDLESS), asking(ENDLESS).replace("query=", "fraga=")])
def test_37_a_client_that_hangs_up_frees_its_worker_within_a_second(web, live, line):
    assert lives(web)
    until(lambda: not busy(0.2), 10)
    with connect(live) as link:
        link.sendall(head(live, line, "Accept: text/html, */*;q=0.1"))
        running: set[int] = set()
        until(lambda: running.update(busy(0.5)) or running, 30)
        assert len(running) == 1
    assert until(lambda: not running & workers().keys(), 5) < 1
    assert lives(web)
    until(lambda: not busy(0.2), 20)


@pytest.mark.alone
def test_37_clients_that_hang_up_while_they_wait_cost_nothing(web, live):
    links = [connect(live) for _ in range(100)]
    for link in links:
        link.sendall(head(live, asking(ENDLESS)))
    time.sleep(0.5)
    for link in links:
        link.close()
    begun = time.monotonic()
    assert lives(web)
    assert time.monotonic() - begun < 10
    assert not busy(0.5) or not busy(0.5)


def test_37_a_client_that_goes_in_the_middle_of_an_answer(web, live):
    with connect(live) as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.sendall(head(live, asking("SELECT * { ?s ?p ?o }")))
        assert link.recv(4096).startswith(b"HTTP/1.1 200")
    assert lives(web)


@pytest.mark.alone
def test_37_slow_loris(built, monkeypatch):
    """Heads and bodies that trickle in are given up; those that ask are answered meanwhile."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 1.0)
    monkeypatch.setattr(security, "BODY_SECONDS", 1.0)
    running = Live(built)
    try:
        form = "Content-Type: application/x-www-form-urlencoded"
        with connect(running) as silent, connect(running) as heads, connect(running) as body:
            body.sendall(head(running, "POST /sparql", form, "Content-Length: 500") + b"query=")
            heads.sendall(b"GET / HTTP/1.1\r\n")
            assert httpx.get(f"{running.address}/static/stil.css").status_code == 200
            assert silent.recv(10) == b""
            assert reply(body)[0] == 408
            assert until(lambda: is_closed(heads), 3)
    finally:
        running.stop()


def test_37_thousands_of_connections_leave_room_for_one_that_asks(web, live):
    links = []
    try:
        for _ in range(1_500):
            link = connect(live)
            link.sendall(b"GET / HTTP/1.1\r\n")
            links.append(link)
        with httpx.Client(base_url=live.address, timeout=30) as late:
            assert lives(late)
    finally:
        for link in links:
            link.close()
    assert lives(web)


@pytest.mark.parametrize(
    ("what", "statuses"),
    [
        ("1 GB announced", {413}),
        ("too much in pieces", {413}),
        ("packed", {415}),
        ("garbage in pieces", {400}),
        ("two lengths", {400}),
        ("a negative length", {400, 413}),
        ("length and pieces", {200, 400}),
        ("not UTF-8 in the address", {400}),
        ("not UTF-8 in a form", {400}),
        ("not UTF-8 as it is", {400}),
        ("a long address", {414}),
        ("an endless address", {400}),
        ("many headers", {200, 400}),
        ("NUL in a header", {400}),
        ("no HTTP", {0, 400}),
        ("a proxy's request", {200, 404, 421}),
    ],
)
def test_37_requests_that_are_no_requests(web, live, what, statuses):
    form = "Content-Type: application/x-www-form-urlencoded"
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    post = "POST /sparql"
    data = {
        "1 GB announced": head(live, post, form, f"Content-Length: {2**30}") + b"query=",
        "too much in pieces": head(live, post, form, "Transfer-Encoding: chunked") + piece * 2,
        "packed": head(live, post, form, "Content-Encoding: gzip", "Content-Length: 2") + b"\x1f\x8b",
        "garbage in pieces": head(live, post, form, "Transfer-Encoding: chunked") + b"ZZ\r\nquery\r\n",
        "two lengths": head(live, post, form, "Content-Length: 5", "Content-Length: 6") + b"query=",
        "a negative length": head(live, post, form, "Content-Length: -5"),
        "length and pieces": head(live, post, form, "Content-Length: 5", "Transfer-Encoding: chunked")
        + b"d\r\nquery=ASK+%7B\r\n3\r\n%7D\r\n0\r\n\r\n",
        "not UTF-8 in the address": head(live, "GET /sparql?query=ASK%20%7B%7D%20%23%ff%fe"),
        "not UTF-8 in a form": head(live, post, form, "Content-Length: 9") + b"query=%ff",
        "not UTF-8 as it is": head(live, post, "Content-Type: application/sparql-query", "Content-Length: 2")
        + b"\xff\xfe",
        "a long address": head(live, f"GET /sparql?query={'a' * 20_000}"),
        "an endless address": b"GET /sparql?query=" + b"a" * 100_000,
        "many headers": head(live, "GET /", *(f"X-{n}: {'y' * 100}" for n in range(1000))),
        "NUL in a header": head(live, "GET /", "X-A: a\0b"),
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "a proxy's request": head(live, "GET http://ond.example/"),
    }
    assert raw(live, data[what])[0] in statuses
    assert lives(web)


# 38: many ask while the map is rebuilt
def test_38_two_hundred_parallel_queries_beside_a_rebuild(own):
    """Nobody is turned away, and nobody sees half of one build and half of another."""
    query = (
        "SELECT ?facts ?graphs { { SELECT (COUNT(*) AS ?facts) { ?s ?p ?o } }"
        " { SELECT (COUNT(?g) AS ?graphs) { GRAPH ?g {} } } }"
    )
    running = Live(own)
    try:
        # In a loop of its own: a browser may be driven from this thread.
        with start_blocking_portal() as portal:
            answers = portal.call(_beside, running, own, query)
    finally:
        running.stop()
    assert {status for status, _ in answers} == {200}
    assert len(answers) >= 200
    seen = Counter(body for _, body in answers)
    assert len(seen) == 2, seen  # the build before and the build after, and nothing between


async def _beside(running: Live, own, query: str) -> list[tuple[int, str]]:
    done = threading.Event()

    def rebuild() -> None:
        next((own.documents).glob("svar-valfardsnamnden*")).unlink()
        build(own, workers=2)
        done.set()

    # A connection each: one that is kept may be closed by the server just as it is used again.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=running.address, timeout=120, limits=limits) as client:

        async def ask() -> tuple[int, str]:
            answer = await client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
            return answer.status_code, answer.text

        answers = [await ask()]
        thread = threading.Thread(target=rebuild)
        thread.start()
        while not done.is_set():
            answers += await asyncio.gather(*(ask() for _ in range(200)))
        thread.join()
        return [*answers, await ask()]


# 41: foreign pages in the user's own browser
def test_41_only_this_computer_is_listened_to(live):
    port = int(live.address.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        if not address.startswith("127."):
            with pytest.raises(OSError):  # noqa: PT011
                socket.create_connection((address, port), timeout=2)


@pytest.mark.parametrize(
    "host", ["ond.example", "127.0.0.1.ond.example", "127.0.0.1", "0.0.0.0:PORT", "ond.example:PORT", ""]
)
@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/rdf-graph-store?default", "/static/stil.css"]
)
def test_41_a_name_that_was_pointed_at_this_computer_is_refused(live, host, path):
    host = host.replace("PORT", live.address.rpartition(":")[2])
    status, body = raw(live, f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert status == 421
    assert "sam:" not in body
    twice = f"GET {path} HTTP/1.1\r\nHost: {live.address[7:]}\r\nHost: {host}\r\n\r\n".encode()
    assert raw(live, twice)[0] in (400, 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://ond.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_41_a_foreign_page_changes_nothing_and_asks_nothing(web, live, headers):
    posts = [
        (route.path, method)
        for route in live.app.routes
        for method in sorted(getattr(route, "methods", None) or ())
        if method in ("POST", "PUT", "PATCH", "DELETE")
    ]
    assert ("/sparql", "POST") in posts
    assert len({path for path, _ in posts}) > 5
    for path, method in posts:
        answer = web.request(method, path, data={"query": "ASK {}"}, headers=headers)
        assert answer.status_code == 403, path
        assert "access-control-allow-origin" not in answer.headers


def test_41_what_changes_needs_the_secret_of_this_run(web, live, built):
    before = built.decisions.read_bytes() if built.decisions.exists() else b""
    posts = {
        route.path
        for route in live.app.routes
        if "POST" in (getattr(route, "methods", None) or ()) and route.path.startswith("/granska")
    }
    assert posts
    for path in posts:
        for fields in ({}, {"token": ""}, {"token": "0" * 48}):
            answer = web.post(path, data=fields, headers={"origin": live.address})
            assert answer.status_code in (403, 415), path
    after = built.decisions.read_bytes() if built.decisions.exists() else b""
    assert after == before


def test_41_no_answer_may_be_read_by_another_page(web):
    for path in ("/", "/sparql?query=ASK%7B%7D", "/rdf-graph-store?default", "/sok.json?q=a"):
        answer = web.get(path, headers={"origin": "http://ond.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in web.options("/sparql").headers
