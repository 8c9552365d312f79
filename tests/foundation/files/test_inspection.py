"""The limited child …"""

import io
import json
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.uid import JPEG2000Lossless, JPEGBaseline8Bit, JPEGExtended12Bit, RLELossless

from sanamost.foundation.files import inspection
from sanamost.foundation.files.inspection import NotTaken
from sanamost.foundation.files.kinds import Kind
from tests import samples

linux = pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")


@contextmanager
def real(content: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


def drawn(kind: Kind, content: bytes, page: int = 0) -> Image.Image:
    with real(content) as file:
        picture = inspection.render(kind, file, page=page)
    assert len(picture.content) > 0
    image = Image.open(io.BytesIO(picture.content))
    image.load()
    return image


def fenced(program: str) -> str:
    """What a program says that has stepped behind the fences."""
    source = textwrap.dedent(program)
    boot = (
        f"import sys; sys.path.insert(0, {str(inspection.SOURCE)!r})\n"
        "import os, socket, subprocess\n"
        "from sanamost.foundation.files.sandbox import fences\n"
        "fences.limit_resources()\n"
        "fences.leave_network()\n"
        "assert fences.only_compute()\n"
        f"try:\n{textwrap.indent(source, '    ')}\n    said = 'done'\n"
        "except (OSError, MemoryError) as error:\n    said = type(error).__name__\n"
        "os.write(1, said.encode()); os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", boot], capture_output=True, check=False, timeout=20
    )
    return done.stdout.decode() or f"ended by {done.returncode}"


@linux
@pytest.mark.parametrize(
    "program",
    [
        "open('/etc/passwd')",
        "open('/tmp/x', 'w')",
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 80))",
        "subprocess.run(['/bin/true'])",
        "os.fork()",
        "os.kill(os.getppid(), 0)",
        "os.unlink('/tmp/nothing')",
        "os.execv('/bin/true', ['true'])",
        "os.listdir('/')",
    ],
)
def test_can_only_compute(program: str) -> None:
    assert fenced(program) == "PermissionError"


@linux
def test_has_little_memory_and_little_time() -> None:
    assert fenced("bytearray(400_000_000)") == "MemoryError"
    assert fenced("while True: pass").startswith("ended by -")


@linux
def test_says_which_fences_held() -> None:
    with real(samples.png()) as file:
        answer = inspection.ask({"action": "inspect", "kind": "png"}, file)
    assert answer.fences["computing_only"]
    assert 0 < answer.peak_kilobytes < 256 * 1024


@pytest.mark.parametrize(
    ("boot", "code"),
    [
        ("import os; os.abort()", "file_unreadable"),
        ("raise SystemExit(3)", "file_unreadable"),
        ("print('no JSON')", "file_unreadable"),
        ("print('[1]')", "file_unreadable"),
        ("print('{}')", "file_unreadable"),
        ("import time; time.sleep(60)", "file_too_complex"),
        ("import os; os.kill(os.getpid(), 9)", "file_too_complex"),
        ('print(\'{"facts": {"pages": 1e99}}\')', "file_unreadable"),
        ('print(\'{"refused": "' + "x" * 100 + "\"}')", "x" * 100),
    ],
)
def test_may_die_or_lie_without_harm(boot: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "BOOT", boot)
    monkeypatch.setattr(inspection, "WALL_SECONDS", 0.7)
    with real(b"x") as file, pytest.raises(NotTaken) as caught:
        inspection.inspect(Kind.PNG, file)
    assert caught.value.code == code


def test_is_not_trusted_with_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = {"pages": 1, "width": 1, "height": 1, "preview": True, "keep": 1, "clear": 0}
    lies = (("keep", 2), ("clear", 4096), ("pages", -1), ("pages", 10**12), ("width", "9"))
    for name, lie in lies:
        said = json.dumps({"facts": honest | {name: lie}})
        monkeypatch.setattr(inspection, "BOOT", f"print({said!r})")
        with real(b"x") as file, pytest.raises(NotTaken):
            inspection.inspect(Kind.PNG, file)


def test_is_not_trusted_with_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.dumps({"picture": {"media_type": "image/png", "width": 1, "height": 1}})
    monkeypatch.setattr(inspection, "BOOT", f"print({said!r}); print('<script>')")
    with real(b"x") as file, pytest.raises(NotTaken, match="no_preview"):
        inspection.render(Kind.PNG, file)


def test_draws_each_page_of_a_pdf() -> None:
    content = samples.pdf(pages=2)
    assert drawn(Kind.PDF, content, 1).size == (1132, 1600)
    with pytest.raises(NotTaken):
        drawn(Kind.PDF, content, 2)


def test_draws_photos_upright_and_without_their_metadata() -> None:
    image = drawn(Kind.JPEG, samples.jpeg(300, 200, exif=True))
    assert image.size == (200, 300)
    assert not image.getexif()
    with real(samples.jpeg(exif=True)) as file:
        assert b"Secret Camera" not in inspection.render(Kind.JPEG, file).content


def test_draws_large_photos_small() -> None:
    assert max(drawn(Kind.JPEG, samples.jpeg(5000, 4000)).size) == inspection.PREVIEW_EDGE


def test_draws_dicom_in_its_window() -> None:
    image = drawn(Kind.DICOM, samples.dicom())
    greys = image.convert("L").tobytes()
    assert image.size == (64, 64)
    assert min(greys) < 10
    assert max(greys) > 200


def test_draws_compressed_dicom() -> None:
    grey = io.BytesIO()
    samples.picture(64, 64).convert("L").save(grey, "JPEG")
    packed = encapsulate([grey.getvalue()])
    assert drawn(Kind.DICOM, samples.dicom(pixels=packed, syntax=JPEGBaseline8Bit)).size == (64, 64)


@pytest.mark.parametrize("syntax", [JPEGExtended12Bit, JPEG2000Lossless, RLELossless])
def test_says_so_when_dicom_cannot_be_drawn(syntax: object) -> None:
    content = samples.dicom(pixels=encapsulate([b"not an image"]), syntax=syntax)  # type: ignore[arg-type]  # a UID
    with real(content) as file:
        assert inspection.inspect(Kind.DICOM, file).preview is False
        with pytest.raises(NotTaken):
            inspection.render(Kind.DICOM, file)
