"""A proposal in the clinic's hands."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.proposals import selectors, services
from sanamost.journey.proposals.models import Approval, Line, Plan, Proposal
from sanamost.journey.proposals.policies import NotYourTask
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ApprovalRole, Gap, ProposalState
from sanamost.registry.catalogue.models import Service
from sanamost.registry.catalogue.selectors import NoPrice, ServiceWithdrawn
from tests.journey.referred import (
    ARRIVES,
    FLIGHTS,
    INTERPRETER,
    Referred,
    approved,
    drafted,
    limit,
    open_case,
    refer,
)
from tests.world import NOON, World, acting_as


def test_starts_with_the_physicians_words_and_the_patients_group(referred: Referred) -> None:
    with acting_as(referred.coordinator):
        made = services.start(actor=referred.coordinator, referral=referred.referral, now=NOON)

        plan = selectors.plan_of(made.pk)
    assert (made.version, made.state, made.patient_group) == (1, ProposalState.DRAFT, "foreign")
    assert (made.stay_days, made.valid_days, made.area) == (9, 14, "orthopaedics")
    assert plan is not None
    assert plan.text == {"ru": "Показано эндопротезирование."}


@pytest.mark.parametrize(
    ("citizenship", "group"), [("KZ", "eaeu"), ("RU", "resident"), ("CN", "foreign")]
)
def test_takes_the_group_from_citizenship(citizenship: str, group: str, world: World) -> None:
    referred = refer(world, open_case(world, citizenship=citizenship))

    assert drafted(referred).patient_group == group


def test_needs_a_verdict(world: World) -> None:
    referred = refer(world, open_case(world), accepted=False)

    with acting_as(referred.coordinator), pytest.raises(services.VerdictMissing):
        services.start(actor=referred.coordinator, referral=referred.referral, now=NOON)


def test_is_started_once(referred: Referred) -> None:
    first = drafted(referred)

    with acting_as(referred.coordinator):
        again = services.start(actor=referred.coordinator, referral=referred.referral, now=NOON)

    assert again.pk == first.pk


def test_takes_prices_from_the_list_and_adds_up(referred: Referred) -> None:
    made = drafted(referred)

    with acting_as(referred.coordinator):
        row = selectors.access_proposal(referred.coordinator, made.public_id)
        package, interpreter = selectors.lines_of(row.pk)
    assert package.unit_price == Decimal("720000.00")  # 480,000 × 1.5
    assert (package.vat_rate, package.vat_amount) == (Decimal(0), Decimal(0))
    assert interpreter.unit_price == Decimal("2440.00")
    assert (interpreter.vat_rate, interpreter.vat_amount) == (Decimal(22), Decimal(4400))
    assert row.total == Decimal("744400.00")
    assert row.deposit == Decimal("223320.00")  # 30 %


def test_says_what_packages_leave_out_unless_a_line_adds_it(referred: Referred) -> None:
    alone = drafted(referred, lines=[LineAsked(service=referred.services["PKG-1"])])
    with acting_as(referred.coordinator):
        plan = Plan.objects.get(proposal_id=alone.pk)
        assert plan.excluded == [FLIGHTS, INTERPRETER]

    drafted(referred)

    with acting_as(referred.coordinator):
        assert Plan.objects.get(proposal_id=alone.pk).excluded == [FLIGHTS]


def test_takes_a_free_line_with_its_reason(referred: Referred) -> None:
    free = LineAsked(
        names={"ru": "Индивидуальный имплант", "en": "Custom implant"},
        unit_price=Decimal("98000.50"),
        scope="implants",
        reason="Изготавливается на заказ",
    )
    made = drafted(referred, lines=[free])

    with acting_as(referred.coordinator):
        (line,) = selectors.lines_of(made.pk)
    assert (line.service_id, line.amount, line.reason) == (None, Decimal("98000.50"), free.reason)


@pytest.mark.parametrize(
    "asked",
    [
        LineAsked(names={"en": "Gift"}, unit_price=Decimal(10), reason=""),
        LineAsked(names={}, unit_price=Decimal(10), reason="a good reason"),
        LineAsked(names={"en": "Gift"}, unit_price=None, reason="a good reason"),
        LineAsked(names={"en": "Gift"}, unit_price=Decimal(-1), reason="a good reason"),
        LineAsked(names={"en": "Gift"}, unit_price=Decimal("NaN"), reason="a good reason"),
        LineAsked(names={"en": "Gift"}, unit_price=Decimal("1E+9"), reason="a good reason"),
        LineAsked(names={"en": "Gift"}, unit_price=Decimal("0.001"), reason="a good reason"),
        LineAsked(
            names={"en": "Gift"}, unit_price=Decimal(1), reason="a good one", vat_class="none"
        ),
        LineAsked(
            names={"en": "Gift"},
            unit_price=Decimal(1),
            reason="a good reason",
            quantity=Decimal(0),
        ),
        LineAsked(
            names={"en": "Gift"},
            unit_price=Decimal(1),
            reason="a good reason",
            quantity=Decimal("1000"),
        ),
        LineAsked(
            names={"en": "Gift"},
            unit_price=Decimal(1),
            reason="a good reason",
            quantity=Decimal("0.001"),
        ),
    ],
)
def test_refuses_absurd_lines_and_keeps_what_was(asked: LineAsked, referred: Referred) -> None:
    made = drafted(referred)

    with pytest.raises(services.BadLines), acting_as(referred.coordinator):
        services.set_lines(actor=referred.coordinator, proposal=made, rows=[asked], now=NOON)

    with acting_as(referred.coordinator):
        assert len(selectors.lines_of(made.pk)) == 2


def test_refuses_another_clinics_service(referred: Referred, world: World) -> None:
    made = drafted(referred)
    other = refer(world, open_case(world, "zhang-wei"), "demo-heart")

    with pytest.raises(NotVisible), acting_as(referred.coordinator):
        services.set_lines(
            actor=referred.coordinator,
            proposal=made,
            rows=[LineAsked(service=other.services["PKG-1"])],
            now=NOON,
        )


def test_names_the_line_whose_service_was_withdrawn(referred: Referred) -> None:
    row = drafted(referred)
    with acting_as(referred.coordinator):
        service = selectors.lines_of(row.pk)[0].service
        assert service is not None
        asked = [LineAsked(service=service.public_id)]
        Service.objects.filter(pk=service.pk).update(withdrawn_at=NOON)

    said = set()
    for language in ("en", "ru", "zh-hans", "ar"):
        with (
            translation.override(language),
            acting_as(referred.coordinator),
            pytest.raises(ServiceWithdrawn) as refused,
        ):
            services.set_lines(actor=referred.coordinator, proposal=row, rows=asked, now=NOON)
        with translation.override(language):
            said.add(refused.value.text)

    assert len(said) == 4
    assert all(service.code in text for text in said)
    with acting_as(referred.coordinator):
        assert len(selectors.lines_of(row.pk)) > 1


def test_refuses_a_service_without_a_price_that_day(referred: Referred) -> None:
    made = drafted(referred)
    before_the_list = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)

    with pytest.raises(NoPrice), acting_as(referred.coordinator):
        services.set_lines(
            actor=referred.coordinator,
            proposal=made,
            rows=[LineAsked(service=referred.services["CON-1"])],
            now=before_the_list,
        )


@pytest.mark.parametrize(
    ("arrives_on", "stay_days", "valid_days", "field"),
    [
        (NOON.date(), 9, 14, "arrives_on"),
        (dt.date(2039, 1, 3), 9, 14, "arrives_on"),
        (ARRIVES, 0, 14, "stay_days"),
        (ARRIVES, 366, 14, "stay_days"),
        (ARRIVES, 9, 0, "valid_days"),
        (ARRIVES, 9, 91, "valid_days"),
    ],
)
def test_refuses_impossible_dates(
    arrives_on: dt.date, stay_days: int, valid_days: int, field: str, referred: Referred
) -> None:
    made = drafted(referred)

    with pytest.raises(services.DateNotPossible) as refused, acting_as(referred.coordinator):
        services.set_dates(
            actor=referred.coordinator,
            proposal=made,
            arrives_on=arrives_on,
            stay_days=stay_days,
            valid_days=valid_days,
            now=NOON,
        )

    assert refused.value.field == field


def test_offers_no_day_on_which_a_part_of_the_stay_is_full(referred: Referred) -> None:
    made = drafted(referred)
    week = ARRIVES + dt.timedelta(weeks=1)
    limit(made, 0, day=week + dt.timedelta(days=3))

    with pytest.raises(services.DateNotPossible), acting_as(referred.coordinator):
        services.set_dates(
            actor=referred.coordinator,
            proposal=made,
            arrives_on=week,
            stay_days=9,
            valid_days=14,
            now=NOON,
        )


def test_is_approved_by_two_people(referred: Referred) -> None:
    made = approved(referred)

    with acting_as(referred.coordinator):
        row = selectors.access_proposal(referred.coordinator, made.public_id)
        given = selectors.approvals_of(made.pk)
    assert row.state == ProposalState.APPROVED
    assert [one.role for one in given] == [ApprovalRole.PHYSICIAN, ApprovalRole.FINANCE]


def test_is_not_approved_twice_by_one_person(referred: Referred) -> None:
    made = drafted(referred)
    with acting_as(referred.physician):
        services.approve(
            actor=referred.physician, proposal=made, role=ApprovalRole.PHYSICIAN, now=NOON
        )

    with pytest.raises(services.AlreadyApproved), acting_as(referred.physician):
        services.approve(
            actor=referred.physician, proposal=made, role=ApprovalRole.PHYSICIAN, now=NOON
        )


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("coordinator", ApprovalRole.PHYSICIAN),
        ("finance", ApprovalRole.PHYSICIAN),
        ("physician", ApprovalRole.FINANCE),
    ],
)
def test_is_approved_only_in_ones_own_role(
    who: str, role: ApprovalRole, referred: Referred
) -> None:
    made, actor = drafted(referred), getattr(referred, who)

    with pytest.raises(NotYourTask), acting_as(actor):
        services.approve(actor=actor, proposal=made, role=role, now=NOON)


def test_loses_its_approvals_with_any_change(referred: Referred) -> None:
    made = approved(referred)

    with acting_as(referred.finance):
        services.set_lines(
            actor=referred.finance,
            proposal=made,
            rows=[LineAsked(service=referred.services["CON-1"])],
            now=NOON,
        )

    with acting_as(referred.coordinator):
        row = selectors.access_proposal(referred.coordinator, made.public_id)
        assert row.state == ProposalState.DRAFT
        assert not Approval.objects.filter(proposal_id=made.pk).exists()


def test_keeps_its_approvals_when_nothing_changed(referred: Referred) -> None:
    made = approved(referred)

    with acting_as(referred.physician):
        services.set_plan(
            actor=referred.physician,
            proposal=made.public_id,
            language="ru",
            text="Операция, затем восстановление.",
            translations={"en": "Surgery, then recovery."},
            now=NOON,
        )

    with acting_as(referred.coordinator):
        row = selectors.access_proposal(referred.coordinator, made.public_id)
    assert row.state == ProposalState.APPROVED


def test_names_what_is_missing(referred: Referred) -> None:
    with acting_as(referred.coordinator):
        made = services.start(actor=referred.coordinator, referral=referred.referral, now=NOON)

    assert services.gaps(made) == [Gap.TRANSLATION, Gap.LINES, Gap.DATES]
    with pytest.raises(services.NotComplete), acting_as(referred.physician):
        services.approve(
            actor=referred.physician, proposal=made, role=ApprovalRole.PHYSICIAN, now=NOON
        )


def test_shows_a_physician_the_plan_without_the_price(referred: Referred) -> None:
    made = drafted(referred)

    with acting_as(referred.physician):
        plan = selectors.access_plan(referred.physician, made.public_id)
        assert plan.text["ru"].startswith("Операция")
        with pytest.raises(NotVisible):
            selectors.access_proposal(referred.physician, made.public_id)
        assert selectors.lines_of(made.pk) == []


@pytest.mark.parametrize("who", ["amina", "karim", "belova", "mallory", "ivanova"])
def test_is_the_clinics_alone_until_sent(who: str, world: World) -> None:
    case = open_case(world, partner_id=world.organisation("silk-road-care"))
    made = drafted(refer(world, case))
    refer(world, case, "demo-heart")
    actor = world.actor(who)

    with acting_as(actor):
        assert selectors.proposals_of(actor, case.pk) == []
        for model in (Proposal, Plan, Line, Approval):
            by_rule = model.objects.visible_to(actor).exists()
            assert (by_rule, model.objects.exists()) == (False, False), model
        with pytest.raises(Refusal):
            services.set_plan(actor=actor, proposal=made, language="en", text="Mine", now=NOON)
