"""Let days pass for one case's follow-ups: in a demonstration only."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.aftercare import services
from sanamost.journey.cases import selectors as cases


class Command(BaseCommand):
    """Moves what is planned after a discharge nearer, and asks what has become due."""

    help = "let days pass for one case's follow-ups (demonstration only)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many days, for which case."""
        parser.add_argument("--days", type=int, required=True)
        parser.add_argument("--case", required=True, help="the case's number, SM-2026-000123")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        if not 1 <= options["days"] <= 366:
            raise CommandError("--days: 1 to 366")
        platform = system("demonstration: time passes")
        try:
            with acting_as(platform):
                case = cases.case_by_number(options["case"])
                asked = services.bring_forward(
                    actor=platform, case_id=case.pk, days=options["days"], now=timezone.now()
                )
        except Refusal as refusal:
            raise CommandError(refusal.text) from refusal
        self.stdout.write(f"{options['days']} days have passed; asked: {asked}")
