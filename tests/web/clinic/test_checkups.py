"""The check-up on a clinic's pages."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from sanamost.journey.checkups import selectors, services
from sanamost.journey.checkups.models import Checkup, Edit
from sanamost.journey.checkups.services import Told
from sanamost.journey.proposals.models import Line
from sanamost.journey.requests.models import Request
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from tests.journey.referred import Referred, open_case, refer
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.web.reading import words_on
from tests.world import NOON, World, acting_as, system

TOLD = Told(age=52, sex="female", answers={"family": frozenset({"colorectal"})})


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


@pytest.fixture
def checkup(referred: Referred) -> Checkup:
    """Her check-up."""
    with acting_as(system("test")):
        asked = Request.objects.get(case=referred.case).public_id
        return services.attach(
            case_id=referred.case.pk, request_public_id=asked, told=TOLD, now=NOON
        )


def address(name: str, checkup: Checkup) -> str:
    return reverse(f"clinic:{name}", args=[checkup.public_id])


def said(page: Any) -> str:
    return " ".join(words_on(page.content.decode()).split())


def standing(referred: Referred, checkup: Checkup) -> list[str]:
    with acting_as(referred.physician):
        rows = selectors.for_clinic(
            referred.physician, checkup, referred.physician.organisation_id or 0
        )
    return [one.code for one in rows if one.stands]


def test_show_reasons_sources_answers_and_the_rules_version(
    referred: Referred, checkup: Checkup, client_of: ClientOf
) -> None:
    words = said(client_of("orlova").get(address("checkup", checkup)))

    assert "Cancer of the bowel" in words
    assert "To be confirmed by a physician" in words
    assert "The colonoscopy that is proposed shows more." in words
    assert "Proposed by the rules of 2026-11-22." in words


def test_let_the_physician_take_out_and_put_in_with_a_reason(
    referred: Referred, checkup: Checkup, client_of: ClientOf
) -> None:
    orlova = client_of("orlova")
    out = send(orlova, address("checkup_remove", checkup), item="glucose", reason="Known already")
    come = send(orlova, address("checkup_add", checkup), item="bones", reason="Knee pain")

    assert (out.status_code, come.status_code) == (302, 302)
    found = standing(referred, checkup)
    assert "glucose" not in found
    assert "bones" in found
    case = client_of("petrova").get(reverse("clinic:case", args=[referred.case.public_id]))
    assert "Taken out by the physician: Known already" in said(case)
    patient = client_of("amina").get(reverse("patient:case", args=[referred.case.public_id]))
    assert "Knee pain" in said(patient)


def test_say_at_its_field_what_is_missing(
    referred: Referred, checkup: Checkup, client_of: ClientOf
) -> None:
    orlova = client_of("orlova")
    silent = send(orlova, address("checkup_remove", checkup), item="glucose", reason="")
    unknown = send(orlova, address("checkup_add", checkup), service_code="NO-1", reason="Needed")

    assert (silent.status_code, unknown.status_code) == (422, 422)
    assert "This field is required." in said(silent)
    assert "Choose an examination, or type the code" in said(unknown)
    assert 'value="NO-1"' in unknown.content.decode()
    with acting_as(system("test")):
        assert not Edit.objects.exists()


def test_offer_a_coordinator_no_change(
    referred: Referred, checkup: Checkup, client_of: ClientOf
) -> None:
    petrova = client_of("petrova")

    assert "Put an examination in" not in said(petrova.get(address("checkup", checkup)))
    answer = send(petrova, address("checkup_remove", checkup), item="glucose", reason="No")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "code", ["saidov", "belova", "sidorov", "amina", "mallory", "karim", "lee"]
)
def test_are_as_if_they_were_not_for_others(
    referred: Referred, checkup: Checkup, client_of: ClientOf, code: str
) -> None:
    client = client_of(code)
    for name in ("checkup", "checkup_add", "checkup_remove"):
        assert client.get(address(name, checkup)).status_code == 404


def test_put_examinations_into_the_proposal(
    world: World, referred: Referred, checkup: Checkup, client_of: ClientOf
) -> None:
    with acting_as(system("test")):
        clinic = world.organisation("demo-ortho")
        facts = ServiceFacts(
            code="ECG", nomenclature_code="A05.10.006", names={"en": "ECG"}, kind="diagnostics"
        )
        catalogue.enter_services(organisation_id=clinic, rows=[facts])
        price = PriceRow("ECG", PatientGroup.FOREIGN, Decimal(900))
        catalogue.publish_price_list(
            organisation_id=clinic, number="2", valid_from=dt.date(2026, 6, 1), prices=[price]
        )
    petrova = client_of("petrova")
    start = send(petrova, reverse("clinic:propose", args=[referred.referral.public_id]))
    page = petrova.get(start["Location"])
    assert "1 examination of the check-up is in your price list" in said(page)
    assert "Not in your price list:" in said(page)

    made = start["Location"].rstrip("/").rsplit("/", 1)[-1]
    taken = send(petrova, reverse("clinic:proposal_checkup", args=[made]))

    assert taken.status_code == 302
    with acting_as(system("test")):
        assert [line.code for line in Line.objects.all()] == ["ECG"]
    assert "What your price list holds of the check-up" in said(petrova.get(start["Location"]))
    assert "Put them into the proposal" not in said(client_of("orlova").get(start["Location"]))


def test_stand_on_no_case_without_one(referred: Referred, client_of: ClientOf) -> None:
    page = client_of("orlova").get(reverse("clinic:case", args=[referred.case.public_id]))

    assert 'id="checkup"' not in page.content.decode()
