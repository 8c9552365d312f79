"""Carrying a case through its journey by the services themselves, each step by whose work it is.

The demonstration shows cases at every stage, the proofs need whole ones, tests begin where they
like. Nothing is written here that a person could not do on the pages.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.billing import services as billing_services
from sanamost.commerce.billing.states import InvoiceState, PaymentMethod
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.jobs.world.asking import Asking
from sanamost.jobs.world.staff import CLINICS, HEART, Words, persona
from sanamost.journey.aftercare import selectors as aftercare
from sanamost.journey.aftercare import services as aftercare_services
from sanamost.journey.aftercare.states import Feeling, FollowUpState
from sanamost.journey.agreements import services as agreement_services
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests import services as request_services
from sanamost.journey.travel import selectors as travel
from sanamost.journey.travel import services as travelling
from sanamost.journey.travel.states import EntryDocument, NoticeState
from sanamost.journey.treatment import progress
from sanamost.journey.treatment import services as treatment
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.patients.states import ConsentPurpose

__all__ = ["CLINICS", "Walk", "Words", "persona"]


class Walk(Asking):
    """One case on its whole way: each method does one stage and gives the walk back.

    So stages can be chained.
    """

    def agree(self) -> Self:
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

    def pay(self) -> Self:
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

    def travel(self) -> Self:
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

    def treat(self) -> Self:
        """Admitted, everything agreed is done, discharged, billed."""
        return self.admit().do_all().discharge().bill()

    def admit(self) -> Self:
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

    def do_all(self) -> Self:
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

    def discharge(self) -> Self:
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

    def bill(self) -> Self:
        """Finance issues the final invoice."""
        actor = persona(CLINICS[self.clinics[0]].finance)
        with acting_as(actor):
            treatment.issue_final_invoice(actor=actor, episode=self._episode(actor), now=self.now)
        return self._settle()

    def file_notices(self) -> Self:
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

    def follow_up(self) -> Self:
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

    def close(self) -> Self:
        """The coordinator closes the case."""
        actor = persona(self._chosen().coordinator)
        with acting_as(actor):
            aftercare_services.close(actor=actor, episode=self._episode(actor), now=self.now)
        return self._settle()

    def withdraw(self) -> Self:
        """The patient's side takes the request back."""
        actor = persona(self.patient)
        with acting_as(actor):
            request = requests.request_of(actor, self._case(actor))
            request_services.withdraw(actor=actor, request=request, now=self.now)
        return self._settle()

    def _consents_needed(self) -> list[ConsentPurpose]:
        abroad = [ConsentPurpose.CROSS_BORDER] if self.partner else []
        return [*abroad, ConsentPurpose.TREATMENT]

    def _diagnosis_code(self) -> str:
        return next((d.code for d in catalogue.diagnoses(self.words.diagnosis_code)), "")
