"""A clinic's passport of a service …"""

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sanamost.engines import passports as engine
from sanamost.engines.passports import Brought, Doubt, Figures
from sanamost.foundation.access.actor import VISITOR, Actor
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Area
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.models import Passport
from tests.world import NOON, World, acting_as, system

QUARTER = dt.date(2026, 9, 30)
STAFF = (engine.staff_line("41", 3, 2, {"40_49": 1, "60_plus": 1}),)


@pytest.fixture(autouse=True)
def _areas(db: None) -> None:
    Area.objects.create(code="oncology", position=1, names={"en": "Oncology"})
    remembering.forget()


def begin(world: World, by: str = "petrova", as_of: dt.date = QUARTER) -> Passport:
    actor = world.actor(by)
    with acting_as(actor):
        return services.begin(actor=actor, area="oncology", as_of=as_of, now=NOON)


def fill(world: World, row: Passport, by: str = "petrova", **sections: Any) -> Passport:
    actor = world.actor(by)
    with acting_as(actor):
        return services.fill(actor=actor, public_id=row.public_id, now=NOON, **sections)


def submit(world: World, row: Passport, by: str = "petrova") -> Passport:
    actor = world.actor(by)
    with acting_as(actor):
        return services.submit(actor=actor, public_id=row.public_id, now=NOON)


def submitted(world: World, as_of: dt.date = QUARTER, **sections: Any) -> Passport:
    row = begin(world, as_of=as_of)
    fill(world, row, **({"staff": STAFF} | sections))
    return submit(world, row)


def newest(on: dt.date, after: dt.date = dt.date(2020, 1, 1)) -> list[selectors.Filled]:
    actor = system("test")
    with acting_as(actor):
        return selectors.newest_by_clinic(actor, on=on, after=after)


def test_is_filled_section_by_section(world: World) -> None:
    row = begin(world)
    fill(world, row, staff=STAFF)
    row = fill(world, row, reference="A centre", population=5000)
    held = selectors.figures_of(row)
    assert held == Figures(staff=STAFF, reference="A centre", population=5000)


def test_holds_the_digest_of_its_canonical_form_once_submitted(world: World) -> None:
    row = submitted(world)
    text = engine.canonical(Figures(staff=STAFF))
    assert row.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert json.loads(text) == row.content


def test_begins_with_the_figures_of_the_one_before(world: World) -> None:
    submitted(world, as_of=dt.date(2026, 6, 30))
    assert selectors.figures_of(begin(world)).staff == STAFF


def test_is_never_changed_once_submitted(world: World) -> None:
    row = submitted(world)
    with pytest.raises(MoveNotAllowed):
        fill(world, row, staff=())
    with pytest.raises(MoveNotAllowed):
        submit(world, row)
    changes: list[dict[str, Any]] = [
        {"content": {}},
        {"sha256": "0" * 64},
        {"submitted_at": NOON + dt.timedelta(days=1)},
        {"state": "draft"},
        {"state": "abandoned"},
    ]
    for change in changes:
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            acting_as(system("past every service")),
        ):
            Passport.objects.filter(pk=row.pk).update(**change)


def test_does_not_move_to_another_date_or_clinic(world: World) -> None:
    row = begin(world)
    other = world.organisation("demo-heart")
    for change in ({"as_of": dt.date(2026, 6, 30)}, {"organisation_id": other}):
        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction.atomic(),
            acting_as(system("past every service")),
        ):
            Passport.objects.filter(pk=row.pk).update(**change)


def test_gives_way_to_a_later_one_for_the_same_date(world: World) -> None:
    submitted(world)
    corrected = (engine.staff_line("41", 3, 3, {"40_49": 3}),)
    submitted(world, staff=corrected)
    (found,) = newest(QUARTER)
    assert found.figures.staff == corrected
    assert Passport.objects.filter(state="submitted").count() == 0  # nobody acts: the fence
    with acting_as(system("test")):
        assert Passport.objects.filter(state="submitted").count() == 2


def test_stands_for_its_clinic_from_its_date_until_it_is_old(world: World) -> None:
    submitted(world)
    before = QUARTER - dt.timedelta(days=1)
    assert newest(before) == []
    assert len(newest(QUARTER, after=before)) == 1
    assert newest(QUARTER + dt.timedelta(days=400), after=QUARTER) == []


def test_has_one_draft_for_a_date(world: World) -> None:
    row = begin(world)
    with pytest.raises(services.DraftThere):
        begin(world)
    actor = world.actor("petrova")
    with acting_as(actor):
        services.abandon(actor=actor, public_id=row.public_id, now=NOON)
    assert begin(world).pk != row.pk
    with acting_as(actor):
        assert [one.state for one in selectors.own_passports(actor)] == ["draft"]


def test_is_refused_ahead_of_time_of_no_profile_and_empty(world: World) -> None:
    with pytest.raises(services.DateAhead):
        begin(world, as_of=NOON.date() + dt.timedelta(days=1))
    actor = world.actor("petrova")
    with acting_as(actor), pytest.raises(services.ProfileUnknown):
        services.begin(actor=actor, area="alchemy", as_of=QUARTER, now=NOON)
    with pytest.raises(services.NothingFilled):
        submit(world, begin(world))


def test_refuses_figures_that_contradict_each_other(world: World) -> None:
    row = begin(world)
    with pytest.raises(services.FiguresRefused) as wrong:
        fill(world, row, staff=STAFF * 2)
    assert wrong.value.code == "speciality_twice"
    with pytest.raises(services.FiguresRefused, match="Row 2"):
        services.typed(
            engine.place,
            [(1, {"kind": "hospital", "name": "A"}), (2, {"kind": "hospital", "name": ""})],
        )


def test_takes_the_sections_of_a_file_and_leaves_the_others(world: World) -> None:
    row = begin(world)
    machines = (engine.machine("ct", 1, 2020),)
    fill(world, row, staff=STAFF, machines=machines)
    actor = world.actor("petrova")
    places = (engine.place("hospital", "Main", 10),)
    doubt = Doubt("places", 5, "x", "name_missing")
    brought = Brought(Figures(places=places), ["places"], rows=2, taken=1, doubts=[doubt])
    with acting_as(actor):
        services.bring(actor=actor, public_id=row.public_id, brought=brought, now=NOON)
        waiting = selectors.access_passport(actor, row.public_id)
        assert selectors.figures_of(waiting).places is None
        assert waiting.brought is not None
        assert waiting.brought["doubts"] == [dataclasses.asdict(doubt)]
        row = services.take_brought(actor=actor, public_id=row.public_id, now=NOON)
    held = Figures(staff=STAFF, machines=machines, places=places)
    assert selectors.figures_of(row) == held
    with acting_as(actor), pytest.raises(services.NothingBrought):
        services.take_brought(actor=actor, public_id=row.public_id, now=NOON)


@pytest.mark.parametrize("by", ["belova", "lee", "ivanova", "nikitin", "amina", "karim"])
def test_is_the_clinic_s_own_before_and_after_it_is_submitted(world: World, by: str) -> None:
    stranger = world.actor(by)
    for row in (submitted(world), begin(world)):
        with acting_as(stranger):
            assert not Passport.objects.filter(pk=row.pk).exists()
            assert not Passport.objects.visible_to(stranger).filter(pk=row.pk).exists()
            with pytest.raises(NotVisible):
                selectors.access_passport(stranger, row.public_id)
            with pytest.raises(NotVisible):
                services.fill(actor=stranger, public_id=row.public_id, now=NOON, staff=())


@pytest.mark.parametrize("by", ["orlova", "sidorov"])
def test_is_filled_by_editors_alone(world: World, by: str) -> None:
    with pytest.raises(NotVisible):
        begin(world, by=by)


def test_is_no_visitor_s(world: World) -> None:
    row = submitted(world)
    with acting_as(VISITOR):
        assert not Passport.objects.filter(pk=row.pk).exists()


def test_is_not_written_for_another_clinic(world: World) -> None:
    other: Actor = world.actor("belova")
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(other):
        Passport.objects.create(
            organisation_id=world.organisation("demo-ortho"),
            area="oncology",
            as_of=QUARTER,
            begun_at=NOON,
        )


def test_cannot_be_submitted_without_its_digest(world: World) -> None:
    row = begin(world)
    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(system("test")):
        Passport.objects.filter(pk=row.pk).update(state="submitted", submitted_at=NOON)


def test_stands_where_the_demonstration_entered_it_once(world: World) -> None:
    with acting_as(system("test")):
        given: dict[str, Any] = {
            "organisation_id": world.organisation("demo-ortho"),
            "area": "oncology",
            "as_of": QUARTER,
            "figures": Figures(staff=STAFF),
            "now": NOON,
        }
        assert services.enter(**given).pk == services.enter(**given).pk
    assert len(newest(QUARTER)) == 1
