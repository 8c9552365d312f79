"""The proposal builder, the calendar of places, the price list."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from sanamost.jobs.world import price_lists
from sanamost.journey.bookings.models import Hold
from sanamost.journey.proposals.models import Line, Proposal
from sanamost.journey.proposals.states import ProposalState
from sanamost.registry.catalogue.models import Price
from sanamost.registry.resources import selectors as resources
from tests.journey.referred import Referred, drafted, open_case, refer, sent
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.web.reading import words_on
from tests.world import World, acting_as, system

LANGUAGES = ("en", "ru", "zh-hans", "ar")


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


def stored(public_id: str) -> Proposal:
    with acting_as(system("test")):
        return Proposal.objects.get(public_id=public_id)


def lines_of(public_id: str) -> list[Line]:
    with acting_as(system("test")):
        return list(Line.objects.filter(proposal__public_id=public_id).order_by("position"))


def address(name: str, proposal: Proposal | str) -> str:
    public_id = proposal if isinstance(proposal, str) else proposal.public_id
    return reverse(f"clinic:{name}", args=[public_id])


def start(client: Any, referred: Referred) -> str:
    """Begin through the page; the public id."""
    answer = send(client, reverse("clinic:propose", args=[referred.referral.public_id]))
    assert answer.status_code == 302
    return str(answer["Location"]).rstrip("/").rsplit("/", 1)[-1]


def test_puts_a_proposal_together_through_its_pages(
    referred: Referred, client_of: ClientOf, world: World
) -> None:
    petrova, orlova, sidorov = (client_of(code) for code in ("petrova", "orlova", "sidorov"))
    made = start(petrova, referred)

    send(
        petrova,
        address("proposal_plan", made),
        language="ru",
        text="Операция.",
        translation="Surgery.",
    )
    for code in ("PKG-1", "SRV-1", "SRV-1"):
        send(petrova, address("proposal_lines", made), add=referred.services[code])
    with acting_as(system("test")):
        free = resources.arrival_days(
            organisation_id=world.organisation("demo-ortho"),
            area="orthopaedics",
            first=timezone.localdate() + dt.timedelta(weeks=4),
            stay_days=9,
            limit=1,
        )[0]
    answer = send(
        petrova,
        address("proposal_dates", made),
        area="orthopaedics",
        arrives_on=free.day.isoformat(),
        stay_days="9",
        valid_days="14",
    )
    assert answer.status_code == 302
    assert send(orlova, address("proposal_approve", made), role="physician").status_code == 302
    assert send(sidorov, address("proposal_approve", made), role="finance").status_code == 302
    assert send(petrova, address("proposal_send", made)).status_code == 302

    row = stored(made)
    assert row.state == ProposalState.SENT
    assert row.arrives_on == free.day
    assert [(line.code, line.quantity) for line in lines_of(made)] == [
        ("PKG-1", Decimal(1)),
        ("SRV-1", Decimal(2)),
    ]
    with acting_as(system("test")):
        assert Hold.objects.filter(proposal=row, state="active").count() == 1


def test_changes_quantities_and_takes_lines_out(referred: Referred, client_of: ClientOf) -> None:
    made, petrova = drafted(referred), client_of("petrova")

    send(petrova, address("proposal_lines", made), **{"quantity-2": "2,5"})
    assert lines_of(made.public_id)[1].quantity == Decimal("2.5")

    send(petrova, address("proposal_lines", made), remove="1")
    assert [line.code for line in lines_of(made.public_id)] == ["SRV-1"]


def test_keeps_what_was_typed_when_it_refuses(referred: Referred, client_of: ClientOf) -> None:
    made, petrova = drafted(referred), client_of("petrova")

    answer = send(petrova, address("proposal_lines", made), **{"quantity-2": "two"})
    assert answer.status_code == 422
    assert "Write quantities in digits" in answer.content.decode()
    assert 'value="two"' in answer.content.decode()
    free = {
        "free": "yes",
        "name": "Custom implant",
        "unit_price": "98 000,50",
        "vat_class": "exempt",
        "reason": "no",
    }
    answer = send(petrova, address("proposal_lines", made), **free)
    assert answer.status_code == 422
    assert "Custom implant" in answer.content.decode()
    assert len(lines_of(made.public_id)) == 2


def test_adds_a_free_line(referred: Referred, client_of: ClientOf) -> None:
    made, petrova = drafted(referred), client_of("petrova")

    answer = send(
        petrova,
        address("proposal_lines", made),
        free="yes",
        name="Custom implant",
        unit_price="98 000,50",
        vat_class="exempt",
        scope="implants",
        reason="Made to order",
    )

    assert answer.status_code == 302
    assert lines_of(made.public_id)[-1].unit_price == Decimal("98000.50")


def test_finds_services_of_the_clinic(referred: Referred, client_of: ClientOf) -> None:
    made, petrova = drafted(referred), client_of("petrova")

    page = petrova.get(address("proposal", made), {"q": "ортопеда"}).content.decode()

    assert referred.services["CON-1"] in page
    assert "5,250" in words_on(page)  # 3,500 × 1.5
    nothing = petrova.get(address("proposal", made), {"q": "zzzz"}).content.decode()
    assert "Nothing found" in nothing


def test_shows_each_role_its_part(referred: Referred, client_of: ClientOf) -> None:
    made = drafted(referred)

    to_physician = words_on(client_of("orlova").get(address("proposal", made)).content.decode())
    to_finance = words_on(client_of("sidorov").get(address("proposal", made)).content.decode())

    assert "Approve the plan" in to_physician
    assert "744,400" not in to_physician
    assert "Approve the price" in to_finance
    assert "744,400" in to_finance
    assert "восстановление" not in to_finance


@pytest.mark.parametrize("who", ["belova", "mallory", "amina", "karim", "ivanova"])
def test_does_not_exist_for_others(who: str, referred: Referred, client_of: ClientOf) -> None:
    made, other = drafted(referred), client_of(who)

    assert other.get(address("proposal", made)).status_code == 404
    for name in ("plan", "dates", "lines", "approve", "send", "version"):
        assert send(other, address(f"proposal_{name}", made)).status_code == 404, name
    assert other.get(address("proposal_preview", made)).status_code == 404
    assert stored(made.public_id).state == ProposalState.DRAFT


def test_previews_its_paper_as_a_draft(referred: Referred, client_of: ClientOf) -> None:
    made = drafted(referred)

    answer = client_of("petrova").get(address("proposal_preview", made))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_makes_a_new_version(referred: Referred, client_of: ClientOf) -> None:
    row = sent(referred)

    answer = send(client_of("petrova"), address("proposal_version", row))

    assert answer.status_code == 302
    assert stored(row.public_id).state == ProposalState.SUPERSEDED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", ["draft", "sent"])
def test_speaks_the_readers_language(
    language: str, stage: str, referred: Referred, client_of: ClientOf
) -> None:
    made = drafted(referred) if stage == "draft" else sent(referred)
    petrova = client_of("petrova")
    petrova.cookies["language"] = language

    for page in (
        address("proposal", made),
        reverse("clinic:case", args=[referred.case.public_id]),
    ):
        answer = petrova.get(page)
        assert answer.status_code == 200
        if language in {"zh-hans", "ar"}:
            assert "Priced lines" not in answer.content.decode()
            assert "Approval and sending" not in answer.content.decode()


def test_reads_a_builder_in_a_bounded_number_of_queries(
    referred: Referred, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    petrova = client_of("petrova")
    few = drafted(referred)
    with django_assert_max_num_queries(75):
        petrova.get(address("proposal", few))
    for _ in range(2):
        for code in ("CON-1", "SRV-1", "PKG-1"):
            send(petrova, address("proposal_lines", few), add=referred.services[code])
    with django_assert_max_num_queries(75):
        petrova.get(address("proposal", few))


def test_says_where_the_list_names_only_the_lowest_price(
    referred: Referred, client_of: ClientOf
) -> None:
    Price.objects.update(at_least=True)
    key = drafted(referred)
    petrova = client_of("petrova")
    page = petrova.get(address("proposal", key), {"q": "PKG-1"}).content.decode()
    assert "Say in the plan what may change the price" in page
    lines, _mark, found = page.partition('id="found"')
    assert lines.count("from <bdi") >= 3  # the price, the sum, the total
    assert "from <bdi" in found


@pytest.mark.parametrize("asked", ["", "yesterday", "9999-12-31", "0001-01-01", "2026-13-40"])
def test_shows_places_whatever_day_is_asked_for(
    asked: str, world: World, client_of: ClientOf
) -> None:
    answer = client_of("petrova").get(reverse("clinic:places"), {"from": asked})

    assert answer.status_code == 200


@pytest.fixture
def priced(world: World) -> World:
    """The orthopaedic centre with its price list."""
    with acting_as(system("test")):
        price_lists.load("demo-ortho", world.organisation("demo-ortho"))
    return world


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_prices(language: str, priced: World, client_of: ClientOf) -> None:
    petrova = client_of("petrova")
    petrova.cookies["language"] = language

    page = petrova.get(reverse("clinic:prices"), {"q": "PKG-01", "group": "eaeu"})
    words = words_on(page.content.decode())

    assert page.status_code == 200
    assert "PKG-01" in words
    assert re.search(r"558\D?900", words)


def test_lists_prices_in_pages_with_few_queries(
    priced: World, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    petrova = client_of("petrova")

    with django_assert_max_num_queries(30):
        page = petrova.get(reverse("clinic:prices"), {"page": "2"})

    assert "51–100" in words_on(page.content.decode())
