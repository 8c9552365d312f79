"""A coordinator in charge of a clinic …"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging import services as messaging
from sanamost.registry.catalogue.models import Holiday
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.models import Measure
from sanamost.registry.organisations.services import control
from sanamost.registry.organisations.states import OrganisationKind
from tests.world import NOON, Actor, World, acting_as, system

Measured = Callable[..., Measure]
CLINIC = "demo-ortho"


@pytest.fixture
def clinic(world: World) -> str:
    """The orthopaedic centre's public id."""
    return selectors.card(world.organisation(CLINIC)).public_id


@pytest.fixture
def lee(world: World) -> Actor:
    """The coordinator of the clinic's region."""
    return world.actor("lee")


def codes() -> list[str]:
    return [card.code for card in selectors.clinics()]


def suspend(lee: Actor, clinic: str) -> Measure:
    with acting_as(lee):
        return services.suspend_clinic(
            actor=lee, public_id=clinic, reason="Licence withdrawn", now=NOON
        )


def test_takes_a_suspended_clinic_off_the_portal_and_out_of_referrals_at_once(
    lee: Actor, clinic: str
) -> None:
    assert CLINIC in codes()
    assert selectors.clinic_taking(clinic).code == CLINIC
    suspend(lee, clinic)
    assert CLINIC not in codes()
    assert CLINIC not in [card.code for card in selectors.of_kind(OrganisationKind.CLINIC)]
    for look in (selectors.clinic_taking, selectors.card_by_public_id):
        with pytest.raises(NotVisible):
            look(clinic)


def test_leaves_its_cases_and_figures_in_place(lee: Actor, clinic: str) -> None:
    suspend(lee, clinic)
    assert selectors.card_by_public_id(clinic, suspended=True).code == CLINIC
    assert CLINIC in [card.code for card in selectors.every_clinic()]


def test_brings_it_back(lee: Actor, clinic: str) -> None:
    suspend(lee, clinic)
    with acting_as(lee):
        services.restore_clinic(actor=lee, public_id=clinic, reason="Mended", now=NOON)
    assert CLINIC in codes()


def test_does_nothing_twice(lee: Actor, clinic: str) -> None:
    for do in (services.restore_clinic, services.clear_warning, services.verify_clinic):
        with pytest.raises(control.NothingToDo), acting_as(lee):
            do(actor=lee, public_id=clinic, reason="Again", now=NOON)
    suspend(lee, clinic)
    with pytest.raises(control.NothingToDo):
        suspend(lee, clinic)


def test_says_why(lee: Actor, clinic: str) -> None:
    for do in (
        services.warn_clinic,
        services.clear_warning,
        services.suspend_clinic,
        services.restore_clinic,
    ):
        with pytest.raises(control.MeasureReasonMissing), acting_as(lee):
            do(actor=lee, public_id=clinic, reason=" ", now=NOON)


@pytest.mark.parametrize("persona", ["petrova", "belova", "karim", "amina", "nikitin", "sokolova"])
def test_is_nobody_else(world: World, clinic: str, persona: str) -> None:
    actor = world.actor(persona)
    with pytest.raises(NotVisible), acting_as(actor):
        services.suspend_clinic(actor=actor, public_id=clinic, reason="No", now=NOON)
    assert CLINIC in codes()


def test_has_no_power_in_another_region(world: World, lee: Actor) -> None:
    heart = selectors.card(world.organisation("demo-heart")).public_id
    with pytest.raises(NotVisible), acting_as(lee):
        services.suspend_clinic(actor=lee, public_id=heart, reason="No", now=NOON)
    assert selectors.clinic_in_charge(lee, heart) is None
    ivanova = world.actor("ivanova")
    with acting_as(ivanova):
        services.suspend_clinic(actor=ivanova, public_id=heart, reason="Yes", now=NOON)
    assert "demo-heart" not in codes()


def holidays() -> None:
    """The Russian days off at the turn of the year, as the calendar has them."""
    start = dt.date(2026, 12, 31)
    for number in range(9):
        Holiday.objects.create(
            calendar="RU",
            day=start + dt.timedelta(days=number),
            kind=Holiday.Kind.HOLIDAY,
            source="test",
            names={},
        )


def warn(lee: Actor, clinic: str, now: dt.datetime = NOON) -> Measure:
    with acting_as(lee):
        return services.warn_clinic(actor=lee, public_id=clinic, reason="No lift", now=now)


def test_gives_thirty_working_days_from_monday_to_friday(lee: Actor, clinic: str) -> None:
    assert warn(lee, clinic).due_on == dt.date(2027, 1, 4)


def test_leaves_out_the_holidays_of_the_clinics_calendar(lee: Actor, clinic: str) -> None:
    holidays()
    assert warn(lee, clinic).due_on == dt.date(2027, 1, 13)


def test_counts_from_the_clinics_own_day(lee: Actor, clinic: str) -> None:
    holidays()
    evening = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)  # the next day in Vladivostok
    assert warn(lee, clinic, evening).due_on == dt.date(2027, 1, 14)


def test_lifts_a_warning(lee: Actor, clinic: str, world: World) -> None:
    key = world.organisation(CLINIC)
    warn(lee, clinic)
    with acting_as(lee):
        assert selectors.open_warning(key) is not None
        services.clear_warning(actor=lee, public_id=clinic, reason="Seen", now=NOON)
        assert selectors.open_warning(key) is None


def test_is_heard_by_the_clinics_editors(lee: Actor, clinic: str, world: World) -> None:
    warn(lee, clinic)
    petrova = world.actor("petrova")
    with acting_as(petrova):
        (notice,) = messaging.notices_for(petrova)
    assert notice.words == "Put right by Jan. 4, 2027: No lift"
    orlova = world.actor("orlova")
    with acting_as(orlova):
        assert messaging.notices_for(orlova) == []


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("petrova", True),
        ("lee", True),
        ("ivanova", True),
        ("belova", False),
        ("amina", False),
        ("karim", False),
    ],
)
def test_leaves_a_record_that_the_clinic_and_those_in_charge_see(
    lee: Actor, clinic: str, world: World, persona: str, seen: bool
) -> None:
    warn(lee, clinic)
    actor = world.actor(persona)
    with acting_as(actor):
        assert bool(selectors.measures_of(actor, world.organisation(CLINIC))) is seen
        assert Measure.objects.exists() is seen


def test_cannot_change_the_record(lee: Actor, clinic: str) -> None:
    measure = warn(lee, clinic)
    with (
        acting_as(lee),
        pytest.raises(DatabaseError, match=r"permission denied|append only"),
        transaction.atomic(),
    ):
        Measure.objects.filter(pk=measure.pk).update(reason="Something else")


def test_is_not_impersonated_by_the_clinic(world: World, clinic: str) -> None:
    with (
        acting_as(world.actor("petrova")),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Measure.objects.create(
            organisation_id=world.organisation(CLINIC), kind="verified", made_at=NOON
        )


def test_puts_a_new_clinic_on_the_portal_by_verifying_it(lee: Actor) -> None:
    with acting_as(system("test")):
        card = services.enter(
            code="new", kind=OrganisationKind.CLINIC, region="05", country="RU", verified_at=None
        )
    with acting_as(VISITOR):
        assert "new" not in codes()
        with pytest.raises(NotVisible):
            selectors.clinic_taking(card.public_id)
    with acting_as(lee):
        services.verify_clinic(actor=lee, public_id=card.public_id, now=NOON)
    assert "new" in codes()
