"""What can happen between arrival and discharge."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("treatment.patient.admitted")
@dataclass(frozen=True, kw_only=True)
class PatientAdmitted(Event):
    """The patient is at the clinic."""

    episode: str


@event("treatment.service.recorded")
@dataclass(frozen=True, kw_only=True)
class ServiceRecorded(Event):
    """A service of the agreed plan was given."""

    episode: str
    done: str


@event("treatment.service.voided")
@dataclass(frozen=True, kw_only=True)
class ServiceVoided(Event):
    """A record was a mistake: the service is neither counted nor billed."""

    episode: str
    done: str


@event("treatment.patient.discharged")
@dataclass(frozen=True, kw_only=True)
class PatientDischarged(Event):
    """Treatment at the clinic is over; the extract is written."""

    episode: str


@event("treatment.case.settled")
@dataclass(frozen=True, kw_only=True)
class CaseSettled(Event):
    """The final invoice is paid and nothing has to go back."""

    episode: str
