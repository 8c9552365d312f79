"""Asking how the patient is, hearing the answer, closing the case.

A case may be closed once it is settled, no notice to the authorities is owed and the patient has
been asked for the first time (day 7, with the survey). The follow-ups of days 30 and 90 outlive
the closing: the patient is still asked and may still answer, and a worrying answer still alarms.
To keep a case open for three months would only blur which cases need work.
"""

from sanamost.journey.aftercare.services.closing import NoticeOpen, NotSettled, close
from sanamost.journey.aftercare.services.demonstration import OnlyInDemonstration, bring_forward
from sanamost.journey.aftercare.services.follow_ups import (
    DAYS,
    AnsweredAlready,
    NotAskedYet,
    OutOfScale,
    answer,
    ask_due,
    attend,
    schedule,
    translate_answer,
)
from sanamost.journey.aftercare.services.survey import answer_survey, survey_was_asked

__all__ = [
    "DAYS",
    "AnsweredAlready",
    "NotAskedYet",
    "NotSettled",
    "NoticeOpen",
    "OnlyInDemonstration",
    "OutOfScale",
    "answer",
    "answer_survey",
    "ask_due",
    "attend",
    "bring_forward",
    "close",
    "schedule",
    "survey_was_asked",
    "translate_answer",
]
