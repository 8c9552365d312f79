"""Questions to the limited child process; the parent never parses a stranger's bytes.

The child gets the file as its standard input and nothing else: no environment, no other open file.
Its output goes to a nameless file whose size the kernel caps, so a child gone wrong can neither
fill the parent's memory nor outlive its time.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sanamost.foundation.files.kinds import Kind
from sanamost.foundation.files.sandbox.verdicts import Facts, Picture

WALL_SECONDS = 10.0
MOST_CHILDREN = 2
PREVIEW_EDGE = 1600
MOST_PAGES, MOST_EDGE, MOST_CLEARED = 1_000_000, 1_000_000_000, 128
SOURCE = Path(__file__).resolve().parents[3]
BOOT = (
    "import json,sys;sys.path.insert(0,sys.argv[1]);"
    "from sanamost.foundation.files.sandbox.worker import main;main(json.loads(sys.argv[2]))"
)
PICTURE_SIGNS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_places = threading.BoundedSemaphore(MOST_CHILDREN)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child said, with what it was held by."""

    body: dict[str, Any]
    payload: bytes

    @property
    def fences(self) -> dict[str, bool]:
        """Which fences held beyond the resource limits: `network`, `computing_only`."""
        return dict(self.body.get("fences", {}))

    @property
    def peak_kilobytes(self) -> int:
        """The most resident memory that the child had."""
        return int(self.body.get("peak_kilobytes", 0))


class NotTaken(Exception):
    """The child refused the file, or did not survive it; `code` is a key of `refusals.MESSAGES`."""

    def __init__(self, code: str, answer: Answer | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


def inspect(kind: Kind, file: BinaryIO) -> Facts:
    """A full parse of `file` (a real file with a descriptor); raises `NotTaken`."""
    return facts_of(ask({"action": "inspect", "kind": kind.value}, file), file)


def facts_of(answer: Answer, file: BinaryIO) -> Facts:
    """The facts in an answer about `file`; raises `NotTaken` where they cannot be true."""
    size = os.fstat(file.fileno()).st_size
    try:
        facts = answer.body["facts"]
        return Facts(
            pages=_within(facts["pages"], MOST_PAGES),
            width=_within(facts["width"], MOST_EDGE),
            height=_within(facts["height"], MOST_EDGE),
            preview=facts["preview"] is True,
            keep=_within(facts["keep"], size),
            clear=_within(facts["clear"], MOST_CLEARED),
        )
    except (TypeError, KeyError, ValueError):
        raise NotTaken("file_unreadable") from None


def _within(number: object, most: int) -> int:
    """The child's number, if it can be one: what it says is trusted no more than the file."""
    if isinstance(number, int) and 0 <= number <= most:
        return number
    raise ValueError(number)


def render(kind: Kind, file: BinaryIO, *, page: int = 0, edge: int = PREVIEW_EDGE) -> Picture:
    """One page or frame as a picture encoded anew; raises `NotTaken` where there is none."""
    question = {"action": "render", "kind": kind.value, "page": page, "edge": edge}
    answer = ask(question, file)
    try:
        described = answer.body["picture"]
        media_type = str(described["media_type"])
        if answer.payload.startswith(PICTURE_SIGNS[media_type]):
            size = int(described["width"]), int(described["height"])
            return Picture(media_type, answer.payload, *size)
    except (TypeError, KeyError, ValueError):
        pass
    raise NotTaken("no_preview")


def ask(question: dict[str, Any], file: BinaryIO) -> Answer:
    """One child, one question; raises `NotTaken` when it refuses, dies or takes too long."""
    with _places, tempfile.TemporaryFile() as output:
        file.flush()
        process = subprocess.Popen(  # noqa: S603 our own interpreter and program, no shell
            [sys.executable, "-I", "-B", "-c", BOOT, str(SOURCE), json.dumps(question)],
            stdin=file.fileno(),
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        try:
            process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotTaken("file_too_complex") from None
        finally:
            _end(process)
        output.seek(0)
        return _read(output.read(), process.returncode)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(output: bytes, code: int) -> Answer:
    line, _, payload = output.partition(b"\n")
    try:
        body = json.loads(line)
    except ValueError:
        body = None
    if code != 0 or not isinstance(body, dict):
        killed = code in {-signal.SIGXCPU, -signal.SIGKILL}
        raise NotTaken("file_too_complex" if killed else "file_unreadable")
    if "refused" in body:
        raise NotTaken(str(body["refused"]), Answer(body, b""))
    return Answer(body, payload)
