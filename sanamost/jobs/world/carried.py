"""A case that is carried through its journey: what is known of it, and how it is found again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Self
from zoneinfo import ZoneInfo

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.jobs.world.staff import CLINICS, Staff, Words
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import PurposeOfArrival
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests.answers import Answers
from sanamost.journey.treatment import selectors as episodes
from sanamost.registry.organisations import selectors as organisations


@dataclass
class Carried:
    """One case on its way. `patient` is the patient's side, a persona or an e-mail address.

    `mark` goes into texts, `services` are codes of the price list. Each method does one stage and
    gives the walk back, so that stages can be chained.
    """

    answers: Answers
    patient: str
    now: dt.datetime
    clinics: tuple[str, ...] = ("demo-ortho",)
    partner: str = ""
    mark: str = ""
    words: Words = field(default_factory=Words)
    services: tuple[str, ...] = ()
    stay_days: int = 8
    arrives_after: int = 21
    """Days from the proposal to the arrival."""
    answers_link: bool = True
    """Whether the patient of a partner answers the link that asks for consents."""
    case_id: str = ""
    proposals: dict[str, str] = field(default_factory=dict)

    @property
    def _remote(self) -> bool:
        return self.answers.purpose_of_arrival == PurposeOfArrival.REMOTE

    def _marked(self, words: str) -> str:
        return f"{words} {self.mark}".strip()

    def _passport(self) -> str:
        return self.answers.passport_number or "AA 1234567"

    def _address(self) -> str:
        return self.answers.address or "10 Navoi Street, Tashkent"

    def _chosen(self) -> Staff:
        return CLINICS[self.clinics[0]]

    def _key(self) -> int:
        with acting_as(system("walk")):
            return int(self._case(system("walk")).pk)

    def _today(self) -> dt.date:
        """The day it is at the clinic."""
        card = organisations.card_by_code(self.clinics[0])
        assert card is not None  # noqa: S101 the world is loaded
        return self.now.astimezone(ZoneInfo(card.time_zone)).date()

    def _staff(self, clinic: str) -> list[Staff]:
        return [CLINICS[code] for code in ((clinic,) if clinic else self.clinics)]

    def _case(self, actor: Actor) -> Any:
        return cases.access_case(actor, self.case_id)

    def _referral(self, actor: Actor) -> Any:
        return requests.own_referral(actor, self._case(actor))

    def _agreement(self, actor: Actor) -> Any:
        return agreements.agreement_of_case(actor, self._case(actor))

    def _episode(self, actor: Actor) -> Any:
        return episodes.episode_of_case(actor, self._case(actor).pk)

    def _clinic_public_id(self, code: str) -> str:
        card = organisations.card_by_code(code)
        assert card is not None  # noqa: S101 the world is loaded
        return str(card.public_id)

    def _settle(self) -> Self:
        answer_waiting()
        return self
