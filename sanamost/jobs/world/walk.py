"""Carrying a case through its journey by the services themselves, each step by whose work it is.

The demonstration shows cases at every stage, the proofs need whole ones, tests begin where they
like. Nothing is written here that a person could not do on the pages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.billing import services as billing_services
from sanamost.commerce.billing.states import InvoiceState, PaymentMethod
from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import VISITOR, Actor
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.messaging import services as messaging
from sanamost.jobs.world.load import personas
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.agreements import services as agreement_services
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings import services as booking_services
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Origin
from sanamost.journey.proposals import services as proposal_services
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ApprovalRole
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests import services as request_services
from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.states import Outcome
from sanamost.journey.travel.states import EntryDocument
from sanamost.journey.treatment import progress
from sanamost.journey.treatment import selectors as episodes
from sanamost.journey.treatment import services as treatment
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients.states import ConsentPurpose


@dataclass(frozen=True)
class Staff:
    """The personas who do the work of one clinic."""

    clinic: str
    coordinator: str
    physician: str
    finance: str
    officer: str


ORTHO = Staff("demo-ortho", "petrova", "orlova", "sidorov", "volkov")
HEART = Staff("demo-heart", "belova", "saidov", "klimova", "gromov")
CLINICS = {staff.clinic: staff for staff in (ORTHO, HEART)}


def persona(code: str) -> Actor:
    """The persona's actor, for their organisation where they have one, strongly signed in."""
    person = next(p for p in personas() if p.code == code)
    user = access.user_by_email(person.email)
    if user is None:
        raise LookupError(f"{code} is not loaded")
    standing = next(iter(access.standings_of(user.pk)), None)
    return access.actor_for(
        user_id=user.pk,
        membership=standing.public_id if standing else "",
        request_id="walk",
        strong=True,
    )


@dataclass
class Walk:
    """One case on its way. `patient` is the persona of the patient's side; `mark` goes into texts.

    Each method does one stage and gives the walk back, so that stages can be chained.
    """

    answers: Answers
    patient: str
    now: dt.datetime
    clinics: tuple[str, ...] = ("demo-ortho",)
    partner: str = ""
    mark: str = ""
    case_id: str = ""
    proposals: dict[str, str] = field(default_factory=dict)

    def ask(self) -> Walk:
        """Ask directly, or through the partner's agent with the patient's consents by e-mail."""
        if self.partner:
            return self._ask_through_partner()
        with acting_as(VISITOR):
            opened = request_services.submit(
                answers=self.answers, origin=Origin.DIRECT, consented=True, now=self.now
            )
        self.case_id = opened.public_id
        return self._settle()

    def forward(self) -> Walk:
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

    def review(self, clinic: str = "", outcome: Outcome = Outcome.ACCEPT, **said: Any) -> Walk:
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
                    conclusion=f"Показано лечение. {self.mark}",
                    language="ru",
                    stay_days=8,
                    now=self.now,
                    **said,
                )
        return self._settle()

    def propose(self, clinic: str = "") -> Walk:
        """Plan, lines, dates, two approvals, sent with a place held."""
        for staff in self._staff(clinic):
            self.proposals[staff.clinic] = self._propose(staff)
        return self._settle()

    def accept(self, clinic: str = "") -> Walk:
        """The patient's side accepts one clinic's proposal."""
        actor = persona(self.patient)
        with acting_as(actor):
            proposal_services.accept(
                actor=actor, proposal=self.proposals[clinic or self.clinics[0]], now=self.now
            )
        self.clinics = (clinic or self.clinics[0],)
        return self._settle()

    def agree(self) -> Walk:
        """Identity, consents, contract issued, notice read, signed by both sides."""
        patient, staff = persona(self.patient), CLINICS[self.clinics[0]]
        officer = persona(staff.officer)
        with acting_as(patient):
            key = self._agreement(patient).public_id
            agreement_services.set_identity(
                actor=patient,
                agreement=key,
                passport_number="AA 1234567",
                passport_valid_until=self.now.date() + dt.timedelta(days=2000),
                address=f"10 Navoi Street, Tashkent {self.mark}".strip(),
                phone="+998 90 123 45 67",
                representative_name=self.answers.representative_name,
                representative_relation=self.answers.representative_relation,
                now=self.now,
            )
            for purpose in self._consents_needed():
                agreement_services.give_consent(
                    actor=patient, agreement=key, purpose=purpose, fresh=True, now=self.now
                )
        with acting_as(officer):
            agreement_services.issue(actor=officer, agreement=key, now=self.now)
        with acting_as(patient):
            agreement_services.read_notice(actor=patient, agreement=key, now=self.now)
            agreement_services.sign(actor=patient, agreement=key, fresh=True, now=self.now)
        with acting_as(officer):
            agreement_services.countersign(actor=officer, agreement=key, fresh=True, now=self.now)
        return self._settle()

    def pay(self) -> Walk:
        """Finance records the payment of every open invoice."""
        finance = persona(CLINICS[self.clinics[0]].finance)
        with acting_as(finance):
            case = self._case(finance)
            for invoice in billing.invoices_of(finance, case.pk):
                if invoice.state in {InvoiceState.ISSUED, InvoiceState.PARTLY_PAID}:
                    billing_services.record_payment(
                        actor=finance,
                        invoice=invoice,
                        amount=invoice.amount - invoice.paid,
                        currency=invoice.currency,
                        method=PaymentMethod.BANK_TRANSFER,
                        bank_reference=f"BANK-{invoice.public_id[-8:]}",
                        payer_name=self.answers.name_latin,
                        received_on=self.now.date(),
                        language=case.language,
                        case_number=case.number,
                        now=self.now,
                    )
        return self._settle()

    def treat(self) -> Walk:
        """Admitted, everything agreed is done, discharged, billed."""
        return self.admit().do_all().discharge().bill()

    def admit(self) -> Walk:
        """The coordinator takes the patient in."""
        actor = persona(CLINICS[self.clinics[0]].coordinator)
        with acting_as(actor):
            booking = bookings.booking_of(actor, self._case(actor).pk)
            treatment.admit(
                actor=actor,
                booking=booking,
                entered_on=self._today(),
                document=EntryDocument.MIGRATION_CARD,
                number="4626 1234567",
                stay_until=self.now.date() + dt.timedelta(days=80),
                now=self.now,
            )
        return self._settle()

    def do_all(self) -> Walk:
        """Every agreed line is recorded as done."""
        actor = persona(CLINICS[self.clinics[0]].coordinator)
        with acting_as(actor):
            episode = self._episode(actor)
            for item in progress.items_of(actor, episode):
                treatment.record_service(
                    actor=actor,
                    episode=episode,
                    item=item.key,
                    quantity=item.left,
                    done_on=self._today(),
                    now=self.now,
                )
        return self._settle()

    def discharge(self) -> Walk:
        """The physician writes the extract."""
        actor = persona(CLINICS[self.clinics[0]].physician)
        own: dict[str, Any] = (
            {}
            if self.answers.language == "ru"
            else {
                "own_diagnosis": "Osteoarthritis of the knee",
                "own_summary": f"The treatment went well. {self.mark}",
                "own_condition": "Good.",
                "own_recommendations": "Walk every day. See your doctor in a week.",
                "translated_by": "N. Perevodchikova",
            }
        )
        with acting_as(actor):
            treatment.discharge(
                actor=actor,
                episode=self._episode(actor),
                extract=treatment.Extract(
                    diagnosis_code=next((d.code for d in catalogue.diagnoses("M17.1")), ""),
                    diagnosis="Первичный гонартроз",
                    summary=f"Лечение прошло успешно. {self.mark}",
                    condition="Удовлетворительное.",
                    recommendations="Ежедневная ходьба. Осмотр через неделю.",
                    **own,
                ),
                now=self.now,
            )
        return self._settle()

    def bill(self) -> Walk:
        """Finance issues the final invoice."""
        actor = persona(CLINICS[self.clinics[0]].finance)
        with acting_as(actor):
            treatment.issue_final_invoice(actor=actor, episode=self._episode(actor), now=self.now)
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
                text=f"Операция и восстановление. {self.mark}",
                translations={self.answers.language: f"Surgery and recovery. {self.mark}"},
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
                arrives_on=self.now.date() + dt.timedelta(days=21),
                stay_days=8,
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

    def _lines(self, staff: Staff) -> list[LineAsked]:
        clinic = organisations.card_by_code(staff.clinic)
        assert clinic is not None  # noqa: S101 the world is loaded
        day = self.now.date()
        listed = catalogue.services_of(clinic.pk, area=self.answers.area, day=day, limit=3)
        return [LineAsked(service=one.public_id) for one in listed] or [
            LineAsked(
                names={"en": "Course of treatment", "ru": "Курс лечения"},
                unit_price=Decimal("480000.00"),
                reason="The price list has nothing for this area",
            )
        ]

    def _consents_needed(self) -> list[ConsentPurpose]:
        abroad = [ConsentPurpose.CROSS_BORDER] if self.partner else []
        return [*abroad, ConsentPurpose.TREATMENT]

    def _today(self) -> dt.date:
        """The day it is at the clinic."""
        card = organisations.card_by_code(self.clinics[0])
        assert card is not None  # noqa: S101 the world is loaded
        return self.now.astimezone(ZoneInfo(card.time_zone)).date()

    def _staff(self, clinic: str) -> list[Staff]:
        return [CLINICS[code] for code in ((clinic,) if clinic else self.clinics)]

    def _case(self, actor: Actor) -> Any:
        return cases.access_case(actor, self.case_id)

    def _referral(self, actor: Actor) -> Any:
        return requests.own_referral(actor, self._case(actor))

    def _agreement(self, actor: Actor) -> Any:
        return agreements.agreement_of_case(actor, self._case(actor))

    def _episode(self, actor: Actor) -> Any:
        return episodes.episode_of_case(actor, self._case(actor).pk)

    def _clinic_public_id(self, code: str) -> str:
        card = organisations.card_by_code(code)
        assert card is not None  # noqa: S101 the world is loaded
        return str(card.public_id)

    def _settle(self) -> Walk:
        answer_waiting()
        return self

    def _ask_through_partner(self) -> Walk:
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
        reader = persona(self.patient)
        with acting_as(reader):
            links = [shown.link for shown in messaging.notices_for(reader)]
        token = next(link.split("/")[2] for link in links if link.startswith("/consent/"))
        with acting_as(VISITOR):
            request_services.answer_ask(
                token=token,
                processing=True,
                disclosure=True,
                passport_number="AA 1234567",
                address="10 Navoi Street, Tashkent",
                now=self.now,
            )
        return self._settle()
