"""Every page in Debian's Chromium: axe finds nothing, nothing leaves or overflows, keys reach all."""

from urllib.parse import quote

import pytest

from tests.serve.conftest import ROOT
from tests.serve.test_sparql_page import COUNT

pytestmark = pytest.mark.browser
PAGES = {
    "oversikt": "/",
    "aktorer": "/aktorer",
    "aktor": "/aktor/aktor/friskolor",
    "forum": "/forum",
    "ett-forum": "/forum/samverkan/trygghetsradet",
    "jamfor": "/forum/jamfor?a=samverkan/trygghetsradet&b=samverkan/est-motet",
    "overlapp": "/overlapp",
    "mellanrum": "/mellanrum",
    "vag-in": "/vag-in?fran=aktor/friskolor",
    "uppdrag": "/uppdrag",
    "kallor": "/kallor",
    "rapport": "/rapport",
    "sok": "/sok?q=skola",
    "fel": "/finns-inte",
    "granska": "/granska",
    "granska-namn": "/granska/namn",
    "granska-regler": "/granska/regler",
    "granska-sats": "/granska/sats?regel=table.measure",
    "granska-logg": "/granska/logg",
    "granska-nytt": "/granska/nytt",
    "tillganglighet": "/tillganglighet",
    "sparql": "/sparql",
    "graf": "/graf",
    "graf-valt": "/graf?nod=samverkan/trygghetsradet",
    "graf-natverk": "/graf?vy=natverk",
    "uppdrag-tomt": "/uppdrag?status=finns-inte",
    "sparql-svar": f"/sparql?fraga={quote(COUNT)}",
}
PICTURES = ROOT / "build" / "bilder"  # kept, so that a person can look
SIZES = ((1440, 900), (1024, 768), (390, 844))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def violations(page):
    """Yield what axe finds in a page as it opens, and once its first folds are open."""
    from axe_playwright_python.sync_playwright import Axe

    for unfold in (False, True):
        if unfold:
            page.eval_on_selector_all(
                "main details", "(all) => all.slice(0, 6).forEach((d) => d.open = true)"
            )
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        yield from (
            (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found.response["violations"]
        )


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(tab, name):
    tab.open(PAGES[name])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.screenshot(path=PICTURES / f"{name}-{width}x{height}.png")
    tab.page.set_viewport_size({"width": 1440, "height": 900})
    assert not list(violations(tab.page))
    tab.page.set_viewport_size({"width": 320, "height": 800})
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_slash_leads_to_the_search_and_arrows_choose(tab):
    tab.open("/")
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("trygg", delay=20)
    tab.page.wait_for_selector("#sokforslag:not([hidden]) a")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/samverkan/**")
    assert "rygg" in tab.page.inner_text("h1")


def test_a_quote_leads_to_its_marked_passage(tab):
    tab.open("/forum/samverkan/trygghetsradet")
    tab.page.click("main .pastaende summary >> nth=0")
    quote = tab.page.inner_text("main .pastaende details[open] blockquote >> nth=0")
    tab.page.click("main .pastaende details[open] figcaption a >> nth=0")
    marked = "".join(tab.page.locator("mark.vald").all_inner_texts())
    assert " ".join(marked.split()) == " ".join(quote.split())


def test_a_table_sorts_and_filters(tab):
    tab.open("/aktorer")
    first = "table tbody tr:not([hidden]) th >> nth=0"
    before = tab.page.inner_text(first)
    tab.page.click("thead button >> nth=0")
    tab.page.click("thead button >> nth=0")
    assert tab.page.inner_text(first) != before
    tab.page.fill("input[placeholder^=Filtrera]", "friskola")
    names = tab.page.locator("tbody tr:not([hidden])").all_inner_texts()
    assert names
    assert all("friskola" in name.lower() for name in names)


def test_every_page_works_without_scripts(browser, live):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES.values():
        page.goto(live.address + path)
        assert page.inner_text("h1").strip()
    page.goto(f"{live.address}/mellanrum")
    page.select_option("select[name=ursprung]", "regel")
    page.click("main form button")
    assert "ursprung=regel" in page.url
    context.close()


def test_the_keyboard_reaches_every_link_of_the_frame(tab):
    tab.open("/")
    reached = []
    for _ in range(20):
        tab.page.keyboard.press("Tab")
        reached.append(tab.page.evaluate("document.activeElement.textContent.trim()"))
    assert reached[0] == "Till innehållet"
    assert {"Graf", "Aktörer", "Granska"} <= set(reached)
