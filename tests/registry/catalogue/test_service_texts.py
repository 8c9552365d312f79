"""A text of a service …"""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.languages import texts as refusals
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors, services
from sanamost.registry.catalogue.models import Service, ServiceText
from sanamost.registry.catalogue.services import Description, ServiceFacts
from sanamost.registry.catalogue.states import Standing
from tests.registry.catalogue.described import LATER, Desk, service_of
from tests.world import NOON, World, acting_as, system

REHEARSAL = "sanamost.adapters.translation.rehearsal.Rehearsal"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world, service_of(world))


def test_is_public_only_once_a_colleague_reviewed_it_and_it_was_published(desk: Desk) -> None:
    desk.write("ru", about="Новый сустав")
    assert desk.public("ru") == {}
    desk.check("ru")
    assert desk.public("ru") == {}
    desk.publish("ru")
    assert desk.public("ru")["about"].text == "Новый сустав"


def test_is_not_reviewed_by_its_author(desk: Desk) -> None:
    desk.write("ru", about="Новый сустав")
    with pytest.raises(refusals.CheckedByAnother):
        desk.check("ru", "petrova")
    with pytest.raises(services.NothingToDo):
        desk.publish("ru")


def test_is_not_reviewed_by_its_author_in_the_database_either(desk: Desk) -> None:
    desk.write("ru", about="Новый сустав")
    with acting_as(system("test")):
        row = ServiceText.objects.get()
        row.checked_by_id = row.written_by_id
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_is_left_for_somebody_else_where_the_reviewer_wrote_part_of_it(desk: Desk) -> None:
    desk.write("ru", about="Новый сустав")
    desk.write("ru", "egorova", LATER, preparation="Натощак")
    assert desk.check("ru", "egorova", LATER) == 1
    assert desk.standings("ru")["about"] == Standing.CHECKED
    assert desk.standings("ru")["preparation"] == Standing.DRAFT


def test_is_not_reviewed_unread(desk: Desk) -> None:
    desk.write("ru", about="Новый сустав")
    desk.write("ru", now=LATER, about="Другой сустав")
    with pytest.raises(refusals.TextChanged):
        desk.check("ru", seen=NOON)


def test_in_draft_changes_nothing_that_is_shown(desk: Desk) -> None:
    desk.show("ru", about="Новый сустав")
    desk.write("ru", about="Совсем новый сустав")
    assert desk.public("ru")["about"].text == "Новый сустав"
    assert desk.standings("ru")["about"] == Standing.DRAFT


def test_without_a_translation_is_shown_in_the_original_and_says_so(desk: Desk) -> None:
    desk.show("ru", about="Новый сустав")
    desk.write("ar", about="مفصل جديد")
    shown = desk.public("ar")["about"]
    assert (shown.text, shown.language, shown.reviewed) == ("Новый сустав", "ru", True)


def test_without_a_translation_is_shown_in_english_where_that_is_reviewed(desk: Desk) -> None:
    desk.show("ru", about="Новый сустав")
    desk.show("en", about="A new joint")
    assert desk.public("ar")["about"].language == "en"
    desk.show("ru", about="Старый сустав")
    assert desk.public("ar")["about"].language == "ru"


def test_is_never_shown_as_reviewed_once_its_original_has_changed(desk: Desk) -> None:
    desk.show("ru", contraindications="Инфекция")
    desk.show("en", contraindications="Infection")
    assert desk.public("en")["contraindications"].reviewed
    desk.write("ru", contraindications="Инфекция, тромбоз")
    assert desk.standings("en")["contraindications"] == Standing.STALE
    assert desk.public("en")["contraindications"].reviewed  # the new original is not public yet
    desk.check("ru")
    desk.publish("ru")
    stale = desk.public("en")["contraindications"]
    assert (stale.text, stale.reviewed) == ("Infection", False)
    assert stale.original == "Инфекция, тромбоз"


def test_of_another_wording_is_neither_reviewed_nor_published(desk: Desk) -> None:
    desk.show("ru", about="Новый сустав")
    desk.write("en", about="A new joint")
    desk.write("ru", about="Старый сустав")
    with pytest.raises(services.OriginalChanged):
        desk.check("en")
    desk.write("en", now=LATER, about="An old joint")
    desk.check("en", seen=LATER)
    with pytest.raises(services.OriginalNotPublished):
        desk.publish("en")
    desk.check("ru")
    desk.publish("ru")
    assert desk.publish("en") == 1


def test_kept_word_for_word_after_the_original_changed_must_be_reviewed_anew(desk: Desk) -> None:
    desk.show("ru", about="Новый сустав")
    desk.show("en", about="A new joint")
    desk.write("ru", about="Новый сустав.")
    assert desk.write("en", about="A new joint") == 1
    assert desk.standings("en")["about"] == Standing.DRAFT


def test_taken_off_is_shown_to_nobody_in_any_language(desk: Desk) -> None:
    desk.show("ru", about="Новый сустав")
    desk.show("en", about="A new joint")
    desk.hide("ru")
    assert desk.public("en") == {}
    assert desk.public("ru") == {}
    with pytest.raises(services.NothingToDo):
        desk.hide("ru")


def test_of_a_list_has_as_many_lines_as_the_original(desk: Desk) -> None:
    with pytest.raises(services.LinesDiffer):
        desk.write("ar", included="الجراحة\nالتخدير")
    desk.show("ar", included="الجراحة")
    row = Service.objects.get(public_id=desk.service)
    assert row.included[0] == {
        "scope": "surgery",
        "ru": "Операция",
        "en": "Surgery",
        "ar": "الجراحة",
    }


def test_of_a_name_becomes_the_services_name_and_is_found_by_the_desk(desk: Desk) -> None:
    desk.show("zh-hans", name="膝关节置换")
    row = Service.objects.get(public_id=desk.service)
    assert row.names["zh-hans"] == "膝关节置换"
    assert "膝关节置换" in row.search_key


def test_that_came_with_the_price_list_is_not_taken_for_reviewed(desk: Desk) -> None:
    assert desk.standings("en") == {
        "name": Standing.LISTED,
        "included": Standing.LISTED,
        "excluded": Standing.MISSING,
    }
    assert _lists(desk, "en") == {"included": False, "excluded": False}
    assert _lists(desk, "ru") == {"included": True, "excluded": True}
    desk.show("en", included="The operation")
    assert _lists(desk, "en")["included"]


def _lists(desk: Desk, language: str) -> dict[str, bool]:
    _key, offered = selectors.treatment(desk.service, day=NOON.date())
    return selectors.lists_reviewed([offered], language=language)[offered.key]


def test_is_drafted_by_a_machine_and_reviewed_by_a_person(
    desk: Desk, settings: Settings, world: World
) -> None:
    settings.TRANSLATOR = REHEARSAL
    desk.show("ru", about="Новый сустав")
    actor = world.actor("petrova")
    with acting_as(actor):
        services.ask_machine(actor=actor, service=desk.service, language="ar", now=NOON)
    answer_waiting()
    with acting_as(actor):
        row = ServiceText.objects.get(language="ar", part="about")
    assert (row.text, row.means, row.machine) == ("[ar] Новый сустав", "machine", "rehearsal")
    assert row.written_by_id is None
    assert desk.public("ar")["about"].language == "ru"
    desk.write("ar", now=LATER, about="مفصل جديد")
    with acting_as(actor):
        assert ServiceText.objects.get(language="ar", part="about").means == "edited"
    with pytest.raises(refusals.TextChanged):
        desk.check("ar", seen=NOON)


def test_by_a_person_is_not_written_over_by_a_machine(
    desk: Desk, settings: Settings, world: World
) -> None:
    settings.TRANSLATOR = REHEARSAL
    desk.write("ru", about="Новый сустав")
    desk.write("en", about="A new joint", excluded="Tickets")
    actor = world.actor("petrova")
    with acting_as(actor), pytest.raises(services.NothingToDo):
        services.ask_machine(actor=actor, service=desk.service, language="en", now=NOON)
    with acting_as(system("test")):
        assert services.draft_by_machine(service=desk.service, language="en", now=NOON) == 0


def test_is_not_asked_of_a_machine_that_is_not_there(
    desk: Desk, settings: Settings, world: World
) -> None:
    settings.TRANSLATOR = ""
    actor = world.actor("petrova")
    with acting_as(actor), pytest.raises(services.NoTranslator):
        services.ask_machine(actor=actor, service=desk.service, language="ar", now=NOON)


@pytest.mark.parametrize("who", ["belova", "sidorov", "karim", "lee"])
def test_is_unknown_to_everybody_else(desk: Desk, who: str) -> None:
    with pytest.raises(NotVisible):
        desk.write("ru", who, about="Чужое")


def test_is_refused_in_a_language_that_the_portal_has_not(desk: Desk) -> None:
    with pytest.raises(refusals.UnknownLanguage):
        desk.write("fr", about="Oui")


def test_outlives_a_new_price_list(desk: Desk, world: World) -> None:
    desk.show("ru", about="Новый сустав")
    desk.show("zh-hans", name="膝关节置换")
    row = Service.objects.get(public_id=desk.service)
    names = {**row.names, "ru": "Замена коленного сустава"}
    facts = ServiceFacts(code=row.code, names=names, kind=row.kind, setting="in_patient")
    services.enter_service(organisation_id=row.organisation_id, facts=facts)
    assert desk.standings("zh-hans")["name"] == Standing.STALE
    assert desk.public("ru")["about"].text == "Новый сустав"


def test_of_a_name_is_not_taken_for_reviewed_once_a_price_list_brings_another(
    desk: Desk,
) -> None:
    desk.show("en", name="Total knee replacement")
    assert desk.standings("en")["name"] == Standing.PUBLISHED
    row = Service.objects.get(public_id=desk.service)
    facts = ServiceFacts(code=row.code, names={**row.names, "en": "Knee, new"}, kind=row.kind)
    services.enter_service(organisation_id=row.organisation_id, facts=facts)
    assert desk.standings("en")["name"] == Standing.LISTED
    assert desk.write("en", name="Knee, new") == 0
    assert desk.write("en", name="Total knee replacement") == 1
    assert desk.standings("en")["name"] == Standing.DRAFT


def test_keeps_the_translations_of_a_line_whose_words_stay(desk: Desk, world: World) -> None:
    facts = Description(
        kind="package",
        setting="in_patient",
        stay_days=9,
        included=(("anaesthesia", "Наркоз"), ("surgery", "Операция")),
    )
    actor = world.actor("petrova")
    with acting_as(actor):
        services.describe(actor=actor, service=desk.service, facts=facts, now=NOON)
    row = Service.objects.get(public_id=desk.service)
    assert row.included == [
        {"scope": "anaesthesia", "ru": "Наркоз"},
        {"scope": "surgery", "ru": "Операция", "en": "Surgery"},
    ]
    assert (row.setting, row.stay_days, row.excluded) == ("in_patient", 9, [])
    too_long = Description(kind="package", setting="", stay_days=366)
    with acting_as(actor), pytest.raises(services.BadDescription):
        services.describe(actor=actor, service=desk.service, facts=too_long, now=NOON)


def test_is_counted_by_language_in_as_many_queries_however_many_there_are(
    desk: Desk, world: World
) -> None:
    desk.write("ru", about="Новый сустав")
    actor = world.actor("petrova")
    plain = [
        ServiceFacts(code=f"C-{number}", names={"ru": f"Приём {number}"}, kind="consultation")
        for number in range(30)
    ]
    with (
        acting_as(actor),
        CaptureQueriesContext(
            connection,
        ) as few,
    ):
        before = selectors.work_counted(actor)
    services.enter_services(organisation_id=world.organisation("demo-ortho"), rows=plain)
    with acting_as(actor), CaptureQueriesContext(connection) as many:
        after = selectors.work_counted(actor)
    assert len(many) == len(few)
    assert before["ar"][Standing.MISSING] == 4
    assert after["ar"][Standing.MISSING] == 34
    assert after["ru"][Standing.DRAFT] == 1
    with acting_as(actor):
        missing = selectors.work_on(actor, language="ar", wanted=Standing.MISSING)
        drafts = selectors.work_on(actor, language="ru", wanted=Standing.DRAFT)
        assert (missing.count(), drafts.count()) == (31, 1)
        assert selectors.work_on(actor)[0].code == "PKG-1"


def test_has_a_moment_by_which_a_reader_says_what_they_read(desk: Desk, world: World) -> None:
    desk.write("ru", about="Новый сустав")
    actor = world.actor("egorova")
    with acting_as(actor):
        row = selectors.own_service(actor, desk.service)
        found = selectors.wordings_of(actor, row)
    assert selectors.last_written(found["ru"]) == NOON
    assert selectors.last_written(found["en"]) is None
