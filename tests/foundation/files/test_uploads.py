"""An upload that resumes …"""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.apps import apps

from sanamost.adapters.storage.local import LocalStorage
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.files import services, tidying, uploads
from sanamost.foundation.files.refusals import FileRefused, UploadRefused
from sanamost.foundation.files.services import Belonging
from sanamost.foundation.languages.errors import NotVisible
from tests import samples
from tests.foundation.files.conftest import NOW, World

CONTENT = samples.pdf(pages=2)
STEP = 4000


def begun(actor: Actor, size: int = len(CONTENT), **options: Any) -> str:
    upload = uploads.begin(
        actor=actor,
        name="МРТ.pdf",
        declared_type="application/pdf",
        size=size,
        now=NOW,
        **options,
    )
    return upload.public_id


def sent(
    actor: Actor,
    public_id: str,
    offset: int,
    *,
    tab: str = "one",
    now: dt.datetime = NOW,
    content: bytes = CONTENT,
    sha256: str = "",
    draft: str = "",
) -> int:
    piece = content[offset : offset + STEP]
    return uploads.append(
        actor=actor,
        public_id=public_id,
        tab=tab,
        offset=offset,
        piece=piece,
        sha256=sha256 or hashlib.sha256(piece).hexdigest(),
        now=now,
        draft=draft,
    )


def all_sent(actor: Actor, public_id: str, **options: Any) -> None:
    for offset in range(0, len(CONTENT), STEP):
        sent(actor, public_id, offset, **options)


def finished(world: World, actor: Actor, public_id: str, **options: Any) -> Any:
    belongs = Belonging(subject=world.case.public_id, data_class="clinical", case_id=world.case.pk)
    return uploads.finish(actor=actor, public_id=public_id, belongs=belongs, now=NOW, **options)


def code_of(refused: "pytest.ExceptionInfo[UploadRefused]") -> str:
    return refused.value.code


def test_becomes_a_file_once_everything_has_arrived(world: World) -> None:
    public_id = begun(world.patient)
    all_sent(world.patient, public_id)
    file = finished(world, world.patient, public_id)
    content = services.open_for(actor=world.physician, public_id=file.public_id, now=NOW)
    assert (content.name, b"".join(content.pieces)) == ("МРТ.pdf", CONTENT)


def test_gives_the_same_file_when_it_is_finished_twice(world: World) -> None:
    public_id = begun(world.patient)
    all_sent(world.patient, public_id)
    assert finished(world, world.patient, public_id) == finished(world, world.patient, public_id)
    assert apps.get_model("files.File")._default_manager.count() == 1


def test_says_where_to_go_on_and_what_it_has(world: World) -> None:
    public_id = begun(world.patient)
    sent(world.patient, public_id, 0)
    later = NOW + dt.timedelta(hours=2)
    upload = uploads.take_up(actor=world.patient, public_id=public_id, tab="two", now=later)
    assert upload.received == STEP
    pieces = uploads.pieces_of(actor=world.patient, public_id=public_id, now=later)
    assert [(piece.offset, piece.size, piece.sha256) for piece in pieces] == [
        (0, STEP, hashlib.sha256(CONTENT[:STEP]).hexdigest())
    ]


def test_takes_a_piece_sent_again_as_sent_once(world: World) -> None:
    public_id = begun(world.patient)
    assert sent(world.patient, public_id, 0) == sent(world.patient, public_id, 0) == STEP


@pytest.mark.parametrize("offset", [STEP, STEP * 2, 10])
def test_refuses_a_gap_and_an_overlap_and_says_where_to_go_on(world: World, offset: int) -> None:
    public_id = begun(world.patient)
    if offset != STEP:
        sent(world.patient, public_id, 0)
    with pytest.raises(UploadRefused) as refused:
        sent(world.patient, public_id, offset)
    assert code_of(refused) == "upload_offset"
    assert refused.value.parameters["received"] == (0 if offset == STEP else STEP)


def test_refuses_a_second_window_while_the_first_is_active(world: World) -> None:
    public_id = begun(world.patient)
    sent(world.patient, public_id, 0, tab="one")
    with pytest.raises(UploadRefused) as refused:
        sent(world.patient, public_id, STEP, tab="two")
    assert code_of(refused) == "upload_elsewhere"
    later = NOW + uploads.TAB_HOLDS + dt.timedelta(seconds=1)
    assert sent(world.patient, public_id, STEP, tab="two", now=later) == 2 * STEP


def test_refuses_a_piece_damaged_on_the_way(world: World) -> None:
    public_id = begun(world.patient)
    with pytest.raises(UploadRefused) as refused:
        sent(world.patient, public_id, 0, sha256="0" * 64)
    assert code_of(refused) == "upload_piece_damaged"


def test_refuses_more_than_was_announced(world: World) -> None:
    public_id = begun(world.patient, size=STEP - 1)
    with pytest.raises(UploadRefused) as refused:
        sent(world.patient, public_id, 0)
    assert code_of(refused) == "upload_piece_too_large"


def test_is_not_finished_while_something_is_missing(world: World) -> None:
    public_id = begun(world.patient)
    sent(world.patient, public_id, 0)
    with pytest.raises(UploadRefused) as refused:
        finished(world, world.patient, public_id)
    assert code_of(refused) == "upload_incomplete"


def test_is_checked_like_any_other_file(world: World) -> None:
    hostile = samples.plain_pdf("/OpenAction << /S /JavaScript /JS (x) >>")
    public_id = begun(world.patient, size=len(hostile))
    sent(world.patient, public_id, 0, content=hostile)
    with pytest.raises(FileRefused) as refused:
        finished(world, world.patient, public_id)
    assert refused.value.code == "pdf_active"


def test_belongs_to_its_sender_alone(world: World) -> None:
    public_id = begun(world.patient)
    for actor in (world.stranger, world.physician, Actor()):
        with pytest.raises(NotVisible):
            sent(actor, public_id, 0)
        with pytest.raises(NotVisible):
            finished(world, actor, public_id)


def test_may_come_from_a_visitor_for_their_draft(world: World) -> None:
    visitor = Actor(name="visitor")
    public_id = begun(visitor, draft="drft_1")
    for draft in ("", "drft_2"):
        with pytest.raises(NotVisible):
            sent(visitor, public_id, 0, draft=draft)
    all_sent(visitor, public_id, draft="drft_1")
    file = uploads.finish(
        actor=visitor,
        public_id=public_id,
        belongs=Belonging(subject="drft_1", data_class="clinical"),
        now=NOW,
        draft="drft_1",
    )
    assert (file.draft, file.case_id) == ("drft_1", None)


def test_lies_unreadable_on_disk(world: World, blobs: LocalStorage) -> None:
    all_sent(world.patient, begun(world.patient))
    stored = b"".join(path.read_bytes() for path in blobs.folder.rglob("*") if path.is_file())
    assert b"%PDF" not in stored


def test_is_refused_for_a_size_that_no_file_may_have(world: World) -> None:
    for size, code in ((0, "file_empty"), (10**9, "file_too_large")):
        with pytest.raises(FileRefused) as refused:
            begun(world.patient, size=size)
        assert refused.value.code == code


def test_is_refused_when_too_many_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_OPEN", 2)
    begun(world.patient)
    begun(world.patient)
    begun(world.stranger)
    with pytest.raises(UploadRefused) as refused:
        begun(world.patient)
    assert code_of(refused) == "upload_too_many"


def test_expires_and_is_swept_with_its_key(world: World, blobs: LocalStorage) -> None:
    public_id = begun(world.patient)
    sent(world.patient, public_id, 0)
    later = NOW + uploads.LIFE
    with pytest.raises(UploadRefused) as refused:
        sent(world.patient, public_id, STEP, now=later)
    assert code_of(refused) == "upload_expired"
    assert tidying.sweep(now=later).uploads == 1
    assert apps.get_model("files.SubjectKey")._default_manager.count() == 0


def test_can_be_given_up(world: World) -> None:
    public_id = begun(world.patient)
    uploads.cancel(actor=world.patient, public_id=public_id, now=NOW)
    assert tidying.sweep(now=NOW).uploads == 1


def test_leaves_no_blob_without_a_row(world: World, blobs: LocalStorage) -> None:
    public_id = begun(world.patient)
    all_sent(world.patient, public_id)
    file = finished(world, world.patient, public_id)
    services.preview(actor=world.patient, public_id=file.public_id, now=NOW)
    blobs.put("feedfacefeedface", [b"its transaction never committed"])
    assert tidying.sweep(now=dt.datetime.now(dt.UTC)).blobs == 0
    long_after = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    pieces = -(-len(CONTENT) // STEP)
    assert tidying.sweep(now=long_after).blobs == 1 + pieces
    assert set(blobs.names(long_after.timestamp())) == {file.place, f"{file.place}_0"}
