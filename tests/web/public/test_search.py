"""The search page …"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from sanamost.commerce.rates.models import Rate
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.statistics import answering
from sanamost.insight.statistics.answering import AnswerSpeed
from sanamost.registry.catalogue import search_index
from sanamost.registry.catalogue.models import Price, Service
from sanamost.registry.catalogue.services import enter_service, publish_price_list
from sanamost.registry.catalogue.services.prices import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.catalogue.weekdays import weekdays_of
from sanamost.registry.organisations.models import Organisation, Proof, Site
from sanamost.registry.resources.models import Opening

KNEE = {"ru": "Эндопротезирование коленного сустава тотальное", "en": "Total knee replacement"}


@pytest.fixture
def clinic(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organisation]:
    """One clinic in Kazan with one operation."""
    made = Organisation.objects.create(
        code="bridge",
        kind="clinic",
        names={"en": "Bridge Clinic", "ru": "Клиника «Мост»"},
        country="RU",
        region="16",
        verified_at=timezone.now(),
    )
    Site.objects.create(
        organisation=made, region="16", city={"en": "Kazan", "ru": "Казань"}, airport_km=26
    )
    enter_service(
        organisation_id=made.pk,
        facts=ServiceFacts(code="K-1", names=KNEE, kind="surgery", area="orthopaedics"),
    )
    with transaction.atomic():
        publish_price_list(
            organisation_id=made.pk,
            number="1",
            valid_from=dt.date(2020, 1, 1),
            prices=[PriceRow("K-1", PatientGroup.FOREIGN, Decimal(450000))],
        )
    own = search_index.Current()
    monkeypatch.setattr(search_index, "current", lambda: own)
    monkeypatch.setattr(search_index, "STALE_FOR", 0)
    yield made
    own.forget()


def page(client: Client, query: str, language: str = "en") -> str:
    answer = client.get(f"/search/?{query}&lang={language}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("words", ["knee replacement", "换膝盖", "замена колена", "kazan"])
def test_finds_a_treatment_in_any_language(
    client: Client, clinic: Organisation, words: str
) -> None:
    shown = page(client, f"q={words}")
    assert "Total knee replacement" in shown
    assert "Bridge Clinic" in shown
    assert "450,000" in shown


def test_says_why_where_it_is_not_plain_to_see(client: Client, clinic: Organisation) -> None:
    assert "means the same" in page(client, "q=换膝盖")


def test_leads_to_the_plain_request_where_nothing_is_found(
    client: Client, clinic: Organisation
) -> None:
    shown = page(client, "q=qqqqzzzz")
    assert "We have not found this" in shown
    assert 'href="/request/"' in shown


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=99999999999",
        "page=x",
        "order=paid",
        "price_from=-1&price_to=many",
        "area=%00&region='%3B--",
        "q=" + "a" * 5000,
        "accreditation=<script>",
    ],
)
def test_takes_absurd_questions_calmly(client: Client, clinic: Organisation, query: str) -> None:
    assert "<script>alert" not in page(client, query)


def test_keeps_what_was_typed_and_chosen(client: Client, clinic: Organisation) -> None:
    shown = page(client, "q=knee&region=16&price_to=500000&order=price")
    assert 'value="knee"' in shown
    assert 'value="500000"' in shown
    assert '<option value="price" selected>' in shown


def test_offers_a_price_range(client: Client, clinic: Organisation) -> None:
    assert "Total knee" in page(client, "q=knee&price_to=450 000")
    assert "Total knee" not in page(client, "q=knee&price_to=449999")


def test_says_that_a_price_is_the_lowest(client: Client, clinic: Organisation) -> None:
    assert "from <bdi" not in page(client, "q=knee")
    Price.objects.update(at_least=True)
    assert "from <bdi" in page(client, "q=knee")


def test_filters_by_what_needs_no_journey(client: Client, clinic: Organisation) -> None:
    assert "Total knee replacement" not in page(client, "q=knee&setting=remote")
    Service.objects.update(setting="remote")
    shown = page(client, "q=knee&setting=remote")
    assert "Total knee replacement" in shown
    assert "From afar, without travelling" in shown


def test_filters_by_checked_certificates_at_once(client: Client, clinic: Organisation) -> None:
    assert "Total knee" not in page(client, "q=knee&accreditation=jci")
    with acting_as(system("test")):
        Proof.objects.create(
            organisation=clinic,
            kind="jci",
            state="checked",
            valid_until=dt.date(2100, 1, 1),
            claimed_at=timezone.now(),
            checked_at=timezone.now(),
        )
    assert "Total knee" in page(client, "q=knee&accreditation=jci")


def test_does_not_find_a_suspended_or_unverified_clinic(
    client: Client, clinic: Organisation
) -> None:
    Organisation.objects.update(suspended_at=timezone.now())
    assert "Total knee" not in page(client, "q=knee")
    Organisation.objects.update(suspended_at=None, verified_at=None)
    assert "Total knee" not in page(client, "q=knee")


def test_say_how_fast_a_clinic_answers_or_that_it_is_not_known(
    client: Client, clinic: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/search/?q=knee").content.decode()
    assert "Too few answers yet to say how fast it answers" in page
    speeds = {clinic.pk: AnswerSpeed(clinic.pk, 9, dt.timedelta(hours=30))}
    monkeypatch.setattr(answering, "answer_speeds", lambda *, day: speeds)
    page = client.get("/search/?q=knee").content.decode()
    assert "Usually answers in 2 working days" in page
    assert "Too few answers" not in page


def test_publish_by_what_they_are_ordered(client: Client, clinic: Organisation) -> None:
    page = client.get("/search/?q=knee").content.decode()
    assert 'href="/search/how/?q=knee"' in page
    page = client.get("/search/how/?q=knee").content.decode()
    assert "Total knee replacement" in page
    assert re.search(r'data-label="Match">[\d.]+<', page)
    assert re.search(r'data-label="To the airport, km">26<', page)
    assert "last 365 days" in page
    assert "fewer than 5 answers" in page


def test_order_is_explained_without_a_question_too(client: Client, clinic: Organisation) -> None:
    assert client.get("/search/how/").status_code == 200


def opening(clinic: Organisation, days_ahead: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=days_ahead)
    Opening.objects.update_or_create(
        organisation=clinic,
        area="orthopaedics",
        defaults={
            "nearest_on": day, "days": [day.isoformat()], "counted_at": timezone.now()
        },
    )  # fmt: skip


def facet_counts(client: Client, query: str) -> dict[str, int]:
    shown = client.get(f"/search/?{query}").content.decode()
    found = re.findall(r'name="free" value="(\d)".*?number">(\d+)<', shown)
    return {weeks: int(count) for weeks, count in found}


def free_by_sql(weeks: int) -> int:
    """Offers whose clinic has a free day of their area that lies ahead and so near."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from catalogue_service s where exists (select from"
            " resources_opening w where w.organisation_id = s.organisation_id"
            " and w.area = s.area and w.nearest_on > %s and w.nearest_on <= %s)",
            [today, today + dt.timedelta(weeks=weeks)],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("ahead", [-1, 0, 1, 21, 42, 63])
def test_counts_free_days_as_sql_does(client: Client, clinic: Organisation, ahead: int) -> None:
    with acting_as(system("test")):
        opening(clinic, ahead)
    expected = {str(weeks): free_by_sql(weeks) for weeks in (2, 4, 8)}
    expected = {weeks: count for weeks, count in expected.items() if count}
    assert facet_counts(client, "q=knee") == expected
    for weeks in ("2", "4", "8"):
        shown = client.get(f"/search/?q=knee&free={weeks}").content.decode()
        assert ("Total knee replacement" in shown) == (weeks in expected)


def test_sees_at_once_that_the_nearest_day_has_changed(
    client: Client, clinic: Organisation
) -> None:
    assert facet_counts(client, "q=knee") == {}
    with acting_as(system("test")):
        opening(clinic, 7)
    assert facet_counts(client, "q=knee") == {"2": 1, "4": 1, "8": 1}
    with acting_as(system("test")):
        opening(clinic, 30)
    assert facet_counts(client, "q=knee") == {"8": 1}
    with acting_as(system("test")):
        Opening.objects.all().delete()
    assert facet_counts(client, "q=knee") == {}


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("in_patient", "With a stay in hospital"),
        ("day_hospital", "Day hospital"),
        ("out_patient", "Without a stay in hospital"),
        ("remote", "From afar, without travelling"),
    ],
)
def test_names_every_setting_that_a_service_may_have(
    client: Client, clinic: Organisation, setting: str, words: str
) -> None:
    Service.objects.filter(organisation=clinic).update(setting=setting)
    shown = client.get("/search/?q=knee").content.decode()
    found = re.search(
        r'name="setting" value="(\w+)"[^>]*><span>([^<]+)</span><span class="soft number">1<', shown
    )
    assert found
    assert found[2] == words
    kept = client.get(f"/search/?q=knee&setting={found[1]}").content.decode()
    assert "Total knee replacement" in kept
    other = "day" if found[1] != "day" else "remote"
    gone = client.get(f"/search/?q=knee&setting={other}").content.decode()
    assert "Total knee replacement" not in gone


def test_shows_the_nearest_free_place_of_each_hit(client: Client, clinic: Organisation) -> None:
    assert "Nearest free place" not in page(client, "q=knee")
    with acting_as(system("test")):
        opening(clinic, 9)
    day = timezone.localdate() + dt.timedelta(days=9)

    shown = page(client, "q=knee")

    assert "Nearest free place" in shown
    assert f'<time datetime="{day.isoformat()}"' in shown


def test_counts_and_filters_what_is_given_on_a_weekend(
    client: Client, clinic: Organisation
) -> None:
    assert 'name="weekend"' not in page(client, "q=knee")
    Service.objects.update(weekdays=weekdays_of([1, 5]))
    assert "Total knee" not in page(client, "q=knee&weekend=yes")
    assert "Given on" in page(client, "q=knee")
    Service.objects.update(weekdays=weekdays_of([6]))

    shown = page(client, "q=knee&weekend=yes")

    assert "Total knee" in shown
    assert re.search(r'name="weekend" value="yes" checked>.*?number">1<', shown)
    assert "السبت" in page(client, "q=knee", "ar")


def rate(currency: str, value: str) -> None:
    Rate.objects.create(
        source="cbr",
        day=timezone.localdate(),
        currency=currency,
        quote="RUB",
        nominal=1,
        value=Decimal(value),
    )


def test_prices_are_told_and_asked_in_the_currency_of_the_address(
    client: Client, clinic: Organisation
) -> None:
    rate("USD", "90.0001")
    rate("CNY", "12")

    shown = page(client, "q=knee&prices_in=USD&price_to=5000")

    assert "US$5,000" in shown
    assert "≈" in shown
    assert "Price, USD" in shown
    assert '<option value="USD" selected>' in shown
    assert "Bank of Russia" in shown
    assert "Total knee" not in page(client, "q=knee&prices_in=USD&price_to=4999")
    assert "Total knee" in page(client, "q=knee&prices_in=CNY&price_from=37500")
    assert "Total knee" not in page(client, "q=knee&prices_in=CNY&price_from=37501")


def test_a_currency_without_a_fresh_rate_is_not_offered_and_roubles_are_shown(
    client: Client, clinic: Organisation
) -> None:
    shown = page(client, "q=knee&prices_in=USD")

    assert "450,000" in shown
    assert "≈" not in shown
    assert 'name="prices_in"' not in shown


def test_the_currency_stays_where_nothing_is_found_and_filters_are_cleared(
    client: Client, clinic: Organisation
) -> None:
    rate("EUR", "100")
    shown = page(client, "q=knee&prices_in=EUR&price_to=1")

    assert '<input type="hidden" name="prices_in" value="EUR">' in shown
    assert 'href="/search/?q=knee&amp;prices_in=EUR"' in shown


def test_does_not_mix_certificates_with_what_is_offered_for_the_stay(
    client: Client, clinic: Organisation
) -> None:
    with acting_as(system("test")):
        for kind in ("jci", "halal-food"):
            Proof.objects.create(
                organisation=clinic,
                kind=kind,
                state="checked",
                valid_until=dt.date(2100, 1, 1),
                claimed_at=timezone.now(),
                checked_at=timezone.now(),
            )
    shown = page(client, "q=knee")

    assert re.findall(r'name="accreditation" value="([-\w]+)"', shown) == ["jci"]
    assert re.findall(r'name="attribute" value="([-\w]+)"', shown) == ["halal-food"]
