"""From the first question to an accepted proposal, through the pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

from tools.journey_browser import Miss, Page, eventually
from tools.journey_files import all_kinds
from tools.journey_office import ID, OnPages, ids, one
from tools.journey_stories import HEART, ORTHO, Clinic


class Asking(OnPages):
    """The steps in which a clinic is found."""

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
