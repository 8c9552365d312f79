"""The way in for price lists: quarantine, size, scanner, and a limited child that reads the file.

The parent never parses a stranger's bytes: it gets the rows as lines of JSON.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sanamost.engines.price_lists.grids import UNREADABLE, UnreadableFile
from sanamost.foundation.files.inspection import SOURCE
from sanamost.foundation.files.refusals import file_refused
from sanamost.foundation.files.scanning import ScannerUnavailable, scanner

WALL_SECONDS = 600.0
BOOT = (
    "import sys;sys.path.insert(0,sys.argv[1]);"
    "from sanamost.foundation.files.sandbox.tables import main;main()"
)
_REFUSED = b'{"refused": "'


def check_table(content: BinaryIO, *, name: str, most_bytes: int) -> None:
    """Refuse what is empty, too large or infected, before it is kept. Raises `FileRefused`."""
    size = content.seek(0, os.SEEK_END)
    if size == 0:
        raise file_refused("file_empty", name)
    if size > most_bytes:
        raise file_refused("file_too_large", name, limit=most_bytes // (1024 * 1024))
    scan_with = scanner()
    if scan_with is None:
        return
    content.seek(0)
    try:
        found = scan_with.scan(content)
    except ScannerUnavailable:
        raise file_refused("scanner_unavailable", name) from None
    if found:
        raise file_refused("file_infected", name)


@contextmanager
def rows_of(content: BinaryIO) -> Iterator[BinaryIO]:
    """The table's rows as plain lines, in a file that is gone when the block ends.

    Raises `UnreadableFile` where the child refuses the file, does not survive it or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="quarantine-") as folder:
        brought, told = Path(folder) / "brought", Path(folder) / "told"
        content.seek(0)
        with brought.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        with brought.open("rb") as source, told.open("wb") as output:
            code = _ask(source, output)
        with told.open("rb") as lines:
            _check(lines, code)
            lines.seek(0)
            yield lines


def _ask(source: BinaryIO, output: BinaryIO) -> int:
    """One child reads the file; its exit code."""
    process = subprocess.Popen(  # noqa: S603 our own interpreter and program, no shell
        [sys.executable, "-I", "-B", "-c", BOOT, str(SOURCE)],
        stdin=source.fileno(),
        stdout=output.fileno(),
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )
    try:
        return process.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_large") from None
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _check(lines: BinaryIO, code: int) -> None:
    """Raise what the child said, or that it could say nothing."""
    size = lines.seek(0, os.SEEK_END)
    lines.seek(max(size - 300, 0))
    last = lines.read().rstrip(b"\n").rpartition(b"\n")[2]
    if code != 0:
        raise UnreadableFile(
            "too_large" if code in {-signal.SIGXCPU, -signal.SIGXFSZ} else "damaged"
        )
    if last.startswith(_REFUSED):
        said = last.removeprefix(_REFUSED).partition(b'"')[0].decode(errors="replace")
        raise UnreadableFile(said if said in UNREADABLE else "damaged")
