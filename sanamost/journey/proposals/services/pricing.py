"""The priced lines of a proposal: from the price list, or free ones with a reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from sanamost.engines import pricing
from sanamost.engines.money import Money
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.proposals import policies
from sanamost.journey.proposals.models import Line, Plan, Proposal
from sanamost.journey.proposals.services.holding import drop_approvals, held, open_to_change
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.states import Scope, VatClass
from sanamost.registry.organisations import selectors as organisations

MOST_LINES = 100
MOST_OF_ONE = Decimal(999)
DEAREST = Decimal(10_000_000)
FREE_CODE = "—"


class BadLines(Refusal):
    """Lines that no proposal can have."""

    code = "bad_lines"
    message = _("A proposal has at most 100 lines.")
    field = "lines"


@dataclass(frozen=True, kw_only=True, slots=True)
class LineAsked:
    """A line wanted: a service of the price list, or (without `service`) free words and a price."""

    service: str = ""
    """Public id of one of the clinic's services."""
    quantity: Decimal = Decimal(1)
    names: dict[str, str] = field(default_factory=dict)
    unit_price: Decimal | None = None
    vat_class: str = VatClass.EXEMPT
    scope: str = ""
    reason: str = ""


def set_lines(
    *, actor: Actor, proposal: Proposal | str, rows: Sequence[LineAsked], now: dt.datetime
) -> list[Line]:
    """Put these lines in place of all before (none is allowed); totals, VAT and deposit follow.

    A service's price is that of the price list in force today for the patient's group, VAT inside
    by today's table; nobody types it. Packages bring what they hold and what they leave out.
    Raises `BadLines`, `NoPrice`, `NotVisible` (another clinic's service), `Frozen`, `NotYourTask`.
    """
    row = held(actor, proposal)
    policies.may_price(actor, row)
    open_to_change(row)
    if len(rows) > MOST_LINES:
        raise BadLines
    day = now.date()
    wanted = [asked.service for asked in rows if asked.service]
    found = catalogue.offered(row.organisation_id, wanted, day=day)
    lines = [_line(row, place, asked, found) for place, asked in enumerate(rows, start=1)]
    total = reckon(lines, currency=row.currency, day=day)
    percent = organisations.card(row.organisation_id).deposit_percent
    first, _rest = pricing.deposit(total.total, pricing.PercentDeposit(Decimal(percent)))
    packages = [found[asked.service] for asked in rows if asked.service]
    with acting_as(system("lines of a proposal")):  # finance has no clinical class, the plan has
        Line.objects.filter(proposal_id=row.pk).delete()
        Line.objects.bulk_create(lines)
        _say_what_is_held(row, packages, lines)
        row.total, row.deposit = total.total.amount, first.amount
        row.price_from = any(line.price_from for line in lines)
        row.save(update_fields=["total", "deposit", "price_from"])
    audit.record(
        action="proposals.lines.priced",
        case_id=row.case_id,
        subject=row.public_id,
        details={"lines": len(lines), "total": str(row.total)},
        now=now,
    )
    drop_approvals(row, now=now)
    return lines


def reckon(lines: Sequence[Line], *, currency: str, day: dt.date) -> pricing.Total:
    """Work out amounts and VAT of the lines by the tables of `day`, and write them on the lines."""
    total = pricing.price(
        [
            pricing.Line(
                code=line.code,
                name=line.code,
                quantity=line.quantity,
                unit_price=Money(line.unit_price, currency),
                vat_class=line.vat_class,
            )
            for line in lines
        ],
        currency=currency,
        on=day,
        vat=pricing.RUSSIA,
    )
    for line, priced in zip(lines, total.lines, strict=True):
        line.amount = priced.total.amount
        line.vat_rate = priced.rate.percent or Decimal(0)
        line.vat_amount = priced.tax.amount
    return total


def _line(
    row: Proposal, position: int, asked: LineAsked, found: dict[str, catalogue.Offered]
) -> Line:
    quantity = asked.quantity
    if not quantity.is_finite() or not 0 < quantity <= MOST_OF_ONE:
        raise BadLines(_("A quantity is between 0.01 and 999."))
    if quantity != quantity.quantize(Decimal("0.01")):
        raise BadLines(_("A quantity has at most two decimals."))
    made = Line(
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        proposal_id=row.pk,
        position=position,
        quantity=quantity,
    )
    if asked.service:
        _fill_from_list(made, found[asked.service], row.patient_group)
    else:
        _fill_freely(made, asked)
    return made


def _fill_from_list(line: Line, service: catalogue.Offered, group: str) -> None:
    line.service_id = service.key
    line.code, line.nomenclature_code = service.code, service.nomenclature_code
    line.names, line.kind, line.scope = service.names, service.kind, service.scope
    line.unit, line.vat_class = service.unit, service.vat_class
    line.unit_price = service.price(group)
    highest = service.highest.get(group)
    line.price_from = group in service.at_least or bool(highest and highest > line.unit_price)


def _fill_freely(line: Line, asked: LineAsked) -> None:
    names = {code: name.strip()[:300] for code, name in asked.names.items() if name.strip()}
    if not names:
        raise BadLines(_("Give the line a name."))
    if len(asked.reason.strip()) < 5:
        raise BadLines(_("Say why this line is not from the price list."))
    price = asked.unit_price
    if price is None or not price.is_finite() or not 0 <= price <= DEAREST:
        raise BadLines(_("Give the line a price between 0 and 10,000,000."))
    if asked.vat_class not in VatClass.values or asked.scope not in {*Scope.values, ""}:
        raise BadLines(_("Choose one of the kinds offered."))
    if price != price.quantize(Decimal("0.01")):
        raise BadLines(_("A price has at most two decimals."))
    line.code, line.names, line.kind, line.scope = FREE_CODE, names, "service", asked.scope
    line.vat_class, line.unit_price = asked.vat_class, price
    line.reason = asked.reason.strip()[:300]


def _say_what_is_held(
    row: Proposal, services: Sequence[catalogue.Offered], lines: Sequence[Line]
) -> None:
    """What packages hold and leave out; what a line of its own adds is left out no more."""
    included = _each_once([item for service in services for item in service.included])
    within = {line.scope for line in lines} | {item.get("scope", "") for item in included}
    excluded = [item for service in services for item in service.excluded]
    Plan.objects.filter(proposal_id=row.pk).update(
        included=included,
        excluded=_each_once([item for item in excluded if item.get("scope", "") not in within]),
    )


def _each_once(items: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return list({tuple(sorted(item.items())): item for item in items}.values())
