"""A case that a physician of a clinic has accepted, made row by row, and a small price list."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.bookings import services as bookings
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Fact, Origin, Payer, PurposeOfArrival
from sanamost.journey.proposals import services
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ApprovalRole
from sanamost.journey.requests.models import Referral, Request, Verdict
from sanamost.journey.requests.states import Outcome, ReferralState, RequestState
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.patients import services as patients
from sanamost.registry.resources.models import CapacityDay
from tests.world import NOON, Actor, GrantPurpose, Role, World, acting_as, system

STAFF = {
    "demo-ortho": {"coordinator": "petrova", "physician": "orlova", "finance": "sidorov"},
    "demo-heart": {"coordinator": "belova", "physician": "saidov", "finance": "klimova"},
}
ANAESTHESIA = {"scope": "anaesthesia", "en": "Anaesthesia", "ru": "Анестезия"}
IMPLANT = {"scope": "implants", "en": "Implant", "ru": "Имплант"}
FLIGHTS = {"scope": "travel", "en": "Flights", "ru": "Авиабилеты"}
INTERPRETER = {"scope": "interpreter", "en": "Interpreter", "ru": "Переводчик"}
SERVICES = (
    ServiceFacts(
        code="PKG-1",
        names={"en": "Knee replacement, package", "ru": "Эндопротезирование колена под ключ"},
        kind="package",
        area="orthopaedics",
        nomenclature_code="A16.04.021.001",
        stay_days=9,
        scope="surgery",
        included=[ANAESTHESIA, IMPLANT],
        excluded=[FLIGHTS, INTERPRETER],
    ),
    ServiceFacts(
        code="CON-1",
        names={"en": "Consultation of an orthopaedic surgeon", "ru": "Приём ортопеда"},
        kind="consultation",
        area="orthopaedics",
        scope="tests",
    ),
    ServiceFacts(
        code="SRV-1",
        names={"en": "Interpreter, hour", "ru": "Переводчик, час"},
        kind="service",
        vat_class="standard",
        unit="hour",
        scope="interpreter",
    ),
)
PRICES = {"PKG-1": "480000", "CON-1": "3500", "SRV-1": "2440"}
TIMES = {PatientGroup.RESIDENT: "1", PatientGroup.EAEU: "1.15", PatientGroup.FOREIGN: "1.5"}
ARRIVES = dt.date(2027, 1, 18)


@dataclass(frozen=True)
class Referred:
    """The case, the referral accepted, the clinic's people and its services by code."""

    case: Case
    referral: Referral
    patient: Actor
    coordinator: Actor
    physician: Actor
    finance: Actor
    services: dict[str, str]


def price_list(organisation_id: int) -> dict[str, str]:
    """Three services with prices; public ids by code."""
    made = catalogue.enter_services(organisation_id=organisation_id, rows=SERVICES)
    catalogue.publish_price_list(
        organisation_id=organisation_id,
        number="1",
        valid_from=dt.date(2026, 1, 1),
        prices=[
            PriceRow(code, group, Decimal(amount) * Decimal(times if code != "SRV-1" else "1"))
            for code, amount in PRICES.items()
            for group, times in TIMES.items()
        ],
    )
    return {code: service.public_id for code, service in made.items()}


def open_case(world: World, persona: str = "amina", **facts: Any) -> Case:
    """A case of the persona, forwarded to nobody yet."""
    patient_actor = world.actor(persona)
    assert patient_actor.user_id is not None
    with acting_as(system("test")):
        person = patients.register_patient(
            name_latin="Amina Karimova",
            name_original="Амина Каримова",
            birth_date=dt.date(1980, 5, 17),
            user_id=patient_actor.user_id,
            citizenship=facts.pop("citizenship", "UZ"),
            residence_country=facts.pop("residence", "UZ"),
        )
        case = cases.open_case(
            patient_id=person.pk,
            origin=Origin.PARTNER if facts.get("partner_id") else Origin.DIRECT,
            language=facts.pop("language", "en"),
            area="orthopaedics",
            purpose_of_arrival=PurposeOfArrival.TREATMENT,
            payer=Payer.PATIENT,
            now=NOON,
            **facts,
        )
        cases.add_participant(
            case_id=case.pk, user_id=patient_actor.user_id, role=Role.PATIENT, now=NOON
        )
        for fact in (Fact.SUBMITTED, Fact.FORWARDED):
            case = cases.establish(case_id=case.pk, fact=fact, now=NOON)
        Request.objects.create(
            case=case,
            desk_id=world.organisation("intake-desk"),
            state=RequestState.FORWARDED,
            submitted_at=NOON,
            area="orthopaedics",
        )
        if case.partner_id:
            access.grant(
                case_id=case.pk,
                organisation_id=case.partner_id,
                classes=[DataClass.IDENTITY, DataClass.MONEY, DataClass.TRAVEL],
                purpose=GrantPurpose.REFERRAL,
                now=NOON,
            )
    return case


def refer(
    world: World,
    case: Case,
    clinic: str = "demo-ortho",
    *,
    accepted: bool = True,
    patient: Actor | None = None,
) -> Referred:
    """The case before the clinic, accepted by its physician."""
    clinic_id = world.organisation(clinic)
    staff = {role: world.actor(code) for role, code in STAFF[clinic].items()}
    physician = staff["physician"].user_id
    assert physician is not None
    with acting_as(system("test")):
        access.grant(
            case_id=case.pk,
            organisation_id=clinic_id,
            classes=list(DataClass),
            purpose=GrantPurpose.TREATMENT,
            now=NOON,
        )
        referral = Referral.objects.create(
            case=case,
            organisation_id=clinic_id,
            request=Request.objects.get(case=case),
            state=ReferralState.ACCEPTED if accepted else ReferralState.IN_REVIEW,
            sent_at=NOON,
        )
        if accepted:
            Verdict.objects.create(
                case=case,
                organisation_id=clinic_id,
                referral=referral,
                outcome=Outcome.ACCEPT,
                conclusion="Показано эндопротезирование.",
                language="ru",
                stay_days=9,
                given_by_id=physician,
                given_at=NOON,
            )
        services_by_code = price_list(clinic_id)
    return Referred(
        case, referral, patient or world.actor("amina"), **staff, services=services_by_code
    )


def drafted(referred: Referred, *, lines: list[LineAsked] | None = None) -> Proposal:
    """A draft with plan, lines and dates: ready to be approved."""
    actor = referred.coordinator
    with acting_as(actor):
        made = services.start(actor=actor, referral=referred.referral, now=NOON)
        services.set_plan(
            actor=actor,
            proposal=made,
            language="ru",
            text="Операция, затем восстановление.",
            translations={"en": "Surgery, then recovery."},
            now=NOON,
        )
        wanted = lines or [
            LineAsked(service=referred.services["PKG-1"]),
            LineAsked(service=referred.services["SRV-1"], quantity=Decimal(10)),
        ]
        services.set_lines(actor=actor, proposal=made, rows=wanted, now=NOON)
        services.set_dates(
            actor=actor,
            proposal=made,
            arrives_on=ARRIVES,
            stay_days=9,
            valid_days=14,
            now=NOON,
        )
    return made


def approved(referred: Referred, **options: Any) -> Proposal:
    """A draft that both have approved."""
    made = drafted(referred, **options)
    for actor, role in (
        (referred.physician, ApprovalRole.PHYSICIAN),
        (referred.finance, ApprovalRole.FINANCE),
    ):
        with acting_as(actor):
            services.approve(actor=actor, proposal=made, role=role, now=NOON)
    return made


def sent(referred: Referred, *, now: dt.datetime = NOON, **options: Any) -> Proposal:
    """A proposal before the patient, with a place kept for it."""
    made = approved(referred, **options)
    with acting_as(referred.coordinator):
        row: Proposal = bookings.send_with_hold(actor=referred.coordinator, proposal=made, now=now)
    return row


def limit(proposal: Proposal, stays: int, *, day: dt.date = ARRIVES) -> None:
    """Leave free beds for so many stays of the proposal's area on the day."""
    with acting_as(system("test")):
        rows = CapacityDay.objects.filter(
            organisation_id=proposal.organisation_id,
            day=day,
            resource__area=proposal.area,
            resource__kind="beds",
        )
        rows.update(supply=F("protected") + F("held") + F("booked") + stays)
