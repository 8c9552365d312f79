"""What can happen after the return home. Answers are the clinic's matter: senders read nothing."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("aftercare.follow_up.asked")
@dataclass(frozen=True, kw_only=True)
class FollowUpAsked(Event):
    """The patient was asked how they are."""

    follow_up: str
    day: int


@event("aftercare.follow_up.answered")
@dataclass(frozen=True, kw_only=True)
class FollowUpAnswered(Event):
    """The patient answered."""

    follow_up: str
    day: int
    worrying: bool


@event("aftercare.follow_up.missed")
@dataclass(frozen=True, kw_only=True)
class FollowUpMissed(Event):
    """The patient did not answer in time; an answer is still welcome."""

    follow_up: str
    day: int


@event("aftercare.follow_up.attended")
@dataclass(frozen=True, kw_only=True)
class FollowUpAttended(Event):
    """Somebody has dealt with a worrying answer."""

    follow_up: str


@event("aftercare.survey.answered")
@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Event):
    """The patient said what they thought of it."""

    survey: str


@event("aftercare.case.closed")
@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """Everything is done; follow-ups that are still to come stay open to the patient."""

    episode: str
