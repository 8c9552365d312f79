"""One case from the first question to closed, each step by whose work it is."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import Any

from tools.journey_asking import Asking
from tools.journey_browser import Miss, Page, eventually
from tools.journey_office import ID, Office, Steps, ids, one
from tools.journey_stories import HEART, ORTHO

__all__ = ["DIAGNOSIS", "Case", "Office", "Steps"]

DIAGNOSIS = "Основной диагноз подтверждён"


class Case(Asking):
    """One case on its whole way through the pages."""

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
