"""Proving more of who one is."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.web import routing
from sanamost.web.acting import Request
from tests.web.conftest import ClientOf


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("persona", ["sidorov", "volkov", "lee", "ivanova", "nikitin"])
def test_is_asked_of_roles_with_money_or_figures(client_of: ClientOf, persona: str) -> None:
    answer = client_of(persona, strong=False).get("/account/colleagues/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/second-factor/?next=%2Faccount%2Fcolleagues%2F"
    assert client_of(persona).get("/account/colleagues/").status_code == 200


@pytest.mark.parametrize("persona", ["petrova", "orlova", "karim"])
def test_is_not_asked_of_others(client_of: ClientOf, persona: str) -> None:
    assert client_of(persona, strong=False).get("/account/colleagues/").status_code == 200


def test_explains_and_leads_to_a_second_factor(client_of: ClientOf) -> None:
    page = client_of("sidorov", strong=False).get("/account/second-factor/").content.decode()
    assert "/account/2fa/totp/activate/" in page
    assert "/account/2fa/webauthn/add/" in page


def test_leads_on_who_has_it_already_but_never_off_the_platform(client_of: ClientOf) -> None:
    client = client_of("sidorov")
    assert client.get("/account/second-factor/?next=/desk/")["Location"] == "/desk/"
    away = client.get("/account/second-factor/?next=https://elsewhere.example/")
    assert away["Location"] == "/account/home/"


def signing(client: Client, method: str = "POST") -> HttpResponse:
    """What a page that signs answers to this session."""
    signed = []

    def page(request: Request) -> HttpResponse:
        signed.append(request)
        return HttpResponse("signed", status=200 if request.method == "GET" else 302)

    policy = policies.Policy(
        policies.Audience.ROLES, frozenset({Role.PATIENT}), fresh=True, unkept="a test"
    )
    declared = routing.Route("patient", "signing", "sign/", policy, ("GET", "POST"), page)
    request = RequestFactory().generic(method, "/my/sign/?paper=1")
    request.session = client.session
    from django.contrib.auth import get_user  # noqa: PLC0415 needs the session just set

    request.user = get_user(request)
    answer = routing._view(declared)(request)
    answer.headers["Signed"] = str(len(signed))
    return answer


@pytest.mark.parametrize(
    ("method", "back"),
    [("GET", "%2Fmy%2Fsign%2F%3Fpaper%3D1"), ("POST", "%2Faccount%2Funsent%2F")],
)
def test_must_be_fresh_for_a_signature(client_of: ClientOf, method: str, back: str) -> None:
    fresh = signing(client_of("amina", minutes_ago=4), method)
    assert fresh["Signed"] == "1"
    stale = signing(client_of("amina", minutes_ago=6), method)
    assert stale["Signed"] == "0"
    assert stale["Location"] == f"/account/confirm/?next={back}"


def test_is_renewed_by_a_code_from_a_letter(client_of: ClientOf) -> None:
    client = client_of("amina", strong=False, minutes_ago=60)
    assert signing(client)["Signed"] == "0"
    client.post("/account/confirm/", {"how": "letter", "next": "/my/"})
    assert mail.outbox[-1].to == ["amina@example.org"]
    code = re.search(r"\d{6}", str(mail.outbox[-1].body))
    assert code
    answer = client.post("/account/confirm/", {"how": "code", "code": code[0], "next": "/my/"})
    assert answer["Location"] == "/my/"
    assert signing(client)["Signed"] == "1"


def test_is_not_renewed_by_guesses(client_of: ClientOf) -> None:
    client = client_of("amina", strong=False, minutes_ago=60)
    client.post("/account/confirm/", {"how": "letter"})
    code = re.search(r"\d{6}", str(mail.outbox[-1].body))
    assert code
    wrong = f"{(int(code[0]) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert client.post("/account/confirm/", {"how": "code", "code": wrong}).status_code == 422
    late = client.post("/account/confirm/", {"how": "code", "code": code[0]})
    assert late.status_code == 422
    assert signing(client)["Signed"] == "0"


def test_is_not_renewed_without_a_letter(client_of: ClientOf) -> None:
    client = client_of("amina", strong=False, minutes_ago=60)
    assert client.post("/account/confirm/", {"how": "code", "code": ""}).status_code == 422
    assert client.post("/account/confirm/", {"how": "code", "code": "000000"}).status_code == 422
    assert signing(client)["Signed"] == "0"
