"""Treatment."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from sanamost.commerce.billing.models import Invoice
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.events.models import Happening
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.bookings.models import Booking
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.states import Stage
from sanamost.journey.travel.models import AuthorityNotice
from sanamost.journey.travel.states import EntryDocument
from sanamost.journey.treatment import handlers, progress, selectors, services
from sanamost.journey.treatment.models import Discharge, Episode, ServiceDone
from sanamost.registry.catalogue.models import Holiday
from sanamost.registry.patients.models import Consent
from tests.journey.booked import ARRIVES, LINES, Booked, booked
from tests.world import NOON, Actor, World, acting_as, system


@pytest.fixture
def amina(world: World) -> Booked:
    """Amina with a place booked."""
    return booked(world, partner="silk-road-care")


def record(
    amina: Booked,
    episode: Episode,
    item: str,
    quantity: str = "1",
    *,
    day: dt.date = ARRIVES,
    actor: Actor | None = None,
) -> ServiceDone:
    """The coordinator writes down what was done."""
    actor = actor or amina.coordinator
    with acting_as(actor):
        return services.record_service(
            actor=actor,
            episode=Episode.objects.get(pk=episode.pk),
            item=item,
            quantity=Decimal(quantity),
            done_on=day,
            now=NOON,
        )


def facts(amina: Booked) -> tuple[str, list[str]]:
    with acting_as(system("test")):
        case = Case.objects.get(pk=amina.case.pk)
        return case.stage, case.facts


def test_takes_the_patient_in(amina: Booked) -> None:
    episode = amina.admitted()

    assert facts(amina)[0] == Stage.IN_TREATMENT
    with acting_as(system("test")):
        assert Booking.objects.get(pk=amina.booking.pk).state == "used"
        assert AuthorityNotice.objects.get().kind == "arrival"
        assert Happening.objects.filter(name="treatment.patient.admitted").count() == 1
    assert episode.admitted_at == NOON


def test_takes_nobody_in_twice(amina: Booked) -> None:
    amina.admitted()

    with pytest.raises(MoveNotAllowed):
        amina.admitted()
    with acting_as(system("test")):
        assert Episode.objects.count() == 1


def test_takes_nobody_in_without_an_agreement_in_force(amina: Booked) -> None:
    with acting_as(system("test")):
        Agreement.objects.filter(pk=amina.agreement.pk).update(state="terminated")

    with pytest.raises(Refusal) as refused:
        amina.admitted()
    assert refused.value.code == "not_in_force"


def test_takes_nobody_in_without_the_consent_to_treatment(amina: Booked) -> None:
    with acting_as(system("test")):
        Consent.objects.filter(case=amina.case).update(withdrawn_at=NOON)

    with pytest.raises(Refusal) as refused:
        amina.admitted()

    assert refused.value.code == "consent_missing"
    texts = set()
    for language in ("en", "ru", "zh-hans", "ar"):
        with translation.override(language):
            texts.add(refused.value.text)
    assert len(texts) == 4
    with acting_as(system("test")):
        assert not Episode.objects.exists()


@pytest.mark.parametrize(("persona", "wanted"), [("orlova", Refusal), ("belova", NotVisible)])
def test_leaves_admission_to_the_coordinator(
    persona: str, wanted: type[Refusal], world: World, amina: Booked
) -> None:
    actor = world.actor(persona)
    with acting_as(actor), pytest.raises(wanted):
        services.admit(
            actor=actor,
            booking=amina.booking,
            entered_on=ARRIVES,
            document=EntryDocument.VISA,
            number="",
            stay_until=None,
            now=NOON,
        )
    with acting_as(system("test")):
        assert not Episode.objects.exists()


def test_records_what_was_agreed_and_not_more(amina: Booked) -> None:
    episode = amina.admitted()
    record(amina, episode, "line-2", "4")
    record(amina, episode, "line-2", "5")

    with pytest.raises(Refusal) as refused:
        record(amina, episode, "line-2", "0.01")
    assert refused.value.code == "addendum_needed"
    assert "9" in refused.value.text
    with acting_as(system("test")):
        assert ServiceDone.objects.count() == 2


@pytest.mark.parametrize("item", ["line-9", "A99.99.999", "", "addendum-1-XRAY"])
def test_refuses_what_is_in_no_plan(item: str, amina: Booked) -> None:
    with pytest.raises(Refusal) as refused:
        record(amina, amina.admitted(), item)
    assert refused.value.code == "addendum_needed"


@pytest.mark.parametrize("state", ["draft", "issued", "refused"])
def test_refuses_an_addendum_that_nobody_signed(state: str, amina: Booked) -> None:
    amina.addendum(state)
    with pytest.raises(Refusal) as refused:
        record(amina, amina.admitted(), "addendum-1-XRAY")
    assert refused.value.code == "addendum_needed"


def test_records_from_a_signed_addendum_up_to_its_quantity(amina: Booked) -> None:
    amina.addendum("signed")
    episode = amina.admitted()
    assert record(amina, episode, "XRAY", "2").amount == Decimal(3000)
    with pytest.raises(Refusal):
        record(amina, episode, "XRAY", "1")


def test_makes_parts_add_up_to_the_agreed_sum(amina: Booked) -> None:
    episode = amina.admitted()
    parts = [record(amina, episode, "line-3", q).amount for q in ("0.33", "1.33", "1.34")]

    assert sum(parts) == Decimal("3000.03")


@pytest.mark.parametrize("quantity", ["0", "-1", "0.001", "NaN", "Infinity", "99999999"])
def test_refuses_absurd_quantities(quantity: str, amina: Booked) -> None:
    with pytest.raises(Refusal) as refused:
        record(amina, amina.admitted(), "line-2", quantity)
    assert refused.value.field in {"quantity"}


@pytest.mark.parametrize("days", [-1, 1])
def test_refuses_days_before_admission_and_in_the_future(days: int, amina: Booked) -> None:
    with pytest.raises(Refusal) as refused:
        record(amina, amina.admitted(), "line-2", day=ARRIVES + dt.timedelta(days=days))
    assert refused.value.field == "done_on"


def test_leaves_recording_to_the_coordinator(world: World, amina: Booked) -> None:
    episode = amina.admitted()
    for persona in ("orlova", "sidorov", "amina"):
        with pytest.raises((Refusal, NotVisible)):
            record(amina, episode, "line-2", actor=world.actor(persona))
    with acting_as(system("test")):
        assert not ServiceDone.objects.exists()


def test_shows_a_receipt_to_the_patient_and_no_treatment_to_the_partner(
    world: World, amina: Booked
) -> None:
    episode = amina.admitted()
    record(amina, episode, "line-1")
    for persona, seen in (("amina", 1), ("karim", 0), ("orlova", 0), ("sidorov", 1), ("belova", 0)):
        actor = world.actor(persona)
        with acting_as(actor):
            assert ServiceDone.objects.visible_to(actor).count() == seen
            assert ServiceDone.objects.count() == seen


def test_takes_a_mistake_back_with_a_reason(amina: Booked) -> None:
    episode = amina.admitted()
    done = record(amina, episode, "line-1")
    with acting_as(amina.coordinator):
        with pytest.raises(Refusal) as refused:
            services.void_service(actor=amina.coordinator, done=done, reason=" ", now=NOON)
        assert refused.value.field == "reason"
        services.void_service(actor=amina.coordinator, done=done, reason="Other day", now=NOON)
        with pytest.raises(MoveNotAllowed):
            services.void_service(actor=amina.coordinator, done=done, reason="Again", now=NOON)
        items = progress.items_of(amina.coordinator, episode)
    assert items[0].done == 0
    assert len(items[0].records) == 1
    record(amina, episode, "line-1")


def test_reads_the_plan_with_few_queries(
    amina: Booked, django_assert_max_num_queries: object
) -> None:
    episode = amina.admitted()
    for _ in range(9):
        record(amina, episode, "line-2")
    with acting_as(amina.coordinator):
        fresh = Episode.objects.get(pk=episode.pk)
        with django_assert_max_num_queries(5):  # type: ignore[operator]  # the plugin's fixture
            items = progress.items_of(amina.coordinator, fresh)
    assert [item.left for item in items] == [1, 0, 3]


def test_discharges_with_papers_clocks_and_notice(amina: Booked) -> None:
    episode = amina.discharged()

    assert facts(amina)[0] == Stage.RECOVERING
    with acting_as(system("test")):
        extract = Paper.objects.get(kind="discharge_extract")
        act = Paper.objects.get(kind="act_of_services")
        notice = AuthorityNotice.objects.get(kind="departure")
        clocks = dict(Clock.objects.values_list("kind", "done_at"))
        happened = Happening.objects.filter(name="treatment.patient.discharged").count()
    assert extract.data_class == "clinical"
    assert act.data_class == "money"
    assert documents.pdf(extract)[:5] == documents.pdf(act)[:5] == b"%PDF-"
    assert notice.due_at == dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)  # noon in Vladivostok
    assert clocks["extract"] is not None
    assert clocks["final_invoice"] is None
    assert happened == 1
    assert episode.discharged_at == NOON
    with acting_as(amina.patient):
        told = Notice.objects.visible_to(amina.patient).values_list("kind", flat=True)
        assert "treatment.extract_ready" in told


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_writes_the_extract_in_every_language(language: str, world: World) -> None:
    patient = booked(world, language=language)
    own: dict[str, Any] = (
        {}
        if language != "ru"
        else {
            "own_diagnosis": "",
            "own_summary": "",
            "own_condition": "",
            "own_recommendations": "",
            "translated_by": "",
        }
    )
    patient.discharged(**own)
    with acting_as(patient.patient):
        paper = Paper.objects.visible_to(patient.patient).get(kind="discharge_extract")
        row = Discharge.objects.visible_to(patient.patient).get()
    assert documents.pdf(paper)[:5] == b"%PDF-"
    assert row.summary["ru"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"own_summary": ""}, "own_summary"),
        ({"translated_by": " "}, "translated_by"),
        ({"diagnosis_code": "Q00.99X"}, "diagnosis_code"),
    ],
)
def test_refuses_an_extract_with_a_part_missing(
    changes: dict[str, Any], field: str, amina: Booked
) -> None:
    episode = amina.admitted()
    record(amina, episode, "line-1")
    with pytest.raises(Refusal) as refused:
        amina.discharge(episode, **changes)
    assert refused.value.field == field
    assert facts(amina)[0] == Stage.IN_TREATMENT
    with acting_as(system("test")):
        assert not Paper.objects.filter(kind="discharge_extract").exists()


def test_refuses_a_discharge_with_nothing_recorded(amina: Booked) -> None:
    with pytest.raises(Refusal) as refused:
        amina.discharge(amina.admitted())
    assert refused.value.code == "nothing_recorded"
    with acting_as(system("test")):
        assert Episode.objects.get().state == "admitted"


def test_leaves_discharge_to_a_physician(amina: Booked) -> None:
    episode = amina.admitted()
    amina.physician = amina.coordinator
    with pytest.raises(Refusal) as refused:
        amina.discharge(episode)
    assert refused.value.code == "needs_physician"


def test_records_nothing_after_discharge(amina: Booked) -> None:
    episode = amina.discharged()
    with pytest.raises(MoveNotAllowed):
        record(amina, episode, "line-2")


def test_bills_what_was_done_once(amina: Booked) -> None:
    episode = amina.admitted()
    record(amina, episode, "line-1")
    wrong = record(amina, episode, "line-2", "2")
    with acting_as(amina.coordinator):
        services.void_service(actor=amina.coordinator, done=wrong, reason="Mistake", now=NOON)
    with acting_as(amina.finance), pytest.raises(MoveNotAllowed):
        services.issue_final_invoice(actor=amina.finance, episode=episode, now=NOON)
    amina.discharge(episode)
    with acting_as(amina.finance):
        episode = Episode.objects.get(pk=episode.pk)
        invoice = services.issue_final_invoice(actor=amina.finance, episode=episode, now=NOON)
        assert invoice.services_total == Decimal(LINES[0][4])
        with pytest.raises(Refusal) as refused:
            services.issue_final_invoice(actor=amina.finance, episode=episode, now=NOON)
        assert not Clock.objects.filter(kind="final_invoice", done_at=None).exists()
    assert refused.value.code == "already_invoiced"
    with acting_as(system("test")):
        done = ServiceDone.objects.select_related("episode").get(voided_at=None)
    with acting_as(amina.coordinator), pytest.raises(Refusal) as refused:
        services.void_service(actor=amina.coordinator, done=done, reason="Late", now=NOON)
    assert refused.value.code == "billed_already"


def test_settles_when_the_final_invoice_is_paid(amina: Booked) -> None:
    amina.discharged()
    invoice = amina.billed()
    with acting_as(system("test")):
        handlers.on_refund_paid(Happening(case_id=amina.case.pk))
    assert "settled" not in facts(amina)[1]
    amina.pay(invoice)
    with acting_as(system("test")):
        paid = Happening.objects.get(name="billing.invoice.paid")
        assert paid.payload["kind"] == "final"
        handlers.on_refund_paid(paid)
        assert "settled" in facts(amina)[1]
        assert Agreement.objects.get(pk=amina.agreement.pk).state == "completed"
        handlers.on_refund_paid(paid)  # a second delivery changes nothing
        assert Happening.objects.filter(name="treatment.case.settled").count() == 1
        assert Invoice.objects.get().state == "paid"


def test_counts_working_days_over_a_holiday_for_the_invoice(amina: Booked) -> None:
    Holiday.objects.update_or_create(
        calendar="RU",
        day=dt.date(2026, 12, 3),
        defaults={"kind": "holiday", "names": {}, "provisional": False},
    )
    amina.discharged()
    with acting_as(system("test")):
        due = Clock.objects.get(kind="final_invoice").due_at
    assert due == dt.datetime(2026, 12, 3, 14, tzinfo=dt.UTC)  # ten calendar days, worked or not


def test_hides_the_extract_from_partner_and_finance(world: World, amina: Booked) -> None:
    amina.discharged()
    for persona, seen in (("amina", True), ("orlova", True), ("karim", False), ("sidorov", False)):
        actor = world.actor(persona)
        with acting_as(actor):
            episode = selectors.episode_of_case(actor, amina.case.pk)
            assert episode is not None
            assert (selectors.discharge_of(actor, episode) is not None) is seen
            assert Discharge.objects.exists() is seen
