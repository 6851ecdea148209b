"""The frame of the explorer: headers, hosts, foreign forms, error pages, the start page."""

import pytest
from starlette.testclient import TestClient

from graph.serve.app import application
from graph.serve.rendering import NAVIGATION
from graph.serve.security import LARGEST_BODY
from graph.workspace import Workspace
from tests.serve.conftest import browsing


def test_the_overview_counts_and_says_what_matters(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "<h1>Dimvalla kommun</h1>" in answer.text
    assert "<strong>17</strong> handlingar" in answer.text
    assert "Det viktigaste" in answer.text


def test_without_a_build_it_says_how_to_begin(tmp_path):
    answer = browsing(Workspace(tmp_path)).get("/")
    assert answer.status_code == 200
    assert "samverkan build" in answer.text


@pytest.mark.parametrize("path", ["/", "/finns-inte", "/static/stil.css"])
def test_every_answer_forbids_what_is_not_ours(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_hold_nothing_inline(client):
    text = client.get("/").text
    assert " style=" not in text
    assert "<style" not in text
    assert "onclick" not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "ond.example"}, 421),
        ({"host": "testserver", "content-length": str(LARGEST_BODY + 1)}, 413),
        ({"host": "testserver", "content-length": "-1"}, 413),
    ],
)
def test_foreign_hosts_and_large_bodies_are_refused(client, headers, status):
    answer = client.get("/", headers=headers)
    assert answer.status_code == status
    assert answer.text.endswith(".")


def test_a_long_address_is_refused(client):
    assert client.get("/?q=" + "a" * 20_000).status_code == 414


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://ond.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_a_foreign_form_is_refused(client, headers):
    assert client.post("/", headers=headers).status_code == 403


def test_unknown_pages_answer_in_swedish(client):
    answer = client.get("/finns-inte")
    assert answer.status_code == 404
    assert "Ingen sida har den adressen." in answer.text


def test_a_fault_of_the_program_is_a_page_without_a_traceback(built):
    app = application(built, hosts=frozenset({"testserver"}))

    def broken(_request):
        raise ZeroDivisionError("hemlig detalj")

    app.router.add_route("/trasig", broken)
    answer = TestClient(app, raise_server_exceptions=False).get("/trasig")
    assert answer.status_code == 500
    assert "Programmet gjorde fel." in answer.text
    assert "hemlig" not in answer.text
    assert "default-src" in answer.headers["content-security-policy"]


def test_the_navigation_has_the_twelve_pages():
    assert sum(len(links) for _, links in NAVIGATION) == 12
