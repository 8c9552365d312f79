"""What happened on a case, in words for one audience."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.events.selectors import timeline
from sanamost.web.components.happenings import in_words
from sanamost.web.components.parts import TimelineStep

AFAR = {
    "treatment.patient.admitted": _("The doctor began to work."),
    "treatment.patient.discharged": _("The opinion was given."),
}
"""What is said of a remote case in place of the usual words."""


def history_of(actor: Actor, case: Any, audience: str) -> list[TimelineStep]:
    """The case's events that the audience reads, newest first."""
    lines = (
        (line, in_words(line.name, line.payload, audience)) for line in timeline(actor, case.pk)
    )
    if case.is_remote:  # nobody came or left
        lines = ((line, words and str(AFAR.get(line.name, words))) for line, words in list(lines))
    return [TimelineStep(title=words, state="done", at=line.at) for line, words in lines if words]
