"""The way in for files …"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from sanamost.foundation.files import kinds
from sanamost.foundation.files.intake import Accepted, accept_upload
from sanamost.foundation.files.kinds import Kind, Limits
from sanamost.foundation.files.refusals import FileRefused
from sanamost.foundation.files.sandbox import fences
from sanamost.foundation.files.sandbox.verdicts import Facts
from sanamost.foundation.files.scanning import ScannerUnavailable
from tests import samples
from tests.adapters.scanning.fake_clamd import scanner_of
from tests.foundation.files.hostile import EICAR, Hostile, corpus

CORPUS = corpus()


def taken(content: bytes, name: str, **options: object) -> tuple[Accepted, bytes]:
    """What became of a file that must be taken."""
    with accept_upload(io.BytesIO(content), declared_name=name, **options) as accepted:  # type: ignore[arg-type]  # options by name
        return accepted, b"".join(accepted.pieces())


def refused(content: bytes, name: str, **options: object) -> FileRefused:
    """Why a file that must not be taken was not."""
    with (
        pytest.raises(FileRefused) as caught,
        accept_upload(io.BytesIO(content), declared_name=name, **options),  # type: ignore[arg-type]  # options by name
    ):
        pass
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "kind", "pages"),
    [
        (samples.pdf(pages=3), "report.pdf", Kind.PDF, 3),
        (samples.plain_pdf(), "report.PDF", Kind.PDF, 1),
        (samples.jpeg(exif=True), "photo.jpg", Kind.JPEG, 1),
        (samples.jpeg(4000, 3000), "photo.jpeg", Kind.JPEG, 1),
        (samples.png(), "screen.png", Kind.PNG, 1),
        (samples.dicom(), "image.dcm", Kind.DICOM, 1),
        (samples.dicom(frames=5), "IM000001", Kind.DICOM, 5),
        (samples.dicom(), "1.2.840.113619.2.55.3", Kind.DICOM, 1),
    ],
)
def test_takes_what_patients_send(content: bytes, name: str, kind: Kind, pages: int) -> None:
    accepted, kept = taken(content, name, declared_type="application/octet-stream")
    assert (accepted.kind, accepted.pages, accepted.preview) == (kind, pages, True)
    assert (kept, accepted.size) == (content, len(content))


def outcome(hostile: Hostile) -> str:
    """The code of the refusal, "harmless" when it was taken as such, else "taken"."""
    try:
        with accept_upload(
            io.BytesIO(hostile.content()),
            declared_name=hostile.name,
            declared_type=hostile.declared_type,
        ) as accepted:
            return "harmless" if hostile.harmless and hostile.harmless(accepted) else "taken"
    except FileRefused as refusal:
        return refusal.code


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.id)
def test_lets_no_harm_in(hostile: Hostile) -> None:
    allowed = {"harmless"} if hostile.harmless else hostile.codes
    assert outcome(hostile) in allowed or "*" in hostile.codes


def test_meets_enough_hostile_files_each_only_once() -> None:
    assert len(CORPUS) == len({hostile.id for hostile in CORPUS}) >= 150


def test_lets_harm_in_without_its_parser() -> None:
    """The parser is what refuses: with one that believes everything, the same file passes."""

    def believing(kind: Kind, file: object) -> Facts:
        return Facts(1, 1, 1, preview=False, keep=len(script), clear=0)

    script = samples.pdf_with_object_stream(b"<< /S /JavaScript /JS (x) >>")
    assert refused(script, "a.pdf").code == "pdf_active"
    assert taken(script, "a.pdf", inspect_with=believing)[1] == script


def test_names_the_file_and_the_cure_in_the_readers_language() -> None:
    refusal = refused(b"\0\0\0\x18ftypheic" + bytes(40), "IMG_1.HEIC")
    assert "IMG_1.HEIC" in refusal.text
    assert "JPEG" in refusal.text
    for language in ("ru", "zh-hans", "ar"):
        with translation.override(language):
            assert "IMG_1.HEIC" in refusal.text
            assert "is in HEIC format" not in refusal.text


def test_puts_right_a_picture_named_as_another_kind_of_picture() -> None:
    assert taken(samples.jpeg(), "photo.png")[0].name == "photo.jpg"
    assert taken(samples.dicom(), "IM000001")[0].name == "IM000001.dcm"


def test_clears_the_preamble_of_dicom() -> None:
    content = samples.dicom(preamble=b"MZ".ljust(128, b"\x90"))
    accepted, kept = taken(content, "image.dcm")
    assert kept == bytes(128) + content[128:]
    assert accepted.size == len(content)


def test_cuts_off_what_trails_behind_a_photo() -> None:
    assert taken(samples.jpeg() + b"maker's trailer", "photo.jpg")[1] == samples.jpeg()
    assert taken(samples.png() + b"\0\0", "screen.png")[1] == samples.png()


def test_stops_reading_at_the_limit() -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"%PDF-1.7\n".ljust(1000)

    small = Limits(dict.fromkeys(Kind, 10_000))
    with (
        pytest.raises(FileRefused) as caught,
        accept_upload(endless(), declared_name="a.pdf", limits=small),
    ):
        pass
    assert caught.value.code == "file_too_large"
    assert read == 11


def test_holds_each_kind_to_its_own_limit() -> None:
    limits = Limits(dict.fromkeys(Kind, 1_000_000) | {Kind.PNG: 100})
    assert refused(samples.png(), "a.png", limits=limits).code == "file_too_large"
    assert Limits().bytes_of[Kind.DICOM] == 4 * Limits().bytes_of[Kind.PDF] == 200 * kinds.MEGABYTE


def test_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    taken(samples.png(), "a.png")
    refused(b"<html>", "a.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.plain_pdf(f"/Note ({EICAR.decode()})"), "a.pdf"),
        (samples.jpeg() + EICAR, "a.jpg"),
        (samples.dicom(preamble=EICAR.ljust(128, b"\0")), "a.dcm"),
    ],
)
def test_asks_the_scanner_before_anything_is_changed(content: bytes, name: str) -> None:
    with scanner_of() as scanner:
        assert refused(content, name, scan_with=scanner).code == "file_infected"
        assert taken(samples.png(), "a.png", scan_with=scanner)[0].kind == Kind.PNG


def test_takes_nothing_while_the_scanner_is_away() -> None:
    class Away:
        def scan(self, content: object) -> str | None:
            raise ScannerUnavailable("no answer")

    assert refused(samples.png(), "a.png", scan_with=Away()).code == "scanner_unavailable"


def test_ends_a_child_that_swells_and_lives_on() -> None:
    swelling = next(hostile for hostile in CORPUS if hostile.id == "a PDF with a page that swells")
    before = os.times()
    assert outcome(swelling) in {"file_unreadable", "file_too_complex", "taken"}
    after = os.times()
    assert after.children_user - before.children_user < fences.CPU_SECONDS + 1
    assert taken(samples.png(), "a.png")[0].kind == Kind.PNG
