"""Granska in Debian's Chromium: forms with and without scripts, keys, a passage marked in a document."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.serve.conftest import Live, Tab

pytestmark = pytest.mark.browser
KEY = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
SELECT = """() => {
  const mark = document.querySelector('.dokument mark').firstChild;
  const range = document.createRange();
  range.selectNodeContents(mark);
  const chosen = getSelection();
  chosen.removeAllRanges();
  chosen.addRange(range);
  return mark.data;
}"""


@pytest.fixture
def reviewing(own, browser) -> Iterator[Tab]:
    """A tab at an explorer whose workspace may be changed; its rebuilding is not run."""
    live = Live(own)
    live.app.state.site.rebuilding.want = live.app.state.site.rebuilding.warm = lambda: None
    tab = Tab(browser, live)
    tab.file = own.decisions
    yield tab
    assert not tab.left
    assert not tab.complaints
    tab.page.close()
    live.stop()


def said(tab) -> list[str]:
    if not tab.file.exists():
        return []
    return [json.loads(line)["beslut"] for line in tab.file.read_text(encoding="utf-8").splitlines()]


def sentence(tab) -> str:
    return tab.page.inner_text(".mening")


def test_keys_judge_and_go_to_and_fro(reviewing):
    page = reviewing.page
    reviewing.open("/granska")
    first = sentence(reviewing)
    for key in "gav":
        before = sentence(reviewing)
        with page.expect_navigation():
            page.keyboard.press(key)
        assert sentence(reviewing) != before
    assert said(reviewing) == ["godkand", "avvisad", "osaker"]
    there = sentence(reviewing)
    assert there != first
    with page.expect_navigation():
        page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("k")
    assert sentence(reviewing) == there
    with page.expect_navigation():
        page.evaluate(KEY % "ä")
    assert page.inner_text("h1") == "Ändra påståendet"


def test_keys_are_letters_in_a_field_and_can_be_turned_off(reviewing):
    page = reviewing.page
    reviewing.open("/granska")
    page.focus("#varfor")
    page.keyboard.type("gav")
    assert page.input_value("#varfor") == "gav"
    page.uncheck("#tangenter input")
    page.focus("h1, body")
    page.keyboard.press("g")
    page.wait_for_timeout(200)
    assert said(reviewing) == []
    reviewing.open("/granska")
    assert not page.is_checked("#tangenter input")


def test_everything_works_without_scripts(reviewing, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{reviewing.home}/granska")
    page.click("button:has-text('Godkänn')")
    page.fill("#varfor", "står så")
    page.click("button:has-text('Avvisa')")
    page.click("a:has-text('Logg')")
    page.click("button:has-text('Ångra') >> nth=0")
    assert said(reviewing) == ["godkand", "avvisad", "angrad"]
    page.goto(f"{reviewing.home}/granska/sats?regel=table.measure")
    page.click("text=Markera alla")
    page.click("button:has-text('Godkänn de markerade')")
    assert said(reviewing)[-1] == "godkand"
    context.close()


def test_a_statement_comes_from_a_passage_that_is_marked(reviewing):
    page = reviewing.page
    reviewing.open("/kallor")
    page.click("main table a >> nth=0")
    page.wait_for_selector(".dokument mark")
    marked = page.evaluate(SELECT)
    page.click("text=Lägg till påstående ur markeringen")
    page.wait_for_selector(".sammanhang mark")
    assert page.inner_text(".sammanhang mark").split() == marked.split()
    page.fill("#subjekt", "Kommunstyrelsen")
    page.select_option("#relation", "dcterms:description")
    page.fill("#objekt", "Något som står där")
    with page.expect_navigation():
        page.click("button:has-text('Lägg till')")
    assert "/kalla/" in page.url
    assert said(reviewing) == ["tillagd"]
