"""In Chromium, through the real pages, by the hands of everybody whose work it is…"""

from dataclasses import replace

from playwright.sync_api import Browser

from tools.chromium import Faults, Person
from tools.installation import Installation
from tools.journey_browser import Page
from tools.journey_case import Case, Office, Steps
from tools.journey_stories import AMINA, ORTHO, ZHANG, Story

ENGLISH = replace(
    ZHANG,
    title="Zhang Wei, directly, in English",
    language="en",
    words="My right knee has hurt for two years; I ask about a replacement.",
    plan="Replacement of the knee, then rehabilitation.",
    own=("Osteoarthritis of the knee", "The treatment went well.", "Good.", "Walk every day."),
)
ARABIC = replace(
    AMINA,
    title="Amina through Karim of Silk Road Care, in Arabic",
    language="ar",
    partner_language="ar",
    own_name="أمينة كريموفا",
    words="ألم في الركبة اليمنى وصعوبة في صعود الدرج.",
    plan="جراحة المفصل ثم إعادة التأهيل.",
    own=("خشونة الركبة", "نجح العلاج.", "حسنة.", "المشي يوميًا ومراجعة الطبيب بعد أسبوع."),
    takes=ORTHO,
)


class Phone(Person):
    """A patient's or an agent's phone: 360 px wide, and Arabic runs from right to left."""

    def get(self, path: str) -> Page:
        """Every page is looked at."""
        page = super().get(path)
        asked = "rtl" if self.language == "ar" else "ltr"
        shown = self.tab.evaluate("getComputedStyle(document.documentElement).direction")
        if page.html and shown != asked:
            self.faults.note(self.tab, f"runs {shown}, not {asked}")
        return page


def walked(browser: Browser, house: Installation, story: Story) -> Faults:
    """The case from its first question to closed; raises Miss where a page does not do its part."""
    faults = Faults()
    outside = {story.persona, story.partner}

    def sits_down(address: str, name: str, language: str) -> Person:
        if name in outside:
            return Phone(browser, address, name, language, faults=faults, size="phone")
        return Person(browser, address, name, language, faults=faults)

    office = Office(house.address, opens=sits_down)
    case = Case(story, office, Steps())
    try:
        case.walk()
    finally:
        for person in (case.patient, *office.known.values()):
            if isinstance(person, Person):
                person.close()
    return faults


def test_the_direct_case_goes_from_the_first_question_to_closed_in_english(
    browser: Browser, house: Installation
) -> None:
    faults = walked(browser, house, ENGLISH)
    assert not faults.wrong  # no console error, no policy violation, nothing wider than the screen
    assert len(faults.seen) > 40


def test_the_partner_s_case_goes_from_the_agent_s_page_to_closed_in_arabic(
    browser: Browser, house: Installation
) -> None:
    faults = walked(browser, house, ARABIC)
    assert not faults.wrong
    assert len(faults.seen) > 40
