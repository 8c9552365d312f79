"""Invented prices of other countries, for the demonstration alone; every page says so."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sanamost.commerce.comparison import selectors as comparison_known
from sanamost.commerce.comparison import services as comparison
from sanamost.foundation.access.actor import Actor
from sanamost.registry.catalogue import selectors as catalogue


def load(rows: list[dict[str, Any]], *, actor: Actor, now: dt.datetime) -> int:
    """Enter the world's figures that are not there yet; how many were new.

    Without the lists of countries, areas and services (they may be loaded later) nothing is.
    """
    countries = {one.code for one in catalogue.countries("en")}
    known = {(row.country, row.nomenclature_code, row.area) for row in comparison_known.prices_of()}
    made = 0
    for row in rows:
        code, area = row.get("nomenclature_code", ""), row.get("area", "")
        if row["country"] not in countries or (row["country"], code, area) in known:
            continue
        if code and not any(one.code == code for one in catalogue.nomenclature(code, limit=1)):
            continue
        facts = comparison.PriceFacts(
            country=row["country"],
            nomenclature_code=code,
            area=area,
            amount=Decimal(row["amount"]),
            currency=row["currency"],
            as_of=now.date() - dt.timedelta(days=row["ago"]),
            source=row["source"],
            remark=row["remark"],
            demonstration=True,
        )
        comparison.enter_price(actor=actor, facts=facts, now=now)
        made += 1
    return made
