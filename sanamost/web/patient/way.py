"""The patient's way as a timeline: what was, what is, what comes."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.journey.cases.states import Stage
from sanamost.web.components.parts import TimelineStep

WAY: tuple[tuple[Stage, str | Promise], ...] = (
    (Stage.ASKING, _("You ask, the desk makes sure that everything is there")),
    (Stage.REVIEWING, _("Doctors read your papers and answer")),
    (Stage.CHOOSING, _("You compare proposals and choose")),
    (Stage.AGREEING, _("You read and sign the agreement")),
    (Stage.PREPARING, _("Deposit, invitation and journey are prepared")),
    (Stage.TRAVELLING, _("You travel")),
    (Stage.IN_TREATMENT, _("Treatment")),
    (Stage.RECOVERING, _("You recover, the clinic stays in touch")),
)


REMOTE_WAY: tuple[tuple[Stage, str | Promise], ...] = (
    *WAY[:4],
    (Stage.PREPARING, _("You pay the deposit; you do not travel")),
    (Stage.IN_TREATMENT, _("The doctor reads your papers and writes the opinion")),
    (Stage.RECOVERING, _("You have the opinion, the bill is settled")),
)


def way_of(case: Any) -> list[TimelineStep]:
    """The stages of the case: done, now, to come; an early end stands last."""
    way = REMOTE_WAY if case.is_remote else WAY
    stages = [stage for stage, _words in way]
    over = case.stage in {Stage.CLOSED, Stage.ENDED_EARLY}
    here = stages.index(case.stage) if case.stage in stages else len(stages)
    if case.stage == Stage.ENDED_EARLY:
        title = str(case.get_end_reason_display() or case.get_stage_display())
        return [TimelineStep(title=title, state="ended", at=case.closed_at)]
    return [
        TimelineStep(
            title=str(words),
            state="done" if over or place < here else ("now" if place == here else "coming"),
        )
        for place, (_stage, words) in enumerate(way)
    ]
