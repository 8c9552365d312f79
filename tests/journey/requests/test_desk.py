"""The desk."""

import pytest

from sanamost.foundation.events.models import Happening
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.states import Stage
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.models import Referral, Request
from sanamost.journey.requests.selectors import Filters
from sanamost.journey.requests.states import RejectReason, RequestState
from sanamost.registry.organisations import selectors as organisations
from tests.journey.requests.conftest import CLINICS, Way
from tests.world import NOON, acting_as, system


def state(request: Request) -> str:
    with acting_as(system("test")):
        return Request.objects.get(pk=request.pk).state


def running(request: Request) -> set[str]:
    with acting_as(system("test")):
        rows = Clock.objects.filter(case_id=request.case_id, done_at__isnull=True)
        return {clock.kind for clock in rows}


def test_acknowledges_by_taking_a_request(way: Way) -> None:
    request = way.submit()
    desk = way.world.actor("sokolova")
    with acting_as(desk):
        services.assign(actor=desk, request=request, user_id=desk.user_id, now=NOON)

    assert running(request) == {"call_back"}


def test_calls_back_and_completes(way: Way) -> None:
    request = way.submit()
    desk = way.world.actor("sokolova")
    with acting_as(desk):
        services.verify(actor=desk, request=request, note="All is right.", now=NOON)
    assert (state(request), running(request)) == (RequestState.VERIFIED, {"complete"})

    with acting_as(desk):
        services.mark_complete(actor=desk, request=request, now=NOON)
    assert (state(request), running(request)) == (RequestState.COMPLETE, set())


def test_keeps_to_the_order_of_states(way: Way) -> None:
    request = way.submit()
    desk = way.world.actor("sokolova")
    with pytest.raises(MoveNotAllowed), acting_as(desk):
        services.mark_complete(actor=desk, request=request, now=NOON)
    with pytest.raises(MoveNotAllowed), acting_as(desk):
        services.forward(
            actor=desk, request=request, clinic_public_ids=[clinic_id(way, "demo-ortho")], now=NOON
        )
    assert state(request) == RequestState.SUBMITTED


def clinic_id(way: Way, code: str) -> str:
    return organisations.card(way.world.organisation(code)).public_id


def test_writes_down_what_the_call_gave(way: Way) -> None:
    request = way.submit()
    desk = way.world.actor("sokolova")
    with pytest.raises(Refusal) as refused, acting_as(desk):
        services.verify(actor=desk, request=request, note=" ", now=NOON)
    assert refused.value.field == "note"
    assert state(request) == RequestState.SUBMITTED


def test_forwards_to_two_clinics_that_then_see_the_case(way: Way) -> None:
    referrals = way.forwarded()

    assert [referral.state for referral in referrals] == ["new", "new"]
    case = referrals[0].request.case.public_id
    for persona in ("petrova", "orlova", "belova", "saidov"):
        assert way.as_seen_by(persona, case).state == RequestState.FORWARDED
    with acting_as(system("test")):
        assert Case.objects.get(public_id=case).stage == Stage.REVIEWING
        assert Happening.objects.filter(name="requests.referral.sent").count() == 2


def test_shows_no_clinic_the_other(way: Way) -> None:
    ortho, heart = way.forwarded()

    for persona, own, other in (("petrova", ortho, heart), ("belova", heart, ortho)):
        actor = way.world.actor(persona)
        with acting_as(actor):
            seen = selectors.referrals_of(actor, ortho.request.case)
            assert [referral.pk for referral in seen] == [own.pk]
            assert {r.pk for r in Referral.objects.all()} == {own.pk}
            with pytest.raises(NotVisible):
                selectors.access_referral(actor, other.public_id)
            names = {row.organisation_id for row in Happening.objects.all()}
            assert names == {None, own.organisation_id}


def test_forwards_nothing_without_the_consent_to_processing(way: Way) -> None:
    request = way.complete()
    amina, desk = way.world.actor("amina"), way.world.actor("sokolova")
    with acting_as(system("test")):
        from sanamost.registry.patients.models import Consent  # noqa: PLC0415 only this test

        Consent.objects.filter(case_id=request.case_id).update(withdrawn_at=NOON)
    with pytest.raises(Refusal) as refused, acting_as(desk):
        services.forward(
            actor=desk, request=request, clinic_public_ids=[clinic_id(way, "demo-ortho")], now=NOON
        )
    assert refused.value.code == "consent_missing"
    assert state(request) == RequestState.COMPLETE
    assert amina.user_id is not None


def test_sends_to_one_to_ten_clinics_each_once(way: Way) -> None:
    request = way.complete()
    desk = way.world.actor("sokolova")
    ortho = clinic_id(way, "demo-ortho")
    with pytest.raises(Refusal) as refused, acting_as(desk):
        services.forward(actor=desk, request=request, clinic_public_ids=[], now=NOON)
    assert refused.value.code == "no_clinic"
    partner = clinic_id(way, "silk-road-care")
    with pytest.raises(NotVisible), acting_as(desk):
        services.forward(actor=desk, request=request, clinic_public_ids=[partner], now=NOON)
    with acting_as(desk):
        sent = services.forward(
            actor=desk, request=request, clinic_public_ids=[ortho, ortho], now=NOON
        )
    assert len(sent) == 1
    with pytest.raises(Refusal) as refused, acting_as(desk):
        services.forward(actor=desk, request=request, clinic_public_ids=[ortho], now=NOON)
    assert refused.value.code == "sent_already"
    with acting_as(desk):
        services.forward(
            actor=desk, request=request, clinic_public_ids=[clinic_id(way, "demo-heart")], now=NOON
        )


@pytest.mark.parametrize("persona", ["petrova", "orlova"])
def test_lets_no_clinic_do_the_desks_work(persona: str, way: Way) -> None:
    ortho, _heart = way.forwarded()
    actor = way.world.actor(persona)
    request = way.as_seen_by(persona, ortho.request.case.public_id)
    for service in (
        lambda: services.assign(actor=actor, request=request, user_id=None, now=NOON),
        lambda: services.verify(actor=actor, request=request, note="A call", now=NOON),
        lambda: services.mark_complete(actor=actor, request=request, now=NOON),
        lambda: services.forward(actor=actor, request=request, clinic_public_ids=[], now=NOON),
        lambda: services.reject(
            actor=actor, request=request, reason=RejectReason.ACCIDENTAL, now=NOON
        ),
    ):
        with pytest.raises(Refusal) as refused, acting_as(actor):
            service()
        assert refused.value.code == "not_your_task"


def test_rejects_with_a_reason_and_ends_the_case(way: Way) -> None:
    request = way.submit()
    desk = way.world.actor("sokolova")
    with acting_as(desk):
        services.reject(actor=desk, request=request, reason=RejectReason.ACCIDENTAL, now=NOON)

    assert (state(request), running(request)) == (RequestState.REJECTED, set())
    with acting_as(system("test")):
        assert Case.objects.get(pk=request.case_id).end_reason == "rejected"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), 3),
        (Filters(search="karimova"), 2),
        (Filters(search="Чжан"), 1),
        (Filters(states=("forwarded",)), 1),
        (Filters(area="cardiology"), 1),
        (Filters(language="zh-hans"), 1),
        (Filters(open_only=True, origin="direct"), 3),
        (Filters(origin="partner"), 0),
        (Filters(overdue=True, now=NOON), 0),
        (Filters(mine_only=True), 0),
    ],
)
def test_finds_requests_in_its_inbox(filters: Filters, found: int, way: Way) -> None:
    way.submit()
    way.submit(
        name_latin="ZHANG WEI",
        name_original="Чжан Вэй",
        email="zhang.wei@example.org",
        language="zh-hans",
        area="cardiology",
    )
    way.forwarded()
    desk = way.world.actor("sokolova")
    with acting_as(desk):
        page = selectors.inbox(desk, filters)
        assert page.paginator.count == found
        assert all(row.number and row.name for row in page)


@pytest.mark.parametrize("many", [3, 30])
def test_reads_an_inbox_in_a_constant_number_of_queries(
    many: int, way: Way, django_assert_max_num_queries: object
) -> None:
    for number in range(many):
        way.submit(email=f"person{number}@example.org")
    desk = way.world.actor("sokolova")
    with acting_as(desk), django_assert_max_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture is untyped
        rows = list(selectors.inbox(desk))
    assert len(rows) == many
    assert all(row.due for row in rows)


def test_shows_a_clinic_its_own_referrals_in_its_inbox(way: Way) -> None:
    ortho, _heart = way.forwarded()
    way.submit(email="another@example.org")
    petrova = way.world.actor("petrova")
    with acting_as(petrova):
        rows = list(selectors.inbox(petrova, Filters(referral_states=("new",))))
    assert [row.referral_public_id for row in rows] == [ortho.public_id]
    assert rows[0].unread
    assert rows[0].due
    assert rows[0].due.kind == "verdict"
    assert len(CLINICS) == 2
