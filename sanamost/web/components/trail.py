"""The audit trail in words. Each stage adds its own actions with `trail_word`."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor, labels
from sanamost.foundation.audit.selectors import Line, trail_of

_words: dict[str, str | Promise] = {
    "cases.case.opened": _("opened the case"),
    "cases.case.read": _("read the case"),
    "cases.case.ended_early": _("ended the case early"),
    "cases.list.read": _("saw the case in a list"),
    "cases.message.written": _("wrote a message"),
    "messaging.message.translated": _("translated a message"),
    "files.file.stored": _("added a file"),
    "files.file.opened": _("opened a file"),
    "files.file.previewed": _("looked at a file"),
    "files.file.voided": _("withdrew a file"),
    "patients.consent.given": _("recorded a consent"),
    "patients.consent.withdrawn": _("recorded that a consent was withdrawn"),
    "requests.consent.answered": _("answered the question about consents"),
    "requests.need.answered": _("answered the physician's question"),
    "requests.need.translated": _("translated the patient's words"),
    "requests.request.submitted": _("sent the request"),
    "requests.request.read": _("read the request"),
    "requests.request.assigned": _("assigned the request"),
    "requests.request.verified": _("noted the call with the patient"),
    "requests.request.completed": _("marked the request complete"),
    "requests.request.forwarded": _("forwarded the request"),
    "requests.request.sent_to_clinics": _("sent the request to clinics"),
    "requests.request.rejected": _("rejected the request"),
    "requests.request.withdrawn": _("withdrew the request"),
    "requests.request.closed": _("closed the request"),
    "requests.referral.read": _("read the referral"),
    "requests.referral.in_review": _("gave the referral to a physician"),
    "requests.referral.data_needed": _("asked for more data"),
    "requests.referral.accepted": _("accepted the referral"),
    "requests.referral.declined": _("declined the referral"),
    "requests.referral.proposed": _("sent a proposal"),
    "requests.referral.won": _("was chosen by the patient"),
    "requests.referral.lost": _("was not chosen by the patient"),
    "requests.referral.expired": _("let the referral expire"),
}


def trail_word(action: str, words: str | Promise) -> None:
    """Give an audit action its words; who did it stands before them."""
    _words[action] = words


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the trail as a person reads it."""

    at: dt.datetime
    who: str
    role: str
    words: str
    times: int = 1
    """How often the same was done in a row by the same person."""


def in_words(actor: Actor, case_id: int, *, limit: int = 200) -> list[Told]:
    """The case's trail, newest first; the same act repeated in a row is told once."""
    told: list[Told] = []
    for line in trail_of(actor, case_id, limit=limit):
        one = _told(line)
        if told and (told[-1].who, told[-1].words) == (one.who, one.words):
            last = told[-1]
            told[-1] = Told(last.at, last.who, last.role, last.words, last.times + 1)
        else:
            told.append(one)
    return told


def _told(line: Line) -> Told:
    words = str(_words.get(line.action, line.action.replace(".", " · ")))
    return Told(line.at, line.who or "Sanamost", ", ".join(labels(line.roles)), words)
