"""The register of countries that personal data may cross into."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.partners import transfers
from sanamost.registry.partners.states import TransferStatus


class Command(BaseCommand):
    """List the register, or enter a country into it."""

    help = "list the countries of cross-border transfer, or enter one (COUNTRY STATUS DAY)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The country with what the regulator was told; nothing lists the register."""
        parser.add_argument("country", nargs="?", help="two letters of ISO 3166-1, such as AE")
        parser.add_argument("status", nargs="?", choices=TransferStatus.values)
        parser.add_argument("day", nargs="?", help="the day of the notice, YYYY-MM-DD")
        parser.add_argument("--adequate", action="store_true", help="listed as protecting enough")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; say what stands there afterwards."""
        now = timezone.now()
        with acting_as(system("transfer register")):
            if options["country"]:
                transfers.enter(_entry(options), now=now)
            for row in transfers.entries():
                answer = transfers.standing(row.country, home="", now=now)
                self.stdout.write(f"{row.country}  {row.status}  {row.notified_on}  {answer.value}")


def _entry(options: dict[str, Any]) -> transfers.Entry:
    if not options["status"] or not options["day"]:
        raise CommandError("a country needs its status and the day of the notice")
    if len(options["country"]) != 2 or not options["country"].isascii():
        raise CommandError("the country is two letters of ISO 3166-1, such as AE")
    try:
        day = dt.date.fromisoformat(options["day"])
    except ValueError as reason:
        raise CommandError("the day is written YYYY-MM-DD") from reason
    status = TransferStatus(options["status"])
    return transfers.Entry(options["country"].upper(), status, day, options["adequate"])
