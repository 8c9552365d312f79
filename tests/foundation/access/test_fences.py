"""The database itself refuses what is not the actor's."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from sanamost.foundation.access import catalog
from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.access.selectors import grants_on
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.audit.verify import broken_lines
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases import selectors, services
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Fact, Origin, Payer, PurposeOfArrival, Stage
from sanamost.registry.patients import services as patients
from sanamost.registry.patients.models import Patient
from tests.world import NOON, Actor, GrantPurpose, Role, World, acting_as, system


@pytest.fixture
def case(world: World) -> Case:
    """Amina's case, granted to the orthopaedic centre."""
    amina = world.actor("amina")
    with acting_as(system("test")):
        patient = patients.register_patient(
            name_latin="Amina Karimova",
            name_original="Амина Каримова",
            birth_date=NOON.date().replace(year=1980),
            user_id=amina.user_id,
            citizenship="UZ",
            residence_country="UZ",
        )
        made = services.open_case(
            patient_id=patient.pk,
            origin=Origin.DIRECT,
            language="ru",
            area="orthopaedics",
            purpose_of_arrival=PurposeOfArrival.TREATMENT,
            payer=Payer.PATIENT,
            now=NOON,
        )
        assert amina.user_id is not None
        services.add_participant(
            case_id=made.pk, user_id=amina.user_id, role=Role.PATIENT, now=NOON
        )
        access.grant(
            case_id=made.pk,
            organisation_id=world.organisation("demo-ortho"),
            classes=list(DataClass),
            purpose=GrantPurpose.TREATMENT,
            now=NOON,
        )
    return made


def sees(actor: Actor, case: Case) -> tuple[bool, bool]:
    """Whether the actor sees the case and the patient: by Django's rule and by the database's."""
    with acting_as(actor):
        by_rule = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
        by_fence = Case.objects.filter(pk=case.pk).exists()
        assert by_rule == by_fence
        patient_rule = Patient.objects.visible_to(actor).filter(pk=case.patient_id).exists()
        patient_fence = Patient.objects.filter(pk=case.patient_id).exists()
        assert patient_rule == patient_fence
    return by_fence, patient_fence


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("amina", (True, True)),
        ("petrova", (True, True)),
        ("orlova", (True, True)),
        ("belova", (False, False)),
        ("mallory", (False, False)),
        ("ivanova", (False, False)),
        ("nikitin", (False, False)),
        ("karim", (False, False)),
    ],
)
def test_show_a_case_only_to_whom_it_is_granted(
    persona: str, seen: tuple[bool, bool], world: World, case: Case
) -> None:
    assert sees(world.actor(persona), case) == seen


def test_show_nothing_when_nobody_acts(case: Case) -> None:
    assert not Case.objects.filter(pk=case.pk).exists()


def test_end_with_the_grant(world: World, case: Case) -> None:
    with acting_as(system("test")):
        access.revoke(case_id=case.pk, organisation_id=world.organisation("demo-ortho"), now=NOON)

    assert sees(world.actor("petrova"), case) == (False, False)


@pytest.mark.parametrize(
    ("classes", "until", "seen"),
    [
        (list(DataClass), None, (True, True)),
        ([DataClass.IDENTITY], None, (True, True)),
        ([DataClass.CLINICAL, DataClass.MONEY, DataClass.TRAVEL], None, (True, False)),
        (list(DataClass), NOON - dt.timedelta(days=1), (False, False)),
    ],
)
def test_show_the_patient_under_a_live_grant_of_the_identity_class_alone(
    classes: list[DataClass],
    until: dt.datetime | None,
    seen: tuple[bool, bool],
    world: World,
    case: Case,
) -> None:
    with acting_as(system("test")):
        access.grant(
            case_id=case.pk,
            organisation_id=world.organisation("demo-heart"),
            classes=classes,
            purpose=GrantPurpose.TREATMENT,
            now=NOON - dt.timedelta(days=2),
            until=until,
        )

    assert sees(world.actor("belova"), case) == seen


def test_show_the_patient_to_a_participant_with_the_identity_class_while_they_take_part(
    world: World, case: Case
) -> None:
    ivanova = replace(world.actor("ivanova"), organisation_id=None)
    with acting_as(system("test")):
        part = services.add_participant(
            case_id=case.pk,
            user_id=ivanova.user_id or 0,
            role=Role.COMPANION,
            classes=[DataClass.IDENTITY],
            now=NOON,
        )
    assert sees(ivanova, case) == (True, True)

    with acting_as(system("test")):
        part.classes = [DataClass.TRAVEL]
        part.save()
    assert sees(ivanova, case) == (True, False)

    with acting_as(system("test")):
        part.classes, part.ended_at = [DataClass.IDENTITY], NOON
        part.save()
    assert sees(ivanova, case) == (False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sanamost_patients_shown SET patient_id = 1",
        "DELETE FROM sanamost_patients_shown",
        "INSERT INTO sanamost_patients_shown VALUES (1)",
    ],
)
def test_let_nobody_write_through_the_view_of_patients(
    statement: str, world: World, case: Case
) -> None:
    with acting_as(world.actor("petrova")), connection.cursor() as cursor:
        cursor.execute("SELECT patient_id FROM sanamost_patients_shown")
        assert cursor.fetchall() == [(case.patient_id,)]
        with pytest.raises(DatabaseError, match="cannot"), transaction.atomic():
            cursor.execute(statement)


def test_keep_to_the_catalogue(case: Case) -> None:
    assert catalog.breaches() == []


def test_grant_once_what_is_granted_again(world: World, case: Case) -> None:
    with acting_as(system("test")):
        for _ in range(2):
            access.grant(
                case_id=case.pk,
                organisation_id=world.organisation("demo-ortho"),
                classes=list(DataClass),
                purpose=GrantPurpose.TREATMENT,
                now=NOON + dt.timedelta(hours=1),
            )
        assert [(grant.data_class, grant.given_at) for grant in grants_on(case.pk)] == [
            (data_class, NOON) for data_class in sorted(DataClass)
        ]


def test_keep_a_role_to_its_classes(world: World, case: Case) -> None:
    officer_without_identity = replace(
        world.actor("petrova"), roles=frozenset({Role.NATIONAL_COORDINATOR})
    )

    assert sees(officer_without_identity, case) == (True, False)


def test_let_nobody_grant_themselves_sight(world: World, case: Case) -> None:
    belova = world.actor("belova")

    with pytest.raises(DatabaseError), acting_as(belova):
        access.grant(
            case_id=case.pk,
            organisation_id=belova.organisation_id or 0,
            classes=[DataClass.CLINICAL],
            purpose=GrantPurpose.TREATMENT,
            now=NOON,
        )

    assert sees(belova, case) == (False, False)


def test_make_unknown_and_forbidden_look_alike(world: World, case: Case) -> None:
    mallory = world.actor("mallory")

    for public_id in (case.public_id, "case_" + "x" * 22):
        with pytest.raises(NotVisible), acting_as(mallory):
            selectors.access_case(mallory, public_id)


def test_derive_the_stage_from_facts(case: Case) -> None:
    with acting_as(system("test")):
        services.establish(case_id=case.pk, fact=Fact.SUBMITTED, now=NOON)
        moved = services.establish(case_id=case.pk, fact=Fact.FORWARDED, now=NOON)

    assert moved.stage == Stage.REVIEWING


def test_refuse_changes_of_the_trail(world: World, case: Case) -> None:
    with acting_as(world.actor("amina")), pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(action="nothing")
    with acting_as(world.actor("amina")), pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


def test_link_every_line_of_the_trail(case: Case) -> None:
    with acting_as(system("test")):
        assert Entry.objects.count() > 0
        assert list(broken_lines()) == []


def test_find_a_changed_line_of_the_trail(case: Case) -> None:
    with acting_as(system("test")):
        entries = list(Entry.objects.order_by("chain", "seq"))
        entries[0].payload += " "

        assert [b.seq for b in broken_lines(entries)] == [entries[0].seq]


def test_leave_the_app_without_power_over_tables(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
