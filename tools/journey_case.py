"""One case from the first question to closed, each step by whose work it is."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import requests

from tools.journey_browser import Browser, Miss, Page, eventually
from tools.journey_files import all_kinds
from tools.journey_stories import HEART, ORTHO, Clinic, Story

T = TypeVar("T")
DIAGNOSIS = "Основной диагноз подтверждён"
ID = r"[A-Za-z0-9]{22}"


class Steps:
    """What was done, with times; misses are counted."""

    def __init__(self) -> None:
        self.done = 0
        self.bad = 0
        self.began = time.monotonic()

    def __call__(self, words: str, work: Callable[[], T]) -> T:
        """Do it and say how long it took. A Miss is said, counted and raised on."""
        start = time.monotonic()
        try:
            answer = work()
        except (Miss, requests.RequestException) as reason:
            self.bad += 1
            self.say(f"  MISS   {words}: {reason}")
            raise Miss(words) from reason
        self.done += 1
        self.say(f"  {time.monotonic() - start:6.2f} s  {words}")
        return answer

    def say(self, words: str) -> None:
        """A line."""
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()

    def seconds(self) -> float:
        """Since the beginning."""
        return round(time.monotonic() - self.began, 1)


@dataclass
class Office:
    """The staff's browsers, opened once each."""

    address: str
    known: dict[str, Browser] = field(default_factory=dict)
    opens: Callable[[str, str, str], Browser] = Browser
    """What a person sits down at: (address, name, language)."""

    def open(self, name: str, language: str) -> Browser:
        """A new browser, signed in as nobody."""
        return self.opens(self.address, name, language)

    def __call__(self, persona: str, language: str = "en") -> Browser:
        """The persona's browser, signed in by one click."""
        if persona not in self.known:
            self.known[persona] = self.open(persona, language).sign_in(persona)
        return self.known[persona]


def ids(page: Page, prefix: str) -> list[str]:
    """Public ids of one kind that the page links to, in order, each once."""
    found = re.findall(rf"{prefix}_{ID}", " ".join([*page.links, *(f.action for f in page.forms)]))
    return list(dict.fromkeys(found))


def one(page: Page, prefix: str) -> str:
    """The one id of this kind. Raises Miss."""
    found = ids(page, prefix)
    if not found:
        raise Miss(f"{page.path} leads to no {prefix}_…")
    return found[0]


class Case:
    """One case on its way through the pages."""

    def __init__(self, story: Story, office: Office, steps: Steps) -> None:
        self.story = story
        self.office = office
        self.steps = steps
        self.mark = secrets.token_hex(3).upper()
        self.number = ""
        self.case = ""
        self.proposals: dict[str, str] = {}
        self.agreement = ""
        self.travel = ""
        self.episode = ""
        self.patient = office.open(story.persona, story.language)

    def walk(self) -> None:
        """From the first question to closed."""
        story, step = self.story, self.steps
        step.say(f"\n{story.title}")
        if story.partner:
            step("the agent sends the request", self.ask_through_partner)
            step("the patient decides on both consents from the letter", self.decide)
        else:
            step("the public form, question by question, with PDF, JPEG and DICOM", self.ask)
        step(f"{story.persona} signs in and finds the case", self.enter)
        step("the desk calls, completes, forwards to two clinics", self.forward)
        for clinic in (ORTHO, HEART):
            if clinic is story.declines:
                step(f"{clinic.name} declines", partial(self.decline, clinic))
            else:
                step(f"{clinic.name} gives its verdict", partial(self.verdict, clinic))
                step(f"{clinic.name} proposes", partial(self.propose, clinic))
        step("the patient's side compares and accepts", self.accept)
        step("details and consents", self.identify)
        step("the clinic issues the contract", self.issue)
        step("notice read, contract signed", self.sign)
        step("the officer countersigns", self.countersign)
        step("the deposit is paid", lambda: self.pay("deposit"))
        step("the place is booked, the arrival told", self.arrive)
        step("the welcome pack is sent", self.welcome)
        step("admitted", self.admit)
        step("every agreed service recorded", self.treat)
        step("discharged with an extract", self.discharge)
        step("the final invoice is issued and paid", self.settle)
        if story.partner:
            step("the agent sees the commission", self.commission)
        step("day 7 comes (demonstration), the patient answers", self.follow_up)
        step("the survey", self.survey)
        step("arrival and departure notices filed", self.file_notices)
        step("closed", self.close)

    # The request

    def ask(self) -> None:
        """Every question of the public form, then the whole is sent."""
        page = self.patient.send(self.questions())
        found = re.search(r"[A-Z]{1,4}-\d{4}-[0-9A-Z-]+", page.words)
        if page.path != "/request/sent/" or not found:
            raise Miss(f"the request was not received: {page.path}")
        self.number = found[0]

    def questions(self) -> Page:
        """Every question answered; the page on which all answers are read again."""
        story, patient = self.story, self.patient
        soon = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 a day of the browser's own clock
        whom: dict[str, Any] = {"whom": "child" if story.mother else "self"}
        if story.mother:
            whom |= {
                "representative_name": story.mother,
                "representative_relation": story.relation,
                "may_sign": "on",
            }
        page = patient.get("/request/")
        self.speaks(page)
        page = self.answer(page, "whom", **whom)
        page = self.answer(page, "need", words=f"{story.words} {self.mark}", area=story.area)
        page = patient.send(
            page, files=all_kinds(f"Report {self.mark}"), press=("action", "upload")
        )
        for name in ("report.pdf", "film.jpg", "slice.dcm"):
            if name not in page.words:
                raise Miss(f"{name} was not received")
        page = self.answer(page, "papers")
        page = self.answer(
            page,
            "dates",
            wished_from=soon.isoformat(),
            wished_until=(soon + dt.timedelta(days=60)).isoformat(),
            flexibility="any",
            budget_amount="12000",
            budget_currency="USD",
        )
        page = self.answer(
            page,
            "patient",
            name_latin=story.name,
            name_original=story.own_name,
            birth_date=story.birth_date.isoformat(),
            sex=story.sex,
            citizenship=story.citizenship,
            residence_country=story.citizenship,
        )
        page = self.answer(page, "stay", purpose_of_arrival="treatment", stay_document="none")
        page = self.answer(page, "payer", payer="patient")
        page = self.answer(page, "languages", languages=story.speaks, interpreter="on")
        page = self.answer(page, "care", companions="1")
        page = self.answer(page, "contact", email=story.email, phone=story.phone)
        return self.answer(page, "consent", passport_number=self.passport(), address=story.address)

    def answer(self, page: Page, code: str, **typed: Any) -> Page:
        """One question; it must be this one."""
        if page.path != f"/request/step/{code}/":
            raise Miss(f"{page.path} instead of the question {code}")
        return self.patient.send(page, press=("action", "next"), **typed)

    def speaks(self, page: Page) -> None:
        """The page is in the patient's language."""
        if page.language.lower() != self.story.language:
            raise Miss(f"{page.path} speaks {page.language}")

    def passport(self) -> str:
        """A number of its own for each run."""
        return f"E{int(self.mark, 16):08d}"

    def ask_through_partner(self) -> None:
        """One page of the agent's."""
        story = self.story
        agent = self.office.open(story.partner, story.partner_language).sign_in(story.partner)
        page = agent.send(
            "/partner/requests/new/",
            name_latin=story.name,
            name_original=story.own_name,
            birth_date=story.birth_date.isoformat(),
            citizenship=story.citizenship,
            residence_country=story.citizenship,
            area=story.area,
            words=f"{story.words} {self.mark}",
            email=story.email,
            phone=story.phone,
            language=story.language,
        )
        self.case = page.path.rstrip("/").rsplit("/", 1)[-1]
        found = re.search(r"[A-Z]{1,4}-\d{4}-[0-9A-Z-]+", page.words)
        if not found:
            raise Miss("the agent was told no number")
        self.number = found[0]
        if story.words in page.words:
            raise Miss("the agent reads medical words before the patient has consented")

    def decide(self) -> None:
        """By the link in the letter."""
        link = eventually("the letter with the link", self.letter)
        page = self.patient.get(link)
        self.speaks(page)
        offered = page.form("processing", "disclosure").choices
        self.patient.send(
            page,
            processing=offered["processing"][0][0],
            disclosure=offered["disclosure"][0][0],
            passport_number=self.passport(),
            address=self.story.address,
        )
        agent = self.office(self.story.partner)
        if self.mark not in agent.get(f"/partner/cases/{self.case}/").words:
            raise Miss("the agent does not read the case after the patient's consent")

    def letter(self) -> str:
        """The consent link of the newest letter to the patient about this case."""
        page = self.patient.get(f"/account/demonstration/mail/?to={self.story.email}")
        found = [link for link in page.links if "/consent/" in link]
        return found[0] if found and self.number in page.words else ""

    def enter(self) -> None:
        """The patient's own page has the case."""
        self.patient.sign_in(self.story.persona)

        def find() -> str:
            listed = self.patient.get("/my/")
            for case in ids(listed, "case"):
                page = self.patient.get(f"/my/cases/{case}/")
                if self.number in page.words:
                    self.speaks(page)
                    return case
            return ""

        self.case = eventually("the case on the patient's page", find)

    # The desk and the clinics

    def forward(self) -> None:
        """Verify by call, complete, forward."""
        desk = self.office("sokolova")
        asked = one(desk.get(f"/desk/cases/{self.case}/"), "reqs")
        desk.send(f"/desk/requests/{asked}/call/", note=f"Spoke with the patient. {self.mark}")
        desk.send(f"/desk/requests/{asked}/complete/")
        page = desk.get(f"/desk/requests/{asked}/forward/")
        offered = {
            name: value
            for name in (ORTHO.name, HEART.name)
            for value in re.findall(rf'value="(orgn_{ID})"[^>]*>\s*<strong><bdi>{name}', page.html)
        }
        if len(offered) != 2:
            raise Miss("the two clinics are not offered")
        desk.send(page, clinics=list(offered.values()))

    def referral(self, who: str) -> str:
        """The clinic's own referral, read on its case page."""
        return one(self.office(who).get(f"/desk/cases/{self.case}/"), "refr")

    def verdict(self, clinic: Clinic) -> None:
        """The coordinator gives it to the physician, who accepts."""
        referral = self.referral(clinic.coordinator)
        coordinator, physician = self.office(clinic.coordinator), self.office(clinic.physician)
        page = coordinator.get(f"/desk/referrals/{referral}/review/")
        people = page.form("physician").choices["physician"]
        coordinator.send(page, physician=next(value for value, _words in people if value))
        physician.send(
            f"/desk/referrals/{referral}/verdict/",
            outcome="accept",
            conclusion=f"Показано оперативное лечение. {self.mark}",
            language="ru",
            stay_days="8",
        )

    def decline(self, clinic: Clinic) -> None:
        """The physician declines with a reason."""
        referral = self.referral(clinic.physician)
        self.office(clinic.physician).send(
            f"/desk/referrals/{referral}/verdict/",
            outcome="decline",
            conclusion="Детей этого возраста мы не лечим.",
            language="ru",
            decline_reason="not_our_profile",
        )
        if not self.office(clinic.physician).refused(f"/desk/cases/{self.case}/"):
            raise Miss("the clinic that declined still sees the case")

    def propose(self, clinic: Clinic) -> None:
        """Plan, lines from the price list, dates, two approvals, sent with a place held."""
        coordinator = self.office(clinic.coordinator)
        referral = self.referral(clinic.coordinator)
        page = coordinator.send(f"/desk/referrals/{referral}/proposal/")
        proposal = page.path.rstrip("/").rsplit("/", 1)[-1]
        at = f"/desk/proposals/{proposal}/"
        typed: dict[str, Any] = {
            "text": f"Операция и восстановление. {self.mark}",
            "language": "ru",
        }
        plan = page.form("text", action="/plan/")
        if "translation" in plan.names and self.story.plan:
            typed["translation"] = self.story.plan
        page = coordinator.send(page, to="/plan/", **typed)
        for looked_for in self.story.services:
            found = coordinator.get(f"{at}?q={quote(looked_for)}")
            adds = [b for form in found.forms for b in form.buttons if b[0] == "add" and b[1]]
            if not adds:
                raise Miss(f"the price list has nothing for {looked_for!r}")
            coordinator.send(found, to="/lines/", press=adds[0])
        page = coordinator.get(at)
        dates = page.form("arrives_on", action="/dates/").choices
        days = [value for value, _words in dates["arrives_on"] if value]
        area = next(v for v, _words in dates["area"] if v) if "area" in dates else ""
        if not days:
            raise Miss("no day has a free place")
        coordinator.send(
            page,
            to="/dates/",
            area=next((v for f, v in page.form("arrives_on").values if f == "area"), area),
            arrives_on=days[min(20, len(days) - 1)],
            stay_days="8",
            valid_days="14",
        )
        for who in (clinic.physician, clinic.finance):
            self.office(who).send(at, to="/approve/")
        page = coordinator.send(at, to="/send/")
        self.proposals[clinic.name] = proposal

    # Proposal, contract

    def accept(self) -> None:
        """Both stand side by side where there are two; one is accepted."""
        page = eventually("the proposals on the patient's page", self.compared)
        self.speaks(page)
        chosen = self.proposals[self.story.takes.name]
        self.patient.send(f"/my/proposals/{chosen}/accept/", **self.boxes(chosen))

        def drafted() -> str:
            found = ids(self.patient.get(f"/my/cases/{self.case}/"), "agre")
            return found[0] if found else ""

        self.agreement = eventually("the contract's draft", drafted)
        others = [c for c in (ORTHO, HEART) if c is not self.story.takes]
        for clinic in others:
            if not self.office(clinic.coordinator).refused(f"/desk/cases/{self.case}/"):
                raise Miss(f"{clinic.name} was not chosen and still sees the case")

    def compared(self) -> Page | None:
        """The page of comparison, once every proposal stands on it."""
        page = self.patient.get(f"/my/cases/{self.case}/proposals/")
        for proposal in ids(page, "prop"):
            self.patient.get(f"/my/proposals/{proposal}/")
        there = ids(page, "prop")
        return page if all(p in there for p in self.proposals.values()) else None

    def boxes(self, proposal: str) -> dict[str, Any]:
        """What has to be ticked to accept."""
        page = self.patient.get(f"/my/proposals/{proposal}/accept/")
        form = page.form()
        return {name: values[0][0] for name, values in form.choices.items() if len(values) == 1}

    def identify(self) -> None:
        """Details, then each consent that the page asks for."""
        story, at = self.story, f"/my/agreements/{self.agreement}/"
        typed: dict[str, Any] = {
            "passport_number": self.passport(),
            "passport_valid_until": (dt.date.today() + dt.timedelta(days=2000)).isoformat(),  # noqa: DTZ011 the browser's own day
            "address": story.address,
            "phone": story.phone,
            "stay_document": "none",
            "sex": story.sex,
        }
        if story.mother:
            typed |= {
                "representative_name": story.mother,
                "representative_relation": story.relation,
            }
        page = self.patient.send(f"{at}details/", **typed)
        self.speaks(page)
        for _turn in range(6):
            page = self.patient.get(at)
            wanted = [link for link in page.links if f"{at}consents/" in link]
            if not wanted:
                break
            self.patient.signs(wanted[0], agree="on")
        self.patient.signs(f"{at}treatment-consent/", agree="on")

    def issue(self) -> None:
        """The checklist is empty; the officer issues."""
        officer = self.office(self.story.takes.officer)
        officer.send(f"/desk/agreements/{self.agreement}/", sure="on")

    def sign(self) -> None:
        """Notice, text, signature."""
        at = f"/my/agreements/{self.agreement}/"
        self.patient.send(f"{at}notice/", agree="on")
        self.speaks(self.patient.get(f"{at}text/"))
        self.patient.signs(f"{at}sign/", agree="on")

    def countersign(self) -> None:
        """The clinic's side."""
        officer = self.office(self.story.takes.officer)
        officer.signs(f"/desk/agreements/{self.agreement}/sign/", sure="on")
        if self.story.mother:
            words = officer.get(f"/desk/agreements/{self.agreement}/").words
            if "Patient's legal representative" not in words:
                raise Miss("the signature is not the representative's")

    # Money

    def pay(self, words: str) -> None:
        """Finance records what stands on the bank statement, for every open invoice."""
        finance = self.office(self.story.takes.finance)

        def open_invoice() -> str:
            page = finance.get(f"/desk/cases/{self.case}/")
            for invoice in ids(page, "invc"):
                shown = finance.get(f"/desk/invoices/{invoice}/")
                if any(form.knows(["bank_reference"]) for form in shown.forms):
                    return invoice
            return ""

        invoice = eventually(f"the {words} invoice", open_invoice)
        page = finance.send(
            f"/desk/invoices/{invoice}/",
            method="bank_transfer",
            bank_reference=f"BANK-{self.mark}-{invoice[-4:]}",
            payer_name=self.story.mother or self.story.name,
            received_on=dt.date.today().isoformat(),  # noqa: DTZ011 the bank's own day
        )
        if any(form.knows(["bank_reference"]) for form in page.forms):
            raise Miss("the invoice is still open after its payment")

    # Travel and treatment

    def arrive(self) -> None:
        """The deposit made a booking; the patient says when they come."""
        coordinator = self.office(self.story.takes.coordinator)

        def plan() -> str:
            found = ids(coordinator.get(f"/desk/cases/{self.case}/"), "trvl")
            return found[0] if found else ""

        self.travel = eventually("the booking", plan)
        page = self.patient.get(f"/my/cases/{self.case}/travel/")
        self.speaks(page)
        form = page.form("day")
        day = dict(form.values).get("day") or self.booked_day()
        self.patient.send(page, day=day, time="10:30", place="Airport", carrier="SU 701")

    def booked_day(self) -> str:
        """The first booked day, as the arrivals of the clinic show it."""
        page = self.office(self.story.takes.coordinator).get(f"/desk/travel/{self.travel}/")
        found = re.search(r'<time datetime="(\d{4}-\d\d-\d\d)', page.html)
        if not found:
            raise Miss("the booked days are not shown")
        return found[1]

    def welcome(self) -> None:
        """The pack is a paper that the patient reads."""
        coordinator = self.office(self.story.takes.coordinator)
        at = f"/desk/travel/{self.travel}/"
        page = coordinator.send(
            at, to="/pack/", met_by="Ivan Ivanov", met_by_phone="+7 900 000-00-00"
        )
        if any("/invitation/" in form.action for form in page.forms):
            self.office(self.story.takes.coordinator).send(
                at, to="/invitation/", consulate=self.story.consulate
            )

    def admit(self) -> None:
        """The place is used."""
        today = self.today()
        page = self.office(self.story.takes.coordinator).send(
            f"/desk/travel/{self.travel}/admit/",
            entered_on=today,
            document="migration_card",
            number="4626 1234567",
            stay_until=(dt.date.fromisoformat(today) + dt.timedelta(days=80)).isoformat(),
        )
        found = re.search(rf"epis_{ID}", page.path)
        self.episode = found[0] if found else one(page, "epis")

    def today(self) -> str:
        """The day it is at the clinic."""
        zone = dt.timezone(dt.timedelta(hours=self.story.takes.zone_hours))
        return dt.datetime.now(zone).date().isoformat()

    def treat(self) -> None:
        """Each line in full, then no more; a service outside the plan is refused."""
        coordinator, at = (
            self.office(self.story.takes.coordinator),
            f"/desk/episodes/{self.episode}/",
        )
        page = coordinator.get(at)
        refused = coordinator.send(
            page,
            press=("extra", "1"),
            item="JOURNEY-NOT-AGREED",
            quantity="1",
            done_on=self.today(),
            expect=422,
        )
        if "addendum" not in refused.words.lower():
            raise Miss("a service outside the plan was not refused with the way to an addendum")
        for _line in range(12):
            page = coordinator.get(at)
            if not any(f.knows(["item", "quantity"]) and not f.buttons for f in page.forms):
                return
            coordinator.send(page)
        raise Miss("services are still left after twelve records")

    def discharge(self) -> None:
        """The extract in Russian and in the patient's language."""
        physician, at = self.office(self.story.takes.physician), f"/desk/episodes/{self.episode}/"
        page = physician.get(f"{at}discharge/")
        typed: dict[str, Any] = {
            "diagnosis": DIAGNOSIS,
            "summary": f"Лечение прошло успешно. {self.mark}",
            "condition": "Удовлетворительное.",
            "recommendations": "Ежедневная ходьба. Осмотр через неделю.",
        }
        names = ("own_diagnosis", "own_summary", "own_condition", "own_recommendations")
        if page.form("diagnosis").knows(names):
            typed |= dict(zip(names, self.story.own, strict=True))
            typed["translated_by"] = "N. Perevodchikova"
        physician.send(page, **typed)

    def settle(self) -> None:
        """Final invoice, paid in full."""
        finance = self.office(self.story.takes.finance)
        finance.send(f"/desk/episodes/{self.episode}/invoice/")
        self.pay("final")

    def commission(self) -> None:
        """The paid invoices made a commission that the agent may read."""
        agent = self.office(self.story.partner)

        def there() -> bool:
            words = agent.get("/partner/statement/").words
            row = re.search(rf"{self.number} .{{0,60}}?([\d.]+) RUB ([\d,.]*[1-9])", words)
            return row is not None

        eventually("the commission", there)

    # Afterwards

    def follow_up(self) -> None:
        """Time passes by the demonstration's button; the patient answers."""
        coordinator = self.office(self.story.takes.coordinator)
        case = f"/desk/cases/{self.case}/"

        def button() -> Page | None:
            page = coordinator.get(case)
            return page if any("/pass-time/" in form.action for form in page.forms) else None

        coordinator.send(eventually("the follow-ups", button), to="/pass-time/")

        def asked() -> str:
            for row in ids(self.patient.get(f"/my/cases/{self.case}/"), "flup"):
                page = self.patient.get(f"/my/follow-ups/{row}/")
                if any(form.knows(["feeling"]) for form in page.forms):
                    self.speaks(page)
                    return row
            return ""

        row = eventually("the question of day 7", asked)
        self.patient.send(
            f"/my/follow-ups/{row}/",
            feeling="better",
            pain="2",
            complication="no",
            words=self.story.words,
        )

    def survey(self) -> None:
        """Four marks."""
        self.patient.send(
            f"/my/episodes/{self.episode}/survey/",
            care="5",
            communication="5",
            price_honesty="5",
            recommend="10",
        )

    def file_notices(self) -> None:
        """What the authorities are owed about the stay."""
        coordinator = self.office(self.story.takes.coordinator)
        page = coordinator.get(f"/desk/travel/{self.travel}/")
        for notice in ids(page, "ntce"):
            at = f"/desk/notices/{notice}/"
            coordinator.send(at, to=f"{at}sheet/")
            if not ids(coordinator.get(at), "papr"):
                raise Miss("the notice has no data sheet")
            coordinator.send(
                at, press=None, to=at, registration_number=f"R-{self.mark}-{notice[-4:]}"
            )
        if len(ids(page, "ntce")) < 2:
            raise Miss("an arrival and a departure notice are owed")

    def close(self) -> None:
        """By the coordinator; the patient's page still opens."""
        coordinator = self.office(self.story.takes.coordinator)
        page = coordinator.send(f"/desk/episodes/{self.episode}/close/")
        if "Closed" not in page.words:
            raise Miss("the case page does not say that it is closed")
        self.speaks(self.patient.get(f"/my/cases/{self.case}/"))
