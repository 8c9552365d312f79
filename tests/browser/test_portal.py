"""A visitor in Chromium, on a phone: from their own words to a request at a clinic…"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tools.chromium import Faults, Person
from tools.installation import Installation

WORDS = {
    "en": "knee replacement",
    "ru": "замена колена",
    "zh-hans": "换膝盖",
    "ar": "تبديل الركبة",
}


class Visitor(Person):
    """A visitor's phone; every page is measured."""

    def press(self, selector: str) -> None:
        """Press it, and look at where it leads."""
        with self.tab.expect_navigation(wait_until="load"):
            self.tab.locator(selector).first.click()
        self.look()

    def look(self) -> None:
        """What any page of the portal must be."""
        self.faults.measure(self.tab)
        lang = self.tab.evaluate("document.documentElement.lang").lower()
        asked = "rtl" if self.language == "ar" else "ltr"
        shown = self.tab.evaluate("getComputedStyle(document.documentElement).direction")
        if (lang, shown) != (self.language, asked):
            self.faults.note(self.tab, f"speaks {lang} {shown}")


@pytest.fixture(params=WORDS)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, house: Installation
) -> Iterator[Visitor]:
    faults = Faults()
    person = Visitor(browser, house.address, "visitor", request.param, faults=faults, size="phone")
    yield person
    person.close()
    assert faults.wrong == []


def test_finds_a_clinic_compares_and_begins_to_ask(visitor: Visitor) -> None:
    tab = visitor.tab
    visitor.get("/")
    visitor.look()
    tab.fill("#q", WORDS[visitor.language])
    visitor.press("form.seek button")
    expect(tab.locator(".hits li")).not_to_have_count(0)
    visitor.press(".hits h2 a")
    assert "/treatments/" in tab.url
    visitor.press('dl a[href*="/clinics/"]')
    clinic = urlsplit(tab.url).path.strip("/").rsplit("/", 1)[-1]
    tab.goto(f"{visitor.address}/clinics/", wait_until="load")
    visitor.look()
    boxes = tab.locator('input[name="clinic"]')
    for place in range(2):
        boxes.nth(place).check()
    visitor.press('form[action="/compare/"] button')
    expect(tab.locator("article.compare-offer")).to_have_count(2)
    visitor.press(f'article.compare-offer a[href*="/request/?clinic={clinic}"]')
    assert re.search(r"/request/", tab.url)
    assert visitor.context.cookies()


def test_finds_the_map_by_keyboard(visitor: Visitor) -> None:
    tab = visitor.tab
    visitor.get("/regions/")
    visitor.look()
    first = tab.locator(".tile-map a").first
    first.focus()
    name = first.get_attribute("aria-label")
    assert name
    with tab.expect_navigation(wait_until="load"):
        tab.keyboard.press("Enter")
    visitor.look()
    assert tab.locator("h1").inner_text().strip() in name


def test_filters_stand_in_the_address(visitor: Visitor) -> None:
    tab = visitor.tab
    visitor.get("/search/")
    tab.locator(".fold-filters summary").first.click()
    box = tab.locator('input[name="region"]').first
    box.check()
    visitor.press(".fold-filters .btn:not(.btn-quiet)")
    asked = parse_qs(urlsplit(tab.url).query)
    assert len(asked["region"]) == 1
    assert tab.locator('input[name="region"]:checked').count() == 1
