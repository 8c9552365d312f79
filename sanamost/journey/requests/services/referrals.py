"""A clinic's work on a referral, the patient's answers, and what proposals make of it."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as people
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.events.transitions import MoveNotAllowed, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as case_selectors
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import ClockKind, EndReason
from sanamost.journey.requests import policies
from sanamost.journey.requests.answers import plain_text
from sanamost.journey.requests.events import (
    DataAnswered,
    DataAsked,
    ReferralDeclined,
    VerdictGiven,
)
from sanamost.journey.requests.models import DataNeed, Referral, Verdict
from sanamost.journey.requests.services import ending
from sanamost.journey.requests.states import (
    REFERRAL_MOVES,
    DeclineReason,
    NeedState,
    Outcome,
    ReferralState,
)

MOST_QUESTIONS = 20
MOST_STAY_DAYS = 365


class NotAPhysician(Refusal):
    """Reviews are a physician's work."""

    code = "not_a_physician"
    message = _("Choose a physician of your clinic.")
    field = "physician"


class WordsMissing(Refusal):
    """A verdict without words helps nobody."""

    code = "words_missing"
    message = _("Write the conclusion in a few sentences.")
    field = "conclusion"


class ReasonMissing(Refusal):
    """Whoever declines says why."""

    code = "reason_missing"
    message = _("Choose why the clinic declines.")
    field = "decline_reason"


class QuestionsMissing(Refusal):
    """Asking for data means asking something."""

    code = "questions_missing"
    message = _("Write what the patient should send or answer: from one to twenty questions.")
    field = "questions"


class StayOutOfRange(Refusal):
    """A stay has some days, and not more than a year."""

    code = "stay_out_of_range"
    message = _("The stay must be from 0 to 365 days.")
    field = "stay_days"


class AnswerMissing(Refusal):
    """An empty answer is none."""

    code = "answer_missing"
    message = _("Write an answer, or say which file answers the question.")
    field = "answer"


def read_referral(*, actor: Actor, referral: Referral, now: dt.datetime) -> None:
    """The clinic has opened the request; a second reading changes nothing."""
    policies.may_work_on_referral(actor, referral)
    if referral.state == ReferralState.NEW:
        _move(referral, ReferralState.READ, now, read_at=now)


def start_review(
    *, actor: Actor, referral: Referral, now: dt.datetime, physician_id: int | None = None
) -> None:
    """Put the referral before a physician: the one named, else the physician who asks.

    Opens it first where nobody did. Raises `NotAPhysician`.
    """
    policies.may_work_on_referral(actor, referral)
    chosen = physician_id or (actor.user_id if actor.has(Role.PHYSICIAN) else None)
    if chosen not in {user.pk for user in people.people_of(actor, Role.PHYSICIAN)}:
        raise NotAPhysician
    read_referral(actor=actor, referral=referral, now=now)
    _move(referral, ReferralState.IN_REVIEW, now, physician_id=chosen)


def give_verdict(
    *,
    actor: Actor,
    referral: Referral,
    outcome: Outcome,
    conclusion: str,
    language: str,
    now: dt.datetime,
    stay_days: int = 0,
    board: str = "",
    decline_reason: DeclineReason | str = "",
    questions: Sequence[str] = (),
) -> Verdict:
    """A physician's structured answer; a review that nobody began, begins with it.

    ACCEPT: a proposal is due. NEED_DATA: the questions go to the patient, the clock waits. DECLINE:
    the clinic loses sight of the case, and when nobody is left the case ends. In a remote case
    nobody stays, whatever `stay_days` says.
    """
    policies.may_judge(actor, referral)
    words = plain_text(conclusion, "conclusion", most=20_000)
    _check_verdict(outcome, words, decline_reason, stay_days)
    asked = _questions(questions) if outcome == Outcome.NEED_DATA else []
    if referral.state in {ReferralState.NEW, ReferralState.READ}:
        start_review(actor=actor, referral=referral, now=now)
    if referral.state != ReferralState.IN_REVIEW:
        raise MoveNotAllowed
    verdict = Verdict.objects.create(
        case_id=referral.case_id,
        organisation_id=referral.organisation_id,
        referral=referral,
        outcome=outcome,
        decline_reason=decline_reason if outcome == Outcome.DECLINE else "",
        conclusion=words,
        language=language,
        stay_days=0 if referral.request.case.is_remote else stay_days,
        board=plain_text(board, "board", most=300),
        given_by_id=actor.user_id or 0,
        given_at=now,
    )
    if outcome == Outcome.ACCEPT:
        _accept(referral, now)
    elif outcome == Outcome.NEED_DATA:
        _ask(actor, referral, asked, language, now)
    else:
        _decline(referral, DeclineReason(decline_reason), now)
    return verdict


def _check_verdict(
    outcome: Outcome, words: str, decline_reason: DeclineReason | str, stay_days: int
) -> None:
    if len(words) < 10 and outcome != Outcome.NEED_DATA:
        raise WordsMissing
    if outcome == Outcome.DECLINE and decline_reason not in DeclineReason.values:
        raise ReasonMissing
    if not 0 <= stay_days <= MOST_STAY_DAYS:
        raise StayOutOfRange


def ask_data(
    *,
    actor: Actor,
    referral: Referral,
    questions: Sequence[str],
    language: str,
    now: dt.datetime,
    conclusion: str = "",
) -> Verdict:
    """Ask the patient for what the physician must still know."""
    return give_verdict(
        actor=actor,
        referral=referral,
        outcome=Outcome.NEED_DATA,
        conclusion=conclusion,
        language=language,
        questions=questions,
        now=now,
    )


def translate_question(*, actor: Actor, need: DataNeed, words: str, now: dt.datetime) -> None:  # noqa: ARG001 every service takes the moment
    """Put a question into the patient's language, beside the physician's own words."""
    if actor.organisation_id not in {need.organisation_id, need.referral.request.desk_id}:
        raise policies.NotYourTask
    need.translation = plain_text(words, "words", most=5000)
    need.save(update_fields=["translation"])


def answer_data(*, actor: Actor, need: DataNeed, answer: str, now: dt.datetime) -> None:
    """The patient's side answers a question; with the last one the review goes on and is due again.

    Raises `AnswerMissing`, `NotVisible`, `MoveNotAllowed` for what is answered already.
    """
    case_selectors.represents_patient(actor, need.case_id)
    words = plain_text(answer, "answer", most=10_000)
    if not words:
        raise AnswerMissing
    transition(
        need,
        NeedState.ANSWERED,
        action="requests.need.answered",
        now=now,
        answer=words,
        answered_at=now,
    )
    referral = need.referral
    open_still = DataNeed.objects.filter(referral=referral, state=NeedState.ASKED).exists()
    if open_still or referral.state != ReferralState.DATA_NEEDED:
        return
    with acting_as(system("data answered")):
        _move(
            referral,
            ReferralState.IN_REVIEW,
            now,
            event=DataAnswered(
                case_id=referral.case_id,
                organisation_id=referral.organisation_id,
                referral=referral.public_id,
            ),
        )
        _start_clock(referral, ClockKind.VERDICT, now)


def decline(*, actor: Actor, referral: Referral, reason: DeclineReason, now: dt.datetime) -> None:
    """The clinic declines without a verdict (no places, not its profile)."""
    policies.may_work_on_referral(actor, referral)
    if reason not in DeclineReason.values:
        raise ReasonMissing
    _decline(referral, reason, now)


def mark_proposed(*, referral_id: int, now: dt.datetime) -> None:
    """A proposal was sent; a second version leaves it proposed."""
    referral = _by_key(referral_id)
    if referral.state == ReferralState.PROPOSED:
        return
    with acting_as(system("proposal sent")):
        _move(referral, ReferralState.PROPOSED, now)
        _stop_clock(referral, ClockKind.PROPOSAL, now)


def mark_won(*, referral_id: int, now: dt.datetime) -> None:
    """The patient chose this clinic: the others are out and lose sight of the case."""
    with acting_as(system("proposal accepted")):
        referral = _by_key(referral_id)
        _move(referral, ReferralState.WON, now)
        ending.let_all_go(
            request_id=referral.request_id, to=ReferralState.LOST, but=referral.pk, now=now
        )
        for kind in (ClockKind.VERDICT, ClockKind.PROPOSAL):
            cases.stop_clock(case_id=referral.case_id, kind=kind, now=now)


def mark_lost(*, referral_id: int, now: dt.datetime) -> bool:
    """The patient declined this clinic's proposal; it loses sight of the case.

    Says whether the case ended, because no clinic is left.
    """
    with acting_as(system("proposal declined")):
        referral = _by_key(referral_id)
        ending.let_go(referral=referral, to=ReferralState.LOST, now=now)
        return ending.end_if_nobody_is_left(
            request_id=referral.request_id, reason=EndReason.DECLINED_BY_PATIENT, now=now
        )


def mark_expired(*, referral_id: int, now: dt.datetime) -> bool:
    """Nobody accepted in time; says whether the case ended, because no clinic is left."""
    with acting_as(system("proposal expired")):
        referral = _by_key(referral_id)
        ending.let_go(referral=referral, to=ReferralState.EXPIRED, now=now)
        return ending.end_if_nobody_is_left(
            request_id=referral.request_id, reason=EndReason.EXPIRED, now=now
        )


def _accept(referral: Referral, now: dt.datetime) -> None:
    _move(
        referral,
        ReferralState.ACCEPTED,
        now,
        event=VerdictGiven(
            case_id=referral.case_id,
            organisation_id=referral.organisation_id,
            referral=referral.public_id,
            outcome=Outcome.ACCEPT,
        ),
    )
    _stop_clock(referral, ClockKind.VERDICT, now)
    _start_clock(referral, ClockKind.PROPOSAL, now)


def _ask(
    actor: Actor, referral: Referral, questions: list[str], language: str, now: dt.datetime
) -> None:
    for question in questions:
        DataNeed.objects.create(
            case_id=referral.case_id,
            organisation_id=referral.organisation_id,
            referral=referral,
            question=question,
            question_language=language,
            asked_by_id=actor.user_id or 0,
            asked_at=now,
        )
    _move(
        referral,
        ReferralState.DATA_NEEDED,
        now,
        event=DataAsked(
            case_id=referral.case_id,
            organisation_id=referral.organisation_id,
            referral=referral.public_id,
        ),
    )
    _stop_clock(referral, ClockKind.VERDICT, now)


def _decline(referral: Referral, reason: DeclineReason, now: dt.datetime) -> None:
    _move(
        referral,
        ReferralState.DECLINED,
        now,
        event=ReferralDeclined(
            case_id=referral.case_id,
            organisation_id=referral.organisation_id,
            referral=referral.public_id,
            reason=reason,
        ),
        decline_reason=reason,
    )
    with acting_as(system("referral declined")):
        for kind in (ClockKind.VERDICT, ClockKind.PROPOSAL):
            _stop_clock(referral, kind, now)
        ending.drop_sight(referral=_by_key(referral.pk), now=now)
        ending.end_if_nobody_is_left(
            request_id=referral.request_id, reason=EndReason.DECLINED_BY_ALL, now=now
        )


def _questions(questions: Sequence[str]) -> list[str]:
    asked = [plain_text(question, "questions", most=2000) for question in questions]
    asked = [question for question in asked if question]
    if not 1 <= len(asked) <= MOST_QUESTIONS:
        raise QuestionsMissing
    return asked


def _move(referral: Referral, to: ReferralState, now: dt.datetime, **options: object) -> None:
    if to not in REFERRAL_MOVES.get(ReferralState(referral.state), ()):
        raise MoveNotAllowed
    transition(referral, to, action=f"requests.referral.{to.value}", now=now, **options)  # type: ignore[arg-type]  # event and columns by name


def _by_key(referral_id: int) -> Referral:
    return Referral.objects.select_related("request").get(pk=referral_id)


def _start_clock(referral: Referral, kind: ClockKind, now: dt.datetime) -> None:
    cases.start_clock(
        case_id=referral.case_id,
        kind=kind,
        organisation_id=referral.organisation_id,
        subject=referral.public_id,
        now=now,
    )


def _stop_clock(referral: Referral, kind: ClockKind, now: dt.datetime) -> None:
    cases.stop_clock(case_id=referral.case_id, kind=kind, subject=referral.public_id, now=now)
