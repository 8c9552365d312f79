"""The end of treatment: the extract in two languages, the act of services, what is owed after."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.numbering import next_number
from sanamost.foundation.documents.render import short_language
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import ClockKind, Fact
from sanamost.journey.travel import services as travelling
from sanamost.journey.travel.states import NoticeKind
from sanamost.journey.treatment import papers, policies, progress, telling
from sanamost.journey.treatment.events import PatientDischarged
from sanamost.journey.treatment.extracts import Extract
from sanamost.journey.treatment.models import Discharge, Episode
from sanamost.journey.treatment.states import EpisodeState
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients

RUSSIAN = "ru"


class TextNeeded(Refusal):
    """A part of the extract is empty."""

    code = "text_needed"
    message = _("Please write this part: the extract cannot do without it.")


class TranslationNeeded(Refusal):
    """The patient must be able to read the extract, and to know who translated it."""

    code = "translation_needed"
    message = _("Write this in the patient's language too, and name the translator.")


class UnknownDiagnosis(Refusal):
    """Not a code of ICD-10."""

    code = "unknown_diagnosis"
    message = _("This is no code of ICD-10. Type a code such as M16.1.")
    field = "diagnosis_code"


class NothingRecorded(Refusal):
    """A discharge lists what was done."""

    code = "nothing_recorded"
    message = _(
        "No service is recorded yet. The coordinator records what was done, then discharge."
    )


def discharge(*, actor: Actor, episode: Episode, extract: Extract, now: dt.datetime) -> Discharge:
    """End the treatment: extract and act are frozen, the departure notice is owed, billing begins.

    The extract goes to the patient in Russian and their own language (decree 186: the document is
    in Russian; the invoice within 10 days). A remote case ends with the written opinion instead,
    and owes no notice, for nobody leaves. Raises `TextNeeded`, `TranslationNeeded`,
    `UnknownDiagnosis`, `NothingRecorded`.
    """
    policies.may_discharge(actor, episode)
    episode = locked(episode)
    case = cases.case_of(episode.case_id)
    language = short_language(case.language)
    _check(extract, language)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    transition(
        episode,
        EpisodeState.DISCHARGED,
        action="treatment.patient.discharged",
        now=now,
        event=PatientDischarged(case_id=case.pk, episode=episode.public_id),
        discharged_at=max(now, episode.admitted_at),
    )
    paper = _freeze(actor, episode, case, patient, extract, now)
    written = _write(actor, episode, extract, language, paper.pk, now)
    with acting_as(system("act of services and notices at discharge")):
        _act(episode, case, patient, now)
        if not episode.is_remote:
            travelling.owe_notice(
                case_id=case.pk,
                organisation_id=episode.organisation_id,
                kind=NoticeKind.DEPARTURE,
                citizenship=patient.citizenship,
                now=now,
            )
    _clocks(episode, now)
    tell(
        user_ids=travelling.patient_side(case.pk),
        kind=telling.OPINION_READY if episode.is_remote else telling.EXTRACT_READY,
        now=now,
        case_id=case.pk,
        link=f"/my/cases/{case.public_id}/",
        parameters={"case": case.number},
    )
    moving.establish(case_id=case.pk, fact=Fact.DISCHARGED, now=now)
    return written


def _freeze(
    actor: Actor, episode: Episode, case: Any, patient: Any, extract: Extract, now: dt.datetime
) -> Any:
    """The extract as a paper; of a remote case the written opinion."""
    drawn = papers.opinion if episode.is_remote else papers.extract
    payload = drawn(
        episode,
        case,
        patient,
        extract,
        actor=actor,
        language=short_language(case.language),
        number=_number("E", episode, now),
        now=now,
    )
    return documents.freeze(
        "remote_opinion" if episode.is_remote else "discharge_extract",
        payload,
        language=case.language,
        case_id=case.pk,
        organisation_id=episode.organisation_id,
        actor=actor,
        now=now,
    )


def _write(
    actor: Actor, episode: Episode, extract: Extract, language: str, paper_id: int, now: dt.datetime
) -> Discharge:
    def both(russian: str, own: str) -> dict[str, str]:
        return {RUSSIAN: russian.strip()} | ({language: own.strip()} if own.strip() else {})

    return Discharge.objects.create(
        case_id=episode.case_id,
        organisation_id=episode.organisation_id,
        episode=episode,
        diagnosis_code=extract.diagnosis_code.strip(),
        summary=both(extract.summary, extract.own_summary),
        condition=both(extract.condition, extract.own_condition),
        recommendations=both(extract.recommendations, extract.own_recommendations),
        translated_by=extract.translated_by.strip(),
        fit_to_fly=extract.fit_to_fly,
        written_by_id=actor.user_id or 0,
        written_at=now,
        paper_id=paper_id,
    )


def _check(extract: Extract, language: str) -> None:
    parts = ("diagnosis", "summary", "condition", "recommendations")
    for name in parts:
        if not getattr(extract, name).strip():
            raise TextNeeded(field=name)
    if language != RUSSIAN:
        for name in [f"own_{part}" for part in parts] + ["translated_by"]:
            if not getattr(extract, name).strip():
                raise TranslationNeeded(field=name)
    code = extract.diagnosis_code.strip()
    if code and code not in {found.code for found in catalogue.diagnoses(code)}:
        raise UnknownDiagnosis


def _act(episode: Episode, case: Any, patient: Any, now: dt.datetime) -> None:
    """The act of services rendered; its prices are not the physician's to see."""
    platform = system("act of services at discharge")
    done = [r for r in progress.records_of(platform, episode) if r.voided_at is None]
    if not done:
        raise NothingRecorded
    payload = papers.act(
        episode,
        case,
        patient,
        progress.items_of(platform, episode),
        _number("A", episode, now),
        now,
    )
    documents.freeze(
        "act_of_services",
        payload,
        language=case.language,
        case_id=episode.case_id,
        organisation_id=episode.organisation_id,
        actor=platform,
        now=now,
    )


def _clocks(episode: Episode, now: dt.datetime) -> None:
    """The extract is due within 10 days and is met at once; the invoice begins to be due."""
    for kind in (ClockKind.EXTRACT, ClockKind.FINAL_INVOICE):
        moving.start_clock(
            case_id=episode.case_id,
            kind=kind,
            now=now,
            organisation_id=episode.organisation_id,
            subject=episode.public_id,
        )
    moving.stop_clock(
        case_id=episode.case_id, kind=ClockKind.EXTRACT, now=now, subject=episode.public_id
    )


def _number(letter: str, episode: Episode, now: dt.datetime) -> str:
    year = now.astimezone(ZoneInfo(organisations.timing_of(episode.organisation_id).time_zone)).year
    return f"{letter}-{year}-{next_number(f'{letter}-{episode.organisation_id}-{year}'):05d}"
