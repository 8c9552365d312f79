"""What was agreed against what was done: the measure of what may still be recorded and billed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.journey.agreements.states import AddendumState
from sanamost.journey.treatment.models import Episode, ServiceDone

CENT = Decimal("0.01")


@dataclass
class Item:
    """One agreed service: a line of the accepted proposal, or of an addendum the patient signed."""

    key: str
    """`line-3`, or `addendum-1-A16.04.021`: names it within the episode."""
    code: str
    nomenclature_code: str
    names: dict[str, str]
    agreed: Decimal
    unit_price: Decimal
    amount: Decimal
    vat_class: str
    vat_rate: Decimal
    line_id: int | None = None
    addendum_id: int | None = None
    addendum_number: int | None = None
    done: Decimal = Decimal(0)
    done_amount: Decimal = Decimal(0)
    records: list[ServiceDone] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        """How much may still be recorded."""
        return self.agreed - self.done

    def price_of(self, quantity: Decimal) -> Decimal:
        """What `quantity` more costs; the last part takes the rest: parts make the whole."""
        if quantity == self.left:
            return self.amount - self.done_amount
        share = self.amount * quantity / self.agreed
        return share.quantize(CENT, rounding=ROUND_HALF_UP)


def items_of(actor: Actor, episode: Episode) -> list[Item]:
    """Every agreed service of the episode with what was done of it; voided records do not count.

    Needs the class of money (a physician gets an empty list). Constant number of queries.
    """
    found = [*_lines(actor, episode), *_addenda(actor, episode)]
    by_line: dict[Any, Item] = {item.line_id: item for item in found if item.line_id}
    by_addendum: dict[Any, Item] = {
        (item.addendum_id, item.code): item for item in found if item.addendum_id
    }
    for record in records_of(actor, episode):
        item = by_line.get(record.line_id) or by_addendum.get((record.addendum_id, record.code))
        if item is None:
            continue
        item.records.append(record)
        if record.voided_at is None:
            item.done += record.quantity
            item.done_amount += record.amount
    return found


def records_of(actor: Actor, episode: Episode) -> list[ServiceDone]:
    """Every record of the episode, voided ones included, in the order of days."""
    rows = ServiceDone.objects.visible_to(actor).filter(episode_id=episode.pk)
    return list(rows.order_by("done_on", "pk"))


def find(items: Iterable[Item], wanted: str) -> Item | None:
    """The item by its key, or by its code where something of it is left (any of the code else)."""
    same = [item for item in items if wanted in {item.key, item.code}]
    return next((item for item in same if item.left > 0), same[0] if same else None)


def _lines(actor: Actor, episode: Episode) -> list[Item]:
    rows = episode.agreement.proposal.lines.visible_to(actor)
    return [
        Item(
            key=f"line-{row.position}",
            code=row.code,
            nomenclature_code=row.nomenclature_code,
            names=row.names,
            agreed=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
            vat_class=row.vat_class,
            vat_rate=row.vat_rate,
            line_id=row.pk,
        )
        for row in rows.order_by("position")
    ]


def _addenda(actor: Actor, episode: Episode) -> list[Item]:
    rows = episode.agreement.addenda.visible_to(actor).filter(state=AddendumState.SIGNED)
    found: dict[str, Item] = {}
    for row in rows.order_by("number"):
        for line in row.lines:
            key = f"addendum-{row.number}-{line['code']}"
            if key in found:  # the same service twice in one addendum is one item
                found[key].agreed += Decimal(line["quantity"])
                found[key].amount += Decimal(line["amount"])
            else:
                found[key] = _addendum_item(key, row, line)
    return list(found.values())


def _addendum_item(key: str, row: Any, line: dict[str, Any]) -> Item:
    return Item(
        key=key,
        code=line["code"],
        nomenclature_code=line.get("nomenclature_code", ""),
        names=line["names"],
        agreed=Decimal(line["quantity"]),
        unit_price=Decimal(line["unit_price"]),
        amount=Decimal(line["amount"]),
        vat_class=line["vat_class"],
        vat_rate=Decimal(line.get("vat_rate") or 0),
        addendum_id=row.pk,
        addendum_number=row.number,
    )
