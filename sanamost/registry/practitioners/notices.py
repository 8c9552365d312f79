"""What clinics are told about the papers of their physicians.

Parameters are codes and ISO days; they become words when the notice is read.
"""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind
from sanamost.registry.practitioners.states import CredentialKind

COVER = "cover"
NAMES = {**dict(CredentialKind.choices), COVER: _("Liability cover")}


def _in_words(parameters: dict[str, Any]) -> dict[str, Any]:
    told = dict(parameters)
    if "document" in told:
        told["document"] = str(NAMES.get(told["document"], told["document"]))
    if told.get("day"):
        told["day"] = date_format(dt.date.fromisoformat(told["day"]), "DATE_FORMAT")
    return told


ENDS = notice_kind(
    "practitioners.document_ends",
    _("A physician's paper ends soon"),
    _("%(name)s: %(document)s is valid until %(day)s. Enter the new one in time."),
    in_words=_in_words,
)
ENDED = notice_kind(
    "practitioners.document_ended",
    _("A physician's paper has ended"),
    _(
        "%(name)s: %(document)s was valid until %(day)s. Without a valid document the portal does "
        "not name the physician."
    ),
    in_words=_in_words,
)
