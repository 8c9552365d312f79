"""Add the exchange rates of one file: the Bank of Russia's XML, the ECB's history, a typed CSV."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanamost.commerce.rates import services
from sanamost.foundation.languages.errors import Refusal


class Command(BaseCommand):
    """Adds rates; what was published once is never changed."""

    help = "Add the exchange rates of FILE (.xml of the Bank of Russia, ECB .csv[.gz], typed .csv)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_: object) -> None:
        """Say how many rates were new, or why none was taken."""
        try:
            outcome = services.import_file(path=file, now=timezone.now())
        except (Refusal, OSError, UnicodeDecodeError) as reason:
            raise CommandError(f"{file.name}: {reason}") from None
        self.stdout.write(
            f"{file.name}: {outcome.read:,} rates read, {outcome.new:,} new,"
            f" {outcome.unchanged:,} known"
        )
