"""The public search for machines: found in four languages, described in OpenAPI 3.1."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from sanamost.api.v1.schemas import Hit, SearchAnswer
from sanamost.api.v1.search import checked, quick_search
from sanamost.commerce.rates.models import Rate
from sanamost.registry.catalogue import search_index
from sanamost.registry.catalogue.models import Price
from sanamost.registry.catalogue.services import enter_service, publish_price_list
from sanamost.registry.catalogue.services.prices import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.organisations.models import Organisation

ADDRESS = "/api/v1/search"


@pytest.fixture
def clinic(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organisation]:
    made = Organisation.objects.create(
        code="bridge",
        kind="clinic",
        names={"en": "Bridge Clinic"},
        country="RU",
        region="37",
        verified_at=timezone.now(),
    )
    names = {"ru": "Эндопротезирование коленного сустава тотальное"}
    facts = ServiceFacts(code="K-1", names=names, kind="surgery", area="orthopaedics")
    enter_service(organisation_id=made.pk, facts=facts)
    with transaction.atomic():
        publish_price_list(
            organisation_id=made.pk,
            number="1",
            valid_from=dt.date(2020, 1, 1),
            prices=[PriceRow("K-1", PatientGroup.FOREIGN, Decimal("450000.50"))],
        )
    own = search_index.Current()
    monkeypatch.setattr(search_index, "current", lambda: own)
    yield made
    own.forget()


@pytest.mark.parametrize("asked", ["knee replacement", "换膝盖", "تبديل الركبة", "замена колена"])
def test_a_service_is_found_with_its_price_and_why(clinic: Organisation, asked: str) -> None:
    answer = Client().get(ADDRESS, {"q": asked}).json()

    (hit,) = answer["hits"]
    assert hit["price"] == 450000.5
    assert hit["clinic"] == clinic.public_id
    assert hit["service"].startswith("serv_")
    assert hit["reasons"][0]["concept"] == "knee-replacement"
    assert answer["facets"]["regions"] == {"37": 1}


def test_filters_narrow_and_their_own_facet_still_shows_the_rest(clinic: Organisation) -> None:
    answer = Client().get(f"{ADDRESS}?region=45&price_to=1000000").json()

    assert answer["total"] == 0
    assert answer["facets"]["regions"] == {"37": 1}


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"order": "paid"}, {"q": "а" * 201}]
)
def test_what_is_out_of_bounds_is_refused(
    clinic: Organisation, wrong: dict[str, int | str]
) -> None:
    assert Client().get(ADDRESS, wrong).status_code == 422


def test_the_same_question_sees_a_new_price(
    clinic: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "STALE_FOR", 0)
    asked = {"q": "knee replacement"}
    assert Client().get(ADDRESS, asked).json()["hits"][0]["price"] == 450000.5

    Price.objects.update(amount=7)

    assert Client().get(ADDRESS, asked).json()["hits"][0]["price"] == 7


def test_nothing_is_changed_through_it(clinic: Organisation) -> None:
    assert Client().post(ADDRESS, {"q": "knee"}).status_code == 405


def test_it_describes_itself(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert "/api/v1/search" in described["paths"]


def test_prices_are_asked_and_told_in_the_readers_currency(
    clinic: Organisation,
) -> None:
    Rate.objects.create(
        source="cbr",
        day=timezone.localdate(),
        currency="USD",
        quote="RUB",
        nominal=1,
        value=Decimal("90.0001"),
    )

    told = Client().get(f"{ADDRESS}?prices_in=USD&price_to=5001").json()
    dearer = Client().get(f"{ADDRESS}?prices_in=USD&price_to=4999").json()

    assert (told["currency"], [hit["price"] for hit in told["hits"]]) == ("USD", [5000.0])
    assert dearer["total"] == 0


def test_a_currency_without_a_rate_is_refused(clinic: Organisation) -> None:
    answer = Client().get(ADDRESS, {"prices_in": "XAU"})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "unknown_rate"


def test_the_short_way_and_the_described_one_answer_alike(clinic: Organisation) -> None:
    request = RequestFactory().get(f"{ADDRESS}?q=knee+replacement&region=37&region=45&limit=5")

    assert quick_search(request).content == checked(request).content


def test_every_answer_keeps_to_its_schema(clinic: Organisation) -> None:
    answer = Client().get(ADDRESS, {"q": "knee replacement"}).json()

    SearchAnswer.model_validate(answer)
    assert set(answer) == set(SearchAnswer.model_fields)
    assert set(answer["hits"][0]) == set(Hit.model_fields)
