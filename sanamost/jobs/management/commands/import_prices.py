"""Read a clinic's price list as it is: what was taken, what was mended, what was not and why."""

import datetime as dt
import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, Self

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone, translation

from sanamost.engines.price_lists import (
    Doubt,
    Nomenclature,
    Options,
    Outcome,
    Reading,
    UnreadableFile,
    Verdict,
    read_rows,
)
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.files.tables import rows_of
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue import services
from sanamost.registry.catalogue.price_reasons import reason
from sanamost.registry.organisations import selectors as organisations

STEP = 500
UNREADABLE = {
    "empty": "the file is empty",
    "old_excel": "it is an old Excel file (.xls); open it and save it as .xlsx",
    "binary_excel": "it is a binary Excel file (.xlsb); open it in Excel and save it as .xlsx",
    "protected": "it is protected by a password; open it and save it as .xlsx without one",
    "open_document": "it is an OpenDocument table (.ods); save it as .xlsx or .csv",
    "web_page": "it is a web page, whatever its name says (1C and registries export such files"
    " as .xls); open it in Excel or LibreOffice and save it as .xlsx",
    "xml_table": "it is an XML table, whatever its name says (1C exports such files as .xls);"
    " open it in Excel or LibreOffice and save it as .xlsx",
    "program_1c": "it is a table of 1C's own (.mxl); in 1C choose Save as and take .xlsx",
    "archive": "it is an archive; unpack it and bring the table inside",
    "not_a_table": "it is neither an XLSX workbook nor text with separated columns",
    "damaged": "the file is damaged",
    "too_large": "the file is larger than can be read",
}


class Command(BaseCommand):
    """Reads a price list; without --dry-run it becomes the clinic's list from a day on."""

    help = "Import the price list FILE (XLSX or CSV) of a clinic, or say what would become of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose it is, from when on."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--clinic", required=True, help="code of the clinic, in any case")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="one line of JSON last")
        parser.add_argument("--valid-from", type=dt.date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--number", default="", help="number of the list; else its day")
        parser.add_argument("--currency", default="RUB", help="where the list names none")
        parser.add_argument(
            "--coefficient",
            action="append",
            default=[],
            metavar="GROUP=TIMES",
            help="price of eaeu or foreign to that of residents, where the list has no column",
        )

    def handle(self, *, file: Path, **options: Any) -> None:
        """Read, say, and import unless it is a rehearsal."""
        clinic = self._clinic(options)
        chosen = Options(currency=options["currency"].upper(), coefficients=_times(options))
        try:
            with file.open("rb") as stream, translation.override("en"):
                if clinic is None or options["dry_run"]:
                    self._rehearse(stream, chosen, options)
                else:
                    self._import(stream, file.name, clinic, chosen, options)
        except UnreadableFile as fault:
            said = f"{file.name} cannot be read: {UNREADABLE[fault.code]}."
            self._fail(fault.code, said, options)
        except OSError as fault:
            self._fail("no_file", f"{file.name} cannot be read: {fault.strerror}.", options)
        except Refusal as refusal:
            self._fail(refusal.code, f"{file.name} was not imported: {refusal.text}", options)

    def _fail(self, code: str, message: str, options: dict[str, Any]) -> NoReturn:
        """End with the exit code 1; for a program with a line of JSON after the words."""
        if not options["json"]:
            raise CommandError(message) from None
        self.stderr.write(message)
        self.stderr.flush()
        nothing = {outcome.value: 0 for outcome in Outcome}
        error = {"code": code, "message": message}
        result = {"summary": nothing, "columns": {}, "doubts": [], "error": error}
        self.stdout.write(json.dumps(result, ensure_ascii=False))
        sys.exit(1)

    def _rehearse(self, stream: BinaryIO, chosen: Options, options: dict[str, Any]) -> None:
        """The file is read by the same limited child as on the pages; nothing is written."""
        listed = catalogue.official_services()
        with _Doubts(listed) as doubts, rows_of(stream) as lines:
            sheets, delimited = read_rows(lines)
            reading = Reading(lines, sheets, listed, chosen, delimited)
            for verdict in _progress(reading.verdicts(), reading):
                doubts.note(verdict.doubts)
            self._say(reading, doubts, options)

    def _import(
        self, stream: BinaryIO, name: str, clinic: int, chosen: Options, options: dict[str, Any]
    ) -> None:
        """All of it or nothing; the trail names the command."""
        actor, now = system("import of a price list"), timezone.now()
        whole: list[Reading] = []

        def heard(reading: Reading, verdicts: list[Verdict]) -> None:
            whole[:] = [reading]
            for verdict in verdicts:
                doubts.note(verdict.doubts)

        with _Doubts(catalogue.official_services()) as doubts, acting_as(actor):
            draft = services.begin_import(
                organisation_id=clinic,
                file=stream,
                name=name,
                now=now,
                options=chosen,
                at_once=True,
                told=_bar,
                heard=heard,
            )
            _bar(0, 0)
            for reading in whole:
                self._say(reading, doubts, options)
            made = services.finish_import(
                actor=actor,
                public_id=draft.public_id,
                valid_from=options["valid_from"],
                number=options["number"],
                now=now,
                at_once=True,
            )
            if made is None:
                raise CommandError("The list is being imported by a job.")
            changes = catalogue.changes_between(catalogue.list_before(made), made).counts()
        kinds = ", ".join(f"{changes[kind]:,} {kind}" for kind in ("new", "gone", "changed"))
        self.stderr.write(f"Price list {made.number} holds from {made.valid_from}: {kinds} prices.")

    def _clinic(self, options: dict[str, Any]) -> int | None:
        """The clinic's key; a rehearsal can do without."""
        code = options["clinic"].strip().lower()
        try:
            card = organisations.card_by_code(code)
        except DatabaseError:
            card = None
        if card is None and not options["dry_run"]:
            raise CommandError(f"There is no clinic {code}; `make demo` makes demo-ortho.")
        if not options["dry_run"] and options["valid_from"] is None:
            raise CommandError("Say from which day the prices hold: --valid-from YYYY-MM-DD.")
        if card is None:
            self.stderr.write(f"There is no clinic {code} here yet; the file is read all the same.")
        return card.pk if card else None

    def _say(self, reading: Reading, doubts: "_Doubts", options: dict[str, Any]) -> None:
        of_columns, listed = reading.column_doubts, doubts.listed
        counts = {outcome.value: reading.counts[outcome] for outcome in Outcome}
        words = ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items())
        self.stdout.write(
            f"{reading.rows:,} rows: {words}; {len(of_columns) + doubts.count:,} doubts"
        )
        if not options["json"]:
            for doubt in [*of_columns, *doubts.first][:STEP]:
                self.stdout.write(f"  {_line(doubt, listed)}")
            return
        sheets = {
            name: {"columns": heading.named(), "heading_rows": list(heading.rows)}
            for name, heading in reading.headings.items()
        }
        rest = {
            "rows": reading.rows,
            "other": {kind: reading.other[kind] for kind in ("title", "heading")},
            "sheets": sheets,
        }
        head = _json({"summary": counts, "columns": reading.main.named()})
        said = ", ".join(_json(_said(doubt, listed)) for doubt in of_columns)
        between = ", " if of_columns and doubts.count else ""
        self.stdout.write(f'{head[:-1]}, "doubts": [{said}{between}', ending="")
        for piece in doubts.pieces():
            self.stdout.write(piece, ending="")
        self.stdout.write(f"], {_json(rest)[1:]}")


class _Doubts:
    """Every doubt as JSON in a file: a long list has as many as rows. The first ones as such."""

    def __init__(self, listed: Nomenclature) -> None:
        self.listed = listed
        self.count = 0
        self.first: list[Doubt] = []
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 closed by `with`

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._said.close()

    def note(self, doubts: Iterable[Doubt]) -> None:
        """Keep them in their order."""
        for doubt in doubts:
            if self.count < STEP:
                self.first.append(doubt)
            self._said.write(f"{', ' if self.count else ''}{_json(_said(doubt, self.listed))}")
            self.count += 1

    def pieces(self) -> Iterator[str]:
        """All of them as the inside of a JSON list."""
        self._said.seek(0)
        while piece := self._said.read(1 << 16):
            yield piece


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _times(options: dict[str, Any]) -> dict[str, Decimal]:
    found = {}
    for said in options["coefficient"]:
        group, _, times = said.partition("=")
        try:
            found[group] = Decimal(times.replace(",", "."))
        except InvalidOperation:
            found[group] = Decimal(0)
        if group not in {"eaeu", "foreign"} or not found[group] > 0:
            raise CommandError(f"--coefficient {said}: write eaeu=1.15 or foreign=1.5.")
    return found


def _said(doubt: Doubt, listed: Nomenclature) -> dict[str, Any]:
    return {
        "row": doubt.row,
        "field": doubt.field,
        "found": doubt.found,
        "suggested": doubt.suggested,
        "reason": _reason(doubt, listed),
        "kind": doubt.kind,
        "sheet": doubt.sheet,
    }


def _reason(doubt: Doubt, listed: Nomenclature) -> str:
    return reason(doubt, official=listed.meant_by(doubt.found), edition=listed.edition)


def _line(doubt: Doubt, listed: Nomenclature) -> str:
    mend = f" → {doubt.suggested}" if doubt.suggested else ""
    return f"row {doubt.row}, {doubt.field}: {doubt.found!r}{mend}. {_reason(doubt, listed)}"


def _progress(verdicts: Iterator[Verdict], reading: Reading) -> Iterator[Verdict]:
    """The verdicts; on a terminal with a line that says how far the file is read."""
    for number, verdict in enumerate(verdicts, 1):
        if number % STEP == 0:
            _bar(number, reading.share())
        yield verdict
    _bar(0, 0)


def _bar(rows: int, share: float) -> bool:
    """Draw how far the file is read, on a terminal; no rows wipe it away."""
    if sys.stderr.isatty():
        bar = "█" * int(share * 30)
        sys.stderr.write(
            f"\r{bar:░<30} {share:4.0%} {rows:,} rows" if rows else "\r" + " " * 60 + "\r"
        )
        sys.stderr.flush()
    return True
