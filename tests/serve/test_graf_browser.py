"""The graph page in Debian's Chromium: keys walk it, filters move the address, nothing leaves."""

import io

import pypdf
import pytest

from tests.serve.test_browser import PICTURES, SIZES, violations

pytestmark = pytest.mark.browser
VIEWS = {
    "graf-natverk-valt": "/graf?vy=natverk&typ=organ,enhet,forum,extern,mellanrum&nod=aktor/friskolor",
    "graf-naromrade": "/graf?vy=naromrade&nod=samverkan/trygghetsradet",
    "graf-tabell": "/graf?vy=tabell&typ=organ,forum",
}
FIRST = "#ram svg.bild a.nod[tabindex='0']"


def focused(page):
    return page.evaluate("document.activeElement.dataset.nod || ''")


def ready(page):
    page.wait_for_selector("#graf[data-klar]")


def settled(page):
    page.wait_for_selector("#graf:not([aria-busy])")


@pytest.mark.parametrize("name", VIEWS)
def test_axe_finds_nothing_and_nothing_overflows(tab, name):
    tab.open(VIEWS[name])
    ready(tab.page)
    assert not list(violations(tab.page))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.reload()
        ready(tab.page)
        tab.page.screenshot(path=PICTURES / f"{name}-{width}x{height}.png")
    tab.page.set_viewport_size({"width": 320, "height": 800})
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("view", ["karta", "natverk", "naromrade"])
def test_arrows_reach_every_thing(tab, view):
    tab.open(f"/graf?vy={view}")
    ready(tab.page)
    everything = set(tab.page.locator("#ram a.nod").evaluate_all("all => all.map(one => one.dataset.nod)"))
    reached = tab.page.evaluate(
        """async () => {
            const { nearest } = await import("/static/graf/keys.js");
            const links = Array.from(document.querySelectorAll("#ram a.nod"));
            const points = links.map((one) => one.getAttribute("transform").match(/-?[\\d.]+/g).map(Number));
            const seen = new Set([0]), todo = [0];
            while (todo.length) {
                const from = todo.pop();
                for (const way of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
                    const to = nearest(points, from, way);
                    if (to >= 0 && !seen.has(to)) { seen.add(to); todo.push(to); }
                }
            }
            return Array.from(seen, (n) => links[n].dataset.nod);
        }"""
    )
    assert set(reached) == everything


def test_keys_walk_open_and_leave(tab):
    tab.open("/graf")
    ready(tab.page)
    tab.page.focus(FIRST)
    start = focused(tab.page)
    tab.page.keyboard.press("ArrowDown")
    below = focused(tab.page)
    tab.page.keyboard.press("ArrowRight")
    beside = focused(tab.page)
    assert len({start, below, beside}) == 3
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#panel:not([hidden]) h2")
    assert f"nod={beside}" in tab.page.url
    assert focused(tab.page) == beside  # opening moves nobody
    assert tab.page.inner_text("#status").count("Visar")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#panel[hidden]", state="attached")
    assert "nod=" not in tab.page.url
    assert focused(tab.page) == beside
    assert tab.page.locator("#ram a.nod[tabindex='0']").count() == 1


def test_filters_move_the_address_and_the_address_gives_the_picture_back(tab):
    tab.open("/graf")
    ready(tab.page)
    before = tab.page.locator("#ram a.nod").count()
    tab.page.uncheck("input[name=typ][value=mellanrum]")
    settled(tab.page)
    assert "typ=-mellanrum" in tab.page.url
    assert tab.page.evaluate("document.activeElement.value") == "mellanrum"  # focus stays
    names = tab.page.locator("#ram a.nod").evaluate_all("all => all.map(one => one.dataset.nod)")
    assert len(names) < before
    tab.page.click(".graf-vyer a[data-vy=natverk]")
    settled(tab.page)
    assert "vy=natverk" in tab.page.url
    assert "typ=-mellanrum" in tab.page.url
    tab.page.go_back()
    settled(tab.page)
    tab.page.wait_for_selector(".graf[data-vy=karta]")
    again = tab.page.locator("#ram a.nod").evaluate_all("all => all.map(one => one.dataset.nod)")
    assert again == names


def test_a_click_opens_and_a_double_click_shows_what_is_near(tab):
    tab.open("/graf")
    ready(tab.page)
    tab.page.click("[data-nod='samverkan/trygghetsradet'] .form")
    settled(tab.page)
    assert tab.page.inner_text("#panel h2").replace("\u00ad", "") == "Trygghetsrådet"
    assert tab.page.locator("#panel blockquote").count() > 3
    tab.page.locator("[data-nod='samverkan/trygghetsradet'] .form").dblclick()
    tab.page.wait_for_selector(".graf[data-vy=naromrade]")
    assert "nod=samverkan/trygghetsradet" in tab.page.url


def test_the_page_scrolls_until_the_picture_has_focus_or_ctrl(tab):
    tab.open("/graf?vy=natverk")
    ready(tab.page)

    def width():
        return float(tab.page.get_attribute("#bild", "width"))

    def turn(by):
        tab.page.mouse.move(800, 500)
        tab.page.mouse.wheel(0, by)
        tab.page.wait_for_timeout(150)

    def grown():
        """Tell whether the picture grows: a busy machine takes its time to tell the page of the wheel."""
        for _ in range(20):
            if width() > before:
                return True
            tab.page.wait_for_timeout(100)
        return False

    before, top = width(), tab.page.evaluate("ram.scrollTop")
    turn(200)
    assert width() == before
    assert tab.page.evaluate("ram.scrollTop") > top
    tab.page.focus(FIRST)
    turn(-300)
    assert grown()
    tab.page.keyboard.press("0")
    assert width() < before
    tab.page.keyboard.press("+")
    size = tab.page.locator("#ram .etikett >> nth=0").evaluate("one => getComputedStyle(one).fontSize")
    assert size == "13px"  # type is never scaled


def overlapping(page):
    """Return pairs of visible names of Nätverk that meet."""
    return page.evaluate(
        """() => {
            const names = Array.from(document.querySelectorAll("#ram .etikett"))
                .filter((one) => one.getClientRects().length && !one.closest(":focus"))
                .map((one) => [one.textContent, one.getBoundingClientRect()]);
            const met = [];
            names.forEach(([text, a], i) => names.slice(i + 1).forEach(([other, b]) => {
                const across = a.left + 1 < b.right && b.left + 1 < a.right;
                if (across && a.top + 3 < b.bottom && b.top + 3 < a.bottom) met.push([text, other]);
            }));
            return met;
        }"""
    )


def test_names_do_not_meet_at_any_zoom(tab):
    tab.open("/graf?vy=natverk")
    ready(tab.page)
    tab.page.focus(FIRST)
    for key in "0++++++-----":
        tab.page.keyboard.press(key)
        tab.page.wait_for_timeout(20)
        assert not overlapping(tab.page), key


def test_names_do_not_meet_where_all_are_shown(tab):
    for path in (VIEWS["graf-naromrade"], "/graf?vy=naromrade&nod=organ/kommunstyrelsen&djup=2", "/graf"):
        tab.open(path)
        ready(tab.page)
        assert not overlapping(tab.page), path


def test_what_is_typed_marks_what_has_the_words(tab):
    tab.open("/graf")
    ready(tab.page)
    tab.page.fill("#graf-sok", "trygghetsråd")
    tab.page.wait_for_selector("#ram .nod.traff")
    tab.page.keyboard.press("Enter")
    settled(tab.page)
    tab.page.wait_for_selector("#panel:not([hidden]) h2, .graf-traffar a", state="visible")


def test_more_than_can_be_drawn_is_painted_and_walked_all_the_same(tab, monkeypatch):
    monkeypatch.setattr("graph.serve.graph_page.MOST_DRAWN", 20)
    tab.open("/graf?vy=natverk")
    ready(tab.page)
    assert tab.page.locator("#ram canvas").count() == 1
    assert tab.page.locator("#ram svg.bild").count() == 0
    painted = tab.page.evaluate(
        """() => { const canvas = document.querySelector("#ram canvas"), ctx = canvas.getContext("2d");
            const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
            return data.filter((value, i) => i % 4 === 3 && value).length; }"""
    )
    assert painted > 5_000
    tab.page.focus("#ram a.nod")
    first = focused(tab.page)
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft"):
        tab.page.keyboard.press(key)
    assert focused(tab.page) != first
    wanted = focused(tab.page)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#panel:not([hidden]) h2")
    assert wanted in tab.page.url


def test_it_prints_as_one_a3_of_text(tab):
    tab.open("/graf")
    ready(tab.page)
    pdf = pypdf.PdfReader(io.BytesIO(tab.page.pdf(prefer_css_page_size=True)))
    (printed,) = pdf.pages
    assert sorted(round(float(side) / 72 * 25.4) for side in printed.mediabox[2:]) == [297, 420]
    assert "Trygghetsrådet" in printed.extract_text()
