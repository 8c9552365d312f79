"""What a service is beside its words: kind, setting, stay, days, what its price holds."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.catalogue.models import Service
from sanamost.registry.catalogue.services.writing import held
from sanamost.registry.catalogue.states import Scope, ServiceKind, Setting
from sanamost.registry.catalogue.weekdays import EVERY_DAY
from sanamost.registry.catalogue.wordings import original_language

MOST_ITEMS = 40
LONGEST_STAY = 365


class BadDescription(Refusal):
    """A stay that nobody means, a list that is too long."""

    code = "bad_description"
    message = _("A stay is between 0 and 365 days.")
    field = "stay_days"


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """What a service is beside its words; items are (scope, words in the original's language)."""

    kind: str
    setting: str
    stay_days: int
    weekdays: int = 0
    """On which days it is given (`weekdays.weekdays_of`); 0 where the clinic does not say."""
    included: tuple[tuple[str, str], ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()


def describe(*, actor: Actor, service: str, facts: Description, now: dt.datetime) -> Service:
    """Keep kind, setting, stay, days and contents; an item whose words stay keeps its translations.

    Raises `NotVisible`, `BadDescription`.
    """
    row = held(actor, service)
    if not 0 <= facts.stay_days <= LONGEST_STAY:
        raise BadDescription
    row.kind, row.stay_days = ServiceKind(facts.kind).value, facts.stay_days
    row.setting = Setting(facts.setting).value if facts.setting else ""
    row.weekdays = facts.weekdays & EVERY_DAY
    row.included = _items(row, row.included, facts.included)
    row.excluded = _items(row, row.excluded, facts.excluded)
    row.save(update_fields=["kind", "stay_days", "setting", "weekdays", "included", "excluded"])
    record(action="catalogue.service.described", subject=row.public_id, now=now)
    return row


def _items(
    row: Service, known: list[dict[str, str]], wanted: tuple[tuple[str, str], ...]
) -> list[dict[str, str]]:
    """Each wanted item; one whose words stood there before keeps its other languages."""
    own = original_language(row)
    said = {item.get(own, ""): item for item in known}
    items = [(Scope(scope).value, " ".join(text.split())) for scope, text in wanted if text.strip()]
    if len(items) > MOST_ITEMS or any(len(text) > 200 for _scope, text in items):
        raise BadDescription(
            _("A list has at most 40 items of at most 200 letters."), field="included"
        )
    return [{**said.get(text, {}), "scope": scope, own: text} for scope, text in items]
