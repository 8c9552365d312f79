"""Proposals before the patient."""

import datetime as dt
import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from sanamost.commerce.rates import services as rates
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ProposalState
from sanamost.registry.catalogue.services import REFERENCE
from tests.journey.proposals.conftest import reference
from tests.journey.referred import Referred, drafted, open_case, refer, sent
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.web.reading import english_on, words_on
from tests.world import NOON, World, acting_as, system

__all__ = ["reference"]
LANGUAGES = ("en", "ru", "zh-hans", "ar")


@pytest.fixture
def two(world: World) -> tuple[Proposal, Proposal]:
    """Proposals of both clinics, the second one with a package alone and so the cheaper one."""
    case = open_case(world, partner_id=world.organisation("silk-road-care"))
    first, second = refer(world, case), refer(world, case, "demo-heart")
    dear = sent(first, now=timezone.now())
    cheap = sent(
        second,
        now=timezone.now(),
        lines=[LineAsked(service=second.services["PKG-1"])],
    )
    return dear, cheap


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


def compare_address(proposal: Proposal) -> str:
    with acting_as(system("test")):
        return reverse("patient:proposals", args=[proposal.case.public_id])


def state_of(proposal: Proposal) -> str:
    with acting_as(system("test")):
        return str(Proposal.objects.get(pk=proposal.pk).state)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "10 % of the medical bill"),
        ("ru", "10 % от суммы"),
        ("zh-hans", "10%"),
        ("ar", "١٠٪"),
    ],
)
def test_tell_the_partners_commission_on_page_and_paper(
    two: tuple[Proposal, Proposal], client_of: ClientOf, language: str, told: str
) -> None:
    amina = client_of("amina")
    amina.cookies["language"] = language

    page = amina.get(reverse("patient:proposal", args=[two[0].public_id])).content.decode()

    assert told in words_on(page)
    with acting_as(system("test")):
        paper = Proposal.objects.select_related("paper").get(pk=two[0].pk).paper
        assert paper is not None
        commission = json.loads(paper.payload)["commission"]
    assert told in commission["zh" if language == "zh-hans" else language]


def test_tell_of_no_commission_where_nobody_sent_the_patient(
    referred: Referred, client_of: ClientOf
) -> None:
    alone = sent(referred, now=timezone.now())

    page = client_of("amina").get(reverse("patient:proposal", args=[alone.public_id]))

    assert "Who is paid for sending you" not in words_on(page.content.decode())


def test_stand_side_by_side(two: tuple[Proposal, Proposal], client_of: ClientOf) -> None:
    page = client_of("amina").get(compare_address(two[0])).content.decode()

    words = words_on(page)
    assert words.index("Demo Heart Hospital") < words.index("Demo Orthopaedic Centre")
    assert page.count("compare-offer") == 2
    assert "Lowest total" in words
    assert "Not included" in page
    assert "Flights" in words
    assert "14 days or more before arrival, 100% is returned" in words
    assert "The clinic pays Silk Road Care 10 %" in words


def test_name_the_rate_and_its_day(
    reference: None, referred: Referred, client_of: ClientOf, settings: Any
) -> None:
    settings.RATE_FRESH_DAYS = 36_500
    rates.import_file(path=REFERENCE / "cbr_2024-10-04.xml", now=NOON)
    row = sent(referred, now=timezone.now())

    words = words_on(client_of("amina").get(compare_address(row)).content.decode())

    assert "at the rate of Bank of Russia of 4 Oct 2024" in words
    assert "UZS" in words


def test_say_so_where_no_rate_is_fresh(referred: Referred, client_of: ClientOf) -> None:
    row = sent(referred, now=timezone.now())

    page = client_of("amina").get(reverse("patient:proposal", args=[row.public_id]))

    assert "there is no fresh official rate" in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_speak_the_readers_language(
    language: str, two: tuple[Proposal, Proposal], client_of: ClientOf
) -> None:
    amina = client_of("amina")
    amina.cookies["language"] = language
    for name in ("proposal", "proposal_accept", "proposal_decline"):
        page = amina.get(reverse(f"patient:{name}", args=[two[0].public_id]))
        assert page.status_code == 200
    page = amina.get(compare_address(two[0]))

    if language in {"zh-hans", "ar"}:
        left = {"Total", "Stay", "Included", "Arrival", "Deposit", "If"}
        assert not left & set(english_on(page.content.decode()))


def test_are_accepted_after_being_asked_once_more(
    two: tuple[Proposal, Proposal], client_of: ClientOf
) -> None:
    amina, (dear, cheap) = client_of("amina"), two
    address = reverse("patient:proposal_accept", args=[cheap.public_id])

    asked = words_on(amina.get(address).content.decode())
    assert "Demo Orthopaedic Centre" in asked  # who is declined by it
    assert state_of(cheap) == ProposalState.SENT
    answer = send(amina, address)

    assert answer.status_code == 302
    assert (state_of(cheap), state_of(dear)) == (ProposalState.ACCEPTED, ProposalState.DECLINED)
    again = send(amina, address)
    assert again.status_code == 422
    assert "no longer" in words_on(again.content.decode())


def test_are_declined(referred: Referred, client_of: ClientOf) -> None:
    row = sent(referred, now=timezone.now())

    answer = send(client_of("amina"), reverse("patient:proposal_decline", args=[row.public_id]))

    assert answer.status_code == 302
    assert state_of(row) == ProposalState.DECLINED


def test_say_why_they_cannot_be_accepted_any_more(referred: Referred, client_of: ClientOf) -> None:
    row = sent(referred, now=timezone.now() - dt.timedelta(days=30))

    answer = send(client_of("amina"), reverse("patient:proposal_accept", args=[row.public_id]))

    assert answer.status_code == 422
    assert "This proposal has expired" in words_on(answer.content.decode())
    assert state_of(row) == ProposalState.SENT


@pytest.mark.parametrize("who", ["mallory", "fatima", "petrova", "karim"])
def test_do_not_exist_for_others(who: str, referred: Referred, client_of: ClientOf) -> None:
    row, other = sent(referred, now=timezone.now()), client_of(who)

    assert other.get(compare_address(row)).status_code == 404
    for name in ("proposal", "proposal_accept", "proposal_decline"):
        assert other.get(reverse(f"patient:{name}", args=[row.public_id])).status_code == 404
    for name in ("proposal_accept", "proposal_decline"):
        answer = send(other, reverse(f"patient:{name}", args=[row.public_id]))
        assert answer.status_code == 404
    assert state_of(row) == ProposalState.SENT


def test_do_not_exist_before_they_are_sent(referred: Referred, client_of: ClientOf) -> None:
    draft, amina = drafted(referred), client_of("amina")

    assert amina.get(reverse("patient:proposal", args=[draft.public_id])).status_code == 404
    assert "No proposal waits" in amina.get(compare_address(draft)).content.decode()


def test_stand_on_the_case_page_with_what_happens_next(
    two: tuple[Proposal, Proposal], client_of: ClientOf
) -> None:
    with acting_as(system("test")):
        case = two[0].case.public_id

    words = words_on(client_of("amina").get(reverse("patient:case", args=[case])).content.decode())

    assert "Read the proposals and choose" in words
    assert "Compare the proposals" in words


def test_are_compared_with_a_constant_number_of_queries(
    two: tuple[Proposal, Proposal], client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    amina, address = client_of("amina"), compare_address(two[0])

    with django_assert_max_num_queries(45):
        amina.get(address)


def test_let_the_patient_take_the_paper_home(referred: Referred, client_of: ClientOf) -> None:
    row = sent(referred, now=timezone.now())
    with acting_as(system("test")):
        paper = Proposal.objects.get(pk=row.pk).paper
        assert paper is not None
    address = reverse("papers:pdf", args=[paper.public_id])

    assert client_of("amina").get(address).content.startswith(b"%PDF")
    assert client_of("mallory").get(address).status_code == 404
