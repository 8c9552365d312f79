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
from sanamost.foundation.access.actor import VISITOR, Actor, system
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.messaging import services as messaging
from sanamost.jobs.world.load import personas
from sanamost.journey.aftercare import selectors as aftercare
from sanamost.journey.aftercare import services as aftercare_services
from sanamost.journey.aftercare.states import Feeling, FollowUpState
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.agreements import services as agreement_services
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings import services as booking_services
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Origin, PurposeOfArrival
from sanamost.journey.checkups import services as checkups
from sanamost.journey.checkups.services import Told
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals import services as proposal_services
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ApprovalRole
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests import services as request_services
from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.states import Outcome
from sanamost.journey.travel import selectors as travel
from sanamost.journey.travel import services as travelling
from sanamost.journey.travel.states import EntryDocument, NoticeState
from sanamost.journey.treatment import progress
from sanamost.journey.treatment import selectors as episodes
from sanamost.journey.treatment import services as treatment
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients.states import ConsentPurpose
from sanamost.registry.resources import selectors as resources


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


@dataclass(frozen=True)
class Words:
    """What is written on the way: by the clinic in Russian, `own_…` in the patient's language."""

    conclusion: str = "Показано лечение."
    plan: str = "Операция и восстановление."
    own_plan: str = "Surgery and recovery."
    diagnosis_code: str = "M17.1"
    diagnosis: str = "Первичный гонартроз"
    summary: str = "Лечение прошло успешно."
    condition: str = "Удовлетворительное."
    recommendations: str = "Ежедневная ходьба. Осмотр через неделю."
    own_diagnosis: str = "Osteoarthritis of the knee"
    own_summary: str = "The treatment went well."
    own_condition: str = "Good."
    own_recommendations: str = "Walk every day. See your doctor in a week."


def persona(code_or_email: str) -> Actor:
    """The actor of a persona or of an address, for their organisation if any, strongly signed in.

    Raises `LookupError` where there is no such account.
    """
    emails = {person.code: person.email for person in personas()}
    code = code_or_email
    user = access.user_by_email(emails.get(code, code))
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
    """One case on its way. `patient` is the patient's side, a persona or an e-mail address.

    `mark` goes into texts, `services` are codes of the price list. Each method does one stage and
    gives the walk back, so that stages can be chained.
    """

    answers: Answers
    patient: str
    now: dt.datetime
    clinics: tuple[str, ...] = ("demo-ortho",)
    partner: str = ""
    mark: str = ""
    words: Words = field(default_factory=Words)
    services: tuple[str, ...] = ()
    stay_days: int = 8
    arrives_after: int = 21
    """Days from the proposal to the arrival."""
    answers_link: bool = True
    """Whether the patient of a partner answers the link that asks for consents."""
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

    def with_checkup(self, told: Told) -> Walk:
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
                    conclusion=self._marked(self.words.conclusion),
                    language="ru",
                    stay_days=self.stay_days if outcome == Outcome.ACCEPT else 0,
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
                passport_number=self._passport(),
                passport_valid_until=self.now.date() + dt.timedelta(days=2000),
                address=self._marked(self._address()),
                phone=self.answers.phone or "+998 90 123 45 67",
                sex=self.answers.sex or "female",
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

    def travel(self) -> Walk:
        """The patient tells the arrival, the coordinator sends the welcome pack."""
        patient, coordinator = persona(self.patient), persona(self._chosen().coordinator)
        with acting_as(patient):
            booking = bookings.booking_of(patient, self._case(patient).pk)
            if booking is None:
                raise LookupError("no place is booked")
            travelling.set_arrival(
                actor=patient,
                plan=travel.plan_or_refuse(patient, booking.case_id),
                arrival_at=dt.datetime.combine(booking.arrives_on, dt.time(6, 30), dt.UTC),
                place="SVO" if self.clinics[0] == HEART.clinic else "VVO",
                carrier="SU 1234",
                companions=[],
                now=self.now,
            )
        with acting_as(coordinator):
            travelling.issue_welcome_pack(
                actor=coordinator,
                plan=travel.plan_or_refuse(coordinator, self._case(coordinator).pk),
                met_by="I. Vstrechaev",
                met_by_phone="+7 900 000-00-00",
                now=self.now,
            )
        return self._settle()

    def treat(self) -> Walk:
        """Admitted, everything agreed is done, discharged, billed."""
        return self.admit().do_all().discharge().bill()

    def admit(self) -> Walk:
        """The coordinator takes the patient in; of a remote case, the doctor begins."""
        actor = persona(CLINICS[self.clinics[0]].coordinator)
        if self._remote:
            with acting_as(actor):
                treatment.begin_remote(actor=actor, agreement=self._agreement(actor), now=self.now)
            return self._settle()
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
                "own_diagnosis": self.words.own_diagnosis,
                "own_summary": self._marked(self.words.own_summary),
                "own_condition": self.words.own_condition,
                "own_recommendations": self.words.own_recommendations,
                "translated_by": "N. Perevodchikova",
            }
        )
        with acting_as(actor):
            treatment.discharge(
                actor=actor,
                episode=self._episode(actor),
                extract=treatment.Extract(
                    diagnosis_code=self._diagnosis_code(),
                    diagnosis=self.words.diagnosis,
                    summary=self._marked(self.words.summary),
                    condition=self.words.condition,
                    recommendations=self.words.recommendations,
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

    def file_notices(self) -> Walk:
        """The coordinator has filed what is owed to the authorities."""
        actor = persona(self._chosen().coordinator)
        with acting_as(actor):
            for notice in travel.notices_of(actor, self._case(actor).pk):
                if notice.state == NoticeState.DUE:
                    travelling.file_notice(
                        actor=actor,
                        notice=notice,
                        registration_number=f"MU-{notice.public_id[-6:].upper()}",
                        now=self.now,
                    )
        return self._settle()

    def follow_up(self) -> Walk:
        """The platform asks whoever's day has come; the patient answers, and the survey too."""
        with acting_as(system("walk")):
            aftercare_services.ask_due(now=self.now, case_id=self._key())
        actor = persona(self.patient)
        with acting_as(actor):
            for asked in aftercare.follow_ups_of(actor, self._key()):
                if asked.state == FollowUpState.ASKED:
                    aftercare_services.answer(
                        actor=actor,
                        follow_up=asked,
                        feeling=Feeling.BETTER,
                        pain=1,
                        complication=False,
                        words="",
                        language=self.answers.language,
                        now=self.now,
                    )
            aftercare_services.answer_survey(
                actor=actor,
                episode=self._episode(actor),
                care=5,
                communication=4,
                price_honesty=5,
                recommend=9,
                words="",
                now=self.now,
            )
        return self._settle()

    def close(self) -> Walk:
        """The coordinator closes the case."""
        actor = persona(self._chosen().coordinator)
        with acting_as(actor):
            aftercare_services.close(actor=actor, episode=self._episode(actor), now=self.now)
        return self._settle()

    def withdraw(self) -> Walk:
        """The patient's side takes the request back."""
        actor = persona(self.patient)
        with acting_as(actor):
            request = requests.request_of(actor, self._case(actor))
            request_services.withdraw(actor=actor, request=request, now=self.now)
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

    @property
    def _remote(self) -> bool:
        return self.answers.purpose_of_arrival == PurposeOfArrival.REMOTE

    def _consents_needed(self) -> list[ConsentPurpose]:
        abroad = [ConsentPurpose.CROSS_BORDER] if self.partner else []
        return [*abroad, ConsentPurpose.TREATMENT]

    def _marked(self, words: str) -> str:
        return f"{words} {self.mark}".strip()

    def _own_plan(self) -> str:
        return self.words.plan if self.answers.language == "ru" else self.words.own_plan

    def _diagnosis_code(self) -> str:
        return next((d.code for d in catalogue.diagnoses(self.words.diagnosis_code)), "")

    def _passport(self) -> str:
        return self.answers.passport_number or "AA 1234567"

    def _address(self) -> str:
        return self.answers.address or "10 Navoi Street, Tashkent"

    def _chosen(self) -> Staff:
        return CLINICS[self.clinics[0]]

    def _key(self) -> int:
        with acting_as(system("walk")):
            return int(self._case(system("walk")).pk)

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
        return self.answer_link() if self.answers_link else self

    def answer_link(self) -> Walk:
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
