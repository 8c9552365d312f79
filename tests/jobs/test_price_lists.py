"""The demonstration clinics' price lists."""

import csv
import gzip
import re
from decimal import Decimal

import pytest

from sanamost.jobs.world import price_lists
from sanamost.jobs.world.load import load
from sanamost.registry.catalogue import selectors
from sanamost.registry.catalogue.models import Price, PriceList, Service
from sanamost.registry.catalogue.services import REFERENCE
from sanamost.registry.catalogue.states import WHOLE, PatientGroup, Scope, ServiceKind, VatClass
from tests.world import NOON, World

SCRIPTS = {
    "en": re.compile(r"[A-Za-z]"),
    "ru": re.compile(r"[а-яё]", re.IGNORECASE),
    "zh-hans": re.compile(r"[\u4e00-\u9fff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
}


def rows(name: str) -> list[dict[str, str]]:
    with (price_lists.FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def nomenclature() -> dict[str, str]:
    path = REFERENCE / "nomenclature_804n.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}


@pytest.mark.parametrize("clinic", price_lists.CLINICS)
def test_hold_about_two_hundred_services_and_some_packages(clinic: str) -> None:
    listed = rows(f"{clinic}.csv")

    packages = [row for row in listed if row["kind"] in WHOLE]
    assert len({row["code"] for row in listed}) == len(listed) >= 200
    assert 8 <= len(packages) <= 16
    for row in packages:
        assert row["included"]
        assert row["excluded"]


@pytest.mark.parametrize("clinic", price_lists.CLINICS)
def test_use_official_codes_with_their_official_names(
    clinic: str, nomenclature: dict[str, str]
) -> None:
    coded = [row for row in rows(f"{clinic}.csv") if row["nomenclature"]]

    assert len(coded) >= 150
    for row in coded:
        official = nomenclature[row["nomenclature"]]
        if row["kind"] != ServiceKind.PACKAGE:
            assert row["ru"].startswith(official), row["code"]


@pytest.mark.parametrize(
    "name", [*(f"{clinic}.csv" for clinic in price_lists.CLINICS), "items.csv"]
)
def test_are_written_in_four_languages(name: str) -> None:
    for row in rows(name):
        for language, script in SCRIPTS.items():
            assert script.search(row[language]), (row["code"], language)


@pytest.mark.parametrize("clinic", price_lists.CLINICS)
def test_speak_the_catalogues_words(clinic: str) -> None:
    with (REFERENCE / "areas.csv").open(encoding="utf-8", newline="") as stream:
        areas = {"", *(row["code"] for row in csv.DictReader(stream))}
    for row in rows(f"{clinic}.csv"):
        assert row["kind"] in ServiceKind.values
        assert row["vat"] in VatClass.values
        assert row["scope"] in {*Scope.values, ""}
        assert row["area"] in areas
        assert Decimal(row["price"]) > 0
        # Only what Decree 132 lists as medical is exempt; what surrounds treatment is not.
        assert (row["vat"] == VatClass.STANDARD) == (row["kind"] == ServiceKind.SERVICE)


def test_are_loaded_once_and_again_without_change(world: World) -> None:
    load(NOON)
    before = (Service.objects.count(), Price.objects.count(), PriceList.objects.count())
    ids = set(Service.objects.values_list("public_id", flat=True))

    load(NOON)

    assert (Service.objects.count(), Price.objects.count(), PriceList.objects.count()) == before
    assert set(Service.objects.values_list("public_id", flat=True)) == ids
    assert before[1] == 3 * before[0]


def test_say_what_a_patient_must_know_in_four_languages(world: World) -> None:
    load(NOON)
    load(NOON)
    by_code = {
        one.code: one
        for one in selectors.services_of(world.organisation("demo-ortho"), day=NOON.date())
    }
    knee, opinion = by_code["PKG-01"], by_code["CON-091"]
    assert (knee.setting, opinion.setting) == ("in_patient", "remote")
    for language in ("en", "ru", "zh-hans"):
        parts = selectors.texts_shown(knee.key, language=language)
        assert [one.part for one in parts] == ["about", "preparation", "contraindications"]
        assert {one.language for one in parts} == {language}
        assert all(one.reviewed for one in parts)
        assert all(SCRIPTS[language].search(one.text) for one in parts)
    arabic = selectors.texts_shown(knee.key, language="ar")  # a draft yet
    assert {one.language for one in arabic} == {"en"}
    assert selectors.lists_reviewed([opinion], language="ar")[opinion.key]["included"]


def test_say_from_where_the_price_is_the_lowest(world: World) -> None:
    load(NOON)
    by_code = {
        one.code: one
        for one in selectors.services_of(world.organisation("demo-ortho"), day=NOON.date())
    }
    assert PatientGroup.FOREIGN in by_code["ORT-107"].at_least
    assert not by_code["PKG-01"].at_least


def test_price_by_group_and_are_found_in_any_language(world: World) -> None:
    load(NOON)
    clinic = world.organisation("demo-ortho")

    for query in (
        "knee replacement",
        "коленн эндопротез",
        "膝关节置换",
        "استبدال الركبة",
        "PKG-01",
    ):
        found = selectors.services_of(clinic, day=NOON.date(), query=query)
        assert any(one.code == "PKG-01" for one in found), query
    by_code = {one.code: one for one in selectors.services_of(clinic, day=NOON.date())}
    package, interpreter = by_code["PKG-01"], by_code["SRV-001"]
    assert package.prices == {
        PatientGroup.RESIDENT: Decimal(486000),
        PatientGroup.EAEU: Decimal(558900),
        PatientGroup.FOREIGN: Decimal(729000),
    }
    assert len(set(interpreter.prices.values())) == 1


def test_of_an_area_hold_what_belongs_to_every_area(world: World) -> None:
    load(NOON)

    found = selectors.services_of(
        world.organisation("demo-ortho"), day=NOON.date(), area="neurosurgery"
    )

    assert {one.area for one in found} == {"neurosurgery", ""}


def test_are_read_with_a_constant_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    load(NOON)

    clinic = world.organisation("demo-ortho")
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # pytest-django's fixture
        found = selectors.services_of(clinic, day=NOON.date())
    assert len(found) > 200
