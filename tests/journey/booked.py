"""A case with an agreement in force and a place booked, made row by row."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from sanamost.commerce.billing import services as billing
from sanamost.commerce.billing.states import PaymentMethod
from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.documents.models import Paper
from sanamost.journey.aftercare import services as aftercare
from sanamost.journey.agreements.models import Addendum, Agreement
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Fact, Origin, Payer, PurposeOfArrival
from sanamost.journey.proposals.models import Line, Plan, Proposal
from sanamost.journey.requests.models import Referral, Request
from sanamost.journey.travel import services as travel
from sanamost.journey.travel.models import TravelPlan
from sanamost.journey.travel.states import EntryDocument
from sanamost.journey.treatment import progress
from sanamost.journey.treatment import services as treatment
from sanamost.journey.treatment.models import Episode
from sanamost.journey.treatment.services import Extract
from sanamost.registry.patients import services as patients
from sanamost.registry.patients.states import ConsentPurpose
from sanamost.registry.resources import selectors as resources
from tests.world import NOON, Actor, GrantPurpose, Role, World, acting_as, system

ARRIVES = dt.date(2026, 11, 23)
LEAVES = dt.date(2026, 12, 3)
LINES = (
    (
        "ORT-114",
        "A16.04.021",
        {
            "en": "Hip replacement",
            "ru": "Эндопротезирование",
            "zh-hans": "髋关节置换",
            "ar": "استبدال الورك",
        },
        "1",
        "486000",
    ),
    (
        "ST-01",
        "",
        {"en": "Day in a ward", "ru": "Койко-день", "zh-hans": "住院日", "ar": "يوم إقامة"},
        "9",
        "7800",
    ),
    (
        "SRV-07",
        "",
        {
            "en": "Interpreter, hour",
            "ru": "Переводчик, час",
            "zh-hans": "口译（小时）",
            "ar": "مترجم، ساعة",
        },
        "3",
        "1000.01",
    ),
)


@dataclass
class Booked:
    """The case and everybody in it."""

    case: Case
    booking: Booking
    agreement: Agreement
    patient: Actor
    coordinator: Actor
    physician: Actor
    finance: Actor
    quality: Actor
    officer: Actor

    def plan(self) -> TravelPlan:
        """The plan of the journey, prepared by the platform."""
        with acting_as(system("test")):
            return travel.prepare(actor=system("test"), booking=self.booking, now=NOON)

    def admitted(self, now: dt.datetime = NOON) -> Episode:
        """The patient is in."""
        with acting_as(self.coordinator):
            booking = Booking.objects.select_related("agreement").get(pk=self.booking.pk)
            return treatment.admit(
                actor=self.coordinator,
                booking=booking,
                entered_on=ARRIVES,
                document=EntryDocument.MIGRATION_CARD,
                number="0000 0000000",
                stay_until=None,
                now=now,
            )

    def discharged(self, now: dt.datetime = NOON, **changes: Any) -> Episode:
        """Everything agreed was done, and the patient left."""
        episode = self.admitted(now)
        with acting_as(self.coordinator):
            for item in progress.items_of(self.coordinator, episode):
                treatment.record_service(
                    actor=self.coordinator,
                    episode=episode,
                    item=item.key,
                    quantity=item.agreed,
                    done_on=ARRIVES,
                    now=now,
                )
        self.discharge(episode, now, **changes)
        with acting_as(system("test")):
            fresh = Episode.objects.get(pk=episode.pk)
            aftercare.schedule(episode=fresh, now=now)
            return fresh

    def discharge(self, episode: Episode, now: dt.datetime = NOON, **changes: Any) -> None:
        """The physician lets the patient go."""
        with acting_as(self.physician):
            treatment.discharge(
                actor=self.physician, episode=episode, extract=written(**changes), now=now
            )

    def billed(self, now: dt.datetime = NOON) -> Any:
        """The final invoice is issued."""
        with acting_as(self.finance):
            episode = Episode.objects.get(case_id=self.case.pk)
            return treatment.issue_final_invoice(actor=self.finance, episode=episode, now=now)

    def pay(self, invoice: Any, now: dt.datetime = NOON) -> None:
        """The money has come."""
        with acting_as(self.finance):
            billing.record_payment(
                actor=self.finance,
                invoice=invoice,
                amount=invoice.amount,
                currency="RUB",
                method=PaymentMethod.BANK_TRANSFER,
                bank_reference=f"BR-{invoice.pk}",
                payer_name="Amina Karimova",
                received_on=now.date(),
                language="en",
                case_number=self.case.number,
                now=now,
            )

    def settled(self, now: dt.datetime = NOON) -> Episode:
        """The final invoice is paid, and the platform has noticed."""
        episode = self.discharged(now)
        self.pay(self.billed(now), now)
        with acting_as(system("test")):
            assert treatment.settle(episode=Episode.objects.get(pk=episode.pk), now=now)
        return episode

    def addendum(self, state: str = "signed", code: str = "XRAY") -> Addendum:
        """One more service, in whatever state of agreement."""
        with acting_as(system("test")):
            return Addendum.objects.create(
                case=self.case,
                organisation_id=self.booking.organisation_id,
                agreement=self.agreement,
                number=Addendum.objects.filter(agreement=self.agreement).count() + 1,
                state=state,
                reason="An X-ray is needed after a fall.",
                lines=[
                    {
                        "code": code,
                        "nomenclature_code": "A06.04.017",
                        "names": {"en": "X-ray", "ru": "Рентгенография"},
                        "quantity": "2",
                        "unit_price": "1500.00",
                        "amount": "3000.00",
                        "vat_class": "exempt",
                        "vat_rate": "0",
                        "vat_amount": "0",
                    }
                ],
                total=Decimal(3000),
                created_at=NOON,
            )


def written(**changes: Any) -> Extract:
    """An extract in Russian and English, with changes."""
    texts: dict[str, Any] = {
        "diagnosis_code": "",
        "diagnosis": "Правосторонний коксартроз III степени",
        "summary": "Эндопротезирование правого тазобедренного сустава.",
        "condition": "Удовлетворительное. Рана зажила.",
        "recommendations": "Ходьба на костылях 6 недель.",
        "own_diagnosis": "Osteoarthritis of the right hip, grade III",
        "own_summary": "Replacement of the right hip joint.",
        "own_condition": "Satisfactory. The wound has healed.",
        "own_recommendations": "Walk with crutches for 6 weeks.",
        "translated_by": "I. Ivanov",
    }
    return Extract(**(texts | changes))


def booked(
    world: World,
    *,
    language: str = "en",
    partner: str = "",
    persona: str = "amina",
    arrives_on: dt.date = ARRIVES,
    leaves_on: dt.date = LEAVES,
    companions: int = 1,
    reference: str = "1",
    **facts: Any,
) -> Booked:
    """Amina's case at the orthopaedic centre with a place booked; `facts` change the patient."""
    patient_actor = world.actor(persona)
    clinic = world.organisation("demo-ortho")
    with acting_as(system("test")):
        person = patients.register_patient(
            **cast(
                "dict[str, Any]",
                {
                    "name_latin": "Karimova Amina",
                    "name_original": "Амина Каримова",
                    "birth_date": dt.date(1980, 5, 17),
                    "sex": "female",
                    "user_id": patient_actor.user_id,
                    "citizenship": "UZ",
                    "residence_country": "UZ",
                    "passport_number": "AA0000000",
                    "address": "10 Navoi Street, Tashkent",
                }
                | facts,
            )
        )
        case = cases.open_case(
            patient_id=person.pk,
            origin=Origin.PARTNER if partner else Origin.DIRECT,
            language=language,
            area="orthopaedics",
            purpose_of_arrival=PurposeOfArrival.TREATMENT,
            payer=Payer.PATIENT,
            partner_id=world.organisation(partner) if partner else None,
            now=NOON,
        )
        cases.add_participant(
            case_id=case.pk, user_id=patient_actor.user_id or 0, role=Role.PATIENT, now=NOON
        )
        access.grant(
            case_id=case.pk,
            organisation_id=clinic,
            classes=list(DataClass),
            purpose=GrantPurpose.TREATMENT,
            now=NOON,
        )
        if partner:
            access.grant(
                case_id=case.pk,
                organisation_id=world.organisation(partner),
                classes=[DataClass.IDENTITY, DataClass.MONEY, DataClass.TRAVEL],
                purpose=GrantPurpose.REFERRAL,
                now=NOON,
            )
        agreement = _agreed(world, case, clinic, companions, arrives_on)
        _consented(case, clinic, patient_actor)
        booking = _booking(case, clinic, agreement, arrives_on, leaves_on)
        for fact in (
            Fact.SUBMITTED,
            Fact.FORWARDED,
            Fact.PROPOSED,
            Fact.ACCEPTED,
            Fact.IN_FORCE,
            Fact.BOOKED,
        ):
            case = cases.establish(case_id=case.pk, fact=fact, now=NOON)
    staff = {
        name: world.actor(code)
        for name, code in {
            "coordinator": "petrova",
            "physician": "orlova",
            "finance": "sidorov",
            "quality": "egorova",
            "officer": "volkov",
        }.items()
    }
    return Booked(case, booking, agreement, patient_actor, **staff)


def _consented(case: Case, clinic: int, patient: Actor) -> None:
    """To treatment, on paper; the paper itself is empty."""
    paper = Paper.objects.create(
        kind="consent_treatment",
        number=f"{case.number}-A1",
        case=case,
        organisation_id=clinic,
        data_class=DataClass.CLINICAL,
        language="ru",
        payload="{}",
        sha256="0" * 64,
        template_version="1",
        code=f"consent-{case.pk}",
        shown_to_patient=False,
        created_at=NOON,
    )
    patients.record_consent(
        case_id=case.pk,
        patient_id=case.patient_id,
        purpose=ConsentPurpose.TREATMENT,
        paper_id=paper.pk,
        text_sha256=paper.sha256,
        text_version="1",
        language="ru",
        given_by_id=patient.user_id or 0,
        capacity="patient",
        channel="paper_scan",
        now=NOON,
    )


def _agreed(
    world: World, case: Case, clinic: int, companions: int, arrives_on: dt.date
) -> Agreement:
    request = Request.objects.create(
        case=case,
        state="forwarded",
        submitted_at=NOON,
        area="orthopaedics",
        interpreter=True,
        languages=["uz", "ru"],
        companions=companions,
        desk_id=world.organisation("intake-desk"),
    )
    referral = Referral.objects.create(
        case=case, organisation_id=clinic, request=request, state="won", sent_at=NOON
    )
    total = sum((Decimal(q) * Decimal(p) for *_, q, p in LINES), Decimal(0))
    proposal = Proposal.objects.create(
        case=case,
        organisation_id=clinic,
        referral=referral,
        state="accepted",
        patient_group="foreign",
        total=total,
        deposit=Decimal(100000),
        arrives_on=arrives_on,
        stay_days=10,
        prepared_by_id=world.actor("petrova").user_id or 0,
        created_at=NOON,
    )
    Plan.objects.create(case=case, organisation_id=clinic, proposal=proposal, text={"ru": "План"})
    for position, (code, nomenclature, names, quantity, price) in enumerate(LINES, start=1):
        Line.objects.create(
            case=case,
            organisation_id=clinic,
            proposal=proposal,
            position=position,
            code=code,
            nomenclature_code=nomenclature,
            names=names,
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            amount=Decimal(quantity) * Decimal(price),
            vat_class="exempt",
        )
    return Agreement.objects.create(
        case=case,
        organisation_id=clinic,
        proposal=proposal,
        number=f"D-2026-{case.pk}",
        state="in_force",
        total=total,
        deposit=Decimal(100000),
        created_at=NOON,
        issued_at=NOON,
        signed_at=NOON,
        in_force_at=NOON,
    )


def _booking(
    case: Case, clinic: int, agreement: Agreement, arrives_on: dt.date, leaves_on: dt.date
) -> Booking:
    recipe = resources.recipe_for(organisation_id=clinic, area="orthopaedics")
    hold = Hold.objects.create(
        case=case,
        organisation_id=clinic,
        proposal=agreement.proposal,
        recipe_id=recipe.pk,
        arrives_on=arrives_on,
        stay_days=max(1, (leaves_on - arrives_on).days),
        state="confirmed",
        placed_at=NOON,
        expires_at=NOON + dt.timedelta(days=14),
    )
    return Booking.objects.create(
        case=case,
        organisation_id=clinic,
        hold=hold,
        agreement=agreement,
        arrives_on=arrives_on,
        leaves_on=leaves_on,
        confirmed_at=NOON,
    )
