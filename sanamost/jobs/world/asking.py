"""From the first question to a proposal that the patient's side accepts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.messaging import services as messaging
from sanamost.jobs.world.carried import Carried
from sanamost.jobs.world.load import personas
from sanamost.jobs.world.staff import Staff, persona
from sanamost.journey.bookings import services as booking_services
from sanamost.journey.cases.states import Origin
from sanamost.journey.checkups import services as checkups
from sanamost.journey.checkups.services import Told
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals import services as proposal_services
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ApprovalRole
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests import services as request_services
from sanamost.journey.requests.states import Outcome
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources


class Asking(Carried):
    """The stages in which a clinic is found."""

    def ask(self) -> Self:
        """Ask directly, or through the partner's agent with the patient's consents by e-mail."""
        if self.partner:
            return self._ask_through_partner()
        with acting_as(VISITOR):
            opened = request_services.submit(
                answers=self.answers, origin=Origin.DIRECT, consented=True, now=self.now
            )
        self.case_id = opened.public_id
        return self._settle()

    def with_checkup(self, told: Told) -> Self:
        """The request began with the check-up constructor."""
        desk = persona("sokolova")
        with acting_as(desk):
            request = requests.request_of(desk, self._case(desk))
            checkups.attach(
                case_id=request.case_id,
                request_public_id=request.public_id,
                told=told,
                now=self.now,
            )
        return self

    def forward(self) -> Self:
        """The desk verifies by call, completes and forwards to the clinics."""
        desk = persona("sokolova")
        with acting_as(desk):
            request = requests.request_of(desk, self._case(desk))
            request_services.verify(
                actor=desk, request=request, note=f"Called, all clear. {self.mark}", now=self.now
            )
            request_services.mark_complete(actor=desk, request=request, now=self.now)
            chosen = [self._clinic_public_id(code) for code in self.clinics]
            request_services.forward(
                actor=desk, request=request, clinic_public_ids=chosen, now=self.now
            )
        return self._settle()

    def review(self, clinic: str = "", outcome: Outcome = Outcome.ACCEPT, **said: Any) -> Self:
        """A clinic reads the referral, and its physician gives the verdict."""
        for staff in self._staff(clinic):
            coordinator, physician = persona(staff.coordinator), persona(staff.physician)
            with acting_as(coordinator):
                referral = self._referral(coordinator)
                request_services.read_referral(actor=coordinator, referral=referral, now=self.now)
                request_services.start_review(
                    actor=coordinator,
                    referral=referral,
                    now=self.now,
                    physician_id=physician.user_id,
                )
            with acting_as(physician):
                request_services.give_verdict(
                    actor=physician,
                    referral=self._referral(physician),
                    outcome=outcome,
                    conclusion=self._marked(self.words.conclusion),
                    language="ru",
                    stay_days=self.stay_days if outcome == Outcome.ACCEPT else 0,
                    now=self.now,
                    **said,
                )
        return self._settle()

    def propose(self, clinic: str = "") -> Self:
        """Plan, lines, dates, two approvals, sent with a place held."""
        for staff in self._staff(clinic):
            self.proposals[staff.clinic] = self._propose(staff)
        return self._settle()

    def accept(self, clinic: str = "") -> Self:
        """The patient's side accepts one clinic's proposal."""
        actor = persona(self.patient)
        with acting_as(actor):
            proposal_services.accept(
                actor=actor, proposal=self.proposals[clinic or self.clinics[0]], now=self.now
            )
        self.clinics = (clinic or self.clinics[0],)
        return self._settle()

    def _propose(self, staff: Staff) -> str:
        coordinator = persona(staff.coordinator)
        with acting_as(coordinator):
            referral = self._referral(coordinator)
            proposal = proposal_services.start(actor=coordinator, referral=referral, now=self.now)
            proposal_services.set_plan(
                actor=coordinator,
                proposal=proposal.public_id,
                language="ru",
                text=self._marked(self.words.plan),
                translations={self.answers.language: self._marked(self._own_plan())},
                now=self.now,
            )
            proposal_services.set_lines(
                actor=coordinator,
                proposal=proposal.public_id,
                rows=self._lines(staff),
                now=self.now,
            )
            proposal_services.set_dates(
                actor=coordinator,
                proposal=proposal.public_id,
                arrives_on=None if self._remote else self._day_of_arrival(proposal),
                stay_days=self.stay_days,
                valid_days=14,
                now=self.now,
            )
        for role, code in (
            (ApprovalRole.PHYSICIAN, staff.physician),
            (ApprovalRole.FINANCE, staff.finance),
        ):
            actor = persona(code)
            with acting_as(actor):
                proposal_services.approve(
                    actor=actor, proposal=proposal.public_id, role=role, now=self.now
                )
        with acting_as(coordinator):
            booking_services.send_with_hold(
                actor=coordinator, proposal=proposal.public_id, now=self.now
            )
        return str(proposal.public_id)

    def _day_of_arrival(self, proposal: Any) -> dt.date:
        """The first day on which the whole stay is free, once the patient can be there."""
        earliest = self.now.date() + dt.timedelta(days=self.arrives_after)
        days = resources.arrival_days(
            organisation_id=proposal.organisation_id,
            area=proposal.area,
            services=proposals.services_in(proposal.pk),
            stay_days=self.stay_days,
            first=earliest,
            limit=1,
        )
        return days[0].day if days else earliest

    def _lines(self, staff: Staff) -> list[LineAsked]:
        clinic = organisations.card_by_code(staff.clinic)
        assert clinic is not None  # noqa: S101 the world is loaded
        day = self.now.date()
        listed = [
            one
            for code in self.services
            for one in catalogue.services_of(clinic.pk, day=day, query=code, limit=1)
        ] or catalogue.services_of(clinic.pk, area=self.answers.area, day=day, limit=3)
        return [LineAsked(service=one.public_id) for one in listed] or [
            LineAsked(
                names={"en": "Course of treatment", "ru": "Курс лечения"},
                unit_price=Decimal("480000.00"),
                reason="The price list has nothing for this area",
            )
        ]

    def _own_plan(self) -> str:
        return self.words.plan if self.answers.language == "ru" else self.words.own_plan

    def _ask_through_partner(self) -> Self:
        agent = next(p for p in personas() if p.organisation == self.partner)
        actor = persona(agent.code)
        with acting_as(actor):
            opened = request_services.submit(
                answers=self.answers,
                origin=Origin.PARTNER,
                actor=actor,
                partner_id=actor.organisation_id,
                now=self.now,
            )
        self.case_id = opened.public_id
        self._settle()
        return self.answer_link() if self.answers_link else self

    def answer_link(self) -> Self:
        """The patient of a partner agrees by the link that came by e-mail."""
        reader = persona(self.patient)
        with acting_as(reader):
            links = [shown.link for shown in messaging.notices_for(reader)]
        token = next(link.split("/")[2] for link in links if link.startswith("/consent/"))
        with acting_as(VISITOR):
            request_services.answer_ask(
                token=token,
                processing=True,
                disclosure=True,
                passport_number=self._passport(),
                address=self._address(),
                now=self.now,
            )
        return self._settle()
