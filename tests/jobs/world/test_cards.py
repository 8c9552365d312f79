"""The cards of the demonstration clinics …"""

import datetime as dt

from sanamost.foundation.access.actor import VISITOR
from sanamost.jobs.world.load import load
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Speciality
from sanamost.registry.organisations import selectors
from sanamost.registry.practitioners import selectors as practitioners
from tests.world import NOON, World, acting_as

TODAY = NOON.date()


def facts(world: World, code: str) -> tuple[list[str], list[tuple[str, dt.date | None]]]:
    """Airports of the clinic's sites, and its public proofs with their ends."""
    clinic = world.organisation(code)
    with acting_as(VISITOR):
        shown = selectors.shown_proofs([clinic], day=TODAY)[clinic]
    sites = selectors.sites_of([clinic])[clinic]
    return [site.airport for site in sites], [(p.kind, p.valid_until) for p in shown]


def test_are_filled_once_however_often_they_are_loaded(world: World) -> None:
    load(NOON, prices=False)
    once = [facts(world, code) for code in ("demo-ortho", "demo-heart")]
    load(NOON, prices=False)
    load(NOON + dt.timedelta(days=3), prices=False)
    assert [facts(world, code) for code in ("demo-ortho", "demo-heart")] == once
    assert once[0][0] == ["VVO", "VVO"]
    assert len(once[1][0]) == 1


def test_speak_four_languages(world: World) -> None:
    load(NOON, prices=False)
    for code in ("demo-ortho", "demo-heart"):
        clinic = world.organisation(code)
        for site in selectors.sites_of([clinic])[clinic]:
            for texts in (site.names, site.city, site.addresses):
                assert set(texts) == {"en", "ru", "zh-hans", "ar"}
                assert all(texts.values())


def test_hold_one_that_ends_within_30_days_and_one_to_check(world: World) -> None:
    load(NOON, prices=False)
    _, shown = facts(world, "demo-ortho")
    soon = [kind for kind, end in shown if end and end <= TODAY + dt.timedelta(days=30)]
    assert soon == ["rzn-quality"]
    lee = world.actor("lee")
    with acting_as(lee):
        assert [proof.kind for proof in selectors.proofs_to_check(lee)] == ["jci"]


def test_carry_numbers_that_nobody_can_take_for_real(world: World) -> None:
    load(NOON, prices=False)
    lee = world.actor("lee")
    with acting_as(lee):
        proofs = selectors.proofs_of(lee, world.organisation("demo-ortho"))
    numbers = [proof.number for proof in proofs if proof.number]
    assert len(numbers) == 4
    assert all(number.startswith(("DEMO-", "Л041-00000-")) for number in numbers)
    assert all(
        "invented" in proof.issuer or "вымышленная" in proof.issuer
        for proof in proofs
        if proof.issuer
    )


def test_hold_their_licence_as_a_row_that_contracts_name(world: World) -> None:
    load(NOON, prices=False)
    load(NOON, prices=False)
    for code in ("demo-ortho", "demo-heart"):
        clinic = world.organisation(code)
        with acting_as(VISITOR):
            shown = selectors.shown_proofs([clinic], day=TODAY)[clinic]
        (licence,) = [proof for proof in shown if proof.kind == "licence-medical"]
        kept = selectors.card(clinic).licence
        assert (licence.number, licence.works) == (kept["number"], kept["works"])
        assert kept["issuer_address"]


def test_name_physicians_once_the_specialities_are_known(world: World) -> None:
    for code in ("18", "65", "79"):
        Speciality.objects.create(code=code, names={"en": code})
    remembering.forget()
    load(NOON, prices=False)
    load(NOON + dt.timedelta(days=1), prices=False)
    clinics = [world.organisation(code) for code in ("demo-ortho", "demo-heart")]
    found = practitioners.shown(clinics, day=TODAY + dt.timedelta(days=1))
    remembering.forget()
    names = [[one.name_latin for one in found[clinic]] for clinic in clinics]
    assert names == [["Kim Sergei", "Orlova Maria"], ["Lebedeva Anna", "Saidov Timur"]]
