"""A coordinator's pages on clinics, certificates and claims."""

from collections.abc import Iterator

import pytest

from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Region
from sanamost.registry.organisations import selectors
from sanamost.registry.organisations.models import RegisterEntry
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as

CHECKING = "/coordinator/checking/"


@pytest.fixture(autouse=True)
def _entry(db: None) -> Iterator[None]:
    region = Region.objects.create(
        code="05", okato="05", names={"en": "Primorye"}, kind=Region.Kind.KRAI, utc_offset=0
    )
    RegisterEntry.objects.create(
        inn="2500000001",
        ogrn="1022500000001",
        name_short="ГОРОДСКАЯ БОЛЬНИЦА",
        name_full="ВЫМЫШЛЕННАЯ ГОРОДСКАЯ БОЛЬНИЦА",
        region=region,
        oms_territories=1,
        search_key="городская больница 2500000001",
        edition="2020-07-17",
    )
    remembering.forget()
    yield
    remembering.forget()


def card_of(world: World, code: str) -> str:
    return f"/coordinator/clinics/{selectors.card(world.organisation(code)).public_id}/card/"


def codes() -> set[str]:
    return {card.code for card in selectors.clinics()}


def test_suspend_and_restore_with_a_reason(client_of: ClientOf, world: World) -> None:
    lee, page = client_of("lee"), card_of(world, "demo-ortho")
    assert "Suspend" in words_of(lee.get(page))
    assert send(lee, f"{page}suspend/", reason="").status_code == 422
    assert "demo-ortho" in codes()
    assert send(lee, f"{page}suspend/", reason="Licence withdrawn").status_code == 302
    assert "demo-ortho" not in codes()
    assert "Licence withdrawn" in words_of(lee.get(page))
    assert "Licence withdrawn" in words_of(client_of("petrova").get("/desk/card/"))
    again = send(lee, f"{page}suspend/", reason="Twice")
    assert again.status_code == 422
    assert "in this state already" in words_of(again)
    assert send(lee, f"{page}restore/", reason="Mended").status_code == 302
    assert "demo-ortho" in codes()


def test_warn_and_lift(client_of: ClientOf, world: World) -> None:
    lee, page = client_of("lee"), card_of(world, "demo-ortho")
    assert send(lee, f"{page}warn/", reason="No lift").status_code == 302
    assert "Put it right by" in words_of(client_of("petrova").get("/desk/card/"))
    assert "demo-ortho" in codes()
    assert send(lee, f"{page}lift/", reason="Seen").status_code == 302
    assert "A warning stands" not in words_of(lee.get(page))


@pytest.mark.parametrize("what", ["", "suspend/", "warn/", "verify/"])
def test_are_closed_outside_ones_region_and_to_others(
    client_of: ClientOf, world: World, what: str
) -> None:
    heart, ortho = card_of(world, "demo-heart"), card_of(world, "demo-ortho")
    assert client_of("lee").get(f"{heart}{what}").status_code == 404
    assert client_of("ivanova").get(f"{heart}{what}").status_code == 200
    for persona in ("petrova", "amina", "nikitin"):
        assert client_of(persona).get(f"{ortho}{what}").status_code == 404
    if what:
        assert send(client_of("lee"), f"{heart}{what}", reason="No").status_code == 404


def test_know_only_the_measures_there_are(client_of: ClientOf, world: World) -> None:
    page = card_of(world, "demo-ortho")
    assert client_of("lee").get(f"{page}delete/").status_code == 404


def test_turn_a_claim_into_a_card_that_is_on_the_portal_when_verified(
    client_of: ClientOf, world: World
) -> None:
    mallory, lee = client_of("mallory"), client_of("lee")
    assert send(mallory, "/register/2500000001/claim/", post="Head", words="").status_code == 302
    assert "Waiting for the coordinator" in words_of(mallory.get("/register/claims/"))
    with acting_as(world.actor("lee")):
        (claim,) = selectors.claims_to_decide(world.actor("lee"))
    page = f"{CHECKING}claims/{claim.public_id}/"
    assert "ГОРОДСКАЯ БОЛЬНИЦА" in words_of(lee.get(CHECKING))
    assert "mallory@example.org" in words_of(lee.get(page))
    assert client_of("petrova").get(page).status_code == 404
    confirmed = send(lee, page)
    assert confirmed.status_code == 302
    assert "org-2500000001" not in codes()
    assert send(lee, f"{confirmed['Location']}verify/", reason="").status_code == 302
    assert "org-2500000001" in codes()
    assert "Confirmed" in words_of(mallory.get("/register/claims/"))
    assert "is on Sanamost" in words_of(mallory.get("/register/2500000001/"))


def test_refuse_a_claim_with_a_reason_that_the_claimant_reads(
    client_of: ClientOf, world: World
) -> None:
    mallory, lee = client_of("mallory"), client_of("lee")
    send(mallory, "/register/2500000001/claim/", post="Head", words="")
    with acting_as(world.actor("lee")):
        (claim,) = selectors.claims_to_decide(world.actor("lee"))
    page = f"{CHECKING}claims/{claim.public_id}/refuse/"
    assert send(lee, page, reason="").status_code == 422
    assert send(lee, page, reason="Nobody knows you there").status_code == 302
    assert "Nobody knows you there" in words_of(mallory.get("/register/claims/"))


def test_of_the_register_say_what_an_entry_is(client_of: ClientOf) -> None:
    client = client_of("mallory")
    assert "2500000001" in words_of(client.get("/register/", {"q": "городская больница"}))
    assert "2500000001" in words_of(client.get("/register/", {"q": "1022500000001"}))
    assert "Not found in the register" in words_of(client.get("/register/", {"q": "9999999999"}))
    page = words_of(client.get("/register/2500000001/"))
    assert "not a partner" in page
    assert "17 Jul 2020" in page
    assert client.get("/register/2500000002/").status_code == 404


def test_of_a_claim_ask_a_visitor_to_sign_in(client_of: ClientOf) -> None:
    client = client_of("mallory")
    client.logout()
    assert client.get("/register/2500000001/").status_code == 200
    answer = client.get("/register/2500000001/claim/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
