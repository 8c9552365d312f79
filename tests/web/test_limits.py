"""A limit per network address …"""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from sanamost.foundation.idempotency.models import Tally
from sanamost.web.limits import address_of
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, inside
from tests.world import World

pytestmark = pytest.mark.usefixtures("world")
TYPED = "Болит колено <b>& плечо</b>\nвторая строка"
STEP = "/request/step/need/"
LANGUAGES = ("en", "ru", "zh-hans", "ar")


@pytest.fixture(autouse=True)
def low(settings: Settings) -> None:
    settings.LIMIT_FACTOR = 1
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (2, 600))


def tried(client: Client, times: int, path: str = STEP, **said: str) -> list[Any]:
    return [client.post(path, {"words": TYPED} | said) for _ in range(times)]


def test_answers_429_with_the_time_to_wait_and_keeps_what_was_typed() -> None:
    answers = tried(Client(), 3)

    assert [a.status_code == 429 for a in answers] == [False, False, True]
    assert 540 < int(answers[-1].headers["Retry-After"]) <= 600
    page = answers[-1].content.decode()
    assert "10 minutes" in page
    assert "Болит колено &lt;b&gt;&amp; плечо&lt;/b&gt;\nвторая строка</textarea>" in page
    assert f'action="{STEP}"' in page
    assert "<b>& плечо" not in page


def test_is_not_there_where_it_is_switched_off(settings: Settings) -> None:
    settings.LIMIT_FACTOR = 0
    assert 429 not in {a.status_code for a in tried(Client(), 6)}
    assert Tally.objects.count() == 0


def test_counts_each_address_for_itself_and_one_ipv6_network_together() -> None:
    assert tried(Client(REMOTE_ADDR="10.0.0.1"), 3)[-1].status_code == 429
    assert tried(Client(REMOTE_ADDR="10.0.0.2"), 2)[-1].status_code != 429
    tried(Client(REMOTE_ADDR="2001:db8::1"), 2)
    assert tried(Client(REMOTE_ADDR="2001:db8::ffff:2"), 1)[0].status_code == 429
    assert tried(Client(REMOTE_ADDR="2001:db8:0:1::1"), 1)[0].status_code != 429


def test_is_over_when_the_time_has_passed(settings: Settings) -> None:
    assert tried(Client(), 3)[-1].status_code == 429
    row = Tally.objects.get()
    assert "127.0.0.1" not in row.key
    Tally.objects.update(since=row.since.replace(year=row.since.year - 1))
    assert tried(Client(), 1)[0].status_code != 429


@pytest.mark.parametrize(
    ("proxies", "told", "counts"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7, 8.8.8.8", "7.7.7.7"),
        (2, "7.7.7.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "not an address", "not an address"),
    ],
)
def test_believes_only_its_own_proxies(
    settings: Settings, proxies: int, told: str, counts: str
) -> None:
    settings.PROXIES = proxies
    asked = RequestFactory().get("/", headers={"X-Forwarded-For": told} if told else {})
    assert address_of(asked) == counts


@pytest.mark.parametrize(
    "path", ["/account/login/code/", "/consent/some-token/", "/verify/AAAA-BBBB/"]
)
def test_stands_before_sign_in_consents_and_papers(path: str) -> None:
    assert tried(Client(), 3, path, email="somebody@example.org")[-1].status_code == 429


def test_counts_every_look_at_a_paper() -> None:
    visitor = Client()
    assert [visitor.get("/verify/AAAA-BBBB/").status_code for _ in range(3)] == [404, 404, 429]


def test_tells_a_program_in_json(client_of: ClientOf) -> None:
    amina = client_of("amina")
    path = "/files/cases/case_aaaaaaaaaaaaaaaaaaaaaa/uploads/"
    answers = [amina.post(path, "{}", content_type="application/json") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "too_many"


def test_gives_nothing_back_to_a_forged_form() -> None:
    forged = Client(enforce_csrf_checks=True)
    answers = tried(forged, 4)
    assert {a.status_code for a in answers} == {403}
    assert "Болит" not in answers[-1].content.decode()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_speaks_the_readers_language(world: World, language: str) -> None:
    visitor = Client()
    visitor.cookies["language"] = language
    page = tried(visitor, 3)[-1].content.decode()
    assert english_on(inside(page.replace(TYPED, ""))) == []
