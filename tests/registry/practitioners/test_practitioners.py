"""A physician on a clinic's list …"""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import Speciality
from sanamost.registry.organisations import services as organisations
from sanamost.registry.practitioners import selectors, services
from sanamost.registry.practitioners.models import Credential, Practitioner
from sanamost.registry.practitioners.selectors import Shown
from tests.world import NOON, World, acting_as

TODAY = NOON.date()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _specialities(db: None) -> None:
    Speciality.objects.create(code="81", names={"en": "Traumatology and orthopaedics"})


def keep(world: World, by: str = "petrova", public_id: str = "", **facts: Any) -> Practitioner:
    actor = world.actor(by)
    whole: dict[str, Any] = {
        "name": "Иван Вымышленный",
        "name_latin": "Ivan Vymyshlennyi",
        "speciality_id": "81",
        "age_band": "50_59",
        "insurer": "Demo Insurance",
        "insured_until": TODAY + 200 * DAY,
        "consented_on": TODAY,
        "public": True,
        **facts,
    }
    with acting_as(actor):
        return services.keep(
            actor=actor, facts=services.Facts(**whole), public_id=public_id, now=NOON
        )


def certify(world: World, row: Practitioner, days: int = 30, by: str = "petrova") -> Credential:
    actor = world.actor(by)
    document = services.Document(
        kind="accreditation", number="DEMO-1", valid_until=TODAY + days * DAY
    )
    with acting_as(actor):
        return services.add_credential(
            actor=actor, public_id=row.public_id, document=document, now=NOON
        )


def public(world: World, day: dt.date = TODAY) -> list[Shown]:
    clinic = world.organisation("demo-ortho")
    with acting_as(VISITOR):
        return selectors.shown([clinic], day=day).get(clinic, [])


def test_is_public_with_consent_and_a_valid_credential(world: World) -> None:
    row = keep(world)
    assert public(world) == []
    certify(world, row)
    assert [one.name_latin for one in public(world)] == ["Ivan Vymyshlennyi"]


def test_is_public_on_the_last_day_of_the_credential_and_not_after(world: World) -> None:
    certify(world, keep(world), 30)
    assert len(public(world, TODAY + 30 * DAY)) == 1
    assert public(world, TODAY + 31 * DAY) == []


def test_shows_neither_age_nor_insurer_nor_numbers(world: World) -> None:
    certify(world, keep(world))
    (shown,) = public(world)
    words = repr(dataclasses.asdict(shown))
    for secret in ("50_59", "Demo Insurance", "DEMO-1"):
        assert secret not in words
    assert "age_band" not in {field.name for field in dataclasses.fields(Shown)}


def test_is_not_named_without_consent(world: World) -> None:
    with pytest.raises(services.ConsentMissing):
        keep(world, consented_on=None)
    with pytest.raises(services.ConsentAhead):
        keep(world, consented_on=TODAY + DAY)
    row = keep(world, consented_on=None, public=False)
    certify(world, row)
    assert public(world) == []


def test_is_not_named_without_consent_by_the_database_either(world: World) -> None:
    row = keep(world, consented_on=None, public=False)
    with (
        acting_as(world.actor("petrova")),
        pytest.raises(IntegrityError, match="practitioner_public_by_consent"),
        transaction.atomic(),
    ):
        Practitioner.objects.filter(pk=row.pk).update(public=True)


def test_who_takes_the_consent_back_is_named_no_longer(world: World) -> None:
    row = keep(world)
    certify(world, row)
    keep(world, public_id=row.public_id, public=False)
    assert public(world) == []


def test_who_left_is_gone(world: World) -> None:
    row, petrova = keep(world), world.actor("petrova")
    certify(world, row)
    with acting_as(petrova):
        services.leave(actor=petrova, public_id=row.public_id, now=NOON)
        assert selectors.own(petrova) == []
    assert public(world) == []
    with pytest.raises(NotVisible):
        keep(world, public_id=row.public_id)


def test_whose_credential_is_withdrawn_is_named_no_longer(world: World) -> None:
    made, petrova = certify(world, keep(world)), world.actor("petrova")
    with acting_as(petrova):
        services.withdraw_credential(actor=petrova, public_id=made.public_id, now=NOON)
    assert public(world) == []


def test_takes_no_credential_that_is_over(world: World) -> None:
    with pytest.raises(services.CredentialOver):
        certify(world, keep(world), -1)


@pytest.mark.parametrize("persona", ["belova", "orlova", "lee", "ivanova", "amina", "karim"])
def test_is_kept_by_the_clinics_editors_alone(world: World, persona: str) -> None:
    row = keep(world)
    with pytest.raises(NotVisible):
        keep(world, by=persona, public_id=row.public_id)
    with pytest.raises(NotVisible):
        certify(world, row, by=persona)


@pytest.mark.parametrize(
    ("persona", "seen"),
    [("petrova", True), ("orlova", True), ("belova", False), ("lee", False), ("amina", False)],
)
def test_is_the_clinics_own_row_in_django_and_in_the_database(
    world: World, persona: str, seen: bool
) -> None:
    certify(world, keep(world))
    actor = world.actor(persona)
    with acting_as(actor):
        for model in (Practitioner, Credential):
            assert model.objects.visible_to(actor).exists() is seen
            assert model.objects.exists() is seen


def test_receives_at_a_site_of_the_own_clinic(world: World) -> None:
    belova, petrova = world.actor("belova"), world.actor("petrova")
    facts = organisations.SiteFacts(names={"en": "A"}, addresses={"en": "B"}, region="05")
    with acting_as(belova):
        foreign = organisations.keep_site(actor=belova, facts=facts, public_id="", now=NOON)
    with acting_as(petrova):
        own = organisations.keep_site(actor=petrova, facts=facts, public_id="", now=NOON)
    with pytest.raises(NotVisible):
        keep(world, site=foreign.public_id)
    certify(world, keep(world, site=own.public_id))
    assert [one.site for one in public(world)] == [own.public_id]
