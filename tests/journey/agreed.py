"""An accepted proposal and the draft of its contract, made row by row; a small price list."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanamost.foundation.access import selectors as people
from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.agreements import services
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.agreements.services import Wanted
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Fact, Origin, Payer, PurposeOfArrival
from sanamost.journey.proposals.models import Line, Plan, Proposal
from sanamost.journey.proposals.states import ProposalState
from sanamost.journey.requests.models import Referral, Request
from sanamost.journey.requests.states import ReferralState, RequestState
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.patients import services as patients
from sanamost.registry.patients.models import Patient
from sanamost.registry.patients.states import ConsentPurpose
from tests.world import NOON, Actor, GrantPurpose, Role, World, acting_as, system

ARRIVES = dt.date(2027, 1, 18)
KNEE = {
    "en": "Knee replacement",
    "ru": "Эндопротезирование коленного сустава",
    "zh-hans": "膝关节置换术",
    "ar": "استبدال مفصل الركبة",
}
INTERPRETER = {"en": "Interpreter, hour", "ru": "Переводчик, час", "ar": "مترجم، ساعة"}
IDENTITY: dict[str, Any] = {
    "passport_number": "AA 0000000",
    "passport_valid_until": dt.date(2031, 1, 31),
    "address": "10 Navoi Street, Tashkent, Uzbekistan",
    "phone": "+998 90 123 45 67",
}


@dataclass(frozen=True)
class Agreed:
    """The case with its people and the contract."""

    world: World
    case: Case
    agreement: Agreement
    side: Actor
    """Who decides for the patient."""
    coordinator: Actor
    officer: Actor
    physician: Actor
    extra: str
    """Public id of a service that an addendum may add."""

    def now_is(self) -> Agreement:
        """The agreement as the database holds it."""
        with acting_as(system("test")):
            return Agreement.objects.select_related("contract", "notice").get(pk=self.agreement.pk)

    def change(self, row: Any, **facts: Any) -> None:
        """Change rows behind the services' back: the world is as a test needs it."""
        with acting_as(system("test")):
            type(row).objects.filter(pk=row.pk).update(**facts)

    @property
    def patient(self) -> Patient:
        """The patient's row."""
        with acting_as(system("test")):
            return Patient.objects.get(pk=self.case.patient_id)

    @property
    def proposal(self) -> Proposal:
        """The accepted proposal."""
        with acting_as(system("test")):
            return Proposal.objects.get(pk=self.agreement.proposal_id)

    def identify(self, **changes: Any) -> None:
        """The patient's side fills in what the contract needs."""
        with acting_as(self.side):
            services.set_identity(
                actor=self.side, agreement=self.agreement, now=NOON, **(IDENTITY | changes)
            )

    def consent(self, purpose: ConsentPurpose = ConsentPurpose.PROCESSING) -> Any:
        """The patient's side gives a consent."""
        with acting_as(self.side):
            return services.give_consent(
                actor=self.side, agreement=self.agreement, purpose=purpose, fresh=True, now=NOON
            )

    def ready(self) -> "Agreed":
        """Everything there that the issue needs."""
        minor = {"representative_name": "AL-SAYED FATIMA", "representative_relation": "mother"}
        self.identify(**(minor if self.side.name.startswith("Fatima") else {}))
        self.consent()
        return self

    def issued(self, now: dt.datetime = NOON) -> "Agreed":
        """Before the patient."""
        with acting_as(self.coordinator):
            services.issue(actor=self.coordinator, agreement=self.agreement, now=now)
        return self

    def read(self) -> "Agreed":
        """The notice was read."""
        with acting_as(self.side):
            services.read_notice(actor=self.side, agreement=self.agreement, now=NOON)
        return self

    def signed(self) -> "Agreed":
        """By the patient's side."""
        with acting_as(self.side):
            services.sign(actor=self.side, agreement=self.agreement, fresh=True, now=NOON)
        return self

    def in_force(self) -> "Agreed":
        """By both sides, from the first step on."""
        self.ready().issued().read().signed()
        with acting_as(self.officer):
            services.countersign(actor=self.officer, agreement=self.agreement, fresh=True, now=NOON)
        return self

    def addendum(self, quantity: int = 2) -> Any:
        """A draft with more hours of interpreter."""
        with acting_as(self.coordinator):
            return services.draft_addendum(
                actor=self.coordinator,
                agreement=self.agreement,
                services=[Wanted(service=self.extra, quantity=Decimal(quantity))],
                reason="The patient asked for an interpreter on two more days.",
                now=NOON,
            )


def agreed(
    world: World,
    *,
    side: str = "amina",
    born_on: dt.date = dt.date(1980, 5, 17),
    language: str = "ru",
    citizenship: str = "UZ",
    payer: Payer = Payer.PATIENT,
    partner: str = "",
    companion: bool = False,
) -> Agreed:
    """The draft of a contract of the orthopaedic centre for an accepted proposal.

    With `companion` the side is a representative, not the patient.
    """
    actor = world.actor(side)
    clinic_id = world.organisation("demo-ortho")
    assert actor.user_id is not None
    with acting_as(system("test")):
        patient = patients.register_patient(
            name_latin="AL-SAYED YUSUF" if companion else "KARIMOVA AMINA",
            name_original="يوسف السيد" if companion else "Каримова Амина",
            birth_date=born_on,
            user_id=None if companion else actor.user_id,
            citizenship=citizenship,
            residence_country=citizenship,
            email=people.user_of(actor.user_id).email,
        )
        case = cases.open_case(
            patient_id=patient.pk,
            origin=Origin.PARTNER if partner else Origin.DIRECT,
            language=language,
            area="orthopaedics",
            purpose_of_arrival=PurposeOfArrival.TREATMENT,
            payer=payer,
            partner_id=world.organisation(partner) if partner else None,
            now=NOON,
        )
        cases.add_participant(
            case_id=case.pk,
            user_id=actor.user_id,
            role=Role.COMPANION if companion else Role.PATIENT,
            relation="mother" if companion else "",
            represents=companion,
            now=NOON,
        )
        _grants(case, clinic_id, world.organisation(partner) if partner else None)
        proposal = _accepted(world, case, clinic_id)
        for fact in (Fact.SUBMITTED, Fact.FORWARDED, Fact.PROPOSED, Fact.ACCEPTED):
            case = cases.establish(case_id=case.pk, fact=fact, now=NOON)
        agreement = services.draft_from(proposal=proposal, now=NOON)
        extra = _price_list(clinic_id)
    return Agreed(
        world,
        case,
        agreement,
        actor,
        world.actor("petrova"),
        world.actor("volkov"),
        world.actor("orlova"),
        extra,
    )


def _grants(case: Case, clinic_id: int, partner_id: int | None) -> None:
    access.grant(
        case_id=case.pk,
        organisation_id=clinic_id,
        classes=list(DataClass),
        purpose=GrantPurpose.TREATMENT,
        now=NOON,
    )
    if partner_id:
        access.grant(
            case_id=case.pk,
            organisation_id=partner_id,
            classes=[DataClass.IDENTITY, DataClass.MONEY, DataClass.TRAVEL],
            purpose=GrantPurpose.REFERRAL,
            now=NOON,
        )


def _accepted(world: World, case: Case, clinic_id: int) -> Proposal:
    request = Request.objects.create(
        case=case,
        desk_id=world.organisation("intake-desk"),
        state=RequestState.FORWARDED,
        submitted_at=NOON,
        area="orthopaedics",
    )
    referral = Referral.objects.create(
        case=case,
        organisation_id=clinic_id,
        request=request,
        state=ReferralState.WON,
        physician_id=world.actor("orlova").user_id,
        sent_at=NOON,
    )
    proposal = Proposal.objects.create(
        case=case,
        organisation_id=clinic_id,
        referral=referral,
        state=ProposalState.ACCEPTED,
        patient_group="foreign",
        total=Decimal("600000.00"),
        deposit=Decimal("180000.00"),
        shown_currency="USD",
        shown_total=Decimal("7643.31"),
        rate_source="cbr",
        rate_day=dt.date(2026, 11, 21),
        rate_nominal=1,
        rate_value=Decimal("78.5"),
        arrives_on=ARRIVES,
        stay_days=9,
        prepared_by_id=world.actor("petrova").user_id or 0,
        created_at=NOON,
        sent_at=NOON,
        answered_at=NOON,
    )
    own = {"case": case, "organisation_id": clinic_id, "proposal": proposal}
    text = {"ru": "Операция, затем восстановление.", "en": "Surgery, then recovery."}
    Plan.objects.create(**own, text=text)
    knee = Decimal("576000.00")
    Line.objects.create(
        **own,
        position=1,
        code="ORT-1",
        nomenclature_code="A16.04.021.001",
        names=KNEE,
        quantity=1,
        unit_price=knee,
        amount=knee,
        vat_class="exempt",
    )
    Line.objects.create(
        **own,
        position=2,
        code="SRV-1",
        names=INTERPRETER,
        quantity=10,
        unit_price=Decimal(2400),
        amount=Decimal(24000),
        vat_class="standard",
        vat_rate=Decimal(22),
        vat_amount=Decimal("4327.87"),
    )
    return proposal


def _price_list(clinic_id: int) -> str:
    facts = ServiceFacts(
        code="SRV-1", names=INTERPRETER, kind="service", vat_class="standard", unit="hour"
    )
    made = catalogue.enter_services(organisation_id=clinic_id, rows=[facts])
    catalogue.publish_price_list(
        organisation_id=clinic_id,
        number="1",
        valid_from=dt.date(2026, 1, 1),
        prices=[PriceRow("SRV-1", PatientGroup.FOREIGN, Decimal("2440.00"))],
    )
    return made["SRV-1"].public_id
