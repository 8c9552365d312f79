"""`manage.py personas`: one ready-made sign-in per role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from sanamost.foundation.access.actor import labels
from sanamost.foundation.access.roles import Role
from sanamost.jobs.world.load import Persona, personas, read


class Command(BaseCommand):
    """Print who can be signed in as, and where; only a demonstration has such a page."""

    help = "Prints one ready-made sign-in per role of the demonstration."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the list."""
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration (SANAMOST_DEMO is not 1).")
        page = settings.PUBLIC_ADDRESS + reverse("people:demonstration")
        self.stdout.write(f"Sign in with one click at {page}\n\n")
        with translation.override("en"):
            for role, person in one_per_role():
                story = person.story["en"]
                self.stdout.write(f"  {person.name:20} {role:26} {person.email:30} {story}")
        mail = settings.PUBLIC_ADDRESS + reverse("people:demonstration_mail")
        self.stdout.write(f"\nLetters that are kept instead of sent: {mail}")


def one_per_role() -> list[tuple[str, Persona]]:
    """The first persona of each role in each kind of organisation, the patients first."""
    kinds = {row["code"]: row["kind"] for row in read()["organisation"]}
    found: dict[tuple[str, str], Persona] = {}
    for person in personas():
        for role in person.roles or (Role.PATIENT,):
            found.setdefault((role, kinds.get(person.organisation, "")), person)
    return [(labels([role])[0], person) for (role, _kind), person in found.items()]
