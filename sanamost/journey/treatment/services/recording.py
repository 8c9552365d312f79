"""Writing down what was done; nothing outside the agreed plan can be."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.billing import selectors as billing
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.treatment import policies, progress
from sanamost.journey.treatment.events import ServiceRecorded, ServiceVoided
from sanamost.journey.treatment.models import Episode, ServiceDone
from sanamost.journey.treatment.progress import Item
from sanamost.journey.treatment.states import EpisodeState
from sanamost.registry.organisations import selectors as organisations

MOST = Decimal(10_000)


class AddendumNeeded(Refusal):
    """More than agreed is done only after the patient has signed for it (decree 659, 736)."""

    code = "addendum_needed"
    message = _(
        "This is more than the patient has agreed to: agreed %(agreed)s, recorded %(done)s. "
        "Draft an addendum, let the patient sign it, then record the service."
    )
    field = "item"


class BadQuantity(Refusal):
    """A quantity that cannot be."""

    code = "bad_quantity"
    message = _("The quantity must be above zero, with at most two decimals.")
    field = "quantity"


class DoneOutOfOrder(Refusal):
    """Done before admission, or in the future."""

    code = "done_out_of_order"
    message = _("The day must lie between admission and today.")
    field = "done_on"


class ReasonNeeded(Refusal):
    """A record is taken back with a reason."""

    code = "reason_needed"
    message = _("Say in a few words why the record was a mistake.")
    field = "reason"


class BilledAlready(Refusal):
    """What was billed stays as it is."""

    code = "billed_already"
    message = _("The final invoice is issued; what was done cannot be changed any more.")


def record_service(
    *,
    actor: Actor,
    episode: Episode,
    item: str,
    quantity: Decimal,
    done_on: dt.date,
    now: dt.datetime,
) -> ServiceDone:
    """Note that `quantity` of an agreed service was given on a day.

    `item` is the key of `progress.Item`, or a service code. The sum of all records never exceeds
    what was agreed, in the proposal or in an addendum that the patient signed: two who record at
    once wait for each other. Raises `AddendumNeeded`, `BadQuantity`, `DoneOutOfOrder`.
    """
    policies.may_record(actor, episode)
    episode = locked(episode)
    if episode.state != EpisodeState.ADMITTED:
        raise MoveNotAllowed
    _check(episode, quantity, done_on, now)
    agreed = progress.find(progress.items_of(actor, episode), item.strip())
    if agreed is None:
        raise AddendumNeeded(agreed="0", done="0")
    if quantity > agreed.left:
        raise AddendumNeeded(agreed=_plain(agreed.agreed), done=_plain(agreed.done))
    done = _write(actor, episode, agreed, quantity, done_on, now)
    event = ServiceRecorded(case_id=episode.case_id, episode=episode.public_id, done=done.public_id)
    publish(event, now=now)
    return done


def _write(
    actor: Actor,
    episode: Episode,
    agreed: Item,
    quantity: Decimal,
    done_on: dt.date,
    now: dt.datetime,
) -> ServiceDone:
    done = ServiceDone.objects.create(
        case_id=episode.case_id,
        organisation_id=episode.organisation_id,
        episode=episode,
        line_id=agreed.line_id,
        addendum_id=agreed.addendum_id,
        code=agreed.code,
        nomenclature_code=agreed.nomenclature_code,
        names=agreed.names,
        quantity=quantity,
        unit_price=agreed.unit_price,
        amount=agreed.price_of(quantity),
        vat_class=agreed.vat_class,
        done_on=done_on,
        recorded_by_id=actor.user_id or 0,
        recorded_at=now,
    )
    audit.record(
        action="treatment.service.recorded",
        case_id=episode.case_id,
        subject=done.public_id,
        details={"item": agreed.key},
        now=now,
    )
    return done


def void_service(*, actor: Actor, done: ServiceDone, reason: str, now: dt.datetime) -> None:
    """Take a record back: it stays readable, is neither counted nor billed.

    Raises `ReasonNeeded`, `BilledAlready`; a record taken back before raises `MoveNotAllowed`.
    """
    policies.may_record(actor, done)
    if not reason.strip():
        raise ReasonNeeded
    locked(done.episode)
    if billing.final_invoice_of(done.episode.agreement_id):
        raise BilledAlready
    done = locked(done)
    if done.voided_at is not None:
        raise MoveNotAllowed
    done.voided_at, done.void_reason = now, reason.strip()[:300]
    done.save(update_fields=["voided_at", "void_reason"])
    audit.record(
        action="treatment.service.voided",
        case_id=done.case_id,
        subject=done.public_id,
        now=now,
    )
    event = ServiceVoided(case_id=done.case_id, episode=done.episode.public_id, done=done.public_id)
    publish(event, now=now)


def _check(episode: Episode, quantity: Decimal, done_on: dt.date, now: dt.datetime) -> None:
    whole = quantity.is_finite() and 0 < quantity <= MOST
    if not whole or quantity != quantity.quantize(Decimal("0.01")):
        raise BadQuantity
    zone = ZoneInfo(organisations.timing_of(episode.organisation_id).time_zone)
    if not episode.admitted_at.astimezone(zone).date() <= done_on <= now.astimezone(zone).date():
        raise DoneOutOfOrder


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
