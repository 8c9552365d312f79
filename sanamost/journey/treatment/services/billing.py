"""The final invoice from what was done, and the case's money come to rest."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.billing import selectors as billed
from sanamost.commerce.billing import services as billing
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.agreements import bills
from sanamost.journey.agreements import services as agreements
from sanamost.journey.agreements.states import AgreementState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import ClockKind, Fact
from sanamost.journey.treatment import policies, progress
from sanamost.journey.treatment.events import CaseSettled
from sanamost.journey.treatment.models import Episode
from sanamost.journey.treatment.progress import CENT, Item
from sanamost.journey.treatment.states import EpisodeState


class NothingToBill(Refusal):
    """No service was given."""

    code = "nothing_to_bill"
    message = _("No service was given, so there is nothing to invoice. Give the deposit back.")


class AlreadyInvoiced(Refusal):
    """One final invoice per agreement."""

    code = "already_invoiced"
    message = _("The final invoice is issued already.")


def issue_final_invoice(*, actor: Actor, episode: Episode, now: dt.datetime) -> Any:
    """Bill the services given, each once; the deposit is taken off by billing. Gives the invoice.

    Raises `NothingToBill`, `AlreadyInvoiced`, and `MoveNotAllowed` before discharge.
    """
    policies.may_bill(actor, episode)
    episode = locked(episode)
    if episode.state != EpisodeState.DISCHARGED:
        raise MoveNotAllowed
    if billed.final_invoice_of(episode.agreement_id):
        raise AlreadyInvoiced
    given = [item for item in progress.items_of(actor, episode) if item.done > 0]
    if not given:
        raise NothingToBill
    invoice = billing.issue_final(
        actor=actor,
        bill_to=bills.bill_to(episode.agreement),
        lines=[_line(item) for item in given],
        now=now,
    )
    moving.stop_clock(
        case_id=episode.case_id, kind=ClockKind.FINAL_INVOICE, now=now, subject=episode.public_id
    )
    return invoice


def settle(*, episode: Episode, now: dt.datetime) -> bool:
    """Establish that all is paid and nothing goes back, once it is so; the agreement is complete.

    Called by the platform itself when money moves; says whether the case is settled.
    """
    episode = locked(episode)
    if episode.state != EpisodeState.DISCHARGED:
        return False
    if not billed.settled(episode.case_id, episode.organisation_id):
        return False
    case = cases.case_of(episode.case_id)
    if Fact.SETTLED in case.facts:
        return True
    agreement = episode.agreement
    if agreement.state == AgreementState.IN_FORCE:
        agreements.complete(actor=system("all is paid"), agreement=agreement, now=now)
    publish(CaseSettled(case_id=case.pk, episode=episode.public_id), now=now)
    moving.establish(case_id=case.pk, fact=Fact.SETTLED, now=now)
    return True


def _line(item: Item) -> billing.LineItem:
    rate = item.vat_rate
    inside = item.done_amount * rate / (100 + rate)
    return billing.LineItem(
        code=item.code,
        names=item.names,
        quantity=item.done,
        unit_price=item.unit_price,
        amount=item.done_amount,
        vat_class=item.vat_class,
        vat_rate=rate,
        vat_amount=inside.quantize(CENT, rounding=ROUND_HALF_UP) if rate else Decimal(0),
        nomenclature_code=item.nomenclature_code,
    )
