"""A check-up in the reader's words: examinations with reasons, clinics with their prices."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.engines.checkups import RuleSet
from sanamost.journey.checkups.services import Told
from sanamost.registry.checkups import selectors
from sanamost.registry.checkups.selectors import ClinicPrice
from sanamost.web.components.checkups import Line, lines_of, made_of
from sanamost.web.components.wording import pick_text
from sanamost.web.public.portal.scope import Scope

MOST_CLINICS = 20


@dataclass(frozen=True, slots=True)
class Left:
    """One examination that was left out, with the words why."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page."""

    rules: RuleSet
    lines: tuple[Line, ...]
    left: tuple[Left, ...]
    clinics: tuple[ClinicPrice, ...]
    more_clinics: int
    wanted: int


def shown(told: Told, scope: Scope) -> Shown:
    """Everything that the page of the result says, of the portal's clinics. Raises `BadAnswer`."""
    made = made_of(told)
    wanted = [one.item for one in made.items if one.item.code not in told.unwanted]
    priced = selectors.prices(wanted, day=timezone.localdate()) if wanted else []
    clinics = [one for one in priced if scope.clinic(one.clinic)]
    return Shown(
        rules=selectors.rules(told.version),
        lines=lines_of(told),
        left=tuple(Left(pick_text(d.item.names), pick_text(d.words)) for d in made.dropped),
        clinics=tuple(clinics[:MOST_CLINICS]),
        more_clinics=max(0, len(clinics) - MOST_CLINICS),
        wanted=len(wanted),
    )


def need_words(told: Told) -> str:
    """The request's first words, for the patient to change: which examinations are wished."""
    names = "\n".join(f"- {line.name}" for line in lines_of(told) if line.wanted)
    return _("I would like a check-up with these examinations:\n%(names)s") % {"names": names}
