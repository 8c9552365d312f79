"""A certificate or attribute on a clinic's card …"""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.files.intake import accept_upload
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.models import Proof
from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.registry.organisations.services import proofs
from sanamost.registry.organisations.states import PROOF_MOVES, ProofState
from tests import samples
from tests.registry.organisations.conftest import DAY, Claimed
from tests.world import NOON, World, acting_as, system

TODAY = NOON.date()


def shown(world: World, day: dt.date = TODAY) -> list[str]:
    """What a visitor sees of the orthopaedic centre's proofs."""
    clinic = world.organisation("demo-ortho")
    with acting_as(VISITOR):
        found = selectors.shown_proofs([clinic], day=day).get(clinic, [])
    return [proof.kind for proof in found]


def test_is_not_public_before_it_is_checked(world: World, claimed: Claimed) -> None:
    proof = claimed()
    assert shown(world) == []
    lee = world.actor("lee")
    with acting_as(lee):
        services.check_proof(actor=lee, public_id=proof.public_id, now=NOON)
    assert shown(world) == ["jci"]


def test_is_shown_on_its_last_day_and_not_on_the_day_after(world: World, checked: Claimed) -> None:
    checked(ends=10)
    assert shown(world, TODAY + 10 * DAY) == ["jci"]
    assert shown(world, TODAY + 11 * DAY) == []


def test_without_a_last_day_stays(world: World, checked: Claimed) -> None:
    checked("prayer-place", ends=None, number="")
    assert shown(world, TODAY + 4000 * DAY) == ["prayer-place"]


def test_leaves_the_public_page_when_it_is_refused_later(world: World, checked: Claimed) -> None:
    proof, lee = checked(), world.actor("lee")
    with acting_as(lee):
        services.refuse_proof(
            actor=lee, public_id=proof.public_id, reason="Withdrawn by the issuer", now=NOON
        )
    assert shown(world) == []


def test_leaves_it_when_the_clinic_ends_it(world: World, checked: Claimed) -> None:
    proof, petrova = checked(), world.actor("petrova")
    with acting_as(petrova):
        services.end_proof(actor=petrova, public_id=proof.public_id, now=NOON)
    assert shown(world) == []


@pytest.mark.parametrize("before", ProofState.values)
@pytest.mark.parametrize("after", ProofState.values)
def test_moves_only_as_its_table_says_in_the_database_too(
    claimed: Claimed, before: str, after: str
) -> None:
    proof = claimed()
    ways = {"claimed": [], "checked": ["checked"], "refused": ["refused"], "ended": ["ended"]}
    with acting_as(system("test")):
        rows = Proof.objects.filter(pk=proof.pk)
        for step in ways[before]:
            rows.update(state=step, checked_at=NOON)
        if before == after or after in PROOF_MOVES.get(before, ()):
            rows.update(state=after, checked_at=NOON)
        else:
            with pytest.raises(DatabaseError, match="refuses this move"), transaction.atomic():
                rows.update(state=after, checked_at=NOON)


def test_is_not_checked_twice(world: World, checked: Claimed) -> None:
    proof, lee = checked(), world.actor("lee")
    with pytest.raises(MoveNotAllowed), acting_as(lee):
        services.check_proof(actor=lee, public_id=proof.public_id, now=NOON)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"kind": "made-up"}, proofs.UnknownKind),
        ({"ends": None}, proofs.LastDayMissing),
        ({"ends": -1}, proofs.AlreadyOver),
        ({"ends": 5, "issued_on": TODAY + 6 * DAY}, proofs.PeriodReversed),
    ],
)
def test_is_refused_with_the_reason(
    claimed: Claimed, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        claimed(**facts)


def test_stands_on_a_card_once(claimed: Claimed) -> None:
    claimed("prayer-place", ends=None, number="")
    with pytest.raises(proofs.ProofThere):
        claimed("prayer-place", ends=None, number="")


def test_is_renewed_under_its_number_while_the_old_one_still_holds(
    world: World, checked: Claimed, claimed: Claimed
) -> None:
    checked(ends=20)
    claimed(ends=400)
    assert shown(world) == ["jci"]


@pytest.mark.parametrize("persona", ["orlova", "sidorov", "karim", "lee", "amina"])
def test_is_claimed_by_the_clinics_editors_alone(claimed: Claimed, persona: str) -> None:
    with pytest.raises(NotVisible):
        claimed(by=persona)


@pytest.mark.parametrize("persona", ["petrova", "volkov", "belova", "amina", "nikitin"])
def test_is_checked_by_those_in_charge_alone(world: World, claimed: Claimed, persona: str) -> None:
    proof, actor = claimed(), world.actor(persona)
    with pytest.raises(NotVisible), acting_as(actor):
        services.check_proof(actor=actor, public_id=proof.public_id, now=NOON)


def test_of_another_region_is_not_the_coordinators(world: World, claimed: Claimed) -> None:
    proof = claimed(by="belova")
    lee, ivanova = world.actor("lee"), world.actor("ivanova")
    with pytest.raises(NotVisible), acting_as(lee):
        services.check_proof(actor=lee, public_id=proof.public_id, now=NOON)
    with acting_as(ivanova):
        services.check_proof(actor=ivanova, public_id=proof.public_id, now=NOON)


def test_is_not_refused_without_a_reason(world: World, claimed: Claimed) -> None:
    proof, lee = claimed(), world.actor("lee")
    with pytest.raises(proofs.ReasonMissing), acting_as(lee):
        services.refuse_proof(actor=lee, public_id=proof.public_id, reason="  ", now=NOON)


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("petrova", True),
        ("volkov", True),
        ("lee", True),
        ("ivanova", True),
        ("belova", False),
        ("karim", False),
        ("amina", False),
        ("mallory", False),
        ("nikitin", False),
    ],
)
def test_unchecked_is_seen_by_its_clinic_and_those_in_charge_in_django_and_in_the_database(
    world: World, claimed: Claimed, persona: str, seen: bool
) -> None:
    proof, actor = claimed(), world.actor(persona)
    with acting_as(actor):
        assert Proof.objects.visible_to(actor).filter(pk=proof.pk).exists() is seen
        assert Proof.objects.filter(pk=proof.pk).exists() is seen


def test_of_another_region_is_unseen_by_a_regional_coordinator(
    world: World, claimed: Claimed
) -> None:
    proof, lee = claimed(by="belova"), world.actor("lee")
    with acting_as(lee):
        assert not Proof.objects.visible_to(lee).filter(pk=proof.pk).exists()
        assert not Proof.objects.filter(pk=proof.pk).exists()
        assert selectors.proofs_to_check(lee) == []


def test_cannot_be_called_checked_by_the_clinic_even_past_the_services(
    world: World, claimed: Claimed
) -> None:
    proof = claimed()
    with (
        acting_as(world.actor("petrova")),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Proof.objects.filter(pk=proof.pk).update(state="checked", checked_at=NOON)


def test_keeps_the_days_that_were_checked(world: World, checked: Claimed) -> None:
    proof = checked()
    with (
        acting_as(world.actor("lee")),
        pytest.raises(DatabaseError, match="is frozen"),
        transaction.atomic(),
    ):
        Proof.objects.filter(pk=proof.pk).update(valid_until=TODAY + 4000 * DAY)


@pytest.fixture
def with_paper(world: World) -> Proof:
    """A claimed proof with its certificate."""
    petrova = world.actor("petrova")
    facts = services.ProofFacts(kind="jci", valid_until=TODAY + 90 * DAY)
    with (
        acting_as(petrova),
        accept_upload(io.BytesIO(samples.plain_pdf()), declared_name="jci.pdf") as accepted,
    ):
        return services.claim_proof(actor=petrova, facts=facts, paper=accepted, now=NOON)


@pytest.mark.parametrize("persona", ["petrova", "egorova", "lee", "ivanova"])
def test_shows_its_paper_to_the_clinic_and_those_in_charge(
    world: World, with_paper: Proof, persona: str
) -> None:
    actor = world.actor(persona)
    with acting_as(actor):
        content = services.open_paper(actor=actor, public_id=with_paper.public_id, now=NOON)
    assert b"".join(content.pieces) == samples.plain_pdf()
    assert content.name == "jci.pdf"


@pytest.mark.parametrize("persona", ["belova", "orlova", "karim", "amina", "nikitin"])
def test_shows_its_paper_to_nobody_else_though_it_is_checked(
    world: World, with_paper: Proof, persona: str
) -> None:
    lee, actor = world.actor("lee"), world.actor(persona)
    with acting_as(lee):
        services.check_proof(actor=lee, public_id=with_paper.public_id, now=NOON)
    with pytest.raises(NotVisible), acting_as(actor):
        services.open_paper(actor=actor, public_id=with_paper.public_id, now=NOON)


def test_without_a_paper_has_none_to_open(world: World, claimed: Claimed) -> None:
    proof, lee = claimed(), world.actor("lee")
    with pytest.raises(NotVisible), acting_as(lee):
        services.open_paper(actor=lee, public_id=proof.public_id, now=NOON)


@pytest.mark.parametrize("kind", proof_kinds().values(), ids=lambda kind: str(kind.code))
def test_has_a_name_in_four_languages(kind: Any) -> None:
    assert all(kind.names.values())
    assert kind.family in {"licence", "accreditation", "attribute"}
    # The search knows licences by the beginning of their codes.
    assert (kind.family == "licence") == kind.code.startswith("licence-")
