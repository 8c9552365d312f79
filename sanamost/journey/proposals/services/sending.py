"""A proposal leaves: total in the patient's currency, frozen paper, validity, the way to it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.commerce.rates import selectors as rates
from sanamost.engines.money import Money, convert_through
from sanamost.engines.periods import day_of, start_of_day
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.documents import services as documents
from sanamost.foundation.events.transitions import MoveNotAllowed, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as case_selectors
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import ClockKind, Fact
from sanamost.journey.proposals import papers, policies
from sanamost.journey.proposals.events import ProposalSent
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.selectors import lines_of
from sanamost.journey.proposals.services.holding import held
from sanamost.journey.proposals.services.pricing import reckon
from sanamost.journey.proposals.states import ProposalState
from sanamost.journey.requests import services as requests
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients

RATE_SOURCE = "cbr"


class PricesMoved(Refusal):
    """The tax inside a line is another one today than on the day it was priced."""

    code = "prices_moved"
    message = _("VAT has changed since the lines were priced. Save the lines again.")


class DatePassed(Refusal):
    """The patient could not arrive on the day any more."""

    code = "date_passed"
    message = _("The day of arrival has passed. Choose another one.")
    field = "arrives_on"


def send(*, actor: Actor, proposal: Proposal | str, hold: str, now: dt.datetime) -> Proposal:
    """The patient may read and answer it from now on; nothing of it can be changed any more.

    `hold` is the public id of the place that is kept for it: nothing but a remote case's is sent
    without one, so pages call `bookings.services.send_with_hold`. Raises `MoveNotAllowed` unless
    approved by both, `PricesMoved`, `DatePassed`, `NotYourTask`.
    """
    row = held(actor, proposal)
    policies.may_prepare(actor, row)
    if row.state != ProposalState.APPROVED:
        raise MoveNotAllowed
    check_still_true(row, now)
    until = valid_until(row, now)
    show_in_currency_of_patient(actor, row, now)
    row.valid_until, row.sent_at = until, now
    paper = _freeze(actor, row, until, now)
    shown = ("shown_currency", "shown_total", "rate_source", "rate_day", "rate_nominal")
    transition(
        row,
        ProposalState.SENT,
        action="proposals.proposal.sent",
        now=now,
        details={"version": row.version, "hold": hold, "paper": paper.public_id},
        event=ProposalSent(
            case_id=row.case_id, organisation_id=row.organisation_id, proposal=row.public_id
        ),
        paper_id=paper.pk,
        valid_until=until,
        sent_at=now,
        **{name: getattr(row, name) for name in (*shown, "rate_value")},
    )
    requests.mark_proposed(referral_id=row.referral_id, now=now)
    cases.start_clock(
        case_id=row.case_id,
        kind=ClockKind.PROPOSAL_VALID,
        organisation_id=row.organisation_id,
        subject=row.public_id,
        due_at=until,
        now=now,
    )
    cases.establish(case_id=row.case_id, fact=Fact.PROPOSED, now=now)
    return row


def _freeze(actor: Actor, row: Proposal, until: dt.datetime, now: dt.datetime) -> Any:
    """The proposal as a paper that stays as it leaves."""
    return documents.freeze(
        "proposal",
        papers.payload(actor, row, now=now, held_until=until),
        language=case_selectors.case_of(row.case_id).language,
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        actor=actor,
        now=now,
    )


def valid_until(row: Proposal, now: dt.datetime) -> dt.datetime:
    """The end of the last day of validity by the clinic's own clock, never after the arrival."""
    zone = ZoneInfo(organisations.timing_of(row.organisation_id).time_zone)
    day = day_of(now, zone) + dt.timedelta(days=row.valid_days + 1)
    if row.arrives_on is not None:
        day = min(day, row.arrives_on)
    return start_of_day(day, zone)


def check_still_true(row: Proposal, now: dt.datetime) -> None:
    """Raise `PricesMoved` or `DatePassed` where time has gone by since the draft."""
    arrives = row.arrives_on is not None or case_selectors.case_of(row.case_id).is_remote
    if not arrives or valid_until(row, now) <= now:
        raise DatePassed
    lines = lines_of(row.pk)
    before = [(line.amount, line.vat_amount) for line in lines]
    reckon(lines, currency=row.currency, day=now.date())
    if before != [(line.amount, line.vat_amount) for line in lines]:
        raise PricesMoved


def show_in_currency_of_patient(actor: Actor, row: Proposal, now: dt.datetime) -> None:
    """The total in the currency of where the patient lives, at a named rate of a named day.

    Without a rate that is fresh enough (`RATE_FRESH_DAYS`) roubles alone are shown.
    """
    case = case_selectors.case_of(row.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    currency = next(
        (c.currency for c in catalogue.countries("en") if c.code == patient.residence_country), ""
    )
    if not currency or currency == row.currency:
        return
    try:
        rate = rates.rate_on(
            RATE_SOURCE, currency, row.currency, now.date(), fresh_days=settings.RATE_FRESH_DAYS
        )
    except (rates.UnknownRate, rates.StaleRate):
        return
    converted = convert_through(Money(row.total, row.currency), currency, rate.legs)
    row.shown_currency, row.shown_total = currency, converted.result.amount
    row.rate_source, row.rate_day = rate.source, rate.day
    row.rate_nominal, row.rate_value = int(rate.nominal), rate.value


payload_of = papers.payload
