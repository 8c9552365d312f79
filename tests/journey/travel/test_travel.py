"""Travel."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.states import Stage
from sanamost.journey.travel import selectors, services
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan, WorkOrder
from sanamost.journey.travel.states import EntryDocument, NoticeKind, WorkKind, WorkState
from sanamost.registry.catalogue.models import Holiday
from tests.journey.booked import ARRIVES, LEAVES, Booked, booked
from tests.world import NOON, Actor, World, acting_as, system

ARRIVAL = dt.datetime(2026, 11, 23, 4, 30, tzinfo=dt.UTC)


@pytest.fixture
def amina(world: World) -> Booked:
    """Amina, sent by Silk Road Care."""
    return booked(world, partner="silk-road-care")


def arrive(actor: Actor, plan: TravelPlan, at: dt.datetime = ARRIVAL) -> TravelPlan:
    """The actor tells the arrival."""
    with acting_as(actor):
        return services.set_arrival(
            actor=actor,
            plan=selectors.access_plan(actor, plan.public_id),
            arrival_at=at,
            place="Vladivostok airport",
            carrier="HY 501",
            companions=[{"name": "Karimov Rustam", "relation": "husband", "passport_number": "A1"}],
            now=NOON,
        )


def send_pack(amina: Booked, plan: TravelPlan) -> Paper:
    with acting_as(amina.coordinator):
        paper: Paper = services.issue_welcome_pack(
            actor=amina.coordinator, plan=plan, met_by="Ivan", met_by_phone="+7 900", now=NOON
        )
        return paper


def stage(amina: Booked) -> str:
    with acting_as(system("test")):
        return Case.objects.get(pk=amina.case.pk).stage


def test_prepares_what_the_request_speaks_of(amina: Booked) -> None:
    plan = amina.plan()

    with acting_as(amina.coordinator):
        kinds = [work.kind for work in selectors.works_of(amina.coordinator, amina.case.pk)]
    assert not plan.needs_visa
    assert kinds == [WorkKind.INTERPRETER, WorkKind.TRANSFER, WorkKind.STAY, WorkKind.COMPANION]
    assert amina.plan().pk == plan.pk


def test_invites_who_needs_a_visa_and_starts_the_clock(world: World) -> None:
    zhang = booked(world, persona="zhang-wei", citizenship="CN", language="zh-hans")
    plan = zhang.plan()

    with acting_as(zhang.coordinator):
        kinds = {work.kind for work in selectors.works_of(zhang.coordinator, zhang.case.pk)}
        running = Clock.objects.filter(case=zhang.case, kind="invitation", done_at=None).count()
    assert plan.needs_visa
    assert {WorkKind.INVITATION, WorkKind.TRANSLATION} <= kinds
    assert running == 1


@pytest.mark.parametrize("persona", ["amina", "karim", "petrova"])
def test_hears_the_arrival_from_patient_partner_and_coordinator(
    persona: str, world: World, amina: Booked
) -> None:
    plan = arrive(world.actor(persona), amina.plan())

    assert plan.arrival_at == ARRIVAL
    assert plan.companions[0]["name"] == "Karimov Rustam"


@pytest.mark.parametrize("persona", ["mallory", "mei", "belova", "nikitin", "orlova", "sidorov"])
def test_hides_travel_from_everybody_else(persona: str, world: World, amina: Booked) -> None:
    plan = amina.plan()

    with pytest.raises(NotVisible):
        arrive(world.actor(persona), plan)
    with acting_as(world.actor(persona)):
        assert not TravelPlan.objects.exists()
        assert not WorkOrder.objects.exists()


def test_leaves_arrival_to_others_than_the_officer(amina: Booked) -> None:
    plan = amina.plan()

    with pytest.raises(Refusal) as refused:
        arrive(amina.officer, plan)
    assert refused.value.code == "for_another_role"


def test_refuses_an_arrival_after_the_booked_days(amina: Booked) -> None:
    plan = amina.plan()

    with pytest.raises(Refusal) as refused:
        arrive(amina.patient, plan, NOON + dt.timedelta(days=30))
    assert refused.value.field == "arrival_at"
    with acting_as(system("test")):
        assert TravelPlan.objects.get().arrival_at is None


@pytest.mark.parametrize("companions", [[{"name": "", "relation": "x"}], [{"name": "A"}] * 6])
def test_refuses_companions_without_name_or_number(
    companions: list[dict[str, str]], amina: Booked
) -> None:
    plan = amina.plan()
    with acting_as(amina.patient), pytest.raises(Refusal) as refused:
        services.set_arrival(
            actor=amina.patient,
            plan=plan,
            arrival_at=ARRIVAL,
            place="",
            carrier="",
            companions=companions,
            now=NOON,
        )
    assert refused.value.code == "bad_companion"


def test_is_arranged_once_the_pack_is_sent_and_the_arrival_known(amina: Booked) -> None:
    plan = amina.plan()
    send_pack(amina, plan)
    assert stage(amina) == Stage.PREPARING

    arrive(amina.patient, plan)

    assert stage(amina) == Stage.TRAVELLING


def test_sends_a_pack_that_says_nothing_of_the_illness(amina: Booked) -> None:
    plan = arrive(amina.patient, amina.plan())
    paper = send_pack(amina, plan)

    assert paper.data_class == "travel"
    assert "Ivan" in paper.payload
    assert "HY 501" in paper.payload
    for word in ("Эндопротезирование", "Hip replacement", "ORT-114"):
        assert word not in paper.payload
    assert documents.pdf(paper)[:5] == b"%PDF-"
    with acting_as(amina.patient):
        told = Notice.objects.visible_to(amina.patient).values_list("kind", flat=True)
        assert "travel.welcome_pack" in told


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_prints_the_pack_in_every_language(language: str, world: World) -> None:
    patient = booked(world, language=language)
    paper = send_pack(patient, arrive(patient.patient, patient.plan()))

    assert documents.pdf(paper)[:5] == b"%PDF-"


def test_supersedes_the_pack_and_marks_an_outdated_one(amina: Booked) -> None:
    plan = amina.plan()
    first = send_pack(amina, plan)
    with acting_as(amina.patient):
        services.set_arrival(
            actor=amina.patient,
            plan=plan,
            arrival_at=ARRIVAL,
            place="",
            carrier="",
            companions=[],
            now=NOON + dt.timedelta(minutes=5),
        )
    with acting_as(amina.coordinator):
        seen = selectors.plan_of_case(amina.coordinator, amina.case.pk)
        assert seen is not None
        assert selectors.pack_is_outdated(seen)
        services.issue_welcome_pack(
            actor=amina.coordinator, plan=seen, now=NOON + dt.timedelta(minutes=9)
        )
        seen = selectors.plan_of_case(amina.coordinator, amina.case.pk)
        assert seen is not None
        assert not selectors.pack_is_outdated(seen)
        assert Paper.objects.get(pk=first.pk).voided_at is not None


def test_makes_the_invitation_sheet_from_the_passport(world: World) -> None:
    zhang = booked(world, persona="zhang-wei", citizenship="CN", language="zh-hans")
    plan = zhang.plan()
    with acting_as(zhang.coordinator):
        paper = services.issue_invitation_sheet(
            actor=zhang.coordinator, plan=plan, consulate="Harbin", now=NOON
        )

    assert "AA0000000" in paper.payload
    assert documents.pdf(paper)[:5] == b"%PDF-"
    with acting_as(zhang.patient):
        assert Paper.objects.visible_to(zhang.patient).filter(kind="invitation_sheet").exists()


def test_refuses_an_invitation_without_passport_or_consulate(world: World) -> None:
    zhang = booked(world, persona="zhang-wei", citizenship="CN", passport_number="")
    plan = zhang.plan()
    with acting_as(zhang.coordinator), pytest.raises(Refusal) as refused:
        services.issue_invitation_sheet(
            actor=zhang.coordinator, plan=plan, consulate="Harbin", now=NOON
        )
    assert refused.value.code == "passport_needed"


def test_moves_a_work_order_to_its_end(amina: Booked) -> None:
    amina.plan()
    with acting_as(amina.coordinator):
        work = WorkOrder.objects.get(kind=WorkKind.TRANSFER)
        services.assign_work(
            actor=amina.coordinator,
            work=work,
            assigned_to="Ivan, +7 900",
            price=Decimal(3000),
            currency="RUB",
            due_at=None,
            now=NOON,
        )
        services.confirm_work(actor=amina.coordinator, work=work, now=NOON)
        services.finish_work(actor=amina.coordinator, work=work, now=NOON)
        assert work.state == WorkState.DONE
        with pytest.raises(MoveNotAllowed):
            services.cancel_work(actor=amina.coordinator, work=work, now=NOON)


def test_refuses_work_orders_without_a_name_or_with_a_silly_price(amina: Booked) -> None:
    amina.plan()
    for name, price, code in (("", None, "name_needed"), ("Ivan", Decimal(-1), "bad_price")):
        with acting_as(system("test")):
            work = WorkOrder.objects.get(kind=WorkKind.TRANSFER)
        with acting_as(amina.coordinator), pytest.raises(Refusal) as refused:
            services.assign_work(
                actor=amina.coordinator,
                work=work,
                assigned_to=name,
                price=price,
                currency="RUB",
                due_at=None,
                now=NOON,
            )
        assert refused.value.code == code


def test_asks_for_one_service_of_a_kind(amina: Booked) -> None:
    plan = amina.plan()
    with acting_as(amina.patient):
        services.request_work(
            actor=amina.patient, plan=plan, kind=WorkKind.NURSE, wish="At night", now=NOON
        )
        with pytest.raises(Refusal) as refused:
            services.request_work(
                actor=amina.patient, plan=plan, kind=WorkKind.NURSE, wish="", now=NOON
            )
    assert refused.value.code == "already_asked_for"


def test_lets_only_the_coordinator_arrange(amina: Booked) -> None:
    amina.plan()
    for actor, wanted in ((amina.patient, NotVisible), (amina.officer, Refusal)):
        with acting_as(system("test")):
            work = WorkOrder.objects.get(kind=WorkKind.TRANSFER)
        with acting_as(actor), pytest.raises(wanted):
            services.cancel_work(actor=actor, work=work, now=NOON)


@pytest.mark.parametrize(
    ("leaves", "stay_until", "needed"),
    [
        (LEAVES, None, False),
        (ARRIVES + dt.timedelta(days=89), None, False),
        (ARRIVES + dt.timedelta(days=90), None, True),
        (LEAVES, LEAVES - dt.timedelta(days=1), True),
    ],
)
def test_watches_the_legal_stay(
    leaves: dt.date, stay_until: dt.date | None, needed: bool, world: World
) -> None:
    patient = booked(world, leaves_on=leaves)
    plan = patient.plan()
    with acting_as(patient.coordinator):
        services.record_entry(
            actor=patient.coordinator,
            plan=plan,
            entered_on=ARRIVES,
            document=EntryDocument.MIGRATION_CARD,
            number="1",
            stay_until=stay_until,
            now=NOON,
        )
        plan = selectors.access_plan(patient.coordinator, plan.public_id)
        assert selectors.stay_of(patient.coordinator, plan).extension_needed is needed


def test_refuses_an_entry_out_of_order(amina: Booked) -> None:
    plan = amina.plan()
    for entered, until, field in (
        (ARRIVES + dt.timedelta(days=9), None, "entered_on"),
        (ARRIVES, ARRIVES - dt.timedelta(days=1), "stay_until"),
    ):
        with acting_as(amina.coordinator), pytest.raises(Refusal) as refused:
            services.record_entry(
                actor=amina.coordinator,
                plan=plan,
                entered_on=entered,
                document=EntryDocument.VISA,
                number="1",
                stay_until=until,
                now=NOON,
            )
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("holidays", "due"),
    [
        ([], dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)),
        ([24], dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC)),
        ([24, 25, 26, 27], dt.datetime(2026, 11, 30, 14, tzinfo=dt.UTC)),
    ],
)
def test_owes_the_arrival_notice_by_the_end_of_the_next_working_day(
    holidays: list[int], due: dt.datetime, amina: Booked
) -> None:
    for number in holidays:
        Holiday.objects.update_or_create(
            calendar="RU",
            day=dt.date(2026, 11, number),
            defaults={"kind": "holiday", "names": {}, "provisional": False},
        )
    amina.admitted()

    with acting_as(amina.officer):
        notice = AuthorityNotice.objects.get(kind=NoticeKind.ARRIVAL)
        assert notice.due_at == due  # Vladivostok's midnight


def test_owes_nothing_for_a_citizen(world: World) -> None:
    booked(world, citizenship="RU").admitted()

    with acting_as(system("test")):
        assert not AuthorityNotice.objects.exists()


def test_files_a_notice_under_its_number(amina: Booked) -> None:
    amina.admitted()
    with acting_as(amina.officer):
        notice = AuthorityNotice.objects.get()
        with pytest.raises(Refusal) as refused:
            services.file_notice(
                actor=amina.officer, notice=notice, registration_number=" ", now=NOON
            )
        assert refused.value.field == "registration_number"
        paper = services.issue_notice_sheet(
            actor=amina.officer, notice=notice, surname="Karimova", given_names="Amina", now=NOON
        )
        services.file_notice(
            actor=amina.officer, notice=notice, registration_number="77-1", now=NOON
        )
        assert not Clock.objects.filter(kind="arrival_notice", done_at=None).exists()
    assert documents.pdf(paper)[:5] == b"%PDF-"
    with acting_as(amina.patient):
        assert not Paper.objects.visible_to(amina.patient).filter(kind="arrival_notice").exists()


def test_has_a_data_sheet_of_the_departure_too(amina: Booked) -> None:
    amina.discharged()
    with acting_as(amina.officer):
        arrival = AuthorityNotice.objects.get(kind=NoticeKind.ARRIVAL)
        services.file_notice(
            actor=amina.officer, notice=arrival, registration_number="77-1", now=NOON
        )
        paper = services.issue_notice_sheet(
            actor=amina.officer,
            notice=AuthorityNotice.objects.get(kind=NoticeKind.DEPARTURE),
            surname="Karimova",
            given_names="Amina",
            now=NOON,
        )
    said = json.loads(paper.payload)
    assert paper.kind == "departure_notice"
    assert said["registered_as"] == "77-1"
    assert said["left_on"]
    assert "purpose" not in said
    assert documents.pdf(paper)[:5] == b"%PDF-"
    with acting_as(amina.patient):
        assert not Paper.objects.visible_to(amina.patient).filter(kind="departure_notice").exists()


def test_lists_who_comes_with_what_is_missing(
    world: World, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        booked(world, reference=str(number)).plan()
    coordinator = world.actor("petrova")
    with acting_as(coordinator):
        with django_assert_max_num_queries(4):  # type: ignore[operator]  # the plugin's fixture
            rows = selectors.arrivals(coordinator, first=ARRIVES)
        assert len(rows) == 6
        assert set(rows[0].missing) == {"arrival", "welcome_pack", "meeting"}
        assert selectors.arrivals(coordinator, first=ARRIVES + dt.timedelta(days=7)) == []
