"""The public search for machines: found in four languages, described in OpenAPI 3.1."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from sanamost.api.v1.schemas import Hit, SearchAnswer
from sanamost.api.v1.search import PATH, PublicSearch, checked, quick_search
from sanamost.commerce.rates.models import Rate
from sanamost.engines.search import Answer, Index, Question
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.catalogue import search_index
from sanamost.registry.catalogue.models import Price, Service
from sanamost.registry.catalogue.services import enter_service, publish_price_list
from sanamost.registry.catalogue.services.prices import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.catalogue.weekdays import weekdays_of
from sanamost.registry.organisations.models import Organisation
from sanamost.registry.resources.models import Opening

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


def test_it_is_answered_before_all_that_a_public_read_does_not_need(clinic: Organisation) -> None:
    def never(_request: HttpRequest) -> HttpResponse:
        raise AssertionError

    first = PublicSearch(never)(RequestFactory().get(f"{ADDRESS}?q=knee"))
    usual = quick_search(RequestFactory().get(f"{ADDRESS}?q=knee"))

    assert first.content == usual.content
    assert reverse("api-v1:search") == PATH


def test_an_answer_is_nobodys_own_and_guarded_like_a_page(clinic: Organisation) -> None:
    client = Client()
    client.cookies["sessionid"] = "anybody"
    answers = [client.get(ADDRESS, {"q": "knee"}, HTTP_ACCEPT_LANGUAGE=a) for a in ("ar", "ru")]

    assert answers[0].content == answers[1].content
    assert not answers[0].cookies
    assert "Vary" not in answers[0]
    assert answers[0]["Content-Length"] == str(len(answers[0].content))
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ):
        assert answers[0][name] == value
    assert client.get(ADDRESS, {"q": "knee"}, HTTP_HOST="elsewhere.example").status_code == 400


def test_the_same_asked_again_is_not_worked_out_again(
    clinic: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Question] = []
    ask = Index.ask

    def counted(index: Index, question: Question) -> Answer:
        asked.append(question)
        return ask(index, question)

    monkeypatch.setattr(Index, "ask", counted)
    spellings = (
        "?q=knee+replacement",
        "?q=Knee%20%20Replacement&limit=20",
        "?limit=20&q=KNEE+replacement",
    )
    told = {Client().get(ADDRESS + one).content for one in spellings * 2}

    assert len(told) == len(asked) == 1
    Client().get(f"{ADDRESS}?q=knee+replacement&price_to=1")
    assert len(asked) > 1


def test_an_answer_in_another_currency_follows_its_rate(clinic: Organisation) -> None:
    day = timezone.localdate()
    rate = {"source": "cbr", "currency": "USD", "quote": "RUB", "nominal": 1}
    Rate.objects.create(**rate, day=day - dt.timedelta(days=1), value=Decimal(90))
    asked = {"q": "knee", "prices_in": "USD"}
    assert Client().get(ADDRESS, asked).json()["hits"][0]["price"] == 5000.01

    Rate.objects.create(**rate, day=day, value=Decimal(45))

    assert Client().get(ADDRESS, asked).json()["hits"][0]["price"] == 10000.01


def test_a_hit_says_from_when_on_which_days_and_whether_the_price_is_the_lowest(
    clinic: Organisation,
) -> None:
    (plain,) = Client().get(ADDRESS).json()["hits"]
    assert (plain["at_least"], plain["free_from"], plain["weekdays"]) == (False, None, [])

    today = timezone.localdate()
    next_week = today + dt.timedelta(days=7 - today.weekday())
    Price.objects.update(at_least=True)
    Service.objects.update(weekdays=weekdays_of([5, 6]))
    with acting_as(system("test")):
        Opening.objects.create(
            organisation=clinic,
            area="orthopaedics",
            nearest_on=next_week,
            days=[next_week.isoformat()],
            counted_at=timezone.now(),
        )
    index = search_index.current()
    index.index(today=today, fresh=True)
    answer = Client().get(f"{ADDRESS}?weekend=true&free_by={next_week}").json()

    (hit,) = answer["hits"]
    assert hit["at_least"] is True
    assert hit["free_from"] == next_week.isoformat()
    assert hit["weekdays"] == [5, 6]
    assert answer["facets"]["weekend"] == {"yes": 1}
    sooner = next_week - dt.timedelta(days=1)
    assert Client().get(f"{ADDRESS}?free_by={sooner}").json()["total"] == 0


def test_every_answer_keeps_to_its_schema(clinic: Organisation) -> None:
    answer = Client().get(ADDRESS, {"q": "knee replacement"}).json()

    SearchAnswer.model_validate(answer)
    assert set(answer) == set(SearchAnswer.model_fields)
    assert set(answer["hits"][0]) == set(Hit.model_fields)
