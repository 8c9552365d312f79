"""A licence is a row of its own, checked like a certificate, and what contracts name."""

import datetime as dt
from typing import Any

import pytest

from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.messaging.models import Notice
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.expiry import look_at_expiries
from sanamost.registry.organisations.models import Organisation, Proof
from sanamost.registry.organisations.services.proofs import LicenceIncomplete
from tests.registry.organisations.conftest import DAY, Claimed
from tests.world import NOON, World, acting_as, system

TODAY = NOON.date()
WORKS = ("травматология и ортопедия", "кардиология")
FACTS: dict[str, Any] = {
    "number": "Л041-NEW",
    "issuer": "Росздравнадзор",
    "issued_on": dt.date(2024, 2, 1),
    "works": WORKS,
}


def licence_of(world: World) -> dict[str, Any]:
    with acting_as(system("test")):
        row = Organisation.objects.get(pk=world.organisation("demo-ortho"))
    kept: dict[str, Any] = row.licence
    return kept


def shown(world: World, day: dt.date) -> list[str]:
    clinic = world.organisation("demo-ortho")
    with acting_as(VISITOR):
        found = selectors.shown_proofs([clinic], day=day).get(clinic, [])
    return [proof.number for proof in found if proof.kind == "licence-medical"]


@pytest.mark.parametrize("part", ["number", "issuer", "issued_on", "works"])
def test_is_not_taken_without_one_of_its_parts(claimed: Claimed, part: str) -> None:
    empty = {"number": "", "issuer": "", "issued_on": None, "works": ()}[part]
    with pytest.raises(LicenceIncomplete) as refused:
        claimed("licence-medical", ends=None, **{**FACTS, part: empty})
    assert refused.value.field == part


def test_is_public_and_in_contracts_once_it_is_checked(world: World, claimed: Claimed) -> None:
    before = licence_of(world)
    proof = claimed("licence-medical", ends=None, **FACTS)
    assert licence_of(world) == before
    assert FACTS["number"] not in shown(world, TODAY)
    lee = world.actor("lee")
    with acting_as(lee):
        services.check_proof(actor=lee, public_id=proof.public_id, now=NOON)
    assert FACTS["number"] in shown(world, TODAY + 4000 * DAY)
    kept = licence_of(world)
    assert (kept["number"], kept["issued_on"]) == ("Л041-NEW", "2024-02-01")
    assert tuple(kept["works"]) == WORKS
    with acting_as(system("test")):
        row = Proof.objects.get(pk=proof.pk)
    assert (row.checked_by_id, row.checked_at) == (lee.user_id, NOON)


def test_gives_way_to_the_one_before_when_it_is_refused_later(
    world: World, checked: Claimed
) -> None:
    with acting_as(system("test")):
        services.enter_proof(
            organisation_id=world.organisation("demo-ortho"),
            facts=services.ProofFacts(
                kind="licence-medical",
                **FACTS | {"number": "OLD", "issued_on": dt.date(2019, 1, 1)},
            ),
            checked=True,
            now=NOON,
        )
    proof, lee = checked("licence-medical", ends=None, **FACTS), world.actor("lee")
    assert licence_of(world)["number"] == "Л041-NEW"
    with acting_as(lee):
        services.refuse_proof(actor=lee, public_id=proof.public_id, reason="Withdrawn", now=NOON)
    assert licence_of(world)["number"] != "Л041-NEW"


@pytest.mark.parametrize(("left", "warnings"), [(91, 0), (90, 1), (30, 1), (7, 1), (0, 1)])
def test_warns_ahead_of_its_end(world: World, checked: Claimed, left: int, warnings: int) -> None:
    checked("licence-medical", ends=left, **FACTS)
    told = Notice.objects.filter(kind="organisations.proof_ends")
    with acting_as(system("test")):
        before = told.count()
        look_at_expiries(now=NOON)
        once = told.count()
        look_at_expiries(now=NOON)
        assert (once > before) == bool(warnings)
        assert told.count() == once


def test_leaves_page_and_contracts_when_it_has_ended(world: World, checked: Claimed) -> None:
    with acting_as(system("test")):
        Proof.objects.filter(kind="licence-medical").update(state="ended")
    checked("licence-medical", ends=3, **FACTS)
    assert shown(world, TODAY + 4 * DAY) == []
    look_at_expiries(now=NOON + 4 * DAY)
    assert licence_of(world) == {}


def test_that_was_only_claimed_changes_no_contract_when_it_is_refused(
    world: World, claimed: Claimed
) -> None:
    before, lee = licence_of(world), world.actor("lee")
    proof = claimed("licence-medical", ends=None, **FACTS)
    with acting_as(lee):
        services.refuse_proof(actor=lee, public_id=proof.public_id, reason="Not found", now=NOON)
    assert before
    assert licence_of(world) == before
