"""The demonstration clinics' services and prices; running twice changes nothing."""

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sanamost.engines.money import Money
from sanamost.engines.pricing import Tariff
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup, ServiceKind, Setting
from sanamost.registry.catalogue.weekdays import weekdays_of

FOLDER = Path(__file__).parent / "prices"
MORE = Path(__file__).parent / "services.toml"
CLINICS = ("demo-ortho", "demo-heart")
LANGUAGES = ("en", "ru", "zh-hans", "ar")
NUMBER, VALID_FROM = "2026-1", dt.date(2026, 1, 1)
TARIFFS = (
    Tariff(PatientGroup.RESIDENT, Decimal(1)),
    Tariff(PatientGroup.EAEU, Decimal("1.15")),
    Tariff(PatientGroup.FOREIGN, Decimal("1.5")),
)


def load(clinic: str, organisation_id: int) -> None:
    """Enter the clinic's services and publish its price list."""
    rows = list(_rows(f"{clinic}.csv"))
    more = more_of(clinic)
    items = {(row["list"], row["code"]): _item(row) for row in _rows("items.csv")}
    catalogue.enter_services(
        organisation_id=organisation_id, rows=[_facts(row, items, more) for row in rows]
    )
    catalogue.publish_price_list(
        organisation_id=organisation_id,
        number=NUMBER,
        valid_from=VALID_FROM,
        prices=[price for row in rows for price in _prices(row, more)],
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _item(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("scope", *LANGUAGES)}


def more_of(clinic: str) -> dict[str, dict[str, Any]]:
    """What `services.toml` says of the clinic's services, by code."""
    rows = tomllib.loads(MORE.read_text(encoding="utf-8"))["service"]
    return {row["code"]: row for row in rows if row["clinic"] == clinic}


def _setting(row: dict[str, str]) -> str:
    """Where the patient is, for a service of which nothing else is said."""
    if row["kind"] == ServiceKind.SERVICE:
        return ""
    stays = int(row["stay_days"]) or row["kind"] == ServiceKind.STAY
    return Setting.IN_PATIENT if stays else Setting.OUT_PATIENT


def _facts(
    row: dict[str, str],
    items: dict[tuple[str, str], dict[str, str]],
    more: dict[str, dict[str, Any]],
) -> ServiceFacts:
    return ServiceFacts(
        code=row["code"],
        nomenclature_code=row["nomenclature"],
        names={language: row[language] for language in LANGUAGES},
        kind=row["kind"],
        scope=row["scope"],
        area=row["area"],
        vat_class=row["vat"],
        unit=row["unit"],
        stay_days=int(row["stay_days"]),
        setting=more.get(row["code"], {}).get("setting") or _setting(row),
        weekdays=weekdays_of(more.get(row["code"], {}).get("weekdays", ())),
        included=[items["included", code] for code in row["included"].split()],
        excluded=[items["excluded", code] for code in row["excluded"].split()],
    )


def _prices(row: dict[str, str], more: dict[str, dict[str, Any]]) -> Iterator[PriceRow]:
    at_least = bool(more.get(row["code"], {}).get("at_least"))
    listed = Money(Decimal(row["price"]), "RUB")
    for tariff in TARIFFS:
        amount = tariff.unit_price(listed, row["vat"]).amount
        yield PriceRow(row["code"], PatientGroup(tariff.group), amount, at_least=at_least)
