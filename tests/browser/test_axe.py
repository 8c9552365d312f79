"""axe finds nothing…

Here the pages that decide whether people stay, in four languages, light and dark, and each day a
few others; `make axe` looks at every page that links lead to.
"""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from tools.axe import LANGUAGES, look_at, violations
from tools.chromium import Faults, Person
from tools.installation import Installation
from tools.shown_pages import Shown

DECISIVE = (
    ("", "/"),
    ("", "/request/step/whom/"),
    ("fatima", "/my/cases/{choosing}/"),
    ("fatima", "/my/cases/{choosing}/proposals/"),
    ("petrova", "/desk/"),
    ("petrova", "/desk/cases/{treated}/"),
)
IN_TURN = (
    ("", "/account/login/"),
    ("", "/verify/"),
    ("", "/search/how/?q=knee"),
    ("", "/regions/"),
    ("lee", "/coordinator/portal/"),
    ("ivanova", "/coordinator/report/"),
    ("", "/account/signup/"),
    ("amina", "/my/"),
    ("amina", "/my/consents/"),
    ("amina", "/my/cases/{treated}/"),
    ("amina", "/account/profile/"),
    ("amina", "/account/notices/"),
    ("petrova", "/desk/board/"),
    ("petrova", "/desk/places/"),
    ("petrova", "/desk/capacity/resources/"),
    ("petrova", "/desk/capacity/state-task/"),
    ("petrova", "/desk/capacity/protection/"),
    ("petrova", "/desk/capacity/recipes/"),
    ("petrova", "/desk/capacity/keys/"),
    ("petrova", "/desk/capacity/keys/new/"),
    ("orlova", "/desk/capacity/concessions/"),
    ("petrova", "/desk/prices/"),
    ("petrova", "/desk/arrivals/"),
    ("petrova", "/desk/figures/"),
    ("petrova", "/desk/passports/"),
    ("sidorov", "/desk/money/"),
    ("karim", "/partner/"),
    ("karim", "/partner/requests/new/"),
    ("haddad", "/partner/insured/"),
    ("ivanova", "/coordinator/"),
    ("lee", "/coordinator/registers/"),
    ("lee", "/coordinator/readiness/profiles/oncology/"),
    ("nikitin", "/administration/"),
)


def pages(listed: tuple[tuple[str, str], ...], stages: Any) -> list[Shown]:
    """The addresses, with the cases of the installation in them."""
    cases = {name: stage["case"] for name, stage in stages.items()}
    return [Shown(path, path.format(**cases), persona) for persona, path in listed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_the_decisive_pages(
    browser: Browser, house: Installation, stages: Any, language: str
) -> None:
    looked = look_at(browser, house.address, pages(DECISIVE, stages), [language])
    assert looked.all_wrong() == []
    assert looked.looks == 2 * len(DECISIVE)


def test_on_two_of_the_others_in_the_day_s_language(
    browser: Browser, house: Installation, stages: Any
) -> None:
    day = dt.datetime.now(dt.UTC).date().toordinal()
    turn = [IN_TURN[(2 * day + step) % len(IN_TURN)] for step in range(2)]
    language = LANGUAGES[day // (len(IN_TURN) // 2) % len(LANGUAGES)]
    looked = look_at(browser, house.address, pages(tuple(turn), stages), [language])
    assert looked.all_wrong() == []


def test_unless_a_page_is_wrong(browser: Browser, house: Installation) -> None:
    """The control: what these tests look for is seen where it stands."""
    faults = Faults()
    person = Person(browser, house.address, "visitor", "en", faults=faults)
    person.get("/")
    person.tab.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/favicon.ico\">'")
    person.tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x')")
    person.tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<table width=3000><td>x')")
    faults.measure(person.tab)
    assert any(found.startswith("image-alt") for found in violations(person.tab))
    assert any("policy: style-src" in fault for fault in faults.wrong)
    assert any("wider than its screen" in fault for fault in faults.wrong)
    person.close()
