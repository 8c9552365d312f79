"""What happened on a case, in words for one audience."""

from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.events.selectors import timeline
from sanamost.web.components.happenings import in_words
from sanamost.web.components.parts import TimelineStep


def history_of(actor: Actor, case: Any, audience: str) -> list[TimelineStep]:
    """The case's events that the audience reads, newest first."""
    lines = (
        (line, in_words(line.name, line.payload, audience)) for line in timeline(actor, case.pk)
    )
    return [TimelineStep(title=words, state="done", at=line.at) for line, words in lines if words]
