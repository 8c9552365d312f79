"""A claim to an entry of the official register …"""

import dataclasses

import pytest
from django.db import DatabaseError, transaction

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.roles import Role
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging import services as messaging
from sanamost.registry.catalogue.models import Region
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.models import Claim, Organisation, RegisterEntry
from sanamost.registry.organisations.services import claims
from sanamost.registry.organisations.services.proofs import ReasonMissing
from sanamost.registry.organisations.states import ClaimState
from tests.world import NOON, Actor, World, acting_as


def ask(actor: Actor, inn: str = "2500000001") -> Claim:
    with acting_as(actor):
        return services.claim_entry(
            actor=actor, inn=inn, post="Deputy head", words="I work there.", now=NOON
        )


def confirm(actor: Actor, claim: Claim) -> Organisation:
    with acting_as(actor):
        return services.confirm_claim(actor=actor, public_id=claim.public_id, now=NOON)


@pytest.fixture
def claim(world: World, entry: RegisterEntry) -> Claim:
    """Mallory says that the hospital is hers."""
    return ask(world.actor("mallory"))


def test_becomes_a_living_card_with_its_first_person(world: World, claim: Claim) -> None:
    card = confirm(world.actor("lee"), claim)
    assert (card.inn, card.region, card.website) == (
        "2500000001",
        "05",
        "https://www.hospital.example",
    )
    (standing,) = access.standings_of(claim.user_id)
    assert standing.organisation_id == card.pk
    assert Role.COORDINATOR in standing.roles
    with acting_as(world.actor("mallory")):
        (own,) = selectors.own_claims(world.actor("mallory"))
    assert own.state == ClaimState.CONFIRMED


def test_puts_nobody_on_the_portal_before_the_card_is_verified(world: World, claim: Claim) -> None:
    lee = world.actor("lee")
    card = confirm(lee, claim)
    assert card.pk not in [clinic.pk for clinic in selectors.clinics()]
    with acting_as(lee):
        services.verify_clinic(actor=lee, public_id=card.public_id, now=NOON)
    assert card.pk in [clinic.pk for clinic in selectors.clinics()]


def test_is_told_to_the_claimant(world: World, claim: Claim) -> None:
    confirm(world.actor("lee"), claim)
    with acting_as(world.actor("mallory")):
        (notice,) = messaging.notices_for(world.actor("mallory"))
    assert "ГОРОДСКАЯ БОЛЬНИЦА" in notice.words


def test_is_not_decided_by_whoever_made_it(world: World, entry: RegisterEntry) -> None:
    lee = world.actor("lee")
    own = ask(lee)
    for decide in (
        lambda: services.confirm_claim(actor=lee, public_id=own.public_id, now=NOON),
        lambda: services.refuse_claim(actor=lee, public_id=own.public_id, reason="x", now=NOON),
    ):
        with pytest.raises(claims.OwnClaim), acting_as(lee):
            decide()
    confirm(world.actor("ivanova"), own)


def test_cannot_be_decided_by_its_maker_in_the_database(world: World, claim: Claim) -> None:
    with (
        acting_as(world.actor("mallory")),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Claim.objects.filter(pk=claim.pk).update(state="confirmed")


@pytest.mark.parametrize("persona", ["petrova", "sokolova", "nikitin", "amina"])
def test_is_decided_by_those_in_charge_alone(world: World, claim: Claim, persona: str) -> None:
    actor = world.actor(persona)
    with acting_as(actor):
        assert not Claim.objects.filter(pk=claim.pk).exists()
        assert selectors.claims_to_decide(actor) == []
    with pytest.raises(NotVisible):
        confirm(actor, claim)


def test_of_another_region_is_not_the_coordinators(world: World, claim: Claim) -> None:
    RegisterEntry.objects.update(region_id="45")
    lee = world.actor("lee")
    with acting_as(lee):
        assert not Claim.objects.filter(pk=claim.pk).exists()
    with pytest.raises(NotVisible):
        confirm(lee, claim)


def test_waits_in_the_list_of_those_in_charge(world: World, claim: Claim) -> None:
    for persona in ("lee", "ivanova"):
        actor = world.actor(persona)
        with acting_as(actor):
            assert [row.pk for row in selectors.claims_to_decide(actor)] == [claim.pk]


def test_is_made_once_by_one_person(world: World, claim: Claim) -> None:
    with pytest.raises(claims.ClaimOpen):
        ask(world.actor("mallory"))
    ask(world.actor("amina"))


def test_waits_with_no_more_than_two_others(world: World, entry: RegisterEntry) -> None:
    for number in range(2, 5):
        RegisterEntry.objects.create(
            **{
                field: getattr(entry, field)
                for field in ("name_short", "name_full", "region_id", "oms_territories", "edition")
            },
            inn=f"250000000{number}",
            search_key="x",
        )
    mallory = world.actor("mallory")
    for number in range(1, 4):
        ask(mallory, f"250000000{number}")
    with pytest.raises(claims.TooManyClaims):
        ask(mallory, "2500000004")


def test_to_an_organisation_on_the_platform_is_refused(world: World, claim: Claim) -> None:
    second = ask(world.actor("amina"))
    confirm(world.actor("lee"), claim)
    with pytest.raises(claims.EntryTaken):
        ask(world.actor("karim"))
    with pytest.raises(claims.EntryTaken):
        confirm(world.actor("lee"), second)
    assert Organisation.objects.filter(inn="2500000001").count() == 1


def test_that_was_refused_is_not_confirmed_later(world: World, claim: Claim) -> None:
    lee = world.actor("lee")
    with acting_as(lee):
        services.refuse_claim(actor=lee, public_id=claim.public_id, reason="Unknown", now=NOON)
    with pytest.raises(MoveNotAllowed):
        confirm(lee, claim)
    assert not Organisation.objects.filter(inn="2500000001").exists()


def test_is_refused_with_a_reason_that_the_claimant_reads(world: World, claim: Claim) -> None:
    lee, mallory = world.actor("lee"), world.actor("mallory")
    with pytest.raises(ReasonMissing), acting_as(lee):
        services.refuse_claim(actor=lee, public_id=claim.public_id, reason="", now=NOON)
    with acting_as(lee):
        services.refuse_claim(actor=lee, public_id=claim.public_id, reason="Not known", now=NOON)
    with acting_as(mallory):
        (own,) = selectors.own_claims(mallory)
        assert (own.state, own.reason) == (ClaimState.REFUSED, "Not known")
        assert "Not known" in messaging.notices_for(mallory)[0].words


def test_to_an_unknown_number_or_by_a_visitor_is_none(world: World, entry: RegisterEntry) -> None:
    with pytest.raises(NotVisible):
        ask(world.actor("mallory"), "9999999999")
    with pytest.raises(NotVisible):
        ask(dataclasses.replace(world.actor("mallory"), user_id=None))


@pytest.mark.parametrize(
    ("email", "site", "same"),
    [
        ("head@hospital.example", "www.hospital.example", True),
        ("head@hospital.example", "https://HOSPITAL.example/about", True),
        ("Head@Hospital.Example", "hospital.example", True),
        ("head@mail.example", "www.hospital.example", False),
        ("head@evilhospital.example", "hospital.example", False),
        ("head@hospital.example.evil.example", "hospital.example", False),
        ("head@hospital.example", "", False),
        ("head@hospital.example", ";//hospital.example", False),
        ("head@hospital.example", "http://[hospital", False),
    ],
)
def test_notes_whether_the_address_is_of_the_same_domain(email: str, site: str, same: bool) -> None:
    assert claims.same_domain(email, site) is same


def test_stands_under_a_region_that_the_catalogue_knows(claim: Claim) -> None:
    assert Region.objects.filter(code=claim.entry.region_id).exists()
