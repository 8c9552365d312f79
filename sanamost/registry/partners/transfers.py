"""The transfer guard: may personal data cross into a country now?

The operator tells the regulator of each country first (152-FZ art. 12). Into one that protects
personal data adequately they may go from then on; into any other only when ten working days have
passed without a ban. What the operator entered decides; nothing entered means no.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sanamost.engines import periods
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.partners.models import TransferCountry
from sanamost.registry.partners.states import TransferStatus

WAIT = periods.WorkingDays(10)
AHEAD = dt.timedelta(days=40)  # ten working days with the longest holidays in between
ZONE = ZoneInfo("Europe/Moscow")


class Standing(TextChoices):
    """What the guard answers."""

    AT_HOME = "at_home", _("Stays in the country")
    CLEARED = "cleared", _("Transfer abroad is cleared")
    NOT_NOTIFIED = "not_notified", _("The regulator was not told of this country")
    WAITING = "waiting", _("The regulator's ten working days are not over")
    FORBIDDEN = "forbidden", _("The regulator forbids or limits this transfer")


OPEN = frozenset({Standing.AT_HOME, Standing.CLEARED})


class TransferBlocked(Refusal):
    """Personal data may not go into the country yet."""

    code = "transfer_blocked"
    message = _(
        "Personal data may not be sent to this country yet: the transfer is not cleared with the "
        "regulator. Nothing was sent."
    )


@dataclass(frozen=True)
class Entry:
    """A country as the operator enters it."""

    country: str
    status: TransferStatus
    notified_on: dt.date
    adequate: bool = False


def standing(country: str, *, home: str, now: dt.datetime) -> Standing:
    """Whether data of an operator in `home` may cross into `country` at `now`."""
    if country == home:
        return Standing.AT_HOME
    row = TransferCountry.objects.filter(country=country).first()
    if row is None:
        return Standing.NOT_NOTIFIED
    if row.status == TransferStatus.FORBIDDEN:
        return Standing.FORBIDDEN
    if row.status == TransferStatus.ALLOWED or row.adequate:
        return Standing.CLEARED
    return Standing.CLEARED if now >= _wait_ends(row.notified_on) else Standing.WAITING


def enter(entry: Entry, *, now: dt.datetime) -> None:
    """Put a country into the register, or change what stands there; the trail says so."""
    wanted = {
        "status": entry.status,
        "adequate": entry.adequate,
        "notified_on": entry.notified_on,
    }
    row = TransferCountry.objects.filter(country=entry.country).first()
    if row is not None and all(getattr(row, name) == value for name, value in wanted.items()):
        return
    TransferCountry.objects.update_or_create(country=entry.country, defaults=wanted)
    details = {"country": entry.country, "status": str(entry.status)}
    audit.record(action="platform.transfer.entered", details=details, now=now)


def entries() -> list[TransferCountry]:
    """The register, by country."""
    return list(TransferCountry.objects.order_by("country"))


def _wait_ends(notified_on: dt.date) -> dt.datetime:
    days = catalogue.special_days("RU", first=notified_on, before=notified_on + AHEAD)
    calendar = periods.Calendar(
        holidays=frozenset(d.day for d in days if d.kind == "holiday"),
        working_saturdays=frozenset(d.day for d in days if d.kind == "working"),
    )
    start = periods.start_of_day(notified_on, ZONE)
    return periods.due(start, WAIT, calendar=calendar, zone=ZONE)
