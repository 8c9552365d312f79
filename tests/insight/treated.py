"""Episodes made row by row: what the register counts, without the journey that led there."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import count as numbers
from typing import Any

from sanamost.commerce.billing.models import Invoice, Payment
from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import DataClass
from sanamost.insight.register import services as register
from sanamost.insight.register.models import CountedEpisode
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import Fact, Origin, Payer, PurposeOfArrival
from sanamost.journey.proposals.models import Line, Proposal
from sanamost.journey.requests.models import Referral, Request
from sanamost.journey.treatment.models import Episode, ServiceDone
from sanamost.registry.patients import services as patients
from sanamost.registry.resources.models import Recipe
from tests.world import NOON, GrantPurpose, World, acting_as, system

NAMES = {"en": "Service", "ru": "Услуга", "zh-hans": "服务", "ar": "خدمة"}
BORN = dt.date(1980, 5, 17)
ENDED = dt.date(2026, 11, 20)
STAFF = {"demo-ortho": "petrova", "demo-heart": "belova"}
_references = numbers(1)

Paid = Sequence[tuple[str, dt.date]]


def treated(
    world: World,
    *,
    name: str = "Amina Karimova",
    citizenship: str = "UZ",
    basis: str = "non_resident",
    purpose: str = PurposeOfArrival.TREATMENT,
    clinic: str = "demo-ortho",
    area: str = "orthopaedics",
    partner: str = "",
    days: Sequence[dt.date] = (dt.date(2026, 11, 17), dt.date(2026, 11, 18)),
    price: str = "100000.00",
    paid: Paid = (("200000.00", dt.date(2026, 11, 19)),),
    currency: str = "RUB",
    ended: dt.date | None = ENDED,
    counted: bool = True,
) -> Episode:
    """One episode with a service on each of `days`, `paid` money, discharged on `ended`."""
    staff = world.actor(STAFF[clinic]).user_id or 0
    organisation_id = world.organisation(clinic)
    with acting_as(system("test")):
        patient = patients.register_patient(
            name_latin=name,
            name_original=name,
            birth_date=BORN,
            user_id=None,
            citizenship=citizenship,
            residence_country=citizenship,
            residency_basis=basis,
        )
        case = cases.open_case(
            patient_id=patient.pk,
            origin=Origin.PARTNER if partner else Origin.DIRECT,
            language="ru",
            area=area,
            purpose_of_arrival=PurposeOfArrival(purpose),
            payer=Payer.PATIENT,
            now=NOON,
            partner_id=world.organisation(partner) if partner else None,
        )
        access.grant(
            case_id=case.pk,
            organisation_id=organisation_id,
            classes=list(DataClass),
            purpose=GrantPurpose.TREATMENT,
            now=NOON,
        )
        of: dict[str, Any] = {"case": case, "organisation_id": organisation_id}
        total = Decimal(price) * len(days)
        request = Request.objects.create(
            case=case,
            desk_id=world.organisation("intake-desk"),
            submitted_at=NOON,
            verified_at=NOON,
            area=area,
        )
        referral = Referral.objects.create(**of, request=request, sent_at=NOON)
        proposal = Proposal.objects.create(
            **of,
            referral=referral,
            patient_group="eaeu",
            total=total,
            deposit=0,
            currency=currency,
            prepared_by_id=staff,
            created_at=NOON,
        )
        agreement = Agreement.objects.create(
            **of,
            proposal=proposal,
            number=f"D-{case.pk}",
            total=total,
            deposit=0,
            currency=currency,
            created_at=NOON,
        )
        recipe, _ = Recipe.objects.get_or_create(
            organisation_id=organisation_id,
            area=area,
            service=None,
            replaced_at=None,
            defaults={"made_at": NOON},
        )
        hold = Hold.objects.create(
            **of,
            proposal=proposal,
            recipe=recipe,
            arrives_on=dt.date(2026, 11, 16),
            stay_days=14,
            placed_at=NOON,
            expires_at=NOON,
        )
        booking = Booking.objects.create(
            **of,
            hold=hold,
            agreement=agreement,
            arrives_on=dt.date(2026, 11, 16),
            leaves_on=dt.date(2026, 11, 30),
            confirmed_at=NOON,
        )
        last = dt.datetime.combine(ended, dt.time(3), dt.UTC) if ended else None
        episode = Episode.objects.create(
            **of,
            booking=booking,
            agreement=agreement,
            state="discharged" if ended else "admitted",
            admitted_at=(last or NOON) - dt.timedelta(days=5),
            discharged_at=last,
        )
        line = Line.objects.create(
            **of,
            proposal=proposal,
            position=1,
            code="S-1",
            names=NAMES,
            quantity=max(len(days), 1),
            unit_price=Decimal(price),
            amount=total,
            vat_class="exempt",
        )
        for day in days:
            ServiceDone.objects.create(
                **of,
                episode=episode,
                line=line,
                code="S-1",
                names=NAMES,
                quantity=1,
                unit_price=Decimal(price),
                amount=Decimal(price),
                vat_class="exempt",
                done_on=day,
                recorded_by_id=staff,
                recorded_at=NOON,
            )
        _pay(of, agreement, total, paid, staff)
        reached = [Fact.SUBMITTED, Fact.FORWARDED, Fact.PROPOSED, Fact.ACCEPTED, Fact.IN_FORCE]
        reached += [Fact.ADMITTED] + ([Fact.DISCHARGED] if ended else [])
        for fact in reached:
            cases.establish(case_id=case.pk, fact=fact, now=NOON)
    if counted:
        register.count_case(case_id=case.pk)
    return episode


def _pay(of: dict[str, Any], agreement: Agreement, total: Decimal, paid: Paid, staff: int) -> None:
    invoice = Invoice.objects.create(
        **of,
        agreement=agreement,
        number=f"I-{agreement.pk}",
        kind="final",
        state="issued",
        currency=agreement.currency,
        amount=total,
        services_total=total,
        paid=sum((Decimal(amount) for amount, _ in paid), Decimal(0)),
        issued_at=NOON,
        due_on=NOON.date(),
    )
    for amount, day in paid:
        Payment.objects.create(
            **of,
            invoice=invoice,
            method="bank_transfer",
            amount=Decimal(amount),
            currency=agreement.currency,
            bank_reference=f"T-{next(_references)}",
            payer_name="Payer",
            received_on=day,
            recorded_by_id=staff,
            recorded_at=NOON,
        )


def row_of(episode: Episode) -> CountedEpisode:
    """The episode's row in the register, read as the system."""
    with acting_as(system("test")):
        return CountedEpisode.objects.get(episode_id=episode.pk)
