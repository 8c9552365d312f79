"""A case whose agreement is in force, made row by row: money needs no more of the journey."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sanamost.commerce.billing.services import BillTo, LineItem
from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Origin, Payer, PurposeOfArrival
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.requests.models import Referral, Request
from sanamost.registry.patients import services as patients
from tests.world import NOON, GrantPurpose, Role, World, acting_as, system

TOTAL, DEPOSIT = Decimal("600000.00"), Decimal("180000.00")
LINES = [
    LineItem(
        "ORT-1",
        {"en": "Knee replacement", "ru": "Эндопротезирование коленного сустава"},
        Decimal(1),
        Decimal("576000.00"),
        Decimal("576000.00"),
        "exempt",
    ),
    LineItem(
        "SRV-1",
        {"en": "Interpreter", "ru": "Переводчик"},
        Decimal(10),
        Decimal("2400.00"),
        Decimal("24000.00"),
        "standard",
        Decimal(22),
        Decimal("4327.87"),
    ),
]


@dataclass(frozen=True)
class Agreed:
    """The case, its agreement, and to whom bills go."""

    case: Case
    agreement: Agreement
    bill_to: BillTo


def agreed(world: World, *, partner: str = "", clinic: str = "demo-ortho") -> Agreed:
    """Amina's agreement with the clinic, sent by the partner where one is named."""
    amina, clinic_id = world.actor("amina"), world.organisation(clinic)
    staff = world.actor("petrova" if clinic == "demo-ortho" else "belova")
    assert amina.user_id is not None
    assert staff.user_id is not None
    with acting_as(system("test")):
        patient = patients.register_patient(
            name_latin="Amina Karimova",
            name_original="Амина Каримова",
            birth_date=dt.date(1980, 5, 17),
            user_id=amina.user_id,
            citizenship="UZ",
            residence_country="UZ",
        )
        case = cases.open_case(
            patient_id=patient.pk,
            origin=Origin.PARTNER if partner else Origin.DIRECT,
            language="ru",
            area="orthopaedics",
            purpose_of_arrival=PurposeOfArrival.TREATMENT,
            payer=Payer.PATIENT,
            now=NOON,
            partner_id=world.organisation(partner) if partner else None,
        )
        cases.add_participant(case_id=case.pk, user_id=amina.user_id, role=Role.PATIENT, now=NOON)
        access.grant(
            case_id=case.pk,
            organisation_id=clinic_id,
            classes=list(DataClass),
            purpose=GrantPurpose.TREATMENT,
            now=NOON,
        )
        request = Request.objects.create(
            case=case, desk_id=clinic_id, submitted_at=NOON, area="orthopaedics"
        )
        referral = Referral.objects.create(
            case=case, organisation_id=clinic_id, request=request, sent_at=NOON
        )
        proposal = Proposal.objects.create(
            case=case,
            organisation_id=clinic_id,
            referral=referral,
            patient_group="eaeu",
            total=TOTAL,
            deposit=DEPOSIT,
            prepared_by_id=staff.user_id,
            created_at=NOON,
        )
        agreement = Agreement.objects.create(
            case=case,
            organisation_id=clinic_id,
            proposal=proposal,
            number=f"D-{case.pk}",
            total=TOTAL,
            deposit=DEPOSIT,
            created_at=NOON,
        )
    bill_to = BillTo(
        case_id=case.pk,
        case_number=case.number,
        organisation_id=clinic_id,
        agreement_id=agreement.pk,
        contract_number=agreement.number,
        contract_on=NOON.date(),
        patient_name="KARIMOVA AMINA",
        patient_born_on=dt.date(1980, 5, 17),
        payer_name="Amina Karimova",
        language="ru",
        currency="RUB",
    )
    return Agreed(case, agreement, bill_to)
