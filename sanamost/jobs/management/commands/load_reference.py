"""Load the reference files that ship with the package; files already loaded are passed over."""

import csv
import dataclasses
import functools
import gzip
import hashlib
import io
import resource
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from django.core.management.base import BaseCommand, OutputWrapper
from django.db import transaction
from django.utils import timezone

from sanamost.commerce.comparison import services as comparison
from sanamost.commerce.rates import services as rates
from sanamost.foundation.bulk import Outcome
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.organisations import services as organisations

# Part of each digest: raise it when the way rows are made from a file changes.
LOADING = "1"
BAR = 24

Rows = Iterator[Mapping[str, str]]
Load = Callable[[Path, Callable[[float], None]], Outcome]


def steps() -> Iterator[tuple[str, Load]]:
    """Every file in the order in which it can be loaded."""
    for file in catalogue.FILE_NAMES:
        yield file, _table(functools.partial(_catalogue, file))
    yield organisations.REGISTER_FILE, _table(_register)
    for path in sorted(catalogue.REFERENCE.glob("cbr_*.xml")):
        yield path.name, _rates
    yield "ecb_history.csv.gz", _rates


def _catalogue(file: str, rows: Rows) -> Outcome:
    return catalogue.load_file(file=file, rows=rows)


def _register(rows: Rows) -> Outcome:
    return organisations.load_register(rows=rows)


def _table(load: Callable[[Rows], Outcome]) -> Load:
    def run(path: Path, tell: Callable[[float], None]) -> Outcome:
        with path.open("rb") as raw:
            return load(_rows(raw, path, tell))

    return run


def _rates(path: Path, _tell: Callable[[float], None]) -> Outcome:
    return rates.import_file(path=path, now=timezone.now())


def _rows(raw: BinaryIO, path: Path, tell: Callable[[float], None]) -> Rows:
    """The rows of a CSV file, telling now and then which part of it is read."""
    size = path.stat().st_size
    packed = path.suffix == ".gz"
    stream = gzip.GzipFile(fileobj=raw) if packed else raw
    with io.TextIOWrapper(cast("BinaryIO", stream), encoding="utf-8", newline="") as text:
        for number, row in enumerate(csv.DictReader(text)):
            if number % 500 == 0:
                tell(raw.tell() / size)
            yield row


def digest(path: Path) -> str:
    """What tells one content of a file from another."""
    with path.open("rb") as stream:
        return f"{LOADING}:{hashlib.file_digest(stream, 'sha256').hexdigest()}"[:64]


def peak_memory() -> float:
    """The most memory this process has held so far, in MB (1,000,000 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000


@dataclasses.dataclass
class Progress:
    """A bar on a terminal; nothing where the output is kept in a file."""

    out: OutputWrapper
    file: str

    def tell(self, part: float) -> None:
        """Show that this part (0 to 1) of the file is read."""
        if self.out.isatty():
            done = round(min(part, 1) * BAR)
            bar = f"[{'#' * done}{'.' * (BAR - done)}]"
            self.out.write(f"\r{self.file:28} {bar}", ending="")
            self.out.flush()

    def clear(self) -> None:
        """Leave the line to the next output."""
        if self.out.isatty():
            self.out.write("\r" + " " * (31 + BAR) + "\r", ending="")


class Command(BaseCommand):
    """Brings the reference tables to the files; safe to run at any time, any number of times."""

    help = "Load countries, classifiers, calendars, the official register and exchange rates."
    begun = False
    LINE = "{:28} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch."""
        parser.add_argument(
            "--again", action="store_true", help="read every file, also those already loaded"
        )

    def handle(self, *, again: bool = False, **_: object) -> None:
        """Load what is not loaded and say in a table what was done."""
        started = time.monotonic()
        read = skipped = 0
        for file, load in steps():
            outcome = self._load(file, load, again=again)
            if outcome is None:
                skipped += 1
                continue
            read += outcome.read
        read += comparison.load_factors(now=timezone.now())
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{read:,} rows read in {seconds:.1f} s, peak {peak_memory():.0f} MB;"
            f" {skipped} files were loaded already"
        )

    def _load(self, file: str, load: Load, *, again: bool) -> Outcome | None:
        path = catalogue.REFERENCE / file
        content = digest(path)
        if not again and catalogue.is_loaded(file=file, digest=content):
            return None
        if not self.begun:
            self._line("file", "read", "new", "changed", "unchanged", "seconds", "peak MB")
            self.begun = True
        started = time.monotonic()
        progress = Progress(self.stdout, file)
        with transaction.atomic():
            outcome = load(path, progress.tell)
            catalogue.note_edition(file=file, digest=content, rows=outcome.read, now=timezone.now())
        progress.clear()
        seconds = time.monotonic() - started
        counts = (outcome.read, outcome.new, outcome.changed, outcome.unchanged)
        numbers = [f"{count:,}" for count in counts]
        self._line(file, *numbers, f"{seconds:.2f}", f"{peak_memory():.0f}")
        return outcome

    def _line(self, *cells: str) -> None:
        self.stdout.write(self.LINE.format(*cells))
