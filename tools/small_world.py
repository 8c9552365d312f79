"""`python -m tools.small_world`: the demonstration's world with the short reference files alone.

The long ones (classifiers, the register, years of rates) take half a minute and are not needed to
walk a case; `load_reference` loads all.
"""

import csv
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 after django.setup
from django.utils import timezone  # noqa: E402 after django.setup

from sanamost.commerce.rates import services as rates  # noqa: E402 after django.setup
from sanamost.registry.catalogue import services as catalogue  # noqa: E402 after django.setup


def main() -> None:
    """Areas, countries, languages, currencies, holidays, two days of rates; then the world."""
    for file in (name for name in catalogue.FILE_NAMES if not name.endswith(".gz")):
        with (catalogue.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
            catalogue.load_file(file=file, rows=csv.DictReader(stream))
    for path in sorted(catalogue.REFERENCE.glob("cbr_*.xml")):
        rates.import_file(path=path, now=timezone.now())
    call_command("load_demonstration")


if __name__ == "__main__":
    main()
