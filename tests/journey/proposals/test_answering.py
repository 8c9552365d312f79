"""A proposal before the patient."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from sanamost.commerce.rates import services as rates
from sanamost.foundation.documents import services as documents
from sanamost.foundation.events.models import Happening
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings import services as bookings
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.models import Clock
from sanamost.journey.cases.states import Fact, Stage
from sanamost.journey.proposals import papers, selectors, services
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.policies import NotYourTask
from sanamost.journey.proposals.states import ProposalState, Said
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests.models import Referral
from sanamost.journey.requests.states import ReferralState
from sanamost.registry.catalogue.services import REFERENCE
from sanamost.registry.catalogue.states import Scope
from tests.journey.referred import (
    Referred,
    approved,
    drafted,
    open_case,
    refer,
    sent,
)
from tests.world import NOON, World, acting_as, system

pytestmark = pytest.mark.django_db


def states(*proposals: Proposal) -> list[str]:
    with acting_as(system("test")):
        return [Proposal.objects.get(pk=one.pk).state for one in proposals]


def test_leaves_with_a_place_a_paper_and_a_validity(
    referred: Referred, before_patient: Proposal
) -> None:
    with acting_as(referred.patient):
        row = selectors.access_proposal(referred.patient, before_patient.public_id)
        assert row.paper is not None
        payload = json.loads(row.paper.payload)
        case = cases.case_of(row.case_id)
    assert row.state == ProposalState.SENT
    # The last day of validity ends at midnight in Vladivostok (UTC+10).
    assert row.valid_until == dt.datetime(2026, 12, 7, 14, tzinfo=dt.UTC)
    assert (payload["total"]["amount"], payload["valid_until"]) == ("744400.00", "2026-12-07")
    assert {one["name"] for one in payload["approvals"]} == {"Dr Maria Orlova", "Pavel Sidorov"}
    assert (case.stage, Fact.PROPOSED in case.facts) == (Stage.CHOOSING, True)
    with acting_as(system("test")):
        assert Referral.objects.get(pk=row.referral_id).state == ReferralState.PROPOSED
        clock = Clock.objects.get(case_id=row.case_id, subject=row.public_id)
        assert clock.due_at == row.valid_until
        event = Happening.objects.get(name="proposals.proposal.sent")
        assert event.payload == {"proposal": row.public_id}


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_prints_its_paper_in_every_language(
    language: str, referred: Referred, before_patient: Proposal
) -> None:
    with acting_as(referred.patient):
        row = selectors.access_proposal(referred.patient, before_patient.public_id)
        assert row.paper is not None
        assert documents.pdf(row.paper, language).startswith(b"%PDF")


def test_shows_the_total_in_the_patients_currency_at_a_named_rate(
    reference: None, referred: Referred, settings: object
) -> None:
    settings.RATE_FRESH_DAYS = 36_500  # type: ignore[attr-defined]  # pytest-django's fixture
    rates.import_file(path=REFERENCE / "cbr_2024-10-04.xml", now=NOON)

    row = sent(referred)

    assert (row.shown_currency, row.rate_source) == ("UZS", "cbr")
    assert row.rate_day == dt.date(2024, 10, 4)
    assert row.rate_nominal
    assert row.rate_value
    assert row.shown_total
    exact = row.total * row.rate_nominal / row.rate_value
    assert abs(row.shown_total - exact) < Decimal("0.01")


def test_shows_roubles_alone_where_the_rate_is_too_old(reference: None, referred: Referred) -> None:
    rates.import_file(path=REFERENCE / "cbr_2024-10-04.xml", now=NOON)

    row = sent(referred)

    assert (row.shown_currency, row.shown_total) == ("", None)


def test_is_not_sent_unapproved(referred: Referred) -> None:
    made = drafted(referred)

    with pytest.raises(MoveNotAllowed), acting_as(referred.coordinator):
        bookings.send_with_hold(actor=referred.coordinator, proposal=made, now=NOON)

    assert states(made) == [ProposalState.DRAFT]


def test_is_sent_by_a_coordinator_alone(referred: Referred) -> None:
    made = approved(referred)

    with pytest.raises(NotYourTask), acting_as(referred.finance):
        bookings.send_with_hold(actor=referred.finance, proposal=made, now=NOON)


def test_is_not_sent_with_a_tax_that_changed(referred: Referred) -> None:
    """Priced at the 22 % of 2026, sent on a day when 20 % held."""
    made = approved(referred)

    with pytest.raises(services.PricesMoved), acting_as(referred.coordinator):
        services.send(
            actor=referred.coordinator,
            proposal=made,
            hold="hold_test",
            now=dt.datetime(2025, 12, 1, tzinfo=dt.UTC),
        )


def test_is_not_sent_after_its_day_of_arrival(referred: Referred) -> None:
    made = approved(referred)

    with pytest.raises(services.DatePassed), acting_as(referred.coordinator):
        services.send(
            actor=referred.coordinator,
            proposal=made,
            hold="hold_test",
            now=dt.datetime(2027, 2, 1, tzinfo=dt.UTC),
        )


def test_cannot_be_changed_once_sent(referred: Referred, before_patient: Proposal) -> None:
    with pytest.raises(services.Frozen), acting_as(referred.coordinator):
        services.set_plan(
            actor=referred.coordinator,
            proposal=before_patient,
            language="ru",
            text="Иначе",
            now=NOON,
        )
    with (
        acting_as(referred.coordinator),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Proposal.objects.filter(pk=before_patient.pk).update(total=1)


def test_wins_over_every_other_when_accepted(world: World) -> None:
    case = open_case(world)
    first, second = refer(world, case), refer(world, case, "demo-heart")
    chosen, other = sent(first), sent(second)

    with acting_as(first.patient):
        services.accept(actor=first.patient, proposal=chosen, now=NOON)

    assert states(chosen, other) == [ProposalState.ACCEPTED, ProposalState.DECLINED]
    with acting_as(system("test")):
        kept = {r.organisation_id: r.state for r in Referral.objects.filter(case=case)}
        assert kept[chosen.organisation_id] == ReferralState.WON
        assert kept[other.organisation_id] == ReferralState.LOST
        assert cases.case_of(case.pk).stage == Stage.AGREEING
        declined = Happening.objects.get(name="proposals.proposal.declined")
        assert declined.payload["reason"] == "other_chosen"
        assert not Clock.objects.filter(case=case, done_at__isnull=True).exists()


def test_puts_other_clinics_drafts_away_when_accepted(world: World) -> None:
    case = open_case(world)
    first, second = refer(world, case), refer(world, case, "demo-heart")
    chosen, draft = sent(first), drafted(second)

    with acting_as(first.patient):
        services.accept(actor=first.patient, proposal=chosen, now=NOON)

    assert states(draft) == [ProposalState.SUPERSEDED]


def test_is_accepted_once(referred: Referred, before_patient: Proposal) -> None:
    with acting_as(referred.patient):
        services.accept(actor=referred.patient, proposal=before_patient, now=NOON)

    with pytest.raises(MoveNotAllowed), acting_as(referred.patient):
        services.accept(actor=referred.patient, proposal=before_patient, now=NOON)


def test_is_not_accepted_after_its_time_by_the_databases_clock(referred: Referred) -> None:
    """Whatever moment the caller believes it is."""
    long_ago = timezone.now() - dt.timedelta(days=30)
    row = sent(referred, now=long_ago)

    with pytest.raises(services.ProposalOver), acting_as(referred.patient):
        services.accept(actor=referred.patient, proposal=row, now=long_ago + dt.timedelta(days=1))

    assert states(row) == [ProposalState.SENT]


@pytest.mark.parametrize("who", ["petrova", "mallory", "belova", "fatima"])
def test_is_answered_by_nobody_but_the_patients_side(
    who: str, world: World, referred: Referred, before_patient: Proposal
) -> None:
    actor = world.actor(who)

    for answer in (services.accept, services.decline):
        with pytest.raises(NotVisible), acting_as(actor):
            answer(actor=actor, proposal=before_patient, now=NOON)

    assert states(before_patient) == [ProposalState.SENT]


def test_is_declined(referred: Referred, before_patient: Proposal) -> None:
    with acting_as(referred.patient):
        services.decline(actor=referred.patient, proposal=before_patient, now=NOON)

    assert states(before_patient) == [ProposalState.DECLINED]


def test_ends_the_case_when_the_last_one_is_declined(world: World) -> None:
    case = open_case(world)
    first, second = refer(world, case), refer(world, case, "demo-heart")
    one, other = sent(first), sent(second)
    assert not requests.last_clinic(one.referral_id)

    with acting_as(first.patient):
        services.decline(actor=first.patient, proposal=one, now=NOON)
    with acting_as(system("test")):
        assert cases.case_of(case.pk).stage == Stage.CHOOSING
    assert requests.last_clinic(other.referral_id)
    with acting_as(first.patient):
        services.decline(actor=first.patient, proposal=other, now=NOON)

    with acting_as(system("test")):
        ended = cases.case_of(case.pk)
        assert (ended.stage, ended.end_reason) == (Stage.ENDED_EARLY, "declined_by_patient")


def test_gives_way_to_a_new_version(referred: Referred, before_patient: Proposal) -> None:
    with acting_as(referred.coordinator):
        made = services.new_version(actor=referred.coordinator, proposal=before_patient, now=NOON)
        copied = [(line.code, line.amount) for line in selectors.lines_of(made.pk)]
        plan = selectors.plan_of(made.pk)

    assert states(before_patient, made) == [ProposalState.SUPERSEDED, ProposalState.DRAFT]
    assert (made.version, made.total) == (2, before_patient.total)
    assert [code for code, _ in copied] == ["PKG-1", "SRV-1"]
    assert plan is not None
    assert plan.text["en"] == "Surgery, then recovery."
    with pytest.raises(MoveNotAllowed), acting_as(referred.patient):
        services.accept(actor=referred.patient, proposal=before_patient, now=NOON)


def test_expires_and_ends_the_case_when_nobody_is_left(referred: Referred) -> None:
    row = sent(referred, now=timezone.now() - dt.timedelta(days=30))

    assert services.expire_due(now=timezone.now()) == 1
    assert services.expire_due(now=timezone.now()) == 0

    assert states(row) == [ProposalState.EXPIRED]
    with acting_as(system("test")):
        assert cases.case_of(row.case_id).stage == Stage.ENDED_EARLY


def test_does_not_expire_before_its_time(before_patient: Proposal) -> None:
    assert services.expire_due(now=NOON + dt.timedelta(days=400)) == 0


def test_closes_with_its_case(before_patient: Proposal) -> None:
    with acting_as(system("test")):
        assert services.close_all(case_id=before_patient.case_id, now=NOON) == 1

    assert states(before_patient) == [ProposalState.DECLINED]


def test_is_compared_on_one_scope(world: World) -> None:
    case = open_case(world, partner_id=world.organisation("silk-road-care"))
    first, second = refer(world, case), refer(world, case, "demo-heart")
    sent(first)
    sent(
        second,
        lines=[services.LineAsked(service=second.services["PKG-1"])],
    )

    with acting_as(first.patient):
        compared = selectors.comparison(first.patient, case.pk)

    cheap, dear = compared.offers
    assert cheap.proposal.total == Decimal(720000)
    assert (cheap.cheapest, dear.cheapest) == (True, False)
    assert cheap.scope[Scope.INTERPRETER] == Said.EXCLUDED
    assert dear.scope[Scope.INTERPRETER] == Said.INCLUDED
    assert cheap.scope[Scope.REHABILITATION] == Said.NOT
    assert Scope.REHABILITATION not in compared.scopes
    assert "10 %" in cheap.disclosure["en"]


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_says_its_refund_rules_in_words(language: str) -> None:
    with translation.override(language):
        sentences = papers.refund_words()

    assert any("14" in sentence for sentence in sentences)
    assert any(re.search(r"100\s?%", sentence) for sentence in sentences)
    if language != "en":
        assert not any("returned" in sentence for sentence in sentences)


def test_shows_a_partner_no_lines(world: World) -> None:
    case = open_case(world, partner_id=world.organisation("silk-road-care"))
    row, karim = sent(refer(world, case)), world.actor("karim")

    with acting_as(karim):
        (seen,) = selectors.totals_on(karim, case.pk)
        assert seen.total == row.total
        assert selectors.lines_of(row.pk) == []
        assert selectors.plan_of(row.pk) is None
