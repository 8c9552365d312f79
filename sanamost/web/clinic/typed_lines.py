"""The lines of a proposal as a page sends them: quantities typed, one taken out, one added."""

import dataclasses
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.journey.proposals import papers, services
from sanamost.journey.proposals.services import LineAsked
from sanamost.web.acting import Request


def typed_quantity(request: Request, line: Any) -> str:
    """The quantity as it is kept, or as it was typed where that was refused."""
    kept = f"{papers.plain_number(line.quantity):f}"
    return request.POST.get(f"quantity-{line.position}", kept) if request.refusal else kept


def asked_lines(request: Request, current: list[Any]) -> list[LineAsked]:
    """The lines as the page now has them: quantities as typed, one taken out, one added."""
    rows = [
        _kept(line, request.POST.get(f"quantity-{line.position}", ""))
        for line in current
        if str(line.position) != request.POST.get("remove", "")
    ]
    added = request.POST.get("add", "")
    if not added:
        return rows
    for place, row in enumerate(rows):
        if row.service == added:
            rows[place] = dataclasses.replace(row, quantity=row.quantity + 1)
            return rows
    return [*rows, LineAsked(service=added)]


def _kept(line: Any, typed: str) -> LineAsked:
    quantity = _quantity(typed) if typed.strip() else line.quantity
    if line.service_id is not None:
        return LineAsked(service=line.service.public_id, quantity=quantity)
    return LineAsked(
        names=line.names,
        unit_price=line.unit_price,
        vat_class=line.vat_class,
        scope=line.scope,
        reason=line.reason,
        quantity=quantity,
    )


def _quantity(typed: str) -> Decimal:
    try:
        return Decimal(typed.strip().replace(",", ".").replace("٫", "."))
    except InvalidOperation:
        raise services.BadLines(_("Write quantities in digits, such as 2 or 1.5.")) from None


def free_line(said: dict[str, Any], language: str) -> LineAsked:
    """A line that is on no price list, as the form says it; `language` is the patient's."""
    own = get_language() or "ru"
    names = {own: said["name"]}
    if said["name_translation"]:
        names[language] = said["name_translation"]
    return LineAsked(
        names=names,
        unit_price=said["unit_price"],
        vat_class=said["vat_class"],
        scope=said["scope"],
        reason=said["reason"],
    )
