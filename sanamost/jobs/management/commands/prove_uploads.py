"""Proof G13: hostile files are refused or made harmless, the child keeps its limits, we live on.

Each file of the corpus goes through the real way in, with the real child and a scanner that speaks
clamd's protocol. What is taken is drawn as well. The last line is JSON; `bad` counts files that got
in and must not, children that passed their limits, and controls that failed to fail.
"""

import json
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from sanamost.foundation.files import inspection
from sanamost.foundation.files.inspection import Answer, NotTaken
from sanamost.foundation.files.intake import Inspector, accept_upload
from sanamost.foundation.files.kinds import Kind
from sanamost.foundation.files.refusals import FileRefused
from sanamost.foundation.files.sandbox.verdicts import Facts
from sanamost.foundation.files.scanning import Scanner

FLOOR = 150
MOST_KILOBYTES = 256 * 1024
MOST_SECONDS = inspection.WALL_SECONDS + 1
CONTROL_FLOOR = 20
"""So many files at least must get in when nobody parses, else the proof proves nothing."""


Draw = Callable[[Kind, BinaryIO], None]


@dataclass
class Watch:
    """What the children took, in the worst case."""

    children: int = 0
    peak_kilobytes: int = 0
    slowest: float = 0.0
    fences: Counter[str] = field(default_factory=Counter)

    def inspect(self, kind: Kind, file: BinaryIO) -> Facts:
        """As `inspection.inspect`, with a look at what it took."""
        return inspection.facts_of(self._ask({"action": "inspect", "kind": kind.value}, file), file)

    def draw(self, kind: Kind, file: BinaryIO) -> None:
        """Draw the first page, if there is something to draw."""
        with suppress(NotTaken):
            question = {"action": "render", "kind": kind.value, "page": 0, "edge": 1600}
            self._ask(question, file)

    def _ask(self, question: dict[str, Any], file: BinaryIO) -> Answer:
        begun = time.monotonic()
        self.children += 1
        try:
            answer = inspection.ask(question, file)
        except NotTaken as refused:
            self._note(refused.answer)
            raise
        finally:
            self.slowest = max(self.slowest, time.monotonic() - begun)
        self._note(answer)
        return answer

    def _note(self, answer: Answer | None) -> None:
        if answer is None:
            self.fences["died"] += 1
            return
        self.peak_kilobytes = max(self.peak_kilobytes, answer.peak_kilobytes)
        self.fences.update(name for name, held in answer.fences.items() if held)


def believing(kind: Kind, file: BinaryIO) -> Facts:
    """The negative control's parser: it parses nothing and believes everything."""
    del kind
    size = file.seek(0, 2)
    return Facts(1, 1, 1, preview=False, keep=size, clear=0)


class Command(BaseCommand):
    """Run the hostile corpus through the way in."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--quick` leaves out the control."""
        parser.add_argument("--quick", action="store_true", help="leave out the negative control")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse every hostile file, then show that without the parser many get in."""
        begun, watch = time.monotonic(), Watch()
        corpus = _from_tests("tests.foundation.files.hostile").corpus()
        with _scanner() as scanner:
            bad = [
                f"{hostile.id}: {said}"
                for hostile in corpus
                if not _is_well(
                    hostile, said := _outcome(hostile, watch.inspect, watch.draw, scanner)
                )
            ]
        if watch.peak_kilobytes > MOST_KILOBYTES or watch.slowest > MOST_SECONDS:
            bad.append("a child passed its limits")
        let_in = CONTROL_FLOOR if options["quick"] else _let_in_without_parser(corpus)
        if let_in < CONTROL_FLOOR:
            bad.append(f"the control let in {let_in} files only")
        for each in bad:
            self.stderr.write(each)
        report = {
            "goal": "G13",
            "n": len(corpus),
            "bad": len(bad),
            "seed": 0,
            "control_let_in": None if options["quick"] else let_in,
            "child_peak_mb": round(watch.peak_kilobytes / 1024),
            "child_slowest_seconds": round(watch.slowest, 1),
            "children": {"all": watch.children, **watch.fences},
            "seconds": round(time.monotonic() - begun, 1),
        }
        self.stdout.write(json.dumps(report))
        if bad or len(corpus) < FLOOR:
            raise SystemExit(1)


def _outcome(hostile: Any, inspect_with: Inspector, draw: Draw, scanner: Scanner | None) -> str:
    """The code of the refusal, "harmless" or "taken". Anything else is a death of ours: a crash."""
    try:
        with accept_upload(
            BytesIO(hostile.content()),
            declared_name=hostile.name,
            declared_type=hostile.declared_type,
            scan_with=scanner,
            inspect_with=inspect_with,
        ) as accepted:
            with accepted.path.open("rb+") as file:
                draw(accepted.kind, file)
            return "harmless" if hostile.harmless and hostile.harmless(accepted) else "taken"
    except FileRefused as refusal:
        return refusal.code


def _is_well(hostile: Any, said: str) -> bool:
    allowed = {"harmless"} if hostile.harmless else hostile.codes
    return said in {*allowed, "file_infected"} or "*" in hostile.codes


def _no_drawing(kind: Kind, file: BinaryIO) -> None:
    """The control draws nothing."""


def _let_in_without_parser(corpus: list[Any]) -> int:
    refused = (hostile for hostile in corpus if hostile.codes and "*" not in hostile.codes)
    return sum(_outcome(hostile, believing, _no_drawing, None) == "taken" for hostile in refused)


def _scanner() -> AbstractContextManager[Scanner]:
    made: AbstractContextManager[Scanner] = _from_tests(
        "tests.adapters.scanning.fake_clamd"
    ).scanner_of()
    return made


def _from_tests(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise CommandError(
            f"{name} is missing: run this from a checkout, where the hostile files are."
        ) from None
