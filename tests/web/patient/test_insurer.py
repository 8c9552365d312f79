"""An insurer …"""

import hashlib

import pytest
from django.test import Client

from sanamost.foundation.access.models import Grant
from sanamost.registry.partners.models import TransferCountry
from sanamost.registry.patients.models import Consent
from tests.journey.requests.conftest import Way, way
from tests.web.conftest import ClientOf
from tests.web.public.test_request import post
from tests.web.reading import english_on, inside
from tests.world import acting_as, system

__all__ = ["way"]
SYSTEM = system("test")
YES = {"discloses": "on", "crosses": "on"}


@pytest.fixture
def case(way: Way) -> str:
    """The public id of Amina's case."""
    return str(way.submit().case.public_id)


def page_of(case: str, way: Way) -> str:
    from sanamost.registry.organisations import selectors  # noqa: PLC0415 only here

    card = selectors.card_by_code("gulf-shield")
    assert card is not None
    return f"/my/cases/{case}/insurers/{card.public_id}/"


def seen(case: str) -> set[str]:
    with acting_as(SYSTEM):
        rows = Grant.objects.filter(
            case__public_id=case, organisation__code="gulf-shield", revoked_at__isnull=True
        )
        return {row.data_class for row in rows}


def given() -> list[Consent]:
    with acting_as(SYSTEM):
        rows = Consent.objects.filter(recipient__code="gulf-shield").select_related("paper")
        return list(rows.order_by("purpose"))


def test_sees_who_and_the_money_by_the_patients_consents(
    way: Way, case: str, client_of: ClientOf
) -> None:
    amina, haddad = client_of("amina"), client_of("haddad")
    assert haddad.get(f"/partner/cases/{case}/").status_code == 404

    assert post(amina, page_of(case, way), YES).status_code == 302

    assert seen(case) == {"identity", "money"}
    crossing, disclosure = given()
    assert (crossing.purpose, disclosure.purpose) == ("cross_border", "disclosure")
    for consent in (crossing, disclosure):
        assert (consent.language, consent.channel) == ("ru", "web")
        assert consent.text_version
        told = hashlib.sha256(consent.paper.payload.encode()).hexdigest()
        assert consent.text_sha256 == consent.paper.sha256 == told
    page = haddad.get(f"/partner/cases/{case}/").content.decode()
    assert "KARIMOVA" in page.upper()
    assert "колен" not in page
    assert "KARIMOVA" in haddad.get("/partner/insured/").content.decode().upper()


def test_sees_nothing_any_more_when_a_consent_is_taken_back(
    way: Way, case: str, client_of: ClientOf
) -> None:
    amina, haddad = client_of("amina"), client_of("haddad")
    post(amina, page_of(case, way), YES)

    for consent in given()[:1]:
        assert post(amina, f"/my/consents/{consent.public_id}/withdraw/", {}).status_code == 302

    assert seen(case) == set()
    assert haddad.get(f"/partner/cases/{case}/").status_code == 404
    assert "KARIMOVA" not in haddad.get("/partner/insured/").content.decode().upper()
    assert post(amina, page_of(case, way), YES).status_code == 302
    assert seen(case) == {"identity", "money"}


def test_abroad_sees_nothing_without_the_consent_to_the_transfer(
    way: Way, case: str, client_of: ClientOf
) -> None:
    answer = post(client_of("amina"), page_of(case, way), {"discloses": "on"})

    assert answer.status_code in {200, 422}
    assert seen(case) == set()
    assert given() == []


def test_in_a_country_that_is_not_cleared_is_told_nothing(
    way: Way, case: str, client_of: ClientOf
) -> None:
    with acting_as(SYSTEM):
        TransferCountry.objects.filter(country="AE").delete()
    amina = client_of("amina")

    page = amina.get(page_of(case, way)).content.decode()
    assert post_blindly(amina, page_of(case, way)) in {200, 422}

    assert "не согласована с регулятором" in page or "not cleared" in page
    assert 'name="discloses"' not in page
    assert seen(case) == set()


@pytest.mark.parametrize("who", ["mallory", "karim", "petrova"])
def test_is_nobody_elses_to_choose(way: Way, case: str, client_of: ClientOf, who: str) -> None:
    client = client_of(who)
    assert client.get(f"/my/cases/{case}/insurers/").status_code in {302, 404}
    assert post_blindly(client, page_of(case, way)) in {302, 404}
    assert seen(case) == set()


def post_blindly(client: Client, address: str) -> int:
    return int(client.post(address, YES | {"idempotency_key": "k" * 32}).status_code)


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_is_read_about_in_the_readers_language(
    way: Way, case: str, client_of: ClientOf, language: str
) -> None:
    amina = client_of("amina")
    amina.cookies["language"] = language
    listed = inside(amina.get(f"/my/cases/{case}/insurers/").content.decode())
    assert english_on(listed.replace("Gulf Shield Insurance", "")) == []
    form = inside(amina.get(page_of(case, way)).content.decode()).partition("<form")[2]
    assert english_on(f"<form{form}") == []
