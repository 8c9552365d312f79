"""A stored file …"""

import io
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import DatabaseError

from sanamost.adapters.storage.local import LocalStorage
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.files import inspection, selectors, services, subject_keys
from sanamost.foundation.files.intake import accept_upload
from sanamost.foundation.files.keys import KeyRing, Tampered
from sanamost.foundation.files.services import Belonging
from sanamost.foundation.files.subject_keys import KeyDestroyed
from sanamost.foundation.languages.errors import NotVisible
from tests import samples
from tests.foundation.files.conftest import NOW, World
from tests.foundation.files.test_keys import entry

PLATFORM = system("test")


def brought(
    world: World,
    actor: Actor,
    content: bytes = samples.plain_pdf(),
    name: str = "report.pdf",
    **belongs: Any,
) -> Any:
    """A file that `actor` brought into the case."""
    place: dict[str, Any] = {
        "subject": world.case.public_id,
        "data_class": "clinical",
        "case_id": world.case.pk,
    }
    with accept_upload(io.BytesIO(content), declared_name=name) as accepted:
        belonging = Belonging(**{**place, **belongs})
        return services.store(actor=actor, accepted=accepted, belongs=belonging, now=NOW)


def read(actor: Actor, public_id: str) -> bytes:
    return b"".join(services.open_for(actor=actor, public_id=public_id, now=NOW).pieces)


def trail(public_id: str) -> list[str]:
    with acting_as(PLATFORM):
        entries = apps.get_model("audit.Entry")._default_manager.order_by("pk")
        return [line.action for line in entries if public_id in line.payload]


def finished() -> None:
    """Write what the transaction would write at its end."""
    from sanamost.foundation.access.acting import current  # noqa: PLC0415 only here

    while current().before_commit:
        current().before_commit.pop(0)()


def test_opens_to_the_same_bytes_for_those_who_may_see_it(world: World) -> None:
    file = brought(world, world.patient)
    for actor in (world.patient, world.physician):
        assert read(actor, file.public_id) == samples.plain_pdf()


def test_does_not_exist_for_others(world: World) -> None:
    file = brought(world, world.patient)
    for actor in (world.stranger, world.rival, world.finance, Actor()):
        with pytest.raises(NotVisible):
            read(actor, file.public_id)
        with pytest.raises(NotVisible):
            services.preview(actor=actor, public_id=file.public_id, now=NOW)
        with pytest.raises(NotVisible):
            services.void(actor=actor, public_id=file.public_id, reason="x", now=NOW)


def test_closes_as_soon_as_the_grant_ends(world: World) -> None:
    file = brought(world, world.patient)
    assert read(world.physician, file.public_id)
    apps.get_model("access.Grant")._default_manager.filter(case=world.case).update(revoked_at=NOW)
    with pytest.raises(NotVisible):
        read(world.physician, file.public_id)


def test_is_the_clinics_alone_when_the_clinic_keeps_it(world: World) -> None:
    note = brought(
        world,
        world.physician,
        organisation_id=world.physician.organisation_id,
        shown_to_patient=False,
    )
    assert read(world.physician, note.public_id)
    for actor in (world.patient, world.rival):
        with pytest.raises(NotVisible):
            read(actor, note.public_id)


def test_leaves_a_line_in_the_trail_for_every_look(world: World) -> None:
    file = brought(world, world.patient)
    services.open_for(actor=world.physician, public_id=file.public_id, now=NOW)
    services.preview(actor=world.physician, public_id=file.public_id, now=NOW)
    services.void(actor=world.patient, public_id=file.public_id, reason="wrong", now=NOW)
    finished()
    done = ["stored", "opened", "previewed", "voided"]
    assert sorted(trail(file.public_id)) == sorted(f"files.file.{each}" for each in done)


@pytest.mark.django_db(transaction=True)
def test_has_its_line_before_the_first_byte_leaves(blobs: LocalStorage) -> None:
    from tests.foundation.files.conftest import _made  # noqa: PLC0415 not inside a transaction here

    with acting_as(PLATFORM):
        world = _made()
    file = brought(world, world.patient)
    content = services.open_for(actor=world.patient, public_id=file.public_id, now=NOW)
    assert trail(file.public_id)[-1] == "files.file.opened"
    assert b"".join(content.pieces) == samples.plain_pdf()


def test_lies_unreadable_on_disk(world: World, blobs: LocalStorage) -> None:
    brought(world, world.patient)
    stored = b"".join(path.read_bytes() for path in blobs.folder.rglob("*") if path.is_file())
    assert b"%PDF" not in stored
    assert b"Catalog" not in stored


def test_does_not_open_from_another_row(world: World, blobs: LocalStorage) -> None:
    one = brought(world, world.patient)
    other = brought(world, world.patient, samples.png(), "screen.png")
    with blobs.open(one.place) as blob:
        blobs.put(other.place, [blob.read()])
    with pytest.raises(Tampered):
        read(world.patient, other.public_id)


def test_does_not_open_with_another_subjects_key(world: World) -> None:
    file = brought(world, world.patient)
    keys = apps.get_model("files.SubjectKey")._default_manager
    keys.filter(pk=file.key_id).update(subject="case_another")
    with pytest.raises(Tampered):
        read(world.patient, file.public_id)


def test_breaks_off_when_a_byte_on_disk_was_changed(world: World, blobs: LocalStorage) -> None:
    file = brought(world, world.patient)
    with blobs.open(file.place) as blob:
        content = bytearray(blob.read())
    content[-1] ^= 1
    blobs.put(file.place, [bytes(content)])
    with pytest.raises(Tampered):
        read(world.patient, file.public_id)


def test_shares_a_key_only_with_the_same_subject_and_class(world: World) -> None:
    files = [
        brought(world, world.patient),
        brought(world, world.patient),
        brought(world, world.patient, data_class="identity"),
    ]
    assert files[0].key_id == files[1].key_id != files[2].key_id


def test_outlives_the_change_of_the_root_key(world: World, settings: Any) -> None:
    settings.FILE_KEYS = [entry("old")]
    file = brought(world, world.patient)
    settings.FILE_KEYS = [entry("new"), *settings.FILE_KEYS]
    assert read(world.patient, file.public_id)
    assert subject_keys.rewrap() == 1
    assert subject_keys.rewrap() == 0
    settings.FILE_KEYS = settings.FILE_KEYS[:1]
    assert KeyRing.parse(settings.FILE_KEYS).current.id == "new"
    assert read(world.patient, file.public_id) == samples.plain_pdf()


def test_is_gone_for_good_when_its_key_is_destroyed(world: World) -> None:
    clinical = brought(world, world.patient)
    identity = brought(world, world.patient, data_class="identity")
    services.preview(actor=world.patient, public_id=clinical.public_id, now=NOW)
    classes = frozenset({"clinical"})
    assert subject_keys.destroy(subject=world.case.public_id, data_classes=classes, now=NOW) == 1
    with pytest.raises(KeyDestroyed):
        read(world.patient, clinical.public_id)
    with pytest.raises(KeyDestroyed):
        services.preview(actor=world.patient, public_id=clinical.public_id, now=NOW)
    assert read(world.patient, identity.public_id)
    assert read(world.patient, brought(world, world.patient).public_id)


def test_is_drawn_once_and_kept_sealed(
    world: World, blobs: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = brought(world, world.patient, samples.jpeg(exif=True), "photo.jpg")
    first = services.preview(actor=world.physician, public_id=file.public_id, now=NOW)
    monkeypatch.setattr(inspection, "render", None)
    again = services.preview(actor=world.patient, public_id=file.public_id, now=NOW)
    assert first == again
    assert first is not None
    assert first.media_type == "image/jpeg"
    assert b"Secret Camera" not in first.content
    stored = [path.read_bytes() for path in blobs.folder.rglob("*") if path.is_file()]
    assert all(first.content[:20] not in each for each in stored)


def test_has_no_preview_of_a_page_that_it_has_not(world: World) -> None:
    file = brought(world, world.patient, samples.pdf(pages=2))
    pages = [
        services.preview(actor=world.patient, public_id=file.public_id, page=page, now=NOW)
        for page in (0, 1, 2, -1)
    ]
    assert [page is not None for page in pages] == [True, True, False, False]


def test_is_withdrawn_with_a_reason_by_the_side_that_brought_it(world: World) -> None:
    file = brought(world, world.patient)
    with pytest.raises(services.NotYours):
        services.void(actor=world.physician, public_id=file.public_id, reason="mine", now=NOW)
    with pytest.raises(services.ReasonMissing):
        services.void(actor=world.patient, public_id=file.public_id, reason="  ", now=NOW)
    services.void(actor=world.patient, public_id=file.public_id, reason="wrong file", now=NOW)
    with pytest.raises(services.FileVoided):
        read(world.patient, file.public_id)
    seen = selectors.files_of_case(world.patient, case_id=world.case.pk)
    assert list(seen) == []
    assert len(selectors.files_of_case(world.patient, case_id=world.case.pk, voided=True)) == 1


def test_is_listed_only_for_those_who_may_see_it(world: World) -> None:
    brought(world, world.patient)
    counts = [
        selectors.files_of_case(actor, case_id=world.case.pk).count()
        for actor in (world.patient, world.physician, world.finance, world.rival, world.stranger)
    ]
    assert counts == [1, 1, 0, 0, 0]


def test_waits_on_its_draft_until_there_is_a_case(world: World) -> None:
    visitor = Actor(name="visitor")
    file = brought(world, visitor, subject="drft_1", case_id=None)
    with pytest.raises(NotVisible):
        read(world.patient, file.public_id)
    for draft in ("drft_2", ""):
        with pytest.raises(NotVisible):
            services.open_for_draft(draft=draft, public_id=file.public_id, now=NOW)
    content = services.open_for_draft(draft="drft_1", public_id=file.public_id, now=NOW)
    assert b"".join(content.pieces) == samples.plain_pdf()
    assert services.preview(actor=visitor, public_id=file.public_id, now=NOW, draft="drft_1")


def test_moves_from_its_draft_to_the_case_with_its_key(world: World) -> None:
    ours = brought(world, world.patient)
    file = brought(world, Actor(), subject="drft_1", case_id=None)
    with acting_as(PLATFORM):
        moved = services.adopt_draft(
            draft="drft_1", case_id=world.case.pk, case_public_id=world.case.public_id
        )
    assert moved == 1
    for public_id in (ours.public_id, file.public_id):
        assert read(world.physician, public_id) == samples.plain_pdf()
    with pytest.raises(NotVisible):
        services.open_for_draft(draft="drft_1", public_id=file.public_id, now=NOW)


def test_cannot_be_put_into_somebody_elses_case(world: World) -> None:
    for actor in (world.stranger, world.rival, world.finance, Actor()):
        with pytest.raises(NotVisible):
            brought(world, actor)
    with pytest.raises(NotVisible):
        brought(world, world.physician, organisation_id=world.rival.organisation_id)


def test_cannot_be_put_into_somebody_elses_case_even_where_the_code_forgets(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "may_bring", lambda *args, **options: True)
    for actor in (world.stranger, world.rival):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            brought(world, actor)


def test_never_changes_its_content_in_the_database(world: World) -> None:
    file = brought(world, world.patient)
    for column in ("sha256", "place"):
        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE files_file SET {column} = 'x' WHERE id = %s", [file.pk])
