"""What clinics are told about the papers of their physicians.

Parameters are codes and ISO days; they become words when the notice is read.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind, with_day_in_words
from sanamost.registry.practitioners.states import CredentialKind

COVER = "cover"
NAMES = {**dict(CredentialKind.choices), COVER: _("Liability cover")}


def _in_words(parameters: dict[str, Any]) -> dict[str, Any]:
    told = with_day_in_words(parameters)
    if "document" in told:
        told["document"] = str(NAMES.get(told["document"], told["document"]))
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
